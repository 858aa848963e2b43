//! Finding: words in prose, names that are nearly right, and what a pasted sentence comes from.
//!
//! This room knows no terminal and no files. It takes a model and gives hits with their marks, best first.

mod field;
mod hit;
mod index;
mod query;
mod words;

pub use hit::{Context, Hit, Hits, Kind, Reason, Scope, Target, Wanted};
pub use index::Index;
pub use query::{Mistake, Query};
