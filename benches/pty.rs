//! Programs in a terminal of their own, and the moments when what they wrote was there.
#![allow(dead_code, reason = "not every bench asks for all of it")]

use std::env;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Columns and rows of every terminal here.
const SIZE: (u16, u16) = (160, 48);
const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");
/// Nothing takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_mins(2);
/// A program that has written nothing for so long is waiting for a key.
const PAUSE: Duration = Duration::from_millis(10);
/// A program that has written nothing for so long is done with what it was asked.
const LONG_PAUSE: Duration = Duration::from_secs(2);

/// How a program is started, and what it writes at the end of each frame; empty where nothing tells.
#[derive(Debug, Clone)]
pub struct Program {
    command: CommandBuilder,
    end: &'static [u8],
}

impl Program {
    /// This program with the model at `path`; with the built-in example without one.
    pub fn ours(path: Option<&Path>) -> Self {
        let mut program = Self::new(PROGRAM, b"\x1b[?2026l");
        // A folder without a model.
        program.command.cwd(Path::new(PROGRAM).parent().expect("a folder of programs"));
        program.command.args(path);
        program
    }

    /// The example `empty`, which is built where it is missing: as the benches are built.
    pub fn empty() -> Self {
        let path = Path::new(PROGRAM).with_file_name("examples").join("empty");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo).args(["build", "--quiet", "--profile", "bench", "--example", "empty"]).status();
        assert!(built.is_ok_and(|status| status.success()) && path.exists(), "{} is missing", path.display());
        Self::new(path, b"\x1b[?25l")
    }

    /// fzf over the lines of a file; `None` where it is not on the PATH.
    pub fn fzf(lines: &Path) -> Option<Self> {
        on_the_path("fzf")?;
        // The shell gives it the lines and is gone.
        let mut program = Self::new("/bin/sh", b"");
        program.command.args(["-c", "exec fzf < \"$0\""]);
        program.command.arg(lines);
        Some(program)
    }

    /// less with a file; `None` where it is not on the PATH.
    pub fn less(lines: &Path) -> Option<Self> {
        let mut program = Self::new(on_the_path("less")?, b"");
        program.command.arg(lines);
        Some(program)
    }

    fn new(path: impl AsRef<OsStr>, end: &'static [u8]) -> Self {
        let mut command = CommandBuilder::new(path);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("PATH", env::var_os("PATH").unwrap_or_default());
        Self { command, end }
    }

    /// Starts it.
    pub fn start(&self) -> Session {
        let (columns, rows) = SIZE;
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .expect("a terminal can be opened");
        let mut output = pair.master.try_clone_reader().expect("what it writes can be read");
        let keys = pair.master.take_writer().expect("keys can be written");
        let (sender, chunks) = mpsc::channel();
        thread::spawn(move || {
            let mut chunk = [0; 1 << 14];
            while let Ok(count @ 1..) = output.read(&mut chunk) {
                if sender.send((Instant::now(), chunk[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let [rows, columns] = [rows, columns].map(|count| NonZero::new(count).expect("not zero"));
        let screen = vt100::Parser::new(rows, columns, 0);
        let begun = Instant::now();
        let child = pair.slave.spawn_command(self.command.clone()).expect("it can be started");
        drop(pair.slave);
        Session {
            begun,
            end: self.end,
            child,
            keys,
            chunks,
            ahead: Vec::new(),
            came: begun,
            screen,
            master: pair.master,
        }
    }
}

/// The file of a program that a shell would find.
fn on_the_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A running program.
pub struct Session {
    /// When it was started.
    pub begun: Instant,
    end: &'static [u8],
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    /// What came behind the last frame that was asked for.
    ahead: Vec<u8>,
    came: Instant,
    screen: vt100::Parser,
    /// Its terminal goes when this goes.
    master: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Waits for the next whole frame; gives the moment when all of it was there.
    pub fn frame(&mut self) -> Instant {
        loop {
            if let Some(at) = self.ahead.windows(self.end.len()).position(|bytes| bytes == self.end) {
                let behind = self.ahead.split_off(at + self.end.len());
                self.screen.process(&std::mem::replace(&mut self.ahead, behind));
                return self.came;
            }
            self.wait(PATIENCE).unwrap_or_else(|| panic!("waited in vain for a frame, under\n{}", self.text()));
        }
    }

    /// Waits for the first whole frame that has anything on it; gives the moment when all of it was there.
    pub fn first_frame(&mut self) -> Instant {
        loop {
            let came = self.frame();
            if !self.text().trim().is_empty() {
                return came;
            }
        }
    }

    /// Waits until `words` are on the screen; gives the moment.
    pub fn shows(&mut self, words: &str) -> Instant {
        while !self.text().contains(words) {
            self.wait(PATIENCE).unwrap_or_else(|| panic!("waited in vain for {words}, under\n{}", self.text()));
            self.screen.process(&std::mem::take(&mut self.ahead));
        }
        self.came
    }

    /// Waits until nothing was written for so long; gives the moment of the last that was.
    pub fn quiet(&mut self, pause: Duration) -> Instant {
        while self.wait(pause).is_some() {}
        self.screen.process(&std::mem::take(&mut self.ahead));
        self.came
    }

    fn wait(&mut self, patience: Duration) -> Option<()> {
        let (came, chunk) = self.chunks.recv_timeout(patience).ok()?;
        self.came = came;
        self.ahead.extend(chunk);
        Some(())
    }

    /// Presses keys; gives the moment before.
    pub fn press(&mut self, keys: &str) -> Instant {
        let pressed = Instant::now();
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("it takes keys");
        pressed
    }

    /// Waits until the first row counts the passages of the model, where it told before how far the reading is: then all
    /// of it can be searched. Gives the moment.
    pub fn loaded(&mut self) -> Instant {
        while !self.is_loaded() {
            self.frame();
        }
        self.came
    }

    /// Whether the first row counts the passages of the model.
    pub fn is_loaded(&self) -> bool {
        self.row(0).contains("passage")
    }

    /// Presses a key while nothing is going on; gives the time until the frame was there that changed anything below
    /// the first row, which tells of other things too.
    pub fn answer(&mut self, key: &str) -> Duration {
        self.quiet(PAUSE);
        let before = self.below();
        let pressed = self.press(key);
        loop {
            let came = self.frame();
            if self.below() != before {
                return came - pressed;
            }
        }
    }

    /// Presses a key; gives the time until the last was written before a long pause, for a program of which nobody can
    /// tell when its frame is whole.
    pub fn settles(&mut self, key: &str) -> Duration {
        let pressed = self.press(key);
        self.wait(PATIENCE).expect("an answer");
        self.settle() - pressed
    }

    /// Waits until it is done with what it does; gives the moment of the last that was written.
    pub fn settle(&mut self) -> Instant {
        self.quiet(LONG_PAUSE)
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// A row of the screen, from 0.
    pub fn row(&self, row: usize) -> String {
        self.screen.screen().rows(0, SIZE.0).nth(row).unwrap_or_default()
    }

    /// Every row but the first, with its colours, and where the cursor is: a space typed moves nothing else.
    fn below(&self) -> (Vec<String>, (u16, u16)) {
        let screen = self.screen.screen();
        (screen.rows_formatted(0, SIZE.0).skip(1).collect(), screen.cursor_position())
    }

    /// Presses the keys that end it, and waits until it is gone.
    pub fn leave(mut self, keys: &str) {
        self.press(keys);
        self.child.wait().expect("it ends");
    }
}
