//! What can be wrong with a model: findings, their codes, and how one is drawn.

pub mod codes;
mod finding;
mod render;

pub use codes::{CODES, Code, Level, code};
pub use finding::{Excerpt, Finding, Lookalike, Site};
pub use render::render;
