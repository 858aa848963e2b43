//! Help and palette.

use super::{open, typed};
use crate::app::App;
use crate::app::command::Command;
use crate::app::field::CLEAR;
use crate::app::key::Sequence;
use crate::app::keymap::Context;
use crate::app::layout::{self, below};
use crate::app::list::Row;
use crate::app::overlay::{Keys, Purpose};
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
        let hint = match keys.purpose {
            Purpose::Help => "type to filter",
            Purpose::Palette => "type what to do; a number goes to that row",
        };
        let _ = pen.put(" ", theme.text).put(hint, theme.dim);
    }
    let legend = keys.legend(app.size);
    for (at, words) in (1..).zip(&legend) {
        let _ = canvas.pen(row(frame.inner, at), 0).put(" ", theme.text).put(words, theme.dim);
    }
    let area = below(frame.inner, 1 + u16::try_from(legend.len().max(1)).unwrap_or(u16::MAX - 1));
    edge::scrollbar(canvas, layout::Frame { inner: area, ..frame }, keys.list.extent(), theme.focus);
    if keys.list.count() == 0 {
        let why = if keys.row_number().is_some() {
            app.keymap.tips(Context::Typing, &[(Command::Open, "goes to this row.")])
        } else {
            format!("No action matches. {CLEAR} clears the line.")
        };
        let _ = canvas.pen(area, 0).put(" ", theme.text).put(&why, theme.dim);
    }
    let columns = keys.columns(app.size);
    let places = columns.iter().flat_map(|column| (0..column.height).map(|at| row(*column, at)));
    for (area, (what, selected)) in places.zip(keys.list.window()) {
        match what {
            Row::Heading(group) => canvas
                .pen(area, 0)
                .put(" ", theme.text)
                .put(group.title(), theme.heading)
                .put(" ", theme.text)
                .fill(DOTS, theme.edge),
            Row::Item(command) => {
                let sequences = app.keymap.keys_of(keys.context, *command);
                let names: Vec<String> = sequences.map(Sequence::short).collect();
                let line = ListRow::focused(area, selected);
                match keys.purpose {
                    Purpose::Help => help(&names.join("  "), *command, line, canvas),
                    Purpose::Palette => palette(&names.join("  "), *command, line, canvas),
                }
            }
        }
    }
}

/// Keys, then what they do.
fn help(keys: &str, command: Command, line: ListRow, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let style = line.style(theme);
    let pen = canvas.begin(line).put(keys, line.or(theme, theme.accent));
    let _ = pen.put(" ", style).column(13.min(line.area.width / 2)).put(command.help(), style);
}

/// What a command does, its name, and its keys.
fn palette(keys: &str, command: Command, line: ListRow, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let (style, dim) = (line.style(theme), line.or(theme, theme.dim));
    let pen = canvas.begin(line).put(" ", style).right(" ", style).right(keys, line.or(theme, theme.accent));
    let pen = pen.right("  ", style);
    let pen = if line.area.width >= 72 { pen.right(command.name(), dim).right("  ", style) } else { pen };
    let _ = pen.put(command.help(), style);
}
