//! Quotes and queries at their limits: very many places, near misses, letters that mean something elsewhere.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]

mod screen;

use std::sync::Arc;
use std::time::Duration;

use demarche::app::{self, App, Message, Options};
use demarche::load::{Loaded, load_str};
use demarche::model::{Anchor, Model};
use demarche::quote::{Quote, locate};
use demarche::search::{Hits, Index, Query, Scope, SearchOptions};
use demarche::text::fold_for_search;

use screen::{app, assert_cursors_are_valid, draw, text};

/// A model of one article, quoted once.
fn model(article: &str, quote: &str) -> Arc<Loaded> {
    let text = format!(
        "[[articles]]\nid = 't'\ntitle = 'T'\nfile = 't.txt'\n[[actors]]\nid = 'a'\nname = 'Ann'\n\
         [[issues]]\nid = 'i'\nname = 'Ice'\n[[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n\
         passages = [{{ quote = '''{quote}''' }}]\n"
    );
    Arc::new(load_str(&[("m.toml", &text)], &[("t.txt", article)]))
}

fn codes(loaded: &Loaded) -> Vec<&'static str> {
    loaded.findings.iter().map(|finding| finding.code.name).collect()
}

fn anchor(loaded: &Loaded) -> Option<Anchor> {
    loaded.model.passages().first().map(|passage| passage.anchor.clone())
}

fn shown(app: &App) -> String {
    text(&draw(app))
}

fn search(model: &Model, typed: &str) -> Hits {
    Index::new(model).search(model, &Query::new(typed, model), SearchOptions { scope: Scope::All, limit: 200 })
}

fn press(app: &mut App, keys: &str) {
    for key in keys.split_whitespace() {
        app::press(app, app::Key::parse(key).unwrap());
        assert_cursors_are_valid(app);
    }
}

#[test]
fn a_quote_with_ten_thousand_places_is_counted_and_its_first_place_shown() {
    let loaded = model(&"They want peace now.\n".repeat(10_000), "want peace now");
    assert_eq!(codes(&loaded), ["W001"]);
    let Some(Anchor::Ambiguous(places)) = anchor(&loaded) else { panic!("{:?}", codes(&loaded)) };
    assert_eq!(places.len(), 10_000);
    assert!(places.iter().enumerate().all(|(line, place)| place.start() == 21 * line + 5), "in order");
    let mut app = app(&loaded, &Options::default(), (100, 30), "l l");
    assert!(shown(&app).contains("10000 places"), "{}", shown(&app));
    assert_eq!(app.browse().shown_place(app.model()), Some(places[0]));
    press(&mut app, "n");
    assert_eq!(app.notice.as_deref(), Some("place 2 of 10000"));
    press(&mut app, "n r");
    assert_eq!(app.reader().unwrap().cursor, places[2].start());
    draw(&app);
}

#[test]
fn a_quote_that_is_not_in_the_article_is_reported_and_never_counts_as_one() {
    for (name, article, quote, code, state) in [
        ("empty", "one two three", "", &["E007"][..], None),
        ("white space", "one two three", " \t ", &["E007"], None),
        ("nothing but hidden characters", "one two three", "\u{200b}\u{ad}", &["E023", "W007"], Some("orphan")),
        ("one letter", "one two three", "w", &["W009", "W007"], Some("exact")),
        ("one letter that stands often", "one two three", "e", &["W001", "W007"], Some("ambiguous")),
        ("longer than the article", "one two three", "one two three four", &["E023"], Some("orphan")),
        ("a little less", "one two three", "one two thre", &["W009"], Some("exact")),
        ("a little else", "one two three", "one two trhee", &["E024"], Some("near")),
        ("a capital as at the start of a sentence", "one two three", "One two three", &[], Some("adapted")),
        ("another case", "one two three", "one Two Three", &["E024"], Some("near")),
        ("another article's line ends", "one\r\ntwo\r\nthree", "one\ntwo\nthree", &[], Some("normalised")),
        ("soft hyphens and spaces", "one t\u{ad}wo  “three”", "one two \"three\"", &["W013"], Some("normalised")),
    ] {
        let loaded = model(article, quote);
        assert_eq!(codes(&loaded), code, "{name}");
        assert_eq!(anchor(&loaded).map(|anchor| anchor.word()), state, "{name}");
    }
}

#[test]
fn a_quote_that_left_its_article_is_reported_as_lost_and_not_moved() {
    let before = model("Before.\nThey want peace now.\nBehind.", "They want peace now");
    let mut app = app(&before, &Options::default(), (100, 30), "l l");
    assert!(shown(&app).contains("in the source"));
    let after = model("Before.\nThey wanted peace then.\nBehind.", "They want peace now");
    app::update(&mut app, Message::Loaded(Arc::clone(&after).into()));
    assert_cursors_are_valid(&app);
    let seen = shown(&app);
    assert!(seen.contains("NOT IN THE ARTICLE") && seen.contains("They want peace now"), "{seen}");
    assert_eq!(app.browse().shown_place(app.model()), None);
    assert_eq!(after.model.counts().verified, 0);
    press(&mut app, "r");
    assert_eq!(app.reader().unwrap().cursor, 0, "the article is shown from its beginning");
    assert!(app.reader().unwrap().marks.is_empty());
}

/// The processor time of this thread: other load on the machine does not count.
#[cfg(target_os = "linux")]
fn spent() -> Option<Duration> {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    counted.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

#[cfg(not(target_os = "linux"))]
fn spent() -> Option<Duration> {
    None
}

/// The least work of several runs; `None` if the system does not measure it.
fn work(mut of: impl FnMut()) -> Option<Duration> {
    let once = |()| {
        let before = spent()?;
        of();
        spent()?.checked_sub(before)
    };
    [(); 3].map(once).into_iter().min()?
}

/// Checks that eight times as much of everything costs eight times as much, not sixty-four times. Both run often, for
/// systems that measure in steps of some milliseconds.
fn assert_linear(name: &str, task: impl Fn(usize)) {
    let little = work(|| (0..16).for_each(|_| task(1)));
    let much = work(|| (0..2).for_each(|_| task(8)));
    let (Some(little), Some(much)) = (little, much) else {
        println!("{name}: this system does not count the work of a thread");
        return;
    };
    assert!(much < 3 * little, "{name}: {little:?}, then {much:?}");
}

/// `pairs` times `ab`, with one letter that is another.
fn near_miss(pairs: usize, wrong_at: usize) -> String {
    let mut text = "ab".repeat(pairs);
    text.replace_range(wrong_at..=wrong_at, "c");
    text
}

#[test]
fn a_long_quote_that_is_nearly_everywhere_costs_the_length_of_text_and_quote() {
    let pairs = 625;
    for (name, wrong_at) in [("at its end", 2 * pairs - 1), ("in the middle", pairs), ("at its beginning", 0)] {
        assert_linear(name, |times| {
            let (text, words) = ("ab".repeat(62_500 * times), near_miss(pairs * times, wrong_at * times));
            let quote = Quote { words: &words, prefix: None, suffix: None };
            assert_eq!(locate(&text, &[quote])[0].anchor, Anchor::Orphan);
        });
    }
}

#[test]
fn many_quotes_that_are_nearly_everywhere_cost_no_more_when_longer() {
    let text = "ab".repeat(150_000);
    let of = |length: usize| {
        let words: Vec<String> = (0..17).map(|n| near_miss(length / 2, length - 1 - n)).collect();
        let quotes: Vec<Quote<'_>> = words.iter().map(|words| Quote { words, prefix: None, suffix: None }).collect();
        let task = || assert!(locate(&text, &quotes).iter().all(|found| found.anchor == Anchor::Orphan));
        work(task)
    };
    // All seventeen together are shorter than the text.
    let (Some(short), Some(long)) = (of(256), of(16_384)) else {
        println!("this system does not count the work of a thread");
        return;
    };
    assert!(long < 3 * short, "{short:?}, then {long:?}");
}

#[test]
fn quotes_that_are_nearly_there_in_every_way_cost_little() {
    let long_word = (0..12_000).map(|n| format!("{n:06}qz")).collect::<Vec<String>>().concat();
    let words = ["alpha", "beta", "gamma", "delta", "eps", "zeta", "eta", "theta"];
    let prose: Vec<&str> = (0..20_000_usize).map(|n| words[n * n % 61 % 8]).collect();
    let repeated = |begin: &str, piece: &str, times: usize| begin.to_owned() + &piece.repeat(times);
    for (name, text, quotes) in [
        ("footnotes", repeated("", "a[1]", 30_000), vec!["a".repeat(15_000)]),
        ("omissions", repeated("", "ab ", 4_000), vec![repeated("ab ", "... ab ", 650); 20]),
        ("brackets", "x [1] hello there my friends".to_owned(), vec![repeated("b b b ", "[", 100_000)]),
        ("one long word", long_word, (0..100).map(|n| format!("{n:06}qz{:06}", n + 1)).collect()),
        ("orphans", prose.join(" "), (0..500).map(|n| format!("alpha beta zq{n} gamma delta eps")).collect()),
    ] {
        let quotes: Vec<Quote<'_>> = quotes.iter().map(|words| Quote { words, prefix: None, suffix: None }).collect();
        let Some(spent) = work(|| assert_eq!(locate(&text, &quotes).len(), quotes.len())) else { return };
        // Each took from 2 seconds to a minute when it was not bounded.
        assert!(spent < Duration::from_millis(1500), "{name}: {spent:?}");
        println!("{name}: {spent:?}");
    }
}

#[test]
fn letters_far_apart_are_marked_in_their_places_or_not_at_all() {
    let name = format!("z{}lnsk", "a".repeat(40_000));
    let text = format!("[[actors]]\nid = 'a'\nname = '{name}'\naliases = ['{}']\n", "b".repeat(40_000) + " end");
    let loaded = load_str(&[("m.toml", &text)], &[]);
    for typed in ["zlnsk", "za", "lnsk", "bend", "end", "zaaaaa"] {
        for hit in search(&loaded.model, typed).hits {
            let typed = fold_for_search(typed);
            for mark in &hit.marks {
                let marked = fold_for_search(mark.of(&hit.text));
                let is_typed = marked.text().chars().all(|c| typed.text().contains(c));
                assert!(is_typed && !mark.is_empty(), "{}: {}", typed.text(), marked.text().len());
            }
        }
    }
    assert_eq!(search(&loaded.model, "end").total, 1);
}

#[test]
fn signs_of_other_query_languages_are_words_or_nothing() {
    let article = "a+b (w) 1000 \\w{1000} x*\n".to_owned() + &"a".repeat(100_000);
    let loaded = model(&article, "a+b (w) 1000");
    for typed in
        [r"(\w{1000}){1000}", "(a*)*b", "a{1000}{1000}", ".*", "[a-z]+$", "%s%n", "'; DROP", "$(x)", "`x`", "\\"]
    {
        let hits = search(&loaded.model, typed);
        assert!(hits.hits.iter().flat_map(|hit| &hit.marks).all(|mark| mark.len() < 10), "{typed}");
    }
    assert_eq!(search(&loaded.model, ".*").total, 0);
}

#[test]
fn nothing_typed_narrows_nothing_and_finds_nothing() {
    let loaded = model("They want peace now.", "want peace now");
    let mut app = app(&loaded, &Options::default(), (100, 30), "");
    let rows = app.browse().first.count();
    for typed in ["", " ", "   "] {
        press(&mut app, "/");
        app::update(&mut app, Message::Paste(typed.to_owned()));
        assert_eq!(app.browse().first.count(), rows, "{typed:?} in a filter");
        press(&mut app, "Esc");
        assert_eq!(search(&loaded.model, typed), Hits::default(), "{typed:?} as a query");
    }
}

#[test]
fn what_is_pasted_into_a_query_is_shown_clean_and_searched_as_words() {
    let loaded = model("They want peace now.", "want peace now");
    for pasted in ["a\u{202e}nn", "ann\u{7}", "\u{1b}[2Jann", "ann\r\n", "\u{200b}ann\0", "ann\u{9b}"] {
        let mut app = app(&loaded, &Options::default(), (100, 30), "f");
        app::update(&mut app, Message::Paste(pasted.to_owned()));
        draw(&app);
        assert!(pasted.contains('[') || shown(&app).contains("▎ Ann"), "{pasted:?}: {}", shown(&app));
    }
    let mut app = app(&loaded, &Options::default(), (100, 30), "f");
    app::update(&mut app, Message::Paste("ann ".repeat(1_000_000)));
    assert!(shown(&app).contains("Ann"), "{}", shown(&app));
}
