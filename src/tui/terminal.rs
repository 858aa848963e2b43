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
    /// The controlling terminal; standard input and output may be redirected.
    Controlling,
}

/// Alternate screen, bracketed paste, no cursor.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// Reports buttons, drags and the wheel in SGR form; plain movement would flood the input.
const TAKE_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Undoes [`TAKE_MOUSE`].
const GIVE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Ends an unfinished frame and all mouse and focus reports, ours or an editor's.
const QUIET: &str = "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l";
/// Undoes [`TAKE`].
const GIVE_BACK: &str = "\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// Asks for the colour of the background; not all terminals answer.
const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\";

/// Who uses the terminal, with the settings to restore.
#[derive(Debug)]
enum Owner {
    /// Whoever started us.
    Caller,
    /// We do.
    Us(Termios),
    /// An editor we started, until we take it back.
    Editor(Termios),
}

/// How long after an editor has ended a keyboard signal may still be meant for it.
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

    /// The handle itself.
    pub fn output(&self) -> &File {
        &self.out
    }

    /// The current columns and rows. For an unknown one (0), uses `COLUMNS` or `LINES`, else 0.
    pub fn size(&self) -> (u16, u16) {
        let said = tcgetwinsize(&self.out).map_or((0, 0), |size| (size.ws_col, size.ws_row));
        let or_set = |count, name| if count == 0 { set_to(name).unwrap_or(0) } else { count };
        (or_set(said.0, "COLUMNS"), or_set(said.1, "LINES"))
    }

    /// Takes the terminal. If we already have it, sets all modes again, which is needed after an external stop.
    ///
    /// In the background this stops the process until it is in the foreground.
    pub fn enter(&self) -> io::Result<()> {
        // An editor may have left the terminal non-blocking, which would break frames.
        let flags = fcntl_getfl(&self.out)?;
        if flags.contains(OFlags::NONBLOCK) {
            fcntl_setfl(&self.out, flags - OFlags::NONBLOCK)?;
        }
        let mut owner = self.owner();
        let original = match &*owner {
            Owner::Us(original) => original.clone(),
            Owner::Editor(original) => {
                *self.returned() = Some(Instant::now());
                // A killed editor leaves its settings behind.
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

    /// Gives the terminal back without blocking on a lock, without allocating, and within half a second: the event loop
    /// may hang in a write, or this may be an abort.
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
        // Create the guard first, so that a failure halfway is undone too.
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

/// The controlling terminal. Replaces standard input, from which keys are read, if that is not a terminal.
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

/// Whether a shell with job control started us; otherwise nobody would continue a stopped program.
pub fn has_job_control() -> bool {
    getsid(None).and_then(|leader| getpgid(Some(leader))).is_ok_and(|group| group != getpgrp())
}

/// Raw mode with reads that never block, even if another program took the bytes first.
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
