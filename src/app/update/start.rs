//! The state at the beginning.

use super::{goto, look};
use crate::app::history::History;
use crate::app::keymap::Keymap;
use crate::app::lookup::AT_ONCE;
use crate::app::overlay::{Find, Overlay, Recent};
use crate::app::views::Stack;
use crate::app::views::browse::Browse;
use crate::app::{App, Live, Location, ModelState, Options, Snapshot};
use crate::load::Progress;
use std::collections::BTreeMap;

impl App {
    /// A state that shows a reading on a terminal of `size` columns and rows, at the place that `options` ask for.
    pub fn new(reading: impl Into<Snapshot>, options: &Options, size: (u16, u16)) -> Self {
        let mut app = Self::bare(reading.into(), options, size);
        app.count_findings();
        if let Some(at) = &options.at
            && !goto::key(&mut app, at)
        {
            app.notice = Some(format!("there is no `{at}` in this model"));
        }
        goto::begin_in_article(&mut app);
        app.begin(options);
        app
    }

    /// A state that waits for its model.
    pub fn waiting(options: &Options, size: (u16, u16)) -> Self {
        let mut app = Self::bare(Snapshot::default(), options, size);
        app.state = ModelState::Loading { progress: Progress::default(), at: options.at.clone() };
        app.begin(options);
        app
    }

    /// Opens find, where the command line brings a query.
    fn begin(&mut self, options: &Options) {
        if let Some(query) = &options.query {
            let mut find = Find::new(query);
            find.look_up();
            self.location.overlay = Some(Overlay::Find(find));
            look::look_up_here(self);
        }
        self.fit();
    }

    fn bare(Snapshot { loaded, knowledge }: Snapshot, options: &Options, size: (u16, u16)) -> Self {
        let views = Stack::new(Browse::new(&loaded.model));
        Self {
            loaded,
            state: ModelState::Current,
            wrong: (0, 0),
            live: Live::No,
            knowledge,
            size,
            theme: options.theme,
            glyphs: options.glyphs,
            actors: options.actors,
            shows_rest: false,
            keymap: Keymap::default(),
            location: Location { views, overlay: None },
            history: History::default(),
            queries: Vec::new(),
            sets: BTreeMap::new(),
            recent: Recent::default(),
            draft: None,
            wish: None,
            notice: None,
            pending: Vec::new(),
            searches: 0,
            at_once: AT_ONCE,
        }
    }
}
