//! One subject of a model with its evidence: a record, a passage, or a line of an article.

mod evidence;
mod json;
mod text;

#[cfg(test)]
mod tests;

pub use evidence::supports;
pub use json::write as write_json;
pub use text::write as write_text;
