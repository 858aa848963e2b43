//! A quote as shown: with the words of its article that it leaves out.

use super::border::whole_words;
use crate::model::{Anchor, Model, PassageId};
use crate::text::{Span, fold_for_search, one_line};

/// Omissions of a longer quote are not looked for: its parts span at most 2,000 characters of the article.
const LONGEST: usize = 8_000;

/// A quote as a screen shows it: its words and, in their places, the article's words that it leaves out or the letters
/// that it cuts off.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownQuote {
    /// The words of the quote and of the article.
    pub text: String,
    /// The pieces of `text` that only the article has, in order.
    pub missing: Vec<Span>,
}

impl ShownQuote {
    /// The quote of a passage. Costs the length of an adapted quote, else that of the missing letters.
    pub fn new(model: &Model, id: PassageId) -> Self {
        let quote = model.quote(id);
        match &model.passage(id).anchor {
            Anchor::Adapted(_) => Self::with(quote, &omissions(model, id).unwrap_or_default()),
            Anchor::Exact(_) | Anchor::Normalised(_) => {
                let (before, behind) = cut_letters(model, id);
                let (start, end) = (quote.len() - quote.trim_start().len(), quote.trim_end().len());
                Self::with(quote, &[(start, before.to_owned()), (end, behind.to_owned())])
            }
            Anchor::Ambiguous(_) | Anchor::Near(_) | Anchor::Orphan | Anchor::NoSource => Self::with(quote, &[]),
        }
    }

    /// `quote` with words inserted at ascending offsets.
    fn with(quote: &str, insertions: &[(usize, String)]) -> Self {
        let mut shown = Self::default();
        let mut kept = 0;
        for (at, words) in insertions.iter().filter(|(_, words)| !words.is_empty()) {
            shown.text.push_str(quote.get(kept..*at).unwrap_or(""));
            let start = shown.text.len();
            shown.text.push_str(words);
            shown.missing.push(Span::new(start, shown.text.len()));
            kept = *at;
        }
        shown.text.push_str(quote.get(kept..).unwrap_or(""));
        shown
    }

    /// The same in quotation marks, unless the quote already has a pair around the whole.
    #[must_use]
    pub fn in_marks(&self) -> Self {
        if is_in_marks(&self.text) {
            return self.clone();
        }
        let mut shown = self.behind("“");
        shown.text.push('”');
        shown
    }

    /// The same with `words` in front.
    #[must_use]
    pub fn behind(&self, words: &str) -> Self {
        let missing = self.missing.iter().map(|span| span.shifted(words.len())).collect();
        Self { text: format!("{words}{}", self.text), missing }
    }

    /// Whether only the article has the byte at `at` of the text.
    pub fn is_missing(&self, at: usize) -> bool {
        self.missing.iter().any(|span| span.contains(at))
    }

    /// The span of the text that shows `span` of the quote.
    #[must_use]
    pub fn placed(&self, span: Span) -> Span {
        let shifted = |offset: usize, is_end: bool| {
            self.missing.iter().fold(offset, |at, missing| {
                let is_before = missing.start() < at || (missing.start() == at && !is_end);
                if is_before { at + missing.len() } else { at }
            })
        };
        Span::new(shifted(span.start(), false), shifted(span.end(), true))
    }

    /// The same with what is missing in brackets, for output without styles: `[un]able`, `will [left out: “not”] leave`.
    /// Coders put words of their own into bare brackets, so words left out are named as such.
    #[must_use]
    pub fn bracketed(&self) -> Self {
        let (mut shown, mut kept) = (Self::default(), 0);
        for span in &self.missing {
            shown.text.push_str(self.text.get(kept..span.start()).unwrap_or(""));
            let missing = span.of(&self.text);
            let inner = missing.trim();
            let (lead, tail) = missing.split_once(inner).unwrap_or_default();
            // Letters of a cut word touch the rest of it.
            let (open, close) = if tail.is_empty() { ("[", "]") } else { ("[left out: “", "”]") };
            let start = shown.text.len();
            shown.text.extend([lead, open, inner, close, tail]);
            shown.missing.push(Span::new(start, shown.text.len()));
            kept = span.end();
        }
        shown.text.push_str(self.text.get(kept..).unwrap_or(""));
        shown
    }
}

/// Whether one pair of quotation marks encloses the whole text.
fn is_in_marks(text: &str) -> bool {
    const PAIRS: [(char, char); 5] = [('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('"', '"')];
    let pair = PAIRS.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    pair.is_some_and(|inner| !inner.contains(['“', '”', '„', '«', '»', '"']))
}

/// What an adapted quote leaves out between its parts, each with its offset in the quote; `None` where a part cannot be
/// found in the quote.
fn omissions(model: &Model, id: PassageId) -> Option<Vec<(usize, String)>> {
    let passage = model.passage(id);
    let (text, quote) = (model.article(passage.article).text(), model.quote(id));
    if quote.len() > LONGEST {
        return None;
    }
    let letters = own_letters(quote);
    let (mut at, mut last_end) = (0, None);
    let mut found = Vec::new();
    for part in passage.anchor.places() {
        let wanted: Vec<char> = letters_of(part.of(text)).into_iter().map(|(letter, _)| letter).collect();
        let start = position(letters.get(at..)?, &wanted)? + at;
        let gap = last_end.and_then(|end| text.get(end..part.start())).map(one_line).unwrap_or_default();
        if !gap.is_empty() {
            let begins = letters.get(start).map_or(quote.len(), |(_, span)| word_start(quote, span.start()));
            let is_apart = quote.get(..begins).is_some_and(|before| before.ends_with(char::is_whitespace));
            found.push((begins, format!("{}{gap} ", if is_apart { "" } else { " " })));
        }
        at = start + wanted.len();
        last_end = Some(part.end());
    }
    Some(found)
}

/// Where `letters` first contain `wanted`.
fn position(letters: &[(char, Span)], wanted: &[char]) -> Option<usize> {
    let is_at = |at: &usize| letters[*at..].iter().zip(wanted).all(|((letter, _), wanted)| letter == wanted);
    (0..=letters.len().checked_sub(wanted.len())?).find(is_at)
}

/// The letters and digits of a text, folded, with their places.
fn letters_of(text: &str) -> Vec<(char, Span)> {
    let folded = fold_for_search(text);
    let letters = folded.text().char_indices().filter(|(_, letter)| letter.is_alphanumeric());
    letters.map(|(at, letter)| (letter, folded.source(at..at + letter.len_utf8()))).collect()
}

/// The letters of a quote without the coder's words in brackets.
fn own_letters(quote: &str) -> Vec<(char, Span)> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut coders: Vec<Span> = Vec::new();
    for (open, _) in quote.match_indices('[') {
        let Some(close) = quote.get(open..).and_then(|rest| rest.find(']')).map(|length| open + length + 1) else {
            break;
        };
        let is_glued = is_letter(quote.get(..open).and_then(|before| before.chars().next_back()))
            || is_letter(quote.get(close..).and_then(|behind| behind.chars().next()));
        if !is_glued {
            coders.push(Span::new(open, close));
        }
    }
    let mut letters = letters_of(quote);
    letters.retain(|(_, span)| !coders.iter().any(|coder| coder.contains(span.start())));
    letters
}

/// Where the word at `at` begins, opening marks included.
fn word_start(quote: &str, at: usize) -> usize {
    let opens = |c: &char| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '.' | '…' | ']' | ')');
    let before = quote.get(..at).unwrap_or("").chars().rev().take_while(opens);
    at - before.map(char::len_utf8).sum::<usize>()
}

/// The letters that a quote cuts off its first and last word or number.
fn cut_letters(model: &Model, id: PassageId) -> (&str, &str) {
    let passage = model.passage(id);
    let (Anchor::Exact(span) | Anchor::Normalised(span)) = &passage.anchor else { return ("", "") };
    let text = model.article(passage.article).text();
    let Some((whole, _)) = whole_words(text, *span) else { return ("", "") };
    (text.get(whole.start()..span.start()).unwrap_or(""), text.get(span.end()..whole.end()).unwrap_or(""))
}

/// What an adapted quote leaves out, to follow its citation; `None` for nothing.
pub fn aside(model: &Model, id: PassageId) -> Option<String> {
    let words: Vec<String> = model.left_out(id).into_iter().map(one_line).collect();
    (!words.is_empty()).then(|| format!("left out: “{}”", words.join("” … “")))
}

/// The words of a quote, with the letters it cuts off its first and last word in brackets: `[un]able to leave`.
pub fn cited(model: &Model, id: PassageId) -> String {
    match &model.passage(id).anchor {
        Anchor::Exact(_) | Anchor::Normalised(_) => ShownQuote::new(model, id).bracketed().text,
        Anchor::Ambiguous(_) | Anchor::Adapted(_) | Anchor::Near(_) | Anchor::Orphan | Anchor::NoSource => {
            model.quote(id).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ShownQuote, aside, cited};
    use crate::load::load_str;
    use crate::model::{Model, PassageId};
    use crate::text::Span;

    fn model(text: &str, quote: &str) -> Model {
        let model = format!(
            "[[articles]]\nid = 'a'\ntitle = 'A'\ntext = \"{text}\"\n[[actors]]\nid = 'x'\nname = 'X'\n\
             [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
             passages = [{{ quote = '{quote}' }}]\n"
        );
        load_str(&[("m.toml", &model)], &[]).model
    }

    #[test]
    fn what_a_quote_has_not_is_shown_where_it_belongs() {
        let text = "The fleet will, as said\\nbefore, not leave. Some of 1,500 ships are unable to leave now. They \
                    must[1] be paid, “wholly and at once”, for an un-\\nconditional stay.";
        for (quote, shown) in [
            ("The fleet will … leave", "The fleet will … [left out: “, as said before, not”] leave"),
            ("The fleet will... leave.", "The fleet will... [left out: “, as said before, not”] leave."),
            (
                "[T]he fleet [then] will […] leave",
                "[T]he fleet [then] will […] [left out: “, as said before, not”] leave",
            ),
            ("The fleet will [surely] leave", "The fleet will [surely] [left out: “, as said before, not”] leave"),
            // The coder's letters are passed over.
            ("The fleet[s] will … leave", "The fleet[s] will … [left out: “, as said before, not”] leave"),
            (
                "They must be paid … at once",
                "They must [left out: “[1]”] be paid … [left out: “, “wholly and”] at once",
            ),
            (
                "must be paid … “wholly … unconditional stay",
                "must [left out: “[1]”] be paid … [left out: “,”] “wholly … [left out: “and at once”, for an”] \
                 unconditional stay",
            ),
            ("The … the ships are unable to leave", "The … the ships are unable to leave"),
            ("able to lea", "[un]able to lea[ve]"),
            ("500 ships", "[1,]500 ships"),
            ("unable to leave", "unable to leave"),
            ("nowhere at all", "nowhere at all"),
        ] {
            let model = model(text, quote);
            assert_eq!(ShownQuote::new(&model, PassageId::new(0)).bracketed().text, shown, "{quote}");
        }
    }

    #[test]
    fn a_piece_of_the_quote_is_found_in_what_is_shown() {
        let model = model("Some are unable to leave, they said, the port now.", "able to leave … the port");
        let shown = ShownQuote::new(&model, PassageId::new(0));
        assert_eq!(shown.text, "able to leave … the port", "its first part cuts a word: it is no adapted quote");
        let shown = ShownQuote::with("ab cd", &[(0, "x".to_owned()), (3, "yy ".to_owned()), (5, "z".to_owned())]);
        assert_eq!(shown.text, "xab yy cdz");
        for (piece, placed) in [((0, 2), "ab"), ((3, 5), "cd"), ((0, 5), "ab yy cd"), ((1, 2), "b")] {
            assert_eq!(shown.placed(Span::new(piece.0, piece.1)).of(&shown.text), placed);
        }
    }

    #[test]
    fn what_is_copied_is_the_quote_with_what_it_leaves_out_behind_it() {
        let text = "The fleet will, as said\\nbefore, not leave. Some are unable to leave now.";
        for (quote, told, in_brackets) in [
            ("The fleet will … leave", Some("left out: “, as said before, not”"), "The fleet will … leave"),
            ("able to lea", None, "[un]able to lea[ve]"),
            ("unable to leave", None, "unable to leave"),
            ("nowhere at all", None, "nowhere at all"),
        ] {
            let model = model(text, quote);
            let id = PassageId::new(0);
            assert_eq!(aside(&model, id).as_deref(), told, "{quote}");
            assert_eq!(cited(&model, id), in_brackets);
        }
    }
}
