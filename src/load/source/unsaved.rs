//! Unsaved texts of files, as an editor holds them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Unsaved texts of files open in an editor, by canonical path. A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Unsaved(Arc<HashMap<PathBuf, Arc<str>>>);

impl FromIterator<(PathBuf, Arc<str>)> for Unsaved {
    fn from_iter<I: IntoIterator<Item = (PathBuf, Arc<str>)>>(texts: I) -> Self {
        Self(Arc::new(texts.into_iter().map(|(path, text)| (real(&path), text)).collect()))
    }
}

impl Unsaved {
    /// The unsaved text of the file at `path`, if any.
    pub fn get(&self, path: &Path) -> Option<&Arc<str>> {
        if self.0.is_empty() { None } else { self.0.get(&real(path)) }
    }
}

/// The path with all links resolved; the path itself if the file does not exist.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
