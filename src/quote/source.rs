//! An article's text, prepared for finding quotes.

use std::cell::OnceCell;
use std::ops::Range;

use super::border::is_superscript;
use super::places::places;
use crate::text::{Folded, Span, fold_for_anchor};

/// The most hyphens and footnote marks within one place of a quote.
const MOST_GAPS: usize = 512;
/// The most footnote marks that a quote may leave out.
const MOST_LEFT_OUT: usize = 32;

/// A text, its folding, and, made on the first miss, its bare form.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) folded: Folded,
    bare: OnceCell<Bare>,
}

/// A piece of the folded text that matches a quote, and the footnote marks in it that the quote leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) range: Range<usize>,
    pub(super) left_out: Vec<Range<usize>>,
}

impl Match {
    /// All of `words`, beginning at `start`.
    pub(super) fn whole(start: usize, words: &str) -> Self {
        Self { range: start..start + words.len(), left_out: Vec::new() }
    }
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, folded: fold_for_anchor(text), bare: OnceCell::new() }
    }

    pub(super) fn bare(&self) -> &Bare {
        self.bare.get_or_init(|| Bare::of(self.folded.text(), |at| self.is_line_end(at)))
    }

    /// Whether the space at `at` of the folded text was a line end.
    fn is_line_end(&self, at: usize) -> bool {
        self.folded.source(at..at + 1).of(self.text).contains(['\n', '\r'])
    }

    /// Whether `range` of the folded text begins and ends on boundaries of characters as written.
    pub(super) fn is_place(&self, range: &Range<usize>) -> bool {
        self.folded.is_border(range.start) && self.folded.is_border(range.end)
    }

    /// Where the folded text has each of the folded `words`, ascending: at most `limit` places of each.
    pub(super) fn direct(&self, words: &[&str], limit: usize) -> Vec<Vec<usize>> {
        let mut found = places(self.folded.text(), words, limit);
        for (starts, words) in found.iter_mut().zip(words) {
            starts.retain(|at| self.is_place(&(*at..*at + words.len())));
        }
        found
    }

    /// Like [`Self::direct`], but a word may be broken at a line end and footnote marks may be left out.
    pub(super) fn loose(&self, words: &[&str], limit: usize) -> Vec<Vec<Match>> {
        let source = self.bare();
        let bare: Vec<Bare> = words.iter().map(|words| Bare::of(words, |_| true)).collect();
        let needles: Vec<&str> = bare.iter().map(|bare| bare.text.as_str()).collect();
        let found = places(&source.text, &needles, limit);
        let matches = found.into_iter().zip(words).zip(&needles).map(|((starts, words), needle)| {
            let ranges = starts.into_iter().map(|at| source.before(at)..source.behind(at + needle.len()));
            ranges.filter(|range| self.is_place(range)).filter_map(|range| self.matches(range, words)).collect()
        });
        matches.collect()
    }

    /// Compares `words` with `range` of the folded text, allowing for hyphens at line ends and omitted footnote marks.
    fn matches(&self, range: Range<usize>, words: &str) -> Option<Match> {
        let (mut at, mut rest, mut left_out) = (range.start, words, Vec::new());
        let removed = &self.bare().removed;
        let first = removed.partition_point(|removed| removed.range.start < range.start);
        let gaps = removed.get(first..)?.iter().take_while(|gap| gap.range.end <= range.end);
        for (count, Removed { range: gap, what, .. }) in gaps.enumerate() {
            if count == MOST_GAPS || left_out.len() > MOST_LEFT_OUT {
                return None;
            }
            rest = rest.strip_prefix(self.folded.text().get(at..gap.start)?)?;
            let written = self.folded.text().get(gap.clone())?;
            rest = match (what, rest.strip_prefix(written)) {
                (_, Some(behind)) => behind,
                (What::Hyphen, None) => return None,
                (What::LineEnd, None) => rest.strip_prefix('-').unwrap_or(rest),
                (What::Footnote, None) => {
                    left_out.push(gap.clone());
                    rest
                }
            };
            at = gap.end;
        }
        let is_whole = rest == self.folded.text().get(at..range.end)?;
        is_whole.then_some(Match { range, left_out })
    }

    /// The piece of the text as written that `range` of the folded text came from.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.folded.source(range.clone())
    }
}

/// A folded text without what printing adds: hyphens inside words and footnote marks.
pub(super) struct Bare {
    pub(super) text: String,
    removed: Vec<Removed>,
}

struct Removed {
    /// Its offset in the bare text.
    at: usize,
    /// Its place in the folded text.
    range: Range<usize>,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A hyphen within a line: the quote must have it too.
    Hyphen,
    /// A hyphen before a line end: it may belong to the word, to the line break, or end one of two words.
    LineEnd,
    /// `[12]` or `¹²`.
    Footnote,
}

impl Bare {
    /// `is_line_end` says whether the space at an offset of `folded` was one.
    fn of(folded: &str, is_line_end: impl Fn(usize) -> bool) -> Self {
        let (mut text, mut removed) = (String::with_capacity(folded.len()), Vec::new());
        let mut kept = 0;
        for (at, _) in folded.match_indices(['-', '[', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
        {
            if at < kept {
                continue;
            }
            if let Some((range, what)) = removable(folded, at, &is_line_end).filter(|(range, _)| range.start >= kept) {
                text.push_str(folded.get(kept..range.start).unwrap_or(""));
                kept = range.end;
                removed.push(Removed { at: text.len(), range, what });
            }
        }
        text.push_str(folded.get(kept..).unwrap_or(""));
        Self { text, removed }
    }

    /// Whether it differs from the folded text.
    pub(super) fn is_other(&self) -> bool {
        !self.removed.is_empty()
    }

    /// The offset in the folded text of a match that begins at `at`.
    fn before(&self, at: usize) -> usize {
        self.folded(at, self.removed.partition_point(|removed| removed.at <= at))
    }

    /// The offset in the folded text of a match that ends at `at`.
    fn behind(&self, at: usize) -> usize {
        self.folded(at, self.removed.partition_point(|removed| removed.at < at))
    }

    fn folded(&self, at: usize, passed: usize) -> usize {
        let last = passed.checked_sub(1).and_then(|last| self.removed.get(last));
        last.map_or(at, |last| at - last.at + last.range.end)
    }
}

/// What to remove at the mark at `at`, if anything.
fn removable(folded: &str, at: usize, is_line_end: impl Fn(usize) -> bool) -> Option<(Range<usize>, What)> {
    let (before, mark) = (folded.get(..at)?.chars().next_back(), folded.get(at..)?);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if let Some(after) = mark.strip_prefix('-') {
        let is_broken = after.starts_with(' ') && is_letter(after.chars().nth(1)) && is_line_end(at + 1);
        return match (is_letter(before), is_broken, is_letter(after.chars().next())) {
            (true, true, _) => Some((at..at + 2, What::LineEnd)),
            (true, false, true) => Some((at..at + 1, What::Hyphen)),
            _ => None,
        };
    }
    let length = match mark.strip_prefix('[') {
        Some(inner) => {
            let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
            ((1..=3).contains(&digits) && inner.get(digits..)?.starts_with(']')).then_some(digits + 2)?
        }
        None => mark.chars().take_while(|c| is_superscript(*c)).map(char::len_utf8).sum(),
    };
    // Remove the space before a mark with it.
    let start = if before == Some(' ') { at - 1 } else { at };
    before.map(|_| (start..at + length, What::Footnote))
}
