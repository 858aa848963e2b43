//! Issues against parties: only the lines and columns that are on the screen are touched.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::heads::{Column, Heads, broken};
use super::painter::Painter;
use crate::app::compare::{Cells, Down, Grid, Sign, cell_marks};
use crate::app::layout::{self, Frame, left};
use crate::app::list::Row;
use crate::compare::{Order, Stance};
use crate::text::{clip, width, wrap};
use crate::view::edge;
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::{DOTS, PASSAGE, step};

/// A cell on the screen.
#[derive(Clone, Copy)]
struct Place {
    area: Rect,
    cells: Cells,
    is_here: bool,
}

impl Painter<'_> {
    pub(super) fn matrix(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let area = frame.inner;
        let Some(grid) = self.compare.grid else { return };
        let columns = self.columns(grid);
        self.header((grid, &columns), area, canvas);
        let lines = Rect { height: grid.rows, ..layout::below(area, grid.head) };
        let mut seen = 0;
        let (used, extent) = match self.compare.down {
            Down::Issues => {
                (self.issue_lines((grid, &columns), lines, (&mut seen, canvas)), self.compare.issues.extent())
            }
            Down::Parties => {
                let used = self.party_lines((grid, &columns), lines, (&mut seen, canvas));
                // The base is always there, beside those in the window.
                let (top, height, all) = self.compare.parties.extent();
                (used, (top.min(all.saturating_sub(height + 1)), height + 1, all))
            }
        };
        edge::scrollbar(canvas, Frame { inner: lines, ..frame }, extent, self.theme.focus);
        let space = u16::from(used < grid.rows);
        let foot = layout::below(area, grid.head + used + space);
        self.foot((grid, &columns), foot, (seen, canvas));
    }

    /// The columns on the screen, the base's own first where it has one.
    fn columns(&self, grid: Grid) -> Vec<Column> {
        let place = |(k, nth)| Column { nth, start: grid.names + grid.base + k * grid.column, width: grid.column };
        match self.compare.down {
            Down::Issues => {
                let base = Column { nth: 0, start: grid.names, width: grid.base };
                std::iter::once(base).chain((0..).zip(self.compare.others(grid.shown)).map(place)).collect()
            }
            Down::Parties => (0..).zip(self.compare.issues.shown()).map(place).collect(),
        }
    }

    /// The names of the columns, each over its cells.
    fn header(&self, (grid, columns): (Grid, &[Column]), area: Rect, canvas: &mut Canvas<'_>) {
        let head = Rect { height: grid.head.min(area.height), ..area };
        match self.compare.down {
            Down::Issues => {
                let indent = u16::from(grid.cells == Cells::Words);
                let inner = |column: &Column| Column {
                    start: column.start + indent,
                    width: column.width.saturating_sub(indent),
                    ..*column
                };
                let columns: Vec<Column> = columns.iter().map(inner).collect();
                let heads = Heads { here: self.compare.parties.selected(), has_base: true, is_right: false };
                self.heads((&columns, heads), head, canvas);
            }
            Down::Parties => self.issue_heads(columns, (grid, head), canvas),
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
        let pen = canvas.pen(left(area, grid.names), grid.head.saturating_sub(1)).put(" ", self.theme.text);
        let _ = pen.put(&title, self.theme.dim);
    }

    /// The names of issues, broken between words; what does not fit is cut and marked.
    fn issue_heads(&self, columns: &[Column], (grid, area): (Grid, Rect), canvas: &mut Canvas<'_>) {
        for column in columns {
            let name = self.table.issue(column.nth).map_or("", |id| &*self.model.issue(id).name);
            let is_here = self.compare.issues.selected() == Some(column.nth);
            let style = if is_here { self.theme.focus } else { self.theme.heading };
            let room = usize::from(column.width.saturating_sub(1)).max(1);
            let mut lines = broken(name, room);
            if lines.len() > usize::from(area.height) {
                let rest = lines.split_off(usize::from(area.height.saturating_sub(1))).join(" ");
                lines.push(rest);
            }
            let first = area.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
            for (at, line) in (first..area.height).zip(lines) {
                let part = left(part(row(area, at), column), column.width.saturating_sub(1).max(1));
                let indent = u16::from(grid.cells == Cells::Words);
                let _ = canvas.pen(part, 0).column(indent).put(&clip(&line, room).into_string(), style);
            }
        }
    }

    /// Draws a line for each issue; says how many rows were used.
    fn issue_lines(
        &self,
        (grid, columns): (Grid, &[Column]),
        area: Rect,
        (seen, canvas): (&mut u16, &mut Canvas<'_>),
    ) -> u16 {
        let (theme, model) = (self.theme, self.model);
        let mut used = 0;
        for (what, selected) in self.compare.issues.window() {
            if used >= area.height {
                break;
            }
            let line = row(area, used);
            match what {
                Row::Heading(id) => {
                    let group = model.issue(*id).group.as_deref().unwrap_or("");
                    let pen = canvas.pen(line, 0).put(group, theme.heading).put(" ", theme.text);
                    pen.fill(DOTS, theme.edge);
                    used += 1;
                }
                Row::Item(nth) => {
                    let line = Rect { height: grid.line.min(area.height - used), ..line };
                    self.issue_name(*nth, name_row(line, grid, selected), canvas);
                    for column in columns {
                        let is_here = selected && self.compare.parties.selected() == Some(column.nth);
                        let place = Place { area: part(line, column), cells: self.cells_of(grid, column.nth), is_here };
                        *seen |= self.cell((*nth, column.nth), place, canvas);
                    }
                    used += grid.line;
                }
            }
        }
        used.min(area.height)
    }

    /// An issue's name, and how contested it is where that is the order.
    fn issue_name(&self, nth: usize, list_row: ListRow, canvas: &mut Canvas<'_>) {
        let (theme, style) = (self.theme, list_row.style(self.theme));
        let name = self.table.issue(nth).map_or("", |id| &self.model.issue(id).name);
        let mut pen = canvas.begin(list_row);
        if self.compare.order == Order::Contention
            && let Some(value) = self.table.spread(self.model, nth).and_then(|spread| spread.contention)
        {
            pen = pen.right(&format!(" {value:.2}"), list_row.or(theme, theme.accent));
        }
        let _ = pen.put(self.issue_sign(nth), style).put(name, style);
    }

    /// The base's own column shows words in all but the narrowest grids.
    fn cells_of(&self, grid: Grid, column: usize) -> Cells {
        match grid.cells {
            Cells::Scales if column == 0 && self.compare.down == Down::Issues => Cells::Words,
            cells => cells,
        }
    }

    /// Draws a line for each party, the base always first; says how many rows were used.
    fn party_lines(
        &self,
        (grid, columns): (Grid, &[Column]),
        area: Rect,
        (seen, canvas): (&mut u16, &mut Canvas<'_>),
    ) -> u16 {
        let lines = grid.lines().saturating_sub(1);
        let mut used = 0;
        for nth in std::iter::once(0).chain(self.compare.others(lines)) {
            let line = Rect { height: grid.line.min(area.height.saturating_sub(used)), ..row(area, used) };
            let selected = self.compare.parties.selected() == Some(nth);
            let list_row = name_row(line, grid, selected);
            let pen = canvas.begin(list_row).put(self.party_sign(nth), list_row.style(self.theme));
            let pen = pen.put(PASSAGE, self.ink(nth)).put(" ", self.theme.text);
            let tag = self.table.tag(nth);
            let (star, room) = if nth == 0 { ("* ", pen.room().saturating_sub(2)) } else { ("", pen.room()) };
            let style = list_row.style(self.theme);
            let _ = pen.put(star, style).put(tag.within(room), style);
            for column in columns {
                let is_here = selected && self.compare.issues.selected() == Some(column.nth);
                let place = Place { area: part(line, column), cells: grid.cells, is_here };
                *seen |= self.cell((column.nth, nth), place, canvas);
            }
            used += grid.line;
        }
        used.min(area.height)
    }

    /// Draws a cell on the colour of its place: mark and words, mark and small scale, or the mark alone; between brackets
    /// under the cursor. Gives the bits of its marks, for the legend.
    fn cell(&self, (nth, column): (usize, usize), place: Place, canvas: &mut Canvas<'_>) -> u16 {
        let theme = self.theme;
        let stance = self.table.stance(self.model, nth, column);
        let sign = self.cell_sign(nth, column);
        let ground = self.place_style(nth, stance);
        let style = match (place.is_here, ground, stance) {
            (true, ..) => theme.selection,
            (false, Some(ground), _) => ground,
            (false, None, Stance::NotPlaced { .. }) => theme.dim,
            (false, None, Stance::Placed { .. } | Stance::Mixed { .. } | Stance::Silent) => theme.text,
        };
        let mark_style =
            if place.is_here || ground.is_some() { style.add_modifier(Modifier::BOLD) } else { self.sign_style(&sign) };
        let gap = u16::from(place.area.width > 2 || ground.is_none());
        let area = left(place.area, place.area.width.saturating_sub(gap).max(1));
        if place.is_here || ground.is_some() {
            canvas.tint(area, style);
        }
        if place.is_here {
            let _ = canvas.pen(area, 0).here();
        }
        match place.cells {
            Cells::Words => {
                self.words_cell(((nth, column), &sign.text(), mark_style), (area, style, place.is_here), canvas);
            }
            Cells::Scales => {
                let scale = self.small_scale(nth, stance).unwrap_or_default();
                // A party that moved is seen by its place.
                let scale = if sign.moved { scale.replace('o', ">") } else { scale };
                let shown = Sign { moved: sign.moved && scale.is_empty(), ..sign };
                let cells = usize::from(area.width).saturating_sub(width(&scale));
                let pen = canvas.pen(row(area, 0), 0).put(&shown.within(cells).concat(), mark_style);
                let _ = pen.column(area.width.saturating_sub(5)).put(&scale, style);
                if place.is_here {
                    brackets(row(place.area, 0), canvas);
                }
            }
            Cells::Marks => mark_cell(&sign, (area, mark_style, place.is_here), canvas),
        }
        sign.seen
    }

    /// A mark and words in as many rows as the cell has.
    fn words_cell(
        &self,
        ((nth, column), mark, mark_style): ((usize, usize), &str, Style),
        (area, style, is_here): (Rect, Style, bool),
        canvas: &mut Canvas<'_>,
    ) {
        let edge = if is_here { "[" } else { " " };
        let pen = canvas.pen(row(area, 0), 0).put(edge, style);
        let pen = if is_here { pen.right("]", style) } else { pen };
        let _ = pen.put(mark, mark_style);
        // The base is not compared with itself, but may have moved, or rest on lost words.
        let is_base = column == 0 && self.compare.down == Down::Issues;
        let beside = u16::try_from(width(mark)).unwrap_or(0) + 2;
        let indent = match is_base {
            true if mark.ends_with(['>', '!']) => beside,
            true => 1,
            false => beside.max(4),
        };
        let room = usize::from(area.width.saturating_sub(indent + 1));
        let text = self.said(nth, column);
        for (at, words) in (0..area.height).zip(in_rows(&text, room, usize::from(area.height))) {
            let line = left(row(area, at), area.width.saturating_sub(1));
            let _ = canvas.pen(line, 0).column(indent).put(&words, style);
        }
    }

    /// The mark of a cell; the base, which is not compared with itself, has a star where it is among others.
    fn cell_sign(&self, nth: usize, column: usize) -> Sign {
        let sign = self.table.sign(self.model, nth, column);
        if column == 0 && self.compare.down == Down::Parties { sign.of_base() } else { sign }
    }

    /// The colour of a place on the scale of its issue; `None` where it has no place.
    fn place_style(&self, nth: usize, stance: &Stance) -> Option<Style> {
        let (low, high) = self.model.issue(self.table.issue(nth)?).bounds()?;
        Some(self.theme.places[step((stance.at()? - low) / (high - low))])
    }

    /// Where a stance is on the scale of its issue, in few cells: `·-o-·`; `None` where it has no place.
    fn small_scale(&self, nth: usize, stance: &Stance) -> Option<String> {
        let (first, last) = self.model.issue(self.table.issue(nth)?).bounds()?;
        let (low, high) = match stance {
            Stance::Placed { at, .. } => (*at, *at),
            Stance::Mixed { low, high, .. } => (*low, *high),
            Stance::NotPlaced { .. } | Stance::Silent => return None,
        };
        let [low, high] = [low, high].map(|at| step((at - first) / (last - first)));
        Some((0..SMALL.len()).map(|at| if at == low || at == high { "o" } else { SMALL[at] }).collect())
    }

    /// How many of the comparable issues each column agrees on, the sentence of the one under the cursor, and the legend.
    fn foot(&self, (grid, columns): (Grid, &[Column]), area: Rect, (seen, canvas): (u16, &mut Canvas<'_>)) {
        let theme = self.theme;
        let here = self.compare.parties.selected().unwrap_or(0);
        let sentence = if here == 0 {
            "the base: l goes to those it is compared with".to_owned()
        } else {
            format!("{}: {}", self.table.tag(here).name, self.table.summary(self.model, here).sentence())
        };
        let legend = self.matrix_legend((grid, seen), area.width);
        // What marks mean goes before counts, which the sentence tells of the column under the cursor.
        let has_room = legend.len() <= usize::from(grid.legend);
        let at = u16::from(has_room && self.agreed((grid, columns), row(area, 0), canvas));
        let _ = canvas.pen(row(area, at), 0).put(" ", theme.text).put(&sentence, theme.text);
        for (y, items) in (at + 1..area.height).zip(legend) {
            let cells: usize = items.iter().map(|item| item.width() + 2).sum();
            let gap = if cells <= usize::from(area.width) { "  " } else { " " };
            let mut pen = canvas.pen(area, y).put(" ", theme.text);
            for Meaning { mark, style, words } in items {
                pen = pen.put(&mark, style).put(" ", theme.text).put(&words, theme.dim).put(gap, theme.text);
            }
        }
    }

    /// How many of the comparable issues each column agrees on; nothing where a number would be cut. Says whether it is there.
    fn agreed(&self, (grid, columns): (Grid, &[Column]), area: Rect, canvas: &mut Canvas<'_>) -> bool {
        let theme = self.theme;
        let room = usize::from(grid.column.saturating_sub(1));
        let told = |column: &Column| {
            let summary = self.table.summary(self.model, column.nth);
            (column.nth, summary.comparable(), format!("{}/{}", summary.agree, summary.comparable()))
        };
        let others = || columns.iter().filter(|column| column.nth > 0);
        if self.compare.down == Down::Parties || others().any(|column| width(&told(column).2) > room) {
            return false;
        }
        let label = left(area, (grid.names + grid.base).saturating_sub(1));
        let words = if label.width < 20 { " agree" } else { " agree of comparable" };
        let _ = canvas.pen(label, 0).put(words, theme.dim);
        for column in others() {
            let (nth, comparable, text) = told(column);
            let style = match comparable {
                _ if self.compare.parties.selected() == Some(nth) => theme.focus,
                0 => theme.dim,
                _ => theme.text,
            };
            let cell = part(area, column);
            let indent = u16::from(grid.cells == Cells::Words);
            let _ = canvas.pen(left(cell, column.width.saturating_sub(1)), 0).column(indent).put(&text, style);
        }
        true
    }

    /// What the marks and colours on the screen mean, in rows of `width` cells; in fewer words where that spares a row.
    fn matrix_legend(&self, (grid, seen): (Grid, u16), width: u16) -> Vec<Vec<Meaning>> {
        let theme = self.theme;
        let meaning =
            |mark: &str, style, words: &str| Meaning { mark: mark.to_owned(), style, words: words.to_owned() };
        let shown = cell_marks().enumerate().filter(|(at, _)| seen >> at & 1 == 1).map(|(_, mark)| mark);
        let mut items: Vec<Meaning> = shown.map(|(mark, words)| meaning(mark, theme.text, words)).collect();
        if grid.cells == Cells::Scales {
            items.push(meaning(&SMALL.concat().replacen(SMALL[1], "o", 1), theme.text, "place"));
        }
        if theme.places[0] != Style::new() {
            let ends = [(0, "low end"), (theme.places.len() - 1, "high end")];
            items.extend(ends.map(|(at, words)| meaning("  ", theme.places[at], words)));
        }
        let (full, rows) = (in_lines(&items, width), usize::from(grid.legend));
        if full.len() <= rows {
            return full;
        }
        for item in &mut items {
            item.words = item.words.replace("by relation", "relation").replace(" end", "");
        }
        let brief = in_lines(&items, width);
        // With the row of the counts there is room for one more.
        if brief.len() <= rows || full.len() > rows + 1 { brief } else { full }
    }
}

/// A mark or a colour, and what it means.
#[derive(Clone)]
struct Meaning {
    mark: String,
    style: Style,
    words: String,
}

impl Meaning {
    fn width(&self) -> usize {
        width(&self.mark) + 1 + width(&self.words)
    }
}

/// As many in a row as fit, a cell before them and between two.
fn in_lines(items: &[Meaning], width: u16) -> Vec<Vec<Meaning>> {
    let (mut rows, mut used): (Vec<Vec<Meaning>>, usize) = (Vec::new(), usize::from(width));
    for item in items {
        let cells = item.width() + 1;
        if used + cells > usize::from(width) {
            rows.push(Vec::new());
            used = 0;
        }
        used += cells;
        if let Some(row) = rows.last_mut() {
            row.push(item.clone());
        }
    }
    rows
}

/// A mark in the middle of its cell, as much of it as fits.
fn mark_cell(sign: &Sign, (area, style, is_here): (Rect, Style, bool), canvas: &mut Canvas<'_>) {
    let (edges, room) = if is_here && area.width > 2 { (("[", "]"), area.width - 2) } else { (("", ""), area.width) };
    let pieces = sign.within(usize::from(room));
    let cells = pieces.map(str::len).iter().sum::<usize>() + edges.0.len() + edges.1.len();
    let indent = area.width.saturating_sub(u16::try_from(cells).unwrap_or(area.width)) / 2;
    let pen = canvas.pen(row(area, 0), 0).column(indent).put(edges.0, style);
    let _ = pieces.into_iter().fold(pen, |pen, piece| pen.put(piece, style)).put(edges.1, style);
}

/// Brackets around a cell, in the gaps beside it.
fn brackets(area: Rect, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.selection;
    let before = Rect { x: area.x.saturating_sub(1), width: 1, ..area };
    let _ = canvas.pen(before, 0).here().put("[", style);
    let _ = canvas.pen(layout::right(area, 1), 0).put("]", style);
}

/// A text in at most `rows` rows of `cells`; what does not fit is cut and marked in the last.
fn in_rows(text: &str, cells: usize, rows: usize) -> Vec<String> {
    let spans = wrap(text, cells.max(1));
    let Some(last) = spans.get(rows.saturating_sub(1)).filter(|_| spans.len() > rows) else {
        return spans.into_iter().map(|span| span.of(text).trim_end().to_owned()).collect();
    };
    let mut lines: Vec<String> =
        spans.iter().take(rows.saturating_sub(1)).map(|span| span.of(text).trim_end().to_owned()).collect();
    let rest = text.get(last.start()..).unwrap_or("");
    lines.push(clip(rest, cells.max(1)).into_string());
    lines
}

/// A small scale, from its low end to its high one.
const SMALL: [&str; 5] = ["·", "-", "|", "-", "·"];

/// The cells of a column in a line.
fn part(line: Rect, column: &Column) -> Rect {
    let start = column.start.min(line.width);
    Rect { x: line.x + start, width: column.width.min(line.width - start), ..line }
}

/// The name at the left of a line.
fn name_row(line: Rect, grid: Grid, selected: bool) -> ListRow {
    let cursor = if selected { Cursor::Held } else { Cursor::Off };
    ListRow { area: left(row(line, 0), grid.names.saturating_sub(1)), cursor }
}
