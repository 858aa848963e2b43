//! Takes the terminal, starts the threads, and gives the terminal back however the event loop ends.

use std::collections::VecDeque;
use std::io::{self, BufWriter};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use crate::app::{self, ActorMarks, App, Message, ThemeName};
use crate::load::Loaded;
use crate::remote::{self, Answer};
use crate::store::Writer;
use crate::text::Colour;

use super::clipboard::Clipboard;
use super::event_loop::{EventLoop, ModelMaker, ModelReader, ReaderState};
use super::frame::FrameWriter;
use super::news::{Ending, News, NewsChannel, failure};
use super::palette::Palette;
use super::terminal::{Door, MouseMode, Terminal, TerminalGuard};
use super::watch::FileWatcher;
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
    /// Whether the program captures the mouse.
    pub mouse: MouseMode,
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
    let terminal = match Terminal::open(settings.mouse, settings.door) {
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
    let palette = palette(settings.colour);
    let mut frame = FrameWriter::new(writer, palette);
    if matches!(palette, Palette::None | Palette::Sixteen) {
        settings.screen.actors = ActorMarks::Letters;
    }
    if palette == Palette::None {
        // The theme that says without colour what the others say with it.
        settings.screen.theme = ThemeName::Mono;
    }
    let size = frame.resize(terminal.size());
    let is_led = settings.door == Door::Standard;
    let is_read = loaded.is_some();
    let app = match loaded {
        Some(loaded) => App::new(loaded, &settings.screen, size),
        None => App::waiting(&settings.screen, size),
    };
    let started = (!settings.paths.is_empty()).then(|| FileWatcher::start(news.clone())).transpose();
    let (watcher, unwatched) = match started {
        Ok(watcher) => (watcher, None),
        Err(error) => (None, Some(format!("the files are not watched: no thread can be started: {error}"))),
    };
    let mut event_loop = EventLoop {
        writer: writer_of(&settings.paths, &app),
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
        clipboard: Clipboard::default(),
        watcher,
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
    // Without a folder for its socket the program is not led, and nothing else is missing.
    let socket = if is_led { remote::listen(ask(event_loop.news.clone())).ok() } else { None };
    let ending = event_loop.run(&inbox);
    drop(socket);
    drop(guard);
    // The process ends here; freeing millions of records would only delay the shell.
    std::mem::forget(event_loop);
    ending
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

/// Who writes into the files of the model that is shown.
fn writer_of(paths: &[PathBuf], app: &App) -> Writer {
    let mut writer = Writer::new(paths);
    writer.forget(&app.loaded.left_out);
    writer
}

/// The colours of the terminal, if any are wanted.
fn palette(colour: Colour) -> Palette {
    let value = |name| std::env::var(name).unwrap_or_default();
    match colour {
        Colour::On => Palette::of(&value("TERM"), &value("COLORTERM")),
        Colour::Off => Palette::None,
    }
}
