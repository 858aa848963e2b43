//! Words of an article as a passage quotes them, with the context that singles out their place.

use super::change::Record;
use crate::format::{PASSAGE, TableKind};
use crate::model::{Anchor, Article};
use crate::quote::{Context, Quote, Side, deciding_context, locate};
use crate::text::Span;

/// What a passage needs to say to have one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The words, on one line.
    pub quote: String,
    /// The deciding context, if the words occur more than once and there is one.
    pub context: Option<Context>,
    /// Where the words are without that context.
    pub anchor: Anchor,
}

impl Evidence {
    /// A passage with these words.
    pub fn passage(&self) -> Record {
        let passage = Record::new(TableKind::Passage).with(PASSAGE.quote, self.quote.as_str());
        match &self.context {
            Some(Context { side: Side::Prefix, words }) => passage.with(PASSAGE.prefix, words.as_str()),
            Some(Context { side: Side::Suffix, words }) => passage.with(PASSAGE.suffix, words.as_str()),
            None => passage,
        }
    }
}

/// The words at a place of an article, joined on one line and trimmed.
pub fn evidence_at(article: &Article, place: Span) -> Evidence {
    let words = place.of(article.text()).split_whitespace().collect::<Vec<_>>().join(" ");
    evidence(article, &words, |places| {
        places
            .iter()
            .copied()
            .max_by_key(|other| other.end().min(place.end()).saturating_sub(other.start().max(place.start())))
    })
}

/// Typed words of an article; if they occur more than once, those on `line`, if exactly one place begins there.
pub fn evidence_of(article: &Article, words: &str, line: Option<u32>) -> Evidence {
    evidence(article, words, |places| {
        let mut there = places.iter().copied().filter(|place| Some(article.lines.line(place.start())) == line);
        there.next().filter(|_| there.next().is_none())
    })
}

fn evidence(article: &Article, words: &str, choose: impl Fn(&[Span]) -> Option<Span>) -> Evidence {
    let quote = Quote { words, prefix: None, suffix: None };
    let anchor = match &article.text {
        Some(text) => locate(text, &[quote]).pop().map_or(Anchor::Orphan, |located| located.anchor),
        None => Anchor::NoSource,
    };
    let context = match &anchor {
        Anchor::Ambiguous(places) => {
            choose(places).and_then(|place| deciding_context(article.text(), &quote, place, places))
        }
        _ => None,
    };
    Evidence { quote: words.to_owned(), context, anchor }
}
