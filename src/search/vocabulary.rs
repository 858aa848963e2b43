//! The words of a model, sorted, each with the units of text it stands in.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Every word once, in the order of its bytes, with the numbers of its units in rising order.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    /// The words one behind the other.
    letters: String,
    /// Where each word ends in `letters`.
    ends: Vec<u32>,
    /// Which letters each word has, see [`mask`].
    masks: Vec<u32>,
    /// How many letters each word has, 255 for more.
    lengths: Vec<u8>,
    /// The units of all words one behind the other.
    postings: Vec<u32>,
    /// Where the units of each word end in `postings`.
    posting_ends: Vec<u32>,
}

/// A word, by its place in the vocabulary.
pub(super) type WordId = u32;

impl Vocabulary {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes that words and postings take.
    pub fn bytes(&self) -> usize {
        self.letters.len() + self.lengths.len() + 4 * (self.postings.len() + 4 * self.ends.len())
    }

    /// The word itself.
    pub fn word(&self, id: WordId) -> &str {
        let at = id as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.letters.get(start..self.ends[at] as usize).unwrap_or("")
    }

    /// The units the word stands in, rising, each once.
    pub fn postings(&self, id: WordId) -> &[u32] {
        let at = id as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.posting_ends[before] as usize);
        self.postings.get(start..self.posting_ends[at] as usize).unwrap_or(&[])
    }

    /// Which letters the word has, see [`mask`].
    pub fn mask(&self, id: WordId) -> u32 {
        self.masks[id as usize]
    }

    /// How many letters the word has, 255 for more.
    pub fn length(&self, id: WordId) -> usize {
        usize::from(self.lengths[id as usize])
    }

    /// The words that begin with `start`, the word itself first where it is there. O(log words).
    pub fn beginning(&self, start: &str) -> std::ops::Range<WordId> {
        let from = self.partition(|word| word < start);
        let to = self.partition(|word| word < start || word.starts_with(start));
        from..to
    }

    /// The word that equals `word`. O(log words).
    pub fn find(&self, word: &str) -> Option<WordId> {
        let at = self.partition(|other| other < word);
        ((at as usize) < self.len() && self.word(at) == word).then_some(at)
    }

    fn partition(&self, is_before: impl Fn(&str) -> bool) -> WordId {
        let (mut low, mut high) = (0, u32::try_from(self.len()).unwrap_or(u32::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.word(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// One bit for each letter of `word`; letters may share a bit. A word that has all letters of another has all its bits.
pub(super) fn mask(word: &str) -> u32 {
    word.chars().fold(0, |mask, c| mask | 1 << (c as u32 & 31))
}

/// Makes hashes that differ from run to run, so that no text can be written to make them equal.
#[derive(Debug)]
struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seed {
    type Hasher = Folding;

    fn build_hasher(&self) -> Folding {
        Folding(self.0)
    }
}

/// Hashes eight bytes at a time by a product folded onto itself: words are short, and there are millions.
#[derive(Debug)]
struct Folding(u64);

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            let mixed = u128::from(self.0 ^ u64::from_le_bytes(eight)) * 0x9e37_79b9_7f4a_7c15;
            let [low, high] = [mixed, mixed >> 64].map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or(0));
            self.0 = low ^ high ^ self.0.rotate_left(23);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Gathers words unit by unit.
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    numbers: HashMap<Box<str>, usize, Seed>,
    units: Vec<Vec<u32>>,
}

impl Gatherer {
    /// Notes that `word` stands in `unit`. Units come in rising order; a word may come several times.
    pub fn add(&mut self, word: &str, unit: u32) {
        let number = if let Some(number) = self.numbers.get(word) {
            *number
        } else {
            self.numbers.insert(word.into(), self.units.len());
            self.units.push(Vec::new());
            self.units.len() - 1
        };
        if self.units[number].last() != Some(&unit) {
            self.units[number].push(unit);
        }
    }

    /// Sorts what was gathered. O(words log words + places).
    pub fn finish(mut self) -> Vocabulary {
        let mut words: Vec<(Box<str>, usize)> = self.numbers.drain().collect();
        words.sort_unstable();
        let narrow = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut out = Vocabulary::default();
        out.letters.reserve_exact(words.iter().map(|(word, _)| word.len()).sum());
        out.postings.reserve_exact(self.units.iter().map(Vec::len).sum());
        for (word, number) in words {
            out.letters.push_str(&word);
            out.ends.push(narrow(out.letters.len()));
            out.masks.push(mask(&word));
            out.lengths.push(u8::try_from(word.chars().count()).unwrap_or(u8::MAX));
            out.postings.append(&mut self.units[number]);
            self.units[number] = Vec::new();
            out.posting_ends.push(narrow(out.postings.len()));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Gatherer, mask};

    #[test]
    fn words_are_sorted_and_know_their_units() {
        let mut gatherer = Gatherer::default();
        for (word, unit) in [("coal", 1), ("coal", 1), ("coast", 2), ("a", 3), ("coal", 4), ("д", 5)] {
            gatherer.add(word, unit);
        }
        let words = gatherer.finish();
        assert_eq!(words.len(), 4);
        assert_eq!(words.find("coal").map(|id| words.postings(id).to_vec()), Some(vec![1, 4]));
        assert_eq!(words.find("co"), None);
        let begun: Vec<&str> = words.beginning("coa").map(|id| words.word(id)).collect();
        assert_eq!(begun, ["coal", "coast"]);
        assert!(words.beginning("z").is_empty());
        assert_eq!(words.find("д").map(|id| words.length(id)), Some(1));
    }

    #[test]
    fn a_part_of_the_letters_has_a_part_of_the_bits() {
        assert_eq!(mask("zlnsk") & !mask("zelenskyy"), 0);
        assert_ne!(mask("coal") & !mask("cat"), 0);
    }
}
