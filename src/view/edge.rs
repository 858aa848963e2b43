//! The edges of panes: boxes and rules with titles and a scrollbar.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::BorderType;

use super::paint::{Canvas, row};
use crate::app::layout::{Edge, Frame};

/// Whether a pane has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// It has.
    Here,
    /// It has not.
    Elsewhere,
}

/// What stands on an edge.
#[derive(Debug, Clone, Copy)]
pub struct Title<'t> {
    /// To the left.
    pub left: &'t str,
    /// To the right, where there is room.
    pub right: &'t str,
    /// Whether the pane has the keyboard.
    pub focus: Focus,
}

/// Draws the edge of `frame` with its title. A bare frame has none.
pub fn draw(canvas: &mut Canvas<'_>, frame: Frame, title: Title<'_>) {
    let theme = canvas.theme;
    let (edge, words) = match title.focus {
        Focus::Here => (theme.focus, theme.focus),
        Focus::Elsewhere => (theme.edge, theme.text),
    };
    let area = frame.outer;
    match frame.edge {
        Edge::Bare => return,
        Edge::Boxed => {
            let kind = if title.focus == Focus::Here { BorderType::Thick } else { BorderType::Rounded };
            canvas.boxed(area, kind, edge);
        }
        Edge::Ruled => {
            let line = if title.focus == Focus::Here { "━" } else { "─" };
            canvas.pen(area, 0).fill(line, edge);
        }
    }
    let inset = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
    let pen = canvas.pen(row(inset, 0), 0);
    let pen = if title.right.is_empty() { pen } else { pen.right(&format!(" {} ", title.right), edge) };
    let _ = pen.put(&format!(" {} ", title.left), words);
}

/// Draws on the right edge how much of a list is on the screen; nothing where all of it is.
///
/// `extent` is the first row on the screen, the rows on the screen and the rows in all.
pub fn scrollbar(canvas: &mut Canvas<'_>, frame: Frame, extent: (usize, usize, usize), style: Style) {
    let (top, height, rows) = extent;
    if frame.edge != Edge::Boxed || rows <= height || height == 0 || frame.inner.height == 0 {
        return;
    }
    let track = usize::from(frame.inner.height);
    let length = (track * height / rows).clamp(1, track);
    let start = (track - length) * top / (rows - height).max(1);
    let bar = Rect { x: frame.outer.right().saturating_sub(1), width: 1, ..frame.inner };
    for cell in start..(start + length).min(track) {
        canvas.pen(bar, u16::try_from(cell).unwrap_or(0)).fill("█", style);
    }
}

/// Draws the upright rule between two panes side by side that have no boxes.
pub fn upright(canvas: &mut Canvas<'_>, area: Rect, style: Style) {
    for at in 0..area.height {
        canvas.pen(area, at).fill("│", style);
    }
}
