//! Wrapping text into rows.

use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;

use super::{LineIndex, Span, glyphs};

/// A word with the white space after it, measured in cells as shown.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    span: Span,
    width: usize,
    space: usize,
}

#[expect(clippy::cast_precision_loss, reason = "widths are far below 2^52")]
impl Fragment for Word {
    fn width(&self) -> f64 {
        self.width as f64
    }
    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Wraps `text` into rows of at most `cells` cells, breaking where UAX #14 allows and within words that are too long.
///
/// The rows are in order and cover every byte: a row includes the white space or line end it breaks at, which is not
/// drawn. An empty text is one empty row; a width of 0 counts as 1. One pass, 5 MB in a third of a second: wrap by
/// paragraph and keep the result.
pub fn wrap(text: &str, cells: usize) -> Vec<Span> {
    let cells = cells.max(1);
    let lines = LineIndex::new(text);
    (1..=lines.count()).filter_map(|line| lines.span(line)).flat_map(|line| wrap_line(text, line, cells)).collect()
}

/// `text` on one line: white space and line ends become single spaces, none at the ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many cells to indent the rows of `text` after the first: those of a quote begin under its first letter.
pub fn hang(text: &str) -> usize {
    usize::from(text.starts_with('\u{201c}'))
}

#[expect(clippy::cast_precision_loss, reason = "widths are far below 2^52")]
fn wrap_line(text: &str, line: Span, cells: usize) -> Vec<Span> {
    let body = line.of(text).trim_end_matches(['\r', '\n']);
    let words = words(body, line.start(), cells);
    if words.is_empty() {
        return vec![line];
    }
    let rows = wrap_first_fit(&words, &[cells as f64]);
    let mut spans: Vec<Span> = rows
        .iter()
        .filter_map(|row| Some(Span { start: row.first()?.span.start, end: row.last()?.span.end }))
        .collect();
    if let Some(last) = spans.last_mut() {
        last.end = line.end;
    }
    spans
}

fn words(body: &str, offset: usize, cells: usize) -> Vec<Word> {
    let mut out = Vec::new();
    let mut start = 0;
    for end in borders(body) {
        let piece = Span::new(start, end);
        let text = piece.of(body);
        let inked = text.strip_suffix(' ').unwrap_or(text);
        let letters = inked.trim_end_matches(CLOSING);
        if inked.len() <= cells && letters.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            out.push(Word { span: piece, width: inked.len(), space: text.len() - inked.len() });
        } else {
            find_words(piece, body, cells, &mut out);
        }
        start = end;
    }
    for word in &mut out {
        word.span = word.span.shifted(offset);
    }
    out
}

/// What may follow a word: no row breaks before it, and every row may behind it and a space.
const CLOSING: [char; 7] = [',', '.', ';', ':', '!', '?', ')'];

/// Places where a row may break regardless of context: at one space between two ASCII letters or digits, the first
/// perhaps with a closing sign, and at the end. These are most of all breaks, and finding the rest takes ten times as
/// long.
fn borders(body: &str) -> impl Iterator<Item = usize> {
    let closes = |byte: u8| byte.is_ascii_alphanumeric() || CLOSING.contains(&char::from(byte));
    let is_border = move |bytes: &[u8]| bytes[1] == b' ' && closes(bytes[0]) && bytes[2].is_ascii_alphanumeric();
    let inside = body.as_bytes().windows(3).enumerate().filter(move |(_, bytes)| is_border(bytes));
    inside.map(|(at, _)| at + 2).chain((!body.is_empty()).then_some(body.len()))
}

/// Adds the words of a piece of `body`.
fn find_words(piece: Span, body: &str, cells: usize, out: &mut Vec<Word>) {
    let mut at = piece.start();
    for word in WordSeparator::UnicodeBreakProperties.find_words(piece.of(body)) {
        let length = word.word.len() + word.whitespace.len();
        pieces(Span::new(at, at + length), body, cells, out);
        at += length;
    }
}

/// Adds the word at `span`, cut between glyphs where it is wider than a row.
fn pieces(span: Span, body: &str, cells: usize, out: &mut Vec<Word>) {
    let whole = span.of(body);
    let (mut start, mut used) = (0, 0);
    let inked = whole.trim_end_matches(' ').len();
    for glyph in glyphs(whole.get(..inked).unwrap_or(whole)) {
        if used > 0 && used + glyph.width > cells {
            out.push(Word { span: Span::new(start, glyph.start).shifted(span.start()), width: used, space: 0 });
            (start, used) = (glyph.start, 0);
        }
        used += glyph.width;
    }
    out.push(Word {
        span: Span::new(start, whole.len()).shifted(span.start()),
        width: used,
        space: whole.len() - inked,
    });
}

#[cfg(test)]
mod tests {
    use super::{find_words, words, wrap};
    use crate::text::{Span, width};

    fn rows(text: &str, cells: usize) -> Vec<&str> {
        wrap(text, cells).into_iter().map(|span| span.of(text).trim_end()).collect()
    }

    #[test]
    fn rows_break_between_words_and_within_long_ones() {
        assert_eq!(rows("one two three", 8), ["one two", "three"]);
        assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(rows("a\n\nb\n", 9), ["a", "", "b", ""]);
        assert_eq!(rows("", 9), [""]);
        assert_eq!(rows("欧盟提议 developed", 6), ["欧盟提", "议", "develo", "ped"]);
    }

    proptest::proptest! {
        #[test]
        fn rows_cover_every_byte_and_fit(text in "[a-f \n\r\t欧盟é\u{301}\u{200b}-]{0,80}", cells in 4usize..20) {
            let rows = wrap(&text, cells);
            let mut at = 0;
            for row in &rows {
                assert_eq!(row.start(), at);
                at = row.end();
                assert!(width(row.of(&text).trim_end()) <= cells, "{:?} in {cells}", row.of(&text));
            }
            assert_eq!(at, text.len());
        }

        #[test]
        fn certain_borders_are_borders(text in "([a-c1]{1,3} ?|[-a1 /.,:;'\"“”»«(){}%$!?|&_—…\u{a0}\u{301}欧กé]){0,30}", cells in 2usize..9) {
            // Without this, the words of a text that ends with a hyphen would be found wrongly: the last two as one.
            let text = text + "a";
            let mut all = Vec::new();
            find_words(Span::whole(&text), &text, cells, &mut all);
            assert_eq!(words(&text, 0, cells), all);
        }
    }
}
