//! What a model says at one state of the texts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::document::Document;
use crate::load::{self, Loaded, Unsaved};
use crate::model::{ArticleId, Origin};

/// A reading of the model to be done, of one state of the texts.
#[derive(Debug, Clone)]
pub struct Job {
    /// What the model is read from.
    pub paths: Vec<PathBuf>,
    /// The texts of open files.
    pub unsaved: Unsaved,
    /// The versions of these texts, by path.
    pub versions: BTreeMap<PathBuf, i32>,
}

/// What came of it.
#[derive(Debug)]
pub struct Analysis {
    /// The model and what is wrong with it.
    pub loaded: Loaded,
    /// The texts of the model files that were read, in the order of [`Loaded::files`].
    pub texts: Vec<Document>,
    /// The versions of the open texts that were read, by path.
    pub versions: BTreeMap<PathBuf, i32>,
    /// Why there is no model, where a file of it cannot be read.
    pub failure: Option<String>,
}

impl Job {
    /// Reads the model, as `check` does.
    pub fn run(self) -> Analysis {
        let read = load::model_files(&self.paths, &self.unsaved).and_then(|files| {
            let text = |file: &load::ModelFile| Document::new(String::from_utf8_lossy(&file.bytes), 0);
            let texts = files.iter().map(text).collect();
            Ok((load::load_files(files, &self.unsaved)?, texts))
        });
        let (loaded, texts, failure) = match read {
            Ok((loaded, texts)) => (loaded, texts, None),
            Err(error) => (Loaded::default(), Vec::new(), Some(error.to_string())),
        };
        Analysis { loaded, texts, versions: self.versions, failure }
    }
}

impl Analysis {
    /// The place of a model file among the loaded ones.
    pub fn file(&self, path: &Path) -> Option<usize> {
        let path = real(path);
        self.loaded.files.iter().position(|file| real(file) == path)
    }

    /// The file of an article's text; `None` for one that is inline or has none.
    pub fn article_file(&self, id: ArticleId) -> Option<PathBuf> {
        let article = self.loaded.model.article(id);
        let folder = self.loaded.files.get(article.origin.file as usize)?.parent()?;
        Some(folder.join(article.file.as_deref().filter(|_| article.text.is_some())?))
    }

    /// The articles whose text is this file.
    pub fn articles_of(&self, path: &Path) -> Vec<ArticleId> {
        let path = real(path);
        let name = path.file_name();
        let is_it = |id: &ArticleId| {
            // Names are compared first: to ask the system for each of ten thousand files takes long.
            let file = self.article_file(*id);
            file.is_some_and(|file| file.file_name() == name && real(&file) == path)
        };
        self.loaded.model.article_ids().filter(is_it).collect()
    }

    /// The file that defines a record, and its text.
    pub fn origin(&self, origin: Origin) -> Option<(&Path, &Document)> {
        let file = origin.file as usize;
        Some((self.loaded.files.get(file)?.as_path(), self.texts.get(file)?))
    }
}

/// The path behind all links; the path itself where there is no such file.
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
