//! The position model: actors, issues, demands, the articles, and the passages that support each demand.
//!
//! A model is immutable once built and complete in itself: it borrows nothing, reads nothing and judges nothing.
//! Records are in the order of the files; ids are dense numbers in that order.

mod article;
mod build;
mod date;
mod demand;
mod ids;
mod named;
mod short_name;
mod side;
mod subject;
mod vocabulary;
mod words;
mod world;

#[cfg(test)]
pub(crate) mod sample;

pub use article::{Anchor, Article, COUNTED_PLACES, Nearest, Passage};
pub use build::Builder;
pub use date::Date;
pub use demand::{Demand, Relation};
pub use ids::{ActorId, ArticleId, DemandId, IssueId, Origin, PassageId, Record};
pub use named::name_words;
pub use side::{SIDES, Side};
pub use subject::{Subject, SubjectKind};
pub(crate) use vocabulary::vocabulary;
pub use vocabulary::{ActorKind, DemandKind, RelationKind, Status, Voice};
pub use words::count_of;
pub use world::{Actor, Counts, Issue, Model, Point};
