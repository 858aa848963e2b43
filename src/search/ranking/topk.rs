//! The best candidates among many.

use std::cmp::Reverse;
use std::ops::Range;

use crate::search::index::numbers::UnitId;
use crate::search::index::unit_set::units_of;
use crate::search::matching::matches::Matches;

/// A unit that matches, with its rough score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub unit: UnitId,
    pub score: u32,
    pub found_by: FoundBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    Text,
    Id,
}

impl Candidate {
    /// Sorts the best first.
    pub fn order(&self) -> (Reverse<u32>, UnitId) {
        (Reverse(self.score), self.unit)
    }
}

/// The best `limit` candidates, and some more. Keeps twice as many, then drops the worse half.
pub struct TopK {
    pub candidates: Vec<Candidate>,
    limit: usize,
    /// The score that a candidate must exceed.
    floor: Option<u32>,
}

impl TopK {
    pub fn new(limit: usize) -> Self {
        Self { candidates: Vec::new(), limit, floor: None }
    }

    fn may_take(&self, score: u32) -> bool {
        self.floor.is_none_or(|floor| score > floor)
    }

    /// Takes a candidate that may be among the best. Of equal ones the first stay.
    pub fn offer(&mut self, candidate: Candidate) {
        if !self.may_take(candidate.score) {
            return;
        }
        self.candidates.push(candidate);
        if self.candidates.len() / 2 >= self.limit && self.candidates.len() > self.limit {
            self.candidates.select_nth_unstable_by_key(self.limit, Candidate::order);
            self.candidates.truncate(self.limit);
            self.floor = self.candidates.iter().map(|candidate| candidate.score).min();
        }
    }

    /// Offers the matches of `range` and counts them. Blocks without a unit that can be among the best are only counted.
    pub fn offer_matches(&mut self, matches: &Matches, range: Range<UnitId>, bonus: u32) -> usize {
        let mut count = 0;
        for (at, block) in matches.units.blocks_in(range) {
            count += block.count_ones() as usize;
            if self.may_take(matches.best_score(at, block) + bonus) {
                for unit in units_of(at, block) {
                    self.offer(Candidate { unit, score: matches.score(unit) + bonus, found_by: FoundBy::Text });
                }
            }
        }
        count
    }
}
