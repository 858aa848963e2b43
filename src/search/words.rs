//! Cutting folded text into the words of the index.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::fold_for_search;

/// The words of a folded text with their places, in order.
///
/// Words are those of UAX #29, but an apostrophe ends one: `putin's` is `putin` and `s`, `l'union` is `l` and `union`.
/// Where a script writes no spaces, every two neighbouring characters are a word, and so is the last one alone.
pub(super) fn words(folded: &str) -> Vec<(Range<usize>, &str)> {
    let mut out = Vec::with_capacity(folded.len() / 5);
    each_word(folded, |range| out.push((range.clone(), folded.get(range).unwrap_or(""))));
    out
}

/// The words without the last characters that only repeat the end of a pair: what a query asks for.
pub(super) fn whole_words(folded: &str) -> Vec<(Range<usize>, &str)> {
    let mut out = words(folded);
    let mut end = 0;
    out.retain(|(range, _)| {
        let repeats = range.end == end;
        end = range.end;
        !repeats
    });
    out
}

/// Folds `text` for search into `out`, which is emptied first. Plain ASCII takes a short way.
pub(super) fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else {
        out.push_str(fold_for_search(text).text());
    }
}

/// Calls `each` with the place of every word, in order. One pass; plain ASCII takes a short way.
pub(super) fn each_word(folded: &str, mut each: impl FnMut(Range<usize>)) {
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let end = bytes.iter().skip(at).position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| at + n);
        let token = folded.get(at..end).unwrap_or("");
        if token.is_ascii() {
            plain_words(token.as_bytes(), at, &mut each);
        } else {
            full_words(token, at, &mut each);
        }
        at = end;
    }
}

/// The words of an ASCII token, as UAX #29 has them.
fn plain_words(token: &[u8], offset: usize, each: &mut impl FnMut(Range<usize>)) {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    while at < token.len() {
        if !is_word(token[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < token.len() && (is_word(token[at]) || joins(token, at)) {
            at += 1;
        }
        if token[start..at].iter().any(u8::is_ascii_alphanumeric) {
            each(offset + start..offset + at);
        }
    }
}

/// Whether the mark at `at` stands inside a word or number.
fn joins(token: &[u8], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|n| token.get(n)), token.get(at + 1)) else {
        return false;
    };
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match token[at] {
        b'.' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}

/// The words of any token.
fn full_words(token: &str, offset: usize, each: &mut impl FnMut(Range<usize>)) {
    let mut run: Vec<Range<usize>> = Vec::new();
    for (at, segment) in token.unicode_word_indices() {
        let first = segment.chars().next();
        if first.is_some_and(is_unspaced) {
            for (into, c) in segment.char_indices() {
                let place = offset + at + into..offset + at + into + c.len_utf8();
                if run.last().is_some_and(|last| last.end != place.start) {
                    pairs(&mut run, each);
                }
                run.push(place);
            }
            continue;
        }
        pairs(&mut run, each);
        let mut start = at;
        for part in segment.split('\'') {
            if !part.is_empty() {
                each(offset + start..offset + start + part.len());
            }
            start += part.len() + 1;
        }
    }
    pairs(&mut run, each);
}

/// Gives the neighbouring pairs of a run of characters and its last one, and empties it.
fn pairs(run: &mut Vec<Range<usize>>, each: &mut impl FnMut(Range<usize>)) {
    for pair in run.windows(2) {
        each(pair[0].start..pair[1].end);
    }
    if let Some(last) = run.last() {
        each(last.clone());
    }
    run.clear();
}

/// Whether `c` belongs to a script that writes no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x2fdf | 0x3005..=0x3007
        | 0x3041..=0x3096 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::{fold_into, whole_words, words};
    use crate::text::fold_for_search;

    fn list(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn words_end_where_a_searcher_expects_it() {
        for (text, expected) in [
            ("", vec![]),
            ("putin's war", vec!["putin", "s", "war"]),
            ("l'union europeenne", vec!["l", "union", "europeenne"]),
            ("co-op, u.s. 1.5 3,000", vec!["co", "op", "u.s", "1.5", "3,000"]),
            ("путін і зеленський", vec!["путін", "і", "зеленський"]),
            ("国家利益", vec!["国家", "家利", "利益", "益"]),
            ("欧盟 eu 提", vec!["欧盟", "盟", "eu", "提"]),
            ("العربية", vec!["العربية"]),
        ] {
            assert_eq!(list(text), expected, "{text}");
        }
        let asked: Vec<&str> = whole_words("国家利益 提").into_iter().map(|(_, word)| word).collect();
        assert_eq!(asked, ["国家", "家利", "利益", "提"]);
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_gives_the_words_of_the_long_one(text in "[a-c1-2_.,:;' \\-]{0,24}") {
            let long: Vec<&str> = text.unicode_words().flat_map(|word| word.split('\'')).filter(|word| !word.is_empty()).collect();
            assert_eq!(list(&text), long, "{text:?}");
        }

        #[test]
        fn folding_plain_text_the_short_way_changes_nothing(text in "[ -~\n]{0,40}") {
            let mut short = String::new();
            fold_into(&text, &mut short);
            assert_eq!(short, fold_for_search(&text).text());
        }
    }
}
