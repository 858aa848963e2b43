//! Finding the quotes of one article in its text.

use std::collections::HashMap;

use memchr::memmem;

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

/// Where each of `quotes` stands in `text`, in the order of the quotes.
///
/// `Exact`: byte for byte at one place, or at the one place that prefix and suffix leave of several. Else
/// `Normalised`: the same in the folded text, the quote trimmed of white space at both ends. Where context leaves
/// several places these are `Ambiguous`, where it leaves none of several all of them are: it is the context that is
/// wrong then. A quote without words is an orphan.
///
/// Few quotes are searched one by one. Many are found in one pass over the text, whatever their number: 1 ns a byte,
/// and what the places cost where a quote's first eight bytes stand. The text is folded once, and only for a quote
/// that is not exact. Of a quote that stands in very many places 10,000 are kept, fewer where there are more than a
/// hundred quotes, and at least eight.
///
/// ```
/// use demarche::load::{Quote, locate};
/// use demarche::model::Anchor;
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
    locate_up_to(most_places(quotes.len()), text, quotes)
}

/// How many places of each of `count` quotes are kept.
pub(super) fn most_places(count: usize) -> usize {
    (MOST_PLACES / count.max(1)).clamp(FEWEST_PLACES, MOST_OF_QUOTE)
}

/// [`locate`] that keeps `most` places of each quote.
pub(super) fn locate_up_to(most: usize, text: &str, quotes: &[Quote<'_>]) -> Vec<Anchor> {
    let words: Vec<&str> = quotes.iter().map(|quote| quote.words).collect();
    let exact = places(text, &words, most);
    let mut anchors = Vec::with_capacity(quotes.len());
    let mut open = Vec::new();
    for (index, (quote, starts)) in quotes.iter().zip(exact).enumerate() {
        let spans: Vec<Span> = starts.into_iter().map(|at| Span::new(at, at + quote.words.len())).collect();
        match Left::of(text, spans, quote) {
            Left::One(span) => anchors.push(Anchor::Exact(span)),
            Left::Many(spans) => anchors.push(Anchor::Ambiguous(spans.into())),
            Left::None(spans) => {
                open.push((index, spans));
                anchors.push(Anchor::Orphan);
            }
        }
    }
    if !open.is_empty() {
        normalised((text, quotes), open, most, &mut anchors);
    }
    anchors
}

/// Decides the quotes that are not exact; `open` holds their indices and the places that context ruled out.
fn normalised(
    (text, quotes): (&str, &[Quote<'_>]),
    open: Vec<(usize, Vec<Span>)>,
    most: usize,
    anchors: &mut [Anchor],
) {
    let folded = fold_for_anchor(text);
    let words: Vec<Folded> = open.iter().map(|(index, _)| fold_for_anchor(quotes[*index].words)).collect();
    let words: Vec<&str> = words.iter().map(|words| words.text().trim()).collect();
    let found = places(folded.text(), &words, most);
    for (((index, ruled_out), words), starts) in open.into_iter().zip(words).zip(found) {
        let spans: Vec<Span> = starts.into_iter().map(|at| folded.source(at..at + words.len())).collect();
        anchors[index] = match Left::of(text, spans, &quotes[index]) {
            Left::One(span) => Anchor::Normalised(span),
            Left::Many(spans) => Anchor::Ambiguous(spans.into()),
            // Where context rules out every place it is the context that is wrong: none is taken, all are known.
            Left::None(spans) => match [ruled_out, spans].into_iter().find(|spans| !spans.is_empty()) {
                Some(spans) => Anchor::Ambiguous(spans.into()),
                None => Anchor::Orphan,
            },
        };
    }
}

/// What context leaves of the places where a quote stands.
enum Left {
    One(Span),
    Many(Vec<Span>),
    /// No place, or the places that context rules out: at least two.
    None(Vec<Span>),
}

impl Left {
    /// A single place needs no context to be told from others.
    fn of(text: &str, spans: Vec<Span>, quote: &Quote<'_>) -> Self {
        match (spans.as_slice(), quote.prefix, quote.suffix) {
            ([], _, _) => return Self::None(spans),
            ([only], _, _) => return Self::One(*only),
            (_, None, None) => return Self::Many(spans),
            _ => {}
        }
        let context = Context::new(quote);
        let fitting: Vec<Span> = spans.iter().copied().filter(|span| context.fits(text, *span)).collect();
        match fitting.as_slice() {
            [] => Self::None(spans),
            [only] => Self::One(*only),
            _ => Self::Many(fitting),
        }
    }
}

/// Prefix and suffix, folded and trimmed.
struct Context {
    prefix: String,
    suffix: String,
}

impl Context {
    fn new(quote: &Quote<'_>) -> Self {
        let fold = |text: Option<&str>| fold_for_anchor(text.unwrap_or("")).text().trim().to_owned();
        Self { prefix: fold(quote.prefix), suffix: fold(quote.suffix) }
    }

    fn fits(&self, text: &str, span: Span) -> bool {
        let (before, behind) = (text.get(..span.start()), text.get(span.end()..));
        ends_with(before.unwrap_or(""), &self.prefix) && starts_with(behind.unwrap_or(""), &self.suffix)
    }
}

/// Whether `text`, folded and trimmed, ends with `wanted`. Folds as much of it as that takes.
fn ends_with(text: &str, wanted: &str) -> bool {
    let mut size = wanted.len() * 2 + 16;
    loop {
        let from = (0..=text.len().saturating_sub(size)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let piece = fold_for_anchor(text.get(from..).unwrap_or(""));
        let piece = piece.text().trim_end();
        if from == 0 || piece.len() > wanted.len() {
            return piece.ends_with(wanted);
        }
        size *= 2;
    }
}

/// Whether `text`, folded and trimmed, starts with `wanted`. Folds as much of it as that takes.
fn starts_with(text: &str, wanted: &str) -> bool {
    let mut size = wanted.len() * 2 + 16;
    loop {
        let to = (size.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let piece = fold_for_anchor(text.get(..to).unwrap_or(""));
        let piece = piece.text().trim_start();
        if to == text.len() || piece.len() > wanted.len() {
            return piece.starts_with(wanted);
        }
        size *= 2;
    }
}

/// Up to this many needles a search for each is faster than one pass for all.
const FEW: usize = 16;
/// Bytes of a needle that the one pass looks for.
const SEED: usize = 8;
/// Bytes of a needle that a search for it alone looks for first.
const PROBE: usize = 16;
/// A needle may be compared with so many bytes for each of the text.
const DEAREST: usize = 4;

/// Places kept for all quotes of a model together, as far as each is left [`FEWEST_PLACES`].
const MOST_PLACES: usize = 1_000_000;
/// Places kept of one quote where there is room.
const MOST_OF_QUOTE: usize = 10_000;
/// Places kept of each quote however many quotes there are.
const FEWEST_PLACES: usize = 8;

/// Where each of `needles` begins in `text`, in rising order, overlapping places too, `most` of each. An empty needle is
/// nowhere.
fn places(text: &str, needles: &[&str], most: usize) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); needles.len()];
    let is_long = |needle: &str| needles.len() > FEW && needle.len() >= SEED;
    for (needle, places) in needles.iter().zip(&mut out).filter(|(needle, _)| !is_long(needle)) {
        *places = places_of(text.as_bytes(), needle.as_bytes(), most);
    }
    let long: Vec<(usize, u64)> =
        needles.iter().enumerate().filter(|(_, n)| is_long(n)).map(|(i, n)| (i, seed(n.as_bytes()))).collect();
    if long.is_empty() {
        return out;
    }
    let mut seeds: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut filter = vec![false; 1 << 16];
    for (index, seed) in long {
        filter[slot(seed)] = true;
        seeds.entry(seed).or_default().push(index);
    }
    // What comparing each needle may have cost so far, at most.
    let mut compared = vec![0; needles.len()];
    for (at, window) in text.as_bytes().windows(SEED).enumerate() {
        let seed = seed(window);
        if !filter[slot(seed)] {
            continue;
        }
        let rest = text.as_bytes().get(at..).unwrap_or(&[]);
        for index in seeds.get(&seed).into_iter().flatten() {
            compared[*index] += needles[*index].len();
            if compared[*index] <= DEAREST * text.len()
                && out[*index].len() < most
                && rest.starts_with(needles[*index].as_bytes())
            {
                out[*index].push(at);
            }
        }
    }
    // A needle whose beginning stands nearly everywhere is looked for by itself, in linear time.
    let dear = compared.iter().enumerate().filter(|(_, compared)| **compared > DEAREST * text.len());
    for (index, _) in dear {
        out[index] = each_place(text.as_bytes(), needles[index].as_bytes()).take(most).collect();
    }
    out
}

/// The first `most` places where `needle` begins in `text`, overlapping ones too; none where it is empty.
fn places_of(text: &[u8], needle: &[u8], most: usize) -> Vec<usize> {
    // To make a long needle ready costs more than to look for its beginning in an article of a few kilobytes.
    let probe = needle.get(..PROBE).unwrap_or(needle);
    let (mut places, mut compared) = (Vec::new(), 0);
    for at in each_place(text, probe) {
        compared += needle.len() - probe.len();
        if compared > DEAREST * text.len() {
            // The beginning stands nearly everywhere.
            return each_place(text, needle).take(most).collect();
        }
        if text.get(at..).is_some_and(|rest| rest.starts_with(needle)) {
            places.push(at);
        }
        if places.len() >= most {
            break;
        }
    }
    places
}

/// The first [`SEED`] bytes as a number; 0 where there are fewer.
fn seed(bytes: &[u8]) -> u64 {
    bytes.first_chunk().copied().map_or(0, u64::from_le_bytes)
}

/// A multiplicative hash to 16 bits.
fn slot(seed: u64) -> usize {
    (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize
}

/// Where `needle` begins in `text`, overlapping places too; nowhere where it is empty.
fn each_place(text: &[u8], needle: &[u8]) -> impl Iterator<Item = usize> {
    let (finder, mut from) = (memmem::Finder::new(needle), 0);
    std::iter::from_fn(move || {
        let at = from + text.get(from..).filter(|_| !finder.needle().is_empty()).and_then(|rest| finder.find(rest))?;
        from = at + 1;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FEW, Quote, locate, places};
    use crate::model::Anchor;
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
        let text = format!("was “so”{}no. But no.", " \n".repeat(500));
        let quote = Quote { words: "no", prefix: Some("was \"so\" "), suffix: None };
        assert!(matches!(locate(&text, &[quote]).as_slice(), [Anchor::Exact(span)] if span.start() > 1000));
    }

    #[test]
    fn a_quote_that_stands_everywhere_is_known_in_bounded_places() {
        let text = "a".repeat(50_000);
        let quote = Quote { words: "aa", prefix: None, suffix: None };
        let places = |count: usize| locate(&text, &vec![quote; count]).last().map(|anchor| anchor.places().len());
        assert_eq!(places(1), Some(10_000));
        assert_eq!(places(1000), Some(1000));
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_naive_search_finds(text in "[ab]{0,60}", mut needles in prop::collection::vec("[ab]{0,12}", 1..40)) {
            needles.extend((0..FEW).map(|_| "abababababab".to_owned()));
            let needles: Vec<&str> = needles.iter().map(String::as_str).collect();
            for (needle, found) in needles.iter().zip(places(&text, &needles, 1000)) {
                let naive: Vec<usize> = (0..text.len()).filter(|at| !needle.is_empty() && text.get(*at..).is_some_and(|rest| rest.starts_with(needle))).collect();
                prop_assert_eq!(found, naive, "{}", needle);
            }
        }

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
