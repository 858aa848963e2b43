//! Which sentences of an article support a demand.

use crate::model::{ArticleId, Model};
use crate::search::sentences;
use crate::text::Span;

/// The sentences of an article, and which of them have no passage yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Its sentences, in order, across line ends, as search has them.
    pub sentences: Vec<Span>,
    /// Those without a word of any passage, in order.
    pub open: Vec<Span>,
}

impl Coverage {
    /// Costs a pass over the text.
    pub fn new(model: &Model, article: ArticleId) -> Self {
        let mut places = model.placed_in(article).iter().peekable();
        let (mut coverage, mut reached) = (Self::default(), 0);
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
