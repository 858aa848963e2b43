//! Texts without what a safe repair of a quote may change.

use crate::text::{Folded, Span, fold_for_anchor};

/// The part of a text that a safe repair keeps: its letters, and marks that matter within numbers and words (`1.5`,
/// `-5`, `we'll`).
pub(super) struct Loose {
    folded: Folded,
    kept: String,
    /// The offset in the folded text of each byte of `kept`.
    from: Vec<usize>,
}

impl Loose {
    pub(super) fn of(text: &str) -> Self {
        let folded = fold_for_anchor(text);
        let all: Vec<(usize, char)> = folded.text().char_indices().collect();
        let (mut kept, mut from) = (String::new(), Vec::new());
        for (index, (at, c)) in all.iter().copied().enumerate() {
            let before = index.checked_sub(1).and_then(|index| all.get(index)).map(|(_, c)| *c);
            let behind = all.get(index + 1).map(|(_, c)| *c);
            let between = |is: fn(char) -> bool| before.is_some_and(is) && behind.is_some_and(is);
            let is_sign = c == '-'
                && behind.is_some_and(char::is_numeric)
                && before.is_none_or(|before| before.is_whitespace() || before == '(');
            if !is_mark(c) || is_sign || between(char::is_numeric) || (c == '\'' && between(char::is_alphabetic)) {
                kept.extend(c.to_lowercase());
                from.resize(kept.len(), at);
            }
        }
        Self { folded, kept, from }
    }

    /// The place of `words`, if they occur exactly once.
    pub(super) fn only(&self, words: &Self) -> Option<Span> {
        let mut found = self.kept.match_indices(&words.kept).map(|(at, _)| at);
        let at = found.next().filter(|_| !words.kept.is_empty() && found.next().is_none())?;
        let (start, last) = (*self.from.get(at)?, *self.from.get(at + words.kept.len() - 1)?);
        let end = last + self.folded.text().get(last..)?.chars().next()?.len_utf8();
        Some(self.folded.source(start..end))
    }
}

pub(super) fn loose(text: &str) -> String {
    Loose::of(text).kept
}

/// A mark between words, or white space.
pub(super) fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\'' | '"' | '«' | '»' | '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '…')
}

#[cfg(test)]
mod tests {
    use super::loose;

    #[test]
    fn what_makes_another_number_or_word_is_kept() {
        for (one, other, is_same) in [
            ("a cease-fire, now", "A cease fire now.", true),
            ("«Peace» now", "\"peace\" now", true),
            ("by 5 percent", "by -5 percent", false),
            ("1.5 ships", "15 ships", false),
            ("10 20", "1020", false),
            ("5 %", "5", false),
            ("we'll go", "well go", false),
            ("in 1990.", "in 1990", true),
        ] {
            assert_eq!(loose(one) == loose(other), is_same, "{one} / {other}");
        }
    }
}
