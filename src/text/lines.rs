//! From byte offsets to the lines and columns that people and editors count.

use std::sync::Arc;

use super::Span;

/// A place as people count it: line and column start at 1, the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Character within the line, from 1.
    pub column: u32,
}

/// Where the lines of one text begin; a clone shares them. A line ends with LF, CRLF or a lone CR, as editors count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineIndex {
    starts: Arc<[u32]>,
    length: u32,
}

impl LineIndex {
    /// Reads `text` once. An empty text has one empty line.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Count first: growing the list would double its memory for a text of many short lines.
        let mut starts = Vec::with_capacity(1 + memchr::memchr2_iter(b'\n', b'\r', bytes).count());
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { starts: starts.into(), length: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// Number of lines, at least 1. A final line end opens one more, empty line.
    pub fn count(&self) -> usize {
        self.starts.len().max(1)
    }

    /// The number of the last line, at least 1, as people count: a final line end opens no further line.
    pub fn last(&self) -> usize {
        let opens_empty = self.starts.last() == Some(&self.length);
        (self.count() - usize::from(opens_empty)).max(1)
    }

    /// The line, from 1, that holds the byte at `offset`; the last one for offsets beyond the end. O(log lines).
    pub fn line(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start as usize <= offset);
        u32::try_from(line.max(1)).unwrap_or(u32::MAX)
    }

    /// Like [`Self::line`], but O(log distance) for an offset on or shortly after the line `from`.
    pub fn line_from(&self, offset: usize, from: u32) -> u32 {
        let is_before = |at: usize| self.starts.get(at).is_some_and(|start| *start as usize <= offset);
        let (mut low, mut step) = (from.max(1) as usize - 1, 1);
        if !is_before(low) {
            return self.line(offset);
        }
        while is_before(low + step) {
            low += step;
            step *= 2;
        }
        let rest = self.starts.get(low..self.starts.len().min(low + step)).unwrap_or(&[]);
        let line = low + rest.partition_point(|start| *start as usize <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// The piece of text that line `line` (from 1) covers, with its line end; `None` if the text has fewer lines.
    pub fn span(&self, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(self.length);
        Some(Span { start, end })
    }

    /// Line and column of the byte at `offset` of `text`, which must be the text this index was made from. Costs the
    /// length of the line.
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.line(offset);
        let start = self.span(line as usize).map_or(0, Span::start);
        let before = text.get(start..offset.min(text.len())).unwrap_or("");
        Place { line, column: u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Place, Span};

    #[test]
    fn lines_end_as_editors_end_them() {
        for (text, count, last) in [
            ("", 1, 1),
            ("a", 1, 1),
            ("a\n", 2, 1),
            ("a\r\nb", 2, 2),
            ("a\rb\nc", 3, 3),
            ("a\nb\r\n", 3, 2),
            ("\n", 2, 1),
            ("\n\n", 3, 2),
        ] {
            let lines = LineIndex::new(text);
            assert_eq!((lines.count(), lines.last()), (count, last), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_guess_changes_no_line(text in "[a\n]{0,40}", offset in 0..50_usize, from in 0..50_u32) {
            let lines = LineIndex::new(&text);
            assert_eq!(lines.line_from(offset, from), lines.line(offset));
        }
    }

    #[test]
    fn columns_count_characters() {
        let text = "één\r\nzwei drei";
        let lines = LineIndex::new(text);
        assert_eq!(lines.place(text, 5), Place { line: 1, column: 4 });
        assert_eq!(lines.place(text, 7), Place { line: 2, column: 1 });
        assert_eq!(lines.place(text, 12), Place { line: 2, column: 6 });
        assert_eq!(lines.span(2), Some(Span::new(7, text.len())));
        assert_eq!(lines.span(3), None);
    }
}
