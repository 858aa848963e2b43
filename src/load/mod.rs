//! Reading models: TOML and articles in, a model and findings out.
//!
//! The way of a file: [`source`] finds and reads it, [`chunk`] cuts it into its top-level tables, [`read`] makes
//! tables of them (fast with serde, or key by key with [`shape`]), [`names`] and [`resolve`] make one model of the
//! tables of all files, [`locate`] finds the quotes in their articles.

mod chunk;
mod cycles;
mod demands;
mod folder;
mod locate;
mod names;
mod nearest;
mod page;
mod raw;
mod read;
mod records;
mod reference;
mod resolve;
mod shape;
mod source;
mod values;

use std::path::{Path, PathBuf};

use crate::diagnose::{Finding, Level, codes};
use crate::model::Model;

use folder::Folder;
use page::{At, Page, Report};
use read::{Tables, read};

pub use locate::{Quote, locate};
pub use nearest::nearest;
pub use reference::{Key, Need, format_page, keys};
pub use source::WorldError;

/// What came of loading: always a model, however much was wrong.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What makes sense of the files.
    pub model: Model,
    /// Everything found wrong: errors and warnings in order of file, then line.
    pub findings: Vec<Finding>,
    /// The model files, in the order loaded; [`crate::model::Origin::file`] counts here.
    pub files: Vec<PathBuf>,
    /// Whether this is the example that is compiled in.
    pub is_example: bool,
}

impl Loaded {
    /// How many findings are of this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.code.level == level).count()
    }
}

/// Loads the model files and folders at `paths` as one model.
///
/// A file named twice is read once. Article files are read from the folder of their model file and never from
/// outside it. Fails only where a model file or folder itself cannot be read; what is wrong inside is a finding.
pub fn load(paths: &[PathBuf]) -> Result<Loaded, WorldError> {
    let sources = source::read_sources(paths)?;
    let mut files = Vec::with_capacity(sources.len());
    for source in sources {
        let folder = Folder::open(source.path.parent().unwrap_or(Path::new("")))
            .map_err(|why| WorldError::new("open the folder of the model file", &source.path, why))?;
        files.push((source.path, source.bytes, folder));
    }
    Ok(load_files(files))
}

/// Loads a model from memory: its files by name, and the article files they may name.
pub fn load_str(files: &[(&str, &str)], articles: &[(&str, &str)]) -> Loaded {
    let articles: Vec<(&str, &[u8])> = articles.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_bytes(&files, &articles)
}

/// [`load_str`] for files that need not be UTF-8.
pub fn load_bytes(files: &[(&str, &[u8])], articles: &[(&str, &[u8])]) -> Loaded {
    let folder = || articles.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let own = |(name, bytes): &(&str, &[u8])| (PathBuf::from(name), bytes.to_vec(), Folder::Memory(folder()));
    load_files(files.iter().map(own).collect())
}

/// The example that is compiled in.
pub fn example() -> Loaded {
    let model = include_str!("../../positions.toml");
    let article = include_str!("../../assets/articles/alaska-summit.txt");
    let loaded = load_str(&[("positions.toml", model)], &[("assets/articles/alaska-summit.txt", article)]);
    Loaded { is_example: true, ..loaded }
}

fn load_files(files: Vec<(PathBuf, Vec<u8>, Folder)>) -> Loaded {
    let (mut pages, mut faults, mut folders, mut paths) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (path, bytes, folder) in files {
        let (page, fault) = page(&path, bytes);
        pages.push(page);
        faults.push(fault);
        folders.push(folder);
        paths.push(path);
    }
    let mut report = Report::new(&pages);
    let mut tables = Tables::default();
    for (number, (page, fault)) in pages.iter().zip(faults).enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        match fault {
            None => read(number, &page.text, &mut tables, &mut report),
            Some(Fault { at, help }) => {
                let message = format!("the file is not UTF-8 (byte {at}); nothing of it is loaded");
                report.add(&codes::ENCODING, At::new(number, &(at..at)), message).help = Some(help);
            }
        }
    }
    let model = resolve::resolve(&tables, &folders, &mut report);
    Loaded { model, findings: report.into_findings(), files: paths, is_example: false }
}

/// What makes a model file unreadable as text.
struct Fault {
    at: usize,
    help: String,
}

/// The text of a file; of one that is not UTF-8 a lossy one, to show where.
fn page(path: &Path, bytes: Vec<u8>) -> (Page, Option<Fault>) {
    let name = path.to_string_lossy().into_owned();
    match String::from_utf8(bytes) {
        Ok(text) => (Page::new(name, text), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let kind = if source::is_utf16(error.as_bytes()) { "it looks like UTF-16: " } else { "" };
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (Page::new(name, text), Some(Fault { at, help: format!("{kind}save the file as UTF-8") }))
        }
    }
}
