//! The initial state.

use super::write::named;
use super::{configure, goto, look, session};
use crate::app::command::Command;
use crate::app::history::History;
use crate::app::layout::Measures;
use crate::app::lookup::AT_ONCE;
use crate::app::overlay::{Find, Overlay};
use crate::app::session::Recent;
use crate::app::views::Stack;
use crate::app::views::browse::Browse;
use crate::app::{App, Live, Location, ModelState, Options, Screen, Snapshot};
use crate::load::Progress;
use crate::model::Subject;
use crate::text::counted;
use std::collections::BTreeMap;

impl App {
    /// A state that shows a snapshot on a terminal of `size` columns and rows, at the place in `options`.
    pub fn new(reading: impl Into<Snapshot>, options: &Options, size: (u16, u16)) -> Self {
        let mut app = Self::bare(reading.into(), options, size);
        app.remember(options);
        session::go_back_to(&mut app);
        app.count_findings();
        if let Some(at) = &options.at
            && !goto::key(&mut app, at)
        {
            app.notice = Some(format!("there is no `{at}` in this model"));
        }
        goto::begin_in_article(&mut app);
        app.offer_model();
        configure::tell_findings(&mut app);
        app.begin(options);
        app
    }

    /// Offers to make a model of the texts in this folder.
    fn offer_model(&mut self) {
        let tip = self.keymap.tips(self.context(), &[(Command::Add, "makes a model")]);
        if !self.texts.is_empty() && !tip.is_empty() {
            self.notice.get_or_insert(format!("{} here: {tip}", counted(self.texts.len(), "text")));
        }
    }

    /// A state without a model yet.
    pub fn waiting(options: &Options, size: (u16, u16)) -> Self {
        let mut app = Self::bare(Snapshot::default(), options, size);
        app.remember(options);
        configure::tell_findings(&mut app);
        app.state = ModelState::Loading { progress: Progress::default(), at: options.at.clone() };
        app.begin(options);
        app
    }

    /// Restores the session; the command line takes precedence.
    fn remember(&mut self, options: &Options) {
        if let Some(session) = &options.session {
            session::take(self, session, options.at.is_none() && options.query.is_none());
        }
    }

    /// Opens find, if the command line asks for it.
    fn begin(&mut self, options: &Options) {
        let query = options.query.as_deref();
        let find = if options.is_pick {
            Some(Find::to_pick(query.unwrap_or_default()))
        } else {
            query.map(|query| Find::new(query, self.queries.len()))
        };
        if let Some(mut find) = find {
            find.look_up();
            self.location.overlay = Some(Overlay::Find(Box::new(find)));
            look::look_up_here(self);
        }
        self.fit();
    }

    fn bare(Snapshot { loaded, search_data }: Snapshot, options: &Options, size: (u16, u16)) -> Self {
        let settings = options.settings.clone();
        let mut browse = Browse::new(&loaded.model);
        if settings.start != browse.by {
            browse.set_by(&loaded.model, settings.start);
        }
        let views = Stack::new(browse);
        Self {
            loaded,
            state: ModelState::Current,
            wrong: (0, 0),
            live: Live::No,
            search_data,
            size,
            theme: settings.theme,
            chosen_theme: (None, settings.keeps_theme),
            background: None,
            actors: options.actors,
            looks: settings.looks,
            glyphs: settings.glyphs,
            measures: Measures { reading: settings.reading_width, ..Measures::default() },
            keymap: settings.keymap,
            configured: (settings.theme, settings.findings),
            shows_rest: false,
            location: Location { views, overlay: None },
            history: History::default(),
            awaited: None,
            queries: Vec::new(),
            sets: BTreeMap::new(),
            recent: Recent::default(),
            drafts: Vec::new(),
            wish: None,
            texts: options.texts.clone(),
            notice: None,
            refusal: None,
            asked: None,
            pending: Vec::new(),
            searches: 0,
            at_once: AT_ONCE,
        }
    }
}

/// Whether adding means to make a model of the texts in this folder: not where the words of the example are meant.
pub(super) fn offers_model(app: &App) -> bool {
    let is_of_words = matches!(app.subject(), Some(Subject::Article(_) | Subject::Passage(_) | Subject::Words(..)));
    !app.texts.is_empty() && matches!(app.screen(), Screen::Browse(_)) && !is_of_words
}

/// Says of which texts a model would be made.
pub(super) fn about_model(app: &mut App) {
    let names: Vec<&str> = app.texts.iter().map(String::as_str).collect();
    let what = format!("a model of {}: {}", counted(names.len(), "text"), named(&names));
    app.advise(&what, Command::Add, "again writes it as positions.toml");
    app.asked = Some(Command::Add);
}

/// Shows a model that was just made.
pub(super) fn open(app: &mut App, Snapshot { loaded, search_data }: Snapshot, said: String) {
    app.location = Location { views: Stack::new(Browse::new(&loaded.model)), overlay: None };
    (app.loaded, app.search_data, app.state) = (loaded, search_data, ModelState::Current);
    (app.history, app.recent, app.drafts, app.wish) = (History::default(), Recent::default(), Vec::new(), None);
    app.texts.clear();
    app.count_findings();
    goto::begin_in_article(app);
    app.notice = Some(said);
}
