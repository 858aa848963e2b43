//! The records of a file with their byte ranges.

use std::ops::Range;

use super::layout::{Node, Pair, Section, Shape, sections, text_of};
use super::outcome::Refusal;
use super::splice::Splice;
use crate::format::{ARTICLE, DEMAND, TOP, TableKind};
use crate::load::{Chunk, ChunkKind};

/// A replacement for a range of a text. Edits in one list do not overlap, and all refer to the same text.
pub(super) type Edit = (Range<usize>, String);

/// A file, cut into its top-level tables.
pub(super) struct Doc<'t> {
    pub(super) text: &'t str,
    pub(super) chunks: &'t [Chunk],
    /// How its lines end.
    pub(super) eol: &'static str,
}

/// One table of the format.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) kind: TableKind,
    /// Its header, or its braces with their content.
    pub(super) head: Range<usize>,
    pub(super) is_inline: bool,
    pub(super) pairs: Vec<Pair>,
}

impl Table {
    pub(super) fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.key == key)
    }

    pub(super) fn text(&self, key: &str, text: &str) -> Option<String> {
        text_of(text.get(self.pair(key)?.value.range.clone())?)
    }

    /// Where its own values end.
    pub(super) fn end(&self) -> usize {
        if self.is_inline { self.head.end } else { self.pairs.last().map_or(self.head.end, |pair| pair.range().end) }
    }
}

/// A list in brackets with the ranges of its items.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) range: Range<usize>,
    pub(super) items: Vec<Range<usize>>,
}

impl List {
    pub(super) fn of(node: &Node) -> Option<Self> {
        let Shape::List(items) = &node.shape else { return None };
        Some(Self { range: node.range.clone(), items: items.iter().map(|item| item.range.clone()).collect() })
    }
}

/// An article, actor, issue or demand.
#[derive(Debug, Clone)]
pub(super) struct Rec {
    pub(super) table: Table,
    /// The list of its passages, if they are in one.
    pub(super) passage_list: Option<List>,
    pub(super) passages: Vec<Table>,
    /// The end of the last value of the record and its sub-tables.
    pub(super) end: usize,
    /// The list it is in and its index there; `None` for a record with a header.
    pub(super) within: Option<(List, usize)>,
}

impl Rec {
    pub(super) fn id(&self, text: &str) -> Option<String> {
        self.table.text(ARTICLE.id.name, text)
    }
}

/// The lists of records by name.
pub(super) const LISTS: [(&str, TableKind); 4] = [
    (TOP.articles.name, TableKind::Article),
    (TOP.actors.name, TableKind::Actor),
    (TOP.issues.name, TableKind::Issue),
    (TOP.demands.name, TableKind::Demand),
];

/// The name of the list of a kind.
pub(super) fn list_name(kind: TableKind) -> &'static str {
    LISTS.iter().find(|(_, of)| *of == kind).map_or(DEMAND.passages.name, |(name, _)| name)
}

impl<'t> Doc<'t> {
    /// A text with its chunks.
    pub(super) fn new(text: &'t str, chunks: &'t [Chunk]) -> Self {
        let first = text.find('\n').and_then(|at| text.get(..at));
        let eol = if first.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" };
        Self { text, chunks, eol }
    }

    pub(super) fn piece(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// The sections of a chunk; `None` if it cannot be read.
    pub(super) fn sections(&self, chunk: &Chunk) -> Option<Vec<Section>> {
        if chunk.kind == ChunkKind::Table { sections(self.text, &chunk.range) } else { None }
    }

    /// The records of a chunk; empty if it cannot be read.
    pub(super) fn records(&self, chunk: &Chunk) -> Vec<Rec> {
        let Some(all) = self.sections(chunk) else { return Vec::new() };
        let mut records = Vec::new();
        let mut sections = all.into_iter();
        for pair in sections.next().map(|top| top.pairs).unwrap_or_default() {
            let Some((_, kind)) = LISTS.iter().find(|(name, _)| *name == pair.key) else { continue };
            let (Some(list), Shape::List(items)) = (List::of(&pair.value), pair.value.shape) else { continue };
            for (index, item) in items.into_iter().enumerate() {
                let Some(table) = inline(*kind, item) else { continue };
                records.push(record(table, Some((list.clone(), index))));
            }
        }
        if let Some(first) = sections.next()
            && let [list] = &*first.path
            && let Some((_, kind)) = LISTS.iter().find(|(name, _)| name == list)
        {
            let table = Table { kind: *kind, head: first.header, is_inline: false, pairs: first.pairs };
            let mut record = record(table, None);
            for section in sections {
                let is_passage = section.path.get(1).is_some_and(|name| name == DEMAND.passages.name);
                let (kind, head, pairs) = (TableKind::Passage, section.header, section.pairs);
                let table = Table { kind, head, is_inline: false, pairs };
                record.end = table.end();
                if is_passage {
                    record.passages.push(table);
                }
            }
            records.push(record);
        }
        records
    }

    /// All records with this id; several if it is repeated.
    pub(super) fn find(&self, id: &str) -> Vec<Rec> {
        let is_it = |record: &Rec| record.id(self.text).as_deref() == Some(id);
        let mut likely = self.chunks.iter().filter(|chunk| self.holds(chunk, id));
        let found: Vec<Rec> = likely.by_ref().flat_map(|chunk| self.records(chunk)).filter(is_it).collect();
        if !found.is_empty() {
            return found;
        }
        let likely = self.chunks.iter().filter(|chunk| self.has_escapes(chunk, id));
        likely.flat_map(|chunk| self.records(chunk)).filter(is_it).collect()
    }

    /// Whether a chunk may hold an id, literally or with escapes.
    pub(super) fn may_say(&self, chunk: &Chunk, id: &str) -> bool {
        self.holds(chunk, id) || self.has_escapes(chunk, id)
    }

    /// Whether a chunk has escapes that may spell an id: of any character, or of one that must be escaped.
    fn has_escapes(&self, chunk: &Chunk, id: &str) -> bool {
        let is_plain = !id.contains(|c: char| c.is_control() || matches!(c, '"' | '\\'));
        let escapes: &[&str] = if is_plain { &["\\u", "\\U", "\\x"] } else { &["\\"] };
        escapes.iter().any(|escape| self.holds(chunk, escape))
    }

    /// The refusal to change a chunk that is not valid TOML.
    pub(super) fn broken(&self, chunk: &Chunk) -> Refusal {
        let line = self.piece(0..chunk.range.start).matches('\n').count() + 1;
        Refusal::new(format!("the table on line {line} is no valid TOML; mend it first"))
    }

    /// Whether a chunk is valid TOML.
    pub(super) fn is_right(&self, chunk: &Chunk) -> bool {
        chunk.kind == ChunkKind::Table && self.piece(chunk.range.clone()).parse::<toml::Table>().is_ok()
    }

    /// Whether a chunk contains the words.
    pub(super) fn holds(&self, chunk: &Chunk, words: &str) -> bool {
        memchr::memmem::find(self.piece(chunk.range.clone()).as_bytes(), words.as_bytes()).is_some()
    }

    /// The first byte of the line of `at`.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.piece(0..at);
        before.rfind('\n').map_or(usize::from(before.starts_with('\u{feff}')) * 3, |end| end + 1)
    }

    /// The first byte of the line after that of `at`.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.piece(at..self.text.len());
        rest.find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// The text before `at` in its line, if that is only white space.
    pub(super) fn indent(&self, at: usize) -> Option<&'t str> {
        let before = self.piece(self.line_start(at)..at);
        before.trim_matches([' ', '\t']).is_empty().then_some(before)
    }

    /// The edits as splices, the last place first.
    pub(super) fn splices(&self, mut edits: Vec<Edit>) -> Vec<Splice> {
        edits.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
        let splice = |(range, new): Edit| Splice { at: range.start, old: self.piece(range).to_owned(), new };
        edits.into_iter().map(splice).collect()
    }
}

fn inline(kind: TableKind, node: Node) -> Option<Table> {
    let Shape::Table(pairs) = node.shape else { return None };
    Some(Table { kind, head: node.range, is_inline: true, pairs })
}

fn record(table: Table, within: Option<(List, usize)>) -> Rec {
    let (mut passages, mut passage_list) = (Vec::new(), None);
    if let Some(pair) = table.pair(DEMAND.passages.name).filter(|_| table.kind == TableKind::Demand) {
        passage_list = List::of(&pair.value);
        if let Shape::List(items) = &pair.value.shape {
            passages = items.iter().filter_map(|item| inline(TableKind::Passage, item.clone())).collect();
        }
    }
    let end = table.end();
    Rec { table, passage_list, passages, end, within }
}
