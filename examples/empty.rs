//! The least program that draws with ratatui: what the time to the first frame is measured against.

use std::io;

use crossterm::event::{self, Event, KeyCode};

fn main() -> io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let ended = run(&mut terminal);
    ratatui::try_restore()?;
    ended
}

fn run(terminal: &mut ratatui::DefaultTerminal) -> io::Result<()> {
    loop {
        terminal.draw(|frame| {
            frame.buffer_mut().set_string(0, 0, "hello", ratatui::style::Style::new());
        })?;
        if matches!(event::read()?, Event::Key(key) if key.code == KeyCode::Char('q')) {
            return Ok(());
        }
    }
}
