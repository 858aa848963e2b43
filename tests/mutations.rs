//! Models with pieces of them changed, cut out, doubled and put in: nothing breaks, and TOML is what `toml` takes for it.
//!
//! `DEMARCHE_TEST_ROUNDS=1000000 cargo test --release --test mutations` reads a million of them; `DEMARCHE_TEST_SEED`
//! begins elsewhere. With `DEMARCHE_TEST_DATA` the models of that folder are changed as well.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]
#![allow(clippy::print_stdout, reason = "a test says what it skips, its other process what it measured")]

mod random;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{env, thread};

use demarche::diagnose::render;
use demarche::load::{self, Loaded, load_bytes};
use demarche::report::FORMATS;
use demarche::text::{Colour, is_clean};
use rustix::time::{ClockId, clock_gettime};

use random::{Random, fewest, number};

/// So many models are read where nobody asks for more.
const ROUNDS: u64 = 6_000;
/// No small model takes longer, not even unoptimised.
const CPU: Duration = Duration::from_secs(2);
/// Larger models are cut to this many bytes before they are changed.
const LARGEST: usize = 24 << 10;

/// A model to change, and the articles that it may name.
struct Original {
    name: String,
    text: String,
    articles: Vec<(String, String)>,
}

/// The model files below `folder`, with the texts beside them.
fn originals_in(folder: &Path, found: &mut Vec<Original>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_toml = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    for path in paths.iter().filter(is_toml) {
        let Ok(mut text) = String::from_utf8(fs::read(path).unwrap()) else { continue };
        let end = (0..=LARGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        text.truncate(end);
        found.push(Original { name: path.display().to_string(), text, articles: Vec::new() });
    }
    for path in paths.iter().filter(|path| path.is_dir()) {
        originals_in(path, found);
    }
}

fn originals() -> Vec<Original> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let article = "assets/articles/alaska-summit.txt";
    let example = Original {
        name: "the example".to_owned(),
        text: read("positions.toml"),
        articles: vec![(article.to_owned(), read(article))],
    };
    let mut found = vec![example];
    originals_in(&root.join("tests/models"), &mut found);
    originals_in(&root.join("tests/findings"), &mut found);
    if let Some(folder) = env::var_os("DEMARCHE_TEST_DATA") {
        originals_in(Path::new(&folder), &mut found);
    }
    assert!(found.len() > 30, "the models were not found");
    found
}

/// What is put in. TOML that begins and does not end, characters that TOML forbids, numbers, depth.
const PIECES: &[&str] = &[
    "\u{feff}",
    "\0",
    "\r",
    "\r\n",
    "\n",
    "\n\n\n",
    "\t",
    "\u{7f}",
    "\u{9b}",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{301}",
    "é",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "\\",
    "\\q",
    "\\u0000",
    "\\ud800",
    "\\x41",
    "#",
    "=",
    "= ",
    ".",
    ",",
    "-",
    "+",
    "_",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "[[[[[[[[[[[[[[[[[[",
    "{a={a={a={a={a={a={a={a={a={",
    "x = [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]\n",
    "a.b.c.d.e.f.g = 1\n",
    "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r = 1\n",
    "title.x = 1\n",
    "\ntitle = 1\n",
    "id = 'x'\n",
    "\n[actors]\n",
    "\n[demands.x]\n",
    "\n[[actors]]\n",
    "\n[[demands.passages]]\n",
    "\n[[demands]]\npassages = []\n",
    "\n[a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r]\n",
    "'' = 1\n",
    "\"a\\nb\" = 1\n",
    "99999999999999999999",
    "-9223372036854775809",
    "1e999",
    "0x_",
    "nan",
    "+inf",
    "1979-05-27T07:32:00Z",
    "2025-13-45",
    "25:61:61",
    "true",
    "{ at = 0.5, label = 'x' }",
    "[1, 'a', {b = 1}]",
];

/// Beginnings and ends of the pieces of `text` that `ends` sets apart, of which there is at least one.
fn cut(text: &[u8], ends: impl Fn(u8) -> bool) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        if ends(*byte) {
            pieces.push((start, at + 1));
            start = at + 1;
        }
    }
    pieces.push((start, text.len()));
    pieces
}

/// The lines from a header to the next one.
fn tables(text: &[u8]) -> Vec<(usize, usize)> {
    let headers = cut(text, |byte| byte == b'\n').into_iter().filter(|(start, _)| text.get(*start) == Some(&b'['));
    let mut starts: Vec<usize> = headers.map(|(start, _)| start).collect();
    starts.insert(0, 0);
    starts.push(text.len());
    starts.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Changes something of `text`.
fn change(random: &mut Random, text: &mut Vec<u8>) {
    if text.is_empty() {
        text.extend_from_slice(random.pick(PIECES).as_bytes());
        return;
    }
    let at = random.below(text.len());
    let (start, end) = match random.below(4) {
        0 => *random.pick(&cut(text, |byte| byte == b'\n')),
        1 => *random.pick(&tables(text)),
        _ => *random.pick(&cut(text, |byte| !byte.is_ascii_alphanumeric() && byte.is_ascii())),
    };
    match random.below(12) {
        0 => text[at] = u8::try_from(random.below(256)).unwrap(),
        1 => text[at] ^= 1 << random.below(8),
        2 => drop(text.remove(at)),
        3 => text[at] = *random.pick(b"[]{}'\"=.,#\n -_0a\\"),
        4 => drop(text.drain(start..end)),
        5 => {
            let twice = text[start..end].to_vec();
            drop(text.splice(end..end, twice));
        }
        6 => {
            let moved: Vec<u8> = text.drain(start..end).collect();
            let to = random.below(text.len() + 1);
            drop(text.splice(to..to, moved));
        }
        7 => text.truncate(at),
        8 => {
            let other = *random.pick(&cut(text, |byte| !byte.is_ascii_alphanumeric()));
            let words = text[other.0..other.1].to_vec();
            drop(text.splice(start..end, words));
        }
        _ => {
            // More often where something begins than within it.
            let to = if random.one_in(2) { start } else { at };
            drop(text.splice(to..to, random.pick(PIECES).bytes()));
        }
    }
}

fn has(loaded: &Loaded, code: &str) -> bool {
    loaded.findings.iter().any(|finding| finding.code.name == code)
}

/// What is found wrong is short, clean, and no more than the model is long.
fn assert_bounded(loaded: &Loaded, bytes: usize) {
    assert!(loaded.findings.len() <= 64 + bytes, "{} findings of {bytes} bytes", loaded.findings.len());
    for finding in &loaded.findings {
        let drawn = render(finding, Colour::Off);
        assert!(drawn.len() < 4096 && finding.message.len() < 500, "{} bytes: {drawn}", drawn.len());
        assert!(drawn.lines().all(is_clean), "{drawn:?}");
    }
}

/// Syntax is judged as `toml` judges it, with three exceptions. A file that is not UTF-8 is refused as such (E002); a table
/// that is nested more than 16 deep, or too large, is not read on (E003); and a table that comes back after others, or in
/// another form, is said to be in the wrong place (E008), which `toml` calls a duplicate key or takes.
fn assert_same_verdict(loaded: &Loaded, bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        assert!(has(loaded, "E002"), "not UTF-8 and not said so");
        return;
    };
    assert!(!has(loaded, "E002"), "said to be no UTF-8");
    if has(loaded, "E003") {
        return;
    }
    let verdict = toml::from_str::<toml::Table>(text);
    if verdict.is_err() && has(loaded, "E008") {
        return;
    }
    assert_eq!(
        has(loaded, "E001"),
        verdict.is_err(),
        "toml says {:?}",
        verdict.err().map(|why| why.message().to_owned())
    );
}

/// The time that this thread has had a processor.
fn spent() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

fn assert_sound(bytes: &[u8], articles: &[(String, String)]) {
    let articles: Vec<(&str, &[u8])> = articles.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let before = spent();
    let loaded = load_bytes(&[("m.toml", bytes)], &articles);
    let taken = spent().checked_sub(before).unwrap();
    assert!(taken < CPU, "took {taken:?}");
    assert_bounded(&loaded, bytes.len());
    assert_same_verdict(&loaded, bytes);
    let mut out = Vec::new();
    let write = FORMATS.iter().find(|format| format.name == "json").and_then(|format| format.model).unwrap();
    write(&loaded.model, &mut out).unwrap();
    serde_json::from_slice::<serde_json::Value>(&out).unwrap();
}

/// The model of this seed.
fn mutant(seed: u64, originals: &[Original]) -> (&Original, Vec<u8>) {
    let mut random = Random::new(seed);
    let original = random.pick(originals);
    let mut text = original.text.clone().into_bytes();
    for _ in 0..=random.below(4) {
        change(&mut random, &mut text);
    }
    (original, text)
}

fn failure(bytes: &[u8], articles: &[(String, String)]) -> Option<String> {
    let why = catch_unwind(AssertUnwindSafe(|| assert_sound(bytes, articles))).err()?;
    let text = why.downcast_ref::<String>().cloned();
    Some(text.or_else(|| why.downcast_ref::<&str>().map(|&text| text.to_owned())).unwrap_or_default())
}

#[test]
fn a_changed_model_is_read_as_far_as_it_goes() {
    let originals = originals();
    let first = number("DEMARCHE_TEST_SEED", 1);
    let rounds = number("DEMARCHE_TEST_ROUNDS", ROUNDS);
    let (next, failed) = (AtomicU64::new(0), AtomicU64::new(u64::MAX));
    let work = || {
        loop {
            let seed = first + next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + rounds || failed.load(Ordering::Relaxed) != u64::MAX {
                return;
            }
            let (original, bytes) = mutant(seed, &originals);
            if failure(&bytes, &original.articles).is_some() {
                failed.fetch_min(seed, Ordering::Relaxed);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let seed = failed.into_inner();
    if seed != u64::MAX {
        let (original, bytes) = mutant(seed, &originals);
        let least = fewest(&bytes, |fewer| failure(fewer, &original.articles).is_some());
        let why = failure(&least, &original.articles).unwrap_or_default();
        let text = String::from_utf8_lossy(&least);
        panic!("DEMARCHE_TEST_SEED={seed}, made of {}, fails: {why}\n{text:?}", original.name);
    }
}

/// Names a seed and a size, for the process that reads the model of them.
const REPEATED: &str = "DEMARCHE_TEST_REPEATED";
/// So many of them are read where nobody asks for more.
const REPEATED_ROUNDS: u64 = 10;
/// Larger than what one table may be, from where on memory grows with the text alone.
const SIZE: usize = 4 << 20;
const MEGA: u64 = 1 << 20;

/// A few pieces repeated up to `size` bytes, after something that may never be closed.
fn repeated(seed: u64, size: usize) -> String {
    let mut random = Random::new(seed);
    let heads = [
        "",
        "x = '",
        "x = \"",
        "x = \"\"\"",
        "x = [",
        "x = {",
        "[[actors]]\n",
        "[[demands]]\nid = 'd'\npassages = [",
        "# ",
    ];
    let letters = ["a", "a", "\n", " ", "!", "~", "@", "= 1\n", "'a',", "{},", "[[actors]]\n", "k = 1\n"];
    let mut out = (*random.pick(&heads)).to_owned();
    let mut unit = String::new();
    for _ in 0..=random.below(3) {
        unit += if random.one_in(2) { random.pick::<&str>(PIECES) } else { random.pick::<&str>(&letters) };
    }
    while out.len() < size {
        out += &unit;
    }
    out
}

/// The most memory that this process has had, in bytes; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// The peak in bytes and the time of a processor that another process needs for the model.
fn measured(seed: u64, size: usize) -> (u64, Duration) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "pieces_over_and_over_cost_what_they_are_long", "--nocapture"]);
    let out = command.env(REPEATED, format!("{seed} {size}")).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let told = said.split_once("cost=").and_then(|(_, rest)| rest.split_once(';'));
    let told = told.filter(|_| out.status.success()).unwrap_or_else(|| panic!("seed {seed}: {}: {said}", out.status));
    let (peak, micros) = told.0.split_once(' ').unwrap();
    (peak.parse().unwrap(), Duration::from_micros(micros.parse().unwrap()))
}

#[test]
fn pieces_over_and_over_cost_what_they_are_long() {
    if let Ok(wanted) = env::var(REPEATED) {
        let (seed, size) = wanted.split_once(' ').unwrap();
        let text = repeated(seed.parse().unwrap(), size.parse().unwrap());
        drop(load::load_str(&[("m.toml", &text)], &[]));
        let spent: Duration = clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap();
        println!("cost={} {};", peak().unwrap(), spent.as_micros());
        return;
    }
    if peak().is_none() {
        println!("this system does not tell how much memory a process has had");
        return;
    }
    let first = number("DEMARCHE_TEST_SEED", 1);
    let mut over = Vec::new();
    for seed in first..first + number("DEMARCHE_TEST_REPEATS", REPEATED_ROUNDS) {
        let (one, two) = (measured(seed, SIZE), measured(seed, 2 * SIZE));
        let begin: String = repeated(seed, 120).chars().take(80).collect();
        // Four bytes a byte, and the text that this test itself holds.
        let (grown, allowed) = (two.0.saturating_sub(one.0), 5 * SIZE as u64 + MEGA);
        if grown > allowed {
            over.push(format!("seed {seed}, {begin:?}: {grown} bytes more for {SIZE} more, {allowed} allowed"));
        }
        if two.1 > 3 * one.1 + Duration::from_millis(100) {
            over.push(format!("seed {seed}, {begin:?}: {:?}, then {:?} for twice as much", one.1, two.1));
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}
