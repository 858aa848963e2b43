//! The loop: waits for news, tells the state, draws.

use std::fs::File;
use std::io::{self, BufWriter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use rustix::io::Errno;
use signal_hook::consts::signal::SIGHUP;

use crate::app::{self, App, Key, Message};
use crate::load::{self, Loaded};
use crate::view;

use super::canvas::Canvas;
use super::clipboard::Clipboard;
use super::input::{self, Gate};
use super::search::Searcher;
use super::terminal::{Colour, Guard, Mouse, Terminal};
use super::watch::Watch;
use super::{panic, signals};

/// A frame is drawn at the latest after this much news.
const BATCH: usize = 1024;
/// A frame is a few kilobytes; one write carries it whole.
const FRAME_BYTES: usize = 1 << 16;

/// Reads the model and tells its steps; a sentence where that is not possible, and the model on the screen stays.
pub type Reader = Arc<dyn Fn(&mut load::Watch<'_>) -> Result<Loaded, String> + Send + Sync>;

/// What the command line asks of the terminal and the screen.
pub struct Settings {
    /// Where to open.
    pub screen: app::Options,
    /// Whether the mouse is ours.
    pub mouse: Mouse,
    /// Whether there are colours.
    pub colour: Colour,
    /// What the model is read from, to be watched; empty where it is no file.
    pub paths: Vec<PathBuf>,
    /// How the model is read; called in a thread of its own.
    pub reader: Reader,
}

/// How the program ended.
#[derive(Debug)]
pub enum Ending {
    /// The user left.
    Quit,
    /// A signal of this number ended it; a terminal that went away counts as SIGHUP.
    Signal(i32),
    /// A panic of any thread, in its own words, not cleaned.
    Bug(String),
    /// There is no terminal to browse in, in a sentence.
    NoTerminal(String),
    /// The terminal failed.
    Failed(io::Error),
}

/// What the threads tell the main loop.
#[derive(Debug)]
pub enum News {
    /// A key was pressed.
    Key(Key),
    /// A paste, cleaned.
    Paste(String),
    /// The terminal has another size, or may have.
    Resized,
    /// SIGTSTP came.
    Suspend,
    /// SIGCONT came: somebody else may have used the terminal meanwhile.
    Continued,
    /// A file of the model holds something else than before.
    Changed,
    /// A model was read, or something is to be said.
    Message(Message),
    /// The program is to end.
    Ended(Ending),
}

/// Shows `loaded`, or without it what the reader reads while it reads, until the user leaves or something ends the program. The terminal is given back in every case.
pub fn run(loaded: Option<Arc<Loaded>>, settings: Settings) -> Ending {
    let terminal = match Terminal::open(settings.mouse) {
        Ok(terminal) => Arc::new(terminal),
        Err(reason) => return Ending::NoTerminal(reason),
    };
    let (news, inbox) = mpsc::channel();
    let hook = panic::install(news.clone());
    let ending = catch_unwind(AssertUnwindSafe(|| hold(&terminal, loaded, settings, (news, inbox))));
    std::panic::set_hook(hook);
    match ending {
        // A message of the first panic says more than what it led to.
        Ok(Ok(ending)) => panic::first().map_or(ending, Ending::Bug),
        Ok(Err(error)) => failure(error),
        Err(_) => Ending::Bug(panic::first().unwrap_or_default()),
    }
}

/// What ends the program when the terminal fails: one that went away fails before the news of it comes.
pub fn failure(error: io::Error) -> Ending {
    match Errno::from_io_error(&error) {
        Some(Errno::IO | Errno::PIPE | Errno::NXIO) => Ending::Signal(SIGHUP),
        _ => Ending::Failed(error),
    }
}

fn hold(
    terminal: &Arc<Terminal>,
    loaded: Option<Arc<Loaded>>,
    settings: Settings,
    (news, inbox): (Sender<News>, Receiver<News>),
) -> io::Result<Ending> {
    let pipes = signals::register()?;
    let guard = Guard::take(terminal)?;
    signals::start(pipes, Arc::clone(terminal), news.clone())?;
    let gate = input::start(news.clone())?;
    let writer = BufWriter::with_capacity(FRAME_BYTES, terminal.writer()?);
    let mut canvas = Canvas::new(writer, settings.colour);
    let size = canvas.resize(terminal.size());
    let is_read = loaded.is_some();
    let app = match loaded {
        Some(loaded) => App::new(loaded, &settings.screen, size),
        None => App::waiting(&settings.screen, size),
    };
    let watch = if settings.paths.is_empty() { None } else { Some(Watch::start(news.clone())?) };
    let mut desk = Desk {
        app,
        canvas,
        gate,
        terminal: Arc::clone(terminal),
        news,
        reader: settings.reader,
        reading: Reading::Done,
        paths: settings.paths,
        clipboard: Clipboard::default(),
        watch,
        searcher: None,
        expected: 0,
    };
    if is_read {
        desk.follow();
        // What the command line asks for may have to be searched for.
        desk.tell(Message::Resize(size.0, size.1))?;
    } else {
        // The reader takes every core there is, so the first frame goes before it.
        desk.draw()?;
        desk.read()?;
    }
    let ending = desk.run(&inbox);
    drop(guard);
    // The program ends here: to give millions of records back one by one would only keep the shell waiting.
    std::mem::forget(desk);
    ending
}

/// Whether the model is being read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It is not.
    Done,
    /// A thread is at it.
    Running,
    /// A thread is at it, and something has changed since it began.
    Outdated,
}

/// Everything the main loop works with.
pub struct Desk {
    /// The state.
    pub app: App,
    /// What stands on the screen.
    pub canvas: Canvas<BufWriter<File>>,
    /// The line to the reader of the keys.
    pub gate: Gate,
    /// The terminal.
    pub terminal: Arc<Terminal>,
    /// Where news go to.
    pub news: Sender<News>,
    /// How the model is read again.
    pub reader: Reader,
    /// Whether it is being read.
    pub reading: Reading,
    /// What it is read from.
    pub paths: Vec<PathBuf>,
    /// Where copied texts go.
    pub clipboard: Clipboard,
    /// The line to the watcher of its files, where they are watched.
    pub watch: Option<Watch>,
    /// The line to the searcher, once something was given to it.
    pub searcher: Option<Searcher>,
    /// How many SIGCONT are still to come for stops that were our own and are dealt with.
    pub expected: usize,
}

impl Desk {
    fn run(&mut self, inbox: &Receiver<News>) -> io::Result<Ending> {
        #[cfg(debug_assertions)]
        super::fault::in_worker();
        loop {
            self.draw()?;
            // The desk holds a sender itself, so the line never ends.
            let Ok(first) = inbox.recv() else { return Ok(Ending::Quit) };
            let mut is_resized = false;
            for item in std::iter::once(first).chain(inbox.try_iter().take(BATCH)) {
                is_resized |= matches!(item, News::Resized);
                if let Some(ending) = self.take(item)? {
                    return Ok(ending);
                }
            }
            if is_resized {
                self.resize()?;
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let app = &self.app;
        self.canvas.draw(|buffer| {
            #[cfg(debug_assertions)]
            super::fault::in_draw();
            if !buffer.area.is_empty() {
                view::draw(app, buffer);
            }
        })
    }

    /// Reads the size anew and draws everything.
    pub fn resize(&mut self) -> io::Result<()> {
        let (columns, rows) = self.canvas.resize(self.terminal.size());
        self.tell(Message::Resize(columns, rows))
    }

    /// Tells the state something that no work follows from, but a search that waited for its turn.
    pub fn tell(&mut self, message: Message) -> io::Result<()> {
        match app::update(&mut self.app, message) {
            Some(app::Effect::Search(search)) => self.search(search),
            Some(_) | None => Ok(()),
        }
    }

    fn take(&mut self, item: News) -> io::Result<Option<Ending>> {
        let effect = match item {
            News::Key(key) => app::press(&mut self.app, key),
            News::Paste(text) => app::update(&mut self.app, Message::Paste(text)),
            News::Changed => Some(app::Effect::Reload),
            News::Message(message @ (Message::Loaded(_) | Message::Unread(_))) => {
                let effect = self.show(message);
                self.end_reading()?;
                effect
            }
            News::Message(message @ Message::Part(_)) => self.show(message),
            News::Message(message) => app::update(&mut self.app, message),
            News::Suspend => Some(app::Effect::Suspend),
            News::Resized => None,
            News::Continued => return self.reclaim().map(|()| None),
            News::Ended(ending) => return Ok(Some(ending)),
        };
        effect.map_or(Ok(None), |effect| self.perform(effect))
    }

    /// Shows another reading. To give a million records back takes part of a second, in which no key would be answered:
    /// another thread does that to the former one.
    fn show(&mut self, message: Message) -> Option<app::Effect> {
        let before = (Arc::clone(&self.app.loaded), Arc::clone(&self.app.knowledge));
        let effect = app::update(&mut self.app, message);
        // Where there is no other thread, it is done here.
        let _ = thread::Builder::new().name("free".to_owned()).spawn(move || drop(before));
        effect
    }

    /// After a stop that was not our own: whoever had the terminal meanwhile may have changed all of it.
    fn reclaim(&mut self) -> io::Result<()> {
        if self.expected > 0 {
            self.expected -= 1;
            return Ok(());
        }
        self.terminal.enter()?;
        self.resize()
    }
}
