//! The matrix where there is room for two columns only: the base and one other, or one issue.

use ratatui::layout::Rect;

use super::painter::Painter;
use crate::app::compare::Down;
use crate::app::list::Row;
use crate::view::paint::{Canvas, ListRow, row};
use crate::view::theme::{DOTS, PASSAGE};

impl Painter<'_> {
    pub(super) fn pairs(&self, area: Rect, canvas: &mut Canvas<'_>) {
        match self.compare.down {
            Down::Issues => self.pair_of_parties(area, canvas),
            Down::Parties => self.one_issue(area, canvas),
        }
    }

    /// A line an issue: the mark, its name, what the base says, what the other says.
    fn pair_of_parties(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let column = self.compare.parties.selected().unwrap_or(0);
        let names = self.compare.pair_part(area.width);
        let half = area.width.saturating_sub(names + 4) / 2;
        for (at, (what, selected)) in (0..area.height).zip(self.compare.issues.window()) {
            let line = row(area, at);
            let nth = match what {
                Row::Item(nth) => *nth,
                Row::Heading(id) => {
                    let group = self.model.issue(*id).group.as_deref().unwrap_or("");
                    canvas.pen(line, 0).put(group, theme.heading).put(" ", theme.text).fill(DOTS, theme.edge);
                    continue;
                }
            };
            let list_row = ListRow::focused(line, selected);
            let style = list_row.style(theme);
            let sign = self.table.sign(self.model, nth, column);
            let _ = canvas.begin(list_row).put(&sign.within(2).concat(), list_row.or(theme, self.sign_style(&sign)));
            let mut piece = |start: u16, width: u16, text: &str| {
                let part = Rect { x: line.x + start, width: width.saturating_sub(1), ..line };
                let _ = canvas.pen(part.intersection(line), 0).put(text, style);
            };
            piece(3, 2, self.issue_sign(nth));
            piece(4, names, self.table.issue(nth).map_or("", |id| &self.model.issue(id).name));
            piece(4 + names, half, &self.said(nth, 0));
            piece(4 + names + half, half + 1, &self.said(nth, column));
        }
    }

    /// A line a party: the mark, its name, what it says on the issue.
    fn one_issue(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let nth = self.compare.issues.selected().unwrap_or(0);
        let names = self.compare.pair_part(area.width);
        for (at, (what, selected)) in (0..area.height).zip(self.compare.parties.window()) {
            let Row::Item(column) = *what else { continue };
            let line = ListRow::focused(row(area, at), selected);
            let style = line.style(theme);
            let sign = self.table.sign(self.model, nth, column);
            let (mark, mark_style) = match column {
                0 => (format!("*{}", sign.lost_mark()), theme.focus),
                _ => (sign.within(2).concat(), self.sign_style(&sign)),
            };
            let bar = self.table.parties().get(column).map_or(style, |party| theme.actor(self.model, party.actor));
            let pen = canvas.begin(line).put(&mark, line.or(theme, mark_style)).put(" ", style).column(3);
            let pen = pen.put(self.party_sign(column), style).column(4);
            let pen = pen.put(PASSAGE, line.or(theme, bar)).put(&self.table.tag(column).name, style).put(" ", style);
            let _ = pen.column(4 + names).put(&self.said(nth, column), style);
        }
    }
}
