//! What stands where: pure functions of the terminal's size.
//!
//! Scroll offsets are made true against these rectangles before anything is drawn, so that the view only reads.

use ratatui::layout::Rect;

use super::compare::Face;
use super::place::Pane;

/// Smallest terminal with room for a view, in columns and rows.
pub const SMALLEST: (u16, u16) = (40, 8);
/// Prose is never set wider than this many cells.
pub const READING_WIDTH: u16 = 76;

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
    /// Nothing: the title stands in the header line.
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

/// Where everything of the browse view stands. A pane that is not on the screen has no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Browse {
    /// The three panes, by [`Pane::index`].
    pub panes: [Option<Frame>; 3],
    /// The selected demand in full.
    pub card: Option<Frame>,
    /// The article's text around the selected passage.
    pub context: Option<Frame>,
}

impl Browse {
    /// The frame of `pane`, if it is on the screen.
    pub fn pane(&self, pane: Pane) -> Option<Frame> {
        self.panes[pane.index()]
    }
}

/// What the browse view is asked to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrowseWish {
    /// The pane with the keyboard.
    pub focus: Pane,
    /// Whether that pane alone is shown.
    pub zoom: bool,
    /// Whether the text around the passage is shown where there is room.
    pub context: bool,
}

/// What the compare view is asked to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompareWish {
    /// Whether the detail is hidden.
    pub zoom: bool,
    /// Rows that the whole table would take.
    pub rows: usize,
    /// How it is drawn.
    pub face: Face,
}

/// Where everything of the compare view stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compare {
    /// The matrix or the scales.
    pub table: Frame,
    /// What is under the cursor.
    pub detail: Option<Frame>,
}

/// Arranges the compare view on a terminal of `size`: the detail beside the table where it is wide, else below.
pub fn compare(size: (u16, u16), wish: CompareWish) -> Compare {
    let body = body(size);
    let shape = shape(size);
    let edge = match shape {
        Shape::TooSmall | Shape::Single => Edge::Bare,
        Shape::Stacked => Edge::Ruled,
        Shape::Columns | Shape::Wide => Edge::Boxed,
    };
    if wish.zoom || shape == Shape::TooSmall {
        return Compare { table: Frame::new(body, edge), detail: None };
    }
    if shape == Shape::Wide {
        let width = (body.width * 2 / 5).clamp(50, READING_WIDTH + 4);
        let table = Frame::new(left(body, body.width - width), edge);
        return Compare { table, detail: Some(Frame::new(right(body, width), edge)) };
    }
    let least = match (wish.face, shape) {
        (Face::Matrix, Shape::Single) => body.height * 2 / 5,
        (Face::Spectrum, Shape::Single) => body.height * 3 / 10,
        (Face::Matrix, _) => (body.height * 2 / 5).max(7),
        (Face::Spectrum, _) => (body.height / 3).max(7),
    };
    let wanted = u16::try_from(wish.rows).unwrap_or(u16::MAX);
    let spare = match wish.face {
        Face::Matrix => body.height.saturating_sub(wanted).min(body.height * 3 / 5),
        Face::Spectrum => 0,
    };
    let detail = least.max(spare).min(body.height);
    let below_edge = if edge == Edge::Bare { Edge::Ruled } else { edge };
    let table = Frame::new(top(body, body.height - detail), edge);
    Compare { table, detail: Some(Frame::new(bottom(body, detail), below_edge)) }
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

/// Arranges the browse view on a terminal of `size`.
pub fn browse(size: (u16, u16), wish: BrowseWish) -> Browse {
    let body = body(size);
    let shape = shape(size);
    match shape {
        Shape::TooSmall => Browse { panes: [None; 3], card: None, context: None },
        Shape::Single => alone(body, wish, Edge::Bare),
        _ if wish.zoom => alone(body, wish, if shape == Shape::Stacked { Edge::Ruled } else { Edge::Boxed }),
        Shape::Stacked => stacked(body, wish),
        Shape::Columns => columns(body, wish),
        Shape::Wide => wide(body, wish),
    }
}

/// The focused pane over the whole body; passages keep their context below where there is room.
fn alone(body: Rect, wish: BrowseWish, edge: Edge) -> Browse {
    let mut panes = [None; 3];
    let (pane, context) = match wish.focus {
        Pane::Passages => with_context(body, wish, edge),
        Pane::First | Pane::Demands => (Frame::new(body, edge), None),
    };
    panes[wish.focus.index()] = Some(pane);
    Browse { panes, card: None, context }
}

fn stacked(body: Rect, wish: BrowseWish) -> Browse {
    let lower = (body.height * 6 / 11).clamp(8, 30).min(body.height);
    let (upper, lower) = (top(body, body.height - lower), bottom(body, lower));
    let first = (upper.width * 3 / 10).clamp(20, 34);
    let (passages, context) = with_context(lower, wish, Edge::Ruled);
    let panes = [
        Some(Frame::new(left(upper, first), Edge::Ruled)),
        Some(Frame::new(right(upper, upper.width - first - 1), Edge::Ruled)),
        Some(passages),
    ];
    Browse { panes, card: None, context }
}

fn columns(body: Rect, wish: BrowseWish) -> Browse {
    let first = (body.width * 22 / 100).clamp(20, 34);
    let second = (body.width - first) / 2;
    let (passages, context) = with_context(right(body, body.width - first - second), wish, Edge::Boxed);
    let middle = Rect { x: body.x + first, width: second, ..body };
    Browse {
        panes: [
            Some(Frame::new(left(body, first), Edge::Boxed)),
            Some(Frame::new(middle, Edge::Boxed)),
            Some(passages),
        ],
        card: None,
        context,
    }
}

fn wide(body: Rect, wish: BrowseWish) -> Browse {
    let first = (body.width * 19 / 100).clamp(28, 44);
    let second = (body.width - first) * 52 / 100;
    let (passages, context) = with_context(right(body, body.width - first - second), wish, Edge::Boxed);
    let middle = Rect { x: body.x + first, width: second, ..body };
    let card = (body.height / 3).clamp(9, 16);
    Browse {
        panes: [
            Some(Frame::new(left(body, first), Edge::Boxed)),
            Some(Frame::new(top(middle, middle.height - card), Edge::Boxed)),
            Some(passages),
        ],
        card: Some(Frame::new(bottom(middle, card), Edge::Boxed)),
        context,
    }
}

/// Passages above, the text around the selected one below, where both have at least three rows.
fn with_context(area: Rect, wish: BrowseWish, edge: Edge) -> (Frame, Option<Frame>) {
    let edges = match edge {
        Edge::Boxed => 2,
        Edge::Ruled | Edge::Bare => 1,
    };
    let needed = if edge == Edge::Bare { 18 } else { 2 * edges + 7 };
    if !wish.context || area.height < needed {
        return (Frame::new(area, edge), None);
    }
    let below_edge = if edge == Edge::Bare { Edge::Ruled } else { edge };
    let lower = (area.height * 11 / 20).max(edges + 3);
    (Frame::new(top(area, area.height - lower), edge), Some(Frame::new(bottom(area, lower), below_edge)))
}

/// A box in the middle of the terminal, of at most this size.
pub fn centred(size: (u16, u16), width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(size.0), height.min(size.1));
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

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

/// Where the finding under the cursor is told in full, below the list of findings; nothing where the list needs the room.
pub fn finding(size: (u16, u16)) -> Option<Rect> {
    let inner = overlay(size).inner;
    (inner.height >= 16).then(|| bottom(inner, 7))
}

/// Rows of the list of findings.
pub fn finding_rows(size: (u16, u16)) -> u16 {
    overlay_rows(size) - finding(size).map_or(0, |area| area.height)
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
    use super::{BrowseWish, Pane, Rect, Shape, browse, shape};

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

    #[test]
    fn frames_lie_on_the_screen_and_never_overlap() {
        for size in (0..220).step_by(3).flat_map(|w| (0..70).map(move |h| (w, h))) {
            for (focus, zoom) in Pane::ALL.into_iter().flat_map(|pane| [(pane, false), (pane, true)]) {
                let regions = browse(size, BrowseWish { focus, zoom, context: true });
                let frames: Vec<Rect> = regions
                    .panes
                    .into_iter()
                    .chain([regions.card, regions.context])
                    .flatten()
                    .map(|f| f.outer)
                    .collect();
                for (n, frame) in frames.iter().enumerate() {
                    assert!(frame.right() <= size.0 && frame.bottom() <= size.1, "{size:?} {frame:?}");
                    assert!(frames.iter().skip(n + 1).all(|other| frame.intersection(*other).is_empty()), "{size:?}");
                }
            }
        }
    }
}
