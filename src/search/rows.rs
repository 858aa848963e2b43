//! The units that meet a query, and the best among them.

use std::ops::Range;

use super::bits::{Bits, units};
use super::graded::Graded;
use super::need::WORTH;
use crate::model::SubjectKind;

/// A unit that meets the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub unit: u32,
    pub score: u32,
    pub found: Found,
}

impl Row {
    /// Sorts the best first.
    pub fn order(&self) -> (std::cmp::Reverse<u32>, u32) {
        (std::cmp::Reverse(self.score), self.unit)
    }
}

/// What a row was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Text,
    Id,
}

/// The units that meet every clause, with how well.
pub(super) struct Met {
    pub units: Bits,
    /// What each clause counts, and how well units meet it.
    clauses: Vec<(u32, Graded)>,
    weights: u32,
}

impl Met {
    pub fn new(units: Bits, clauses: Vec<(u32, Graded)>) -> Self {
        let weights = clauses.iter().map(|(weight, _)| weight).sum::<u32>().max(1);
        Self { units, clauses, weights }
    }

    /// The rough score of a unit, 0 to 1000.
    pub fn score(&self, unit: u32) -> u32 {
        self.weighed(|graded| graded.grade(unit))
    }

    fn weighed(&self, grade: impl Fn(&Graded) -> u8) -> u32 {
        let worth = |(weight, graded): &(u32, Graded)| 10 * weight * WORTH[usize::from(grade(graded))];
        self.clauses.iter().map(worth).sum::<u32>() / self.weights
    }

    /// Offers the units of `range` and gives their number. Where none of 64 units can be among the best, they are only
    /// counted.
    pub fn offer(&self, range: Range<u32>, bonus: u32, best: &mut Best) -> usize {
        let mut count = 0;
        for (at, word) in self.units.words_in(range) {
            count += word.count_ones() as usize;
            if best.takes(self.weighed(|graded| graded.best_in(at, word)) + bonus) {
                for unit in units(at, word) {
                    best.offer(Row { unit, score: self.score(unit) + bonus, found: Found::Text });
                }
            }
        }
        count
    }
}

/// The best rows among many, without ordering all: twice as many as wanted are kept, then the worse half goes.
pub(super) struct Best {
    pub rows: Vec<Row>,
    wanted: usize,
    /// A row must score more than this.
    least: Option<u32>,
}

impl Best {
    pub fn new(wanted: usize) -> Self {
        Self { rows: Vec::new(), wanted, least: None }
    }

    /// Whether a row of this score may be among the best.
    pub fn takes(&self, score: u32) -> bool {
        self.least.is_none_or(|least| score > least)
    }

    /// Takes a row that may be among the best. Of equal ones the first to come stay.
    pub fn offer(&mut self, row: Row) {
        if !self.takes(row.score) {
            return;
        }
        self.rows.push(row);
        if self.rows.len() / 2 >= self.wanted && self.rows.len() > self.wanted {
            self.rows.select_nth_unstable_by_key(self.wanted, Row::order);
            self.rows.truncate(self.wanted);
            self.least = self.rows.iter().map(|row| row.score).min();
        }
    }
}

/// What a row gets for its kind.
pub(super) fn bonus(kind: SubjectKind) -> u32 {
    match kind {
        SubjectKind::Passage => 60,
        SubjectKind::Demand => 40,
        SubjectKind::Actor | SubjectKind::Issue | SubjectKind::Article => 0,
    }
}
