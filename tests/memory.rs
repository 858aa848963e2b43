//! Loading and searching take at most four times the bytes read plus 64 MiB, whatever the files hold.
//!
//! Each model is loaded by its own process, this test program started again, which reports its peak memory. Only Linux
//! provides that.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::print_stdout, reason = "a test says what it skips, its other process what it measured")]

use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use demarche::load::{self, Loaded};
use demarche::search::{Index, Query, Scope, SearchOptions, locate_pasted};

/// Memory allowed for each byte read, and in addition.
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

/// The peak memory of this process, in bytes; `None` if the system does not provide it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// Checks that no case takes more than allowed. `test` is the calling test, which the other process runs again; there
/// it only loads, does the work with the model, and reports its peak.
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
            let hits = index.search(&loaded.model, &query, SearchOptions { scope: Scope::All, limit: 200 });
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

#[test]
fn very_many_keys() {
    let cases = [
        case("a hundred thousand", "", (100_000, |i| format!("k{i} = 1\n")), ""),
        case("a million", "", (1_000_000, |i| format!("k{i} = 1\n")), ""),
        case("a million in a record", "[[actors]]\n", (1_000_000, |i| format!("k{i} = 1\n")), ""),
        case("fourteen deep", "", (100_000, |i| format!("k{i}{} = 1\n", ".a".repeat(14))), ""),
        case(
            "thirteen deep in a note",
            "[[actors]]\n",
            (100_000, |i| format!("note.k{i}{} = 1\n", ".a".repeat(13))),
            "",
        ),
    ];
    hold("very_many_keys", &cases, nothing_more);
}

const PEOPLE: &str = "[[issues]]\nid='i'\nname='I'\n[[actors]]\nid='a'\nname='A'\n";
const DEMAND: &str = "[[demands]]\nid='d'\nactor='a'\nissue='i'\ntext='T'\n";

#[test]
fn very_many_empty_tables() {
    let demand = format!("{PEOPLE}{DEMAND}");
    let inline = format!("{demand}passages = [");
    let cases = [
        case("of no kind", "", (400_000, |_| "[[a]]\n".into()), ""),
        case("actors", "", (100_000, |_| "[[actors]]\n".into()), ""),
        case("articles", "", (100_000, |_| "[[articles]]\n".into()), ""),
        case("issues", "", (100_000, |_| "[[issues]]\n".into()), ""),
        case("demands", "", (100_000, |_| "[[demands]]\n".into()), ""),
        case("actors with an unknown key", "", (100_000, |_| "[[actors]]\na=1\n".into()), ""),
        case("demands with an unknown key", "", (100_000, |_| "[[demands]]\na=1\n".into()), ""),
        case("demands in a list", "demands = [", (300_000, |_| "{},".into()), "]"),
        case("passages in a list", &inline, (300_000, |_| "{},".into()), "]"),
    ];
    hold("very_many_empty_tables", &cases, nothing_more);
}

#[test]
fn tables_and_lists_within_each_other() {
    let (tables, lists): (Pieces, Pieces) =
        ((60_000, |_| "[[demands.a]]\n[[demands.a.b]]\n[[demands.a.b.c]]\n".into()), (300_000, |_| "[[[[]]]],".into()));
    let cases = [
        case(
            "in each demand",
            "",
            (40_000, |_| "[[demands]]\n[[demands.a]]\n[[demands.a.b]]\n[[demands.a.b.c]]\n".into()),
            "",
        ),
        case("in one demand", "[[demands]]\n", tables, ""),
        case("lists", "x = [", lists, "]"),
        case("tables", "x = [", (200_000, |_| "{a=[{b=[{}]}]},".into()), "]"),
        case("numbers", "x = [", (3_000_000, |_| "1,".into()), "]"),
        case("numbers for actors", "actors = [", (500_000, |_| "1,".into()), "]"),
    ];
    hold("tables_and_lists_within_each_other", &cases, nothing_more);
}

#[test]
fn very_many_lines_that_say_nothing() {
    let cases = [
        case("empty", "", (5_000_000, |_| "\n".into()), ""),
        case("empty in a record", "[[actors]]\n", (5_000_000, |_| "\n".into()), ""),
        case("comments", "", (2_000_000, |_| "#\n".into()), ""),
        case("no TOML", "", (1_000_000, |_| "= = =\n".into()), ""),
        case("no TOML in records", "", (300_000, |_| "[[actors]]\n= = =\n".into()), ""),
        case("broken headers", "", (500_000, |_| "[\n".into()), ""),
    ];
    hold("very_many_lines_that_say_nothing", &cases, nothing_more);
}

#[test]
fn one_demand_of_very_many_passages() {
    let with = |article: &str| format!("[[articles]]\nid='t'\ntitle='T'\n{article}{PEOPLE}{DEMAND}passages = [");
    let quotes: Pieces = (500_000, |_| "{quote='one two three'},".into());
    let cases = [
        case("no source", &with(""), quotes, "]"),
        case("exact", &with("text='one two three'\n"), quotes, "]"),
        case("orphans", &with("text='one two'\n"), quotes, "]"),
        case("ambiguous", &with("file='a.txt'\n"), (100_000, |_| "{quote='aa'},".into()), "]"),
    ];
    hold("one_demand_of_very_many_passages", &cases, nothing_more);
}

fn quoting(number: usize) -> String {
    let article = format!("[[articles]]\nid='t{number}'\ntitle='T'\nfile='a.txt'\n");
    let demand = format!("[[demands]]\nid='d{number}'\nactor='a'\nissue='i'\ntext='T'\n");
    article + &demand + &format!("passages=[{{article='t{number}',quote='aa'}}]\n")
}

#[test]
fn many_articles_that_share_a_text_with_their_quotes_everywhere() {
    let cases = [case("articles", PEOPLE, (3_000, quoting), "")];
    hold("many_articles_that_share_a_text_with_their_quotes_everywhere", &cases, nothing_more);
}

#[test]
fn very_many_references_to_nothing() {
    let opposing = format!("{PEOPLE}{DEMAND}opposes = [");
    let cases = [case("demands", &opposing, (500_000, |i| format!("'u{i}',")), "]")];
    hold("very_many_references_to_nothing", &cases, nothing_more);
}

#[test]
fn very_many_mistakes_in_small_records() {
    let wrong: fn(usize) -> String =
        |i| format!("[[demands]]\nid='{i}'\nactor='b'\nissue='c'\nposition=3\nsalience=7\nkind='x'\nstatus='y'\n");
    let cases = [
        case(
            "five in each actor",
            "",
            (60_000, |i| format!("[[actors]]\nid='{i} x'\nname=1\nkind='q'\nfoo=1\nmember_of=['z']\n")),
            "",
        ),
        case("seven in each demand", "", (60_000, wrong), ""),
        case("one id", "", (200_000, |_| "[[actors]]\nid='a'\nname='A'\n".into()), ""),
        case("one alias", "", (100_000, |i| format!("[[actors]]\nid='a{i}'\nname='A'\naliases=['x y']\n")), ""),
    ];
    hold("very_many_mistakes_in_small_records", &cases, nothing_more);
}

#[test]
fn very_many_small_records() {
    let demand: fn(usize) -> String = |i| {
        format!(
            "[[demands]]\nid='d{i}'\nactor='a'\nissue='i'\ntext='T'\npassages=[{{article='t',quote='one two three'}}]\n"
        )
    };
    let demanding = format!("{PEOPLE}{DEMAND}");
    let head = format!("[[articles]]\nid='t'\ntitle='T'\ntext='one two three'\n{PEOPLE}");
    let cases = [
        case("demands", &head, (100_000, demand), ""),
        case("actors", "", (150_000, |i| format!("[[actors]]\nid='{i}'\nname='A'\n")), ""),
        case("passages", &demanding, (200_000, |_| "[[demands.passages]]\n".into()), ""),
        case("passages with an unknown key", &demanding, (200_000, |_| "[[demands.passages]]\na=1\n".into()), ""),
    ];
    hold("very_many_small_records", &cases, nothing_more);
}

#[test]
fn lists_of_very_many_names() {
    let cases = [
        case("aliases of one actor", "[[actors]]\nid='a'\nname='A'\naliases = [", (1_000_000, |_| "'n',".into()), "]"),
        case("labels of one scale", "[[issues]]\nid='i'\nname='I'\nscale = [", (1_000_000, |i| format!("'{i}',")), "]"),
    ];
    hold("lists_of_very_many_names", &cases, nothing_more);
}

#[test]
fn very_many_bytes_that_no_toml_allows() {
    let cases = [
        case("a string of carriage returns", "x = '", (4_000_000, |_| "\r".into()), ""),
        case("a string of zeros", "x = '", (4_000_000, |_| "\0".into()), ""),
        case("a string of unknown escapes", "x = \"", (2_000_000, |_| "\\q".into()), ""),
        case("keys of exclamation marks", "", (100_000, |_| "!a\n".into()), ""),
        case("signs alone", "", (100_000, |_| "+-\n".into()), ""),
        case("zeros in words", "", (2_000_000, |_| "a\0".into()), ""),
        case("a comment of zeros", "# ", (4_000_000, |_| "\0".into()), ""),
        case("comments of zeros", "", (1_000_000, |_| "# \0\n".into()), ""),
    ];
    hold("very_many_bytes_that_no_toml_allows", &cases, nothing_more);
}
