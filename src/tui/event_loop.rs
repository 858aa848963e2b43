//! The event loop: waits for news, updates the state, draws.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::app::ahead::Ahead;
use crate::app::{self, App, Code, Key, Message, ThemeName};
use crate::config::Config;
use crate::load::{self, Loaded};
use crate::remote::Answer;
use crate::store::Writer;
use crate::view;

use super::clipboard::Clipboard;
use super::frame::FrameWriter;
use super::input::{Background, Input, InputGate};
use super::news::{Ending, News};
use super::search::Searcher;
use super::terminal::Terminal;
use super::watch::FileWatcher;

/// Draw a frame after at most this many items of news, and after handling keys for this long.
const BATCH: usize = 1024;
const KEYS_TIME: Duration = Duration::from_millis(30);
/// How long to wait before showing how a key sequence may continue: users who know it need no help.
const PENDING_TIME: Duration = Duration::from_millis(400);
/// Ignore a terminal that answers later, so that colours do not change while somebody reads.
const ANSWER_TIME: Duration = Duration::from_secs(1);
/// With more pending input than this, Ctrl-C drops it and goes first: nobody types that fast.
const BACKLOG: usize = 64;
const INTERRUPT: Input = Input::Key(Key { code: Code::Char('c'), ctrl: true, alt: false });

/// Reads the model and reports progress. The error is a sentence; the model on the screen stays.
pub type ModelReader = Arc<dyn Fn(&mut load::Watch<'_>) -> Result<Loaded, String> + Send + Sync>;

/// Reads the current configuration with the overrides of the command line.
pub type ConfigReader = Arc<dyn Fn() -> Config + Send + Sync>;

/// Makes a model of the texts in the working folder and returns its path. The error is a sentence.
pub type ModelMaker = Box<dyn Fn() -> Result<PathBuf, String>>;

/// The state of the thread that reads the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderState {
    /// No thread is reading.
    Idle,
    /// A thread is reading.
    Running,
    /// A thread is reading, and a file has changed since it began.
    Outdated,
}

/// The event loop with everything it works with.
pub struct EventLoop {
    /// The state.
    pub app: App,
    /// Writes frames to the screen.
    pub frame: FrameWriter<BufWriter<File>>,
    /// Input not yet handled.
    pub input: VecDeque<Input>,
    /// Pauses the input thread.
    pub gate: InputGate,
    pub terminal: Arc<Terminal>,
    /// The sender of the loop's channel, for new threads.
    pub news: Sender<News>,
    /// Reads the model again.
    pub reader: ModelReader,
    /// Makes a model if there is none but there are texts.
    pub maker: Option<ModelMaker>,
    /// Whether the model is being read.
    pub reader_state: ReaderState,
    /// When the last read in a thread began; `None` if the model was read just before the loop.
    pub read_at: Option<SystemTime>,
    /// Changes the model files.
    pub writer: Writer,
    /// Where copied text goes.
    pub clipboard: Clipboard,
    /// Watches the files, if there are any.
    pub watcher: Option<FileWatcher>,
    /// Reads the configuration again.
    pub configure: ConfigReader,
    /// Watches the configuration file.
    pub config_watcher: Option<FileWatcher>,
    /// The configuration when last read.
    pub config: Config,
    /// When the terminal was asked for its background, while no answer has come.
    pub asked: Option<Instant>,
    /// The search thread, started by the first search of a large model.
    pub searcher: Option<Searcher>,
    /// What to work out behind the next frame.
    pub ahead: Option<Ahead>,
    /// SIGCONTs still to come from our own stops, which need no handling.
    pub expected_continues: usize,
}

impl EventLoop {
    /// Runs until something ends the program.
    pub fn run(&mut self, inbox: &Receiver<News>) -> io::Result<Ending> {
        #[cfg(debug_assertions)]
        super::fault::in_worker();
        loop {
            self.draw()?;
            if let Some(ahead) = self.ahead.take() {
                // Without a thread it is worked out when it is asked for.
                let _ = thread::Builder::new().name("ahead".to_owned()).spawn(move || ahead.run());
            }
            let first = if self.input.is_empty() { self.next(inbox)? } else { inbox.try_recv().ok() };
            let mut is_resized = false;
            for item in first.into_iter().chain(inbox.try_iter().take(BATCH)) {
                is_resized |= matches!(item, News::Resized);
                if let Some(ending) = self.take(item)? {
                    return Ok(ending);
                }
            }
            if is_resized {
                self.resize()?;
            }
            if let Some(ending) = self.work_on_input()? {
                return Ok(ending);
            }
        }
    }

    /// Waits for news. In the middle of a key sequence, waits only until it is time to show how it may continue.
    fn next(&mut self, inbox: &Receiver<News>) -> io::Result<Option<News>> {
        if self.app.pending.is_empty() || self.app.shows_rest {
            return Ok(inbox.recv().ok());
        }
        let news = inbox.recv_timeout(PENDING_TIME).ok();
        if news.is_none() {
            self.tell(Message::Waited)?;
        }
        Ok(news)
    }

    /// Draws the state.
    pub fn draw(&mut self) -> io::Result<()> {
        let app = &self.app;
        self.frame.draw(|buffer| {
            #[cfg(debug_assertions)]
            super::fault::in_draw();
            if buffer.area.is_empty() { view::Caret::default() } else { view::draw(app, buffer) }
        })
    }

    /// Asks the terminal for its size and redraws everything.
    pub fn resize(&mut self) -> io::Result<()> {
        let (columns, rows) = self.frame.resize(self.terminal.size());
        self.tell(Message::Resize(columns, rows))
    }

    /// Updates the state with a message that has no effect other than a postponed search.
    pub fn tell(&mut self, message: Message) -> io::Result<()> {
        match app::update(&mut self.app, message) {
            Some(app::Effect::Search(search)) => self.search(search),
            Some(_) | None => Ok(()),
        }
    }

    fn take(&mut self, item: News) -> io::Result<Option<Ending>> {
        let effect = match item {
            News::Input(input) => {
                receive(&mut self.input, input);
                None
            }
            News::Changed => Some(app::Effect::Reload),
            News::Reconfigured => self.reconfigure()?,
            News::Message(message @ (Message::Loaded(_) | Message::Unread(_))) => {
                let effect = self.show(message);
                self.renew_writer();
                self.finish_reading()?;
                effect
            }
            News::Message(message @ Message::Part(_)) => self.show(message),
            News::Message(message) => app::update(&mut self.app, message),
            News::Lead(id, reply) => {
                // Too late, nobody listens.
                let _ = reply.send(self.answer(&id));
                app::update(&mut self.app, Message::Lead(id))
            }
            News::Suspend => Some(app::Effect::Suspend),
            News::Resized => None,
            News::Continued => return self.reclaim().map(|()| None),
            News::Ended(ending) => return Ok(Some(ending)),
        };
        effect.map_or(Ok(None), |effect| self.perform(effect))
    }

    /// The answer to a request to show an id.
    fn answer(&self, id: &str) -> Answer {
        match &self.app.location.overlay {
            Some(app::overlay::Overlay::Form(_)) => Answer::Busy,
            _ if self.app.model().subject(id).is_some() => Answer::Shown,
            _ => Answer::Unknown,
        }
    }

    /// Handles input for a limited time: the next frame, or a Ctrl-C, must not wait.
    fn work_on_input(&mut self) -> io::Result<Option<Ending>> {
        let end = Instant::now() + KEYS_TIME;
        while Instant::now() < end
            && let Some(first) = self.input.front()
        {
            if let Input::Key(key) = first
                && let Some(rest) = app::apart(&self.app, *key)
            {
                self.input.pop_front();
                self.input.push_front(Input::Key(rest));
                self.input.push_front(Input::Key(Key::plain(Code::Esc)));
                continue;
            }
            let (count, effect) = match first {
                Input::Key(_) => {
                    let keys = self.input.iter().map_while(|input| match input {
                        Input::Key(key) => Some(*key),
                        Input::Mouse(_) | Input::Paste(_) | Input::Background(_) => None,
                    });
                    app::press_run(&mut self.app, keys)
                }
                Input::Mouse(mouse) => (1, app::update(&mut self.app, Message::Mouse(*mouse))),
                Input::Paste(text) => (1, app::update(&mut self.app, Message::Paste(text.clone()))),
                Input::Background(background) => (1, self.take_background(*background)),
            };
            self.input.drain(..count);
            if let Some(effect) = effect
                && let Some(ending) = self.perform(effect)?
            {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    /// Uses the reported background if we asked for it and the answer is in time.
    fn take_background(&mut self, background: Background) -> Option<app::Effect> {
        self.asked.take().filter(|asked| asked.elapsed() < ANSWER_TIME)?;
        let theme = match background {
            Background::Dark => ThemeName::Dark,
            Background::Light => ThemeName::Light,
        };
        app::update(&mut self.app, Message::Background(theme))
    }

    /// Shows a new model. Freeing a million records of the old one would block keys for part of a second, so another
    /// thread does it.
    pub fn show(&mut self, message: Message) -> Option<app::Effect> {
        let before = (Arc::clone(&self.app.loaded), Arc::clone(&self.app.search_data));
        let effect = app::update(&mut self.app, message);
        // If no thread starts, dropping the closure frees it here.
        let _ = thread::Builder::new().name("free".to_owned()).spawn(move || drop(before));
        effect
    }

    /// Takes the terminal back after an external stop: anything may have changed.
    fn reclaim(&mut self) -> io::Result<()> {
        if self.expected_continues > 0 {
            self.expected_continues -= 1;
            return Ok(());
        }
        self.terminal.enter()?;
        self.resize()
    }
}

/// Queues more input; a Ctrl-C in it skips a backlog.
fn receive(waiting: &mut VecDeque<Input>, mut more: Vec<Input>) {
    if let Some(at) = more.iter().rposition(|input| *input == INTERRUPT)
        && waiting.len() + at > BACKLOG
    {
        waiting.clear();
        more.drain(..at);
    }
    waiting.extend(more);
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::{BACKLOG, INTERRUPT, Input, Key, receive};

    #[test]
    fn ctrl_c_passes_ahead_of_a_flood_and_of_nothing_else() {
        let letter = Input::Key(Key::char('x'));
        for (before, with, kept) in [(0, 3, 3), (BACKLOG - 3, 3, BACKLOG), (BACKLOG - 2, 3, 0), (0, 5000, 0)] {
            let mut waiting = VecDeque::from(vec![letter.clone(); before]);
            let mut more = vec![letter.clone(); with];
            more.extend([INTERRUPT, letter.clone()]);
            receive(&mut waiting, more);
            assert_eq!(waiting.len(), kept + 2, "{with} behind {before}");
            assert_eq!(waiting.get(kept), Some(&INTERRUPT));
        }
    }
}
