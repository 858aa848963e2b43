//! What may happen, and what the program asks of the outside.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::Command;
use crate::load::Loaded;

/// Something that happened: a key's meaning, or news from outside.
#[derive(Debug, Clone)]
pub enum Message {
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The user wants this.
    Command(Command),
    /// A model was read.
    Loaded(Arc<Loaded>),
    /// The model could not be read, for the reason in the sentence.
    Unread(String),
    /// The files of the model are watched, or are no longer.
    Live(Live),
    /// Text was pasted.
    Paste(String),
    /// A sentence for the status line, from the outside (the editor failed, for instance).
    Notice(String),
    /// Leave the program.
    Quit,
}

/// Whether changes of the files come to the screen by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Live {
    /// No: the model is read again when the user says so.
    #[default]
    No,
    /// Yes.
    Yes,
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
