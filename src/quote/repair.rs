//! What repairs a quote: the words that differ, the context that decides.

use std::fmt;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::selector::Quote;
use super::source::Source;
use crate::text::{Span, fold_for_anchor, fold_for_search};

/// The one thing that differs between a quote and the article's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Capital and small letters.
    Case,
    /// Quotation marks, hyphens, commas and the like, or white space.
    Marks,
    /// Accents.
    Accents,
}

impl fmt::Display for Change {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Case => "capital and small letters",
            Self::Marks => "marks and spaces",
            Self::Accents => "accents",
        })
    }
}

/// The article's words with the quote's changes: `must` in place of `should` is `[-should-]{+must+}`, as in `git diff
/// --word-diff`. O(length of both · differences).
pub fn difference(quote: &str, written: &str) -> String {
    let (old, new) = (fold_for_anchor(quote), fold_for_anchor(written));
    let (old, new) = (old.text().trim(), new.text().trim());
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let piece = |change: &DiffOp| {
        let (deleted, inserted) = (old.get(change.old_range()), new.get(change.new_range()));
        let (deleted, inserted) = (deleted.unwrap_or_default().join(" "), inserted.unwrap_or_default().join(" "));
        match change.tag() {
            DiffTag::Equal => inserted,
            DiffTag::Delete => format!("[-{deleted}-]"),
            DiffTag::Insert => format!("{{+{inserted}+}}"),
            DiffTag::Replace => format!("[-{deleted}-]{{+{inserted}+}}"),
        }
    };
    capture_diff_slices(Algorithm::Myers, &old, &new).iter().map(piece).collect::<Vec<_>>().join(" ")
}

/// The only thing in which a quote differs from the article's words; `None` where words, or several things, differ.
pub fn only_change(quote: &str, written: &str) -> Option<Change> {
    let (old, new) = (fold_for_anchor(quote), fold_for_anchor(written));
    let (old, new) = (old.text().trim(), new.text().trim());
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if old.to_lowercase() == new.to_lowercase() {
        return Some(Change::Case);
    }
    if !letters(old).is_empty() && letters(old) == letters(new) {
        return Some(Change::Marks);
    }
    (fold_for_search(old).text() == fold_for_search(new).text()).then_some(Change::Accents)
}

/// A side of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Prefix,
    /// After it.
    Suffix,
}

/// Words beside a quote that single out one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Where they are.
    pub side: Side,
    /// The words, folded.
    pub words: String,
}

/// As it would be written in the file: `prefix = "the"`.
impl fmt::Display for Context {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = match self.side {
            Side::Prefix => "prefix",
            Side::Suffix => "suffix",
        };
        write!(to, "{key} = {}", basic_string(&self.words))
    }
}

/// The shortest prefix or suffix of whole words that singles out `place` among the `places` of a quote in `text`;
/// `None` where two places have the same words around them for a long way.
pub fn deciding_context(text: &str, quote: &Quote<'_>, place: Span, places: &[Span]) -> Option<Context> {
    /// A longer context is no help.
    const MOST_WORDS: usize = 8;
    const MOST_BYTES: usize = 200;
    let fold = |piece: &str| fold_for_anchor(piece).text().trim().to_owned();
    let before = |span: &Span| {
        fold(text.get(text.floor_char_boundary(span.start().saturating_sub(MOST_BYTES))..span.start()).unwrap_or(""))
    };
    let behind =
        |span: &Span| fold(text.get(span.end()..text.floor_char_boundary(span.end() + MOST_BYTES)).unwrap_or(""));
    let others: Vec<&Span> = places.iter().filter(|other| **other != place).take(100).collect();
    if others.len() + 1 < places.len() {
        return None;
    }
    let (all_before, all_behind) = (before(&place), behind(&place));
    let others: Vec<(String, String)> = others.into_iter().map(|other| (before(other), behind(other))).collect();
    for count in 1..=MOST_WORDS {
        let prefix = last_words(&all_before, count);
        if quote.prefix.is_none() && !prefix.is_empty() && others.iter().all(|(other, _)| !other.ends_with(prefix)) {
            return Some(Context { side: Side::Prefix, words: prefix.to_owned() });
        }
        let suffix = first_words(&all_behind, count);
        if quote.suffix.is_none() && !suffix.is_empty() && others.iter().all(|(_, other)| !other.starts_with(suffix)) {
            return Some(Context { side: Side::Suffix, words: suffix.to_owned() });
        }
    }
    None
}

fn last_words(text: &str, count: usize) -> &str {
    let start = text.rmatch_indices(' ').nth(count - 1).map_or(0, |(at, _)| at + 1);
    text.get(start..).unwrap_or("")
}

fn first_words(text: &str, count: usize) -> &str {
    let end = text.match_indices(' ').nth(count - 1).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or("")
}

/// A basic string of TOML. The text is folded, so it has no control characters.
fn basic_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The first place of each of `words` in `text` after folding.
pub fn find_words(text: &str, words: &[&str]) -> Vec<Option<Span>> {
    let source = Source::new(text);
    let folded: Vec<_> = words.iter().map(|words| fold_for_anchor(words)).collect();
    let words: Vec<&str> = folded.iter().map(|words| words.text().trim()).collect();
    let found = source.direct(&words, 1).into_iter().zip(&words);
    found.map(|(starts, words)| starts.first().map(|at| source.span(&(*at..at + words.len())))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, Side, deciding_context, difference, only_change};
    use crate::quote::{Quote, locate};

    #[test]
    fn a_difference_is_shown_word_by_word() {
        for (quote, written, text, change) in [
            ("It should stay", "It must stay", "It [-should-]{+must+} stay", None),
            ("They will accept it", "They will not accept it", "They will {+not+} accept it", None),
            ("the Port Act", "the port act", "the [-Port Act-]{+port act+}", Some(Change::Case)),
            ("a cease fire", "a cease-fire", "a [-cease fire-]{+cease-fire+}", Some(Change::Marks)),
            ("insisted Kyiv should go", "insisted that Kyiv go", "insisted {+that+} Kyiv [-should-] go", None),
            ("in Iasi now", "in Iași now", "in [-Iasi-]{+Iaşi+} now", Some(Change::Accents)),
        ] {
            assert_eq!((difference(quote, written).as_str(), only_change(quote, written)), (text, change), "{quote:?}");
        }
    }

    #[test]
    fn the_shortest_context_that_decides_can_be_pasted() {
        for (text, contexts) in [
            ("North asks for help. South asks for help.", [Some("prefix = \"North\""), Some("prefix = \"South\"")]),
            ("He asks for help now. He asks for help later.", [Some("suffix = \"now.\""), Some("suffix = \"later.\"")]),
            ("“Yes” he asks for help. He asks for help.", [Some("prefix = \"he\""), Some("prefix = \"He\"")]),
            ("A \"b\" asks for help. A c asks for help.", [Some("prefix = \"\\\"b\\\"\""), Some("prefix = \"c\"")]),
            ("asks for help asks for help", [Some("suffix = \"asks\""), Some("prefix = \"help\"")]),
        ] {
            let quote = Quote { words: "asks for help", prefix: None, suffix: None };
            let found = locate(text, &[quote]).remove(0);
            let places = found.anchor.places();
            for (place, context) in places.iter().zip(contexts) {
                let deciding = deciding_context(text, &quote, *place, places);
                assert_eq!(deciding.as_ref().map(ToString::to_string).as_deref(), context, "{text:?}");
                // What is pasted leads to that place.
                let deciding = deciding.unwrap();
                let pasted = match deciding.side {
                    Side::Prefix => Quote { prefix: Some(&deciding.words), ..quote },
                    Side::Suffix => Quote { suffix: Some(&deciding.words), ..quote },
                };
                assert_eq!(locate(text, &[pasted]).remove(0).anchor.places(), [*place], "{text:?} {deciding}");
            }
        }
    }
}
