//! The time from a key to the frame that answers it, through a terminal, against the least program that draws with
//! ratatui and fzf; and the same while the model is still being read.
//!
//! S is the example. L and XL are models named by `DEMARCHE_BENCH_L` and `DEMARCHE_BENCH_XL`, left out where these are
//! not set. Each size has a table in `benches/RESULTS.md`.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod corpus;
mod lines;
mod pty;
mod results;
mod sizes;
mod times;

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use pty::{Program, Session};
use sizes::Size;

/// What is typed into find, a key each letter.
const QUERIES: &[&str] = &["sanctions", "territorial integrty", "Zelensky", "国家"];
/// Keys that each change the screen, at every size: through the panes by actors, issues and articles, into the reader,
/// the comparison and help, and back to the beginning.
const WALK: &str = "jjjjkkjjkkkkGggljjkkhbjjjjkkkkGggbbll\rGgg]]kj\x06ggqhhcjjllhkk2jjk3jl4jj5jj1q?\x0e\x0e\x10\x03";
/// Down three hits of find.
const DOWN: &str = "\x0e\x0e\x0e";
/// So often the walk and the queries.
const ROUNDS: usize = 12;
/// Somebody who types fast.
const PAUSE: Duration = Duration::from_millis(20);

fn main() {
    if lines::is_child() {
        return;
    }
    let round: Vec<String> = WALK.chars().map(String::from).chain(find(DOWN)).collect();
    // `cargo test` runs benches too, only to see that they run.
    if !std::env::args().any(|argument| argument == "--bench") {
        let mut session = open(&Program::ours(None));
        let times: Vec<Duration> = round.iter().map(|key| session.answer(key)).collect();
        session.leave("q");
        return println!("from a key to its frame: {:.1?}", times::median(&times));
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    for size in sizes::all(folder.path()).into_iter().filter(|size| size.name != "M") {
        let page = page(&size, &round);
        println!("{page}");
        results::write(&format!("keys {}", size.name), &page);
    }
}

/// The keys that open find, type a query and close it, for each query; with `moves` among the hits of the first.
fn find(moves: &str) -> Vec<String> {
    let moves = |at| if at == 0 { moves } else { "" };
    let keys = QUERIES.iter().enumerate().flat_map(|(at, query)| ["f", query, moves(at), "\x03"]);
    keys.flat_map(str::chars).map(String::from).collect()
}

/// The program once its model has been read.
fn open(program: &Program) -> Session {
    let mut session = program.start();
    session.loaded();
    session
}

/// Measures one size.
fn page(size: &Size, round: &[String]) -> String {
    let program = Program::ours(size.path.as_deref());
    let (mut ours, mut empty) = (open(&program), Program::empty().start());
    empty.first_frame();
    let (mut times, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floor.extend(round.iter().map(|_| empty.answer("x")));
        times.extend(round.iter().map(|key| ours.answer(key)));
    }
    ours.leave("q");
    empty.leave("q");
    let (half, most) = match size.name {
        "XL" => ("", "at most 20"),
        _ => ("at most 5", "at most 8"),
    };
    let mut table = String::from(
        "| program | keys | p50, ms | p99, ms | worst, ms | p50 by the empty one | wanted | p99 by the empty one | wanted |\n\
        |---|---|---|---|---|---|---|---|---|\n",
    );
    row(&mut table, ("empty ratatui program", &floor, &floor), ("", ""));
    row(&mut table, ("demarche", &times, &floor), (half, most));
    if size.path.is_some() {
        row(&mut table, ("demarche while the model is read", &while_reading(&program), &floor), ("", ""));
    }
    match fzf(size) {
        Some(times) => row(&mut table, ("fzf", &times, &floor), ("", "")),
        None => table += "| fzf | missing | | | | | | | |\n",
    }
    format!(
        "## From a key to its frame, {}\n\n{table}\nFrom the writing of a key to a terminal of 160 x 48 until the frame \
        that answers it was there: in lists, from pane to pane, in the reader, the comparison and help, and queries in \
        find, letter by letter; at XL the letter, whose hits another thread brings. `while the model is read`: from pane to pane, in lists, queries and help, from the first \
        frame until the whole model was there. fzf: the letters of the first query over every text of the model as a \
        line, until it wrote no more.\n",
        size.name
    )
}

fn row(table: &mut String, (name, times, floor): (&str, &[Duration], &[Duration]), (half, most): (&str, &str)) {
    let [p50, p99, worst] = [500, 990, 1000].map(|part| times::share(times, part));
    let by = [500, 990].map(|part| times::ratio(times::share(times, part), times::share(floor, part)));
    let shown = [p50, p99, worst].map(times::millis).join(" | ");
    let _ = writeln!(table, "| {name} | {} | {shown} | {} | {half} | {} | {most} |", times.len(), by[0], by[1]);
}

/// Keys from the first frame on until the model has been read.
fn while_reading(program: &Program) -> Vec<Duration> {
    let mut session = program.start();
    session.first_frame();
    let mut times = Vec::new();
    while !session.is_loaded() {
        // There is nothing to move in before the first part of the model is there.
        let moves = if session.row(1).contains('/') { "jjkk" } else { "" };
        let walk = ["lh", moves, "?\x03"].concat();
        for key in walk.chars().map(String::from).chain(find("")) {
            if session.is_loaded() {
                break;
            }
            times.push(session.answer(&key));
            thread::sleep(PAUSE);
        }
    }
    // Whatever is open, this ends it.
    session.leave("\x03\x03");
    times
}

/// The letters of the first query over the lines of the model; `None` where fzf is missing.
fn fzf(size: &Size) -> Option<Vec<Duration>> {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let first = lines::write(size, file.path());
    let mut session = Program::fzf(file.path())?.start();
    session.shows(&first);
    session.settle();
    let times = QUERIES[0].chars().map(|letter| session.settles(&letter.to_string())).collect();
    session.leave("\x03");
    Some(times)
}
