//! How every character is shown: alone, after a letter, after an emoji and after a flag.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fmt::Write as _;
use std::thread;

use demarche::text::{clean, glyphs, is_clean, is_hidden, width};

/// What a character may follow.
const BEFORE: &[&str] = &["", "a", "\u{1f469}", "\u{1f3f4}\u{e0067}\u{e0062}"];

/// Whether `c` is in a plane where characters differ. In the others, without any or for private use, all are alike:
/// each is tried alone, and some after others.
fn is_of_its_own(c: char) -> bool {
    matches!(u32::from(c) >> 16, 0..=3 | 14) || u32::from(c) % 101 == 0
}

/// The flags that are made of tag characters: England, Scotland, Wales.
const FLAGS: &[&str] = &[
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

fn is_tag(c: char) -> bool {
    ('\u{e0000}'..='\u{e007f}').contains(&c)
}

/// What is wrong with what is shown of `text`; empty where nothing is.
fn wrong(text: &str) -> String {
    let shown = clean(text);
    let shown = shown.as_str();
    let mut wrong = String::new();
    if clean(shown).as_str() != shown {
        write!(wrong, " not idempotent: {shown:?}, then {:?};", clean(shown).as_str()).unwrap();
    }
    if is_clean(text) != (shown == text) {
        wrong += " clean and is_clean differ;";
    }
    if width(shown) != width(text) {
        wrong += " shown wider or narrower than counted;";
    }
    for glyph in glyphs(text) {
        // A tab is four spaces.
        if !(1..=2).contains(&glyph.width) && text.get(glyph.start..glyph.end) != Some("\t") {
            write!(wrong, " {} cells;", glyph.width).unwrap();
        }
        if glyph.shown.len() > 32 {
            write!(wrong, " {} bytes in a cell;", glyph.shown.len()).unwrap();
        }
        if glyph.shown.contains(is_tag) && !FLAGS.contains(&&*glyph.shown) {
            wrong += " tags that are no flag;";
        }
        let joins = |c| matches!(c, '\u{200c}' | '\u{200d}') || is_tag(c);
        if glyph.shown.chars().any(|c| is_hidden(c) && !joins(c)) {
            wrong += " something hidden is shown;";
        }
    }
    wrong
}

#[test]
fn every_character_is_shown_in_one_cell_or_two_and_the_same_when_shown_again() {
    let threads = u32::try_from(thread::available_parallelism().map_or(1, usize::from)).unwrap();
    let share = |number: u32| {
        let mut found = Vec::new();
        for c in (number..=u32::from(char::MAX)).step_by(threads as usize).filter_map(char::from_u32) {
            for before in BEFORE.iter().filter(|before| before.is_empty() || is_of_its_own(c)) {
                let text = format!("{before}{c}");
                let wrong = wrong(&text);
                if !wrong.is_empty() {
                    found.push(format!("{text:?}:{wrong}"));
                }
            }
        }
        found
    };
    let mut found: Vec<String> = thread::scope(|scope| {
        let shares: Vec<_> = (0..threads).map(|number| scope.spawn(move || share(number))).collect();
        shares.into_iter().flat_map(|share| share.join().unwrap()).collect()
    });
    found.sort();
    assert!(found.is_empty(), "{} of them, such as\n{}", found.len(), found[..found.len().min(60)].join("\n"));
}

#[test]
fn the_three_flags_of_tags_are_shown_as_they_are() {
    for flag in FLAGS {
        assert_eq!((clean(flag).as_str(), width(flag)), (*flag, 2));
    }
    for not_a_flag in
        ["\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}", "\u{1f3f4}\u{e0041}\u{e007f}", "\u{1f3f4}\u{e0068}\u{e0069}"]
    {
        assert!(!clean(not_a_flag).as_str().contains(is_tag), "{not_a_flag:?}");
    }
}
