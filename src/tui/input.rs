//! The thread that reads the terminal, and the gate that keeps it from an editor's keys.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, poll};

use super::keys::{key, mouse, pasted};
use super::news::{News, failure};
use super::reply::{GAP, Watch};
use crate::app::Message;

/// How long the main loop waits for the reader to stand still.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long the library may look for one more event that it has read already.
const LOOK: Duration = Duration::from_millis(1);

/// The main loop's end of the line to the reader.
#[derive(Debug)]
pub struct InputGate(UnixStream);

impl InputGate {
    /// Lets the reader stand still: from here on every key is somebody else's.
    pub fn close(&mut self) {
        // Without an answer the reader is gone, and a reader that is gone reads nothing.
        let _ = self.0.write_all(b"c").and_then(|()| self.0.read_exact(&mut [0]));
    }

    /// Lets the reader read again.
    pub fn open(&mut self) {
        let _ = self.0.write_all(b"o");
    }
}

/// Starts the reader.
pub fn start(news: Sender<News>) -> io::Result<InputGate> {
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_read_timeout(Some(PATIENCE))?;
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        if let Err(error) = read(theirs, &news) {
            // Nobody could leave a program that hears no key.
            let _ = news.send(News::Ended(failure(error)));
        }
    })?;
    Ok(InputGate(ours))
}

/// Reads until the terminal is gone, which is the other thread's news.
fn read(mut gate: UnixStream, news: &Sender<News>) -> io::Result<()> {
    let mut watch = Watch::default();
    loop {
        let (mut is_input, mut is_gate) = (false, false);
        {
            let stdin = rustix::stdio::stdin();
            let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&gate, PollFlags::IN)];
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => continue,
                other => other?,
            };
            if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Ok(());
            }
            is_input |= fds[0].revents().contains(PollFlags::IN);
            is_gate |= !fds[1].revents().is_empty();
        }
        if is_gate {
            stand_still(&mut gate)?;
        } else if is_input {
            drain(&mut watch, news)?;
        }
    }
}

/// Answers the gate and waits until it opens.
fn stand_still(gate: &mut UnixStream) -> io::Result<()> {
    gate.read_exact(&mut [0])?;
    gate.write_all(b"c")?;
    gate.read_exact(&mut [0])
}

/// Sends everything that has come.
fn drain(watch: &mut Watch, news: &Sender<News>) -> io::Result<()> {
    let mut empty = 0;
    while empty < 2 {
        let wait = if watch.is_holding() { GAP } else { LOOK };
        if event::poll(wait)? {
            empty = 0;
            let event = event::read()?;
            forward(watch.take(event, Instant::now()), news)?;
        } else {
            // Once may be the scheduler's doing; only the second time nothing was there.
            empty += if watch.is_holding() { 1 } else { 2 };
        }
    }
    forward(watch.pause(), news)
}

fn forward(event: Option<Event>, news: &Sender<News>) -> io::Result<()> {
    let item = match event {
        Some(Event::Key(event)) => key(event).map(News::Key),
        Some(Event::Paste(text)) => Some(News::Paste(pasted(&text))),
        Some(Event::Resize(..)) => Some(News::Resized),
        Some(Event::Mouse(event)) => mouse(event).map(|mouse| News::Message(Message::Mouse(mouse))),
        Some(Event::FocusGained | Event::FocusLost) | None => None,
    };
    item.map_or(Ok(()), |item| news.send(item).map_err(|_| io::ErrorKind::BrokenPipe.into()))
}
