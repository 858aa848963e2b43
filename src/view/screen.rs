//! The whole screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::drawing::Drawing;
use super::paint::{Canvas, Caret};
use super::theme::Theme;
use super::{footer, overlay, status};
use crate::app::App;
use crate::app::layout::{self, SMALLEST, Shape};

/// Draws the state into `buffer`, whose area must begin at 0, 0 and have the size in the state; returns the cursor. No
/// size panics.
pub fn draw(app: &App, buffer: &mut Buffer) -> Caret {
    let theme = Theme::of(app);
    let mut canvas = Canvas::new(buffer, (app, &theme));
    if layout::shape(app.size) == Shape::TooSmall {
        let (columns, rows) = app.size;
        let notice = format!("{}×{} needed (now {columns}×{rows})", SMALLEST.0, SMALLEST.1);
        let (area, style) = (canvas.area(), canvas.theme.text);
        let _ = canvas.pen(area, 0).put(&notice, style);
        return canvas.caret();
    }
    let overlay = app.location.overlay.as_ref();
    canvas.cover(overlay.map_or(Rect::ZERO, |open| open.area(app.size)));
    app.screen().draw(app, &mut canvas);
    status::header(app, &mut canvas);
    canvas.cover(Rect::ZERO);
    if let Some(open) = overlay {
        overlay::draw(app, open, &mut canvas);
    }
    footer::draw(app, &mut canvas);
    canvas.caret()
}
