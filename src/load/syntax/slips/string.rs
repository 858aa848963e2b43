//! Slips in strings.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::statement::{Found, Statement, bare, has_end, is_mark, is_string, is_value, quoted};
use crate::load::syntax::tokens::is_closed;

pub fn typographic(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    if !it.is_compound() {
        let (first, last) = (value.chars().next()?, value.chars().last()?);
        let is_open = value.starts_with(['"', '\'']) && !has_end(value);
        return (is_mark(first) || (is_open && is_mark(last))).then(|| it.string(bare(value)));
    }
    let (_, at) =
        it.tokens.iter().find(|(kind, range)| *kind == TokenKind::Atom && it.of(range).starts_with(is_mark))?;
    let words = it.text.get(at.start..)?;
    let inner = words.trim_start_matches(is_mark);
    let opening = words.len() - inner.len();
    let end = inner.find(is_mark).unwrap_or_else(|| inner.find([',', ']', '}', '\n']).unwrap_or(inner.len()));
    let closing = inner.get(end..)?.chars().next().filter(|c| is_mark(*c)).map_or(0, char::len_utf8);
    let at = at.start..at.start + opening + end + closing;
    Some(Found { at, what: String::new(), write: quoted(inner.get(..end)?) })
}

fn is_open(kind: TokenKind, raw: &str) -> bool {
    match kind {
        TokenKind::BasicString | TokenKind::LiteralString => !has_end(raw),
        TokenKind::MlBasicString | TokenKind::MlLiteralString => !is_closed(raw, ""),
        _ => false,
    }
}

/// Whether a string of a statement is not closed.
pub fn has_open_string(text: &str) -> bool {
    let raw = |token: &Token| text.get(token.span().start()..token.span().end()).unwrap_or("");
    Source::new(text).lex().any(|token| is_open(token.kind(), raw(&token)))
}

/// The first string that is not closed on its line.
fn open_string<'s>(it: &'s Statement<'_>) -> Option<&'s Range<usize>> {
    it.tokens.iter().find(|(kind, range)| is_open(*kind, it.of(range))).map(|(_, range)| range)
}

pub fn line_break(it: &Statement<'_>) -> Option<Found> {
    let open = open_string(it)?;
    let mark = it.of(open).chars().next()?;
    let rest = it.text.get(open.end..)?.trim_start();
    let is_closed = !it.of(open).starts_with("\"\"\"")
        && rest.lines().any(|line| line.trim_end_matches([',', ']', '}', ' ', '\r']).ends_with(mark));
    let write = mark.to_string().repeat(3);
    is_closed.then(|| Found { at: open.clone(), what: String::new(), write })
}

pub fn mismatched(it: &Statement<'_>) -> Option<Found> {
    let open = open_string(it)?;
    let raw = it.of(open).trim_end();
    let mark = raw.chars().next()?;
    let other = if mark == '"' { '\'' } else { '"' };
    let is_one = !it.is_compound() && raw.len() > 1 && raw.ends_with(other);
    is_one.then(|| Found { what: format!("`{mark}`"), ..it.string(bare(raw)) })
}

pub fn unclosed(it: &Statement<'_>) -> Option<Found> {
    let open = open_string(it)?;
    let raw = it.of(open);
    let is_long = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let at = open.start..open.start + raw.lines().next().unwrap_or("").trim_end().len();
    let write = match raw.get(..3) {
        Some(marks) if is_long => format!("{marks} at its end"),
        _ if it.is_compound() => quoted(raw.trim_start_matches(['"', '\'']).trim_end_matches([']', '}', ',', ' '])),
        _ => format!("{} = {}", it.key(), quoted(raw.trim_start_matches(['"', '\'']))),
    };
    Some(Found { at, what: String::new(), write })
}

pub fn inner_mark(it: &Statement<'_>) -> Option<Found> {
    let touching = it.tokens.windows(2).find_map(|pair| {
        let [(kind, first), (next, second)] = pair else { return None };
        let is_text = |kind: TokenKind| kind == TokenKind::Atom || kind == TokenKind::Dot || is_string(kind);
        (is_string(*kind) && is_text(*next) && first.end == second.start).then(|| first.clone())
    })?;
    let value = it.value();
    let mark = it.of(&touching).chars().next()?;
    let at = touching.end - 1..touching.end;
    let is_whole = !it.is_compound() && value.len() > 2 && value.ends_with(mark);
    let inner = value.get(1..value.len().saturating_sub(1)).filter(|_| is_whole);
    let write = match (inner, mark) {
        (Some(inner), _) => format!("{} = {}", it.key(), quoted(&inner.replace("\\\"", "\""))),
        (None, '"') => "\\\"".to_owned(),
        (None, _) => "\"…\"".to_owned(),
    };
    Some(Found { at, what: String::new(), write })
}

pub fn escape(it: &Statement<'_>) -> Option<Found> {
    it.tokens.iter().filter(|(kind, _)| matches!(kind, TokenKind::BasicString | TokenKind::MlBasicString)).find_map(
        |(kind, range)| {
            let raw = it.of(range);
            let mut chars = raw.char_indices();
            while let Some((at, c)) = chars.next() {
                let Some((_, next)) = Some(c).filter(|c| *c == '\\').and_then(|_| chars.next()) else { continue };
                let is_end = *kind == TokenKind::MlBasicString && next.is_whitespace();
                if is_end || matches!(next, '"' | '\\' | 'b' | 't' | 'n' | 'f' | 'r' | 'e' | 'u' | 'U' | 'x') {
                    continue;
                }
                let at = range.start + at;
                return Some(Found {
                    at: at..at + 1 + next.len_utf8(),
                    what: format!("\\{next}"),
                    write: String::new(),
                });
            }
            None
        },
    )
}

pub fn bare_word(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    if !it.is_compound() {
        let is_words = !value.starts_with(['"', '\'']) && value.chars().any(char::is_alphanumeric);
        return is_words.then(|| it.string(bare(value)));
    }
    let (_, at) = it.tokens.iter().enumerate().find_map(|(place, (kind, range))| {
        let before = place.checked_sub(1).and_then(|before| it.tokens.get(before)).map(|(kind, _)| *kind);
        let behind = it.tokens.get(place + 1).map(|(kind, _)| *kind);
        let begins = matches!(before, Some(TokenKind::LeftSquareBracket | TokenKind::Comma | TokenKind::Equals));
        let is_key = matches!(behind, Some(TokenKind::Equals | TokenKind::Dot));
        let raw = it.of(range);
        let is_word = *kind == TokenKind::Atom && raw.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let is_word = is_word && raw.starts_with(char::is_alphabetic);
        (is_word && begins && !is_key && !is_value(raw)).then_some((kind, range.clone()))
    })?;
    let words = it.text.get(at.start..)?;
    let end = words.find([',', ']', '}', '\n']).unwrap_or(words.len());
    let words = words.get(..end)?.trim_end();
    Some(Found { at: at.start..at.start + words.len(), what: String::new(), write: quoted(words) })
}
