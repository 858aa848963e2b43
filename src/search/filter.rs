//! Filtering the rows of a list.

use super::ranking::highlight::merge_marks;
use crate::text::{Span, fold_for_search};

/// A row that has every typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilteredRow {
    /// Its place among the given rows, from 0.
    pub row: usize,
    /// Where the words are in its text as written: sorted, disjoint, on grapheme borders.
    pub marks: Vec<Span>,
}

/// The rows that contain every word of `typed`, in order. Words are separated by white space and may be anywhere, in any
/// order; case, diacritics and typographic punctuation are ignored.
///
/// If nothing is typed, all rows without marks. One pass over the rows.
pub fn filter<'r>(rows: impl IntoIterator<Item = &'r str>, typed: &str) -> Vec<FilteredRow> {
    let folded = fold_for_search(typed);
    let words: Vec<&str> = folded.text().split_whitespace().collect();
    let kept = |(row, text)| marks(text, &words).map(|marks| FilteredRow { row, marks });
    rows.into_iter().enumerate().filter_map(kept).collect()
}

fn marks(text: &str, words: &[&str]) -> Option<Vec<Span>> {
    let folded = fold_for_search(text);
    let mut marks = Vec::new();
    for word in words {
        let before = marks.len();
        marks.extend(folded.text().match_indices(word).map(|(at, found)| folded.source(at..at + found.len())));
        if marks.len() == before {
            return None;
        }
    }
    merge_marks(&mut marks);
    Some(marks)
}

#[cfg(test)]
mod tests {
    use super::filter;

    #[test]
    fn rows_with_every_piece_in_any_order_stay() {
        let rows = ["No loans counted toward the goal", "Goal for Élysée", "Straße", ""];
        for (typed, expected) in [
            ("", vec![(0, vec![]), (1, vec![]), (2, vec![]), (3, vec![])]),
            ("goal loan", vec![(0, vec!["loan", "goal"])]),
            ("GOAL", vec![(0, vec!["goal"]), (1, vec!["Goal"])]),
            ("elys oa", vec![(1, vec!["oa", "Élys"])]),
            ("s", vec![(0, vec!["s"]), (1, vec!["s"]), (2, vec!["S", "ß"])]),
            ("zz", vec![]),
        ] {
            let kept = filter(rows, typed);
            let shown: Vec<(usize, Vec<&str>)> = kept
                .iter()
                .map(|kept| (kept.row, kept.marks.iter().map(|mark| mark.of(rows[kept.row])).collect()))
                .collect();
            assert_eq!(shown, expected, "{typed:?}");
        }
    }
}
