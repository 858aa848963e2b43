//! From tables to a model: ids become numbers, what makes no sense is reported, quotes are found in their articles.

mod cycles;
mod demands;
mod names;
mod quotes;
mod records;
#[expect(clippy::module_inception, reason = "the room's one entrance")]
mod resolve;

pub use records::digest;
pub(super) use resolve::resolve;
