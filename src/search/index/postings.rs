//! The units that have a word: a sorted list, or for frequent words a bit for each unit.

use std::ops::Range;

use super::numbers::UnitId;
use super::unit_set::{UnitSet, masks, units_of};

/// Words in more than one of this many units are kept as bits, which are then smaller and faster to look up.
pub const FREQUENT: usize = 32;

/// The units of one word, rising, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Postings<'v> {
    List(&'v [UnitId]),
    /// The blocks of a [`UnitSet`], and how many bits are set.
    Bits(&'v [u64], usize),
}

impl Postings<'_> {
    /// How many units there are.
    pub fn len(self) -> usize {
        match self {
            Self::List(list) => list.len(),
            Self::Bits(_, count) => count,
        }
    }

    /// Calls `each` with every unit of `range`, rising.
    pub fn each_in(self, range: Range<UnitId>, mut each: impl FnMut(UnitId)) {
        match self {
            Self::List(list) => {
                let from = list.partition_point(|unit| *unit < range.start);
                list.iter().skip(from).take_while(|unit| **unit < range.end).for_each(|unit| each(*unit));
            }
            Self::Bits(blocks, _) => {
                for (at, mask) in masks(range) {
                    units_of(at, blocks[at] & mask).for_each(&mut each);
                }
            }
        }
    }

    /// Adds the units to `set`.
    pub fn add_to(self, set: &mut UnitSet) {
        match self {
            Self::List(list) => list.iter().for_each(|unit| set.insert(*unit)),
            Self::Bits(blocks, _) => set.union_with(blocks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Postings, UnitId, UnitSet};

    proptest::proptest! {
        #[test]
        fn a_list_and_bits_give_the_same(
            units in proptest::collection::btree_set(0u32..300, 0..99),
            (low, high) in (0u32..300, 0u32..300),
        ) {
            let list: Vec<UnitId> = units.iter().copied().map(UnitId).collect();
            let mut bits = UnitSet::new(300);
            for unit in &list {
                bits.insert(*unit);
            }
            let range = UnitId(low)..UnitId(high);
            let inside: Vec<UnitId> = list.iter().copied().filter(|unit| range.contains(unit)).collect();
            for postings in [Postings::List(&list), Postings::Bits(bits.blocks(), list.len())] {
                let mut within = Vec::new();
                postings.each_in(range.clone(), |unit| within.push(unit));
                assert_eq!((&within, postings.len()), (&inside, list.len()));
                let mut set = UnitSet::new(300);
                postings.add_to(&mut set);
                assert_eq!(set, bits);
            }
        }
    }
}
