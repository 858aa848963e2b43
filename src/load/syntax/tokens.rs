//! The tokens of a model file, past what must not hide the tables after it: unclosed strings and git conflicts.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Lexer, TokenKind};

use super::header::{LISTS, header};
use super::plain_line::plain_line;

/// The tokens of a text with their places in it.
pub(super) struct Tokens<'t> {
    text: &'t str,
    /// Where the text of `lexer` begins.
    base: usize,
    lexer: Lexer<'t>,
    /// The end of the last token.
    pub(super) at: usize,
    /// How many more unclosed long strings and unfinished conflicts may be searched for their end.
    cuts: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, base: 0, lexer: Source::new(text).lex(), at: 0, cuts: MOST_CUTS }
    }

    /// At the start of a line outside all brackets: skips the plain lines that follow and returns their number. They
    /// make up most of a model and do not matter for cutting.
    pub(super) fn skip_plain_lines(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        let (mut end, mut count) = (self.at, 0);
        while let Some(line) = bytes.get(end..).and_then(plain_line) {
            end += line.end;
            count += 1;
        }
        let rest = self.text.get(end..).unwrap_or("");
        // A lexer would accept a byte order mark here as if it began a file.
        if count == 0 || rest.starts_with('\u{feff}') {
            return 0;
        }
        self.seek(end);
        count
    }

    fn seek(&mut self, end: usize) {
        let rest = self.text.get(end..).unwrap_or("");
        (self.base, self.at, self.lexer) = (end, end, Source::new(rest).lex());
    }

    /// Skips to the end of the git conflict whose second version begins here.
    pub(super) fn pass_conflict(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        match conflict_length(rest) {
            _ if self.cuts == 0 => {}
            Some(length) => self.seek(self.at + length),
            // Searching for a missing end costs the rest of the file.
            None => self.cuts -= 1,
        }
    }

    /// Where to end an unclosed long string: before the first header of a record in it. A string with an unexpected
    /// token after it was really closed by the opening marks of the next one.
    fn unclosed(&mut self, string: &Range<usize>) -> Option<usize> {
        let words = self.text.get(string.clone())?;
        if self.cuts == 0 || is_closed(words, self.text.get(string.end..)?) {
            return None;
        }
        let is_header = |line: &str| {
            line.starts_with("[[") && header(line).is_some_and(|h| h.parts == 1 && LISTS.contains(&h.first))
        };
        let mut at = 0;
        let header = words.split_inclusive('\n').find_map(|line| {
            at += line.len();
            is_header(line).then(|| at - line.len())
        })?;
        self.cuts -= 1;
        Some(string.start + header)
    }
}

/// Whether a long string is closed: it ends with its marks, and something that may follow a string comes next.
pub(super) fn is_closed(words: &str, behind: &str) -> bool {
    let marks = words.get(..3).unwrap_or("");
    let has_end = words.len() >= 6 && words.ends_with(marks);
    has_end
        && behind
            .trim_start_matches([' ', '\t'])
            .chars()
            .next()
            .is_none_or(|c| matches!(c, '\n' | '\r' | '#' | ',' | ']' | '}'))
}

/// Bytes from the second version of a git conflict to the end of its last line; `None` if that is missing.
pub(super) fn conflict_length(rest: &str) -> Option<usize> {
    let end = memchr::memmem::find(rest.as_bytes(), ENDS_CONFLICT)?;
    let behind = rest.as_bytes().get(end + 1..)?;
    Some(end + 1 + memchr::memchr(b'\n', behind).map_or(behind.len(), |at| at + 1))
}

/// The beginnings of the lines with which git marks a conflict.
pub(super) const BEGINS_CONFLICT: &[u8] = b"<<<<<<< ";
pub(super) const BASE_OF_CONFLICT: &[u8] = b"||||||| ";
pub(super) const DIVIDES_CONFLICT: &[u8] = b"=======";
const ENDS_CONFLICT: &[u8] = b"\n>>>>>>> ";
/// See [`Tokens::cuts`].
const MOST_CUTS: usize = 16;

impl Iterator for Tokens<'_> {
    type Item = (TokenKind, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let token = self.lexer.next()?;
        self.at = self.base + token.span().end();
        let range = self.base + token.span().start()..self.at;
        if matches!(token.kind(), TokenKind::MlBasicString | TokenKind::MlLiteralString)
            && let Some(end) = self.unclosed(&range)
        {
            self.seek(end);
            // The cut includes the end of its last line.
            return Some((TokenKind::Newline, range.start..end));
        }
        Some((token.kind(), range))
    }
}
