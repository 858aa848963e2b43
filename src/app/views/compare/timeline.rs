//! What each said and when: a lane for each actor or issue, and the cursor on an event.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::course::{Course, Event, Lane, Mark};
use super::grid::Down;
use super::legend::EVENTS;
use crate::app::command::Direction;
use crate::app::list::List;
use crate::model::DemandId;

/// State of the face.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// What the lanes are.
    pub down: Down,
    /// Columns or rows of the table with events.
    pub lanes: List<(), usize>,
    /// The event under the cursor, by its place among all.
    pub event: Option<usize>,
    /// The events of each column or row of the table.
    events: Arc<[Lane]>,
    /// What the lanes show that were on the screen since it had this width.
    cells: BTreeMap<usize, Arc<LaneCells>>,
    width: u16,
}

/// The cells of a lane that show something. Events are given by their index in the course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaneCells {
    /// Cells where events begin, rising, each with the weightiest event and how many there are.
    pub marks: Vec<(u16, usize, usize)>,
    /// Cells that an event of several days goes on over, rising; of several events the last.
    pub lines: Vec<(u16, usize)>,
    /// Which symbols it has of those of events, then of lanes: a bit for each.
    pub seen: u16,
}

impl LaneCells {
    /// O(events · width).
    fn new(course: &Course, events: &[usize], width: u16) -> Self {
        let mut marks: Vec<(u16, usize, usize)> = Vec::new();
        let mut lines = BTreeMap::new();
        for (at, event) in events.iter().filter_map(|at| Some((*at, course.events.get(*at)?))) {
            let (first, last) = course.cells(event, width);
            lines.extend((first..last).map(|cell| (cell + 1, at)));
            match marks.last_mut() {
                Some((cell, best, count)) if *cell == first => {
                    *count += 1;
                    if course.events.get(*best).is_none_or(|best| best.mark() <= event.mark()) {
                        *best = at;
                    }
                }
                _ => marks.push((first, at, 1)),
            }
        }
        let lines: Vec<(u16, usize)> = lines.into_iter().collect();
        let [span, several, many] = [0, 1, 2].map(|at| 1 << (EVENTS.len() + at));
        let bit = |(_, at, count): &(u16, usize, usize)| {
            let mark = course.events.get(*at).map(Event::mark);
            match (mark, count) {
                (Some(Mark::States), 2..=9) => several,
                (Some(Mark::States), 10..) => many,
                _ => EVENTS.iter().position(|(known, ..)| mark == Some(*known)).map_or(0, |at| 1 << at),
            }
        };
        let seen = marks.iter().map(bit).fold(if lines.is_empty() { 0 } else { span }, |seen, bit| seen | bit);
        Self { marks, lines, seen }
    }
}

impl Default for Timeline {
    fn default() -> Self {
        let (cells, width) = (BTreeMap::new(), 0);
        Self { down: Down::Parties, lanes: List::default(), event: None, events: Arc::default(), cells, width }
    }
}

impl Timeline {
    /// Lists the lanes that `is_listed`. The cursor stays on its event where that is still there; at first it is on the
    /// first turn, where there is one.
    pub fn list(&mut self, course: &Course, order: impl Iterator<Item = usize>, is_listed: impl Fn(usize) -> bool) {
        self.events = match self.down {
            Down::Parties => course.by_column.clone(),
            Down::Issues => course.by_row.clone(),
        };
        let lanes: Vec<usize> = order.filter(|lane| !self.of(*lane).is_empty() && is_listed(*lane)).collect();
        self.cells.clear();
        self.lanes.replace_items(lanes);
        let held = self.event.filter(|at| course.events.get(*at).is_some_and(|event| self.is_open(self.lane(event))));
        if let Some(at) = held {
            return self.select(course, at);
        }
        self.event = None;
        if self.next_turn(course, Direction::Next).is_none() {
            self.fit(course, None);
        }
    }

    fn is_open(&self, lane: usize) -> bool {
        self.lanes.items().any(|open| open == lane)
    }

    fn lane(&self, event: &Event) -> usize {
        match self.down {
            Down::Parties => event.column,
            Down::Issues => event.row,
        }
    }

    /// The events of a lane, in the order of the axis.
    pub fn of(&self, lane: usize) -> &[usize] {
        self.events.get(lane).map_or(&[], |lane| &lane.events)
    }

    /// Cuts the window of lanes, and works out what those show on an axis of `width` cells.
    pub fn cut(&mut self, course: &Course, (width, height): (u16, u16)) {
        self.lanes.set_height(height);
        if self.width != width {
            self.width = width;
            self.cells.clear();
        }
        for lane in self.lanes.shown().filter(|lane| !self.cells.contains_key(lane)).collect::<Vec<_>>() {
            let cells = LaneCells::new(course, self.of(lane), width);
            self.cells.insert(lane, Arc::new(cells));
        }
    }

    /// What a lane on the screen shows; `None` for any other.
    pub fn cells(&self, lane: usize) -> Option<&LaneCells> {
        self.cells.get(&lane).map(Arc::as_ref)
    }

    /// Puts the cursor on the event of a demand, where its lane is listed; of several on that of a column.
    pub fn hold(&mut self, course: &Course, (demand, column): (DemandId, Option<usize>)) {
        let events = course.events.iter().enumerate().filter(|(_, event)| event.demand == demand);
        let open = events.filter(|(_, event)| self.is_open(self.lane(event)));
        if let Some((at, _)) = open.min_by_key(|(_, event)| Some(event.column) != column) {
            self.select(course, at);
        }
    }

    /// Puts the cursor on the last event of a party on an issue, given by row and column, where its lane is listed.
    pub fn hold_cell(&mut self, course: &Course, (row, column): (usize, usize)) {
        let is_it = |event: &&Event| event.row == row && event.column == column && self.is_open(self.lane(event));
        if let Some(at) = course.events.iter().rposition(|event| is_it(&event)) {
            self.select(course, at);
        }
    }

    /// Puts the cursor on an event.
    pub(super) fn select(&mut self, course: &Course, at: usize) {
        if let Some(event) = course.events.get(at) {
            self.lanes.select(self.lane(event));
            self.event = Some(at);
        }
    }

    /// Puts the cursor on the event of the present lane that is nearest to `before`, else on its first.
    pub fn fit(&mut self, course: &Course, before: Option<usize>) {
        let Some(lane) = self.lanes.selected() else {
            self.event = None;
            return;
        };
        let cell = |at: usize| course.events.get(at).map_or(0, |event| course.cells(event, u16::MAX).0);
        let near = |at: &usize| before.map_or(0, |before| cell(before).abs_diff(cell(*at)));
        let nearest = self.of(lane).iter().copied().min_by_key(near);
        self.event = nearest;
    }

    /// To the next or previous event of the lane.
    pub fn beside(&mut self, toward: Direction) {
        let Some(lane) = self.lanes.selected() else { return };
        let events = self.of(lane);
        let here = events.iter().position(|at| Some(*at) == self.event).unwrap_or(0);
        let next = here.saturating_add_signed(toward.sign()).min(events.len().saturating_sub(1));
        self.event = events.get(next).copied();
    }

    /// To the first or last event of the lane.
    pub fn far_beside(&mut self, toward: Direction) {
        let Some(lane) = self.lanes.selected() else { return };
        let events = self.of(lane);
        self.event = match toward {
            Direction::Previous => events.first().copied(),
            Direction::Next => events.last().copied(),
        };
    }

    /// To the next or previous event at which a party moved, lane by lane and round at the end; says which of how many.
    pub fn next_turn(&mut self, course: &Course, toward: Direction) -> Option<(usize, usize)> {
        let lanes = || self.lanes.items().filter_map(|lane| Some((lane, self.events.get(lane)?)));
        let turns: Vec<usize> = lanes().flat_map(|(_, lane)| &lane.turns).copied().collect();
        let last = turns.len().checked_sub(1)?;
        // How many of them come before the event, and whether it is one itself.
        let here = self.event.and_then(|at| {
            let own = self.lane(course.events.get(at)?);
            let (_, lane) = lanes().find(|(lane, _)| *lane == own)?;
            let above: usize = lanes().take_while(|(lane, _)| *lane != own).map(|(_, lane)| lane.turns.len()).sum();
            let before = lane.turns.partition_point(|turn| *turn < at);
            Some((above + before, lane.turns.get(before) == Some(&at)))
        });
        let next = match (here, toward) {
            (None, _) => 0,
            (Some((before, is_turn)), Direction::Next) => {
                Some(before + usize::from(is_turn)).filter(|nth| *nth <= last).unwrap_or(0)
            }
            (Some((before, _)), Direction::Previous) => before.checked_sub(1).unwrap_or(last),
        };
        self.select(course, turns[next]);
        Some((next + 1, turns.len()))
    }

    /// Lanes of the other kind; the cursor stays on its event.
    pub fn transpose(&mut self) {
        self.down = match self.down {
            Down::Issues => Down::Parties,
            Down::Parties => Down::Issues,
        };
    }
}
