//! Reading one text against a query: what to mark in it, and how close together it says it.

use super::need::{Grade, Need, Reach};
use super::query::{Edge, Manner, Words};
use super::vocabulary::Vocabulary;
use super::words::{fold_into, is_unspaced, whole_words, words};
use crate::text::{Folded, Span};

/// A text taken apart.
pub(super) struct Text<'t> {
    folded: &'t Folded,
    words: Vec<(std::ops::Range<usize>, &'t str)>,
}

/// What one text says to a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Pieces of the text as written, in the order found; see [`tidy`].
    pub marks: Vec<Span>,
    /// (place of the need, place of the word) of every word that is met, by word.
    met: Vec<(usize, usize)>,
    /// Typed words and what stands for them, where it is another word.
    pub corrected: Vec<(Box<str>, Box<str>)>,
    needs: usize,
    words: usize,
}

/// Where a near word counts that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Name,
    Prose,
}

impl<'t> Text<'t> {
    /// Cuts a folded text into its words.
    pub fn new(folded: &'t Folded) -> Self {
        Self { folded, words: words(folded.text()) }
    }
}

impl Reading {
    /// Notes where the words of one term stand. Words that must stand together are marked at their first place only.
    pub fn note(&mut self, text: &Text<'_>, (term, needs): (&Words, &[Need]), (words, place): (&Vocabulary, Place)) {
        self.words = text.words.len();
        let stretch = stretch(text.folded.text(), term);
        let is_phrase = term.manner == Manner::Phrase;
        self.marks.extend(stretch.clone().filter(|_| is_phrase).map(|all| text.folded.source(all)));
        for need in needs {
            let mut odd: Option<(Grade, &str)> = None;
            let mut is_plain = false;
            for (at, (range, word)) in text.words.iter().enumerate() {
                let in_stretch = stretch.as_ref().is_none_or(|all| all.start <= range.start && range.end <= all.end);
                let Some((grade, reach)) = need.meets(word, words).filter(|_| in_stretch) else { continue };
                if reach == Reach::Names && place == Place::Prose {
                    continue;
                }
                let end = if grade == Grade::Begins { range.start + need.typed.len() } else { range.end };
                if !is_phrase {
                    self.marks.push(text.folded.source(range.start..end));
                }
                self.met.push((self.needs, at));
                is_plain |= grade >= Grade::Begins;
                if grade < Grade::Begins && odd.is_none_or(|(best, _)| grade > best) {
                    odd = Some((grade, word));
                }
            }
            if let Some((_, found)) = odd.filter(|_| !is_plain) {
                self.corrected.push((need.typed.clone(), found.into()));
            }
            self.needs += 1;
        }
    }

    /// How close together and how nearly alone the words stand: 0 to 180. 150 is all in neighbouring words.
    pub fn closeness(&mut self) -> u32 {
        self.met.sort_unstable_by_key(|(need, at)| (*at, *need));
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let distinct = narrow(self.distinct());
        let together =
            self.window().filter(|_| distinct > 1).map_or(0, |width| 150 * distinct / narrow(width).max(distinct));
        together + 30 * distinct.min(narrow(self.words)) / narrow(self.words).max(1)
    }

    /// How much of the text is met, 0 to 100.
    pub fn share(&self) -> u32 {
        let mut words: Vec<usize> = self.met.iter().map(|(_, at)| *at).collect();
        words.sort_unstable();
        words.dedup();
        u32::try_from(100 * words.len() / self.words.max(1)).unwrap_or(100)
    }

    /// Place of the first word that is met.
    pub fn first(&self) -> Option<usize> {
        self.met.iter().map(|(_, at)| *at).min()
    }

    /// Whether no words were asked for.
    pub fn is_unasked(&self) -> bool {
        self.needs == 0
    }

    fn distinct(&self) -> usize {
        let mut needs: Vec<usize> = self.met.iter().map(|(need, _)| *need).collect();
        needs.sort_unstable();
        needs.dedup();
        needs.len()
    }

    /// The fewest neighbouring words that meet every need which is met at all. `met` is sorted by word.
    fn window(&self) -> Option<usize> {
        let mut missing = self.distinct();
        let mut count = vec![0usize; self.needs];
        let (mut best, mut left) = (None, 0);
        for (need, at) in &self.met {
            count[*need] += 1;
            missing -= usize::from(count[*need] == 1);
            while missing == 0 {
                let (first, start) = self.met[left];
                let width = at - start + 1;
                best = Some(best.map_or(width, |old: usize| old.min(width)));
                count[first] -= 1;
                missing += usize::from(count[first] == 0);
                left += 1;
            }
        }
        best
    }
}

/// Sorts marks and joins those that overlap or touch.
pub(super) fn tidy(marks: &mut Vec<Span>) {
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

/// The piece of a folded text where words stand that must stand somewhere or together; `None` for other words.
fn stretch(folded: &str, term: &Words) -> Option<std::ops::Range<usize>> {
    if term.edge == Edge::Anywhere && term.manner != Manner::Phrase {
        return None;
    }
    let words = whole_words(folded);
    let at = standing(&words, term)?;
    let last = at + term.list.len() - 1;
    Some(words.get(at)?.0.start..words.get(last)?.0.end)
}

/// Words that must stand somewhere or together, ready to be looked for in many texts.
pub(super) struct Phrase<'w> {
    term: &'w Words,
    first: memchr::memmem::Finder<'w>,
}

impl<'w> Phrase<'w> {
    /// Makes the words of `term` ready.
    pub fn new(term: &'w Words) -> Self {
        let first = term.list.first().map_or("", |word| word);
        Self { term, first: memchr::memmem::Finder::new(first) }
    }

    /// Whether the words stand in the text where they must. Looks no further than it has to; `folded` is room to work
    /// in.
    pub fn stands(&self, text: &str, folded: &mut String) -> bool {
        fold_into(end_piece(text, self.term), folded);
        if !self.may_follow(folded) {
            return false;
        }
        let words = whole_words(folded);
        if words.len() >= self.term.list.len() {
            return standing(&words, self.term).is_some();
        }
        // The piece may be all marks and spaces.
        fold_into(text, folded);
        standing(&whole_words(folded), self.term).is_some()
    }

    /// Whether the second word of a phrase follows the first one anywhere: fast, and wrong only towards yes.
    fn may_follow(&self, folded: &str) -> bool {
        let (Edge::Anywhere, [first, second, ..]) = (self.term.edge, self.term.list.as_slice()) else { return true };
        let follows = |at: usize| {
            let rest = folded.get(at + first.len()..).unwrap_or("");
            rest.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(&**second)
        };
        first.chars().any(is_unspaced) || self.first.find_iter(folded.as_bytes()).any(follows)
    }
}

/// The beginning or end of the text that is long enough to hold the term, where that is all that matters.
fn end_piece<'t>(text: &'t str, term: &Words) -> &'t str {
    let enough = 4 * term.token.len() + 64;
    let spaces = || text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let piece = match term.edge {
        Edge::Begins => spaces().find(|at| *at >= enough).and_then(|end| text.get(..end)),
        Edge::Ends => spaces().rev().find(|at| at + enough <= text.len()).and_then(|start| text.get(start..)),
        Edge::Anywhere | Edge::Whole => None,
    };
    piece.unwrap_or(text)
}

/// Place of the first word of the stretch that has the term's words one behind the other, where they must stand.
fn standing(words: &[(std::ops::Range<usize>, &str)], term: &Words) -> Option<usize> {
    let last = words.len().checked_sub(term.list.len())?;
    let mut places = match term.edge {
        Edge::Anywhere => 0..=last,
        Edge::Begins => 0..=0,
        Edge::Ends => last..=last,
        Edge::Whole if last == 0 => 0..=0,
        Edge::Whole => return None,
    };
    let is_open = term.manner == Manner::Like && term.edge == Edge::Begins;
    let meets = |(at, typed): (usize, &str), word: &str| {
        let may_go_on = is_open && at + 1 == term.list.len();
        word == typed || (may_go_on && word.starts_with(typed))
    };
    places.find(|place| {
        let here = words.get(*place..).unwrap_or(&[]);
        term.list.iter().enumerate().zip(here).all(|((at, typed), (_, word))| meets((at, typed), word))
    })
}
