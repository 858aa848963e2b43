//! Every view and overlay at every size, in every theme: drawn, whole, and with a focus that can be seen.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod screen;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use demarche::app::browse::regions;
use demarche::app::layout::{self, Edge, Shape};
use demarche::app::place::Pane;
use demarche::app::{self, App, Glyphs, Message, Options, Settings, ThemeName};
use demarche::load::{self, Loaded};

use screen::{app, assert_cursors_are_valid, draw};

const THEMES: [ThemeName; 4] = [ThemeName::Auto, ThemeName::Dark, ThemeName::Light, ThemeName::Mono];

/// Views and overlays, with the keys that lead there.
const VIEWS: &[(&str, &str)] = &[
    ("actors", ""),
    ("issues, demands", "b l"),
    ("articles, passages", "b b l l"),
    ("zoom", "l z"),
    ("without context", "p l l"),
    ("filter", "l / e"),
    ("nothing fits the filter", "/ x x x"),
    ("reader", "l l r ]"),
    ("search", "l l r / e"),
    ("find", "f"),
    ("results", "f s a n"),
    ("no results", "f x y z z y"),
    ("help", "?"),
    ("help of the reader", "l l r ?"),
    ("palette", ": z o"),
    ("findings", "!"),
    ("half a sequence", "g"),
];

fn model(name: &str) -> Arc<Loaded> {
    let file = format!("{name}.toml");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(&file);
    Arc::new(load::load_str(&[(&file, &fs::read_to_string(path).unwrap())], &[]))
}

fn in_theme(theme: ThemeName) -> Options {
    Options { settings: Settings { theme, ..Settings::default() }, ..Options::default() }
}

fn resize(app: &mut App, (columns, rows): (u16, u16)) {
    app::update(app, Message::Resize(columns, rows));
    assert_cursors_are_valid(app);
    draw(app);
}

#[test]
fn every_small_size_is_drawn() {
    for (name, keys) in VIEWS {
        for (model, smallest) in
            [("states", 0), ("overlaps", 36), ("empty", 36)].map(|(name, size)| (model(name), size))
        {
            let mut app = app(&model, &Options::default(), (60, 30), keys);
            for rows in 0..=30 {
                for columns in smallest..=60 {
                    resize(&mut app, (columns, rows));
                }
            }
            assert!(app.size == (60, 30), "{name}");
        }
    }
}

#[test]
fn larger_sizes_are_drawn_in_every_theme() {
    let example = Arc::new(load::example());
    let sizes = [71, 72, 99, 100, 149, 150, 300].into_iter().flat_map(|w| [8, 15, 16, 29, 30, 100].map(|h| (w, h)));
    let sizes: Vec<(u16, u16)> =
        sizes.chain([(80, 24), (160, 48), (40, 500), (500, 8), (0, 24), (80, 0), (65_535, 1), (1, 65_535)]).collect();
    for (at, (_, keys)) in VIEWS.iter().enumerate() {
        // The theme changes no symbol, so that one in turn is enough for each view beside the plain one.
        for theme in [ThemeName::Auto, THEMES[1 + at % 3]] {
            let mut app = app(&example, &in_theme(theme), (80, 24), keys);
            for size in &sizes {
                resize(&mut app, *size);
            }
        }
    }
}

#[test]
fn the_theme_changes_no_symbol() {
    let example = Arc::new(load::example());
    for (name, keys) in VIEWS {
        let pictures = THEMES.map(|theme| screen::text(&draw(&app(&example, &in_theme(theme), (100, 30), keys))));
        assert!(pictures.iter().all(|picture| *picture == pictures[0]), "{name}");
    }
}

#[test]
fn in_ascii_the_borders_and_marks_are_of_ascii_and_the_focus_is_seen() {
    let example = Arc::new(load::example());
    let ascii = Options {
        settings: Settings { glyphs: Glyphs::Ascii, theme: ThemeName::Mono, ..Settings::default() },
        ..Options::default()
    };
    // What the article of the example itself is written with.
    let is_text = |c: &char| c.is_ascii() || c.is_alphabetic() || "“”’–—…".contains(*c);
    for size in [(160, 48), (100, 30), (80, 24), (40, 12)] {
        for (name, keys) in VIEWS {
            let picture = screen::text(&draw(&app(&example, &ascii, size, keys)));
            let odd: String = picture.chars().filter(|c| *c != '\n' && !is_text(c)).collect();
            assert!(odd.is_empty(), "{name} at {size:?}: {odd}\n{picture}");
        }
    }
    for (keys, heavy) in [("", 0), ("l", 1), ("l l", 2)] {
        let picture = screen::text(&draw(&app(&example, &ascii, (160, 48), keys)));
        let titles = picture.lines().nth(1).unwrap();
        let edges: Vec<bool> =
            titles.split('+').filter(|edge| edge.len() > 2).map(|edge| edge.contains("==")).collect();
        assert_eq!(edges.iter().position(|is_heavy| *is_heavy), Some(heavy), "{titles}");
    }
}

#[test]
fn an_overlay_changes_nothing_beside_it() {
    let example = Arc::new(load::example());
    let under = draw(&app(&example, &Options::default(), (160, 48), ""));
    let over = draw(&app(&example, &Options::default(), (160, 48), "?"));
    let frame = layout::overlay((160, 48)).outer;
    for position in under.area.positions().filter(|at| !frame.contains(*at) && at.y != 47) {
        assert_eq!(under[position], over[position], "{position:?}");
    }
}

#[test]
fn the_focus_is_seen_without_colour() {
    let example = Arc::new(load::example());
    for size in [(72, 16), (80, 24), (99, 30), (100, 16), (100, 30), (150, 30), (160, 48), (300, 100)] {
        for (focus, keys) in [(Pane::First, ""), (Pane::Demands, "l"), (Pane::Passages, "l l")] {
            let app = app(&example, &in_theme(ThemeName::Mono), size, keys);
            let screen = draw(&app);
            for pane in Pane::ALL {
                let frame = regions(size, app.browse().wish()).pane(pane).unwrap();
                let corner = screen[(frame.outer.x, frame.outer.y)].symbol();
                let is_heavy = match frame.edge {
                    Edge::Boxed => corner == "┏",
                    Edge::Ruled => corner == "━",
                    Edge::Bare => unreachable!("three panes at once have edges"),
                };
                assert_eq!(is_heavy, pane == focus, "{pane:?} at {size:?}, focus at {focus:?}: {corner}");
            }
        }
    }
}

#[test]
fn a_single_pane_says_which_one_it_is() {
    let example = Arc::new(load::example());
    let size = (40, 12);
    assert_eq!(layout::shape(size), Shape::Single);
    let first_row = |keys| {
        screen::text(&draw(&app(&example, &in_theme(ThemeName::Mono), size, keys))).lines().next().unwrap().to_owned()
    };
    let rows = ["", "l", "l l", "l l r"].map(first_row);
    assert_eq!(rows.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{rows:?}");
}

#[test]
fn no_size_at_all_and_back_keeps_the_place() {
    let example = Arc::new(load::example());
    for (name, keys) in VIEWS {
        let mut app = app(&example, &Options::default(), (100, 30), keys);
        let before = draw(&app);
        for size in [(0, 0), (1, 1), (39, 7), (0, 0), (100, 30)] {
            resize(&mut app, size);
        }
        assert_eq!(screen::text(&draw(&app)), screen::text(&before), "{name}");
    }
}
