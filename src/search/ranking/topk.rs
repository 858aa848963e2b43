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

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{Candidate, FoundBy, TopK};
    use crate::search::index::numbers::UnitId;
    use crate::search::index::unit_set::UnitSet;
    use crate::search::matching::graded_set::GradedSet;
    use crate::search::matching::matches::{Matches, WeightedClause};
    use crate::search::scoring::Grade;

    const UNITS: u32 = 200;

    /// A clause `word | field` that these units meet.
    fn clause(weight: u32, exact: &[u32], near: &[u32], field: &[u32]) -> WeightedClause {
        let set = |list: &[u32]| {
            let mut units = UnitSet::new(UNITS as usize);
            for unit in list {
                units.insert(UnitId(*unit));
            }
            units
        };
        let of_grade = |grade, list| {
            let mut graded = GradedSet::default();
            let list: Vec<UnitId> = set(list).units_in(all()).collect();
            graded.add_worst(grade, &list, UNITS as usize);
            graded
        };
        let words = of_grade(Grade::Exact, exact).or(&of_grade(Grade::Near, near));
        WeightedClause { typed: "".into(), weight, grades: words.or(&GradedSet::of(Grade::Condition, set(field))) }
    }

    fn all() -> Range<UnitId> {
        UnitId(0)..UnitId(UNITS)
    }

    proptest::proptest! {
        #[test]
        fn the_best_are_those_of_looking_at_every_unit(
            clauses in proptest::collection::vec((1u32..30, proptest::array::uniform3(proptest::collection::vec(0..UNITS, 0..40))), 1..4),
            limit in 1usize..12,
        ) {
            let clauses: Vec<WeightedClause> =
                clauses.iter().map(|(weight, [exact, near, field])| clause(*weight, exact, near, field)).collect();
            let mut units = UnitSet::new(UNITS as usize);
            units.insert_range(all());
            for clause in &clauses {
                match clause.grades.any() {
                    Some(any) => units.intersect_with(any),
                    None => units.clear(),
                }
            }
            let matches = Matches::new(units, clauses, false);
            let candidate = |unit| Candidate { unit, score: matches.score(unit), found_by: FoundBy::Text };
            let mut every: Vec<Candidate> = matches.units.units_in(all()).map(candidate).collect();
            every.sort_by_key(Candidate::order);
            let mut best = TopK::new(limit);
            assert_eq!(best.offer_matches(&matches, all(), 0), every.len());
            best.candidates.sort_by_key(Candidate::order);
            let count = every.len().min(limit);
            assert_eq!(best.candidates[..count], every[..count]);
        }
    }
}
