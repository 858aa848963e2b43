//! The sentences of an article.

use crate::search;
use crate::text::Span;

/// A paragraph is looked at so far around a place.
const LONGEST: usize = 16 << 10;

/// The sentence at a byte of a text, in its paragraph: the lines around it that are not blank.
pub fn sentence_at(text: &str, at: usize) -> Span {
    let at = text.floor_char_boundary(at);
    let paragraph = paragraph(text, at);
    let sentences = sentences(text, paragraph);
    sentences.into_iter().find(|span| at < span.end()).unwrap_or(Span::new(at, at))
}

/// The sentences of a piece of a text, as search has them.
pub fn sentences(text: &str, piece: Span) -> Vec<Span> {
    search::sentences(piece.of(text)).into_iter().map(|span| span.shifted(piece.start())).collect()
}

/// The lines around a byte up to blank ones.
fn paragraph(text: &str, at: usize) -> Span {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let to = text.floor_char_boundary(at + LONGEST);
    let is_blank = |line: &str| line.trim().is_empty();
    let mut start = text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |end| end + 1).max(from);
    while start > from {
        let before = text.get(from..start - 1).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        if is_blank(before.get(line..).unwrap_or_default()) {
            break;
        }
        start = from + line;
    }
    let mut end = start;
    for line in text.get(start..to).unwrap_or_default().split_inclusive('\n') {
        if is_blank(line) && end > at {
            break;
        }
        end += line.len();
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::sentence_at;

    #[test]
    fn a_sentence_goes_on_behind_a_line_end_and_not_behind_a_blank_line() {
        let text = "Head\n\nThe ports ask for\ninspections. The owners refuse.\nLast one\n";
        for (words, sentence) in [
            ("Head", "Head"),
            ("ports", "The ports ask for\ninspections."),
            ("inspections", "The ports ask for\ninspections."),
            ("owners", "The owners refuse."),
            ("Last", "Last one"),
        ] {
            assert_eq!(sentence_at(text, text.find(words).unwrap()).of(text), sentence);
        }
        assert!(sentence_at(text, text.len()).is_empty());
        assert!(sentence_at("", 0).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_byte_has_its_sentence(text in "[a.é \n]{0,30}", at in 0..40_usize) {
            let span = sentence_at(&text, at);
            assert!(text.get(span.range()).is_some());
        }
    }
}
