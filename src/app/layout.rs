//! What is where: pure functions of the terminal's size.
//!
//! Scroll offsets are made true against these rectangles before anything is drawn, so that the view only reads.

use ratatui::layout::Rect;

/// Smallest terminal with room for a view, in columns and rows.
pub const SMALLEST: (u16, u16) = (40, 8);
/// Prose in panes and overlays is never set wider than this many cells.
pub const READING_WIDTH: u16 = 76;

/// How wide things are, as far as the user says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    /// The widest row of an article in the reader, in cells.
    pub reading: u16,
    /// Cells that the first and the second pane of browse have more than they come with.
    pub panes: [i16; 2],
    /// Cells that the margin of the reader has more.
    pub margin: i16,
    /// Extra cells for the names at the left of the comparison.
    pub names: i16,
}

impl Default for Measures {
    fn default() -> Self {
        Self { reading: READING_WIDTH, panes: [0, 0], margin: 0, names: 0 }
    }
}

/// `cells` and `more`, within the bounds; the lower one wins.
pub fn resized(cells: u16, more: i16, (least, most): (u16, u16)) -> u16 {
    cells.saturating_add_signed(more).min(most).max(least)
}

/// How the panes are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing fits: one line says so.
    TooSmall,
    /// One pane at a time.
    Single,
    /// Two panes over the third, separated by rules.
    Stacked,
    /// Three boxes side by side.
    Columns,
    /// Three boxes, with the selected demand in full below its list.
    Wide,
}

/// The shape for a terminal of `size` columns and rows.
pub fn shape(size: (u16, u16)) -> Shape {
    match size {
        (w, h) if w < SMALLEST.0 || h < SMALLEST.1 => Shape::TooSmall,
        (w, h) if w < 72 || h < 16 => Shape::Single,
        (w, _) if w < 100 => Shape::Stacked,
        (w, h) if w < 150 || h < 30 => Shape::Columns,
        _ => Shape::Wide,
    }
}

/// How a piece of the screen is set apart from its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A box around it, its title on the upper border.
    Boxed,
    /// A rule with its title above it.
    Ruled,
    /// Nothing: the title is in the header line.
    Bare,
}

/// A titled piece of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The whole of it, with its edge.
    pub outer: Rect,
    /// What is left for the contents.
    pub inner: Rect,
    /// How it is set apart.
    pub edge: Edge,
}

impl Frame {
    /// A frame that fills `outer`.
    pub fn new(outer: Rect, edge: Edge) -> Self {
        let inner = match edge {
            Edge::Boxed => shrink(outer),
            Edge::Ruled => below(outer, 1),
            Edge::Bare => outer,
        };
        Self { outer, inner, edge }
    }
}

/// The first line.
pub fn header(size: (u16, u16)) -> Rect {
    Rect::new(0, 0, size.0, size.1.min(1))
}

/// The last line.
pub fn footer(size: (u16, u16)) -> Rect {
    Rect::new(0, size.1.saturating_sub(1), size.0, size.1.min(1))
}

/// All between the first line and the last.
pub fn body(size: (u16, u16)) -> Rect {
    Rect::new(0, size.1.min(1), size.0, size.1.saturating_sub(2))
}

/// A box in the middle of the terminal, of at most this size.
pub fn centred(size: (u16, u16), width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(size.0), height.min(size.1));
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

/// Cells of a column of keys at least.
const KEY_COLUMN: u16 = 48;

/// The frame of a list that lies over the view: help, palette, findings. Its first two rows are for what is typed.
pub fn overlay(size: (u16, u16)) -> Frame {
    let above_footer = (size.0, size.1.saturating_sub(1));
    match shape(size) {
        Shape::Wide => Frame::new(centred(above_footer, 124, size.1 * 3 / 4), Edge::Boxed),
        Shape::Columns | Shape::Stacked => Frame::new(centred(above_footer, size.0, size.1), Edge::Boxed),
        Shape::Single | Shape::TooSmall => Frame::new(centred(above_footer, size.0, size.1), Edge::Ruled),
    }
}

/// Rows of the list in [`overlay`].
pub fn overlay_rows(size: (u16, u16)) -> u16 {
    overlay(size).inner.height.saturating_sub(2)
}

/// The columns of the list of keys, below what is typed and `legend` rows of marks, or one empty row.
pub fn key_columns(size: (u16, u16), legend: usize) -> Vec<Rect> {
    let area = below(overlay(size).inner, 1 + u16::try_from(legend.max(1)).unwrap_or(u16::MAX - 1));
    let count = (area.width / KEY_COLUMN).clamp(1, 3);
    let width = area.width / count;
    (0..count).map(|at| Rect { x: area.x + at * width, width, ..area }).collect()
}

/// Where the finding under the cursor is shown in full, below the list of findings; nothing where the list needs the room.
pub fn finding(size: (u16, u16)) -> Option<Rect> {
    let inner = overlay(size).inner;
    (inner.height >= 16).then(|| bottom(inner, 7))
}

/// Rows of the list of findings.
pub fn finding_rows(size: (u16, u16)) -> u16 {
    overlay_rows(size) - finding(size).map_or(0, |area| area.height)
}

/// Within [`overlay`]: the words of a faulty quote, which take `words` rows, the list of its `count` repairs, and what the
/// chosen one changes, at least half of it.
pub fn repairs(size: (u16, u16), words: usize, count: usize) -> [Rect; 3] {
    let inner = overlay(size).inner;
    let rows = |wanted: usize| u16::try_from(wanted).unwrap_or(u16::MAX).clamp(1, (inner.height / 4).max(1));
    let rest = below(inner, rows(words));
    [top(inner, rows(words)), top(rest, rows(count)), below(rest, rows(count))]
}

/// The upper `rows` rows of `area`.
pub fn top(area: Rect, rows: u16) -> Rect {
    Rect { height: rows.min(area.height), ..area }
}

/// The lower `rows` rows of `area`.
pub fn bottom(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + area.height - rows, height: rows, ..area }
}

/// The left `columns` columns of `area`.
pub fn left(area: Rect, columns: u16) -> Rect {
    Rect { width: columns.min(area.width), ..area }
}

/// The right `columns` columns of `area`.
pub fn right(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + area.width - columns, width: columns, ..area }
}

/// `area` without its first `rows` rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    bottom(area, area.height.saturating_sub(rows))
}

/// `area` without one cell on each side; nothing where there is no inside.
pub fn shrink(area: Rect) -> Rect {
    let (width, height) = (area.width.saturating_sub(2), area.height.saturating_sub(2));
    Rect { x: area.x + area.width.min(1), y: area.y + area.height.min(1), width, height }
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape};

    #[test]
    fn each_size_has_its_shape() {
        for (size, expected) in [
            ((0, 0), Shape::TooSmall),
            ((39, 50), Shape::TooSmall),
            ((40, 8), Shape::Single),
            ((120, 15), Shape::Single),
            ((80, 24), Shape::Stacked),
            ((100, 30), Shape::Columns),
            ((200, 29), Shape::Columns),
            ((160, 48), Shape::Wide),
        ] {
            assert_eq!(shape(size), expected, "{size:?}");
        }
    }
}
