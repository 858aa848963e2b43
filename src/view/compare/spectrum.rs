//! Each issue as its scale, the parties on it, and where they came from.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::painter::Painter;
use crate::app::compare::{Block, Figure, legend_rows};
use crate::app::layout::{Frame, below};
use crate::text::width;
use crate::view::edge;
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::DOTS;

/// Cells between the edge of the area and a scale.
const MARGIN: u16 = 3;

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
        if legend_rows(frame.inner.height) == 0 {
            return;
        }
        self.legend(row(frame.inner, frame.inner.height.saturating_sub(1)), canvas);
    }

    /// Draws a scale from the first row of `area` on.
    fn block(&self, block: &Block, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let Some(issue) = self.table.issue(block.row).map(|id| self.model.issue(id)) else { return };
        let mut y = 0;
        if block.has_heading {
            let group = issue.group.as_deref().unwrap_or("");
            canvas.pen(row(area, 0), 0).put(group, theme.heading).put(" ", theme.text).fill(DOTS, theme.edge);
            y = 1;
        }
        let selected = self.compare.issues.selected() == Some(block.row);
        let cursor = if selected { Cursor::Here } else { Cursor::Off };
        let line = ListRow { area: row(area, y), cursor };
        let name = line.style(theme).add_modifier(Modifier::BOLD);
        let pen = canvas.begin(line).put(&issue.name, name);
        let question = issue.question.as_deref().unwrap_or("");
        let _ = pen.put("  ", line.style(theme)).put(question, line.or(theme, theme.dim));
        y += 1;
        if block.length > 0 {
            let scale = Rect { x: area.x + MARGIN, width: block.length.min(area.width.saturating_sub(MARGIN)), ..area };
            for lane in block.lanes.iter().rev() {
                for figure in lane {
                    self.figure(figure, (row(scale, y), selected), canvas);
                }
                y += 1;
            }
            self.axis(block, row(scale, y), canvas);
            for (at, labels) in (y + 1..).zip(&block.labels) {
                for label in labels {
                    let _ = canvas.pen(row(scale, at), 0).column(label.start).put(&label.text, theme.text);
                }
            }
            y += 1 + u16::try_from(block.labels.len()).unwrap_or(0);
        }
        if block.has_aside() {
            self.aside(block, (row(area, y), selected), canvas);
        }
    }

    /// The line of the scale: its named points, and heavier where someone stands.
    fn axis(&self, block: &Block, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        canvas.pen(area, 0).fill("─", theme.dim);
        let last = block.length.saturating_sub(1);
        for tick in &block.ticks {
            let symbol = match *tick {
                0 => "├",
                at if at == last => "┤",
                _ => "┼",
            };
            let _ = canvas.pen(area, 0).column(*tick).put(symbol, theme.text);
        }
    }

    /// The mark of a party: its name on its colour, the range it holds, the way it came.
    fn figure(&self, figure: &Figure, (area, selected): (Rect, bool), canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let ink =
            self.table.parties().get(figure.column).map_or(theme.text, |party| theme.actor(self.model, party.actor));
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

    /// Who is not on the scale.
    fn aside(&self, block: &Block, (area, selected): (Rect, bool), canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let mut pen = canvas.pen(area, 0).column(MARGIN);
        let mut is_first = true;
        let here = self.compare.parties.selected().filter(|_| selected);
        for (label, columns) in [("not placed: ", &block.not_placed), ("silent: ", &block.silent)] {
            if columns.is_empty() {
                continue;
            }
            if !is_first {
                pen = pen.put("  ", theme.text);
            }
            is_first = false;
            pen = pen.put(label, theme.dim);
            let names = columns.iter().map(|column| width(&self.table.tag(*column).name) + 2).sum::<usize>();
            if names > pen.room() + 2 {
                let all = self.table.parties().len();
                pen = match here.filter(|column| columns.contains(column)) {
                    Some(column) => {
                        pen = pen.here();
                        let others = format!(" and {} more of {all} actors", columns.len() - 1);
                        pen.put(&self.table.tag(column).name, theme.selection).put(&others, theme.dim)
                    }
                    None => pen.put(&format!("{} of {all} actors", columns.len()), theme.dim),
                };
                continue;
            }
            for (n, column) in columns.iter().enumerate() {
                if pen.room() == 0 {
                    return;
                }
                let is_here = here == Some(*column);
                pen = pen.put(if n == 0 { "" } else { ", " }, theme.dim);
                pen = if is_here { pen.here() } else { pen };
                let style = if is_here { theme.selection } else { theme.dim };
                pen = pen.put(&self.table.tag(*column).name, style);
            }
        }
        if block.left_over > 0 {
            let _ = pen.put(&format!("  {} more on the scale", block.left_over), theme.warn);
        }
    }

    /// What the marks mean, and whose they are where they are shortened.
    fn legend(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let pen = canvas.pen(area, 0).put(" ", theme.text);
        let mut pen = pen;
        for (mark, meaning) in [("o─►", "moved"), ("├─┤", "mixed"), ("(name)", "given up")] {
            pen = pen.put(mark, theme.text).put(" ", theme.text).put(meaning, theme.dim).put("  ", theme.text);
        }
        let shown = self.compare.blocks.iter().flat_map(|block| block.lanes.iter().flatten());
        let mut tagged: Vec<usize> = shown
            .filter(|figure| figure.text != self.table.tag(figure.column).name)
            .map(|figure| figure.column)
            .collect();
        tagged.sort_unstable();
        tagged.dedup();
        for column in tagged {
            let Some(party) = self.table.parties().get(column) else { continue };
            let tag = self.table.tag(column);
            pen = pen
                .put(&tag.tag, theme.actor(self.model, party.actor).add_modifier(Modifier::BOLD))
                .put(" ", theme.text);
            pen = pen.put(&tag.name, theme.dim).put("  ", theme.text);
        }
        let _ = pen;
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
