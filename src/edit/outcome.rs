//! The outcome of a change.

use std::fmt;

use crate::diagnose::Finding;
use crate::format::DEMAND;
use crate::model::vocabulary;

/// Said of changes that leave every file as it is.
pub const NOTHING_TO_CHANGE: &str = "nothing to change: the model says so already";

vocabulary! {
    /// What happened to a record or passage.
    pub enum Action {
        /// It was added.
        Added = "added",
        /// Its values changed.
        Changed = "changed",
        /// It was removed.
        Removed = "removed",
    }
}

/// One record or passage that a step touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its id after the step, or before it if removed; `DEMAND#n` for a passage.
    pub id: String,
    /// What happened.
    pub action: Action,
}

impl Done {
    /// Renames it if its record was renamed from `from` to `to`, unless it is removed; returns whether it did.
    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        let rest = self.id.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with('#'));
        let Some(rest) = rest.filter(|_| self.action != Action::Removed) else { return false };
        self.id = format!("{to}{rest}");
        true
    }
}

/// Why a change was refused: nothing is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The reason, in a sentence without period. It may hold words of a model: clean it before showing it.
    pub sentence: String,
    /// The findings of `check` for the file with the change.
    pub findings: Vec<Finding>,
    /// The key whose new value is the reason, if it is one.
    pub key: Option<&'static str>,
}

impl Refusal {
    /// A reason without findings.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), findings: Vec::new(), key: None }
    }

    /// A reason that is the id of a record.
    pub(super) fn of_id(sentence: impl Into<String>) -> Self {
        Self { key: Some(DEMAND.id.name), ..Self::new(sentence) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence)
    }
}
