//! Changes of the model that the screen asks of the outside, and what came of them.

use std::path::Path;
use std::sync::Arc;

use crate::edit::{Allowed, Change, Done, unified};
use crate::load::Loaded;

/// Changes that are wanted, made together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRequest {
    /// The changes, in this order.
    pub changes: Vec<Change>,
    /// What they may do that others may not.
    pub allowed: Allowed,
    /// Whether files are only looked at: the answer says what would be written.
    pub is_preview: bool,
}

impl WriteRequest {
    /// Changes to be written.
    pub fn new(changes: Vec<Change>) -> Self {
        Self { changes, allowed: Allowed::default(), is_preview: false }
    }
}

/// What came of changes, of an undo or a redo.
#[derive(Debug, Clone)]
pub struct WriteReply {
    /// The model with them.
    pub loaded: Arc<Loaded>,
    /// The records and passages they touched, in order.
    pub done: Vec<Done>,
    /// What was done: `add putin-donbas`; empty where the files said so already.
    pub sentence: String,
    /// What else has to be known: warnings, or why it cannot be undone.
    pub notes: Vec<String>,
    /// The lines of a file that go (`-`) and come (`+`), with those around them.
    pub diff: String,
    /// Whether nothing was written.
    pub is_preview: bool,
}

impl WriteReply {
    /// Takes what changes in a file into the diff.
    pub fn add_file(&mut self, path: &Path, before: &str, after: &str) {
        self.diff += &unified(path, before, after);
    }
}
