//! Effects: the work that the state asks of the outside.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rustix::process::{Signal, getpgid, getpgrp, getsid, kill_current_process_group};

use crate::app::lookup::Search;
use crate::app::{self, Effect, Message, ModelState};
use crate::load::{Progress, Stage, Step, Watch};
use crate::text::clean;

use super::clipboard::Way;
use super::editor;
use super::run::{Desk, Ending, News, Reading};
use super::search::Searcher;
use super::terminal::Mouse;
use super::watch::is_special;

/// Deep nesting in a file must not end the program: the reader has room for it.
const READER_STACK: usize = 64 << 20;
/// After this many bytes of a model there is something to look at.
const FIRST_PART: u64 = 1 << 20;

impl Desk {
    /// Carries out `effect`; answers where the program is to end.
    pub fn perform(&mut self, effect: Effect) -> io::Result<Option<Ending>> {
        match effect {
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Suspend => self.suspend()?,
            Effect::Redraw => self.resize()?,
            Effect::Edit(file, line) => self.edit(&file, line)?,
            Effect::Copy(text, what) => self.copy(&text, what)?,
            Effect::Search(search) => self.search(search)?,
            Effect::Reload => self.reload()?,
            Effect::Mouse => self.toggle_mouse()?,
        }
        Ok(None)
    }

    /// Stops the whole job as a shell expects, and takes the terminal again when it goes on.
    fn suspend(&mut self) -> io::Result<()> {
        if !has_a_shell() {
            return self.say("there is no shell to go back to".to_owned());
        }
        self.gate.close();
        self.terminal.leave()?;
        // Not SIGTSTP: we hold its handler, and a parent in the same job (git, say) has to stop too.
        kill_current_process_group(Signal::STOP)?;
        self.expected += 1;
        self.terminal.enter()?;
        self.gate.open();
        self.resize()
    }

    fn edit(&mut self, file: &Path, line: u32) -> io::Result<()> {
        self.gate.close();
        self.terminal.lend()?;
        let edited = editor::open(file, line);
        self.terminal.enter()?;
        self.gate.open();
        self.resize()?;
        if let Err(sentence) = edited {
            self.say(sentence)?;
        }
        self.reload()
    }

    fn copy(&mut self, text: &str, what: &str) -> io::Result<()> {
        let copied = self.clipboard.put(&mut self.terminal.writer()?, text);
        self.say(match copied {
            Ok(Way::Desktop) => format!("copied the {what} to the clipboard"),
            Ok(Way::Terminal) => format!("copied the {what} through the terminal (OSC 52)"),
            Err(error) => format!("the {what} was not copied: {error}"),
        })
    }

    fn toggle_mouse(&mut self) -> io::Result<()> {
        self.say(match self.terminal.toggle_mouse()? {
            Mouse::Captured => "the mouse is the program's: click, wheel; text is selected with Shift".to_owned(),
            Mouse::Free => "the mouse is the terminal's; % takes it back".to_owned(),
        })
    }

    /// Searches the model on the screen in a thread.
    pub fn search(&mut self, search: Search) -> io::Result<()> {
        let searcher = match self.searcher.take() {
            Some(searcher) => searcher,
            None => Searcher::start(self.news.clone())?,
        };
        let (loaded, knowledge) = (Arc::clone(&self.app.loaded), Arc::clone(&self.app.knowledge));
        searcher.search(search, app::Reading { loaded, knowledge });
        self.searcher = Some(searcher);
        Ok(())
    }

    /// Reads the model again in a thread; once more behind it where that is at it already.
    fn reload(&mut self) -> io::Result<()> {
        if self.reading != Reading::Done {
            self.reading = Reading::Outdated;
            return Ok(());
        }
        self.start_reader(None)
    }

    /// Reads the model for the first time, while what there is of it is on the screen already.
    pub fn read(&mut self) -> io::Result<()> {
        self.start_reader(Some(FIRST_PART))
    }

    /// Nobody waits for the thread: the program may end at any moment.
    fn start_reader(&mut self, first_part: Option<u64>) -> io::Result<()> {
        self.reading = Reading::Running;
        let (reader, news, shown) = (Arc::clone(&self.reader), self.news.clone(), Arc::clone(&self.app.loaded));
        let work = move || {
            // A main loop that is gone wants no news.
            let tell = |message| drop(news.send(News::Message(message)));
            if let Some(file) = shown.files.iter().find(|file| is_special(file)) {
                return tell(Message::Unread(format!("`{}` is no regular file", clean(&file.to_string_lossy()))));
            }
            let mut seen = Progress::default();
            let mut step = |step| match step {
                Step::Progress(progress) => {
                    seen = progress;
                    if first_part.is_some() {
                        tell(Message::Progress(progress));
                    }
                }
                Step::Part(loaded) => tell(Message::Part(app::Reading::prepared(Arc::new(*loaded)))),
            };
            let read = reader(&mut Watch { tell: &mut step, first_part });
            if first_part.is_some() {
                tell(Message::Progress(Progress { stage: Stage::Index, of: 0, ..seen }));
            }
            tell(match read {
                Ok(loaded) => Message::Loaded(app::Reading::prepared(Arc::new(loaded))),
                Err(sentence) => Message::Unread(sentence),
            });
        };
        thread::Builder::new().name("load".to_owned()).stack_size(READER_STACK).spawn(work)?;
        Ok(())
    }

    /// A reading has come: its files are followed from now on, and read again if they have changed meanwhile.
    pub fn end_reading(&mut self) -> io::Result<()> {
        let before = std::mem::replace(&mut self.reading, Reading::Done);
        self.follow();
        if before == Reading::Outdated { self.reload() } else { Ok(()) }
    }

    /// Watches the files of the model on the screen, and those of a newer reading that is kept off it.
    pub fn follow(&self) {
        let Some(watch) = &self.watch else { return };
        let shown = [Arc::clone(&self.app.loaded)];
        let kept_off = match &self.app.state {
            ModelState::Broken(reading) => Some(Arc::clone(reading)),
            ModelState::Loading { .. } | ModelState::Current | ModelState::Unreadable(_) => None,
        };
        watch.follow(shown.into_iter().chain(kept_off).collect(), self.paths.clone());
    }

    fn say(&mut self, sentence: String) -> io::Result<()> {
        self.tell(Message::Notice(sentence))
    }
}

/// Whether a shell with job control waits above us; where none does nobody would wake a stopped program.
fn has_a_shell() -> bool {
    getsid(None).and_then(|leader| getpgid(Some(leader))).is_ok_and(|group| group != getpgrp())
}
