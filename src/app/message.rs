//! What may happen, and what the program asks of the outside.

use std::path::PathBuf;

use super::command::Command;
use super::reading::Reading;
use crate::load::Progress;

/// Something that happened: a key's meaning, or news from outside.
#[derive(Debug, Clone)]
pub enum Message {
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The user wants this.
    Command(Command),
    /// A model was read, or as much of it as there is so far.
    Loaded(Reading),
    /// The reading of the model has come this far; with `None` it is over.
    Progress(Option<Progress>),
    /// Text was pasted.
    Paste(String),
    /// A sentence for the status line, from the outside (the editor failed, for instance).
    Notice(String),
    /// Leave the program.
    Quit,
}

/// Work for the outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// End the program with success.
    Quit,
    /// Stop the program as Ctrl-Z does in a shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Open the file in $EDITOR at the line, then read the model again.
    Edit(PathBuf, u32),
    /// Put the text on the clipboard; the word says what it is.
    Copy(String, &'static str),
    /// Read the model again.
    Reload,
}
