//! Which units meet a condition, and how well.

use super::index::Index;
use super::need::{HOLDS, Meeting, Need, Reach};

/// For each of `units` (rising) the number of the best grade at which it meets `need`, 0 where it does not.
///
/// Many words go through one table of all units: O(places + units); else see [`Places::each_common`] for each word.
pub(super) fn grades(index: &Index, need: &Need, units: &[u32]) -> Vec<u8> {
    if need.meetings.len() > 1 && need.places > units.len().max(index.units.len() / 16) {
        let table = table(index, need, 0..index.units.prose().end);
        return units.iter().map(|unit| table.get(*unit as usize).copied().unwrap_or(0)).collect();
    }
    let mut out = vec![0; units.len()];
    for meeting in &need.meetings {
        let grade = meeting.grade as u8;
        let counted = match meeting.reach {
            Reach::All => units,
            Reach::Names => {
                let first = index.units.prose().start;
                units.get(..units.partition_point(|unit| *unit < first)).unwrap_or(&[])
            }
        };
        let places = index.vocabulary.places(meeting.word);
        places.each_common(counted, |at| out[at] = grade.max(out[at]));
    }
    out
}

/// The prose units that meet `need`, rising, with the numbers of their best grades.
pub(super) fn seeds(index: &Index, need: &Need) -> (Vec<u32>, Vec<u8>) {
    let prose = index.units.prose();
    let mut met = need.meetings.iter().filter(|met| met.reach == Reach::All);
    if let (Some(only), None) = (met.next(), met.next()) {
        let mut units = Vec::with_capacity(need.places);
        index.vocabulary.places(only.word).each_in(prose, |unit| units.push(unit));
        let grades = vec![only.grade as u8; units.len()];
        return (units, grades);
    }
    if need.places * 32 < index.units.len() { by_sorting(index, need) } else { by_table(index, need) }
}

fn by_sorting(index: &Index, need: &Need) -> (Vec<u32>, Vec<u8>) {
    let mut pairs: Vec<(u32, std::cmp::Reverse<u8>)> = Vec::with_capacity(need.places);
    for met in need.meetings.iter().filter(|met| met.reach == Reach::All) {
        let grade = std::cmp::Reverse(met.grade as u8);
        index.vocabulary.places(met.word).each_in(index.units.prose(), |unit| pairs.push((unit, grade)));
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|(unit, _)| *unit);
    pairs.into_iter().map(|(unit, grade)| (unit, grade.0)).unzip()
}

fn by_table(index: &Index, need: &Need) -> (Vec<u32>, Vec<u8>) {
    let table = table(index, need, index.units.prose());
    let count = table.iter().filter(|grade| **grade > 0).count();
    let (mut units, mut grades) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (unit, grade) in (0..).zip(table).filter(|(_, grade)| *grade > 0) {
        units.push(unit);
        grades.push(grade);
    }
    (units, grades)
}

/// The best grade of every unit of `range`; 0 for the others.
fn table(index: &Index, need: &Need, range: std::ops::Range<u32>) -> Vec<u8> {
    let mut table = vec![0u8; index.units.len()];
    let mut met: Vec<&Meeting> = need.meetings.iter().collect();
    // The best grade is written last.
    met.sort_by_key(|met| met.grade);
    for meeting in met {
        let reach = match meeting.reach {
            Reach::All => range.clone(),
            Reach::Names => range.start..index.units.prose().start.min(range.end),
        };
        let grade = meeting.grade as u8;
        index.vocabulary.places(meeting.word).each_in(reach, |unit| table[unit as usize] = grade);
    }
    table
}

/// Turns a condition around.
pub(super) fn invert(grades: &mut [u8]) {
    for grade in grades {
        *grade = if *grade == 0 { HOLDS } else { 0 };
    }
}
