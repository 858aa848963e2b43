//! Four times as much of anything costs at most six times as much.
//!
//! Counted is the time that the process has had a processor, the least of some runs; so this is one test, and alone in
//! its program. A fault of this kind shows as sixteen times as much.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::print_stdout, reason = "a test says what it measured")]

use std::fmt::Write as _;
use std::time::Duration;

use demarche::load::{Loaded, load_str};
use rustix::time::{ClockId, clock_gettime};

/// So much more may four times as much cost.
const MOST: u32 = 6;
const RUNS: usize = 3;
/// Work longer than this is done once.
const LONG: Duration = Duration::from_millis(500);
/// Work shorter than this says nothing about its growth.
const LEAST: Duration = Duration::from_millis(4);

/// Something that grows: its name, a small number of it, and the model and article for a number.
type Row = (&'static str, usize, fn(usize) -> (String, String));

const ROWS: &[Row] = &[
    ("prefix as long as the article", 100, |n| quoting("é", &format!("prefix = '{}'", "x".repeat(n)), "e\u{301} x", n)),
    ("suffix as long as the article", 100, |n| quoting("é", &format!("suffix = '{}'", "x".repeat(n)), "e\u{301} x", n)),
    ("places of one quote", 3_000, |n| quoting("they ask", "", "they ask. ", n)),
    ("places that a suffix tells apart", 1_500, |n| quoting("they ask", "suffix = 'never'", "they ask. ", n)),
    ("quotes of one article", 1_600, quotes),
    ("unknown positions of one scale", 400, unknown_positions),
    ("labels of one scale", 4_000, |n| alone(labels(n))),
    ("chain of supersedes", 1_000, |n| alone(chain(n, "supersedes", |n| n.saturating_sub(1)))),
    ("chain of depends_on", 1_000, |n| alone(chain(n, "depends_on", |n| n.saturating_sub(1)))),
    ("circle of depends_on", 1_000, |n| alone(chain(n, "depends_on", |n| n + 1))),
    ("circle of supersedes", 1_000, |n| alone(chain(n, "supersedes", |n| n + 1))),
    ("demands that one opposes", 1_000, |n| alone(opposing(n))),
    ("chain of member_of", 1_000, |n| alone(members(n, |n| n.saturating_sub(1)))),
    ("circle of member_of", 1_000, |n| alone(members(n, |n| n + 1))),
    ("blocs in one bloc", 1_000, |n| alone(members(n, |_| 0))),
    ("actors with one name", 1_000, |n| {
        alone(each(n, |out, n| write!(out, "[[actors]]\nid = 'a{n}'\nname = 'A'\n").unwrap()))
    }),
    ("aliases of one actor", 4_000, |n| alone(aliases(n))),
    ("findings in one line", 1_500, |n| alone(format!("actors = [{}]", "{ id = 'a b' }, ".repeat(n)))),
    ("tables without anything in one line", 4_000, |n| alone(format!("demands = [{}]\n{PEOPLE}", "{},".repeat(n)))),
    ("findings in lines", 1_500, |n| alone("= = =\n".repeat(n))),
    ("unknown references", 1_500, |n| {
        alone(format!("{PEOPLE}{DEMAND}opposes = [{}]\n", each(n, |out, n| write!(out, "'u{n}',").unwrap())))
    }),
    ("unknown long ids", 800, unknown_long_ids),
    ("slips in lines", 800, |n| alone(format!("[[actors]]\nid = 'a'\n{}", "note = \u{201c}x\u{201d}\n".repeat(n)))),
    ("records with slips", 800, |n| {
        alone(each(n, |out, n| write!(out, "[[actor]]\nid = 'a{n}'\nname = 'A',\nkind: state\n\n").unwrap()))
    }),
    ("lists that are never closed", 800, |n| alone(format!("{PEOPLE}{DEMAND}{}", "opposes = ['a',\n".repeat(n)))),
    ("tables that are never closed", 800, |n| {
        alone(each(n, |out, n| write!(out, "[[demands]]\nid = 'd{n}'\npassages = [{{\n{{\n{{ note = 1\n").unwrap()))
    }),
    ("long strings that are never closed", 800, |n| {
        alone(each(n, |out, n| {
            write!(out, "[[actors]]\nid = 'a{n}'\nnote = '''x\nrole = \\\"\"\"y\n").unwrap();
        }))
    }),
    ("conflicts without an end", 800, |n| alone("<<<<<<< a\ntitle = 'x'\n=======\n".repeat(n))),
    ("conflicts", 800, |n| {
        alone(each(n, |out, n| {
            write!(out, "[[actors]]\nid = 'a{n}'\n<<<<<<< a\nname = 'x'\n=======\nname = 'y'\n>>>>>>> b\n").unwrap();
        }))
    }),
    ("articles", 400, |n| {
        alone(each(n, |out, n| write!(out, "[[articles]]\nid = 't{n}'\ntitle = 'T'\ntext = 'x'\n").unwrap()))
    }),
];

const PEOPLE: &str = "[[actors]]\nid = 'a'\nname = 'A'\n[[issues]]\nid = 'i'\nname = 'I'\n";
const DEMAND: &str = "[[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n";

fn alone(model: String) -> (String, String) {
    (model, String::new())
}

fn each(count: usize, mut write: impl FnMut(&mut String, usize)) -> String {
    (0..count).fold(String::new(), |mut out, number| {
        write(&mut out, number);
        out
    })
}

/// A model with one quote of an article that is `unit` over and over.
fn quoting(quote: &str, context: &str, unit: &str, count: usize) -> (String, String) {
    let article = "[[articles]]\nid = 't'\ntitle = 'T'\nfile = 't.txt'\n";
    let context = if context.is_empty() { String::new() } else { format!(", {context}") };
    (format!("{article}{PEOPLE}{DEMAND}passages = [{{ quote = '{quote}'{context} }}]\n"), unit.repeat(count))
}

fn quotes(count: usize) -> (String, String) {
    let quotes = each(count, |out, n| writeln!(out, "{{ quote = 'number {n} is said' }},").unwrap());
    let text = each(count, |out, n| writeln!(out, "The number {n} is said so.").unwrap());
    (format!("[[articles]]\nid = 't'\ntitle = 'T'\nfile = 't.txt'\n{PEOPLE}{DEMAND}passages = [\n{quotes}]\n"), text)
}

fn labels(count: usize) -> String {
    let labels = each(count, |out, n| write!(out, "'label {n}',").unwrap());
    format!("[[issues]]\nid = 'i'\nname = 'I'\nscale = [{labels}]\n")
}

/// Demands whose positions are not on their issue's scale, which has as many labels.
fn unknown_positions(count: usize) -> (String, String) {
    let demand = |out: &mut String, n: usize| {
        write!(out, "[[demands]]\nid = 'd{n}'\nactor = 'a'\nissue = 'i'\ntext = 'T'\nposition = 'lable x{n}'\n")
            .unwrap();
    };
    alone(format!("{}[[actors]]\nid = 'a'\nname = 'A'\n{}", labels(count), each(count, demand)))
}

/// Demands with long ids that are alike, each opposing one that is not there.
fn unknown_long_ids(count: usize) -> (String, String) {
    let demand = |out: &mut String, n: usize| {
        let id = format!("a-demand-whose-id-is-long-as-tools-make-them-of-titles-{n:06}");
        write!(out, "[[demands]]\nid = '{id}'\nactor = 'a'\nissue = 'i'\ntext = 'T'\nopposes = ['x{id}']\n").unwrap();
    };
    alone(format!("{PEOPLE}{}", each(count, demand)))
}

/// Demands each of which names another one, as `of` says by its number.
fn chain(count: usize, relation: &str, of: impl Fn(usize) -> usize) -> String {
    let demand = |out: &mut String, n: usize| {
        let before = if of(n) == n { String::new() } else { format!("{relation} = ['d{}']\n", of(n) % count) };
        write!(out, "[[demands]]\nid = 'd{n}'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n{before}").unwrap();
    };
    format!("{PEOPLE}{}", each(count, demand))
}

fn opposing(count: usize) -> String {
    let others = each(count, |out, n| write!(out, "'d{n}',").unwrap());
    format!("{}{DEMAND}opposes = [{others}]\n", chain(count, "", |n| n))
}

fn members(count: usize, of: impl Fn(usize) -> usize) -> String {
    each(count, |out, n| {
        let bloc = of(n) % count;
        let member = if bloc == n { String::new() } else { format!("member_of = ['a{bloc}']\n") };
        write!(out, "[[actors]]\nid = 'a{n}'\nname = 'Name {n}'\nkind = 'bloc'\n{member}").unwrap();
    })
}

fn aliases(count: usize) -> String {
    format!(
        "[[actors]]\nid = 'a'\nname = 'A'\naliases = [{}]\n",
        each(count, |out, n| write!(out, "'alias {n}',").unwrap())
    )
}

/// What looks too dear is measured this often again.
const AGAIN: usize = 3;

fn read((model, article): &(String, String)) -> Loaded {
    load_str(&[("m.toml", model)], &[("t.txt", article)])
}

/// The least time of a processor of some runs.
fn cost(files: &(String, String)) -> Duration {
    let now = || Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap();
    let run = |_| {
        let before = now();
        drop(read(files));
        now().checked_sub(before).unwrap()
    };
    let first = run(0);
    // What takes long is far from the noise.
    if first > LONG { first } else { (1..RUNS).map(run).fold(first, Duration::min) }
}

#[test]
fn four_times_as_much_costs_at_most_six_times_as_much() {
    let mut over = String::new();
    for (name, few, model) in ROWS {
        let mut few = *few;
        let mut little = cost(&model(few));
        while little < LEAST {
            few *= 2;
            little = cost(&model(few));
        }
        let mut much = cost(&model(4 * few));
        // A neighbour on the machine may have taken the caches once, and hardly ever each time.
        for _ in 0..AGAIN {
            if much <= MOST * little {
                break;
            }
            (little, much) = (cost(&model(few)), cost(&model(4 * few)));
        }
        println!("{name}: {few} take {little:?}, {} take {much:?}", 4 * few);
        if much > MOST * little {
            writeln!(over, "{name}: {few} take {little:?}, {} take {much:?}", 4 * few).unwrap();
        }
    }
    assert!(over.is_empty(), "{over}");
}
