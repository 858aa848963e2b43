//! JSON that is safe to show.

use std::io::{self, BufWriter, Write};
use std::str;

use serde::Serialize;

use crate::text::is_hidden;

/// Streams `value` as indented JSON, followed by a line end.
///
/// Control and hidden characters are written as `\u` escapes, so that the output is safe to show.
pub fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Escaping(BufWriter::new(out));
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Escapes hidden characters of the JSON written to it. Each write must hold whole characters, as those of `serde_json`
/// do.
struct Escaping<W>(W);

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = str::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let mut from = 0;
        // Line ends are layout: `serde_json` escapes those within strings.
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n' && is_hidden(*c)) {
            self.0.write_all(&bytes[from..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        self.0.write_all(&bytes[from..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::write_json;
    use crate::text::is_hidden;

    #[test]
    fn hidden_characters_are_escaped_and_mean_the_same() {
        let value = ["a\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{e0041}\u{2028}é\n\"\\"];
        let mut out = Vec::new();
        write_json(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.chars().all(|c| c == '\n' || !is_hidden(c)), "{text:?}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), value);
    }
}
