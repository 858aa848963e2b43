//! The thread that watches the files of the model and reports when their contents change.
//!
//! It watches folders, not files: an editor that saves by renaming replaces the file. Events are only hints; contents
//! decide, so `touch` and clock changes do not matter. If a folder cannot be watched, the files are checked every two
//! seconds.

mod files;
mod trail;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::news::News;
use crate::app::{Live, Message};
use crate::load::Loaded;
use crate::text::clean;
use files::{Contents, WatchedFiles};
use trail::Trail;

pub use files::is_special;

/// A burst of changes is over after this long without an event.
const QUIET: Duration = Duration::from_millis(80);
/// A burst is cut off after this long.
const MAX_BURST: Duration = Duration::from_millis(250);
/// After checking the files for this long, the status line no longer says `live`.
const BEHIND: Duration = Duration::from_secs(1);
/// How often to check files that cannot be watched.
const POLL: Duration = Duration::from_secs(2);

/// What is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// The files of a model.
    Model,
    /// The configuration file.
    Config,
}

/// The connection to the thread.
#[derive(Debug)]
pub struct FileWatcher(Sender<WatchEvent>);

/// What the thread receives.
#[derive(Debug)]
enum WatchEvent {
    /// Watch the files of these models; reading new ones began at `read`.
    Follow { models: Vec<Arc<Loaded>>, paths: Vec<PathBuf>, read: Option<SystemTime> },
    /// Watch only this file, which was read at this time.
    FollowFile(PathBuf, SystemTime),
    /// We wrote this into these files ourselves.
    Wrote(Vec<(PathBuf, String)>),
    /// Something happened in a watched folder, or watching failed.
    Happened(notify::Result<Event>),
}

impl FileWatcher {
    /// Starts the thread. It sends [`News::Changed`] or [`News::Reconfigured`] when the contents of a file change.
    pub fn start(watched: Watched, news: Sender<News>) -> io::Result<Self> {
        let (events, inbox) = mpsc::channel();
        let mut thread = WatchThread {
            what: watched,
            events: events.clone(),
            news,
            system: None,
            files: WatchedFiles::default(),
            contents: Contents::default(),
            trail: Trail::default(),
            watched: BTreeSet::new(),
            complaint: None,
            is_complete: true,
        };
        thread::Builder::new().name("watch".to_owned()).spawn(move || while thread.step(&inbox) {})?;
        Ok(Self(events))
    }

    /// Watches only the files of `models`, which were read from `paths`, beginning at `read` if that is not just now.
    /// The thread finds out which files these are, because there may be tens of thousands.
    pub fn follow(&self, models: Vec<Arc<Loaded>>, paths: Vec<PathBuf>, read: Option<SystemTime>) {
        // Fails only if the thread panicked, which ends the program.
        let _ = self.0.send(WatchEvent::Follow { models, paths, read });
    }

    /// Watches only one file, which was read at `read`. It need not exist, but its folder must.
    pub fn follow_file(&self, file: PathBuf, read: SystemTime) {
        let _ = self.0.send(WatchEvent::FollowFile(file, read));
    }

    /// Announces our own writes, which are not reported as changes.
    pub fn wrote(&self, files: Vec<(PathBuf, String)>) {
        let _ = self.0.send(WatchEvent::Wrote(files));
    }
}

/// The state of the thread.
struct WatchThread {
    what: Watched,
    /// Where the system reports events.
    events: Sender<WatchEvent>,
    news: Sender<News>,
    /// The system's watcher, if it could be started.
    system: Option<RecommendedWatcher>,
    files: WatchedFiles,
    contents: Contents,
    /// Where the files can change.
    trail: Trail,
    /// The folders the system watches.
    watched: BTreeSet<PathBuf>,
    /// Why a folder could not be watched, as last reported.
    complaint: Option<String>,
    /// Whether every folder is watched.
    is_complete: bool,
}

impl WatchThread {
    /// Waits for one event and handles it; returns whether to continue.
    fn step(&mut self, inbox: &Receiver<WatchEvent>) -> bool {
        let event = if self.is_complete {
            inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            inbox.recv_timeout(POLL)
        };
        match event {
            Ok(WatchEvent::Follow { models, paths, read }) => self.follow(&models, &paths, read),
            Ok(WatchEvent::FollowFile(file, read)) => self.follow_file(file, read),
            Ok(WatchEvent::Wrote(files)) => {
                self.contents.know(&files);
                true
            }
            Ok(WatchEvent::Happened(event)) => match self.names(&event) {
                Some(names) => self.wait_out(names, inbox),
                None => true,
            },
            Err(RecvTimeoutError::Timeout) => self.check(&BTreeSet::new()),
            Err(RecvTimeoutError::Disconnected) => false,
        }
    }

    fn follow(&mut self, models: &[Arc<Loaded>], paths: &[PathBuf], read: Option<SystemTime>) -> bool {
        self.files =
            models.iter().map(|model| WatchedFiles::of(model, paths)).reduce(WatchedFiles::and).unwrap_or_default();
        self.watch_folders();
        let mut lateness = Lateness::new(&self.news);
        let is_changed = self.contents.follow(&self.files, read, &mut || lateness.tick(Instant::now()));
        (!is_changed || self.tell(self.changed())) && self.tell(News::Message(Message::Live(Live::Yes)))
    }

    fn follow_file(&mut self, file: PathBuf, read: SystemTime) -> bool {
        self.files = WatchedFiles::one(file);
        self.watch_folders();
        let is_changed = self.contents.follow(&self.files, Some(read), &mut || ());
        !is_changed || self.tell(self.changed())
    }

    /// The report of a change.
    fn changed(&self) -> News {
        match self.what {
            Watched::Model => News::Changed,
            Watched::Config => News::Reconfigured,
        }
    }

    /// The names of our files in an event, empty if it may be any; `None` if it does not concern us.
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
                // The folder itself was removed or renamed, so its watch is useless.
                let _ = self.system.as_mut().map(|system| system.unwatch(path));
                concerns_us = true;
            }
            if let Some(name) =
                path.file_name().filter(|name| self.trail.names.contains(*name) || self.files.may_gain(name))
            {
                names.insert(name.to_owned());
                concerns_us = true;
            }
        }
        concerns_us.then_some(names)
    }

    /// Waits until the burst of events is over, then checks the files.
    fn wait_out(&mut self, mut names: BTreeSet<OsString>, inbox: &Receiver<WatchEvent>) -> bool {
        let end = Instant::now() + MAX_BURST;
        let mut quiet = Instant::now() + QUIET;
        loop {
            let left = quiet.min(end).saturating_duration_since(Instant::now());
            if left.is_zero() {
                return self.check(&names);
            }
            match inbox.recv_timeout(left) {
                Ok(WatchEvent::Happened(event)) => {
                    if let Some(more) = self.names(&event) {
                        names.extend(more);
                        quiet = Instant::now() + QUIET;
                    }
                }
                Ok(WatchEvent::Follow { models, paths, read }) => {
                    if !self.follow(&models, &paths, read) {
                        return false;
                    }
                }
                Ok(WatchEvent::FollowFile(file, read)) => {
                    if !self.follow_file(file, read) {
                        return false;
                    }
                }
                Ok(WatchEvent::Wrote(files)) => self.contents.know(&files),
                Err(_) => return self.check(&names),
            }
        }
    }

    /// Compares the contents of the files and reports a change.
    fn check(&mut self, names: &BTreeSet<OsString>) -> bool {
        self.watch_folders();
        let mut lateness = Lateness::new(&self.news);
        let is_changed = self.contents.update(&self.files, names, &mut || lateness.tick(Instant::now()));
        let is_late = lateness.is_late;
        (!is_changed || self.tell(self.changed())) && (!is_late || self.tell(News::Message(Message::Live(Live::Yes))))
    }

    /// Makes the system watch exactly the current folders of the files.
    fn watch_folders(&mut self) {
        let mut complaint = self.start_system();
        self.trail = self.files.trail();
        let wanted = &self.trail.folders;
        if let Some(system) = &mut self.system {
            for folder in self.watched.difference(wanted) {
                // Fails for a folder that is gone.
                let _ = system.unwatch(folder);
            }
            self.watched.retain(|folder| wanted.contains(folder));
            for folder in wanted {
                if self.watched.contains(folder) {
                    continue;
                }
                match system.watch(folder, RecursiveMode::NonRecursive) {
                    Ok(()) => drop(self.watched.insert(folder.clone())),
                    Err(error) => {
                        complaint = Some(format!("`{}` cannot be watched: {}", folder.display(), reason(&error)));
                    }
                }
            }
        }
        self.is_complete = complaint.is_none() || self.what == Watched::Config;
        // The configuration folder may be missing, which is not worth a message.
        if let Some(complaint) = complaint
            && self.what == Watched::Model
            && self.complaint.as_ref() != Some(&complaint)
        {
            let sentence = clean(&complaint).into_string() + "; checking for changes every 2 seconds instead";
            self.tell(News::Message(Message::Notice(sentence)));
            self.complaint = Some(complaint);
        }
    }

    /// Starts the system's watcher if it is not running; returns the reason if that fails.
    fn start_system(&mut self) -> Option<String> {
        if self.system.is_some() {
            return None;
        }
        let events = self.events.clone();
        let started = notify::recommended_watcher(move |event| {
            // Sending fails only when the thread has ended.
            let _ = events.send(WatchEvent::Happened(event));
        });
        match started {
            Ok(system) => self.system = Some(system),
            Err(error) => return Some(format!("the files cannot be watched: {}", reason(&error))),
        }
        None
    }

    /// Reports to the event loop; returns whether it still runs.
    fn tell(&self, item: News) -> bool {
        self.news.send(item).is_ok()
    }
}

/// Reports, once, that checking the files takes long: meanwhile changes go unnoticed.
struct Lateness<'n> {
    news: &'n Sender<News>,
    limit: Instant,
    is_late: bool,
}

impl<'n> Lateness<'n> {
    fn new(news: &'n Sender<News>) -> Self {
        Self { news, limit: Instant::now() + BEHIND, is_late: false }
    }

    fn tick(&mut self, now: Instant) {
        if !self.is_late && now >= self.limit {
            self.is_late = true;
            // Sending fails only when the event loop has ended.
            let _ = self.news.send(News::Message(Message::Live(Live::No)));
        }
    }
}

/// Whether an event says that something left its path.
fn is_end(kind: EventKind) -> bool {
    matches!(kind, EventKind::Remove(_) | EventKind::Modify(notify::event::ModifyKind::Name(_)))
}

/// Why watching failed, without the paths that `notify` adds.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watches is reached".to_owned(),
        notify::ErrorKind::PathNotFound => "no such folder".to_owned(),
        notify::ErrorKind::Io(error) => error.to_string(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Instant;

    use super::{BEHIND, Lateness, News};
    use crate::app::{Live, Message};

    #[test]
    fn a_watch_that_is_late_is_not_live() {
        let (news, inbox) = mpsc::channel();
        let mut lateness = Lateness::new(&news);
        lateness.tick(Instant::now());
        assert!(inbox.try_recv().is_err(), "not late yet");
        for _ in 0..3 {
            lateness.tick(Instant::now() + BEHIND);
        }
        let told: Vec<News> = inbox.try_iter().collect();
        assert!(matches!(told.as_slice(), [News::Message(Message::Live(Live::No))]), "{told:?}");
    }
}
