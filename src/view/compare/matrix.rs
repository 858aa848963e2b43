//! Issues against parties: only the lines and columns that are on the screen are touched.

use ratatui::layout::Rect;

use super::painter::Painter;
use crate::app::compare::{Cells, Down, Grid, grid};
use crate::app::layout::{self, Frame, left};
use crate::app::list::Row;
use crate::compare::{MARKS, Stance};
use crate::text::width;
use crate::view::edge;
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::{DOTS, PASSAGE};

/// A column on the screen: which it is, and its cells from the left of the area.
struct Column {
    nth: usize,
    start: u16,
    width: u16,
}

impl Painter<'_> {
    pub(super) fn matrix(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let area = frame.inner;
        let grid = grid(area, self.table, self.compare.down);
        let columns = self.columns(grid);
        self.header((grid, &columns), area, canvas);
        let lines = Rect { height: grid.lines, ..layout::below(area, grid.head) };
        let (used, extent) = match self.compare.down {
            Down::Issues => (self.issue_lines((grid, &columns), lines, canvas), self.compare.issues.extent()),
            Down::Parties => (self.party_lines((grid, &columns), lines, canvas), self.compare.parties.extent()),
        };
        edge::scrollbar(canvas, Frame { inner: lines, ..frame }, extent, self.theme.focus);
        let space = u16::from(used < grid.lines);
        let foot = layout::below(area, grid.head + used + space);
        self.foot((grid, &columns), foot, canvas);
    }

    /// The columns on the screen, the base's own first where it has one.
    fn columns(&self, grid: Grid) -> Vec<Column> {
        let shown = usize::from(grid.shown);
        let place = |(k, nth)| Column { nth, start: grid.names + grid.base + k * grid.column, width: grid.column };
        match self.compare.down {
            Down::Issues => {
                let first = self.compare.parties.extent().0.max(1);
                let others = (first..self.table.parties().len()).take(shown);
                let base = Column { nth: 0, start: grid.names, width: grid.base };
                std::iter::once(base).chain((0..).zip(others).map(place)).collect()
            }
            Down::Parties => {
                let window = self.compare.issues.window();
                let issues = window.filter_map(|(what, _)| if let Row::Item(nth) = what { Some(*nth) } else { None });
                (0..).zip(issues).map(place).collect()
            }
        }
    }

    fn header(&self, (grid, columns): (Grid, &[Column]), area: Rect, canvas: &mut Canvas<'_>) {
        let (theme, model) = (self.theme, self.model);
        let here = match self.compare.down {
            Down::Issues => self.compare.parties.selected(),
            Down::Parties => self.compare.issues.selected(),
        };
        for (at, column) in columns.iter().enumerate() {
            let name = match self.compare.down {
                Down::Issues => self.party_name(column.nth),
                Down::Parties => {
                    self.table.issue(column.nth).map_or(String::new(), |id| model.issue(id).name.to_string())
                }
            };
            let style = if here == Some(column.nth) { theme.focus } else { theme.heading };
            let has_words = grid.cells == Cells::Words || (self.compare.down == Down::Issues && column.nth == 0);
            if has_words {
                let _ =
                    canvas.pen(left(part(area, column), column.width.saturating_sub(1)), 0).column(1).put(&name, style);
            } else {
                let title = title_part(area, grid, column, &name);
                let _ = canvas.pen(title, if at % 2 == 1 { 0 } else { grid.head - 1 }).put(&name, style);
            }
        }
        let hidden = match self.compare.down {
            Down::Issues => self.table.parties().len().saturating_sub(columns.len()),
            Down::Parties => self.compare.issues.count().saturating_sub(columns.len()),
        };
        let title = match (self.compare.down, hidden) {
            (Down::Issues, 0) => "issue".to_owned(),
            (Down::Parties, 0) => "actor".to_owned(),
            (_, n) => format!("{n} more"),
        };
        let _ = canvas.pen(left(area, grid.names), grid.head - 1).put(" ", theme.text).put(&title, theme.dim);
    }

    /// Draws a line for each issue; says how many rows were used.
    fn issue_lines(&self, (grid, columns): (Grid, &[Column]), area: Rect, canvas: &mut Canvas<'_>) -> u16 {
        let (theme, model) = (self.theme, self.model);
        let mut used = 0;
        for (at, (what, selected)) in (0..area.height).zip(self.compare.issues.window()) {
            let line = row(area, at);
            used = at + 1;
            match what {
                Row::Heading(id) => {
                    let group = model.issue(*id).group.as_deref().unwrap_or("");
                    let pen = canvas.pen(line, 0).put(group, theme.heading).put(" ", theme.text);
                    pen.fill(DOTS, theme.edge);
                }
                Row::Item(nth) => {
                    let name = self.table.issue(*nth).map_or("", |id| &model.issue(id).name);
                    let list_row = name_row(line, grid, selected);
                    let _ = canvas.begin(list_row).put(name, list_row.style(theme));
                    for column in columns {
                        let is_here = selected && self.compare.parties.selected() == Some(column.nth);
                        self.cell((*nth, column.nth), (part(line, column), grid.cells, is_here.into()), canvas);
                    }
                }
            }
        }
        used
    }

    /// Draws a line for each party, the base always first; says how many rows were used.
    fn party_lines(&self, (grid, columns): (Grid, &[Column]), area: Rect, canvas: &mut Canvas<'_>) -> u16 {
        let first = self.compare.parties.extent().0.max(1);
        let others = (first..self.table.parties().len()).take(usize::from(area.height.saturating_sub(1)));
        let mut used = 0;
        for (at, nth) in (0..area.height).zip(std::iter::once(0).chain(others)) {
            let line = row(area, at);
            used = at + 1;
            let selected = self.compare.parties.selected() == Some(nth);
            let list_row = name_row(line, grid, selected);
            let bar = self
                .table
                .parties()
                .get(nth)
                .map_or(self.theme.text, |party| self.theme.actor(self.model, party.actor));
            let pen = canvas.begin(list_row).put(PASSAGE, bar).put(" ", self.theme.text);
            let _ = pen.put(&self.party_name(nth), list_row.style(self.theme));
            for column in columns {
                let is_here = selected && self.compare.issues.selected() == Some(column.nth);
                self.cell((column.nth, nth), (part(line, column), grid.cells, is_here.into()), canvas);
            }
        }
        used
    }

    /// Draws a cell: its mark and words, or its mark in the middle; between brackets under the cursor.
    fn cell(&self, (nth, column): (usize, usize), (area, cells, at): (Rect, Cells, At), canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let (mark, mark_style) = self.mark(nth, column);
        let is_base = column == 0;
        let stance = self.table.stance(self.model, nth, column);
        let mark_style = if is_base { theme.silent } else { mark_style };
        let (text_style, mark_style) = match (at, stance) {
            (At::Cursor, _) => (theme.selection, theme.selection),
            (At::Elsewhere, Stance::NotPlaced { .. }) => (theme.dim, mark_style),
            (At::Elsewhere, Stance::Placed { .. } | Stance::Mixed { .. } | Stance::Silent) => (theme.text, mark_style),
        };
        let area = left(area, area.width.saturating_sub(1));
        let has_words = cells == Cells::Words || is_base && self.compare.down == Down::Issues;
        if at == At::Cursor {
            canvas.tint(area, theme.selection);
            let _ = canvas.pen(area, 0).here();
        }
        // The base is not compared with itself; only its state shows.
        let mark = match (is_base, stance) {
            (true, Stance::Placed { .. } | Stance::Mixed { .. }) if has_words => "",
            (true, Stance::Placed { .. } | Stance::Mixed { .. }) => "*",
            (true, Stance::NotPlaced { .. }) => "-",
            (true, Stance::Silent) => ".",
            (false, _) => mark,
        };
        if has_words {
            let edge = if at == At::Cursor { "[" } else { " " };
            let pen = canvas.pen(area, 0).put(edge, text_style);
            let pen = if at == At::Cursor { pen.right("]", text_style) } else { pen };
            let pen = if mark.is_empty() { pen } else { pen.put(mark, mark_style).put(" ", text_style) };
            let pen = if is_base { pen } else { pen.column(4) };
            let _ = pen.put(&self.said(nth, column), text_style);
            return;
        }
        if cells == Cells::Scales
            && let Some(scale) = self.small_scale(nth, stance)
            && width(mark) + width(&scale) <= usize::from(area.width)
        {
            let between = match at {
                At::Cursor => "[",
                At::Elsewhere => " ",
            };
            let pen = canvas.pen(area, 0).put(mark, mark_style);
            let has_room = pen.room() > width(&scale);
            let _ = pen.put(if has_room { between } else { "" }, text_style).put(&scale, text_style);
            return;
        }
        let text = if at == At::Cursor { format!("[{mark}]") } else { mark.to_owned() };
        let indent = area.width.saturating_sub(if at == At::Cursor { 3 } else { 1 }) / 2;
        let _ = canvas.pen(area, 0).column(indent).put(&text, mark_style);
    }

    /// Where a stance is on the scale of its issue, in few cells: `·-o-·`; `None` where it has no place.
    fn small_scale(&self, nth: usize, stance: &Stance) -> Option<String> {
        let scale = &self.model.issue(self.table.issue(nth)?).scale;
        let (low, high) = match stance {
            Stance::Placed { at, .. } => (*at, *at),
            Stance::Mixed { low, high, .. } => (*low, *high),
            Stance::NotPlaced { .. } | Stance::Silent => return None,
        };
        let ends = scale.iter().map(|point| point.at);
        let (first, last) = (ends.clone().fold(f64::INFINITY, f64::min), ends.fold(f64::NEG_INFINITY, f64::max));
        let cell = |at: f64| {
            (0..SMALL.len()).min_by(|a, b| {
                let away = |cell: usize| ((at - first) / (last - first) - SMALL_PLACES[cell]).abs();
                away(*a).total_cmp(&away(*b))
            })
        };
        let (low, high) = (cell(low)?, cell(high)?);
        Some((0..SMALL.len()).map(|at| if at == low || at == high { "o" } else { SMALL[at] }).collect())
    }

    /// How many of the comparable issues each column agrees on, and the sentence of the one under the cursor.
    fn foot(&self, (grid, columns): (Grid, &[Column]), area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let here = self.compare.parties.selected().unwrap_or(0);
        if self.compare.down == Down::Issues {
            let _ = canvas.pen(row(area, 0), 0).put(" agree of comparable", theme.dim);
            for column in columns.iter().filter(|column| column.nth > 0) {
                let summary = self.table.summary(self.model, column.nth);
                let text = format!("{}/{}", summary.agree, summary.comparable());
                let style = match summary.comparable() {
                    _ if column.nth == here => theme.focus,
                    0 => theme.dim,
                    _ => theme.text,
                };
                let cell = part(row(area, 0), column);
                let is_wide = column.width > 9;
                let room = cell.width.saturating_sub(1);
                let indent = if is_wide { 1 } else { room.saturating_sub(u16::try_from(text.len()).unwrap_or(0)) / 2 };
                let _ = canvas.pen(left(cell, room), 0).column(indent).put(&text, style);
            }
        }
        let sentence = if here == 0 {
            "the base: l goes to those it is compared with".to_owned()
        } else {
            format!("{}: {}", self.table.tag(here).name, self.table.summary(self.model, here).sentence())
        };
        let counted = u16::from(self.compare.down == Down::Issues);
        let _ = canvas.pen(row(area, counted), 0).put(" ", theme.text).put(&sentence, theme.text);
        let legend = legend(grid.cells, usize::from(area.width.saturating_sub(1)));
        let _ = canvas.pen(row(area, counted + 1), 0).put(" ", theme.text).put(&legend, theme.dim);
    }
}

/// What the marks mean, spelt as widely as there is room.
fn legend(cells: Cells, room: usize) -> String {
    let scale = if cells == Cells::Scales {
        [SMALL.concat().replacen(SMALL[1], "o", 1), "place".to_owned()].join(" ")
    } else {
        String::new()
    };
    let with = |gap: &str| {
        let marks = MARKS.map(|(mark, meaning)| format!("{mark} {meaning}")).join(gap);
        if scale.is_empty() { marks } else { [marks, scale.clone()].join(gap) }
    };
    let wide = with("  ");
    if width(&wide) <= room {
        wide
    } else {
        with(" ").replace("not comparable", "unknown").replace("by relation", "relation")
    }
}

/// A small scale and where on the whole its cells are.
const SMALL: [&str; 5] = ["·", "-", "|", "-", "·"];
const SMALL_PLACES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// Whether the cursor is on a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Cursor,
    Elsewhere,
}

impl From<bool> for At {
    fn from(is_here: bool) -> Self {
        if is_here { Self::Cursor } else { Self::Elsewhere }
    }
}

/// The cells of a column in a line.
fn part(line: Rect, column: &Column) -> Rect {
    let start = column.start.min(line.width);
    Rect { x: line.x + start, width: column.width.min(line.width - start), ..line }
}

/// Where the name of a narrow column stands: over its middle; where names take turns it may reach over its neighbours.
fn title_part(area: Rect, grid: Grid, column: &Column, name: &str) -> Rect {
    let room = column.width * grid.head - 1;
    let cells = u16::try_from(width(name)).unwrap_or(u16::MAX).min(room);
    let middle = column.start + column.width.saturating_sub(1) / 2;
    let start = middle.saturating_sub(cells / 2).max(grid.names + grid.base).min(area.width);
    Rect { x: area.x + start, width: cells.min(area.width - start), ..area }
}

/// The name at the left of a line.
fn name_row(line: Rect, grid: Grid, selected: bool) -> ListRow {
    let cursor = if selected { Cursor::Held } else { Cursor::Off };
    ListRow { area: left(line, grid.names.saturating_sub(1)), cursor }
}
