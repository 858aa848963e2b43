//! From tables to a model: ids become numbers, inconsistencies are reported, quotes are located in their articles.

mod cycles;
mod demands;
mod names;
mod quotes;
mod records;
#[expect(clippy::module_inception, reason = "the module's entry point")]
mod resolve;

pub use records::digest;
pub(super) use resolve::resolve;
