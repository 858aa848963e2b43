//! Help and palette.

use super::{open, typed};
use crate::app::App;
use crate::app::command::Command;
use crate::app::field::CLEAR;
use crate::app::key::Sequence;
use crate::app::keymap::Context;
use crate::app::layout::{self, below};
use crate::app::list::Row;
use crate::app::overlay::Keys;
use crate::view::edge;
use crate::view::paint::{Canvas, ListRow, row};
use crate::view::theme::{DOTS, PROMPT};

pub(super) fn draw(app: &App, keys: &Keys, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let frame = layout::overlay(app.size);
    let position = format!("{}/{}", keys.list.ordinal(), keys.list.count());
    open(canvas, frame, keys.title, &position);
    let pen = canvas.pen(frame.inner, 0).put(" ", theme.text).put(PROMPT, theme.accent);
    let pen = typed(pen, &keys.field, theme);
    if keys.field.text().is_empty() {
        let _ = pen.put(" type to filter, a number goes to that row", theme.dim);
    }
    let area = below(frame.inner, 2);
    edge::scrollbar(canvas, layout::Frame { inner: area, ..frame }, keys.list.extent(), theme.focus);
    if keys.list.count() == 0 {
        let why = if keys.row_number().is_some() {
            app.keymap.tips(Context::Typing, &[(Command::Open, "goes to this row.")])
        } else {
            format!("No action matches. {CLEAR} clears the line.")
        };
        let _ = canvas.pen(area, 0).put(" ", theme.text).put(&why, theme.dim);
    }
    for (at, (what, selected)) in (0..).zip(keys.list.window()) {
        match what {
            Row::Heading(group) => canvas
                .pen(row(area, at), 0)
                .put(" ", theme.text)
                .put(group.title(), theme.heading)
                .put(" ", theme.text)
                .fill(DOTS, theme.edge),
            Row::Item(command) => {
                let sequences = app.keymap.keys_of(keys.context, *command);
                let names: Vec<String> = sequences.into_iter().map(Sequence::short).collect();
                line(&names.join("  "), command.help(), ListRow::focused(row(area, at), selected), canvas);
            }
        }
    }
}

fn line(keys: &str, help: &str, line: ListRow, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let style = line.style(theme);
    let pen = canvas.begin(line).put(" ", style).put(keys, line.or(theme, theme.accent));
    let _ = pen.put(" ", style).column(24.min(line.area.width / 2)).put(help, style);
}
