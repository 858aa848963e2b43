//! The whole state of the screen.

use std::sync::Arc;

use super::browse::Browse;
use super::command::Command;
use super::compare::Compare;
use super::history::History;
use super::key::Key;
use super::keymap::{Context, Keymap};
use super::message::Live;
use super::overlay::Overlay;
use super::reader::Reader;
use super::reading::Reading;
use super::theme::ThemeName;
use crate::diagnose::{Finding, Level};
use crate::load::{Loaded, Progress};
use crate::model::{ArticleId, Model, Subject};
use crate::search::SearchData;
use crate::text::Span;

/// What the command line asks of the screen.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Open with find and this query.
    pub query: Option<String>,
    /// Open at this id, or at `ARTICLE:LINE`.
    pub at: Option<String>,
    /// The colours.
    pub theme: ThemeName,
}

/// A view over browse.
#[derive(Debug, Clone)]
pub enum Screen {
    /// One article in full.
    Reader(Reader),
    /// What several actors hold on every issue.
    Compare(Compare),
}

/// Where the user is: what history keeps.
#[derive(Debug, Clone)]
pub struct Place {
    /// The first view, which always exists.
    pub browse: Browse,
    /// The views opened over it, the present one last.
    pub over: Vec<Screen>,
    /// What lies over the view.
    pub overlay: Option<Overlay>,
}

/// Why the model on the screen is not what its files say now: it is the last good one.
#[derive(Debug, Clone)]
pub enum Stale {
    /// A file is no TOML any more; the reading with what is wrong.
    Broken(Arc<Loaded>),
    /// There is nothing to read, in a sentence.
    Unread(String),
}

/// The state: changed by [`super::update`] alone, read by the view.
#[derive(Debug)]
pub struct App {
    /// The model and what was found wrong with it.
    pub loaded: Arc<Loaded>,
    /// What keeps a newer reading off the screen, if anything does.
    pub stale: Option<Stale>,
    /// How many errors and warnings the files have now. Counted when they are read, as there may be tens of thousands.
    pub wrong: (usize, usize),
    /// Whether the files are watched.
    pub live: Live,
    /// What makes the model searchable, and names in articles known.
    pub knowledge: Arc<SearchData>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The colours.
    pub theme: ThemeName,
    /// What keys mean.
    pub keymap: Keymap,
    /// Where the user is.
    pub place: Place,
    /// Where the user was.
    pub history: History<Place>,
    /// The queries of find in this session, the newest last, each once.
    pub queries: Vec<String>,
    /// A sentence for the foot of the screen, until the next key.
    pub notice: Option<String>,
    /// The keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// How far the first reading of the model is, while it goes on.
    pub progress: Option<Progress>,
    /// Where the command line wants to be, until the model has it.
    pub awaited: Option<String>,
    /// The number of the newest search.
    pub searches: u64,
    /// A model of more texts than this is searched by the outside.
    pub at_once: usize,
}

impl App {
    /// A state that shows a reading on a terminal of `size` columns and rows, at the place that `options` ask for.
    pub fn new(reading: impl Into<Reading>, options: &Options, size: (u16, u16)) -> Self {
        let Reading { loaded, knowledge } = reading.into();
        let place = Place { browse: Browse::new(&loaded.model), over: Vec::new(), overlay: None };
        let mut app = Self {
            loaded,
            stale: None,
            wrong: (0, 0),
            live: Live::No,
            knowledge,
            size,
            theme: options.theme,
            keymap: Keymap::default(),
            place,
            history: History::default(),
            queries: Vec::new(),
            notice: None,
            pending: Vec::new(),
            progress: None,
            awaited: None,
            searches: 0,
            at_once: super::looking::AT_ONCE,
        };
        app.count_findings();
        super::open_at(&mut app, options);
        app.fit();
        app
    }

    /// A state that waits for its model.
    pub fn waiting(options: &Options, size: (u16, u16)) -> Self {
        let options_now = Options { at: None, ..options.clone() };
        let mut app = Self::new(Reading::default(), &options_now, size);
        (app.progress, app.awaited) = (Some(Progress::default()), options.at.clone());
        app
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.loaded.model
    }

    /// What was found wrong with the files as they are now, though an earlier reading may be on the screen.
    pub fn findings(&self) -> &[Finding] {
        &self.newest().findings
    }

    /// The newest reading of the files: that on the screen, or one that is kept off it.
    fn newest(&self) -> &Loaded {
        match &self.stale {
            Some(Stale::Broken(reading)) => reading,
            Some(Stale::Unread(_)) | None => &self.loaded,
        }
    }

    /// Counts anew what is wrong, for another reading. O(findings).
    pub fn count_findings(&mut self) {
        let newest = self.newest();
        self.wrong = (newest.count(Level::Error), newest.count(Level::Warning));
    }

    /// The reader, where it is the present view.
    pub fn reader(&self) -> Option<&Reader> {
        match self.place.over.last() {
            Some(Screen::Reader(reader)) => Some(reader),
            Some(Screen::Compare(_)) | None => None,
        }
    }

    /// The comparison, where it is the present view.
    pub fn compare(&self) -> Option<&Compare> {
        match self.place.over.last() {
            Some(Screen::Compare(compare)) => Some(compare),
            Some(Screen::Reader(_)) | None => None,
        }
    }

    /// Where keys have their meaning now.
    pub fn context(&self) -> Context {
        match (&self.place.overlay, self.place.over.last()) {
            (Some(overlay), _) => overlay.context(),
            (None, Some(Screen::Reader(_))) => Context::Reader,
            (None, Some(Screen::Compare(_))) => Context::Compare,
            (None, None) => Context::Browse,
        }
    }

    /// Says `what` at the foot of the screen, and what the keys of `command` would do, where it has any.
    pub fn advise(&mut self, what: &str, command: Command, does: &str) {
        self.notice = Some(self.keymap.advice(self.context(), what, &[(command, does)]));
    }

    /// Keeps the query of find to be called back; one that is kept already becomes the newest.
    pub fn keep_query(&mut self) {
        let Some(Overlay::Find(find)) = &self.place.overlay else { return };
        let query = find.field.text().trim().to_owned();
        if !query.is_empty() {
            self.queries.retain(|kept| *kept != query);
            self.queries.push(query);
        }
    }

    /// Keeps the present place before a jump.
    pub fn leave(&mut self) {
        self.history.leave(self.place.clone());
    }

    /// Opens the reader at `span` of `article`; says so where the model has no text of it.
    pub fn read(&mut self, article: ArticleId, span: Span) {
        if self.model().article(article).text.is_none() {
            let so_far = if self.progress.is_some() { " so far" } else { "" };
            self.notice = Some(format!("the model has no text of `{}`{so_far}", self.model().article(article).title));
            return;
        }
        self.leave();
        self.place.overlay = None;
        self.place.over.push(Screen::Reader(Reader::new(article, span)));
    }

    /// Goes to a subject: records and passages in browse, words in the reader.
    pub fn go(&mut self, subject: Subject) {
        if let Subject::Words(article, span) = subject {
            return self.read(article, span);
        }
        self.leave();
        self.place.overlay = None;
        self.place.over.clear();
        self.place.browse.go(&self.loaded.model, subject);
    }

    /// Makes every window true for the present size and state. Called at the end of every update; costs what is on the
    /// screen.
    pub fn fit(&mut self) {
        let (model, size) = (&self.loaded.model, self.size);
        match self.place.over.last_mut() {
            Some(Screen::Reader(reader)) => reader.fit(model, self.knowledge.names_of(model), size),
            Some(Screen::Compare(compare)) => compare.fit(model, size),
            None => self.place.browse.fit(model, size),
        }
        match &mut self.place.overlay {
            Some(Overlay::Find(find)) => find.fit(model, size),
            Some(Overlay::Keys(keys)) => keys.list.set_height(super::layout::overlay_rows(size)),
            Some(Overlay::Card(card)) => card.fit(size),
            Some(Overlay::Findings(list)) => list.set_height(super::layout::finding_rows(size)),
            Some(Overlay::Prompt(_)) | None => {}
        }
    }
}
