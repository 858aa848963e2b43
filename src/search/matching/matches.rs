//! The units that match a query, with their rough scores.

use super::graded_set::GradedSet;
use crate::search::index::numbers::UnitId;
use crate::search::index::unit_set::UnitSet;
use crate::search::scoring::{ALL_WORDS, Grade};

/// The units that match every clause.
pub struct Matches {
    pub units: UnitSet,
    /// Whether some units were left unread, so that more may match.
    pub is_partial: bool,
    clauses: Vec<WeightedClause>,
    /// The weight of all clauses, at least 1.
    weight: u32,
}

/// How well units match a clause, and how much it counts.
pub struct WeightedClause {
    /// What was typed.
    pub typed: Box<str>,
    pub weight: u32,
    pub grades: GradedSet,
}

impl Matches {
    pub fn new(units: UnitSet, clauses: Vec<WeightedClause>, is_partial: bool) -> Self {
        let weight = clauses.iter().map(|clause| clause.weight).sum::<u32>().max(1);
        Self { units, is_partial, clauses, weight }
    }

    /// The score of a unit's words, 0 to [`ALL_WORDS`].
    pub fn score(&self, unit: UnitId) -> u32 {
        self.weighted(|grades| grades.grade(unit))
    }

    /// A score that no unit of `block`, the block numbered `at`, exceeds.
    pub fn best_score(&self, at: usize, block: u64) -> u32 {
        self.weighted(|grades| grades.best_in(at, block))
    }

    /// The clauses that a unit does not match, as typed.
    pub fn missing(&self, unit: UnitId) -> Box<[Box<str>]> {
        let missing = self.clauses.iter().filter(|clause| clause.grades.grade(unit).is_none());
        missing.map(|clause| clause.typed.clone()).collect()
    }

    fn weighted(&self, grade: impl Fn(&GradedSet) -> Option<Grade>) -> u32 {
        let worth =
            |clause: &WeightedClause| ALL_WORDS / 100 * clause.weight * grade(&clause.grades).map_or(0, Grade::worth);
        self.clauses.iter().map(worth).sum::<u32>() / self.weight
    }
}
