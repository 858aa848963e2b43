//! Joining lines that were broken for a width.

use super::{Span, is_unspaced, one_line};

/// What follows the hyphen of a word whose end comes later: `nineteenth- and twentieth-century`.
const SUSPENDING: &[&str] = &["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e"];
/// Characters of a word before a line end to look at.
const LONGEST_WORD: usize = 40;
/// Compounds to look for in the rest of the text.
const MOST_SOUGHT: usize = 16;

/// The words at `span` of `text` on one line, like [`one_line`], and words whole that a line end divides.
///
/// A hyphen there is left out between small letters (`environ-⏎mental`), unless the text has the word with it elsewhere,
/// or another hyphen is in it; before a capital or digit it stays (`Anglo-⏎Saxon`). Soft hyphens are left out, as are line
/// ends between letters of a script without spaces. A pass over the span, and one over the text for each of the first 16
/// divided words.
pub fn unbroken(text: &str, span: Span) -> String {
    let mut out = String::new();
    let mut sought = 0;
    let mut is_compound = |left: &str, right: &str| {
        sought += 1;
        sought <= MOST_SOUGHT && text.contains(&format!("{left}-{right}"))
    };
    for line in span.of(text).split(['\n', '\r']).map(one_line).filter(|line| !line.is_empty()) {
        append(&mut out, &line, &mut is_compound);
    }
    out
}

fn append(out: &mut String, line: &str, is_compound: &mut impl FnMut(&str, &str) -> bool) {
    let ends = (out.chars().next_back(), line.chars().next());
    match ends {
        (None, _) | (_, None) => {}
        (Some('\u{ad}'), _) => drop(out.pop()),
        (Some(last), Some(first)) if is_unspaced(last) && is_unspaced(first) => {}
        (Some('-' | '\u{2010}'), Some(first)) if first.is_alphanumeric() => {
            let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\u{2010}');
            let stem = out.trim_end_matches(['-', '\u{2010}']);
            let word = stem.char_indices().rev().take(LONGEST_WORD).take_while(|(_, c)| is_inside(*c));
            let left = stem.get(word.last().map_or(stem.len(), |(at, _)| at)..).unwrap_or("");
            let right = line.split(|c| !is_inside(c)).next().unwrap_or("").trim_end_matches(['-', '\u{2010}']);
            if SUSPENDING.contains(&right) || left.is_empty() {
                out.push(' ');
            } else if is_one_word(left, right) && !is_compound(left, right) {
                out.pop();
            }
        }
        _ => out.push(' '),
    }
    out.push_str(line);
}

/// Whether the two may be one word without a hyphen.
fn is_one_word(left: &str, right: &str) -> bool {
    let is_plain = |part: &str| part.chars().all(char::is_alphanumeric);
    is_plain(left) && is_plain(right) && left.ends_with(char::is_lowercase) && right.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::unbroken;
    use crate::text::Span;

    #[test]
    fn words_divided_at_line_ends_are_whole() {
        for (text, expected) in [
            ("an environ-\nmental levy", "an environmental levy"),
            ("an environ-\r\n  mental\r\nlevy", "an environmental levy"),
            ("an environ\u{2010}\nmental levy", "an environmental levy"),
            ("an environ\u{ad}\nmental levy", "an environmental levy"),
            ("the Anglo-\nSaxon law", "the Anglo-Saxon law"),
            ("the years 2031-\n32", "the years 2031-32"),
            ("nineteenth-\nand twentieth-century", "nineteenth- and twentieth-century"),
            ("a state-of-\nthe-art quay", "a state-of-the-art quay"),
            ("a day-\nto-day run", "a day-to-day run"),
            ("they wait -\nand go", "they wait - and go"),
            ("they wait --\nthen go", "they wait -- then go"),
            ("they wait—\nthen go", "they wait— then go"),
            ("we wait\nand go", "we wait and go"),
            ("他们要求\n停火", "他们要求停火"),
            ("ends with a hy-\n", "ends with a hy-"),
            ("", ""),
        ] {
            assert_eq!(unbroken(text, Span::whole(text)), expected, "{text:?}");
        }
    }

    #[test]
    fn a_compound_that_the_text_has_elsewhere_keeps_its_hyphen() {
        let text = "a long-\nterm lease. Another long-term lease.";
        assert_eq!(unbroken(text, Span::new(0, 19)), "a long-term lease.");
        assert_eq!(unbroken("a long-\nterm lease.", Span::new(0, 19)), "a longterm lease.");
    }

    #[test]
    fn a_text_of_hyphens_costs_little() {
        let text = "ab-\n".repeat(100_000);
        assert_eq!(unbroken(&text, Span::whole(&text)).len(), 200_001);
    }
}
