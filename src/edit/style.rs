//! Writes a new table in the style of its neighbours.

use super::change::Record;
use super::doc::{Doc, Rec, Table, list_name};
use super::value::{Marks, Value, written_key};
use crate::format::{DEMAND, TableKind};

/// How a file writes its tables.
pub(super) struct Style {
    marks: Marks,
    equals: String,
    /// Before the header, before its pairs.
    indent: (String, String),
    /// The same for a passage.
    passage_indent: (String, String),
    /// Whether there is an empty line between records, and before a passage.
    is_loose: (bool, bool),
    /// Passages in a list: on one line, or each on its own with this before it.
    passages: Passages,
}

#[derive(Clone)]
enum Passages {
    Headed,
    OnOneLine,
    Listed(String),
}

/// The quotation marks of the strings around `at`.
pub(super) fn marks_of(doc: &Doc<'_>, at: usize) -> Marks {
    let chunk = doc.chunks.iter().find(|chunk| chunk.range.contains(&at)).map(|chunk| chunk.range.clone());
    let text = doc.piece(chunk.unwrap_or(at..doc.text.len()));
    let count = |mark: &str| text.matches(mark).count();
    if count("= '") + count("='") > count("= \"") + count("=\"") { Marks::Literal } else { Marks::Basic }
}

/// What separates a key from its value.
pub(super) fn equals_of(doc: &Doc<'_>, table: &Table) -> String {
    let between = table.pairs.first().map(|pair| doc.piece(pair.key_range.end..pair.value.range.start));
    if between == Some("=") { "=".to_owned() } else { " = ".to_owned() }
}

impl Default for Style {
    /// The style of a file without tables.
    fn default() -> Self {
        Self {
            marks: Marks::Basic,
            equals: " = ".to_owned(),
            indent: Default::default(),
            passage_indent: ("  ".to_owned(), "  ".to_owned()),
            is_loose: (true, true),
            passages: Passages::Headed,
        }
    }
}

impl Style {
    /// The style of the record `model`, with passages like those of `evidence`, the nearest demand that has some.
    pub(super) fn of(doc: &Doc<'_>, model: Option<&Rec>, evidence: Option<&Rec>) -> Self {
        let indent = |at: usize| doc.indent(at).unwrap_or_default().to_owned();
        let of_pairs = |table: &Table| table.pairs.first().map_or(String::new(), |pair| indent(pair.key_range.start));
        let around = |table: &Table| (indent(table.head.start), of_pairs(table));
        let loose = |at: usize| doc.line_start(at) == 0 || blank_before(doc, at);
        let headed = model.filter(|record| record.within.is_none());
        let passage = evidence.and_then(|record| record.passages.first());
        let listed = evidence.and_then(|record| record.passage_list.as_ref()).zip(passage);
        Self {
            marks: marks_of(doc, model.map_or(0, |record| record.table.head.start)),
            equals: model.map_or_else(|| " = ".to_owned(), |record| equals_of(doc, &record.table)),
            indent: headed.map_or_else(Default::default, |record| around(&record.table)),
            passage_indent: match passage.filter(|passage| !passage.is_inline) {
                Some(passage) => around(passage),
                None => ("  ".to_owned(), "  ".to_owned()),
            },
            is_loose: (
                headed.is_none_or(|record| loose(first_of_block(doc, record.table.head.start))),
                passage.filter(|passage| !passage.is_inline).is_none_or(|passage| loose(passage.head.start)),
            ),
            passages: match listed {
                Some((list, first)) if doc.piece(list.range.clone()).contains('\n') => {
                    Passages::Listed(doc.indent(first.head.start).unwrap_or("  ").to_owned())
                }
                Some(_) => Passages::OnOneLine,
                None => Passages::Headed,
            },
        }
    }

    /// Whether passages are written in a list.
    pub(super) fn lists_passages(&self) -> bool {
        !matches!(self.passages, Passages::Headed)
    }

    /// A record with a header, its passages behind it; every line ended, nothing before it.
    pub(super) fn block(&self, record: &Record, eol: &str) -> String {
        let mut lines = Vec::new();
        lines.extend(self.lines(record, &self.indent, &format!("[[{}]]", list_name(record.kind))));
        match (&self.passages, record.passages.as_slice()) {
            (_, []) => {}
            (Passages::Headed, passages) => {
                for passage in passages {
                    lines.extend(self.passage_lines(passage));
                }
            }
            (Passages::OnOneLine, passages) => {
                let items: Vec<String> = passages.iter().map(|passage| self.inline(passage)).collect();
                lines.push(format!("{}passages{}[{}]", self.indent.1, self.equals, items.join(", ")));
            }
            (Passages::Listed(indent), passages) => {
                lines.push(format!("{}passages{}[", self.indent.1, self.equals));
                lines.extend(passages.iter().map(|passage| format!("{indent}{},", self.inline(passage))));
                lines.push(format!("{}]", self.indent.1));
            }
        }
        lines.join(eol) + eol
    }

    /// A passage with its header, as lines; the first is empty where passages are set apart.
    pub(super) fn passage_lines(&self, passage: &Record) -> Vec<String> {
        let mut lines = Vec::new();
        if self.is_loose.1 {
            lines.push(String::new());
        }
        let header = format!("[[{}.{}]]", list_name(TableKind::Demand), DEMAND.passages.name);
        lines.extend(self.lines(passage, &self.passage_indent, &header));
        lines
    }

    fn lines(&self, record: &Record, (before, indent): &(String, String), header: &str) -> Vec<String> {
        let pair = |(key, value): (&str, &Value)| format!("{indent}{key}{}{}", self.equals, value.written(self.marks));
        std::iter::once(format!("{before}{header}")).chain(record.in_order().into_iter().map(pair)).collect()
    }

    /// A record as an inline table.
    pub(super) fn inline(&self, record: &Record) -> String {
        let pair =
            |(key, value): (&str, &Value)| format!("{}{}{}", written_key(key), self.equals, value.written(self.marks));
        let mut pairs: Vec<String> = record.in_order().into_iter().map(pair).collect();
        if !record.passages.is_empty() {
            let items: Vec<String> = record.passages.iter().map(|passage| self.inline(passage)).collect();
            pairs.push(format!("passages{}[{}]", self.equals, items.join(", ")));
        }
        format!("{{ {} }}", pairs.join(", "))
    }

    /// Whether records are set apart by an empty line.
    pub(super) fn is_loose(&self) -> bool {
        self.is_loose.0
    }
}

/// Whether the line before that of `at` is empty.
pub(super) fn blank_before(doc: &Doc<'_>, at: usize) -> bool {
    let start = doc.line_start(at);
    let before = doc.piece(0..start);
    before.strip_suffix('\n').is_some_and(|before| {
        before.rsplit('\n').next().is_some_and(|line| line.trim_matches(['\r', ' ', '\t', '\u{feff}']).is_empty())
    })
}

/// Where the block of a header begins: at the comments right above it, else at its line.
pub(super) fn first_of_block(doc: &Doc<'_>, header: usize) -> usize {
    let mut start = doc.line_start(header);
    loop {
        let above = doc.piece(0..start);
        let Some(above) = above.strip_suffix('\n') else { return start };
        let line_start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = above.get(line_start..).unwrap_or_default();
        if !line.trim_start_matches([' ', '\t', '\u{feff}']).starts_with('#') {
            return start;
        }
        start = line_start;
    }
}
