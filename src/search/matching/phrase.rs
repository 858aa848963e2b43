//! Words that must be in sequence, or at the start or end of a text.

use std::ops::Range;

use memchr::memmem;

use super::expansion::without_umlauts;
use crate::search::analysis::words::{Token, fold_into, is_unspaced, tokenize_query};
use crate::search::query::parse::{Anchoring, MatchMode, QueryWords};

/// Looks for positional words in many texts.
pub struct PhraseFinder<'w> {
    words: &'w QueryWords,
    spellings: Vec<String>,
    /// The words with a space between them, where these may be anywhere and are of ASCII letters and digits.
    plain: Option<memmem::Finder<'static>>,
    folded: String,
}

impl<'w> PhraseFinder<'w> {
    pub fn new(words: &'w QueryWords) -> Self {
        let typed = words.list.iter().map(|word| &*word.text).collect::<Vec<_>>().join(" ");
        let is_plain = words.anchoring == Anchoring::Anywhere
            && typed.bytes().all(|byte| byte == b' ' || byte.is_ascii_alphanumeric());
        let plain = is_plain.then(|| memmem::Finder::new(&typed).into_owned());
        Self { words, spellings: spellings(words), plain, folded: String::new() }
    }

    /// Whether `text` has the words where they must be. Reads no more of it than it has to.
    pub fn is_in(&mut self, text: &str) -> bool {
        fold_into(edge_of(text, self.words), &mut self.folded);
        if self.is_plainly_in() {
            return true;
        }
        if !self.may_be_sequence() {
            return false;
        }
        let tokens = tokenize_query(&self.folded);
        if tokens.len() >= self.words.list.len() {
            return position(&tokens, self.words, &self.spellings).is_some();
        }
        // The edge may be all punctuation and spaces.
        fold_into(text, &mut self.folded);
        position(&tokenize_query(&self.folded), self.words, &self.spellings).is_some()
    }

    /// Whether the words are there as typed, with single spaces around them: fast, and wrong only towards no.
    fn is_plainly_in(&self) -> bool {
        let Some(plain) = &self.plain else { return false };
        let bytes = self.folded.as_bytes();
        let is_space = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| *byte == b' ');
        plain.find_iter(bytes).any(|at| is_space(at.checked_sub(1)) && is_space(Some(at + plain.needle().len())))
    }

    /// Whether the letters of a spelling are anywhere in sequence: fast, and wrong only towards yes.
    fn may_be_sequence(&self) -> bool {
        // At an apostrophe letters may belong to no word, and pairs of signs without spaces repeat them.
        self.folded.contains('\'')
            || self.spellings.iter().any(|letters| letters.contains(is_unspaced) || is_anywhere(letters, &self.folded))
    }
}

/// Whether `folded` has these letters in sequence, whatever signs are between them.
fn is_anywhere(letters: &str, folded: &str) -> bool {
    let letters = letters.chars().filter(|c| c.is_alphanumeric());
    let Some(first) = letters.clone().next() else { return true };
    memmem::find_iter(folded.as_bytes(), first.encode_utf8(&mut [0; 4])).any(|at| {
        let mut rest = folded.get(at..).unwrap_or("").chars().filter(|c| c.is_alphanumeric());
        letters.clone().all(|letter| rest.next() == Some(letter))
    })
}

/// The letters of all words in sequence: as typed, and with `ae` for `ä`. Hyphenated, joined and parted words have the
/// same.
fn spellings(words: &QueryWords) -> Vec<String> {
    let typed: String = words.list.iter().map(|word| &*word.text).collect();
    let other: String =
        words.list.iter().map(|word| word.spelled_out.as_ref().unwrap_or(&word.text).as_ref()).collect();
    let mut out = vec![typed];
    for spelling in without_umlauts(&out[0]).into_iter().chain([other]) {
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    out
}

/// The start or end of `text` that is long enough for the words, if only that matters.
fn edge_of<'t>(text: &'t str, words: &QueryWords) -> &'t str {
    // Folding may shorten a text, and punctuation may surround the words.
    let enough = 4 * words.typed.len() + 64;
    let spaces = || text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let edge = match words.anchoring {
        Anchoring::Start => spaces().find(|at| *at >= enough).and_then(|end| text.get(..end)),
        Anchoring::End => spaces().rev().find(|at| at + enough <= text.len()).and_then(|start| text.get(start..)),
        Anchoring::Anywhere | Anchoring::Whole => None,
    };
    edge.unwrap_or(text)
}

/// Where positional words are in a folded text of these words, in bytes; `None` if they are not, or not positional.
pub fn range_of(words: &QueryWords, tokens: &[Token<'_>]) -> Option<Range<usize>> {
    let place = position(tokens, words, &spellings(words))?;
    Some(tokens[place.start].range.start..tokens[place.end - 1].range.end)
}

/// The tokens of the sequence, where it must be.
fn position(tokens: &[Token<'_>], words: &QueryWords, spellings: &[String]) -> Option<Range<usize>> {
    let (at_start, at_end) = match words.anchoring {
        Anchoring::Anywhere => (false, false),
        Anchoring::Start => (true, false),
        Anchoring::End => (false, true),
        Anchoring::Whole => (true, true),
    };
    // `^neg` also matches words that begin with it.
    let is_open = words.mode == MatchMode::Fuzzy && words.anchoring == Anchoring::Start;
    let starts = if at_start { 0..tokens.len().min(1) } else { 0..tokens.len() };
    starts.flat_map(|start| spellings.iter().map(move |letters| (start, letters))).find_map(|(start, letters)| {
        let end = start + run(&tokens[start..], letters, is_open)?;
        (!at_end || end == tokens.len()).then_some(start..end)
    })
}

/// How many tokens, from the first on, have exactly these letters in sequence; with `is_open` the last may have more.
pub fn run(tokens: &[Token<'_>], letters: &str, is_open: bool) -> Option<usize> {
    let mut rest = letters;
    for (count, token) in (1..).zip(tokens) {
        match rest.strip_prefix(&*token.text) {
            Some("") => return Some(count),
            Some(behind) => rest = behind,
            None => return (is_open && token.text.starts_with(rest)).then_some(count),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{PhraseFinder, range_of};
    use crate::model::Model;
    use crate::search::analysis::words::tokenize_query;
    use crate::search::query::parse::{Condition, Query};
    use crate::text::fold_for_search;

    #[test]
    fn words_stand_in_sequence_however_they_are_joined() {
        for (typed, text, found) in [
            ("\"ceasefire holds\"", "A cease-fire holds.", Some("cease-fire holds")),
            ("\"cease fire holds\"", "A ceasefire holds.", Some("ceasefire holds")),
            ("\"cease-fire\"", "A cease\nfire holds.", Some("cease\nfire")),
            ("\"us president\"", "The U.S. President left.", Some("U.S. President")),
            ("\"putin's war\"", "End Putin’s war.", Some("Putin’s war")),
            ("\"de l'union\"", "Le chef de l’Union", Some("de l’Union")),
            ("\"die präsidentin\"", "Die Praesidentin", Some("Die Praesidentin")),
            ("\"die praesidentin\"", "Die Präsidentin", Some("Die Präsidentin")),
            ("\"1500 ships\"", "With 1,500 ships", Some("1,500 ships")),
            ("\"don't go\"", "They don’t go", Some("don’t go")),
            ("\"3.5 percent\"", "By 3.5 percent", Some("3.5 percent")),
            ("\"cease fire\"", "A cease–fire", Some("cease–fire")),
            ("\"мир на\"", "«Мир» на земле", Some("Мир» на")),
            ("\"国家利益\"", "维护国家利益", Some("国家利益")),
            ("\"fire holds\"", "The fire\tholds", Some("fire\tholds")),
            ("\"fire holds\"", "A crossfire holds.", None),
            ("\"a port\"", "At a report", None),
        ] {
            let query = Query::new(typed, &Model::default());
            let Condition::Words(words) = &query.clauses[0][0].condition else { panic!("{typed}") };
            assert_eq!(PhraseFinder::new(words).is_in(text), found.is_some(), "{typed} in {text}");
            let folded = fold_for_search(text);
            let place = range_of(words, &tokenize_query(folded.text())).map(|range| folded.source(range).of(text));
            assert_eq!(place, found, "{typed} in {text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_fast_ways_answer_as_cutting_into_words_does(
            typed in "[ab1]{1,2}(['., -]?[ab1é国家]{1,2}){1,3}",
            text in "([ab1]{1,2}|[ .,'’\n_-]|[é国家–»]|'s |l'|\n-){0,14}",
        ) {
            let query = Query::new(&format!("\"{typed}\""), &Model::default());
            for term in query.clauses.iter().flatten() {
                let Condition::Words(words) = &term.condition else { continue };
                let folded = fold_for_search(&text);
                let place = range_of(words, &tokenize_query(folded.text()));
                assert_eq!(PhraseFinder::new(words).is_in(&text), place.is_some(), "{typed} in {text:?}");
            }
        }
    }
}
