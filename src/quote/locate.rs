//! The state of each quote: which of its places are left, and whether they are exact.

use super::context::{Article, Context};
use super::places::places;
use crate::model::Anchor;
use crate::text::{Folded, Span, fold_for_anchor};

/// A quote to find, with the words around it where they are given.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'q> {
    /// The words.
    pub words: &'q str,
    /// What must stand before them.
    pub prefix: Option<&'q str>,
    /// What must stand behind them.
    pub suffix: Option<&'q str>,
}

/// Places kept for all quotes of a model together, as far as that leaves each [`FEWEST_PLACES`].
const MOST_PLACES: usize = 1_000_000;
/// Places kept of one quote where there is room.
const MOST_OF_QUOTE: usize = 10_000;
/// Places kept of each quote however many quotes there are.
const FEWEST_PLACES: usize = 8;

/// How many places to keep of each of `quotes` quotes, so that all of them together stay bounded.
pub fn place_limit(quotes: usize) -> usize {
    (MOST_PLACES / quotes.max(1)).clamp(FEWEST_PLACES, MOST_OF_QUOTE)
}

/// Where each of `quotes` stands in `text`, in the order of the quotes.
///
/// `Exact`: byte for byte at one place, or at the one place that prefix and suffix leave of several. Else
/// `Normalised`: the same in the folded text, the quote trimmed of white space at both ends. Where context leaves
/// several places, or rules out all of several, they are `Ambiguous`. A quote without words is an orphan.
///
/// Few quotes are searched one by one. Many are found in one pass over the text: 1 ns a byte, plus the cost of each
/// place where a quote's first eight bytes stand. The text is folded at most once. [`place_limit`] bounds the places
/// kept of each quote.
///
/// ```
/// use demarche::model::Anchor;
/// use demarche::quote::{Quote, locate};
///
/// let text = "They ask for “peace”. They ask again.";
/// let quote = |words| Quote { words, prefix: None, suffix: None };
/// let found = locate(text, &[quote("ask again"), quote("for \"peace\""), quote("They ask"), quote("war")]);
/// assert!(matches!(found[0], Anchor::Exact(span) if span.of(text) == "ask again"));
/// assert!(matches!(found[1], Anchor::Normalised(span) if span.of(text) == "for “peace”"));
/// assert!(matches!(&found[2], Anchor::Ambiguous(places) if places.len() == 2));
/// assert!(matches!(found[3], Anchor::Orphan));
/// ```
pub fn locate(text: &str, quotes: &[Quote<'_>]) -> Vec<Anchor> {
    locate_up_to(place_limit(quotes.len()), text, quotes)
}

/// [`locate`] that keeps `limit` places of each quote: for a part of the quotes that [`place_limit`] counts.
pub fn locate_up_to(limit: usize, text: &str, quotes: &[Quote<'_>]) -> Vec<Anchor> {
    let words: Vec<&str> = quotes.iter().map(|quote| quote.words).collect();
    let (article, exact) = (Article::new(text), places(text, &words, limit));
    let mut anchors = Vec::with_capacity(quotes.len());
    let mut open = Vec::new();
    for (index, (quote, starts)) in quotes.iter().zip(exact).enumerate() {
        let spans: Vec<Span> = starts.into_iter().map(|at| Span::new(at, at + quote.words.len())).collect();
        anchors.push(match Left::of(&article, spans, quote) {
            Left::One(span) => Anchor::Exact(span),
            Left::Many(spans) => Anchor::Ambiguous(spans.into()),
            Left::None(ruled_out) => {
                open.push(Open { index, ruled_out });
                Anchor::Orphan
            }
        });
    }
    if open.is_empty() {
        return anchors;
    }
    let folded = article.folded();
    let words: Vec<Folded> = open.iter().map(|open| fold_for_anchor(quotes[open.index].words)).collect();
    let words: Vec<&str> = words.iter().map(|words| words.text().trim()).collect();
    let found = places(folded.text(), &words, limit);
    for ((Open { index, ruled_out }, words), starts) in open.into_iter().zip(words).zip(found) {
        let spans: Vec<Span> = starts.into_iter().map(|at| folded.source(at..at + words.len())).collect();
        anchors[index] = match Left::of(&article, spans, &quotes[index]) {
            Left::One(span) => Anchor::Normalised(span),
            Left::Many(spans) => Anchor::Ambiguous(spans.into()),
            // Context that rules out every place is wrong itself: none is taken, all are known.
            Left::None(spans) => match [ruled_out, spans].into_iter().find(|spans| !spans.is_empty()) {
                Some(spans) => Anchor::Ambiguous(spans.into()),
                None => Anchor::Orphan,
            },
        };
    }
    anchors
}

/// A quote that is not exact.
struct Open {
    index: usize,
    /// Its exact places, all of which context rules out.
    ruled_out: Vec<Span>,
}

/// What context leaves of the places where a quote stands.
enum Left {
    One(Span),
    Many(Vec<Span>),
    /// No place, or the places that context rules out: at least two.
    None(Vec<Span>),
}

impl Left {
    /// A single place needs no context.
    fn of(article: &Article<'_>, spans: Vec<Span>, quote: &Quote<'_>) -> Self {
        match (spans.as_slice(), quote.prefix, quote.suffix) {
            ([], _, _) => return Self::None(spans),
            ([only], _, _) => return Self::One(*only),
            (_, None, None) => return Self::Many(spans),
            _ => {}
        }
        let context = Context::new(quote.prefix, quote.suffix);
        let fitting: Vec<Span> = spans.iter().copied().filter(|span| context.fits(article, *span)).collect();
        match fitting.as_slice() {
            [] => Self::None(spans),
            [only] => Self::One(*only),
            _ => Self::Many(fitting),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{Quote, locate, locate_up_to};
    use crate::model::Anchor;
    use crate::quote::sample::cost;
    use crate::text::Span;

    fn at(start: usize, end: usize) -> Span {
        Span::new(start, end)
    }

    #[test]
    fn a_quote_is_found_as_far_as_it_is_the_same() {
        let several = Anchor::Ambiguous([at(0, 3), at(8, 11)].into());
        for (text, words, (prefix, suffix), anchor) in [
            ("he said no", "said no", (None, None), Anchor::Exact(at(3, 10))),
            ("one two one", "one", (None, None), several.clone()),
            ("one two one", "one", (Some("two "), None), Anchor::Exact(at(8, 11))),
            ("one two one", "one", (Some("two"), None), Anchor::Exact(at(8, 11))),
            ("one two one", "one", (None, Some(" two")), Anchor::Exact(at(0, 3))),
            ("one two one", "one", (Some("wrong "), None), several.clone()),
            ("only here", "here", (Some("wrong "), None), Anchor::Exact(at(5, 9))),
            ("a “b\r\n c” d", "\"b c\"", (None, None), Anchor::Normalised(at(2, 13))),
            ("line one\nline two", "one line two", (None, None), Anchor::Normalised(at(5, 17))),
            ("a b", " a b\n", (None, None), Anchor::Normalised(at(0, 3))),
            ("‘x’ and ‘x’", "'x'", (Some("and"), None), Anchor::Normalised(at(12, 19))),
            ("aaa", "aa", (None, None), Anchor::Ambiguous([at(0, 2), at(1, 3)].into())),
            ("abc", "xyz", (None, None), Anchor::Orphan),
            ("abc", "", (None, None), Anchor::Orphan),
            ("abc", "\u{200b}", (None, None), Anchor::Orphan),
            ("", "abc", (None, None), Anchor::Orphan),
            // The exact places are ruled out by context, the normalised one is not.
            ("a b. a b. then a  b", "a b", (Some("then"), None), Anchor::Normalised(at(15, 19))),
        ] {
            assert_eq!(locate(text, &[Quote { words, prefix, suffix }]), [anchor], "{words:?} in {text:?}");
        }
    }

    #[test]
    fn context_is_folded_however_much_white_space_it_spans() {
        let space = " \n".repeat(500);
        for (text, prefix, suffix, start) in [
            (format!("was “so”{space}no. But no."), Some("was \"so\" "), None, 1012),
            (format!("But no. It was no{space}“so”"), None, Some(" \"so\""), 15),
            (format!("But no. It was no{space}“so”"), None, Some("so"), 0),
        ] {
            let expected = match start {
                0 => Anchor::Ambiguous([at(4, 6), at(15, 17)].into()),
                start => Anchor::Exact(at(start, start + 2)),
            };
            assert_eq!(locate(&text, &[Quote { words: "no", prefix, suffix }]), [expected], "{prefix:?} {suffix:?}");
        }
    }

    #[test]
    fn a_quote_that_stands_everywhere_is_known_in_bounded_places() {
        let text = "a".repeat(50_000);
        let quote = Quote { words: "aa", prefix: None, suffix: None };
        let places = |count: usize| locate(&text, &vec![quote; count]).last().map(|anchor| anchor.places().len());
        assert_eq!(places(1), Some(10_000));
        assert_eq!(places(1000), Some(1000));
        let places = |words| locate_up_to(5, &text.replace('a', "a\n"), &[Quote { words, ..quote }])[0].places().len();
        assert_eq!((places("a\na"), places("a a")), (5, 5), "exact and folded ones");
    }

    #[test]
    fn long_context_at_very_many_places_costs_what_it_is_long() {
        let text = format!("{}{}", "e\u{301}".repeat(20_000), "x".repeat(200_000));
        let suffix = "x".repeat(60_000);
        let quotes = ["é", "e\u{301}"].map(|words| Quote { words, prefix: None, suffix: Some(&suffix) });
        let cost = cost(|| {
            // The first 10,000 places are kept: the one that fits is behind them.
            let places = locate(&text, &quotes).iter().map(|anchor| anchor.places().len()).collect::<Vec<_>>();
            assert_eq!(places, [10_000, 10_000]);
        });
        // To fold as much at every place takes minutes.
        assert!(cost < Duration::from_secs(5), "{cost:?}");
    }

    #[test]
    fn the_exact_places_are_kept_where_context_rules_out_all() {
        let quote = Quote { words: "a b", prefix: Some("wrong"), suffix: None };
        let anchor = |text| locate(text, &[quote]).pop();
        assert_eq!(anchor("a b. a b. a  b."), Some(Anchor::Ambiguous([at(0, 3), at(5, 8)].into())));
        assert_eq!(anchor("a  b. a  b."), Some(Anchor::Ambiguous([at(0, 4), at(6, 10)].into())), "else the folded");
    }

    proptest! {
        #[test]
        fn what_is_verified_reads_like_the_quote(text in "[ab “”\"\u{a0}\r\n\u{200b}é]{0,40}", words in "[ab “\" é]{1,4}") {
            let quote = Quote { words: &words, prefix: None, suffix: None };
            for anchor in locate(&text, &[quote]) {
                for span in anchor.places() {
                    let fold = |text: &str| crate::text::fold_for_anchor(text).text().trim().to_owned();
                    prop_assert_eq!(fold(span.of(&text)), fold(&words));
                }
            }
        }
    }
}
