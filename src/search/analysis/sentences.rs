//! Cutting an article into the sentences that are searched.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::Span;

/// Longer sentences are cut, so that a line without punctuation still gives small pieces.
const MAX_BYTES: usize = 400;
/// Shorter pieces (`Mr.`, `1.`) join the next one.
const MIN_BYTES: usize = 20;

/// Calls `each` with the sentences of `text` in order, without surrounding white space.
///
/// Sentences follow UAX #29 within each line and have at most 400 bytes, or one grapheme cluster where that is longer.
/// White space and line ends belong to none. One pass.
pub fn each_sentence(text: &str, mut each: impl FnMut(Span)) {
    let mut at = 0;
    for line in text.split(['\n', '\r']) {
        let body = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let start = at + line.len() - body.len();
        at += line.len() + 1;
        let body = body.trim_end();
        if may_end_inside(body) {
            split_sentences(body, start, &mut each);
        } else {
            cut(body, start, &mut each);
        }
    }
}

/// Whether a sentence may end before the end of the line. The full rules are slow, and most lines are one sentence.
fn may_end_inside(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut stops = memchr::memchr3_iter(b'.', b'?', b'!', bytes).filter(|at| at + 1 < bytes.len());
    if line.is_ascii() {
        stops.any(|at| at + 2 < bytes.len() && !bytes[at + 1].is_ascii_alphanumeric())
    } else {
        stops.next().is_some() || !line.chars().all(is_common)
    }
}

/// Whether `c` is ASCII, Latin, Greek or Cyrillic, a quote or a dash: of those only `.?!` end a sentence.
fn is_common(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{a0}'..='\u{52f}' | '\u{2010}'..='\u{201f}')
}

fn split_sentences(line: &str, offset: usize, each: &mut impl FnMut(Span)) {
    let mut start = 0;
    let mut until = |end: usize| {
        let piece = line.get(start..end).unwrap_or_else(|| unreachable!("sentences end at character boundaries"));
        if piece.trim().len() >= MIN_BYTES || end == line.len() {
            cut(piece.trim_end(), offset + start, each);
            start = end;
        }
    };
    if line.is_ascii() {
        ascii_ends(line.as_bytes(), &mut until);
    } else {
        line.split_sentence_bound_indices().for_each(|(at, sentence)| until(at + sentence.len()));
    }
}

/// Calls `until` with the sentence ends of an ASCII line without line breaks, by the rules of UAX #29.
fn ascii_ends(line: &[u8], mut until: impl FnMut(usize)) {
    let mut last_end = 0;
    for at in memchr::memchr3_iter(b'.', b'?', b'!', line) {
        if at >= last_end
            && let Some(end) = end_after(line, at)
        {
            until(end);
            last_end = end;
        }
    }
    if last_end < line.len() {
        until(line.len());
    }
}

/// Where the sentence with the stop at `at` ends; `None` if it goes on. Rules have their names of UAX #29.
fn end_after(line: &[u8], at: usize) -> Option<usize> {
    let byte = |at: usize| line.get(at).copied().unwrap_or(0);
    let is_full_stop = byte(at) == b'.';
    let before = at.checked_sub(1).map_or(0, byte);
    let next = byte(at + 1);
    let is_inside = next.is_ascii_digit() || (before.is_ascii_alphabetic() && next.is_ascii_uppercase());
    if is_full_stop && is_inside {
        return None; // SB6, SB7
    }
    let skip = |from: usize, set: &[u8]| (from..line.len()).find(|at| !set.contains(&byte(*at))).unwrap_or(line.len());
    let end = skip(skip(at + 1, b"()[]{}\"'"), b" \t\x0b\x0c");
    if end == line.len() || b",-:;.?!".contains(&byte(end)) {
        return None; // SB8a; the caller adds the end of the line
    }
    let ends_search = |byte: &u8| byte.is_ascii_alphabetic() || b".?!".contains(byte);
    let letter = line.get(end..)?.iter().find(|byte| ends_search(byte));
    (!is_full_stop || !letter.is_some_and(u8::is_ascii_lowercase)).then_some(end) // SB8, SB11
}

/// Emits `piece` in parts of at most [`MAX_BYTES`], cut after white space where possible.
fn cut(piece: &str, mut offset: usize, each: &mut impl FnMut(Span)) {
    let mut rest = piece;
    while rest.len() > MAX_BYTES {
        let (part, behind) = rest.split_at(cut_at(rest));
        emit(part, offset, each);
        offset += part.len();
        rest = behind;
    }
    emit(rest, offset, each);
}

/// Emits `part` without surrounding white space, unless nothing is left.
fn emit(part: &str, offset: usize, each: &mut impl FnMut(Span)) {
    let inked = part.trim_start();
    let start = offset + part.len() - inked.len();
    let inked = inked.trim_end();
    if !inked.is_empty() {
        each(Span::new(start, start + inked.len()));
    }
}

/// Where to cut a piece that is too long: after its last white space that fits, else between grapheme clusters.
fn cut_at(piece: &str) -> usize {
    let mut last = 0;
    let mut space = 0;
    for (at, cluster) in piece.grapheme_indices(true) {
        let end = at + cluster.len();
        if end > MAX_BYTES {
            return if space > 0 {
                space
            } else if last > 0 {
                last
            } else {
                end
            };
        }
        last = end;
        if cluster.chars().all(char::is_whitespace) {
            space = end;
        }
    }
    piece.len()
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::each_sentence;

    fn sentences(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        each_sentence(text, |span| found.push(span.of(text)));
        found
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("", vec![]),
            ("  \r\n\n", vec![]),
            ("No end", vec!["No end"]),
            (
                "\u{feff}We agree on this point. They refuse it completely.\r\nNext line",
                vec!["We agree on this point.", "They refuse it completely.", "Next line"],
            ),
            ("Mr. Putin spoke at length. He left.", vec!["Mr. Putin spoke at length.", "He left."]),
            ("It rose by 1.5 per cent in e.g. coal and gas", vec!["It rose by 1.5 per cent in e.g. coal and gas"]),
            (
                "欧盟提议新的共同气候政策。中国拒绝了这个提议。",
                vec!["欧盟提议新的共同气候政策。", "中国拒绝了这个提议。"],
            ),
        ] {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn ascii_lines_end_by_the_full_rules(line in "[aB1 .?!,;:\"'()\\[ \t%_-]{1,24}") {
            let mut ends = Vec::new();
            super::ascii_ends(line.as_bytes(), |end| ends.push(end));
            let full: Vec<usize> = line.split_sentence_bound_indices().map(|(at, part)| at + part.len()).collect();
            assert_eq!(ends, full, "{line:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_line_without_an_inner_end_is_one_sentence(line in "[aB1 .?!,’“–éЖλ\u{a0}-\u{52f}\u{2010}-\u{201f}]{1,24}") {
            if !line.is_ascii() && !super::may_end_inside(&line) {
                assert_eq!(line.split_sentence_bounds().count(), 1, "{line:?}");
            }
        }
    }

    #[test]
    fn an_endless_line_gives_small_pieces_that_miss_nothing() {
        for text in ["word ".repeat(8_000), "x".repeat(40_000), "国".repeat(9_000)] {
            let pieces = sentences(&text);
            assert!(pieces.iter().all(|piece| piece.len() <= 400));
            let inked: String = text.split_whitespace().collect();
            assert_eq!(pieces.concat().replace(' ', ""), inked);
        }
    }
}
