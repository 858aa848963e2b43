//! The search data of a model.

use std::sync::OnceLock;

use super::analysis::actor_names::ActorNames;
use super::index::build::Index;
use crate::model::Model;

/// About how many bytes a sentence has.
const SENTENCE_BYTES: usize = 128;

/// The index and the actor names of one model, each made on first use: showing a model needs neither.
///
/// Every call must pass the same model.
#[derive(Debug, Default)]
pub struct SearchData {
    index: OnceLock<Index>,
    names: OnceLock<ActorNames>,
    texts: OnceLock<usize>,
}

impl SearchData {
    /// Everything at once, for a model that is read in the background.
    pub fn of(model: &Model) -> Self {
        let data = Self::default();
        data.index_of(model);
        data.names_of(model);
        data
    }

    /// The index. The first call reads every text.
    pub fn index_of(&self, model: &Model) -> &Index {
        self.index.get_or_init(|| Index::new(model))
    }

    /// About how many records, passages and sentences a search goes through. The first call looks at every article.
    pub fn texts_of(&self, model: &Model) -> usize {
        *self.texts.get_or_init(|| {
            let bytes: usize = model.articles().iter().map(|article| article.text().len()).sum();
            model.keys().count() + model.passages().len() + bytes / SENTENCE_BYTES
        })
    }

    /// The names of the actors.
    pub fn names_of(&self, model: &Model) -> &ActorNames {
        self.names.get_or_init(|| ActorNames::new(model))
    }
}
