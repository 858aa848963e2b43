//! A folded text with the way back to the bytes as written.

use std::ops::Range;

use crate::text::Span;

/// A folded text that knows which piece of the original each piece of it came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    text: String,
    runs: Vec<Run>,
}

/// A stretch of the folded text and where it came from. In a parallel run the characters correspond one to one,
/// with equal lengths; any other run came as a whole from one grapheme cluster or run of white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    folded: u32,
    source: Span,
    parallel: bool,
}

impl Folded {
    /// A folded text without runs yet, with room for `capacity` bytes.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), runs: Vec::new() }
    }

    /// A text folded character by character without a change in length.
    pub(super) fn parallel(text: String) -> Self {
        let runs = vec![Run { folded: 0, source: Span::whole(&text), parallel: true }];
        Self { text, runs }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The piece of the text as written that `range` of the folded text came from, on grapheme borders.
    ///
    /// An empty range gives an empty piece; a range beyond the end gives the end. O(log runs).
    pub fn source(&self, range: Range<usize>) -> Span {
        let start =
            self.run(range.start).map_or(0, |(run, into)| run.source.start() + if run.parallel { into } else { 0 });
        if range.is_empty() {
            return Span::new(start, start);
        }
        let end = self
            .run(range.end - 1)
            .map_or(0, |(run, into)| if run.parallel { run.source.start() + into + 1 } else { run.source.end() });
        Span::new(start, end)
    }

    /// Whether a piece of the folded text may begin or end at `at` without splitting what came from one cluster. O(log
    /// runs).
    pub fn is_border(&self, at: usize) -> bool {
        at >= self.text.len()
            || self.run(at).is_some_and(|(run, into)| into == 0 || (run.parallel && self.text.is_char_boundary(at)))
    }

    fn run(&self, at: usize) -> Option<(Run, usize)> {
        let index = self.runs.partition_point(|run| run.folded as usize <= at).checked_sub(1)?;
        let run = *self.runs.get(index)?;
        Some((run, at - run.folded as usize))
    }

    /// Removes a space at the end.
    pub(super) fn pop_space(&mut self) {
        // A final space is always a run of its own.
        if self.text.ends_with(' ') {
            self.text.pop();
            self.runs.pop();
        }
    }

    /// Appends what `source` folded to. A source that folds to nothing leaves no run.
    pub(super) fn push(&mut self, folded: &str, source: Span, parallel: bool) {
        if folded.is_empty() {
            return;
        }
        if parallel
            && let Some(last) = self.runs.last_mut()
            && last.parallel
            && last.source.end == source.start
        {
            last.source.end = source.end;
        } else {
            let at = Span::new(self.text.len(), self.text.len());
            self.runs.push(Run { folded: at.start, source, parallel });
        }
        self.text.push_str(folded);
    }
}
