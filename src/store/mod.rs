//! The files of a model: changed as [`edit`](crate::edit) plans it, each replaced at once, every step undone by its journal.
//!
//! The one place that writes into models, for the command line and the screen alike. A file is locked while it is replaced,
//! so that writers follow each other; what anyone else saves meanwhile is read again first and the change planned on that.

mod article;
mod journal;
mod readings;
mod replace;
mod state;
mod target;
mod undo;
mod write;

use std::fmt;
use std::io;
use std::path::Path;

pub use article::{Source, files_beside, source, with_source};
pub use replace::digest;
pub use state::{read_state, state_folder, state_options};
pub use undo::{Direction, pass_over, undo};
pub use write::{ChangedFile, Mode, Wanted, Writer, Written, write};

use crate::edit::Refusal;
use crate::text::clean;

/// Why nothing was written.
#[derive(Debug)]
pub enum Failure {
    /// The change makes no sense for the model.
    Refused(Refusal),
    /// The last step cannot be undone or redone, as the files are now; a sentence. [`Writer::pass_over`] goes on.
    Blocked(String),
    /// A file or the system does not allow it; a sentence, clean.
    World(String),
    /// There is nothing to undo or redo; a sentence.
    Nothing(String),
}

impl Failure {
    fn world(doing: &str, path: &Path, why: impl Into<io::Error>) -> Self {
        Self::World(format!("cannot {doing} `{}`: {}", clean(&path.to_string_lossy()), why.into()))
    }

    fn refused(path: &Path, why: &str) -> Self {
        Self::World(format!("cannot write `{}`: {why}", clean(&path.to_string_lossy())))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Blocked(sentence) | Self::World(sentence) | Self::Nothing(sentence) => out.write_str(sentence),
        }
    }
}
