//! A model with what makes it searchable, made where it is read: at a million passages that takes seconds.

use std::sync::Arc;

use crate::load::Loaded;
use crate::search::{Index, Names};

/// A model and all that is made of it once.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The model and what was found wrong with it.
    pub loaded: Arc<Loaded>,
    /// What makes the model searchable.
    pub index: Arc<Index>,
    /// What makes names in articles known.
    pub names: Arc<Names>,
}

impl From<Arc<Loaded>> for Reading {
    /// Reads every text of the model: seconds at a million passages, so never on the way to a frame.
    fn from(loaded: Arc<Loaded>) -> Self {
        let index = Arc::new(Index::new(&loaded.model));
        let names = Arc::new(Names::new(&loaded.model));
        Self { loaded, index, names }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::app::{App, Message, Options, update};
    use crate::load::{Progress, example};

    #[test]
    fn a_place_asked_for_is_gone_to_when_the_model_has_it() {
        let key = example().model.demands()[3].key.clone();
        for (at, notice) in [(&*key, None), ("nowhere", Some("there is no `nowhere` in this model".to_owned()))] {
            let options = Options { at: Some(at.to_owned()), ..Options::default() };
            let mut app = App::waiting(&options, (120, 36));
            assert_eq!(app.progress, Some(Progress::default()));
            update(&mut app, Message::Loaded(Arc::new(example()).into()));
            update(&mut app, Message::Progress(None));
            let selected = app.place.browse.demands.selected().map(|id| &*app.model().demand(id).key);
            assert_eq!((selected == Some(at), &app.notice), (notice.is_none(), &notice), "{at}");
            assert_eq!((app.progress, app.awaited), (None, None));
        }
    }
}
