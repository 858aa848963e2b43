//! Cutting an article into the sentences that are searched.

use unicode_segmentation::UnicodeSegmentation;

use super::paragraphs::each_paragraph;
use super::stops::ends_at;
use crate::text::Span;

/// Longer sentences are cut, so that a text without punctuation still gives pieces that can be shown.
const MAX_BYTES: usize = 2_000;

/// Calls `each` with the sentences of `text` in order, without surrounding white space.
///
/// A sentence goes over line ends; it ends with its paragraph at the latest, and has at most 2,000 bytes, or one grapheme
/// cluster where that is longer. What has fewer than two letters, as `1.` or `(a)`, belongs to the next
/// sentence of its paragraph. White space between sentences belongs to none. One pass.
pub fn each_sentence(text: &str, mut each: impl FnMut(Span)) {
    each_paragraph(text, |paragraph| {
        let words = paragraph.of(text);
        let (mut start, mut read, mut letters) = (0, 0, 0);
        for end in ends(words).chain([words.len()]) {
            let piece = |from: usize| {
                words.get(from..end).unwrap_or_else(|| unreachable!("sentences end at character boundaries"))
            };
            letters += piece(read).chars().filter(|c| c.is_alphabetic()).take(2).count();
            read = end;
            if letters > 1 || end == words.len() {
                cut(piece(start), paragraph.start() + start, &mut each);
                (start, letters) = (end, 0);
            }
        }
    });
}

/// The same as a list, without those that have no letter or digit.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut all = Vec::new();
    each_sentence(text, |span| {
        if span.of(text).contains(char::is_alphanumeric) {
            all.push(span);
        }
    });
    all
}

/// Where the sentences of a paragraph end, without the last.
fn ends(paragraph: &str) -> impl Iterator<Item = usize> {
    let bytes = paragraph.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        while next < bytes.len() {
            // Only the first bytes of marks are looked at closely.
            let at = next + bytes[next..].iter().position(|byte| may_begin_stop(*byte))?;
            let (behind, end) = ends_at(paragraph, at);
            next = behind.max(at + 1);
            if let Some(end) = end {
                next = next.max(end);
                return Some(end);
            }
        }
        None
    })
}

/// Whether a mark that ends sentences may begin with this byte.
fn may_begin_stop(byte: u8) -> bool {
    matches!(byte, b'.' | b'?' | b'!' | 0xd6 | 0xd8 | 0xdb..=0xdc | 0xdf | 0xe0..=0xe3 | 0xea | 0xef)
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
    use super::{each_sentence, ends};

    fn sentences(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        each_sentence(text, |span| found.push(span.of(text)));
        found
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        // `|` is where they are parted.
        for text in [
            "No end",
            "We agree on this point.| They refuse it.| No.| Why?| Never!",
            "Mr. Putin met Dr. J. R. Smith and Gen. Brown Jr. in St. Petersburg.| He left.",
            "The U.S. President spoke.| It happened in the U.S.| The talks ended at 5 p.m.| They failed.",
            "It rose by 1.5 per cent, e.g. in coal, i.e. Donbas coal, by No. 5 of Art. 7.| She said no.| Russia agreed.",
            "See pp. 5 and 6, cf. Smith et al. 2014, vol. 3.| In 2014.| Then on 24. Februar 2022.| Ende.",
            "“We will go.”| He went.| (They stayed.)| \"Why?\" he asked.| \"Stop!\"| She left.",
            "He left.”[12]| They came.¹²| «Oui. »| Il part.| »Nein.«| Er geht.",
            "They waited…| Then it rained.| The … President said the … deal is on… and off...| Nobody knew...",
            "1. First we talk.| (a) Then we sign.| 2. We go home.",
            "Kennedy, John F., spoke.| Plan B.| The end?!| Yes.",
            "Das gilt z. B. für Öl, d. h. für Kohle usw. im Land.| Prof. Dr. Müller sagte Nein.",
            "Это было в 2014 г. в Москве.| Проф. Иванов и т. д. не пришли.| Да!",
            "欧盟提议新的政策。|中国拒绝了。|“为什么？”|他们问。|完",
            "「行く。」と言った。|次の文。",
            "هل وافقوا؟| رفضوا ذلك۔| انتهى.",
            "यह ठीक है।| वे गए॥| अंत",
            "Թե ինչ։| Այո։",
            "go to example.com now.| See v1.2.3 there.",
        ] {
            let expected: Vec<&str> = text.split('|').map(str::trim).collect();
            let joined = text.replace('|', "");
            assert_eq!(sentences(&joined), expected, "{text:?}");
        }
    }

    #[test]
    fn a_sentence_goes_over_line_ends_and_ends_with_its_paragraph() {
        for (text, expected) in [
            ("", vec![]),
            ("  \r\n\n", vec![]),
            ("\u{feff}We want\r\nthe port open. They\r\ndo not.", vec!["We want\r\nthe port open.", "They\r\ndo not."]),
            ("No stop here\n\nNext paragraph", vec!["No stop here", "Next paragraph"]),
            ("No stop here\n \t\nNext paragraph", vec!["No stop here", "Next paragraph"]),
            ("  One goes\non. And\n  two begins\nhere", vec!["One goes\non.", "And", "two begins\nhere"]),
            ("  All lines\n  are indented\n  here.", vec!["All lines\n  are indented\n  here."]),
            ("- first point\n  goes on\n- second\n* third", vec!["- first point\n  goes on", "- second", "* third"]),
            ("He met Mr.\nBrown on No.\n5. Then", vec!["He met Mr.\nBrown on No.\n5.", "Then"]),
            ("中国维护\n国家利益。各方\n应停止。", vec!["中国维护\n国家利益。", "各方\n应停止。"]),
        ] {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
        let long = "word ".repeat(40);
        let lines = format!("A headline\n{long}\nAnother {long}\nThe end");
        assert_eq!(sentences(&lines).len(), 4, "a line longer than any page is a paragraph");
        let heading = "Report on Coal\nThe union demands that all of the mines be closed at once and for good.";
        assert_eq!(sentences(heading).len(), 2, "a short line before a capital is a heading");
    }

    proptest::proptest! {
        // Anywhere, where no line is long enough to have a heading.
        #[test]
        fn line_ends_change_no_sentence(words in proptest::collection::vec("(U\\.S\\.|Mr\\.|We|go|port[.?!]?|No\\. 5|“no\\.”|e\\.g\\.|Öl…|国。)", 1..12), breaks in proptest::collection::vec(proptest::bool::ANY, 12)) {
            let plain = words.join(" ");
            let mut wrapped = words[0].clone();
            for (word, is_break) in words[1..].iter().zip(breaks) {
                wrapped.push(if is_break { '\n' } else { ' ' });
                wrapped.push_str(word);
            }
            proptest::prop_assume!(wrapped.lines().all(|line| line.len() < 40));
            let spaced: Vec<String> = sentences(&wrapped).into_iter().map(|part| part.replace('\n', " ")).collect();
            proptest::prop_assert_eq!(spaced, sentences(&plain));
        }

        // Where a margin wraps long lines: a short line above a long one would be a heading.
        #[test]
        fn a_margin_changes_no_sentence(words in proptest::collection::vec("(U\\.S\\.|Mr\\.|We|go|port[.?!]?|No\\. 5|“no\\.”|e\\.g\\.|Öl…|国。)", 1..40), margin in 20..90_usize) {
            let plain = words.join(" ");
            let wrapped = textwrap::wrap(&plain, margin).join("\n");
            let spaced: Vec<String> = sentences(&wrapped).into_iter().map(|part| part.replace('\n', " ")).collect();
            proptest::prop_assert_eq!(spaced, sentences(&plain));
        }

        #[test]
        fn sentences_miss_nothing(text in "[aBé1 .?!…国。»«“”\"()\\[\\]\n\r\t-]{0,40}") {
            let parts: String = sentences(&text).concat();
            let inked = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(inked(&parts), inked(&text));
            assert!(ends(&text).all(|end| text.is_char_boundary(end)));
        }
    }

    #[test]
    fn an_endless_line_gives_pieces_that_miss_nothing() {
        for text in ["word ".repeat(8_000), "x".repeat(40_000), "国".repeat(9_000), ". ".repeat(20_000)] {
            let pieces = sentences(&text);
            assert!(pieces.iter().all(|piece| piece.len() <= 2_000));
            let inked: String = text.split_whitespace().collect();
            assert_eq!(pieces.concat().replace(' ', ""), inked);
        }
    }
}
