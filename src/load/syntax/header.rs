//! Header lines, also those that are malformed or nearly those of the format.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::format::DEMAND;
use crate::load::nearest::nearest;

/// The tables that records are written in.
pub(super) const LISTS: [&str; 4] = ["articles", "actors", "issues", "demands"];

/// No header is longer, in bytes.
const LONGEST: usize = 200;

/// A header line that is well formed.
pub(super) struct Header<'t> {
    /// The first name.
    pub(super) first: &'t str,
    /// The names after it, as written.
    pub(super) behind: &'t str,
    /// How many names there are.
    pub(super) parts: usize,
    /// Bytes to the last bracket.
    pub(super) length: usize,
    /// Whether it has double brackets.
    pub(super) is_list: bool,
}

/// A header of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meant {
    /// One of [`LISTS`].
    pub(super) list: &'static str,
    /// Whether it is the header of a passage.
    pub(super) is_passage: bool,
}

impl Meant {
    /// The header as it should be written.
    pub(super) fn written(self) -> String {
        if self.is_passage {
            format!("[[{}.{}]]", self.list, DEMAND.passages.name)
        } else {
            format!("[[{}]]", self.list)
        }
    }

    fn new(first: &str, behind: &str) -> Option<Self> {
        let list = list_meant(first)?;
        let is_passage = !behind.is_empty();
        let is_known = !is_passage || (list == "demands" && nearest(behind, [DEMAND.passages.name]).is_some());
        is_known.then_some(Self { list, is_passage })
    }
}

impl Header<'_> {
    /// The header of the format that this one is or nearly is.
    pub(super) fn meant(&self) -> Option<Meant> {
        (self.parts <= 2).then(|| Meant::new(self.first, self.behind)).flatten()
    }

    /// Whether it spells the names as `meant`.
    pub(super) fn is_spelt_as(&self, meant: Meant) -> bool {
        self.first == meant.list && (!meant.is_passage || self.behind == DEMAND.passages.name)
    }
}

/// The list of records that `name` is or nearly is.
pub(super) fn list_meant(name: &str) -> Option<&'static str> {
    LISTS.into_iter().find(|list| *list == name).or_else(|| nearest(name, LISTS))
}

/// Whether a line of `text` is a header that is almost one of the format.
pub(super) fn has_misspelt_header(text: &str) -> bool {
    text.lines()
        .map(|line| line.trim_start_matches([' ', '\t']))
        .filter(|line| line.starts_with('['))
        .any(|line| header(line).is_some_and(|header| header.meant().is_some_and(|meant| !header.is_spelt_as(meant))))
}

/// What a malformed header line is meant as: it may have too many, too few or wrong brackets, or quotation marks or
/// invisible characters around them.
pub(super) fn meant_header(rest: &str) -> Option<Meant> {
    let bytes = rest.as_bytes();
    let bytes = bytes.get(..bytes.len().min(LONGEST)).unwrap_or(bytes);
    let end = match memchr::memchr2(b'\n', b'#', bytes) {
        Some(end) => end,
        None if bytes.len() == LONGEST => return None,
        None => bytes.len(),
    };
    let line = rest.get(..end)?;
    let line = line.split_once("]]").map_or(line, |(head, _)| head);
    if line.contains('=') || !rest.get(..end)?.contains(['[', ']']) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let path = line.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let (first, behind) = path.split_once('.').unwrap_or((path, ""));
    let (first, behind) = (first.trim_end(), behind.trim_start());
    (first.chars().all(is_name) && behind.chars().all(is_name)).then(|| Meant::new(first, behind)).flatten()
}

/// Reads the header at the start of `rest`; `None` if it is malformed.
pub(super) fn header(rest: &str) -> Option<Header<'_>> {
    let mut tokens = Source::new(rest).lex();
    let opening = tokens.next()?;
    let mut token = tokens.next()?;
    let is_list = token.kind() == TokenKind::LeftSquareBracket && opening.span().end() == token.span().start();
    if is_list {
        token = tokens.next()?;
    }
    let (mut first, mut behind, mut parts) = (None, 0..0, 0);
    loop {
        token = past_space(token, &mut tokens)?;
        if !matches!(token.kind(), TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString) {
            return None;
        }
        let name = rest.get(token.span().start()..token.span().end())?;
        if first.is_none() {
            first = Some(name.trim_matches(['"', '\'']));
        } else {
            behind =
                if parts == 1 { token.span().start()..token.span().end() } else { behind.start..token.span().end() };
        }
        parts += 1;
        let next = tokens.next()?;
        token = past_space(next, &mut tokens)?;
        if token.kind() != TokenKind::Dot {
            break;
        }
        token = tokens.next()?;
    }
    if is_list && token.kind() == TokenKind::RightSquareBracket {
        token = tokens.next()?;
    }
    let length = token.span().end();
    if token.kind() != TokenKind::RightSquareBracket {
        return None;
    }
    let next = tokens.next()?;
    let after = past_space(next, &mut tokens)?.kind();
    matches!(after, TokenKind::Newline | TokenKind::Comment | TokenKind::Eof).then_some(Header {
        first: first?,
        behind: rest.get(behind)?.trim_matches(['"', '\'']),
        parts,
        length,
        is_list,
    })
}

fn past_space(token: Token, tokens: &mut impl Iterator<Item = Token>) -> Option<Token> {
    if token.kind() == TokenKind::Whitespace { tokens.next() } else { Some(token) }
}

#[cfg(test)]
mod tests {
    use super::{header, meant_header};

    #[test]
    fn a_header_that_is_nearly_one_is_known() {
        for (line, meant) in [
            ("[[demand]]", Some("[[demands]]")),
            ("[[Demands]]", Some("[[demands]]")),
            ("[[demands]", Some("[[demands]]")),
            ("[demands]]", Some("[[demands]]")),
            ("[demands", Some("[[demands]]")),
            ("[[demands]]]  # one", Some("[[demands]]")),
            ("\u{201c}[[demands]]", Some("[[demands]]")),
            ("\u{a0}[[actors]]", Some("[[actors]]")),
            ("\"[[actors]]\"", Some("[[actors]]")),
            ("- [[actors]]", Some("[[actors]]")),
            ("[[issues]];", Some("[[issues]]")),
            ("[[issues]] id = 1", Some("[[issues]]")),
            ("[[demands.passages]", Some("[[demands.passages]]")),
            ("[[demand.passage]]", Some("[[demands.passages]]")),
            ("[[ demands . passages ]", Some("[[demands.passages]]")),
            ("x = [[1]]", None),
            ("[[nations]]", None),
            ("[[actors.passages]]", None),
            ("the [demands] of both", None),
            ("demands", None),
        ] {
            assert_eq!(meant_header(line).map(super::Meant::written).as_deref(), meant, "{line}");
        }
        let strict = header("[[demand . 'passages']] # x\n").and_then(|header| header.meant());
        assert_eq!(strict.map(super::Meant::written).as_deref(), Some("[[demands.passages]]"));
    }
}
