//! The door to the terminal: takes it, runs the loop, carries out effects, and gives it back whatever happens.
//!
//! Threads: one reads the input, one waits for signals and hang-up, one watches the files of the model, one more reads
//! them while they are read again, one searches models that are too large to be searched between two frames, and one
//! gives the memory of a former reading back.
//! All of them speak to the main loop through one channel, and only the main loop draws.

mod canvas;
mod clipboard;
mod editor;
#[cfg(debug_assertions)]
mod fault;
mod input;
mod keys;
mod net;
mod panic;
mod perform;
mod reply;
mod run;
mod search;
mod signals;
mod terminal;
mod watch;

pub use net::mend;
pub use run::{Ending, Reader, Settings, run};
pub use terminal::{Colour, Mouse};
