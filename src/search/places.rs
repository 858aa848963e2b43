//! The units a word stands in: a sorted list, or a bit for each unit where the word is frequent.

use super::bits::{self, Bits};

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
            Self::Bits(set, _) => {
                for (at, mask) in bits::words(range) {
                    bits::units(at, set.get(at).copied().unwrap_or(0) & mask).for_each(&mut each);
                }
            }
        }
    }

    /// Puts the units into a set.
    pub fn put_into(self, set: &mut Bits) {
        match self {
            Self::List(list) => list.iter().for_each(|unit| set.insert(*unit)),
            Self::Bits(words, _) => set.join(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bits, Places};

    proptest::proptest! {
        #[test]
        fn a_list_and_bits_say_the_same(
            units in proptest::collection::btree_set(0u32..300, 0..99),
            (low, high) in (0u32..300, 0u32..300),
        ) {
            let list: Vec<u32> = units.iter().copied().collect();
            let mut bits = Bits::new(300);
            for unit in &list {
                bits.insert(*unit);
            }
            let inside: Vec<u32> = list.iter().copied().filter(|unit| (low..high).contains(unit)).collect();
            for places in [Places::List(&list), Places::Bits(bits.words(), list.len())] {
                let mut within = Vec::new();
                places.each_in(low..high, |unit| within.push(unit));
                assert_eq!((&within, places.len()), (&inside, list.len()));
                let mut set = Bits::new(300);
                places.put_into(&mut set);
                assert_eq!(set, bits);
            }
        }
    }
}
