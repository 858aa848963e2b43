//! The thread that watches the files of the model and says when what they hold has changed.
//!
//! Folders are watched, not files: an editor that saves by renaming puts another file in the place of the first. What
//! the system says is only a hint: the contents decide, so that neither a touch nor a clock that runs backwards
//! matters. Where a folder cannot be watched, the files are looked at every two seconds.

mod files;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::run::News;
use crate::app::{Live, Message};
use crate::load::Loaded;
use crate::text::clean;
use files::{Contents, Files};

pub use files::is_special;

/// A burst of changes has ended when nothing comes for so long.
const QUIET: Duration = Duration::from_millis(80);
/// A burst is not waited for longer than this.
const LONGEST: Duration = Duration::from_millis(250);
/// How often files are looked at that cannot be watched.
const POLL: Duration = Duration::from_secs(2);

/// The main loop's end of the line to the watcher.
#[derive(Debug)]
pub struct Watch(Sender<Word>);

/// What the watcher hears.
#[derive(Debug)]
enum Word {
    /// Watch the files of these readings of these paths from now on.
    Follow(Vec<Arc<Loaded>>, Vec<PathBuf>),
    /// Something happened in a watched folder.
    Happened(notify::Result<Event>),
}

impl Watch {
    /// Starts the thread. It sends [`News::Changed`] when a file holds something else than before.
    pub fn start(news: Sender<News>) -> io::Result<Self> {
        let (told, inbox) = mpsc::channel();
        let mut post = Post {
            hear: told.clone(),
            news,
            system: None,
            files: Files::default(),
            contents: Contents::default(),
            watched: BTreeSet::new(),
            complaint: None,
            is_complete: true,
        };
        thread::Builder::new().name("watch".to_owned()).spawn(move || while post.stand(&inbox) {})?;
        Ok(Self(told))
    }

    /// Watches the files of `readings` from now on, and no others; `paths` are what they were read from. Which these are
    /// the thread finds out, as there may be tens of thousands.
    pub fn follow(&self, readings: Vec<Arc<Loaded>>, paths: Vec<PathBuf>) {
        // A watcher that is gone watches nothing.
        let _ = self.0.send(Word::Follow(readings, paths));
    }
}

/// Everything the watcher works with.
struct Post {
    /// Where the system tells what happened.
    hear: Sender<Word>,
    news: Sender<News>,
    /// The system's own watcher, where it gave one.
    system: Option<RecommendedWatcher>,
    files: Files,
    contents: Contents,
    /// The folders that the system watches for us.
    watched: BTreeSet<PathBuf>,
    /// The last reason why a folder could not be watched, told once.
    complaint: Option<String>,
    /// Whether all folders are watched.
    is_complete: bool,
}

impl Post {
    /// Waits for one word and acts on it; says whether to go on.
    fn stand(&mut self, inbox: &Receiver<Word>) -> bool {
        let word = if self.is_complete {
            inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            inbox.recv_timeout(POLL)
        };
        match word {
            Ok(Word::Follow(readings, paths)) => self.follow(&readings, &paths),
            Ok(Word::Happened(event)) => match self.names(&event) {
                Some(names) => self.wait_out(names, inbox),
                None => true,
            },
            Err(RecvTimeoutError::Timeout) => self.look(&BTreeSet::new()),
            Err(RecvTimeoutError::Disconnected) => false,
        }
    }

    fn follow(&mut self, readings: &[Arc<Loaded>], paths: &[PathBuf]) -> bool {
        self.files = readings.iter().map(|reading| Files::of(reading, paths)).reduce(Files::and).unwrap_or_default();
        self.take_posts();
        self.contents.follow(&self.files);
        self.tell(News::Message(Message::Live(Live::Yes)))
    }

    /// The names of our files that an event is about, none where any may be; `None` where it does not concern us.
    fn names(&mut self, event: &notify::Result<Event>) -> Option<BTreeSet<OsString>> {
        let Ok(event) = event else { return Some(BTreeSet::new()) };
        if event.need_rescan() {
            return Some(BTreeSet::new());
        }
        if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
            return None;
        }
        let mut concerns_us = false;
        let mut names = BTreeSet::new();
        for path in &event.paths {
            if is_end(event.kind) && self.watched.remove(path) {
                // The folder itself is gone, and the watch on it with it, or it has another name.
                let _ = self.system.as_mut().map(|system| system.unwatch(path));
                concerns_us = true;
            }
            if let Some(name) = path.file_name().filter(|name| self.files.may_hold(name)) {
                names.insert(name.to_owned());
                concerns_us = true;
            }
        }
        concerns_us.then_some(names)
    }

    /// Waits until the burst that began has ended, then looks.
    fn wait_out(&mut self, mut names: BTreeSet<OsString>, inbox: &Receiver<Word>) -> bool {
        let end = Instant::now() + LONGEST;
        let mut quiet = Instant::now() + QUIET;
        loop {
            let left = quiet.min(end).saturating_duration_since(Instant::now());
            if left.is_zero() {
                return self.look(&names);
            }
            match inbox.recv_timeout(left) {
                Ok(Word::Happened(event)) => {
                    if let Some(more) = self.names(&event) {
                        names.extend(more);
                        quiet = Instant::now() + QUIET;
                    }
                }
                Ok(Word::Follow(readings, paths)) => {
                    if !self.follow(&readings, &paths) {
                        return false;
                    }
                }
                Err(_) => return self.look(&names),
            }
        }
    }

    /// Compares what the files hold and tells of a change.
    fn look(&mut self, names: &BTreeSet<OsString>) -> bool {
        self.take_posts();
        !self.contents.renew(&self.files, names) || self.tell(News::Changed)
    }

    /// Has the system watch the folders that the files stand in now, and no others.
    fn take_posts(&mut self) {
        let wanted = self.files.watched();
        let mut complaint = self.start_system();
        if let Some(system) = &mut self.system {
            for folder in self.watched.difference(&wanted) {
                // One that is gone is unwatched already.
                let _ = system.unwatch(folder);
            }
            self.watched.retain(|folder| wanted.contains(folder));
            for folder in wanted {
                if self.watched.contains(&folder) {
                    continue;
                }
                match system.watch(&folder, RecursiveMode::NonRecursive) {
                    Ok(()) => drop(self.watched.insert(folder)),
                    Err(error) => {
                        complaint = Some(format!("`{}` cannot be watched: {}", folder.display(), reason(&error)));
                    }
                }
            }
        }
        self.is_complete = complaint.is_none();
        if let Some(complaint) = complaint
            && self.complaint.as_ref() != Some(&complaint)
        {
            let sentence = clean(&complaint).into_string() + ", so changes are looked for every 2 seconds";
            self.tell(News::Message(Message::Notice(sentence)));
            self.complaint = Some(complaint);
        }
    }

    /// Starts the system's watcher where it does not run; a complaint where that fails.
    fn start_system(&mut self) -> Option<String> {
        if self.system.is_some() {
            return None;
        }
        let hear = self.hear.clone();
        let started = notify::recommended_watcher(move |event| {
            // A watcher that is gone wants no news.
            let _ = hear.send(Word::Happened(event));
        });
        match started {
            Ok(system) => self.system = Some(system),
            Err(error) => return Some(format!("the files cannot be watched: {}", reason(&error))),
        }
        None
    }

    /// Says whether anybody still listens.
    fn tell(&self, item: News) -> bool {
        self.news.send(item).is_ok()
    }
}

/// Whether what an event is about no longer stands where it stood.
fn is_end(kind: EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(notify::event::ModifyKind::Name(_)))
}

/// Why watching failed, without the paths that the library adds.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watches is reached".to_owned(),
        notify::ErrorKind::PathNotFound => "there is no such folder".to_owned(),
        notify::ErrorKind::Io(error) => error.to_string(),
        other => format!("{other:?}"),
    }
}
