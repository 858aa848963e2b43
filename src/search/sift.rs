//! Which units meet a condition, and how well.

use super::index::Index;
use super::need::{HOLDS, Need, Reach};

/// For each of `units` (rising) the number of the best grade at which it meets `need`, 0 where it does not.
///
/// The shorter of the two lists leads: O(min(a log b, a + b)) for each word; many words go through one table.
pub(super) fn grades(index: &Index, need: &Need, units: &[u32]) -> Vec<u8> {
    if need.meetings.len() > 1 && need.places > units.len().max(index.units.len() / 16) {
        let table = table(&lists(index, need), index.units.len());
        return units.iter().map(|unit| table.get(*unit as usize).copied().unwrap_or(0)).collect();
    }
    let mut out = vec![0; units.len()];
    for meeting in &need.meetings {
        let grade = meeting.grade as u8;
        each_common(units, places(index, meeting.word, meeting.reach), |at| out[at] = grade.max(out[at]));
    }
    out
}

/// The prose units that meet `need`, rising, with the numbers of their best grades.
pub(super) fn seeds(index: &Index, need: &Need) -> (Vec<u32>, Vec<u8>) {
    let first = index.units.prose().start;
    let prose = |list: &[u32]| list.partition_point(|unit| *unit < first);
    let lists: Vec<(&[u32], u8)> =
        lists(index, need).into_iter().map(|(list, grade)| (list.get(prose(list)..).unwrap_or(&[]), grade)).collect();
    let total: usize = lists.iter().map(|(list, _)| list.len()).sum();
    if let [(list, grade)] = lists.as_slice() {
        return (list.to_vec(), vec![*grade; list.len()]);
    }
    if total * 32 < index.units.len() { by_sorting(&lists, total) } else { by_table(&lists, index.units.len()) }
}

fn by_sorting(lists: &[(&[u32], u8)], total: usize) -> (Vec<u32>, Vec<u8>) {
    let mut pairs: Vec<(u32, std::cmp::Reverse<u8>)> = Vec::with_capacity(total);
    for (list, grade) in lists {
        pairs.extend(list.iter().map(|unit| (*unit, std::cmp::Reverse(*grade))));
    }
    pairs.sort_unstable();
    pairs.dedup_by_key(|(unit, _)| *unit);
    pairs.into_iter().map(|(unit, grade)| (unit, grade.0)).unzip()
}

/// The units of each word that meets the need, as far as the word counts, with its grade.
fn lists<'i>(index: &'i Index, need: &Need) -> Vec<(&'i [u32], u8)> {
    need.meetings.iter().map(|met| (places(index, met.word, met.reach), met.grade as u8)).collect()
}

fn by_table(lists: &[(&[u32], u8)], units: usize) -> (Vec<u32>, Vec<u8>) {
    let table = table(lists, units);
    let met = table.iter().enumerate().filter(|(_, grade)| **grade > 0);
    met.map(|(unit, grade)| (u32::try_from(unit).unwrap_or(u32::MAX), *grade)).unzip()
}

/// The best grade of every unit.
fn table(lists: &[(&[u32], u8)], units: usize) -> Vec<u8> {
    let mut table = vec![0u8; units];
    for (list, grade) in lists {
        for unit in *list {
            let cell = &mut table[*unit as usize];
            *cell = (*cell).max(*grade);
        }
    }
    table
}

/// Turns a condition around.
pub(super) fn invert(grades: &mut [u8]) {
    for grade in grades {
        *grade = if *grade == 0 { HOLDS } else { 0 };
    }
}

/// The units of a word as far as the word counts there.
fn places(index: &Index, word: u32, reach: Reach) -> &[u32] {
    let all = index.vocabulary.postings(word);
    match reach {
        Reach::All => all,
        Reach::Names => {
            let first = index.units.prose().start;
            all.get(..all.partition_point(|unit| *unit < first)).unwrap_or(&[])
        }
    }
}

/// Calls `each` with the place in `units` of every unit that `list` has too. Both rise.
fn each_common(units: &[u32], list: &[u32], mut each: impl FnMut(usize)) {
    if list.len() < units.len() / 16 {
        let mut from = 0;
        for unit in list {
            from += reach(&units[from..], *unit);
            if units.get(from) == Some(unit) {
                each(from);
            }
        }
        return;
    }
    let mut rest = list;
    for (at, unit) in units.iter().enumerate() {
        rest = rest.get(reach(rest, *unit)..).unwrap_or(&[]);
        match rest.first() {
            None => return,
            Some(first) if first == unit => each(at),
            Some(_) => {}
        }
    }
}

/// How many of the first entries of `list` are smaller than `unit`: by steps that double, then by halves.
fn reach(list: &[u32], unit: u32) -> usize {
    let mut step = 1;
    while list.get(step - 1).is_some_and(|entry| *entry < unit) {
        step *= 2;
    }
    let low = step / 2;
    let high = list.len().min(step);
    low + list[low..high].partition_point(|entry| *entry < unit)
}

#[cfg(test)]
mod tests {
    use super::{each_common, reach};

    proptest::proptest! {
        #[test]
        fn common_units_are_found_whichever_list_leads(
            a in proptest::collection::btree_set(0u32..300, 0..200),
            b in proptest::collection::btree_set(0u32..300, 0..12),
        ) {
            let (long, short): (Vec<u32>, Vec<u32>) = (a.iter().copied().collect(), b.iter().copied().collect());
            let expected: Vec<u32> = a.intersection(&b).copied().collect();
            for (units, list) in [(&long, &short), (&short, &long)] {
                let mut found = Vec::new();
                each_common(units, list, |at| found.push(units[at]));
                assert_eq!(found, expected);
            }
            for unit in [0, 150, 299] {
                assert_eq!(reach(&long, unit), long.partition_point(|entry| *entry < unit));
            }
        }
    }
}
