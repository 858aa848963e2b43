//! Awkward texts on every screen, and random keys, sizes and models: nothing breaks, nothing harmful is drawn.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod screen;

use std::fmt::Write;
use std::sync::Arc;

use demarche::app::key::Sequence;
use demarche::app::keymap::Keymap;
use demarche::app::{self, App, Key, Message, Options};
use demarche::load::{Loaded, load_str};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use screen::{app, assert_cursors_are_valid, draw, text};

/// `text` as a string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c)).unwrap(),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A model in which every text that is shown is `text`.
fn everywhere(awkward: &str) -> Arc<Loaded> {
    let text = quoted(awkward);
    let body = quoted(&format!("One line before.\n{awkward}\nOne line after."));
    Arc::new(load_str(
        &[(
            "m.toml",
            &format!(
                "title = {text}\n[[articles]]\nid = \"t\"\ntitle = {text}\ntext = {body}\n\
                 [[actors]]\nid = \"a\"\nname = {text}\naliases = [{text}]\n\
                 [[issues]]\nid = \"i\"\nname = {text}\ngroup = {text}\nscale = [{text}, \"other\"]\n\
                 [[demands]]\nid = \"d\"\nactor = \"a\"\nissue = \"i\"\ntext = {text}\nposition = {text}\nnote = {text}\n\
                 passages = [{{ quote = {text} }}, {{ quote = \"One line after\", speaker = \"a\" }}]\n"
            ),
        )],
        &[],
    ))
}

const SCREENS: &[&str] = &["", "l l", "b", "b b", "l l r", "f", "!", "?", "f o n e", "l l r / e"];

/// Draws every screen of a model with `awkward` everywhere; returns the reader at that line.
fn shown(awkward: &str) -> String {
    let loaded = everywhere(awkward);
    for size in [(160, 48), (81, 24), (44, 9)] {
        for keys in SCREENS {
            let app = app(&loaded, &Options::default(), size, keys);
            assert_cursors_are_valid(&app);
            draw(&app);
        }
    }
    let at = Options { at: Some("t:2".into()), ..Options::default() };
    text(&draw(&app(&loaded, &at, (100, 30), "")))
}

#[test]
fn control_text_is_shown_and_does_nothing() {
    for (name, awkward, picture) in [
        ("clipboard write", "\u{1b}]52;c;aGk=\u{7}x", "␛]52;c;aGk=␇x"),
        ("clipboard read", "\u{1b}]52;c;?\u{7}", "␛]52;c;?␇"),
        ("link", "\u{1b}]8;;http://evil\u{1b}\\x\u{1b}]8;;\u{1b}\\", "␛]8;;http://evil␛\\x␛]8;;␛\\"),
        ("title", "\u{1b}]0;title\u{7}", "␛]0;title␇"),
        ("title report", "\u{1b}[21t", "␛[21t"),
        ("settings report", "\u{1b}P$qm\u{1b}\\", "␛P$qm␛\\"),
        ("reports", "\u{1b}[>0q\u{1b}[c\u{1b}[6n", "␛[>0q␛[c␛[6n"),
        ("other screen, reset", "\u{1b}[?1049l\u{1b}c", "␛[?1049l␛c"),
        ("another screen on top", "\u{1b}[2J\u{1b}[HPassword:", "␛[2J␛[HPassword:"),
        ("pictures", "\u{1b}_Gf=100;AAAA\u{1b}\\ \u{1b}Pq#0~\u{1b}\\", "␛_Gf=100;AAAA␛\\ ␛Pq#0~␛\\"),
        ("8-bit controls", "\u{9b}2J \u{9d}52;c;?", "\u{fffd}2J \u{fffd}52;c;?"),
        ("unterminated", "tail \u{1b}]52;c;", "tail ␛]52;c;"),
        ("a pager's bypass", "\u{1b}]8;;\u{1b}[0m\u{1b}[>0q", "␛]8;;␛[0m␛[>0q"),
        ("backspaces", "a\u{8}b\u{8}_", "a␈b␈_"),
        ("carriage return alone", "left\rright", "left␍right"),
        ("nul", "left\0right", "left␀right"),
        ("tab", "a\tb", "a    b"),
        ("vertical tab, form feed, next line", "a\u{b}b\u{c}c\u{85}d", "a␋b␌c\u{fffd}d"),
    ] {
        let seen = shown(awkward);
        assert!(seen.contains(picture), "{name}: {seen}");
    }
}

#[test]
fn every_script_is_shown_and_disturbs_nothing_beside_it() {
    let flag = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
    for (name, awkward, picture) in [
        ("override", "a\u{202e}b", "a\u{fffd}b"),
        ("every mark of direction", "x\u{61c}\u{200e}\u{200f}\u{202a}\u{2066}\u{2069}y", "\u{fffd}"),
        ("unbalanced isolate", "end\u{2067}", "end\u{fffd}"),
        ("zero width space", "com\u{200b}pact", "pact"),
        ("byte order mark within", "a\u{feff}b", "\u{fffd}"),
        ("hidden tag letters", "a\u{e0041}\u{e0042}b", "\u{fffd}"),
        ("a flag of tags", flag, "🏴"),
        ("a family", "👩\u{200d}👩\u{200d}👧 here", "👩\u{200d}👩\u{200d}👧 here"),
        ("joiner between letters", "a\u{200d}b", "\u{fffd}"),
        ("ZWNJ in Persian", "می\u{200c}خواهم", "خواهم"),
        ("a flood on one letter", &format!("a{} end", "\u{301}".repeat(2_000)), "\u{fffd} end"),
        ("a mark at the beginning", "\u{301}abc", "abc"),
        ("a mark on each letter", &"e\u{301}".repeat(1_000), "e\u{301}e\u{301}"),
        ("wide letters", &"漢字".repeat(200), "漢字漢字"),
        ("Hebrew", "שלום עולם", "שלום עולם"),
        ("Arabic", "السلام عليكم", "السلام"),
        ("a ligature wider than a cell", "﷽ end", "end"),
        ("half width marks", "ｶ\u{ff9e} กำ 각", "ｶ"),
        ("line and paragraph separator", "a\u{2028}b\u{2029}c", "a\u{fffd}b\u{fffd}c"),
        ("private, unassigned, no character", "\u{e000} \u{378} \u{fffe} end", "end"),
        ("letters that grow when folded", "İ ẞ ﬃ end", "İ ẞ ﬃ end"),
        ("soft hyphens", "de\u{ad}mil\u{ad}i", "mil"),
        ("a word of ten thousand letters", &"abcdefghij".repeat(1_000), "abcdefghij"),
    ] {
        let seen = shown(awkward);
        assert!(seen.contains(picture), "{name}: {seen}");
    }
}

/// What may happen in one step.
#[derive(Debug, Clone)]
enum Step {
    Keys(Sequence),
    Letter(char),
    Paste(String),
    Resize(u16, u16),
    Reload(String),
}

fn step() -> impl Strategy<Value = Step> {
    let sequences: Vec<Sequence> = Keymap::default().bindings().iter().map(|binding| binding.keys.clone()).collect();
    let bound = select(sequences).prop_map(Step::Keys);
    prop_oneof![
        12 => bound,
        4 => select(vec!['a', 'e', 'o', ' ', 'ü', '欧', '\u{301}', ':', '"', '1']).prop_map(Step::Letter),
        1 => words().prop_map(Step::Paste),
        2 => (0..170_u16, 0..50_u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => model().prop_map(Step::Reload),
    ]
}

/// A few awkward words.
fn words() -> impl Strategy<Value = String> {
    let pieces = vec![
        "word",
        "an",
        "ocean",
        " ",
        " ",
        "\n",
        "\t",
        "שלום",
        "欧盟提议",
        "👩\u{200d}👩\u{200d}👧",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "\u{301}",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{200b}",
        "\r",
        "\0",
        "ﬃ",
        "İ",
        "“quoted”",
        "…",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    ];
    let long = Just("x".repeat(10_000));
    prop_oneof![
        20 => vec(select(pieces), 0..12).prop_map(|pieces| pieces.concat()),
        1 => long,
    ]
}

/// A model with awkward words in it, references that lead nowhere included.
fn model() -> impl Strategy<Value = String> {
    let named = (vec(words(), 0..4), vec(words(), 0..4));
    let article = prop_oneof![1 => Just(None), 5 => vec(words(), 0..6).prop_map(|lines| Some(lines.join("\n")))];
    let articles = vec((words(), article), 0..3);
    let passage = (0..3_usize, any::<Index>(), 1..30_usize);
    let demand = (0..4_usize, 0..4_usize, words(), vec(passage, 0..4));
    (named, articles, vec(demand, 0..7)).prop_map(|((actors, issues), articles, demands)| {
        let mut out = String::new();
        for (at, (title, text)) in articles.iter().enumerate() {
            write!(out, "[[articles]]\nid = \"t{at}\"\ntitle = {}\n", quoted(title)).unwrap();
            if let Some(text) = text {
                writeln!(out, "text = {}", quoted(text)).unwrap();
            }
        }
        for (kind, names) in [("actor", actors), ("issue", issues)] {
            for (at, name) in names.iter().enumerate() {
                write!(out, "[[{kind}s]]\nid = \"{kind}{at}\"\nname = {}\n", quoted(name)).unwrap();
            }
        }
        for (at, (actor, issue, text, passages)) in demands.into_iter().enumerate() {
            let (id, text) = (format!("d{at}"), quoted(&text));
            write!(
                out,
                "[[demands]]\nid = \"{id}\"\nactor = \"actor{actor}\"\nissue = \"issue{issue}\"\ntext = {text}\n"
            )
            .unwrap();
            for (article, from, length) in passages {
                let whole = articles.get(article).and_then(|(_, text)| text.as_deref()).unwrap_or("gone");
                let from = from.index(whole.chars().count().max(1));
                let quote: String = whole.chars().skip(from).take(length).collect();
                write!(out, "[[demands.passages]]\narticle = \"t{article}\"\nquote = {}\n", quoted(&quote)).unwrap();
            }
        }
        out
    })
}

fn read(model: &str) -> Arc<Loaded> {
    Arc::new(load_str(&[("m.toml", model)], &[]))
}

fn take(app: &mut App, step: Step) {
    match step {
        Step::Keys(sequence) => {
            for key in sequence.keys() {
                app::press(app, *key);
            }
        }
        Step::Letter(letter) => {
            app::press(app, Key::char(letter));
        }
        Step::Paste(text) => {
            app::update(app, Message::Paste(text));
        }
        Step::Resize(columns, rows) => {
            app::update(app, Message::Resize(columns, rows));
        }
        Step::Reload(model) => {
            app::update(app, Message::Loaded(read(&model).into()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_sizes_or_models_lead_to_a_wrong_screen(model in model(), steps in vec(step(), 1..40), size in (0..170_u16, 0..50_u16)) {
        let mut app = App::new(read(&model), &Options::default(), size);
        draw(&app);
        for step in steps {
            take(&mut app, step);
            assert_cursors_are_valid(&app);
            draw(&app);
        }
    }
}
