//! What the other faces of a comparison will ask for, worked out by the outside while the first is looked at.

use std::sync::Arc;

use super::views::compare::Table;
use crate::load::Loaded;

/// With fewer demands than this, a face is worked out within a frame.
pub const AT_ONCE: usize = 5_000;

/// The table of a comparison, and its model. Equal to what has the very same table.
#[derive(Debug, Clone)]
pub struct Ahead {
    loaded: Arc<Loaded>,
    table: Arc<Table>,
}

impl Ahead {
    pub(super) fn new(loaded: &Arc<Loaded>, table: Arc<Table>) -> Self {
        Self { loaded: Arc::clone(loaded), table }
    }

    /// Works it out, piece by piece, until nobody else has the table any more. Whoever asks for a piece meanwhile waits for
    /// that piece alone.
    pub fn run(&self) {
        self.table.work_out(&self.loaded.model, || Arc::strong_count(&self.table) > 1);
    }
}

impl PartialEq for Ahead {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.table, &other.table)
    }
}

impl Eq for Ahead {}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use super::AT_ONCE;
    use crate::app::{App, Effect, Key, ModelState, Options, press};
    use crate::load::{Loaded, Progress, example, load_str};

    fn large() -> Arc<Loaded> {
        let mut text = "format = 1\n[[issues]]\nid = 'i'\nscale = ['low', 'high']\n".to_owned();
        for actor in ["a", "b"] {
            let _ = write!(text, "[[actors]]\nid = '{actor}'\n");
        }
        for nth in 0..AT_ONCE {
            let actor = if nth % 2 == 0 { "a" } else { "b" };
            let _ =
                write!(text, "[[demands]]\nid = 'd{nth}'\nactor = '{actor}'\nissue = 'i'\ntext = 't'\nposition = 0\n");
        }
        Arc::new(load_str(&[("positions.toml", &text)], &[]))
    }

    #[test]
    fn a_large_comparison_is_worked_out_ahead_once() {
        let mut app = App::new(large(), &Options::default(), (100, 30));
        let keys = ["c", "j", "2", "4", "*", "l"].map(|name| (name, press(&mut app, Key::parse(name).unwrap())));
        let asked: Vec<&str> = keys.iter().filter(|(_, effect)| effect.is_some()).map(|(name, _)| *name).collect();
        // Another base makes another comparison.
        assert_eq!(asked, ["c", "*"]);
        let Some((_, Some(Effect::Prepare(first)))) = keys.first() else { panic!("{keys:?}") };
        let Some((_, Some(Effect::Prepare(other)))) = keys.get(4) else { panic!("{keys:?}") };
        assert_ne!(first, other);
        other.run();
        assert!(app.compare().unwrap().table.is_worked_out());
        first.run();
        let again = ["q", "c"].map(|name| press(&mut app, Key::parse(name).unwrap()));
        assert_eq!(again, [None, None], "it is worked out already");
    }

    #[test]
    fn a_comparison_of_a_model_that_is_being_read_is_not_worked_out_ahead() {
        let mut app = App::new(large(), &Options::default(), (100, 30));
        app.state = ModelState::Loading { progress: Progress::default(), at: None };
        assert_eq!(press(&mut app, Key::char('c')), None);
        app.state = ModelState::Current;
        assert!(matches!(press(&mut app, Key::char('j')), Some(Effect::Prepare(_))));
    }

    #[test]
    fn a_small_comparison_is_worked_out_when_it_is_asked_for() {
        let mut app = App::new(Arc::new(example()), &Options::default(), (100, 30));
        for name in ["c", "2", "4"] {
            assert_eq!(press(&mut app, Key::parse(name).unwrap()), None, "{name}");
        }
    }
}
