//! Putting text on the clipboard: that of the desktop where there is one, else that of the terminal.

use std::io::{self, Write};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use desktop::Desktop;

/// Terminals take no more than this many bytes at once, before encoding.
const MOST: usize = 74_994;

/// The way a text went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Onto the clipboard of the desktop.
    Desktop,
    /// To the terminal, which does not say what it did with it.
    Terminal,
}

/// What texts are copied with for the whole session.
#[derive(Debug, Default)]
pub struct Clipboard {
    desktop: Desktop,
}

impl Clipboard {
    /// Copies `text`; says which way. Through SSH, or where no desktop answers within a second, it goes to the terminal.
    pub fn put(&mut self, out: &mut impl Write, text: &str) -> io::Result<Way> {
        if self.desktop.put(text) {
            return Ok(Way::Desktop);
        }
        ask_terminal(out, text).map(|()| Way::Terminal)
    }
}

/// Asks the terminal to put `text` on its clipboard (OSC 52), which works through SSH too. Terminals do not answer, so
/// that nobody can say whether it did. Text that no terminal would take is refused.
fn ask_terminal(out: &mut impl Write, text: &str) -> io::Result<()> {
    if text.len() > MOST {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is too long for the terminal's clipboard"));
    }
    execute!(out, CopyToClipboard::to_clipboard_from(text))
}

#[cfg(not(feature = "clipboard"))]
mod desktop {
    //! This build knows no desktop.

    /// A desktop that takes nothing.
    #[derive(Debug, Default)]
    pub struct Desktop;

    impl Desktop {
        /// Says that the text was not taken.
        #[expect(clippy::unused_self, reason = "the desktop of the other build has a state")]
        pub fn put(&mut self, _text: &str) -> bool {
            false
        }
    }
}

#[cfg(feature = "clipboard")]
mod desktop {
    //! The clipboard of the desktop, asked in a thread: an X server or compositor that hangs must not hang us.

    use std::sync::mpsc::{self, Receiver, Sender};
    use std::thread;
    use std::time::Duration;

    /// How long the desktop has to answer.
    const PATIENCE: Duration = Duration::from_secs(1);

    /// A text, and where to say whether it was taken.
    type Request = (String, Sender<bool>);

    /// The line to the thread. It holds the clipboard for the whole session, for on X11 the text goes with its holder.
    #[derive(Debug, Default)]
    pub enum Desktop {
        /// Nothing was copied yet.
        #[default]
        Unknown,
        /// The thread answers.
        Open(Sender<Request>),
        /// There is none, or it did not answer in time.
        Absent,
    }

    impl Desktop {
        /// Says whether the desktop has taken the text.
        pub fn put(&mut self, text: &str) -> bool {
            if matches!(self, Self::Unknown) {
                *self = Self::open();
            }
            let Self::Open(line) = self else { return false };
            let (told, answer) = mpsc::channel();
            let is_asked = line.send((text.to_owned(), told)).is_ok();
            let answered = if is_asked { answer.recv_timeout(PATIENCE).ok() } else { None };
            if answered.is_none() {
                *self = Self::Absent;
            }
            answered.unwrap_or(false)
        }

        fn open() -> Self {
            let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            if !is_ours(is_set) {
                return Self::Absent;
            }
            let (line, requests) = mpsc::channel();
            let started = thread::Builder::new().name("clipboard".to_owned()).spawn(move || serve(&requests));
            if started.is_ok() { Self::Open(line) } else { Self::Absent }
        }
    }

    /// Whether the desktop of this machine is the one the user sits at.
    fn is_ours(is_set: impl Fn(&'static str) -> bool) -> bool {
        let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
        !is_remote && (cfg!(target_os = "macos") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"))
    }

    fn serve(requests: &Receiver<Request>) {
        let Ok(mut clipboard) = arboard::Clipboard::new() else { return };
        for (text, told) in requests {
            // Who waits no longer has sent the text another way.
            let _ = told.send(clipboard.set_text(text).is_ok());
        }
    }

    #[cfg(test)]
    mod tests {
        use super::is_ours;

        #[test]
        #[cfg(not(target_os = "macos"))]
        fn the_desktop_counts_where_the_user_sits_at_it() {
            for (set, ours) in [
                (&["DISPLAY"][..], true),
                (&["WAYLAND_DISPLAY"], true),
                (&[], false),
                (&["DISPLAY", "SSH_CONNECTION"], false),
                (&["WAYLAND_DISPLAY", "SSH_TTY"], false),
            ] {
                assert_eq!(is_ours(|name| set.contains(&name)), ours, "{set:?}");
            }
        }
    }
}
