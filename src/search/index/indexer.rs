//! Building the vocabulary: several threads index segments of units, which are then merged.
//!
//! What a thread needs for a segment stays in the processor's caches, and a segment's postings take half their final
//! memory. So a large model is indexed faster and in less memory than in one go.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::numbers::{UnitId, WordId, narrow};
use super::unit_set::UnitSet;
use super::vocabulary::{PostingsWriter, Vocabulary};
use crate::parallel::Share;
use crate::search::analysis::words::{Role, each_word, fold_into};

/// Units of a segment, at most 65,536.
pub const SEGMENT: u32 = 1 << 14;

/// Stands for no word.
const NO_WORD: WordId = WordId(u32::MAX);

/// The first and the last word of every unit; [`NO_WORD`] where it has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EdgeWords {
    firsts: Vec<WordId>,
    lasts: Vec<WordId>,
}

impl EdgeWords {
    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.firsts) + size_of_val(&*self.lasts)
    }

    /// The units whose first word is one of `words`.
    pub fn starting_with(&self, words: &Range<WordId>) -> UnitSet {
        UnitSet::of_words(&self.firsts, |word| words.contains(&word))
    }

    /// The units whose last word is one of `words`.
    pub fn ending_with(&self, words: &Range<WordId>) -> UnitSet {
        UnitSet::of_words(&self.lasts, |word| words.contains(&word))
    }
}

/// Indexes one segment after the other. Words have local numbers, in the order of their first use; a [`WordId`] here is
/// such a number until [`merge`].
#[derive(Debug, Default)]
pub struct Indexer {
    /// Numbers of words of up to [`SHORT`] bytes, packed: nearly all words, and fast to compare.
    short: HashMap<u128, WordId, RandomState>,
    long: HashMap<Box<str>, WordId, RandomState>,
    /// All words by number, concatenated, and where each ends.
    letters: String,
    ends: Vec<usize>,
    words: Vec<WordState>,
    /// The words of this segment, in the order of their first use.
    used: Vec<WordId>,
    /// The words of all units of this segment, concatenated, each once per unit.
    stream: Vec<WordId>,
    /// Where each unit ends in `stream`.
    unit_ends: Vec<usize>,
    edges: EdgeWords,
    folded: String,
}

/// A word within the current segment.
#[derive(Debug, Clone, Copy, Default)]
struct WordState {
    /// How many units have it; then where its next unit goes.
    count: u32,
    /// The last unit that had it, from 1.
    last_unit: u32,
}

/// Words of up to this many bytes are packed.
const SHORT: usize = 15;

/// The postings of neighbouring units.
#[derive(Debug, Default)]
pub struct Segment {
    /// The words by number, each with the end of its units in `units`.
    words: Vec<(WordId, u32)>,
    /// The units of each word, counted from the first of the segment.
    units: Vec<u16>,
    edges: EdgeWords,
}

impl Indexer {
    /// Indexes the next unit.
    pub fn add(&mut self, text: &str) {
        let mut folded = std::mem::take(&mut self.folded);
        fold_into(text, &mut folded);
        let (mut first, mut last) = (NO_WORD, NO_WORD);
        self.unit_ends.push(self.stream.len());
        each_word(&folded, |range, spelled, role| {
            let word = match spelled {
                Some(spelled) => self.add_word(spelled, 0..spelled.len()),
                None => self.add_word(&folded, range),
            };
            if role == Role::Word {
                first = if first == NO_WORD { word } else { first };
                last = word;
            }
        });
        self.edges.firsts.push(first);
        self.edges.lasts.push(last);
        self.folded = folded;
    }

    /// Adds the word at `range` of `text` to the current unit, which may have it already.
    fn add_word(&mut self, text: &str, range: Range<usize>) -> WordId {
        let word = self.number(text, range);
        let unit = narrow(self.unit_ends.len());
        let state = &mut self.words[word.index()];
        if state.last_unit != unit {
            if state.count == 0 {
                self.used.push(word);
            }
            *state = WordState { count: state.count + 1, last_unit: unit };
            self.stream.push(word);
            if let Some(end) = self.unit_ends.last_mut() {
                *end += 1;
            }
        }
        word
    }

    /// The number of the word at `range` of `text`, which may be new.
    fn number(&mut self, text: &str, range: Range<usize>) -> WordId {
        let next = WordId::new(self.words.len());
        let word = text.get(range.clone()).unwrap_or_else(|| unreachable!("words end at character boundaries"));
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
            self.ends.push(self.letters.len());
            self.words.push(WordState::default());
        }
        number
    }

    /// The words by number.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let text = |(start, end): (&usize, &usize)| self.letters.get(*start..*end);
        starts.zip(&self.ends).map(move |range| text(range).unwrap_or_else(|| unreachable!("the ends are of words")))
    }

    /// Ends the segment and inverts it: its units by word.
    pub fn finish(&mut self) -> Segment {
        let mut words = Vec::with_capacity(self.used.len());
        let mut end = 0;
        for word in self.used.drain(..) {
            let next = &mut self.words[word.index()].count;
            (*next, end) = (end, end + *next);
            words.push((word, end));
        }
        let mut units = vec![0; self.stream.len()];
        let mut start = 0;
        for (unit, end) in (0..).zip(self.unit_ends.drain(..)) {
            for word in &self.stream[start..end] {
                let next = &mut self.words[word.index()].count;
                units[*next as usize] = unit;
                *next += 1;
            }
            start = end;
        }
        for (word, _) in &words {
            self.words[word.index()] = WordState::default();
        }
        self.stream.clear();
        Segment { words, units, edges: std::mem::take(&mut self.edges) }
    }
}

impl Segment {
    fn each_word(&self, mut each: impl FnMut(WordId, &[u16])) {
        let mut start = 0;
        for (word, end) in &self.words {
            let end = *end as usize;
            each(*word, &self.units[start..end]);
            start = end;
        }
    }
}

/// Merges the segments of all threads, each with its number. All but the last have [`SEGMENT`] units.
/// O(words log words + postings).
pub fn merge(shares: Vec<Share<Indexer, Segment>>) -> (Vocabulary, EdgeWords) {
    let (words, ids) = merge_words(&shares);
    let mut counts = vec![0; words.len()];
    let mut units = 0;
    for (share, ids) in shares.iter().zip(&ids) {
        for (_, segment) in &share.done {
            units += segment.edges.firsts.len();
            segment.each_word(|word, units| counts[ids[word.index()].index()] += narrow(units.len()));
        }
    }
    let mut vocabulary = Vocabulary::new(&words, &counts, units);
    let segments = shares.into_iter().zip(&ids).flat_map(|(share, ids)| share.done.into_iter().map(move |s| (s, ids)));
    let mut segments: Vec<((usize, Segment), &Vec<WordId>)> = segments.collect();
    segments.sort_unstable_by_key(|((at, _), _)| *at);
    let mut edges = EdgeWords { firsts: Vec::with_capacity(units), lasts: Vec::with_capacity(units) };
    let mut writer = PostingsWriter::new(&mut vocabulary);
    for ((at, segment), ids) in segments {
        let first = SEGMENT * narrow(at);
        let unit = |unit: &u16| UnitId(first + u32::from(*unit));
        segment.each_word(|word, units| writer.add(ids[word.index()], units.iter().map(unit)));
        let id = |word: &WordId| if *word == NO_WORD { NO_WORD } else { ids[word.index()] };
        edges.firsts.extend(segment.edges.firsts.iter().map(id));
        edges.lasts.extend(segment.edges.lasts.iter().map(id));
    }
    vocabulary.collect_prefixes();
    (vocabulary, edges)
}

/// The words of all threads, sorted, and for each thread the final ids of its numbers.
fn merge_words(shares: &[Share<Indexer, Segment>]) -> (Vec<&str>, Vec<Vec<WordId>>) {
    let mut words: Vec<(&str, usize, usize)> = Vec::new();
    for (thread, share) in shares.iter().enumerate() {
        words.extend(share.state.texts().enumerate().map(|(number, text)| (text, thread, number)));
    }
    words.sort_unstable();
    let mut ids: Vec<Vec<WordId>> = shares.iter().map(|share| vec![NO_WORD; share.state.words.len()]).collect();
    let mut list: Vec<&str> = Vec::new();
    for (text, thread, number) in words {
        if list.last() != Some(&text) {
            list.push(text);
        }
        ids[thread][number] = WordId::new(list.len() - 1);
    }
    (list, ids)
}

/// The word of at most [`SHORT`] bytes at `range` as a number: its bytes and, above them, its length.
fn packed(text: &[u8], range: Range<usize>) -> u128 {
    let length = range.len().min(SHORT);
    let rest = text.get(range.start..).unwrap_or(&[]);
    // Reading 16 bytes at once is faster; what follows the word is masked out.
    let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 16];
        bytes[..length].copy_from_slice(&rest[..length]);
        bytes
    });
    (u128::from_le_bytes(bytes) & ((1 << (8 * length)) - 1)) | (length as u128) << (8 * SHORT)
}

#[cfg(test)]
mod tests {
    use super::{EdgeWords, Indexer, NO_WORD, SEGMENT, Segment, Share, UnitId, UnitSet, Vocabulary, WordId, merge};

    fn index(indexer: &mut Indexer, units: &[&str]) -> Segment {
        for unit in units {
            indexer.add(unit);
        }
        indexer.finish()
    }

    fn units(words: &Vocabulary, word: &str) -> Vec<u32> {
        let mut set = UnitSet::new(3 * SEGMENT as usize);
        words.postings(words.find(word).unwrap()).add_to(&mut set);
        set.units_in(UnitId(0)..UnitId(3 * SEGMENT)).map(|unit| unit.0).collect()
    }

    #[test]
    fn words_are_sorted_and_know_their_units() {
        let mut indexer = Indexer::default();
        let texts = [&["", "coal coal", "coast", "a", "coal д", "д"][..], &[""; 60]].concat();
        let segment = index(&mut indexer, &texts);
        let (words, edges) = merge(vec![Share { state: indexer, done: vec![(0, segment)] }]);
        assert_eq!(words.len(), 4);
        for (word, expected) in [("coal", vec![1, 4]), ("coast", vec![2]), ("a", vec![3]), ("д", vec![4, 5])] {
            assert_eq!(units(&words, word), expected, "{word}");
        }
        let word = |word| words.find(word).unwrap();
        assert_eq!((edges.firsts[4], edges.lasts[4]), (word("coal"), word("д")));
        assert_eq!((edges.firsts[0], edges.lasts[0], edges.lasts.len()), (NO_WORD, NO_WORD, 66));
        assert_eq!(words.find("co"), None);
        let with_prefix: Vec<&str> = WordId::each(words.with_prefix("coa")).map(|id| words.word(id)).collect();
        assert_eq!(with_prefix, ["coal", "coast"]);
        assert!(words.with_prefix("z").is_empty());
        assert_eq!(words.find("д").map(|id| words.length(id)), Some(1));
    }

    #[test]
    fn words_of_any_length_are_told_apart() {
        let all: Vec<String> = (1..40).flat_map(|length| ["a", "b"].map(|letter| letter.repeat(length))).collect();
        let mut indexer = Indexer::default();
        let segment = index(&mut indexer, &[&all.join(" "), &all.concat(), &all.join(" ")]);
        let (words, _) = merge(vec![Share { state: indexer, done: vec![(0, segment)] }]);
        assert_eq!(words.len(), all.len() + 1);
        assert!(all.iter().all(|word| units(&words, word) == [0, 2]));
    }

    #[test]
    fn several_threads_give_what_one_gives() {
        let texts: Vec<String> =
            (0..3 * SEGMENT - 7).map(|unit| format!("w{} all w{}", unit % 901, unit % 77)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let segments: Vec<&[&str]> = texts.chunks(SEGMENT as usize).collect();
        let made = |shares: &[&[usize]]| {
            let shares = shares.iter().map(|share| {
                let mut indexer = Indexer::default();
                let done = share.iter().map(|at| (*at, index(&mut indexer, segments[*at]))).collect();
                Share { state: indexer, done }
            });
            merge(shares.collect())
        };
        let one = made(&[&[0, 1, 2]]);
        assert!(one == made(&[&[2], &[0, 1]]) && one == made(&[&[1], &[2], &[], &[0]]));
        assert_eq!(units(&one.0, "w900").len(), texts.len() / 901);
        assert_eq!(merge(Vec::new()), (Vocabulary::default(), EdgeWords::default()));
    }
}
