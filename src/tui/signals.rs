//! The thread that waits for signals and for the terminal to hang up.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::low_level::pipe;

use super::news::{Ending, News};
use super::terminal::Terminal;

/// The signals the program handles.
const SIGNALS: [i32; 7] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
/// How long the event loop may take to end before the program ends without it.
const GRACE: Duration = Duration::from_millis(500);

/// Catches the signals; they wait for [`start`].
pub fn register() -> io::Result<Vec<(i32, UnixStream)>> {
    SIGNALS
        .iter()
        .map(|signal| {
            let (ours, theirs) = UnixStream::pair()?;
            ours.set_nonblocking(true)?;
            pipe::register(*signal, theirs)?;
            Ok((*signal, ours))
        })
        .collect()
}

/// Starts the thread; `pipes` come from [`register`].
pub fn start(pipes: Vec<(i32, UnixStream)>, terminal: Arc<Terminal>, news: Sender<News>) -> io::Result<()> {
    let thread = SignalThread { pipes, terminal, news };
    thread::Builder::new().name("signals".to_owned()).spawn(move || thread.run())?;
    Ok(())
}

struct SignalThread {
    pipes: Vec<(i32, UnixStream)>,
    terminal: Arc<Terminal>,
    news: Sender<News>,
}

impl SignalThread {
    fn run(mut self) {
        loop {
            for signal in self.wait() {
                self.handle(signal);
            }
        }
    }

    /// Waits for signals; a hang-up of the terminal counts as SIGHUP.
    fn wait(&mut self) -> Vec<i32> {
        let stdin = rustix::stdio::stdin();
        let mut fds: Vec<_> = self.pipes.iter().map(|(_, pipe)| PollFd::new(pipe, PollFlags::IN)).collect();
        fds.push(PollFd::new(&stdin, PollFlags::empty()));
        if poll(&mut fds, None).is_err() {
            return Vec::new();
        }
        let is_gone = fds.pop().is_some_and(|fd| !fd.revents().is_empty());
        let mut came: Vec<i32> = Vec::new();
        for (signal, pipe) in &mut self.pipes {
            if pipe.read(&mut [0; 64]).is_ok_and(|count| count > 0) {
                came.push(*signal);
            }
        }
        came.extend(is_gone.then_some(SIGHUP));
        came
    }

    fn handle(&self, signal: i32) {
        match signal {
            SIGWINCH => self.send(News::Resized),
            SIGCONT => self.send(News::Continued),
            // Keys pressed in an editor are the editor's: Ctrl-Z stops us with it, Ctrl-C is not for us.
            SIGTSTP if self.terminal.is_lent() => drop(kill_process(getpid(), Signal::STOP)),
            SIGINT | SIGQUIT if self.terminal.is_just_lent() => {}
            SIGTSTP => self.send(News::Suspend),
            _ => self.end(signal),
        }
    }

    /// Asks the event loop to end the program; if it cannot (it hangs in a write or waits for an editor), ends it here.
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
