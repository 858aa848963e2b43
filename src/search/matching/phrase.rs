//! Words that must be in sequence, or at the start or end of a text.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::search::analysis::words::{Token, fold_into, is_unspaced, tokenize_query};
use crate::search::query::parse::{Anchoring, MatchMode, QueryWords};

/// Looks for positional words in many texts.
pub struct PhraseFinder<'w> {
    words: &'w QueryWords,
    first: Finder<'w>,
    folded: String,
}

impl<'w> PhraseFinder<'w> {
    pub fn new(words: &'w QueryWords) -> Self {
        let first = words.list.first().unwrap_or_else(|| unreachable!("a term has at least one word"));
        Self { words, first: Finder::new(&**first), folded: String::new() }
    }

    /// Whether `text` has the words where they must be. Reads no more of it than it has to.
    pub fn is_in(&mut self, text: &str) -> bool {
        fold_into(edge_of(text, self.words), &mut self.folded);
        if !self.may_be_sequence() {
            return false;
        }
        let tokens = tokenize_query(&self.folded);
        if tokens.len() >= self.words.list.len() {
            return position(&tokens, self.words).is_some();
        }
        // The edge may be all punctuation and spaces.
        fold_into(text, &mut self.folded);
        position(&tokenize_query(&self.folded), self.words).is_some()
    }

    /// Whether the second word follows the first one anywhere: fast, and wrong only towards yes.
    fn may_be_sequence(&self) -> bool {
        let (Anchoring::Anywhere, [first, second, ..]) = (self.words.anchoring, self.words.list.as_slice()) else {
            return true;
        };
        let follows = |at: usize| {
            let rest = self.folded.get(at + first.len()..);
            let rest = rest.unwrap_or_else(|| unreachable!("a found word ends at a character boundary"));
            rest.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(&**second)
        };
        first.chars().any(is_unspaced) || self.first.find_iter(self.folded.as_bytes()).any(follows)
    }
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

/// Where positional words are in a folded text, in bytes; `None` if they are not, or not positional.
pub fn range_of(words: &QueryWords, folded: &str) -> Option<Range<usize>> {
    let tokens = tokenize_query(folded);
    let first = position(&tokens, words)?;
    let last = first + words.list.len() - 1;
    Some(tokens[first].range.start..tokens[last].range.end)
}

/// The first token of the sequence, where it must be.
fn position(tokens: &[Token<'_>], words: &QueryWords) -> Option<usize> {
    let last = tokens.len().checked_sub(words.list.len())?;
    let mut positions = match words.anchoring {
        Anchoring::Anywhere => 0..=last,
        Anchoring::Start => 0..=0,
        Anchoring::End => last..=last,
        Anchoring::Whole if last == 0 => 0..=0,
        Anchoring::Whole => return None,
    };
    // `^neg` also matches words that begin with it.
    let is_open = words.mode == MatchMode::Fuzzy && words.anchoring == Anchoring::Start;
    let matches = |(at, typed): (usize, &str), word: &str| {
        let may_go_on = is_open && at + 1 == words.list.len();
        word == typed || (may_go_on && word.starts_with(typed))
    };
    positions.find(|first| {
        let typed = words.list.iter().map(|word| &**word).enumerate();
        typed.zip(&tokens[*first..]).all(|(typed, token)| matches(typed, token.text))
    })
}
