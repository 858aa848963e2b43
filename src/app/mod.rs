//! State of the screen and the only code that changes it.
//!
//! Nothing here draws, reads files or asks the time; work for the outside is returned as an [`Effect`].

pub mod key;
mod message;
mod state;
mod update;

pub use key::{Code, Key};
pub use message::{Effect, Message};
pub use state::{App, Options};
pub use update::{press, update};
