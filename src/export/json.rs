//! JSON that a terminal may show: the characters that could drive one are written as escapes.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use crate::text::is_hidden;

/// Writes `value` as indented JSON with a line end. Keys keep the order of the type.
///
/// Control, bidirectional and invisible characters within strings become `\u` escapes, so the text reads back equal
/// and is safe to show. Fails where `out` fails.
pub fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let plain = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    let mut safe = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        // A line end stands only between tokens; within a string it is an escape already.
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(safe, "\\u{unit:04x}").map_err(io::Error::other)?;
            }
        } else {
            safe.push(c);
        }
    }
    safe.push('\n');
    out.write_all(safe.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::write_json;
    use crate::text::is_hidden;

    proptest::proptest! {
        #[test]
        fn every_text_reads_back_equal_and_shows_nothing_hidden(text in "\\PC*|[\\x00-\\x1f\\x7f-\\u{9f}\u{2028}\u{202e}\u{e0001}a\"\\\\]*") {
            let mut out = Vec::new();
            write_json(&[&text], &mut out).unwrap();
            let json = String::from_utf8(out).unwrap();
            assert!(json.chars().all(|c| c == '\n' || !is_hidden(c)), "{json:?}");
            assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
        }
    }
}
