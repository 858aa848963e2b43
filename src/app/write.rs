//! Requests for changes of the model, and their replies.

use std::path::Path;
use std::sync::Arc;

use crate::edit::{Allowed, Change, Done, unified};
use crate::load::Loaded;
use crate::text::clean;

/// Changes to make together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRequest {
    /// The changes, in this order.
    pub changes: Vec<Change>,
    /// What they may do only with permission.
    pub allowed: Allowed,
    /// Whether this is only a preview: the reply says what would be written.
    pub is_preview: bool,
    /// The changed lines of the last preview, if any: other changes are shown again instead of written.
    pub shown: Option<Vec<String>>,
}

impl WriteRequest {
    /// Changes to be written.
    pub fn new(changes: Vec<Change>) -> Self {
        Self { changes, allowed: Allowed::default(), is_preview: false, shown: None }
    }

    /// Whether the preview `reply` differs from what was shown.
    pub fn is_other(&self, reply: &WriteReply) -> bool {
        self.shown.as_ref().is_some_and(|shown| *shown != changed_lines(&reply.lines()))
    }
}

/// The removed and added lines of a diff.
pub fn changed_lines(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| line.starts_with(['+', '-'])).cloned().collect()
}

/// The result of changes, of an undo or a redo.
#[derive(Debug, Clone)]
pub struct WriteReply {
    /// The model with them.
    pub loaded: Arc<Loaded>,
    /// The records and passages they touched, in order.
    pub done: Vec<Done>,
    /// What was done: `add putin-donbas`; empty if the files already said so.
    pub sentence: String,
    /// Warnings, or why it cannot be undone.
    pub notes: Vec<String>,
    /// A diff with context.
    pub diff: String,
    /// Whether nothing was written.
    pub is_preview: bool,
}

impl WriteReply {
    /// Adds the changes of a file to the diff.
    pub fn add_file(&mut self, path: &Path, before: &str, after: &str) {
        self.diff += &unified(path, before, after);
    }

    /// The cleaned lines of the diff, without the header of the first file.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.diff.lines().skip_while(|line| !line.starts_with("@@"));
        lines.map(|line| clean(line).into_string()).collect()
    }
}
