//! Files that become articles of a model.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Failure, digest};
use crate::edit::{Record, Refusal};
use crate::load::{LONGEST_ARTICLE, Loaded};
use crate::text::clean;

/// What a model says of a file that is an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the model is to name it.
    pub file: String,
    /// Its first line, where that is short enough, else its name.
    pub title: String,
    /// The pin of its bytes.
    pub sha256: String,
}

/// What is to be said of an article's file in a model that is in `folder`.
pub fn source(file: &Path, folder: &Path) -> Result<Source, Failure> {
    let name = clean(&file.to_string_lossy()).into_string();
    let fail = |why: std::io::Error| Failure::World(format!("cannot read the article `{name}`: {why}"));
    let refuse = |why: &str| Err(Failure::World(format!("the article `{name}` is {why}")));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = file.canonicalize().map_err(fail)?;
    let folder = folder.canonicalize().map_err(fail)?;
    let Ok(inside) = real.strip_prefix(&folder) else {
        return refuse("outside of the model's folder: articles are in the folder of the model or below");
    };
    let about = real.metadata().map_err(fail)?;
    if !about.is_file() {
        return refuse("not a regular file");
    }
    if about.len() > LONGEST_ARTICLE {
        return refuse(&format!("larger than {} MiB", LONGEST_ARTICLE >> 20));
    }
    let bytes = fs::read(&real).map_err(fail)?;
    let Ok(text) = std::str::from_utf8(&bytes) else { return refuse("not UTF-8 text") };
    let stem = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source {
        file: inside.to_string_lossy().into_owned(),
        title: title_of(text).unwrap_or(stem),
        sha256: digest(&bytes),
    })
}

/// The first line of a text, where it is short enough for a title.
fn title_of(text: &str) -> Option<String> {
    const LONGEST: usize = 120;
    let line = text.trim_start_matches('\u{feff}').lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.trim_start_matches('#').trim();
    (!line.is_empty() && line.chars().count() <= LONGEST).then(|| line.to_owned())
}

/// A new article with what its file says, where that was not given: path, title, pin. Other records stay as they are.
pub fn with_source(record: &Record, loaded: &Loaded) -> Result<Record, Refusal> {
    let Some(file) = record.file_without_pin() else { return Ok(record.clone()) };
    let folder = folder_of(loaded);
    let read = source(&folder.join(file), &folder);
    let source = read.map_err(|why| Refusal::new(why.to_string()))?;
    Ok(record.clone().pinned(&source.file, &source.title, &source.sha256))
}

/// The folder of the file that a new article goes into: that of the last one, else the first.
fn folder_of(loaded: &Loaded) -> PathBuf {
    let last = loaded.model.articles().last().map_or(0, |article| article.origin.file as usize);
    let file = loaded.files.get(last).or(loaded.files.first());
    file.and_then(|file| file.parent()).unwrap_or(Path::new("")).to_owned()
}

/// The files beside a model, or in folders below, that could be articles of it: no hidden ones, no TOML. As the model would
/// name them, in order, at most 2000.
pub fn files_beside(loaded: &Loaded) -> Vec<String> {
    const MOST: usize = 2000;
    let folder = folder_of(loaded);
    let (mut open, mut found) = (VecDeque::from([PathBuf::new()]), Vec::new());
    while let Some(within) = open.pop_front() {
        let path = folder.join(&within);
        let here = if path.as_os_str().is_empty() { Path::new(".") } else { &path };
        for entry in fs::read_dir(here).into_iter().flatten().flatten() {
            let (name, Ok(kind)) = (within.join(entry.file_name()), entry.file_type()) else { continue };
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            match kind {
                _ if is_hidden || found.len() + open.len() >= MOST => {}
                kind if kind.is_dir() => open.push_back(name),
                kind if kind.is_file() && name.extension() != Some(OsStr::new("toml")) => {
                    found.push(name.to_string_lossy().into_owned());
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}
