//! A typed word and every word of the model that matches it.

use std::cmp::Reverse;

use crate::search::analysis::distance::{self, PrefixDistance};
use crate::search::analysis::subsequence::{
    FoldedLabel, MAX_TYPED_LETTERS, SubsequenceMatcher, letter_bit, letter_mask,
};
use crate::search::analysis::words::is_unspaced;
use crate::search::index::build::Index;
use crate::search::index::numbers::WordId;
use crate::search::index::vocabulary::Vocabulary;
use crate::search::query::parse::{MatchMode, QueryWord};
use crate::search::scoring::{Grade, OUTNUMBERS, rarity};

/// Where a variant counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Everywhere,
    /// Only in labels, which are few and often misspelt. In prose it would drown the word that was meant.
    Labels,
}

/// A word of the model that matches the typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    pub word: WordId,
    pub grade: Grade,
    pub reach: Reach,
}

/// A typed word with the words that match it.
#[derive(Debug, Clone)]
pub struct Expansion {
    pub typed: Box<str>,
    /// Whether words that begin with it match.
    pub matches_prefixes: bool,
    /// Every word of the model that matches, by word.
    pub variants: Vec<Variant>,
    /// The pairs of words that make the typed one, or all words of a compound: it is found where they follow each other.
    pub splits: Vec<Vec<WordId>>,
    /// Whether it was typed as several words.
    pub is_compound: bool,
    /// The variants that do not begin with the typed word, and the bytes that these begin with.
    inexact: Vec<Variant>,
    inexact_initials: Vec<u8>,
    /// How much it counts, see [`rarity`].
    pub weight: u32,
    /// How many postings the variants that count everywhere have.
    pub postings: usize,
}

/// Typed words of this length may be one edit away.
const ONE_EDIT_LETTERS: usize = 5;
/// Typed words of this length may be two edits away.
const TWO_EDITS_LETTERS: usize = 9;
/// Typed words of this length may be another form of a word that shares all but the last letters.
const LONG_STEM_LETTERS: usize = 8;
/// Pairs of letters that may spell an umlaut, in one word.
const MOST_UMLAUTS: usize = 3;
/// A word is taken for two where both have this many letters.
const SPLIT_LETTERS: usize = 3;
/// Ways to take a word for two.
const MOST_SPLITS: usize = 4;
/// At most this many words are matched by their letters alone.
const MAX_SUBSEQUENCES: usize = 12;
/// Synonyms need this many typed letters; [`SYNONYM_SIGNS`] in scripts without spaces.
const SYNONYM_LETTERS: usize = 4;
const SYNONYM_SIGNS: usize = 2;

impl Expansion {
    /// Looks a word up in the index. O(words) if typos count, else O(log words).
    pub fn new(index: &Index, matcher: &SubsequenceMatcher, word: &QueryWord, mode: MatchMode) -> Self {
        let (words, typed) = (&index.vocabulary, &*word.text);
        let mut variants = plain(words, typed, mode);
        // Of a short word the beginnings of others would be found by chance.
        let spelling_mode = if typed.len() < ONE_EDIT_LETTERS { MatchMode::Exact } else { mode };
        let spellings = without_umlauts(typed).into_iter().chain(word.spelled_out.as_deref().map(str::to_owned));
        variants.extend(spellings.flat_map(|spelling| plain(words, &spelling, spelling_mode)));
        let exact = |word| Variant { word, grade: Grade::Exact, reach: Reach::Everywhere };
        variants.extend(word.wholes.iter().filter_map(|whole| words.find(whole)).map(exact));
        if mode == MatchMode::Fuzzy {
            variants.extend(other_number(words, typed));
            // `dont` is often typed for `don't`.
            variants.extend(words.find(&format!("'{typed}")).filter(|_| typed.ends_with("nt")).map(exact));
            let count: usize = variants.iter().map(|variant| words.postings(variant.word).len()).sum();
            variants.extend(near(words, typed, count));
            variants.extend(synonyms(index, typed, &variants));
            if variants.is_empty() {
                variants = subsequences(words, matcher, typed);
            }
        }
        // The best grade of each word is kept.
        variants.sort_unstable_by_key(|variant| (variant.word, Reverse(variant.grade)));
        variants.dedup_by_key(|variant| variant.word);
        let count = |counts: fn(&Variant) -> bool| -> usize {
            variants.iter().filter(|variant| counts(variant)).map(|variant| words.postings(variant.word).len()).sum()
        };
        let postings = count(|variant| variant.reach == Reach::Everywhere);
        let exact = count(|variant| variant.grade == Grade::Exact);
        let weight = rarity(index.units.len(), if exact > 0 { exact } else { postings });
        let inexact: Vec<Variant> =
            variants.iter().copied().filter(|variant| !words.word(variant.word).starts_with(typed)).collect();
        let mut inexact_initials: Vec<u8> =
            inexact.iter().filter_map(|variant| words.word(variant.word).bytes().next()).collect();
        inexact_initials.dedup();
        let matches_prefixes = mode == MatchMode::Fuzzy || is_sign(typed);
        Self {
            typed: typed.into(),
            matches_prefixes,
            variants,
            splits: splits(words, word),
            is_compound: !word.parts.is_empty(),
            inexact,
            inexact_initials,
            weight,
            postings,
        }
    }

    /// How `word` of a text matches; `None` if it does not. O(log variants).
    pub fn matches(&self, word: &str, words: &Vocabulary) -> Option<(Grade, Reach)> {
        if word.starts_with(&*self.typed) {
            if word.len() == self.typed.len() {
                return Some((Grade::Exact, Reach::Everywhere));
            }
            if self.matches_prefixes {
                return Some((Grade::Prefix, Reach::Everywhere));
            }
        }
        // Most words stop here, before the search.
        if !self.inexact_initials.contains(word.as_bytes().first()?) {
            return None;
        }
        let at = self.inexact.binary_search_by(|variant| words.word(variant.word).cmp(word)).ok()?;
        let variant = self.inexact[at];
        Some((variant.grade, variant.reach))
    }
}

/// Whether it is one character of a script without spaces, which the index has as the beginning of pairs.
fn is_sign(typed: &str) -> bool {
    let mut chars = typed.chars();
    chars.next().is_some_and(is_unspaced) && chars.next().is_none()
}

/// The words that equal the typed one or begin with it.
fn plain(words: &Vocabulary, typed: &str, mode: MatchMode) -> Vec<Variant> {
    let is_sign = is_sign(typed);
    let variant = |word| {
        let grade = if words.word(word) == typed || is_sign { Grade::Exact } else { Grade::Prefix };
        Variant { word, grade, reach: Reach::Everywhere }
    };
    let found = WordId::each(words.with_prefix(typed)).map(variant);
    match mode {
        MatchMode::Fuzzy => found.collect(),
        MatchMode::Exact | MatchMode::Phrase => found.take_while(|variant| variant.grade == Grade::Exact).collect(),
    }
}

/// The spellings with `ä` for `ae` and the like, folded: each combination of those in the word, but not at its end
/// (`value`).
pub fn without_umlauts(typed: &str) -> Vec<String> {
    let pairs = ["ae", "oe", "ue", "aa"].into_iter().flat_map(|pair| typed.match_indices(pair).map(|(at, _)| at + 1));
    let mut seconds: Vec<usize> = pairs.filter(|second| second + 1 < typed.len()).collect();
    seconds.sort_unstable();
    seconds.truncate(MOST_UMLAUTS);
    let spelling = |dropped: usize| {
        let is_dropped =
            |at: usize| seconds.iter().position(|second| *second == at).is_some_and(|n| dropped >> n & 1 == 1);
        typed.char_indices().filter(|(at, _)| !is_dropped(*at)).map(|(_, c)| c).collect()
    };
    (1..1 << seconds.len()).map(spelling).collect()
}

/// The words with the ending of the other number: `territories` for `territory`.
fn other_number(words: &Vocabulary, typed: &str) -> Vec<Variant> {
    let other = match (typed.strip_suffix("ies"), typed.strip_suffix('y')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) => format!("{stem}ies"),
        (None, None) => return Vec::new(),
    };
    let found = words.find(&other);
    found.map(|word| Variant { word, grade: Grade::Prefix, reach: Reach::Everywhere }).into_iter().collect()
}

/// The words of the model that make the typed one: those of a compound, else two that are both words. A border between
/// letters and digits may be anywhere, between letters it must leave enough on both sides.
fn splits(words: &Vocabulary, word: &QueryWord) -> Vec<Vec<WordId>> {
    let find = |parts: &[&str]| parts.iter().map(|part| words.find(part)).collect::<Option<Vec<WordId>>>();
    if !word.parts.is_empty() {
        let parts: Vec<&str> = word.parts.iter().map(AsRef::as_ref).collect();
        return find(&parts).into_iter().collect();
    }
    let count = word.text.chars().count();
    let mut out = Vec::new();
    let mut last_digit = None;
    for (letters, (at, c)) in word.text.char_indices().enumerate() {
        let is_border = last_digit.is_some_and(|digit| digit != c.is_ascii_digit());
        last_digit = Some(c.is_ascii_digit());
        let is_long = !c.is_ascii_digit() && letters >= SPLIT_LETTERS && count - letters >= SPLIT_LETTERS;
        if is_border || (is_long && count <= MAX_TYPED_LETTERS) {
            let (first, second) = word.text.split_at(at);
            out.extend(find(&[first, second]));
        }
    }
    out.truncate(MOST_SPLITS);
    out
}

/// The words that are nearly the typed one. `count` is how many postings the plain variants have.
fn near(words: &Vocabulary, typed: &str, count: usize) -> Vec<Variant> {
    let letters = distance::letters(typed);
    let limit = match letters.len() {
        0..ONE_EDIT_LETTERS => return Vec::new(),
        ONE_EDIT_LETTERS..TWO_EDITS_LETTERS => 1,
        _ => 2,
    };
    if typed.bytes().all(|byte| byte.is_ascii_digit()) || typed.starts_with('\'') {
        return Vec::new();
    }
    let found = near_words(words, &letters, limit);
    let has_one_edit = found.iter().any(|(_, distance)| distance.edits == 1);
    let variant = |(word, distance): (WordId, PrefixDistance)| {
        let is_one_edit = distance.edits == 1;
        let is_meant = if count == 0 {
            is_one_edit || !has_one_edit
        } else {
            is_one_edit && words.postings(word).len() >= OUTNUMBERS.saturating_mul(count)
        };
        let is_meant = is_meant || is_other_form(&letters, &distance::letters(words.word(word)));
        let reach = if is_meant { Reach::Everywhere } else { Reach::Labels };
        let grade = if is_one_edit && distance.is_whole { Grade::Near } else { Grade::Far };
        Variant { word, grade, reach }
    };
    found.into_iter().map(variant).collect()
}

/// The words within 1 to `limit` edits.
fn near_words(words: &Vocabulary, letters: &[char], limit: u8) -> Vec<(WordId, PrefixDistance)> {
    let mask = letters.iter().fold(0, |mask, c| mask | letter_bit(*c));
    let shortest = letters.len() - usize::from(limit);
    let mut other = Vec::with_capacity(distance::MAX_LETTERS);
    let mut found = Vec::new();
    for word in words.words() {
        // An edit takes away one letter of the typed word at most.
        if words.length(word) < shortest || (mask & !words.mask(word)).count_ones() > u32::from(limit) {
            continue;
        }
        other.clear();
        other.extend(words.word(word).chars().take(letters.len() + usize::from(limit) + 1));
        let distance = distance::prefix_distance(letters, &other, limit);
        found.extend(distance.filter(|distance| distance.edits > 0).map(|distance| (word, distance)));
    }
    found
}

/// Whether two near words are likely forms or spellings of one: the same up to the last letters of a long word
/// (`negotiating`, `negotiation`), or with `s` for `z`.
fn is_other_form(typed: &[char], other: &[char]) -> bool {
    let same = typed.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (typed_rest, other_rest) = (&typed[same..], &other[same..]);
    let has_long_stem = typed.len() >= LONG_STEM_LETTERS && typed_rest.len() <= 2;
    match (typed_rest, other_rest) {
        (['s', typed_rest @ ..], ['z', other_rest @ ..]) | (['z', typed_rest @ ..], ['s', other_rest @ ..]) => {
            has_long_stem || other_rest.starts_with(typed_rest)
        }
        _ => has_long_stem,
    }
}

/// Other names of the actors that the plain and near variants name, and words near them.
fn synonyms(index: &Index, typed: &str, variants: &[Variant]) -> Vec<Variant> {
    let words = &index.vocabulary;
    let least = if typed.chars().any(is_unspaced) { SYNONYM_SIGNS } else { SYNONYM_LETTERS };
    if typed.chars().count() < least {
        return Vec::new();
    }
    let mut others: Vec<WordId> = variants.iter().flat_map(|variant| index.synonyms.of(variant.word)).collect();
    others.sort_unstable();
    others.dedup();
    let mut out = Vec::new();
    for other in others {
        let name = words.word(other);
        // No near word outnumbers a name: only its other forms count.
        let near = near(words, name, usize::MAX).into_iter().filter(|near| near.reach == Reach::Everywhere);
        let all = plain(words, name, MatchMode::Fuzzy).into_iter().chain(near);
        out.extend(all.map(|variant| Variant { grade: Grade::Synonym, ..variant }));
    }
    out
}

/// The few words that have the typed letters in order, best first.
fn subsequences(words: &Vocabulary, matcher: &SubsequenceMatcher, typed: &str) -> Vec<Variant> {
    let count = typed.chars().count();
    if !(3..=MAX_TYPED_LETTERS).contains(&count) || typed.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mask = letter_mask(typed);
    let first: String = typed.chars().take(1).collect();
    let may_match = |word: &WordId| mask & !words.mask(*word) == 0 && words.length(*word) <= 4 * count;
    let candidates = WordId::each(words.with_prefix(&first)).filter(may_match);
    let mut found: Vec<(Reverse<i64>, usize, WordId)> = candidates
        .filter_map(|word| {
            let score = matcher.score(&FoldedLabel::new(words.word(word)), typed)?;
            Some((Reverse(score), words.length(word), word))
        })
        .collect();
    found.sort_unstable();
    found.truncate(MAX_SUBSEQUENCES);
    let variant = |(_, _, word)| Variant { word, grade: Grade::Subsequence, reach: Reach::Everywhere };
    found.into_iter().map(variant).collect()
}
