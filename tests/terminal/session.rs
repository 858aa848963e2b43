//! A program in a terminal of its own, and models for it.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Nothing takes this long unless it hangs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How soon a program that was told to end has to be gone; generous, for machines under load.
pub const PROMPT: Duration = Duration::from_secs(2);
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// What came from the program so far.
#[derive(Default)]
pub struct Seen {
    pub heard: Mutex<Heard>,
    pub more: Condvar,
}

#[derive(Default)]
pub struct Heard {
    pub bytes: Vec<u8>,
    /// The listener stops at the next chunk.
    pub is_enough: bool,
}

impl Seen {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap().bytes).into_owned()
    }
}

/// A program in a terminal of its own.
pub struct Session {
    pub master: Box<dyn MasterPty>,
    /// Kept open so that the settings can be read when the program is gone.
    pub slave: Box<dyn SlavePty>,
    pub keys: Box<dyn Write>,
    pub seen: Arc<Seen>,
    pub listener: JoinHandle<()>,
    pub exit: Receiver<u32>,
    pub pid: i32,
    pub before: String,
    pub size: (u16, u16),
}

impl Session {
    pub fn start(words: &[&str], environment: &[(&str, &str)]) -> Self {
        let (rows, cols) = (24, 80);
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("PATH", "/usr/bin:/bin");
        command.cwd(env!("CARGO_TARGET_TMPDIR"));
        for (name, value) in environment {
            command.env(name, value);
        }
        let before = settings(&*pair.master);
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = i32::try_from(child.process_id().unwrap()).unwrap();
        let (told, exit) = mpsc::channel();
        thread::spawn(move || told.send(child.wait().unwrap().exit_code()));
        let seen = Arc::new(Seen::default());
        let listener = listen(pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        let keys = pair.master.take_writer().unwrap();
        let (master, slave, size) = (pair.master, pair.slave, (rows, cols));
        Self { master, slave, keys, seen, listener, exit, pid, before, size }
    }

    /// The program itself, after its first frame.
    pub fn open(words: &[&str], environment: &[(&str, &str)]) -> Self {
        let session = Self::start(&[&[PROGRAM], words].concat(), environment);
        session.wait("the first frame", is_drawn);
        session
    }

    pub fn screen(&self) -> vt100::Parser {
        let at_least_one = |count| NonZero::new(count).unwrap_or(NonZero::<u16>::MIN);
        let mut parser = vt100::Parser::new(at_least_one(self.size.0), at_least_one(self.size.1), 0);
        parser.process(&self.seen.heard.lock().unwrap().bytes);
        parser
    }

    pub fn wait(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self.screen().screen()) {
            let heard = self.seen.heard.lock().unwrap();
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}: {:?}", String::from_utf8_lossy(&heard.bytes));
            drop(self.seen.more.wait_timeout(heard, left.min(Duration::from_millis(50))).unwrap());
        }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn resize(&mut self, (rows, cols): (u16, u16)) {
        self.size = (rows, cols);
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Changes the size and waits for the frame of it: everything sent before has been dealt with then.
    pub fn wait_for_a_frame_of(&mut self, size: (u16, u16)) {
        self.seen.heard.lock().unwrap().bytes.clear();
        self.resize(size);
        self.wait("a frame", |screen| !screen.contents().trim().is_empty());
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end, which has to come soon; gives the exit code.
    pub fn code(&self) -> u32 {
        self.exit.recv_timeout(PROMPT).expect("the program goes on")
    }

    /// Asserts that the program ends with `code` and leaves the terminal as it was; gives all it wrote.
    pub fn ends_with(&self, code: u32) -> String {
        assert_eq!(self.code(), code, "{:?}", self.seen.text());
        self.is_given_back();
        self.seen.text()
    }

    pub fn is_given_back(&self) {
        self.wait("the main screen", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        assert_eq!(settings(&*self.master), self.before);
    }
}

pub fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

pub fn listen(mut source: Box<dyn Read + Send>, seen: Arc<Seen>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(count) = source.read(&mut chunk) {
            let mut heard = seen.heard.lock().unwrap();
            heard.bytes.extend_from_slice(&chunk[..count]);
            seen.more.notify_all();
            if count == 0 || heard.is_enough {
                break;
            }
        }
    })
}

pub fn is_drawn(screen: &vt100::Screen) -> bool {
    screen.alternate_screen() && screen.hide_cursor() && !screen.contents().trim().is_empty()
}

/// A model of one actor for each name, who wants what the article says.
pub fn model_of(names: &[&str]) -> String {
    let record = |name: &&str| format!("[[actors]]\nid = \"{name}\"\nname = \"{name}\"\n");
    let demand = format!(
        "[[demands]]\nid = \"d\"\nactor = \"{}\"\nissue = \"i\"\ntext = \"A demand\"\n\
         passages = [{{ quote = \"peace and quiet\" }}]\n",
        names[0]
    );
    format!(
        "format = 1\n{}[[issues]]\nid = \"i\"\nname = \"I\"\n[[articles]]\nid = \"t\"\ntitle = \"T\"\n\
         file = \"texts/a.txt\"\n{demand}",
        names.iter().map(record).collect::<Vec<_>>().concat()
    )
}

/// A folder with such a model and its article.
pub fn shelf(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("texts")).unwrap();
    fs::write(folder.join("texts/a.txt"), "They want peace and quiet.\n").unwrap();
    fs::write(folder.join("positions.toml"), model_of(&["Alpha", "Beta"])).unwrap();
    folder
}

/// Saves like editors that replace files atomically, in another process.
pub fn save(folder: &Path, contents: &str) {
    let script = "printf '%s' \"$1\" >.new && mv .new positions.toml";
    let saved = std::process::Command::new("sh").args(["-c", script, "sh", contents]).current_dir(folder).status();
    assert!(saved.unwrap().success());
}

pub fn shows(words: &str) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| screen.contents().contains(words)
}
