//! The mark of a cell: how it stands to the base, whether its words are in the article, and whether its party moved.

use super::table::Table;
use crate::compare::{LOST, Verdict};
use crate::model::Model;
use crate::text::width;

/// The mark of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// How the party stands to the base, or what keeps that unknown, in letters; `r` last says that a relation decided. Empty
    /// for the base where it has a place.
    pub letters: &'static str,
    /// How the party stands to the base.
    pub verdict: Verdict,
    /// Of how many of the two sides the quotes behind it are not in the article: 0, 1 or 2.
    pub lost: usize,
    /// Whether the party moved.
    pub moved: bool,
}

impl Sign {
    /// All of it: `xr!>`.
    pub fn text(&self) -> String {
        let moved = if self.moved { ">" } else { "" };
        format!("{}{}{moved}", self.letters, self.lost_mark())
    }

    /// The same without the movement: `xr!`.
    pub fn still(&self) -> String {
        Self { moved: false, ..*self }.text()
    }

    /// As much of it as fits into so many cells: what leads to lost words before the movement, and in a single cell before all.
    pub fn within(&self, cells: usize) -> String {
        let whole = self.text();
        if width(&whole) <= cells {
            return whole;
        }
        let first = if cells > 1 || self.lost == 0 { self.letters.get(..1).unwrap_or("") } else { "" };
        let lost = if self.lost > 0 { LOST[0].0 } else { "" };
        let moved = if self.moved { ">" } else { "" };
        let fitting = |kept: String, more: &str| if kept.len() + more.len() <= cells { kept + more } else { kept };
        [lost, moved].into_iter().fold(first.to_owned(), fitting)
    }

    /// The mark of quotes that are not in the article; empty where all are.
    pub fn lost_mark(&self) -> &'static str {
        self.lost.checked_sub(1).and_then(|at| LOST.get(at)).map_or("", |(mark, _)| mark)
    }
}

impl Table {
    /// The mark of a cell; that of its stance alone for the base.
    pub fn sign(&self, model: &Model, row: usize, column: usize) -> Sign {
        let stance = self.stance(model, row, column);
        let (own, moved) = (stance.lost(model).is_some(), self.has_moved(model, row, column));
        let (Some(pair), true) = (self.pair(model, row, column), column > 0) else {
            let letters = stance.mark().unwrap_or("");
            return Sign { letters, verdict: Verdict::Unknown, lost: usize::from(own), moved };
        };
        let [base, other] = self.lost(model, row, (0, column)).map(|demand| demand.is_some());
        let is_decided = pair.verdict != Verdict::Unknown;
        let lost = usize::from(base && is_decided) + usize::from(own || other);
        Sign { letters: pair.mark(stance), verdict: pair.verdict, lost, moved }
    }
}

#[cfg(test)]
mod tests {
    use super::Sign;
    use crate::compare::Verdict;

    #[test]
    fn a_mark_keeps_what_matters_most_where_it_is_narrow() {
        let sign = |letters, lost, moved| Sign { letters, verdict: Verdict::Opposed, lost, moved };
        for (sign, shown) in [
            (sign("x", 0, false), ["x", "x", "x", "x"]),
            (sign("xr", 0, true), ["x", "x>", "xr>", "xr>"]),
            (sign("x", 1, false), ["!", "x!", "x!", "x!"]),
            (sign("xr", 1, true), ["!", "x!", "x!>", "xr!>"]),
            (sign("xr", 2, false), ["!", "x!", "x!", "xr!!"]),
            (sign("", 1, true), ["!", "!>", "!>", "!>"]),
        ] {
            assert_eq!([1, 2, 3, 4].map(|cells| sign.within(cells)), shown, "{sign:?}");
        }
    }
}
