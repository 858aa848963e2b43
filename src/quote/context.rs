//! The words around a place.

use crate::text::{Span, fold_for_anchor};

/// Prefix and suffix, folded and trimmed.
pub(super) struct Context {
    prefix: String,
    suffix: String,
}

impl Context {
    pub(super) fn new(prefix: Option<&str>, suffix: Option<&str>) -> Self {
        let fold = |text: Option<&str>| fold_for_anchor(text.unwrap_or("")).text().trim().to_owned();
        Self { prefix: fold(prefix), suffix: fold(suffix) }
    }

    pub(super) fn fits(&self, text: &str, span: Span) -> bool {
        let (before, behind) = (text.get(..span.start()), text.get(span.end()..));
        ends_with(before.unwrap_or(""), &self.prefix) && starts_with(behind.unwrap_or(""), &self.suffix)
    }
}

/// Whether `text`, folded and trimmed, ends with `wanted`. Folds as much of it as that takes.
fn ends_with(text: &str, wanted: &str) -> bool {
    let mut size = wanted.len() * 2 + 16;
    loop {
        let from = (0..=text.len().saturating_sub(size)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let piece = fold_for_anchor(text.get(from..).unwrap_or(""));
        let piece = piece.text().trim_end();
        if from == 0 || piece.len() > wanted.len() {
            return piece.ends_with(wanted);
        }
        size *= 2;
    }
}

/// Whether `text`, folded and trimmed, starts with `wanted`. Folds as much of it as that takes.
fn starts_with(text: &str, wanted: &str) -> bool {
    let mut size = wanted.len() * 2 + 16;
    loop {
        let to = (size.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let piece = fold_for_anchor(text.get(..to).unwrap_or(""));
        let piece = piece.text().trim_start();
        if to == text.len() || piece.len() > wanted.len() {
            return piece.starts_with(wanted);
        }
        size *= 2;
    }
}
