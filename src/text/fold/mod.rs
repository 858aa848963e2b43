//! Folding: texts that a reader takes for equal become equal, with a map back to the bytes as written.

mod anchor;
mod folded;
mod letters;
mod search;

pub use anchor::fold_for_anchor;
pub use folded::Folded;
pub use letters::{is_unspaced, spelled_out};
pub use search::fold_for_search;

#[cfg(test)]
mod tests {
    use super::{Folded, fold_for_anchor, fold_for_search};

    impl Folded {
        /// What of `text`, which folds to this, folds to the first `needle`.
        pub(super) fn written<'t>(&self, text: &'t str, needle: &str) -> &'t str {
            let at = self.text().find(needle).unwrap_or_else(|| panic!("{needle} in {:?}", self.text()));
            self.source(at..at + needle.len()).of(text)
        }
    }

    #[test]
    fn an_empty_range_leads_to_an_empty_piece() {
        let folded = fold_for_search("aé");
        assert!(folded.source(1..1).is_empty());
        assert!(Folded::default().source(0..0).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_folded_character_leads_back_to_a_character_border(text in "[a-cA-C éÉ\u{301}\u{200b}ßİﬃМ国\u{a0}“–\r\n]{0,40}") {
            for folded in [fold_for_search(&text), fold_for_anchor(&text)] {
                for (at, c) in folded.text().char_indices() {
                    let span = folded.source(at..at + c.len_utf8());
                    assert!(!span.is_empty() && text.get(span.range()).is_some(), "{text:?} at {at}");
                }
            }
        }
    }
}
