//! The layout of the reader.

use ratatui::layout::Rect;

use crate::app::layout::{Edge, Frame, Measures, Shape, body, bottom, left, resized, right, shape, top};

/// The frames of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderRegions {
    /// Who speaks in the article.
    pub voices: Option<Frame>,
    /// The rows of text with the gutter to the left of them.
    pub text: Frame,
    /// Details of the passages, beside the text or below it.
    pub margin: Frame,
}

/// Cells of the gutter: bars of passages and a space.
pub const GUTTER: u16 = 5;

/// The least widths of text and margin.
const LEAST: (u16, u16) = (40, 20);

/// Arranges the reader on a terminal of `size`.
pub fn regions(size: (u16, u16), measures: Measures) -> ReaderRegions {
    let body = body(size);
    let (voices, text, margin) = match shape(size) {
        Shape::Wide => {
            let voices = 28;
            let beside = (body.width * 30 / 100).clamp(40, 60);
            let beside = resized(beside, measures.margin, (LEAST.1, body.width - voices - LEAST.0));
            let rest = right(body, body.width.saturating_sub(voices));
            let text = left(rest, rest.width.saturating_sub(beside));
            (
                Some(Frame::new(left(body, voices), Edge::Boxed)),
                Frame::new(text, Edge::Boxed),
                Frame::new(right(rest, beside), Edge::Boxed),
            )
        }
        Shape::Columns => {
            let beside = (body.width * 32 / 100).clamp(30, 46);
            let beside = resized(beside, measures.margin, (LEAST.1, body.width - LEAST.0));
            let text = left(body, body.width.saturating_sub(beside));
            (None, Frame::new(text, Edge::Boxed), Frame::new(right(body, beside), Edge::Boxed))
        }
        Shape::Stacked => {
            let strip = if body.height >= 20 { 6 } else { 5 };
            let text = top(body, body.height - strip);
            (None, Frame::new(text, Edge::Ruled), Frame::new(bottom(body, strip), Edge::Ruled))
        }
        Shape::Single | Shape::TooSmall => {
            let strip = if body.height >= 12 { 3 } else { 1.min(body.height) };
            let text = top(body, body.height - strip);
            (None, Frame::new(text, Edge::Bare), Frame::new(bottom(body, strip), Edge::Bare))
        }
    };
    ReaderRegions { voices, text, margin }
}

/// The area of the text, gutter included; centred in a wide pane.
pub fn text_area(size: (u16, u16), measures: Measures) -> Rect {
    let inner = regions(size, measures).text.inner;
    let spare = inner.width.saturating_sub(GUTTER + 1 + text_width(size, measures)) / 2;
    Rect { x: inner.x + spare, width: inner.width - spare, ..inner }
}

/// The width of the text in cells.
pub fn text_width(size: (u16, u16), measures: Measures) -> u16 {
    regions(size, measures).text.inner.width.saturating_sub(GUTTER + 1).clamp(1, measures.reading.max(1))
}
