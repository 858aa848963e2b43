//! The format of a model file: its tables and keys, and the reference and schema made of them.

mod keys;
mod reference;
mod schema;

pub use keys::{ACTOR, ARTICLE, DEMAND, Field, Form, ISSUE, Key, Need, PASSAGE, POINT, TOP, TableKind, keys};
pub use reference::format_page;
pub use schema::schema;
