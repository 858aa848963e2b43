//! State of the screen and the only code that changes it.
//!
//! Nothing here draws, reads files or asks the time; work for the outside is returned as an [`Effect`].

pub mod ahead;
mod change;
pub mod command;
pub mod completer;
pub mod field;
pub mod history;
pub mod key;
mod keyboard;
pub mod keymap;
pub mod layout;
mod legend;
pub mod list;
pub mod lookup;
mod message;
pub mod overlay;
pub mod page;
pub mod place;
pub mod prompt;
mod session;
mod settings;
mod snapshot;
mod state;
mod theme;
mod update;
pub mod views;
pub mod words;
mod write;

pub use key::{Code, Key};
pub use message::{Effect, Live, Message, Mouse, Touch};
pub use session::{LastBrowse, LastCompare, LastPlace, LastView, Session};
pub use settings::{Looks, Settings};
pub use snapshot::Snapshot;
pub use state::{App, Location, ModelState, Options};
pub use theme::{ActorMarks, Glyphs, ThemeName};
pub use update::{apart, press, press_run, update};
pub use views::{Screen, View, browse, compare, reader};
pub use write::{WriteReply, WriteRequest, changed_lines};

#[cfg(test)]
mod tests;
