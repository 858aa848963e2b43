//! Locates quotes: all places first, then the choice among them by context, then the state.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::adapted::{adapted, core, pieces};
use super::border::{Cut, cut_at, whole_words};
use super::context::{Context, Misfit};
use super::nearest::{Finder, LEAST_SCORE, Likeness};
use super::places::places;
use super::selector::Quote;
use super::source::{Match, Source};
use crate::model::Anchor;
use crate::text::{Span, fold_for_anchor};

/// Places kept for all quotes of a model together, but at least [`FEWEST_PLACES`] each.
const MOST_PLACES: usize = 1_000_000;
/// The most places kept for one quote.
const MOST_OF_QUOTE: usize = 10_000;
/// Places kept for each quote even if there are very many quotes.
const FEWEST_PLACES: usize = 8;

/// How many places to keep for each of `quotes` quotes, so that their sum stays bounded.
pub fn place_limit(quotes: usize) -> usize {
    (MOST_PLACES / quotes.max(1)).clamp(FEWEST_PLACES, MOST_OF_QUOTE)
}

/// Where a quote is in its article, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// Where it is.
    pub anchor: Anchor,
    /// What is wrong with its context; `None` where the context fits or none is given.
    pub misfit: Option<Misfit>,
    /// If the quote cuts a word or number: its place extended to whole words, and what it cuts.
    pub whole: Option<(Span, Cut)>,
    /// For near and orphaned quotes, the most similar place; `None` where no place is at least half similar.
    pub nearest: Option<Alike>,
    /// Whether there may be more places than were gathered.
    pub is_least: bool,
}

impl From<Anchor> for Located {
    /// With nothing doubtful.
    fn from(anchor: Anchor) -> Self {
        Self { anchor, misfit: None, whole: None, nearest: None, is_least: false }
    }
}

/// The place in an article most similar to a quote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Where it is.
    pub span: Span,
    /// 1 − edits ÷ length of the quote, in characters of the folded texts: ½ to 1, and less where only case differs.
    pub score: f32,
}

/// Where each of `quotes` is in `text`, in the order of the quotes.
///
/// First, all places with the folded quote are gathered, on character boundaries; prefix and suffix choose among them,
/// and places that cut no word are preferred. A single place is `Exact` where its bytes equal the quote, else
/// `Normalised`; several are `Ambiguous`. Without a place, a quote that marks its changes is `Adapted`; else it is
/// `Near` if one place is clearly most similar, or an `Orphan`, as is a quote without words.
///
/// The text is folded once. One pass finds many quotes: 1 ns a byte, plus each place where the first eight bytes of a
/// quote occur. An orphan costs another pass. [`place_limit`] bounds the places kept for each quote.
///
/// ```
/// use demarche::model::Anchor;
/// use demarche::quote::{Quote, locate};
///
/// let text = "They ask for “peace”. They ask again, as before, for help.";
/// let quote = |words| Quote { words, prefix: None, suffix: None };
/// let words = ["ask again", "for \"peace\"", "They ask", "They ask again … for help", "war"];
/// let found = locate(text, &words.map(quote));
/// assert!(matches!(found[0].anchor, Anchor::Exact(span) if span.of(text) == "ask again"));
/// assert!(matches!(found[1].anchor, Anchor::Normalised(span) if span.of(text) == "for “peace”"));
/// assert!(matches!(&found[2].anchor, Anchor::Ambiguous(places) if places.len() == 2));
/// assert!(matches!(&found[3].anchor, Anchor::Adapted(parts) if parts[1].of(text) == "for help"));
/// assert!(matches!(found[4].anchor, Anchor::Orphan));
/// ```
pub fn locate(text: &str, quotes: &[Quote<'_>]) -> Vec<Located> {
    locate_up_to(place_limit(quotes.len()), text, quotes)
}

/// Like [`locate`], keeping `limit` places for each quote, for callers that locate the quotes of a model in parts.
pub fn locate_up_to(limit: usize, text: &str, quotes: &[Quote<'_>]) -> Vec<Located> {
    let source = Source::new(text);
    let folded: Vec<Cow<'_, str>> = quotes.iter().map(|quote| folded(quote.words)).collect();
    let words: Vec<&str> = folded.iter().map(AsRef::as_ref).collect();
    let found = source.direct(&words, limit);
    let mut missing: Vec<usize> = (0..quotes.len()).filter(|at| found[*at].is_empty()).collect();
    let mut loose: HashMap<usize, Vec<Match>> = HashMap::new();
    if !missing.is_empty() && source.bare().is_other() {
        let wanted: Vec<&str> = missing.iter().map(|at| words[*at]).collect();
        loose
            .extend(missing.iter().copied().zip(source.loose(&wanted, limit)).filter(|(_, places)| !places.is_empty()));
        missing.retain(|at| !loose.contains_key(at));
    }
    let can_be_adapted = hints(&source, &missing, &words);
    let mut finder = Finder::new(&source);
    let each = found.into_iter().zip(quotes).zip(&words).enumerate();
    let located = each.map(|(at, ((starts, quote), words))| {
        let place = Placing { source: &source, quote, limit };
        if !starts.is_empty() {
            return place.among(starts.into_iter().map(|at| Match::whole(at, words)).collect());
        }
        if let Some(places) = loose.remove(&at) {
            return place.among(places);
        }
        if can_be_adapted.binary_search(&at).is_ok()
            && let Some(located) = place.adapted(words)
        {
            return located;
        }
        place.near(finder.nearest(words))
    });
    located.collect()
}

/// The words of a quote, folded and trimmed; copied only where folding changes them.
fn folded(words: &str) -> Cow<'_, str> {
    let folded = fold_for_anchor(words);
    match (folded.text().trim(), words.trim()) {
        (folded, words) if folded == words => Cow::Borrowed(words),
        (folded, _) => Cow::Owned(folded.to_owned()),
    }
}

/// Those of the `missing` quotes whose longest part occurs in the text, ascending.
fn hints(source: &Source<'_>, missing: &[usize], words: &[&str]) -> Vec<usize> {
    if missing.is_empty() {
        return Vec::new();
    }
    let cores: Vec<String> = missing.iter().map(|at| core(words[*at])).collect();
    let cores: Vec<&str> = cores.iter().map(String::as_str).collect();
    let direct = places(source.folded.text(), &cores, 1);
    let loose = if source.bare().is_other() { source.loose(&cores, 1) } else { vec![Vec::new(); cores.len()] };
    let is_there = |((at, direct), loose): ((&usize, &Vec<usize>), &Vec<Match>)| {
        (!direct.is_empty() || !loose.is_empty()).then_some(*at)
    };
    missing.iter().zip(&direct).zip(&loose).filter_map(is_there).collect()
}

/// A quote to be placed in its article.
struct Placing<'p> {
    source: &'p Source<'p>,
    quote: &'p Quote<'p>,
    /// The most places that were gathered.
    limit: usize,
}

impl Placing<'_> {
    /// Chooses among `places`, at least one.
    fn among(&self, places: Vec<Match>) -> Located {
        let is_least = places.len() >= self.limit;
        let (mut left, misfit) = self.choose(places, |place| place.range.clone());
        if left.iter().any(|place| !self.cuts(&place.range)) {
            left.retain(|place| !self.cuts(&place.range));
        }
        let anchor = match left.as_slice() {
            [only] if only.left_out.is_empty() => self.whole(&only.range),
            [only] => Anchor::Adapted(pieces(only).iter().map(|piece| self.source.span(piece)).collect()),
            several => Anchor::Ambiguous(several.iter().map(|place| self.source.span(&place.range)).collect()),
        };
        let whole = match anchor {
            Anchor::Exact(span) | Anchor::Normalised(span) => whole_words(self.source.text, span),
            _ => None,
        };
        Located { anchor, misfit, whole, nearest: None, is_least }
    }

    /// Exact or normalised. White space at the ends of an exact quote is part of it.
    fn whole(&self, range: &Range<usize>) -> Anchor {
        let span = self.source.span(range);
        let words = self.quote.words;
        let lead = words.len() - words.trim_start().len();
        let written = span.start().checked_sub(lead).map(|start| Span::new(start, start + words.len()));
        match written.filter(|span| !words.is_empty() && span.of(self.source.text) == words) {
            Some(span) => Anchor::Exact(span),
            None => Anchor::Normalised(span),
        }
    }

    /// The quote as adapted; `None` if it is not.
    fn adapted(&self, words: &str) -> Option<Located> {
        let (places, is_least) = adapted(self.source, words);
        if places.is_empty() {
            return None;
        }
        let (left, misfit) = self.choose(places, super::adapted::Adapted::range);
        let anchor = match left.as_slice() {
            [only] => Anchor::Adapted(only.parts.iter().map(|part| self.source.span(part)).collect()),
            several => Anchor::Ambiguous(several.iter().map(|place| self.source.span(&place.range())).collect()),
        };
        Some(Located { anchor, misfit, whole: None, nearest: None, is_least })
    }

    fn near(&self, likeness: Option<Likeness>) -> Located {
        let span = |likeness: &Likeness| self.source.span(&likeness.range);
        let nearest = likeness.as_ref().map(|likeness| Alike { span: span(likeness), score: likeness.score });
        let anchor = match likeness {
            Some(best) if best.score >= LEAST_SCORE && best.is_ahead => Anchor::Near(span(&best)),
            Some(_) | None => Anchor::Orphan,
        };
        Located { nearest, ..Located::from(anchor) }
    }

    fn choose<T>(&self, places: Vec<T>, range: impl Fn(&T) -> Range<usize>) -> (Vec<T>, Option<Misfit>) {
        if self.quote.prefix.is_none() && self.quote.suffix.is_none() {
            return (places, None);
        }
        Context::new(self.quote).choose(self.source.folded.text(), places, range)
    }

    fn cuts(&self, range: &Range<usize>) -> bool {
        let span = self.source.span(range);
        [span.start(), span.end()].into_iter().any(|at| cut_at(self.source.text, at).is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{Located, Quote, locate, locate_up_to};
    use crate::model::Anchor;
    use crate::quote::sample::cost;
    use crate::quote::{Cut, Misfit};
    use crate::text::Span;

    fn bare(words: &str) -> Quote<'_> {
        Quote { words, prefix: None, suffix: None }
    }

    fn one(text: &str, quote: Quote<'_>) -> Located {
        locate(text, &[quote]).remove(0)
    }

    /// The state, and the words that are marked in the text.
    fn told(text: &str, located: &Located) -> String {
        let near = match located.anchor {
            Anchor::Near(span) => vec![span],
            _ => Vec::new(),
        };
        let marked = located.anchor.places().iter().chain(&near).map(|span| format!(" [{}]", span.of(text)));
        located.anchor.word().to_owned() + &marked.collect::<String>()
    }

    #[test]
    fn a_count_that_was_cut_says_so() {
        use crate::diagnose::codes::AMBIGUOUS;
        use crate::load::load_str;

        let said = |quote: &str, times: usize| {
            let model = format!(
                "[[articles]]\nid = 'a'\ntitle = 'A'\ntext = \"{}\"\n[[actors]]\nid = 'x'\nname = 'X'\n\
                 [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\n\
                 passages = [{{ quote = '{quote}' }}]\n",
                "The gates will never open at night. ".repeat(times)
            );
            let findings = load_str(&[("m.toml", &model)], &[]).findings;
            let found = findings.iter().find(|finding| finding.code == &AMBIGUOUS);
            found.map(|finding| finding.message.clone()).unwrap_or_default()
        };
        for (quote, times, message) in [
            ("gates will … open at night", 9, "is found 9 times"),
            ("gates will … open at night", 1_200, "is found at least 1000 times"),
            ("gates will never open", 1_200, "is found 1200 times"),
            ("gates will never open", 10_200, "is found at least 10000 times"),
        ] {
            let said = said(quote, times);
            assert!(said.contains(message), "{said}");
        }
    }

    #[test]
    fn a_quote_is_found_as_far_as_it_is_the_same() {
        for (text, words, expected) in [
            ("he said no", "said no", "exact [said no]"),
            ("one two one", "one", "ambiguous [one] [one]"),
            ("a “b\r\n c” d", "\"b c\"", "normalised [“b\r\n c”]"),
            ("a b", " a b\n", "normalised [a b]"),
            (" a b ", "a b ", "exact [a b ]"),
            ("aaa", "aa", "ambiguous [aa] [aa]"),
            ("abc", "xyz", "orphan"),
            ("abc", "", "orphan"),
            ("abc", "\u{200b}", "orphan"),
            ("", "abc", "orphan"),
            // Two places, though only one of them is exact
            (
                "They ask\nfor help. They ask for help.",
                "They ask for help",
                "ambiguous [They ask\nfor help] [They ask for help]",
            ),
            // Half a character is not a place.
            ("대표단이 왔다", "대표다", "orphan"),
            ("👨‍👩‍👧 x", "👨", "orphan"),
            ("they stay… on", "they stay.", "near [they stay…]"),
            // What printing puts in
            (
                "an un-\nconditional cease-\nfire now",
                "unconditional cease-fire",
                "normalised [un-\nconditional cease-\nfire]",
            ),
            (
                "in the nineteenth-\nand twentieth",
                "nineteenth- and twentieth",
                "normalised [nineteenth-\nand twentieth]",
            ),
            ("to re-sign the treaty here", "resign the treaty here", "near [re-sign the treaty here]"),
            ("Il dit : « le retrait » hier", "dit: \"le retrait\"", "normalised [dit : « le retrait »]"),
        ] {
            assert_eq!(told(text, &one(text, bare(words))), expected, "{words:?} in {text:?}");
        }
    }

    #[test]
    fn context_chooses_among_all_places_before_the_state_is_known() {
        let twins = "North opens the\nharbour now. South opens the harbour now.";
        for (text, words, (prefix, suffix), expected, misfit) in [
            (
                twins,
                "opens the harbour now",
                (Some("North "), None),
                "normalised [opens the\nharbour now]",
                (false, false),
            ),
            (twins, "opens the harbour now", (Some("South"), None), "exact [opens the harbour now]", (false, false)),
            ("one two one", "one", (None, Some(" two")), "exact [one]", (false, false)),
            ("one two one", "one", (Some("wrong "), None), "ambiguous [one] [one]", (true, false)),
            ("one two one", "one", (Some("two"), Some("two")), "ambiguous [one] [one]", (true, true)),
            ("only here", "here", (Some("wrong "), None), "exact [here]", (true, false)),
            ("only here now", "here", (Some("only"), Some("then")), "exact [here]", (false, true)),
            ("‘x’ and ‘x’", "'x'", (Some("and"), None), "normalised [‘x’]", (false, false)),
            ("was “so”\n \n no. But no.", "no", (Some("was \"so\" "), None), "exact [no]", (false, false)),
            // A place that cuts no word is taken before those that do.
            ("unable to go. He is able to go.", "able to go", (None, None), "exact [able to go]", (false, false)),
            (
                "unable to go. disable to go.",
                "able to go",
                (None, None),
                "ambiguous [able to go] [able to go]",
                (false, false),
            ),
        ] {
            let found = one(text, Quote { words, prefix, suffix });
            assert_eq!(told(text, &found), expected, "{words:?} in {text:?}");
            // In these rows a prefix and a suffix that are both wrong fit places of their own.
            let misfit = Some(Misfit { prefix: misfit.0, suffix: misfit.1, apart: misfit.0 && misfit.1 })
                .filter(|misfit| misfit.prefix || misfit.suffix);
            assert_eq!(found.misfit, misfit, "{words:?} in {text:?}");
        }
        let found = one(twins, Quote { prefix: Some("North "), ..bare("opens the harbour now") });
        assert_eq!(found.anchor.places()[0].start(), 6);
    }

    #[test]
    fn a_quote_that_marks_its_changes_is_adapted() {
        let text = "The fleet will, as said before, not leave the bay[3] by May. After that, the treaty must be ratified¹ at once.";
        for (words, expected) in [
            ("The treaty must be ratified", "adapted [the treaty must be ratified]"),
            ("[T]he treaty must be ratified", "adapted [the treaty must be ratified]"),
            ("The fleet will … not leave the bay", "adapted [The fleet will] [not leave the bay]"),
            ("The fleet will [...] leave the bay", "adapted [The fleet will] [leave the bay]"),
            ("...not leave the bay (…)", "adapted [not leave the bay]"),
            ("[They] will, as said before", "adapted [will, as said before]"),
            ("as said before, not leave[s] the bay", "adapted [as said before, not leave] [the bay]"),
            ("the treaty must be ratified.", "adapted [the treaty must be ratified]"),
            ("“the treaty must be ratified,”", "adapted [the treaty must be ratified]"),
            ("\"The treaty must be ratified.\"", "adapted [the treaty must be ratified]"),
            ("not leave the bay by May", "adapted [not leave the bay] [ by May]"),
            ("must be ratified at once", "adapted [must be ratified] [ at once]"),
            // Out of order, on no word border, too few words, another letter
            ("not leave the bay … The fleet will", "orphan"),
            ("The fleet wil … leave the bay by", "orphan"),
            ("[They] will", "orphan"),
            ("fleet … May", "orphan"),
        ] {
            assert_eq!(told(text, &one(text, bare(words))), expected, "{words:?}");
        }
        let option = "The text says [Option 1] parties shall leave ... at once.";
        assert_eq!(
            told(option, &one(option, bare("[Option 1] parties shall leave ..."))),
            "exact [[Option 1] parties shall leave ...]"
        );
        let twice = "He may go home now, or he may soon go home now.";
        assert_eq!(
            told(twice, &one(twice, bare("He may … home now"))),
            "ambiguous [He may go home now] [he may soon go home now]"
        );
        let behind = Quote { prefix: Some("or"), ..bare("He may … home now") };
        assert_eq!(told(twice, &one(twice, behind)), "adapted [he may] [home now]");
        let far = format!("They will {} leave the bay.", "and so on ".repeat(200));
        assert_eq!(told(&far, &one(&far, bare("They will … leave the bay"))), "orphan");
    }

    #[test]
    fn a_quote_that_says_something_else_is_near_at_most() {
        let text = "They will not accept any change of borders by force. Sanctions must remain in force until May.";
        for (words, expected) in [
            ("Sanctions should remain in force until May", "near [Sanctions must remain in force until May]"),
            ("Sanctions must remian in force until May", "near [Sanctions must remain in force until May]"),
            (
                "They will accept any change of borders by force",
                "near [They will not accept any change of borders by force]",
            ),
            ("the bridge will be opened for grain", "orphan"),
            ("½", "orphan"),
        ] {
            let found = one(text, bare(words));
            assert_eq!(told(text, &found), expected, "{words:?}");
            if let Anchor::Near(span) = found.anchor {
                assert_eq!(found.nearest.map(|nearest| nearest.span), Some(span));
            }
        }
        // The place begins with a whole word, also before a letter that is written as one with the next.
        let ligature = "Her oﬃcers of the port must stay.";
        let found = one(ligature, bare("efficers of the port must stay"));
        assert_eq!(told(ligature, &found), "near [oﬃcers of the port must stay]");
        let nearest = one(text, bare("Sanctions should remain in force until May")).nearest.unwrap();
        // `should` for `must`: six letters, of which two are others and two are left out, but they share `s`.
        assert!((nearest.score - (1.0 - 5.0 / 42.0)).abs() < 1e-6, "{}", nearest.score);
        assert_eq!(told("It is the End of It.", &one("It is the End of It.", bare("IS THE END OF"))), "orphan");
        let other_case = one("It is the End of It.", bare("IS THE END OF")).nearest.map(|nearest| nearest.span);
        assert_eq!(other_case, Some(Span::new(3, 16)));
        let twins = "Sanctions must remain in force until May. Sanctions will remain in force until May.";
        assert_eq!(
            told(twins, &one(twins, bare("Sanctions can remain in force until May"))),
            "orphan",
            "which of them?"
        );
    }

    #[test]
    fn what_is_doubtful_comes_with_the_place() {
        let text = "The ships are unable to leave.";
        let found = one(text, bare("able to leave"));
        assert_eq!(found.whole.map(|(span, cut)| (span.of(text), cut)), Some(("unable to leave", Cut::Word)));
        assert_eq!(one(text, bare("unable to leave")).whole, None);
    }

    #[test]
    fn a_quote_that_is_everywhere_is_known_in_bounded_places() {
        let text = "a".repeat(50_000);
        let places =
            |count: usize| locate(&text, &vec![bare("aa"); count]).pop().map(|found| found.anchor.places().len());
        assert_eq!(places(1), Some(10_000));
        assert_eq!(places(1000), Some(1000));
        let places = |words| locate_up_to(5, &text.replace('a', "a\n"), &[bare(words)])[0].anchor.places().len();
        assert_eq!((places("a\na"), places("a a")), (5, 5), "exact and folded ones");
    }

    #[test]
    fn long_context_at_very_many_places_costs_what_it_is_long() {
        let text = format!("{}{}", "e\u{301}".repeat(20_000), "x".repeat(200_000));
        let suffix = "x".repeat(60_000);
        let quotes = ["é", "e\u{301}"].map(|words| Quote { words, prefix: None, suffix: Some(&suffix) });
        let cost = cost(|| {
            // The first 10,000 places are kept: the one that fits is behind them.
            let places = locate(&text, &quotes).iter().map(|found| found.anchor.places().len()).collect::<Vec<_>>();
            assert_eq!(places, [10_000, 10_000]);
        });
        // To fold as much at every place takes minutes.
        assert!(cost < Duration::from_secs(5), "{cost:?}");
    }

    #[test]
    fn very_many_long_quotes_that_are_lost_cost_what_the_article_is_long() {
        let numbers: Vec<String> = (1_000..4_000).map(|number: u32| number.to_string()).collect();
        let text = numbers.join(" ");
        let quotes: Vec<String> =
            numbers.windows(500).take(300).map(|words| words.join(" ").replace("0 ", "zero ")).collect();
        let quotes: Vec<Quote<'_>> = quotes.iter().map(|words| bare(words)).collect();
        let cost = cost(|| assert_eq!(locate(&text, &quotes).len(), 300));
        // To compare each with all that it shares words with takes ten times as long.
        assert!(cost < Duration::from_secs(4), "{cost:?}");
    }

    proptest! {
        #[test]
        fn what_is_whole_reads_like_the_quote(text in "[ab “”\"\u{a0}\r\n\u{200b}é]{0,40}", words in "[ab “\" é]{1,4}") {
            let found = one(&text, bare(&words));
            if !matches!(found.anchor, Anchor::Adapted(_)) {
                for span in found.anchor.places() {
                    let fold = |text: &str| crate::text::fold_for_anchor(text).text().trim().to_owned();
                    prop_assert_eq!(fold(span.of(&text)), fold(&words));
                }
            }
        }

        #[test]
        fn every_state_has_a_place_of_the_text(text in "[aAbcd .,-éё国\n¹\\[\\]]{0,80}", words in "[aAbcd .…é国-]{1,20}", cut in 0..80_usize) {
            let quotes = [words.as_str(), text.get(cut..).unwrap_or(""), text.get(..cut).unwrap_or("")];
            for found in locate(&text, &quotes.map(bare)) {
                let near = found.nearest.map(|nearest| nearest.span);
                for span in found.anchor.places().iter().copied().chain(near).chain(found.whole.map(|whole| whole.0)) {
                    prop_assert!(text.get(span.range()).is_some(), "{:?} in {:?}", span, &text);
                }
                let places = found.anchor.places();
                prop_assert!(places.windows(2).all(|two| two[0] < two[1]), "{:?}", places);
            }
        }
    }

    #[test]
    fn a_word_put_in_hides_no_place_wherever_it_is() {
        let alike = "The council will send observers to the strait, said one, and then nobody did. ".repeat(12);
        for (alike, quote, place) in [
            (
                &*alike,
                "The council will send observers to the strait before the ceasefire ends",
                "The council will send observers again to the strait before the ceasefire ends",
            ),
            (&*"It rained for days. ".repeat(100), "They will all leave", "They will not all leave"),
            (&*"It rained for days. ".repeat(100), "no peace", "not peace"),
        ] {
            for letters in 1..=quote.len().max(16) {
                let text = format!("{alike}{} {place}.", "m".repeat(letters));
                assert_eq!(told(&text, &one(&text, bare(quote))), format!("near [{place}]"), "{letters}");
            }
        }
    }

    #[test]
    fn a_span_is_where_it_says() {
        assert_eq!(one("ab cd", bare("cd")).anchor, Anchor::Exact(Span::new(3, 5)));
    }
}
