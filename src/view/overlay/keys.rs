//! Help and palette.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Theme, open, typed};
use crate::app::App;
use crate::app::keymap::BINDINGS;
use crate::app::layout::{self, below};
use crate::app::list::Row;
use crate::app::overlay::Keys;
use crate::view::edge;
use crate::view::paint::{Pen, row, tint};
use crate::view::theme::{BAR, DOTS, PROMPT};

pub(super) fn draw(app: &App, keys: &Keys, theme: &Theme, buffer: &mut Buffer) {
    let frame = layout::overlay(app.size);
    let position = format!("{}/{}", keys.list.ordinal(), keys.list.count());
    open(buffer, frame, keys.title, &position, theme);
    let pen = Pen::new(buffer, frame.inner, 0).put(" ", theme.text).put(PROMPT, theme.accent);
    let pen = typed(pen, &keys.field, theme);
    if keys.field.text().is_empty() {
        let _ = pen.put(" type to filter, a number goes to that row", theme.dim);
    }
    let area = below(frame.inner, 2);
    edge::scrollbar(buffer, layout::Frame { inner: area, ..frame }, keys.list.extent(), theme.focus);
    if keys.list.count() == 0 {
        let why = if keys.row_number().is_some() {
            "Enter goes to this row."
        } else {
            "No action has these words. Ctrl-u clears the line."
        };
        let _ = Pen::new(buffer, area, 0).put(" ", theme.text).put(why, theme.dim);
    }
    for (at, (what, selected)) in (0..).zip(keys.list.window()) {
        match what {
            Row::Heading(group) => Pen::new(buffer, row(area, at), 0)
                .put(" ", theme.text)
                .put(group.title(), theme.heading)
                .put(" ", theme.text)
                .fill(DOTS, theme.edge),
            Row::Item(place) => binding(*place, row(area, at), selected, theme, buffer),
        }
    }
}

fn binding(place: usize, area: Rect, selected: bool, theme: &Theme, buffer: &mut Buffer) {
    let Some(binding) = BINDINGS.get(place) else { return };
    let style = if selected { theme.selection } else { theme.text };
    tint(buffer, area, style);
    let keys: Vec<String> = binding.keys.iter().map(|keys| keys.replace(' ', "")).collect();
    let pen = Pen::new(buffer, area, 0).put(if selected { BAR } else { " " }, theme.focus).put(" ", style);
    let pen = pen.put(&keys.join("  "), if selected { style } else { theme.accent });
    let _ = pen.put(" ", style).column(24.min(area.width / 2)).put(binding.help, style);
}
