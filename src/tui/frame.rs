//! Writes frames as differences to what the screen shows.

use std::collections::HashMap;
use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::palette::Palette;
use super::sanitize::sanitize;
use crate::text::{is_disputed, width};
use crate::view::Caret;

/// The most columns and rows to draw: no screen has more, and 65,535² cells do not fit in memory.
const MAX_SIDE: u16 = 500;

/// Draws frames on a screen.
#[derive(Debug)]
pub struct FrameWriter<W: Write> {
    backend: CrosstermBackend<W>,
    area: Rect,
    shown: Buffer,
    next: Buffer,
    palette: Palette,
    /// The nearest colours found so far.
    nearest: HashMap<Color, Color>,
    screen: ScreenContents,
    /// Where the cursor was left.
    caret: Caret,
}

/// Whether the screen shows what we last drew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScreenContents {
    Known,
    Unknown,
}

impl<W: Write> FrameWriter<W> {
    /// A writer for a screen of size 0; writes nothing before the first frame.
    pub fn new(writer: W, palette: Palette) -> Self {
        // With NO_COLOR crossterm would reset bold and reverse too; `palette` handles it instead.
        crossterm::style::force_color_output(true);
        let empty = || Buffer::empty(Rect::ZERO);
        let backend = CrosstermBackend::new(writer);
        let (screen, caret) = (ScreenContents::Unknown, Caret::default());
        Self {
            backend,
            area: Rect::ZERO,
            shown: empty(),
            next: empty(),
            palette,
            nearest: HashMap::new(),
            screen,
            caret,
        }
    }

    /// Sets the size, clamped to the maximum, and returns it. The next frame is drawn in full.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) -> (u16, u16) {
        let size = (columns.min(MAX_SIDE), rows.min(MAX_SIDE));
        self.area = Rect::new(0, 0, size.0, size.1);
        self.forget();
        size
    }

    /// Makes the next frame a full one: another program may have written on the screen.
    pub fn forget(&mut self) {
        self.screen = ScreenContents::Unknown;
    }

    /// Lets `paint` fill an empty buffer and writes what differs from the screen, in one synchronized update; writes
    /// nothing if nothing differs. `paint` returns the place of the terminal's cursor.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Caret) -> io::Result<()> {
        // Here and not in `resize`: the first frame needs no second buffer, whose memory would take longer than drawing.
        self.next.resize(self.area);
        self.next.reset();
        let caret = paint(&mut self.next);
        sanitize(&mut self.next);
        if self.palette != Palette::Full {
            self.approximate();
        }
        self.write(caret)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    /// Replaces every colour of the next frame with the nearest one of the palette.
    fn approximate(&mut self) {
        // Neighbours mostly have the same colours; looking up each cell took a quarter of the time of a key.
        let mut last = [(Color::Reset, Color::Reset); 2];
        for cell in &mut self.next.content {
            for (colour, (asked, found)) in [&mut cell.fg, &mut cell.bg].into_iter().zip(&mut last) {
                if colour != asked {
                    *asked = *colour;
                    *found = *self.nearest.entry(*colour).or_insert_with(|| self.palette.nearest(*colour));
                }
                *colour = *found;
            }
        }
    }

    fn write(&mut self, caret: Caret) -> io::Result<()> {
        let is_full = self.screen == ScreenContents::Unknown;
        let (shown, next) = if is_full { (&self.next, &self.next) } else { (&self.shown, &self.next) };
        let changes = if is_full { written(next) } else { shown.diff(next) };
        if changes.is_empty() && !is_full && caret == self.caret {
            return Ok(());
        }
        queue!(self.backend, BeginSynchronizedUpdate)?;
        if self.caret.is_shown {
            // Without synchronized updates it would be seen jumping around.
            queue!(self.backend, Hide)?;
        }
        if is_full {
            queue!(self.backend, Print("\x1b[0m"), Clear(ClearType::All))?;
        }
        self.backend.draw(settled(&changes, shown, next).into_iter())?;
        queue!(self.backend, MoveTo(caret.at.0, caret.at.1))?;
        if caret.is_shown {
            queue!(self.backend, Show)?;
        }
        queue!(self.backend, EndSynchronizedUpdate)?;
        Write::flush(&mut self.backend)?;
        self.caret = caret;
        self.screen = ScreenContents::Known;
        Ok(())
    }
}

/// Every cell that is not blank.
fn written(buffer: &Buffer) -> Vec<(u16, u16, &Cell)> {
    let mut out = Vec::new();
    for (y, row) in (0..).zip(buffer.content.chunks(usize::from(buffer.area.width).max(1))) {
        // Cells covered by a wide cluster say nothing.
        let mut covered = 0;
        for (x, cell) in (0..).zip(row) {
            if covered > 0 {
                covered -= 1;
            } else if *cell != Cell::EMPTY {
                out.push((x, y, cell));
                covered = width(cell.symbol()).saturating_sub(1);
            }
        }
    }
    out
}

/// The changes plus, in every changed row with a cluster of disputed width, before or after, the whole rest of the row
/// from there: where the terminal disagrees about the width, neighbouring cells may show anything.
fn settled<'b>(changes: &[(u16, u16, &'b Cell)], shown: &'b Buffer, next: &'b Buffer) -> Vec<(u16, u16, &'b Cell)> {
    let mut out: Vec<(u16, u16, &Cell)> = Vec::with_capacity(changes.len());
    for row in changes.chunk_by(|one, two| one.1 == two.1) {
        let Some((_, y, _)) = row.first() else { continue };
        let first_unsettled = |buffer: &Buffer| cells_of_row(buffer, *y).iter().position(is_unsettled);
        let Some(from) = [shown, next].into_iter().filter_map(first_unsettled).min() else {
            out.extend(bridged(row, cells_of_row(next, *y)));
            continue;
        };
        let from = u16::try_from(from).unwrap_or(u16::MAX);
        out.extend(row.iter().filter(|(x, ..)| *x < from));
        let mut x = from;
        while let Some(cell) = next.cell((x, *y)) {
            let cells = u16::try_from(width(cell.symbol())).unwrap_or(1).max(1);
            // Clear these before writing the cluster, as the terminal may think it covers less.
            out.extend((x + 1..x + cells).filter_map(|at| Some((at, *y, next.cell((at, *y))?))));
            out.push((x, *y, cell));
            x += cells;
        }
    }
    out
}

/// Writing this many unchanged cells takes fewer bytes than moving the cursor over them.
const BRIDGE: u16 = 6;

/// The changes of a row, and the unchanged cells of short gaps between them that need no other style.
fn bridged<'b>(row: &[(u16, u16, &'b Cell)], cells: &'b [Cell]) -> Vec<(u16, u16, &'b Cell)> {
    let mut out: Vec<(u16, u16, &Cell)> = Vec::with_capacity(row.len() * 2);
    for change @ (x, y, _) in row {
        if let Some((last, _, before)) = out.last().copied()
            && (2..=BRIDGE).contains(&(x - last))
            && let Some(gap) = cells.get(usize::from(last) + 1..usize::from(*x))
            && is_one_cell(before)
            && gap.iter().all(|cell| is_one_cell(cell) && cell.style() == before.style())
        {
            out.extend((last + 1..).zip(gap).map(|(x, cell)| (x, *y, cell)));
        }
        out.push(*change);
    }
    out
}

fn is_one_cell(cell: &Cell) -> bool {
    width(cell.symbol()) == 1
}

/// The cells of row `y`; none below the last.
fn cells_of_row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let from = width * usize::from(y);
    buffer.content.get(from..from + width).unwrap_or_default()
}

fn is_unsettled(cell: &Cell) -> bool {
    !cell.symbol().is_ascii() && is_disputed(cell.symbol())
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::num::NonZero;
    use std::sync::{Arc, Mutex};

    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    use super::{Caret, FrameWriter, Palette, width};

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

    fn drawn(frame: &mut FrameWriter<Sink>, sink: &Sink, text: &str) -> String {
        let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
        let paint = |buffer: &mut Buffer| {
            buffer.set_stringn(0, 0, text, 9, style);
            Caret::default()
        };
        frame.draw(paint).unwrap();
        sink.take()
    }

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let sink = Sink::default();
        let mut frame = FrameWriter::new(sink.clone(), Palette::Full);
        frame.resize((9, 2));
        let first = drawn(&mut frame, &sink, "one");
        assert!(
            first.starts_with("\x1b[?2026h") && first.ends_with("\x1b[?2026l") && first.contains("one"),
            "{first:?}"
        );
        assert_eq!(drawn(&mut frame, &sink, "one"), "");
        let change = drawn(&mut frame, &sink, "onX");
        assert!(change.contains('X') && !change.contains("on") && !change.contains("\x1b[2J"), "{change:?}");
        frame.forget();
        assert!(drawn(&mut frame, &sink, "onX").contains("\x1b[2J"));
    }

    #[test]
    fn the_cursor_is_left_where_the_user_is_and_shown_where_text_is_typed() {
        let sink = Sink::default();
        let mut frame = FrameWriter::new(sink.clone(), Palette::Full);
        frame.resize((9, 2));
        let mut at = |at, is_shown| {
            frame.draw(|_| Caret { at, is_shown }).unwrap();
            sink.take()
        };
        assert!(at((3, 1), false).ends_with("\x1b[2;4H\x1b[?2026l"));
        assert_eq!(at((3, 1), false), "");
        assert!(at((4, 1), false).ends_with("\x1b[2;5H\x1b[?2026l"));
        assert!(at((4, 1), true).ends_with("\x1b[2;5H\x1b[?25h\x1b[?2026l"));
        assert_eq!(at((4, 1), true), "");
        let moved = at((0, 0), false);
        assert!(moved.contains("\x1b[?25l") && !moved.contains("\x1b[?25h"), "{moved:?}");
    }

    #[test]
    fn a_row_with_a_flag_is_written_from_the_flag_on() {
        let sink = Sink::default();
        let mut frame = FrameWriter::new(sink.clone(), Palette::Full);
        frame.resize((9, 2));
        drawn(&mut frame, &sink, "a🇺🇦bcd");
        let written = drawn(&mut frame, &sink, "a🇺🇦bcX");
        let place = |words: &str| written.find(words).unwrap_or_else(|| panic!("{words:?} is not in {written:?}"));
        assert!(place("\x1b[1;3H") < place("\x1b[1;2H") && place("\x1b[1;2H") < place("🇺🇦"), "{written:?}");
        assert!(place("🇺🇦") < place("\x1b[1;4H") && place("\x1b[1;4H") < place("bcX"), "{written:?}");
        assert!(written.contains("   "), "{written:?}");
        let written = drawn(&mut frame, &sink, "abc");
        assert!(written.contains("bc") && written.contains("     "), "{written:?}");
        assert!(!drawn(&mut frame, &sink, "abd").contains("ab"), "the flag is gone");
    }

    #[test]
    fn the_cursor_is_not_moved_over_a_short_gap() {
        let sink = Sink::default();
        let mut frame = FrameWriter::new(sink.clone(), Palette::Full);
        frame.resize((9, 2));
        drawn(&mut frame, &sink, "a b c");
        assert!(drawn(&mut frame, &sink, "x b y").contains("x b y"));
        assert!(drawn(&mut frame, &sink, "z b ccccc").contains("z b ccccc"));
        drawn(&mut frame, &sink, "a欧 c");
        assert!(!drawn(&mut frame, &sink, "b欧 d").contains("b欧"), "what is behind half of a letter is not written");
    }

    proptest! {
        #[test]
        fn the_terminal_shows_the_last_frame(
            frames in prop::collection::vec(prop::collection::vec(("[ab欧é ]{1,9}", 0..3_usize), 0..6), 1..5),
        ) {
            let sink = Sink::default();
            let mut frame = FrameWriter::new(sink.clone(), Palette::Full);
            frame.resize((24, 2));
            let mut terminal = vt100::Parser::new(NonZero::new(2).unwrap(), NonZero::new(24).unwrap(), 0);
            for texts in frames {
                let mut expected = Buffer::empty(Rect::new(0, 0, 24, 2));
                let paint = |buffer: &mut Buffer| {
                    let mut x = 0;
                    for (text, style) in &texts {
                        let style = [Style::new(), Style::new().fg(Color::Red), Style::new().bold()][*style];
                        (x, _) = buffer.set_stringn(x, 1, text, usize::from(24 - x), style);
                    }
                    expected = buffer.clone();
                    Caret::default()
                };
                frame.draw(paint).unwrap();
                terminal.process(sink.take().as_bytes());
                for y in 0..2 {
                    let mut x = 0;
                    while x < 24 {
                        let (cell, shown) = (&expected[(x, y)], terminal.screen().cell(y, x).unwrap());
                        let contents = if shown.contents().is_empty() { " " } else { shown.contents() };
                        prop_assert_eq!(contents, cell.symbol(), "{}, {}", x, y);
                        // The look of a blank cannot be seen.
                        let look = (shown.fgcolor() != vt100::Color::Default, shown.bold());
                        let wanted = (cell.fg == Color::Red, cell.modifier.contains(Modifier::BOLD));
                        prop_assert!(look == wanted || contents == " ", "{}, {}", x, y);
                        x += u16::try_from(width(cell.symbol())).unwrap();
                    }
                }
            }
        }
    }

    #[test]
    fn without_colour_the_attributes_stay() {
        let sink = Sink::default();
        let mut frame = FrameWriter::new(sink.clone(), Palette::None);
        frame.resize((9, 2));
        let written = drawn(&mut frame, &sink, "one");
        assert!(written.contains("\x1b[1m") && !written.contains("\x1b[38;"), "{written:?}");
    }

    #[test]
    fn no_size_is_too_small_or_too_large() {
        let mut frame = FrameWriter::new(Sink::default(), Palette::Full);
        for (size, drawn) in [((0, 0), (0, 0)), ((80, 0), (80, 0)), ((0, 24), (0, 24)), ((65_535, 65_535), (500, 500))]
        {
            assert_eq!(frame.resize(size), drawn);
            let paint = |buffer: &mut Buffer| {
                assert_eq!((buffer.area.width, buffer.area.height), drawn);
                Caret::default()
            };
            frame.draw(paint).unwrap();
        }
    }
}
