//! A line typed at the bottom of the screen that acts on the view with every letter.

use super::completer::Completer;
use super::field::Field;

/// The line and what it is for.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What is typed.
    pub field: Field,
    /// The previous state of the view, which Esc restores.
    pub before: String,
    /// Completions of the field under the cursor; empty unless the line is a query.
    pub completer: Completer,
    /// What in a query could not be read.
    pub mistake: Option<String>,
}

impl Prompt {
    /// A line that begins with `text`.
    pub fn new(purpose: Purpose, text: &str, before: &str) -> Self {
        let (field, completer) = (Field::new(text), Completer::default());
        Self { purpose, field, before: before.to_owned(), completer, mistake: None }
    }
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Words that narrow a pane of browse.
    Filter,
    /// A query that narrows the demands.
    Fields,
    /// The name of an actor to add to the comparison.
    AddActor,
    /// The name of a set of actors.
    Set,
    /// Words to find in the reader.
    Search {
        /// The previous place of the cursor, which Esc restores.
        cursor: usize,
    },
}
