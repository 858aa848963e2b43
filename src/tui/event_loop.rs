//! The event loop: waits for news, updates the state, draws.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

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

/// A frame is drawn after at most this many items of news, and after keys have been worked on for this long.
const BATCH: usize = 1024;
const KEYS_TIME: Duration = Duration::from_millis(30);
/// Who knows the keys of a sequence is not shown them.
const PENDING_TIME: Duration = Duration::from_millis(400);
/// A terminal that answers later has no say: colours do not change under the eyes of a reader.
const ANSWER_TIME: Duration = Duration::from_secs(1);
/// With more input than this before it, Ctrl-C passes ahead and the input is dropped: nobody types so fast.
const BACKLOG: usize = 64;
/// Ctrl-C.
const INTERRUPT: Input = Input::Key(Key { code: Code::Char('c'), ctrl: true, alt: false });

/// Reads the model and reports its steps; a sentence where it cannot be read, and the model on the screen stays.
pub type ModelReader = Arc<dyn Fn(&mut load::Watch<'_>) -> Result<Loaded, String> + Send + Sync>;

/// Reads the configuration as it is now, with what the command line wants otherwise.
pub type ConfigReader = Arc<dyn Fn() -> Config + Send + Sync>;

/// Makes a model of the texts in the working folder and gives its path; a sentence where it cannot.
pub type ModelMaker = Box<dyn Fn() -> Result<PathBuf, String>>;

/// What the thread that reads the model is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderState {
    /// No thread is reading.
    Idle,
    /// A thread is reading.
    Running,
    /// A thread is reading, and a file has changed since it began.
    Outdated,
}

/// Everything the event loop works with.
pub struct EventLoop {
    /// The state.
    pub app: App,
    /// Writes frames to the screen.
    pub frame: FrameWriter<BufWriter<File>>,
    /// What the user did and the state does not know of yet.
    pub input: VecDeque<Input>,
    /// Pauses the input thread.
    pub gate: InputGate,
    /// The terminal.
    pub terminal: Arc<Terminal>,
    /// The sending end of the loop's own channel, for new threads.
    pub news: Sender<News>,
    /// How the model is read again.
    pub reader: ModelReader,
    /// Makes one where there is none, but texts.
    pub maker: Option<ModelMaker>,
    /// Whether it is being read.
    pub reader_state: ReaderState,
    /// When the last reading in a thread began; one before the loop ended just now.
    pub read_at: Option<SystemTime>,
    /// Changes the files it is read from.
    pub writer: Writer,
    /// Where copied text goes.
    pub clipboard: Clipboard,
    /// Watches the files, if there are any.
    pub watcher: Option<FileWatcher>,
    /// How the configuration is read again.
    pub configure: ConfigReader,
    /// Watches its file.
    pub config_watcher: Option<FileWatcher>,
    /// Whether the configuration wants the mouse captured.
    pub wants_mouse: bool,
    /// The words of the editor's command, where the configuration has one.
    pub editor: Vec<String>,
    /// When the terminal was asked for its background.
    pub asked: Option<Instant>,
    /// Started by the first search of a large model.
    pub searcher: Option<Searcher>,
    /// SIGCONTs still to come for stops of our own, which need no further work.
    pub expected_continues: usize,
}

impl EventLoop {
    /// Runs until something ends the program.
    pub fn run(&mut self, inbox: &Receiver<News>) -> io::Result<Ending> {
        #[cfg(debug_assertions)]
        super::fault::in_worker();
        loop {
            self.draw()?;
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

    /// Waits for news; where keys wait for more, only until it is time to show what may follow.
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

    /// Updates the state with a message that asks for no effect, except a search that waited for its turn.
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
                // Nobody waits for it where it comes too late.
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

    /// Whether the screen can go to an id now.
    fn answer(&self, id: &str) -> Answer {
        match &self.app.location.overlay {
            Some(app::overlay::Overlay::Form(_)) => Answer::Busy,
            _ if self.app.model().subject(id).is_some() => Answer::Shown,
            _ => Answer::Unknown,
        }
    }

    /// Tells the state what the user did, for a while: a frame, and a Ctrl-C that comes meanwhile, must not wait.
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

    /// Takes what the terminal says of its background, if that is the answer to a question of ours and comes in time.
    fn take_background(&mut self, background: Background) -> Option<app::Effect> {
        self.asked.take().filter(|asked| asked.elapsed() < ANSWER_TIME)?;
        let theme = match background {
            Background::Dark => ThemeName::Dark,
            Background::Light => ThemeName::Light,
        };
        app::update(&mut self.app, Message::Background(theme))
    }

    /// Shows a new model. Freeing a million records of the old one takes part of a second in which no key would be
    /// answered, so another thread does it.
    pub fn show(&mut self, message: Message) -> Option<app::Effect> {
        let before = (Arc::clone(&self.app.loaded), Arc::clone(&self.app.knowledge));
        let effect = app::update(&mut self.app, message);
        // If no thread can be started, the closure is dropped and frees it here.
        let _ = thread::Builder::new().name("free".to_owned()).spawn(move || drop(before));
        effect
    }

    /// Takes the terminal back after a stop that was not our own: anybody may have changed all of it.
    fn reclaim(&mut self) -> io::Result<()> {
        if self.expected_continues > 0 {
            self.expected_continues -= 1;
            return Ok(());
        }
        self.terminal.enter()?;
        self.resize()
    }
}

/// Takes more input; a Ctrl-C in it passes ahead of a backlog.
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
