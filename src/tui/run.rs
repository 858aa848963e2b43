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

/// How long another program waits for an answer, for example while an editor has the terminal.
const ANSWER_TIME: Duration = Duration::from_secs(1);
/// Large enough for a frame of a few kilobytes in one write.
const FRAME_BYTES: usize = 1 << 16;

/// What the command line requests.
pub struct Settings {
    /// Where to open.
    pub screen: app::Options,
    /// Where the terminal is.
    pub door: Door,
    /// The configuration with the overrides of the command line.
    pub config: Config,
    /// Its file, to watch.
    pub config_file: Option<PathBuf>,
    /// When it was read.
    pub config_read: SystemTime,
    /// Reads it again.
    pub configure: ConfigReader,
    /// The session file; `None` to remember nothing.
    pub session: Option<SessionFile>,
    /// Whether to use colours.
    pub colour: Colour,
    /// The model files, to watch; empty for the built-in example.
    pub paths: Vec<PathBuf>,
    /// Reads the model in a thread; without named paths, whatever is there then.
    pub reader: ModelReader,
    /// Makes a model of the texts in the working folder, if it has none.
    pub maker: Option<ModelMaker>,
}

/// Shows `loaded`, or else what the reader delivers while reading. Returns when the user quits or something ends the
/// program; gives the terminal back in every case.
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
        // The first panic says more than its consequences.
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
    let caught = signals::register()?;
    let aborts = abort::register()?;
    let guard = TerminalGuard::take(terminal)?;
    signals::start(caught, Arc::clone(terminal), news.clone())?;
    abort::start(aborts, terminal)?;
    let (gate, keys) = input::gate()?;
    let writer = BufWriter::with_capacity(FRAME_BYTES, terminal.writer()?);
    let mut frame = FrameWriter::new(writer, prepare(&mut settings));
    let size = frame.resize(terminal.size());
    let is_led = settings.door == Door::Standard;
    let is_read = loaded.is_some();
    let app = match loaded {
        Some(loaded) => App::new(loaded, &settings.screen, size),
        None => App::waiting(&settings.screen, size),
    };
    let writer = Writer::new(&settings.paths);
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
        watcher: None,
        configure: settings.configure,
        config_watcher: None,
        config: settings.config,
        asked: None,
        searcher: None,
        ahead: None,
        expected_continues: 0,
    };
    // `--query` may need the searcher.
    event_loop.tell(Message::Resize(size.0, size.1))?;
    // Whatever the first frame does not need begins after it.
    event_loop.draw()?;
    keys.start(event_loop.news.clone())?;
    follow_model(&mut event_loop, &settings.paths, is_read)?;
    ask_and_watch(&mut event_loop, settings.config_file, settings.config_read)?;
    // Without a folder for the socket, only remote control is missing.
    let socket = if is_led { remote::listen(ask(event_loop.news.clone())).ok() } else { None };
    let ending = event_loop.run(&inbox);
    drop(socket);
    drop(guard);
    // Nothing depends on it, and there is no screen left to report to.
    if let Some(file) = settings.session {
        let _ = file.write(event_loop.app.session());
        let _ = event_loop.app.kept_theme().map(|theme| file.write_theme(theme));
    }
    // The process ends here; freeing millions of records would only delay the shell.
    std::mem::forget(event_loop);
    ending
}

/// Watches the files of the model, if there are any, and begins to read it unless that is done.
fn follow_model(event_loop: &mut EventLoop, paths: &[PathBuf], is_read: bool) -> io::Result<()> {
    if !paths.is_empty() {
        match FileWatcher::start(Watched::Model, event_loop.news.clone()) {
            Ok(watcher) => event_loop.watcher = Some(watcher),
            Err(error) => {
                let sentence = format!("the files are not watched: no thread can be started: {error}");
                event_loop.tell(Message::Notice(sentence))?;
            }
        }
    }
    event_loop.renew_writer();
    if is_read {
        event_loop.watch_files();
        return Ok(());
    }
    event_loop.read()
}

/// Adapts the settings to the colours of the terminal, and returns these.
fn prepare(settings: &mut Settings) -> Palette {
    let palette = palette(settings.colour);
    if matches!(palette, Palette::None | Palette::Sixteen) {
        settings.screen.actors = ActorMarks::Letters;
    }
    if palette == Palette::None {
        // The theme that works without colours.
        settings.config.settings.theme = ThemeName::Mono;
        let configure = Arc::clone(&settings.configure);
        settings.configure = Arc::new(move || {
            let mut config = configure();
            config.settings.theme = ThemeName::Mono;
            config
        });
    }
    settings.screen.settings = settings.config.settings.clone();
    palette
}

/// Asks the terminal for its background, if the theme needs it, and watches the configuration file, which was read at
/// `read`.
fn ask_and_watch(event_loop: &mut EventLoop, file: Option<PathBuf>, read: SystemTime) -> io::Result<()> {
    if event_loop.app.theme == ThemeName::Detect {
        event_loop.ask_background()?;
    }
    if let Some(file) = file {
        // Without a thread, changes take effect at the next start.
        event_loop.config_watcher = FileWatcher::start(Watched::Config, event_loop.news.clone()).ok();
        event_loop.config_watcher.iter().for_each(|watcher| watcher.follow_file(file.clone(), read));
    }
    Ok(())
}

/// Passes the requests of other programs to the event loop, and its answers back.
fn ask(news: Sender<News>) -> impl Fn(String) -> Answer + Send + 'static {
    move |id| {
        let (reply, answer) = mpsc::channel();
        let is_sent = news.send(News::Lead(id, reply)).is_ok();
        let answer = if is_sent { answer.recv_timeout(ANSWER_TIME).ok() } else { None };
        answer.unwrap_or(Answer::Busy)
    }
}

/// The colours of the terminal, or none.
fn palette(colour: Colour) -> Palette {
    let value = |name| std::env::var(name).unwrap_or_default();
    match colour {
        Colour::On => Palette::of(&value("TERM"), &value("COLORTERM")),
        Colour::Off => Palette::None,
    }
}
