//! What the threads report to the event loop, and how the program ends.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use rustix::io::Errno;
use signal_hook::consts::signal::SIGHUP;

use super::input::Input;
use crate::app::Message;
use crate::app::lookup::Picked;
use crate::load::Loaded;
use crate::remote::Answer;

/// How the program ended.
#[derive(Debug)]
pub enum Ending {
    /// The user quit.
    Quit,
    /// The user chose results of this model.
    Picked(Picked, Arc<Loaded>),
    /// A signal with this number arrived; a hang-up of the terminal counts as SIGHUP.
    Signal(i32),
    /// A thread panicked, with the raw message.
    Bug(String),
    /// There is no terminal to browse in, with the reason.
    NoTerminal(String),
    /// The terminal failed.
    Failed(io::Error),
}

/// One report to the event loop.
#[derive(Debug)]
pub enum News {
    /// Input of the user, in order.
    Input(Vec<Input>),
    /// The size of the terminal may have changed.
    Resized,
    /// SIGTSTP arrived.
    Suspend,
    /// SIGCONT arrived: another program may have used the terminal meanwhile.
    Continued,
    /// The contents of a model file changed.
    Changed,
    /// The contents of the configuration changed.
    Reconfigured,
    /// A message for the state.
    Message(Message),
    /// Another program asks to show an id and waits for the answer.
    Lead(String, Sender<Answer>),
    /// The program must end.
    Ended(Ending),
}

/// The channel for all news.
#[derive(Debug)]
pub struct NewsChannel {
    /// For the threads.
    pub news: Sender<News>,
    /// For the event loop.
    pub inbox: Receiver<News>,
}

impl NewsChannel {
    /// A channel without news.
    pub fn new() -> Self {
        let (news, inbox) = mpsc::channel();
        Self { news, inbox }
    }
}

/// The ending for an error of the terminal. Reads and writes fail before a hang-up is reported.
pub fn failure(error: io::Error) -> Ending {
    match Errno::from_io_error(&error) {
        Some(Errno::IO | Errno::PIPE | Errno::NXIO) => Ending::Signal(SIGHUP),
        _ => Ending::Failed(error),
    }
}
