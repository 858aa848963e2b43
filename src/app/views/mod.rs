//! The views: browse, and what is opened over it.
//!
//! Each has a folder with its state, its layout, and its handling of commands and the mouse. [`View`] is their common
//! interface, [`Screen`] the closed set of them. A view changes only itself; everything else it requests with an
//! [`Outcome`].

pub mod browse;
pub mod compare;
mod delegate;
mod outcome;
pub mod reader;
mod screen;
mod stack;
mod view;

pub use outcome::Outcome;
pub use screen::Screen;
pub(crate) use screen::each;
pub use stack::Stack;
pub use view::{Scene, TextCursor, View};
