//! Which texts match a query, and how well.

pub(super) mod evaluate;
pub(super) mod expansion;
pub(super) mod graded_set;
pub(super) mod matches;
pub(super) mod phrase;
pub(super) mod prepared;
