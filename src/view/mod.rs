//! Drawing: reads the state, fills a buffer, changes nothing.

mod screen;

pub use screen::draw;
