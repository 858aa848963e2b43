//! A model with its search data.

use std::sync::Arc;

use crate::load::Loaded;
use crate::search::SearchData;

/// A model and what is derived from it once.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The model with its findings.
    pub loaded: Arc<Loaded>,
    /// The search index and the names of actors.
    pub search_data: Arc<SearchData>,
}

impl Snapshot {
    /// A snapshot ready for search. Reads every text of the model, which takes seconds for a million passages: never do
    /// this before a frame.
    pub fn prepared(loaded: Arc<Loaded>) -> Self {
        let search_data = Arc::new(SearchData::of(&loaded.model));
        Self { loaded, search_data }
    }
}

impl From<Arc<Loaded>> for Snapshot {
    /// A snapshot that is indexed by the first search.
    fn from(loaded: Arc<Loaded>) -> Self {
        Self { loaded, search_data: Arc::default() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::{App, Message, ModelState, Options, update};
    use crate::load::{Progress, example};

    #[test]
    fn a_place_asked_for_is_gone_to_when_the_model_has_it() {
        let key = example().model.demands()[3].key.clone();
        for (at, notice) in [(&*key, None), ("nowhere", Some("there is no `nowhere` in this model".to_owned()))] {
            let options = Options { at: Some(at.to_owned()), ..Options::default() };
            let mut app = App::waiting(&options, (120, 36));
            assert_eq!(app.progress(), Some(Progress::default()));
            update(&mut app, Message::Loaded(Arc::new(example()).into()));
            let selected = app.browse().demands.selected().map(|id| &*app.model().demand(id).key);
            assert_eq!((selected == Some(at), &app.notice), (notice.is_none(), &notice), "{at}");
            assert!(matches!(app.state, ModelState::Current));
        }
    }
}
