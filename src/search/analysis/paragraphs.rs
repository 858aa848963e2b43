//! Cutting an article into paragraphs, whose lines may end anywhere.

use crate::text::Span;

/// No line that was wrapped at a margin is longer, in bytes of ASCII text; letters of other scripts take two or three.
const WRAPPED: usize = 132;
/// A margin is at least this far away where a short line before it is a heading.
const HEADED: usize = 40;

/// One line of a text.
#[derive(Clone, Copy)]
struct Line {
    /// Its words, without the white space around them.
    words: Span,
    /// Bytes of white space before them.
    indent: usize,
}

/// Calls `each` with the paragraphs of `text` in order, without surrounding white space: stretches of lines.
///
/// A paragraph ends at a blank line, before a line that is further indented or begins an item of a list, before and
/// after a line that no margin wrapped, and after a heading: a line less than half as long as the next, without a full
/// stop, before a capital. One pass.
pub fn each_paragraph(text: &str, mut each: impl FnMut(Span)) {
    let mut open: Option<Span> = None;
    let mut last: Option<Line> = None;
    let mut at = 0;
    for line in text.split(['\n', '\r']) {
        let start = at;
        at += line.len() + 1;
        // The second half of CR LF is not a blank line.
        if line.is_empty() && start > 0 && text.as_bytes().get(start - 1..=start) == Some(b"\r\n") {
            continue;
        }
        let line = read(line, start);
        let goes_on = line.zip(last).is_some_and(|(line, last)| goes_on(text, last, line));
        open = match (open, line) {
            (Some(paragraph), Some(line)) if goes_on => Some(Span::new(paragraph.start(), line.words.end())),
            (open, line) => {
                open.into_iter().for_each(&mut each);
                line.map(|line| line.words)
            }
        };
        last = line;
    }
    open.into_iter().for_each(each);
}

/// The paragraph with the byte `at`; `None` in the white space between paragraphs. One pass.
pub fn paragraph_at(text: &str, at: usize) -> Option<Span> {
    let mut found = None;
    each_paragraph(text, |paragraph| {
        if paragraph.contains(at) {
            found = Some(paragraph);
        }
    });
    found
}

fn read(line: &str, start: usize) -> Option<Line> {
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let indent = line.len() - words.len();
    let words = words.trim_end();
    (!words.is_empty()).then(|| Line { words: Span::new(start + indent, start + indent + words.len()), indent })
}

/// Whether `line` continues the paragraph of `last`, the line above it.
fn goes_on(text: &str, last: Line, line: Line) -> bool {
    let (above, words) = (last.words.of(text), line.words.of(text));
    let is_wrapped = |words: &str| words.len() <= WRAPPED || words.chars().count() <= WRAPPED;
    let is_indented = line.indent > last.indent && item(above).is_none();
    !is_indented && item(words).is_none() && is_wrapped(above) && is_wrapped(words) && !is_heading(above, words)
}

/// The mark of an item of a list at the start of a line, with the space behind it.
fn item(line: &str) -> Option<&str> {
    let mark = line
        .strip_prefix(['-', '*', '\u{2022}', '\u{2023}', '\u{25aa}', '\u{25cf}', '\u{b7}', '\u{2013}', '\u{2014}'])?;
    mark.starts_with([' ', '\t']).then_some(mark)
}

/// Whether `above` is a heading of what begins with `line`.
fn is_heading(above: &str, line: &str) -> bool {
    line.len() >= HEADED
        && 2 * above.len() < line.len()
        && line.starts_with(char::is_uppercase)
        && above.ends_with(char::is_alphanumeric)
        && above.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        && above.contains(' ')
}
