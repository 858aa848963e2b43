//! Sets of units: what meets a condition, as a bit for each unit there is.
//!
//! A million passages are two and a half million units, or 300 KB: sets are joined and counted faster than lists of
//! units could be walked, and what is found does not change the cost.

use std::ops::Range;

/// A set of units, the lowest in the lowest bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The empty set, with room for units below `units`.
    pub fn new(units: usize) -> Self {
        Self(vec![0; units.div_ceil(64)])
    }

    /// The units whose value `is_so`, by one value for each.
    pub fn of(values: &[u32], is_so: impl Fn(u32) -> bool) -> Self {
        let word =
            |values: &[u32]| (0..).zip(values).fold(0, |word, (at, value)| word | u64::from(is_so(*value)) << at);
        Self(values.chunks(64).map(word).collect())
    }

    /// Whether `unit` is in it.
    pub fn has(&self, unit: u32) -> bool {
        self.0.get(unit as usize / 64).is_some_and(|word| word >> (unit % 64) & 1 == 1)
    }

    /// Puts `unit` in, which must be below the number of units.
    pub fn insert(&mut self, unit: u32) {
        self.0[unit as usize / 64] |= 1 << (unit % 64);
    }

    /// Puts all of `range` in.
    pub fn insert_all(&mut self, range: Range<u32>) {
        for (at, mask) in words(range) {
            self.0[at] |= mask;
        }
    }

    /// Takes `unit` out.
    pub fn remove(&mut self, unit: u32) {
        if let Some(word) = self.0.get_mut(unit as usize / 64) {
            *word &= !(1 << (unit % 64));
        }
    }

    /// Puts in what `words` has, the bits of another set.
    pub fn join(&mut self, words: &[u64]) {
        self.0.iter_mut().zip(words).for_each(|(mine, other)| *mine |= other);
    }

    /// Takes out what `other` has not.
    pub fn meet(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, other)| *mine &= other);
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Turns the set around. Bits beyond the last unit are set then: meet it with a set of units.
    pub fn invert(&mut self) {
        self.0.iter_mut().for_each(|word| *word = !*word);
    }

    /// The bits.
    pub fn words(&self) -> &[u64] {
        &self.0
    }

    /// Every unit of `range` that is in it, as (place of the word, its bits) where there are any, rising.
    pub fn words_in(&self, range: Range<u32>) -> impl Iterator<Item = (usize, u64)> {
        let found = words(range).map(|(at, mask)| (at, self.0.get(at).copied().unwrap_or(0) & mask));
        found.filter(|(_, word)| *word != 0)
    }

    /// Every unit of `range` that is in it, rising.
    pub fn units_in(&self, range: Range<u32>) -> impl Iterator<Item = u32> {
        self.words_in(range).flat_map(|(at, word)| units(at, word))
    }

    /// Whether any unit of `range` is in it.
    pub fn has_any(&self, range: Range<u32>) -> bool {
        self.words_in(range).next().is_some()
    }
}

/// The units of a word of bits, rising.
pub(super) fn units(at: usize, mut word: u64) -> impl Iterator<Item = u32> {
    let first = u32::try_from(64 * at).unwrap_or(u32::MAX);
    std::iter::from_fn(move || {
        let unit = (word != 0).then(|| first + word.trailing_zeros())?;
        word &= word - 1;
        Some(unit)
    })
}

/// The words that `range` touches, with its bits in them.
pub(super) fn words(range: Range<u32>) -> impl Iterator<Item = (usize, u64)> {
    let end = if range.is_empty() { range.start / 64 } else { range.end.div_ceil(64) };
    (range.start / 64..end).map(move |at| {
        let below = |unit: u32| match unit.saturating_sub(64 * at) {
            bits @ 0..64 => (1 << bits) - 1,
            64.. => u64::MAX,
        };
        (at as usize, below(range.end) & !below(range.start))
    })
}

#[cfg(test)]
mod tests {
    use super::Bits;

    proptest::proptest! {
        #[test]
        fn a_set_holds_what_was_put_in(
            ones in proptest::collection::btree_set(0u32..300, 0..40),
            (low, width) in (0u32..300, 0u32..300),
            (from, to) in (0u32..300, 0u32..300),
        ) {
            let range = low..(low + width).min(300);
            let mut bits = Bits::new(300);
            for unit in &ones {
                bits.insert(*unit);
            }
            let all = |bits: &Bits| bits.units_in(0..300).collect::<Vec<u32>>();
            assert_eq!(all(&bits), ones.iter().copied().collect::<Vec<u32>>());
            let within: Vec<u32> = ones.iter().copied().filter(|unit| (from..to).contains(unit)).collect();
            assert_eq!((bits.has_any(from..to), bits.units_in(from..to).collect::<Vec<_>>()), (!within.is_empty(), within));
            bits.insert_all(range.clone());
            let expected: Vec<u32> = (0..300).filter(|unit| ones.contains(unit) || range.contains(unit)).collect();
            assert_eq!(all(&bits), expected);
            assert!((0..310).all(|unit| bits.has(unit) == expected.contains(&unit)));
            range.clone().for_each(|unit| bits.remove(unit));
            assert!(!bits.has_any(range));
            bits.invert();
            assert!((0..300).all(|unit| bits.has(unit) != ones.contains(&unit) || (low..low + width).contains(&unit)));
        }
    }
}
