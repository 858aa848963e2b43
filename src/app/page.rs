//! Rows of an article's text, wrapped to a width, starting anywhere.
//!
//! The text is wrapped in blocks: a line, or pieces of a line longer than `BLOCK`, cut after white space; the lines of
//! a hard-wrapped paragraph are one block. Only the blocks on the screen are wrapped, so the cost does not depend on
//! the length of the article, even if it is a single line.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::layout::READING_WIDTH;
use crate::model::Article;
use crate::text::{Span, wrap};

/// Longer lines are cut at the next white space after this many bytes.
const BLOCK: usize = 8192;

/// How many lines to examine together: a longer paragraph begins a new block after this many.
const TOGETHER: usize = 64;
/// The length of the longest line, in characters, of hard-wrapped text.
const WIDTHS: RangeInclusive<usize> = 40..=100;

/// How many lines must be followed by a word that did not fit before the text counts as hard-wrapped.
const FEWEST: usize = 2;

/// The block that holds the byte at `offset`; the last one for offsets beyond the end.
pub fn block_at(article: &Article, offset: usize) -> Span {
    let text = article.text();
    let number = article.lines.line(offset) as usize;
    let line = article.lines.span(number).unwrap_or_default();
    if let Some(paragraph) = paragraph(article, number) {
        return paragraph;
    }
    let mut start = line.start();
    loop {
        let end = block_end(text, start, line.end());
        if offset < end || end >= line.end() {
            return Span::new(start, end);
        }
        start = end;
    }
}

/// The hard-wrapped lines around a line, which form a paragraph; `None` if it stands alone.
fn paragraph(article: &Article, number: usize) -> Option<Span> {
    let before = (number - 1) / TOGETHER * TOGETHER;
    let spans: Vec<Span> = (before + 1..=before + TOGETHER).map_while(|line| article.lines.span(line)).collect();
    let line = |at: usize| spans.get(at).map_or("", |span| span.of(article.text()).trim_end());
    let length =
        |at: usize| Some(line(at)).filter(|line| line.len() <= 4 * WIDTHS.end()).map(|line| line.chars().count());
    let longest = (0..spans.len()).filter_map(length).filter(|length| length <= WIDTHS.end()).max()?;
    if !WIDTHS.contains(&longest) {
        return None;
    }
    let fits = |length: &usize| (1..=longest).contains(length);
    let goes_on = |at: usize| {
        let word = line(at + 1).split_whitespace().next().map_or(0, |word| word.chars().count());
        let is_full = length(at).filter(fits).is_some_and(|length| length + 1 + word > longest);
        is_full && length(at + 1).as_ref().is_some_and(fits) && !begins_paragraph(line(at + 1))
    };
    // A title and the line below it may look like two lines of a paragraph.
    if (0..spans.len()).filter(|at| goes_on(*at)).take(FEWEST).count() < FEWEST {
        return None;
    }
    let at = number - 1 - before;
    let first = (0..at).rev().take_while(|at| goes_on(*at)).last().unwrap_or(at);
    let last = (at..spans.len()).take_while(|at| goes_on(*at)).last().map_or(at, |at| at + 1);
    (first < last).then(|| Span::new(spans[first].start(), spans[last].end()))
}

/// Whether a line is indented, or begins with a list marker.
fn begins_paragraph(line: &str) -> bool {
    let mark = line.split(' ').next().unwrap_or("");
    let number = mark.trim_end_matches(['.', ')']);
    line.starts_with(char::is_whitespace)
        || matches!(mark, "-" | "*" | "•" | "–" | "—")
        || number.len() < mark.len() && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn block_end(text: &str, start: usize, line_end: usize) -> usize {
    if line_end - start <= BLOCK {
        return line_end;
    }
    let from = text.ceil_char_boundary(start + BLOCK);
    // Text without white space is cut anywhere, on a character boundary.
    let rest = Span::new(from, text.ceil_char_boundary(from + BLOCK).min(line_end));
    let space = rest.of(text).char_indices().find(|(_, c)| c.is_whitespace()).map(|(at, c)| from + at + c.len_utf8());
    space.unwrap_or(from)
}

/// Cells for the text in a pane of `width` cells with a gutter for the bars of passages.
pub fn beside_gutter(width: u16) -> u16 {
    width.saturating_sub(4).clamp(1, READING_WIDTH)
}

fn rows_of(article: &Article, block: Span, width: u16) -> Vec<Span> {
    wrap_block(block.of(article.text()), width).into_iter().map(|row| row.shifted(block.start())).collect()
}

/// Wraps a block. Only its last line end ends a row; the empty row that `wrap` adds after it belongs to the next block.
fn wrap_block(text: &str, width: u16) -> Vec<Span> {
    let body = text.trim_end_matches(['\r', '\n']);
    let joined = if body.contains('\n') {
        let end = text.get(body.len()..).unwrap_or("");
        Cow::from(body.replace(['\r', '\n'], " ") + end)
    } else {
        text.into()
    };
    let mut rows = wrap(&joined, usize::from(width));
    if rows.len() > 1 && rows.last().is_some_and(|row| row.is_empty()) {
        rows.pop();
    }
    rows
}

/// The row that holds the byte at `offset`.
pub fn row_at(article: &Article, offset: usize, width: u16) -> Span {
    let block = block_at(article, offset);
    let rows = rows_of(article, block, width);
    let at = rows.partition_point(|row| row.start() <= offset).saturating_sub(1);
    rows.get(at).copied().unwrap_or(block)
}

/// The row `by` rows below (negative: above) the one that starts at `start`, stopping at the first and last.
pub fn step(article: &Article, start: usize, by: isize, width: u16) -> Span {
    if by >= 0 {
        let rows = rows_from(article, start, width, by.unsigned_abs() + 1);
        rows.last().copied().unwrap_or_default()
    } else {
        let rows = rows_before(article, start, width, by.unsigned_abs());
        rows.first().copied().unwrap_or_else(|| row_at(article, start, width))
    }
}

/// At most `count` rows from the one that holds `start` on, in order; fewer at the end of the text.
pub fn rows_from(article: &Article, start: usize, width: u16, count: usize) -> Vec<Span> {
    let length = article.text().len();
    let mut out = Vec::with_capacity(count.min(500));
    let mut block = block_at(article, start);
    let mut rows = rows_of(article, block, width);
    rows.drain(..rows.partition_point(|row| row.start() <= start).saturating_sub(1));
    loop {
        out.extend(rows.into_iter().take(count - out.len()));
        if out.len() >= count || block.end() >= length {
            return out;
        }
        block = block_at(article, block.end());
        rows = rows_of(article, block, width);
    }
}

/// At most `count` rows before the one that holds `start`, in order; fewer at the beginning of the text.
pub fn rows_before(article: &Article, start: usize, width: u16, count: usize) -> Vec<Span> {
    let mut block = block_at(article, start);
    let mut rows = rows_of(article, block, width);
    rows.truncate(rows.partition_point(|row| row.start() <= start).saturating_sub(1));
    while rows.len() < count && block.start() > 0 {
        block = block_at(article, block.start() - 1);
        let mut more = rows_of(article, block, width);
        more.append(&mut rows);
        rows = more;
    }
    let surplus = rows.len().saturating_sub(count);
    rows.drain(..surplus);
    rows
}

/// A page of `height` rows around `span`, with a third of the page above it, less near the ends of the text.
pub fn around(article: &Article, span: Span, width: u16, height: u16) -> Vec<Span> {
    let height = usize::from(height);
    let before = rows_before(article, span.start(), width, height / 3);
    let start = before.first().map_or(span.start(), |row| row.start());
    let rows = rows_from(article, start, width, height);
    if rows.len() >= height {
        return rows;
    }
    let mut above = rows_before(article, start, width, height - rows.len());
    above.extend(rows);
    above
}

#[cfg(test)]
mod tests {
    use super::{around, block_at, row_at, rows_before, rows_from, step};
    use crate::model::Article;
    use crate::text::Span;

    fn article(text: &str) -> Article {
        Article::bare("a", "A", Some(text))
    }

    #[test]
    fn pages_begin_anywhere_and_stop_at_the_ends() {
        let text = "one two three\n\nfour five\nsix";
        let article = article(text);
        let rows = |rows: Vec<Span>| rows.into_iter().map(|row| row.of(text).trim_end()).collect::<Vec<_>>();
        assert_eq!(rows(rows_from(&article, 0, 8, 9)), ["one two", "three", "", "four", "five", "six"]);
        assert_eq!(rows(rows_from(&article, 9, 8, 2)), ["three", ""]);
        assert_eq!(rows(rows_before(&article, 16, 8, 2)), ["three", ""]);
        assert_eq!(row_at(&article, 99, 8).of(text), "six");
        assert_eq!(step(&article, 0, 3, 8).of(text).trim_end(), "four");
        assert_eq!(step(&article, 15, -2, 8).of(text).trim_end(), "three");
        assert_eq!(step(&article, 15, -9, 8).start(), 0);
        assert_eq!(rows(around(&article, Span::new(25, 28), 8, 3)), ["four", "five", "six"]);
    }

    #[test]
    fn a_text_in_one_line_is_wrapped_piece_by_piece() {
        let text = "word ".repeat(100_000);
        let article = article(&text);
        let block = block_at(&article, 250_000);
        assert!(block.len() <= 8192 + 5 && block.contains(250_000));
        assert_eq!(rows_from(&article, 250_000, 40, 20).len(), 20);
        assert_eq!(step(&article, 0, 1_000_000, 40).end(), text.len());
    }

    #[test]
    fn lines_broken_for_a_width_are_wrapped_as_one() {
        let text = "The ministers met in the morning and said\r\nthat the harbour stays open for all until\r\nthe end of the \
                    year.\r\n- the first of the points that they named\r\n- the second one\r\n\r\nA short line\nand one more";
        let article = article(text);
        let rows = |width| {
            rows_from(&article, 0, width, 20).into_iter().map(|row| row.of(text).trim_end()).collect::<Vec<_>>()
        };
        let shown = [
            "The ministers met in the morning and said\r\nthat the harbour stays",
            "open for all until\r\nthe end of the year.",
            "- the first of the points that they named",
            "- the second one",
            "",
            "A short line",
            "and one more",
        ];
        assert_eq!(rows(66), shown);
        assert_eq!(rows(30).len(), 10);
    }

    proptest::proptest! {
        #[test]
        fn rows_of_broken_lines_follow_each_other(lines in proptest::collection::vec("[a-c]{1,9}( [a-c]{1,9}){0,7}", 0..150), width in 9u16..60) {
            let text = lines.join("\n");
            let article = article(&text);
            let mut at = 0;
            for row in rows_from(&article, 0, width, 10_000) {
                assert_eq!(row.start(), at);
                assert_eq!(row_at(&article, row.start(), width), row);
                at = row.end();
            }
            assert_eq!(at, text.len());
        }

        #[test]
        fn rows_follow_each_other_without_a_gap(text in "[a-d \n欧é]{0,120}", width in 3u16..12) {
            let article = article(&text);
            let mut at = 0;
            for row in rows_from(&article, 0, width, 10_000) {
                assert_eq!(row.start(), at);
                assert_eq!(row_at(&article, row.start(), width), row);
                at = row.end();
            }
            assert_eq!(at, text.len());
        }
    }
}
