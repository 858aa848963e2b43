//! One issue as a scale: where its labels, the marks of the parties and their moves stand, in cells.

use super::table::{Standing, Table};
use crate::compare::Stance;
use crate::model::{Issue, Model};
use crate::text::{clip, width};

/// Cells to the left and to the right of a scale, each.
pub const MARGIN: u16 = 3;
/// A scale is never longer than this.
const LONGEST: u16 = 140;
/// A scale shorter than this shows tags instead of names.
const NAMED: u16 = 56;
/// With more parties than this on it, too.
const CROWD: usize = 10;

/// A scale as it is drawn. Cells are counted from its left end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The row of the table.
    pub row: usize,
    /// Whether the heading of its group stands above it.
    pub has_heading: bool,
    /// Its length in cells; 0 where nothing is on it, and then it is not drawn.
    pub length: u16,
    /// Where its named points are.
    pub ticks: Vec<u16>,
    /// Their names in one row or two.
    pub labels: Vec<Vec<Label>>,
    /// Marks, the lane next to the scale first; no two of a lane overlap.
    pub lanes: Vec<Vec<Figure>>,
    /// Parties that found no lane.
    pub left_over: usize,
    /// Columns without a place on it.
    pub not_placed: Vec<usize>,
    /// Columns without a demand.
    pub silent: Vec<usize>,
}

/// The name of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where its first cell is.
    pub start: u16,
    /// The name, cut to the scale's length.
    pub text: String,
}

/// The mark of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Whose it is.
    pub column: usize,
    /// What it is called.
    pub text: String,
    /// Where the first cell of its name is; the name has one cell on each side.
    pub start: u16,
    /// The range it stands for, both ends the same for one point; `None` where it holds none of them any more.
    pub now: Option<(u16, u16)>,
    /// Where it stood before, rising; it moved from there.
    pub before: Vec<u16>,
}

impl Figure {
    /// First and last cell of the name with the cells beside it.
    pub fn chip(&self) -> (u16, u16) {
        (self.start, self.start + cells(&self.text) + 1)
    }

    /// First and last cell of all of it.
    fn extent(&self) -> (u16, u16) {
        let (mut low, mut high) = self.chip();
        for at in self.before.iter().copied().chain(self.now.into_iter().flat_map(|(low, high)| [low, high])) {
            low = low.min(at);
            high = high.max(at);
        }
        (low, high)
    }
}

impl Block {
    /// The scale of a row of the table for an area of this width and height. O(parties).
    pub fn new(model: &Model, table: &Table, row: usize, (columns, rows): (u16, u16)) -> Self {
        let mut block = Self {
            row,
            has_heading: false,
            length: 0,
            ticks: Vec::new(),
            labels: Vec::new(),
            lanes: Vec::new(),
            left_over: 0,
            not_placed: Vec::new(),
            silent: Vec::new(),
        };
        let Some(issue) = table.issue(row).map(|id| model.issue(id)) else { return block };
        let length = columns.saturating_sub(2 * MARGIN).min(LONGEST);
        let mut figures = block.sort_out(model, (table, issue), length);
        if figures.is_empty() || length < 8 {
            return block;
        }
        // Those on one point next to the scale, the long ones above.
        figures.sort_by_key(|figure| (figure.extent() != figure.chip(), figure.column));
        block.length = length;
        block.ticks = issue.scale.iter().map(|point| cell(issue, point.at, length)).collect();
        block.labels = labels(issue, &block.ticks, length);
        // The name, the scale and its labels are always shown.
        let most = usize::from(rows).saturating_sub(2 + block.labels.len()).max(1);
        for figure in figures {
            block.left_over += usize::from(!lay(&mut block.lanes, figure, most));
        }
        block
    }

    /// Gathers who stands on the scale and who does not.
    fn sort_out(&mut self, model: &Model, (table, issue): (&Table, &Issue), length: u16) -> Vec<Figure> {
        let is_named = length >= NAMED && table.parties().len() <= CROWD;
        let mut figures = Vec::new();
        for (column, standing) in table.standings(model, self.row).iter().enumerate() {
            let stance = table.stance(model, self.row, column);
            match stance {
                Stance::Placed { .. } | Stance::Mixed { .. } => {}
                Stance::NotPlaced { .. } => self.not_placed.push(column),
                Stance::Silent => {
                    self.silent.push(column);
                    continue;
                }
            }
            let tag = table.tag(column);
            let name = if is_named { &tag.name } else { &tag.tag };
            figures.extend(figure(issue, standing, (column, name), length));
        }
        figures
    }

    /// The same scale, with the heading of its group above it where it is the first of it.
    #[must_use]
    pub fn under_heading(self, has_heading: bool) -> Self {
        Self { has_heading, ..self }
    }

    /// Whether a line says who is not on it.
    pub fn has_aside(&self) -> bool {
        !self.not_placed.is_empty() || !self.silent.is_empty()
    }

    /// Rows it takes, with an empty one behind it.
    pub fn height(&self) -> usize {
        let scale = if self.length > 0 { self.lanes.len() + 1 + self.labels.len() } else { 0 };
        usize::from(self.has_heading) + 1 + scale + usize::from(self.has_aside()) + 1
    }
}

/// The mark of a party; `None` where it never had a place.
fn figure(issue: &Issue, standing: &Standing, (column, name): (usize, &str), length: u16) -> Option<Figure> {
    let at = |place: f64| cell(issue, place, length);
    let now = standing.now.map(|(low, high)| (at(low), at(high)));
    let mut before: Vec<u16> = standing.before.iter().map(|place| at(*place)).collect();
    let middle = match now {
        Some((low, high)) => low.midpoint(high),
        None => before.pop()?,
    };
    let room = usize::from(length.saturating_sub(2));
    let text = clip(name, room.min(18)).into_string();
    let wide = cells(&text) + 2;
    let start = middle.saturating_sub(wide / 2).min(length.saturating_sub(wide));
    Some(Figure { column, text, start, now, before })
}

/// Puts a mark into the first lane with room; says whether there was one.
fn lay(lanes: &mut Vec<Vec<Figure>>, figure: Figure, most: usize) -> bool {
    let (low, high) = figure.extent();
    let is_free = |lane: &Vec<Figure>| {
        lane.iter().map(Figure::extent).all(|(other_low, other_high)| high + 1 < other_low || other_high + 1 < low)
    };
    match lanes.iter().position(is_free) {
        Some(at) => {
            if let Some(lane) = lanes.get_mut(at) {
                lane.push(figure);
            }
            true
        }
        None if lanes.len() < most => {
            lanes.push(vec![figure]);
            true
        }
        None => false,
    }
}

/// The names of the points: both ends always, the others where they fit, in a second row where the first is taken.
fn labels(issue: &Issue, ticks: &[u16], length: u16) -> Vec<Vec<Label>> {
    let last = ticks.len().saturating_sub(1);
    let ends_first = [0, last].into_iter().chain(1..last);
    let mut rows: Vec<Vec<Label>> = Vec::new();
    for n in ends_first {
        let (Some(point), Some(tick)) = (issue.scale.get(n), ticks.get(n)) else { continue };
        let text = clip(&point.label, usize::from(length)).into_string();
        let wide = cells(&text);
        let start = match n {
            0 => 0,
            _ if n == last => length.saturating_sub(wide),
            _ => tick.saturating_sub(wide / 2).min(length.saturating_sub(wide)),
        };
        let is_free = |row: &Vec<Label>| {
            row.iter().all(|other| start > other.start + cells(&other.text) || start + wide < other.start)
        };
        let label = Label { start, text };
        match rows.iter().position(is_free) {
            Some(at) => rows.get_mut(at).into_iter().for_each(|row| row.push(label.clone())),
            None if rows.len() < 2 => rows.push(vec![label]),
            None => {}
        }
    }
    rows
}

/// The cell of a place on a scale of `length` cells; a place outside the scale stands at its end.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
fn cell(issue: &Issue, place: f64, length: u16) -> u16 {
    let Some((low, high)) = issue.bounds() else { return 0 };
    let share = ((place - low) / (high - low)).clamp(0.0, 1.0);
    (share * f64::from(length.saturating_sub(1))).round() as u16
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}
