//! The place most similar to a quote that is not in the article.

use std::cell::OnceCell;
use std::mem;
use std::ops::Range;

use foldhash::HashMap;

use super::border::cut_at;
use super::source::Source;

/// How similar the best place must be for a proposal, and by how much more than the next.
pub(super) const LEAST_SCORE: f32 = 0.75;
pub(super) const LEAST_LEAD: f32 = 0.1;
/// A place less similar than this is not reported.
const LEAST_LIKENESS: f32 = 0.5;
/// Consecutive bytes that the quote and a place must share to be compared.
const GRAM: usize = 4;
/// How many occurrences of one gram in the quote to consider.
const MOST_OF_GRAM: usize = 4;
/// Votes that any text may cast, besides one for each of its bytes.
const FREE_VOTES: usize = 4_096;
/// How many windows of the text to compare letter by letter.
const WINDOWS: usize = 8;
/// Steps allowed for one quote: a base, and some for each byte of the text and the quote.
const STEPS: usize = 200_000;
const STEPS_PER_BYTE: usize = 4;
/// Steps allowed for all quotes of a text: a base, and some for each of its bytes.
const ALL_STEPS: usize = 8_000_000;
const ALL_STEPS_PER_BYTE: usize = 32;
/// The longest text whose grams are indexed, in bytes; longer ones are passed over for each quote.
const MOST_INDEXED: usize = 4 << 20;
/// The cost of a vote in steps.
const VOTE: usize = 4;

/// The best place: a piece of the folded text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Likeness {
    pub(super) range: Range<usize>,
    /// 1 − edits ÷ length of the quote, both in characters of the folded texts.
    pub(super) score: f32,
    /// By how much it beats the best place that does not overlap it.
    pub(super) lead: f32,
}

/// Finds the most similar places in one text; gives up after too many steps, so that hostile texts cost no more than
/// others.
pub(super) struct Finder<'s, 't> {
    source: &'s Source<'t>,
    /// Steps left for all quotes, and for the current one.
    all: usize,
    steps: usize,
    /// The folded text in ASCII lower case.
    small: OnceCell<String>,
    /// Whether a quote was looked for before: a second one is worth knowing the text's grams.
    was_asked: bool,
    grams: OnceCell<GramIndex>,
}

impl<'s, 't> Finder<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>) -> Self {
        Self {
            source,
            all: ALL_STEPS + ALL_STEPS_PER_BYTE * source.text.len(),
            steps: 0,
            small: OnceCell::new(),
            was_asked: false,
            grams: OnceCell::new(),
        }
    }

    /// The place most similar to the folded `words`; `None` if none is at least half similar.
    ///
    /// Shared grams vote for windows of the text; in those with most votes the edit distance is computed by bits in
    /// parallel (Myers 1999, in blocks as Hyyrö 2003). A place with at most a quarter of its letters changed shares
    /// enough grams to be among them.
    pub(super) fn nearest(&mut self, words: &str) -> Option<Likeness> {
        let text = self.source.folded.text();
        let pattern: Vec<char> = words.chars().collect();
        let most = (STEPS + STEPS_PER_BYTE * (text.len() + words.len())).min(self.all);
        self.steps = most;
        let found = self.compared(text, words, &pattern).or_else(|| self.in_other_case(text, words));
        self.all -= most - self.steps;
        found
    }

    /// The first place that differs only in case, in any number of letters.
    fn in_other_case(&mut self, text: &str, words: &str) -> Option<Likeness> {
        self.steps = self.steps.checked_sub(text.len())?;
        let start = self.small.get_or_init(|| text.to_ascii_lowercase()).find(&words.to_ascii_lowercase())?;
        let range = start..start + words.len();
        let same = text.get(range.clone())?.chars().zip(words.chars()).filter(|(a, b)| a == b).count();
        let score = narrow(same) / narrow(words.chars().count());
        self.source.is_place(&range).then_some(Likeness { range, score, lead: 0.0 })
    }

    fn compared(&mut self, text: &str, words: &str, pattern: &[char]) -> Option<Likeness> {
        let windows = self.windows(text, words)?;
        let mut forward = Distance::new(pattern.iter().copied());
        let mut best: Option<(usize, Range<usize>)> = None;
        for window in &windows {
            if self.spend(&forward, window.len()).is_none() {
                break;
            }
            if let Some((edits, end)) = forward.best(text.get(window.clone())?.char_indices())
                && best.as_ref().is_none_or(|(fewest, _)| edits < *fewest)
            {
                best = Some((edits, window.start..window.start + end));
            }
        }
        let (edits, reach) = best?;
        // Matched backwards from its end, the reversed pattern first reaches the same distance where the place begins.
        let mut backward = Distance::new(pattern.iter().rev().copied());
        self.spend(&backward, reach.len())?;
        let length = reach.len();
        let back = text.get(reach.clone())?.char_indices().rev().map(|(at, c)| (length - at - c.len_utf8(), c));
        let start = backward.best(back).map_or(reach.start, |(_, back)| reach.end - back);
        let (range, added) = self.snapped(start..reach.end);
        let edits = edits + added;
        let score = |edits: usize| 1.0 - narrow(edits) / narrow(pattern.len());
        let second = self.second(&windows, &range, &mut forward);
        // Without the steps to find the second best, assume no lead.
        let lead = second.map_or(0.0, |second| score(edits) - score(second));
        (score(edits) >= LEAST_LIKENESS).then_some(Likeness { range, score: score(edits), lead })
    }

    /// The fewest edits at a place that does not overlap the best; `None` if that takes too many steps.
    fn second(&mut self, windows: &[Range<usize>], best: &Range<usize>, distance: &mut Distance) -> Option<usize> {
        let text = self.source.folded.text();
        let mut fewest = distance.length;
        for window in windows {
            for side in [window.start..window.end.min(best.start), window.start.max(best.end)..window.end] {
                if side.is_empty() {
                    continue;
                }
                self.spend(distance, side.len())?;
                fewest = distance.best(text.get(side)?.char_indices()).map_or(fewest, |(edits, _)| fewest.min(edits));
            }
        }
        Some(fewest)
    }

    fn spend(&mut self, distance: &Distance, bytes: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(distance.blocks.len() * bytes)?;
        Some(())
    }

    /// The windows of the text that share most grams with the quote, best first, on character boundaries.
    fn windows(&mut self, text: &str, words: &str) -> Option<Vec<Range<usize>>> {
        let mut grams: HashMap<[u8; GRAM], Vec<usize>> = HashMap::default();
        for (at, gram) in words.as_bytes().windows(GRAM).enumerate() {
            let places = grams.entry(*gram.first_chunk()?).or_default();
            if places.len() < MOST_OF_GRAM {
                places.push(at);
            }
        }
        // Where text and quote run in parallel, their offsets differ by a constant, up to insertions and omissions.
        let band = (words.len() / 4).max(16);
        let mut votes = vec![0_u32; (text.len() + words.len()) / band + 2];
        // If the text repeats the grams of the quote over and over, no window is better than another.
        let mut left = (text.len() + FREE_VOTES).min(self.steps / VOTE);
        let all = left;
        let counted = self.each_shared(text, &grams, |at, offsets| {
            left = left.checked_sub(offsets.len())?;
            for offset in offsets {
                votes[(at + words.len() - offset) / band] += 1;
            }
            Some(())
        });
        self.steps = self.steps.checked_sub(VOTE * (all - left))?;
        counted?;
        let two = |at: usize| votes[at] + votes.get(at + 1).copied().unwrap_or(0);
        let mut bands: Vec<(u32, usize)> =
            (0..votes.len()).map(|at| (two(at), at)).filter(|(votes, _)| *votes > 0).collect();
        let order = |a: &(u32, usize), b: &(u32, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        // A window leaves out the bands on both sides of it.
        if bands.len() > 3 * WINDOWS {
            bands.select_nth_unstable_by(3 * WINDOWS, order);
            bands.truncate(3 * WINDOWS);
        }
        bands.sort_unstable_by(order);
        let mut chosen: Vec<usize> = Vec::new();
        for (_, at) in bands {
            if chosen.iter().all(|other| other.abs_diff(at) > 1) {
                chosen.push(at);
            }
            if chosen.len() == WINDOWS {
                break;
            }
        }
        let window = |at: usize| {
            let start = (at * band).saturating_sub(words.len() + band);
            let end = (at * band + 3 * band + words.len()).min(text.len());
            text.floor_char_boundary(start)..text.floor_char_boundary(end)
        };
        Some(chosen.into_iter().map(window).filter(|window| !window.is_empty()).collect())
    }

    /// Calls `each` with every place of the text that has a gram, and the offsets of that gram, until it gives `None`.
    fn each_shared(
        &mut self,
        text: &str,
        grams: &HashMap<[u8; GRAM], Vec<usize>>,
        mut each: impl FnMut(usize, &[usize]) -> Option<()>,
    ) -> Option<()> {
        if mem::replace(&mut self.was_asked, true) && text.len() <= MOST_INDEXED {
            let index = self.grams.get_or_init(|| GramIndex::new(text));
            return grams
                .iter()
                .try_for_each(|(gram, offsets)| index.places(*gram, text).try_for_each(|at| each(at, offsets)));
        }
        self.steps = self.steps.checked_sub(text.len())?;
        let mut filter = vec![false; SLOTS];
        for gram in grams.keys() {
            filter[slot(*gram)] = true;
        }
        for (at, gram) in text.as_bytes().windows(GRAM).enumerate() {
            let gram = *gram.first_chunk()?;
            if filter[slot(gram)]
                && let Some(offsets) = grams.get(&gram)
            {
                each(at, offsets)?;
            }
        }
        Some(())
    }

    /// `range` trimmed and extended to boundaries of characters as written, and how many letters that adds. A letter
    /// that completes a word is not counted: with or without it, the edits are the same.
    fn snapped(&self, range: Range<usize>) -> (Range<usize>, usize) {
        let text = self.source.folded.text();
        let piece = text.get(range.clone()).unwrap_or("");
        let mut start = range.start + piece.len() - piece.trim_start().len();
        let mut end = range.end - (piece.len() - piece.trim_end().len());
        let mut added = 0;
        while !self.source.folded.is_border(start) {
            start -= 1;
            added += usize::from(text.is_char_boundary(start));
        }
        while !self.source.folded.is_border(end) {
            end += 1;
            added += usize::from(text.is_char_boundary(end));
        }
        let before = text.get(..start).and_then(|before| before.chars().next_back()).filter(|c| c.is_alphanumeric());
        if let Some(c) = before
            && self.source.folded.is_border(start - c.len_utf8())
            && cut_at(text, start).is_some()
            && cut_at(text, start - c.len_utf8()).is_none()
        {
            start -= c.len_utf8();
        }
        (start..end.max(start), added)
    }
}

/// As a float, rounded.
#[expect(clippy::cast_precision_loss, reason = "the score of a quote of 16 million letters may be off by a millionth")]
fn narrow(count: usize) -> f32 {
    count as f32
}

/// How many different slots grams fall into.
const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 14;

fn slot(gram: [u8; GRAM]) -> usize {
    (u32::from_le_bytes(gram).wrapping_mul(0x9e37_79b1) >> (32 - SLOT_BITS)) as usize
}

/// Where the grams of a text are, by slot.
struct GramIndex {
    /// The end of each slot's places; each begins where the one before ends.
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl GramIndex {
    /// Sorts the grams of a text of at most [`MOST_INDEXED`] bytes by counting. O(text), four bytes for each of its bytes.
    fn new(text: &str) -> Self {
        let slots = || text.as_bytes().windows(GRAM).filter_map(|gram| gram.first_chunk()).map(|gram| slot(*gram));
        let mut ends = vec![0_u32; SLOTS];
        slots().for_each(|slot| ends[slot] += 1);
        let mut sum = 0;
        for count in &mut ends {
            sum += *count;
            *count = sum - *count;
        }
        let mut places = vec![0; sum as usize];
        for (at, slot) in (0..).zip(slots()) {
            places[ends[slot] as usize] = at;
            ends[slot] += 1;
        }
        Self { ends, places }
    }

    /// Where a gram is in the text that was indexed, in order.
    fn places<'i>(&'i self, gram: [u8; GRAM], text: &'i str) -> impl Iterator<Item = usize> + 'i {
        let slot = slot(gram);
        let start = slot.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        let places = self.places[start..self.ends[slot] as usize].iter().map(|at| *at as usize);
        places.filter(move |at| text.as_bytes()[*at..].starts_with(&gram))
    }
}

/// The edit distance of a pattern to any piece of a text, by bits in parallel.
struct Distance {
    masks: HashMap<char, Vec<u64>>,
    blocks: Vec<Block>,
    length: usize,
}

#[derive(Clone, Copy)]
struct Block {
    more: u64,
    less: u64,
}

impl Distance {
    fn new(pattern: impl Iterator<Item = char>) -> Self {
        let pattern: Vec<char> = pattern.collect();
        let count = pattern.len().div_ceil(64);
        let mut masks: HashMap<char, Vec<u64>> = HashMap::default();
        for (at, c) in pattern.iter().enumerate() {
            masks.entry(*c).or_insert_with(|| vec![0; count])[at / 64] |= 1 << (at % 64);
        }
        Self { masks, blocks: vec![Block { more: !0, less: 0 }; count], length: pattern.len() }
    }

    /// The fewest edits between the pattern and any piece of the text, and the end of the first such piece. `None` for
    /// an empty text.
    fn best(&mut self, text: impl Iterator<Item = (usize, char)>) -> Option<(usize, usize)> {
        self.blocks.fill(Block { more: !0, less: 0 });
        let last = 1_u64 << ((self.length.max(1) - 1) % 64);
        let (mut edits, mut best) = (self.length, None);
        for (at, c) in text {
            let masks = self.masks.get(&c);
            let (mut plus, mut minus) = (false, false);
            let count = self.blocks.len();
            for (index, block) in self.blocks.iter_mut().enumerate() {
                let equal = masks.map_or(0, |masks| masks[index]);
                let high = if index + 1 == count { last } else { 1 << 63 };
                (plus, minus) = block.step(equal, (plus, minus), high);
            }
            edits = edits + usize::from(plus) - usize::from(minus);
            if best.is_none_or(|(fewest, _)| edits < fewest) {
                best = Some((edits, at + c.len_utf8()));
            }
        }
        best
    }
}

impl Block {
    /// Advances by one character of the text; the carry comes from the block before and goes to the next.
    fn step(&mut self, equal: u64, (plus, minus): (bool, bool), high: u64) -> (bool, bool) {
        let vertical = equal | self.less;
        let equal = equal | u64::from(minus);
        let horizontal = ((equal & self.more).wrapping_add(self.more) ^ self.more) | equal;
        let (mut more, mut less) = (self.less | !(horizontal | self.more), self.more & horizontal);
        let carry = (more & high != 0, less & high != 0);
        more = (more << 1) | u64::from(plus);
        less = (less << 1) | u64::from(minus);
        *self = Self { more: less | !(vertical | more), less: more & vertical };
        carry
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Distance, Finder};
    use crate::quote::source::Source;

    /// The fewest edits between `pattern` and any piece of `text`, and the end of the first such piece, by a full table.
    fn naive(pattern: &[char], text: &[char]) -> Option<(usize, usize)> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut best: Option<(usize, usize)> = None;
        for (at, c) in text.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut column[0], 0);
            for row in 1..column.len() {
                let changed = diagonal + usize::from(pattern[row - 1] != *c);
                diagonal = column[row];
                column[row] = changed.min(column[row] + 1).min(column[row - 1] + 1);
            }
            let edits = column[pattern.len()];
            if best.is_none_or(|(fewest, _)| edits < fewest) {
                best = Some((edits, at + 1));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn once_its_grams_are_known_a_text_gives_the_same_places(text in "[abc é]{0,600}", words in "[abc é]{1,90}") {
            let source = Source::new(&text);
            let mut finder = Finder::new(&source);
            let first = finder.nearest(&words);
            prop_assert_eq!(finder.nearest(&words), first);
        }

        #[test]
        fn bits_in_parallel_count_the_edits_of_the_full_table(pattern in "[ab]{1,150}", text in "[ab]{0,200}") {
            let [of_pattern, of_text] = [&pattern, &text].map(|text| text.chars().collect::<Vec<char>>());
            let found = Distance::new(pattern.chars()).best(text.char_indices());
            prop_assert_eq!(found, naive(&of_pattern, &of_text));
        }
    }
}
