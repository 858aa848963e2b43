//! Who stands with whom: a number for each two actors, and the tree that joins them at their side.

use ratatui::layout::Rect;

use super::heads::{Column, Heads};
use super::painter::Painter;
use crate::app::compare::{GroupsGrid, NUMBERS, Number, RELATED};
use crate::app::layout::{Frame, below, left};
use crate::compare::Normalise;
use crate::text::{counted, width};
use crate::view::edge;
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::step;

/// A cell of the tree by where lines leave it: up, down, to the left, to the right.
const LINES: [char; 16] = [' ', '│', '│', '│', '─', '╯', '╮', '┤', '─', '╰', '╭', '├', '─', '┴', '┬', '┼'];

impl Painter<'_> {
    pub fn groups(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let (area, groups) = (frame.inner, &self.compare.groups);
        let grid = groups.grid((self.table, self.compare.names()), area);
        self.groups_head(grid, area, canvas);
        let lines = Rect { height: grid.lines, ..below(area, grid.head) };
        let first = groups.down.extent().0;
        let mut used = 0;
        for (at, (column, numbers)) in (0..lines.height).zip(groups.down.shown().zip(&groups.numbers)) {
            let line = row(lines, at);
            self.groups_line((column, first + usize::from(at)), (grid, line), canvas);
            for ((nth, across), number) in (0u16..).zip(groups.across.shown()).zip(numbers) {
                let start = grid.tree + grid.names + nth * grid.column;
                let cell = Rect {
                    x: line.x + start.min(line.width),
                    width: grid.column.min(line.width.saturating_sub(start)),
                    ..line
                };
                self.number(((column, across), number), cell, canvas);
            }
            used = at + 1;
        }
        if groups.down.count() == 0 {
            let _ = canvas.pen(lines, 0).put(" no actor of the comparison is called so", self.theme.dim);
        }
        edge::scrollbar(canvas, Frame { inner: lines, ..frame }, groups.down.extent(), self.theme.focus);
        let foot = below(area, grid.head + used.max(1) + u16::from(used < grid.lines));
        self.groups_foot(grid, foot, canvas);
    }

    /// The names over the columns; before them how many are hidden, and what the numbers are where they are cut short.
    fn groups_head(&self, grid: GroupsGrid, area: Rect, canvas: &mut Canvas<'_>) {
        let groups = &self.compare.groups;
        let place = |(at, nth): (u16, usize)| Column {
            nth,
            start: grid.tree + grid.names + at * grid.column,
            width: grid.column,
        };
        let columns: Vec<Column> = (0u16..).zip(groups.across.shown()).map(place).collect();
        let heads = Heads { here: groups.across.selected(), has_base: false, is_right: true };
        self.heads((&columns, heads), Rect { height: grid.head, ..area }, canvas);
        let hidden = groups.across.count().saturating_sub(usize::from(grid.shown));
        let unit = match grid.column {
            _ if groups.is_count() => "",
            0..=3 => "tenths",
            4 => "hundredths",
            5.. => "",
        };
        let corner = left(area, (grid.tree + grid.names).saturating_sub(1));
        let told = match (hidden, unit) {
            (0, unit) => vec![unit.to_owned()],
            (hidden, "") => vec![format!("{hidden} more")],
            (hidden, unit) => vec![format!("{hidden} more · {unit}"), format!("+{hidden} {unit}"), unit.to_owned()],
        };
        let words = told.iter().find(|words| width(words) < usize::from(corner.width));
        let pen = canvas.pen(corner, grid.head.saturating_sub(1));
        let _ = pen.put(" ", self.theme.text).put(words.map_or("", String::as_str), self.theme.dim);
    }

    /// The tree, the number of the group and the name at the left of a line.
    fn groups_line(&self, (column, leaf): (usize, usize), (grid, line): (GroupsGrid, Rect), canvas: &mut Canvas<'_>) {
        let (theme, groups) = (self.theme, &self.compare.groups);
        if grid.tree > 0
            && let Some(tree) = self.table.affinity(self.model).tree.get(leaf)
        {
            let tree: String = tree.iter().map(|lines| LINES[usize::from(*lines)]).collect();
            let _ = canvas.pen(left(line, grid.tree), 0).put(&tree, theme.dim);
        }
        let selected = groups.down.selected() == Some(column);
        let names = Rect { x: line.x + grid.tree, width: grid.names.saturating_sub(1).min(line.width), ..line };
        let list_row = ListRow { area: names, cursor: if selected { Cursor::Held } else { Cursor::Off } };
        let pen = canvas.begin(list_row).put(self.party_sign(column), list_row.style(theme));
        let pen = pen.put(&self.group_name(column), list_row.or(theme, theme.accent));
        let pen = pen.put(" ", list_row.style(theme));
        let ink = list_row.or(theme, self.ink(column));
        let name = self.table.tag(column).within(pen.room());
        let _ = pen.put(name, ink);
    }

    /// The number of a column's group, from 1.
    fn group_name(&self, column: usize) -> String {
        self.compare
            .groups
            .cut
            .group_of
            .get(column)
            .map_or_else(String::new, |group| group.map_or_else(|| "·".to_owned(), |group| (group + 1).to_string()))
    }

    /// A value on its shade, else how two are related; between brackets under the cursor.
    fn number(&self, ((a, b), number): ((usize, usize), &Number), area: Rect, canvas: &mut Canvas<'_>) {
        let theme = self.theme;
        let is_here = self.compare.groups.pair() == Some((a, b));
        let room = usize::from(area.width.saturating_sub(1));
        let text = &number.text;
        let shade = number.far.map(|far| theme.nearness[step(far)]);
        let style = match (is_here, shade) {
            (true, _) => theme.selection,
            (false, Some(shade)) => shade,
            (false, None) => theme.dim,
        };
        if is_here || shade.is_some() {
            canvas.tint(area, style);
        }
        let indent = u16::try_from(room.saturating_sub(width(text))).unwrap_or(0);
        let pen = canvas.pen(left(area, area.width.saturating_sub(1)), 0);
        let pen = if is_here { pen.here() } else { pen };
        let _ = pen.column(indent).put(text, style);
        // Brackets show the cursor where there are no colours.
        if is_here {
            let edge = Rect { x: area.x + area.width.saturating_sub(1), width: 1.min(area.width), ..area };
            let _ = canvas.pen(edge, 0).put("]", theme.selection);
            let before = Rect { x: area.x.saturating_sub(1), width: 1, ..area };
            let _ = canvas.pen(before, 0).put("[", theme.selection);
        }
    }

    fn groups_foot(&self, grid: GroupsGrid, area: Rect, canvas: &mut Canvas<'_>) {
        if area.height == 0 || grid.lines == 0 {
            return;
        }
        let theme = self.theme;
        let shades = [(theme.nearness[0], "near"), (theme.nearness[2], "between"), (theme.nearness[4], "far")];
        let shades = shades.map(|(style, word)| ("  ", style, word));
        let related = self.related_legend(area.width);
        let related = related.as_ref().map(|(marks, meaning)| (&**marks, *meaning));
        let marks = NUMBERS.into_iter().take(1).chain(related).chain(NUMBERS.into_iter().skip(1));
        let items = shades.into_iter().chain(marks.map(|(mark, meaning)| (mark, theme.text, meaning)));
        let _ = self.legend_row(items, area, canvas);
        let tie = "tree: mean distance, average linkage; ties in the order of the file";
        let too_little = self.table.affinity(self.model).too_little.as_deref();
        let (words, style) = too_little.map_or((tie, theme.dim), |words| (words, theme.warn));
        let _ = canvas.pen(area, 1).put(" ", theme.text).put(words, style);
    }

    /// The marks of relations that are on the screen, and what they mean, in fewer words where there is little room.
    fn related_legend(&self, width: u16) -> Option<(String, &'static str)> {
        let shown = |mark: &&str| self.compare.groups.numbers.iter().flatten().any(|number| number.related == *mark);
        let marks: Vec<&str> = RELATED.0.split(' ').filter(shown).collect();
        let meaning = if width < 100 { "by relation" } else { RELATED.1 };
        (!marks.is_empty()).then(|| (marks.join(" "), meaning))
    }

    /// The measure, what it is divided by, and how many groups there are.
    pub fn measure_words(&self) -> String {
        format!("{} · {}", self.measured(), counted(self.compare.groups.count, "group"))
    }

    /// The measure and what it is divided by.
    pub fn measured(&self) -> String {
        let groups = &self.compare.groups;
        let divided = match groups.normalise {
            _ if !groups.measure.counts_statements() => String::new(),
            Normalise::None => ", not normalised".to_owned(),
            way => format!(", normalised by {}", way.word()),
        };
        format!("{}{divided}", groups.measure.word())
    }
}
