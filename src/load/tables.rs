//! The tables of a model as read: each value with its key and source.
//!
//! A value takes sixteen bytes beside its text, so that all tables of all files fit in memory before any is resolved:
//! ids may point forwards. Values are decoded on demand. A source other than TOML would put its values into [`Values`];
//! nothing after that depends on the source.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::{Raw, Span as TomlSpan};

use super::report::At;
use crate::format::{Field, TOP};
use crate::model::Date;

/// The type of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    /// A string of TOML, quotation marks included.
    Text,
    /// Text as is, without escapes.
    #[cfg_attr(not(test), expect(dead_code, reason = "no source but TOML is read yet"))]
    Words,
    Number,
    /// A TOML date.
    Date,
    /// A table: its cells follow.
    Table,
    /// The key is there, but its value is unusable; the reader has reported it.
    Spoilt,
}

/// One value of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// Its place in its source; for a table, its header or braces.
    pub(super) start: u32,
    pub(super) end: u32,
    /// How many of the following cells are within it.
    pub(super) inner: u32,
    /// The index of the key in its table.
    pub(super) key: u8,
    pub(super) kind: CellKind,
}

/// A text with values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// Its index among all sources.
    pub(super) number: u32,
    /// Whether it is the model file with that index, so that its values have a place to show.
    pub(super) is_file: bool,
}

impl Source<'_> {
    fn at(self, cell: Cell) -> At {
        if self.is_file { At { file: self.number, start: cell.start, end: cell.end } } else { At::NOWHERE }
    }
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    source: Source<'a>,
    head: Cell,
    cells: &'a [Cell],
}

impl<'a> Table<'a> {
    /// Its header or braces.
    pub(super) fn at(self) -> At {
        self.source.at(self.head)
    }

    /// The index of its source.
    pub(super) fn source(self) -> u32 {
        self.source.number
    }

    /// The value of a key; `None` if it is absent or unusable.
    pub(super) fn get(self, field: Field) -> Option<Value<'a>> {
        self.all(field).next()
    }

    /// The values of a key that holds a list, in order.
    pub(super) fn all(self, field: Field) -> impl Iterator<Item = Value<'a>> {
        let of_key = self.cells().filter(move |(cell, _)| cell.key == field.index && cell.kind != CellKind::Spoilt);
        of_key.map(move |(cell, cells)| Value { source: self.source, cell, cells })
    }

    /// The place of a key with an unusable value.
    pub(super) fn spoilt(self, field: Field) -> Option<At> {
        let mut cells = self.cells();
        let cell = cells.find(|(cell, _)| cell.key == field.index && cell.kind == CellKind::Spoilt);
        cell.map(|(cell, _)| self.source.at(cell))
    }

    /// The text of an optional key.
    pub(super) fn text(self, field: Field) -> Option<Box<str>> {
        self.get(field).map(|value| value.words().into())
    }

    /// The id of a record.
    pub(super) fn id(self, field: Field) -> Cow<'a, str> {
        self.get(field).map_or_else(|| unreachable!("records without an id are not kept"), Value::words)
    }

    /// Whether it has values for no other keys.
    pub(super) fn has_only(self, fields: &[Field]) -> bool {
        self.cells().all(|(cell, _)| fields.iter().any(|field| field.index == cell.key))
    }

    /// Whether both have the same values, in any order of keys and spelling.
    pub(super) fn says_the_same(self, other: Self) -> bool {
        self.said() == other.said()
    }

    /// Every value by its key; entries of a list keep their order.
    fn said(self) -> Vec<(u8, Said<'a>)> {
        let mut said: Vec<_> =
            self.cells().map(|(cell, cells)| (cell.key, Said::of(self.source, cell, cells))).collect();
        said.sort_by_key(|(key, _)| *key);
        said
    }

    /// Its own cells, each with those within it.
    fn cells(self) -> impl Iterator<Item = (Cell, &'a [Cell])> {
        each(self.cells)
    }
}

/// The outermost cells, each with the cells within it.
pub(super) fn each(mut cells: &[Cell]) -> impl Iterator<Item = (Cell, &[Cell])> {
    std::iter::from_fn(move || {
        let (cell, rest) = cells.split_first()?;
        let (inner, behind) = rest.split_at_checked(cell.inner as usize).unwrap_or((rest, &[]));
        cells = behind;
        Some((*cell, inner))
    })
}

/// A decoded value without its place.
#[derive(Debug, PartialEq)]
enum Said<'a> {
    Words(Cow<'a, str>),
    Number(f64),
    Date(Option<Date>),
    Table(Vec<(u8, Self)>),
    Nothing,
}

impl<'a> Said<'a> {
    fn of(source: Source<'a>, cell: Cell, cells: &'a [Cell]) -> Self {
        let value = Value { source, cell, cells };
        match cell.kind {
            CellKind::Text | CellKind::Words => Self::Words(value.words()),
            CellKind::Number => Self::Number(value.number()),
            CellKind::Date => Self::Date(value.date()),
            CellKind::Table => Self::Table(value.table().said()),
            CellKind::Spoilt => Self::Nothing,
        }
    }
}

/// One value of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    source: Source<'a>,
    cell: Cell,
    cells: &'a [Cell],
}

impl<'a> Value<'a> {
    /// Where it is.
    pub(super) fn at(self) -> At {
        self.source.at(self.cell)
    }

    /// Whether it is a number, where a key may have a number or words.
    pub(super) fn is_number(self) -> bool {
        self.cell.kind == CellKind::Number
    }

    /// Whether it is a table, where a key may have a table or words.
    pub(super) fn is_table(self) -> bool {
        self.cell.kind == CellKind::Table
    }

    /// The decoded text, borrowed if it has no escapes.
    pub(super) fn words(self) -> Cow<'a, str> {
        match self.cell.kind {
            CellKind::Text => words(self.raw()),
            _ => Cow::Borrowed(self.raw()),
        }
    }

    /// The decoded number.
    pub(super) fn number(self) -> f64 {
        number(self.raw())
    }

    /// The day of a date or a text; `None` if it does not exist.
    pub(super) fn date(self) -> Option<Date> {
        if self.cell.kind != CellKind::Date {
            return Date::parse(&self.words());
        }
        let day = self.raw().parse::<toml::value::Datetime>().ok()?.date?;
        // Ignore a time of day.
        Date::new(day.year, Some(day.month), Some(day.day))
    }

    pub(super) fn table(self) -> Table<'a> {
        Table { source: self.source, head: self.cell, cells: self.cells }
    }

    fn raw(self) -> &'a str {
        let range = self.cell.start as usize..self.cell.end as usize;
        self.source.text.get(range).unwrap_or_else(|| unreachable!("a cell keeps to its text"))
    }
}

/// The words of a string of TOML.
pub(super) fn words(raw: &str) -> Cow<'_, str> {
    let is_long = raw.starts_with("'''") || raw.starts_with("\"\"\"");
    let marks = if is_long { 3 } else { 1 };
    let is_literal = raw.starts_with('\'');
    let is_as_written = |inner: &&str| {
        (is_literal || memchr::memchr(b'\\', inner.as_bytes()).is_none())
            // A line end behind the opening marks is none of the words, and another may be read otherwise.
            && (!is_long || !inner.starts_with('\n') && memchr::memchr(b'\r', inner.as_bytes()).is_none())
    };
    if let Some(inner) = raw.get(marks..raw.len().saturating_sub(marks)).filter(is_as_written) {
        return Cow::Borrowed(inner);
    }
    let mut words = Cow::Borrowed("");
    let _ = scalar(raw).decode_scalar(&mut words, &mut ());
    words
}

fn number(raw: &str) -> f64 {
    let mut digits = Cow::Borrowed("");
    #[expect(clippy::cast_precision_loss, reason = "points of a scale are far below 2^52")]
    match scalar(raw).decode_scalar(&mut digits, &mut ()) {
        ScalarKind::Integer(radix) => i128::from_str_radix(&digits, radix.value()).map_or(f64::INFINITY, |n| n as f64),
        _ => digits.parse().unwrap_or_else(|_| unreachable!("the reader lets only numbers through")),
    }
}

/// A string, number, date or word of TOML, for decoding.
pub(super) fn scalar(raw: &str) -> Raw<'_> {
    let encoding = match raw.as_bytes() {
        [b'\'', b'\'', b'\'', ..] => Some(Encoding::MlLiteralString),
        [b'"', b'"', b'"', ..] => Some(Encoding::MlBasicString),
        [b'\'', ..] => Some(Encoding::LiteralString),
        [b'"', ..] => Some(Encoding::BasicString),
        _ => None,
    };
    Raw::new_unchecked(raw, encoding, TomlSpan::new_unchecked(0, raw.len()))
}

/// Values being collected. The content of a table follows it.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) cells: Vec<Cell>,
}

impl Values {
    /// Adds a value.
    pub(super) fn push(&mut self, key: u8, kind: CellKind, at: At) {
        self.cells.push(Cell { start: at.start, end: at.end, inner: 0, key, kind });
    }

    /// Adds a table, which contains the values added until it is [closed](Self::close).
    pub(super) fn open(&mut self, key: u8, at: At) -> usize {
        self.push(key, CellKind::Table, at);
        self.cells.len() - 1
    }

    /// Sets the place of the table opened at `place`.
    pub(super) fn place(&mut self, place: usize, at: At) {
        (self.cells[place].start, self.cells[place].end) = (at.start, at.end);
    }

    /// Closes the table opened at `place`.
    pub(super) fn close(&mut self, place: usize) {
        self.cells[place].inner = narrow(self.cells.len() - place - 1);
    }
}

/// Where a record is; ordered by source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    part: u32,
    cell: u32,
}

/// All tables of all sources, each kind in source order.
#[derive(Debug, Default)]
pub(super) struct Tables<'t> {
    parts: Vec<(Source<'t>, Vec<Cell>)>,
    pub(super) articles: Vec<Slot>,
    pub(super) actors: Vec<Slot>,
    pub(super) issues: Vec<Slot>,
    pub(super) demands: Vec<Slot>,
    /// Values outside of records.
    heads: Vec<Slot>,
    /// Ids of records that could not be read: references to them are not reported.
    pub(super) lost: HashSet<String>,
    /// Pieces that were not read: what they refer to counts as used.
    pub(super) skipped: Vec<At>,
    /// The lists that the current file has written inline at its top.
    pub(super) inline: Vec<&'static str>,
    /// The tables of the current file that are not of the format.
    pub(super) foreign: HashSet<(&'t str, &'t str)>,
}

impl<'t> Tables<'t> {
    /// Adds values of a source; tables at the top are records, by their keys in [`TOP`]. Records without an id are left
    /// out and passed to `nameless` with the name of their list, their place, and that of an unusable id.
    pub(super) fn add(
        &mut self,
        source: Source<'t>,
        values: Values,
        mut nameless: impl FnMut(&'static str, At, Option<At>),
    ) {
        let (part, mut place) = (narrow(self.parts.len()), 0);
        for (cell, inner) in each(&values.cells) {
            let slot = Slot { part, cell: narrow(place) };
            place += 1 + inner.len();
            match self.list(cell.key) {
                _ if cell.kind == CellKind::Spoilt => {}
                None => self.heads.push(slot),
                // The id is the first key of every record.
                Some((_, list)) if each(inner).any(|(cell, _)| cell.key == 0 && cell.kind != CellKind::Spoilt) => {
                    list.push(slot);
                }
                Some((field, _)) => {
                    let spoilt = each(inner).find(|(cell, _)| cell.key == 0).map(|(cell, _)| source.at(cell));
                    nameless(field.name, source.at(cell), spoilt);
                    let start = inner.iter().map(|cell| cell.start).min().unwrap_or(cell.start);
                    let end = inner.iter().map(|cell| cell.end).max().unwrap_or(cell.end);
                    self.skipped.push(source.at(Cell { start, end: end.max(start), ..cell }));
                }
            }
        }
        let mut cells = values.cells;
        let spoilt = cells.iter().filter(|cell| cell.kind == CellKind::Spoilt);
        self.skipped.extend(spoilt.map(|cell| source.at(*cell)));
        cells.shrink_to_fit();
        self.parts.push((source, cells));
    }

    /// The recognizable values in what was not read.
    pub(super) fn skipped_words(&self) -> impl Iterator<Item = &str> {
        let sources: HashMap<u32, &str> = self.parts.iter().map(|(source, _)| (source.number, source.text)).collect();
        // The value of an unknown key follows on its line; of several pieces on a line, the first one's rest covers the
        // others.
        let mut seen = At::NOWHERE;
        let text = move |at: &At| {
            let rest = sources.get(&at.file)?.get(at.start as usize..)?;
            let length = (at.end - at.start) as usize;
            if seen.file == at.file && (seen.start..=seen.end).contains(&at.start) && at.end <= seen.end {
                return rest.get(..length);
            }
            let behind = rest.as_bytes().get(length..)?;
            let words = rest.get(..length + memchr::memchr(b'\n', behind).unwrap_or(behind.len()))?;
            seen = At { end: at.start + narrow(words.len()), ..*at };
            Some(words)
        };
        let is_mark = |c: char| matches!(c, '\n' | '"' | '\'' | ',' | '[' | ']' | '{' | '}' | '=' | '“' | '”');
        self.skipped.iter().filter_map(text).flat_map(move |words| words.split(is_mark)).map(|piece| {
            let piece = piece.trim();
            // A value without quotation marks follows its key.
            piece.split_once(char::is_whitespace).map_or(piece, |(_, value)| value.trim())
        })
    }

    fn list(&mut self, key: u8) -> Option<(Field, &mut Vec<Slot>)> {
        let lists = [
            (TOP.articles, &mut self.articles),
            (TOP.actors, &mut self.actors),
            (TOP.issues, &mut self.issues),
            (TOP.demands, &mut self.demands),
        ];
        lists.into_iter().find(|(field, _)| field.index == key)
    }

    /// The table of a record.
    pub(super) fn table(&self, slot: Slot) -> Table<'_> {
        self.value(slot).table()
    }

    fn value(&self, slot: Slot) -> Value<'_> {
        let (source, cells) = &self.parts[slot.part as usize];
        let (cell, rest) =
            cells[slot.cell as usize..].split_first().unwrap_or_else(|| unreachable!("a slot has a cell"));
        Value { source: *source, cell: *cell, cells: &rest[..cell.inner as usize] }
    }

    /// The values of a key of [`TOP`], in the order of the sources.
    pub(super) fn heads(&self, field: Field) -> impl Iterator<Item = Value<'_>> {
        let values = self.heads.iter().map(|slot| self.value(*slot));
        values.filter(move |value| value.cell.key == field.index)
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
impl Tables<'_> {
    /// Every value with its place.
    #[allow(clippy::unwrap_used, reason = "a string takes what is written")]
    pub(super) fn dump(&self) -> String {
        use std::fmt::Write;

        fn dump(value: Value<'_>, out: &mut String) {
            write!(out, "{} {:?} ", value.cell.key, value.at()).unwrap();
            if !value.is_table() {
                writeln!(out, "{:?}", Said::of(value.source, value.cell, &[])).unwrap();
                return;
            }
            *out += "{\n";
            each(value.cells).for_each(|(cell, cells)| dump(Value { cell, cells, ..value }, out));
            *out += "}\n";
        }
        let mut out = String::new();
        for list in [&self.heads, &self.articles, &self.actors, &self.issues, &self.demands] {
            for slot in list {
                dump(self.value(*slot), &mut out);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::proptest;

    use super::{CellKind, Source, Tables, Values, scalar, words};
    use crate::diagnose::codes;
    use crate::format::{ACTOR, ARTICLE, DEMAND, Field, ISSUE, PASSAGE, TOP};
    use crate::load::report::{At, Report};
    use crate::load::resolve::resolve;
    use crate::load::source::Folder;

    /// Values whose words were never TOML, and the text that they are collected in.
    #[derive(Default)]
    struct Import {
        text: String,
        values: Values,
    }

    impl Import {
        fn words(&mut self, field: Field, words: &str) -> &mut Self {
            let start = self.text.len();
            self.text.push_str(words);
            self.values.push(field.index, CellKind::Words, At::new(0, &(start..self.text.len())));
            self
        }

        fn table(&mut self, list: Field, fill: impl FnOnce(&mut Self)) -> &mut Self {
            let place = self.values.open(list.index, At::NOWHERE);
            fill(self);
            self.values.close(place);
            self
        }
    }

    proptest! {
        #[test]
        fn words_are_what_the_decoder_reads(inner in "[a'\"\\\\\r\n ]{0,6}", marks in "'|\"|\'\'\'|\"\"\"") {
            let raw = format!("{marks}{inner}{marks}");
            let (mut decoded, mut is_right) = (Cow::Borrowed(""), true);
            let _ = scalar(&raw).decode_scalar(&mut decoded, &mut |_| is_right = false);
            // The reader lets only valid strings through.
            let is_one = toml::from_str::<toml::Table>(&format!("a = {raw}\n")).is_ok();
            assert!(!is_right || !is_one || words(&raw) == decoded, "{raw:?}: {} {decoded}", words(&raw));
        }
    }

    #[test]
    fn values_that_were_never_toml_make_a_model() {
        let mut import = Import::default();
        import
            .words(TOP.title, "A \"quoted\" \\ title")
            .table(TOP.articles, |article| {
                article.words(ARTICLE.id, "a").words(ARTICLE.title, "A").words(ARTICLE.text, "They want peace now.");
            })
            .table(TOP.actors, |actor| {
                actor.words(ACTOR.id, "eu").words(ACTOR.name, "'EU'");
            })
            .table(TOP.issues, |issue| {
                issue.words(ISSUE.id, "i").words(ISSUE.name, "I").words(ISSUE.scale, "low").words(ISSUE.scale, "high");
            })
            .table(TOP.demands, |demand| {
                demand.words(DEMAND.id, "d").words(DEMAND.actor, "eu").words(DEMAND.issue, "i");
                demand.words(DEMAND.text, "Peace").words(DEMAND.position, "high").words(DEMAND.date, "2025-08");
                demand.words(DEMAND.opposes, "missing").table(DEMAND.passages, |passage| {
                    passage.words(PASSAGE.quote, "want peace now");
                });
            });
        let mut tables = Tables::default();
        let source = Source { text: &import.text, number: 0, is_file: false };
        tables.add(source, import.values, |list, _, _| panic!("{list} without an id"));
        let mut report = Report::new(&[]);
        let model = resolve(&tables, &[Folder::Memory(Vec::new())], &mut report, &mut |_, _, _| {});
        assert_eq!(model.title(), Some("A \"quoted\" \\ title"));
        assert_eq!((&*model.actors()[0].name, model.counts().verified), ("'EU'", 1));
        let demand = &model.demands()[0];
        assert_eq!(
            (demand.position, demand.date.map(|date| date.to_string())),
            (Some(1.0), Some("2025-08".to_owned()))
        );
        let findings = report.into_findings();
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [&codes::UNKNOWN_REFERENCE]);
        assert_eq!(findings[0].site, None, "it is in no file");
    }
}
