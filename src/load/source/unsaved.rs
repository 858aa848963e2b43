//! Texts that stand in for those of files, as an editor holds them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Texts of files that are open in an editor and not saved, by the files' canonical paths. A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Unsaved(Arc<HashMap<PathBuf, Arc<str>>>);

impl FromIterator<(PathBuf, Arc<str>)> for Unsaved {
    fn from_iter<I: IntoIterator<Item = (PathBuf, Arc<str>)>>(texts: I) -> Self {
        Self(Arc::new(texts.into_iter().map(|(path, text)| (real(&path), text)).collect()))
    }
}

impl Unsaved {
    /// The text that stands in for the file at `path`, if there is one.
    pub fn get(&self, path: &Path) -> Option<&Arc<str>> {
        if self.0.is_empty() { None } else { self.0.get(&real(path)) }
    }
}

/// The path behind all links; the path itself where there is no such file.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
