//! One issue as a scale: where its labels, the names of the parties and their moves stand, in cells.

use super::table::{Standing, Table};
use super::tags::Tag;
use crate::compare::Stance;
use crate::model::{Issue, Model};
use crate::text::{clip, width};

/// A scale is never longer than this.
const LONGEST: u16 = 150;
/// A scale shorter than this is not drawn.
const SHORTEST: u16 = 8;
/// The most lanes of moves and ranges where the cursor is elsewhere.
const LANES: usize = 2;

/// A scale as it is drawn. Cells are counted from its left end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The row of the table.
    pub row: usize,
    /// Whether it is the first of its group, whose heading it has: under the issue's name where that stands beside the scale,
    /// else in a row above it.
    pub has_heading: bool,
    /// Whether the issue's name has a row of its own above the scale, else it stands beside it.
    pub is_stacked: bool,
    /// Its length in cells; 0 where nothing is on it, and then it is not drawn.
    pub length: u16,
    /// Where its named points are.
    pub ticks: Vec<u16>,
    /// The names of the points, on the line of the scale; those that find no room are left out, both ends last.
    pub labels: Vec<Label>,
    /// Those who stand at one point and always did, from left to right; no two overlap.
    pub crowds: Vec<Crowd>,
    /// Rows of the crowds.
    pub rows: usize,
    /// Those who moved, or hold several points; no two of a lane overlap.
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

/// Parties at one point, whose names flow over the cells around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crowd {
    /// The cell of the point.
    pub at: u16,
    /// The first of its cells, and how many there are.
    pub start: u16,
    /// How many cells it has.
    pub width: u16,
    /// The names, row by row.
    pub names: Vec<Vec<Named>>,
    /// How many there are in all.
    pub count: usize,
}

/// A name of a crowd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Whose it is: the column of the table.
    pub column: usize,
    /// Its first cell, counted from that of the crowd.
    pub at: u16,
    /// The name, or its letters where it has no room.
    pub text: String,
}

/// The mark of a party that moved or holds a range.
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

/// The room of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockRoom {
    /// Cells of the scale.
    pub length: u16,
    /// Rows of all of it.
    pub rows: u16,
    /// Whether the issue's name has a row of its own.
    pub is_stacked: bool,
    /// Whether the cursor is on it: then all names are shown that there is room for.
    pub is_here: bool,
}

impl Block {
    /// The scale of a row of the table. O(parties).
    pub fn new(model: &Model, table: &Table, row: usize, room: BlockRoom) -> Self {
        let mut block = Self {
            row,
            has_heading: false,
            is_stacked: room.is_stacked,
            length: 0,
            ticks: Vec::new(),
            labels: Vec::new(),
            crowds: Vec::new(),
            rows: 0,
            lanes: Vec::new(),
            left_over: 0,
            not_placed: Vec::new(),
            silent: Vec::new(),
        };
        let Some(issue) = table.issue(row).map(|id| model.issue(id)) else { return block };
        let length = room.length.min(LONGEST);
        let (still, figures) = block.sort_out(model, (table, issue), length);
        if still.is_empty() && figures.is_empty() || length < SHORTEST {
            return block;
        }
        block.length = length;
        block.ticks = issue.scale.iter().map(|point| cell(issue, point.at, length)).collect();
        block.labels = labels(issue, &block.ticks, length);
        let free = usize::from(room.rows).saturating_sub(3 + usize::from(room.is_stacked));
        let lanes = if room.is_here { (free / 2).max(1) } else { LANES };
        for figure in figures {
            block.left_over += usize::from(!lay(&mut block.lanes, figure, lanes));
        }
        let rows = if room.is_here { free.saturating_sub(block.lanes.len()).max(1) } else { 1 };
        block.crowds = crowds(table, &still, (length, rows));
        block.rows = block.crowds.iter().map(|crowd| crowd.names.len()).max().unwrap_or(0);
        block
    }

    /// Gathers who stands still on the scale, with the cell, who moved or holds a range there, and who is not on it.
    fn sort_out(
        &mut self,
        model: &Model,
        (table, issue): (&Table, &Issue),
        length: u16,
    ) -> (Vec<(u16, usize)>, Vec<Figure>) {
        let (mut still, mut figures) = (Vec::new(), Vec::new());
        for (column, standing) in table.standings(model, self.row).iter().enumerate() {
            match table.stance(model, self.row, column) {
                Stance::Placed { .. } | Stance::Mixed { .. } => {}
                Stance::NotPlaced { .. } => self.not_placed.push(column),
                Stance::Silent => {
                    self.silent.push(column);
                    continue;
                }
            }
            match standing.now {
                Some((low, high)) if low.total_cmp(&high).is_eq() && standing.before.is_empty() => {
                    still.push((cell(issue, low, length), column));
                }
                _ => figures.extend(figure(issue, standing, (column, table.tag(column)), length)),
            }
        }
        still.sort_unstable();
        (still, figures)
    }

    /// The same scale, with the heading of its group above it where it is the first of it.
    #[must_use]
    pub fn under_heading(self, has_heading: bool) -> Self {
        Self { has_heading, ..self }
    }

    /// Whether the heading has a row of its own.
    pub fn has_heading_row(&self) -> bool {
        self.has_heading && (self.is_stacked || self.length == 0)
    }

    /// Whether a line says who is not drawn.
    pub fn has_aside(&self) -> bool {
        self.length == 0 || self.left_over > 0
    }

    /// Rows it takes.
    pub fn height(&self) -> usize {
        let scale = if self.length > 0 { 1 + self.rows + self.lanes.len() } else { 0 };
        usize::from(self.has_heading_row()) + usize::from(self.is_stacked) + scale + usize::from(self.has_aside())
    }
}

/// The crowds of a scale: those at one cell together, each from halfway to the one before it to halfway to the next.
fn crowds(table: &Table, still: &[(u16, usize)], (length, rows): (u16, usize)) -> Vec<Crowd> {
    let points: Vec<&[(u16, usize)]> = still.chunk_by(|a, b| a.0 == b.0).collect();
    let at = |nth: usize| points.get(nth).and_then(|point| point.first()).map(|(at, _)| *at);
    let middle = |nth: usize| at(nth).zip(at(nth + 1)).map_or(length, |(low, high)| low.midpoint(high) + 1);
    let crowd = |(nth, point): (usize, &&[(u16, usize)])| {
        let at = at(nth).unwrap_or(0);
        let (first, end) = (if nth == 0 { 0 } else { middle(nth - 1) }, middle(nth));
        // A cell between two crowds.
        let room = end.saturating_sub(first).saturating_sub(u16::from(nth + 1 < points.len())).max(1);
        flow(table, point, (at, first, room), rows)
    };
    points.iter().enumerate().map(crowd).collect()
}

/// Lays the names of a crowd out in as few cells as they take around their point, within the room they have.
fn flow(table: &Table, point: &[(u16, usize)], (at, first, room): (u16, u16, u16), rows: usize) -> Crowd {
    let count = point.len();
    // The count stands before the names of several.
    let head = if count > 1 { u16::try_from(count.to_string().len()).unwrap_or(1) + 1 } else { 0 };
    let mut names: Vec<Vec<Named>> = vec![Vec::new()];
    let (mut used, mut widest) = (head, 0);
    for (nth, (_, column)) in point.iter().enumerate() {
        let is_last = names.len() == rows;
        // Room for how many are left out.
        let rest = if is_last && nth + 1 < count { 4 } else { 0 };
        let comma = u16::from(nth + 1 < count);
        let in_a_row = room.saturating_sub(head + 4 * comma);
        let text = table.tag(*column).within(usize::from(in_a_row));
        let cells = cells(text);
        if cells > in_a_row && count > 1 {
            break;
        }
        if used + cells + comma.max(rest) > room && names.last().is_some_and(|row| !row.is_empty()) {
            if is_last {
                break;
            }
            names.push(Vec::new());
            used = head;
        }
        if let Some(row) = names.last_mut() {
            row.push(Named { column: *column, at: used, text: clip(text, usize::from(room)).into_string() });
        }
        // A comma and a space.
        used += cells + 2;
        widest = widest.max(used - 2 + comma).min(room);
    }
    if names.first().is_some_and(Vec::is_empty) {
        // How many there are is all there is room for.
        let width = head.saturating_sub(1).clamp(1, room);
        return Crowd {
            at,
            start: at.saturating_sub(width / 2).clamp(first, first + room - width),
            width,
            names,
            count,
        };
    }
    let shown: usize = names.iter().map(Vec::len).sum();
    let width = if shown < count { widest + 4 } else { widest }.clamp(1, room);
    let start = at.saturating_sub(width / 2).clamp(first, first + room - width);
    Crowd { at, start, width, names, count }
}

/// The mark of a party; `None` where it never had a place.
fn figure(issue: &Issue, standing: &Standing, (column, tag): (usize, &Tag), length: u16) -> Option<Figure> {
    let at = |place: f64| cell(issue, place, length);
    let now = standing.now.map(|(low, high)| (at(low), at(high)));
    let mut before: Vec<u16> = standing.before.iter().map(|place| at(*place)).collect();
    let middle = match now {
        Some((low, high)) => low.midpoint(high),
        None => before.pop()?,
    };
    let room = usize::from(length.saturating_sub(2));
    let text = clip(tag.within(room.min(18)), room).into_string();
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

/// A point's name cut to fewer cells says nothing.
const LEAST_LABEL: u16 = 6;

/// The names of the points beside their ticks: in full where all have room, else each cut behind a word, no more than is
/// needed for all. Where that leaves next to nothing of them, those of the ends and what fits between.
fn labels(issue: &Issue, ticks: &[u16], length: u16) -> Vec<Label> {
    let longest = issue.scale.iter().map(|point| cells(&point.label)).max().unwrap_or(0);
    let all = |most: u16| labels_within(issue, (ticks, most), length).filter(|labels| labels.len() == ticks.len());
    if let Some(labels) = all(longest) {
        return labels;
    }
    // The greatest cut with room for all is between these two.
    let (mut fits, mut found, mut fails) = (LEAST_LABEL, all(LEAST_LABEL), longest);
    while found.is_some() && fails > fits + 1 {
        let middle = fits.midpoint(fails);
        match all(middle) {
            Some(labels) => (fits, found) = (middle, Some(labels)),
            None => fails = middle,
        }
    }
    found.or_else(|| labels_within(issue, (ticks, longest), length)).unwrap_or_default()
}

/// Those of the ends first, then what fits between, none longer than `most`.
fn labels_within(issue: &Issue, (ticks, most): (&[u16], u16), length: u16) -> Option<Vec<Label>> {
    let last = ticks.len().checked_sub(1)?;
    let mut labels: Vec<Label> = Vec::new();
    for n in std::iter::once(0).chain((last > 0).then_some(last)).chain(1..last) {
        let (Some(point), Some(tick)) = (issue.scale.get(n), ticks.get(n)) else { continue };
        let room = if n == 0 || n == last { length.saturating_sub(3) / 2 } else { length.saturating_sub(2) };
        let text = whole_words(&point.label, usize::from(most.min(room)));
        let wide = cells(&text);
        let start = match n {
            0 => 1,
            _ if n == last => length.saturating_sub(wide + 1),
            _ => tick.saturating_sub(wide / 2).min(length.saturating_sub(wide)),
        };
        let is_free = |other: &Label| start > other.start + cells(&other.text) || start + wide < other.start;
        if wide > 0 && labels.iter().all(is_free) {
            labels.push(Label { start, text });
        }
    }
    Some(labels)
}

/// As many whole words as fit, the cut marked; a piece of the first where not even that fits.
fn whole_words(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for word in text.split_whitespace() {
        let longer = if kept.is_empty() { word.to_owned() } else { format!("{kept} {word}") };
        if width(&longer) + 2 > room {
            break;
        }
        kept = longer;
    }
    if kept.is_empty() { clip(text, room).into_string() } else { format!("{kept} …") }
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
