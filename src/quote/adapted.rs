//! Quotes adapted by the usual conventions: omissions, brackets, the case of the first letter, end punctuation,
//! quotation marks.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::border::cut_at;
use super::source::{Match, Source};
use crate::model::COUNTED_PLACES;

/// The parts of a quote must be found within this many characters.
const WIDEST: usize = 2_000;
/// The parts of a quote have at least this many words in all: fewer occur in any text.
const FEWEST_WORDS: usize = 3;
/// A bracket holds at most this many bytes: a word or a few.
const LONGEST_BRACKET: usize = 200;
/// A quote has at most this many parts.
const MOST_PARTS: usize = 12;
/// How many places of each part to consider.
const PLACES: usize = COUNTED_PLACES;

/// A place of an adapted quote: the pieces of the folded text that it quotes, in order, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Adapted {
    pub(super) parts: Vec<Range<usize>>,
}

impl Adapted {
    /// From the start of the first part to the end of the last.
    pub(super) fn range(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }
}

/// A piece that is quoted word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    words: String,
    /// Whether its first letter may be small for capital or capital for small.
    is_first_letter_free: bool,
}

/// The words of a folded quote that any text must contain for the quote to be found adapted: its longest part without
/// the first letter and end punctuation. Empty if no part is long enough.
pub(super) fn core(words: &str) -> String {
    let parts = readings(words).pop().unwrap_or_default();
    let longest = parts.iter().max_by_key(|part| part.words.len()).map_or("", |part| &part.words);
    let inner = longest.trim_matches(|c: char| !c.is_alphanumeric());
    let mut chars = inner.chars();
    chars.next();
    chars.as_str().trim_start().to_owned()
}

/// Where the source has the folded `words` apart from the differences they mark: of overlapping places the shortest,
/// ascending, and whether there may be more. The least adapted reading that is found decides.
pub(super) fn adapted(source: &Source<'_>, words: &str) -> (Vec<Adapted>, bool) {
    let read = |parts: Vec<Part>| Some(together(source, &parts)).filter(|(places, _)| !places.is_empty());
    readings(words).into_iter().find_map(read).unwrap_or_default()
}

/// The ways to read the quote, the least adapted first.
fn readings(words: &str) -> Vec<Vec<Part>> {
    let without_end = words.strip_suffix(['.', ',']);
    let inner = unquoted(words);
    let inner_without_end = inner.and_then(|inner| inner.strip_suffix(['.', ',']));
    let outer_without_end = without_end.and_then(unquoted);
    let all = [Some(words), without_end, inner, inner_without_end, outer_without_end];
    let read = |glued: Glued| all.into_iter().flatten().map(move |words| parts(words, glued));
    let added = words.contains('[').then(|| read(Glued::Added));
    let mut readings: Vec<Vec<Part>> =
        read(Glued::Changed).chain(added.into_iter().flatten()).filter(|parts| has_words(parts)).collect();
    readings.dedup();
    readings
}

/// The text inside quotation marks around the whole.
fn unquoted(words: &str) -> Option<&str> {
    let mark = words.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    words.strip_prefix(mark)?.strip_suffix(mark).map(str::trim)
}

fn has_words(parts: &[Part]) -> bool {
    parts.len() <= MOST_PARTS
        && parts.iter().map(|part| part.words.unicode_words().count()).sum::<usize>() >= FEWEST_WORDS
}

/// What a bracket attached to a word holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glued {
    /// Letters of the source in another case: `[T]he` for `the`.
    Changed,
    /// Letters added by the coder: `agree[d]` for `agree`.
    Added,
}

/// Splits a quote at its omissions and at the coder's words in brackets.
fn parts(words: &str, glued: Glued) -> Vec<Part> {
    let mut parts = vec![Part { words: String::new(), is_first_letter_free: true }];
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        let (plain, behind) = rest.split_at(rest.find(['[', '(', '.']).unwrap_or(rest.len()));
        if !plain.is_empty()
            && let Some(part) = parts.last_mut()
        {
            part.words.push_str(plain);
            rest = behind;
            continue;
        }
        if let Some(behind) = omission(rest) {
            parts.push(Part { words: String::new(), is_first_letter_free: false });
            rest = behind;
            continue;
        }
        let last = parts.last_mut().map(|part| (part.words.ends_with(char::is_alphanumeric), part));
        let Some((is_glued_before, part)) = last else { break };
        if let Some((inner, behind)) = bracket(rest) {
            rest = behind;
            if glued == Glued::Changed && (is_glued_before || behind.starts_with(char::is_alphanumeric)) {
                part.is_first_letter_free |= part.words.trim().is_empty();
                part.words.push_str(inner);
            } else {
                parts.push(Part { words: String::new(), is_first_letter_free: false });
            }
            continue;
        }
        part.words.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    for part in &mut parts {
        part.words = part.words.trim().to_owned();
    }
    parts.retain(|part| part.words.contains(char::is_alphanumeric));
    parts
}

/// The text after an omission at its start.
fn omission(text: &str) -> Option<&str> {
    for (open, close) in [("[", "]"), ("(", ")")] {
        let inside = text.strip_prefix(open).map(str::trim_start);
        if let Some(behind) = inside.and_then(|inside| inside.strip_prefix("...")?.trim_start().strip_prefix(close)) {
            return Some(behind);
        }
    }
    text.starts_with("...").then(|| text.trim_start_matches('.'))
}

/// The content of a bracket at the start of `text`, and the text after it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.bytes().take(LONGEST_BRACKET).position(|byte| matches!(byte, b'[' | b']'))?;
    Some((inner.get(..end)?, inner.get(end..)?.strip_prefix(']')?))
}

/// Where all `parts` occur in order within [`WIDEST`]: for each place of the last part, the shortest such stretch; and
/// whether a part has more places than are considered.
fn together(source: &Source<'_>, parts: &[Part]) -> (Vec<Adapted>, bool) {
    let (mut open, mut is_least): (Vec<Adapted>, bool) = (Vec::new(), false);
    for (index, part) in parts.iter().enumerate() {
        let (places, is_cut) = part_places(source, part);
        is_least |= is_cut;
        if index == 0 {
            open = places.into_iter().map(|place| Adapted { parts: pieces(&place) }).collect();
        } else {
            open = continued(source, &open, &places);
        }
        if open.is_empty() {
            return (open, is_least);
        }
    }
    (disjoint(open), is_least)
}

/// Extends the nearest of `open` before each of `places`.
fn continued(source: &Source<'_>, open: &[Adapted], places: &[Match]) -> Vec<Adapted> {
    let ends: Vec<usize> = open.iter().map(|place| place.range().end).collect();
    let follow = |place: &Match| {
        let before = open.get(ends.partition_point(|end| *end <= place.range.start).checked_sub(1)?)?;
        let whole = source.folded.text().get(before.range().start..place.range.end)?;
        let is_near = whole.len() <= WIDEST || whole.chars().nth(WIDEST).is_none();
        is_near.then(|| Adapted { parts: before.parts.iter().cloned().chain(pieces(place)).collect() })
    };
    places.iter().filter_map(follow).collect()
}

/// Of overlapping places the shortest, ascending.
fn disjoint(mut all: Vec<Adapted>) -> Vec<Adapted> {
    all.sort_by_key(|place| (place.range().len(), place.range().start));
    let mut kept: Vec<Adapted> = Vec::new();
    for place in all {
        let range = place.range();
        let at = kept.partition_point(|other| other.range().end <= range.start);
        if kept.get(at).is_none_or(|next| next.range().start >= range.end) {
            kept.insert(at, place);
        }
    }
    kept
}

/// The places of one part that cut no word, ascending by their end, and whether it has more than are considered.
fn part_places(source: &Source<'_>, part: &Part) -> (Vec<Match>, bool) {
    let mut wanted = vec![part.words.clone()];
    wanted.extend(part.is_first_letter_free.then(|| other_case(&part.words)).flatten());
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let whole = |(starts, words): (Vec<usize>, &&str)| {
        starts.into_iter().map(|at| Match::whole(at, words)).collect::<Vec<Match>>()
    };
    let direct = source.direct(&wanted, PLACES);
    let mut is_cut = direct.iter().any(|starts| starts.len() >= PLACES);
    let mut found: Vec<Match> = direct.into_iter().zip(&wanted).flat_map(whole).collect();
    if found.is_empty() && source.bare().is_other() {
        let loose = source.loose(&wanted, PLACES);
        is_cut = loose.iter().any(|places| places.len() >= PLACES);
        found = loose.concat();
    }
    found.retain(|place| {
        let span = source.span(&place.range);
        cut_at(source.text, span.start()).is_none() && cut_at(source.text, span.end()).is_none()
    });
    found.sort_by_key(|place| place.range.end);
    (found, is_cut)
}

/// `words` with the case of its first letter changed; `None` where it has no case.
fn other_case(words: &str) -> Option<String> {
    let first = words.chars().next()?;
    let other: String =
        if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
    let behind = words.get(first.len_utf8()..)?;
    (!other.starts_with(first)).then(|| other + behind)
}

/// The pieces of a match between the footnote marks the quote leaves out.
pub(super) fn pieces(place: &Match) -> Vec<Range<usize>> {
    let mut start = place.range.start;
    let mut pieces = Vec::new();
    for gap in &place.left_out {
        pieces.push(start..gap.start);
        start = gap.end;
    }
    pieces.push(start..place.range.end);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
