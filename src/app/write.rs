//! Changes of the model that the screen asks of the outside, and what came of them.

use std::path::Path;
use std::sync::Arc;

use crate::edit::{Allowed, Change, Done, unified};
use crate::load::Loaded;
use crate::text::clean;

/// Changes that are wanted, made together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRequest {
    /// The changes, in this order.
    pub changes: Vec<Change>,
    /// What they may do that others may not.
    pub allowed: Allowed,
    /// Whether files are only looked at: the answer says what would be written.
    pub is_preview: bool,
    /// The lines that the preview showed as going and coming, where there was one: others are shown, not written.
    pub shown: Option<Vec<String>>,
}

impl WriteRequest {
    /// Changes to be written.
    pub fn new(changes: Vec<Change>) -> Self {
        Self { changes, allowed: Allowed::default(), is_preview: false, shown: None }
    }

    /// Whether `reply`, which tells what would be written, tells something else than what was shown.
    pub fn is_other(&self, reply: &WriteReply) -> bool {
        self.shown.as_ref().is_some_and(|shown| *shown != changed_lines(&reply.lines()))
    }
}

/// The lines of a diff that go and come.
pub fn changed_lines(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| line.starts_with(['+', '-'])).cloned().collect()
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

    /// The lines of the diff as a screen may show them, without the names of the first file.
    pub fn lines(&self) -> Vec<String> {
        let lines = self.diff.lines().skip_while(|line| !line.starts_with("@@"));
        lines.map(|line| clean(line).into_string()).collect()
    }
}
