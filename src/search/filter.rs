//! Narrowing a list that is on the screen.

use super::reading::tidy;
use crate::text::{Span, fold_for_search};

/// A row that holds every typed piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its place among the rows given, from 0.
    pub row: usize,
    /// Where the pieces stand in its text as written: sorted, disjoint, on grapheme borders.
    pub marks: Vec<Span>,
}

/// The rows that hold every piece of `typed`, in their order. Pieces are parted by white space and stand anywhere, in
/// any order; case, diacritics and typographic marks do not count.
///
/// Nothing typed keeps every row, without marks. One pass over the rows.
pub fn filter<'r>(rows: impl IntoIterator<Item = &'r str>, typed: &str) -> Vec<Kept> {
    let folded = fold_for_search(typed);
    let pieces: Vec<&str> = folded.text().split_whitespace().collect();
    let kept = |(row, text)| marks(text, &pieces).map(|marks| Kept { row, marks });
    rows.into_iter().enumerate().filter_map(kept).collect()
}

fn marks(text: &str, pieces: &[&str]) -> Option<Vec<Span>> {
    let folded = fold_for_search(text);
    let mut marks = Vec::new();
    for piece in pieces {
        let before = marks.len();
        marks.extend(folded.text().match_indices(piece).map(|(at, found)| folded.source(at..at + found.len())));
        if marks.len() == before {
            return None;
        }
    }
    tidy(&mut marks);
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
