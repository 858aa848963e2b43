//! A line typed at the foot of the screen, which acts on the view with every letter.

use super::completer::Completer;
use super::field::Field;

/// The line and what it is for.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What is typed.
    pub field: Field,
    /// What the view had before, which Esc brings back.
    pub before: String,
    /// What the field of a query under the cursor may become; nothing for a line that is no query.
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
    /// The name of an actor to be compared too.
    AddActor,
    /// The name of a set of actors.
    Set,
    /// Words to find in the reader.
    Search {
        /// Where the cursor was before, which Esc brings back.
        cursor: usize,
    },
}
