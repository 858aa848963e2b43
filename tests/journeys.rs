//! Journeys: keys pressed on the real state, and the picture of the screen after them.
//!
//! A file of `tests/journeys/` opens with a head of `name: value` lines: `size` (`80x24`), and as far as wanted `theme`,
//! `model` (a file of `tests/models/` without its ending; without it the example), `at`, `query`, and `presses` (so
//! many keys at most, typed text not counted). Then follow steps, set apart by empty lines. A step is made of
//!
//! - lines `> j j Tab` (names of keys), `> type: words`, `> paste: words`, `> resize: 40x12`;
//! - lines `shows: words` and `lacks: words`: they stand in one pane of the screen, wrapped or not, or do not;
//! - the line `styles`, where the picture of styles is wanted too;
//! - `effect: …`, what the outside is asked to do;
//! - the picture, each row between bars, and below it the rows that have styles, by their numbers from 0: `s` under
//!   the cursor, `h` under the cursor of another pane, `f` found, `c` chosen, `w` warning, `e` error.
//!
//! Lines that begin with `#` are for the reader. `UPDATE=1 cargo test --test journeys` writes effects and pictures anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail wherever it stands")]
#![allow(clippy::print_stderr, reason = "a test says what failed")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use demarche::app::{self, App, Key, Message, Options, ThemeName};
use demarche::load;
use demarche::text;
use demarche::view;
use demarche::view::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

#[test]
fn every_journey_shows_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there are no journeys");
    let failures: Vec<String> = files.iter().flat_map(|file| travel(file)).collect();
    assert!(failures.is_empty(), "{}\n{} failures", failures.join("\n"), failures.len());
}

/// Goes one journey; answers with what was not as expected, or writes what is.
fn travel(file: &Path) -> Vec<String> {
    let written = fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let (head, steps) = read(&written);
    let mut journey = Journey::begin(&head);
    let mut failures = Vec::new();
    let mut seen = head.text.clone();
    for step in &steps {
        let told = journey.go(step);
        failures.extend(journey.complaints(step).into_iter().map(|what| format!("{name}: {what}")));
        if told != step.told {
            failures.push(format!("{name}, after {:?}:\n{}", step.asked, difference(&step.told, &told)));
        }
        let _ = write!(seen, "\n{}{told}", step.asked);
    }
    if journey.presses > head.presses {
        failures.push(format!("{name}: {} key presses, at most {} wanted", journey.presses, head.presses));
    }
    if env::var_os("UPDATE").is_some() && seen != written {
        fs::write(file, seen).unwrap();
        failures.retain(|failure| !failure.contains(", after "));
    }
    failures
}

fn difference(expected: &str, found: &str) -> String {
    let mut out = format!("expected:\n{expected}found:\n{found}different rows:\n");
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    for row in 0..old.len().max(new.len()) {
        let (old, new) = (old.get(row).unwrap_or(&""), new.get(row).unwrap_or(&""));
        if old != new {
            let _ = writeln!(out, "{row:>3} - {old}\n    + {new}");
        }
    }
    out
}

/// What a journey opens with.
struct Head {
    text: String,
    size: (u16, u16),
    options: Options,
    model: Option<String>,
    presses: usize,
}

/// One step: what is asked, word for word, and what the screen is told to show.
struct Step {
    asked: String,
    told: String,
}

fn read(written: &str) -> (Head, Vec<Step>) {
    let mut parts = written.split("\n\n").map(|part| part.trim_end_matches('\n'));
    let text = parts.next().unwrap_or_default().to_owned() + "\n";
    let value =
        |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned));
    let theme = value("theme").map_or(ThemeName::Auto, |word| ThemeName::parse(&word).expect("the theme has a name"));
    let head = Head {
        size: size(&value("size").expect("a journey names its size")),
        options: Options { query: value("query"), at: value("at"), theme },
        model: value("model"),
        presses: value("presses").map_or(usize::MAX, |most| most.parse().unwrap()),
        text,
    };
    let is_told = |line: &str| {
        line.starts_with('|')
            || line.starts_with("effect: ")
            || line.starts_with(|c: char| c == ' ' || c.is_ascii_digit())
    };
    let step = |part: &str| {
        let (told, asked): (Vec<&str>, Vec<&str>) = part.lines().partition(|line| is_told(line));
        let block = |lines: Vec<&str>| lines.into_iter().fold(String::new(), |block, line| block + line + "\n");
        Step { asked: block(asked), told: block(told) }
    };
    (head, parts.filter(|part| !part.is_empty()).map(step).collect())
}

fn size(text: &str) -> (u16, u16) {
    let (columns, rows) = text.split_once('x').expect("a size is written 80x24");
    (columns.parse().unwrap(), rows.parse().unwrap())
}

struct Journey {
    app: App,
    presses: usize,
    screen: Buffer,
}

impl Journey {
    fn begin(head: &Head) -> Self {
        let loaded = head.model.as_ref().map_or_else(load::example, |name| {
            let file = format!("{name}.toml");
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(&file);
            let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            load::load_str(&[(&file, &text)], &[])
        });
        let app = App::new(Arc::new(loaded), &head.options, head.size);
        Self { app, presses: 0, screen: Buffer::empty(Rect::ZERO) }
    }

    /// Takes the step, draws, and answers with what is to be seen.
    fn go(&mut self, step: &Step) -> String {
        let mut told = String::new();
        for line in step.asked.lines() {
            if let Some(keys) = line.strip_prefix("> ") {
                self.press(keys, &mut told);
            }
        }
        self.screen = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        view::draw(&self.app, &mut self.screen);
        for row in rows(&self.screen) {
            let line: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
            let _ = writeln!(told, "|{line}|");
        }
        if step.asked.lines().any(|line| line == "styles") {
            self.styles(&mut told);
        }
        told
    }

    fn press(&mut self, keys: &str, told: &mut String) {
        let mut effects = Vec::new();
        if let Some(text) = keys.strip_prefix("type: ") {
            effects.extend(text.chars().map(|c| app::press(&mut self.app, Key::char(c))));
        } else if let Some(text) = keys.strip_prefix("paste: ") {
            effects.push(app::update(&mut self.app, Message::Paste(text.to_owned())));
        } else if let Some(text) = keys.strip_prefix("resize: ") {
            let (columns, rows) = size(text);
            effects.push(app::update(&mut self.app, Message::Resize(columns, rows)));
        } else {
            for name in keys.split_whitespace() {
                let key = Key::parse(name).unwrap_or_else(|| panic!("there is no key {name}"));
                self.presses += 1;
                effects.push(app::press(&mut self.app, key));
            }
        }
        for effect in effects.into_iter().flatten() {
            let _ = writeln!(told, "effect: {effect:?}");
        }
    }

    fn styles(&self, told: &mut String) {
        let theme = Theme::named(self.app.theme);
        for (at, row) in rows(&self.screen).iter().enumerate() {
            let line: String = row.iter().map(|(_, cell)| letter(theme, cell)).collect();
            if line.chars().any(|c| c != '.') {
                let _ = writeln!(told, "{at:>2} |{line}|");
            }
        }
    }

    /// What the step says of the screen and is not so.
    fn complaints(&self, step: &Step) -> Vec<String> {
        let panes = panes(&self.screen);
        let shows = |words: &str| panes.iter().any(|pane| pane.contains(&spaced(words)));
        let mut out = Vec::new();
        for line in step.asked.lines() {
            if let Some(words) = line.strip_prefix("shows: ").filter(|words| !shows(words)) {
                out.push(format!("`{words}` is not on the screen"));
            }
            if let Some(words) = line.strip_prefix("lacks: ").filter(|words| shows(words)) {
                out.push(format!("`{words}` is on the screen"));
            }
        }
        out
    }
}

/// The letter of a cell in the picture of styles.
fn letter(theme: &Theme, cell: &Cell) -> char {
    let letters = [
        ('s', theme.selection),
        ('f', theme.found),
        ('c', theme.chosen),
        ('h', theme.held),
        ('e', theme.error),
        ('w', theme.warn),
    ];
    let has = |style| cell.style().patch(style) == cell.style();
    letters.into_iter().find(|(_, style)| has(*style)).map_or('.', |(letter, _)| letter)
}

/// The cells of each row with their columns, without those that a wide character to their left covers.
fn rows(screen: &Buffer) -> Vec<Vec<(u16, &Cell)>> {
    let row = |y| {
        let mut x = 0;
        let mut cells = Vec::new();
        while x < screen.area.width {
            cells.push((x, &screen[(x, y)]));
            x += u16::try_from(text::width(screen[(x, y)].symbol()).max(1)).unwrap();
        }
        cells
    };
    (0..screen.area.height).map(row).collect()
}

/// The words of each pane in one line: what stands between the same two edges in rows that follow each other.
fn panes(screen: &Buffer) -> Vec<String> {
    let mut open: Vec<(u16, String)> = Vec::new();
    let mut out = Vec::new();
    for row in rows(screen) {
        let mut pieces: Vec<(u16, String)> = vec![(0, String::new())];
        for (x, cell) in row {
            match (cell.symbol(), pieces.last_mut()) {
                ("│" | "┃" | "█", _) => pieces.push((x + 1, String::new())),
                ("▎" | "▌", Some((_, piece))) => piece.push(' '),
                (symbol, Some((_, piece))) => piece.push_str(symbol),
                (_, None) => unreachable!("there is a piece from the beginning"),
            }
        }
        for (x, piece) in &mut pieces {
            if let Some(at) = open.iter().position(|(before, _)| before == x) {
                *piece = format!("{} {}", open.remove(at).1, piece.trim());
            }
        }
        out.extend(std::mem::replace(&mut open, pieces).into_iter().map(|(_, pane)| spaced(&pane)));
    }
    out.extend(open.into_iter().map(|(_, pane)| spaced(&pane)));
    out
}

/// `words` with one space between them.
fn spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
