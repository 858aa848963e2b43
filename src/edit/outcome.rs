//! What came of a change, or why there is none.

use std::fmt;

use crate::diagnose::Finding;

/// Said of changes that leave every file as it is.
pub const NOTHING_TO_CHANGE: &str = "nothing to change: the model says so already";

/// What happened to a record or passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Added,
    /// It has other values.
    Changed,
    /// It is gone.
    Removed,
}

impl Action {
    /// The action as the JSON calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One record or passage that a step touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its id, of a passage `DEMAND#n`; after the step, or before it where it is removed.
    pub id: String,
    /// What happened.
    pub action: Action,
}

impl Done {
    /// Names it after its record where that is called `to` instead of `from`; whether it is. What is removed keeps its id.
    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        let rest = self.id.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with('#'));
        let Some(rest) = rest.filter(|_| self.action != Action::Removed) else { return false };
        self.id = format!("{to}{rest}");
        true
    }
}

/// Why a change is not made: nothing is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The reason, in a sentence without period; it may hold words of a model, to be cleaned.
    pub sentence: String,
    /// What `check` would say of the file with the change.
    pub findings: Vec<Finding>,
}

impl Refusal {
    /// A reason without findings.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), findings: Vec::new() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence)
    }
}
