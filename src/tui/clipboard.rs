//! Putting text on the clipboard.

use std::io::{self, Write};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// Terminals take no more than this many bytes at once, before encoding.
const MOST: usize = 74_994;

/// Asks the terminal to put `text` on its clipboard (OSC 52), which works through SSH too. Terminals do not answer, so
/// that nobody can say whether it did. Text that no terminal would take is refused.
pub fn ask_terminal(out: &mut impl Write, text: &str) -> io::Result<()> {
    if text.len() > MOST {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is too long for the terminal's clipboard"));
    }
    execute!(out, CopyToClipboard::to_clipboard_from(text))
}
