//! What is copied of a comparison.

use super::grid::Down;
use super::ground::GroundItem;
use super::state::Compare;
use crate::app::place::Mode;
use crate::compare::Party;
use crate::model::{IssueId, Model, PassageId};
use crate::report::Request;

/// A part of a comparison to be written as a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Extract {
    /// Whom it compares.
    pub parties: Vec<Party>,
    /// On what.
    pub issues: Vec<IssueId>,
    /// What is asked of it.
    pub request: Request,
}

impl Compare {
    /// All that the present face shows.
    pub fn whole(&self, model: &Model) -> Extract {
        let columns: Vec<usize> = match self.mode {
            Mode::Groups => self.groups.across.items().collect(),
            Mode::Matrix | Mode::Spectrum | Mode::Timeline | Mode::Ground => self.parties.items().collect(),
        };
        let parties = columns.into_iter().filter_map(|column| self.table.parties().get(column).cloned()).collect();
        let rows: Vec<usize> = match self.mode {
            Mode::Matrix | Mode::Spectrum | Mode::Ground => self.issues.items().collect(),
            Mode::Groups | Mode::Timeline => self.table.rows(model, self.order),
        };
        let issues = rows.into_iter().filter_map(|row| self.table.issue(row)).collect();
        let (measure, normalise) = (self.groups.measure, self.groups.normalise);
        let request = match self.mode {
            Mode::Matrix | Mode::Spectrum => Request::default(),
            Mode::Groups => Request { measure, normalise, groups: Some(self.groups.count), ..Request::default() },
            Mode::Timeline => Request { timeline: true, ..Request::default() },
            Mode::Ground => Request { common_ground: true, ..Request::default() },
        };
        Extract { parties, issues, request }
    }

    /// The marked rows; without any what is under the cursor: a pair on one issue, a row where the base is under it, two actors on all issues, the
    /// moves of one on an issue, an issue of the common ground.
    pub fn here(&self, model: &Model) -> Option<Extract> {
        let whole = self.whole(model);
        if let Some(marked) = self.marked(&whole) {
            return Some(marked);
        }
        let party = |column: usize| self.table.parties().get(column).cloned();
        let (row, column) = self.cell()?;
        let issues = vec![self.table.issue(row)?];
        match self.mode {
            Mode::Matrix | Mode::Spectrum if column == 0 => Some(Extract { issues, ..whole }),
            Mode::Matrix | Mode::Spectrum => {
                Some(Extract { parties: vec![party(0)?, party(column)?], issues, ..whole })
            }
            Mode::Groups => {
                let (a, b) = self.groups.pair()?;
                let (measure, normalise) = (self.groups.measure, self.groups.normalise);
                let request = Request { measure, normalise, ..Request::default() };
                let parties = if a == b { whole.parties } else { vec![party(a)?, party(b)?] };
                Some(Extract { parties, issues: whole.issues, request })
            }
            Mode::Timeline => Some(Extract { parties: vec![party(column)?], issues, ..whole }),
            Mode::Ground => Some(Extract { issues, ..whole }),
        }
    }

    /// What supports the demands on the marked issues; none for marked actors.
    fn marked_passages(&self, model: &Model) -> Vec<PassageId> {
        if self.runs_down() == Down::Parties {
            return Vec::new();
        }
        let is_marked = |row: &usize| self.table.issue(*row).is_some_and(|issue| self.marks.issues.contains(&issue));
        let rows = self.table.rows(model, self.order).into_iter().filter(is_marked);
        rows.flat_map(|row| self.behind(model, row, self.table.along(model, row))).collect()
    }

    fn behind(&self, model: &Model, row: usize, columns: Vec<usize>) -> Vec<PassageId> {
        let demands = columns.into_iter().flat_map(|column| self.table.stance(model, row, column).demands());
        demands.flat_map(|id| model.demand(*id).passages()).collect()
    }

    /// The passages behind what is copied from here: the marked rows, else what is under the cursor.
    pub fn passages(&self, model: &Model) -> Vec<PassageId> {
        let Some((row, column)) = self.cell() else { return Vec::new() };
        if self.marked_lines() > 0 {
            return self.marked_passages(model);
        }
        let columns = match self.mode {
            Mode::Groups => return Vec::new(),
            Mode::Timeline => {
                return self.demand(model).map_or_else(Vec::new, |id| model.demand(id).passages().collect());
            }
            Mode::Ground if matches!(self.ground.list.selected(), Some(GroundItem::Trade(_))) => return Vec::new(),
            Mode::Ground => self.table.along(model, row),
            Mode::Matrix | Mode::Spectrum if column == 0 => self.table.along(model, row),
            Mode::Matrix | Mode::Spectrum => vec![0, column],
        };
        self.behind(model, row, columns)
    }
}
