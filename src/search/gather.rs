//! Making the vocabulary: words are gathered piece by piece, by several threads, and then put together.
//!
//! What a thread needs for a piece stays in the processor's caches, and a piece keeps its places in half the room they
//! take in the end; so a large model is read faster and with less memory than in one go.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Range;

use super::bits::Bits;
use super::vocabulary::{Filler, Vocabulary, WordId};
use crate::parallel::Share;

/// So many units are gathered in a piece, at most 65,536.
pub(super) const PIECE: u32 = 1 << 14;

/// The number of no word.
const NO_WORD: WordId = WordId::MAX;

/// Whether a word is one of those that a text is made of, or only repeats the end of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Whole,
    Repeat,
}

/// The first and the last word of every text; no word where it has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Edges {
    firsts: Vec<WordId>,
    lasts: Vec<WordId>,
}

impl Edges {
    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.firsts) + size_of_val(&*self.lasts)
    }

    /// The units that begin with one of the words.
    pub fn beginning(&self, words: &Range<WordId>) -> Bits {
        Bits::of(&self.firsts, |word| words.contains(&word))
    }

    /// The units that end with one of the words.
    pub fn ending(&self, words: &Range<WordId>) -> Bits {
        Bits::of(&self.lasts, |word| words.contains(&word))
    }
}

/// Gathers the words of one piece after the other. Words are numbered as they come.
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    /// The numbers of words of up to [`SHORT`] bytes, packed: nearly all words, and fast to compare.
    short: HashMap<u128, u32, Seed>,
    long: HashMap<Box<str>, u32, Seed>,
    /// The words one behind the other, by number, and where each ends.
    letters: String,
    word_ends: Vec<usize>,
    /// Of each word, in this piece: in how many units it stands, or where its next unit goes; and behind which unit
    /// (from 1) it was last.
    seen: Vec<(u32, u32)>,
    /// The words of the piece in the order in which they come.
    fresh: Vec<u32>,
    /// The words of all units of the piece one behind the other, each once in a unit.
    stream: Vec<u32>,
    /// Where each unit ends in `stream`.
    ends: Vec<usize>,
    edges: Edges,
}

/// Words of so many bytes are packed.
const SHORT: usize = 15;

/// The words of some units that stand together.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// The words by their numbers, with where the units of each end in `units`.
    words: Vec<(u32, u32)>,
    /// The units of each word, counted from the first of the piece.
    units: Vec<u16>,
    edges: Edges,
}

impl Gatherer {
    /// Begins the next unit.
    pub fn begin(&mut self) {
        self.ends.push(self.stream.len());
        self.edges.firsts.push(NO_WORD);
        self.edges.lasts.push(NO_WORD);
    }

    /// Notes that the word at `range` of `text` stands in the unit; it may come several times.
    pub fn add(&mut self, text: &str, range: Range<usize>, standing: Standing) {
        let number = self.number(text, range);
        let unit = narrow(self.ends.len());
        let (count, last) = &mut self.seen[number as usize];
        if *last != unit {
            if *count == 0 {
                self.fresh.push(number);
            }
            (*count, *last) = (*count + 1, unit);
            self.stream.push(number);
            if let Some(end) = self.ends.last_mut() {
                *end += 1;
            }
        }
        if let (Standing::Whole, Some(first), Some(last)) =
            (standing, self.edges.firsts.last_mut(), self.edges.lasts.last_mut())
        {
            *first = if *first == NO_WORD { number } else { *first };
            *last = number;
        }
    }

    /// The number of the word at `range` of `text`; the next one where it is new.
    fn number(&mut self, text: &str, range: Range<usize>) -> u32 {
        let next = narrow(self.seen.len());
        let word = text.get(range.clone()).unwrap_or("");
        let number = if word.len() <= SHORT {
            *self.short.entry(packed(text.as_bytes(), range)).or_insert(next)
        } else if let Some(number) = self.long.get(word) {
            *number
        } else {
            self.long.insert(word.into(), next);
            next
        };
        if number == next {
            self.letters.push_str(word);
            self.word_ends.push(self.letters.len());
            self.seen.push((0, 0));
        }
        number
    }

    /// The words by their numbers.
    fn words(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.word_ends);
        starts.zip(&self.word_ends).map(|(start, end)| self.letters.get(*start..*end).unwrap_or(""))
    }

    /// Ends the piece: its units by word.
    pub fn end(&mut self) -> Piece {
        let mut words = Vec::with_capacity(self.fresh.len());
        let mut places = 0;
        for number in self.fresh.drain(..) {
            let (count, next) = &mut self.seen[number as usize];
            (*next, places) = (places, places + *count);
            words.push((number, places));
        }
        let mut units = vec![0; self.stream.len()];
        let mut at = 0;
        for (unit, end) in (0..).zip(self.ends.drain(..)) {
            for number in &self.stream[at..end] {
                let (_, next) = &mut self.seen[*number as usize];
                units[*next as usize] = unit;
                *next += 1;
            }
            at = end;
        }
        for (number, _) in &words {
            self.seen[*number as usize] = (0, 0);
        }
        self.stream.clear();
        Piece { words, units, edges: std::mem::take(&mut self.edges) }
    }
}

/// Puts together what the threads gathered, each piece with its number. Every piece but the last is
/// of [`PIECE`] units. O(words log words + places).
pub(super) fn put_together(shares: Vec<Share<Gatherer, Piece>>) -> (Vocabulary, Edges) {
    let mut words: Vec<(&str, usize, u32)> = Vec::new();
    for (place, share) in shares.iter().enumerate() {
        words.extend(share.state.words().zip(0..).map(|(word, number)| (word, place, number)));
    }
    words.sort_unstable();
    let mut ids: Vec<Vec<WordId>> = shares.iter().map(|share| vec![0; share.state.seen.len()]).collect();
    let mut list: Vec<&str> = Vec::new();
    for (word, place, number) in words {
        if list.last() != Some(&word) {
            list.push(word);
        }
        ids[place][number as usize] = narrow(list.len() - 1);
    }
    let mut counts = vec![0; list.len()];
    let mut units = 0;
    for (share, ids) in shares.iter().zip(&ids) {
        for (_, piece) in &share.done {
            units += piece.edges.firsts.len();
            piece.each_word(|number, places| counts[ids[number as usize] as usize] += narrow(places.len()));
        }
    }
    let mut vocabulary = Vocabulary::new(&list, &counts, units);
    let mut pieces: Vec<(usize, Piece, usize)> = Vec::new();
    for (place, share) in shares.into_iter().enumerate() {
        pieces.extend(share.done.into_iter().map(|(at, piece)| (at, piece, place)));
    }
    pieces.sort_unstable_by_key(|(at, ..)| *at);
    let mut edges = Edges { firsts: Vec::with_capacity(units), lasts: Vec::with_capacity(units) };
    let mut filler = Filler::new(&mut vocabulary);
    for (at, piece, place) in pieces {
        let first = PIECE * narrow(at);
        let id = |number: &WordId| ids[place].get(*number as usize).copied().unwrap_or(NO_WORD);
        piece.each_word(|number, places| filler.put(id(&number), places.iter().map(|unit| first + u32::from(*unit))));
        edges.firsts.extend(piece.edges.firsts.iter().map(id));
        edges.lasts.extend(piece.edges.lasts.iter().map(id));
    }
    vocabulary.gather_beginnings();
    (vocabulary, edges)
}

impl Piece {
    fn each_word(&self, mut each: impl FnMut(u32, &[u16])) {
        let mut start = 0;
        for (number, end) in &self.words {
            each(*number, self.units.get(start..*end as usize).unwrap_or(&[]));
            start = *end as usize;
        }
    }
}

/// The word of at most [`SHORT`] bytes at `range` as a number: its bytes and, above them, how many there are.
fn packed(text: &[u8], range: Range<usize>) -> u128 {
    let length = range.len().min(SHORT);
    let rest = text.get(range.start..).unwrap_or(&[]);
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 16];
        bytes[..length].copy_from_slice(&rest[..length]);
        bytes
    });
    (u128::from_le_bytes(bytes) & ((1 << (8 * length)) - 1)) | (length as u128) << (8 * SHORT)
}

/// Makes hashes that differ from run to run, so that no text can be written to make them equal.
#[derive(Debug)]
struct Seed(u64, u64);

impl Default for Seed {
    fn default() -> Self {
        let state = RandomState::new();
        Self(state.hash_one(0), state.hash_one(1))
    }
}

impl BuildHasher for Seed {
    type Hasher = Folding;

    fn build_hasher(&self) -> Folding {
        Folding(self.0, self.1)
    }
}

/// Hashes sixteen bytes at a time by a product folded onto itself: words are short, and there are millions.
#[derive(Debug)]
struct Folding(u64, u64);

impl Hasher for Folding {
    #[allow(clippy::cast_possible_truncation, reason = "both halves are used")]
    fn write_u128(&mut self, value: u128) {
        let mixed = u128::from(self.0 ^ value as u64) * u128::from(self.1 ^ (value >> 64) as u64);
        self.0 = mixed as u64 ^ (mixed >> 64) as u64 ^ self.0.rotate_left(23);
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(SHORT) {
            self.write_u128(packed(chunk, 0..chunk.len()));
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Edges, Gatherer, NO_WORD, PIECE, Share, Standing, Vocabulary, put_together};

    fn gather(gatherer: &mut Gatherer, units: &[&str]) -> super::Piece {
        for unit in units {
            gatherer.begin();
            unit.split_whitespace().for_each(|word| gatherer.add(word, 0..word.len(), Standing::Whole));
        }
        gatherer.end()
    }

    fn units(words: &Vocabulary, word: &str) -> Vec<u32> {
        let mut found = Vec::new();
        words.places(words.find(word).unwrap()).each_in(0..3 * PIECE, |unit| found.push(unit));
        found
    }

    #[test]
    fn words_are_sorted_and_know_their_units() {
        let mut gatherer = Gatherer::default();
        let texts = [&["", "coal coal", "coast", "a", "coal д", "д"][..], &[""; 60]].concat();
        let piece = gather(&mut gatherer, &texts);
        let (words, edges) = put_together(vec![Share { state: gatherer, done: vec![(0, piece)] }]);
        assert_eq!(words.len(), 4);
        for (word, expected) in [("coal", vec![1, 4]), ("coast", vec![2]), ("a", vec![3]), ("д", vec![4, 5])] {
            assert_eq!(units(&words, word), expected, "{word}");
        }
        let word = |word| words.find(word).unwrap();
        assert_eq!((edges.firsts[4], edges.lasts[4]), (word("coal"), word("д")));
        assert_eq!((edges.firsts[0], edges.lasts[0], edges.lasts.len()), (NO_WORD, NO_WORD, 66));
        assert_eq!(words.find("co"), None);
        let begun: Vec<&str> = words.beginning("coa").map(|id| words.word(id)).collect();
        assert_eq!(begun, ["coal", "coast"]);
        assert!(words.beginning("z").is_empty());
        assert_eq!(words.find("д").map(|id| words.length(id)), Some(1));
    }

    #[test]
    fn words_are_told_apart_whatever_their_length() {
        let all: Vec<String> = (1..40).flat_map(|length| ["a", "b"].map(|letter| letter.repeat(length))).collect();
        let mut gatherer = Gatherer::default();
        let piece = gather(&mut gatherer, &[&all.join(" "), &all.concat(), &all.join(" ")]);
        let (words, _) = put_together(vec![Share { state: gatherer, done: vec![(0, piece)] }]);
        assert_eq!(words.len(), all.len() + 1);
        assert!(all.iter().all(|word| units(&words, word) == [0, 2]));
    }

    #[test]
    fn pieces_of_several_gatherers_give_what_one_gives() {
        let texts: Vec<String> = (0..3 * PIECE - 7).map(|unit| format!("w{} all w{}", unit % 901, unit % 77)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let pieces: Vec<&[&str]> = texts.chunks(PIECE as usize).collect();
        let made = |shares: &[&[usize]]| {
            let gathered = shares.iter().map(|share| {
                let mut gatherer = Gatherer::default();
                let done = share.iter().map(|at| (*at, gather(&mut gatherer, pieces[*at]))).collect();
                Share { state: gatherer, done }
            });
            put_together(gathered.collect())
        };
        let one = made(&[&[0, 1, 2]]);
        assert!(one == made(&[&[2], &[0, 1]]) && one == made(&[&[1], &[2], &[], &[0]]));
        assert_eq!(units(&one.0, "w900").len(), texts.len() / 901);
        assert_eq!(put_together(Vec::new()), (Vocabulary::default(), Edges::default()));
    }
}
