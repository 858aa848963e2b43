//! What a view asks for beyond itself.

use super::screen::Screen;
use crate::app::command::Command;
use crate::app::place::Pane;
use crate::app::prompt::Prompt;
use crate::model::{ArticleId, Subject};
use crate::text::Span;

/// What is left to do after a view carried a command out.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing.
    Done,
    /// Show a sentence in the last line.
    Say(String),
    /// Show a sentence in the last line, and what the keys of a command would do.
    Advise(&'static str, Command, &'static str),
    /// Go to a subject in browse; the keyboard goes to this pane, else to the subject's own.
    Go(Subject, Option<Pane>),
    /// Open an article at these words; `None` for a quote that is not in it.
    Read(ArticleId, Option<Span>),
    /// Open a view over this one.
    Open(Box<Screen>),
    /// Keep this view in the history and show another state of it.
    Replace(Box<Screen>),
    /// Call the set of actors of this name back; without one, keep the actors that are compared under it.
    Set(String),
    /// Open a prompt.
    Prompt(Prompt),
}

impl Outcome {
    /// Shows a sentence in the last line.
    pub fn say(sentence: &str) -> Self {
        Self::Say(sentence.to_owned())
    }
}
