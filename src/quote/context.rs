//! The words around a place.

use std::cell::OnceCell;

use crate::text::{Folded, Span, fold_for_anchor};

/// A text in which quotes are looked for, folded when that is first needed.
pub(super) struct Article<'t> {
    pub(super) text: &'t str,
    folded: OnceCell<Folded>,
}

impl<'t> Article<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, folded: OnceCell::new() }
    }

    pub(super) fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| fold_for_anchor(self.text))
    }
}

/// Prefix and suffix, folded and trimmed.
pub(super) struct Context {
    prefix: String,
    suffix: String,
}

impl Context {
    pub(super) fn new(prefix: Option<&str>, suffix: Option<&str>) -> Self {
        let fold =
            |text: Option<&str>| text.map_or_else(String::new, |text| fold_for_anchor(text).text().trim().to_owned());
        Self { prefix: fold(prefix), suffix: fold(suffix) }
    }

    /// Whether the prefix is right before the place and the suffix right behind it, but for white space.
    pub(super) fn fits(&self, article: &Article<'_>, place: Span) -> bool {
        let around = article.folded().around(place);
        around.is_some_and(|(before, behind)| {
            before.trim_end().ends_with(&self.prefix) && behind.trim_start().starts_with(&self.suffix)
        })
    }
}
