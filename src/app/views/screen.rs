//! The closed set of views.

use super::browse::Browse;
use super::compare::Compare;
use super::reader::Reader;

/// One of the views.
#[derive(Debug, Clone)]
pub enum Screen {
    /// Linked panes of records, demands and passages.
    Browse(Box<Browse>),
    /// One article in full.
    Reader(Reader),
    /// What several actors hold on every issue.
    Compare(Compare),
}

impl From<Browse> for Screen {
    fn from(view: Browse) -> Self {
        Self::Browse(Box::new(view))
    }
}

impl From<Reader> for Screen {
    fn from(view: Reader) -> Self {
        Self::Reader(view)
    }
}

impl From<Compare> for Screen {
    fn from(view: Compare) -> Self {
        Self::Compare(view)
    }
}
