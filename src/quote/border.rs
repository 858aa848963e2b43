//! Where words and numbers of a text begin and end.

use crate::text::{Span, is_unspaced};

/// What a quote cuts by beginning or ending inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// A word: `able to leave` of `unable to leave`.
    Word,
    /// A number: `500 ships` of `1,500 ships`.
    Number,
}

/// Look for the rest of a word within this many bytes: a text without spaces is not one word.
const LONGEST_WORD: usize = 200;

/// `span` of `text` extended to whole words and numbers, and what it cuts; `None` where it cuts nothing.
///
/// A cut number is reported before a cut word. Costs the length of what is missing.
pub fn whole_words(text: &str, span: Span) -> Option<(Span, Cut)> {
    let (mut start, mut end) = (span.start(), span.end());
    let mut cut = None;
    let (first, last) = (start.saturating_sub(LONGEST_WORD), end.saturating_add(LONGEST_WORD));
    while let Some(what) = cut_at(text, start).filter(|_| start > first) {
        cut = cut.filter(|cut| *cut == Cut::Number).or(Some(what));
        start -= before(text, start).next().map_or(0, char::len_utf8);
    }
    while let Some(what) = cut_at(text, end).filter(|_| end < last) {
        cut = cut.filter(|cut| *cut == Cut::Number).or(Some(what));
        end += after(text, end).next().map_or(0, char::len_utf8);
    }
    cut.map(|cut| (Span::new(start, end), cut))
}

/// What a quote that begins or ends at `offset` of `text` would cut.
///
/// An apostrophe is a border (`l'accord`, `Putin's`), but not in `don't`: half of that says the opposite.
pub(super) fn cut_at(text: &str, offset: usize) -> Option<Cut> {
    let mut back = before(text, offset);
    let (last, before_last) = (back.next()?, back.next());
    let mut on = after(text, offset);
    let (first, second, third) = (on.next()?, on.next(), on.next());
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    if is_of_word(last) && is_of_word(first) {
        return Some(if last.is_numeric() && first.is_numeric() { Cut::Number } else { Cut::Word });
    }
    let is_in_number = (is_separator(last) && is_digit(before_last) && first.is_numeric())
        || (last.is_numeric() && is_separator(first) && is_digit(second));
    let is_sign = matches!(last, '-' | '\u{2212}')
        && first.is_numeric()
        && before_last.is_none_or(|c| c.is_whitespace() || c == '(');
    if is_in_number || is_sign {
        return Some(Cut::Number);
    }
    let ends_word = |c: Option<char>| !c.is_some_and(is_of_word);
    let is_negation = (matches!(last, 'n' | 'N') && is_apostrophe(first) && is_t(second) && ends_word(third))
        || (is_apostrophe(last) && matches!(before_last, Some('n' | 'N')) && is_t(Some(first)) && ends_word(second));
    is_negation.then_some(Cut::Word)
}

fn is_of_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_superscript(c) || c == '_' || unicode_normalization::char::is_combining_mark(c))
        && !is_unspaced(c)
}

/// A digit of a footnote mark.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}') || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

fn is_t(c: Option<char>) -> bool {
    matches!(c, Some('t' | 'T'))
}

fn before(text: &str, offset: usize) -> impl Iterator<Item = char> {
    text.get(..offset).unwrap_or("").chars().rev()
}

fn after(text: &str, offset: usize) -> impl Iterator<Item = char> {
    text.get(offset..).unwrap_or("").chars()
}

#[cfg(test)]
mod tests {
    use super::{Cut, whole_words};
    use crate::text::Span;

    #[test]
    fn a_cut_word_is_known_with_what_is_missing() {
        for (text, part, whole) in [
            ("The ships are unable to leave", "able to leave", Some(("unable to leave", Cut::Word))),
            ("The party disapproves of it", "approves of", Some(("disapproves of", Cut::Word))),
            ("a withdrawal now", "withdraw", Some(("withdrawal", Cut::Word))),
            ("The e\u{301}lite must", "lite must", Some(("e\u{301}lite must", Cut::Word))),
            ("with 1,500 ships", "500 ships", Some(("1,500 ships", Cut::Number))),
            ("with 1\u{202f}500 ships", "500 ships", Some(("1\u{202f}500 ships", Cut::Number))),
            ("up 3.5 percent", "up 3", Some(("up 3.5", Cut::Number))),
            ("in 1990 they", "in 19", Some(("in 1990", Cut::Number))),
            ("at -5 degrees", "5 degrees", Some(("-5 degrees", Cut::Number))),
            ("of 1990-1995 only", "1995 only", None),
            ("We can't agree", "We can", Some(("We can't", Cut::Word))),
            ("We don’t agree", "t agree", Some(("don’t agree", Cut::Word))),
            ("of l'accord final", "accord final", None),
            ("Putin's demand", "Putin", None),
            ("a cease-fire holds", "fire holds", None),
            ("the end.Then war", "Then war", None),
            ("国家利益是", "利益", None),
            ("all of it", "all of it", None),
            ("when at sea", "at sea", None),
            ("the can 't is", "the can", None),
            ("by plan T today", "T today", None),
        ] {
            let start = text.find(part).unwrap();
            let found = whole_words(text, Span::new(start, start + part.len()));
            assert_eq!(found.map(|(span, cut)| (span.of(text), cut)), whole, "{part:?} in {text:?}");
        }
    }
}
