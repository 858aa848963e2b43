//! Lines that need no lexer: nearly all of a model.

use std::ops::Range;

/// A line `key = value`, as offsets from its start.
pub(super) struct PlainLine {
    pub(super) key: Range<usize>,
    /// A string without escapes, with its marks; else characters of a number, a date or a word.
    pub(super) value: Range<usize>,
    /// First byte of the next line.
    pub(super) end: usize,
}

/// The first line, if it is plain: a bare key, and a value without escapes. It may hold control characters.
pub(super) fn plain_line(rest: &[u8]) -> Option<PlainLine> {
    let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_value = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b':');
    let after = |at: usize, belongs: &dyn Fn(&u8) -> bool| {
        let rest = rest.get(at..).unwrap_or(&[]);
        at + rest.iter().position(|byte| !belongs(byte)).unwrap_or(rest.len())
    };
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let key = after(0, &is_space);
    let key_end = after(key, &is_bare);
    let equals = after(key_end, &is_space);
    if key == key_end || rest.get(equals) != Some(&b'=') {
        return None;
    }
    let value = after(equals + 1, &is_space);
    let end = match rest.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            let marks = if rest.get(value..)?.starts_with(&[*quote; 3]) { 3 } else { 1 };
            value + marks + closing(rest.get(value + marks..)?, *quote, marks)? + marks
        }
        _ => after(value, &is_value),
    };
    let line_end = match rest.get(end..)? {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    (end > value).then(|| PlainLine { key: key..key_end, value: value..end, end: end + line_end })
}

/// Where the `marks` that close a string begin; `None` where a backslash or the end of the line comes before, or where the
/// last of more marks would close it.
fn closing(words: &[u8], quote: u8, marks: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr3(quote, b'\\', b'\n', words.get(at..)?)?;
        let count = words.get(at..)?.iter().take_while(|byte| **byte == quote).count();
        match count {
            0 => return None,
            _ if count == marks || marks == 1 => return Some(at),
            _ if count > marks => return None,
            _ => at += count,
        }
    }
}
