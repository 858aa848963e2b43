//! The detail: what is under the cursor, in sentences and quotes that scroll.

mod cell;
mod event;
mod ground;
mod groups;
mod lines;
mod panel;
mod teller;

pub use lines::{Line, Tone};
pub use panel::Detail;
