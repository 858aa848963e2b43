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
            let words = rest.get(value + 1..)?;
            let closing = memchr::memchr3(*quote, b'\\', b'\n', words).filter(|at| words.get(*at) == Some(quote))?;
            value + 1 + closing + 1
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
