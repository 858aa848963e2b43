//! What may happen, and what the program asks of the outside.

use std::path::PathBuf;

use super::ahead::Ahead;
use super::command::{Command, Direction};
use super::lookup::{Picked, SearchReply, SearchRequest};
use super::settings::Settings;
use super::snapshot::Snapshot;
use super::theme::ThemeName;
use super::write::{WriteReply, WriteRequest};
use crate::load::Progress;
use crate::text::{Clean, Place};

/// Something that happened: a key's meaning, or news from outside.
#[derive(Debug, Clone)]
pub enum Message {
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The user wants this.
    Command(Command),
    /// Another program points at an id, `DEMAND#n` or `ARTICLE:LINE`.
    Lead(String),
    /// A search of the outside has its answer.
    Found(SearchReply),
    /// A model was read.
    Loaded(Snapshot),
    /// The first reading has come this far.
    Progress(Progress),
    /// As much of the model as there is so far.
    Part(Snapshot),
    /// The model could not be read, for the reason in the sentence.
    Unread(String),
    /// Changes were written, undone, redone or looked at.
    Written(WriteReply),
    /// They were not, for the reason in the sentence, which may be the new value of a key.
    Refused(String, Option<&'static str>),
    /// Files that could become articles, as the model would name them.
    Files(Vec<String>),
    /// A new model is opened in place of the example; the sentence says where it is.
    Opened(Snapshot, String),
    /// The files of the model are watched, or are no longer.
    Live(Live),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// A sentence for the status line, from the outside (the editor failed, for instance).
    Notice(String),
    /// The last change cannot be undone or redone, for the reason in the sentence.
    Blocked(String, Direction),
    /// The configuration was read again.
    Configured(Box<Settings>),
    /// The terminal says that its background is for this theme.
    Background(ThemeName),
    /// The keys of a sequence have waited for the next one.
    Waited,
    /// Leave the program.
    Quit,
}

/// Something the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// Column and row of the pointer, from 0.
    pub at: (u16, u16),
    /// What it did.
    pub what: Touch,
}

/// What a mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// The first button was pressed.
    Click,
    /// The pointer moved with that button held down.
    Drag,
    /// The wheel was turned by a step.
    Wheel(Direction),
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
    /// End the program with what was chosen.
    Pick(Picked),
    /// Stop the program as Ctrl-Z does in a shell.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// Open the file in the editor at the place, then read the model again.
    Edit(PathBuf, Place),
    /// Put these lines on the clipboard; the word says what they are.
    Copy(Vec<Clean>, &'static str),
    /// Search the model on the screen; the answer is a [`Message::Found`].
    Search(SearchRequest),
    /// Read the model again.
    Reload,
    /// Change the files of the model; the answer is a [`Message::Written`] or [`Message::Refused`].
    Write(WriteRequest),
    /// Undo the last change of these files, or redo the one undone last; answered like a [`Effect::Write`], or by a
    /// [`Message::Blocked`].
    Undo(Direction),
    /// Take the change that would be undone or redone next from what can be; the files stay as they are.
    PassOver(Direction),
    /// List the files that could become articles of the model; the answer is a [`Message::Files`].
    Files,
    /// Make a model of the texts in the working folder; the answer is a [`Message::Opened`] or [`Message::Refused`].
    NewModel,
    /// Give the mouse to the terminal, or take it back.
    Mouse,
    /// Work out what the faces of a comparison will need; there is no answer.
    Prepare(Ahead),
    /// Ask the terminal for its background; the answer, if there is one in time, is a [`Message::Background`].
    AskBackground,
}
