//! A typed word and every word of the model that meets it.

use super::distance::{self, Nearness};
use super::index::Index;
use super::labels::{Label, Scatter, TYPED_LETTERS};
use super::query::Manner;
use super::vocabulary::{Vocabulary, WordId, mask};
use super::words::is_unspaced;

/// How a word of a text meets a typed one, worst first. As a number, 0 stands for not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Grade {
    /// Has its letters in their order.
    Scattered = 1,
    /// Begins nearly like it.
    Far = 2,
    /// Is one edit away.
    Near = 3,
    /// Is another name of the same actor.
    Kin = 4,
    /// Begins with it.
    Begins = 5,
    /// Equals it.
    Equal = 6,
}

/// What each grade is worth, 0 to 100, by its number. The last is a condition that is no word.
pub(super) const WORTH: [u32; 8] = [0, 25, 42, 55, 70, 80, 100, 0];
/// The number of a condition that holds without a word.
pub(super) const HOLDS: u8 = 7;

/// Where a near word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Everywhere.
    All,
    /// In names, which are few and often misspelt. In prose it would drown the word that was meant.
    Names,
}

/// A word of the model that meets the typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meeting {
    pub word: WordId,
    pub grade: Grade,
    pub reach: Reach,
}

/// A typed word with the words that meet it.
#[derive(Debug, Clone)]
pub(super) struct Need {
    pub typed: Box<str>,
    /// Whether words that begin with it meet it.
    pub begins: bool,
    /// Those of `meetings` that do not begin with it.
    odd: Vec<Meeting>,
    /// The bytes that those begin with.
    odd_starts: Vec<u8>,
    /// Every word of the model that meets it, by word.
    pub meetings: Vec<Meeting>,
    /// How much it counts: the rarer, the more.
    pub weight: u32,
    /// In how many places of all texts the meetings stand.
    pub places: usize,
}

/// From so many letters on one edit is forgiven.
const ONE_EDIT_LETTERS: usize = 5;
/// From so many letters on two edits are forgiven.
const TWO_EDITS_LETTERS: usize = 9;
/// A near word counts beside words that are met exactly where it is so many times as frequent as they are.
const OUTNUMBERS: usize = 16;
/// At most so many words are taken by their letters alone.
const SCATTERED_WORDS: usize = 12;
/// Other names of an actor are looked for from so many letters on.
const KIN_LETTERS: usize = 4;

impl Need {
    /// Looks up `typed` in the index. O(words) where typing mistakes are looked for, else O(log words).
    pub fn new(index: &Index, scatter: &Scatter, typed: &str, manner: Manner) -> Self {
        let words = &index.vocabulary;
        let mut meetings = plain(words, typed, manner);
        if manner == Manner::Like {
            let count: usize = meetings.iter().map(|meeting| words.places(meeting.word).len()).sum();
            meetings.extend(near(words, typed, count));
            meetings.extend(kin(index, typed, &meetings));
            if meetings.is_empty() {
                meetings = scattered(index, scatter, typed);
            }
        }
        // The best grade of a word stands first and is kept.
        meetings.sort_unstable_by_key(|meeting| (meeting.word, std::cmp::Reverse(meeting.grade)));
        meetings.dedup_by_key(|meeting| meeting.word);
        let places = |meeting: &Meeting| words.places(meeting.word).len();
        let all: usize = meetings.iter().filter(|meeting| meeting.reach == Reach::All).map(places).sum();
        let equal: usize = meetings.iter().filter(|meeting| meeting.grade == Grade::Equal).map(places).sum();
        let weight = weight(index.units.len(), if equal > 0 { equal } else { all });
        let odd: Vec<Meeting> = meetings.iter().copied().filter(|meeting| meeting.grade <= Grade::Kin).collect();
        let mut odd_starts: Vec<u8> = odd.iter().filter_map(|met| words.word(met.word).bytes().next()).collect();
        odd_starts.dedup();
        let begins = manner == Manner::Like || is_sign(typed);
        Self { typed: typed.into(), begins, odd, odd_starts, meetings, weight, places: all }
    }

    /// How `word` of a text meets it; `None` where it does not. O(log meetings).
    pub fn meets(&self, word: &str, words: &Vocabulary) -> Option<(Grade, Reach)> {
        if word.starts_with(&*self.typed) {
            if word.len() == self.typed.len() {
                return Some((Grade::Equal, Reach::All));
            }
            if self.begins {
                return Some((Grade::Begins, Reach::All));
            }
        }
        if !self.odd_starts.contains(&word.as_bytes().first().copied().unwrap_or_default()) {
            return None;
        }
        let at = self.odd.binary_search_by(|meeting| words.word(meeting.word).cmp(word)).ok()?;
        self.odd.get(at).map(|meeting| (meeting.grade, meeting.reach))
    }
}

/// Two for a word that stands everywhere, and two more for each time it is half as frequent.
pub(super) fn weight(units: usize, places: usize) -> u32 {
    2 + 2 * (units / places.max(1)).max(1).ilog2()
}

/// Whether it is a single character of a script without spaces, which stands in the index as the beginning of pairs.
fn is_sign(typed: &str) -> bool {
    let mut chars = typed.chars();
    chars.next().is_some_and(is_unspaced) && chars.next().is_none()
}

/// The words that equal the typed one or begin with it.
fn plain(words: &Vocabulary, typed: &str, manner: Manner) -> Vec<Meeting> {
    let is_sign = is_sign(typed);
    let meets = |word| {
        let grade = if words.word(word) == typed || is_sign { Grade::Equal } else { Grade::Begins };
        Meeting { word, grade, reach: Reach::All }
    };
    let begun = words.beginning(typed).map(meets);
    match manner {
        Manner::Like => begun.collect(),
        Manner::Exact | Manner::Phrase => begun.take_while(|meeting| meeting.grade == Grade::Equal).collect(),
    }
}

/// The words that are nearly the typed one. `count` is in how many places those stand that equal it or begin with it.
fn near(words: &Vocabulary, typed: &str, count: usize) -> Vec<Meeting> {
    let letters = distance::letters(typed);
    let most = match letters.len() {
        0..ONE_EDIT_LETTERS => return Vec::new(),
        ONE_EDIT_LETTERS..TWO_EDITS_LETTERS => 1,
        _ => 2,
    };
    if typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let found = near_words(words, &letters, most);
    let is_one_edit = |(_, near): &(WordId, Nearness)| near.edits == 1;
    let (has_plain, has_one_edit) = (count > 0, found.iter().any(is_one_edit));
    let meets = |(word, near): (WordId, Nearness)| {
        let is_variant = is_variant(&letters, &distance::letters(words.word(word)));
        let is_meant = (!has_plain && (near.edits == 1 || !has_one_edit))
            || (has_plain && near.edits == 1 && words.places(word).len() >= OUTNUMBERS * count);
        let reach = if is_variant || is_meant { Reach::All } else { Reach::Names };
        let grade = if near.edits == 1 && near.is_whole { Grade::Near } else { Grade::Far };
        Meeting { word, grade, reach }
    };
    found.into_iter().map(meets).collect()
}

/// Words at one to `most` edits.
fn near_words(words: &Vocabulary, letters: &[char], most: u8) -> Vec<(WordId, Nearness)> {
    let bits = letters.iter().fold(0, |all, c| all | mask(c.encode_utf8(&mut [0; 4])));
    let shortest = letters.len() - usize::from(most);
    let mut other = Vec::with_capacity(distance::COMPARED);
    let mut found = Vec::new();
    for word in 0..u32::try_from(words.len()).unwrap_or(u32::MAX) {
        // Each edit can take away one letter of the typed word at most.
        if words.length(word) < shortest || (bits & !words.mask(word)).count_ones() > u32::from(most) {
            continue;
        }
        other.clear();
        other.extend(words.word(word).chars().take(letters.len() + usize::from(most) + 1));
        found.extend(distance::nearness(letters, &other, most).filter(|near| near.edits > 0).map(|near| (word, near)));
    }
    found
}

/// Whether two near words are likely one word in two forms or spellings: the same up to the last letters of a long
/// word (`negotiating`, `negotiation`), or `s` for `z`.
fn is_variant(typed: &[char], other: &[char]) -> bool {
    let same = typed.iter().zip(other).take_while(|(a, b)| a == b).count();
    let long_stem = typed.len() >= 8 && same + 2 >= typed.len();
    let swapped = matches!((typed.get(same), other.get(same)), (Some('s'), Some('z')) | (Some('z'), Some('s')));
    let rest = |letters: &[char]| letters.get(same + 1..).map(<[char]>::to_vec).unwrap_or_default();
    long_stem || (swapped && rest(other).starts_with(&rest(typed)))
}

/// Other names of the actors that the typed word names, and words nearly like them.
fn kin(index: &Index, typed: &str, meetings: &[Meeting]) -> Vec<Meeting> {
    let words = &index.vocabulary;
    let least = if typed.chars().any(is_unspaced) { 2 } else { KIN_LETTERS };
    if typed.chars().count() < least {
        return Vec::new();
    }
    let mut others: Vec<WordId> = meetings.iter().flat_map(|meeting| index.kin.others(meeting.word)).collect();
    others.sort_unstable();
    others.dedup();
    let mut out = Vec::new();
    for other in others {
        let name = words.word(other);
        let mut all = plain(words, name, Manner::Like);
        all.extend(near(words, name, usize::MAX / OUTNUMBERS).into_iter().filter(|near| near.reach == Reach::All));
        out.extend(all.into_iter().map(|meeting| Meeting { grade: Grade::Kin, ..meeting }));
    }
    out
}

/// The few words that have the typed letters in their order, best first.
fn scattered(index: &Index, scatter: &Scatter, typed: &str) -> Vec<Meeting> {
    let (words, count) = (&index.vocabulary, typed.chars().count());
    let bits = mask(typed);
    if !(3..=TYPED_LETTERS).contains(&count) || typed.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let Some(first) = typed.chars().next() else { return Vec::new() };
    let mut found: Vec<(std::cmp::Reverse<i64>, usize, WordId)> = words
        .beginning(first.encode_utf8(&mut [0; 4]))
        .filter(|word| bits & !words.mask(*word) == 0 && words.length(*word) <= 4 * count)
        .filter_map(|word| {
            let score = scatter.score(&Label::new(words.word(word)), typed)?;
            Some((std::cmp::Reverse(score), words.length(word), word))
        })
        .collect();
    found.sort_unstable();
    found.truncate(SCATTERED_WORDS);
    found.into_iter().map(|(_, _, word)| Meeting { word, grade: Grade::Scattered, reach: Reach::All }).collect()
}
