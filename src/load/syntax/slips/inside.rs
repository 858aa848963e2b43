//! Slips inside lists and inline tables.

use std::ops::Range;

use toml_parser::lexer::TokenKind;

use super::statement::{Found, Statement, bare, is_string, is_value};

pub fn colon_inside(it: &Statement<'_>) -> Option<Found> {
    let (_, at) = it
        .tokens
        .iter()
        .find(|(kind, range)| *kind == TokenKind::Atom && it.of(range).contains(':') && !is_value(it.of(range)))?;
    let (key, _) = it.of(at).split_once(':')?;
    let colon = at.start + key.len();
    it.is_compound().then(|| Found { at: colon..colon + 1, what: String::new(), write: format!("{} = …", bare(key)) })
}

pub fn semicolon_inside(it: &Statement<'_>) -> Option<Found> {
    let (_, at) = it.tokens.iter().find(|(kind, range)| *kind == TokenKind::Atom && it.of(range).ends_with(';'))?;
    it.is_compound().then(|| Found { at: at.end - 1..at.end, what: String::new(), write: String::new() })
}

pub fn no_comma(it: &Statement<'_>) -> Option<Found> {
    let is_end = |kind: TokenKind| {
        is_string(kind)
            || matches!(kind, TokenKind::Atom | TokenKind::RightCurlyBracket | TokenKind::RightSquareBracket)
    };
    let is_begin = |kind: TokenKind| {
        is_string(kind) || matches!(kind, TokenKind::Atom | TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket)
    };
    let mut open = 0_usize;
    let at = it.tokens.windows(2).find_map(|pair| {
        let [(kind, first), (next, second)] = pair else { return None };
        match kind {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => open = open.saturating_sub(1),
            _ => {}
        }
        (open > 0 && is_end(*kind) && is_begin(*next)).then(|| first.end..second.start.max(first.end))
    })?;
    Some(Found { at: at.start..at.start, what: String::new(), write: String::new() })
}

pub fn unclosed_bracket(it: &Statement<'_>) -> Option<Found> {
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for (kind, range) in &it.tokens {
        match kind {
            TokenKind::LeftSquareBracket => open.push(("]", range.clone())),
            TokenKind::LeftCurlyBracket => open.push(("}", range.clone())),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                let (closing, opening) = open.pop()?;
                if closing != it.of(range) {
                    return Some(Found { what: it.of(&opening).to_owned(), at: opening, write: closing.to_owned() });
                }
            }
            _ => {}
        }
    }
    let (closing, at) = open.pop()?;
    Some(Found { what: it.of(&at).to_owned(), at, write: closing.to_owned() })
}

pub fn closed_twice(it: &Statement<'_>) -> Option<Found> {
    let mut open = 0_usize;
    let (_, at) = it.tokens.iter().find(|(kind, _)| match kind {
        TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
            open += 1;
            false
        }
        TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
            open = open.wrapping_sub(1);
            open == usize::MAX
        }
        _ => false,
    })?;
    Some(Found { at: at.clone(), what: it.of(at).to_owned(), write: String::new() })
}
