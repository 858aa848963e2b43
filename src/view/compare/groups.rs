//! Who stands with whom: a number for each two actors, and the tree that joins them at their side.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::heads::{Column, Heads};
use super::lines::Lines;
use super::painter::{Painter, verdict_style};
use crate::app::compare::{GroupsGrid, NUMBERS, Number, RELATED};
use crate::app::layout::{Frame, below, left};
use crate::compare::{Measure, Normalise, Verdict};
use crate::text::{counted, width};
use crate::view::edge::{self, Focus, Title};
use crate::view::paint::{Canvas, Cursor, ListRow, row};
use crate::view::theme::step;

/// The most issues that are said to divide the groups, and the most of the nearest that are listed.
const MOST: usize = 4;

/// With fewer rows than this, fewer of the nearest leave room for the groups.
const ROOMY: usize = 16;

/// So many names of a group leave room for what divides it from others.
const FEW: usize = 6;

/// Two at this distance are as far apart as can be, in the digits shown.
const FAR: f64 = 0.995;

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
                self.number(((column, across), *number), cell, canvas);
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
            _ if groups.measure.counts_statements() => "",
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
            .group_of
            .get(column)
            .map_or_else(String::new, |group| group.map_or_else(|| "·".to_owned(), |group| (group + 1).to_string()))
    }

    /// A value on its shade, else how two are related; between brackets under the cursor.
    fn number(
        &self,
        ((a, b), Number { value, related }): ((usize, usize), Number),
        area: Rect,
        canvas: &mut Canvas<'_>,
    ) {
        let (theme, groups) = (self.theme, &self.compare.groups);
        let is_here = groups.pair() == Some((a, b));
        let room = usize::from(area.width.saturating_sub(1));
        let text = match value {
            Some(value) => figure(groups.measure, value, room),
            None if a == b => "*".to_owned(),
            None if related.is_empty() => "·".to_owned(),
            None => related.to_owned(),
        };
        let shade = value.map(|value| theme.nearness[step(self.farness(value))]);
        let style = match (is_here, shade) {
            (true, _) => theme.selection,
            (false, Some(shade)) => shade,
            (false, None) => theme.dim,
        };
        if is_here || shade.is_some() {
            canvas.tint(area, style);
        }
        let indent = u16::try_from(room.saturating_sub(width(&text))).unwrap_or(0);
        let pen = canvas.pen(left(area, area.width.saturating_sub(1)), 0);
        let pen = if is_here { pen.here() } else { pen };
        let _ = pen.column(indent).put(&text, style);
        // Brackets show the cursor where there are no colours.
        if is_here {
            let edge = Rect { x: area.x + area.width.saturating_sub(1), width: 1.min(area.width), ..area };
            let _ = canvas.pen(edge, 0).put("]", theme.selection);
            let before = Rect { x: area.x.saturating_sub(1), width: 1, ..area };
            let _ = canvas.pen(before, 0).put("[", theme.selection);
        }
    }

    /// How far from each other a value says that two are, 0..1: shares as they are, counts by the greatest shown.
    fn farness(&self, value: f64) -> f64 {
        let groups = &self.compare.groups;
        let values = || groups.numbers.iter().flatten().filter_map(|number| number.value);
        let most = || values().fold(0.0, |most: f64, value| most.max(value.abs()));
        let share = |value: f64| value / most().max(f64::MIN_POSITIVE);
        match groups.measure {
            Measure::Distance => value,
            Measure::Agreement => 1.0 - value,
            Measure::Conflict => share(value),
            Measure::Congruence | Measure::Ignore => 1.0 - share(value),
            Measure::Subtract => (1.0 - share(value)) / 2.0,
        }
    }

    fn groups_foot(&self, grid: GroupsGrid, area: Rect, canvas: &mut Canvas<'_>) {
        if area.height == 0 || grid.lines == 0 {
            return;
        }
        let theme = self.theme;
        let mut pen = canvas.pen(area, 0).put(" ", theme.text);
        for (style, word) in [(theme.nearness[0], "near"), (theme.nearness[2], "between"), (theme.nearness[4], "far")] {
            pen = pen.put("  ", style).put(" ", theme.text).put(word, theme.dim).put("  ", theme.text);
        }
        let related = self.related_legend(area.width);
        let related = related.as_ref().map(|(marks, meaning)| (&**marks, *meaning));
        for (mark, meaning) in NUMBERS.into_iter().take(1).chain(related).chain(NUMBERS.into_iter().skip(1)) {
            pen = pen.put(mark, theme.text).put(" ", theme.text).put(meaning, theme.dim).put("  ", theme.text);
        }
        let tie = "tree: mean distance, average linkage; ties in the order of the file";
        let (words, style) = self.too_little().map_or((tie.to_owned(), theme.dim), |words| (words, theme.warn));
        let _ = canvas.pen(area, 1).put(" ", theme.text).put(&words, style);
    }

    /// The marks of relations that are on the screen, and what they mean, in fewer words where there is little room.
    fn related_legend(&self, width: u16) -> Option<(String, &'static str)> {
        let shown = |mark: &&str| self.compare.groups.numbers.iter().flatten().any(|number| number.related == *mark);
        let marks: Vec<&str> = RELATED.0.split(' ').filter(shown).collect();
        let meaning = if width < 100 { "by relation" } else { RELATED.1 };
        (!marks.is_empty()).then(|| (marks.join(" "), meaning))
    }

    /// That pairs share nothing and yet decide who is divided, so that a division says little.
    fn too_little(&self) -> Option<String> {
        let (unknown, all) = self.compare.groups.too_little?;
        let how = if 2 * unknown > all { "divide" } else { "be sure" };
        Some(format!("too little in common to {how}: {unknown} of {all} pairs share no issue with positions"))
    }

    /// The measure and what it is divided by.
    pub fn measure_words(&self) -> String {
        let groups = &self.compare.groups;
        let divided = match groups.normalise {
            _ if !groups.measure.counts_statements() => String::new(),
            Normalise::None => ", not normalised".to_owned(),
            way => format!(", normalised by {}", way.word()),
        };
        format!("{}{divided} · {}", groups.measure.word(), counted(groups.count, "group"))
    }

    pub fn groups_detail(&self, frame: Frame, canvas: &mut Canvas<'_>) {
        let Some((a, b)) = self.compare.groups.pair() else {
            return edge::draw(canvas, frame, Title { left: "Detail", right: "", focus: Focus::Elsewhere });
        };
        let (one, other) = (&self.table.tag(a).name, &self.table.tag(b).name);
        let title = if a == b { format!("{one} and the others") } else { format!("{one} and {other}") };
        edge::draw(canvas, frame, Title { left: &title, right: "", focus: Focus::Elsewhere });
        let mut lines = Lines::new(frame.inner);
        if a == b {
            self.nearest(a, &mut lines);
        } else {
            self.why((a, b), &mut lines);
        }
        self.divided(&mut lines);
        lines.draw(frame.inner, canvas);
    }

    /// Who is nearest to a party, and over how much.
    fn nearest(&self, column: usize, lines: &mut Lines) {
        let (theme, groups) = (self.theme, &self.compare.groups);
        let bold = self.ink(column).add_modifier(Modifier::BOLD);
        if groups.nearest.is_empty() && groups.related.is_empty() {
            lines.put(&format!("Nobody can be compared with {}.", self.table.tag(column).name), bold, 0);
        } else {
            lines.put(
                &format!("From near to far of {}, by {}:", self.table.tag(column).name, groups.measure.word()),
                bold,
                0,
            );
        }
        let most = if lines.most >= ROOMY { MOST } else { 2 };
        for (other, value) in groups.nearest.iter().take(most) {
            let words = format!("{} {}: {}", rounded(*value), self.table.tag(*other).name, self.over((column, *other)));
            lines.put(&words, theme.text, 1);
        }
        let most = most.saturating_sub(groups.nearest.len()).max(usize::from(most == MOST));
        for other in groups.related.iter().take(most) {
            let words =
                format!("by relation {}: {}", self.table.tag(*other).name, self.related_words((column, *other)));
            lines.put(&words, theme.text, 1);
        }
    }

    /// On how many issues relations alone let two agree or be opposed.
    fn related_words(&self, pair: (usize, usize)) -> String {
        let (affinity, matrix) = (self.table.affinity(self.model), self.table.matrix(self.model));
        let summary = affinity.summary(self.model, matrix, pair).unwrap_or_default();
        let counts =
            [("agrees", summary.agree), ("opposed", summary.opposed)].into_iter().filter(|(_, count)| *count > 0);
        counts.map(|(how, count)| format!("{how} on {}", counted(count, "issue"))).collect::<Vec<_>>().join(", ")
    }

    /// What a number is a share of: `3 of 5 comparable agree, 6 unknown`.
    fn over(&self, pair: (usize, usize)) -> String {
        let (affinity, matrix) = (self.table.affinity(self.model), self.table.matrix(self.model));
        affinity.summary(self.model, matrix, pair).map_or(String::new(), |summary| {
            let placed = counted(summary.placed, "issue");
            format!("{}; by position on {placed}", summary.sentence())
        })
    }

    /// The number of two parties, and the issues that make it, the farthest first.
    fn why(&self, (a, b): (usize, usize), lines: &mut Lines) {
        let (theme, groups) = (self.theme, &self.compare.groups);
        let (affinity, matrix) = (self.table.affinity(self.model), self.table.matrix(self.model));
        let value = affinity.value((self.model, matrix), (groups.measure, groups.normalise), (a, b));
        let number = value.map_or("none".to_owned(), rounded);
        lines.put(&format!("{} {number}: {}", groups.measure.word(), self.over((a, b))), theme.strong, 0);
        if groups.measure.counts_statements() {
            lines.put(&groups.measure.meaning(groups.normalise), theme.dim, 0);
        }
        let mut issues: Vec<_> = (0..self.table.issues().len())
            .filter_map(|row| Some((row, self.table.between(self.model, row, (a, b))?)))
            .filter(|(_, pair)| pair.verdict != Verdict::Unknown)
            .collect();
        issues.sort_by_key(|(_, pair)| std::cmp::Reverse(pair.verdict));
        for (row, pair) in issues {
            if !lines.has_room() {
                return;
            }
            let name = self.table.issue(row).map_or("", |id| &self.model.issue(id).name);
            let mark = pair.mark(self.table.stance(self.model, row, b));
            let reason = self.table.reason(self.model, row, (a, b)).unwrap_or_default();
            lines.put(&format!("{mark} {name}: {reason}"), verdict_style(theme, pair.verdict), 0);
        }
    }

    /// The groups, what divides them, and how much of it is known.
    fn divided(&self, lines: &mut Lines) {
        let (theme, groups) = (self.theme, &self.compare.groups);
        if lines.most >= ROOMY {
            lines.put("", theme.text, 0);
        }
        lines.put(&format!("{}:", counted(groups.count, "group")), theme.heading, 0);
        for group in 0..groups.count {
            let members: Vec<usize> = groups.members(group).collect();
            if !members.is_empty() {
                let most = if lines.most >= ROOMY { members.len() } else { FEW };
                let more = members.len().saturating_sub(most);
                let more = if more > 0 { format!(" +{more}") } else { String::new() };
                let names = self.names(&members[..members.len().min(most)]);
                let words = format!("{} {names}{more}{}", group + 1, self.apart(&members));
                lines.put(&words, theme.text, 1);
            }
        }
        if !groups.splits.is_empty() {
            lines.put("What divides them most, mean distances:", theme.heading, 0);
        }
        for split in groups.splits.iter().take(MOST) {
            let name = self.table.issue(split.row).map_or("", |id| &self.model.issue(id).name);
            let within = split.within.map_or("nothing comparable".to_owned(), rounded);
            let words = format!("{name}: {} between, {within} within", rounded(split.between));
            lines.put(&words, theme.text, 1);
        }
        let affinity = self.table.affinity(self.model);
        let alone: Vec<usize> = groups.across.items().filter(|column| affinity.is_alone(*column)).collect();
        if !alone.is_empty() {
            lines.put(&format!("compared with nobody by position: {}", self.names(&alone)), theme.text, 0);
        }
        let (unknown, count) = (affinity.clusters.unknown.len(), groups.across.count());
        if unknown > 0 {
            let all = count * count.saturating_sub(1) / 2;
            let words =
                self.too_little().unwrap_or_else(|| format!("{unknown} of {all} pairs share no issue with positions"));
            lines.put(&format!("{words}; in the tree each of these counts as 1.00."), theme.dim, 0);
        }
    }
}

impl Painter<'_> {
    fn names(&self, columns: &[usize]) -> String {
        columns.iter().map(|column| &*self.table.tag(*column).name).collect::<Vec<_>>().join(", ")
    }

    /// What keeps members of a group from being one: that none can be compared, or two that are as far apart as can be.
    fn apart(&self, members: &[usize]) -> String {
        let (affinity, matrix) = (self.table.affinity(self.model), self.table.matrix(self.model));
        let distance = |pair| affinity.value((self.model, matrix), (Measure::Distance, Normalise::None), pair);
        let pairs = members.iter().enumerate().flat_map(|(at, a)| members[at + 1..].iter().map(move |b| (*a, *b)));
        let known: Vec<_> = pairs.filter_map(|pair| Some((pair, distance(pair)?))).collect();
        let farthest = known.iter().max_by(|(_, a), (_, b)| a.total_cmp(b));
        match farthest {
            None if members.len() > 1 => " (nothing compares them)".to_owned(),
            Some(((a, b), value)) if *value >= FAR => {
                format!(
                    " (yet {} and {} are {} apart)",
                    self.table.tag(*a).name,
                    self.table.tag(*b).name,
                    rounded(*value)
                )
            }
            None | Some(_) => String::new(),
        }
    }
}

/// A value in at most `room` cells: a share, in hundredths or tenths where there is little room, a count in as few digits
/// as it has.
fn figure(measure: Measure, value: f64, room: usize) -> String {
    if measure.counts_statements() {
        let [fine, coarse] = [format!("{value:.1}"), format!("{value:.0}")];
        return if width(&fine) <= room { fine } else { coarse };
    }
    match room {
        4.. => rounded(value),
        3 => format!("{:.0}", value * 100.0),
        _ => format!("{:.0}", value * 10.0),
    }
}

fn rounded(value: f64) -> String {
    format!("{value:.2}")
}
