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
    let folded = |text: &str| fold_for_anchor(text).text().trim().to_owned();
    for (quote, anchor) in quotes.iter().zip(locate(&article, &quotes)) {
        match anchor {
            Anchor::Exact(span) => assert_eq!(span.of(&article), quote.words),
            Anchor::Normalised(span) => assert_eq!(folded(span.of(&article)), folded(quote.words)),
            Anchor::Ambiguous(places) => {
                assert!(places.len() > 1);
                assert!(places.windows(2).all(|pair| pair[0].start() < pair[1].start()), "in order");
                assert!(places.iter().all(|span| folded(span.of(&article)) == folded(quote.words)));
            }
            Anchor::Orphan => assert!(quote.words.is_empty() || !article.contains(quote.words)),
            Anchor::NoSource => panic!("there is a text"),
        }
    }
});
