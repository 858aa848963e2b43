//! Takes the terminal, runs the event loop, performs effects, and gives the terminal back whatever happens.
//!
//! Threads: `input` reads keys, `signals` waits for signals and hang-up, `watch` watches the files of the model, `load`
//! reads them, `search` searches models too large to search between two frames, `ahead` works out what the faces of a large
//! comparison will need, `clipboard` talks to the desktop, `tmux` to tmux, `free` frees a replaced model, `remote` answers
//! other programs, and two, `abort`, wait for an abort. Those that have something to report do so to the event loop through
//! one channel; only the event loop draws.

mod abort;
mod clipboard;
mod editor;
mod event_loop;
#[cfg(debug_assertions)]
mod fault;
mod frame;
mod input;
mod news;
mod palette;
mod panic;
mod perform;
mod run;
mod sanitize;
mod search;
mod signals;
mod terminal;
mod watch;

pub use event_loop::{ConfigReader, ModelReader};
pub use news::Ending;
pub use run::{Settings, run};
pub use sanitize::sanitize;
pub use terminal::Door;
