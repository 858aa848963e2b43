//! Reports: a model, a comparison or one subject, written as text, JSON, CSV or Markdown.
//!
//! Every report goes to a [`Write`](std::io::Write) and touches nothing else. Its text is safe for a terminal, except
//! in CSV, which keeps texts as they are.

mod comparison;
mod escape;
mod format;
mod json;
mod model;
mod page;
mod records;
mod subject;

#[cfg(test)]
pub(crate) mod sample;

pub use comparison::{Comparison, Request};
pub use escape::{csv_field, markdown, markdown_within};
pub use format::{FORMATS, Format, WriteComparison, WriteModel, WriteSubject};
pub use json::write_json;
pub use subject::{supports, write_text as subject_text};
