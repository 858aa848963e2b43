//! The reader: one article in full, a cursor in its text, and the passages around it.

mod coverage;
mod layout;
mod margin;
mod mouse;
mod select;
mod selected;
mod state;
mod update;

pub use coverage::Coverage;
pub use layout::{GUTTER, ReaderRegions, regions, text_area, text_width};
pub use margin::{Entry, said};
pub use selected::Selected;
pub use state::Reader;
