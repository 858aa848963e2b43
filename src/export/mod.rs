//! The model and what was found in it, in the forms that other programs read.

mod escape;
mod json;
mod record;

pub use escape::{csv_field, markdown};
pub use json::write_json;
pub use record::{ActorRecord, ArticleRecord, DemandRecord, IssueRecord, PassageRecord, PointRecord};
