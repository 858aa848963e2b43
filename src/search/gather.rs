//! Making the vocabulary: words are gathered piece by piece, by several threads, and then put together.
//!
//! What a thread needs for a piece stays in the processor's caches, and a piece keeps its places in half the room they
//! take in the end; so a large model is read faster and with less memory than in one go.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use super::bits::Bits;
use super::vocabulary::{Filler, Vocabulary, WordId};

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
    pub fn beginning(&self, words: &std::ops::Range<WordId>) -> Bits {
        Bits::of(&self.firsts, |word| words.contains(&word))
    }

    /// The units that end with one of the words.
    pub fn ending(&self, words: &std::ops::Range<WordId>) -> Bits {
        Bits::of(&self.lasts, |word| words.contains(&word))
    }
}

/// Gathers the words of one piece after the other. Words are numbered as they come.
#[derive(Debug, Default)]
pub(super) struct Gatherer {
    numbers: HashMap<Box<str>, u32, Seed>,
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

/// Puts together what was gathered: each gatherer with its pieces, a piece with its number. Every piece but the last is
/// of [`PIECE`] units. O(words log words + places).
pub(super) fn put_together(gathered: Vec<(Gatherer, Vec<(usize, Piece)>)>) -> (Vocabulary, Edges) {
    let mut words: Vec<(&str, usize, u32)> = Vec::new();
    for (place, (gatherer, _)) in gathered.iter().enumerate() {
        words.extend(gatherer.numbers.iter().map(|(word, number)| (&**word, place, *number)));
    }
    words.sort_unstable();
    let mut ids: Vec<Vec<WordId>> = gathered.iter().map(|(gatherer, _)| vec![0; gatherer.seen.len()]).collect();
    let mut list: Vec<&str> = Vec::new();
    for (word, place, number) in words {
        if list.last() != Some(&word) {
            list.push(word);
        }
        ids[place][number as usize] = narrow(list.len() - 1);
    }
    let mut counts = vec![0; list.len()];
    let mut units = 0;
    for ((_, pieces), ids) in gathered.iter().zip(&ids) {
        for (_, piece) in pieces {
            units += piece.edges.firsts.len();
            piece.each_word(|number, places| counts[ids[number as usize] as usize] += narrow(places.len()));
        }
    }
    let mut vocabulary = Vocabulary::new(&list, &counts, units);
    let mut pieces: Vec<(usize, Piece, usize)> = Vec::new();
    for (place, (_, own)) in gathered.into_iter().enumerate() {
        pieces.extend(own.into_iter().map(|(at, piece)| (at, piece, place)));
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
            #[allow(clippy::cast_possible_truncation, reason = "both halves are used")]
            let (low, high) = (mixed as u64, (mixed >> 64) as u64);
            self.0 = low ^ high ^ self.0.rotate_left(23);
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
    use super::{Edges, Gatherer, NO_WORD, PIECE, Standing, Vocabulary, put_together};

    fn gather(gatherer: &mut Gatherer, units: &[&str]) -> super::Piece {
        for unit in units {
            gatherer.begin();
            unit.split_whitespace().for_each(|word| gatherer.add(word, Standing::Whole));
        }
        gatherer.end()
    }

    fn units(words: &Vocabulary, word: &str) -> Vec<u32> {
        let mut found = Vec::new();
        words.places(words.find(word).unwrap()).each_in(0..u32::MAX, |unit| found.push(unit));
        found
    }

    #[test]
    fn words_are_sorted_and_know_their_units() {
        let mut gatherer = Gatherer::default();
        let texts = [&["", "coal coal", "coast", "a", "coal д", "д"][..], &[""; 60]].concat();
        let piece = gather(&mut gatherer, &texts);
        let (words, edges) = put_together(vec![(gatherer, vec![(0, piece)])]);
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
    fn pieces_of_several_gatherers_give_what_one_gives() {
        let texts: Vec<String> = (0..3 * PIECE - 7).map(|unit| format!("w{} all w{}", unit % 901, unit % 77)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let pieces: Vec<&[&str]> = texts.chunks(PIECE as usize).collect();
        let made = |shares: &[&[usize]]| {
            let gathered = shares.iter().map(|share| {
                let mut gatherer = Gatherer::default();
                let own = share.iter().map(|at| (*at, gather(&mut gatherer, pieces[*at]))).collect();
                (gatherer, own)
            });
            put_together(gathered.collect())
        };
        let one = made(&[&[0, 1, 2]]);
        assert!(one == made(&[&[2], &[0, 1]]) && one == made(&[&[1], &[2], &[], &[0]]));
        assert_eq!(units(&one.0, "w900").len(), texts.len() / 901);
        assert_eq!(put_together(Vec::new()), (Vocabulary::default(), Edges::default()));
    }
}
