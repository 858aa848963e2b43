//! Configurations that nobody writes: whatever a file says, the program starts, draws, and can be left.
//!
//! 500 of them here; `DEMARCHE_TEST_ROUNDS=10000 cargo test --test config` tries more.
#![allow(clippy::unwrap_used, reason = "a test may fail wherever it stands")]

use std::sync::Arc;
use std::time::Duration;

use demarche::app::command::Command;
use demarche::app::keymap::{Context, Keymap};
use demarche::app::{self, App, Effect, Key, Message, Options};
use demarche::config::{self, KEYS};
use demarche::load::{Loaded, example};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rustix::time::{ClockId, clock_gettime};

#[allow(dead_code, reason = "other tests use the rest of it")]
mod screen;

/// Nothing of this size takes a processor so long unless it hangs.
const SOON: Duration = Duration::from_secs(2);

/// The time of a processor that this thread has taken.
fn spent() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

fn cases() -> u32 {
    std::env::var("DEMARCHE_TEST_ROUNDS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500)
}

/// A row of keys, more or less.
fn binding() -> impl Strategy<Value = String> {
    let known: Vec<String> = Keymap::default().bindings().iter().map(|binding| binding.keys.to_string()).collect();
    let keys = prop_oneof![
        select(known),
        "(g |Ctrl-|Alt-|C-|F|)[a-zA-Z1-9!:;?]( [a-z])?",
        select(vec!["Esc", "q", "Ctrl-c", "Enter", "Esc Esc", "q q", ":", "?", "Esc x"]).prop_map(str::to_owned),
        "[ -~é]{0,6}",
    ];
    let names: Vec<&str> = Command::ALL.iter().map(|command| command.name()).collect();
    let command = prop_oneof![select(names), select(vec!["none", "none", "quti", ""])];
    (keys, command).prop_map(|(keys, command)| {
        let mark = if keys.contains(['"', '\\']) { '\'' } else { '"' };
        format!("{mark}{keys}{mark} = \"{command}\"\n")
    })
}

/// A table, more or less.
fn table() -> impl Strategy<Value = String> {
    let contexts: Vec<&str> = Context::ALL.iter().map(|context| context.name()).collect();
    let keys =
        (select(contexts), vec(binding(), 0..12)).prop_map(|(at, rows)| format!("[keys.{at}]\n{}", rows.concat()));
    let value = "(bold|dim|red|on|#[0-9a-f]{6}|[a-z]{1,8}| ){0,4}";
    let styles = ("(styles|actors|style)", vec(("(text|found|selection|ground|[a-z]{1,5})", value), 0..4)).prop_map(
        |(name, rows)| rows.iter().fold(format!("[{name}]\n"), |all, (key, text)| all + key + " = \"" + text + "\"\n"),
    );
    prop_oneof![keys, styles]
}

/// A setting at the top, more or less.
fn setting() -> impl Strategy<Value = String> {
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    let value = "(\"(auto|detect|dark|light|mono|ascii|issues|tmux|vi \\{line\\}|vi \\{x\\} ')\"|true|false|-?[0-9]{1,6}|\\[\\]|\\{\\}|[a-z]{3}|)";
    (prop_oneof![select(names).prop_map(str::to_owned), "[a-z]{1,6}".boxed()], value)
        .prop_map(|(name, value)| format!("{name} = {value}\n"))
}

/// A whole file: mostly sound, with damage here and there.
fn file() -> impl Strategy<Value = String> {
    let damage = "(\\[|\\]|\"|'''|=|\\{|\\}|\u{0}|é|\n|# |\\[\\[a\\]\\]\n|a.b.c = 1\n){0,2}";
    (vec(setting(), 0..6), vec((table(), damage), 0..5)).prop_map(|(settings, tables)| {
        tables.into_iter().fold(settings.concat(), |all, (table, damage)| all + &table + &damage)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]
    #[test]
    fn whatever_a_file_says_the_program_starts_draws_and_can_be_left(text in file(), pressed in vec(binding(), 0..6)) {
        let begun = spent();
        let config = config::read("config.toml", &text);
        for finding in &config.settings.findings {
            let site = finding.site.as_ref().unwrap();
            prop_assert!(site.start.line >= 1 && site.start <= site.end, "{site:?}");
            demarche::diagnose::render(finding, demarche::text::Colour::Off);
        }
        let loaded: Arc<Loaded> = Arc::new(example());
        let options = Options { settings: config.settings.clone(), ..Options::default() };
        let mut app = App::new(Arc::clone(&loaded), &options, (100, 30));
        screen::draw(&app);
        for row in pressed {
            let keys = row.split(['"', '\'']).nth(1).unwrap_or_default();
            for key in keys.split(' ').filter_map(Key::parse) {
                app::press(&mut app, key);
            }
            screen::draw(&app);
        }
        prop_assert!(can_be_left(&mut app), "{text}");
        app::update(&mut app, Message::Configured(Box::default()));
        let usual = Keymap::default();
        prop_assert_eq!(app.keymap.bindings(), usual.bindings());
        let taken = spent().saturating_sub(begun);
        prop_assert!(taken < SOON, "{taken:?} for\n{text}");
    }

    #[test]
    fn any_bytes_are_read_in_time(text in "[\\PC\n=\\[\\]\"'{}#.]{0,400}") {
        let begun = spent();
        config::read("config.toml", &text);
        prop_assert!(spent().saturating_sub(begun) < SOON);
    }
}

/// Whether the keys that the keymap names lead out of the program.
fn can_be_left(app: &mut App) -> bool {
    for _ in 0..20 {
        let (context, keymap) = (app.context(), app.keymap.clone());
        let out = [Command::Quit, Command::Close, Command::Cancel];
        let Some(keys) = out.iter().find_map(|out| keymap.keys_of(context, *out).next()) else {
            return false;
        };
        for key in keys.keys() {
            if app::press(app, *key) == Some(Effect::Quit) {
                return true;
            }
        }
    }
    false
}

#[test]
fn nesting_and_rows_without_end_are_read_in_time() {
    let row = |n: usize| format!("\"F1{} {n}\" = \"quit\"\n", " x".repeat(n % 7));
    let rows = |count: usize| (0..count).map(row).collect::<Vec<_>>().concat();
    for text in [
        format!("a = {}", "[".repeat(30_000)),
        format!("a = {}1{}", "[".repeat(5_000), "]".repeat(5_000)),
        format!("a{} = 1", ".a".repeat(20_000)),
        format!("[a{}]", ".a".repeat(20_000)),
        format!("a = {}", "{a=".repeat(20_000)),
        "=\n".repeat(30_000),
        "x = 1\n".repeat(8_000),
        format!("[keys.browse]\n{}", rows(3_000)),
        format!("theme = \"{}\"", "x".repeat(60_000)),
        format!("{} = 1", "x".repeat(60_000)),
    ] {
        let begun = spent();
        let findings = config::read("config.toml", &text).settings.findings;
        assert!(!findings.is_empty() && findings.len() <= 100, "{}", text.len());
        let taken = spent().saturating_sub(begun);
        assert!(taken < SOON, "{taken:?} for {text:.40}");
        assert!(findings.iter().all(|finding| finding.message.len() < 1000), "{text:.40}");
    }
}

#[test]
fn what_is_right_in_a_faulty_file_counts() {
    let text =
        "theme = \"drak\"\nreading_width = 60\nstart = actors\n[keys.browse]\n\"g\" = \"quit\"\n\"F5\" = \"reload\"\n";
    let config = config::read("config.toml", text);
    let codes: Vec<&str> = config.settings.findings.iter().map(|finding| finding.code.name).collect();
    assert_eq!(codes, ["E027", "E001", "E029"]);
    assert_eq!(config.settings.reading_width, 60);
    let mut named = config.settings.keymap.keys_of(Context::Browse, Command::Reload);
    assert_eq!(named.next().map(ToString::to_string).as_deref(), Some("F5"));
}
