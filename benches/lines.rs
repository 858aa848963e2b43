//! Every text of a model in a file, a line each, for programs that filter lines.

use std::env;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use demarche::load;

use crate::sizes::Size;

/// Writes the lines of a model to `file`; gives the beginning of the first. The work is done by a process of its own: one
/// that has held a large model is slow to start others.
pub fn write(size: &Size, file: &Path) -> String {
    let mut child = Command::new(env::current_exe().expect("the bench knows itself"));
    let ended = child.arg("lines").arg(file).args(&size.path).status();
    assert!(ended.is_ok_and(|status| status.success()), "the lines of {} were not written", size.name);
    let first = BufReader::new(File::open(file).expect("it was written")).lines().next();
    first.expect("a line").expect("of text").chars().take(30).collect()
}

/// Does the work of the child; says whether this process is one.
pub fn is_child() -> bool {
    let mut arguments = env::args_os().skip(1);
    if arguments.next().is_none_or(|word| word != "lines") {
        return false;
    }
    let file = File::create(arguments.next().expect("a file is named")).expect("it can be written");
    let loaded = match arguments.next() {
        Some(path) => load::load(&[PathBuf::from(path)]).expect("the model can be read"),
        None => load::example(),
    };
    let (model, mut out) = (&loaded.model, BufWriter::new(file));
    let demands = model.demands().iter().map(|demand| &*demand.text);
    let quotes = model.passage_ids().map(|id| model.quote(id));
    let articles = model.articles().iter().flat_map(|article| article.text().lines());
    for text in demands.chain(quotes).chain(articles).filter(|text| !text.trim().is_empty()) {
        writeln!(out, "{}", text.replace('\n', " ")).expect("it can be written");
    }
    out.flush().expect("it can be written");
    true
}
