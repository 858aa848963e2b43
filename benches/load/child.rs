//! One measurement in a process of its own.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use demarche::load::{Stage, Step, Watch, watched};
use demarche::search::SearchData;
use rustix::thread::{CpuSet, sched_setaffinity};

use crate::whole;

/// What one process took: seconds, and memory in MB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// From the start until the tables of the model file were read.
    pub reading: f64,
    /// The most memory until then.
    pub reading_peak: f64,
    /// Until the model stood.
    pub whole: f64,
    /// The most memory until then.
    pub peak: f64,
    /// Memory when the model stood.
    pub after: f64,
    /// Memory when it could be searched.
    pub indexed: f64,
    /// The texts of the articles.
    pub articles: f64,
}

impl Figures {
    /// The smaller of each.
    pub fn least(self, other: Self) -> Self {
        let (mine, theirs) = (self.list(), other.list());
        let mut all = mine.iter().zip(theirs).map(|(mine, theirs)| mine.min(theirs));
        Self::of(std::array::from_fn(|_| all.next().unwrap_or(0.0)))
    }

    fn list(self) -> [f64; 7] {
        [self.reading, self.reading_peak, self.whole, self.peak, self.after, self.indexed, self.articles]
    }

    fn of(list: [f64; 7]) -> Self {
        let [reading, reading_peak, whole, peak, after, indexed, articles] = list;
        Self { reading, reading_peak, whole, peak, after, indexed, articles }
    }
}

/// Does `work` on the model in the folder `path` in a process that may use so many cores.
pub fn measure(work: &str, cores: usize, path: &Path) -> Figures {
    let program = env::current_exe().expect("the bench knows itself");
    let output =
        Command::new(program).arg("child").arg(work).arg(cores.to_string()).arg(path).output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{work} of {}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    let numbers: Vec<f64> = said.split_whitespace().map(|word| word.parse().expect("a number")).collect();
    Figures::of(numbers.try_into().expect("seven numbers"))
}

/// The work of the child: does what `arguments` say and prints its figures.
pub fn work(arguments: &[String]) {
    let [work, cores, path]: &[String; 3] = arguments.try_into().expect("work, cores and path are named");
    allow(cores.parse().expect("a number of cores"));
    let path = Path::new(path);
    let figures = if work == "whole" { read_whole(path) } else { load(path) };
    println!("{}", figures.list().map(|figure| figure.to_string()).join(" "));
}

/// Lets this process run on the first `cores` of the cores it may run on.
fn allow(cores: usize) {
    let mine = rustix::thread::sched_getaffinity(None).expect("the cores are known");
    let mut few = CpuSet::new();
    (0..CpuSet::MAX_CPU).filter(|core| mine.is_set(*core)).take(cores).for_each(|core| few.set(core));
    sched_setaffinity(None, &few).expect("cores can be chosen");
}

fn read_whole(path: &Path) -> Figures {
    let begun = Instant::now();
    whole::read(&path.join("positions.toml"));
    Figures { reading: begun.elapsed().as_secs_f64(), reading_peak: memory("VmHWM"), ..Figures::default() }
}

fn load(path: &Path) -> Figures {
    let begun = Instant::now();
    let mut figures = Figures::default();
    let mut tell = |step| {
        if let Step::Progress(progress) = step
            && progress.stage == Stage::Articles
            && figures.reading_peak == 0.0
        {
            figures.reading = begun.elapsed().as_secs_f64();
            figures.reading_peak = memory("VmHWM");
        }
    };
    let loaded = watched(&[path.to_owned()], &mut Watch { tell: &mut tell, first_part: None }).expect("it can be read");
    figures.whole = begun.elapsed().as_secs_f64();
    (figures.peak, figures.after) = (memory("VmHWM"), memory("VmRSS"));
    let bytes: usize = loaded.model.articles().iter().map(|article| article.text().len()).sum();
    figures.articles = mega(bytes);
    let search_data = SearchData::of(&loaded.model);
    figures.indexed = memory("VmRSS");
    std::mem::forget((loaded, search_data));
    figures
}

/// A line of the system's notes on this process, in MB.
fn memory(line: &str) -> f64 {
    let notes = std::fs::read_to_string("/proc/self/status").expect("a system that tells");
    let line = notes.lines().find_map(|all| all.strip_prefix(line)?.strip_prefix(':')).expect("it is told");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024.0 / 1e6
}

#[allow(clippy::cast_precision_loss, reason = "texts are far smaller than 2^52 bytes")]
fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
