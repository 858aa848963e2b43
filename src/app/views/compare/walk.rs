//! How the cursor moves: to the side, among the lines, to what is in conflict and to who moved.

use super::grid::Down;
use super::ground::GroundItem;
use super::state::Compare;
use crate::app::command::{Command, Direction};
use crate::app::place::Mode;
use crate::model::Model;

/// Which of several cells the cursor went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Its number among them, from 1.
    pub nth: usize,
    /// How many there are.
    pub of: usize,
    /// Whether it was reached by way of the other end.
    pub is_round: bool,
}

impl Compare {
    /// Moves the cursor to the side: in the matrix by a column, on a scale to the next mark, on a timeline to the next
    /// event.
    pub fn beside(&mut self, model: &Model, toward: Direction) {
        match (self.mode, self.down) {
            (Mode::Spectrum | Mode::Ground, _) => self.next_mark(model, toward),
            (Mode::Matrix, Down::Issues) => self.parties.step(toward.sign()),
            (Mode::Matrix, Down::Parties) => self.issues.step(toward.sign()),
            (Mode::Groups, _) => self.groups.across.step(toward.sign()),
            (Mode::Timeline, _) => self.timeline.beside(toward),
        }
    }

    /// Moves the cursor among the lines.
    pub fn run_down(&mut self, model: &Model, command: Command) {
        match (self.mode, self.runs_down()) {
            (Mode::Groups, _) => self.groups.down.run(command),
            (Mode::Timeline, _) => {
                let (lane, event) = (self.timeline.lanes.selected(), self.timeline.event);
                let moved = self.timeline.lanes.run(command);
                if self.timeline.lanes.selected() != lane {
                    self.timeline.fit(self.table.course(model), event);
                }
                moved
            }
            (Mode::Ground, _) => self.ground.list.run(command),
            (Mode::Matrix | Mode::Spectrum, Down::Issues) => self.issues.run(command),
            (Mode::Matrix | Mode::Spectrum, Down::Parties) => self.parties.run(command),
        };
        self.follow(model);
    }

    /// Puts the cursor on the first or last to the side.
    pub fn far_beside(&mut self, toward: Direction) {
        match self.mode {
            Mode::Timeline => return self.timeline.far_beside(toward),
            Mode::Groups if toward == Direction::Previous => return self.groups.across.first(),
            Mode::Groups => return self.groups.across.last(),
            Mode::Matrix | Mode::Spectrum | Mode::Ground => {}
        }
        let (count, first) = match self.runs_down() {
            Down::Issues => (self.parties.count(), toward == Direction::Previous),
            Down::Parties => (self.issues.count(), toward == Direction::Previous),
        };
        let nth = if first { 0 } else { count.saturating_sub(1) };
        match self.runs_down() {
            Down::Issues => self.parties.select_nth(nth),
            Down::Parties => self.issues.select_nth(nth),
        }
    }

    /// Goes to the next party on this scale: from left to right, then those that have no place on it.
    fn next_mark(&mut self, model: &Model, toward: Direction) {
        let Some((row, column)) = self.cell() else { return };
        let order = self.table.along(model, row);
        let next = match order.iter().position(|other| *other == column) {
            Some(at) => at.saturating_add_signed(toward.sign()).min(order.len().saturating_sub(1)),
            None => 0,
        };
        if let Some(column) = order.get(next) {
            self.parties.select(*column);
        }
    }

    /// Goes to the next or previous cell in conflict with the base, apart or opposed, by issues, then columns, and round
    /// at the end; says which of how many it is. `None` where there is no conflict.
    pub fn go_to_conflict(&mut self, model: &Model, toward: Direction) -> Option<Reached> {
        let table = self.table.clone();
        self.go_to(model, toward, |row, column| {
            table.pair(model, row, column).is_some_and(|pair| pair.verdict.is_conflict())
        })
    }

    /// Goes to the next or previous party that moved on an issue, or hardened or softened there, likewise.
    pub fn go_to_move(&mut self, model: &Model, toward: Direction) -> Option<Reached> {
        let table = self.table.clone();
        self.go_to(model, toward, |row, column| table.has_moved(model, row, column))
    }

    /// Goes to a wanted cell of those listed; on the common ground to an issue with one. O(cells).
    fn go_to(&mut self, model: &Model, toward: Direction, is_wanted: impl Fn(usize, usize) -> bool) -> Option<Reached> {
        let columns = self.table.parties().len();
        if self.mode == Mode::Ground {
            let has_one = |item: &GroundItem| {
                let row = self.ground.row_of(model, &self.table, *item);
                row.is_some_and(|row| (0..columns).any(|column| is_wanted(row, column)))
            };
            let items = self.ground.list.items().enumerate();
            let wanted: Vec<(usize, GroundItem)> = items.filter(|(_, item)| has_one(item)).collect();
            let places: Vec<usize> = wanted.iter().map(|(nth, _)| *nth).collect();
            let (at, reached) = next_of(&places, &self.ground.list.ordinal().saturating_sub(1), toward)?;
            self.ground.list.select(wanted[at].1);
            self.follow(model);
            return Some(reached);
        }
        let here = (self.issues.ordinal().saturating_sub(1), self.parties.selected()?);
        let cells = self.issues.items().enumerate().flat_map(|(nth, row)| (0..columns).map(move |at| (nth, row, at)));
        let wanted: Vec<(usize, usize)> =
            cells.filter(|(_, row, column)| is_wanted(*row, *column)).map(|(nth, _, column)| (nth, column)).collect();
        let (at, reached) = next_of(&wanted, &here, toward)?;
        let (nth, column) = wanted[at];
        self.issues.select_nth(nth);
        self.parties.select(column);
        if self.mode == Mode::Timeline
            && let Some(cell) = self.cell()
        {
            self.timeline.hold_cell(self.table.course(model), cell);
        }
        Some(reached)
    }
}

/// Which of the rising places comes next, and round at the end. `None` where there is none.
fn next_of<T: PartialOrd>(wanted: &[T], here: &T, toward: Direction) -> Option<(usize, Reached)> {
    let last = wanted.len().checked_sub(1)?;
    let (at, is_round) = match toward {
        Direction::Next => match wanted.iter().position(|place| place > here) {
            Some(at) => (at, false),
            None => (0, true),
        },
        Direction::Previous => match wanted.iter().rposition(|place| place < here) {
            Some(at) => (at, false),
            None => (last, true),
        },
    };
    Some((at, Reached { nth: at + 1, of: wanted.len(), is_round }))
}
