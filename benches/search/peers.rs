//! The same lines and queries in other programs and libraries.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use nucleo::pattern::{CaseMatching, Normalization};
use nucleo::{Config, Nucleo};

/// Medians; `None` where the peer is not there.
#[derive(Debug, Default)]
pub struct Times {
    pub fzf: Option<Duration>,
    pub fzf_exact: Option<Duration>,
    pub nucleo: Option<Duration>,
    pub fuzzy: Option<Duration>,
    pub memmem: Option<Duration>,
}

/// Every beginning of each `nth` of the queries that every peer can take.
fn queries(typed: &[&str], nth: usize) -> Vec<String> {
    let plain = typed.iter().filter(|typed| typed.chars().all(|c| c.is_alphanumeric() || c == ' '));
    let begun = |typed: &&str| typed.char_indices().map(|(at, c)| typed[..at + c.len_utf8()].to_owned()).collect();
    plain.step_by(nth).flat_map(|typed| -> Vec<String> { begun(typed) }).collect()
}

/// Measures every peer.
pub fn measure(lines: &[String], typed: &[&str]) -> Times {
    // A key takes fzf seconds then.
    let nth = if lines.len() > 1_000_000 { 45 } else { 9 };
    let some = queries(typed, nth);
    let fzf = Fzf::new(lines);
    Times {
        fzf: fzf.as_ref().and_then(|fzf| median(some.iter().filter_map(|query| fzf.time(query, &[])).collect())),
        fzf_exact: fzf
            .as_ref()
            .and_then(|fzf| median(some.iter().filter_map(|query| fzf.time(query, &["-e"])).collect())),
        nucleo: nucleo(lines, &some),
        fuzzy: fuzzy(lines, typed),
        memmem: memmem(lines, &some),
    }
}

fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

/// fzf with the lines in a file.
struct Fzf {
    file: tempfile::NamedTempFile,
    reading: Duration,
}

impl Fzf {
    /// `None` where fzf cannot be run.
    fn new(lines: &[String]) -> Option<Self> {
        let mut file = tempfile::NamedTempFile::new().ok()?;
        file.write_all(lines.join("\n").as_bytes()).ok()?;
        let mut fzf = Self { file, reading: Duration::ZERO };
        // A character that stands nowhere: what remains is reading.
        fzf.reading = median((0..5).filter_map(|_| fzf.time("\u{e000}", &["-e"])).collect())?;
        Some(fzf)
    }

    fn time(&self, query: &str, options: &[&str]) -> Option<Duration> {
        let input = fs::File::open(self.file.path()).ok()?;
        let start = Instant::now();
        let mut command = Command::new("fzf");
        command.args(options).arg("--filter").arg(query).stdin(input).stdout(Stdio::null());
        command.status().ok()?;
        Some(start.elapsed().saturating_sub(self.reading))
    }
}

/// nucleo on two threads, typed on as a person types: what the beginning left is searched.
fn nucleo(lines: &[String], queries: &[String]) -> Option<Duration> {
    let mut nucleo: Nucleo<()> = Nucleo::new(Config::DEFAULT, Arc::new(|| {}), Some(2), 1);
    let injector = nucleo.injector();
    for line in lines {
        injector.push((), |(), columns| columns[0] = line.as_str().into());
    }
    while nucleo.tick(1000).running {}
    let mut times = Vec::new();
    let mut before = String::new();
    for query in queries {
        let start = Instant::now();
        let goes_on = !before.is_empty() && query.starts_with(&before);
        nucleo.pattern.reparse(0, query, CaseMatching::Smart, Normalization::Smart, goes_on);
        while nucleo.tick(10_000).running {}
        times.push(start.elapsed());
        query.clone_into(&mut before);
    }
    median(times)
}

fn fuzzy(lines: &[String], typed: &[&str]) -> Option<Duration> {
    let matcher = SkimMatcherV2::default();
    let whole = typed.iter().filter(|typed| typed.chars().all(|c| c.is_alphanumeric() || c == ' ')).step_by(30);
    let one = |query: &&str| {
        let start = Instant::now();
        std::hint::black_box(lines.iter().filter(|line| matcher.fuzzy_match(line, query).is_some()).count());
        start.elapsed()
    };
    median(whole.map(one).collect())
}

fn memmem(lines: &[String], queries: &[String]) -> Option<Duration> {
    let text = lines.join("\n");
    let one = |query: &String| {
        let start = Instant::now();
        std::hint::black_box(memchr::memmem::find_iter(text.as_bytes(), query.as_bytes()).count());
        start.elapsed()
    };
    median(queries.iter().map(one).collect())
}
