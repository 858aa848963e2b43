//! State of the screen and the only code that changes it.
//!
//! Nothing here draws, reads files or asks the time; work for the outside is returned as an [`Effect`].

pub mod browse;
mod change;
pub mod command;
pub mod compare;
pub mod field;
pub mod history;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod looking;
mod message;
pub mod overlay;
pub mod page;
pub mod place;
pub mod reader;
mod reading;
pub mod rows;
mod state;
mod theme;
mod update;

pub use key::{Code, Key};
pub use message::{Effect, Live, Message, Mouse, Touch};
pub use reading::Reading;
pub use state::{App, Options, Place, Screen, Stale};
pub use theme::ThemeName;
pub use update::{open_at, press, update};

#[cfg(test)]
mod tests;
