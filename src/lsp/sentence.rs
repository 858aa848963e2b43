//! The sentences of an article.

use unicode_segmentation::UnicodeSegmentation;

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

/// The sentences of a piece of a text, without the white space behind them.
pub fn sentences(text: &str, piece: Span) -> Vec<Span> {
    let bounds = piece.of(text).split_sentence_bound_indices();
    // A line end within a paragraph ends no sentence by itself.
    let mut found: Vec<Span> = Vec::new();
    for (start, words) in bounds {
        let span = Span::new(start, start + words.len()).shifted(piece.start());
        match found.last_mut() {
            Some(last) if !is_whole(last.of(text)) => last.end = span.end,
            _ => found.push(span),
        }
    }
    let trimmed = found.into_iter().map(|span| Span::new(span.start(), span.start() + span.of(text).trim_end().len()));
    trimmed.filter(|span| span.of(text).chars().any(char::is_alphanumeric)).collect()
}

/// Whether a piece ends with more than a line end.
fn is_whole(words: &str) -> bool {
    let inked = words.trim_end();
    !words.ends_with(['\n', '\r']) || inked.ends_with(|c: char| !c.is_alphanumeric() && c != ',')
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
