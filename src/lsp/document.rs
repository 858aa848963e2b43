//! A text with its lines, in the positions that editors count.

use std::ops::Range;
use std::sync::Arc;

use lsp_types::{Position, Range as Area, TextDocumentContentChangeEvent};

use crate::text::LineIndex;

/// What the characters of a position count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what an editor counts that says nothing else.
    #[default]
    Utf16,
}

/// A text as it is now.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// All of it.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// The number that the editor gave to this state of it.
    pub version: i32,
}

impl Document {
    /// A text.
    pub fn new(text: impl Into<Arc<str>>, version: i32) -> Self {
        let text = text.into();
        Self { lines: LineIndex::new(&text), text, version }
    }

    /// The byte at a position. One behind the end of a line or of the text is at that end; one within a character at its
    /// beginning.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX).saturating_add(1);
        let Some(span) = self.lines.span(line) else { return self.text.len() };
        let words = span.of(&self.text).trim_end_matches(['\n', '\r']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let within = match encoding {
            Encoding::Utf8 => words.floor_char_boundary(wanted),
            Encoding::Utf16 => {
                let mut units = 0;
                let is_behind = |c: char| {
                    units += c.len_utf16();
                    units > wanted
                };
                words.find(is_behind).unwrap_or(words.len())
            }
        };
        span.start() + within
    }

    /// The position of a byte, which is a character border.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.lines.line(offset);
        let start = self.lines.span(line as usize).map_or(0, crate::text::Span::start);
        let before = self.text.get(start..offset).unwrap_or_default();
        let character = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position { line: line - 1, character: u32::try_from(character).unwrap_or(u32::MAX) }
    }

    /// The positions of a piece.
    pub fn area(&self, range: Range<usize>, encoding: Encoding) -> Area {
        Area { start: self.position(range.start, encoding), end: self.position(range.end, encoding) }
    }

    /// The byte of a line and a character in it, both from 1, as findings give them.
    pub fn offset_of(&self, place: crate::text::Place) -> usize {
        let Some(span) = self.lines.span(place.line as usize) else { return self.text.len() };
        let behind = span.of(&self.text).char_indices().nth(place.column.saturating_sub(1) as usize);
        behind.map_or(span.end(), |(at, _)| span.start() + at)
    }

    /// Makes the changes that an editor tells of, in their order.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: Encoding) {
        for change in changes {
            let text = match change.range {
                None => change.text,
                Some(area) => {
                    let (start, end) = (self.offset(area.start, encoding), self.offset(area.end, encoding));
                    let mut text = self.text.to_string();
                    text.replace_range(start.min(end)..start.max(end), &change.text);
                    text
                }
            };
            *self = Self::new(text, version);
        }
        self.version = version;
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

    use super::{Document, Encoding};
    use crate::text::Place;

    #[test]
    fn positions_count_bytes_or_units() {
        let document = Document::new("aé\r\n🎈b\n", 0);
        for (line, character, utf8, utf16) in [
            (0, 0, 0, 0),
            (0, 1, 1, 1),
            (0, 2, 1, 3),
            (0, 3, 3, 3),
            (0, 9, 3, 3),
            (1, 1, 5, 5),
            (1, 2, 5, 9),
            (2, 0, 11, 11),
            (9, 0, 11, 11),
        ] {
            let position = Position { line, character };
            assert_eq!(document.offset(position, Encoding::Utf8), utf8, "{position:?}");
            assert_eq!(document.offset(position, Encoding::Utf16), utf16, "{position:?}");
        }
        assert_eq!(document.position(9, Encoding::Utf16), Position { line: 1, character: 2 });
        assert_eq!(document.position(9, Encoding::Utf8), Position { line: 1, character: 4 });
        assert_eq!(document.offset_of(Place { line: 2, column: 2 }), 9);
        assert_eq!(document.offset_of(Place { line: 7, column: 2 }), 11);
    }

    proptest::proptest! {
        #[test]
        fn a_byte_leads_to_a_position_and_back(text in "[aé🎈\n\r]{0,12}", at in 0..30_usize) {
            let document = Document::new(text.as_str(), 0);
            let at = text.floor_char_boundary(at);
            // Behind the first half of a line end is its end.
            let line = document.lines.span(document.lines.line(at) as usize).unwrap();
            let at = at.min(line.start() + line.of(&text).trim_end_matches(['\n', '\r']).len());
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                assert_eq!(document.offset(document.position(at, encoding), encoding), at);
            }
        }
    }

    #[test]
    fn changes_are_made_in_their_order() {
        let mut document = Document::new("one\ntwo\n", 1);
        let at = |line, from, to| Some(Range { start: Position::new(line, from), end: Position::new(line, to) });
        let change =
            |range, text: &str| TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() };
        document.change(
            vec![change(at(0, 0, 3), "1\n2"), change(at(2, 3, 1), "en"), change(at(9, 0, 0), "end")],
            2,
            Encoding::Utf16,
        );
        assert_eq!((&*document.text, document.version), ("1\n2\nten\nend", 2));
        document.change(vec![change(None, "new")], 3, Encoding::Utf8);
        assert_eq!(&*document.text, "new");
    }
}
