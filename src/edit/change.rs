//! Changes to a model, as values.

use super::value::Value;
use crate::format::{ARTICLE, Field, TableKind};

/// One change. Ids are those of the files; a passage is `DEMAND#n`, n from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new article, actor, issue or demand, a demand with its passages.
    Add(Record),
    /// A new passage after the last one of a demand.
    AddPassage {
        /// The demand's id.
        demand: String,
        /// The passage.
        passage: Record,
    },
    /// A new value for a key of a record or passage.
    Set {
        /// The record or passage.
        id: String,
        /// The key.
        key: String,
        /// The value; `None` removes the key.
        value: Option<Value>,
    },
    /// Remove a record or passage, and the relations, memberships and addressees that name it. Refused while a demand
    /// or passage needs it.
    Remove {
        /// The record or passage.
        id: String,
    },
}

/// A new table of the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Which table.
    pub kind: TableKind,
    /// Its values by key, without repeats; written in the order of the format.
    pub values: Vec<(&'static str, Value)>,
    /// The passages of a demand; else none.
    pub passages: Vec<Record>,
}

impl Record {
    /// A table without values.
    pub fn new(kind: TableKind) -> Self {
        Self { kind, values: Vec::new(), passages: Vec::new() }
    }

    /// Sets the value of a key.
    #[must_use]
    pub fn with(mut self, field: Field, value: impl Into<Value>) -> Self {
        self.values.retain(|(key, _)| *key != field.name);
        self.values.push((field.name, value.into()));
        self
    }

    /// Adds a passage.
    #[must_use]
    pub fn passage(mut self, passage: Self) -> Self {
        self.passages.push(passage);
        self
    }

    /// The value of a key.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.values.iter().find(|(key, _)| *key == field.name).map(|(_, value)| value)
    }

    /// The text of a key; empty if it has none.
    pub fn text(&self, field: Field) -> &str {
        match self.get(field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The file of an article without a pin.
    pub fn file_without_pin(&self) -> Option<&str> {
        let is_it = self.kind == TableKind::Article && self.get(ARTICLE.sha256).is_none();
        Some(self.text(ARTICLE.file)).filter(|file| is_it && !file.is_empty())
    }

    /// Sets an article's file and pin, and its title if it has none.
    #[must_use]
    pub fn pinned(self, file: &str, title: &str, sha256: &str) -> Self {
        let title =
            if self.text(ARTICLE.title).is_empty() { title.to_owned() } else { self.text(ARTICLE.title).to_owned() };
        self.with(ARTICLE.file, file).with(ARTICLE.title, title).with(ARTICLE.sha256, sha256)
    }

    /// Its values in the order of the format.
    pub(super) fn in_order(&self) -> Vec<(&'static str, &Value)> {
        let given = |name: &'static str| self.values.iter().find(|(key, _)| *key == name);
        self.kind.keys().iter().filter_map(|key| given(key.name)).map(|(key, value)| (*key, value)).collect()
    }
}
