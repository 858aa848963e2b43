//! Keys pressed one after the other: sequences, contexts, and what Esc takes away in each.

use std::sync::Arc;

use super::command::Command;
use super::key::Sequence;
use super::keymap::Context;
use super::overlay::Overlay;
use super::place::Pane;
use super::{App, Effect, Key, Message, Options, Screen, View, apart, press, press_run, update};
use crate::load::{self, Loaded};

fn app() -> App {
    App::new(Arc::new(load::example()), &Options::default(), (120, 36))
}

/// A model with a finding.
fn faulty() -> Arc<Loaded> {
    let loaded = load::load_str(&[("m.toml", "[[actors]]\nid = \"a\"\nnam = \"A\"\n")], &[]);
    assert!(!loaded.findings.is_empty());
    Arc::new(loaded)
}

/// Presses keys and gives the last effect.
fn keys(app: &mut App, names: &str) -> Option<Effect> {
    let sequence = Sequence::parse(names).unwrap();
    sequence.keys().iter().map(|key| press(app, *key)).last().flatten()
}

#[test]
fn a_prefix_waits_and_the_next_key_ends_it() {
    let mut app = app();
    keys(&mut app, "j g");
    assert_eq!((app.pending.as_slice(), app.browse().first.ordinal()), (&[Key::char('g')][..], 2));
    keys(&mut app, "g");
    assert_eq!((app.pending.len(), app.browse().first.ordinal()), (0, 1));
    assert_eq!(app.notice, None);
}

#[test]
fn an_unknown_sequence_does_nothing_and_says_so() {
    let mut app = app();
    keys(&mut app, "g G");
    assert_eq!(app.browse().first.ordinal(), 1, "the last key alone would go to the end");
    assert_eq!(app.notice.as_deref(), Some("`g G` means nothing here; ? shows the keys"));
    assert!(app.pending.is_empty());
    keys(&mut app, "j");
    assert_eq!((app.notice.as_deref(), app.browse().first.ordinal()), (None, 2));
    for names in ["X", "欧", "Ctrl-x", "F9", "i X"] {
        keys(&mut app, names);
        let key = names.trim_start_matches("i ");
        assert_eq!(app.notice.as_deref(), Some(&*format!("`{key}` means nothing here; ? shows the keys")));
    }
    keys(&mut app, "Esc f Ctrl-x");
    assert_eq!(app.notice.as_deref(), Some("`Ctrl-x` means nothing here"), "help has no key where letters are typed");
}

#[test]
fn a_key_that_means_nothing_is_looked_up_by_its_place_and_typed_as_it_is() {
    for (down, find, typed, word, home) in [
        ("о", "а", "ж и м", "жим", "п п"),
        ("о", "а", "є ї", "єї", "п п"),
        ("ξ", "φ", "λ ό γ ο ς", "λόγος", "γ γ"),
        ("ח", "כ", "ש ל ו ם", "שלום", "ע ע"),
        ("ت", "ب", "س ل ا م", "سلام", "ل ل"),
        ("ｊ", "ｆ", "ｊ", "ｊ", "ｇ ｇ"),
    ] {
        let mut app = app();
        keys(&mut app, &format!("{down} {down}"));
        assert_eq!((app.browse().first.ordinal(), app.notice.as_deref()), (3, None), "{down}");
        keys(&mut app, home);
        assert_eq!(app.browse().first.ordinal(), 1, "{home}");
        keys(&mut app, &format!("{find} {typed}"));
        let Some(Overlay::Find(open)) = &app.location.overlay else { unreachable!("{find} opens find") };
        assert_eq!(open.field.text(), word);
    }
    let mut app = app();
    keys(&mut app, "а д о Alt-и т Ctrl-т Ctrl-г");
    let Some(Overlay::Find(open)) = &app.location.overlay else { unreachable!("`а` opens find") };
    assert_eq!(open.field.text(), "до", "keys with control edit by their place");
    app.keymap.bind(Context::Browse, Sequence::parse("ч").unwrap(), Command::Quit).unwrap();
    assert_eq!(keys(&mut app, "Esc ч"), Some(Effect::Quit), "a key that is bound is what it is");
}

#[test]
fn alt_and_a_key_are_esc_and_the_key_unless_bound() {
    let mut app = app();
    let rest = |app: &App, name: &str| apart(app, Key::parse(name).unwrap()).map(|key| key.to_string());
    let (q, enter) = (Some("q".to_owned()), Some("Enter".to_owned()));
    assert_eq!((rest(&app, "Alt-q"), rest(&app, "Alt-Enter"), rest(&app, "q")), (q.clone(), enter, None));
    assert_eq!((rest(&app, "Alt-Left"), rest(&app, "Alt-Up")), (None, None), "a sequence says that Alt was held");
    app.keymap.bind(Context::Browse, Sequence::parse("Alt-q").unwrap(), Command::Quit).unwrap();
    assert_eq!(rest(&app, "Alt-q"), None);
    keys(&mut app, "f a");
    assert_eq!((rest(&app, "Alt-q"), rest(&app, "Alt-b"), rest(&app, "Alt-и")), (q, None, None));
}

#[test]
fn keys_are_those_of_the_innermost_context() {
    use Context::{Browse, Card, Compare, Find, Reader, Typing};

    let mut app = app();
    let mut seen = vec![app.context()];
    for names in ["f", "Esc", "i", "i", "r", "?", "Esc", "/", "Esc", "q", "c"] {
        keys(&mut app, names);
        seen.push(app.context());
    }
    assert_eq!(seen, [Browse, Find, Browse, Card, Browse, Reader, Typing, Reader, Typing, Reader, Browse, Compare]);
    let mut app = App::new(faulty(), &Options::default(), (120, 36));
    keys(&mut app, "!");
    assert_eq!(app.context(), Context::Findings);
}

#[test]
fn each_view_goes_to_the_actor_and_to_the_issue_at_its_cursor() {
    for (names, id) in [
        ("g a", "trump"),
        ("g i", "sequence"),
        ("r g a", "trump"),
        ("r g i", "sequence"),
        ("c g a", "putin"),
        ("c g i", "sequence"),
    ] {
        let options = Options { at: Some("trump-agreement-first".to_owned()), ..Options::default() };
        let mut app = App::new(Arc::new(load::example()), &options, (120, 36));
        keys(&mut app, names);
        let record = app.browse().first.selected().map(|record| app.model().key(record));
        assert_eq!((app.context(), record), (Context::Browse, Some(id)), "{names}");
    }
}

#[test]
fn the_key_that_opened_the_findings_closes_them() {
    let mut app = App::new(faulty(), &Options::default(), (120, 36));
    for _ in 0..2 {
        assert_eq!(keys(&mut app, "!"), None);
        assert!(matches!(app.location.overlay, Some(Overlay::Findings(_))));
        assert_eq!(keys(&mut app, "!"), None);
        assert!(app.location.overlay.is_none());
    }
}

#[test]
fn other_keys_leave_the_findings_for_the_view() {
    let mut app = App::new(faulty(), &Options::default(), (120, 36));
    keys(&mut app, "! f");
    assert!(matches!(app.location.overlay, Some(Overlay::Find(_))));
    keys(&mut app, "Esc ! 3");
    assert!(app.location.overlay.is_some(), "a key of browse means nothing in the findings");
    keys(&mut app, "q");
    assert!(app.location.overlay.is_none());
    assert!(keys(&mut app, "q") == Some(Effect::Quit));
}

#[test]
fn esc_closes_each_overlay_and_leaves_the_view() {
    for names in ["f a", "?", ":", "i", "&", "/", "r i", "r /", "c ?"] {
        let mut app = app();
        keys(&mut app, names);
        assert!(app.location.overlay.is_some(), "{names}");
        let (views, focus) = (app.screen().title(), app.browse().focus);
        assert_eq!(keys(&mut app, "Esc"), None, "{names}");
        assert!(app.location.overlay.is_none(), "{names}");
        assert_eq!((app.screen().title(), app.browse().focus), (views, focus), "{names}");
    }
    let mut app = App::new(faulty(), &Options::default(), (120, 36));
    keys(&mut app, "! Esc");
    assert!(app.location.overlay.is_none());
}

#[test]
fn esc_in_a_prompt_brings_back_what_was_there() {
    let mut app = app();
    keys(&mut app, "/ p u Enter");
    keys(&mut app, "/ x Esc");
    assert_eq!(app.browse().filters[Pane::First.index()], "pu");
    keys(&mut app, "Esc r");
    let before = app.reader().unwrap().cursor;
    keys(&mut app, "/ N A T O");
    assert_ne!(app.reader().unwrap().cursor, before);
    keys(&mut app, "Esc");
    assert_eq!((app.reader().unwrap().cursor, app.reader().unwrap().search.as_str()), (before, ""));
}

#[test]
fn esc_in_browse_takes_away_one_thing_at_a_time() {
    let mut app = app();
    keys(&mut app, "/ p u Enter l / d e Enter & k i n d : d e m a n d Enter z");
    let state = |app: &App| {
        let browse = app.browse();
        (browse.filters[0].clone(), browse.filters[1].clone(), browse.asked.is_some(), browse.zoom)
    };
    assert_eq!(state(&app), ("pu".into(), "de".into(), true, true));
    let mut seen = Vec::new();
    for _ in 0..5 {
        assert_eq!(keys(&mut app, "Esc"), None);
        assert_eq!(app.browse().focus, Pane::Demands);
        seen.push(state(&app));
    }
    let none = String::new;
    let expected = [
        ("pu".into(), none(), true, true),
        (none(), none(), true, true),
        (none(), none(), false, true),
        (none(), none(), false, false),
        (none(), none(), false, false),
    ];
    assert_eq!(seen, expected, "the filter of the pane with the keyboard goes first");
}

#[test]
fn esc_in_the_reader_drops_the_selection_then_the_search() {
    let mut app = app();
    keys(&mut app, "r / P u t i n Enter v w");
    let state = |app: &App| app.reader().map(|reader| (reader.anchor.is_some(), reader.search.clone()));
    assert_eq!(state(&app), Some((true, "Putin".into())));
    keys(&mut app, "Esc");
    assert_eq!(state(&app), Some((false, "Putin".into())));
    keys(&mut app, "Esc");
    assert_eq!(state(&app), Some((false, String::new())));
    assert_eq!(keys(&mut app, "Esc"), None);
    assert!(app.reader().is_some(), "it does not close the view");
}

#[test]
fn esc_in_a_comparison_lists_every_issue_again() {
    let mut app = app();
    keys(&mut app, "c");
    let all = app.compare().unwrap().issues.count();
    keys(&mut app, "D");
    assert_ne!(app.compare().unwrap().issues.count(), all);
    keys(&mut app, "Esc");
    assert_eq!(app.compare().unwrap().issues.count(), all);
    keys(&mut app, "Esc");
    assert!(matches!(app.screen(), Screen::Compare(_)), "it does not close the view");
}

#[test]
fn a_rebound_key_is_pressed_and_named() {
    let mut app = app();
    app.keymap.bind(Context::Anywhere, Sequence::parse("F5").unwrap(), Command::Help).unwrap();
    keys(&mut app, "g x");
    assert_eq!(app.notice.as_deref(), Some("`g x` means nothing here; F5 shows the keys"));
    keys(&mut app, "F5");
    assert!(matches!(app.location.overlay, Some(Overlay::Keys(_))));
    keys(&mut app, "Esc");
    for name in ["F5", "F1", "?"] {
        assert_eq!(app.keymap.unbind(Context::Anywhere, &Sequence::parse(name).unwrap()), Some(Command::Help));
    }
    keys(&mut app, "g x");
    assert_eq!(app.notice.as_deref(), Some("`g x` means nothing here"));
    keys(&mut app, "?");
    assert!(app.location.overlay.is_none());
}

/// Keys that move, open, type and close, each pressed several times.
fn floods() -> impl proptest::strategy::Strategy<Value = Vec<Key>> {
    const NAMES: &[&str] = &[
        "j",
        "k",
        "J",
        "K",
        "G",
        "l",
        "h",
        "f",
        "p",
        "u",
        "t",
        "Esc",
        "Enter",
        "Down",
        "PgDn",
        "Ctrl-d",
        "/",
        "]",
        "r",
        "c",
        "i",
        "y",
        "g",
        "Tab",
        "Backspace",
        "!",
        "?",
        "w",
        "}",
    ];
    let runs = proptest::collection::vec((proptest::sample::select(NAMES), 1_usize..30), 0..12);
    proptest::strategy::Strategy::prop_map(runs, |runs| {
        runs.into_iter().flat_map(|(name, count)| vec![Key::parse(name).unwrap(); count]).collect()
    })
}

/// Everything about the place, without the order, which maps leave to chance.
fn account(app: &App) -> Vec<String> {
    let text = format!("{:?}", app.location);
    let mut words: Vec<String> = text.split(['{', '}', ',']).map(|word| word.trim().to_owned()).collect();
    words.sort();
    words
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn keys_taken_together_do_what_each_does(keys in floods()) {
        let (mut one, mut all) = (app(), app());
        let singly: Vec<Effect> = keys.iter().filter_map(|key| press(&mut one, *key)).collect();
        let (mut rest, mut together, mut calls) = (keys.as_slice(), Vec::new(), 0);
        while !rest.is_empty() {
            let (count, effect) = press_run(&mut all, rest.iter().copied());
            together.extend(effect);
            calls += 1;
            rest = &rest[count..];
        }
        proptest::prop_assert!(calls <= keys.len());
        proptest::prop_assert_eq!(singly, together);
        proptest::prop_assert_eq!(&one.notice, &all.notice);
        proptest::prop_assert_eq!(account(&one), account(&all));
    }
}

#[test]
fn a_flood_of_letters_and_of_one_motion_is_taken_in_two_steps() {
    let mut app = app();
    let key = |name| Key::parse(name).unwrap();
    assert_eq!(press_run(&mut app, vec![key("j"); 5000]), (5000, None));
    assert_eq!(press_run(&mut app, [key("f"), key("x")]), (1, None));
    assert_eq!(press_run(&mut app, vec![key("x"); 5000]), (5000, None));
    assert_eq!(press_run(&mut app, []), (0, None));
}

#[test]
fn a_full_field_says_so() {
    let mut app = app();
    let says_so = |app: &App| app.notice.as_deref() == Some("a line holds 256 characters; the rest is left out");
    keys(&mut app, "f");
    update(&mut app, Message::Paste("é".repeat(256)));
    assert!(!says_so(&app));
    keys(&mut app, "y");
    assert!(says_so(&app));
    keys(&mut app, "Backspace y");
    assert!(!says_so(&app), "it fits again");
    keys(&mut app, "Esc f");
    update(&mut app, Message::Paste("é".repeat(257)));
    assert!(says_so(&app));
}

/// Find that chooses, with a query.
fn picking(query: &str) -> App {
    let options = Options { query: Some(query.to_owned()), is_pick: true, ..Options::default() };
    App::new(Arc::new(crate::load::example()), &options, (120, 36))
}

/// The ids of what Enter hands over.
fn picked(app: &mut App) -> Vec<String> {
    match keys(app, "Enter") {
        Some(Effect::Pick(picked)) => picked.hits.iter().map(|hit| app.model().subject_key(hit.subject)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn enter_hands_over_what_is_chosen_else_what_is_under_the_cursor() {
    let mut app = picking("is:actor putin");
    assert_eq!((app.context(), picked(&mut app)), (Context::Pick, vec!["putin".to_owned()]));
    let mut app = picking("is:actor zelenskyy");
    keys(&mut app, "Tab Ctrl-u i s : a c t o r Space t r u m p Tab");
    assert_eq!(picked(&mut app), ["zelenskyy", "trump"], "what is chosen stays chosen behind another query");
    keys(&mut app, "Ctrl-u i s : a c t o r Space z e l e n s k y y Tab");
    assert_eq!(picked(&mut app), ["trump"], "a second Tab takes it back");
    assert_eq!(picked(&mut picking("qqqqqqqq")), [""; 0]);
}

#[test]
fn picking_is_left_as_a_whole() {
    for way in ["Esc", "Ctrl-c"] {
        let mut app = picking("putin");
        assert_eq!(keys(&mut app, way), Some(Effect::Quit), "{way}");
    }
    let mut app = picking("actor:p");
    keys(&mut app, "u Ctrl-Space");
    let Some(Overlay::Find(find)) = &app.location.overlay else { unreachable!("picking is find") };
    assert_ne!(find.field.text(), "actor:pu", "the field is completed");
}

#[test]
fn another_program_leads_to_what_there_is_and_takes_no_form_away() {
    let lead = |app: &mut App, id: &str| update(app, Message::Lead(id.to_owned()));
    let own = Loaded { is_example: false, ..load::example() };
    let mut app = App::new(Arc::new(own), &Options::default(), (120, 36));
    keys(&mut app, "f x");
    lead(&mut app, "zelenskyy-sanctions");
    assert_eq!(
        (app.context(), app.subject().map(|subject| app.model().subject_key(subject))),
        (Context::Browse, Some("zelenskyy-sanctions".to_owned()))
    );
    lead(&mut app, "alaska:3");
    assert_eq!(app.context(), Context::Reader);
    lead(&mut app, "nobody");
    assert_eq!(app.context(), Context::Reader, "an unknown id changes nothing");
    keys(&mut app, "H");
    assert_eq!(app.subject().map(|subject| app.model().subject_key(subject)), Some("zelenskyy-sanctions".to_owned()));
    keys(&mut app, "r V a");
    assert_eq!(app.context(), Context::Form);
    lead(&mut app, "putin");
    assert_eq!(app.context(), Context::Form);
}

#[test]
fn texts_without_a_model_are_offered_until_there_is_one() {
    let texts = ["a.txt", "b.txt", "c.txt", "d.txt"].map(str::to_owned).to_vec();
    let options = Options { texts, ..Options::default() };
    let mut app = App::new(Arc::new(load::example()), &options, (100, 30));
    assert_eq!(app.notice.as_deref(), Some("4 texts here: a makes a model"));
    // Words of the example are not what a model of the texts would quote.
    let example = "this is the built-in example; save it first: demarche new --example";
    for of_words in ["l l r V a", "Esc q l a"] {
        assert_eq!(keys(&mut app, of_words), None, "{of_words}");
        assert_eq!(app.notice.as_deref(), Some(example), "{of_words}");
    }
    keys(&mut app, "H H 1");
    // It is made once that was asked twice in a row.
    let asked = "a model of 4 texts: a.txt, b.txt, c.txt and 1 more; a again writes it as positions.toml";
    for keys_first in ["a", "j a"] {
        assert_eq!(keys(&mut app, keys_first), None, "{keys_first}");
        assert_eq!(app.notice.as_deref(), Some(asked), "{keys_first}");
    }
    assert_eq!(keys(&mut app, "a"), Some(Effect::NewModel));
    let made = load::load_str(&[("positions.toml", "[[articles]]\nid = 'a'\ntitle = 'A'\ntext = 'One. Two.'\n")], &[]);
    update(&mut app, Message::Opened(Arc::new(made).into(), "wrote `positions.toml`".to_owned()));
    assert_eq!(app.notice.as_deref(), Some("wrote `positions.toml`"));
    assert_eq!(keys(&mut app, "a"), None);
    assert!(matches!(app.location.overlay, Some(Overlay::Form(_))));
}
