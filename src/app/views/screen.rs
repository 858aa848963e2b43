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
    Reader(Box<Reader>),
    /// What several actors hold on every issue.
    Compare(Box<Compare>),
}

/// The only match over the views: does the same to any of them.
macro_rules! each {
    ($screen:expr, $view:ident => $act:expr) => {
        match $screen {
            $crate::app::Screen::Browse($view) => $act,
            $crate::app::Screen::Reader($view) => $act,
            $crate::app::Screen::Compare($view) => $act,
        }
    };
}

pub(crate) use each;

impl From<Browse> for Screen {
    fn from(view: Browse) -> Self {
        Self::Browse(Box::new(view))
    }
}

impl From<Reader> for Screen {
    fn from(view: Reader) -> Self {
        Self::Reader(Box::new(view))
    }
}

impl From<Compare> for Screen {
    fn from(view: Compare) -> Self {
        Self::Compare(Box::new(view))
    }
}
