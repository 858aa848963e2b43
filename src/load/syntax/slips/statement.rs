//! A statement that is not valid TOML, in parts, and what a slip in it is.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::format::{Form, Key};

/// The most characters of a value to show in a finding.
const SHOWN: usize = 60;

/// The most bytes of a statement to examine.
const LOOKED_AT: usize = 64 << 10;

/// Where a slip is.
pub struct Found {
    pub at: Range<usize>,
    pub what: String,
    pub write: String,
}

/// A statement split into key and value where possible.
pub struct Statement<'t> {
    pub text: &'t str,
    pub keys: &'static [Key],
    /// What precedes the first `=`, without spaces; the first line if there is none.
    pub key: Range<usize>,
    /// What follows it, without spaces and comment; `None` without `=`.
    pub value: Option<Range<usize>>,
    /// The tokens of the value, without spaces, comments and line ends.
    pub tokens: Vec<(TokenKind, Range<usize>)>,
}

impl<'t> Statement<'t> {
    pub fn new(text: &'t str, keys: &'static [Key]) -> Self {
        let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or("");
        let equals = text.find('=');
        let key = trimmed(text, 0..equals.unwrap_or_else(|| text.lines().next().unwrap_or("").len()));
        let begin = equals.map_or(text.len(), |at| at + 1);
        let mut tokens = Vec::new();
        let mut end = begin;
        for token in Source::new(text.get(begin..).unwrap_or("")).lex() {
            let range = begin + token.span().start()..begin + token.span().end();
            match token.kind() {
                TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment | TokenKind::Eof => {}
                kind => {
                    end = range.end;
                    tokens.push((kind, range));
                }
            }
        }
        let value = equals.map(|_| trimmed(text, begin..end));
        Self { text, keys, key, value, tokens }
    }

    pub fn key(&self) -> &'t str {
        self.text.get(self.key.clone()).unwrap_or("")
    }

    pub fn value(&self) -> &'t str {
        self.value.clone().and_then(|range| self.text.get(range)).unwrap_or("")
    }

    pub fn of(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The key, if it is one of the format.
    pub fn known(&self) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == self.key())
    }

    pub fn form(&self) -> Form {
        self.known().map_or(Form::Text, |key| key.form)
    }

    pub fn is_number(&self) -> bool {
        matches!(self.form(), Form::Number | Form::Label)
    }

    /// Whether the value is a list or a table.
    pub fn is_compound(&self) -> bool {
        self.value().starts_with(['[', '{'])
    }

    /// The whole value as a slip, and what to write instead.
    pub fn whole(&self, found: &str, value: &str) -> Found {
        let at = self.value.clone().unwrap_or(0..self.text.len());
        Found { at, what: shown(found), write: format!("{} = {value}", self.key()) }
    }

    /// The whole value as a slip, to be written as a string.
    pub fn string(&self, words: &str) -> Found {
        self.whole(words, &quoted(words))
    }
}

/// `range` without surrounding spaces.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or("");
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..(start + inner.trim().len())
}

pub fn shown(words: &str) -> String {
    let mut chars = words.chars();
    let head: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() { head + "…" } else { head }
}

/// A string in TOML, cut if it is long.
pub fn quoted(words: &str) -> String {
    let words = shown(words.trim());
    match (words.contains(['"', '\\']), words.contains('\'')) {
        (false, _) => format!("\"{words}\""),
        (true, false) => format!("'{words}'"),
        (true, true) => format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

pub fn is_value(raw: &str) -> bool {
    toml::de::DeValue::parse(raw).is_ok()
}

/// What was typed as a value of TOML.
pub fn as_value(typed: &str) -> String {
    match typed {
        "" => "…".to_owned(),
        _ if is_value(typed) => shown(typed),
        _ => quoted(bare(typed)),
    }
}

pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '«' | '»' | '‹' | '›' | '「' | '」' | '＂' | '＇' | '`' | '´')
}

pub fn is_string(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::BasicString | TokenKind::LiteralString | TokenKind::MlBasicString | TokenKind::MlLiteralString
    )
}

/// Whether a single-line string is closed.
pub fn has_end(raw: &str) -> bool {
    let Some(mark) = raw.chars().next() else { return false };
    let mut is_escaped = false;
    raw.chars().skip(1).any(|c| {
        let ends = c == mark && !is_escaped;
        is_escaped = mark == '"' && c == '\\' && !is_escaped;
        ends
    })
}

/// A word without surrounding marks.
pub fn bare(raw: &str) -> &str {
    raw.trim_matches(|c: char| is_mark(c) || matches!(c, '"' | '\'') || c.is_whitespace())
}
