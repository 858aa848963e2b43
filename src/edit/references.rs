//! Where records are named, and which passages omit their article.

use super::doc::{Doc, Rec, Table};
use super::layout::{Shape, text_of};
use crate::format::{Key, PASSAGE, TableKind};

/// A record, or a passage of one.
pub(super) struct Target {
    pub(super) file: usize,
    pub(super) record: Rec,
    pub(super) id: String,
    /// From 0.
    pub(super) passage: Option<usize>,
}

impl Target {
    pub(super) fn table(&self) -> &Table {
        self.passage.and_then(|at| self.record.passages.get(at)).unwrap_or(&self.record.table)
    }
}

/// A place that names a record.
pub(super) struct Reference {
    pub(super) holder: Target,
    pub(super) key: &'static str,
    /// The ids there, if it is a list.
    pub(super) list: Option<Vec<String>>,
}

impl Reference {
    /// The id of the naming record.
    pub(super) fn record(&self) -> &str {
        &self.holder.id
    }

    /// The id of the naming record or passage.
    pub(super) fn holder(&self) -> String {
        match self.holder.passage {
            Some(at) => format!("{}#{}", self.holder.id, at + 1),
            None => self.holder.id.clone(),
        }
    }
}

/// The places that name a record, in file order.
pub(super) fn references<'t>(docs: impl Iterator<Item = (usize, Doc<'t>)>, id: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for (file, doc) in docs {
        for chunk in doc.chunks.iter().filter(|chunk| doc.may_say(chunk, id)) {
            for record in doc.records(chunk) {
                let Some(own) = record.id(doc.text) else { continue };
                let tables = std::iter::once((None, &record.table));
                let tables = tables.chain(record.passages.iter().enumerate().map(|(at, table)| (Some(at), table)));
                for (passage, table) in tables {
                    for (key, list) in named_in(&doc, table, id) {
                        let id = own.clone();
                        let holder = Target { file, record: record.clone(), id, passage };
                        found.push(Reference { holder, key, list });
                    }
                }
            }
        }
    }
    found
}

/// The passages that omit their article, with its id, and whether it is the only one of their file.
pub(super) fn unnamed<'t>(docs: impl ExactSizeIterator<Item = (usize, Doc<'t>)>) -> Vec<(Target, String, bool)> {
    let files = docs.len();
    let all: Vec<(usize, Rec, String)> = docs
        .flat_map(|(at, doc)| {
            let records: Vec<Rec> = doc.chunks.iter().flat_map(|chunk| doc.records(chunk)).collect();
            records.into_iter().filter_map(move |record| Some((at, record.id(doc.text)?, record)))
        })
        .map(|(at, id, record)| (at, record, id))
        .collect();
    let only = |of: Option<usize>| {
        let mut articles = all
            .iter()
            .filter(|(at, record, _)| record.table.kind == TableKind::Article && of.is_none_or(|of| of == *at));
        let first = articles.next().map(|(.., id)| id)?;
        articles.all(|(.., id)| id == first).then_some(first)
    };
    let of_model = only(None);
    let of_files: Vec<Option<&String>> = (0..files).map(|file| only(Some(file))).collect();
    let mut found = Vec::new();
    for (at, record, id) in &all {
        let of_file = of_files.get(*at).copied().flatten();
        let Some(article) = of_file.or(of_model) else { continue };
        for (passage, table) in record.passages.iter().enumerate() {
            if table.pair(PASSAGE.article.name).is_none() {
                let target = Target { file: *at, record: record.clone(), id: id.clone(), passage: Some(passage) };
                found.push((target, article.clone(), of_file.is_some()));
            }
        }
    }
    found
}

/// The keys of a table that name `id`, each with all ids if it is a list.
fn named_in(doc: &Doc<'_>, table: &Table, id: &str) -> Vec<(&'static str, Option<Vec<String>>)> {
    let is_reference = |key: &&Key| key.kind.ends_with(" id") || key.kind.ends_with(" ids");
    let text = |range: std::ops::Range<usize>| text_of(doc.piece(range)).unwrap_or_default();
    let mut found = Vec::new();
    for key in table.kind.keys().iter().filter(is_reference) {
        let Some(pair) = table.pair(key.name) else { continue };
        match &pair.value.shape {
            Shape::List(items) => {
                let ids: Vec<String> = items.iter().map(|item| text(item.range.clone())).collect();
                if ids.iter().any(|other| other == id) {
                    found.push((key.name, Some(ids)));
                }
            }
            Shape::Scalar if text(pair.value.range.clone()) == id => found.push((key.name, None)),
            Shape::Scalar | Shape::Table(_) => {}
        }
    }
    found
}
