//! The only way to write text into a buffer, which always cleans it.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::symbols::border;
use ratatui::widgets::BorderType;

use super::theme::{ASCII_BORDER, BAR, PASSAGE, Theme, drawn};
use crate::app::{ActorMarks, App, Glyphs};
use crate::model::{ActorId, Model};
use crate::quote::ShownQuote;
use crate::text::{Glyph, Span, glyphs, width};

/// The place of the terminal's cursor. Screen readers, magnifiers and input methods follow it even if it is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caret {
    /// Column and row, from 0.
    pub at: (u16, u16),
    /// Whether text is typed here, so that the cursor is visible.
    pub is_shown: bool,
}

/// Replacements for colours and symbols that the terminal lacks.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    glyphs: Glyphs,
    actors: ActorMarks,
}

/// The screen being drawn, with its theme.
pub struct Canvas<'b> {
    buffer: &'b mut Buffer,
    /// The last marked place; a place where text is typed has priority.
    caret: Caret,
    signs: Signs,
    /// What will be drawn over; rows within it are left out.
    covered: Rect,
    /// What things look like.
    pub theme: &'b Theme,
}

impl<'b> Canvas<'b> {
    /// The canvas over the whole of `buffer`.
    pub fn new(buffer: &'b mut Buffer, (app, theme): (&App, &'b Theme)) -> Self {
        let signs = Signs { glyphs: app.glyphs, actors: app.actors };
        let mut canvas = Self { buffer, caret: Caret::default(), signs, covered: Rect::ZERO, theme };
        canvas.tint(canvas.area(), theme.ground);
        canvas
    }

    /// Where the user is in what was drawn.
    pub fn caret(&self) -> Caret {
        self.caret
    }

    /// The whole of it.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Says what will be drawn over.
    pub fn cover(&mut self, area: Rect) {
        self.covered = area;
    }

    /// Whether nothing of `area` will be seen.
    pub fn is_covered(&self, area: Rect) -> bool {
        self.covered.intersection(area) == area
    }

    /// Begins to write at the left of row `row` of `area`, counted from 0.
    pub fn pen(&mut self, area: Rect, row: u16) -> Pen<'_> {
        let area = self::row(area, row);
        let area = if self.is_covered(area) { Rect::ZERO } else { area };
        Pen { signs: self.signs, ..Pen::new((self.buffer, &mut self.caret), area, self.theme) }
    }

    /// Begins a row of a list: tints it and sets the bar of the cursor.
    pub fn begin(&mut self, row: ListRow) -> Pen<'_> {
        let (style, bar) = (row.style(self.theme), if row.cursor == Cursor::Off { " " } else { BAR });
        let focus = self.theme.focus;
        self.tint(row.area, style);
        let pen = self.pen(row.area, 0);
        let pen = if row.cursor == Cursor::Here { pen.here() } else { pen };
        pen.put(bar, if row.cursor == Cursor::Off { style } else { focus })
    }

    /// Gives every cell of `area` the style `style`.
    pub fn tint(&mut self, area: Rect, style: Style) {
        if style == Style::new() {
            return;
        }
        self.buffer.set_style(area.intersection(self.area()), style);
    }

    /// Empties `area`, for what is drawn over something else.
    pub fn wipe(&mut self, area: Rect) {
        self.clear_halves(area);
        let mut blank = Cell::EMPTY;
        blank.set_style(self.theme.ground);
        for at in 0..area.height {
            cells(self.buffer, row(area, at)).fill(blank.clone());
        }
    }

    /// Empties the wide characters that reach into `area` from its left: half of one cannot stay.
    fn clear_halves(&mut self, area: Rect) {
        let Some(x) = area.x.checked_sub(1) else { return };
        for y in area.top()..area.bottom() {
            if let Some(cell) = self.buffer.cell_mut((x, y)).filter(|cell| width(cell.symbol()) > 1) {
                cell.set_symbol(" ");
            }
        }
    }

    /// Draws a box around `area`.
    pub fn boxed(&mut self, area: Rect, border: BorderType, style: Style) {
        let set = match (self.signs.glyphs, border) {
            (Glyphs::Unicode, _) => border.to_border_set(),
            (Glyphs::Ascii, BorderType::Thick) => {
                border::Set { horizontal_top: "=", horizontal_bottom: "=", ..ASCII_BORDER }
            }
            (Glyphs::Ascii, _) => ASCII_BORDER,
        };
        let area = area.intersection(self.area());
        for at in 0..area.height {
            let [left, line, right] = match at {
                0 => [set.top_left, set.horizontal_top, set.top_right],
                _ if at + 1 == area.height => [set.bottom_left, set.horizontal_bottom, set.bottom_right],
                _ => [set.vertical_left, "", set.vertical_right],
            };
            let mut pen = self.pen(area, at);
            let last = pen.end.saturating_sub(1);
            pen.glyph(left, 1, style);
            while !line.is_empty() && pen.x < last {
                pen.glyph(line, 1, style);
            }
            pen.column(area.width.saturating_sub(1)).glyph(right, 1, style);
        }
    }
}

/// How the cursor relates to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// It is elsewhere.
    Off,
    /// It is on the row, but the keyboard is in another pane.
    Held,
    /// It is on the row.
    Here,
}

/// A row of a list.
#[derive(Debug, Clone, Copy)]
pub struct ListRow {
    /// Where.
    pub area: Rect,
    /// How the cursor relates to it.
    pub cursor: Cursor,
}

impl ListRow {
    /// A row of the list that has the keyboard.
    pub fn focused(area: Rect, selected: bool) -> Self {
        Self { area, cursor: if selected { Cursor::Here } else { Cursor::Off } }
    }

    /// The style of its words.
    pub fn style(self, theme: &Theme) -> Style {
        self.or(theme, theme.text)
    }

    /// `style`, unless the cursor is on the row, whose own style then goes through to its end.
    pub fn or(self, theme: &Theme, style: Style) -> Style {
        match self.cursor {
            Cursor::Off => style,
            Cursor::Held => theme.held,
            Cursor::Here => theme.selection,
        }
    }
}

/// A line of the screen being written from left to right, and from the right end inwards.
pub struct Pen<'b> {
    cells: &'b mut [Cell],
    caret: &'b mut Caret,
    /// The column and row of the first cell.
    start: (u16, u16),
    /// The next cell, and the one after the last that is left.
    x: usize,
    end: usize,
    signs: Signs,
    /// What things look like.
    pub theme: &'b Theme,
}

impl<'b> Pen<'b> {
    /// Begins at the left of the first row of `area`. Writes nothing where the area has none.
    fn new((buffer, caret): (&'b mut Buffer, &'b mut Caret), area: Rect, theme: &'b Theme) -> Self {
        let cells = cells(buffer, area);
        Self { end: cells.len(), cells, caret, start: (area.x, area.y), x: 0, signs: Signs::default(), theme }
    }

    /// Marks the next cell as the place where the user is.
    pub fn here(self) -> Self {
        self.mark(false)
    }

    /// Marks the next cell as the place where text is typed, which goes before every other place.
    pub fn typing(self) -> Self {
        self.mark(true)
    }

    fn mark(self, is_shown: bool) -> Self {
        if self.x < self.end && (is_shown || !self.caret.is_shown) {
            let (x, y) = self.start;
            *self.caret = Caret { at: (x + u16::try_from(self.x).unwrap_or(0), y), is_shown };
        }
        self
    }

    /// Cells left.
    pub fn room(&self) -> usize {
        self.end - self.x
    }

    /// Writes words of the program; what does not fit is cut and marked with `…`. Its symbols are those of the glyphs in
    /// use; in texts of the model, which [`Pen::marked`] and [`Pen::styled`] write, every character stays.
    pub fn put(self, text: &str, style: Style) -> Self {
        let text = drawn(self.signs.glyphs, text);
        self.styled(&text, |_| style)
    }

    /// Writes `text` in `base`, the pieces at `marks` (bytes of `text`) as found.
    pub fn marked(self, text: &str, marks: &[Span], base: Style) -> Self {
        let found = self.found_on(base);
        self.styled(text, |at| if marks.iter().any(|span| span.contains(at)) { found } else { base })
    }

    /// How a match looks in a text of style `base`.
    fn found_on(&self, base: Style) -> Style {
        // A colour of its own would be lost, or glare, on the row under the cursor.
        let is_selected = base == self.theme.selection;
        if is_selected { base.add_modifier(Modifier::UNDERLINED) } else { base.patch(self.theme.found) }
    }

    /// Writes a quote in `base`, the pieces at `marks` (bytes of its text) as found, and what it leaves out or cuts off
    /// as missing.
    pub fn quoted(self, quote: &ShownQuote, piece: Span, (marks, base): (&[Span], Style)) -> Self {
        let is_selected = base == self.theme.selection;
        let missing = if is_selected { base.add_modifier(Modifier::ITALIC) } else { base.patch(self.theme.missing) };
        let found = self.found_on(base);
        let start = piece.start();
        self.styled(piece.of(&quote.text).trim_end(), |at| {
            let at = start + at;
            if quote.is_missing(at) {
                missing
            } else if marks.iter().any(|mark| mark.contains(at)) {
                found
            } else {
                base
            }
        })
    }

    /// Writes the mark of an actor in its colour: a bar, or its letter.
    pub fn actor(self, model: &Model, actor: ActorId) -> Self {
        let style = self.theme.actor(model, actor);
        match self.signs.actors {
            ActorMarks::Bars => self.put(PASSAGE, style),
            ActorMarks::Letters => self.put(model.side(actor).letter.encode_utf8(&mut [0; 4]), style),
        }
    }

    /// Writes `text`, each character in the style for its offset, which is asked for in rising order.
    pub fn styled(mut self, text: &str, mut style: impl FnMut(usize) -> Style) -> Self {
        for glyph in glyphs(text) {
            let room = self.room();
            if glyph.width >= room && !fits(text.get(glyph.start..).unwrap_or(""), room) {
                let cut = drawn(self.signs.glyphs, "…");
                self.glyph(&cut, 1, style(glyph.start));
                return self;
            }
            self.write(&glyph, style(glyph.start));
        }
        self
    }

    /// Writes `text` at the right end and leaves the room before it; nothing where it does not fit whole.
    pub fn right(mut self, text: &str, style: Style) -> Self {
        let cells = width(text);
        if cells > self.room() || cells == 0 {
            return self;
        }
        let (resume, end) = (self.x, self.end - cells);
        self.x = end;
        self = self.put(text, style);
        self.x = resume;
        self.end = end;
        self
    }

    /// Goes to `cells` from the left of the area, if not there yet.
    pub fn column(mut self, cells: u16) -> Self {
        self.x = self.x.max(usize::from(cells)).min(self.end);
        self
    }

    /// Fills what is left with a one-cell symbol.
    pub fn fill(mut self, symbol: &str, style: Style) {
        let symbol = drawn(self.signs.glyphs, symbol);
        while self.x < self.end {
            self.glyph(&symbol, 1, style);
        }
    }

    fn write(&mut self, glyph: &Glyph<'_>, style: Style) {
        if &*glyph.shown == "    " {
            for _ in 0..4 {
                self.glyph(" ", 1, style);
            }
        } else {
            self.glyph(&glyph.shown, glyph.width, style);
        }
    }

    fn glyph(&mut self, symbol: &str, cells: usize, style: Style) {
        let Some([first, rest @ ..]) = self.cells.get_mut(self.x..self.end.min(self.x + cells)) else { return };
        if rest.len() + 1 < cells {
            self.x = self.end;
            return;
        }
        set(first, symbol, style);
        for half in rest {
            // The second half of a wide character is drawn by its first.
            set(half, " ", style);
        }
        self.x += cells;
    }
}

fn set(cell: &mut Cell, symbol: &str, style: Style) {
    // Most blanks are written where nothing is, and an empty cell costs less than a space.
    if symbol != " " || cell.symbol() != " " {
        cell.set_symbol(symbol);
    }
    cell.set_style(style);
}

/// The cells of the first row of `area`; none where it has none.
fn cells(buffer: &mut Buffer, area: Rect) -> &mut [Cell] {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return &mut [];
    }
    let start = buffer.index_of(area.x, area.y);
    &mut buffer.content[start..start + usize::from(area.width)]
}

/// Whether `text` takes at most `room` cells. Looks at no more of it than that.
fn fits(text: &str, room: usize) -> bool {
    // Nothing but a tab takes more cells than bytes.
    if text.len() <= room && !text.contains('\t') {
        return true;
    }
    let mut used = 0;
    glyphs(text).all(|glyph| {
        used += glyph.width;
        used <= room
    })
}

/// One row of `area`, counted from 0; empty where there is none.
pub fn row(area: Rect, row: u16) -> Rect {
    Rect { y: area.y.saturating_add(row), height: u16::from(row < area.height), ..area }
}

#[cfg(test)]
mod tests {
    use super::{Buffer, Caret, Modifier, Pen, Rect, Span, Style, Theme};
    use crate::app::ThemeName;

    fn line(width: u16, write: impl FnOnce(Pen<'_>)) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buffer = Buffer::empty(area);
        write(Pen::new((&mut buffer, &mut Caret::default()), area, Theme::named(ThemeName::Mono)));
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn text_is_cut_where_the_room_ends() {
        let plain = Style::new();
        assert_eq!(line(6, |pen| _ = pen.put("abcdef", plain)), "abcdef");
        assert_eq!(line(5, |pen| _ = pen.put("abcdef", plain)), "abcd…");
        assert_eq!(line(5, |pen| _ = pen.put("欧盟提议", plain)), "欧 盟 …");
        assert_eq!(line(9, |pen| _ = pen.right("12", plain).put("abcdefghi", plain)), "abcdef…12");
        assert_eq!(line(0, |pen| _ = pen.put("a", plain)), "");
        assert_eq!(line(3, |pen| _ = pen.put("a\u{1b}\u{202e}", plain)), "a␛\u{fffd}");
    }

    #[test]
    fn marks_are_styled_in_their_places() {
        let area = Rect::new(0, 0, 8, 1);
        let mut buffer = Buffer::empty(area);
        let _ = Pen::new((&mut buffer, &mut Caret::default()), area, Theme::named(ThemeName::Mono)).marked(
            "né abc",
            &[Span::new(4, 6)],
            Style::new(),
        );
        let marked: String = buffer
            .content
            .iter()
            .filter(|cell| cell.modifier.contains(Modifier::BOLD))
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(marked, "ab");
    }
}
