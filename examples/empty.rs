//! The least program that draws with ratatui: what the time to the first frame, and from a key to its frame, is
//! measured against.

use std::io;

use crossterm::event::{self, Event, KeyCode};

fn main() -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let ended = run(&mut terminal);
    ratatui::try_restore()?;
    ended
}

/// Counts the keys pressed, below an empty row, until `q`.
fn run(terminal: &mut ratatui::DefaultTerminal) -> io::Result<()> {
    for keys in 0.. {
        terminal.draw(|frame| {
            frame.buffer_mut().set_string(0, 1, format!("hello {keys}"), ratatui::style::Style::new());
        })?;
        if matches!(event::read()?, Event::Key(key) if key.code == KeyCode::Char('q')) {
            break;
        }
    }
    Ok(())
}
