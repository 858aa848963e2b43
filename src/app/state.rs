//! The whole state of the screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::command::Command;
use super::history::History;
use super::key::Key;
use super::keymap::{Context, Keymap};
use super::layout::Measures;
use super::message::Live;
use super::overlay::{Form, Overlay, Wish};
use super::session::{LastPlace, Recent, Session};
use super::settings::{Looks, Settings};
use super::theme::{ActorMarks, Glyphs, ThemeName};
use super::views::browse::Browse;
use super::views::compare::Compare;
use super::views::reader::Reader;
use super::views::{Scene, Screen, Stack, View};
use crate::diagnose::{Finding, Level};
use crate::load::{Loaded, Progress};
use crate::model::{Model, Subject};
use crate::search::SearchData;

/// What the command line asks of the screen.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Open with find and this query.
    pub query: Option<String>,
    /// Open at this id, or at `ARTICLE:LINE`.
    pub at: Option<String>,
    /// Open find to choose results for another program.
    pub is_pick: bool,
    /// The marks of actors.
    pub actors: ActorMarks,
    /// The names of the texts in the working folder, where it has no model.
    pub texts: Vec<String>,
    /// What the user has chosen.
    pub settings: Settings,
    /// What is remembered of the last time.
    pub session: Option<Session>,
}

/// Where the user is: what history keeps.
#[derive(Debug, Clone)]
pub struct Location {
    /// The open views.
    pub views: Stack,
    /// What lies over them.
    pub overlay: Option<Overlay>,
}

/// How the model on the screen relates to its files.
#[derive(Debug, Clone)]
pub enum ModelState {
    /// It is read for the first time; what there is of it is on the screen.
    Loading {
        /// How far the reading is.
        progress: Progress,
        /// Where the command line wants to be, until the model has it.
        at: Option<String>,
    },
    /// It is what its files say.
    Current,
    /// The last good model is kept, because a file is no longer TOML. Holds what was read instead.
    Broken(Arc<Loaded>),
    /// The last good model is kept: there is nothing to read, for the reason in the sentence.
    Unreadable(String),
}

/// The state: changed by [`super::update`] alone, read by the view.
#[derive(Debug)]
pub struct App {
    /// The model on the screen and what is wrong with it.
    pub loaded: Arc<Loaded>,
    /// How it relates to its files.
    pub state: ModelState,
    /// How many errors and warnings the files have now. Counted when they are read, as there may be tens of thousands.
    pub wrong: (usize, usize),
    /// Whether the files are watched.
    pub live: Live,
    /// What makes the model searchable, and names in articles known.
    pub search_data: Arc<SearchData>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The colours.
    pub theme: ThemeName,
    /// Those chosen on the screen, and whether they are remembered.
    pub chosen_theme: (Option<ThemeName>, bool),
    /// Those for the background that the terminal says it has.
    pub background: Option<ThemeName>,
    /// The marks of actors.
    pub actors: ActorMarks,
    /// The user's own looks.
    pub looks: Looks,
    /// The symbols.
    pub glyphs: Glyphs,
    /// How wide things are.
    pub measures: Measures,
    /// What keys mean.
    pub keymap: Keymap,
    /// The theme of the configuration, and what is wrong with its file.
    pub configured: (ThemeName, Vec<Finding>),
    /// Where the user is.
    pub location: Location,
    /// Where the user was.
    pub history: History<Location>,
    /// Where the user was the last time, until the model is there or a key is pressed.
    pub awaited: Option<LastPlace>,
    /// The queries of find, remembered ones among them, the newest last, each once.
    pub queries: Vec<String>,
    /// Named sets of actors, each by their ids.
    pub sets: BTreeMap<String, Vec<String>>,
    /// What was written last.
    pub recent: Recent,
    /// Forms that were left with what was typed, the last one at the end; one of each purpose.
    pub drafts: Vec<Form>,
    /// What the next demand is to be of.
    pub wish: Option<Wish>,
    /// The names of the texts that wait in the working folder for a model of them.
    pub texts: Vec<String>,
    /// A sentence for the foot of the screen, until the next key.
    pub notice: Option<String>,
    /// The sentence why changes were refused last. As long as it is the notice, no news take its place.
    pub refusal: Option<String>,
    /// The command that asked before it acts: again it does what it asked about.
    pub asked: Option<Command>,
    /// The keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// Whether they have waited so long that the screen shows what may follow them.
    pub shows_rest: bool,
    /// The number of the newest search.
    pub searches: u64,
    /// A model of more texts than this is searched by the outside.
    pub at_once: usize,
}

impl App {
    /// The model.
    pub fn model(&self) -> &Model {
        &self.loaded.model
    }

    /// What is wrong with the configuration, then with the files as they are now, though an earlier reading may be on the
    /// screen.
    pub fn finding(&self, place: usize) -> Option<&Finding> {
        let configuration = &self.configured.1;
        configuration.get(place).or_else(|| self.newest().findings.get(place.checked_sub(configuration.len())?))
    }

    /// How many findings there are.
    pub fn finding_count(&self) -> usize {
        self.configured.1.len() + self.newest().findings.len()
    }

    /// The newest reading of the files: the one on the screen, or one that is kept off it.
    fn newest(&self) -> &Loaded {
        match &self.state {
            ModelState::Broken(reading) => reading,
            ModelState::Loading { .. } | ModelState::Current | ModelState::Unreadable(_) => &self.loaded,
        }
    }

    /// Counts the errors and warnings of another reading. O(findings).
    pub fn count_findings(&mut self) {
        let newest = self.newest();
        let count = |level| newest.count(level) + self.configured.1.iter().filter(|f| f.code.level == level).count();
        self.wrong = (count(Level::Error), count(Level::Warning));
    }

    /// How far the first reading of the model is, while it goes on.
    pub fn progress(&self) -> Option<Progress> {
        match self.state {
            ModelState::Loading { progress, .. } => Some(progress),
            ModelState::Current | ModelState::Broken(_) | ModelState::Unreadable(_) => None,
        }
    }

    /// The colours on the screen.
    pub fn shown_theme(&self) -> ThemeName {
        match self.theme {
            ThemeName::Detect => self.background.unwrap_or_default(),
            theme => theme,
        }
    }

    /// The theme to be remembered, if one was chosen that is.
    pub fn kept_theme(&self) -> Option<ThemeName> {
        let (chosen, is_kept) = self.chosen_theme;
        chosen.filter(|_| is_kept)
    }

    /// The view that has the keys.
    pub fn screen(&self) -> &Screen {
        self.location.views.top()
    }

    /// The view that has the keys, with what it sees.
    pub fn screen_mut(&mut self) -> (&mut Screen, Scene<'_>) {
        let (search_data, measures) = (&*self.search_data, self.measures);
        let scene = Scene { model: &self.loaded.model, search_data, size: self.size, measures };
        (self.location.views.top_mut(), scene)
    }

    /// The reader, where it has the keys.
    pub fn reader(&self) -> Option<&Reader> {
        let Screen::Reader(reader) = self.screen() else { return None };
        Some(reader)
    }

    /// The comparison, where it has the keys.
    pub fn compare(&self) -> Option<&Compare> {
        let Screen::Compare(compare) = self.screen() else { return None };
        Some(compare)
    }

    /// The lowest view.
    pub fn browse(&self) -> &Browse {
        self.location.views.browse()
    }

    /// What is under the cursor: what copying, editing and cards are about.
    pub fn subject(&self) -> Option<Subject> {
        self.screen().subject(self.model())
    }

    /// Where keys have their meaning now.
    pub fn context(&self) -> Context {
        match &self.location.overlay {
            Some(overlay) => overlay.context(),
            None => self.screen().context(),
        }
    }

    /// Says `what` at the foot of the screen, and what the keys of `command` would do, where it has any.
    pub fn advise(&mut self, what: &str, command: Command, does: &str) {
        self.notice = Some(self.keymap.advice(self.context(), what, &[(command, does)]));
    }

    /// Keeps the query of find to be called back; one that is kept already becomes the newest.
    pub fn keep_query(&mut self) {
        let Some(Overlay::Find(find)) = &self.location.overlay else { return };
        let query = find.field.text().trim().to_owned();
        if !query.is_empty() {
            self.queries.retain(|kept| *kept != query);
            self.queries.push(query);
        }
    }

    /// Makes every window true for the present size and state. Called at the end of every update; costs what is on the
    /// screen.
    pub fn fit(&mut self) {
        let (screen, scene) = self.screen_mut();
        screen.fit(scene);
        if let Some(overlay) = &mut self.location.overlay {
            overlay.fit(&self.loaded.model, self.size);
        }
    }
}
