//! One issue as a scale: the places of its labels, the names of the parties and their moves, in cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scale::{Label, cell, cells, labels};
use super::table::{Standing, Table};
use super::tags::Tag;
use crate::compare::{LOST, Stance};
use crate::model::{Issue, Model};
use crate::text::clip;

/// A scale is never longer than this.
const LONGEST: u16 = 150;
/// A scale shorter than this is not drawn.
const SHORTEST: u16 = 8;

/// A scale as it is drawn. Cells are counted from its left end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The row of the table.
    pub row: usize,
    /// Whether it is the first of its group, whose heading it has: under the issue's name where that is beside the scale,
    /// else in a row above it.
    pub has_heading: bool,
    /// Whether the issue's name has a row of its own above the scale, else it is beside it.
    pub is_stacked: bool,
    /// Its length in cells; 0 where nothing is on it, and then it is not drawn.
    pub length: u16,
    /// Where its named points are.
    pub ticks: Vec<u16>,
    /// The names of the points, on the line of the scale; those that find no room are left out, both ends last.
    pub labels: Vec<Label>,
    /// Those who stand at one point and always did, from left to right; no two overlap. Where lanes have no room all others
    /// stand among them, with signs.
    pub crowds: Vec<Crowd>,
    /// Rows of the crowds.
    pub rows: usize,
    /// Those who moved, or hold several points; no two of a lane overlap.
    pub lanes: Vec<Vec<Figure>>,
    /// The ways of those who moved and stand in crowds of one row, behind the crowds; no two overlap.
    pub trails: Vec<Trail>,
    /// How many of its names rest on quotes that are not in the article.
    pub lost: usize,
    /// Columns without a place on it.
    pub not_placed: Vec<usize>,
    /// Columns without a demand.
    pub silent: Vec<usize>,
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
    /// How many hold the point; the others gave it up.
    pub held: usize,
    /// How many of these are not named, where there is room to say so.
    pub more: usize,
}

impl Crowd {
    /// How many hold the point, shown where several do.
    pub fn number(&self) -> Option<usize> {
        // The names leave room for it.
        let has_room = self.names.iter().flatten().next().is_none_or(|name| name.at > 0);
        Some(self.held).filter(|held| has_room && *held > 0)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().map(|name| &*name.text)
    }
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

/// The way that a party came along to its crowd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// Whose it is: the column of the table.
    pub column: usize,
    /// Its first and last cell, beside the crowd and where it stood first, either way round.
    pub cells: (u16, u16),
    /// Where it stood before, rising.
    pub before: Vec<u16>,
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
    /// The range it marks, both ends the same for one point; `None` where it holds none of them any more.
    pub now: Option<(u16, u16)>,
    /// Where it stood before, rising; it moved from there.
    pub before: Vec<u16>,
}

/// A party that moved or holds a range, in cells.
struct Mover<'t> {
    column: usize,
    tag: &'t Tag,
    /// Behind its name.
    lost: &'static str,
    now: Option<(u16, u16)>,
    before: Vec<u16>,
    /// Where it is counted: the middle of what it holds, else the last place that it gave up.
    at: u16,
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

/// A party in a crowd: its cell, how it came there, and what it is called.
struct Spot<'t> {
    at: u16,
    way: Way,
    column: usize,
    tag: &'t Tag,
    /// Behind its name.
    lost: &'static str,
    /// Cells of its name and of its letters, with the signs.
    cells: [u16; 2],
}

/// How a party whose name stands in a crowd came there, or what it holds, in the order of the names: those who came from the left stand on
/// the left, so that nothing is between them and their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    FromLeft,
    Still,
    Range,
    GivenUp,
    FromRight,
}

impl Way {
    fn marks(self) -> [&'static str; 2] {
        match self {
            Self::FromLeft => ["►", ""],
            Self::Still => ["", ""],
            Self::Range => ["├", "┤"],
            Self::GivenUp => ["(", ")"],
            Self::FromRight => ["", "◄"],
        }
    }

    fn of(mover: &Mover) -> Self {
        match (mover.now, mover.before.first(), mover.before.last()) {
            (None, ..) => Self::GivenUp,
            (_, _, Some(last)) if *last > mover.at => Self::FromRight,
            (_, Some(first), _) if *first < mover.at => Self::FromLeft,
            _ => Self::Range,
        }
    }
}

impl<'t> Spot<'t> {
    fn new((at, way): (u16, Way), (column, tag): (usize, &'t Tag), lost: &'static str) -> Self {
        // Each sign takes a cell.
        let signs = way.marks().into_iter().chain([lost]).filter(|sign| !sign.is_empty()).count();
        let cells = tag.cells.map(|cells| u16::try_from(cells + signs).unwrap_or(u16::MAX));
        Self { at, way, column, tag, lost, cells }
    }

    /// Who moved or holds a range, as one of a crowd.
    fn of(mover: &Mover<'t>) -> Self {
        Self::new((mover.at, Way::of(mover)), (mover.column, mover.tag), mover.lost)
    }

    /// The name with its signs if it fits into `room`, else the letters; with its width.
    fn within(&self, room: u16) -> (&'t str, u16) {
        let [name, letters] = self.cells;
        if name <= room { (&self.tag.name, name) } else { (&self.tag.tag, letters) }
    }

    /// What it is called, with its signs, in at most `room` cells.
    fn text(&self, name: &str, room: u16) -> String {
        let [before, behind] = self.way.marks();
        clip(&format!("{before}{name}{}{behind}", self.lost), usize::from(room)).into_string()
    }
}

/// The room of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockRoom {
    /// Cells of the scale.
    pub length: u16,
    /// The most rows of all of it but a heading: two, and one where the name has its own.
    pub rows: u16,
    /// Whether the issue's name has a row of its own.
    pub is_stacked: bool,
    /// The column under the cursor, if that is on it: its name is always shown.
    pub here: Option<usize>,
}

/// Scales by their rows and whether they have a heading, for one room.
#[derive(Debug, Clone, Default)]
pub struct Scales {
    room: (u16, u16),
    blocks: BTreeMap<(usize, bool), Arc<Block>>,
}

impl Scales {
    /// Drops those that were made for another length or another number of rows.
    pub fn fit(&mut self, room: (u16, u16)) {
        if self.room != room {
            *self = Self { room, blocks: BTreeMap::new() };
        }
    }

    /// A scale, made where there is none.
    pub fn get(&mut self, of: (usize, bool), make: impl FnOnce() -> Arc<Block>) -> Arc<Block> {
        self.blocks.entry(of).or_insert_with(make).clone()
    }
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
            trails: Vec::new(),
            lost: 0,
            not_placed: Vec::new(),
            silent: Vec::new(),
        };
        let Some(issue) = table.issue(row).map(|id| model.issue(id)) else { return block };
        let length = room.length.min(LONGEST);
        let (spots, movers) = block.sort_out(model, (table, issue), length);
        if spots.is_empty() && movers.is_empty() || length < SHORTEST {
            return block;
        }
        block.length = length;
        block.ticks = issue.scale.iter().map(|point| cell(issue, point.at, length)).collect();
        block.labels = labels(issue, &block.ticks, length);
        let free = usize::from(room.rows).saturating_sub(1 + usize::from(room.is_stacked)).max(1);
        block.fill((spots, movers), (free, room.here));
        block
    }

    /// Lays out who is on the scale in `free` rows: lanes for those who moved where these have room, else all as crowds.
    fn fill<'t>(&mut self, (mut spots, movers): (Vec<Spot<'t>>, Vec<Mover<'t>>), (free, here): (usize, Option<usize>)) {
        let most = free - usize::from(!spots.is_empty());
        let mut lanes = Vec::new();
        let have_room = movers.iter().all(|mover| lay(&mut lanes, figure(mover, self.length), most));
        if have_room {
            self.lanes = lanes;
        } else {
            spots.extend(movers.iter().map(Spot::of));
        }
        spots.sort_by_key(|spot| (spot.at, spot.way, spot.column));
        self.crowds = crowds(&spots, (self.length, free.saturating_sub(self.lanes.len()).max(1)), here);
        self.rows = self.crowds.iter().map(|crowd| crowd.names.len()).max().unwrap_or(0);
        if !have_room && self.rows == 1 {
            self.trails = trails(&self.crowds, &movers);
        }
    }

    /// Gathers who stands still on the scale, who moved or holds a range there, and who is not on it.
    fn sort_out<'t>(
        &mut self,
        model: &Model,
        (table, issue): (&'t Table, &Issue),
        length: u16,
    ) -> (Vec<Spot<'t>>, Vec<Mover<'t>>) {
        let (mut still, mut movers) = (Vec::new(), Vec::new());
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
            let lost = if standing.is_lost { LOST[0].0 } else { "" };
            let tag = table.tag(column);
            let before = (still.len(), movers.len());
            match standing.now {
                Some((low, high)) if low.total_cmp(&high).is_eq() && standing.before.is_empty() => {
                    still.push(Spot::new((cell(issue, low, length), Way::Still), (column, tag), lost));
                }
                _ => movers.extend(mover((issue, length), standing, (column, tag), lost)),
            }
            self.lost += usize::from(standing.is_lost && before != (still.len(), movers.len()));
        }
        (still, movers)
    }

    /// The same scale, with the heading of its group above it where it is the first of it.
    #[must_use]
    pub fn under_heading(self, has_heading: bool) -> Self {
        Self { has_heading, ..self }
    }

    /// Which marks of [`SCALES`](super::legend::SCALES) it has.
    pub fn marks(&self) -> [bool; 6] {
        let last = self.length.saturating_sub(1);
        let is_hidden =
            |tick: u16| self.labels.iter().any(|label| (label.start..label.start + cells(&label.text)).contains(&tick));
        let says = |what: &dyn Fn(&str) -> bool| self.crowds.iter().flat_map(Crowd::texts).any(what);
        let is_drawn = |what: &dyn Fn(&Figure) -> bool| self.lanes.iter().flatten().any(what);
        [
            self.ticks.iter().any(|tick| ![0, last].contains(tick) && !is_hidden(*tick)),
            !self.trails.is_empty()
                || is_drawn(&|figure| figure.now.is_some() && !figure.before.is_empty())
                || says(&|name| name.starts_with('►') || name.ends_with('◄')),
            is_drawn(&|figure| figure.now.is_some_and(|(low, high)| low != high))
                || says(&|name| name.starts_with('├')),
            is_drawn(&|figure| figure.now.is_none()) || says(&|name| name.starts_with('(')),
            self.crowds.iter().any(|crowd| crowd.number().is_some()),
            self.crowds.iter().any(|crowd| crowd.more > 0),
        ]
    }

    /// Whether the heading has a row of its own.
    pub fn has_heading_row(&self) -> bool {
        self.has_heading && (self.is_stacked || self.length == 0)
    }

    /// Rows it takes.
    pub fn height(&self) -> usize {
        let scale = if self.length > 0 { 1 + self.rows + self.lanes.len() } else { 1 };
        usize::from(self.has_heading_row()) + usize::from(self.is_stacked) + scale
    }
}

/// The crowds of a scale: those at one cell together, as near to it as the others leave room. Where not all names have room
/// the widest crowds are cut.
fn crowds(spots: &[Spot], (length, rows): (u16, usize), here: Option<usize>) -> Vec<Crowd> {
    let points: Vec<Vec<&Spot>> = spots.chunk_by(|a, b| a.at == b.at).map(|point| point.iter().collect()).collect();
    let wanted: Vec<u16> = points.iter().map(|point| flow(point, (length, rows), here).width).collect();
    // Two cells between crowds, or one, or none, as there are many of them.
    let gap = (usize::from(length) / points.len().max(1)).saturating_sub(1).min(2);
    let gaps = points.len().saturating_sub(1) * gap;
    let gap = u16::try_from(gap).unwrap_or(0);
    let is_too_wide = |most: &u16| {
        wanted.iter().map(|width| usize::from((*width).min(*most))).sum::<usize>() + gaps > usize::from(length)
    };
    let most = (1..=length).rev().find(|most| !is_too_wide(most)).unwrap_or(1);
    let crowd = |(mut point, wanted): (Vec<&Spot>, u16)| {
        let mut flowed = flow(&point, (wanted.min(most), rows), here);
        let is_here = |spot: &Spot<'_>| Some(spot.column) == here;
        let is_shown = flowed.names.iter().flatten().any(|placed| is_here(placed.spot));
        if let Some(hidden) = point.iter().position(|spot| is_here(spot)).filter(|_| !is_shown) {
            // The one under the cursor comes first where it would not be seen.
            let spot = point.remove(hidden);
            point.insert(0, spot);
            flowed = flow(&point, (most, rows), here);
        }
        let Flow { names, width, held, more } = flowed;
        let names = names.iter().map(|row| row.iter().map(Placed::named).collect()).collect();
        Crowd { at: point.first().map_or(0, |spot| spot.at), start: 0, width, names, held, more }
    };
    let mut crowds: Vec<Crowd> = points.into_iter().zip(wanted).map(crowd).collect();
    let mut free = 0;
    for crowd in &mut crowds {
        crowd.start = crowd.at.saturating_sub(crowd.width / 2).max(free);
        free = crowd.start + crowd.width + gap;
    }
    let mut end = length;
    for crowd in crowds.iter_mut().rev() {
        crowd.start = crowd.start.min(end.saturating_sub(crowd.width));
        end = crowd.start.saturating_sub(gap);
    }
    crowds
}

/// The ways of those who moved, from the end of their crowd's row at which they stand to where they stood first, behind the
/// crowds between. No two overlap, and none begins behind a crowd.
fn trails(crowds: &[Crowd], movers: &[Mover]) -> Vec<Trail> {
    let mut trails: Vec<Trail> = Vec::new();
    for mover in movers {
        let ends = |crowd: &Crowd| {
            let (first, last) = (crowd.names.first()?.first()?, crowd.names.first()?.last()?);
            let (low, high) = (crowd.start, (crowd.start + crowd.width).saturating_sub(1));
            if last.column == mover.column && Way::of(mover) == Way::FromRight {
                return Some((high + 1, *mover.before.last()?));
            }
            let is_first = first.column == mover.column && Way::of(mover) == Way::FromLeft;
            is_first.then_some((low.checked_sub(1)?, *mover.before.first()?))
        };
        let Some(cells) = crowds.iter().find_map(ends) else { continue };
        let span = |cells: (u16, u16)| cells.0.min(cells.1)..=cells.0.max(cells.1);
        // Right beside another crowd it would be read as part of that.
        let near = |crowd: &Crowd| crowd.start.saturating_sub(1)..=crowd.start + crowd.width;
        let is_seen = crowds.iter().all(|crowd| !near(crowd).contains(&cells.1));
        let is_clear = is_seen
            && trails
                .iter()
                .map(|trail| span(trail.cells))
                .all(|other| other.end() < span(cells).start() || other.start() > span(cells).end());
        if is_clear {
            trails.push(Trail { column: mover.column, cells, before: mover.before.clone() });
        }
    }
    trails
}

/// A party in a crowd with its place there: what it is called, its first cell, and how many it may have.
struct Placed<'s> {
    spot: &'s Spot<'s>,
    name: &'s str,
    at: u16,
    most: u16,
}

impl Placed<'_> {
    fn named(&self) -> Named {
        Named { column: self.spot.column, at: self.at, text: self.spot.text(self.name, self.most) }
    }
}

/// A crowd that is laid out, but neither begins anywhere nor has its names put together.
struct Flow<'s> {
    names: Vec<Vec<Placed<'s>>>,
    width: u16,
    held: usize,
    more: usize,
}

/// Lays the names of those at one point out in as few cells as they take of the room they have. Names without room are left
/// out; that of the column under the cursor is cut to it.
fn flow<'s>(point: &[&'s Spot<'s>], (room, rows): (u16, usize), here: Option<usize>) -> Flow<'s> {
    let count = point.len();
    let holders = point.iter().filter(|spot| spot.way != Way::GivenUp).count();
    // How many hold it precedes the names of several.
    let head = if count > 1 && holders > 0 { u16::try_from(holders.to_string().len()).unwrap_or(1) + 1 } else { 0 };
    let mut names: Vec<Vec<Placed<'s>>> = vec![Vec::new()];
    let (mut used, mut widest, mut end, mut more) = (head, 0, 0, holders);
    let in_a_row = |comma: u16| room.saturating_sub(head + 4 * comma);
    let is_cut = point.iter().any(|spot| spot.within(in_a_row(1)).1 > in_a_row(1));
    for (nth, spot) in point.iter().enumerate() {
        let is_last = names.len() == rows;
        let comma = u16::from(nth + 1 < count);
        // Room for how many are left out.
        let rest = if is_last && comma > 0 || is_cut && count > 1 { 4 } else { 0 };
        let is_here = Some(spot.column) == here;
        let in_a_row = match in_a_row(u16::from(rest > 0).max(comma)) {
            // The count stands for the others where there is no room to say how many they are.
            ..2 if is_here && names.iter().all(Vec::is_empty) => in_a_row(0),
            in_a_row => in_a_row,
        };
        let ((name, mut cells), mut most) = (spot.within(in_a_row), room);
        if cells > in_a_row && count > 1 {
            if !is_here || in_a_row < 2 {
                continue;
            }
            (cells, most) = (in_a_row, in_a_row);
        }
        if used + cells + comma.max(rest) > room && names.last().is_some_and(|row| !row.is_empty()) {
            if is_last {
                break;
            }
            names.push(Vec::new());
            used = head;
        }
        if let Some(row) = names.last_mut() {
            row.push(Placed { spot, name, at: used, most });
            more -= usize::from(spot.way != Way::GivenUp);
        }
        // A comma and a space.
        used += cells + 2;
        end = used - 2 + comma;
        widest = widest.max(end).min(room);
    }
    let is_named = names.iter().any(|row| !row.is_empty());
    if !is_named || end + 4 > room + 1 {
        // How many hold it is all there is room for.
        more = 0;
    }
    let width = match (is_named, more) {
        (false, _) => head.saturating_sub(1),
        (true, 0) => widest,
        (true, _) => (widest + 4).min(room),
    };
    Flow { names, width: width.clamp(1, room.max(1)), held: holders, more }
}

/// A party that moved or holds a range; `None` where it never had a place.
fn mover<'t>(
    (issue, length): (&Issue, u16),
    standing: &Standing,
    (column, tag): (usize, &'t Tag),
    lost: &'static str,
) -> Option<Mover<'t>> {
    let at = |place: f64| cell(issue, place, length);
    let now = standing.now.map(|(low, high)| (at(low), at(high)));
    let mut before: Vec<u16> = standing.before.iter().map(|place| at(*place)).collect();
    let middle = match standing.now {
        Some((low, high)) => at(low.midpoint(high)),
        None => before.pop()?,
    };
    Some(Mover { column, tag, lost, now, before, at: middle })
}

/// The mark of a party that moved or holds a range, on a scale of `length` cells.
fn figure(mover: &Mover<'_>, length: u16) -> Figure {
    let [name, letters] = [&mover.tag.name, &mover.tag.tag].map(|name| format!("{name}{}", mover.lost));
    let room = usize::from(length.saturating_sub(2));
    let text = clip(Tag::new(name, letters).within(room.min(18)), room).into_string();
    let wide = cells(&text) + 2;
    let start = mover.at.saturating_sub(wide / 2).min(length.saturating_sub(wide));
    Figure { column: mover.column, text, start, now: mover.now, before: mover.before.clone() }
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
