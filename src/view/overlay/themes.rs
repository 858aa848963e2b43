//! The list of themes.

use super::open;
use crate::app::App;
use crate::app::list::Row;
use crate::app::overlay::{Themes, themes_frame};
use crate::view::paint::{Canvas, ListRow, row};

/// Cells of a name.
const NAME: u16 = 10;

pub(super) fn draw(app: &App, themes: &Themes, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let frame = themes_frame(app.size);
    open(canvas, frame, "Theme", &format!("{}/{}", themes.list.ordinal(), themes.list.count()));
    for (at, (what, selected)) in (0..).zip(themes.list.window()) {
        let Row::Item(name) = what else { continue };
        let line = ListRow::focused(row(frame.inner, at), selected);
        let style = line.style(theme);
        let pen = canvas.begin(line).put(name.word(), line.or(theme, theme.accent));
        let _ = pen.put(" ", style).column(NAME).put(name.help(), style);
    }
}
