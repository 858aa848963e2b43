//! The reference of the file format, drawn from the keys that the reader reads.

use super::raw::KEYS;

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The table means nothing without it.
    Required,
    /// It may be left out.
    Optional,
}

/// One key of one table of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The table's header as the file writes it, or `top level`.
    pub table: &'static str,
    /// The key.
    pub name: &'static str,
    /// What its value is: `string`, `list of actor ids`.
    pub kind: &'static str,
    /// Whether it must be there.
    pub need: Need,
    /// What it means, and what its absence means.
    pub meaning: &'static str,
}

/// Every key of the format, in the order of its tables.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().copied().flatten()
}
