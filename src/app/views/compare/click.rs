//! What is under the pointer.

use ratatui::layout::{Position, Rect};

use super::course::Course;
use super::grid::{Down, Grid};
use super::ground::GroundItem;
use super::groups::Groups;
use super::layout::{Names, lane_part, lane_rows, regions, scale_part};
use super::spectrum::{Block, Named};
use super::state::Compare;
use super::table::Table;
use super::timeline::Timeline;
use crate::app::layout::{Shape, shape};
use crate::app::list::{Click, Row};
use crate::app::place::Mode;
use crate::model::Model;
use crate::text::width;

/// A row and a column of the table, as far as the pointer is on them.
type Hit = (Option<usize>, Option<usize>);

impl Compare {
    /// Selects what is under the pointer: the cell, the line or the column of the matrix; on a scale the issue, and whose
    /// name it is; two actors of whom one stands with the other; an event; an issue of the common ground.
    pub(super) fn click_at(&mut self, model: &Model, size: (u16, u16), at: Position) -> Click {
        let area = regions(size, self.wish()).table.inner;
        if !area.contains(at) {
            return Click::Nothing;
        }
        let (x, y) = (at.x - area.x, at.y - area.y);
        let before = self.selected();
        let is_hit = match (self.mode, shape(size)) {
            (Mode::Spectrum, _) => self.scale_at(area.width, (x, y)).map(|hit| self.take(hit)).is_some(),
            (Mode::Matrix, Shape::Single | Shape::TooSmall) => match self.down {
                Down::Issues => return self.issues.click(area, at),
                Down::Parties => return self.parties.click(area, at),
            },
            (Mode::Matrix, _) => {
                self.grid.and_then(|grid| self.cell_at(grid, (x, y))).map(|hit| self.take(hit)).is_some()
            }
            (Mode::Groups, _) => {
                let names = self.names();
                self.groups.click_at((&self.table, names), area, (x, y))
            }
            (Mode::Timeline, _) => {
                let names = self.names();
                self.timeline.click_at(self.table.course(model), (area, names), (x, y))
            }
            (Mode::Ground, _) => self.ground.list.click(area, at) != Click::Nothing,
        };
        self.follow(model);
        match is_hit {
            false => Click::Nothing,
            true if before == self.selected() => Click::Again,
            true => Click::Moved,
        }
    }

    /// What is under the cursor of the present face, whatever its kind.
    fn selected(&self) -> (Option<usize>, Option<usize>, Option<GroundItem>) {
        match self.mode {
            Mode::Matrix | Mode::Spectrum => (self.issues.selected(), self.parties.selected(), None),
            Mode::Groups => (self.groups.down.selected(), self.groups.across.selected(), None),
            Mode::Timeline => (self.timeline.event, None, None),
            Mode::Ground => (None, None, self.ground.list.selected()),
        }
    }

    fn take(&mut self, (issue, party): Hit) {
        if let Some(issue) = issue {
            self.issues.select(issue);
        }
        if let Some(party) = party {
            self.parties.select(party);
        }
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
                let (_, start) = scale_part(width, self.names());
                let party = x.checked_sub(start).and_then(|x| block.party_at((x, y - top)));
                return Some((Some(block.row), party));
            }
            top += height;
        }
        None
    }
}

impl Groups {
    /// Selects the two whose number is in a cell of the area, or one of them where a name is; says whether there is any.
    fn click_at(&mut self, (table, names): (&Table, Names), area: Rect, (x, y): (u16, u16)) -> bool {
        let grid = self.grid((table, names), area);
        let nth = x.checked_sub(grid.tree + grid.names).map(|cells| usize::from(cells / grid.column.max(1)));
        let across = nth.and_then(|nth| self.across.shown().nth(nth));
        let Some(line) = y.checked_sub(grid.head) else {
            return across.is_some_and(|column| self.across.select(column));
        };
        let Some(down) = self.down.shown().nth(usize::from(line)) else { return false };
        self.down.select(down);
        if let Some(column) = across {
            self.across.select(column);
        }
        true
    }
}

impl Timeline {
    /// Selects the event nearest to a cell of the area, in the lane there; says whether there is one.
    fn click_at(&mut self, course: &Course, (area, names): (Rect, Names), (x, y): (u16, u16)) -> bool {
        let step = lane_rows(area, self.lanes.count());
        let nth = y.checked_sub(1).map(|row| usize::from(row / step));
        let Some(lane) = nth.and_then(|nth| self.lanes.shown().nth(nth)) else { return false };
        let (names, width) = lane_part(area.width, names);
        let far = |at: &usize| {
            let cells = course.events.get(*at).map(|event| course.cells(event, width));
            cells.map_or(u16::MAX, |(first, last)| {
                let x = x.saturating_sub(names);
                if x < first { first - x } else { x.saturating_sub(last) }
            })
        };
        match self.of(lane).iter().copied().min_by_key(far) {
            Some(event) if x >= names => self.select(course, event),
            _ if self.lanes.selected() == Some(lane) => {}
            _ => {
                self.lanes.select(lane);
                self.fit(course, self.event);
            }
        }
        true
    }
}

impl Block {
    /// Whose name is in a cell, counted from the left end of the scale and the first row of the block.
    fn party_at(&self, (x, y): (u16, u16)) -> Option<usize> {
        let above = 1 + usize::from(self.has_heading_row()) + usize::from(self.is_stacked);
        let line = usize::from(y).checked_sub(above).filter(|_| self.length > 0)?;
        if let Some(lane) = line.checked_sub(self.rows) {
            let is_there = |(first, last): (u16, u16)| (first..=last).contains(&x);
            return self.lanes.get(lane)?.iter().find(|figure| is_there(figure.chip())).map(|figure| figure.column);
        }
        let names = self.crowds.iter().filter_map(|crowd| Some((crowd.start, crowd.names.get(line)?)));
        let mut names =
            names.flat_map(|(start, names)| names.iter().map(move |name| (name, usize::from(start + name.at))));
        let is_there = |(name, at): &(&Named, usize)| (*at..at + width(&name.text)).contains(&usize::from(x));
        names.find(is_there).map(|(name, _)| name.column)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use ratatui::layout::Rect;

    use crate::app::views::compare::course::Course;
    use crate::app::views::compare::layout::{Names, lane_part};
    use crate::app::views::compare::timeline::Timeline;
    use crate::compare::{Folding, Matrix, Stances, parties};
    use crate::load::load_str;
    use crate::model::{ActorId, IssueId};

    #[test]
    fn a_click_beside_events_selects_the_nearest_on_either_side() {
        let mut text = "format = 1\n[[actors]]\nid = 'a'\n[[issues]]\nid = 'i'\n".to_owned();
        for (id, date) in [("first", "2025-01-01"), ("month", "2025-03"), ("last", "2025-06-01")] {
            let head = "[[demands]]\nactor = 'a'\nissue = 'i'\ntext = 't'";
            let _ = writeln!(text, "{head}\nid = '{id}'\ndate = '{date}'");
        }
        let loaded = load_str(&[("positions.toml", &text)], &[]);
        let model = &loaded.model;
        let parties = parties(model, &[ActorId::new(0)], Folding::Alone);
        let matrix = Matrix::new(model, Stances::new(model), parties, &[IssueId::new(0)]);
        let course = Course::new(model, &matrix);
        let mut timeline = Timeline::default();
        timeline.list(&course, 0..1, |_| true);
        timeline.cut(&course, (100, 9));
        let (area, names) = (Rect::new(0, 0, 110, 12), Names { longest: 4, more: 0 });
        let (start, width) = lane_part(area.width, names);
        let cells: Vec<(u16, u16)> = course.events.iter().map(|event| course.cells(event, width)).collect();
        let [first, month, last] = cells.as_slice() else { panic!("{cells:?}") };
        let between = |left: u16, right: u16| left.midpoint(right);
        for (x, event) in [
            (first.0, 0),
            (between(first.1, month.0) - 1, 0),
            (between(first.1, month.0) + 2, 1),
            (month.0 - 1, 1),
            (between(month.0, month.1), 1),
            (month.1 + 1, 1),
            (between(month.1, last.0) + 2, 2),
            (last.0 - 1, 2),
            (width - 1, 2),
        ] {
            assert!(timeline.click_at(&course, (area, names), (start + x, 1)));
            assert_eq!(timeline.event, Some(event), "{x} of {cells:?}");
        }
        assert!(!timeline.click_at(&course, (area, names), (start, 0)), "the axis");
        assert!(!timeline.click_at(&course, (area, names), (start, 9)), "no lane");
        assert!(timeline.click_at(&course, (area, names), (0, 1)), "its name");
        assert_eq!(timeline.event, Some(2));
    }
}
