//! The words of a model, sorted, each with the units of text it stands in.

use super::bits::Bits;
use super::places::{FREQUENT, Places};

/// Every word once, in the order of its bytes, with the numbers of its units in rising order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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

    /// Takes the words, sorted, and in how many of so many units each stands. Their units come by a [`Filler`].
    pub fn new(words: &[&str], counts: &[u32], units: usize) -> Self {
        let mut out = Self { units, ..Self::default() };
        out.letters.reserve_exact(words.iter().map(|word| word.len()).sum());
        let mut places = 0;
        for (id, (word, count)) in (0..).zip(words.iter().zip(counts)) {
            out.letters.push_str(word);
            out.ends.push(narrow(out.letters.len()));
            out.masks.push(mask(word));
            out.lengths.push(u8::try_from(word.chars().count()).unwrap_or(u8::MAX));
            if *count as usize > units / FREQUENT {
                out.frequent.push((id, *count));
            } else {
                places += count;
            }
            out.posting_ends.push(places);
        }
        out.postings = vec![0; places as usize];
        out.bits = vec![0; units.div_ceil(64) * out.frequent.len()];
        out
    }

    /// Keeps together the units of the beginnings of one and two letters whose words have most places. O(places).
    pub fn gather_beginnings(&mut self) {
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
        let mut all = Bits::new(self.units);
        words.for_each(|word| self.places(word).put_into(&mut all));
        all.words().into()
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

/// The units of a beginning are kept together where its words have more places than one of so many units.
const BEGINNING: usize = 8;

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// One bit for each letter of `word`; letters may share a bit. A word that has all letters of another has all its bits.
pub(super) fn mask(word: &str) -> u32 {
    word.chars().fold(0, |mask, c| mask | 1 << (c as u32 & 31))
}

/// Puts the units of words where these have their places, the lowest first.
pub(super) struct Filler<'v> {
    words: &'v mut Vocabulary,
    /// Of each word the place of its next unit, or that of its bits.
    next: Vec<Place>,
}

/// Where the next unit of a word goes.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// To this place in the postings.
    Posting(u32),
    /// Among the bits of this frequent word.
    Bits(u32),
}

impl<'v> Filler<'v> {
    /// Begins with words that have no units yet.
    pub fn new(words: &'v mut Vocabulary) -> Self {
        let start = |at: usize| at.checked_sub(1).map_or(0, |before| words.posting_ends[before]);
        let mut next: Vec<Place> = (0..words.len()).map(|at| Place::Posting(start(at))).collect();
        for (place, (id, _)) in (0..).zip(&words.frequent) {
            next[*id as usize] = Place::Bits(place);
        }
        Self { words, next }
    }

    /// Takes the next units of a word, rising.
    pub fn put(&mut self, word: WordId, units: impl ExactSizeIterator<Item = u32>) {
        match &mut self.next[word as usize] {
            Place::Posting(next) => {
                let start = *next as usize;
                *next += narrow(units.len());
                self.words.postings[start..*next as usize]
                    .iter_mut()
                    .zip(units)
                    .for_each(|(place, unit)| *place = unit);
            }
            Place::Bits(place) => {
                let width = self.words.units.div_ceil(64);
                let bits = &mut self.words.bits[*place as usize * width..][..width];
                units.for_each(|unit| bits[unit as usize / 64] |= 1 << (unit % 64));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn a_part_of_the_letters_has_a_part_of_the_bits() {
        assert_eq!(mask("zlnsk") & !mask("zelenskyy"), 0);
        assert_ne!(mask("coal") & !mask("cat"), 0);
    }
}
