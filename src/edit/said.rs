//! Checks that a splice changes what the tables say as intended, and nothing else.

use toml::{Table, Value as Toml};

use super::change::Record;
use super::doc::{Doc, LISTS, list_name};
use super::value::Value;
use crate::format::{ARTICLE, DEMAND, Key, TableKind};
use crate::load::{Chunk, ChunkKind};

/// The intended effect of a splice.
pub(super) enum Intent<'i> {
    /// A new record.
    Add(&'i Record),
    /// A new passage, after the others of a demand.
    AddPassage(&'i str, &'i Record),
    /// A new value of a key; `passage`, from 0, for that of a passage.
    Set { id: &'i str, passage: Option<usize>, key: &'i str, value: Option<&'i Value> },
    /// A new id of a record, wherever it is written.
    Rename { from: &'i str, to: &'i str },
    /// A record or passage removed.
    Remove { id: &'i str, passage: Option<usize> },
}

/// A record with its list, or another value at the top of a file.
type Said = (String, Toml);

/// Whether the second text says what the first says plus the intended change, and nothing else. Chunks with the same
/// bytes say the same; the others are read and compared.
pub(super) fn holds_exactly(before: &Doc<'_>, after: &Doc<'_>, intent: &Intent<'_>) -> bool {
    let same =
        |(a, b): &(&Chunk, &Chunk)| a.kind == b.kind && before.piece(a.range.clone()) == after.piece(b.range.clone());
    let shorter = before.chunks.len().min(after.chunks.len());
    let front = before.chunks.iter().zip(after.chunks).take_while(same).count();
    let back = before.chunks.iter().rev().zip(after.chunks.iter().rev()).take(shorter - front).take_while(same).count();
    let changed = |doc: &Doc<'_>| {
        let chunks = doc.chunks.get(front..doc.chunks.len() - back)?;
        let mut all = Vec::new();
        chunks.iter().try_for_each(|chunk| say(doc, chunk, &mut all))?;
        Some(all)
    };
    let (Some(was), Some(mut is)) = (changed(before), changed(after)) else { return false };
    let expected = match intent {
        Intent::Add(record) => {
            let new = (list_name(record.kind).to_owned(), Toml::Table(table(record)));
            let Some(at) = is.iter().position(|said| said.0 == new.0 && is_same(&said.1, &new.1)) else { return false };
            is.remove(at);
            was
        }
        Intent::Rename { from, to } => renamed(was, from, to),
        other => expected(was, other),
    };
    expected.len() == is.len() && expected.iter().zip(&is).all(|(a, b)| a.0 == b.0 && is_same(&a.1, &b.1))
}

/// Whether both say the same; NaN equals itself.
fn is_same(a: &Toml, b: &Toml) -> bool {
    match (a, b) {
        (Toml::Float(a), Toml::Float(b)) => a.total_cmp(b).is_eq(),
        (Toml::Array(a), Toml::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Toml::Table(a), Toml::Table(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| is_same(a, b)))
        }
        _ => a == b,
    }
}

/// Replaces `from` by `to` in every id and every key that names a record.
fn renamed(mut all: Vec<Said>, from: &str, to: &str) -> Vec<Said> {
    let write = |value: &mut Toml| match value {
        Toml::String(id) if id == from => to.clone_into(id),
        Toml::Array(ids) => ids.iter_mut().filter(|id| id.as_str() == Some(from)).for_each(|id| *id = to.into()),
        _ => {}
    };
    let write_all = |kind: TableKind, table: &mut Table| {
        let is_id = |key: &&Key| key.target().is_some() || (key.name == ARTICLE.id.name && kind != TableKind::Passage);
        kind.keys().iter().filter(is_id).for_each(|key| table.get_mut(key.name).into_iter().for_each(write));
    };
    for (list, said) in &mut all {
        let Some((_, kind)) = LISTS.iter().find(|(name, _)| name == list) else { continue };
        let Some(table) = said.as_table_mut() else { continue };
        write_all(*kind, table);
        let passages = table.get_mut(DEMAND.passages.name).and_then(Toml::as_array_mut);
        for passage in passages.into_iter().flatten().filter_map(Toml::as_table_mut) {
            write_all(TableKind::Passage, passage);
        }
    }
    all
}

fn say(doc: &Doc<'_>, chunk: &Chunk, all: &mut Vec<Said>) -> Option<()> {
    (chunk.kind == ChunkKind::Table).then_some(())?;
    let read: Table = doc.piece(chunk.range.clone()).parse().ok()?;
    for (key, value) in read {
        match value {
            Toml::Array(items) if LISTS.iter().any(|(name, _)| *name == key) => {
                all.extend(items.into_iter().map(|item| (key.clone(), without_empty_passages(item))));
            }
            value => all.push((key, value)),
        }
    }
    Some(())
}

/// An empty list of passages says the same as none.
fn without_empty_passages(mut record: Toml) -> Toml {
    let passages = DEMAND.passages.name;
    if let Some(table) = record.as_table_mut()
        && table.get(passages).and_then(Toml::as_array).is_some_and(Vec::is_empty)
    {
        table.remove(passages);
    }
    record
}

fn expected(mut all: Vec<Said>, intent: &Intent<'_>) -> Vec<Said> {
    let (Intent::AddPassage(id, _) | Intent::Set { id, .. } | Intent::Remove { id, .. }) = intent else { return all };
    let is_it = |(list, said): &Said| {
        LISTS.iter().any(|(name, _)| name == list) && said.get(ARTICLE.id.name).and_then(Toml::as_str) == Some(id)
    };
    let Some(at) = all.iter().position(is_it) else { return all };
    if let Intent::Remove { passage: None, .. } = intent {
        all.remove(at);
        return all;
    }
    let Some(record) = all.get_mut(at).and_then(|(_, said)| said.as_table_mut()) else { return all };
    let passages = DEMAND.passages.name;
    match intent {
        Intent::AddPassage(_, passage) => {
            let list = record.entry(passages).or_insert_with(|| Toml::Array(Vec::new()));
            if let Some(list) = list.as_array_mut() {
                list.push(Toml::Table(table(passage)));
            }
        }
        Intent::Remove { passage: Some(at), .. } => {
            let Some(list) = record.get_mut(passages).and_then(Toml::as_array_mut) else { return all };
            if *at < list.len() {
                list.remove(*at);
            }
            // An empty list says the same as none.
            if list.is_empty() {
                record.remove(passages);
            }
        }
        Intent::Set { passage, key, value, .. } => {
            let inner = |at: &usize| record.get(passages)?.as_array()?.get(*at).map(|_| *at);
            let place = passage.as_ref().and_then(inner);
            let table = match place {
                Some(at) => record.get_mut(passages).and_then(|list| list.get_mut(at)).and_then(Toml::as_table_mut),
                None => Some(record),
            };
            if let Some(table) = table {
                match value {
                    Some(value) => table.insert((*key).to_owned(), value.to_toml()),
                    None => table.remove(*key),
                };
            }
        }
        Intent::Add(_) | Intent::Rename { .. } | Intent::Remove { passage: None, .. } => {}
    }
    all
}

/// A record as TOML.
fn table(record: &Record) -> Table {
    let mut table: Table = record.values.iter().map(|(key, value)| ((*key).to_owned(), value.to_toml())).collect();
    if !record.passages.is_empty() {
        let passages = record.passages.iter().map(|passage| Toml::Table(self::table(passage))).collect();
        table.insert(DEMAND.passages.name.to_owned(), Toml::Array(passages));
    }
    table
}
