//! JSON that is safe to show.

use std::io::{self, Write};

use serde::Serialize;

use crate::text::is_hidden;

/// Writes `value` as indented JSON with a line end behind it.
///
/// Characters that could drive a terminal or hide in it are written as `\u` escapes, which mean the same to every
/// reader of JSON.
pub fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n' && is_hidden(*c)) {
        out.write_all(text.get(from..at).unwrap_or("").as_bytes())?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        from = at + c.len_utf8();
    }
    out.write_all(text.get(from..).unwrap_or("").as_bytes())?;
    out.write_all(b"\n")
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
