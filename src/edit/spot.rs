//! Looks up what is written where in a model file: at a byte, all mentions of an id, and the records in order.

use std::ops::Range;

use super::doc::{Doc, Edit, Rec, Table};
use super::ids::check_id;
use super::layout::{Node, Pair, Section, Shape, text_of};
use super::outcome::Refusal;
use super::value::{Marks, Value};
use crate::format::{ARTICLE, DEMAND, ISSUE, Key, PASSAGE, TableKind};
use crate::load::{Chunk, chunks};

/// What is at a byte of a model file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The table it is in.
    pub table: TableKind,
    /// The id of the record; empty at the top of the file and for a record without one.
    pub id: String,
    /// The passage of the demand, from 0.
    pub passage: Option<usize>,
    /// Where each passage of the record begins.
    pub passages: Vec<usize>,
    /// Which part of the table.
    pub written: Written,
}

/// A part of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A key of the format.
    Key(&'static Key),
    /// The value of a key of the format, or an entry of its list.
    Value(&'static Key, Text),
    /// Anything else: the header, a brace, an unknown key.
    Table,
}

/// A string as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its bytes, with its marks.
    pub range: Range<usize>,
    /// Its text; empty if it is not a string.
    pub words: String,
}

/// What is at the byte `at`; `None` between records and in invalid TOML. Costs a pass over the file.
pub fn spot(text: &str, at: usize) -> Option<Spot> {
    let chunks = chunks(text);
    let doc = Doc::new(text, &chunks);
    let chunk = doc.chunks.get(doc.chunks.partition_point(|chunk| chunk.range.end <= at)).or(doc.chunks.last())?;
    let records = doc.records(chunk);
    let found = records.iter().find(|record| record.within.is_some() && holds(&record.table.head, at));
    let Some(record) = found.or(records.iter().find(|record| record.within.is_none())) else {
        return top(&doc, chunk, at);
    };
    let id = record.id(text).unwrap_or_default();
    let (table, passage) = match passage_at(record, at) {
        Some((passage, table)) => (table, Some(passage)),
        None => (&record.table, None),
    };
    let written = written(text, table.kind, &table.pairs, at);
    let passages = record.passages.iter().map(|table| table.head.start).collect();
    Some(Spot { table: table.kind, id, passage, passages, written })
}

fn top(doc: &Doc<'_>, chunk: &Chunk, at: usize) -> Option<Spot> {
    let sections = doc.sections(chunk)?;
    let section: &Section = sections.first()?;
    let written = written(doc.text, TableKind::Top, &section.pairs, at);
    let (table, id, passages) = (TableKind::Top, String::new(), Vec::new());
    (written != Written::Table).then_some(Spot { table, id, passage: None, passages, written })
}

/// The passage around a byte of a record; of passages with headers, the last that begins before it.
fn passage_at(record: &Rec, at: usize) -> Option<(usize, &Table)> {
    let mut passages = record.passages.iter().enumerate();
    passages.rfind(|(_, table)| if table.is_inline { holds(&table.head, at) } else { table.head.start <= at })
}

/// Whether a byte is in a range or right after it, where a cursor still touches it.
fn holds(range: &Range<usize>, at: usize) -> bool {
    range.start <= at && at <= range.end
}

fn written(text: &str, kind: TableKind, pairs: &[Pair], at: usize) -> Written {
    let Some(pair) = pairs.iter().find(|pair| holds(&pair.range(), at)) else { return Written::Table };
    let Some(key) = kind.keys().iter().find(|key| key.name == pair.key) else { return Written::Table };
    if holds(&pair.key_range, at) {
        return Written::Key(key);
    }
    let node = match &pair.value.shape {
        Shape::List(items) => items.iter().find(|item| holds(&item.range, at)).unwrap_or(&pair.value),
        Shape::Scalar | Shape::Table(_) => &pair.value,
    };
    if holds(&node.range, at) { Written::Value(key, string(text, node)) } else { Written::Table }
}

fn string(text: &str, node: &Node) -> Text {
    let raw = text.get(node.range.clone()).unwrap_or_default();
    Text { range: node.range.clone(), words: text_of(raw).unwrap_or_default() }
}

/// An occurrence of an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The string, with its marks.
    pub range: Range<usize>,
    /// Whether this defines the id.
    pub is_definition: bool,
}

/// All mentions of an id, in order; refused if invalid TOML may hold one. Costs a pass over the file.
pub fn mentions(text: &str, id: &str) -> Result<Vec<Mention>, Refusal> {
    mentions_of(&Doc::new(text, &chunks(text)), id)
}

fn mentions_of(doc: &Doc<'_>, id: &str) -> Result<Vec<Mention>, Refusal> {
    let mut found = Vec::new();
    for chunk in doc.chunks.iter().filter(|chunk| doc.may_say(chunk, id)) {
        if !doc.is_right(chunk) {
            return Err(doc.broken(chunk));
        }
        for record in doc.records(chunk) {
            for table in std::iter::once(&record.table).chain(&record.passages) {
                mentions_in(doc, table, id, &mut found);
            }
        }
    }
    found.sort_by_key(|mention| mention.range.start);
    Ok(found)
}

fn mentions_in(doc: &Doc<'_>, table: &Table, id: &str, found: &mut Vec<Mention>) {
    for pair in &table.pairs {
        let Some(key) = table.kind.keys().iter().find(|key| key.name == pair.key) else { continue };
        let is_definition = key.name == ARTICLE.id.name && table.kind != TableKind::Passage;
        if !is_definition && key.target().is_none() {
            continue;
        }
        let nodes = match &pair.value.shape {
            Shape::List(items) => items.as_slice(),
            Shape::Scalar | Shape::Table(_) => std::slice::from_ref(&pair.value),
        };
        let named = nodes.iter().map(|node| string(doc.text, node)).filter(|text| text.words == id);
        found.extend(named.map(|text| Mention { range: text.range, is_definition }));
    }
}

/// The edits that rename a record from `from` to `to`, in order.
pub fn renamed(text: &str, from: &str, to: &str) -> Result<Vec<(Range<usize>, String)>, Refusal> {
    check_id(to)?;
    renamed_in(&Doc::new(text, &chunks(text)), from, to)
}

pub(super) fn renamed_in(doc: &Doc<'_>, from: &str, to: &str) -> Result<Vec<Edit>, Refusal> {
    let rewritten = |mention: Mention| {
        let marks = if doc.piece(mention.range.clone()).starts_with('\'') { Marks::Literal } else { Marks::Basic };
        (mention.range, Value::from(to).written(marks))
    };
    Ok(mentions_of(doc, from)?.into_iter().map(rewritten).collect())
}

/// A record of a file, or a passage of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its table.
    pub table: TableKind,
    /// Its id; for a passage its number in the demand, from 1.
    pub id: String,
    /// Its name, title or text; for a passage its quote.
    pub name: String,
    /// Its range.
    pub range: Range<usize>,
    /// Its header, or its braces with their content.
    pub head: Range<usize>,
    /// The passages of a demand.
    pub passages: Vec<Entry>,
}

/// The records of a file, in order, except those in invalid TOML. Costs a pass over the file.
pub fn outline(text: &str) -> Vec<Entry> {
    let chunks = chunks(text);
    let doc = Doc::new(text, &chunks);
    let records = doc.chunks.iter().flat_map(|chunk| doc.records(chunk));
    records.map(|record| entry(text, &record)).collect()
}

fn entry(text: &str, record: &Rec) -> Entry {
    let said = |table: &Table, key: &str| table.text(key, text).unwrap_or_default();
    let name = match record.table.kind {
        TableKind::Article => ARTICLE.title,
        TableKind::Demand => DEMAND.text,
        TableKind::Actor | TableKind::Issue | TableKind::Passage | TableKind::Top => ISSUE.name,
    };
    let passages = record.passages.iter().enumerate().map(|(at, table)| Entry {
        table: TableKind::Passage,
        id: (at + 1).to_string(),
        name: said(table, PASSAGE.quote.name),
        range: table.head.start..table.end(),
        head: table.head.clone(),
        passages: Vec::new(),
    });
    Entry {
        table: record.table.kind,
        id: record.id(text).unwrap_or_default(),
        name: said(&record.table, name.name),
        range: record.table.head.start..record.end.max(record.table.end()),
        head: record.table.head.clone(),
        passages: passages.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Written, mentions, outline, renamed, spot};

    const TEXT: &str = "title = 'T'\n[[actors]]\nid = 'eu'\nname = \"EU\"\n[[actors]]\nid = \"m\"\nname = 'M'\n\
        member_of = ['eu', \"x\"]\n\n[[demands]]\nid = \"d\"\nactor = \"eu\"\nopposes = [ 'eu' ]\ntext = 'eu'\n\
        [[demands.passages]]\nquote = 'q'\nspeaker = 'eu'\n[[issues]\nid = 'i'\n[[demands]]\nid = 'e'\nactor='m'\n\
        passages = [{ quote = 'one' }, { speaker = 'm', quote = 'two' }]\n";

    #[test]
    fn what_is_at_a_byte_is_known() {
        for (words, behind, expected) in [
            ("title", 2, "Top//None/key title"),
            ("'T'", 1, "Top//None/title T"),
            ("[[actors]]\nid = 'eu'", 3, "Actor/eu/None/table"),
            ("'eu', ", 1, "Actor/m/None/member_of eu"),
            ("\"x\"]", 3, "Actor/m/None/member_of x"),
            ("\"x\"]", 4, "Actor/m/None/member_of "),
            ("speaker = 'eu'", 11, "Passage/d/Some(0)/speaker eu"),
            ("'two'", 1, "Passage/e/Some(1)/quote two"),
            ("'one'", 1, "Passage/e/Some(0)/quote one"),
            ("actor='m'", 2, "Demand/e/None/key actor"),
            ("[[issues]\nid", 3, ""),
        ] {
            let at = TEXT.find(words).unwrap() + behind;
            let told = spot(TEXT, at).map_or_else(String::new, |spot| {
                let written = match spot.written {
                    Written::Key(key) => format!("key {}", key.name),
                    Written::Value(key, text) => format!("{} {}", key.name, text.words),
                    Written::Table => "table".to_owned(),
                };
                format!("{:?}/{}/{:?}/{written}", spot.table, spot.id, spot.passage)
            });
            assert_eq!(told, expected, "{words}");
        }
        assert!(TEXT.char_indices().all(|(at, _)| spot(TEXT, at).is_none_or(|spot| spot.id.len() < 3)));
        assert_eq!(spot("", 0), None);
    }

    #[test]
    fn an_id_is_written_anew_everywhere_and_nothing_else_is() {
        let found = mentions(TEXT, "eu").unwrap();
        assert_eq!(
            found.iter().map(|mention| mention.is_definition).collect::<Vec<_>>(),
            [true, false, false, false, false]
        );
        let mut after = TEXT.to_owned();
        for (range, new) in renamed(TEXT, "eu", "e'u").unwrap().into_iter().rev() {
            after.replace_range(range, &new);
        }
        assert_eq!(after.matches("\"e'u\"").count(), 5, "{after}");
        assert!(after.contains("text = 'eu'") && after.contains("name = \"EU\""));
        assert!(renamed(TEXT, "eu", "e u").is_err() && renamed(TEXT, "eu", "").is_err());
        assert!(
            renamed(TEXT, "i", "j").unwrap_err().sentence.contains("line 18 is no valid TOML"),
            "what cannot be read may hold it"
        );
    }

    #[test]
    fn the_outline_has_every_record_that_can_be_read() {
        let told = |entry: &super::Entry| format!("{} {} {}", entry.id, entry.name, entry.passages.len());
        let all: Vec<String> = outline(TEXT).iter().map(told).collect();
        assert_eq!(all, ["eu EU 0", "m M 0", "d eu 1", "e  2"]);
    }
}
