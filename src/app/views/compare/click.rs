//! What is under the pointer in the matrix and on the scales.

use ratatui::layout::Position;

use super::grid::{Down, Grid};
use super::layout::{regions, scale_part};
use super::spectrum::Block;
use super::state::Compare;
use super::table::Table;
use crate::app::layout::{Shape, shape};
use crate::app::list::{Click, Row};
use crate::app::place::Mode;
use crate::text::width;

/// A row and a column of the table, as far as the pointer is on them.
type Hit = (Option<usize>, Option<usize>);

impl Compare {
    /// Selects the cell, the line or the column of the matrix under the pointer; on a scale the issue, and whose name it is.
    pub(super) fn click_at(&mut self, size: (u16, u16), at: Position) -> Click {
        let area = regions(size, self.wish()).table.inner;
        if !area.contains(at) {
            return Click::Nothing;
        }
        let (x, y) = (at.x - area.x, at.y - area.y);
        let hit = match (self.mode, shape(size)) {
            (Mode::Spectrum, _) => self.scale_at(area.width, (x, y)),
            (Mode::Matrix, Shape::Single | Shape::TooSmall) => match self.down {
                Down::Issues => return self.issues.click(area, at),
                Down::Parties => return self.parties.click(area, at),
            },
            (Mode::Matrix, _) => self.grid.and_then(|grid| self.cell_at(grid, (x, y))),
            (Mode::Groups | Mode::Timeline | Mode::Ground, _) => None,
        };
        let Some((issue, party)) = hit else { return Click::Nothing };
        let before = (self.issues.selected(), self.parties.selected());
        if let Some(issue) = issue {
            self.issues.select(issue);
        }
        if let Some(party) = party {
            self.parties.select(party);
        }
        if before == (self.issues.selected(), self.parties.selected()) { Click::Again } else { Click::Moved }
    }

    /// So many of the parties but the base, from the first in the window on.
    pub fn others(&self, shown: u16) -> impl Iterator<Item = usize> {
        let first = self.parties.extent().0.max(1);
        self.parties.items().skip(first).take(usize::from(shown))
    }

    fn cell_at(&self, grid: Grid, (x, y): (u16, u16)) -> Option<Hit> {
        let others = |shown: u16, nth: u16| self.others(shown).nth(usize::from(nth));
        let base = grid.names + grid.base;
        let nth = x.checked_sub(base).map(|cells| cells / grid.column.max(1));
        let line = y.checked_sub(grid.head);
        if line.is_some_and(|line| line >= grid.rows) {
            return None;
        }
        let (issue, party) = match self.down {
            Down::Issues => {
                let party = if x < grid.names { None } else { nth.map_or(Some(0), |nth| others(grid.shown, nth)) };
                (line.and_then(|line| self.issue_at(grid, line)), party)
            }
            Down::Parties => {
                let line = line.map(|line| line / grid.line.max(1));
                let party = line.and_then(|line| match line.checked_sub(1) {
                    None => Some(0),
                    Some(nth) => others(grid.lines().saturating_sub(1), nth),
                });
                (nth.and_then(|nth| self.issues.shown().nth(usize::from(nth))), party)
            }
        };
        let is_on_line = if self.down == Down::Issues { issue.is_some() } else { party.is_some() };
        (is_on_line || line.is_none() && (issue, party) != (None, None)).then_some((issue, party))
    }

    /// The issue in a row of the matrix below its header.
    fn issue_at(&self, grid: Grid, line: u16) -> Option<usize> {
        let mut end = 0;
        for (what, _) in self.issues.window() {
            let (rows, item) = match what {
                Row::Heading(_) => (1, None),
                Row::Item(nth) => (grid.line, Some(*nth)),
            };
            end += rows;
            if line < end {
                return item;
            }
        }
        None
    }

    fn scale_at(&self, width: u16, (x, y): (u16, u16)) -> Option<Hit> {
        let mut top = 0;
        for block in &self.blocks {
            let height = u16::try_from(block.height()).unwrap_or(u16::MAX);
            if y < top + height {
                let (_, start) = scale_part(width, self.table.longest_issue());
                let party = x.checked_sub(start).and_then(|x| block.party_at(&self.table, (x, y - top)));
                return Some((Some(block.row), party));
            }
            top += height;
        }
        None
    }
}

impl Block {
    /// Whose name is in a cell, counted from the left end of the scale and the first row of the block.
    fn party_at(&self, table: &Table, (x, y): (u16, u16)) -> Option<usize> {
        let above = 1 + usize::from(self.has_heading_row()) + usize::from(self.is_stacked);
        let line = usize::from(y).checked_sub(above).filter(|_| self.length > 0)?;
        if let Some(lane) = line.checked_sub(self.rows) {
            let is_there = |(first, last): (u16, u16)| (first..=last).contains(&x);
            return self.lanes.get(lane)?.iter().find(|figure| is_there(figure.chip())).map(|figure| figure.column);
        }
        let names = self.crowds.iter().filter_map(|crowd| Some((crowd.start, crowd.names.get(line)?)));
        let mut names =
            names.flat_map(|(start, names)| names.iter().map(move |(of, at)| (*of, usize::from(start + at))));
        let is_there = |(of, at): &(usize, usize)| (*at..at + width(&table.tag(*of).name)).contains(&usize::from(x));
        names.find(is_there).map(|(of, _)| of)
    }
}
