//! Cutting folded text into words.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::fold_for_search;

/// A word of a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// Where it is, in bytes of the folded text.
    pub range: Range<usize>,
    pub text: &'t str,
}

/// The words of a folded text, in order.
///
/// Words are those of UAX #29, except that an apostrophe ends one: `putin's` is `putin` and `s`. In scripts without
/// spaces every two neighbouring characters are a word, and so is the last character of the run.
pub fn tokenize(folded: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(folded.len() / 5);
    each_word(folded, |range| out.push(Token { text: slice(folded, range.clone()), range }));
    out
}

/// The words without the last characters of unspaced runs, which only repeat the end of a pair: what a query asks for.
pub fn tokenize_query(folded: &str) -> Vec<Token<'_>> {
    let mut out = tokenize(folded);
    let mut end = 0;
    out.retain(|token| {
        let repeats = token.range.end == end;
        end = token.range.end;
        !repeats
    });
    out
}

/// Replaces `out` with `text` folded for search. ASCII takes a fast path.
pub fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else {
        out.push_str(fold_for_search(text).text());
    }
}

/// Calls `each` with the range of every word, in order. One pass; ASCII takes a fast path.
pub fn each_word(folded: &str, mut each: impl FnMut(Range<usize>)) {
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let end = bytes.iter().skip(at).position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| at + n);
        let chunk = slice(folded, at..end);
        if chunk.is_ascii() {
            ascii_words(chunk.as_bytes(), at, &mut each);
        } else {
            unicode_words(chunk, at, &mut each);
        }
        at = end;
    }
}

fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_else(|| unreachable!("words end at character boundaries"))
}

/// The words of an ASCII chunk without spaces, by the rules of UAX #29.
fn ascii_words(chunk: &[u8], offset: usize, each: &mut impl FnMut(Range<usize>)) {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    while at < chunk.len() {
        if !is_word(chunk[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < chunk.len() && (is_word(chunk[at]) || joins(chunk, at)) {
            at += 1;
        }
        if chunk[start..at].iter().any(u8::is_ascii_alphanumeric) {
            each(offset + start..offset + at);
        }
    }
}

/// Whether the punctuation at `at` is inside a word or number.
fn joins(chunk: &[u8], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|n| chunk.get(n)), chunk.get(at + 1)) else {
        return false;
    };
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match chunk[at] {
        b'.' => letters || digits,
        b':' => letters,
        b',' | b';' => digits,
        _ => false,
    }
}

fn unicode_words(chunk: &str, offset: usize, each: &mut impl FnMut(Range<usize>)) {
    let mut run: Vec<Range<usize>> = Vec::new();
    for (at, segment) in chunk.unicode_word_indices() {
        let start = offset + at;
        if segment.chars().next().is_some_and(is_unspaced) {
            for (into, c) in segment.char_indices() {
                let range = start + into..start + into + c.len_utf8();
                if run.last().is_some_and(|last| last.end != range.start) {
                    emit_pairs(&mut run, each);
                }
                run.push(range);
            }
            continue;
        }
        emit_pairs(&mut run, each);
        let mut start = start;
        for part in segment.split('\'') {
            if !part.is_empty() {
                each(start..start + part.len());
            }
            start += part.len() + 1;
        }
    }
    emit_pairs(&mut run, each);
}

/// Emits the neighbouring pairs of a run of characters and its last character, and empties the run.
fn emit_pairs(run: &mut Vec<Range<usize>>, each: &mut impl FnMut(Range<usize>)) {
    for pair in run.windows(2) {
        each(pair[0].start..pair[1].end);
    }
    if let Some(last) = run.last() {
        each(last.clone());
    }
    run.clear();
}

/// Whether `c` belongs to a script without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x2fdf | 0x3005..=0x3007
        | 0x3041..=0x3096 | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::{fold_into, tokenize, tokenize_query};
    use crate::text::fold_for_search;

    fn list(text: &str) -> Vec<&str> {
        tokenize(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_end_where_a_user_expects() {
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
        let asked: Vec<&str> = tokenize_query("国家利益 提").into_iter().map(|token| token.text).collect();
        assert_eq!(asked, ["国家", "家利", "利益", "提"]);
    }

    proptest::proptest! {
        #[test]
        fn the_fast_path_gives_the_same_words(text in "[a-c1-2_.,:;' \\-]{0,24}") {
            let long: Vec<&str> = text.unicode_words().flat_map(|word| word.split('\'')).filter(|word| !word.is_empty()).collect();
            assert_eq!(list(&text), long, "{text:?}");
        }

        #[test]
        fn the_fast_path_folds_the_same(text in "[ -~\n]{0,40}") {
            let mut short = String::new();
            fold_into(&text, &mut short);
            assert_eq!(short, fold_for_search(&text).text());
        }
    }
}
