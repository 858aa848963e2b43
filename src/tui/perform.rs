//! Performs effects, the work that the state requests from outside.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Instant, SystemTime};

use rustix::process::{Signal, kill_current_process_group};

use crate::app::command::{Command, Direction};
use crate::app::keymap::Context;
use crate::app::lookup::SearchRequest;
use crate::app::{self, Effect, Message, ModelState, WriteReply, WriteRequest};
use crate::edit::{Change, Refusal};
use crate::load::{Loaded, Progress, Stage, Step, Watch};
use crate::store::{self, Mode, Writer, Written};
use crate::text::{Clean, Place, clean};

use super::clipboard::CopyRoute;
use super::editor;
use super::event_loop::{EventLoop, ReaderState};
use super::news::{Ending, News};
use super::search::Searcher;
use super::terminal::{MouseMode, has_job_control};
use super::watch::{FileWatcher, Watched, is_special};

/// Deeply nested files need a large stack.
const READER_STACK: usize = 64 << 20;
/// The initial read delivers a first part after this many bytes.
const FIRST_PART: u64 = 1 << 20;

impl EventLoop {
    /// Performs `effect`; returns the ending if it ends the program.
    pub fn perform(&mut self, effect: Effect) -> io::Result<Option<Ending>> {
        match effect {
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Pick(picked) => return Ok(Some(Ending::Picked(picked, Arc::clone(&self.app.loaded)))),
            Effect::Suspend => self.suspend()?,
            Effect::Redraw => self.resize()?,
            Effect::Edit(file, at) => self.edit(&file, at)?,
            Effect::Copy(lines, what) => self.copy(&lines, what)?,
            Effect::Search(search) => self.search(search)?,
            Effect::Prepare(ahead) => self.ahead = Some(ahead),
            Effect::Reload => self.reload()?,
            Effect::Write(request) => self.write(&request)?,
            Effect::Undo(toward) => self.undo(toward)?,
            Effect::PassOver(toward) => self.pass_over(toward)?,
            Effect::Files => {
                let files = store::files_beside(&self.app.loaded);
                self.tell(Message::Files(files))?;
            }
            Effect::NewModel => self.new_model()?,
            Effect::Mouse => self.toggle_mouse()?,
            Effect::AskBackground => self.ask_background()?,
        }
        Ok(None)
    }

    /// Stops the whole job, as a shell expects, and takes the terminal back when continued.
    fn suspend(&mut self) -> io::Result<()> {
        if !has_job_control() {
            return self.notify("there is no shell to go back to".to_owned());
        }
        self.gate.close();
        self.terminal.leave()?;
        // Not SIGTSTP, which we handle; the whole group, because a parent in the same job (git) has to stop too.
        kill_current_process_group(Signal::STOP)?;
        self.expected_continues += 1;
        self.terminal.enter()?;
        self.gate.open();
        self.resize()
    }

    fn edit(&mut self, file: &Path, at: Place) -> io::Result<()> {
        self.gate.close();
        self.terminal.lend()?;
        let edited = editor::open(&self.config.editor, file, at);
        self.terminal.enter()?;
        self.gate.open();
        self.resize()?;
        if let Err(sentence) = edited {
            self.notify(sentence)?;
        }
        self.reload()
    }

    fn copy(&mut self, lines: &[Clean], what: &str) -> io::Result<()> {
        let text = lines.iter().map(Clean::as_str).collect::<Vec<_>>().join("\n");
        let copied = self.clipboard.copy(&mut self.terminal.output(), &text);
        self.notify(match copied {
            Ok(CopyRoute::Desktop) => format!("copied the {what} to the clipboard"),
            Ok(CopyRoute::Tmux) => format!("the {what} is in tmux's buffer, and was sent to the terminal's clipboard"),
            Ok(CopyRoute::Terminal) => format!("sent the {what} to the terminal's clipboard (OSC 52)"),
            Err(error) => format!("the {what} was not copied: {error}"),
        })
    }

    fn toggle_mouse(&mut self) -> io::Result<()> {
        self.notify(match self.terminal.toggle_mouse()? {
            MouseMode::Captured => "the mouse is the program's: click, wheel; text is selected with Shift".to_owned(),
            MouseMode::Free => {
                let back = [(Command::Mouse, "takes it back")];
                self.app.keymap.advice(Context::Anywhere, "the mouse is the terminal's", &back)
            }
        })
    }

    /// Asks the terminal for its background; the answer comes as input, or never.
    pub fn ask_background(&mut self) -> io::Result<()> {
        self.asked = Some(Instant::now());
        self.terminal.ask_background()
    }

    /// Reads the configuration again.
    pub fn reconfigure(&mut self) -> io::Result<Option<Effect>> {
        let config = (self.configure)();
        // A file written while it was read for the first time may have been read whole.
        if config == self.config {
            return Ok(None);
        }
        let mouse = if config.mouse { MouseMode::Captured } else { MouseMode::Free };
        if config.mouse != self.config.mouse {
            self.terminal.set_mouse(mouse)?;
        }
        self.clipboard.way = config.clipboard;
        let settings = Box::new(config.settings.clone());
        self.config = config;
        Ok(app::update(&mut self.app, Message::Configured(settings)))
    }

    /// Searches the model on the screen in a thread, or here if no thread can be started.
    pub fn search(&mut self, search: SearchRequest) -> io::Result<()> {
        if self.searcher.is_none() {
            self.searcher = Searcher::start(self.news.clone()).ok();
        }
        let (loaded, search_data) = (Arc::clone(&self.app.loaded), Arc::clone(&self.app.search_data));
        if let Some(searcher) = &self.searcher {
            searcher.search(search, app::Snapshot { loaded, search_data });
            return Ok(());
        }
        let found = search.run(&loaded.model, &search_data);
        self.tell(Message::Found(found))
    }

    /// The files are others now, or the articles. The reading on the screen is theirs where it is the newest one, and the
    /// watcher tells of what changes.
    pub fn renew_writer(&mut self) {
        if self.watcher.is_some() && matches!(self.app.state, ModelState::Current) {
            self.writer.know(Arc::clone(&self.app.loaded));
        } else {
            self.writer.forget(&self.app.loaded.left_out);
        }
    }

    /// Changes the files of the model. The loop waits, since the next keys are meant for the changed model.
    fn write(&mut self, request: &WriteRequest) -> io::Result<()> {
        let wanted = |loaded: &Loaded| request.changes.iter().map(|change| completed(change, loaded)).collect();
        if request.is_preview || request.shown.is_some() {
            let planned = self.writer.write(&wanted, request.allowed, Mode::DryRun).map(preview);
            match planned {
                Ok(reply) if request.is_preview || request.is_other(&reply) => {
                    return self.tell(Message::Written(reply));
                }
                Ok(_) => {}
                Err(why) => return self.refuse(&why),
            }
        }
        let ended = self.writer.write(&wanted, request.allowed, Mode::Write);
        self.tell_written(ended)
    }

    fn refuse(&mut self, why: &store::Failure) -> io::Result<()> {
        let key = if let store::Failure::Refused(refusal) = why { refusal.key } else { None };
        self.tell(Message::Refused(clean(&why.to_string()).into_string(), key))
    }

    fn undo(&mut self, toward: Direction) -> io::Result<()> {
        match self.writer.undo(way(toward), Mode::Write) {
            Err(store::Failure::Blocked(why)) => self.tell(Message::Blocked(clean(&why).into_string(), toward)),
            ended => self.tell_written(ended),
        }
    }

    fn pass_over(&mut self, toward: Direction) -> io::Result<()> {
        let (passed, next) = match self.writer.pass_over(way(toward)) {
            Ok(passed) => passed,
            Err(why) => return self.refuse(&why),
        };
        let said = format!("“{}” stays as it is", clean(&passed));
        self.notify(match next {
            None => said,
            Some(next) => {
                let does =
                    format!("{} “{}”", if toward == Direction::Previous { "undoes" } else { "redoes" }, clean(&next));
                self.app.keymap.advice(Context::Anywhere, &said, &[(Command::Undo(toward), &does)])
            }
        })
    }

    /// Makes a model of the texts in this folder, opens it and watches its file.
    fn new_model(&mut self) -> io::Result<()> {
        let made = match &self.maker {
            Some(maker) => maker(),
            None => Err("there are no texts here to make a model of".to_owned()),
        };
        let read = made.and_then(|path| {
            let loaded = (self.reader)(&mut Watch { tell: &mut drop, first_part: None })?;
            Ok((path, Arc::new(loaded)))
        });
        let (path, loaded) = match read {
            Ok(read) => read,
            Err(sentence) => return self.tell(Message::Refused(sentence, None)),
        };
        let said = format!("wrote `{}`", clean(&path.to_string_lossy()));
        self.writer = Writer::new(&[path]);
        // Without a watcher `R` reads the file again.
        self.watcher = FileWatcher::start(Watched::Model, self.news.clone()).ok();
        self.tell(Message::Opened(loaded.into(), said))?;
        self.renew_writer();
        self.watch_files();
        Ok(())
    }

    /// Shows the result of a change. Tells the watcher the new contents, so that it does not report our own change.
    fn tell_written(&mut self, ended: Result<Written, store::Failure>) -> io::Result<()> {
        let written = match ended {
            Ok(written) => written,
            Err(why) => return self.refuse(&why),
        };
        if let Some(watcher) = &self.watcher {
            watcher.wrote(written.files.iter().map(|file| (file.path.clone(), file.after.clone())).collect());
        }
        if self.reader_state == ReaderState::Running {
            self.reader_state = ReaderState::Outdated;
        }
        self.show(Message::Written(reply(written)));
        self.watch_files();
        Ok(())
    }

    /// Reads the model again in a thread, after the current read if one is running.
    fn reload(&mut self) -> io::Result<()> {
        if self.reader_state != ReaderState::Idle {
            self.reader_state = ReaderState::Outdated;
            return Ok(());
        }
        self.start_reader(None)
    }

    /// Starts the initial read, which shows parts as they come.
    pub fn read(&mut self) -> io::Result<()> {
        self.start_reader(Some(FIRST_PART))
    }

    /// Starts the reader thread. It is never joined: the program may end at any moment.
    fn start_reader(&mut self, first_part: Option<u64>) -> io::Result<()> {
        self.reader_state = ReaderState::Running;
        self.read_at = Some(SystemTime::now());
        let (reader, news, shown) = (Arc::clone(&self.reader), self.news.clone(), Arc::clone(&self.app.loaded));
        let work = move || {
            // Sending fails only when the event loop has ended.
            let tell = |message| drop(news.send(News::Message(message)));
            if let Some(file) = shown.files.iter().find(|file| is_special(file)) {
                return tell(Message::Unread(format!("`{}` is not a regular file", clean(&file.to_string_lossy()))));
            }
            let mut seen = Progress::default();
            let mut step = |step| match step {
                Step::Progress(progress) => {
                    seen = progress;
                    if first_part.is_some() {
                        tell(Message::Progress(progress));
                    }
                }
                Step::Part(loaded) => tell(Message::Part(app::Snapshot::prepared(Arc::new(*loaded)))),
            };
            let read = reader(&mut Watch { tell: &mut step, first_part });
            if first_part.is_some() {
                tell(Message::Progress(Progress { stage: Stage::Index, of: 0, ..seen }));
            }
            tell(match read {
                Ok(loaded) => Message::Loaded(app::Snapshot::prepared(Arc::new(loaded))),
                Err(sentence) => Message::Unread(sentence),
            });
        };
        match thread::Builder::new().name("load".to_owned()).stack_size(READER_STACK).spawn(work) {
            Ok(_) => Ok(()),
            Err(error) => {
                self.reader_state = ReaderState::Idle;
                self.tell(Message::Unread(format!("the model was not read: no thread can be started: {error}")))
            }
        }
    }

    /// Finishes a read: watches the files, and reads again if one changed meanwhile.
    pub fn finish_reading(&mut self) -> io::Result<()> {
        let before = std::mem::replace(&mut self.reader_state, ReaderState::Idle);
        self.watch_files();
        if before == ReaderState::Outdated { self.reload() } else { Ok(()) }
    }

    /// Watches the files of the model on the screen, and of a newer one too broken to show.
    pub fn watch_files(&self) {
        let Some(watcher) = &self.watcher else { return };
        let shown = [Arc::clone(&self.app.loaded)];
        let broken = match &self.app.state {
            ModelState::Broken(loaded) => Some(Arc::clone(loaded)),
            ModelState::Loading { .. } | ModelState::Current | ModelState::Unreadable(_) => None,
        };
        watcher.follow(shown.into_iter().chain(broken).collect(), self.writer.paths().to_vec(), self.read_at);
    }

    fn notify(&mut self, sentence: String) -> io::Result<()> {
        self.tell(Message::Notice(sentence))
    }
}

fn way(toward: Direction) -> store::Direction {
    match toward {
        Direction::Previous => store::Direction::Undo,
        Direction::Next => store::Direction::Redo,
    }
}

/// The reply to a written step.
fn reply(written: Written) -> WriteReply {
    let notes = written.findings.iter().map(|finding| finding.message.clone());
    let no_undo = written.no_undo.iter().map(|why| format!("this cannot be undone: {why}"));
    WriteReply {
        notes: notes.chain(no_undo).collect(),
        loaded: written.after,
        done: written.done,
        sentence: if written.files.is_empty() { String::new() } else { written.sentence },
        diff: String::new(),
        is_preview: false,
    }
}

/// The reply to a dry run.
fn preview(mut written: Written) -> WriteReply {
    let files = std::mem::take(&mut written.files);
    let mut reply = WriteReply { is_preview: true, ..reply(written) };
    for file in &files {
        reply.add_file(&file.path, &file.before, &file.after);
    }
    reply
}

/// A change completed with what only the disk knows.
fn completed(change: &Change, loaded: &Loaded) -> Result<Change, Refusal> {
    match change {
        Change::Add(record) => store::with_source(record, loaded).map(Change::Add),
        other => Ok(other.clone()),
    }
}
