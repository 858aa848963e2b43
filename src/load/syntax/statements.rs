//! Cutting a table that TOML does not allow into its statements, so that one mistake costs one statement.

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
    /// A header; what it is meant as, and how it is written.
    Header(Option<Meant>, HeaderForm),
    /// A key with its value, or what may be meant as one.
    Pair,
    /// The second version of a conflict of git.
    SecondVersion,
}

/// How a header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderForm {
    /// Well formed, and with the names that the format has.
    Right { is_list: bool },
    /// Well formed, and with other names.
    Misspelt,
    /// Not well formed.
    Broken,
}

/// One statement; what is between statements is blank or comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// Cuts `text` into its statements. `in_conflict` says whether a conflict of git begins before it. Work is
/// proportional to the text.
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

/// A statement is looked through this often on average where its brackets are not closed.
const MOST_PASSES: usize = 4;

/// `range` without the spaces around and the line end, which is no more than one carriage return and line feed.
fn inked(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or("");
    let lines = inner.trim_end_matches('\n');
    let end = lines.strip_suffix('\r').unwrap_or(lines).trim_end_matches([' ', '\t']);
    let start = end.trim_start_matches([' ', '\t']);
    range.start + end.len() - start.len()..range.start + end.len()
}

/// What begins at a line; `None` where it is blank or a comment.
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

/// The key that a line begins with, where it is one of any table; whether an equals sign follows.
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

/// Whether a line begins something of its own, so that a mistake before it ends there. A string that is not closed may go
/// on with any word, also with one that is a key.
fn begins(line: &str, in_string: bool) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    leading_key(line).is_some()
        || (!in_string && is_known(first))
        || matches!(line_kind(line), None | Some(Kind::Header(..)))
        || line.starts_with("<<<<<<< ")
}

struct Cutter<'t> {
    text: &'t str,
    /// So many more bytes are looked through for closing brackets.
    budget: usize,
}

impl Cutter<'_> {
    /// Where a key with its value ends that begins at `start`: at the end of a line.
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

    /// Goes on behind the lines that follow a mistake and begin nothing of their own.
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

    /// The end of the line where all brackets and strings are closed, or where something begins that no bracket holds.
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

    /// Where a long string ends that was never closed: before the next key of the format.
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

    /// Whether what is within brackets ends before the line at `at`, as they were never closed.
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
