//! The state of the compare view.

use std::sync::Arc;

use super::grid::{Down, grid};
use super::layout::{CompareWish, legend_rows, regions};
use super::spectrum::Block;
use super::table::Table;
use crate::app::change::Change;
use crate::app::command::Direction;
use crate::app::layout::{Shape, shape};
use crate::app::list::{List, Row};
use crate::app::place::Mode;
use crate::compare::{Folding, Stance};
use crate::model::{ActorId, DemandId, IssueId, Model, PassageId};

/// Which issues are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// All.
    All,
    /// Those on which someone disagrees with the base.
    Differences,
}

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

/// State of the compare view. The cursor is on one issue and one party at once.
#[derive(Debug, Clone)]
pub struct Compare {
    /// How it is drawn.
    pub mode: Mode,
    /// Which issues are listed.
    pub listed: Listed,
    /// What runs down the matrix.
    pub down: Down,
    /// Whether members speak for themselves or in their blocs.
    pub folding: Folding,
    /// Whether the detail is hidden.
    pub zoom: bool,
    /// Who holds what, and how each stands to the base, which is the first column.
    pub table: Arc<Table>,
    /// Rows of the table under the first issues of their groups.
    pub issues: List<IssueId, usize>,
    /// Columns of the table.
    pub parties: List<(), usize>,
    /// The scales on the screen, in order; empty in the matrix.
    pub blocks: Vec<Block>,
    actors: Arc<[ActorId]>,
    base: ActorId,
}

impl Compare {
    /// Compares `actors`, one of which is the base. O(actors · issues).
    pub fn new(model: &Model, base: ActorId, actors: &[ActorId]) -> Self {
        let mut compare = Self {
            mode: Mode::Matrix,
            listed: Listed::All,
            down: Down::Issues,
            folding: Folding::Alone,
            zoom: false,
            table: Arc::default(),
            issues: List::default(),
            parties: List::default(),
            blocks: Vec::new(),
            actors: actors.into(),
            base,
        };
        compare.build(model);
        compare.parties.select_nth(0);
        if compare.go_to_conflict(Direction::Next).is_none() {
            compare.parties.select_nth(1);
        }
        compare
    }

    /// The same comparison of another reading of the model, the cursor on the same issue and actor, near them where they
    /// are gone. `None` where fewer than two of its actors still exist.
    #[must_use]
    pub fn moved_to(&self, change: &Change<'_>) -> Option<Self> {
        let actors: Vec<ActorId> = self.actors.iter().filter_map(|id| change.actor(*id)).collect();
        let [first, _, ..] = actors.as_slice() else { return None };
        let mut compare = self.clone();
        compare.base = change.actor(self.base).unwrap_or(*first);
        compare.actors = actors.into();
        compare.build(change.new);
        compare.parties.select_nth(self.parties.ordinal().saturating_sub(1));
        if let Some(party) = self.party().and_then(|id| change.actor(id)) {
            compare.select_party(party);
        }
        if let Some(issue) = self.issue().and_then(|id| change.issue(id)) {
            compare.select_issue(issue);
        }
        Some(compare)
    }

    /// Makes the table anew, the cursor on the same issue and, as far as it is still there, the same actor.
    fn build(&mut self, model: &Model) {
        let (party, issue) = (self.party(), self.issue());
        self.table = Arc::new(Table::new(model, &self.actors, self.base, self.folding));
        self.list(model);
        self.parties = List::plain(0..self.table.parties().len());
        if let Some(party) = party {
            self.select_party(party);
        }
        if let Some(issue) = issue {
            self.select_issue(issue);
        }
    }

    /// Lists the issues, under the first of their group where the model groups them.
    fn list(&mut self, model: &Model) {
        let mut rows = Vec::with_capacity(self.table.issues().len());
        let mut group = None;
        for (row, issue) in self.table.issues().enumerate() {
            let is_listed = match self.listed {
                Listed::All => true,
                Listed::Differences => self.table.differs(row),
            };
            if !is_listed {
                continue;
            }
            let its_group = model.issue(issue).group.as_deref();
            if self.down == Down::Issues && its_group.is_some() && its_group != group {
                rows.push(Row::Heading(issue));
            }
            group = its_group;
            rows.push(Row::Item(row));
        }
        self.issues.replace(rows);
    }

    /// The issue under the cursor; `None` where none is listed.
    pub fn issue(&self) -> Option<IssueId> {
        self.table.issue(self.issues.selected()?)
    }

    /// The actor whose column the cursor is on.
    pub fn party(&self) -> Option<ActorId> {
        Some(self.table.parties().get(self.parties.selected()?)?.actor)
    }

    /// Row and column of the cursor.
    pub fn cell(&self) -> Option<(usize, usize)> {
        Some((self.issues.selected()?, self.parties.selected()?))
    }

    /// Puts the cursor on an issue, if it is listed.
    pub fn select_issue(&mut self, issue: IssueId) {
        if let Some(row) = self.table.issues().position(|other| other == issue) {
            self.issues.select(row);
        }
    }

    /// Puts the cursor on an issue, and there on the first conflict; without one the column stays.
    pub fn open_on(&mut self, issue: IssueId) {
        self.select_issue(issue);
        let is_conflict =
            |row: usize, column: &usize| self.table.pair(row, *column).is_some_and(|pair| pair.verdict.is_conflict());
        let first = self.issues.selected().and_then(|row| (0..self.parties.count()).find(|at| is_conflict(row, at)));
        if let Some(column) = first {
            self.parties.select(column);
        }
    }

    /// Puts the cursor on the column of an actor, or that of the bloc that speaks for it.
    fn select_party(&mut self, actor: ActorId) {
        let parties = self.table.parties();
        let own = parties.iter().position(|party| party.actor == actor);
        if let Some(column) = own.or_else(|| parties.iter().position(|party| party.speaks(actor))) {
            self.parties.select(column);
        }
    }

    /// What runs down as it is drawn now: on scales always the issues.
    pub fn runs_down(&self) -> Down {
        match self.mode {
            Mode::Matrix => self.down,
            Mode::Spectrum => Down::Issues,
        }
    }

    /// Moves the cursor to the side: in the matrix by a column, on a scale to the next mark.
    pub fn beside(&mut self, toward: Direction) {
        match (self.mode, self.runs_down()) {
            (Mode::Spectrum, _) => self.next_mark(toward),
            (Mode::Matrix, Down::Issues) => self.parties.step(toward.sign()),
            (Mode::Matrix, Down::Parties) => self.issues.step(toward.sign()),
        }
    }

    /// Puts the cursor on the first or last to the side.
    pub fn far_beside(&mut self, toward: Direction) {
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
    fn next_mark(&mut self, toward: Direction) {
        let Some((row, column)) = self.cell() else { return };
        let order = self.table.along(row);
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
    pub fn go_to_conflict(&mut self, toward: Direction) -> Option<Reached> {
        let table = self.table.clone();
        self.go_to(toward, |row, column| table.pair(row, column).is_some_and(|pair| pair.verdict.is_conflict()))
    }

    /// Goes to the next or previous party that moved on an issue, or hardened or softened there, likewise.
    pub fn go_to_move(&mut self, model: &Model, toward: Direction) -> Option<Reached> {
        let table = self.table.clone();
        self.go_to(toward, |row, column| table.has_moved(model, row, column))
    }

    /// O(cells).
    fn go_to(&mut self, toward: Direction, is_wanted: impl Fn(usize, usize) -> bool) -> Option<Reached> {
        let here = (self.issues.ordinal().saturating_sub(1), self.parties.selected()?);
        let columns = self.table.parties().len();
        let cells = self.issues.items().enumerate().flat_map(|(nth, row)| (0..columns).map(move |at| (nth, row, at)));
        let wanted: Vec<(usize, usize)> =
            cells.filter(|(_, row, column)| is_wanted(*row, *column)).map(|(nth, _, column)| (nth, column)).collect();
        let (at, is_round) = match toward {
            Direction::Next => match wanted.iter().position(|cell| *cell > here) {
                Some(at) => (at, false),
                None => (0, true),
            },
            Direction::Previous => match wanted.iter().rposition(|cell| *cell < here) {
                Some(at) => (at, false),
                None => (wanted.len().saturating_sub(1), true),
            },
        };
        let (nth, column) = *wanted.get(at)?;
        self.issues.select_nth(nth);
        self.parties.select(column);
        Some(Reached { nth: at + 1, of: wanted.len(), is_round })
    }

    /// Lists all issues, or only those on which someone differs from the base.
    pub fn list_differences(&mut self, model: &Model, listed: Listed) {
        self.listed = listed;
        self.list(model);
    }

    /// Makes the column under the cursor the base; the former base is under the cursor then.
    pub fn rebase(&mut self, model: &Model) {
        let Some(party) = self.party() else { return };
        let before = self.base;
        self.base = party;
        self.build(model);
        self.select_party(before);
    }

    /// Lets what runs down run across, and the other way round.
    pub fn transpose(&mut self, model: &Model) {
        self.down = match self.down {
            Down::Issues => Down::Parties,
            Down::Parties => Down::Issues,
        };
        self.list(model);
    }

    /// Folds members into their blocs, or unfolds them.
    pub fn fold(&mut self, model: &Model) {
        self.folding = match self.folding {
            Folding::Alone => Folding::Blocs,
            Folding::Blocs => Folding::Alone,
        };
        self.build(model);
    }

    /// The demand to go to from the cursor: of the party there, else of the base.
    pub fn demand(&self, model: &Model) -> Option<DemandId> {
        let (row, column) = self.cell()?;
        let of = |column: usize| {
            let demands = self.table.stance(row, column).map_or(&[][..], Stance::demands);
            let with_words = demands.iter().find(|id| model.demand(**id).passages().len() > 0);
            with_words.or(demands.first()).copied()
        };
        of(column).or_else(|| of(0))
    }

    /// The first words of the demand to go to from the cursor.
    pub fn first_passage(&self, model: &Model) -> Option<PassageId> {
        model.demand(self.demand(model)?).passages().next()
    }

    /// What the view is asked to show.
    pub fn wish(&self) -> CompareWish {
        let rows = self.issues.rows().len() + 6;
        CompareWish { zoom: self.zoom, rows, mode: self.mode }
    }

    /// Cuts windows and scales for a terminal of `size`.
    pub fn cut(&mut self, model: &Model, size: (u16, u16)) {
        let area = regions(size, self.wish()).table.inner;
        self.blocks.clear();
        match self.mode {
            Mode::Spectrum => self.cut_blocks(model, area.width, area.height - legend_rows(area.height)),
            Mode::Matrix if shape(size) == Shape::Single => {
                let (issues, parties) = match self.down {
                    Down::Issues => (area.height, 1),
                    Down::Parties => (1, area.height),
                };
                self.issues.set_height(issues);
                self.parties.set_height(parties);
            }
            Mode::Matrix => {
                let grid = grid(area, &self.table, self.down);
                let (issues, parties) = match self.down {
                    Down::Issues => (grid.lines, grid.shown),
                    Down::Parties => (grid.shown, grid.lines.saturating_sub(1)),
                };
                self.issues.set_height(issues);
                self.parties.set_height(parties);
            }
        }
    }

    /// The scales from the first that fits on, such that the one under the cursor is on the screen.
    fn cut_blocks(&mut self, model: &Model, width: u16, height: u16) {
        let rows: Vec<usize> = self.issues.items().collect();
        let at = self.issues.ordinal().saturating_sub(1);
        let block = |at: usize| {
            let row = *rows.get(at)?;
            let group = model.issue(self.table.issue(row)?).group.as_deref();
            let above = at.checked_sub(1).and_then(|above| self.table.issue(*rows.get(above)?));
            let is_first = group.is_some() && above.is_none_or(|id| model.issue(id).group.as_deref() != group);
            let has_heading = is_first && legend_rows(height) > 0;
            Some(Block::new(model, &self.table, row, (width, height)).under_heading(has_heading))
        };
        let mut blocks = Vec::new();
        let mut used = 0;
        for at in (0..=at).rev() {
            let Some(block) = block(at) else { break };
            used += block.height();
            if used > usize::from(height) && !blocks.is_empty() {
                break;
            }
            blocks.push(block);
        }
        blocks.reverse();
        used = blocks.iter().map(Block::height).sum();
        let mut next = at + 1;
        while used < usize::from(height) {
            let Some(block) = block(next) else { break };
            used += block.height();
            // The empty row below the last may be cut.
            if used > usize::from(height) + 1 {
                break;
            }
            blocks.push(block);
            next += 1;
        }
        self.blocks = blocks;
    }
}
