//! The compare view: matrix or scales, and what is under the cursor.

mod detail;
mod draw;
mod matrix;
mod painter;
mod pair;
mod spectrum;

#[cfg(test)]
mod tests;
