//! The units a word stands in: a sorted list, or a bit for each unit where the word is frequent.

/// A word that stands in more than one of so many units has bits: they take less memory then, and are faster to look up.
pub(super) const FREQUENT: usize = 32;

/// Units of one word, rising, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places<'v> {
    /// The units one behind the other.
    List(&'v [u32]),
    /// A bit for each unit there is, the lowest first, and how many are set.
    Bits(&'v [u64], usize),
}

impl Places<'_> {
    /// How many units there are.
    pub fn len(self) -> usize {
        match self {
            Self::List(list) => list.len(),
            Self::Bits(_, count) => count,
        }
    }

    /// Calls `each` with every unit of `range`, rising.
    pub fn each_in(self, range: std::ops::Range<u32>, mut each: impl FnMut(u32)) {
        match self {
            Self::List(list) => {
                let from = list.partition_point(|unit| *unit < range.start);
                let rest = list.get(from..).unwrap_or(&[]);
                rest.iter().take_while(|unit| **unit < range.end).for_each(|unit| each(*unit));
            }
            Self::Bits(bits, _) => {
                for at in range.start / 64..range.end.div_ceil(64) {
                    let mut word = bits.get(at as usize).copied().unwrap_or(0);
                    while word != 0 {
                        let unit = at * 64 + word.trailing_zeros();
                        if range.contains(&unit) {
                            each(unit);
                        }
                        word &= word - 1;
                    }
                }
            }
        }
    }

    /// Calls `each` with the place in `units` (rising) of every unit that is here too. The shorter list leads:
    /// O(min(a log b, a + b)); O(units) for bits.
    pub fn each_common(self, units: &[u32], each: impl FnMut(usize)) {
        match self {
            Self::List(list) => each_in_both(units, list, each),
            Self::Bits(bits, _) => {
                let has = |unit: u32| bits.get(unit as usize / 64).is_some_and(|word| word >> (unit % 64) & 1 == 1);
                units.iter().enumerate().filter(|(_, unit)| has(**unit)).map(|(at, _)| at).for_each(each);
            }
        }
    }
}

fn each_in_both(units: &[u32], list: &[u32], mut each: impl FnMut(usize)) {
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
    use super::{Places, reach};

    proptest::proptest! {
        #[test]
        fn common_units_are_found_whichever_list_leads_and_in_bits(
            a in proptest::collection::btree_set(0u32..300, 0..200),
            b in proptest::collection::btree_set(0u32..300, 0..12),
            (low, high) in (0u32..300, 0u32..300),
        ) {
            let (long, short): (Vec<u32>, Vec<u32>) = (a.iter().copied().collect(), b.iter().copied().collect());
            let expected: Vec<u32> = a.intersection(&b).copied().collect();
            for (units, list) in [(&long, &short), (&short, &long)] {
                let mut bits = [0u64; 5];
                for unit in list {
                    bits[*unit as usize / 64] |= 1 << (unit % 64);
                }
                for places in [Places::List(list), Places::Bits(&bits, list.len())] {
                    let mut found = Vec::new();
                    places.each_common(units, |at| found.push(units[at]));
                    assert_eq!(found, expected);
                    let mut within = Vec::new();
                    places.each_in(low..high, |unit| within.push(unit));
                    let inside: Vec<u32> = list.iter().copied().filter(|unit| (low..high).contains(unit)).collect();
                    assert_eq!(within, inside);
                    assert_eq!(places.len(), list.len());
                }
            }
            for unit in [0, 150, 299] {
                assert_eq!(reach(&long, unit), long.partition_point(|entry| *entry < unit));
            }
        }
    }
}
