//! Copies text to the clipboard: the desktop's if there is one, else tmux's, else the terminal's.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::config::Clipboard as Way;
use desktop::DesktopClipboard;

/// The most bytes that terminals accept at once, before encoding.
const MAX_BYTES: usize = 74_994;

/// How long the desktop or tmux may take to answer.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Where a text was copied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyRoute {
    /// The clipboard of the desktop.
    Desktop,
    /// A buffer of tmux, which forwards it to its terminal if allowed.
    Tmux,
    /// The terminal, which never confirms.
    Terminal,
}

/// The clipboard, kept for the whole session.
#[derive(Debug, Default)]
pub struct Clipboard {
    /// The configured way.
    pub way: Way,
    desktop: DesktopClipboard,
}

impl Clipboard {
    /// A clipboard for the configured way.
    pub fn of(way: Way) -> Self {
        Self { way, ..Self::default() }
    }

    /// Copies `text` and returns the route. By default that is the desktop; over SSH, or if no desktop answers within a
    /// second, tmux if we run in it, else the terminal.
    pub fn copy(&mut self, out: &mut impl Write, text: &str) -> io::Result<CopyRoute> {
        let absent = |what: &str| io::Error::new(io::ErrorKind::NotFound, format!("{what} does not take it"));
        if matches!(self.way, Way::Auto | Way::Desktop) && self.desktop.copy(text) {
            return Ok(CopyRoute::Desktop);
        }
        if matches!(self.way, Way::Auto | Way::Tmux) && copy_to_tmux(text) {
            return Ok(CopyRoute::Tmux);
        }
        match self.way {
            Way::Auto | Way::Terminal => copy_to_terminal(out, text).map(|()| CopyRoute::Terminal),
            Way::Desktop => Err(absent("the desktop's clipboard")),
            Way::Tmux => Err(absent("tmux")),
        }
    }
}

/// Copies `text` to tmux; returns whether it took it. By default (`set-clipboard external`) tmux ignores OSC 52 from
/// programs inside it, but obeys its own command, since 3.2.
fn copy_to_tmux(text: &str) -> bool {
    if std::env::var_os("TMUX").is_none_or(|socket| socket.is_empty()) {
        return false;
    }
    let mut command = Command::new("tmux");
    command.args(["load-buffer", "-w", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut tmux) = command.spawn() else { return false };
    let (text, (told, took)) = (text.to_owned(), mpsc::channel());
    // A hanging server must not hang us, so a thread waits for it.
    let give = move || {
        let given = tmux.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
        let status = tmux.wait();
        // Nobody listens after the timeout.
        let _ = told.send(given.is_some_and(|given| given.is_ok()) && status.is_ok_and(|status| status.success()));
    };
    let is_asked = thread::Builder::new().name("tmux".to_owned()).spawn(give).is_ok();
    is_asked && took.recv_timeout(TIMEOUT).unwrap_or(false)
}

/// Asks the terminal to copy `text` (OSC 52), which works over SSH too. Fails for text too long for any terminal.
fn copy_to_terminal(out: &mut impl Write, text: &str) -> io::Result<()> {
    if text.len() > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is too long for the terminal's clipboard"));
    }
    execute!(out, CopyToClipboard::to_clipboard_from(text))
}

#[cfg(not(feature = "clipboard"))]
mod desktop {
    //! A build without desktop support.

    /// Accepts no text.
    #[derive(Debug, Default)]
    pub struct DesktopClipboard;

    impl DesktopClipboard {
        /// Returns whether the desktop accepted the text: never.
        #[expect(clippy::unused_self, reason = "the desktop of the other build has a state")]
        pub fn copy(&mut self, _text: &str) -> bool {
            false
        }
    }
}

#[cfg(feature = "clipboard")]
mod desktop {
    //! The desktop's clipboard, used from a thread: an X server or compositor that hangs must not hang us.

    use std::sync::mpsc::{self, Receiver, Sender};
    use std::thread;

    use super::TIMEOUT;

    /// A request to copy a text.
    #[derive(Debug)]
    pub struct CopyRequest {
        text: String,
        /// Receives whether the desktop accepted it.
        reply: Sender<bool>,
    }

    /// The connection to the thread. It owns the clipboard for the whole session: on X11 the text vanishes with its
    /// owner.
    #[derive(Debug, Default)]
    pub enum DesktopClipboard {
        /// Nothing was copied yet.
        #[default]
        Unknown,
        /// The thread is running.
        Open(Sender<CopyRequest>),
        /// There is no desktop, or it did not answer in time.
        Absent,
    }

    impl DesktopClipboard {
        /// Returns whether the desktop accepted the text.
        pub fn copy(&mut self, text: &str) -> bool {
            if matches!(self, Self::Unknown) {
                *self = Self::open();
            }
            let Self::Open(requests) = self else { return false };
            let (reply, answer) = mpsc::channel();
            let is_asked = requests.send(CopyRequest { text: text.to_owned(), reply }).is_ok();
            let answered = if is_asked { answer.recv_timeout(TIMEOUT).ok() } else { None };
            if answered.is_none() {
                *self = Self::Absent;
            }
            answered.unwrap_or(false)
        }

        fn open() -> Self {
            let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            if !is_local(is_set) {
                return Self::Absent;
            }
            let (requests, inbox) = mpsc::channel();
            let started = thread::Builder::new().name("clipboard".to_owned()).spawn(move || serve(&inbox));
            if started.is_ok() { Self::Open(requests) } else { Self::Absent }
        }
    }

    /// Whether the user sits at the desktop of this machine.
    fn is_local(is_set: impl Fn(&'static str) -> bool) -> bool {
        let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
        !is_remote && (cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))
    }

    fn serve(inbox: &Receiver<CopyRequest>) {
        let Ok(mut clipboard) = arboard::Clipboard::new() else { return };
        for CopyRequest { text, reply } in inbox {
            // Nobody listens after the timeout: the text went to the terminal.
            let _ = reply.send(clipboard.set_text(text).is_ok());
        }
    }

    #[cfg(test)]
    mod tests {
        use super::is_local;

        #[test]
        #[cfg(not(target_os = "macos"))]
        fn a_desktop_is_used_only_by_the_user_who_sits_at_it() {
            for (set, is_used) in [
                (&["DISPLAY"][..], true),
                (&["WAYLAND_DISPLAY"], true),
                (&[], false),
                (&["DISPLAY", "SSH_CONNECTION"], false),
                (&["WAYLAND_DISPLAY", "SSH_TTY"], false),
            ] {
                assert_eq!(is_local(|name| set.contains(&name)), is_used, "{set:?}");
            }
        }
    }
}
