//! Frames: what stands on the screen, and the smallest writing that turns it into the next picture.

use std::io::{self, Write};

use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::net::mend;
use super::terminal::Colour;

/// More columns or rows than this are left empty: no screen has them, and a frame of 65,535² cells ends the program.
const MOST: u16 = 500;

/// What stands on the screen.
#[derive(Debug)]
pub struct Canvas<W: Write> {
    backend: CrosstermBackend<W>,
    shown: Buffer,
    next: Buffer,
    colour: Colour,
    freshness: Freshness,
}

/// Whether we know what stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freshness {
    Known,
    Unknown,
}

impl<W: Write> Canvas<W> {
    /// A canvas of no size; nothing is written before the first frame.
    pub fn new(writer: W, colour: Colour) -> Self {
        // crossterm would answer NO_COLOR with a reset of bold and reverse too; `colour` does it instead.
        crossterm::style::force_color_output(true);
        let empty = || Buffer::empty(Rect::ZERO);
        let backend = CrosstermBackend::new(writer);
        Self { backend, shown: empty(), next: empty(), colour, freshness: Freshness::Unknown }
    }

    /// Takes on a size, cut to what is drawn at most; answers with it. The next frame is drawn anew.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) -> (u16, u16) {
        let size = (columns.min(MOST), rows.min(MOST));
        let area = Rect::new(0, 0, size.0, size.1);
        self.next.resize(area);
        self.shown.resize(area);
        self.forget();
        size
    }

    /// Draws everything anew with the next frame: somebody else may have written on the screen.
    pub fn forget(&mut self) {
        self.freshness = Freshness::Unknown;
    }

    /// Lets `paint` fill an empty buffer and writes what differs from the screen, in one piece.
    ///
    /// Writes nothing where nothing differs or the area is empty.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        self.next.reset();
        paint(&mut self.next);
        mend(&mut self.next);
        if self.colour == Colour::Plain {
            for cell in &mut self.next.content {
                (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
            }
        }
        self.write()?;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    fn write(&mut self) -> io::Result<()> {
        let anew = self.freshness == Freshness::Unknown;
        if anew {
            self.shown.reset();
        }
        let changes = self.shown.diff(&self.next);
        if changes.is_empty() && !anew {
            return Ok(());
        }
        queue!(self.backend, BeginSynchronizedUpdate)?;
        if anew {
            queue!(self.backend, Print("\x1b[0m"), Clear(ClearType::All))?;
        }
        self.backend.draw(changes.into_iter())?;
        queue!(self.backend, EndSynchronizedUpdate)?;
        Write::flush(&mut self.backend)?;
        self.freshness = Freshness::Known;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use ratatui::buffer::Buffer;
    use ratatui::style::{Color, Modifier, Style};

    use super::{Canvas, Colour};

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Sink {
        fn take(&self) -> String {
            String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
        }
    }

    fn drawn(canvas: &mut Canvas<Sink>, sink: &Sink, text: &str) -> String {
        let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
        let paint = |buffer: &mut Buffer| {
            buffer.set_stringn(0, 0, text, 9, style);
        };
        canvas.draw(paint).unwrap();
        sink.take()
    }

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let sink = Sink::default();
        let mut canvas = Canvas::new(sink.clone(), Colour::Shown);
        canvas.resize((9, 2));
        let first = drawn(&mut canvas, &sink, "one");
        assert!(
            first.starts_with("\x1b[?2026h") && first.ends_with("\x1b[?2026l") && first.contains("one"),
            "{first:?}"
        );
        assert_eq!(drawn(&mut canvas, &sink, "one"), "");
        let change = drawn(&mut canvas, &sink, "onX");
        assert!(change.contains('X') && !change.contains("on") && !change.contains("\x1b[2J"), "{change:?}");
        canvas.forget();
        assert!(drawn(&mut canvas, &sink, "onX").contains("\x1b[2J"));
    }

    #[test]
    fn without_colour_the_attributes_stay() {
        let sink = Sink::default();
        let mut canvas = Canvas::new(sink.clone(), Colour::Plain);
        canvas.resize((9, 2));
        let frame = drawn(&mut canvas, &sink, "one");
        assert!(frame.contains("\x1b[1m") && !frame.contains("\x1b[38;"), "{frame:?}");
    }

    #[test]
    fn no_size_is_too_small_or_too_large() {
        let mut canvas = Canvas::new(Sink::default(), Colour::Shown);
        for (size, drawn) in [((0, 0), (0, 0)), ((80, 0), (80, 0)), ((0, 24), (0, 24)), ((65_535, 65_535), (500, 500))]
        {
            assert_eq!(canvas.resize(size), drawn);
            canvas.draw(|buffer| assert_eq!((buffer.area.width, buffer.area.height), drawn)).unwrap();
        }
    }
}
