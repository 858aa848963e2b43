//! Drawing: reads the state, fills a buffer, changes nothing.

mod article;
mod browse;
mod compare;
mod drawing;
mod edge;
mod footer;
mod overlay;
mod paint;
mod reader;
mod screen;
mod status;
mod theme;
mod words;

pub use paint::Caret;
pub use screen::draw;
pub use theme::{TOKENS, Theme, is_style};

#[cfg(test)]
mod tests;
