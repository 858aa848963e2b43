//! The compare view as it is drawn.
#![allow(clippy::format_push_string, reason = "short models read best as they stand")]

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::command::Direction;
use crate::app::{App, Key, Message, Mouse, Options, ThemeName, Touch, press, update};
use crate::load::{example, load_str};
use crate::view::draw;

fn screen(app: &App) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    draw(app, &mut buffer);
    let cells: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(usize::from(app.size.0).max(1)).map(|row| row.concat() + "\n").collect()
}

fn opened(keys: &str, size: (u16, u16)) -> App {
    let mut app = App::new(Arc::new(example()), &Options::default(), size);
    for key in keys.split_whitespace() {
        press(&mut app, Key::parse(key).unwrap());
    }
    app
}

#[test]
fn every_size_draws_every_face() {
    for keys in ["c", "c 2", "c \\", "j c G $ D", "b G c 2 B"] {
        let mut app = opened(keys, (160, 48));
        assert!(app.compare().is_some());
        let small = (0..=60).flat_map(|columns| (0..=30).map(move |rows| (columns, rows)));
        let large = (61..220).step_by(23).flat_map(|columns| (0..80).step_by(9).map(move |rows| (columns, rows)));
        for (columns, rows) in small.chain(large) {
            update(&mut app, Message::Resize(columns, rows));
            assert_eq!(screen(&app).lines().count(), usize::from(rows) * usize::from(columns > 0), "{columns}x{rows}");
        }
    }
}

#[test]
fn a_conflict_shows_both_sides_both_quotes_and_why() {
    for size in [(160, 48), (100, 30), (80, 24)] {
        let shown = screen(&opened("j Space j j Space c", size));
        for words in [
            "[x",
            "Ukraine withdraws",
            "no territory surrendered",
            "opposed by",
            "line 1",
            "line 6",
            "0 of 1 comparable agree, 14 unknown",
            "firm refusal",
        ] {
            assert!(shown.contains(words), "{size:?} does not show `{words}`\n{shown}");
        }
        assert!(!shown.contains('%'), "{size:?}");
    }
}

#[test]
fn a_pair_at_a_time_is_shown_where_there_is_no_room_for_more() {
    let shown = screen(&opened("j Space j j Space c", (40, 12)));
    assert!(shown.starts_with("* Putin vs Zelenskyy  1/1"), "{shown}");
    assert!(shown.contains("▌x") && shown.contains("Ukraine"), "{shown}");
}

#[test]
fn a_relation_that_decides_is_seen_without_colour() {
    let mut app = opened("j j j j c", (160, 48));
    app.theme = ThemeName::Mono;
    let shown = screen(&app);
    assert!(shown.contains("+r"), "{shown}");
    let shown = screen(&opened("j j j j c g g $ h h j j", (160, 48)));
    assert!(shown.contains("[+r") && shown.contains("supported by European allies"), "{shown}");
}

#[test]
fn a_move_is_an_arrow_from_where_it_began_to_the_name() {
    for size in [(160, 48), (100, 30), (80, 24), (40, 12)] {
        let shown = screen(&opened("j j j j j j c 2 n", size));
        let row = shown.lines().find(|row| row.contains("]◄")).unwrap_or_else(|| panic!("{size:?}\n{shown}"));
        assert!(row.contains("─o") && (row.contains("[Trump]") || row.contains("[Tr]")), "{row}");
    }
}

#[test]
fn the_base_and_the_names_stay_while_the_rest_scrolls() {
    let mut text = String::from("format = 1\n");
    for n in 0..60 {
        text += &format!(
            "[[actors]]\nid = \"a{n}\"\nname = \"Actor {n}\"\n[[issues]]\nid = \"i{n}\"\nname = \"Issue {n}\"\n"
        );
    }
    for n in 0..60 {
        text += &format!("[[demands]]\nid = \"d{n}\"\nactor = \"a{n}\"\nissue = \"i{n}\"\ntext = \"t\"\n");
    }
    let loaded = load_str(&[("positions.toml", &text)], &[]);
    let mut app = App::new(Arc::new(loaded), &Options::default(), (100, 30));
    for key in ["c", "G", "$"] {
        press(&mut app, Key::parse(key).unwrap());
    }
    let shown = screen(&app);
    for words in ["against Actor 0", "more", "Issue 59", "Actor 0 and Actor"] {
        assert!(shown.contains(words), "`{words}` is not on\n{shown}");
    }
    assert!(!shown.contains("Issue 0 ") && !shown.contains("Actor 1 "), "{shown}");
}

#[test]
fn columns_of_actors_are_called_alike_in_both_faces_and_by_whole_names_where_these_fit() {
    let names = [
        "Alder", "Birch", "Cedar", "Damson", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper", "Katsura", "Larch",
        "Maple", "Nutmeg",
    ];
    let mut text = String::from("format = 1\n[[issues]]\nid = \"i\"\nname = \"Timber\"\nscale = [\"low\", \"high\"]\n");
    for (n, name) in names.iter().enumerate() {
        let at = f64::from(u8::try_from(n).unwrap()) / 13.0;
        text +=
            &format!("[[actors]]\nid = \"a{n}\"\nname = \"{name}\"\n[[demands]]\nid = \"d{n}\"\nactor = \"a{n}\"\n");
        text += &format!("issue = \"i\"\ntext = \"t\"\nposition = {at:?}\n");
    }
    let loaded = Arc::new(load_str(&[("positions.toml", &text)], &[]));
    let head = |keys: &str, size, rows: usize| {
        let mut app = App::new(loaded.clone(), &Options::default(), size);
        keys.split_whitespace().for_each(|key| drop(press(&mut app, Key::parse(key).unwrap())));
        screen(&app).lines().skip(2).take(rows).collect::<Vec<_>>().join("\n")
    };
    for keys in ["c", "c 3"] {
        let shown = head(keys, (160, 48), 3);
        assert!(names.iter().all(|name| shown.contains(name)), "{keys}\n{shown}");
    }
    for keys in ["c", "c 3"] {
        let shown = head(keys, (100, 30), 3);
        let called = names
            .iter()
            .filter(|name| shown.contains(*name) || shown.contains(&name.chars().take(2).collect::<String>()))
            .count();
        assert!(called >= 10 && !shown.contains('…'), "{keys}: {called}\n{shown}");
    }
}

#[test]
fn a_count_that_would_be_cut_is_left_out() {
    let mut text = String::from("format = 1\n");
    (0..12).for_each(|n| {
        text += &format!("[[issues]]\nid = \"i{n}\"\nname = \"Of words {n:04}\"\nscale = [\"low\", \"high\"]\n");
    });
    for actor in 0..14 {
        text += &format!("[[actors]]\nid = \"a{actor}\"\nname = \"Actor {actor}\"\n");
        for issue in 0..12 {
            text += &format!("[[demands]]\nid = \"d{actor}-{issue}\"\nactor = \"a{actor}\"\nissue = \"i{issue}\"\n");
            text += "text = \"t\"\nposition = 0.0\n";
        }
    }
    let loaded = Arc::new(load_str(&[("positions.toml", &text)], &[]));
    for (size, is_there) in [((200, 48), true), ((100, 30), false)] {
        let mut app = App::new(loaded.clone(), &Options::default(), size);
        press(&mut app, Key::parse("c").unwrap());
        let shown = screen(&app);
        assert_eq!(shown.contains("12/12"), is_there, "{shown}");
        assert!(!shown.contains("12/…") && shown.contains("12 of 12 comparable agree"), "{shown}");
    }
}

#[test]
fn a_base_that_moved_is_marked_like_any_other() {
    let mut app = opened("c *", (160, 48));
    while app.compare().unwrap().table.tag(0).name != "Trump" {
        let before = app.compare().unwrap().table.tag(0).name.clone();
        press(&mut app, Key::parse("l").unwrap());
        press(&mut app, Key::parse("*").unwrap());
        assert_ne!(before, app.compare().unwrap().table.tag(0).name);
    }
    let shown = screen(&app);
    assert!(shown.lines().any(|line| line.contains("Ceasefire") && line.contains(" > ")), "{shown}");
}

/// The faces, each with keys that lead to a detail that no small panel has room for.
const LONG: [&str; 5] = ["c", "c 2 n K", "c 3", "c 4", "c 5"];

/// The last row of the detail.
fn foot(shown: &str, size: (u16, u16)) -> String {
    let row = shown.lines().rev().nth(if size.0 < 100 { 1 } else { 2 }).unwrap();
    row.trim_end_matches([' ', '│', '█']).to_owned()
}

#[test]
fn a_detail_that_is_cut_says_how_many_rows_are_below_and_scrolls_to_the_last_of_them() {
    let mut scrolled = 0;
    for size in [(160, 48), (100, 30), (80, 24), (40, 12)] {
        for keys in LONG {
            let mut app = opened(keys, size);
            let first = screen(&app);
            let is_cut = foot(&first, size).ends_with(" more");
            assert_eq!(is_cut, app.compare().unwrap().detail.below().is_some(), "{size:?} {keys}\n{first}");
            let mut pages = 0;
            while app.compare().unwrap().detail.below().is_some() {
                assert!(foot(&screen(&app), size).ends_with(" more"), "{size:?} {keys}\n{}", screen(&app));
                press(&mut app, Key::char('J'));
                pages += 1;
                assert!(screen(&app).contains("↑") && pages < 200, "{size:?} {keys}");
            }
            scrolled += usize::from(pages > 0);
            // At the end another key changes nothing; as many back lead to the beginning.
            let last = screen(&app);
            press(&mut app, Key::char('J'));
            assert_eq!(screen(&app), last, "{size:?} {keys}");
            (0..=pages).for_each(|_| drop(press(&mut app, Key::char('K'))));
            assert_eq!(screen(&app), first, "{size:?} {keys}");
        }
    }
    assert!(scrolled >= 12, "only {scrolled} of them had to scroll");
}

#[test]
fn the_detail_begins_anew_with_each_cell_and_keeps_its_place_with_the_same_one() {
    for keys in LONG {
        let mut app = opened(keys, (80, 24));
        assert!(app.compare().unwrap().detail.below().is_some(), "{keys}");
        press(&mut app, Key::char('J'));
        let above = app.compare().unwrap().detail.above();
        assert!(above > 0, "{keys}");
        press(&mut app, Key::char('?'));
        press(&mut app, Key::parse("Esc").unwrap());
        assert_eq!(app.compare().unwrap().detail.above(), above, "{keys}: help came and went");
        for key in ["l", "h", "j", "k"] {
            press(&mut app, Key::char('J'));
            let before = app.compare().unwrap().detail.title.clone();
            press(&mut app, Key::parse(key).unwrap());
            let detail = &app.compare().unwrap().detail;
            assert!(detail.above() == 0 || detail.title == before, "{keys} {key}");
        }
    }
}

#[test]
fn the_wheel_scrolls_the_detail_under_it_and_leaves_the_cursor() {
    for (size, at) in [((160, 30), (150, 20)), ((100, 30), (50, 26)), ((80, 24), (40, 20)), ((40, 12), (20, 9))] {
        let mut app = opened("c 5", size);
        let row = app.compare().unwrap().ground.list.selected();
        let wheel = |app: &mut App, toward| update(app, Message::Mouse(Mouse { at, what: Touch::Wheel(toward) }));
        wheel(&mut app, Direction::Next);
        let compare = app.compare().unwrap();
        assert_eq!((compare.detail.above().min(1), compare.ground.list.selected()), (1, row), "{size:?}");
        (0..3).for_each(|_| drop(wheel(&mut app, Direction::Previous)));
        assert_eq!(app.compare().unwrap().detail.above(), 0, "{size:?}");
        update(&mut app, Message::Mouse(Mouse { at: (10, 3), what: Touch::Wheel(Direction::Next) }));
        assert_ne!(app.compare().unwrap().ground.list.selected(), row, "{size:?}: over the list it moves the cursor");
    }
}

#[test]
fn the_events_of_a_lane_are_not_as_dim_as_its_dots() {
    let app = opened("c 4", (100, 30));
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    draw(&app, &mut buffer);
    let lane = (0..app.size.1).find(|y| (1..app.size.0).any(|x| buffer[(x, *y)].symbol() == "┄")).unwrap();
    let is_dim = |x: &u16| buffer[(*x, lane)].modifier.contains(ratatui::style::Modifier::DIM);
    let (events, dots): (Vec<u16>, Vec<u16>) = (12..app.size.0 - 2)
        .filter(|x| buffer[(*x, lane)].symbol() != " ")
        .partition(|x| buffer[(*x, lane)].symbol() != "┄");
    assert!(events.len() > 3 && !events.iter().any(is_dim), "{}", screen(&app));
    assert!(dots.iter().all(is_dim));
}

#[test]
fn the_legend_of_the_timeline_has_the_event_under_the_cursor() {
    let mut text = "[[issues]]\nid = 'i'\n[[actors]]\nid = 'a'\n[[actors]]\nid = 'b'\n".to_owned();
    for (id, actor) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b")] {
        text += &format!("[[demands]]\nid = '{id}'\nactor = '{actor}'\nissue = 'i'\ntext = 't'\ndate = '2024-01-01'\n");
    }
    let loaded = load_str(&[("m.toml", &text)], &[]);
    let mut app = App::new(Arc::new(loaded), &Options::default(), (100, 30));
    for key in ["c", "4"] {
        press(&mut app, Key::parse(key).unwrap());
    }
    let shown = screen(&app);
    assert!(shown.contains("o states") && shown.contains("2 count"), "{shown}");
}
