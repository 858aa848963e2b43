//! Journeys: keys pressed on the real state, and what the screen shows after them.
//!
//! A file of `tests/journeys/` begins with a head of `name: value` lines: `size` (`80x24`), and where wanted `theme`,
//! `config` (a file of `tests/configs/`), `model` (a file of `tests/models/` without its extension; the example by default), `desk` (`example`, or `article`: a
//! model of the example's article without records, or a file of `tests/models/`; changes are written into its files, which are kept in memory), `at`,
//! `query`, and `presses` (at most that many keys, typed text not counted). Steps follow, separated by empty lines. A step has
//!
//! - lines `> j j Tab` (names of keys), `> type: words`, `> paste: words`, `> resize: 40x12`, `> click: 12,3` (column and row, from 0), `> wait` (for the keys
//!   that may follow), `> edited: words → others` (another program edits the files of the desk, `\n` ends a line, and they
//!   are read again);
//! - at least one assertion; whole words count, edges and line breaks do not:
//!   - `shows: words`, `lacks: words`: one pane holds them, or none does;
//!   - `row 3: words`: that row of the screen holds them, the first being 0;
//!   - `focus: words`: a pane with a heavy edge has exactly this title;
//!   - `held: words`: they are in a row with the cursor mark `▌`, in a pane without the focus;
//!   - `cursor: words`, `found`, `chosen`, `warning`, `error`, `missing`: they are in that style;
//!   - `caret: words`: the cursor of the terminal, which is hidden, is at the beginning of them;
//!   - `typing: words`: it is shown, and right behind them;
//!   - `file: words`, `no file: words`: the model file of the desk holds these bytes, or does not;
//!   - `effect: ...`: what the outside is asked to do, each effect of the step in a line;
//!   - `screen`, followed by every row of the screen between bars;
//!   - `styles`, followed by the rows with styles and their numbers: `s` cursor, `h` held, `f` found, `c` chosen,
//!     `w` warning, `e` error, `m` missing in a quote.
//!
//! Lines that begin with `#` are comments. `UPDATE=1 cargo test --test journeys` rewrites effects, screens and styles.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail wherever it stands")]
#![allow(clippy::print_stderr, reason = "a test says what failed")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use demarche::app::{self, App, Key, Message, Options, Settings, ThemeName};
use demarche::config;
use demarche::load;
use demarche::text;
use demarche::view;
use demarche::view::{Caret, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

mod desk;

use desk::Desk;

#[test]
fn every_journey_shows_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there are no journeys");
    let failures: Vec<String> = files.iter().flat_map(|file| travel(file)).collect();
    assert!(failures.is_empty(), "{}\n{} failures", failures.join("\n"), failures.len());
}

/// Demands coded one after the other, with what is pressed for each and how many keys it may take.
const CODED: [(&str, usize); 5] = [
    // A new actor, a new issue with a scale, a position.
    (
        "a type:Putin Tab Tab Tab Tab type:Donetsk Tab Tab type:stays Tab type:divided Tab type:leaves Tab Down Down 3 Enter Enter",
        60,
    ),
    // The same actor and issue.
    ("' V . 2 Enter Enter", 15),
    // A known actor, a new issue, another kind.
    ("' ' a Tab type:Peace Tab Tab type:truce Tab type:treaty Tab Down 8 Down 2 Enter Enter", 45),
    // A known actor and issue, a new position.
    ("' a type:Pu Tab type:Don Tab 2 Down 1 Enter Enter", 45),
    ("' . 3 Enter Enter", 15),
];

#[test]
fn five_demands_of_an_article_take_few_keys() {
    let (head, _) = read("size: 100x30\ndesk: article\nat: alaska:1\n");
    let mut journey = Journey::begin(&head);
    for (number, (keys, most)) in (1..).zip(CODED) {
        let mut pressed = 0;
        for word in keys.split(' ') {
            let typed = word.strip_prefix("type:");
            pressed += typed.map_or(1, |text| text.chars().count());
            journey.press(&typed.map_or_else(|| word.to_owned(), |text| format!("type: {text}")), &mut String::new());
        }
        eprintln!("demand {number}: {pressed} keys, at most {most}");
        assert!(pressed <= most, "demand {number} took {pressed} keys");
        assert_eq!(journey.app.model().demands().len(), number, "{:?}", journey.app.notice);
    }
    let text = &journey.desk.as_ref().unwrap().text;
    let positions: Vec<&str> = text.lines().filter(|line| line.starts_with("position")).collect();
    let expected = ["leaves", "divided", "treaty", "stays", "leaves"];
    assert_eq!(positions.len(), expected.len(), "{text}");
    assert!(expected.iter().all(|label| text.contains(&format!("position = \"{label}\""))), "{text}");
    assert_eq!((journey.app.wrong, journey.app.model().counts().verified), ((0, 0), 5), "{text}");
}

/// Runs one journey and returns what was not as expected. With `UPDATE`, rewrites what is recorded.
fn travel(file: &Path) -> Vec<String> {
    let written = fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let (head, steps) = read(&written);
    let mut journey = Journey::begin(&head);
    let (mut failures, mut changes) = (Vec::new(), Vec::new());
    let mut seen = head.text.clone();
    for step in &steps {
        let recorded = journey.go(step);
        let after = format!("{name}, after {:?}", step.keys());
        if !step.asserts() {
            failures.push(format!("{after}: nothing is asserted"));
        }
        failures.extend(journey.complaints(step).into_iter().map(|complaint| format!("{after}: {complaint}")));
        if recorded != step.recorded {
            changes.push(format!("{after}:\n{}", difference(&step.recorded, &recorded)));
        }
        let _ = write!(seen, "\n{}{recorded}", step.script);
    }
    if journey.presses > head.presses {
        failures.push(format!("{name}: {} key presses, at most {} wanted", journey.presses, head.presses));
    }
    if env::var_os("UPDATE").is_some() && !changes.is_empty() {
        fs::write(file, seen).unwrap();
    } else {
        failures.extend(changes);
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

/// What a journey begins with.
struct Head {
    text: String,
    size: (u16, u16),
    options: Options,
    model: Option<String>,
    desk: Option<String>,
    presses: usize,
}

/// One step: what was written by hand, and what is recorded after it.
struct Step {
    script: String,
    recorded: String,
}

impl Step {
    fn keys(&self) -> Vec<&str> {
        self.script.lines().filter_map(|line| line.strip_prefix("> ")).collect()
    }

    fn has(&self, line: &str) -> bool {
        self.script.lines().any(|written| written == line)
    }

    /// The lines that assert something, as directive and words.
    fn assertions(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines =
            self.script.lines().filter(|line| !line.starts_with(['>', '#']) && !matches!(*line, "screen" | "styles"));
        lines.map(|line| line.split_once(": ").unwrap_or_else(|| panic!("`{line}` asserts nothing")))
    }

    fn asserts(&self) -> bool {
        !self.recorded.is_empty() || self.has("screen") || self.has("styles") || self.assertions().next().is_some()
    }
}

fn read(written: &str) -> (Head, Vec<Step>) {
    let mut parts = written.split("\n\n").map(|part| part.trim_end_matches('\n'));
    let text = parts.next().unwrap_or_default().to_owned() + "\n";
    let value =
        |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned));
    let theme = value("theme").map_or(ThemeName::Auto, |word| ThemeName::parse(&word).expect("the theme has a name"));
    let config = value("config").map(|name| {
        let text = fs::read_to_string(format!("tests/configs/{name}.toml")).expect("the configuration is there");
        config::read("config.toml", &text).settings
    });
    let settings = config.unwrap_or_default();
    let theme = if theme == ThemeName::Auto { settings.theme } else { theme };
    let head = Head {
        size: size(&value("size").expect("a journey names its size")),
        options: Options {
            query: value("query"),
            at: value("at"),
            settings: Settings { theme, ..settings },
            ..Options::default()
        },
        model: value("model"),
        desk: value("desk"),
        presses: value("presses").map_or(usize::MAX, |most| most.parse().unwrap()),
        text,
    };
    let is_recorded = |line: &str| {
        line.starts_with('|')
            || line.starts_with("effect: ")
            || line.starts_with(|c: char| c == ' ' || c.is_ascii_digit())
    };
    let step = |part: &str| {
        let (recorded, script): (Vec<&str>, Vec<&str>) = part.lines().partition(|line| is_recorded(line));
        let block = |lines: Vec<&str>| lines.into_iter().fold(String::new(), |block, line| block + line + "\n");
        Step { script: block(script), recorded: block(recorded) }
    };
    (head, parts.filter(|part| !part.is_empty()).map(step).collect())
}

fn size(text: &str) -> (u16, u16) {
    let (columns, rows) = text.split_once('x').expect("a size is written 80x24");
    (columns.parse().unwrap(), rows.parse().unwrap())
}

/// A model of an article and nothing else.
fn bare((file, _): (&str, &str)) -> String {
    format!("format = 1\n\n[[articles]]\nid = \"alaska\"\ntitle = \"Alaska\"\nfile = \"{file}\"\n")
}

struct Journey {
    app: App,
    desk: Option<Desk>,
    presses: usize,
    screen: Buffer,
    caret: Caret,
}

impl Journey {
    fn begin(head: &Head) -> Self {
        let [(name, example), article] = load::EXAMPLE;
        let desk = head.desk.as_ref().map(|what| match what.as_str() {
            "example" => Desk::new(name, example, &[article]),
            "article" => Desk::new(name, &bare(article), &[article]),
            model => Desk::new("positions.toml", &Self::text(model), &[]),
        });
        let loaded = desk.as_ref().map_or_else(|| Self::model(head), Desk::load);
        let app = App::new(Arc::new(loaded), &head.options, head.size);
        Self { app, desk, presses: 0, screen: Buffer::empty(Rect::ZERO), caret: Caret::default() }
    }

    fn model(head: &Head) -> load::Loaded {
        head.model
            .as_ref()
            .map_or_else(load::example, |name| load::load_str(&[(&format!("{name}.toml"), &Self::text(name))], &[]))
    }

    /// A file of `tests/models/`.
    fn text(model: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(format!("{model}.toml"));
        fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
    }

    /// Takes the step, draws, and returns what is recorded of it.
    fn go(&mut self, step: &Step) -> String {
        let mut recorded = String::new();
        for keys in step.keys() {
            self.press(keys, &mut recorded);
        }
        self.screen = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        self.caret = view::draw(&self.app, &mut self.screen);
        if step.has("screen") {
            for row in rows(&self.screen) {
                let _ = writeln!(recorded, "|{}|", symbols(&row));
            }
        }
        if step.has("styles") {
            self.styles(&mut recorded);
        }
        recorded
    }

    fn press(&mut self, keys: &str, recorded: &mut String) {
        if let Some(text) = keys.strip_prefix("type: ") {
            text.chars().for_each(|c| self.key(Key::char(c), recorded));
        } else if let Some(text) = keys.strip_prefix("paste: ") {
            self.tell(Message::Paste(text.to_owned()), recorded);
        } else if let Some(text) = keys.strip_prefix("resize: ") {
            let (columns, rows) = size(text);
            self.tell(Message::Resize(columns, rows), recorded);
        } else if let Some(at) = keys.strip_prefix("click: ") {
            let (column, row) = at.split_once(',').expect("a place is written 12,3");
            let at = (column.parse().unwrap(), row.parse().unwrap());
            self.tell(Message::Mouse(app::Mouse { at, what: app::Touch::Click }), recorded);
        } else if let Some(edit) = keys.strip_prefix("edited: ") {
            let (old, new) = edit.split_once(" → ").expect("`> edited: words → others`");
            let desk = self.desk.as_mut().expect("files are of a desk");
            let texts = desk.articles.iter_mut().map(|(_, text)| text).chain([&mut desk.text]);
            let edited: Vec<bool> = texts
                .map(|text| {
                    let is_there = text.contains(old);
                    *text = text.replacen(old, &new.replace("\\n", "\n"), 1);
                    is_there
                })
                .collect();
            assert!(edited.contains(&true), "`{old}` is in no file");
            let reading = Arc::new(desk.load());
            self.tell(Message::Loaded(reading.into()), recorded);
        } else if keys == "wait" {
            self.tell(Message::Waited, recorded);
        } else {
            for name in keys.split_whitespace() {
                self.presses += 1;
                self.key(Key::parse(name).unwrap_or_else(|| panic!("there is no key {name}")), recorded);
            }
        }
    }

    fn key(&mut self, key: Key, recorded: &mut String) {
        let effect = app::press(&mut self.app, key);
        self.perform(effect, recorded);
    }

    fn tell(&mut self, message: Message, recorded: &mut String) {
        let effect = app::update(&mut self.app, message);
        self.perform(effect, recorded);
    }

    /// Carries an effect out where it writes into the files of the desk; records any other.
    fn perform(&mut self, effect: Option<app::Effect>, recorded: &mut String) {
        let left = match &mut self.desk {
            Some(desk) => effect.and_then(|effect| desk.perform(&mut self.app, effect)),
            None => effect,
        };
        if let Some(effect) = left {
            let _ = writeln!(recorded, "effect: {effect:?}");
        }
    }

    fn styles(&self, recorded: &mut String) {
        let theme = Theme::named(self.app.theme);
        for (at, row) in rows(&self.screen).iter().enumerate() {
            let line: String = row.iter().map(|(_, cell)| letter(theme, cell)).collect();
            if line.chars().any(|c| c != '.') {
                let _ = writeln!(recorded, "{at:>2} |{line}|");
            }
        }
    }

    /// What the step asserts that is not so.
    fn complaints(&self, step: &Step) -> Vec<String> {
        step.assertions().filter_map(|(directive, words)| self.complaint(directive, words)).collect()
    }

    fn complaint(&self, directive: &str, words: &str) -> Option<String> {
        assert!(!spaced(words).is_empty(), "{directive}: no words");
        let is_shown = || panes(&self.screen).iter().any(|pane| has_words(pane, words));
        let seen = match directive {
            "shows" => return (!is_shown()).then(|| format!("`{words}` is not on the screen")),
            "lacks" => return is_shown().then(|| format!("`{words}` is on the screen")),
            "focus" => {
                let titles = titles(&self.screen);
                let has_focus = titles.iter().any(|title| title == words);
                return (!has_focus).then(|| format!("the focus is on {titles:?}, not on `{words}`"));
            }
            "file" | "no file" => {
                let text = &self.desk.as_ref().expect("a file is of a desk").text;
                let is_right = text.contains(words) == (directive == "file");
                return (!is_right).then(|| format!("{directive}: `{words}` in\n{text}"));
            }
            "caret" | "typing" => return self.caret_complaint(directive == "typing", words),
            "held" => self.held(),
            "cursor" => self.styled('s'),
            "found" => self.styled('f'),
            "chosen" => self.styled('c'),
            "warning" => self.styled('w'),
            "error" => self.styled('e'),
            "missing" => self.styled('m'),
            _ => {
                let row = directive.strip_prefix("row ").and_then(|row| row.parse::<usize>().ok());
                let row = row.unwrap_or_else(|| panic!("there is no directive `{directive}`"));
                rows(&self.screen).get(row).map_or_else(String::new, |row| symbols(row))
            }
        };
        (!has_words(&seen, words)).then(|| format!("{directive}: `{words}` is not in `{}`", spaced(&seen)))
    }

    /// What is wrong with the cursor of the terminal, which has to be before `words`, or behind them and shown.
    fn caret_complaint(&self, is_typing: bool, words: &str) -> Option<String> {
        let Caret { at: (x, y), is_shown } = self.caret;
        let row = &rows(&self.screen)[usize::from(y)];
        let (before, behind): (Vec<_>, Vec<_>) = row.iter().partition(|(column, _)| *column < x);
        let (before, behind) = (spaced(&symbols(&before)), spaced(&symbols(&behind)));
        let is_right = if is_typing { before.ends_with(words) } else { behind.starts_with(words) };
        (!is_right || is_shown != is_typing)
            .then(|| format!("the cursor, shown: {is_shown}, is between `{before}` and `{behind}`, not at `{words}`"))
    }

    /// The rows with a cursor mark that are not under the cursor.
    fn held(&self) -> String {
        let theme = Theme::named(self.app.theme);
        let mut text = String::new();
        for row in rows(&self.screen) {
            for piece in row.split(|(_, cell)| matches!(cell.symbol(), "│" | "┃" | "█")) {
                let is_marked = piece.first().is_some_and(|(_, cell)| cell.symbol() == "▌");
                if is_marked && !piece.iter().any(|(_, cell)| letter(theme, cell) == 's') {
                    text = text + &symbols(piece) + " / ";
                }
            }
        }
        text
    }

    /// The text in one style, row by row; a cursor or found words inside it included.
    fn styled(&self, style: char) -> String {
        let theme = Theme::named(self.app.theme);
        let covers = |letter: char| match style {
            'c' => matches!(letter, 's' | 'f'),
            _ => style != 's' && letter == 's',
        };
        let mut text = String::new();
        for row in rows(&self.screen) {
            let mut letters: Vec<char> = row.iter().map(|(_, cell)| letter(theme, cell)).collect();
            for at in (1..letters.len()).chain((1..letters.len()).rev()) {
                let (before, here) = (letters[at - 1], letters[at]);
                if before == style && covers(here) {
                    letters[at] = style;
                } else if here == style && covers(before) {
                    letters[at - 1] = style;
                }
            }
            text.extend(
                row.iter().zip(letters).map(|((_, cell), letter)| if letter == style { cell.symbol() } else { " " }),
            );
            text.push(' ');
        }
        text
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
        ('m', theme.missing),
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

fn symbols(cells: &[(u16, &Cell)]) -> String {
    cells.iter().map(|(_, cell)| cell.symbol()).collect()
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

/// The titles of the panes with a heavy edge.
fn titles(screen: &Buffer) -> Vec<String> {
    let mut titles = Vec::new();
    for row in rows(screen) {
        let line = symbols(&row).replace('┏', "│┏");
        let pieces = line.split(['╭', '╮', '│', '┃', '█', '╰', '╯', '┓', '┛', '┗']);
        titles
            .extend(pieces.filter(|piece| piece.starts_with(['┏', '━'])).map(spaced).filter(|title| !title.is_empty()));
    }
    titles
}

/// Whether `text` has these words in a row. They neither begin nor end inside a word or a number.
fn has_words(text: &str, words: &str) -> bool {
    let (text, words) = (spaced(text), spaced(words));
    let joins = |inside: Option<char>, outside: Option<char>| {
        inside.is_some_and(char::is_alphanumeric) && outside.is_some_and(char::is_alphanumeric)
    };
    text.match_indices(&words).any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap(), text.get(at + words.len()..).unwrap());
        !joins(words.chars().next(), before.chars().last()) && !joins(words.chars().last(), after.chars().next())
    })
}

/// The words of `text` with one space between them, without edges.
fn spaced(text: &str) -> String {
    let is_edge = |c: char| "─━┄│┃█╭╮╰╯┏┓┗┛▌▎".contains(c) || c.is_whitespace();
    text.split(is_edge).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
