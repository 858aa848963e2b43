//! What makes a model searchable, made when it is first asked for.

use std::sync::OnceLock;

use super::{Index, Names};
use crate::model::Model;

/// Bytes of a sentence, about.
const SENTENCE: usize = 128;

/// The index and the names of one model. Each is made at its first use and kept: what only shows a model needs neither.
#[derive(Debug, Default)]
pub struct Knowledge {
    index: OnceLock<Index>,
    names: OnceLock<Names>,
    texts: OnceLock<usize>,
}

impl Knowledge {
    /// The knowledge of `model`, all of it made now: for a model that is read in the background.
    pub fn of(model: &Model) -> Self {
        let knowledge = Self::default();
        knowledge.index_of(model);
        knowledge.names_of(model);
        knowledge
    }

    /// The index of `model`, which must be the same at every call. The first costs one pass over every text.
    pub fn index_of(&self, model: &Model) -> &Index {
        self.index.get_or_init(|| Index::new(model))
    }

    /// About how many texts a search of `model` goes through, which must be the same at every call: demands, passages
    /// and sentences. The first costs a look at every article.
    pub fn texts_of(&self, model: &Model) -> usize {
        *self.texts.get_or_init(|| {
            let letters: usize = model.articles().iter().map(|article| article.text().len()).sum();
            model.demands().len() + model.passages().len() + letters / SENTENCE
        })
    }

    /// The names of the actors of `model`, which must be the same at every call.
    pub fn names_of(&self, model: &Model) -> &Names {
        self.names.get_or_init(|| Names::new(model))
    }
}
