//! Characters that TOML does not allow where they are, and marks of a merge.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::statement::{Found, Statement, is_mark, is_string};
use crate::text::{hidden_name, is_hidden};

pub fn conflict(it: &Statement<'_>) -> Option<Found> {
    let marks = ["<<<<<<<", ">>>>>>>", "|||||||", "======="];
    let mut at = 0;
    it.text.split_inclusive('\n').find_map(|line| {
        at += line.len();
        let begin = at - line.len();
        let is_mark = marks.iter().any(|mark| line.starts_with(mark));
        is_mark.then(|| Found { at: begin..begin + line.trim_end().len(), what: String::new(), write: String::new() })
    })
}

/// Common names of characters that get into TOML by mistake, where they differ from Unicode.
const NAMES: &[(char, &str)] = &[
    ('\0', "NUL"),
    ('\r', "carriage return"),
    ('\u{a0}', "no-break space"),
    ('\u{2007}', "figure space"),
    ('\u{2009}', "thin space"),
    ('\u{202f}', "narrow no-break space"),
    ('\u{3000}', "ideographic space"),
    ('\u{feff}', "byte order mark"),
];

fn name(c: char) -> String {
    let known = NAMES.iter().find(|(known, _)| *known == c).map(|(_, name)| *name);
    let otherwise = || if c.is_control() { "control character" } else { hidden_name(c) };
    format!("U+{:04X} ({})", c as u32, known.unwrap_or_else(otherwise))
}

/// Whether `c` looks like a space or like nothing, but is not white space in TOML.
fn is_invisible(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\n' | '\r') && (c.is_whitespace() || is_hidden(c))
}

/// The first character of a header that is not what it looks like, and what is wrong.
pub fn odd_character(header: &str) -> Option<(Range<usize>, String)> {
    let (at, c) = header.char_indices().find(|(_, c)| is_invisible(*c) || is_mark(*c) || *c == '"')?;
    let message = if is_invisible(c) {
        format!("{} is not allowed here", name(c))
    } else {
        "quotation marks around a header".to_owned()
    };
    Some((at..at + c.len_utf8(), message))
}

fn outside_strings(it: &Statement<'_>) -> impl Iterator<Item = (usize, char)> {
    Source::new(it.text).lex().filter(|token| !is_string(token.kind()) && token.kind() != TokenKind::Comment).flat_map(
        |token| {
            let start = token.span().start();
            let raw = it.text.get(start..token.span().end()).unwrap_or("");
            raw.char_indices().map(move |(at, c)| (start + at, c))
        },
    )
}

pub fn invisible(it: &Statement<'_>) -> Option<Found> {
    // A lexer skips a byte order mark at the start, where a file may have it.
    let first = it.text.chars().next().filter(|c| *c == '\u{feff}').map(|c| (0, c));
    let (at, c) = first.or_else(|| outside_strings(it).find(|(_, c)| is_invisible(*c)))?;
    let write = if c.is_whitespace() { "type a plain space" } else { "delete it" };
    Some(Found { at: at..at + c.len_utf8(), what: name(c), write: write.to_owned() })
}

pub fn control(it: &Statement<'_>) -> Option<Found> {
    let is_lone_return =
        |at: usize| it.text.get(at + 1..).is_some_and(|rest| !rest.starts_with('\n') && !rest.is_empty());
    let (at, c) = it.text.char_indices().find(|(at, c)| match c {
        '\t' | '\n' => false,
        '\r' => is_lone_return(*at),
        c => (*c as u32) < 0x20 || *c == '\u{7f}',
    })?;
    Some(Found { at: at..at + 1, what: name(c), write: format!("\\u{:04X}", c as u32) })
}
