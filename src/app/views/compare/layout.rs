//! Where everything of the compare view is drawn.

use ratatui::layout::Rect;

use crate::app::layout::{Edge, Frame, READING_WIDTH, Shape, body, bottom, left, resized, right, shape, top};
use crate::app::place::Mode;

/// What the compare view is asked to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompareWish {
    /// Whether the detail is hidden.
    pub zoom: bool,
    /// Rows that the whole table would take.
    pub rows: usize,
    /// How it is drawn.
    pub mode: Mode,
}

/// The parts of the compare view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompareRegions {
    /// The matrix or the scales.
    pub table: Frame,
    /// What is under the cursor.
    pub detail: Option<Frame>,
}

/// Arranges the compare view on a terminal of `size`: the detail beside the table where it is wide, else below.
pub fn regions(size: (u16, u16), wish: CompareWish) -> CompareRegions {
    let body = body(size);
    let shape = shape(size);
    let edge = match shape {
        Shape::TooSmall | Shape::Single => Edge::Bare,
        Shape::Stacked => Edge::Ruled,
        Shape::Columns | Shape::Wide => Edge::Boxed,
    };
    if wish.zoom || shape == Shape::TooSmall {
        return CompareRegions { table: Frame::new(body, edge), detail: None };
    }
    if shape == Shape::Wide {
        let width = (body.width / 5 * 2).clamp(50, READING_WIDTH + 4);
        let table = Frame::new(left(body, body.width - width), edge);
        return CompareRegions { table, detail: Some(Frame::new(right(body, width), edge)) };
    }
    let least = match (wish.mode, shape) {
        (_, Shape::Single) => body.height * 2 / 5,
        (Mode::Spectrum, _) => (body.height * 2 / 7).max(7),
        (Mode::Matrix, _) => (body.height * 2 / 5 + 1).max(7),
        (Mode::Groups | Mode::Timeline | Mode::Ground, _) => (body.height * 9 / 20 + 1).max(7),
    };
    let wanted = u16::try_from(wish.rows).unwrap_or(u16::MAX);
    let spare = match wish.mode {
        Mode::Spectrum => 0,
        Mode::Matrix | Mode::Groups | Mode::Timeline | Mode::Ground => {
            body.height.saturating_sub(wanted).min(body.height * 3 / 5)
        }
    };
    let detail = least.max(spare).min(body.height);
    let below_edge = if edge == Edge::Bare { Edge::Ruled } else { edge };
    let table = Frame::new(top(body, body.height - detail), edge);
    CompareRegions { table, detail: Some(Frame::new(bottom(body, detail), below_edge)) }
}

/// Rows that are no lanes of a timeline: the axis above, the legend below where there is one.
fn timeline_rest(area: Rect) -> u16 {
    1 + legend_rows(area.height)
}

/// Rows of each of `lanes` lanes: two where there is room.
pub fn lane_rows(area: Rect, lanes: usize) -> u16 {
    let room = usize::from(area.height.saturating_sub(timeline_rest(area)));
    if lanes * 2 <= room { 2 } else { 1 }
}

/// How many of `lanes` lanes fit.
pub fn timeline_lanes(area: Rect, lanes: usize) -> u16 {
    area.height.saturating_sub(timeline_rest(area)) / lane_rows(area, lanes)
}

/// The names at the left of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    /// Cells of the longest.
    pub longest: usize,
    /// Cells that they have more than they come with.
    pub more: i16,
}

impl Names {
    /// Their cells in an area of `width`, with `beside` cells next to them: as the longest needs, within bounds, and what the user
    /// adds.
    pub fn cells(self, width: u16, beside: u16, (least, most): (u16, u16)) -> u16 {
        let longest = u16::try_from(self.longest).unwrap_or(u16::MAX).saturating_add(beside);
        resized(longest.clamp(least, most.max(least)), self.more, (least, width / 10 * 7)).min(width)
    }
}

/// Cells of the names of lanes, and those of the axis behind them, in an area of `width` cells.
pub fn lane_part(width: u16, names: Names) -> (u16, u16) {
    let names = names.cells(width, 2, (6, (width / 10 * 3).max(8)));
    (names, width.saturating_sub(names + 1))
}

/// Cells of the names of issues on the common ground, in an area of `width` cells.
pub fn ground_part(width: u16, names: Names) -> u16 {
    names.cells(width, 2, (1, (width / 5 * 2).max(12)))
}

/// The least width of an area in which the names of issues fit beside their scales.
const BESIDE: u16 = 64;

/// Cells of the names of issues beside their scales, and where these begin, in an area of `width` cells; no names where
/// they go above.
pub fn scale_part(width: u16, names: Names) -> (u16, u16) {
    if width < BESIDE {
        return (0, 2);
    }
    let names = names.cells(width, 2, (12, width / 4));
    (names, names + 1)
}

/// Rows of the legend below the scales in an area of this height; small areas have none, nor headings of groups.
pub fn legend_rows(height: u16) -> u16 {
    u16::from(height >= 10)
}
