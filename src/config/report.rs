//! Findings at places of the file.

use std::ops::Range;

use crate::diagnose::{Code, Excerpt, Finding, Label, Site};
use crate::load::nearest;
use crate::text::LineIndex;

/// More findings are only counted.
const KEPT: usize = 100;
/// The most characters of the user's words in a message.
const LONGEST_WORD: usize = 60;

/// What is wrong with a file so far.
pub(super) struct Report<'t> {
    name: &'t str,
    text: &'t str,
    lines: LineIndex,
    found: Vec<(usize, Finding)>,
    more: usize,
}

impl<'t> Report<'t> {
    pub(super) fn new(name: &'t str, text: &'t str) -> Self {
        Self { name, text, lines: LineIndex::new(text), found: Vec::new(), more: 0 }
    }

    /// Adds a finding with what to do about it.
    pub(super) fn add(&mut self, code: &'static Code, at: Range<usize>, (message, help): (String, Option<String>)) {
        if self.found.len() >= KEPT {
            self.more += 1;
            return;
        }
        let site = Some(self.site(at.clone()));
        self.found.push((at.start, Finding { help, site, ..Finding::new(code, message) }));
    }

    /// Gives the last finding a second place.
    pub(super) fn label(&mut self, at: Range<usize>, words: &str) {
        let site = self.site(at);
        if let (Some((_, finding)), 0) = (self.found.last_mut(), self.more) {
            finding.second = Some(Box::new(Label { words: words.to_owned(), site }));
        }
    }

    fn site(&self, at: Range<usize>) -> Site {
        let (start, end) = (self.lines.place(self.text, at.start), self.lines.place(self.text, at.end));
        let line = self.lines.span(start.line as usize).unwrap_or_default();
        Site { file: self.name.to_owned(), start, end, excerpt: Excerpt::new(self.text, line, at) }
    }

    /// The findings in the order of the file.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.found.sort_by_key(|(at, _)| *at);
        if let Some((_, last)) = self.found.last_mut() {
            last.more = self.more;
        }
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// A word of the user as a message has it.
pub(super) fn cut(word: &str) -> String {
    let kept: String = word.chars().take(LONGEST_WORD).collect();
    if kept.len() < word.len() { kept + "…" } else { kept }
}

/// Did-you-mean, else all words there are.
pub(super) fn help(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of {}", known.join(", ")),
    }
}
