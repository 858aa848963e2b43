//! The article files of a model: each read once, several at a time.

use std::collections::HashMap;
use std::sync::Arc;

use super::alike::alike;
use super::folder::{Folder, Refusal};
use super::sniff::{NoPlainText, plain_text};
use crate::format::ARTICLE;
use crate::load::tables::Table;
use crate::parallel;
use crate::text::LineIndex;

/// The text of an article file, shared by all articles that name it.
#[derive(Debug, Clone)]
pub(in crate::load) struct SourceText {
    pub(in crate::load) words: Arc<str>,
    pub(in crate::load) lines: LineIndex,
}

/// Why an article has no text.
#[derive(Debug, Clone)]
pub(in crate::load) enum NoText {
    /// The path leads out of the folder.
    Outside,
    /// The file cannot be read.
    Unreadable {
        why: String,
        help: Option<String>,
        /// The system failed; the file may be fine.
        is_failure: bool,
    },
    /// It is not plain text.
    Foreign(NoPlainText),
}

/// The results of reading, by source and path.
#[derive(Debug, Default)]
pub(in crate::load) struct Library(HashMap<(u32, Box<str>), Result<SourceText, NoText>>);

/// For how many missing files to look for the one meant.
const MOST_ALIKE: usize = 20;
/// Fewer files are read by one thread.
const FEW: usize = 64;

impl Library {
    /// Reads the files of all articles without inline text; reports progress.
    pub(in crate::load) fn new<'a>(
        articles: impl Iterator<Item = Table<'a>>,
        folders: &[Folder],
        tell: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut paths: Vec<(u32, Box<str>)> = Vec::new();
        for table in articles {
            if let (Some(file), None) = (table.text(ARTICLE.file), table.get(ARTICLE.text)) {
                paths.push((table.source(), file));
            }
        }
        paths.sort_unstable();
        paths.dedup();
        let work = |at: usize| {
            let (source, path) = &paths[at];
            Some(((*source, path.clone()), read(folders.get(*source as usize)?, path)))
        };
        let mut read: Vec<_> = divided((paths.len(), FEW), work, tell).into_iter().flatten().collect();
        let missing = read.iter_mut().filter_map(|((source, path), read)| match read {
            Err(NoText::Unreadable { help: help @ None, is_failure: false, .. }) => Some((*source, &*path, help)),
            Ok(_) | Err(_) => None,
        });
        for (source, path, help) in missing.take(MOST_ALIKE) {
            *help = folders.get(source as usize).and_then(|folder| alike(folder, path));
        }
        Self(read.into_iter().collect())
    }

    /// The text at `path` in the folder of a source; `None` if the source has no folder.
    pub(in crate::load) fn get(&self, source: u32, path: &str) -> Option<&Result<SourceText, NoText>> {
        self.0.get(&(source, path.into()))
    }
}

fn read(folder: &Folder, path: &str) -> Result<SourceText, NoText> {
    let bytes = folder.read(path).map_err(|refusal| refused(refusal, path))?;
    let words: Arc<str> = plain_text(&bytes).map_err(NoText::Foreign)?.into();
    Ok(SourceText { lines: LineIndex::new(&words), words })
}

fn refused(refusal: Refusal, path: &str) -> NoText {
    let (why, is_failure) = match refusal {
        Refusal::Outside => return NoText::Outside,
        Refusal::Missing => ("there is no such file".to_owned(), false),
        Refusal::Unreadable(why) => (why, false),
        Refusal::Failed(why) => (why, true),
    };
    let is_address = path.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphabetic()));
    let help = "it is an address: save the text in a file beside the model and name that; the address goes into `url`";
    NoText::Unreadable { why, help: is_address.then(|| help.to_owned()), is_failure }
}

/// Runs `work` for every number below `count`, on several threads if `count` is at least `few`; results are in order.
/// Reports progress on the calling thread.
pub(in crate::load) fn divided<T: Send>(
    (count, few): (usize, usize),
    work: impl Fn(usize) -> T + Sync,
    tell: &mut dyn FnMut(usize, usize),
) -> Vec<T> {
    // Asking for the number of processors takes as long as a little work.
    let threads = if count < few { 1 } else { parallel::threads() };
    parallel::map(count, threads, work, &mut |at| tell(at, count))
}

#[cfg(test)]
mod tests {
    use super::divided;

    #[test]
    fn divided_work_comes_back_in_order() {
        for count in [0, 1, 5, 1000] {
            let squares: Vec<usize> = (0..count).map(|at| at * at).collect();
            let mut told = Vec::new();
            assert_eq!(divided((count, 2), |at| at * at, &mut |at, of| told.push((at, of))), squares);
            assert!(told.is_sorted() && told.iter().all(|(at, of)| at < of && *of == count));
        }
    }
}
