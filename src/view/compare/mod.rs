//! The compare view: its five faces, and what is under the cursor.

mod detail;
mod draw;
mod ground;
mod groups;
mod heads;
mod matrix;
mod painter;
mod pair;
mod spectrum;
mod timeline;

#[cfg(test)]
mod tests;
