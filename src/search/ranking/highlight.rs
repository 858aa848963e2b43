//! Reading one text against a query: what to mark, and how close together the words are.

use crate::search::analysis::words::{Token, tokenize};
use crate::search::index::vocabulary::Vocabulary;
use crate::search::matching::expansion::Reach;
use crate::search::matching::phrase::range_of;
use crate::search::matching::prepared::PreparedWords;
use crate::search::query::parse::MatchMode;
use crate::search::scoring::{COVERAGE, FIRST_WORD, Grade, LABEL_COVERAGE, PROXIMITY};
use crate::text::{Folded, Span};

/// What kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    Label,
    Prose,
}

/// A text and its words.
pub struct TokenizedText<'t> {
    folded: &'t Folded,
    tokens: Vec<Token<'t>>,
    kind: TextKind,
}

impl<'t> TokenizedText<'t> {
    pub fn new(folded: &'t Folded, kind: TextKind) -> Self {
        Self { folded, tokens: tokenize(folded.text()), kind }
    }
}

/// What of one text matches a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextMatch {
    /// Pieces of the text as written, in the order found; see [`merge_marks`].
    pub marks: Vec<Span>,
    /// Typed words and what the text has instead.
    pub corrected: Vec<(Box<str>, Box<str>)>,
    found: Vec<FoundWord>,
    /// How many words the query and the text have.
    typed_words: usize,
    text_words: usize,
}

/// A word of the text that matches, by word, then by typed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FoundWord {
    word: usize,
    typed: usize,
}

impl TextMatch {
    /// Adds where the words of one term are. Words in sequence are marked at their first place only.
    pub fn add(&mut self, text: &TokenizedText<'_>, prepared: &PreparedWords<'_>, vocabulary: &Vocabulary) {
        self.text_words = text.tokens.len();
        let words = prepared.words;
        let is_phrase = words.mode == MatchMode::Phrase;
        let place = (is_phrase || words.is_positional()).then(|| range_of(words, text.folded.text())).flatten();
        self.marks.extend(place.clone().filter(|_| is_phrase).map(|place| text.folded.source(place)));
        for expansion in &prepared.expansions {
            let mut inexact: Option<(Grade, &str)> = None;
            let mut is_plain = false;
            for (at, Token { range, text: word }) in text.tokens.iter().enumerate() {
                let is_in_place =
                    place.as_ref().is_none_or(|place| place.start <= range.start && range.end <= place.end);
                let found = expansion.matches(word, vocabulary).filter(|_| is_in_place);
                let Some((grade, reach)) = found else { continue };
                if reach == Reach::Labels && text.kind == TextKind::Prose {
                    continue;
                }
                if !is_phrase {
                    let end = if grade == Grade::Prefix { range.start + expansion.typed.len() } else { range.end };
                    self.marks.push(text.folded.source(range.start..end));
                }
                self.found.push(FoundWord { word: at, typed: self.typed_words });
                if grade >= Grade::Prefix {
                    is_plain = true;
                } else if inexact.is_none_or(|(best, _)| grade > best) {
                    inexact = Some((grade, word));
                }
            }
            if let Some((_, word)) = inexact.filter(|_| !is_plain) {
                self.corrected.push((expansion.typed.clone(), word.into()));
            }
            self.typed_words += 1;
        }
    }

    /// Whether the query asked for no words.
    pub fn has_no_words(&self) -> bool {
        self.typed_words == 0
    }

    /// The bonus of prose: how close together the words are, and how much of the text they cover.
    pub fn prose_bonus(&mut self) -> u32 {
        self.found.sort_unstable();
        let distinct = self.distinct();
        let proximity = self.window().filter(|_| distinct > 1);
        let proximity = proximity.map_or(0, |width| share(PROXIMITY, distinct, width.max(distinct)));
        proximity + share(COVERAGE, distinct.min(self.text_words), self.text_words.max(1))
    }

    /// The bonus of a label: how much of it the words cover, and whether they begin it.
    pub fn label_bonus(&self) -> u32 {
        let mut words: Vec<usize> = self.found.iter().map(|found| found.word).collect();
        words.sort_unstable();
        words.dedup();
        let first = if words.first() == Some(&0) { FIRST_WORD } else { 0 };
        share(LABEL_COVERAGE, words.len(), self.text_words.max(1)) + first
    }

    /// How many typed words are found.
    fn distinct(&self) -> usize {
        let mut typed: Vec<usize> = self.found.iter().map(|found| found.typed).collect();
        typed.sort_unstable();
        typed.dedup();
        typed.len()
    }

    /// The length of the shortest run of words that has every typed word found. Needs `found` sorted.
    fn window(&self) -> Option<usize> {
        let mut missing = self.distinct();
        let mut counts = vec![0usize; self.typed_words];
        let (mut best, mut left) = (None, 0);
        for last in &self.found {
            counts[last.typed] += 1;
            missing -= usize::from(counts[last.typed] == 1);
            while missing == 0 {
                let first = self.found[left];
                let width = last.word - first.word + 1;
                best = Some(best.map_or(width, |old: usize| old.min(width)));
                counts[first.typed] -= 1;
                missing += usize::from(counts[first.typed] == 0);
                left += 1;
            }
        }
        best
    }
}

/// `part` of `whole` of the points.
fn share(points: u32, part: usize, whole: usize) -> u32 {
    let points = points as usize * part / whole;
    u32::try_from(points).unwrap_or_else(|_| unreachable!("a part is at most the whole"))
}

/// Sorts marks and joins those that overlap or touch.
pub fn merge_marks(marks: &mut Vec<Span>) {
    marks.retain(|mark| !mark.is_empty());
    marks.sort_unstable();
    marks.dedup_by(|next, last| {
        let joins = next.start <= last.end;
        if joins {
            last.end = last.end.max(next.end);
        }
        joins
    });
}
