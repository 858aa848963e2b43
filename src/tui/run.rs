//! Takes the terminal, starts the threads, and gives the terminal back however the event loop ends.

use std::collections::VecDeque;
use std::io::{self, BufWriter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, SystemTime};

use crate::app::{self, ActorMarks, App, Message, ThemeName};
use crate::config::Config;
use crate::load::Loaded;
use crate::remote::{self, Answer};
use crate::session::SessionFile;
use crate::store::Writer;
use crate::text::Colour;

use super::clipboard::Clipboard;
use super::event_loop::{ConfigReader, EventLoop, ModelMaker, ModelReader, ReaderState};
use super::frame::FrameWriter;
use super::news::{Ending, News, NewsChannel, failure};
use super::palette::Palette;
use super::terminal::{Door, MouseMode, Terminal, TerminalGuard};
use super::watch::{FileWatcher, Watched};
use super::{abort, input, panic, signals};

/// A program that points somewhere waits so long for an answer, as while an editor has the terminal.
const ANSWER_TIME: Duration = Duration::from_secs(1);
/// A frame is a few kilobytes; one write carries it whole.
const FRAME_BYTES: usize = 1 << 16;

/// What the command line asks of the terminal and the screen.
pub struct Settings {
    /// Where to open.
    pub screen: app::Options,
    /// Where the terminal is.
    pub door: Door,
    /// The configuration, with what the command line wants otherwise.
    pub config: Config,
    /// Its file, which is watched.
    pub config_file: Option<PathBuf>,
    /// When reading it began.
    pub config_read: SystemTime,
    /// Reads it again.
    pub configure: ConfigReader,
    /// Where is remembered what the user did; `None` where nothing is.
    pub session: Option<SessionFile>,
    /// Whether there are colours.
    pub colour: Colour,
    /// The files the model is read from, which are watched; empty for the built-in example.
    pub paths: Vec<PathBuf>,
    /// Reads the model, in a thread of its own: what is there then, where no paths are named.
    pub reader: ModelReader,
    /// Makes a model of the texts in the working folder, where it has no model.
    pub maker: Option<ModelMaker>,
}

/// Shows `loaded`, or, without it, what the reader delivers while it reads. Returns when the user quits or something
/// ends the program; the terminal is given back in every case.
pub fn run(loaded: Option<Arc<Loaded>>, settings: Settings) -> Ending {
    let mouse = if settings.config.mouse { MouseMode::Captured } else { MouseMode::Free };
    let terminal = match Terminal::open(mouse, settings.door) {
        Ok(terminal) => Arc::new(terminal),
        Err(reason) => return Ending::NoTerminal(reason),
    };
    let channel = NewsChannel::new();
    let hook = panic::install(channel.news.clone());
    let ending = catch_unwind(AssertUnwindSafe(|| browse(&terminal, loaded, settings, channel)));
    std::panic::set_hook(hook);
    match ending {
        // The first panic says more than what it led to.
        Ok(Ok(ending)) => panic::first().map_or(ending, Ending::Bug),
        Ok(Err(error)) => failure(error),
        Err(_) => Ending::Bug(panic::first().unwrap_or_default()),
    }
}

fn browse(
    terminal: &Arc<Terminal>,
    loaded: Option<Arc<Loaded>>,
    mut settings: Settings,
    channel: NewsChannel,
) -> io::Result<Ending> {
    let NewsChannel { news, inbox } = channel;
    let pipes = signals::register()?;
    let aborts = abort::register()?;
    let guard = TerminalGuard::take(terminal)?;
    signals::start(pipes, Arc::clone(terminal), news.clone())?;
    abort::start(aborts, terminal)?;
    let gate = input::start(news.clone())?;
    let writer = BufWriter::with_capacity(FRAME_BYTES, terminal.writer()?);
    let mut frame = FrameWriter::new(writer, prepare(&mut settings));
    let size = frame.resize(terminal.size());
    let is_led = settings.door == Door::Standard;
    let is_read = loaded.is_some();
    let app = match loaded {
        Some(loaded) => App::new(loaded, &settings.screen, size),
        None => App::waiting(&settings.screen, size),
    };
    let (watcher, unwatched) = watcher(&settings.paths, &news);
    let mut writer = Writer::new(&settings.paths);
    writer.forget(&app.loaded.left_out);
    let mut event_loop = EventLoop {
        app,
        frame,
        input: VecDeque::new(),
        gate,
        terminal: Arc::clone(terminal),
        news,
        reader: settings.reader,
        maker: settings.maker,
        reader_state: ReaderState::Idle,
        read_at: None,
        writer,
        clipboard: Clipboard::of(settings.config.clipboard),
        watcher,
        configure: settings.configure,
        config_watcher: None,
        wants_mouse: settings.config.mouse,
        editor: settings.config.editor,
        asked: None,
        searcher: None,
        expected_continues: 0,
    };
    if let Some(sentence) = unwatched {
        event_loop.tell(Message::Notice(sentence))?;
    }
    if is_read {
        event_loop.watch_files();
        // `--query` may need the searcher.
        event_loop.tell(Message::Resize(size.0, size.1))?;
    } else {
        // The reader takes every core, so the first frame comes before it.
        event_loop.draw()?;
        event_loop.read()?;
    }
    ask_and_watch(&mut event_loop, settings.config_file, settings.config_read)?;
    // Without a folder for its socket the program is not led, and nothing else is missing.
    let socket = if is_led { remote::listen(ask(event_loop.news.clone())).ok() } else { None };
    let ending = event_loop.run(&inbox);
    drop(socket);
    drop(guard);
    // Nothing depends on it, and nobody is there any more to be told.
    if let Some(file) = settings.session {
        let _ = file.write(event_loop.app.session());
        let _ = event_loop.app.kept_theme().map(|theme| file.write_theme(theme));
    }
    // The process ends here; freeing millions of records would only delay the shell.
    std::mem::forget(event_loop);
    ending
}

/// Who watches the files of the model, if it has any; a sentence where nobody can.
fn watcher(paths: &[PathBuf], news: &Sender<News>) -> (Option<FileWatcher>, Option<String>) {
    if paths.is_empty() {
        return (None, None);
    }
    match FileWatcher::start(Watched::Model, news.clone()) {
        Ok(watcher) => (Some(watcher), None),
        Err(error) => (None, Some(format!("the files are not watched: no thread can be started: {error}"))),
    }
}

/// Settles what depends on the colours of the terminal, and gives these.
fn prepare(settings: &mut Settings) -> Palette {
    let palette = palette(settings.colour);
    if matches!(palette, Palette::None | Palette::Sixteen) {
        settings.screen.actors = ActorMarks::Letters;
    }
    if palette == Palette::None {
        // The theme that says without colour what the others say with it.
        settings.config.settings.theme = ThemeName::Mono;
        let configure = Arc::clone(&settings.configure);
        settings.configure = Arc::new(move || {
            let mut config = configure();
            config.settings.theme = ThemeName::Mono;
            config
        });
    }
    settings.screen.settings = std::mem::take(&mut settings.config.settings);
    palette
}

/// Asks the terminal for its background behind the first frame, where that is wanted, and watches the file of the
/// configuration, which was read from `read` on.
fn ask_and_watch(event_loop: &mut EventLoop, file: Option<PathBuf>, read: SystemTime) -> io::Result<()> {
    if event_loop.app.theme == ThemeName::Detect {
        event_loop.draw()?;
        event_loop.ask_background()?;
    }
    if let Some(file) = file {
        // Without a thread the configuration is read at the next start.
        event_loop.config_watcher = FileWatcher::start(Watched::Config, event_loop.news.clone()).ok();
        event_loop.config_watcher.iter().for_each(|watcher| watcher.follow_file(file.clone(), read));
    }
    Ok(())
}

/// Hands what other programs point at to the event loop, and its answers back.
fn ask(news: Sender<News>) -> impl Fn(String) -> Answer + Send + 'static {
    move |id| {
        let (reply, answer) = mpsc::channel();
        let is_sent = news.send(News::Lead(id, reply)).is_ok();
        let answer = if is_sent { answer.recv_timeout(ANSWER_TIME).ok() } else { None };
        answer.unwrap_or(Answer::Busy)
    }
}

/// The colours of the terminal, if any are wanted.
fn palette(colour: Colour) -> Palette {
    let value = |name| std::env::var(name).unwrap_or_default();
    match colour {
        Colour::On => Palette::of(&value("TERM"), &value("COLORTERM")),
        Colour::Off => Palette::None,
    }
}
