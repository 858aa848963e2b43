//! The words of a model, sorted, each with its postings.

use std::ops::Range;

use super::numbers::{UnitId, WordId, narrow};
use super::postings::{FREQUENT, Postings};
use super::unit_set::UnitSet;
use crate::search::analysis::subsequence::letter_mask;

/// Every word once, in byte order, with its units in rising order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    /// All words, concatenated.
    letters: String,
    /// Where each word ends in `letters`.
    ends: Vec<u32>,
    /// The letters of each word, see [`letter_mask`].
    masks: Vec<u32>,
    /// How many letters each word has, 255 for more.
    lengths: Vec<u8>,
    /// The units of all words that are not frequent, concatenated.
    lists: Vec<UnitId>,
    /// Where the units of each word end in `lists`; a frequent word has none there.
    list_ends: Vec<u32>,
    /// The frequent words, rising, with how many units have them.
    frequent: Vec<(WordId, u32)>,
    /// The blocks of the frequent words, in the order of `frequent`.
    blocks: Vec<u64>,
    /// How many units there are.
    units: usize,
    /// Postings of frequent prefixes, sorted by prefix.
    prefixes: Vec<Prefix>,
}

/// A prefix of one or two letters with the units of all its words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Prefix {
    text: Box<str>,
    units: UnitSet,
    count: usize,
}

/// Prefixes get postings of their own if their words have more than one posting per this many units.
const FREQUENT_PREFIX: usize = 8;

impl Vocabulary {
    /// Takes the words, sorted, and how many of `units` units have each. [`PostingsWriter`] adds the units.
    pub fn new(words: &[&str], counts: &[u32], units: usize) -> Self {
        let mut out = Self { units, ..Self::default() };
        out.letters.reserve_exact(words.iter().map(|word| word.len()).sum());
        let mut listed = 0;
        for (id, (word, count)) in words.iter().zip(counts).enumerate() {
            out.letters.push_str(word);
            out.ends.push(narrow(out.letters.len()));
            out.masks.push(letter_mask(word));
            out.lengths.push(u8::try_from(word.chars().count()).unwrap_or(u8::MAX));
            if *count as usize > units / FREQUENT {
                out.frequent.push((WordId::new(id), *count));
            } else {
                listed += count;
            }
            out.list_ends.push(listed);
        }
        out.lists = vec![UnitId::default(); listed as usize];
        out.blocks = vec![0; out.width() * out.frequent.len()];
        out
    }

    /// Blocks of a frequent word.
    fn width(&self) -> usize {
        self.units.div_ceil(64)
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every word, rising.
    pub fn words(&self) -> impl Iterator<Item = WordId> {
        WordId::each(WordId(0)..WordId::new(self.len()))
    }

    /// Bytes of words and postings.
    pub fn bytes(&self) -> usize {
        self.letters.len()
            + 13 * self.ends.len()
            + 4 * self.lists.len()
            + 8 * (self.blocks.len() + self.frequent.len())
            + self.prefixes.iter().map(|prefix| size_of_val(prefix.units.blocks())).sum::<usize>()
    }

    /// The text of a word.
    pub fn word(&self, id: WordId) -> &str {
        let range = bounds(&self.ends, id);
        self.letters.get(range).unwrap_or_else(|| unreachable!("words end at character boundaries"))
    }

    /// The units with any word that begins with `prefix`, if it is frequent.
    pub fn prefix_postings(&self, prefix: &str) -> Option<Postings<'_>> {
        let at = self.prefixes.binary_search_by(|known| (*known.text).cmp(prefix)).ok()?;
        let found = &self.prefixes[at];
        Some(Postings::Bits(found.units.blocks(), found.count))
    }

    /// Collects the postings of frequent prefixes, once all units are there. O(postings).
    pub fn collect_prefixes(&mut self) {
        for letters in [1, 2] {
            let mut next = WordId(0);
            while next.index() < self.len() {
                let prefix: String = self.word(next).chars().take(letters).collect();
                let words = self.with_prefix(&prefix);
                next = words.end;
                let postings = WordId::each(words).map(|word| self.postings(word));
                if postings.clone().map(Postings::len).sum::<usize>() > self.units / FREQUENT_PREFIX {
                    let mut units = UnitSet::new(self.units);
                    postings.for_each(|postings| postings.add_to(&mut units));
                    let count = units.blocks().iter().map(|block| block.count_ones() as usize).sum();
                    self.prefixes.push(Prefix { text: prefix.into(), units, count });
                }
            }
        }
        self.prefixes.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        self.prefixes.dedup_by(|a, b| a.text == b.text);
    }

    /// The units with the word. O(log frequent words).
    pub fn postings(&self, id: WordId) -> Postings<'_> {
        let list = &self.lists[bounds(&self.list_ends, id)];
        if !list.is_empty() {
            return Postings::List(list);
        }
        let Ok(at) = self.frequent.binary_search_by_key(&id, |(word, _)| *word) else { return Postings::List(&[]) };
        let blocks = &self.blocks[at * self.width()..(at + 1) * self.width()];
        Postings::Bits(blocks, self.frequent[at].1 as usize)
    }

    /// The letters of the word, see [`letter_mask`].
    pub fn mask(&self, id: WordId) -> u32 {
        self.masks[id.index()]
    }

    /// How many letters the word has, 255 for more.
    pub fn length(&self, id: WordId) -> usize {
        usize::from(self.lengths[id.index()])
    }

    /// The words that begin with `prefix`, the prefix itself first if it is a word. O(log words).
    pub fn with_prefix(&self, prefix: &str) -> Range<WordId> {
        let start = self.partition_point(|word| word < prefix);
        let end = self.partition_point(|word| word < prefix || word.starts_with(prefix));
        start..end
    }

    /// The word that equals `text`. O(log words).
    pub fn find(&self, text: &str) -> Option<WordId> {
        let at = self.partition_point(|word| word < text);
        (at.index() < self.len() && self.word(at) == text).then_some(at)
    }

    /// The first word that is not `before`.
    fn partition_point(&self, before: impl Fn(&str) -> bool) -> WordId {
        let (mut low, mut high) = (0, narrow(self.len()));
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.word(WordId(middle))) { low = middle + 1 } else { high = middle }
        }
        WordId(low)
    }
}

/// The range of a word in what is concatenated, by the ends.
fn bounds(ends: &[u32], id: WordId) -> Range<usize> {
    start(ends, id) as usize..ends[id.index()] as usize
}

fn start(ends: &[u32], id: WordId) -> u32 {
    id.index().checked_sub(1).map_or(0, |before| ends[before])
}

/// Adds the units of words, the lowest first.
pub struct PostingsWriter<'v> {
    vocabulary: &'v mut Vocabulary,
    /// By word, where its next unit goes.
    next: Vec<Slot>,
}

/// Where the next unit of a word goes.
#[derive(Debug, Clone, Copy)]
enum Slot {
    /// To this place of `lists`.
    List(u32),
    /// Into the blocks of this frequent word.
    Bits(u32),
}

impl<'v> PostingsWriter<'v> {
    /// Starts with words that have no units yet.
    pub fn new(vocabulary: &'v mut Vocabulary) -> Self {
        let mut next: Vec<Slot> =
            vocabulary.words().map(|word| Slot::List(start(&vocabulary.list_ends, word))).collect();
        for (at, (word, _)) in vocabulary.frequent.iter().enumerate() {
            next[word.index()] = Slot::Bits(narrow(at));
        }
        Self { vocabulary, next }
    }

    /// Adds the next units of a word, rising.
    pub fn add(&mut self, word: WordId, units: impl ExactSizeIterator<Item = UnitId>) {
        match &mut self.next[word.index()] {
            Slot::List(next) => {
                let start = *next as usize;
                *next += narrow(units.len());
                let list = &mut self.vocabulary.lists[start..*next as usize];
                list.iter_mut().zip(units).for_each(|(slot, unit)| *slot = unit);
            }
            Slot::Bits(at) => {
                let width = self.vocabulary.width();
                let blocks = &mut self.vocabulary.blocks[*at as usize * width..][..width];
                units.for_each(|unit| blocks[unit.index() / 64] |= 1 << (unit.0 % 64));
            }
        }
    }
}
