//! A comparison of actors: what each holds on every issue, and how all pairs relate.

mod compared;
mod faces;
mod json;
mod number;
mod sheet;
mod text;

#[cfg(test)]
mod tests;

pub use compared::{Comparison, Request};
pub use json::write as write_json;
pub use sheet::{write_csv, write_markdown};
pub use text::write as write_text;
