//! Which sentences of an article support a demand.

use unicode_segmentation::UnicodeSegmentation;

use crate::app::page;
use crate::model::{Article, ArticleId, Model};
use crate::text::Span;

/// Which sentences of an article have no passage yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many sentences it has.
    pub sentences: usize,
    /// Those without a word of any passage, in order.
    pub open: Vec<Span>,
}

impl Coverage {
    /// Costs a pass over the text.
    pub fn new(model: &Model, article: ArticleId) -> Self {
        let mut places = model.placed_in(article).iter().peekable();
        let (mut coverage, mut reached) = (Self::default(), 0);
        for sentence in sentences(model.article(article)) {
            while let Some((place, _)) = places.next_if(|(place, _)| place.start() < sentence.end()) {
                reached = reached.max(place.end());
            }
            coverage.sentences += 1;
            if reached <= sentence.start() {
                coverage.open.push(sentence);
            }
        }
        coverage
    }

    /// How many sentences have a passage.
    pub fn coded(&self) -> usize {
        self.sentences - self.open.len()
    }
}

/// The sentences of a piece of a text that have a letter or digit.
pub(super) fn sentences_in(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let sentences = block.of(text).split_sentence_bound_indices();
    let sentences = sentences.filter(|(_, words)| words.chars().any(char::is_alphanumeric));
    sentences.map(move |(at, words)| Span::new(at, at + words.trim_end().len()).shifted(block.start()))
}

fn sentences(article: &Article) -> impl Iterator<Item = Span> {
    let text = article.text();
    let block = |at: usize| (at < text.len()).then(|| page::block_at(article, at));
    let blocks = std::iter::successors(block(0), move |last: &Span| block(last.end().max(last.start() + 1)));
    blocks.flat_map(|block| sentences_in(text, block))
}
