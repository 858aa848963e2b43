//! One finding. It is self-contained: it can be drawn after the files are gone.

use std::ops::Range;

use super::Code;
use crate::text::{Place, Span};

/// Something wrong with the files of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Its kind.
    pub code: &'static Code,
    /// What is wrong, in one sentence, lower case, the user's words in backquotes, no period at the end.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where; `None` without a place in a file.
    pub site: Option<Site>,
    /// A second place the message refers to.
    pub second: Option<Box<Label>>,
    /// The record it is about, if the file names it.
    pub about: Option<Box<About>>,
    /// How many further findings of this code in the same file were only counted; usually 0.
    pub more: usize,
    /// Whether the system failed rather than the files, so that reading them again may succeed.
    pub is_failure: bool,
    /// For a quote that is not in its article, the most similar place, if any.
    pub lookalike: Option<Box<Lookalike>>,
}

impl Finding {
    /// The known word that was most likely meant, for an unknown one.
    pub fn meant(&self) -> Option<&str> {
        self.help.as_deref()?.strip_prefix("did you mean `")?.strip_suffix("`?")
    }
}

/// A second place of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What is there, in a few words.
    pub words: String,
    /// Where.
    pub site: Site,
}

/// A record as its file gives it, even if it is not in the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its id.
    pub id: String,
    /// The beginning of its text, name or title; empty without one.
    pub words: String,
}

/// The piece of an article most similar to a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookalike {
    /// The article's id.
    pub article: String,
    /// Where the piece begins, from 1.
    pub line: u32,
    /// Its bytes in the article's text.
    pub start: usize,
    /// The first byte after it.
    pub end: usize,
    /// 1 − edits ÷ length of the quote: ½ to 1.
    pub score: f32,
    /// The article's words, if they differ from the quote only in case, in marks or in accents.
    pub replacement: Option<String>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The file as the user named it; a path from the working directory if it was found automatically.
    pub file: String,
    /// First character.
    pub start: Place,
    /// One past the last character.
    pub end: Place,
    /// The line around it, cut to a bounded length.
    pub excerpt: Excerpt,
}

/// A bounded piece of a file, as written: clean it before drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The first line of the place, without line end, at most 400 bytes around the place.
    pub text: String,
    /// The marked piece of `text`, in bytes.
    pub marked: Span,
}

/// An excerpt holds at most this many bytes.
const EXCERPT: usize = 400;

impl Excerpt {
    /// The line `line` of `text`, cut to a bounded length around `marked`, whose ends are character boundaries of
    /// `text`. A mark beyond the end of the line moves to it.
    pub fn new(text: &str, line: Span, marked: Range<usize>) -> Self {
        let inked = line.start() + line.of(text).trim_end_matches(['\r', '\n']).len();
        let (mark, mark_end) = (marked.start.min(inked), marked.end.min(inked).max(marked.start.min(inked)));
        let from = if inked - line.start() <= EXCERPT {
            line.start()
        } else {
            text.floor_char_boundary(mark.saturating_sub(EXCERPT / 4)).max(line.start())
        };
        let to = text.floor_char_boundary(inked.min(from + EXCERPT));
        let marked = Span::new(mark - from, mark_end.min(to) - from);
        Self { text: text.get(from..to).unwrap_or("").to_owned(), marked }
    }
}

impl Finding {
    /// A finding with only a message.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            site: None,
            second: None,
            about: None,
            more: 0,
            is_failure: false,
            lookalike: None,
        }
    }
}
