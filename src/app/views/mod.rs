//! The views: browse, and what is opened over it.
//!
//! Each has a folder with its state, its layout, and what commands and the mouse do to it. All are one kind: [`View`] is
//! what a view can do, [`Screen`] is the closed set of them. A view changes itself only; what goes beyond it comes back
//! as an [`Outcome`].

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
