//! Search against its peers: how fast the index is built, how large it is, and from a key to the hits.
//!
//! M is made here. L and XL are models named by `DEMARCHE_BENCH_L` and `DEMARCHE_BENCH_XL`, left out where these are
//! not set. The table goes to `benches/RESULTS.md`.
#![allow(clippy::expect_used, clippy::string_slice, clippy::print_stdout, missing_docs)]

mod corpus;
#[path = "search/peers.rs"]
mod peers;
mod results;

use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use demarche::load;
use demarche::model::Model;
use demarche::search::{Index, Query, Scope, SearchOptions};

/// What a person may type: names, words of the field, typing mistakes, signs and fields.
const TYPED: &[&str] = &[
    "sanctions",
    "territorial integrity",
    "territorial integrty",
    "Zelensky",
    "zelenskyy",
    "putin",
    "climate change",
    "adaptation fund",
    "technology transfer",
    "developing countries",
    "emission reductions",
    "carbon tax",
    "kyoto",
    "kyoto protocl",
    "saudi arabia",
    "european union",
    "g-77 china",
    "china",
    "common but differentiated",
    "ceasefire",
    "imediate ceasefire",
    "security guarantees",
    "nuclear weapons",
    "nato",
    "donbas",
    "crimea",
    "minsk agreements",
    "human rights",
    "sustainable development",
    "poverty eradication",
    "security council reform",
    "peacekeeping",
    "\"climate change\"",
    "\"of the\"",
    "\"developing countries\"",
    "\"the european union\"",
    "\"legally binding\"",
    "^china",
    "^the",
    "^c",
    "adaptation$",
    "protocol$",
    "2012$",
    "!protocol kyoto",
    "fund !adaptation",
    "coal | gas",
    "forest | deforestation",
    "'emission",
    "'tax",
    "kind:offer fund",
    "kind:demand is:demand",
    "before:2000 kyoto",
    "after:2015 peace",
    "is:article forests",
    "loss and damage",
    "finance mechanism",
    "mitigation commitments",
    "historical responsibility",
    "least developed countries",
    "small island states",
    "aosis",
    "umbrella group",
    "negociation",
    "agrement",
    "goverment",
    "comitee",
    "recieve",
    "enviroment",
    "implmentation",
    "responsability",
    "delagation",
    "secratary general",
    "zlnsk",
    "москва",
    "президент",
    "україна",
    "зеленський",
    "війна",
    "російська",
    "безпека",
    "国家",
    "the",
    "of",
    "and",
    "in the",
    "to be",
    "will not",
    "support for",
    "opposed by",
    "called for",
    "insisted on",
    "proposed that",
    "noted that",
    "said that the",
    "a",
    "s",
    "t",
    "united nations",
    "general assembly",
    "world trade organization",
    "terrorism",
    "refugees",
    "palestine",
    "israel",
    "syria",
    "iran",
];
/// Hits that find lists.
const LISTED: usize = 200;

fn main() {
    let mut table = String::from(
        "| size | lines | text | index, one core | all cores | per text | median | p90 | p99 | worst | signs: median | p99 | fzf fuzzy | fzf exact | nucleo | fuzzy-matcher | memmem |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let mut targets = String::from("\n| size | what | measured | wanted | |\n|---|---|---|---|---|\n");
    let quick = env::args().any(|arg| arg == "--quick");
    for (name, path) in [("M", None), ("L", env::var_os("DEMARCHE_BENCH_L")), ("XL", env::var_os("DEMARCHE_BENCH_XL"))]
    {
        let model = match path {
            None if name == "M" => {
                let made = corpus::medium(&words());
                load::load_str(&[("m.toml", &made.model)], &made.articles()).model
            }
            None => continue,
            Some(path) => load::load(&[PathBuf::from(path)]).expect("the model can be read").model,
        };
        let row = Row::measure(&model, quick);
        table += &row.shown(name);
        targets += &row.targets(name);
    }
    println!("{table}{targets}");
    let note = "\nTimes in milliseconds. `index`: MB of text a second; `per text`: its bytes by those of the text. \
        median to worst: from a key to the 200 best hits and the count of all, for every beginning of every typed \
        query, the best of three times; `signs`: queries with phrases, edges, `!`, `|` and fields. Peers: the same lines, medians over every beginning of each ninth query, from a million lines on of each forty-fifth (fuzzy-matcher: of each \
        thirtieth, whole queries); fzf by `--filter` on all cores less the time of reading the lines, nucleo on two threads, memmem one pass over all text.\n";
    if !quick {
        results::write("search", &(table + &targets + note));
    }
}

/// The words that are typed, for texts that have them.
fn words() -> Vec<String> {
    let words = TYPED.iter().flat_map(|typed| typed.split(' '));
    words.map(|word| word.replace(['"', '\'', '^', '$', '!', ':', '|'], "")).collect()
}

/// What was measured on one model. Times in milliseconds, speeds in MB of text a second.
struct Row {
    lines: usize,
    text: f64,
    one_core: f64,
    all_cores: f64,
    /// Bytes of the index by those of the text.
    share: f64,
    /// Median, p90, p99 and worst.
    words: [f64; 4],
    signs: [f64; 4],
    peers: peers::Times,
}

impl Row {
    fn measure(model: &Model, quick: bool) -> Self {
        let lines = lines(model);
        let bytes: usize = lines.iter().map(String::len).sum();
        let speed = |index: fn(&Model) -> Index| {
            let start = Instant::now();
            let index = index(model);
            (mega(bytes) / start.elapsed().as_secs_f64(), index)
        };
        let (one_core, _) = speed(|model| Index::by(model, 1));
        let (all_cores, index) = speed(Index::new);
        let (signs, words): (Vec<&str>, Vec<&str>) =
            TYPED.iter().partition(|typed| typed.contains(['"', '^', '$', '!', '|', '\'', ':']));
        let parts = |mut times: Vec<Duration>| [500, 900, 990, 1000].map(|part| millis(share_of(&mut times, part)));
        if quick {
            worst(model, &index);
        }
        Self {
            lines: lines.len(),
            text: mega(bytes),
            one_core,
            all_cores,
            share: mega(index.bytes()) / mega(bytes),
            words: parts(ours(model, &index, &words)),
            signs: parts(ours(model, &index, &signs)),
            peers: if quick { peers::Times::default() } else { peers::measure(&lines, TYPED) },
        }
    }

    /// A line of the first table.
    fn shown(&self, size: &str) -> String {
        let [median, p90, p99, worst] = self.words;
        let mut out = format!(
            "| {size} | {} | {:.0} MB | {:.0} MB/s | {:.0} MB/s | {:.2} | {median:.3} | {p90:.2} | {p99:.2} | {worst:.2} | {:.2} | {:.2} |",
            self.lines, self.text, self.one_core, self.all_cores, self.share, self.signs[0], self.signs[2],
        );
        let peers = &self.peers;
        for time in [peers.fzf, peers.fzf_exact, peers.nucleo, peers.fuzzy, peers.memmem] {
            let _ = write!(out, " {} |", time.map_or("missing".to_owned(), |time| format!("{:.1}", millis(time))));
        }
        out + "\n"
    }

    /// What is wanted of this size, beside what was measured.
    fn targets(&self, size: &str) -> String {
        let mut out = String::new();
        let mut target = |what: &str, measured: String, wanted: &str, holds: bool| {
            let _ = writeln!(
                out,
                "| {size} | {what} | {measured} | {wanted} | {} |",
                if holds { "holds" } else { "missed" }
            );
        };
        let median = self.words[0];
        let frame = if size == "XL" { 16.0 } else { 4.0 };
        let mut against = |peer: &str, time: Option<Duration>, part: f64| {
            let Some(time) = time.map(millis) else { return };
            let wanted = format!("≤ 1/{part:.0}");
            target(
                &format!("median by that of {peer}"),
                format!("1/{:.0}", time / median),
                &wanted,
                time / median >= part,
            );
        };
        match size {
            "L" => against("fzf", self.peers.fzf, 20.0),
            "XL" => against("nucleo", self.peers.nucleo, 100.0),
            _ => return out,
        }
        for (what, p99) in [("p99", self.words[2]), ("p99 with signs", self.signs[2])] {
            target(what, format!("{p99:.2} ms"), &format!("≤ {frame:.0} ms"), p99 <= frame);
        }
        target("index, one core", format!("{:.0} MB/s", self.one_core), "≥ 70 MB/s", self.one_core >= 70.0);
        target("index per text", format!("{:.2}", self.share), "≤ 0.6", self.share <= 0.6);
        out
    }
}

/// The time of every key: for each beginning of each typed query, reading it and searching; the best of three, as the
/// machine may be busy with something else.
fn ours(model: &Model, index: &Index, typed: &[&str]) -> Vec<Duration> {
    let mut times = Vec::new();
    for typed in typed {
        times.extend(beginnings(typed).filter_map(|beginning| (0..3).map(|_| time(model, index, beginning)).min()));
    }
    times
}

fn time(model: &Model, index: &Index, typed: &str) -> Duration {
    let start = Instant::now();
    let hits = index.search(model, &Query::new(typed, model), SearchOptions { scope: Scope::All, limit: LISTED });
    std::hint::black_box(hits);
    start.elapsed()
}

/// Prints the dearest keys.
fn worst(model: &Model, index: &Index) {
    let all = TYPED.iter().flat_map(|typed| beginnings(typed));
    let mut times: Vec<(Duration, &str)> = all.map(|typed| (time(model, index, typed), typed)).collect();
    times.sort_unstable();
    times.dedup_by_key(|(_, typed)| *typed);
    for (time, typed) in times.iter().rev().take(30) {
        println!("    {:8.3} {typed}", millis(*time));
    }
}

fn beginnings(typed: &str) -> impl Iterator<Item = &str> {
    typed.char_indices().map(|(at, c)| &typed[..at + c.len_utf8()])
}

/// Every text that is searched: demands, quotes, lines of articles.
fn lines(model: &Model) -> Vec<String> {
    let demands = model.demand_ids().map(|id| model.demand(id).text.to_string());
    let quotes = model.passage_ids().map(|id| model.quote(id).to_owned());
    let articles = model.articles().iter().flat_map(|article| article.text().lines().map(str::to_owned));
    demands.chain(quotes).chain(articles).filter(|line| !line.trim().is_empty()).collect()
}

/// The time that `part` of a thousand keys do not exceed.
fn share_of(times: &mut [Duration], part: usize) -> Duration {
    times.sort_unstable();
    let at = (times.len() * part / 1000).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[allow(clippy::cast_precision_loss)]
fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
