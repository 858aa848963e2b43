//! Messages over standard input and output.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message};

/// A message with a model is as long as its file. Room is made for a message before it is read, so an absurd length must be
/// refused.
const MOST: u64 = 256 << 20;
/// A header is two short lines.
const MOST_HEADER: u64 = 8 << 10;

/// The threads that carry messages.
pub struct Wire {
    /// Why reading ended early, if it did.
    pub failure: Receiver<io::Error>,
    writer: JoinHandle<io::Result<()>>,
}

impl Wire {
    /// Waits until all has been written; the connection must be gone.
    pub fn finish(self) {
        // The editor has gone: nobody reads what could not be written.
        let _ = self.writer.join();
    }
}

/// The connection to the editor over standard input and output.
pub fn open() -> io::Result<(Connection, Wire)> {
    let (connection, Connection { sender, receiver }) = Connection::memory();
    let (failed, failure) = mpsc::channel();
    let writer = thread::Builder::new().name("write".to_owned()).spawn(move || {
        let mut out = io::stdout().lock();
        receiver.iter().try_for_each(|message: Message| message.write(&mut out))
    })?;
    thread::Builder::new().name("read".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        let ended = loop {
            match read(&mut input) {
                Ok(Some(message)) => drop(sender.send(message)),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        // Told before the other end sees that nothing comes any more.
        if let Some(error) = ended {
            let _ = failed.send(error);
        }
        drop(sender);
    })?;
    Ok((connection, Wire { failure, writer }))
}

/// The next message; `None` behind the last one.
fn read(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    let mut header = Vec::new();
    loop {
        let start = header.len();
        input.by_ref().take(MOST_HEADER).read_until(b'\n', &mut header)?;
        let line = header.get(start..).unwrap_or_default();
        if line.is_empty() || line == b"\r\n" {
            break;
        }
        if header.len() as u64 > MOST_HEADER {
            return Err(io::Error::other(format!("a header of more than {MOST_HEADER} bytes")));
        }
    }
    let lines = String::from_utf8_lossy(&header);
    let values = lines.lines().filter_map(|line| line.split_once(':'));
    let lengths = values.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    if let Some(length) = lengths.filter_map(|(_, value)| value.trim().parse::<u64>().ok()).find(|of| *of > MOST) {
        return Err(io::Error::other(format!("a message of {length} bytes, where at most {MOST} are read")));
    }
    Message::read(&mut header.as_slice().chain(input))
}

#[cfg(test)]
mod tests {
    use super::{MOST, MOST_HEADER, read};

    #[test]
    fn messages_are_read_one_after_the_other_and_absurd_ones_refused_before_room_is_made() {
        let body = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        let framed = format!("Content-Type: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let twice = framed.repeat(2);
        let mut input = twice.as_bytes();
        assert!(read(&mut input).unwrap().is_some() && read(&mut input).unwrap().is_some());
        assert!(read(&mut input).unwrap().is_none());
        for (input, why) in [
            ("Content-Length: 99999999999\r\n\r\n".to_owned(), "a message of 99999999999 bytes".to_owned()),
            (format!("content-length: {}\r\n\r\n", MOST + 1), format!("at most {MOST}")),
            (format!("Content-Length: {}\r\n\r\n{{", u128::MAX), "number too large".to_owned()),
            ("a".repeat(3 << 20), format!("more than {MOST_HEADER} bytes")),
            ("a: b\r\n".repeat(9000), format!("more than {MOST_HEADER} bytes")),
            ("Content-Length: 9\r\n\r\n{".to_owned(), "failed to fill whole buffer".to_owned()),
            ("a: b\r\n\r\n".to_owned(), "no Content-Length".to_owned()),
        ] {
            let said = read(&mut input.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(&why), "{said}");
        }
    }
}
