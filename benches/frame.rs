//! One frame of every view and overlay, and a key that moves in it with the frame after it, on a small and a large
//! model, against an empty frame. A frame costs what is on the screen, never what the model is large.
//!
//! A frame is what the program does for one but for writing it: the buffer is emptied, drawn, looked through for what no
//! terminal may get, and set against the frame before. An empty frame writes a word into the buffer instead.
//!
//! Small is the example. Large is the model named by `DEMARCHE_BENCH_L`, or one of 10,000 passages made here where that
//! is not set. The table goes to `benches/RESULTS.md`; with a word behind `--`, only the views of that name are measured
//! and none is written.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

mod corpus;
#[path = "frame/matrix.rs"]
mod matrix;
mod results;
mod sizes;
mod times;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use demarche::app::{App, Key, Options, Snapshot, press};
use demarche::load;
use demarche::{tui, view};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

const SIZE: (u16, u16) = (160, 48);
/// Every view and overlay: the keys that lead there, and two that move there and back, or type and take back.
const VIEWS: &[(&str, &str, [&str; 2])] = &[
    ("browse by actors", "", ["j", "k"]),
    ("browse by issues", "g I", ["j", "k"]),
    ("browse by articles", "g T", ["j", "k"]),
    ("browse, last actor", "G", ["k", "j"]),
    ("browse, demands", "l", ["j", "k"]),
    ("filter", "/ a", ["n", "Backspace"]),
    ("filter by fields", "& k i n d : o f f e r", ["Down", "Up"]),
    ("reader", "l l r", ["j", "k"]),
    ("reader, at its end", "l l r G", ["k", "j"]),
    ("search in the text", "l l r / t h", ["e", "Backspace"]),
    ("matrix", "c", ["j", "k"]),
    ("matrix, sideways", "c", ["l", "h"]),
    ("spectrum", "c 2", ["j", "k"]),
    ("who stands with whom", "c 3", ["j", "k"]),
    ("timeline", "c 4", ["j", "k"]),
    ("common ground", "c 5", ["j", "k"]),
    ("matrix of two actors", "Space Space c", ["j", "k"]),
    ("spectrum of two actors", "Space Space c 2", ["j", "k"]),
    ("card of an actor", "i", ["j", "k"]),
    ("card of a demand", "l i", ["j", "k"]),
    ("find", "f t h e", ["Down", "Up"]),
    ("help", "?", ["Down", "Up"]),
];
const FINDINGS: &str = "findings";
/// Each face of the comparison, of 8 actors and 10 issues, and of 200 and 200, which may take at most three times as long.
const FACES: &[(&str, &str)] = &[
    ("matrix of 8 x 10, and 200 x 200", "c"),
    ("spectrum of 8 x 10, and 200 x 200", "c 2"),
    ("who stands with whom, 8 x 10, and 200 x 200", "c 3"),
    ("timeline of 8 x 10, and 200 x 200", "c 4"),
    ("common ground of 8 x 10, and 200 x 200", "c 5"),
];
/// So many batches of each measurement, in turn; the best counts, as the machine may be busy with something else.
const BATCHES: usize = 40;
/// Frames in a batch.
const FRAMES: u32 = 10;

fn main() {
    // `cargo test` runs benches too, only to see that they run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let batches = if is_bench { BATCHES } else { 1 };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let large = sizes::all(folder.path()).into_iter().rfind(|size| size.name != "XL").expect("M is always there");
    let read = |path: &Path| Snapshot::prepared(Arc::new(load::load(&[path.to_owned()]).expect("it can be read")));
    let (small, large_model) = (Snapshot::prepared(Arc::new(load::example())), read(&large.path.expect("a folder")));
    let mut table = Table::new(large.name, batches);
    let is_wanted = |name: &str| named.as_ref().is_none_or(|named| name.contains(named));
    for (name, keys, moves) in VIEWS.iter().filter(|(name, ..)| is_wanted(name)) {
        table.row(name, [open(&small, keys), open(&large_model, keys)], *moves);
    }
    if is_wanted(FINDINGS) {
        // The example has nothing wrong with it.
        let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/broken.toml");
        table.row(FINDINGS, [open(&read(&broken), "!"), open(&large_model, "!")], ["j", "k"]);
    }
    for (name, keys) in FACES.iter().filter(|(name, _)| is_wanted(name)) {
        let models = [(8, 10), (200, 200)].map(|(actors, issues)| matrix::model(actors, issues));
        table.row(name, models.map(|model| open(&Snapshot::from(Arc::new(model)), keys)), ["j", "k"]);
    }
    let page = table.page();
    println!("{page}");
    if is_bench && named.is_none() {
        results::write("frame", &page);
    }
}

/// The state after `keys`.
fn open(reading: &Snapshot, keys: &str) -> App {
    let mut app = App::new(reading.clone(), &Options::default(), SIZE);
    for key in keys.split_whitespace() {
        press(&mut app, Key::parse(key).expect("a key"));
    }
    app
}

/// What is on the screen and what comes next.
struct Screen {
    shown: Buffer,
    next: Buffer,
}

impl Screen {
    fn new() -> Self {
        let empty = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
        Self { shown: empty.clone(), next: empty }
    }

    fn frame(&mut self, paint: impl FnOnce(&mut Buffer)) {
        self.next.reset();
        paint(&mut self.next);
        black_box(self.shown.diff(&self.next));
        std::mem::swap(&mut self.shown, &mut self.next);
    }

    fn draw(&mut self, app: &App) {
        self.frame(|buffer| {
            view::draw(app, buffer);
            tui::sanitize(buffer);
        });
    }
}

/// The best times of one view: a frame, and a key with its frame.
#[derive(Clone, Copy)]
struct Best {
    frame: Duration,
    key: Duration,
}

struct Table {
    rows: String,
    large: &'static str,
    batches: usize,
    /// The least that an empty frame took.
    empty: Duration,
}

impl Table {
    fn new(large: &'static str, batches: usize) -> Self {
        let rows = format!(
            "| view | frame S, ms | by an empty one | frame {large}, ms | by an empty one | {large} by S | key and frame \
            S, ms | {large}, ms | {large} by S |\n|---|---|---|---|---|---|---|---|---|\n\
            | wanted | | at most 4 | | at most 4 | at most 1.3 | | | at most 1.3 |\n"
        );
        Self { rows, large, batches, empty: Duration::MAX }
    }

    /// Measures one view on the small and the large model.
    fn row(&mut self, name: &str, mut apps: [App; 2], moves: [&str; 2]) {
        let moves = moves.map(|name| Key::parse(name).expect("a key"));
        let mut screens = [Screen::new(), Screen::new()];
        let mut blank = Screen::new();
        let mut empty = Duration::MAX;
        let mut best = [Best { frame: Duration::MAX, key: Duration::MAX }; 2];
        for _ in 0..self.batches {
            empty = empty.min(each(|n| {
                blank.frame(|buffer| buffer.set_string(0, 0, format!("hello {n}"), Style::new()));
            }));
            for ((app, screen), best) in apps.iter_mut().zip(&mut screens).zip(&mut best) {
                best.frame = best.frame.min(each(|_| screen.draw(app)));
                best.key = best.key.min(each(|n| {
                    black_box(press(app, moves[n % 2]));
                    screen.draw(app);
                }));
            }
        }
        self.empty = self.empty.min(empty);
        let [small, large] = best;
        let cells = [
            times::millis(small.frame),
            times::ratio(small.frame, empty),
            times::millis(large.frame),
            times::ratio(large.frame, empty),
            times::ratio(large.frame, small.frame),
            times::millis(small.key),
            times::millis(large.key),
            times::ratio(large.key, small.key),
        ];
        let _ = writeln!(self.rows, "| {name} | {} |", cells.join(" | "));
    }

    fn page(&self) -> String {
        format!(
            "## One frame of any view, S and {}\n\n{}\nIn a buffer of 160 x 48, the best of {BATCHES} batches of {FRAMES}. \
            `key and frame`: a key that moves there or back, in filters and searches one that types or takes back, and the \
            frame after it. An empty frame takes {} ms. S of the findings is a small model with mistakes.\n",
            self.large,
            self.rows,
            times::millis(self.empty),
        )
    }
}

/// The time of one of several calls, which are counted from 0.
fn each(mut call: impl FnMut(usize)) -> Duration {
    let begun = Instant::now();
    for n in 0..FRAMES {
        call(n as usize);
    }
    begun.elapsed() / FRAMES
}
