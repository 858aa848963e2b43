//! The time from the start of the program to its first frame on a terminal, against the least program that draws with
//! ratatui, fzf and less; and the time until the whole model can be searched.
//!
//! S is the example and M is made here. L and XL are models named by `DEMARCHE_BENCH_L` and `DEMARCHE_BENCH_XL`, left
//! out where these are not set. Each size has a table in `benches/RESULTS.md`.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod corpus;
mod lines;
mod pty;
mod results;
mod sizes;
mod times;

use std::fmt::Write as _;
use std::time::Duration;

use pty::Program;
use sizes::Size;

/// So many starts of each program, in turn.
const STARTS: usize = 41;

fn main() {
    if lines::is_child() {
        return;
    }
    // `cargo test` runs benches too, only to see that they run.
    if !std::env::args().any(|argument| argument == "--bench") {
        let start = Start { sign: Sign::Frame(EXAMPLE), leave: "q", program: Program::ours(None) };
        return println!("first frame: {:.1?}", start.time());
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    for size in sizes::all(folder.path()) {
        let page = page(&size);
        println!("{page}");
        results::write(&format!("first_frame {}", size.name), &page);
    }
}

/// What only the model itself brings to the screen: an actor of the example.
const EXAMPLE: &str = "Vladimir";
/// What every frame of the program shows.
const OURS: &str = " demarche ";

/// What shows that a program has begun.
enum Sign {
    /// Its first frame, which holds these words, is whole.
    Frame(&'static str),
    /// These words are on the screen.
    Words(String),
}

/// A program to be started, again and again.
struct Start {
    program: Program,
    sign: Sign,
    /// The keys that end it.
    leave: &'static str,
}

impl Start {
    /// The time from its start to its sign.
    fn time(&self) -> Duration {
        let mut session = self.program.start();
        let came = match &self.sign {
            Sign::Frame(words) => {
                let came = session.first_frame();
                assert!(session.text().contains(words), "no {words} in the first frame:\n{}", session.text());
                came
            }
            Sign::Words(words) => session.shows(words),
        };
        let taken = came - session.begun;
        session.leave(self.leave);
        taken
    }
}

/// Measures one size.
fn page(size: &Size) -> String {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let first = lines::write(size, file.path());
    let ours = Program::ours(size.path.as_deref());
    let model = if size.path.is_none() { EXAMPLE } else { OURS };
    let peer = |program: Program, leave| Start { program, sign: Sign::Words(first.clone()), leave };
    let starts = [
        ("empty ratatui program", Some(Start { program: Program::empty(), sign: Sign::Frame("hello"), leave: "q" })),
        ("demarche", Some(Start { program: ours.clone(), sign: Sign::Frame(model), leave: "q" })),
        ("fzf", Program::fzf(file.path()).map(|program| peer(program, "\x03"))),
        ("less", Program::less(file.path()).map(|program| peer(program, "q"))),
    ];
    let mut times = starts.each_ref().map(|_| Vec::new());
    for _ in 0..STARTS {
        for ((_, start), times) in starts.iter().zip(&mut times) {
            times.extend(start.as_ref().map(Start::time));
        }
    }
    let medians = times.map(|times| times::median(&times));
    let mut table = String::from("| program | median, ms | by the empty one | wanted |\n|---|---|---|---|\n");
    for ((name, start), median) in starts.iter().zip(medians) {
        let wanted = if *name == "demarche" { "at most 2" } else { "" };
        let _ = match start {
            Some(_) => {
                let (time, ratio) = (times::millis(median), times::ratio(median, medians[0]));
                writeln!(table, "| {name} | {time} | {ratio} | {wanted} |")
            }
            None => writeln!(table, "| {name} | missing | | |"),
        };
    }
    let shown = if size.path.is_none() { "the model in it" } else { "the model is read behind it" };
    format!(
        "## First frame, {}\n\n{table}\nFrom the start of a program until its first frame was there, {shown}; of fzf and \
        less, with every text of the model as a line, until their first line was there. {STARTS} starts, in turn. The \
        whole model could be searched after {} ms: then the line that tells how far the reading is had given way to the \
        counts.\n",
        size.name,
        times::millis(searchable(&ours)),
    )
}

/// The time from the start until the whole model can be searched.
fn searchable(program: &Program) -> Duration {
    let mut session = program.start();
    let taken = session.loaded() - session.begun;
    session.leave("q");
    taken
}
