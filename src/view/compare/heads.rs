//! The names over columns: one rule for the matrix and for who stands with whom.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::painter::Painter;
use crate::text::{clip, width};
use crate::view::paint::Canvas;

/// A column on the screen: which it is, and its cells from the left of the area.
pub struct Column {
    pub nth: usize,
    pub start: u16,
    pub width: u16,
}

/// How names are laid out over columns.
#[derive(Clone, Copy)]
pub struct Heads {
    /// The column under the cursor.
    pub here: Option<usize>,
    /// Whether the first column is the base, and marked as such.
    pub has_base: bool,
    /// Whether names end where their columns do, else they begin where these do.
    pub is_right: bool,
}

impl Painter<'_> {
    /// Draws the names of actors over their columns, in the rows of `area`. Where all of them fit within their columns,
    /// broken between words, they go there; else neighbours take turns in the rows, and those that do not fit up to the
    /// next in their row are called by their letters.
    pub fn heads(&self, (columns, heads): (&[Column], Heads), area: Rect, canvas: &mut Canvas<'_>) {
        let rows = usize::from(area.height.max(1));
        let star = |nth: usize| if heads.has_base && nth == 0 { "*" } else { "" };
        let name = |column: &Column| match (star(column.nth), &*self.table.tag(column.nth).name) {
            ("", name) => name.to_owned(),
            (star, name) => format!("{star} {name}"),
        };
        let within = |column: &Column| {
            let room = usize::from(column.width.saturating_sub(1));
            let lines = broken(&name(column), room);
            (lines.len() <= rows && lines.iter().all(|line| width(line) <= room)).then_some(lines)
        };
        let ink = |column: &Column| match heads.here {
            Some(here) if here == column.nth => self.theme.focus,
            _ => self.ink(column.nth).add_modifier(Modifier::BOLD),
        };
        if let Some(broken) = columns.iter().map(within).collect::<Option<Vec<Vec<String>>>>() {
            for (column, lines) in columns.iter().zip(broken) {
                let part = Rect { x: area.x + column.start, width: column.width.saturating_sub(1).max(1), ..area };
                for (y, line) in (rows - lines.len()..).zip(lines) {
                    let spare = if heads.is_right { cells(part.width).saturating_sub(width(&line)) } else { 0 };
                    let text = format!("{}{line}", " ".repeat(spare));
                    let _ = canvas.pen(part.intersection(area), row_number(y)).put(&text, ink(column));
                }
            }
            return;
        }
        // Where the last name in each row ends.
        let mut ends = vec![0; rows];
        for (at, column) in columns.iter().enumerate() {
            let turn = at % rows;
            let next = columns.get(at + rows).map(|next| cells(next.start).saturating_sub(1));
            let (start, whole) = (cells(column.start), name(column));
            let room = next.unwrap_or(cells(area.width)).saturating_sub(start).max(1);
            let (start, text) = if width(&whole) <= room {
                (start, whole)
            } else if next.is_none() && ends[turn] + 1 + width(&whole) <= cells(area.width) {
                // The last of its row may begin before its column.
                (cells(area.width) - width(&whole), whole)
            } else {
                let tag = format!("{}{}", star(column.nth), self.table.tag(column.nth).tag);
                (start, clip(&tag, room).into_string())
            };
            ends[turn] = start + width(&text);
            let pen = canvas.pen(area, row_number(rows - 1 - turn));
            let _ = pen.column(row_number(start)).put(&text, ink(column));
        }
    }
}

fn cells(number: u16) -> usize {
    usize::from(number)
}

fn row_number(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// A name in lines of at most `cells` as far as its words allow. A star stays with what it marks.
pub fn broken(name: &str, cells: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= cells || line == "*" => line.extend([" ", word]),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
