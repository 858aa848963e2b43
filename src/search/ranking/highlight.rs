//! Reading one text against a query: what to mark, and how close together the words are.

use std::ops::Range;

use crate::search::analysis::words::{Role, Token, tokenize_all};
use crate::search::index::vocabulary::Vocabulary;
use crate::search::matching::expansion::Reach;
use crate::search::matching::phrase::{range_of, run};
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
        Self { folded, tokens: tokenize_all(folded.text()), kind }
    }

    /// How many words it has.
    fn count(&self) -> usize {
        self.tokens.iter().filter(|token| token.role != Role::Joined).count()
    }

    /// The words that make it up.
    fn words(&self) -> Vec<Token<'_>> {
        self.tokens.iter().filter(|token| token.role == Role::Word).cloned().collect()
    }

    /// Where words in sequence make `letters`: the number of the first, and their range.
    fn runs(&self, letters: &str) -> Vec<(usize, Range<usize>)> {
        let tokens = self.words();
        let run = |at: usize| {
            let count = run(&tokens[at..], letters, false).filter(|count| *count > 1)?;
            Some((at, tokens[at].range.start..tokens[at + count - 1].range.end))
        };
        (0..tokens.len()).filter_map(run).collect()
    }

    /// The beginning of a word with as many letters as are typed.
    fn beginning(&self, range: &Range<usize>, typed: &str) -> Range<usize> {
        let mut rest = typed.trim_start_matches('\'').chars().peekable();
        let mut end = range.end;
        for (at, c) in self.folded.text().get(range.clone()).unwrap_or("").char_indices() {
            if rest.next_if_eq(&c).is_some() {
                end = range.start + at + c.len_utf8();
            }
            if rest.peek().is_none() {
                break;
            }
        }
        range.start..end
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
        self.text_words = text.count();
        let words = prepared.words;
        let is_phrase = words.mode == MatchMode::Phrase;
        let place = (is_phrase || words.is_positional()).then(|| range_of(words, &text.words())).flatten();
        self.marks.extend(place.clone().filter(|_| is_phrase).map(|place| text.folded.source(place)));
        for expansion in &prepared.expansions {
            let mut inexact: Option<(Grade, &str)> = None;
            let mut is_plain = false;
            let mut at = 0;
            for Token { range, text: word, role } in &text.tokens {
                at += usize::from(*role != Role::Joined);
                let is_in_place =
                    place.as_ref().is_none_or(|place| place.start <= range.start && range.end <= place.end);
                let found = expansion.matches(word, vocabulary).filter(|_| is_in_place);
                let Some((grade, reach)) = found else { continue };
                if reach == Reach::Labels && text.kind == TextKind::Prose {
                    continue;
                }
                if !is_phrase {
                    let is_begun = grade == Grade::Prefix && word.starts_with(&*expansion.typed);
                    let range = if is_begun { text.beginning(range, &expansion.typed) } else { range.clone() };
                    self.marks.push(text.folded.source(range));
                }
                self.found.push(FoundWord { word: at - 1, typed: self.typed_words });
                if grade >= Grade::Prefix {
                    is_plain = true;
                } else if inexact.is_none_or(|(best, _)| grade > best) {
                    inexact = Some((grade, word));
                }
            }
            let runs = if expansion.splits.is_empty() { Vec::new() } else { text.runs(&expansion.typed) };
            for (word, range) in runs.into_iter().filter(|_| !is_phrase) {
                self.marks.push(text.folded.source(range));
                self.found.push(FoundWord { word, typed: self.typed_words });
                is_plain = true;
            }
            if let Some((_, word)) = inexact.filter(|_| !is_plain) {
                self.corrected
                    .push((expansion.typed.trim_start_matches('\'').into(), word.trim_start_matches('\'').into()));
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
