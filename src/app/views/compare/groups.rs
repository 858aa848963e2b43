//! Who stands with whom: actors against actors, in the order of the tree that joins them.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::affinity::{Cut, TREE};
use super::grid::head_rows;
use super::layout::Names;
use super::table::Table;
use crate::app::command::Direction;
use crate::app::list::List;
use crate::compare::{Measure, Normalise};
use crate::model::Model;
use crate::text::width;

/// State of the face. Columns are those of the table.
#[derive(Debug, Clone)]
pub struct Groups {
    /// What the numbers are.
    pub measure: Measure,
    /// What counts of statements are divided by.
    pub normalise: Normalise,
    /// Into how many groups the tree is cut.
    pub count: usize,
    /// The parties down the side; the cursor is on a pair.
    pub down: List<(), usize>,
    /// The parties across, in the same order.
    pub across: List<(), usize>,
    /// The groups, and what divides them.
    pub cut: Arc<Cut>,
    /// The others by how near they are to the party at the side, the nearest first, each with its value.
    pub nearest: Vec<(usize, f64)>,
    /// The others that relations alone compare with the party at the side.
    pub related: Vec<usize>,
    /// Whom they were ranked for, and by what.
    ranked: Option<(usize, (Measure, Normalise))>,
    /// What the cells on the screen say, line by line.
    pub numbers: Vec<Vec<Number>>,
    /// What they were worked out for.
    numbered: Option<Numbered>,
}

/// What a cell says of two parties.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Number {
    /// The measure of the two in as many digits as there is room for, `*` for one and itself, else how they are related, `·` where
    /// they are not.
    pub text: String,
    /// How far from each other that says they are, 0..1: shares as they are, counts by the greatest shown. `None` without
    /// a number.
    pub far: Option<f64>,
    /// The mark of their relations where these alone compare them; else empty.
    pub related: &'static str,
}

/// The cells on the screen, how wide they are, and the measure.
type Numbered = ([(usize, usize, usize); 2], u16, (Measure, Normalise));

impl Default for Groups {
    fn default() -> Self {
        Self {
            measure: Measure::Distance,
            normalise: Normalise::None,
            count: 2,
            down: List::default(),
            across: List::default(),
            cut: Arc::default(),
            nearest: Vec::new(),
            related: Vec::new(),
            ranked: None,
            numbers: Vec::new(),
            numbered: None,
        }
    }
}

/// The parts of the face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupsGrid {
    /// Cells of the tree; 0 where there is no room, or not all parties are listed.
    pub tree: u16,
    /// Cells of the names with what precedes them.
    pub names: u16,
    /// Cells of a value.
    pub column: u16,
    /// How many columns fit.
    pub shown: u16,
    /// Rows of the header; in several of them neighbouring names take turns.
    pub head: u16,
    /// Lines below the header.
    pub lines: u16,
}

/// The least width in which the tree is drawn.
const WITH_TREE: u16 = 60;
/// Rows of the sentence and the legend below the lines.
const FOOT: u16 = 2;

impl Groups {
    /// Lists the parties whose names have `filter` in them, the cursor on the same ones as far as they are listed.
    pub fn list(&mut self, model: &Model, table: &Table, filter: &str) {
        let order = &table.affinity(model).order;
        let is_listed = |column: &usize| table.is_named(model, *column, filter);
        self.down.replace_items(order.iter().copied().filter(is_listed));
        self.across.replace_items(order.iter().copied());
        (self.numbered, self.ranked) = (None, None);
        self.cut_tree(model, table, self.count);
    }

    /// Cuts the tree into `count` groups, as near as it can.
    pub fn cut_tree(&mut self, model: &Model, table: &Table, count: usize) {
        self.count = count.clamp(1, table.parties().len().max(1));
        self.cut = table.cut(model, self.count);
    }

    /// The columns that can be compared with no other, in the order of the tree.
    pub fn alone(&self) -> impl Iterator<Item = usize> {
        self.across.items().filter(|column| self.cut.group_of.get(*column) == Some(&None))
    }

    /// The pair under the cursor; the same twice on the diagonal.
    pub fn pair(&self) -> Option<(usize, usize)> {
        Some((self.down.selected()?, self.across.selected()?))
    }

    /// Puts the cursor on a party and itself.
    pub fn select(&mut self, column: usize) {
        self.down.select(column);
        self.across.select(column);
    }

    /// Goes to the next or previous of the others, the nearest first; says which of how many that is.
    pub fn next_nearest(&mut self, toward: Direction) -> Option<(usize, usize)> {
        let (_, here) = self.pair()?;
        let count = self.nearest.len();
        let at = self.nearest.iter().position(|(column, _)| *column == here);
        let next = match (at, toward) {
            (None, Direction::Next) => 0,
            (None, Direction::Previous) => count.checked_sub(1)?,
            (Some(at), Direction::Next) => (at + 1) % count,
            (Some(at), Direction::Previous) => (at + count - 1) % count,
        };
        let (column, _) = *self.nearest.get(next)?;
        self.across.select(column);
        Some((next + 1, count))
    }

    /// The next measure, round and round.
    pub fn next_measure(&mut self) {
        let at = Measure::ALL.iter().position(|measure| *measure == self.measure).unwrap_or(0);
        self.measure = Measure::ALL[(at + 1) % Measure::ALL.len()];
    }

    /// The next way to divide counts, round and round; a measure that does not count is replaced by one that does.
    pub fn next_normalise(&mut self) {
        let at = Normalise::ALL.iter().position(|way| *way == self.normalise).unwrap_or(0);
        if self.measure.counts_statements() {
            self.normalise = Normalise::ALL[(at + 1) % Normalise::ALL.len()];
        } else {
            self.measure = Measure::Congruence;
        }
    }

    /// Whether the values are numbers of statements, not divided by anything.
    pub fn is_count(&self) -> bool {
        self.measure.counts_statements() && self.normalise == Normalise::None
    }

    /// Divides `area`.
    pub fn grid(&self, (table, names): (&Table, Names), area: Rect) -> GroupsGrid {
        let count = u16::try_from(self.across.count()).unwrap_or(u16::MAX).max(1);
        let has_tree = area.width >= WITH_TREE && self.down.count() == self.across.count();
        let tree = if has_tree { u16::try_from(TREE).unwrap_or(0) + 1 } else { 0 };
        let is_as_it_comes = names.more == 0;
        let names = names.cells(area.width, 6, (8, (area.width / 10 * 3).max(8)));
        let rest = area.width.saturating_sub(tree + names);
        // If there is room, every name is over its column.
        let widest = u16::try_from(table.longest_party() + 1).unwrap_or(u16::MAX).clamp(7, 18);
        // In a single row letters need their column.
        let letters = u16::try_from(table.longest_tag() + 1).unwrap_or(u16::MAX).clamp(3, 4);
        let least = if area.height < 8 { letters } else { 3 };
        let column = (rest / count).clamp(least, widest);
        let shown = (rest / column).min(count);
        // What the columns leave over is for names that are cut.
        let longest = u16::try_from(table.longest_party() + 4).unwrap_or(u16::MAX);
        let spare = area.width.saturating_sub(tree + shown * column);
        let names = if shown == count && is_as_it_comes { longest.min(spare).max(names) } else { names };
        let head = head_rows(table, column, area.height).min(area.height);
        let foot = if area.height > 8 { FOOT } else { 0 };
        GroupsGrid { tree, names, column, shown, head, lines: area.height.saturating_sub(head + foot) }
    }

    /// Cuts the windows for `area`, and works out what they show.
    pub fn cut(&mut self, model: &Model, (table, names): (&Table, Names), area: Rect) {
        let grid = self.grid((table, names), area);
        self.down.set_height(grid.lines);
        self.across.set_height(grid.shown);
        let numbered = ([self.down.extent(), self.across.extent()], grid.column, (self.measure, self.normalise));
        if self.numbered != Some(numbered) {
            self.number(model, table, usize::from(grid.column.saturating_sub(1)));
            self.numbered = Some(numbered);
        }
        self.rank(model, table);
    }

    /// Works out what the cells on the screen say, in the width of each.
    fn number(&mut self, model: &Model, table: &Table, room: usize) {
        let (affinity, matrix) = (table.affinity(model), table.matrix(model));
        let (measure, by) = (self.measure, (self.measure, self.normalise));
        let shown: Vec<usize> = self.across.shown().collect();
        let number = |pair: (usize, usize)| {
            if let Some(value) = affinity.value((model, matrix), by, pair) {
                return Number { text: figure(self.is_count(), value, room), far: Some(value), related: "" };
            }
            let related = affinity.summary(model, matrix, pair).map_or("", |summary| summary.related_mark());
            let text = match related {
                _ if pair.0 == pair.1 => "*",
                "" => "·",
                related => related,
            };
            Number { text: text.to_owned(), far: None, related }
        };
        let mut numbers: Vec<Vec<Number>> =
            self.down.shown().map(|a| shown.iter().map(|b| number((a, *b))).collect()).collect();
        let most =
            numbers.iter().flatten().filter_map(|number| number.far).fold(0.0, |most: f64, far| most.max(far.abs()));
        for number in numbers.iter_mut().flatten() {
            number.far = number.far.map(|value| farness(measure, value, most));
        }
        self.numbers = numbers;
    }

    /// Ranks the others by how near they are to the party at the side.
    fn rank(&mut self, model: &Model, table: &Table) {
        let (affinity, matrix) = (table.affinity(model), table.matrix(model));
        let ranked = self.down.selected().map(|here| (here, (self.measure, self.normalise)));
        if std::mem::replace(&mut self.ranked, ranked) == ranked {
            return;
        }
        let Some((here, by)) = ranked else {
            (self.nearest, self.related) = (Vec::new(), Vec::new());
            return;
        };
        let value = |other: usize| Some((other, affinity.value((model, matrix), by, (here, other))?));
        self.nearest = (0..affinity.clusters.count).filter_map(value).collect();
        let is_far = matches!(self.measure, Measure::Distance | Measure::Conflict);
        let closeness = |value: f64| if is_far { -value } else { value };
        let comparable =
            |column: usize| affinity.summary(model, matrix, (here, column)).map_or(0, |all| all.comparable());
        // Of equal values the one with more behind it comes first.
        self.nearest.sort_by(|(a, x), (b, y)| {
            closeness(*y).total_cmp(&closeness(*x)).then_with(|| comparable(*b).cmp(&comparable(*a)))
        });
        let is_related = |other: &usize| {
            affinity.value((model, matrix), by, (here, *other)).is_none()
                && affinity.summary(model, matrix, (here, *other)).is_some_and(|all| !all.related_mark().is_empty())
        };
        self.related = affinity.order.iter().copied().filter(is_related).collect();
    }
}

/// How far from each other a value says that two are, 0..1; counts by the greatest shown.
fn farness(measure: Measure, value: f64, most: f64) -> f64 {
    let share = value / most.max(f64::MIN_POSITIVE);
    match measure {
        Measure::Distance => value,
        Measure::Agreement => 1.0 - value,
        Measure::Conflict => share,
        Measure::Congruence | Measure::Ignore => 1.0 - share,
        Measure::Subtract => (1.0 - share) / 2.0,
    }
}

/// A value in at most `room` cells: a number of statements as it is, any other with decimals, in hundredths or tenths where
/// there is little room.
fn figure(is_count: bool, value: f64, room: usize) -> String {
    let whole = |value: f64| format!("{:.0}", value.round() + 0.0);
    // Who holds several positions counts in parts.
    if is_count && (value.fract() == 0.0 || room < 3) {
        return whole(value);
    }
    match room {
        4.. => {
            let [fine, coarse] = [format!("{value:.2}"), format!("{value:.1}")];
            [fine.clone(), fine.replacen("0.", ".", 1)].into_iter().find(|text| width(text) <= room).unwrap_or(coarse)
        }
        3 => whole(value * 100.0),
        _ => whole(value * 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_value_keeps_what_tells_it_from_others_in_little_room() {
        for (is_count, value, room, shown) in [
            (true, 12.0, 6, "12"),
            (true, 12.0, 2, "12"),
            (true, 0.5, 5, "0.50"),
            (true, 12.5, 4, "12.5"),
            (true, 12.5, 2, "13"),
            (false, 0.514, 5, "0.51"),
            (false, 0.514, 4, "0.51"),
            (false, -0.514, 4, "-.51"),
            (false, 0.514, 3, "51"),
            (false, 0.514, 2, "5"),
            (false, -0.514, 2, "-5"),
            (false, -0.04, 2, "0"),
            (false, 12.34, 4, "12.3"),
        ] {
            assert_eq!(figure(is_count, value, room), shown, "{value} in {room}");
        }
    }
}
