//! Every place of many needles in one text, in bounded time.

use std::collections::HashMap;

use memchr::memmem;

/// Up to this many needles, a search for each is faster than one pass for all.
const FEW: usize = 16;
/// Bytes of a needle that the shared pass looks for.
const SEED: usize = 8;
/// The shared pass chooses among this many windows of a needle.
const MOST_SEEDS: usize = 64;
/// Bytes of a needle that a search for one needle looks for first.
const PROBE: usize = 16;
/// How many bytes to compare, for each byte of the text, before switching to a linear search.
const MOST_COMPARED: usize = 4;

/// Where each of `needles` begins in `text`, ascending, overlaps included: the first `limit` of each; none for an empty
/// needle.
pub(super) fn places(text: &str, needles: &[&str], limit: usize) -> Vec<Vec<usize>> {
    let (search, mut out) = (Search { text: text.as_bytes(), needles, limit }, vec![Vec::new(); needles.len()]);
    let mut seeds: HashMap<u64, Vec<Seeded>> = HashMap::new();
    for (index, needle) in needles.iter().map(|needle| needle.as_bytes()).enumerate() {
        // Prefer a seed that few other needles share: many may begin alike.
        let windows = needle.windows(SEED).take(MOST_SEEDS).filter_map(seed).enumerate();
        let shared = |(_, seed): &(usize, u64)| seeds.get(seed).map_or(0, Vec::len);
        // Most needles need not look beyond their first window.
        let own = windows.clone().find(|window| shared(window) == 0).or_else(|| windows.min_by_key(shared));
        match own.filter(|_| needles.len() > FEW) {
            Some((offset, seed)) => seeds.entry(seed).or_default().push(Seeded { index, offset }),
            None => out[index] = search.one(needle),
        }
    }
    if !seeds.is_empty() {
        search.many(&seeds, &mut out);
    }
    out
}

/// A needle that the shared pass finds by its bytes at `offset`.
struct Seeded {
    index: usize,
    offset: usize,
}

struct Search<'a> {
    text: &'a [u8],
    needles: &'a [&'a str],
    limit: usize,
}

impl Search<'_> {
    /// Finds the needles of `seeds` in one pass over the text.
    fn many(&self, seeds: &HashMap<u64, Vec<Seeded>>, out: &mut [Vec<usize>]) {
        let (text, most_compared) = (self.text, MOST_COMPARED * self.text.len());
        let mut filter = vec![false; 1 << 16];
        for seed in seeds.keys() {
            filter[slot(*seed)] = true;
        }
        // An upper bound of the bytes compared so far, for each needle.
        let mut compared = vec![0; self.needles.len()];
        for (at, window) in text.windows(SEED).enumerate() {
            let Some(of_seed) = seed(window).filter(|seed| filter[slot(*seed)]).and_then(|seed| seeds.get(&seed))
            else {
                continue;
            };
            for Seeded { index, offset } in of_seed {
                let (needle, found) = (self.needles[*index].as_bytes(), &mut out[*index]);
                let Some(begin) = at.checked_sub(*offset) else { continue };
                compared[*index] += needle.len();
                if compared[*index] <= most_compared && found.len() < self.limit && text[begin..].starts_with(needle) {
                    found.push(begin);
                }
            }
        }
        for (index, compared) in compared.into_iter().enumerate() {
            if compared > most_compared {
                out[index] = self.linear(self.needles[index].as_bytes());
            }
        }
    }

    fn one(&self, needle: &[u8]) -> Vec<usize> {
        // In an article of a few kilobytes, preparing a search for a long needle costs more than finding its beginning.
        let probe = needle.get(..PROBE).unwrap_or(needle);
        let (mut places, mut compared) = (Vec::new(), 0);
        for at in each_place(self.text, probe) {
            compared += needle.len() - probe.len();
            if compared > MOST_COMPARED * self.text.len() {
                return self.linear(needle);
            }
            if self.text[at..].starts_with(needle) {
                places.push(at);
            }
            if places.len() >= self.limit {
                break;
            }
        }
        places
    }

    /// For needles whose beginning occurs almost everywhere.
    fn linear(&self, needle: &[u8]) -> Vec<usize> {
        each_place(self.text, needle).take(self.limit).collect()
    }
}

/// The first [`SEED`] bytes as a number; `None` where there are fewer.
fn seed(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk::<SEED>().copied().map(u64::from_le_bytes)
}

/// A multiplicative hash to 16 bits.
fn slot(seed: u64) -> usize {
    (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize
}

/// Where `needle` begins in `text`, ascending, overlaps included; nowhere if it is empty.
fn each_place(text: &[u8], needle: &[u8]) -> impl Iterator<Item = usize> {
    let (finder, mut from) = (memmem::Finder::new(needle), 0);
    std::iter::from_fn(move || {
        let at = from + text.get(from..).filter(|_| !finder.needle().is_empty()).and_then(|rest| finder.find(rest))?;
        from = at + 1;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{FEW, places};
    use crate::quote::sample::cost;

    /// `needle` alone, and among so many that one pass finds all.
    fn found(text: &str, needle: &str, limit: usize) -> [Vec<usize>; 2] {
        let among = |count: usize| places(text, &vec![needle; count], limit).pop().unwrap_or_default();
        [among(1), among(FEW + 1)]
    }

    #[test]
    fn the_first_places_are_kept() {
        let dense = "a".repeat(1000) + "b";
        for (text, needle, first) in [
            ("abcdefgh ".repeat(100), "abcdefgh".to_owned(), vec![0, 9, 18]),
            // Its beginning is everywhere, and so it is looked for in linear time.
            (dense.clone(), "a".repeat(500), vec![0, 1, 2]),
            (dense.repeat(3), "a".repeat(500) + "b", vec![500, 1501, 2502]),
        ] {
            assert_eq!(found(&text, &needle, 3), [first.clone(), first], "{}", needle.len());
        }
    }

    #[test]
    fn a_needle_whose_beginning_is_everywhere_is_found_in_linear_time() {
        let (text, needle) = ("a".repeat(1_000_000) + "b", "a".repeat(500_000) + "b");
        let cost = cost(|| assert_eq!(found(&text, &needle, 3), [vec![500_000], vec![500_000]]));
        // Compared at every place it takes far more.
        assert!(cost < Duration::from_secs(4), "{cost:?}");
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_naive_search_finds(text in "[ab]{0,60}", mut needles in prop::collection::vec("[ab]{0,12}", 1..40)) {
            needles.extend((0..FEW).map(|_| "abababababab".to_owned()));
            let needles: Vec<&str> = needles.iter().map(String::as_str).collect();
            for (needle, found) in needles.iter().zip(places(&text, &needles, 1000)) {
                let naive: Vec<usize> = (0..text.len()).filter(|at| !needle.is_empty() && text.get(*at..).is_some_and(|rest| rest.starts_with(needle))).collect();
                prop_assert_eq!(found, naive, "{}", needle);
            }
        }
    }
}
