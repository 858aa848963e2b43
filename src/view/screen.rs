//! The whole screen.

use ratatui::buffer::Buffer;

use super::paint::{Pen, tint};
use super::theme::Theme;
use super::{browse, overlay, reader, status};
use crate::app::layout::{self, SMALLEST, Shape};
use crate::app::{App, Screen};

/// Draws the state into `buffer`, whose area must begin at 0, 0 and have the size that the state knows. No size panics.
pub fn draw(app: &App, buffer: &mut Buffer) {
    let theme = Theme::named(app.theme);
    tint(buffer, buffer.area, theme.ground);
    if layout::shape(app.size) == Shape::TooSmall {
        let (columns, rows) = app.size;
        let notice = format!("{}×{} needed (now {columns}×{rows})", SMALLEST.0, SMALLEST.1);
        let _ = Pen::new(buffer, buffer.area, 0).put(&notice, theme.text);
        return;
    }
    match app.place.over.last() {
        Some(Screen::Reader(view)) => reader::draw(app, view, buffer),
        None => browse::draw(app, buffer),
    }
    status::header(app, buffer);
    if let Some(open) = &app.place.overlay {
        overlay::draw(app, open, buffer);
    }
    status::footer(app, buffer);
}
