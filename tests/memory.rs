//! Loading and searching take at most four times the bytes read and 64 MiB beside, whatever the files hold.
//!
//! Each model is loaded by a process of its own, which is this test program started again, and tells the most memory
//! that it has had. Linux alone tells that.
#![allow(clippy::unwrap_used, reason = "a test may fail wherever it stands")]
#![allow(clippy::print_stdout, reason = "a test says what it skips, its other process what it measured")]

use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use demarche::load::{self, Loaded};
use demarche::search::{Index, Query, Scope, Wanted, locate_pasted};

/// What may be taken for each byte read, and beside that.
const PER_BYTE: u64 = 4;
const BESIDE: u64 = 64 << 20;

/// Names the file that a process of its own loads.
const FILE: &str = "DEMARCHE_TEST_FILE";

/// A model file: `count` pieces between a head and a tail.
struct Case {
    name: &'static str,
    head: String,
    count: usize,
    piece: fn(usize) -> String,
    tail: &'static str,
}

/// How many, and each by its number.
type Pieces = (usize, fn(usize) -> String);

fn case(name: &'static str, head: &str, (count, piece): Pieces, tail: &'static str) -> Case {
    Case { name, head: head.to_owned(), count, piece, tail }
}

impl Case {
    fn write(&self, path: &Path) {
        let mut out = BufWriter::new(File::create(path).unwrap());
        out.write_all(self.head.as_bytes()).unwrap();
        for number in 0..self.count {
            out.write_all((self.piece)(number).as_bytes()).unwrap();
        }
        out.write_all(self.tail.as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

/// The most memory that this process has had, in bytes; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// Holds that no case takes more than it may. `test` is the test that calls this, which is what the other process
/// runs again; there it only loads, does what is wanted with the model, and tells its peak.
fn hold(test: &str, cases: &[Case], then: fn(&Loaded)) {
    if let Some(file) = env::var_os(FILE) {
        let loaded = load::load(&[PathBuf::from(file)]).unwrap();
        then(&loaded);
        println!("peak={};", peak().unwrap());
        return;
    }
    if peak().is_none() {
        println!("this system does not tell how much memory a process has had");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ARTICLE.repeat(ARTICLE_TIMES)).unwrap();
    let mut over = String::new();
    for case in cases {
        let path = folder.path().join("m.toml");
        case.write(&path);
        let bytes = fs::metadata(&path).unwrap().len() + (ARTICLE.len() * ARTICLE_TIMES) as u64;
        let limit = PER_BYTE * bytes + BESIDE;
        match taken(test, &path) {
            Ok(peak) if peak <= limit => {}
            Ok(peak) => writeln!(over, "{}: {bytes} bytes read, {peak} taken, {limit} allowed", case.name).unwrap(),
            Err(said) => writeln!(over, "{}: {bytes} bytes read, ended with {said}", case.name).unwrap(),
        }
    }
    assert!(over.is_empty(), "{over}");
}

/// The peak of another process that runs `test` with the model at `path`, in bytes; else what it said.
fn taken(test: &str, path: &Path) -> Result<u64, String> {
    let mut command = Command::new(env::current_exe().unwrap());
    let out = command.args(["--exact", test, "--nocapture"]).env(FILE, path).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let peak = said.split_once("peak=").and_then(|(_, rest)| rest.split_once(';')?.0.parse().ok());
    peak.filter(|_| out.status.success()).ok_or_else(|| format!("{}: {said}", out.status))
}

/// The text of the article file `a.txt`.
const ARTICLE: &str = "a";
const ARTICLE_TIMES: usize = 20_000;

fn nothing_more(_: &Loaded) {}

#[test]
fn toml_that_is_never_closed_or_too_deep() {
    let cases = [
        case("unclosed lists", "x = ", (5_000_000, |_| "[".into()), ""),
        case("unclosed tables", "x = ", (1_000_000, |_| "{a=".into()), ""),
        case("keys seventy deep", "", (100_000, |i| format!("{}k{i} = 1\n", "a.".repeat(70))), ""),
        case(
            "lists of tables, each within the one before",
            "",
            (60_000, |_| "[[a]]\n[[a.b]]\n[[a.b.c]]\n[[a.b.c.d]]\n".into()),
            "",
        ),
        case("records that are too deep", "", (200_000, |_| "[[actors]]\nx=[[[[[[[[[[[[[[[[[[\n".into()), ""),
        case("tables apart from theirs", "", (500_000, |_| "[actors.x]\n".into()), ""),
    ];
    hold("toml_that_is_never_closed_or_too_deep", &cases, nothing_more);
}

#[test]
fn one_record_of_very_many_names() {
    let head = "[[actors]]\nid='a'\nname='A'\naliases = [";
    let cases = [
        case("aliases", head, (100_000, |i| format!("'n{i}',")), "]"),
        case("a name of ten million letters", "[[actors]]\nid='a'\nname='", (10_000_000, |_| "n".into()), "'"),
    ];
    hold("one_record_of_very_many_names", &cases, nothing_more);
}

/// Searches for a thousand letters, in several ways.
fn search_for_a_thousand_letters(loaded: &Loaded) {
    let index = Index::new(&loaded.model);
    for typed in ["ab".repeat(500), "a b ".repeat(250), "z".repeat(1_000), format!("\"{}\"", "a ".repeat(500))] {
        for typed in [typed.clone(), format!("'{typed}"), format!("^{typed}"), format!("actor:{typed}")] {
            let query = Query::new(&typed, &loaded.model);
            let hits = index.search(&loaded.model, &query, Wanted { scope: Scope::All, limit: 200 });
            assert!(hits.hits.len() <= 200);
        }
    }
    locate_pasted(&index, &loaded.model, &"ab a b z ".repeat(7_000), 20);
}

#[test]
fn a_query_of_a_thousand_letters_over_a_million() {
    let (letters, words): (Pieces, Pieces) = ((500_000, |_| "ab".into()), (500_000, |_| "a ".into()));
    let text = "[[articles]]\nid='t'\ntitle='T'\ntext='";
    let name = "[[actors]]\nid='a'\nname='";
    let quote = "[[articles]]\nid='t'\ntitle='T'\n[[issues]]\nid='i'\nname='I'\n[[actors]]\nid='a'\nname='A'\n\
                 [[demands]]\nid='d'\nactor='a'\nissue='i'\ntext='T'\npassages=[{quote='";
    let cases = [
        case("an article without a space", text, letters, "'"),
        case("an article of single letters", text, words, "'"),
        case("a name without a space", name, letters, "'"),
        case("a name of single letters", name, words, "'"),
        case("a quote without a space", quote, letters, "'}]"),
        case("a quote of single letters", quote, words, "'}]"),
    ];
    hold("a_query_of_a_thousand_letters_over_a_million", &cases, search_for_a_thousand_letters);
}
