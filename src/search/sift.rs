//! Which units meet a condition, and how well.

use super::index::Index;
use super::need::{Grade, HOLDS, Need, Reach};
use super::places::Places;

/// For each of `units` (rising) the number of the best grade at which it meets `need`, 0 where it does not.
///
/// Many words go through one table of all units: O(places + units); else see [`Places::each_common`] for each word.
pub(super) fn grades(index: &Index, need: &Need, units: &[u32]) -> Vec<u8> {
    let sources = sources(index, need);
    if sources.len() > 1 && need.places > units.len().max(index.units.len() / 16) {
        let table = table(index, &sources, 0..index.units.prose().end);
        return units.iter().map(|unit| table.get(*unit as usize).copied().unwrap_or(0)).collect();
    }
    let mut out = vec![0; units.len()];
    for source in sources {
        let counted = match source.reach {
            Reach::All => units,
            Reach::Names => {
                let first = index.units.prose().start;
                units.get(..units.partition_point(|unit| *unit < first)).unwrap_or(&[])
            }
        };
        source.places.each_common(counted, |at| out[at] = source.grade.max(out[at]));
    }
    out
}

/// Units with the number of the grade at which they meet a need.
struct Source<'i> {
    places: Places<'i>,
    grade: u8,
    reach: Reach,
}

/// The units of each word that meets `need`, worst grade first; those of a short beginning as one.
fn sources<'i>(index: &'i Index, need: &Need) -> Vec<Source<'i>> {
    let words = &index.vocabulary;
    let together = words.beginning_places(&need.typed).filter(|_| need.begins);
    let singly = need.meetings.iter().filter(|met| together.is_none() || met.grade != Grade::Begins);
    let source = |places, grade: Grade, reach| Source { places, grade: grade as u8, reach };
    let mut out: Vec<Source> = singly.map(|met| source(words.places(met.word), met.grade, met.reach)).collect();
    out.extend(together.map(|places| source(places, Grade::Begins, Reach::All)));
    out.sort_by_key(|source| source.grade);
    out
}

/// The prose units that meet `need`, rising, with the numbers of their best grades.
pub(super) fn seeds(index: &Index, need: &Need) -> (Vec<u32>, Vec<u8>) {
    let prose = index.units.prose();
    let mut sources = sources(index, need);
    sources.retain(|source| source.reach == Reach::All);
    if let [only] = sources.as_slice() {
        let mut units = Vec::with_capacity(only.places.len());
        only.places.each_in(prose, |unit| units.push(unit));
        let grades = vec![only.grade; units.len()];
        return (units, grades);
    }
    if need.places * 32 < index.units.len() { by_sorting(index, &sources) } else { by_table(index, &sources) }
}

fn by_sorting(index: &Index, sources: &[Source]) -> (Vec<u32>, Vec<u8>) {
    let mut pairs: Vec<(u32, std::cmp::Reverse<u8>)> = Vec::new();
    for source in sources {
        let grade = std::cmp::Reverse(source.grade);
        source.places.each_in(index.units.prose(), |unit| pairs.push((unit, grade)));
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|(unit, _)| *unit);
    pairs.into_iter().map(|(unit, grade)| (unit, grade.0)).unzip()
}

fn by_table(index: &Index, sources: &[Source]) -> (Vec<u32>, Vec<u8>) {
    let table = table(index, sources, index.units.prose());
    let count = table.iter().filter(|grade| **grade > 0).count();
    let (mut units, mut grades) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (unit, grade) in (0..).zip(table).filter(|(_, grade)| *grade > 0) {
        units.push(unit);
        grades.push(grade);
    }
    (units, grades)
}

/// The best grade of every unit of `range`; 0 for the others. The sources' grades rise.
fn table(index: &Index, sources: &[Source], range: std::ops::Range<u32>) -> Vec<u8> {
    let mut table = vec![0u8; index.units.len()];
    for source in sources {
        let reach = match source.reach {
            Reach::All => range.clone(),
            Reach::Names => range.start..index.units.prose().start.min(range.end),
        };
        source.places.each_in(reach, |unit| table[unit as usize] = source.grade);
    }
    table
}

/// Turns a condition around.
pub(super) fn invert(grades: &mut [u8]) {
    for grade in grades {
        *grade = if *grade == 0 { HOLDS } else { 0 };
    }
}
