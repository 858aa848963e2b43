//! Finding literal words in one text.

use crate::text::{Folded, Span, fold_for_anchor, fold_for_search};

/// A text folded for quotes, then for search, with the way back through both.
struct Twice {
    anchor: Folded,
    search: Folded,
}

impl Twice {
    fn new(text: &str) -> Self {
        let anchor = fold_for_anchor(text);
        Self { search: fold_for_search(anchor.text()), anchor }
    }

    fn text(&self) -> &str {
        self.search.text()
    }

    fn source(&self, start: usize, end: usize) -> Span {
        self.anchor.source(self.search.source(start..end).range())
    }
}

/// Where `typed` is in `text`, in order and apart. Like the quotes of passages it is found across line ends, and whatever
/// its quotation marks, dashes and invisible characters are; case and diacritics do not count either, and a word broken
/// at a line end is whole. Nothing for blank words.
///
/// O(text × typed) at worst, where every line ends with a hyphen; else two passes.
pub fn literal_matches(text: &str, typed: &str) -> Vec<Span> {
    let wanted = Twice::new(typed.trim());
    let wanted = wanted.text().trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let folded = Twice::new(text);
    if !text.contains("-\n") && !text.contains("-\r") {
        let found = folded.text().match_indices(wanted);
        return found.map(|(at, found)| folded.source(at, at + found.len())).collect();
    }
    let is_line_end = |at: usize| folded.source(at, at + 1).of(text).contains(['\n', '\r']);
    let mut found = Vec::new();
    let mut from = 0;
    let first = wanted.chars().next().unwrap_or_default();
    for (at, _) in folded.text().match_indices(first) {
        let end = if at < from { None } else { broken_match(folded.text(), at, wanted, is_line_end) };
        if let Some(end) = end {
            found.push(folded.source(at, end));
            from = end;
        }
    }
    found
}

/// The end of `wanted` at `at` of `text`, in which a hyphen at a line end is there, is there with a space, or is not.
fn broken_match(text: &str, at: usize, wanted: &str, is_line_end: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut rest, mut wanted) = (text.get(at..)?.chars(), wanted.chars());
    loop {
        let Some(next) = wanted.clone().next() else { return Some(text.len() - rest.as_str().len()) };
        let place = text.len() - rest.as_str().len();
        if place > at && rest.as_str().starts_with("- ") && is_line_end(place + 1) {
            if next == '-' {
                wanted.next();
                if wanted.clone().next() == Some(' ') {
                    wanted.next();
                }
            }
            rest.nth(1);
            continue;
        }
        if rest.next()? != next {
            return None;
        }
        wanted.next();
    }
}

#[cfg(test)]
mod tests {
    use super::literal_matches;

    #[test]
    fn words_are_found_as_quotes_are() {
        let text =
            "The “root\n  causes” of Élysée—war. In the nineteenth-\nand twen-\ntieth century: « oui » un\u{ad}til";
        for (typed, found) in [
            ("root causes", vec!["root\n  causes"]),
            ("\"ROOT CAUSES\"", vec!["“root\n  causes”"]),
            ("elysee-war", vec!["Élysée—war"]),
            ("twentieth", vec!["twen-\ntieth"]),
            ("twen-tieth", vec!["twen-\ntieth"]),
            ("nineteenth- and", vec!["nineteenth-\nand"]),
            ("nineteenth-and", vec!["nineteenth-\nand"]),
            ("century : \"oui\"", vec!["century: « oui »"]),
            ("until", vec!["un\u{ad}til"]),
            ("th", vec!["Th", "th", "th", "th"]),
            ("zzz", vec![]),
            (" ", vec![]),
            ("", vec![]),
        ] {
            let shown: Vec<&str> = literal_matches(text, typed).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(shown, found, "{typed:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_piece_of_a_text_is_found_in_it(text in "[aBé“”国 \n\u{ad}-]{1,20}", from in 0usize..20, length in 1usize..8) {
            let piece: String = text.chars().skip(from).take(length).collect();
            let found = literal_matches(&text, &piece);
            assert!(found.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            let is_plain = piece.starts_with(|c: char| c.is_alphabetic()) && piece.ends_with(|c: char| c.is_alphabetic());
            if is_plain && !piece.contains('\u{ad}') {
                assert!(!found.is_empty(), "{piece:?} in {text:?}");
            }
        }
    }
}
