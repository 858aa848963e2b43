//! An article and quotes of it, each with words before and behind: every place holds what was looked for.
//!
//! The input is text; its first line is the article (`|` stands for a line end), each other one is a quote, its prefix
//! and its suffix, set apart by `|`.
#![no_main]

use demarche::model::Anchor;
use demarche::quote::{Quote, locate};
use demarche::text::fold_for_anchor;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let article = lines.next().unwrap_or("").replace('|', "\n");
    let quotes: Vec<Quote<'_>> = lines
        .map(|line| {
            let mut parts = line.splitn(3, '|');
            Quote { words: parts.next().unwrap_or(""), prefix: parts.next(), suffix: parts.next() }
        })
        .collect();
    // A word may be broken at a line end, so hyphens and spaces do not count.
    let letters =
        |text: &str| -> String { fold_for_anchor(text).text().chars().filter(|c| !matches!(c, '-' | ' ')).collect() };
    for (quote, found) in quotes.iter().zip(locate(&article, &quotes)) {
        let places = found.anchor.places();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "in order");
        assert!(places.iter().all(|span| article.get(span.range()).is_some()), "on borders of characters");
        match found.anchor {
            Anchor::Exact(span) => assert_eq!(span.of(&article), quote.words),
            Anchor::Normalised(span) => assert_eq!(letters(span.of(&article)), letters(quote.words)),
            Anchor::Ambiguous(places) => assert!(places.len() > 1),
            Anchor::Adapted(parts) => assert!(!parts.is_empty()),
            Anchor::Near(span) => assert_eq!(found.nearest.map(|nearest| nearest.span), Some(span)),
            Anchor::Orphan => assert!(found.nearest.is_none_or(|nearest| article.get(nearest.span.range()).is_some())),
            Anchor::NoSource => panic!("there is a text"),
        }
    }
});
