//! The thread that reads the terminal, and the gate that pauses it while an editor runs.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::parser::Parser;
use crate::tui::news::{News, failure};

/// How long the event loop waits for the thread to pause.
const PAUSE_TIMEOUT: Duration = Duration::from_millis(200);
/// The size of the terminal's own buffer.
const READ_BYTES: usize = 4096;

/// Pauses the thread while another program reads keys.
#[derive(Debug)]
pub struct InputGate(UnixStream);

impl InputGate {
    /// Pauses the thread: from here on it reads no keys.
    pub fn close(&mut self) {
        // Without an answer the thread has ended, so it reads nothing either.
        let _ = self.0.write_all(b"c").and_then(|()| self.0.read_exact(&mut [0]));
    }

    /// Lets the thread continue.
    pub fn open(&mut self) {
        let _ = self.0.write_all(b"o");
    }
}

/// The thread, before it reads.
pub struct KeyReader(UnixStream);

/// A gate and the thread that it will pause.
pub fn gate() -> io::Result<(InputGate, KeyReader)> {
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_read_timeout(Some(PAUSE_TIMEOUT))?;
    Ok((InputGate(ours), KeyReader(theirs)))
}

impl KeyReader {
    /// Starts the thread.
    pub fn start(self, news: Sender<News>) -> io::Result<()> {
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            if let Err(error) = read_terminal(self.0, &news) {
                // Without keys nobody could quit.
                let _ = news.send(News::Ended(failure(error)));
            }
        })?;
        Ok(())
    }
}

/// Why a wait ended.
enum Ready {
    /// The gate closes.
    Gate,
    /// There are bytes to read.
    Bytes,
    /// Nothing came in time.
    Timeout,
    /// The terminal hung up.
    HangUp,
}

/// Reads until the terminal hangs up, which the signal thread reports.
fn read_terminal(mut gate: UnixStream, news: &Sender<News>) -> io::Result<()> {
    let mut parser = Parser::new(Instant::now());
    let mut chunk = [0; READ_BYTES];
    loop {
        let input = match wait(&gate, parser.deadline())? {
            Ready::Gate => {
                pause(&mut gate)?;
                parser = Parser::new(Instant::now());
                continue;
            }
            Ready::HangUp => return Ok(()),
            Ready::Timeout => parser.timeout(Instant::now()),
            Ready::Bytes => match rustix::io::read(rustix::stdio::stdin(), &mut chunk) {
                Ok(count) => parser.feed(chunk.get(..count).unwrap_or_default(), Instant::now()),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            },
        };
        if !input.is_empty() && news.send(News::Input(input)).is_err() {
            return Ok(());
        }
    }
}

/// Waits for the gate or the terminal, until `deadline` if there is one.
fn wait(gate: &UnixStream, deadline: Option<Instant>) -> io::Result<Ready> {
    let stdin = rustix::stdio::stdin();
    loop {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(gate, PollFlags::IN)];
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut fds, left.as_ref()) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
            Ok(0) => return Ok(Ready::Timeout),
            Ok(_) => {}
        }
        let [stdin, gate] = fds.map(|fd| fd.revents());
        return Ok(match () {
            () if stdin.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) => Ready::HangUp,
            () if !gate.is_empty() => Ready::Gate,
            () => Ready::Bytes,
        });
    }
}

/// Answers the gate and waits until it opens.
fn pause(gate: &mut UnixStream) -> io::Result<()> {
    gate.read_exact(&mut [0])?;
    gate.write_all(b"c")?;
    gate.read_exact(&mut [0])
}
