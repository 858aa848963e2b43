//! Taking the terminal and giving it back: raw mode, the alternate screen, and every mode that we switch on.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr};

/// Whether the program asks the terminal for mouse events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mouse {
    /// Clicks, drags and the wheel come to us; selecting text needs Shift.
    #[default]
    Captured,
    /// The mouse is the terminal's own.
    Free,
}

/// Whether colours are shown. Bold, reverse and underline are shown either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// As the theme says.
    #[default]
    Shown,
    /// None, as `NO_COLOR` asks.
    Plain,
}

/// What the program wants while it runs: the alternate screen, pastes marked as such, no cursor.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// Button presses, drags and the wheel, as SGR. Plain movement is not asked for: it would flood the input.
const TAKE_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Undoes [`TAKE_MOUSE`].
const GIVE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Ends a frame that was cut short and every way of mouse and focus reports, ours or an editor's.
const QUIET: &str = "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l";
/// Undoes [`TAKE`].
const GIVE_BACK: &str = "\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// Who has the terminal.
#[derive(Debug)]
enum Holder {
    /// Whoever started us.
    Outside,
    /// We do; the settings are those to give back.
    Us(Termios),
    /// A program that we started (an editor) and will take it back from; the settings are those to give back.
    Guest(Termios),
}

/// A signal of the keyboard that was meant for a guest may reach us so much later than the guest has ended by it.
const LATE: Duration = Duration::from_millis(250);

/// The terminal on standard input and output. Every step may be taken twice without harm, from any thread.
#[derive(Debug)]
pub struct Terminal {
    out: File,
    holder: Mutex<Holder>,
    /// When it was last taken back from a guest.
    returned: Mutex<Option<Instant>>,
    mouse: Mutex<Mouse>,
}

impl Terminal {
    /// The terminal, not yet taken; an error in words where there is none to take.
    pub fn open(mouse: Mouse) -> Result<Self, String> {
        let hint = "; `demarche --help` lists the commands that need none";
        for (is_terminal, name) in
            [(io::stdin().is_terminal(), "standard input"), (io::stdout().is_terminal(), "standard output")]
        {
            if !is_terminal {
                return Err(format!("browsing needs a terminal, and {name} is none{hint}"));
            }
        }
        match std::env::var_os("TERM") {
            Some(term) if !term.is_empty() && term != "dumb" => {}
            Some(term) if term == "dumb" => return Err(format!("TERM is `dumb`, and browsing needs a screen{hint}")),
            _ => return Err(format!("TERM is not set, and browsing needs to know of a screen{hint}")),
        }
        let out = rustix::io::dup(rustix::stdio::stdout()).map_err(|error| error.to_string())?;
        let (holder, returned) = (Mutex::new(Holder::Outside), Mutex::new(None));
        Ok(Self { out: File::from(out), holder, returned, mouse: Mutex::new(mouse) })
    }

    /// A second handle to write to. It is not buffered and takes no lock.
    pub fn writer(&self) -> io::Result<File> {
        self.out.try_clone()
    }

    /// Columns and rows as the terminal gives them now; 0 and 0 where it cannot say.
    pub fn size(&self) -> (u16, u16) {
        tcgetwinsize(&self.out).map_or((0, 0), |size| (size.ws_col, size.ws_row))
    }

    /// Takes the terminal. Where we have it already all modes are set anew, as is needed after a foreign stop.
    ///
    /// In the background this stops the process until it is in the foreground.
    pub fn enter(&self) -> io::Result<()> {
        let mut holder = self.holder();
        let original = match &*holder {
            Holder::Us(original) => original.clone(),
            Holder::Guest(original) => {
                *self.returned() = Some(Instant::now());
                // The guest may have died and left its own settings behind.
                set(original)?;
                original.clone()
            }
            Holder::Outside => tcgetattr(rustix::stdio::stdin())?,
        };
        set(&raw(&original))?;
        *holder = Holder::Us(original);
        drop(holder);
        let mouse = if *self.mouse() == Mouse::Captured { TAKE_MOUSE } else { "" };
        (&self.out).write_all(format!("{QUIET}{TAKE}{mouse}").as_bytes())
    }

    /// Gives the mouse to the terminal, or takes it back; answers with whose it is now.
    pub fn toggle_mouse(&self) -> io::Result<Mouse> {
        let mut mouse = self.mouse();
        let (next, modes) = match *mouse {
            Mouse::Captured => (Mouse::Free, GIVE_MOUSE),
            Mouse::Free => (Mouse::Captured, TAKE_MOUSE),
        };
        *mouse = next;
        (&self.out).write_all(modes.as_bytes())?;
        Ok(next)
    }

    /// Gives the terminal back as it was; nothing happens where we do not have it.
    pub fn leave(&self) -> io::Result<()> {
        self.give(|_| Holder::Outside)
    }

    /// Gives the terminal to a program that we start; [`Terminal::enter`] takes it back.
    pub fn lend(&self) -> io::Result<()> {
        self.give(Holder::Guest)
    }

    /// Gives the terminal back without ever waiting for it: for the moment when the main loop hangs.
    pub fn abandon(&self) {
        let mut ready = [PollFd::new(&self.out, PollFlags::OUT)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let Ok(mut holder) = self.holder.try_lock() else { return };
        let Holder::Us(original) = &*holder else { return };
        let _ = set(original);
        if poll(&mut ready, Some(&now)).is_ok_and(|count| count > 0) {
            let _ = (&self.out).write_all(format!("{QUIET}{GIVE_BACK}").as_bytes());
        }
        *holder = Holder::Outside;
    }

    /// Whether a program that we started has the terminal.
    pub fn is_lent(&self) -> bool {
        matches!(*self.holder(), Holder::Guest(_))
    }

    /// Whether a program that we started has the terminal, or had it a moment ago.
    pub fn is_just_lent(&self) -> bool {
        self.is_lent() || self.returned().is_some_and(|returned| returned.elapsed() < LATE)
    }

    fn give(&self, next: impl FnOnce(Termios) -> Holder) -> io::Result<()> {
        let mut holder = self.holder();
        let Holder::Us(original) = &*holder else { return Ok(()) };
        let original = original.clone();
        *holder = next(original.clone());
        drop(holder);
        // Both are tried, whatever the first one says.
        let written = (&self.out).write_all(format!("{QUIET}{GIVE_BACK}").as_bytes());
        set(&original).and(written)
    }

    fn returned(&self) -> MutexGuard<'_, Option<Instant>> {
        self.returned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mouse(&self) -> MutexGuard<'_, Mouse> {
        self.mouse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn holder(&self) -> MutexGuard<'_, Holder> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the terminal back when it goes out of scope, on return and on unwinding alike.
#[derive(Debug)]
pub struct Guard(Arc<Terminal>);

impl Guard {
    /// Takes the terminal until the guard is dropped.
    pub fn take(terminal: &Arc<Terminal>) -> io::Result<Self> {
        // The guard stands before the first step: a failure half way in is undone too.
        let guard = Self(Arc::clone(terminal));
        terminal.enter()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // A terminal that is gone cannot be given back, and there is nobody left to tell.
        let _ = self.0.leave();
    }
}

/// Raw mode in which a read never waits: crossterm reads once more after half a sequence and would hang there.
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
