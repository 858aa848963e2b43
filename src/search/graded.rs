//! Which units meet a condition, and how well.

use super::bits::Bits;
use super::index::Index;
use super::need::{Grade, HOLDS, Need, Reach};
use super::places::Places;

/// The units that meet a condition: for each grade that occurs, best first, those that meet it at least so well. Nothing
/// where no unit does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Graded(Vec<(u8, Bits)>);

impl Graded {
    /// The units of a condition that holds or does not.
    pub fn holding(units: Bits) -> Self {
        Self(vec![(HOLDS, units)])
    }

    /// The units where `need` is met.
    pub fn of(index: &Index, need: &Need) -> Self {
        let (units, names) = (index.units.len(), index.units.prose().start);
        let mut out = Self::default();
        for same in sources(index, need).chunk_by(|a, b| a.grade == b.grade) {
            let mut bits = out.any().cloned().unwrap_or_else(|| Bits::new(units));
            for source in same {
                match source.reach {
                    Reach::All => source.places.put_into(&mut bits),
                    Reach::Names => source.places.each_in(0..names, |unit| bits.insert(unit)),
                }
            }
            out.0.push((same[0].grade, bits));
        }
        out
    }

    /// The units that meet it at all.
    pub fn any(&self) -> Option<&Bits> {
        self.0.last().map(|(_, bits)| bits)
    }

    /// The number of the grade at which `unit` meets it; 0 where it does not.
    pub fn grade(&self, unit: u32) -> u8 {
        self.0.iter().find(|(_, bits)| bits.has(unit)).map_or(0, |(grade, _)| *grade)
    }

    /// The best grade of any of the units of a word of bits; 0 where none meets it.
    pub fn best_in(&self, at: usize, word: u64) -> u8 {
        let has_any = |bits: &Bits| bits.words().get(at).is_some_and(|bits| bits & word != 0);
        self.0.iter().find(|(_, bits)| has_any(bits)).map_or(0, |(grade, _)| *grade)
    }

    /// Adds units that meet it worst of all.
    pub fn add_worst(&mut self, grade: Grade, units: &[u32], room: usize) {
        if units.is_empty() {
            return;
        }
        let mut bits = self.any().cloned().unwrap_or_else(|| Bits::new(room));
        for unit in units {
            bits.insert(*unit);
        }
        self.0.push((grade as u8, bits));
    }

    /// The units that meet this or another condition, at the better grade.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.joined(other, |mine, other| match (mine, other) {
            (Some(mine), Some(other)) => {
                let mut both = mine.clone();
                both.join(other.words());
                Some(both)
            }
            (mine, other) => mine.or(other).cloned(),
        })
    }

    /// The units that meet this and another condition, at the worse grade.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.joined(other, |mine, other| {
            let mut both = mine?.clone();
            both.meet(other?);
            Some(both)
        })
    }

    fn joined(&self, other: &Self, join: impl Fn(Option<&Bits>, Option<&Bits>) -> Option<Bits>) -> Self {
        let mut grades: Vec<u8> = self.0.iter().chain(&other.0).map(|(grade, _)| *grade).collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        grades.dedup();
        let at_least = |grade| join(self.at_least(grade), other.at_least(grade)).map(|bits| (grade, bits));
        Self(grades.into_iter().filter_map(at_least).collect())
    }

    fn at_least(&self, grade: u8) -> Option<&Bits> {
        self.0.iter().rev().find(|(worst, _)| *worst >= grade).map(|(_, bits)| bits)
    }

    /// Leaves only units of `kept`.
    pub fn keep(&mut self, kept: &Bits) {
        self.0.iter_mut().for_each(|(_, bits)| bits.meet(kept));
    }
}

/// Units with the number of the grade at which they meet a need.
struct Source<'i> {
    places: Places<'i>,
    grade: u8,
    reach: Reach,
}

/// The units of each word that meets `need`, best grade first; those of a short beginning as one.
fn sources<'i>(index: &'i Index, need: &Need) -> Vec<Source<'i>> {
    let words = &index.vocabulary;
    let together = words.beginning_places(&need.typed).filter(|_| need.begins);
    let singly = need.meetings.iter().filter(|met| together.is_none() || met.grade != Grade::Begins);
    let source = |places, grade: Grade, reach| Source { places, grade: grade as u8, reach };
    let mut out: Vec<Source> = singly.map(|met| source(words.places(met.word), met.grade, met.reach)).collect();
    out.extend(together.map(|places| source(places, Grade::Begins, Reach::All)));
    out.sort_by_key(|source| std::cmp::Reverse(source.grade));
    out
}

#[cfg(test)]
mod tests {
    use super::{Bits, Graded};

    /// Grades of the units 0 to 7 as a condition.
    fn graded(grades: &[u8]) -> Graded {
        let mut levels: Vec<u8> = grades.iter().copied().filter(|grade| *grade > 0).collect();
        levels.sort_unstable_by(|a, b| b.cmp(a));
        levels.dedup();
        let level = |grade: u8| {
            let mut bits = Bits::new(8);
            (0..).zip(grades).filter(|(_, own)| **own >= grade).for_each(|(unit, _)| bits.insert(unit));
            (grade, bits)
        };
        Graded(levels.into_iter().map(level).collect())
    }

    fn read(graded: &Graded) -> Vec<u8> {
        (0..8).map(|unit| graded.grade(unit)).collect()
    }

    proptest::proptest! {
        #[test]
        fn conditions_join_to_the_better_and_the_worse_grade(
            a in proptest::collection::vec(0u8..8, 8),
            b in proptest::collection::vec(0u8..8, 8),
        ) {
            let each = |join: fn(u8, u8) -> u8| a.iter().zip(&b).map(|(a, b)| join(*a, *b)).collect::<Vec<u8>>();
            assert_eq!(read(&graded(&a).or(&graded(&b))), each(u8::max));
            let both = graded(&a).and(&graded(&b));
            assert_eq!(read(&both), each(u8::min));
            assert_eq!(both.best_in(0, 0b111), each(u8::min)[..3].iter().copied().max().unwrap());
        }
    }
}
