//! The layout of browse.

use ratatui::layout::Rect;

use crate::app::layout::{Edge, Frame, Shape, body, bottom, left, resized, right, shape, top};
use crate::app::place::Pane;

/// The frames of browse; `None` for what is not on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrowseRegions {
    /// The three panes, by [`Pane::index`].
    pub panes: [Option<Frame>; 3],
    /// The selected demand in full.
    pub card: Option<Frame>,
    /// The article's text around the selected passage.
    pub context: Option<Frame>,
}

impl BrowseRegions {
    /// The frame of `pane`, if it is on the screen.
    pub fn pane(&self, pane: Pane) -> Option<Frame> {
        self.panes[pane.index()]
    }
}

/// What the layout depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrowseWish {
    /// The pane with the keyboard.
    pub focus: Pane,
    /// Whether that pane alone is shown.
    pub zoom: bool,
    /// Whether the text around the passage is shown where there is room.
    pub context: bool,
    /// Rows for everything about the selected demand.
    pub story: u16,
    /// Cells added to the default widths of the first and second pane.
    pub wider: [i16; 2],
}

/// The least width of the first pane, in cells.
const LEAST_FIRST: u16 = 16;
const LEAST_OTHER: u16 = 24;

/// Rows reserved for a passage below the story of its demand.
pub const LEAST_PASSAGE: u16 = 3;
/// Rows reserved for the upper panes on a small screen, with their titles.
const LEAST_LISTS: u16 = 7;

/// Arranges the browse view on a terminal of `size`.
pub fn regions(size: (u16, u16), wish: BrowseWish) -> BrowseRegions {
    let body = body(size);
    let shape = shape(size);
    match shape {
        Shape::TooSmall => BrowseRegions { panes: [None; 3], card: None, context: None },
        Shape::Single => alone(body, wish, Edge::Bare),
        _ if wish.zoom => alone(body, wish, if shape == Shape::Stacked { Edge::Ruled } else { Edge::Boxed }),
        Shape::Stacked => stacked(body, wish),
        Shape::Columns => columns(body, wish),
        Shape::Wide => wide(body, wish),
    }
}

/// The focused pane over the whole body; passages keep their context below if there is room.
fn alone(body: Rect, wish: BrowseWish, edge: Edge) -> BrowseRegions {
    let mut panes = [None; 3];
    let (pane, context) = match wish.focus {
        Pane::Passages if edge == Edge::Bare => with_context(body, BrowseWish { story: 0, ..wish }, edge),
        Pane::Passages => with_context(body, wish, edge),
        Pane::First | Pane::Demands => (Frame::new(body, edge), None),
    };
    panes[wish.focus.index()] = Some(pane);
    BrowseRegions { panes, card: None, context }
}

fn stacked(body: Rect, wish: BrowseWish) -> BrowseRegions {
    let story = wish.story.saturating_add(LEAST_PASSAGE + 1).min(body.height.saturating_sub(LEAST_LISTS));
    let lower = (body.height * 6 / 11).clamp(8, 30).max(story).min(body.height);
    let (upper, lower) = (top(body, body.height - lower), bottom(body, lower));
    let first = (upper.width * 3 / 10).clamp(20, 34);
    let first = resized(first, wish.wider[0], (LEAST_FIRST, upper.width - LEAST_OTHER));
    let (passages, context) = with_context(lower, wish, Edge::Ruled);
    let panes = [
        Some(Frame::new(left(upper, first), Edge::Ruled)),
        Some(Frame::new(right(upper, upper.width - first - 1), Edge::Ruled)),
        Some(passages),
    ];
    BrowseRegions { panes, card: None, context }
}

fn columns(body: Rect, wish: BrowseWish) -> BrowseRegions {
    let first = (body.width * 22 / 100).clamp(20, 34);
    let first = resized(first, wish.wider[0], (LEAST_FIRST, body.width - 2 * LEAST_OTHER));
    let second = resized((body.width - first) / 2, wish.wider[1], (LEAST_OTHER, body.width - first - LEAST_OTHER));
    let (passages, context) = with_context(right(body, body.width - first - second), wish, Edge::Boxed);
    let middle = Rect { x: body.x + first, width: second, ..body };
    BrowseRegions {
        panes: [
            Some(Frame::new(left(body, first), Edge::Boxed)),
            Some(Frame::new(middle, Edge::Boxed)),
            Some(passages),
        ],
        card: None,
        context,
    }
}

fn wide(body: Rect, wish: BrowseWish) -> BrowseRegions {
    let first = (body.width * 19 / 100).clamp(28, 44);
    let first = resized(first, wish.wider[0], (LEAST_FIRST, body.width - 2 * LEAST_OTHER));
    let second = (body.width - first) * 52 / 100;
    let second = resized(second, wish.wider[1], (LEAST_OTHER, body.width - first - LEAST_OTHER));
    let (passages, context) =
        with_context(right(body, body.width - first - second), BrowseWish { story: 0, ..wish }, Edge::Boxed);
    let middle = Rect { x: body.x + first, width: second, ..body };
    let card = (body.height / 3).clamp(9, 16).max(wish.story.saturating_add(2).min(body.height * 2 / 3));
    BrowseRegions {
        panes: [
            Some(Frame::new(left(body, first), Edge::Boxed)),
            Some(Frame::new(top(middle, middle.height - card), Edge::Boxed)),
            Some(passages),
        ],
        card: Some(Frame::new(bottom(middle, card), Edge::Boxed)),
        context,
    }
}

/// Story and passages above, the text around the selected passage below, if both get at least three rows.
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
    // The story of the demand has priority over the text around the passage.
    let upper = match wish.story {
        0 => 0,
        story => story.saturating_add(edges + if edge == Edge::Boxed { 3 * LEAST_PASSAGE } else { LEAST_PASSAGE + 1 }),
    };
    let lower = (area.height * 11 / 20).max(edges + 3).min(area.height.saturating_sub(upper));
    if lower < if edge == Edge::Boxed { edges + 5 } else { edges + 3 } {
        return (Frame::new(area, edge), None);
    }
    (Frame::new(top(area, area.height - lower), edge), Some(Frame::new(bottom(area, lower), below_edge)))
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::{BrowseWish, regions};
    use crate::app::place::Pane;

    #[test]
    fn frames_lie_on_the_screen_and_never_overlap() {
        for size in (0..220).step_by(3).flat_map(|w| (0..70).map(move |h| (w, h))) {
            let ways = Pane::ALL.into_iter().flat_map(|pane| [(pane, false, 0), (pane, false, 90), (pane, true, 0)]);
            for (focus, zoom, more) in ways {
                let wider = [more, if focus == Pane::First { -more } else { more }];
                let regions = regions(size, BrowseWish { focus, zoom, context: true, story: 30, wider });
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
