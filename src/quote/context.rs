//! Prefix and suffix of a quote.

use std::ops::Range;

use super::selector::Quote;
use crate::text::fold_for_anchor;

/// Prefix and suffix, folded and trimmed; empty where not given.
pub(super) struct Context {
    prefix: String,
    suffix: String,
}

/// Which of prefix and suffix fits no place; both, if they never fit the same one.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Misfit {
    /// The prefix is wrong.
    pub prefix: bool,
    /// The suffix is wrong.
    pub suffix: bool,
    /// Each fits a place, but no place both.
    pub apart: bool,
}

impl Context {
    pub(super) fn new(quote: &Quote<'_>) -> Self {
        let fold = |text: Option<&str>| fold_for_anchor(text.unwrap_or("")).text().trim().to_owned();
        Self { prefix: fold(quote.prefix), suffix: fold(quote.suffix) }
    }

    /// Filters `all`, pieces of the folded text, by the context. If none fits, returns all and what is wrong.
    pub(super) fn choose<T>(
        &self,
        folded: &str,
        mut all: Vec<T>,
        range: impl Fn(&T) -> Range<usize>,
    ) -> (Vec<T>, Option<Misfit>) {
        if self.prefix.is_empty() && self.suffix.is_empty() || all.is_empty() {
            return (all, None);
        }
        let is_behind =
            |place: &T| folded.get(..range(place).start).is_some_and(|text| text.trim_end().ends_with(&self.prefix));
        let is_before =
            |place: &T| folded.get(range(place).end..).is_some_and(|text| text.trim_start().starts_with(&self.suffix));
        if all.iter().any(|place| is_behind(place) && is_before(place)) {
            all.retain(|place| is_behind(place) && is_before(place));
            return (all, None);
        }
        let (prefix, suffix) = (!all.iter().any(is_behind), !all.iter().any(is_before));
        let apart = !prefix && !suffix;
        (all, Some(Misfit { prefix: prefix || apart, suffix: suffix || apart, apart }))
    }
}
