//! Rows of an article's text, wrapped for a width, from any place on.
//!
//! The text is wrapped in blocks: a line, or, of a line longer than `BLOCK`, pieces cut behind white space. Only
//! the blocks on the screen are wrapped, so an article of any length, even in one line, costs the same.

use super::layout::READING_WIDTH;
use crate::model::Article;
use crate::text::{Span, wrap};

/// Bytes after which a line is cut at the next white space.
const BLOCK: usize = 8192;

/// The block that holds the byte at `offset`; the last one for offsets behind the end.
pub fn block_at(article: &Article, offset: usize) -> Span {
    let text = article.text();
    let line = article.lines.span(article.lines.line(offset) as usize).unwrap_or_default();
    let mut start = line.start();
    loop {
        let end = block_end(text, start, line.end());
        if offset < end || end >= line.end() {
            return Span::new(start, end);
        }
        start = end;
    }
}

fn block_end(text: &str, start: usize, line_end: usize) -> usize {
    if line_end - start <= BLOCK {
        return line_end;
    }
    let from = (start + BLOCK..=line_end).find(|at| text.is_char_boundary(*at)).unwrap_or(line_end);
    // Text without white space is cut where it stands, at a character border.
    let rest = Span::new(from, (from + BLOCK).min(line_end));
    let rest = (rest.end()..=line_end).find(|at| text.is_char_boundary(*at)).map_or(rest, |end| Span::new(from, end));
    let space = rest.of(text).char_indices().find(|(_, c)| c.is_whitespace()).map(|(at, c)| from + at + c.len_utf8());
    space.unwrap_or(from)
}

/// Cells for the text in a pane of `width` cells with a gutter for the bars of passages.
pub fn beside_gutter(width: u16) -> u16 {
    width.saturating_sub(4).clamp(1, READING_WIDTH)
}

/// The rows of one block.
fn rows_of(article: &Article, block: Span, width: u16) -> Vec<Span> {
    wrap_block(block.of(article.text()), width).into_iter().map(|row| row.shifted(block.start())).collect()
}

/// Wraps a block, which holds one line end at most: the empty row that `wrap` puts behind a line end belongs to the next block.
fn wrap_block(text: &str, width: u16) -> Vec<Span> {
    let mut rows = wrap(text, usize::from(width));
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

/// The row `by` rows below (above, where negative) the one that starts at `start`; the first or last where there are fewer.
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

/// A page of `height` rows with `span` in it: begins where a third of the page lies above it, less where the text
/// begins or ends sooner.
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

    proptest::proptest! {
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
