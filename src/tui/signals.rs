//! The thread that waits for signals and for the terminal to hang up.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::signal::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH,
    SIGXCPU, SIGXFSZ,
};
use signal_hook::flag;
use signal_hook::low_level::pipe;

use super::news::{Ending, News};
use super::terminal::{Terminal, has_job_control};

/// The handled signals: those that report something, and those that would end the program without giving the terminal
/// back.
const SIGNALS: [i32; 15] = [
    SIGTSTP, SIGCONT, SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF,
    SIGXCPU, SIGXFSZ, SIGIO,
];
/// How long to wait for the event loop to end before exiting anyway.
const GRACE: Duration = Duration::from_millis(500);

/// The signals that arrived.
pub struct Caught {
    /// Readable when any has.
    pipe: UnixStream,
    /// Whether each has, in the order of [`SIGNALS`].
    flags: [Arc<AtomicBool>; SIGNALS.len()],
}

/// Catches the signals; they are remembered until [`start`].
pub fn register() -> io::Result<Caught> {
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    let flags = SIGNALS.map(|_| Arc::default());
    for (signal, flag) in SIGNALS.into_iter().zip(&flags) {
        // Actions run in the order of registration: whoever is woken finds the flag.
        flag::register(signal, Arc::clone(flag))?;
        pipe::register(signal, theirs.try_clone()?)?;
    }
    Ok(Caught { pipe: ours, flags })
}

/// Starts the thread; `caught` comes from [`register`].
pub fn start(caught: Caught, terminal: Arc<Terminal>, news: Sender<News>) -> io::Result<()> {
    let thread = SignalThread { caught, terminal, news };
    thread::Builder::new().name("signals".to_owned()).spawn(move || thread.run())?;
    Ok(())
}

struct SignalThread {
    caught: Caught,
    terminal: Arc<Terminal>,
    news: Sender<News>,
}

impl SignalThread {
    /// Handles signals; a hang-up of the terminal counts as SIGHUP.
    fn run(self) {
        loop {
            let is_gone = self.wait();
            // Empty the pipe before looking at the flags, so that a signal that arrives in between wakes us again.
            while (&self.caught.pipe).read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
            for (signal, flag) in SIGNALS.into_iter().zip(&self.caught.flags) {
                if flag.swap(false, Ordering::SeqCst) {
                    self.handle(signal);
                }
            }
            if is_gone {
                self.handle(SIGHUP);
            }
        }
    }

    /// Waits for a signal or a hang-up; returns whether the terminal hung up.
    fn wait(&self) -> bool {
        let stdin = rustix::stdio::stdin();
        let mut fds = [PollFd::new(&self.caught.pipe, PollFlags::IN), PollFd::new(&stdin, PollFlags::empty())];
        poll(&mut fds, None).is_ok() && !fds[1].revents().is_empty()
    }

    fn handle(&self, signal: i32) {
        match signal {
            SIGWINCH => self.send(News::Resized),
            SIGCONT => self.send(News::Continued),
            // Keys pressed in an editor are meant for it: Ctrl-Z stops us too, if a shell can continue us; Ctrl-C is
            // not for us.
            SIGTSTP if self.terminal.is_lent() => {
                if has_job_control() {
                    let _ = kill_process(getpid(), Signal::STOP);
                }
            }
            SIGINT | SIGQUIT if self.terminal.is_just_lent() => {}
            SIGTSTP => self.send(News::Suspend),
            _ => self.end(signal),
        }
    }

    /// Asks the event loop to end the program; if that fails (it hangs in a write or waits for an editor), exits here.
    fn end(&self, signal: i32) {
        self.send(News::Ended(Ending::Signal(signal)));
        thread::sleep(GRACE);
        self.terminal.abandon();
        std::process::exit(128 + signal);
    }

    fn send(&self, item: News) {
        // Sending fails only when the event loop has ended.
        let _ = self.news.send(item);
    }
}
