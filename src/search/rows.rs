//! The units that meet a query, and the best among them.

use std::ops::Range;

use super::Kind;

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

/// The units that meet every clause, rising, with their scores.
pub(super) struct Met {
    pub units: Vec<u32>,
    /// By `weights`, from 0 to 1000 each.
    pub scores: Vec<u32>,
    pub weights: u32,
}

impl Met {
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        let row = |(unit, score): (&u32, &u32)| Row { unit: *unit, score: score / self.weights, found: Found::Text };
        self.units.iter().zip(&self.scores).map(row)
    }

    /// Offers the rows of `range` and gives their number.
    pub fn offer(&self, range: Range<u32>, bonus: u32, best: &mut Best) -> usize {
        let place = |unit: u32| self.units.partition_point(|other| *other < unit);
        let (from, to) = (place(range.start), place(range.end));
        for row in self.rows().skip(from).take(to - from) {
            best.offer(Row { score: row.score + bonus, ..row });
        }
        to - from
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

    /// Takes a row that may be among the best. Of equal ones the first to come stay.
    pub fn offer(&mut self, row: Row) {
        if self.least.is_some_and(|least| row.score <= least) {
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
pub(super) fn bonus(kind: Kind) -> u32 {
    match kind {
        Kind::Passage => 60,
        Kind::Demand => 40,
        Kind::Actor | Kind::Issue | Kind::Article => 0,
    }
}
