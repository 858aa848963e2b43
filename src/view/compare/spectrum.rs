//! Each issue as its scale, the parties on it, and where they came from.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::painter::Painter;
use crate::app::compare::{Block, Crowd, Figure, LOST_NAME, Named, SCALES, Trail, legend_rows, scale_part};
use crate::app::layout::{Frame, below, left};
use crate::text::width;
use crate::view::edge;
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::DOTS;

impl Painter<'_> {
    pub(super) fn spectrum(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let area = Rect { height: frame.inner.height - legend_rows(frame.inner.height), ..frame.inner };
        let mut y = 0;
        for block in &self.compare.blocks {
            self.block(block, below(area, y), canvas);
            y = y.saturating_add(u16::try_from(block.height()).unwrap_or(u16::MAX));
        }
        let (at, count) = (self.compare.issues.ordinal().saturating_sub(1), self.compare.issues.count());
        let extent = (at.saturating_sub(self.compare.blocks.len() / 2), self.compare.blocks.len(), count);
        edge::scrollbar(canvas, frame, extent, self.theme.focus);
        if legend_rows(frame.inner.height) > 0 {
            self.legend(row(frame.inner, frame.inner.height.saturating_sub(1)), canvas);
        }
    }

    /// Draws a scale from the first row of `area` on.
    fn block(&self, block: &Block, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let Some(issue) = self.table.issue(block.row).map(|id| self.model.issue(id)) else { return };
        let mut y = 0;
        let group = issue.group.as_deref().unwrap_or("");
        if block.has_heading_row() {
            canvas.pen(row(area, 0), 0).put(group, theme.heading).put(" ", theme.text).fill(DOTS, theme.edge);
            y = 1;
        }
        let selected = self.compare.issues.selected() == Some(block.row);
        let (names, start) = scale_part(area.width, self.compare.names());
        let has_row = block.is_stacked;
        let cursor = if selected { Cursor::Here } else { Cursor::Off };
        let name = if has_row { row(area, y) } else { left(row(area, y), names) };
        let line = ListRow { area: name, cursor };
        let pen = canvas.begin(line).put(self.issue_sign(block.row), line.style(theme));
        let pen = pen.put(&issue.name, line.style(theme).add_modifier(Modifier::BOLD));
        if has_row {
            let question = issue.question.as_deref().unwrap_or("");
            let _ = pen.put("  ", line.style(theme)).put(question, line.or(theme, theme.dim));
        }
        if block.has_heading && !block.has_heading_row() {
            let _ = canvas.pen(left(row(area, y + 1), names), 0).put("  ", theme.text).put(group, theme.heading);
        }
        if block.length == 0 {
            let room = Rect { x: area.x + start, width: area.width.saturating_sub(start), ..area };
            return self.aside(block, (row(room, y + u16::from(has_row)), selected), canvas);
        }
        y += u16::from(block.is_stacked);
        let scale = Rect { x: area.x + start, width: block.length.min(area.width.saturating_sub(start)), ..area };
        self.axis(block, row(scale, y), canvas);
        y += 1;
        for Trail { column, cells: (from, to), before } in &block.trails {
            let ink = self.ink(*column);
            stroke((canvas, row(scale, y)), (*from.min(to), *from.max(to)), ("─", "─"), ink);
            for at in before {
                let _ = canvas.pen(row(scale, y), 0).column(*at).put("o", ink.add_modifier(Modifier::BOLD));
            }
        }
        for crowd in block.crowds.iter().filter(|_| !block.trails.is_empty()) {
            // The way leads behind the names.
            let _ = canvas.pen(row(scale, y), 0).column(crowd.start).put(&" ".repeat(crowd.width.into()), theme.text);
        }
        for crowd in &block.crowds {
            self.crowd(crowd, (below(scale, y), selected), canvas);
        }
        y += u16::try_from(block.rows).unwrap_or(0);
        for lane in &block.lanes {
            for figure in lane {
                self.figure(figure, (row(scale, y), selected), canvas);
            }
            y += 1;
        }
    }

    /// The line of the scale: its named points with their names.
    fn axis(&self, block: &Block, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        canvas.pen(area, 0).fill("─", theme.dim);
        // What is written over the line is not as dim as it.
        let plain = theme.text.remove_modifier(Modifier::DIM);
        let last = block.length.saturating_sub(1);
        for tick in &block.ticks {
            let symbol = match *tick {
                0 => "├",
                at if at == last => "┤",
                _ => "┼",
            };
            let _ = canvas.pen(area, 0).column(*tick).put(symbol, plain);
        }
        for label in &block.labels {
            let _ = canvas.pen(area, 0).column(label.start).put(&label.text, plain);
        }
    }

    /// Those at one point: how many where there are several, and their names as far as there is room.
    fn crowd(&self, crowd: &Crowd, (area, selected): (Rect, bool), canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let part =
            Rect { x: area.x + crowd.start, width: crowd.width.min(area.width.saturating_sub(crowd.start)), ..area };
        let named: usize = crowd.names.iter().map(Vec::len).sum();
        if let Some(number) = crowd.number() {
            let _ = canvas.pen(row(part, 0), 0).put(&number.to_string(), theme.strong);
        }
        let here = self.compare.parties.selected().filter(|_| selected);
        let mut shown = 0;
        for (at, names) in (0u16..).zip(&crowd.names) {
            for Named { column, at: start, text } in names {
                let is_here = here == Some(*column);
                let style = if is_here { theme.selection } else { self.ink(*column) };
                let pen = canvas.pen(row(part, at), 0).column(*start).put(text, style);
                shown += 1;
                let _ = pen.put(if shown < named || crowd.more > 0 { "," } else { "" }, theme.dim);
                if is_here {
                    let cells = u16::try_from(width(text)).unwrap_or(u16::MAX);
                    let first = part.x + start;
                    let edge = |x: u16| Rect { x, width: 1, ..row(part, at) };
                    let _ = canvas.pen(edge(first.saturating_sub(1)), 0).here().put("[", style);
                    let _ = canvas.pen(edge(first.saturating_add(cells).min(part.right())), 0).put("]", style);
                }
            }
        }
        if crowd.more > 0 {
            let last = u16::try_from(crowd.names.len().saturating_sub(1)).unwrap_or(0);
            let _ = canvas.pen(row(part, last), 0).right(&format!("+{}", crowd.more), theme.dim);
        }
    }

    /// The mark of a party that moved or holds several points: its name on its colour, the range, the way it came.
    fn figure(&self, figure: &Figure, (area, selected): (Rect, bool), canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let ink = self.ink(figure.column);
        let (low, high) = figure.chip();
        if let Some((first, last)) = figure.now.filter(|(first, last)| first != last) {
            stroke((canvas, area), (first, last), ("├", "┤"), ink);
        }
        let far = (figure.before.first().copied(), figure.before.last().copied());
        if let Some(from) = far.0.filter(|from| *from < low) {
            stroke((canvas, area), (from, low.saturating_sub(1)), ("─", "►"), ink);
        }
        if let Some(from) = far.1.filter(|from| *from > high) {
            stroke((canvas, area), (high + 1, from), ("◄", "─"), ink);
        }
        for from in &figure.before {
            let _ = canvas.pen(area, 0).column(*from).put("o", ink.add_modifier(Modifier::BOLD));
        }
        let is_here = selected && self.compare.parties.selected() == Some(figure.column);
        let text = match (is_here, figure.now) {
            (true, _) => format!("[{}]", figure.text),
            (false, None) => format!("({})", figure.text),
            (false, Some(_)) => format!(" {} ", figure.text),
        };
        let style = match (is_here, figure.now) {
            (true, _) => theme.selection,
            (false, None) => ink,
            (false, Some(_)) => ink.add_modifier(Modifier::REVERSED).add_modifier(Modifier::BOLD),
        };
        let pen = canvas.pen(area, 0).column(figure.start);
        let _ = if is_here { pen.here() } else { pen }.put(&text, style);
    }

    /// Who is not on the scale where nobody is.
    fn aside(&self, block: &Block, (area, selected): (Rect, bool), canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let mut pen = canvas.pen(area, 0);
        if self.table.issue(block.row).is_some_and(|id| self.model.issue(id).scale.is_empty()) {
            pen = pen.put("no scale  ", theme.dim);
        }
        if block.not_placed.is_empty() {
            let _ = pen.put("all are silent", theme.dim);
            return;
        }
        let here = self.compare.parties.selected().filter(|_| selected);
        for (nth, column) in block.not_placed.iter().enumerate() {
            let name = &self.table.tag(*column).name;
            if pen.room() < width(name) + 2 {
                let _ = pen.put(&format!("+{}", block.not_placed.len() - nth), theme.dim);
                return;
            }
            let is_here = here == Some(*column);
            let label = if nth == 0 { "not placed: " } else { ", " };
            pen = pen.put(label, theme.dim);
            pen = if is_here { pen.here() } else { pen };
            pen = pen.put(name, if is_here { theme.selection } else { self.ink(*column) });
        }
    }

    /// What the marks on the screen mean.
    fn legend(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let lost = self.compare.blocks.iter().any(|block| block.lost > 0).then_some(LOST_NAME);
        let marks: Vec<[bool; 6]> = self.compare.blocks.iter().map(|block| block.marks()).collect();
        let seen = (0..).zip(SCALES).filter(|(nth, _)| marks.iter().any(|marks| marks[*nth])).map(|(_, mark)| mark);
        let items = lost.into_iter().chain(seen).map(|(mark, meaning)| (mark, theme.text, meaning));
        let pen = self.legend_row(items, area, canvas);
        let Some(block) = self.compare.blocks.iter().find(|block| Some(block.row) == self.compare.issues.selected())
        else {
            return;
        };
        let here = self.compare.parties.selected().unwrap_or(0);
        let words = if block.length > 0 && block.not_placed.contains(&here) {
            format!("[{}] not placed", self.table.tag(here).name)
        } else {
            format!("here: {} silent, {} not placed", block.silent.len(), block.not_placed.len())
        };
        let _ = pen.right(&words, theme.dim);
    }
}

/// Draws a line from one cell to another with these ends.
fn stroke((canvas, area): (&mut Canvas<'_>, Rect), (from, to): (u16, u16), ends: (&str, &str), style: Style) {
    for at in from..=to {
        let symbol = match at {
            at if at == from => ends.0,
            at if at == to => ends.1,
            _ => "─",
        };
        let _ = canvas.pen(area, 0).column(at).put(symbol, style);
    }
}
