//! Sets of units: one bit for each unit of the model.
//!
//! A million passages are two and a half million units, or 300 KB: sets are joined and counted faster than lists of
//! units, at a cost that does not depend on what matches. ARCHITECTURE.md says why it is not a crate's.

use std::ops::Range;

use super::numbers::{UnitId, WordId};

/// A set of units, the lowest in the lowest bit. Blocks are its words of 64 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSet(Vec<u64>);

impl UnitSet {
    /// The empty set for units below `units`.
    pub fn new(units: usize) -> Self {
        Self(vec![0; units.div_ceil(64)])
    }

    /// The units whose word fits, by one word per unit.
    pub fn of_words(words: &[WordId], fits: impl Fn(WordId) -> bool) -> Self {
        let block =
            |words: &[WordId]| (0..).zip(words).fold(0, |block, (at, word)| block | u64::from(fits(*word)) << at);
        Self(words.chunks(64).map(block).collect())
    }

    /// The units that at least `least` of up to 255 sets have.
    pub fn in_at_least(sets: &[&Self], least: usize) -> Self {
        let length = sets.iter().map(|set| set.0.len()).max().unwrap_or(0);
        Self(
            (0..length).map(|at| at_least(sets.iter().map(|set| set.0.get(at).copied().unwrap_or(0)), least)).collect(),
        )
    }

    pub fn contains(&self, unit: UnitId) -> bool {
        self.0.get(unit.index() / 64).is_some_and(|block| block >> (unit.0 % 64) & 1 == 1)
    }

    pub fn insert(&mut self, unit: UnitId) {
        self.0[unit.index() / 64] |= 1 << (unit.0 % 64);
    }

    pub fn insert_range(&mut self, range: Range<UnitId>) {
        for (at, mask) in masks(range) {
            self.0[at] |= mask;
        }
    }

    pub fn remove(&mut self, unit: UnitId) {
        self.0[unit.index() / 64] &= !(1 << (unit.0 % 64));
    }

    /// Adds the units of `blocks`.
    pub fn union_with(&mut self, blocks: &[u64]) {
        self.0.iter_mut().zip(blocks).for_each(|(mine, other)| *mine |= other);
    }

    pub fn intersect_with(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, other)| *mine &= other);
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|block| *block == 0)
    }

    pub fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Complements the set. It then has bits after the last unit: intersect it with a set of units.
    pub fn invert(&mut self) {
        self.0.iter_mut().for_each(|block| *block = !*block);
    }

    pub fn blocks(&self) -> &[u64] {
        &self.0
    }

    /// The units of `range` in the set, as the blocks that have any: (number of the block, its bits), rising.
    pub fn blocks_in(&self, range: Range<UnitId>) -> impl Iterator<Item = (usize, u64)> {
        masks(range).map(|(at, mask)| (at, self.0[at] & mask)).filter(|(_, block)| *block != 0)
    }

    /// The units of `range` in the set, rising.
    pub fn units_in(&self, range: Range<UnitId>) -> impl Iterator<Item = UnitId> {
        self.blocks_in(range).flat_map(|(at, block)| units_of(at, block))
    }

    /// Whether any unit of `range` is in the set.
    pub fn intersects(&self, range: Range<UnitId>) -> bool {
        self.blocks_in(range).next().is_some()
    }
}

/// The bits that at least `least` of up to 255 blocks have. Each bit has a counter, whose digits are in eight words.
fn at_least(blocks: impl Iterator<Item = u64>, least: usize) -> u64 {
    let mut digits = [0u64; 8];
    for block in blocks {
        let mut carry = block;
        for digit in &mut digits {
            (*digit, carry) = (*digit ^ carry, *digit & carry);
        }
    }
    let (mut more, mut equal) = (0, u64::MAX);
    for (place, digit) in digits.iter().enumerate().rev() {
        if least >> place & 1 == 1 {
            equal &= digit;
        } else {
            more |= equal & digit;
            equal &= !digit;
        }
    }
    more | equal
}

/// The units of the block numbered `at`, rising.
pub fn units_of(at: usize, mut block: u64) -> impl Iterator<Item = UnitId> {
    let first = 64 * at;
    std::iter::from_fn(move || {
        let unit = (block != 0).then(|| first + block.trailing_zeros() as usize)?;
        block &= block - 1;
        Some(UnitId::new(unit))
    })
}

/// The blocks that `range` touches, each with the bits of the range in it.
pub fn masks(range: Range<UnitId>) -> impl Iterator<Item = (usize, u64)> {
    let (start, end) = (range.start.0, range.end.0);
    let last = if range.is_empty() { start / 64 } else { end.div_ceil(64) };
    (start / 64..last).map(move |at| {
        let below = |unit: u32| match unit.saturating_sub(64 * at) {
            bits @ 0..64 => (1 << bits) - 1,
            64.. => u64::MAX,
        };
        (at as usize, below(end) & !below(start))
    })
}

#[cfg(test)]
mod tests {
    use super::{UnitId, UnitSet};

    proptest::proptest! {
        #[test]
        fn units_in_most_sets_are_counted(
            sets in proptest::collection::vec(proptest::collection::btree_set(0u32..100, 0..80), 0..20),
            least in 1usize..20,
        ) {
            let made: Vec<UnitSet> = sets.iter().map(|units| {
                let mut set = UnitSet::new(100);
                for unit in units {
                    set.insert(UnitId(*unit));
                }
                set
            }).collect();
            let most = UnitSet::in_at_least(&made.iter().collect::<Vec<_>>(), least);
            for unit in 0..100 {
                let count = sets.iter().filter(|set| set.contains(&unit)).count();
                assert_eq!(most.contains(UnitId(unit)), count >= least);
            }
        }

        #[test]
        fn a_set_holds_what_was_put_in(
            ones in proptest::collection::btree_set(0u32..300, 0..40),
            (low, width) in (0u32..300, 0u32..300),
            (from, to) in (0u32..300, 0u32..300),
        ) {
            let unit_range = |from, to| UnitId(from)..UnitId(to);
            let range = low..(low + width).min(300);
            let mut bits = UnitSet::new(300);
            for unit in &ones {
                bits.insert(UnitId(*unit));
            }
            let inside = |bits: &UnitSet, from, to| bits.units_in(unit_range(from, to)).map(|unit| unit.0).collect::<Vec<u32>>();
            assert_eq!(inside(&bits, 0, 300), ones.iter().copied().collect::<Vec<u32>>());
            let within: Vec<u32> = ones.iter().copied().filter(|unit| (from..to).contains(unit)).collect();
            assert_eq!((bits.intersects(unit_range(from, to)), inside(&bits, from, to)), (!within.is_empty(), within));
            bits.insert_range(unit_range(range.start, range.end));
            let expected: Vec<u32> = (0..300).filter(|unit| ones.contains(unit) || range.contains(unit)).collect();
            assert_eq!(inside(&bits, 0, 300), expected);
            assert!((0..310).all(|unit| bits.contains(UnitId(unit)) == expected.contains(&unit)));
            range.clone().for_each(|unit| bits.remove(UnitId(unit)));
            assert!(!bits.intersects(unit_range(range.start, range.end)));
            bits.invert();
            assert!((0..300).all(|unit| bits.contains(UnitId(unit)) != ones.contains(&unit) || (low..low + width).contains(&unit)));
        }
    }
}
