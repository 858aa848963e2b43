//! Loading against its peers: reading the model file against `toml::from_str` of the whole, finding the quotes against
//! memmem, and what time and memory each size takes.
//!
//! S is the example and M is made here. L and XL are models named by `DEMARCHE_BENCH_L` and `DEMARCHE_BENCH_XL`, left
//! out where these are not set. Each measurement is a process of its own, so that its memory is its own. The tables go
//! to `benches/RESULTS.md`.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

#[path = "load/child.rs"]
mod child;
mod corpus;
#[path = "load/quotes.rs"]
mod quotes;
mod results;
#[path = "load/whole.rs"]
mod whole;

use std::env;
use std::path::{Path, PathBuf};

use child::{Figures, measure};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "child") {
        return child::work(&arguments[at + 1..]);
    }
    // `cargo test` runs benches too, only to see that they run.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let folder = tempfile::tempdir().expect("a folder can be made");
    corpus::medium(&[]).write(folder.path());
    let example = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = |name| env::var_os(name).map(PathBuf::from);
    let sizes = [
        ("S", Some(example.to_owned())),
        ("M", Some(folder.path().to_owned())),
        ("L", named("DEMARCHE_BENCH_L")),
        ("XL", named("DEMARCHE_BENCH_XL")),
    ];
    let sizes: Vec<(&str, PathBuf)> = sizes.into_iter().filter_map(|(name, path)| Some((name, path?))).collect();
    if is_bench {
        let table: Vec<String> = sizes.iter().map(|(name, path)| row(name, path)).collect();
        let locating: Vec<String> = sizes.iter().map(|(name, path)| quotes::row(name, path)).collect();
        results::write("load", &page(&table.concat(), &locating.concat()));
    } else {
        println!("{}", row("M", folder.path()));
    }
}

fn page(table: &str, locating: &str) -> String {
    format!(
        "| size | TOML | articles | toml::from_str | reading, one core | ratio | two cores | ratio | peak of reading | of from_str | whole load | per MB | peak | after load | with index |\n\
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n{table}\n\
        Times in seconds, sizes in MB. `toml::from_str` reads the whole file into the same structs on one core; ratios \
        are its time by ours: wanted 1.8 and 2.7. `peak of reading` by the bytes of the file: wanted 3.2 at most. \
        `whole load`: reading, articles, references, quotes, on two cores; `after load` and `with index`: memory by \
        the bytes of TOML and articles: wanted 2.5 at most.\n\n\
        | size | quotes | exact: ours | memmem | ratio | written otherwise | lost |\n|---|---|---|---|---|---|---|\n{locating}\n\
        Microseconds a quote, one core. `memmem` looks for each quote in its own article; wanted: ratio 2 at most. \
        `written otherwise`: with other white space and quotation marks; wanted 6 at most. `lost`: with a word too many, \
        and so only a nearest place; wanted 60 at most, at M.\n"
    )
}

/// Measures one model; a row of the table.
fn row(name: &str, path: &Path) -> String {
    let (one, two) = (best("load", 1, path), best("load", 2, path));
    let whole = best("whole", 1, path);
    let file = megabytes(&path.join("positions.toml"));
    let (articles, all) = (one.articles, file + one.articles);
    let row = format!(
        "| {name} | {file:.1} | {articles:.1} | {:.3} | {:.3} | {:.2} | {:.3} | {:.2} | {:.2} | {:.1} | {:.3} | {:.4} | {:.0} | {:.2} | {:.2} |\n",
        whole.reading,
        one.reading,
        whole.reading / one.reading,
        two.reading,
        whole.reading / two.reading,
        two.reading_peak / file,
        whole.reading_peak / file,
        two.whole,
        two.whole / file,
        two.peak,
        two.after / all,
        two.indexed / all,
    );
    print!("{row}");
    row
}

/// The best time and the least memory of several runs.
fn best(work: &str, cores: usize, path: &Path) -> Figures {
    (0..3).map(|_| measure(work, cores, path)).reduce(Figures::least).expect("it was run")
}

#[allow(clippy::cast_precision_loss, reason = "files are far smaller than 2^52 bytes")]
fn megabytes(path: &Path) -> f64 {
    path.metadata().map_or(0.0, |about| about.len() as f64 / 1e6)
}
