//! Details of the words to quote.

use unicode_segmentation::UnicodeSegmentation;

use crate::edit::{Evidence, evidence_at};
use crate::model::{ArticleId, Model, PassageId};
use crate::text::Span;

/// What the margin shows about the words to quote.
#[derive(Debug, Clone)]
pub struct Selected {
    /// Where they are.
    pub span: Span,
    /// Whether they occur once, and the context that singles them out.
    pub evidence: Evidence,
    /// The passages that share words with them, in order of the text.
    pub claims: Vec<PassageId>,
}

impl Selected {
    pub(super) fn new(model: &Model, article: ArticleId, span: Span) -> Self {
        let mut claims: Vec<PassageId> = Vec::new();
        for (place, id) in model.placed_in(article) {
            if place.overlaps(span) && !claims.contains(id) {
                claims.push(*id);
            }
        }
        Self { span, evidence: evidence_at(model.article(article), span), claims }
    }
}

/// The word at `at`, else the character there.
pub(super) fn word_at(text: &str, at: usize) -> Span {
    // The longest word, in bytes on each side.
    const REACH: usize = 256;
    let from = text.ceil_char_boundary(at.saturating_sub(REACH));
    let pieces = text.get(from..).unwrap_or("").split_word_bound_indices();
    let mut pieces = pieces.map(|(start, piece)| Span::new(start, start + piece.len()).shifted(from));
    pieces.find(|piece| piece.contains(at)).unwrap_or(Span::new(at, at))
}

/// The first byte of the last character of a piece.
pub(super) fn last_of(text: &str, piece: Span) -> usize {
    let last = piece.of(text).grapheme_indices(true).next_back();
    piece.start() + last.map_or(0, |(at, _)| at)
}
