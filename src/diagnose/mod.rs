//! What can be wrong with a model: findings, their codes, and how one is drawn.

pub mod codes;
mod finding;

pub use codes::{CODES, Code, Level};
pub use finding::{Excerpt, Finding, Site};
