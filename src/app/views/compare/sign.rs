//! The mark of a cell: how it compares with the base, whether its words are in the article, and whether its party moved.

use super::legend::CELLS;
use crate::compare::{LOST, MARKS, Verdict};

/// The mark of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// How the party compares with the base, or what keeps that unknown, in letters; `r` last says that a relation decided. Empty
    /// for the base where it has a place.
    pub letters: &'static str,
    /// How the party compares with the base.
    pub verdict: Verdict,
    /// Of how many of the two sides the quotes behind it are not in the article: 0, 1 or 2.
    pub lost: usize,
    /// Whether the party moved.
    pub moved: bool,
    /// Which of [`cell_marks`] it has: a bit for each.
    pub seen: u16,
}

/// Every mark of a cell with its meaning, in the order of the legend.
pub fn cell_marks() -> impl Iterator<Item = (&'static str, &'static str)> {
    MARKS.into_iter().chain(LOST).chain(CELLS)
}

impl Sign {
    /// All of it: `xr!>`.
    pub fn text(&self) -> String {
        self.within(usize::MAX).concat()
    }

    /// The same without the movement: `xr!`.
    pub fn still(&self) -> String {
        Self { moved: false, ..*self }.text()
    }

    /// As much of it as fits into `cells`, in pieces: what leads to lost words before the movement, and in a single
    /// cell before all.
    pub fn within(&self, cells: usize) -> [&'static str; 3] {
        let (lost, moved) = (self.lost_mark(), if self.moved { ">" } else { "" });
        if self.letters.len() + lost.len() + moved.len() <= cells {
            return [self.letters, lost, moved];
        }
        let first = if cells > 1 || self.lost == 0 { self.letters.get(..1).unwrap_or("") } else { "" };
        let lost = if self.lost > 0 && first.len() < cells { LOST[0].0 } else { "" };
        [first, lost, if first.len() + lost.len() < cells { moved } else { "" }]
    }

    /// The mark of quotes that are not in the article; empty where all are.
    pub fn lost_mark(&self) -> &'static str {
        self.lost.checked_sub(1).and_then(|at| LOST.get(at)).map_or("", |(mark, _)| mark)
    }

    /// The same, having looked at which of [`cell_marks`] it has.
    #[must_use]
    pub fn looked_at(self) -> Self {
        Self { seen: self.bits(), ..self }
    }

    fn bits(&self) -> u16 {
        let letters = (0..self.letters.len()).filter_map(|at| self.letters.get(at..=at));
        let lost = LOST.into_iter().map(|(mark, _)| mark).take(self.lost);
        let bit = |mark: &str| cell_marks().position(|(known, _)| known == mark).map_or(0, |at| 1 << at);
        letters.chain(lost).chain(self.moved.then_some(">")).map(bit).fold(0, |bits, bit| bits | bit)
    }

    /// The same of a base among others: with a star where it has no other mark.
    #[must_use]
    pub fn of_base(self) -> Self {
        Self { letters: if self.letters.is_empty() { "*" } else { self.letters }, ..self }.looked_at()
    }
}

impl Default for Sign {
    fn default() -> Self {
        Self { letters: "", verdict: Verdict::Unknown, lost: 0, moved: false, seen: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Sign;
    use crate::compare::Verdict;

    #[test]
    fn a_mark_keeps_what_matters_most_where_it_is_narrow() {
        let sign = |letters, lost, moved| Sign { letters, verdict: Verdict::Opposed, lost, moved, seen: 0 };
        for (sign, shown) in [
            (sign("x", 0, false), ["x", "x", "x", "x"]),
            (sign("xr", 0, true), ["x", "x>", "xr>", "xr>"]),
            (sign("x", 1, false), ["!", "x!", "x!", "x!"]),
            (sign("xr", 1, true), ["!", "x!", "x!>", "xr!>"]),
            (sign("xr", 2, false), ["!", "x!", "x!", "xr!!"]),
            (sign("", 1, true), ["!", "!>", "!>", "!>"]),
        ] {
            assert_eq!([1, 2, 3, 4].map(|cells| sign.within(cells).concat()), shown, "{sign:?}");
        }
    }
}
