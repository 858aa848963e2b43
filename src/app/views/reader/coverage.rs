//! Which sentences of an article support a demand, and whose.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{ActorId, ArticleId, Model};
use crate::search::sentences;
use crate::text::Span;

/// An article's sentences, and which of them have no passage yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// In order, across line ends, as in search.
    pub sentences: Vec<Span>,
    /// Those without a word of any passage, in order. A quote at several places covers none of them.
    pub open: Vec<Span>,
    /// How many passages have a place in the text.
    pub marked: usize,
    /// The actors that these support, each with how many, most first, ties in order of the model.
    pub voices: Vec<(ActorId, usize)>,
}

impl Coverage {
    /// Costs a pass over the text.
    pub fn new(model: &Model, article: ArticleId) -> Self {
        let mut places = model.settled_in(article).peekable();
        let (mut coverage, mut reached) = (Self::default(), 0);
        let mut voices: BTreeMap<ActorId, usize> = BTreeMap::new();
        for id in model.quoted_from(article).iter().filter(|id| model.has_place(**id)) {
            *voices.entry(model.demand(model.demand_of(*id)).actor).or_default() += 1;
            coverage.marked += 1;
        }
        coverage.voices = voices.into_iter().collect();
        coverage.voices.sort_by_key(|(_, count)| Reverse(*count));
        coverage.sentences = sentences(model.article(article).text());
        for sentence in coverage.sentences.iter().copied() {
            while let Some((place, _)) = places.next_if(|(place, _)| place.start() < sentence.end()) {
                reached = reached.max(place.end());
            }
            if reached <= sentence.start() {
                coverage.open.push(sentence);
            }
        }
        coverage
    }

    /// How many sentences have a passage.
    pub fn coded(&self) -> usize {
        self.sentences.len() - self.open.len()
    }
}
