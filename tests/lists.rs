//! Lists of seventy thousand rows: walked to the last one, and cut short by another reading of the model.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod screen;

use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use demarche::app::command::Direction;
use demarche::app::{self, App, Effect, Key, Message, Mouse, Options, Touch};
use demarche::load::{Loaded, load_str};
use rustix::time::{ClockId, clock_gettime};

use screen::{app, assert_cursors_are_valid, draw, text};

/// More rows than sixteen bits count.
const MANY: usize = 70_000;
const SIZES: [(u16, u16); 4] = [(160, 48), (100, 30), (80, 24), (40, 12)];

/// A list, a model with this many records to list, the keys that lead there, and what its last row shows.
struct Long {
    name: &'static str,
    model: fn(usize) -> String,
    keys: &'static str,
    last: fn(usize) -> String,
}

const fn long(name: &'static str, model: fn(usize) -> String, keys: &'static str, last: fn(usize) -> String) -> Long {
    Long { name, model, keys, last }
}

/// Lists in which a number and `G` lead to a row.
const LISTS: &[Long] = &[
    long("actors", actors, "", |n| format!("Actor {n} ")),
    long("issues", issues, "b", |n| format!("Issue {n} ")),
    long("articles", articles, "b b", |n| format!("Article {n} ")),
    long("demands", demands, "l", |n| format!("Wish {n} ")),
    long("passages", passages, "l l", |n| format!("{n}/{n}")),
    long("matrix", issues, "c", |n| format!("Issue {n} ")),
    long("spectrum", issues, "c 2", |n| format!("Issue {n} ")),
    long("actors down the matrix", holders, "c \\", |n| format!("Holder {n} ")),
];

/// Lists over a view.
const OVERLAYS: &[Long] =
    &[long("findings", actors, "!", |n| format!("{n}/{n}")), long("card", demands, "i", |n| format!("Wish {n} "))];

fn each(count: usize, mut write: impl FnMut(&mut String, usize)) -> String {
    (1..=count).fold(String::new(), |mut out, number| {
        write(&mut out, number);
        out
    })
}

/// Two actors with an issue, the first of the rest.
const BEGIN: &str = "[[actors]]\nid = 'a'\nname = 'A'\n[[actors]]\nid = 'b'\nname = 'B'\n\
    [[issues]]\nid = 'i'\nname = 'I'\nscale = ['low', 'high']\n";

fn demand(id: &str, actor: &str, issue: &str, text: &str) -> String {
    format!("[[demands]]\nid = '{id}'\nactor = '{actor}'\nissue = '{issue}'\ntext = '{text}'\n")
}

fn actors(count: usize) -> String {
    each(count, |out, n| write!(out, "[[actors]]\nid = 'a{n}'\nname = 'Actor {n} '\n").unwrap())
}

fn issues(count: usize) -> String {
    let both = demand("x", "a", "i1", "X") + &demand("y", "b", "i1", "Y");
    let scale = "scale = ['low', 'high']\n";
    let issues = each(count, |out, n| write!(out, "[[issues]]\nid = 'i{n}'\nname = 'Issue {n} '\n{scale}").unwrap());
    BEGIN
        .replace("[[issues]]", &format!("{issues}[[issues]]"))
        .split("[[issues]]\nid = 'i'\n")
        .next()
        .unwrap()
        .to_owned()
        + &both
}

fn articles(count: usize) -> String {
    each(count, |out, n| write!(out, "[[articles]]\nid = 't{n}'\ntitle = 'Article {n} '\n").unwrap())
}

fn demands(count: usize) -> String {
    BEGIN.to_owned() + &each(count, |out, n| out.push_str(&demand(&format!("d{n}"), "a", "i", &format!("Wish {n} "))))
}

fn passages(count: usize) -> String {
    let quotes = each(count, |out, n| writeln!(out, "{{ quote = 'the quote number {n}' }},").unwrap());
    format!("[[articles]]\nid = 't'\ntitle = 'T'\n{BEGIN}{}passages = [\n{quotes}]\n", demand("d", "a", "i", "Wish"))
}

fn holders(count: usize) -> String {
    let of = |n: usize| {
        format!("[[actors]]\nid = 'h{n}'\nname = 'Holder {n} '\n")
            + &demand(&format!("d{n}"), &format!("h{n}"), "i", "X")
    };
    let holders = each(count, |out, n| out.push_str(&of(n)));
    BEGIN.split_once("[[issues]]").map(|(_, issue)| format!("[[issues]]{issue}{holders}")).unwrap()
}

fn read(model: &str) -> Arc<Loaded> {
    Arc::new(load_str(&[("m.toml", model)], &[]))
}

/// A model of [`MANY`] records, read once for all tests.
fn read_many(model: fn(usize) -> String) -> Arc<Loaded> {
    static READ: Mutex<Vec<(usize, Arc<Loaded>)>> = Mutex::new(Vec::new());
    let mut read_before = READ.lock().unwrap();
    if let Some((_, loaded)) = read_before.iter().find(|(other, _)| *other == model as usize) {
        return Arc::clone(loaded);
    }
    let loaded = read(&model(MANY));
    read_before.push((model as usize, Arc::clone(&loaded)));
    loaded
}

fn press(app: &mut App, keys: &str) {
    for key in keys.split_whitespace() {
        app::press(app, Key::parse(key).unwrap());
    }
    assert_cursors_are_valid(app);
}

fn go_to_row(app: &mut App, row: &str) {
    press(app, ":");
    app::update(app, Message::Paste(row.to_owned()));
    press(app, "Enter");
}

fn shown(app: &App) -> String {
    text(&draw(app))
}

#[test]
fn every_list_is_walked_to_its_last_row() {
    for list in LISTS.iter().chain(OVERLAYS) {
        let loaded = read_many(list.model);
        // Of findings not all are kept.
        let count = if list.name == "findings" { loaded.findings.len() } else { MANY };
        let last = (list.last)(count);
        let mut app = app(&loaded, &Options::default(), SIZES[0], list.keys);
        press(&mut app, "g g");
        let first = shown(&app);
        for size in SIZES {
            app::update(&mut app, Message::Resize(size.0, size.1));
            press(&mut app, "G k k j j");
            assert!(shown(&app).contains(last.trim_end()), "{} at {size:?}: {}", list.name, shown(&app));
            press(&mut app, "g g");
            assert!(!shown(&app).contains(last.trim_end()), "{} at {size:?}: {}", list.name, shown(&app));
        }
        app::update(&mut app, Message::Resize(SIZES[0].0, SIZES[0].1));
        press(&mut app, "Ctrl-f Ctrl-f Ctrl-b Ctrl-d Ctrl-u Ctrl-b g g");
        assert_eq!(shown(&app), first, "{}", list.name);
    }
}

#[test]
fn every_row_is_reached_by_its_number_and_larger_numbers_lead_to_the_last() {
    for list in LISTS {
        let loaded = read_many(list.model);
        let mut app = app(&loaded, &Options::default(), (80, 24), list.keys);
        for row in ["69999", "70000", "70001", "65536", "18446744073709551615", "184467440737095516150", "0"] {
            go_to_row(&mut app, row);
            let wanted = match row {
                "69999" | "65536" | "0" => row.parse::<usize>().unwrap().max(1),
                _ => MANY,
            };
            let wanted = (list.last)(wanted).replace(&format!("/{wanted}"), &format!("/{MANY}"));
            assert!(shown(&app).contains(wanted.trim_end()), "{} in row {row}: {}", list.name, shown(&app));
        }
    }
}

#[test]
fn as_many_columns_as_there_are_actors_are_walked() {
    let loaded = read_many(holders);
    let mut app = app(&loaded, &Options::default(), (160, 48), "c $");
    let last = format!("Holder {MANY}");
    let column = |app: &App| app.model().actor(app.compare().unwrap().party().unwrap()).name.trim().to_owned();
    assert_eq!(column(&app), last);
    draw(&app);
    press(&mut app, "0 l");
    assert_eq!(column(&app), "Holder 2");
    draw(&app);
    press(&mut app, "2 $");
    assert_eq!(column(&app), last);
    draw(&app);
}

/// An article of `count` lines, each of them quoted.
fn lines(count: usize) -> String {
    let text = each(count, |out, n| writeln!(out, "Line {n} was said so.").unwrap());
    let quotes = each(count, |out, n| writeln!(out, "{{ quote = 'Line {n} was said' }},").unwrap());
    let demand = demand("d", "a", "i", "Wish");
    format!(
        "[[articles]]\nid = 't'\ntitle = 'T'\ntext = \"\"\"\n{text}\"\"\"\n{BEGIN}{demand}passages = [\n{quotes}]\n"
    )
}

#[test]
fn an_article_of_many_lines_and_passages_is_read_to_its_last() {
    let loaded = read_many(lines);
    let mut reader = app(&loaded, &Options::default(), (80, 24), "l l G r");
    assert!(shown(&reader).contains("Line 70000 was said so"));
    for (keys, line) in [
        ("[", "Line 69999 "),
        ("G", "Line 70000 "),
        ("k", "Line 69999 "),
        ("Ctrl-b", "Line 69990 "),
        ("g g", "Line 1 "),
        ("]", "Line 2 "),
    ] {
        press(&mut reader, keys);
        assert!(shown(&reader).contains(line), "{keys}: {}", shown(&reader));
    }
    for (row, line) in [("69999", 69_999), ("18446744073709551615", MANY), ("65536", 65_536)] {
        go_to_row(&mut reader, row);
        assert!(shown(&reader).contains(&format!("Line {line} was")), "{row}: {}", shown(&reader));
    }
}

/// The processor's time for `work`.
fn time_of(work: impl FnOnce()) -> Duration {
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let before = now();
    work();
    now().saturating_sub(before)
}

#[test]
fn an_article_of_one_long_line_is_walked_at_the_pace_of_any_other() {
    for (name, piece, pieces) in [("words", "words without end ", 900_000), ("sequences", "\u{1b}[31m", 200_000)] {
        let text = piece.repeat(pieces) + "and its end.";
        let model = format!(
            "[[articles]]\nid = 't'\ntitle = 'T'\nfile = 't.txt'\n{BEGIN}{}passages = [{{ quote = 'its end' }}]\n",
            demand("d", "a", "i", "Wish")
        );
        let loaded = Arc::new(load_str(&[("m.toml", &model)], &[("t.txt", &text)]));
        assert_eq!(loaded.model.counts().verified, 1, "{name}");
        let mut reader = app(&loaded, &Options::default(), (80, 24), "l l r");
        assert!(shown(&reader).contains("its end"), "{name}: {}", shown(&reader));
        for keys in ["g g", "j", "Ctrl-f", "G", "k", "Ctrl-b", "g g", "]"] {
            let spent = time_of(|| {
                press(&mut reader, keys);
                draw(&reader);
            });
            assert!(spent < Duration::from_millis(400), "{name}, {keys}: {spent:?}");
        }
        assert!(shown(&reader).contains("its end"), "{name}: {}", shown(&reader));
    }
}

#[test]
fn a_letter_typed_where_there_are_very_many_candidates_waits_for_no_search() {
    let loaded = read(&actors(50_000));
    let mut find = app(&loaded, &Options::default(), (100, 30), "");
    find.at_once = 40_000;
    let mut asked = Vec::new();
    for key in "f a c t o r Space 4 9 9 9".split_whitespace() {
        let spent = time_of(|| {
            if let Some(Effect::Search(search)) = app::press(&mut find, Key::parse(key).unwrap()) {
                asked.push(search);
            }
            draw(&find);
        });
        assert!(spent < Duration::from_millis(160), "{key}: {spent:?}");
    }
    let queries: Vec<&str> = asked.iter().map(|search| search.query.trim()).collect();
    assert_eq!(queries.last(), Some(&"actor 4999"), "each letter is work for the outside: {queries:?}");
    for (number, is_shown) in [(0, false), (asked.len() - 1, true)] {
        let answer = asked[number].run(find.model(), &find.search_data);
        app::update(&mut find, Message::Found(answer));
        assert_eq!(shown(&find).contains("Actor 4999"), is_shown, "{}", shown(&find));
    }
}

fn reload(app: &mut App, model: &str) {
    app::update(app, Message::Loaded(read(model).into()));
    assert_cursors_are_valid(app);
}

/// Clicks and turns the wheel where there is something, and where there is nothing.
fn touch(app: &mut App) {
    for at in [(1, 1), (30, 25), (99, 29), (u16::MAX, 3), (3, u16::MAX), (u16::MAX, u16::MAX)] {
        for what in [Touch::Wheel(Direction::Next), Touch::Wheel(Direction::Previous)] {
            app::update(app, Message::Mouse(Mouse { at, what }));
            assert_cursors_are_valid(app);
            draw(app);
        }
    }
}

#[test]
fn a_cursor_beyond_the_end_of_a_shortened_list_moves_to_its_last_row() {
    for list in LISTS.iter().chain(OVERLAYS) {
        let loaded = read(&(list.model)(2_000));
        let mut app = app(&loaded, &Options::default(), (100, 30), list.keys);
        press(&mut app, "G");
        for count in [1_999, 40, 3] {
            reload(&mut app, &(list.model)(count));
            let last = (list.last)(count);
            assert!(shown(&app).contains(last.trim_end()), "{} of {count}: {}", list.name, shown(&app));
        }
        touch(&mut app);
        press(&mut app, "G");
        reload(&mut app, &(list.model)(2_000));
        draw(&app);
        press(&mut app, "G");
        draw(&app);
    }
}

#[test]
fn a_reader_beyond_the_end_of_a_shortened_article_moves_to_its_last_line() {
    let mut reader = app(&read(&lines(2_000)), &Options::default(), (100, 30), "l l G r");
    for count in [1_500, 30, 1] {
        reload(&mut reader, &lines(count));
        assert!(shown(&reader).contains(&format!("Line {count} was")), "{count}: {}", shown(&reader));
    }
    touch(&mut reader);
    press(&mut reader, "H");
    draw(&reader);
    press(&mut reader, "L");
    assert!(shown(&reader).contains("Line 1 was"));
}

#[test]
fn results_and_places_beyond_the_end_of_a_shortened_model_are_gone() {
    let mut app = app(&read(&demands(2_000)), &Options::default(), (100, 30), "l G f w i s h");
    press(&mut app, "PgDn PgDn PgDn PgDn");
    reload(&mut app, &demands(3));
    assert!(shown(&app).contains("Wish 3"), "{}", shown(&app));
    press(&mut app, "Esc");
    assert!(shown(&app).contains("3/3"), "{}", shown(&app));
    reload(&mut app, BEGIN);
    draw(&app);
    for key in ["H", "H", "L", "j", "G", "l", "r", "c", "i"] {
        press(&mut app, key);
        draw(&app);
    }
}

#[test]
fn findings_that_are_not_kept_one_by_one_are_counted() {
    let loaded = read(&actors(20_000));
    let kept = loaded.findings.len();
    assert!(kept < 20_000);
    let app = app(&loaded, &Options::default(), (160, 48), "! G");
    let code = loaded.findings[0].code.name;
    let more = format!("and {} more of {code} in this file", 20_000 - kept);
    let screen = shown(&app);
    assert!(screen.contains("20000 warnings (!)") && screen.contains(&more), "{more}: {screen}");
}
