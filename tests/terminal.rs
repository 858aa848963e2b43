//! The real program in a real terminal: it takes the terminal, and gives it back however it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail wherever it stands")]
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Nothing takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);
/// How soon a program that was told to end has to be gone; generous, for machines under load.
const PROMPT: Duration = Duration::from_secs(2);
const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// What came from the program so far.
#[derive(Default)]
struct Seen {
    heard: Mutex<Heard>,
    more: Condvar,
}

#[derive(Default)]
struct Heard {
    bytes: Vec<u8>,
    /// The listener stops at the next chunk.
    is_enough: bool,
}

impl Seen {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap().bytes).into_owned()
    }
}

/// A program in a terminal of its own.
struct Session {
    master: Box<dyn MasterPty>,
    /// Kept open so that the settings can be read when the program is gone.
    slave: Box<dyn SlavePty>,
    keys: Box<dyn Write>,
    seen: Arc<Seen>,
    listener: JoinHandle<()>,
    exit: Receiver<u32>,
    pid: i32,
    before: String,
    size: (u16, u16),
}

impl Session {
    fn start(words: &[&str], environment: &[(&str, &str)]) -> Self {
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

    /// The program itself, once its first frame stands.
    fn open(words: &[&str], environment: &[(&str, &str)]) -> Self {
        let session = Self::start(&[&[PROGRAM], words].concat(), environment);
        session.wait("the first frame", is_drawn);
        session
    }

    fn screen(&self) -> vt100::Parser {
        let at_least_one = |count| NonZero::new(count).unwrap_or(NonZero::<u16>::MIN);
        let mut parser = vt100::Parser::new(at_least_one(self.size.0), at_least_one(self.size.1), 0);
        parser.process(&self.seen.heard.lock().unwrap().bytes);
        parser
    }

    fn wait(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self.screen().screen()) {
            let heard = self.seen.heard.lock().unwrap();
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}: {:?}", String::from_utf8_lossy(&heard.bytes));
            drop(self.seen.more.wait_timeout(heard, left.min(Duration::from_millis(50))).unwrap());
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn resize(&mut self, (rows, cols): (u16, u16)) {
        self.size = (rows, cols);
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Changes the size and waits for the frame of it: everything sent before has been dealt with then.
    fn wait_for_a_frame_of(&mut self, size: (u16, u16)) {
        self.seen.heard.lock().unwrap().bytes.clear();
        self.resize(size);
        self.wait("a frame", |screen| !screen.contents().trim().is_empty());
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end, which has to come soon; gives the exit code.
    fn code(&self) -> u32 {
        self.exit.recv_timeout(PROMPT).expect("the program goes on")
    }

    /// Asserts that the program ends with `code` and leaves the terminal as it was; gives all it wrote.
    fn ends_with(&self, code: u32) -> String {
        assert_eq!(self.code(), code, "{:?}", self.seen.text());
        self.is_given_back();
        self.seen.text()
    }

    fn is_given_back(&self) {
        self.wait("the main screen", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        assert_eq!(settings(&*self.master), self.before);
    }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn listen(mut source: Box<dyn Read + Send>, seen: Arc<Seen>) -> JoinHandle<()> {
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

fn is_drawn(screen: &vt100::Screen) -> bool {
    screen.alternate_screen() && screen.hide_cursor() && !screen.contents().trim().is_empty()
}

#[test]
fn it_draws_and_q_gives_everything_back() {
    let mut session = Session::open(&[], &[]);
    session.wait("the example", |screen| screen.contents().contains("example"));
    let first = session.screen().screen().contents();
    assert!(!first.contains('\u{fffd}'), "the last net had to mend the frame: {first}");
    assert!(session.screen().screen().bracketed_paste());
    assert_ne!(session.screen().screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_ne!(settings(&*session.master), session.before);
    session.press("q");
    let seen = session.ends_with(0);
    assert!(seen.ends_with("\x1b[?2004l\x1b[?1049l\x1b[?25h"), "{seen:?}");
    let (begun, ended) = (seen.matches("\x1b[?2026h").count(), seen.matches("\x1b[?2026l").count());
    assert!(begun >= 1 && ended >= begun, "{seen:?}");
}

#[test]
fn without_the_mouse_none_is_asked_for() {
    let mut session = Session::open(&["--no-mouse"], &[]);
    session.press("q");
    let seen = session.ends_with(0);
    assert!(!seen.contains("\x1b[?1000h") && !seen.contains("\x1b[?1002h"), "{seen:?}");
}

#[test]
fn no_color_leaves_no_colour() {
    for (words, environment) in
        [(&[][..], &[("NO_COLOR", "1")][..]), (&["--color", "never"], &[]), (&["--theme", "mono"], &[])]
    {
        let mut session = Session::open(words, environment);
        session.press("q");
        let seen = session.ends_with(0);
        let colours = ["\x1b[38;", "\x1b[48;", ";38;", ";48;", "\x1b[;m"];
        assert!(colours.iter().all(|colour| !seen.contains(colour)), "{words:?}: {seen:?}");
    }
}

#[test]
fn it_follows_the_size_even_to_nothing_and_back() {
    let mut session = Session::open(&[], &[]);
    for size in [(0, 0), (24, 0), (0, 80), (1, 1), (2, 5), (9, 300)] {
        session.resize(size);
    }
    session.wait_for_a_frame_of((10, 40));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn signals_end_it_with_their_number() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::USR1, 138),
        (Signal::USR2, 140),
        (Signal::ALARM, 142),
        (Signal::VTALARM, 154),
        (Signal::PROF, 155),
        (Signal::XCPU, 152),
        (Signal::XFSZ, 153),
        (Signal::IO, 157),
    ] {
        let session = Session::open(&[], &[]);
        session.signal(signal);
        session.ends_with(code);
    }
}

#[test]
fn half_a_sequence_does_not_hold_it() {
    for half in ["\x1b[", "\x1b[<0;", "\x1b[200~pasted without end", "\x1b]52;c;", "\x1b"] {
        let mut session = Session::open(&[], &[]);
        session.press(half);
        session.wait_for_a_frame_of((12, 50));
        session.signal(Signal::TERM);
        session.ends_with(143);
    }
}

#[test]
fn odd_bytes_are_no_trouble() {
    let mut session = Session::open(&[], &[]);
    session.keys.write_all(b"\x1b[0;0R\x1b[<0;0;0M\x1b[M\0\0\0\xff\xfe\xc3\x28").unwrap();
    session.wait_for_a_frame_of((12, 50));
    session.press("q");
    session.ends_with(0);
}

/// Replies of terminals: to queries that an editor asked before it quit, and that the program never asks.
const REPLIES: [&str; 12] = [
    "\x1b[?2026;2$y",
    "\x1b[?12;2$y",
    "\x1b[?1;0;256S",
    "\x1b[?997;1n",
    "\x1b[?12;40;1R",
    "\x1b[12;40R",
    "\x1b[>41;390;0c",
    "\x1b[?64;1;2;6;22c",
    "\x1b[<0;5",
    "\x1b[?",
    "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1bP>|term 1:j\x1b\\",
];

#[test]
fn a_reply_whole_halved_or_unfinished_leaves_the_keyboard_working() {
    let late = Duration::from_millis(100);
    let dropped = Duration::from_millis(400);
    thread::scope(|scope| {
        for reply in REPLIES {
            scope.spawn(move || {
                let (first, rest) = reply.split_at((reply.len() / 2).max(2));
                for (bytes, pauses) in
                    [(&[reply][..], &[dropped][..]), (&[first, rest], &[late, dropped]), (&[first], &[dropped])]
                {
                    let mut session = Session::open(&[], &[]);
                    for (bytes, pause) in bytes.iter().zip(pauses) {
                        session.press(bytes);
                        thread::sleep(*pause);
                    }
                    assert!(session.exit.try_recv().is_err(), "{bytes:?} ended the program");
                    session.press("q");
                    session.ends_with(0);
                }
            });
        }
    });
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

#[test]
fn after_thousands_of_random_sequences_the_program_can_be_left() {
    const BEGINS: [&str; 12] = [
        "\x1b[",
        "\x1b[?",
        "\x1b[>",
        "\x1b[<",
        "\x1bO",
        "\x1b]",
        "\x1bP",
        "\x1b_",
        "\x1b",
        "\x1b[M",
        "\x1b[[",
        "\x1b[200~",
    ];
    const MIDDLES: [&str; 12] =
        ["", "1", ";", "12;40", "0;0;0", ":", "$", " ", "rgb:0/0/0", "é", "\u{fffd}", "99999999999"];
    const ENDS: [&str; 14] = ["", "y", "n", "R", "c", "S", "t", "M", "m", "~", "\x07", "\x1b\\", "\x1b[201~", "\x1b"];
    for seed in 1..=4 {
        let mut dice = Dice(seed);
        let mut session = Session::open(&[], &[("VISUAL", "true")]);
        for _ in 0..1000 {
            let bytes = [dice.pick(&BEGINS), dice.pick(&MIDDLES), dice.pick(&ENDS)].concat();
            session.press(&bytes);
            if dice.roll(100) == 0 {
                thread::sleep(Duration::from_millis(30));
            }
        }
        // A paste may be open. Then Ctrl-C closes what is typed in, if anything is, and quits.
        thread::sleep(Duration::from_millis(1500));
        assert!(session.exit.try_recv().is_err(), "seed {seed} ended the program: {:?}", session.seen.text());
        for _ in 0..3 {
            let _ = session.keys.write_all(b"\x03");
            thread::sleep(Duration::from_millis(50));
        }
        session.ends_with(0);
    }
}

#[test]
fn what_the_terminal_answers_is_no_key() {
    let mut session = Session::open(&[], &[]);
    session.press("\x1b]11;q\x07\x1bPq\x1b\\\x1b_q\x1b\\");
    session.wait_for_a_frame_of((12, 50));
    assert!(session.exit.try_recv().is_err(), "an answer of the terminal ended the program");
    session.signal(Signal::TERM);
    session.ends_with(143);
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_anywhere_gives_the_terminal_back_and_reports_itself() {
    for place in ["draw", "worker"] {
        let session = Session::start(&[PROGRAM], &[("DEMARCHE_FAULT", place)]);
        assert_eq!(session.code(), 101, "{place}: {:?}", session.seen.text());
        session.wait("the report", |screen| screen.contents().contains("please report"));
        session.is_given_back();
        let text = session.screen().screen().contents();
        assert!(text.contains("bug: asked to fail") && text.contains('␛'), "{place}: {text}");
        let seen = session.seen.text();
        let told = seen.rsplit("\x1b[?25h").next().unwrap();
        assert!(!told.contains('\x1b'), "{place}: {told:?}");
    }
}

#[test]
fn an_abort_gives_the_terminal_back() {
    let script = format!("'{PROGRAM}' & echo $! >\"$FILE\"; fg >/dev/null; echo ended:$?");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("aborted");
    let session = Session::start(&["sh", "-mc", &script], &[("FILE", file.to_str().unwrap())]);
    session.wait("the first frame", is_drawn);
    let pid = fs::read_to_string(file).unwrap().trim().parse().unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::ABORT).unwrap();
    session.wait("the end", |screen| screen.contents().contains("ended:134"));
    session.ends_with(0);
}

#[test]
#[cfg(debug_assertions)]
fn no_memory_and_no_stack_give_the_terminal_back() {
    for place in ["memory", "stack"] {
        let script = format!("DEMARCHE_FAULT={place} '{PROGRAM}'; echo ended:$?");
        let session = Session::start(&["sh", "-c", &script], &[]);
        session.wait("the end", |screen| screen.contents().contains("ended:134"));
        let said = session.ends_with(0);
        assert!(said.contains("\x1b[?25hdemarche: aborted; most likely there was not enough memory"), "{said:?}");
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_program_that_hangs_can_still_be_ended() {
    let session = Session::start(&[PROGRAM], &[("DEMARCHE_FAULT", "hang")]);
    session.wait("the alternate screen", |screen| screen.alternate_screen() && screen.hide_cursor());
    session.signal(Signal::TERM);
    session.ends_with(143);
}

#[test]
fn ctrl_z_stops_the_job_and_fg_brings_it_back() {
    let script = format!("'{PROGRAM}'; echo left:$?; read line; fg >/dev/null; echo ended:$?");
    let mut session = Session::start(&["sh", "-mc", &script], &[]);
    session.wait("the first frame", is_drawn);
    session.press("\x1a");
    session.wait("the shell", |screen| !screen.alternate_screen() && screen.contents().contains("left:"));
    session.is_given_back();
    session.resize((12, 50));
    session.press("\r");
    session.wait("the screen again", is_drawn);
    session.press("q");
    session.wait("the shell again", |screen| screen.contents().contains("ended:0"));
    session.ends_with(0);
}

#[test]
fn without_a_shell_above_ctrl_z_does_not_stop() {
    let mut session = Session::open(&[], &[]);
    session.press("\x1a");
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_stop_from_outside_is_made_good() {
    let mut session = Session::open(&[], &[]);
    session.signal(Signal::STOP);
    session.seen.heard.lock().unwrap().bytes.clear();
    session.signal(Signal::CONT);
    session.wait("the screen again", is_drawn);
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let mut session = Session::open(&[], &[]);
    // The listener holds the terminal open: it leaves with the next frame.
    session.seen.heard.lock().unwrap().is_enough = true;
    session.resize((10, 40));
    let Session { master, slave, keys, listener, exit, .. } = session;
    listener.join().unwrap();
    drop((keys, master));
    assert_eq!(exit.recv_timeout(PROMPT), Ok(129));
    drop(slave);
}

#[test]
#[cfg(target_os = "linux")]
fn a_terminal_that_goes_away_without_a_signal_ends_it_too() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hang-up");
    let _ = fs::remove_file(&file);
    // In a session without a controlling terminal nobody is told by a signal.
    let inner = format!("'{PROGRAM}'; echo $? >'{0}.new'; mv '{0}.new' '{0}'", file.display());
    let script = "exec 3<&0; trap 'echo woken' WINCH; setsid sh -c \"$INNER\" <&3 & wait; wait; wait";
    let mut session = Session::start(&["sh", "-c", script], &[("INNER", &inner)]);
    session.wait("the first frame", is_drawn);
    // The shell hears of the new size and writes, and the listener leaves.
    session.seen.heard.lock().unwrap().is_enough = true;
    session.resize((10, 40));
    let Session { master, slave, keys, listener, .. } = session;
    listener.join().unwrap();
    drop((keys, slave, master));
    let end = Instant::now() + PATIENCE;
    while !file.exists() && Instant::now() < end {
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "129\n");
}

#[test]
fn ctrl_c_does_not_wait_behind_a_flood_of_keys() {
    for (opened, key) in [("f", "x"), ("", "j"), ("", "jk")] {
        let mut session = Session::open(&[], &[]);
        session.press(opened);
        session.wait_for_a_frame_of((12, 50));
        let started = Instant::now();
        session.press(&key.repeat(300_000 / key.len()));
        // The first one closes what is open.
        while session.exit.try_recv().is_err() {
            let _ = session.keys.write_all(b"\x03");
            thread::sleep(Duration::from_millis(10));
            assert!(started.elapsed() < PATIENCE, "300 KB of {key} hold it");
        }
        session.is_given_back();
    }
}

#[test]
fn a_large_paste_is_taken_in_one_go() {
    let mut session = Session::open(&[], &[]);
    session.press(&format!("\x1b[200~{}\x1b[201~", "pasted \r\n".repeat(1 << 17)));
    session.wait_for_a_frame_of((12, 50));
    session.signal(Signal::TERM);
    session.ends_with(143);
}

/// A folder with a model in it and an editor of our own that says what it was called with and reads two lines.
fn desk(name: &str) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let editor = folder.join("an editor");
    let script = "#!/bin/sh\nprintf '\\033[?1000h%s\\n' \"called with $*\"; read one; read two\n\
                  echo \"read $one and $two\"; stty raw; exit 3\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let model = folder.join("positions.toml");
    fs::write(&model, "format = 1\n\n[[actors]]\nid = \"ukraine\"\nname = \"Ukraine\"\n").unwrap();
    (model, format!("'{}' -x 'two words'", editor.display()))
}

#[test]
fn the_editor_gets_the_terminal_and_every_key() {
    let (model, visual) = desk("editor");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", &visual)]);
    session.press("e");
    let called = format!("called with -x two words {}", model.display());
    session.wait("the editor", |screen| !screen.alternate_screen() && without_breaks(screen).contains(&called));
    session.press("q\rq\r");
    session.wait("the screen again", is_drawn);
    assert!(session.seen.text().contains("read q and q"), "{:?}", session.seen.text());
    session.press("q");
    session.ends_with(0);
}

#[test]
fn ctrl_z_in_the_editor_without_a_shell_above_stops_nothing() {
    let (model, visual) = desk("stopped");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", &visual)]);
    session.press("e");
    session.wait("the editor", |screen| screen.contents().contains("called with"));
    session.press("\x1a");
    thread::sleep(Duration::from_millis(100));
    session.press("q\rq\r");
    session.wait("the screen again", is_drawn);
    session.press("q");
    session.ends_with(0);
}

#[test]
fn an_editor_that_stops_itself_goes_on() {
    let (model, _) = desk("self-stopped");
    let visual = "sh -c 'kill -STOP $$; kill -STOP $$; echo back'";
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", visual)]);
    session.press("e");
    session.wait("the end of the editor", |screen| is_drawn(screen) && session.seen.text().contains("back"));
    session.press("q");
    session.ends_with(0);
}

#[test]
#[cfg(target_os = "linux")]
fn an_effect_that_fails_is_a_notice_and_the_session_goes_on() {
    use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
    let folder = shelf("limits");
    let mut session = Session::open(&[folder.join("positions.toml").to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    let pid = Pid::from_raw(session.pid);
    let limit = |resource, current| {
        prlimit(pid, resource, Rlimit { current: Some(current), ..getrlimit(resource) }).unwrap();
    };
    let lift = |resource| assert!(prlimit(pid, resource, getrlimit(resource)).is_ok());
    limit(Resource::Nofile, 3);
    session.press("yy");
    session.wait("that it was copied without another file", shows("(OSC 52)"));
    session.press("R");
    session.wait("that there was no file to read with", shows("last good model"));
    lift(Resource::Nofile);
    session.press("R");
    session.wait("the model again", |screen| !shows("last good model")(screen));
    // The stack of the former thread counts until it has ended.
    thread::sleep(Duration::from_millis(300));
    let pages = fs::read_to_string(format!("/proc/{}/statm", session.pid)).unwrap();
    let pages: u64 = pages.split(' ').next().unwrap().parse().unwrap();
    limit(Resource::As, (pages << 12) + (8 << 20));
    session.press("R");
    session.wait("that there was no thread to read with", shows("last good model"));
    session.press("!");
    session.wait("the reason", shows("no thread can be started"));
    lift(Resource::As);
    session.press("R");
    session.wait("the model once more", |screen| !shows("last good model")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let (model, visual) = desk("interrupted");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", &visual)]);
    session.press("e");
    session.wait("the editor", |screen| screen.contents().contains("called with"));
    session.press("\x03");
    session.wait("the screen again", is_drawn);
    session.press("e");
    session.wait("the editor", |screen| !screen.alternate_screen());
    session.signal(Signal::TERM);
    assert_eq!(session.code(), 143);
}

#[test]
fn an_editor_that_is_not_there_is_said_on_the_screen() {
    let (model, _) = desk("missing");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("EDITOR", "no-such-editor")]);
    session.press("e");
    session.wait("the sentence", |screen| screen.contents().contains("no-such-editor"));
    session.press("q");
    session.ends_with(0);
}

/// The screen as one line.
fn without_breaks(screen: &vt100::Screen) -> String {
    screen.contents().replace('\n', "")
}

#[test]
fn without_a_terminal_it_says_so_in_plain_words() {
    for (words, name) in [
        (format!("'{PROGRAM}' </dev/null"), "standard input"),
        (format!("'{PROGRAM}' | cat; exit 2"), "standard output"),
        (format!("TERM=dumb '{PROGRAM}'"), "TERM"),
        (format!("TERM= '{PROGRAM}'"), "TERM"),
    ] {
        let session = Session::start(&["sh", "-c", &words], &[]);
        assert_eq!(session.code(), 2, "{words}");
        session.wait("the reason", |screen| screen.contents().contains("error:") && screen.contents().contains(name));
        assert!(!session.seen.text().contains('\x1b'), "{words}: {:?}", session.seen.text());
    }
}

/// A model of one actor for each name, who wants what the article says.
fn model_of(names: &[&str]) -> String {
    let record = |name: &&str| format!("[[actors]]\nid = \"{name}\"\nname = \"{name}\"\n");
    let demand = "[[demands]]\nid = \"d\"\nactor = \"Alpha\"\nissue = \"i\"\ntext = \"A demand\"\n\
                  passages = [{ quote = \"peace and quiet\" }]\n";
    format!(
        "format = 1\n{}[[issues]]\nid = \"i\"\nname = \"I\"\n[[articles]]\nid = \"t\"\ntitle = \"T\"\n\
         file = \"texts/a.txt\"\n{demand}",
        names.iter().map(record).collect::<Vec<_>>().concat()
    )
}

/// A folder with such a model and its article.
fn shelf(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("texts")).unwrap();
    fs::write(folder.join("texts/a.txt"), "They want peace and quiet.\n").unwrap();
    fs::write(folder.join("positions.toml"), model_of(&["Alpha", "Beta"])).unwrap();
    folder
}

/// Saves as editors do that never leave half a file behind, in another process.
fn save(folder: &Path, contents: &str) {
    let script = "printf '%s' \"$1\" >.new && mv .new positions.toml";
    let saved = std::process::Command::new("sh").args(["-c", script, "sh", contents]).current_dir(folder).status();
    assert!(saved.unwrap().success());
}

fn shows(words: &str) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| screen.contents().contains(words)
}

#[test]
fn a_save_by_rename_shows_at_once_and_a_broken_one_keeps_the_last_good_model() {
    let folder = shelf("live");
    let mut session = Session::open(&[folder.join("positions.toml").to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    session.press("j");
    save(&folder, &model_of(&["New", "Alpha", "Beta"]));
    session.wait("the new actor", |screen| shows("New")(screen) && shows("3 actors (+1)")(screen));
    save(&folder, &(model_of(&["Alpha"]) + "[[actors"));
    session.wait("the mark of a broken save", |screen| {
        shows("last good model · 1 error (!)")(screen) && shows("New")(screen) && shows("Beta")(screen)
    });
    session.press("!");
    session.wait("what is wrong", shows("E001"));
    session.press("q");
    save(&folder, &model_of(&["Gamma", "Alpha", "Beta"]));
    session.wait("the repair", |screen| shows("Gamma")(screen) && !shows("last good")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_link_in_the_middle_of_the_path_that_leads_elsewhere_shows_at_once() {
    let folder = shelf("swapped");
    let rebuild = |name: &str, actor: &str| {
        fs::create_dir_all(folder.join(name).join("texts")).unwrap();
        fs::write(folder.join(name).join("texts/a.txt"), "They want peace and quiet.\n").unwrap();
        fs::write(folder.join(name).join("positions.toml"), model_of(&["Alpha", actor])).unwrap();
        std::os::unix::fs::symlink(name, folder.join("next")).unwrap();
        fs::rename(folder.join("next"), folder.join("now")).unwrap();
    };
    rebuild("one", "Before");
    let mut session = Session::open(&[folder.join("now/positions.toml").to_str().unwrap()], &[]);
    session.wait("the mark of a live model", |screen| shows("live")(screen) && shows("Before")(screen));
    rebuild("two", "After");
    session.wait("the model behind the new link", |screen| shows("After")(screen) && !shows("Before")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_model_or_an_article_may_go_and_come_back() {
    let folder = shelf("away");
    let mut session = Session::open(&[folder.to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    fs::remove_file(folder.join("positions.toml")).unwrap();
    session.wait("that it is gone", |screen| shows("last good model (!)")(screen) && shows("Alpha")(screen));
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.join("positions.toml"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    fs::remove_file(folder.join("positions.toml")).unwrap();
    save(&folder, &model_of(&["Alpha", "Back"]));
    session.wait("that it is back", |screen| shows("Back")(screen) && !shows("last good")(screen));
    fs::rename(folder.join("texts"), folder.join("elsewhere")).unwrap();
    session.wait("that the article is gone", shows("error"));
    fs::rename(folder.join("elsewhere"), folder.join("texts")).unwrap();
    session.wait("that the article is back", |screen| !shows("error")(screen));
    fs::write(folder.join("texts/a.txt"), "They want neither.\n").unwrap();
    session.wait("that its words are other ones", shows("1 error"));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn without_a_desktop_a_copy_goes_through_the_terminal() {
    for environment in [&[][..], &[("DISPLAY", ":0"), ("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")]] {
        let mut session = Session::open(&[], environment);
        session.press("yy");
        session.wait("the notice", shows("(OSC 52)"));
        assert!(session.seen.text().contains("\x1b]52;c;"), "{:?}", session.seen.text());
        session.press("q");
        session.ends_with(0);
    }
}

#[test]
fn a_click_selects_and_the_mouse_can_be_given_away() {
    let folder = shelf("mouse");
    let mut session = Session::open(&[folder.join("positions.toml").to_str().unwrap()], &[]);
    session.wait("the first actor", shows("Demands · Alpha"));
    session.press("\x1b[<0;5;4M\x1b[<0;5;4m");
    session.wait("the second actor", shows("Demands · Beta"));
    session.press("\x1b[<64;5;4M");
    session.wait("the first actor again", shows("Demands · Alpha"));
    session.press("%");
    session.wait("a free mouse", |screen| screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
    session.press("%");
    session.wait("the mouse again", |screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    session.press("q");
    session.ends_with(0);
}
