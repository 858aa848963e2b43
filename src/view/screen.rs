//! The whole screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;

/// Draws the state into `buffer`. The area is the buffer's own; no size panics.
pub fn draw(app: &App, buffer: &mut Buffer) {
    let area: Rect = buffer.area;
    if area.is_empty() {
        return;
    }
    let line = format!("{} demands", app.loaded.model.counts().demands);
    buffer.set_stringn(area.x, area.y, line, usize::from(area.width), Style::default());
}
