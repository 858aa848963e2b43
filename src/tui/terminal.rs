//! Takes the terminal and gives it back: raw mode, the alternate screen, and every other mode the program sets.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{getpgid, getpgrp, getsid};
use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr};

/// Whether the terminal reports mouse events to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MouseMode {
    /// Clicks, drags and the wheel are reported; selecting text needs Shift.
    #[default]
    Captured,
    /// The mouse is the terminal's.
    Free,
}

/// Where the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Door {
    /// On standard input and output.
    #[default]
    Standard,
    /// The one that the program was started from; standard input and output may lead elsewhere.
    Controlling,
}

/// The modes of a running program: alternate screen, bracketed paste, no cursor.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// Reports buttons, drags and the wheel in SGR form; plain movement would flood the input.
const TAKE_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Undoes [`TAKE_MOUSE`].
const GIVE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Ends an unfinished frame and all mouse and focus reports, ours or an editor's.
const QUIET: &str = "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l";
/// Undoes [`TAKE`].
const GIVE_BACK: &str = "\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// Asks for the colour of the background; a terminal that knows no answer gives none.
const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\";

/// Who uses the terminal, with the settings to restore.
#[derive(Debug)]
enum Owner {
    /// Whoever started us.
    Caller,
    /// We do.
    Us(Termios),
    /// A program that we started (an editor) and will take it back from.
    Editor(Termios),
}

/// A keyboard signal meant for the editor may reach us this long after the editor has ended.
const LATE: Duration = Duration::from_millis(250);

/// The terminal on standard input and output. Every method is idempotent and may be called from any thread.
#[derive(Debug)]
pub struct Terminal {
    out: File,
    owner: Mutex<Owner>,
    /// When it was last taken back from an editor.
    returned: Mutex<Option<Instant>>,
    mouse: Mutex<MouseMode>,
}

impl Terminal {
    /// The terminal, not yet taken. The error is a sentence.
    pub fn open(mouse: MouseMode, door: Door) -> Result<Self, String> {
        let hint = "; `demarche --help` lists the commands that need no terminal";
        let out = match door {
            Door::Standard => standard(hint)?,
            Door::Controlling => controlling().map_err(|error| format!("there is no terminal: {error}{hint}"))?,
        };
        match std::env::var_os("TERM") {
            Some(term) if !term.is_empty() && term != "dumb" => {}
            Some(term) if term == "dumb" => {
                return Err(format!("browsing needs a full-screen terminal, but TERM is `dumb`{hint}"));
            }
            _ => return Err(format!("browsing needs a full-screen terminal, but TERM is not set{hint}")),
        }
        let (owner, returned) = (Mutex::new(Owner::Caller), Mutex::new(None));
        Ok(Self { out, owner, returned, mouse: Mutex::new(mouse) })
    }

    /// A second handle to write to, without buffer or lock.
    pub fn writer(&self) -> io::Result<File> {
        self.out.try_clone()
    }

    /// The handle itself, for which no new one is needed.
    pub fn output(&self) -> &File {
        &self.out
    }

    /// Columns and rows now. Where the terminal does not know one (it says 0), it is that of `COLUMNS` or `LINES`, else 0.
    pub fn size(&self) -> (u16, u16) {
        let said = tcgetwinsize(&self.out).map_or((0, 0), |size| (size.ws_col, size.ws_row));
        let or_set = |count, name| if count == 0 { set_to(name).unwrap_or(0) } else { count };
        (or_set(said.0, "COLUMNS"), or_set(said.1, "LINES"))
    }

    /// Takes the terminal. If we have it already, sets all modes again, as a stop from outside makes necessary.
    ///
    /// In the background this stops the process until it is in the foreground.
    pub fn enter(&self) -> io::Result<()> {
        // An editor may have made the terminal non-blocking for all; then a frame would fail half way.
        let flags = fcntl_getfl(&self.out)?;
        if flags.contains(OFlags::NONBLOCK) {
            fcntl_setfl(&self.out, flags - OFlags::NONBLOCK)?;
        }
        let mut owner = self.owner();
        let original = match &*owner {
            Owner::Us(original) => original.clone(),
            Owner::Editor(original) => {
                *self.returned() = Some(Instant::now());
                // A killed editor leaves its own settings behind.
                set(original)?;
                original.clone()
            }
            Owner::Caller => tcgetattr(rustix::stdio::stdin())?,
        };
        set(&raw(&original))?;
        *owner = Owner::Us(original);
        drop(owner);
        let mouse = if *self.mouse() == MouseMode::Captured { TAKE_MOUSE } else { "" };
        (&self.out).write_all(format!("{QUIET}{TAKE}{mouse}").as_bytes())
    }

    /// Captures or frees the mouse; returns the new mode.
    pub fn toggle_mouse(&self) -> io::Result<MouseMode> {
        let next = match *self.mouse() {
            MouseMode::Captured => MouseMode::Free,
            MouseMode::Free => MouseMode::Captured,
        };
        self.set_mouse(next)?;
        Ok(next)
    }

    /// Captures or frees the mouse.
    pub fn set_mouse(&self, next: MouseMode) -> io::Result<()> {
        *self.mouse() = next;
        let modes = if next == MouseMode::Captured { TAKE_MOUSE } else { GIVE_MOUSE };
        (&self.out).write_all(modes.as_bytes())
    }

    /// Asks for the colour of the background (OSC 11).
    pub fn ask_background(&self) -> io::Result<()> {
        (&self.out).write_all(ASK_BACKGROUND.as_bytes())
    }

    /// Gives the terminal back as it was; does nothing if we do not have it.
    pub fn leave(&self) -> io::Result<()> {
        self.give(|_| Owner::Caller)
    }

    /// Gives the terminal to an editor; [`Terminal::enter`] takes it back.
    pub fn lend(&self) -> io::Result<()> {
        self.give(Owner::Editor)
    }

    /// Gives the terminal back without a lock, without memory, and without waiting for it longer than half a second: the
    /// event loop may hang in a write, or in an abort.
    pub fn abandon(&self) {
        let mut ready = [PollFd::new(&self.out, PollFlags::OUT)];
        let soon = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };
        let Ok(mut owner) = self.owner.try_lock() else { return };
        let Owner::Us(original) = &*owner else { return };
        let _ = set(original);
        if poll(&mut ready, Some(&soon)).is_ok_and(|count| count > 0) {
            let _ = (&self.out).write_all(QUIET.as_bytes()).and_then(|()| (&self.out).write_all(GIVE_BACK.as_bytes()));
        }
        *owner = Owner::Caller;
    }

    /// Whether an editor has the terminal.
    pub fn is_lent(&self) -> bool {
        matches!(*self.owner(), Owner::Editor(_))
    }

    /// Whether an editor has the terminal or had it a moment ago.
    pub fn is_just_lent(&self) -> bool {
        self.is_lent() || self.returned().is_some_and(|returned| returned.elapsed() < LATE)
    }

    fn give(&self, next: impl FnOnce(Termios) -> Owner) -> io::Result<()> {
        let mut owner = self.owner();
        let Owner::Us(original) = &*owner else { return Ok(()) };
        let original = original.clone();
        *owner = next(original.clone());
        drop(owner);
        // Do both, even if the first fails.
        let written = (&self.out).write_all(format!("{QUIET}{GIVE_BACK}").as_bytes());
        set(&original).and(written)
    }

    fn returned(&self) -> MutexGuard<'_, Option<Instant>> {
        self.returned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mouse(&self) -> MutexGuard<'_, MouseMode> {
        self.mouse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn owner(&self) -> MutexGuard<'_, Owner> {
        self.owner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the terminal back when dropped.
#[derive(Debug)]
pub struct TerminalGuard(Arc<Terminal>);

impl TerminalGuard {
    /// Takes the terminal until the guard is dropped.
    pub fn take(terminal: &Arc<Terminal>) -> io::Result<Self> {
        // The guard exists before the first step, so that a failure half way is undone too.
        let guard = Self(Arc::clone(terminal));
        terminal.enter()?;
        Ok(guard)
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        // Fails only if the terminal is gone.
        let _ = self.0.leave();
    }
}

/// The terminal on standard input and output.
fn standard(hint: &str) -> Result<File, String> {
    for (is_terminal, name) in
        [(io::stdin().is_terminal(), "standard input"), (io::stdout().is_terminal(), "standard output")]
    {
        if !is_terminal {
            return Err(format!("browsing needs a terminal, but {name} is not one{hint}"));
        }
    }
    rustix::io::dup(rustix::stdio::stdout()).map(File::from).map_err(|error| error.to_string())
}

/// The terminal of the session. It becomes standard input, from which keys are read, where that is something else.
fn controlling() -> io::Result<File> {
    let terminal = File::options().read(true).write(true).open("/dev/tty")?;
    if !io::stdin().is_terminal() {
        rustix::stdio::dup2_stdin(&terminal)?;
    }
    Ok(terminal)
}

/// The number in a variable of the environment.
fn set_to(name: &str) -> Option<u16> {
    std::env::var(name).ok()?.trim().parse().ok()
}

/// Whether a shell with job control started us; without one nobody would continue a stopped program.
pub fn has_job_control() -> bool {
    getsid(None).and_then(|leader| getpgid(Some(leader))).is_ok_and(|group| group != getpgrp())
}

/// Raw mode in which a read never blocks, even if another program has read the bytes first.
fn raw(original: &Termios) -> Termios {
    let mut raw = original.clone();
    raw.make_raw();
    raw.special_codes[SpecialCodeIndex::VMIN] = 0;
    raw.special_codes[SpecialCodeIndex::VTIME] = 0;
    raw
}

fn set(settings: &Termios) -> io::Result<()> {
    Ok(tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, settings)?)
}
