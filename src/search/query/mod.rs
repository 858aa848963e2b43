//! The query language.

pub(super) mod completion;
pub(super) mod field;
pub(super) mod parse;
pub(super) mod reference;
