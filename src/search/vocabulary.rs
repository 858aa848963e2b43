//! The words of a model, sorted, each with the units of text it stands in.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use super::places::{FREQUENT, Places};

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
    /// The units of all words that are not frequent, one behind the other.
    postings: Vec<u32>,
    /// Where the units of each word end in `postings`, counting the frequent ones too, which have none there.
    posting_ends: Vec<u32>,
    /// The frequent words, rising, with the number of their units; their bits stand in this order in `bits`.
    frequent: Vec<(WordId, u32)>,
    /// A bit for each unit and frequent word.
    bits: Vec<u64>,
    /// How many units there are.
    units: usize,
    /// Beginnings of one or two letters that very many texts have a word of, sorted, and their bits.
    beginnings: Vec<(Box<str>, Box<[u64]>, u32)>,
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
        self.letters.len()
            + 13 * self.ends.len()
            + 4 * self.postings.len()
            + 8 * (self.bits.len() + self.frequent.len())
            + self.beginnings.iter().map(|(_, bits, _)| 8 * bits.len()).sum::<usize>()
    }

    /// The word itself.
    pub fn word(&self, id: WordId) -> &str {
        let at = id as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.letters.get(start..self.ends[at] as usize).unwrap_or("")
    }

    /// The units that have a word which begins with `start`, where these are so many that they are kept together.
    pub fn beginning_places(&self, start: &str) -> Option<Places<'_>> {
        let at = self.beginnings.binary_search_by(|(known, ..)| (**known).cmp(start)).ok()?;
        self.beginnings.get(at).map(|(_, bits, count)| Places::Bits(bits, *count as usize))
    }

    /// Keeps together the units of the beginnings of one and two letters whose words have most places. O(places).
    fn gather_beginnings(&mut self) {
        for letters in [1, 2] {
            let mut at = 0;
            while (at as usize) < self.len() {
                let word = self.word(at);
                let end = word.char_indices().nth(letters).map_or(word.len(), |(end, _)| end);
                let start: Box<str> = word.get(..end).unwrap_or("").into();
                let range = self.beginning(&start);
                at = range.end.max(at + 1);
                let places: usize = range.clone().map(|word| self.places(word).len()).sum();
                if places > self.units / BEGINNING {
                    let bits = self.union(range);
                    let count = bits.iter().map(|word| word.count_ones()).sum();
                    self.beginnings.push((start, bits, count));
                }
            }
        }
        self.beginnings.sort_unstable();
        self.beginnings.dedup_by(|a, b| a.0 == b.0);
    }

    fn union(&self, words: std::ops::Range<WordId>) -> Box<[u64]> {
        let mut all = vec![0u64; self.units.div_ceil(64)];
        for word in words {
            match self.places(word) {
                Places::List(list) => list.iter().for_each(|unit| all[*unit as usize / 64] |= 1 << (unit % 64)),
                Places::Bits(bits, _) => all.iter_mut().zip(bits).for_each(|(all, bits)| *all |= bits),
            }
        }
        all.into()
    }

    /// The units the word stands in. O(log frequent words).
    pub fn places(&self, id: WordId) -> Places<'_> {
        let at = id as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.posting_ends[before] as usize);
        let list = self.postings.get(start..self.posting_ends[at] as usize).unwrap_or(&[]);
        if !list.is_empty() {
            return Places::List(list);
        }
        let Ok(place) = self.frequent.binary_search_by_key(&id, |(word, _)| *word) else { return Places::List(&[]) };
        let width = self.units.div_ceil(64);
        let bits = self.bits.get(place * width..(place + 1) * width).unwrap_or(&[]);
        Places::Bits(bits, self.frequent[place].1 as usize)
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
    numbers: HashMap<Box<str>, u32, Seed>,
    /// How many units each word stands in, and behind which one (from 1) it was last.
    seen: Vec<(u32, u32)>,
    /// The words of all units one behind the other, each once in a unit.
    stream: Vec<u32>,
    /// Where each unit ends in `stream`.
    ends: Vec<usize>,
    /// The first and the last word of each unit.
    edges: Vec<Edges>,
}

/// The first and the last word of a text; [`NO_WORD`] where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edges {
    pub first: WordId,
    pub last: WordId,
}

/// The units of a beginning are kept together where its words have more places than one of so many units.
const BEGINNING: usize = 8;

/// The number of no word.
const NO_WORD: WordId = WordId::MAX;

impl Gatherer {
    /// Begins the next unit.
    pub fn begin(&mut self) {
        self.ends.push(self.stream.len());
        self.edges.push(Edges { first: NO_WORD, last: NO_WORD });
    }

    /// Notes that `word` stands in the unit; it may come several times.
    pub fn add(&mut self, word: &str, standing: Standing) {
        let number = if let Some(number) = self.numbers.get(word) {
            *number
        } else {
            let number = narrow(self.seen.len());
            self.numbers.insert(word.into(), number);
            self.seen.push((0, 0));
            number
        };
        let unit = narrow(self.ends.len());
        let (count, last) = &mut self.seen[number as usize];
        if *last != unit {
            (*count, *last) = (*count + 1, unit);
            self.stream.push(number);
            if let Some(end) = self.ends.last_mut() {
                *end += 1;
            }
        }
        if let (Standing::Whole, Some(edges)) = (standing, self.edges.last_mut()) {
            edges.first = if edges.first == NO_WORD { number } else { edges.first };
            edges.last = number;
        }
    }

    /// Sorts what was gathered: the words, and the first and last word of each unit. O(words log words + places).
    pub fn finish(mut self) -> (Vocabulary, Vec<Edges>) {
        let mut words: Vec<(Box<str>, u32)> = self.numbers.drain().collect();
        words.sort_unstable();
        let mut out = Vocabulary { units: self.ends.len(), ..Vocabulary::default() };
        out.letters.reserve_exact(words.iter().map(|(word, _)| word.len()).sum());
        let mut ids = vec![0; words.len()];
        let mut places = 0;
        for (id, (word, number)) in (0..).zip(&words) {
            out.letters.push_str(word);
            out.ends.push(narrow(out.letters.len()));
            out.masks.push(mask(word));
            out.lengths.push(u8::try_from(word.chars().count()).unwrap_or(u8::MAX));
            ids[*number as usize] = id;
            let count = self.seen[*number as usize].0;
            // What the word needs next: the place of its first unit.
            self.seen[*number as usize].1 = places;
            if count as usize > out.units / FREQUENT {
                self.seen[*number as usize].1 = narrow(out.frequent.len());
                out.frequent.push((id, count));
            } else {
                places += count;
            }
            out.posting_ends.push(places);
        }
        self.place(&mut out, places as usize);
        out.gather_beginnings();
        let id = |number: u32| ids.get(number as usize).copied().unwrap_or(NO_WORD);
        for edges in &mut self.edges {
            *edges = Edges { first: id(edges.first), last: id(edges.last) };
        }
        self.edges.shrink_to_fit();
        (out, self.edges)
    }

    /// Puts every unit where its words have their places; `seen` holds the next free place of each word, or the
    /// place of its bits.
    fn place(&mut self, out: &mut Vocabulary, places: usize) {
        let width = out.units.div_ceil(64);
        let least = out.units / FREQUENT;
        out.postings = vec![0; places];
        out.bits = vec![0; width * out.frequent.len()];
        let mut at = 0;
        for (unit, end) in (0..).zip(&self.ends) {
            for number in &self.stream[at..*end] {
                let (count, next) = &mut self.seen[*number as usize];
                if *count as usize > least {
                    out.bits[*next as usize * width + unit as usize / 64] |= 1 << (unit % 64);
                } else {
                    out.postings[*next as usize] = unit;
                    *next += 1;
                }
            }
            at = *end;
        }
    }
}

/// Whether a word is one of those that a text is made of, or only repeats the end of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Whole,
    Repeat,
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Edges, Gatherer, NO_WORD, Standing, mask};

    #[test]
    fn words_are_sorted_and_know_their_units() {
        let mut gatherer = Gatherer::default();
        for unit in ["", "coal coal", "coast", "a", "coal д", "д"].into_iter().chain([""; 60]) {
            gatherer.begin();
            unit.split_whitespace().for_each(|word| gatherer.add(word, Standing::Whole));
        }
        let (words, edges) = gatherer.finish();
        assert_eq!(words.len(), 4);
        for (word, units) in [("coal", vec![1, 4]), ("coast", vec![2]), ("a", vec![3]), ("д", vec![4, 5])] {
            let mut found = Vec::new();
            words.places(words.find(word).unwrap()).each_in(0..99, |unit| found.push(unit));
            assert_eq!(found, units, "{word}");
        }
        let word = |word| words.find(word).unwrap();
        assert_eq!(edges[4], Edges { first: word("coal"), last: word("д") });
        assert_eq!((edges[0], edges.len()), (Edges { first: NO_WORD, last: NO_WORD }, 66));
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
