//! Who stands with whom: actors against actors, in the order of the tree that joins them.

use ratatui::layout::Rect;

use super::affinity::TREE;
use super::grid::head_rows;
use super::layout::Names;
use super::table::Table;
use crate::app::command::Direction;
use crate::app::list::List;
use crate::compare::{Measure, Normalise, Split, splits};
use crate::model::Model;

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
    /// The group of each column, from 0; `None` where nothing compares it with any other.
    pub group_of: Vec<Option<usize>>,
    /// What divides the groups, the most dividing issue first.
    pub splits: Vec<Split>,
    /// The others by how near they are to the party at the side, the nearest first, each with its value.
    pub nearest: Vec<(usize, f64)>,
    /// The others that relations alone compare with the party at the side.
    pub related: Vec<usize>,
    /// What the cells on the screen say, line by line.
    pub numbers: Vec<Vec<Number>>,
    /// How many pairs share no issue with positions and how many there are, where these decide who is divided.
    pub too_little: Option<(usize, usize)>,
}

/// What is known of two parties.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Number {
    /// The measure of the two.
    pub value: Option<f64>,
    /// The mark of their relations where these alone compare them; else empty.
    pub related: &'static str,
}

impl Default for Groups {
    fn default() -> Self {
        Self {
            measure: Measure::Distance,
            normalise: Normalise::None,
            count: 2,
            down: List::default(),
            across: List::default(),
            group_of: Vec::new(),
            splits: Vec::new(),
            nearest: Vec::new(),
            related: Vec::new(),
            numbers: Vec::new(),
            too_little: None,
        }
    }
}

/// Where everything of the face stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupsGrid {
    /// Cells of the tree; 0 where there is no room, or not all parties are listed.
    pub tree: u16,
    /// Cells of the names with what stands before them.
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
        self.cut_tree(model, table, self.count);
    }

    /// Cuts the tree into `count` groups, as near as it can.
    pub fn cut_tree(&mut self, model: &Model, table: &Table, count: usize) {
        let affinity = table.affinity(model);
        self.count = count.clamp(1, affinity.clusters.count.max(1));
        let groups = affinity.clusters.groups(self.count);
        self.group_of = vec![None; affinity.clusters.count];
        let is_alone: Vec<bool> = (0..affinity.clusters.count).map(|column| affinity.is_alone(column)).collect();
        // The first group is that of the first leaf.
        let place = |group: &Vec<usize>| affinity.order.iter().position(|leaf| group.contains(leaf));
        let mut by_place: Vec<&Vec<usize>> = groups.iter().collect();
        by_place.sort_by_key(|group| place(group));
        for (number, group) in by_place.into_iter().enumerate() {
            for column in group.iter().filter(|column| !is_alone[**column]) {
                self.group_of[*column] = Some(number);
            }
        }
        self.splits = splits(model, table.matrix(model), &groups);
        self.too_little = affinity.too_little(&is_alone);
    }

    /// The columns of a group that can be compared with any other, in the order of the tree.
    pub fn members(&self, group: usize) -> impl Iterator<Item = usize> {
        self.across.items().filter(move |column| self.group_of.get(*column) == Some(&Some(group)))
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

    /// The next way to divide counts, round and round; counts come in the place of a measure that is no count.
    pub fn next_normalise(&mut self) {
        let at = Normalise::ALL.iter().position(|way| *way == self.normalise).unwrap_or(0);
        if self.measure.counts_statements() {
            self.normalise = Normalise::ALL[(at + 1) % Normalise::ALL.len()];
        } else {
            self.measure = Measure::Congruence;
        }
    }

    /// Divides `area`.
    pub fn grid(&self, (table, names): (&Table, Names), area: Rect) -> GroupsGrid {
        let count = u16::try_from(self.across.count()).unwrap_or(u16::MAX).max(1);
        let has_tree = area.width >= WITH_TREE && self.down.count() == self.across.count();
        let tree = if has_tree { u16::try_from(TREE).unwrap_or(0) + 1 } else { 0 };
        let is_as_it_comes = names.more == 0;
        let names = names.cells(area.width, 6, (8, (area.width / 10 * 3).max(8)));
        let rest = area.width.saturating_sub(tree + names);
        // Where there is room, every name stands over its column.
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
        let by = (self.measure, self.normalise);
        let (affinity, matrix) = (table.affinity(model), table.matrix(model));
        let value = |pair| affinity.value((model, matrix), by, pair);
        let related = |pair| affinity.summary(model, matrix, pair).map_or("", |summary| summary.related_mark());
        let number = |pair| {
            let value = value(pair);
            Number { value, related: if value.is_none() { related(pair) } else { "" } }
        };
        let shown: Vec<usize> = self.across.shown().collect();
        self.numbers = self.down.shown().map(|a| shown.iter().map(|b| number((a, *b))).collect()).collect();
        (self.nearest, self.related) = (Vec::new(), Vec::new());
        let Some(here) = self.down.selected() else { return };
        let is_related = |other: &usize| !number((here, *other)).related.is_empty();
        self.related = affinity.order.iter().copied().filter(is_related).collect();
        self.nearest = (0..affinity.clusters.count).filter_map(|other| Some((other, value((here, other))?))).collect();
        let is_far = matches!(self.measure, Measure::Distance | Measure::Conflict);
        let closeness = |value: f64| if is_far { -value } else { value };
        let comparable =
            |column: usize| affinity.summary(model, matrix, (here, column)).map_or(0, |all| all.comparable());
        // Of equal values the one with more behind it comes first.
        self.nearest.sort_by(|(a, x), (b, y)| {
            closeness(*y).total_cmp(&closeness(*x)).then_with(|| comparable(*b).cmp(&comparable(*a)))
        });
    }
}
