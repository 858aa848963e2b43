//! What can be wrong with a model: findings, their codes, and how to draw them.

pub mod codes;
mod finding;
mod render;

pub use codes::{CODES, Code, Level, code};
pub use finding::{About, Excerpt, Finding, Label, Lookalike, Site};
pub use render::render;
