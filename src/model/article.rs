//! Articles and the passages in them.

use std::sync::Arc;

use super::{ActorId, ArticleId, Date, Origin, Voice};
use crate::text::{LineIndex, Span};

/// A source text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// Its id in the file.
    pub key: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// The path as the file gives it, where the text comes from a file.
    pub file: Option<Box<str>>,
    /// The text as read, byte for byte, shared by the articles of one file; `None` without a source text.
    pub text: Option<Arc<str>>,
    /// Where the lines of `text` begin.
    pub lines: LineIndex,
    /// When it was published.
    pub date: Option<Date>,
    /// Who published it.
    pub publisher: Option<Box<str>>,
    /// Who wrote it.
    pub author: Option<Box<str>>,
    /// Its address on the web.
    pub url: Option<Box<str>>,
    /// BCP 47 tag.
    pub language: Option<Box<str>>,
    /// The pin of its raw bytes, as the file gives it.
    pub sha256: Option<Box<str>>,
    /// Memo.
    pub note: Option<Box<str>>,
    /// Where the model defines it.
    pub origin: Origin,
}

impl Article {
    /// The text, empty where there is none.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or("")
    }
}

/// Below this many, all places of a quote are known; of more, some may be left out.
pub const COUNTED_PLACES: usize = 1_000;

/// Where a quote is in its article. `Exact`, `Normalised` and `Adapted` are verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// Byte for byte, at one place (or the one place that prefix and suffix leave).
    Exact(Span),
    /// Equal after folding white space, typographic marks, invisible characters and NFC.
    Normalised(Span),
    /// Prefix and suffix leave several places: all of them, in order of the text, at least two.
    Ambiguous(Box<[Span]>),
    /// The quote marks where it differs from the source: the parts that are word for word, in order, at least one.
    Adapted(Box<[Span]>),
    /// Not in the article, but this place is clearly most like it: a proposal, never evidence.
    Near(Span),
    /// Not in the article.
    Orphan,
    /// The article has no text.
    NoSource,
}

impl Anchor {
    /// The name of the state in the format and in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Normalised(_) => "normalised",
            Self::Ambiguous(_) => "ambiguous",
            Self::Adapted(_) => "adapted",
            Self::Near(_) => "near",
            Self::Orphan => "orphan",
            Self::NoSource => "no-source",
        }
    }

    /// The name of every state, in the order in which they are tried.
    pub const WORDS: &'static [&'static str] =
        &["exact", "normalised", "ambiguous", "adapted", "near", "orphan", "no-source"];

    /// The place of a verified quote; an adapted one reaches from its first part to its last.
    pub fn verified(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Normalised(span) => Some(*span),
            Self::Adapted(parts) => {
                let (first, last) = (parts.first()?, parts.last()?);
                Some(Span { start: first.start, end: last.end })
            }
            Self::Ambiguous(_) | Self::Near(_) | Self::Orphan | Self::NoSource => None,
        }
    }

    /// Whether the quote is not in the article, or only nearly.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Near(_) | Self::Orphan => true,
            Self::Exact(_) | Self::Normalised(_) | Self::Ambiguous(_) | Self::Adapted(_) | Self::NoSource => false,
        }
    }

    /// The pieces of the article to highlight, in order: the quote's place, the parts of an adapted one, every place of
    /// an ambiguous one.
    pub fn places(&self) -> &[Span] {
        match self {
            Self::Exact(span) | Self::Normalised(span) => std::slice::from_ref(span),
            Self::Ambiguous(pieces) | Self::Adapted(pieces) => pieces,
            Self::Near(_) | Self::Orphan | Self::NoSource => &[],
        }
    }
}

/// The piece of an article most like a quote that is not in its own article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// The article: not the passage's own if another has the quote word for word.
    pub article: ArticleId,
    /// The piece of its text.
    pub span: Span,
    /// 1 − edits ÷ length of the quote, in characters of the folded texts: ½ to 1, and less where only case differs.
    pub score: f32,
}

/// The words of an article that support a demand: [`Model::demand_of`](super::Model::demand_of) says which.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The article it is from.
    pub article: ArticleId,
    /// The quote as the file gives it; `None` where it equals the article's own words at the anchor (`Exact`).
    pub quote: Option<Box<str>>,
    /// Where the quote is.
    pub anchor: Anchor,
    /// For near and orphaned quotes, the words most like it, if any: a proposal, never evidence.
    pub nearest: Option<Box<Nearest>>,
    /// Who says it, where that is not the demand's actor.
    pub speaker: Option<ActorId>,
    /// How the article gives the words.
    pub voice: Voice,
    /// What must come right before the quote, as the file gives it.
    pub prefix: Option<Box<str>>,
    /// What must come right after the quote, as the file gives it.
    pub suffix: Option<Box<str>>,
    /// Memo.
    pub note: Option<Box<str>>,
    /// Where the model defines it.
    pub origin: Origin,
}
