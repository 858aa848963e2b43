//! Cuts an invalid table into statements, so that one mistake costs one statement.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::chunk::{BEGINS_CONFLICT, DIVIDES_CONFLICT, conflict_length, is_closed};
use super::header::{Meant, header, meant_header};
use super::slips::has_open_string;
use crate::format::{PASSAGE, TableKind, keys};

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A header: what it is meant as, and how it is written.
    Header(Option<Meant>, HeaderForm),
    /// A key with its value, or anything that may be meant as one.
    Pair,
    /// The second version of a git conflict.
    SecondVersion,
}

/// How a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderForm {
    /// Well formed, with names of the format.
    Right { is_list: bool },
    /// Well formed, with other names.
    Misspelt,
    /// Not well formed.
    Broken,
}

/// One statement. Between statements there are only blanks and comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// Cuts `text` into statements. `in_conflict` says whether a git conflict begins before it. Linear in the text.
pub(super) fn statements(text: &str, in_conflict: bool) -> Vec<Statement> {
    let mut cutter = Cutter { text, budget: MOST_PASSES * text.len() };
    let (mut out, mut at, mut in_conflict): (Vec<Statement>, usize, bool) = (Vec::new(), 0, in_conflict);
    while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let rest = text.get(at..).unwrap_or("");
        in_conflict |= line.as_bytes().starts_with(BEGINS_CONFLICT);
        let is_second = in_conflict && (line.as_bytes().starts_with(DIVIDES_CONFLICT) || line.starts_with("||||||| "));
        let second = if is_second { conflict_length(rest) } else { None };
        let (kind, end) = match (second, line_kind(line)) {
            (Some(length), _) => {
                in_conflict = false;
                (Kind::SecondVersion, at + length)
            }
            (None, None) => {
                at += line.len();
                continue;
            }
            (None, Some(Kind::Pair)) => (Kind::Pair, cutter.pair_end(at)),
            (None, Some(kind)) => (kind, at + line.len()),
        };
        let end = end.clamp(at + 1, text.len());
        let range = inked(text, at..end);
        at = text.get(end..).map_or(end, |rest| if rest.starts_with('\n') { end + 1 } else { end });
        out.push(Statement { kind, range });
    }
    out
}

/// How often to scan a statement on average if its brackets are not closed.
const MOST_PASSES: usize = 4;

/// `range` without surrounding spaces and the line end, at most one carriage return before line feeds.
fn inked(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or("");
    let lines = inner.trim_end_matches('\n');
    let end = lines.strip_suffix('\r').unwrap_or(lines).trim_end_matches([' ', '\t']);
    let start = end.trim_start_matches([' ', '\t']);
    range.start + end.len() - start.len()..range.start + end.len()
}

/// What begins on a line; `None` if it is blank or a comment.
fn line_kind(line: &str) -> Option<Kind> {
    let inner = line.trim_matches([' ', '\t', '\r', '\n']);
    if inner.is_empty() || inner.starts_with('#') {
        return None;
    }
    if inner.starts_with('[')
        && let Some(header) = header(inner)
    {
        let meant = header.meant();
        let is_right = meant.is_some_and(|meant| header.is_spelt_as(meant));
        let form = if is_right { HeaderForm::Right { is_list: header.is_list } } else { HeaderForm::Misspelt };
        return Some(Kind::Header(meant, form));
    }
    match meant_header(inner) {
        Some(meant) => Some(Kind::Header(Some(meant), HeaderForm::Broken)),
        None if inner.starts_with('[') => Some(Kind::Header(None, HeaderForm::Broken)),
        None => Some(Kind::Pair),
    }
}

/// The key at the start of a line, and whether an equals sign follows; before a colon only a key of the format.
pub(super) fn leading_key(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_start_matches([' ', '\t']);
    let length = line.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(line.len());
    let (key, rest) = line.split_at_checked(length)?;
    let rest = rest.trim_start_matches([' ', '\t']);
    let is_known = keys().any(|known| known.name == key);
    match rest.chars().next() {
        Some('=') if !key.is_empty() => Some((key, true)),
        Some(':') if is_known => Some((key, false)),
        _ => None,
    }
}

fn is_known(key: &str) -> bool {
    keys().any(|known| known.name == key)
}

/// Whether a line begins a new statement, so that a mistake before it ends there. An unclosed string may continue with
/// any word, even a key.
fn begins(line: &str, in_string: bool) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    leading_key(line).is_some()
        || (!in_string && is_known(first))
        || matches!(line_kind(line), None | Some(Kind::Header(..)))
        || line.starts_with("<<<<<<< ")
}

struct Cutter<'t> {
    text: &'t str,
    /// How many more bytes to scan for closing brackets.
    budget: usize,
}

impl Cutter<'_> {
    /// The end of the pair that begins at `start`: the end of a line.
    fn pair_end(&mut self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or("");
        let line = start + rest.find('\n').unwrap_or(rest.len());
        if self.budget == 0 {
            return line;
        }
        let end = self.closed_end(start).unwrap_or(line);
        self.budget = self.budget.saturating_sub(end - start);
        let is_right = toml::de::DeTable::parse(self.text.get(start..end).unwrap_or("")).is_ok();
        if is_right { end } else { self.with_rest(start, end) }
    }

    /// Extends a mistake over the following lines that begin no statement.
    fn with_rest(&self, start: usize, mut end: usize) -> usize {
        let in_string = has_open_string(self.text.get(start..end).unwrap_or(""));
        while let Some(rest) = self.text.get(end + 1..) {
            let line = rest.split_inclusive('\n').next().unwrap_or("");
            if line.is_empty() || begins(line, in_string) {
                break;
            }
            end += 1 + line.trim_end_matches('\n').len();
        }
        end
    }

    /// The end of the line where all brackets and strings are closed, or before a line that cannot be inside brackets.
    fn closed_end(&mut self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..)?;
        let mut open: Vec<TokenKind> = Vec::new();
        for token in Source::new(rest).lex() {
            let (from, to) = (start + token.span().start(), start + token.span().end());
            if to - start > self.budget {
                self.budget = 0;
                return None;
            }
            match token.kind() {
                kind @ (TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket) => open.push(kind),
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => drop(open.pop()),
                TokenKind::MlBasicString | TokenKind::MlLiteralString => {
                    if let Some(end) = self.open_end(from, to) {
                        return Some(end);
                    }
                }
                TokenKind::Newline if open.is_empty() || self.ends_at(to, open.last().copied()) => return Some(from),
                _ => {}
            }
        }
        Some(self.text.len())
    }

    /// Where to end an unclosed long string: before the next key of the format.
    fn open_end(&self, from: usize, to: usize) -> Option<usize> {
        let words = self.text.get(from..to)?;
        if is_closed(words, self.text.get(to..)?) {
            return None;
        }
        let mut at = from;
        for line in words.split_inclusive('\n') {
            if at > from && leading_key(line).is_some_and(|(key, _)| is_known(key)) {
                return Some(at - 1);
            }
            at += line.len();
        }
        None
    }

    /// Whether unclosed brackets end before the line at `at`.
    fn ends_at(&self, at: usize, innermost: Option<TokenKind>) -> bool {
        let line = self.text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or("");
        let Some((key, has_equals)) = leading_key(line) else { return false };
        let in_table = TableKind::Passage.keys().iter().any(|known| known.name == key) || matches!(key, "at" | "label");
        match innermost {
            Some(TokenKind::LeftCurlyBracket) => is_known(key) && !in_table && key != PASSAGE.note.name,
            _ => has_equals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn a_mistake_costs_one_statement() {
        for (text, expected) in [
            ("a = 1\n\n# x\nb = 2", vec!["a = 1", "b = 2"]),
            ("a = [\n1,\n2 ]\nb = 2\n", vec!["a = [\n1,\n2 ]", "b = 2"]),
            ("aliases = [\n'x',\nname = 'y'\n", vec!["aliases = [\n'x',", "name = 'y'"]),
            (
                "passages = [{ quote = 'x',\n  note = 'y'\nstatus = 'held'\n",
                vec!["passages = [{ quote = 'x',\n  note = 'y'", "status = 'held'"],
            ),
            ("text = \"one\ntwo\"\nid = 'a'\n", vec!["text = \"one\ntwo\"", "id = 'a'"]),
            ("note = \"\"\"one\nx = 2\nid = 'a'\n", vec!["note = \"\"\"one\nx = 2", "id = 'a'"]),
            ("lorem\nipsum\nid = 'a'\n", vec!["lorem\nipsum", "id = 'a'"]),
            ("kind: demand\nname: 'x'\n", vec!["kind: demand", "name: 'x'"]),
            ("[[demands]\nid = 'a'\n", vec!["[[demands]", "id = 'a'"]),
            (
                "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\nb = 1\n",
                vec!["<<<<<<< HEAD", "a = 1", "=======\na = 2\n>>>>>>> other", "b = 1"],
            ),
        ] {
            let cut: Vec<&str> =
                statements(text, false).into_iter().map(|one| text.get(one.range).unwrap_or("?")).collect();
            assert_eq!(cut, expected, "{text}");
        }
    }
}
