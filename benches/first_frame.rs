//! The time from the start of the program to its first words on a terminal, against a program that only says hello;
//! and the time of one frame of each view.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench may fail wherever it stands, and tells what it measured"
)]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::Criterion;
use demarche::app::{self, App, Key, Options};
use demarche::load;
use demarche::view;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");
/// So many starts of each program, in turn.
const STARTS: usize = 41;
/// Views, with the keys that lead there.
const VIEWS: &[(&str, &str)] = &[("browse", ""), ("reader", "l l r"), ("find", "f n a t o"), ("help", "?")];

fn main() {
    // `cargo test` runs benches too, only to see that they run.
    if std::env::args().any(|argument| argument == "--bench") {
        first_frame();
    }
    let mut criterion =
        Criterion::default().sample_size(20).measurement_time(Duration::from_secs(1)).configure_from_args();
    frames(&mut criterion);
    criterion.final_summary();
}

/// Starts both programs in turn and compares the medians.
fn first_frame() {
    let empty = empty_program();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        theirs.push(start(&empty, "hello"));
        ours.push(start(Path::new(PROGRAM), "Vladimir"));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("first frame: {ours:.1?}; an empty program: {theirs:.1?}; ratio {ratio:.2}, at most 2 wanted");
}

/// The example `empty`, which stands beside the program and is built where it is missing.
fn empty_program() -> PathBuf {
    let path = Path::new(PROGRAM).with_file_name("examples").join("empty");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--quiet", "--release", "--example", "empty"]).status().unwrap();
    assert!(built.success() && path.exists(), "{} is missing", path.display());
    path
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The time until `words` come from a program that was started in a terminal of its own.
fn start(program: &Path, words: &str) -> Duration {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    // A folder without a model, so that the example is opened.
    command.cwd(Path::new(PROGRAM).parent().unwrap());
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let (mut seen, mut chunk) = (Vec::new(), [0; 1 << 14]);
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    while !String::from_utf8_lossy(&seen).contains(words) {
        let count = output.read(&mut chunk).unwrap();
        assert!(count > 0, "{} ended without a frame", program.display());
        seen.extend_from_slice(&chunk[..count]);
    }
    let taken = begun.elapsed();
    keys.write_all(b"q").unwrap();
    while output.read(&mut chunk).is_ok_and(|count| count > 0) {}
    assert!(child.wait().unwrap().success());
    taken
}

/// One frame of each view on the example, and what comes before the first.
fn frames(criterion: &mut Criterion) {
    let loaded = Arc::new(load::example());
    criterion.bench_function("load the example", |bench| bench.iter(load::example));
    criterion.bench_function("make the state", |bench| {
        bench.iter(|| App::new(Arc::clone(&loaded), &Options::default(), (160, 48)));
    });
    for (name, keys) in VIEWS {
        let mut app = App::new(Arc::clone(&loaded), &Options::default(), (160, 48));
        for key in keys.split_whitespace() {
            app::press(&mut app, Key::parse(key).unwrap());
        }
        let mut screen = Buffer::empty(Rect::new(0, 0, 160, 48));
        criterion.bench_function(&format!("one frame of {name}"), |bench| {
            bench.iter(|| view::draw(&app, &mut screen));
        });
    }
}
