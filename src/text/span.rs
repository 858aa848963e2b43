//! A piece of a text.

use std::ops::Range;

/// A piece of one text, in bytes: half open, both ends on character boundaries of that text.
///
/// Offsets are 32 bit because a model holds millions of them; the loader refuses longer files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte of the piece.
    pub start: u32,
    /// First byte after the piece.
    pub end: u32,
}

impl Span {
    /// The piece from `start` to `end`; an end before the start gives an empty piece at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The whole of `text`.
    pub fn whole(text: &str) -> Self {
        Self::new(0, text.len())
    }

    /// First byte, as an index.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// First byte after the piece, as an index.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Both ends as a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The words of the piece; empty where `text` does not reach that far or the ends split a character.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether the byte at `offset` lies in the piece.
    pub fn contains(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// What both share; empty at the later start where they share nothing.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let start = self.start.max(other.start);
        Self { start, end: self.end.min(other.end).max(start) }
    }

    /// The same piece in a text that begins `by` bytes earlier.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_piece_outside_its_text_has_no_words() {
        assert_eq!(Span::new(0, 2).of("né"), "");
        assert_eq!(Span::new(0, 3).of("né"), "né");
        assert_eq!(Span::new(2, 9).of("abc"), "");
    }

    #[test]
    fn overlap_needs_a_shared_byte() {
        let (a, b, c) = (Span::new(0, 3), Span::new(3, 5), Span::new(2, 4));
        assert!(!a.overlaps(b));
        assert!(a.overlaps(c) && c.overlaps(b));
        assert!(a.intersection(b).is_empty());
        assert_eq!(a.intersection(c), Span::new(2, 3));
    }
}
