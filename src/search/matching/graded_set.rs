//! The units that match a condition, by grade.

use super::expansion::{Expansion, Reach};
use crate::search::index::build::Index;
use crate::search::index::numbers::UnitId;
use crate::search::index::postings::Postings;
use crate::search::index::unit_set::UnitSet;
use crate::search::scoring::Grade;

/// For each grade that occurs, best first: the units that match at this grade or a better one. Empty if nothing matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GradedSet(Vec<(Grade, UnitSet)>);

impl GradedSet {
    /// Units that match at one grade.
    pub fn of(grade: Grade, units: UnitSet) -> Self {
        Self(vec![(grade, units)])
    }

    /// The units that have a variant of a word.
    pub fn of_word(index: &Index, expansion: &Expansion) -> Self {
        let mut out = Self::default();
        for same in sources(index, expansion).chunk_by(|a, b| a.grade == b.grade) {
            let mut units = out.any().cloned().unwrap_or_else(|| UnitSet::new(index.units.len()));
            for source in same {
                match source.reach {
                    Reach::Everywhere => source.postings.add_to(&mut units),
                    Reach::Labels => source.postings.each_in(index.units.label_units(), |unit| units.insert(unit)),
                }
            }
            out.0.push((same[0].grade, units));
        }
        out
    }

    /// The units that match at any grade.
    pub fn any(&self) -> Option<&UnitSet> {
        self.0.last().map(|(_, units)| units)
    }

    /// The grade of `unit`, if it matches.
    pub fn grade(&self, unit: UnitId) -> Option<Grade> {
        self.0.iter().find(|(_, units)| units.contains(unit)).map(|(grade, _)| *grade)
    }

    /// The best grade among the units of `block`, the block numbered `at`.
    pub fn best_in(&self, at: usize, block: u64) -> Option<Grade> {
        self.0.iter().find(|(_, units)| units.blocks()[at] & block != 0).map(|(grade, _)| *grade)
    }

    /// Adds units that match worse than all others. `room` is the number of all units.
    pub fn add_worst(&mut self, grade: Grade, new: &[UnitId], room: usize) {
        if new.is_empty() {
            return;
        }
        let mut units = self.any().cloned().unwrap_or_else(|| UnitSet::new(room));
        for unit in new {
            units.insert(*unit);
        }
        self.0.push((grade, units));
    }

    /// The units that match this or `other`, at the better grade.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.joined(other, |mine, other| match (mine, other) {
            (Some(mine), Some(other)) => {
                let mut both = mine.clone();
                both.union_with(other.blocks());
                Some(both)
            }
            (mine, other) => mine.or(other).cloned(),
        })
    }

    /// The units that match this and `other`, at the worse grade.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.joined(other, |mine, other| {
            let mut both = mine?.clone();
            both.intersect_with(other?);
            Some(both)
        })
    }

    fn joined(&self, other: &Self, join: impl Fn(Option<&UnitSet>, Option<&UnitSet>) -> Option<UnitSet>) -> Self {
        let mut grades: Vec<Grade> = self.0.iter().chain(&other.0).map(|(grade, _)| *grade).collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        grades.dedup();
        let at_least = |grade| join(self.at_least(grade), other.at_least(grade)).map(|units| (grade, units));
        Self(grades.into_iter().filter_map(at_least).collect())
    }

    /// The units that match at this grade or a better one; `None` for none.
    pub fn at_least(&self, grade: Grade) -> Option<&UnitSet> {
        self.0.iter().rev().find(|(worst, _)| *worst >= grade).map(|(_, units)| units)
    }

    /// Leaves only units of `kept`.
    pub fn keep(&mut self, kept: &UnitSet) {
        self.0.iter_mut().for_each(|(_, units)| units.intersect_with(kept));
    }
}

/// Units that match a word at one grade.
struct Source<'i> {
    postings: Postings<'i>,
    grade: Grade,
    reach: Reach,
}

/// The units of each variant, best grade first; those of a frequent prefix as one.
fn sources<'i>(index: &'i Index, expansion: &Expansion) -> Vec<Source<'i>> {
    let words = &index.vocabulary;
    let prefix = words.prefix_postings(&expansion.typed).filter(|_| expansion.matches_prefixes);
    let single = expansion.variants.iter().filter(|variant| prefix.is_none() || variant.grade != Grade::Prefix);
    let mut out: Vec<Source> = single
        .map(|variant| Source { postings: words.postings(variant.word), grade: variant.grade, reach: variant.reach })
        .collect();
    out.extend(prefix.map(|postings| Source { postings, grade: Grade::Prefix, reach: Reach::Everywhere }));
    out.sort_by_key(|source| std::cmp::Reverse(source.grade));
    out
}

#[cfg(test)]
mod tests {
    use super::{Grade, GradedSet, UnitId, UnitSet};

    const GRADES: [Option<Grade>; 9] = [
        None,
        Some(Grade::Condition),
        Some(Grade::Subsequence),
        Some(Grade::Far),
        Some(Grade::Named),
        Some(Grade::Near),
        Some(Grade::Synonym),
        Some(Grade::Prefix),
        Some(Grade::Exact),
    ];

    /// The set with these grades of the units 0 to 7.
    fn graded(grades: &[Option<Grade>]) -> GradedSet {
        let mut levels: Vec<Grade> = grades.iter().copied().flatten().collect();
        levels.sort_unstable_by(|a, b| b.cmp(a));
        levels.dedup();
        let level = |grade: Grade| {
            let mut units = UnitSet::new(8);
            let at_least = (0..).zip(grades).filter(|(_, own)| own.is_some_and(|own| own >= grade));
            at_least.for_each(|(unit, _)| units.insert(UnitId(unit)));
            (grade, units)
        };
        GradedSet(levels.into_iter().map(level).collect())
    }

    fn read(graded: &GradedSet) -> Vec<Option<Grade>> {
        (0..8).map(|unit| graded.grade(UnitId(unit))).collect()
    }

    proptest::proptest! {
        #[test]
        fn sets_join_to_the_better_and_the_worse_grade(
            a in proptest::collection::vec(proptest::sample::select(&GRADES), 8),
            b in proptest::collection::vec(proptest::sample::select(&GRADES), 8),
        ) {
            type Pick = fn(Option<Grade>, Option<Grade>) -> Option<Grade>;
            let each = |pick: Pick| a.iter().zip(&b).map(|(a, b)| pick(*a, *b)).collect::<Vec<_>>();
            assert_eq!(read(&graded(&a).or(&graded(&b))), each(Option::max));
            let both = graded(&a).and(&graded(&b));
            assert_eq!(read(&both), each(Option::min));
            if both.any().is_some() {
                assert_eq!(both.best_in(0, 0b111), each(Option::min)[..3].iter().copied().max().unwrap());
            }
        }
    }
}
