//! The place most similar to a quote that is not in the article.

use std::cell::OnceCell;
use std::mem;
use std::ops::Range;

use foldhash::HashMap;

use super::border::whole_words;
use super::source::Source;
use crate::text::Span;

/// How similar the best place must be for a proposal, and by how much more than the next.
pub(super) const LEAST_SCORE: f32 = 0.75;
const LEAST_LEAD: f32 = 0.1;
/// A place less similar than this is not reported.
const LEAST_LIKENESS: f32 = 0.5;
/// Consecutive bytes that the quote and a place must share to be compared.
const GRAM: usize = 4;
type Gram = u32;
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
    /// Whether every place that does not overlap it scores less by [`LEAST_LEAD`] or more.
    pub(super) is_ahead: bool,
}

/// A part of the text that shares grams with the quote.
struct Window {
    range: Range<usize>,
    /// No place that begins in the middle of it takes fewer edits.
    least: usize,
}

/// Finds the most similar places in one text; gives up after too many steps, so that hostile texts cost no more than
/// others.
pub(super) struct Finder<'s, 't> {
    source: &'s Source<'t>,
    /// Steps left for all quotes, and for the current one.
    all: usize,
    steps: usize,
    is_ascii: bool,
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
            is_ascii: source.folded.text().is_ascii(),
            small: OnceCell::new(),
            was_asked: false,
            grams: OnceCell::new(),
        }
    }

    /// The place most similar to the folded `words`; `None` if none is at least half similar.
    ///
    /// Shared grams vote for windows of the text; in those with most votes the edit distance is computed by bits in
    /// parallel (Myers 1999, in blocks as Hyyrö 2003). A place with at most a quarter of its letters changed shares
    /// enough grams to be among them, and windows that share too few to change the outcome are passed over (Jokinen and
    /// Ukkonen 1991).
    pub(super) fn nearest(&mut self, words: &str) -> Option<Likeness> {
        let text = self.source.folded.text();
        let most = (STEPS + STEPS_PER_BYTE * (text.len() + words.len())).min(self.all);
        self.steps = most;
        let windows = self.windows(text, words);
        let found = windows.and_then(|windows| self.compared(words, &windows));
        let found = found.or_else(|| self.in_other_case(text, words));
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
        self.source.is_place(&range).then_some(Likeness { range, score, is_ahead: false })
    }

    fn compared(&mut self, words: &str, windows: &[Window]) -> Option<Likeness> {
        let text = self.source.folded.text();
        let mut forward = Distance::new(words.chars());
        let mut best: Option<(usize, Range<usize>)> = None;
        for Window { range, least } in windows {
            if best.as_ref().is_some_and(|(fewest, _)| least >= fewest) {
                continue;
            }
            if self.spend(&forward, range.len()).is_none() {
                break;
            }
            if let Some((edits, end)) = forward.best(text.get(range.clone())?.char_indices())
                && best.as_ref().is_none_or(|(fewest, _)| edits < *fewest)
            {
                best = Some((edits, range.start..range.start + end));
            }
        }
        let (edits, reach) = best?;
        // Matched backwards from its end, the reversed pattern first reaches the same distance where the place begins.
        // The place has at most one letter more than the quote for each edit, of four bytes at most.
        let mut from = reach.end.saturating_sub(words.len() + 4 * edits).max(reach.start);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let mut backward = Distance::new(words.chars().rev());
        self.spend(&backward, reach.end - from)?;
        let back =
            text.get(from..reach.end)?.char_indices().rev().map(|(at, c)| (reach.end - from - at - c.len_utf8(), c));
        let start = backward.best(back).map_or(from, |(_, back)| reach.end - back);
        let (range, added) = self.snapped(start..reach.end);
        let (range, edits) = self.within_sentence(words, (range, edits + added), &mut forward);
        let score = score_of(edits, forward.length);
        let is_ahead = score >= LEAST_SCORE && self.is_ahead((score, &range), windows, &mut forward);
        (score >= LEAST_LIKENESS).then_some(Likeness { range, score, is_ahead })
    }

    /// The place without the beginning of the next sentence, or the end of the one before, if the quote does not reach into
    /// it: to replace a word by what follows the full stop may take fewer edits than to leave it out.
    fn within_sentence(
        &mut self,
        words: &str,
        (range, edits): (Range<usize>, usize),
        distance: &mut Distance,
    ) -> (Range<usize>, usize) {
        let place = self.source.folded.text().get(range.clone()).unwrap_or("");
        let ends = sentence_ends(place);
        let (Some(first), Some(last)) = (ends.first(), ends.last()) else { return (range, edits) };
        if ends.len() <= sentence_ends(words).len() {
            return (range, edits);
        }
        let (kept, left_out) = if first.end < place.len() - last.start {
            (range.start + first.end..range.end, first.end)
        } else {
            (range.start..range.start + last.start, place.len() - last.start)
        };
        let piece = self.source.folded.text().get(kept.clone()).unwrap_or("");
        if self.spend(distance, piece.len()).is_none() {
            return (range, edits);
        }
        match distance.best(piece.char_indices()) {
            Some((more, _)) if more <= edits + left_out / 2 => (kept, more),
            Some(_) | None => (range, edits),
        }
    }

    /// Whether the best place leads the places that do not overlap it; `false` if finding that out takes too many steps.
    fn is_ahead(&mut self, (score, best): (f32, &Range<usize>), windows: &[Window], distance: &mut Distance) -> bool {
        let length = distance.length;
        let leads = |second: usize| score - score_of(second, length) >= LEAST_LEAD;
        let text = self.source.folded.text();
        windows.iter().filter(|window| !leads(window.least)).all(|Window { range, .. }| {
            let sides = [range.start..range.end.min(best.start), range.start.max(best.end)..range.end];
            sides.into_iter().filter(|side| !side.is_empty()).all(|side| {
                self.spend(distance, side.len()).is_some()
                    && text
                        .get(side)
                        .and_then(|side| distance.best(side.char_indices()))
                        .is_none_or(|(edits, _)| leads(edits))
            })
        })
    }

    fn spend(&mut self, distance: &Distance, bytes: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(distance.blocks.len() * bytes)?;
        Some(())
    }

    /// The windows of the text that share most grams with the quote, best first, on character boundaries.
    fn windows(&mut self, text: &str, words: &str) -> Option<Vec<Window>> {
        let grams = grams(words);
        // Where text and quote run in parallel, their offsets differ by a constant, up to insertions and omissions.
        let band = (words.len() / 4).max(16);
        let mut votes = vec![0_u32; (text.len() + words.len()) / band + 2];
        // If the text repeats the grams of the quote over and over, no window is better than another.
        let mut left = (text.len() + FREE_VOTES).min(self.steps / VOTE);
        let all = left;
        let counted = self.each_shared(text, &grams, |at, same| {
            left = left.checked_sub(same.len())?;
            for (_, offset) in same {
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
        let mut chosen: Vec<(u32, usize)> = Vec::new();
        for (votes, at) in bands {
            if chosen.iter().all(|(_, other)| other.abs_diff(at) > 1) {
                chosen.push((votes, at));
            }
            if chosen.len() == WINDOWS {
                break;
            }
        }
        // An edit takes the grams that contain its letter, and moves what follows by as many bytes as that has.
        let widest = if self.is_ascii && words.is_ascii() { 1 } else { 4 };
        let window = |(votes, at): (u32, usize)| {
            let start = (at * band).saturating_sub(words.len() + band);
            let end = (at * band + 3 * band + words.len()).min(text.len());
            let range = text.floor_char_boundary(start)..text.floor_char_boundary(end);
            let missing = grams.len().saturating_sub(votes as usize);
            let least = missing.div_ceil(GRAM + widest - 1).min(band / widest + 1);
            Window { range, least }
        };
        Some(chosen.into_iter().map(window).filter(|window| !window.range.is_empty()).collect())
    }

    /// Calls `each` with every place of the text that has a gram of the quote, and all of that gram, until it gives `None`.
    fn each_shared(
        &mut self,
        text: &str,
        grams: &[(Gram, usize)],
        mut each: impl FnMut(usize, &[(Gram, usize)]) -> Option<()>,
    ) -> Option<()> {
        let mut all_same = grams.chunk_by(|one, two| one.0 == two.0);
        if mem::replace(&mut self.was_asked, true) && text.len() <= MOST_INDEXED {
            let index = self.grams.get_or_init(|| GramIndex::new(text));
            return all_same.try_for_each(|same| {
                let (gram, _) = *same.first()?;
                index.places(gram, text).try_for_each(|at| each(at, same))
            });
        }
        self.steps = self.steps.checked_sub(text.len())?;
        let mut filter = vec![false; 1 << MOST_SLOT_BITS];
        for (gram, _) in grams {
            filter[slot(*gram, MOST_SLOT_BITS)] = true;
        }
        let by_gram: HashMap<Gram, &[(Gram, usize)]> =
            all_same.filter_map(|same| Some((same.first()?.0, same))).collect();
        for (at, gram) in text.as_bytes().windows(GRAM).enumerate() {
            let gram = Gram::from_le_bytes(*gram.first_chunk()?);
            if filter[slot(gram, MOST_SLOT_BITS)]
                && let Some(same) = by_gram.get(&gram)
            {
                each(at, same)?;
            }
        }
        Some(())
    }

    /// `range` trimmed and extended to boundaries of characters as written, and how many letters that adds; then to whole
    /// words, whose further letters are not counted.
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
        let end = end.max(start);
        let whole = whole_words(text, Span::new(start, end)).map(|(span, _)| span.start()..span.end());
        let is_between_letters =
            |range: &Range<usize>| self.source.folded.is_border(range.start) && self.source.folded.is_border(range.end);
        (whole.filter(is_between_letters).unwrap_or(start..end), added)
    }
}

/// Where sentences end in a text that goes on: the full stop and the space behind it.
fn sentence_ends(text: &str) -> Vec<Range<usize>> {
    let stops = text.match_indices(['.', '!', '?']);
    stops
        .filter(|(at, _)| text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')))
        .map(|(at, _)| at..at + 2)
        .collect()
}

/// The grams of a quote with their offsets, sorted; of equal ones only the first few.
fn grams(words: &str) -> Vec<(Gram, usize)> {
    let grams = words.as_bytes().windows(GRAM).enumerate();
    let mut grams: Vec<_> =
        grams.filter_map(|(at, gram)| Some((Gram::from_le_bytes(*gram.first_chunk()?), at))).collect();
    grams.sort_unstable();
    let (mut last, mut count) = (None, 0);
    grams.retain(|(gram, _)| {
        count = if last.replace(*gram) == Some(*gram) { count + 1 } else { 1 };
        count <= MOST_OF_GRAM
    });
    grams
}

/// 1 − edits ÷ length of the quote.
fn score_of(edits: usize, length: usize) -> f32 {
    1.0 - narrow(edits) / narrow(length)
}

/// As a float, rounded.
#[expect(clippy::cast_precision_loss, reason = "the score of a quote of 16 million letters may be off by a millionth")]
fn narrow(count: usize) -> f32 {
    count as f32
}

/// Grams fall into slots, two to the power of this many at most.
const MOST_SLOT_BITS: u32 = 14;

fn slot(gram: Gram, bits: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> (32 - bits)) as usize
}

/// Where the grams of a text are, by slot.
struct GramIndex {
    /// About as many slots as the text has bytes.
    bits: u32,
    /// The end of each slot's places; each begins where the one before ends.
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl GramIndex {
    /// Sorts the grams of a text of at most [`MOST_INDEXED`] bytes by counting. O(text), about eight bytes for each of its
    /// bytes.
    fn new(text: &str) -> Self {
        let bits = text.len().max(2).ilog2().min(MOST_SLOT_BITS);
        let slots = || {
            text.as_bytes()
                .windows(GRAM)
                .filter_map(|gram| gram.first_chunk())
                .map(|gram| slot(Gram::from_le_bytes(*gram), bits))
        };
        let mut ends = vec![0_u32; 1 << bits];
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
        Self { bits, ends, places }
    }

    /// Where a gram is in the text that was indexed, in order.
    fn places<'i>(&'i self, gram: Gram, text: &'i str) -> impl Iterator<Item = usize> + 'i {
        let slot = slot(gram, self.bits);
        let start = slot.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        let places = self.places[start..self.ends[slot] as usize].iter().map(|at| *at as usize);
        places.filter(move |at| text.as_bytes()[*at..].first_chunk() == Some(&gram.to_le_bytes()))
    }
}

/// The edit distance of a pattern to any piece of a text, by bits in parallel.
struct Distance {
    /// A bit for each place of a letter in the pattern, in as many words as there are blocks, for every letter of ASCII.
    ascii: Vec<u64>,
    /// The same for the other letters of the pattern.
    others: HashMap<char, Vec<u64>>,
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
        let (mut ascii, mut others) = (vec![0; 128 * count], HashMap::default());
        for (at, c) in pattern.iter().enumerate() {
            let masks = match letter(*c, count) {
                Some(range) => &mut ascii[range],
                None => others.entry(*c).or_insert_with(|| vec![0; count]).as_mut_slice(),
            };
            masks[at / 64] |= 1 << (at % 64);
        }
        Self { ascii, others, blocks: vec![Block { more: !0, less: 0 }; count], length: pattern.len() }
    }

    /// The fewest edits between the pattern and any piece of the text, and the end of the first such piece. `None` for
    /// an empty text.
    fn best(&mut self, text: impl Iterator<Item = (usize, char)>) -> Option<(usize, usize)> {
        self.blocks.fill(Block { more: !0, less: 0 });
        let last = 1_u64 << ((self.length.max(1) - 1) % 64);
        let (mut edits, mut best, count) = (self.length, None, self.blocks.len());
        for (at, c) in text {
            let masks = match letter(c, count) {
                Some(range) => &self.ascii[range],
                None => self.others.get(&c).map_or(&[][..], Vec::as_slice),
            };
            let (mut plus, mut minus) = (false, false);
            for (index, block) in self.blocks.iter_mut().enumerate() {
                let equal = masks.get(index).copied().unwrap_or(0);
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

/// Where the masks of a letter of ASCII are, `count` words each.
fn letter(c: char, count: usize) -> Option<Range<usize>> {
    c.is_ascii().then(|| c as usize * count..(c as usize + 1) * count)
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

    #[test]
    fn a_place_is_whole_words_of_the_sentences_that_the_quote_is_from() {
        let text =
            "The harbour stays open until the end of June. Nobody objected to it. Ships may call before the storm.";
        for (quote, place) in [
            ("harbour stays open until the end of June perhaps", "harbour stays open until the end of June"),
            ("harbour stays open until the end of July", "harbour stays open until the end of June"),
            ("Yesterday nobody objected to it", "Nobody objected to it"),
            ("the end of June Nobody objected", "the end of June. Nobody objected"),
            ("Ships may call during the stoppage", "Ships may call before the storm"),
        ] {
            let source = Source::new(text);
            let found = Finder::new(&source).nearest(quote).and_then(|found| text.get(found.range));
            assert_eq!(found, Some(place), "{quote}");
        }
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
        fn windows_passed_over_change_nothing(
            text in "[ab é]{0,40}(the port [aé]pens now[a-d ]{0,60}){0,4}",
            words in "[ab]{0,9}the port (is )?[oé]pens? [a-e ]{0,60}",
        ) {
            let source = Source::new(&text);
            let compare = |passes: bool| {
                let mut finder = Finder { steps: usize::MAX, ..Finder::new(&source) };
                let mut windows = finder.windows(source.folded.text(), &words)?;
                windows.iter_mut().filter(|_| !passes).for_each(|window| window.least = 0);
                finder.compared(&words, &windows)
            };
            prop_assert_eq!(compare(true), compare(false));
        }

        #[test]
        fn bits_in_parallel_count_the_edits_of_the_full_table(pattern in "[ab]{1,150}", text in "[ab]{0,200}") {
            let [of_pattern, of_text] = [&pattern, &text].map(|text| text.chars().collect::<Vec<char>>());
            let found = Distance::new(pattern.chars()).best(text.char_indices());
            prop_assert_eq!(found, naive(&of_pattern, &of_text));
        }
    }
}
