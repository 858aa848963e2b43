//! The reader: one article in full, a cursor in its text, and the passages around it.

mod layout;
mod mouse;
mod state;
mod update;

pub use layout::{GUTTER, ReaderRegions, regions, text_area, text_width};
pub use state::Reader;
