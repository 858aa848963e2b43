//! Issues against parties.

use super::party::Party;
use super::stance::{Stance, Stances};
use super::summary::Summary;
use super::verdict::{Cell, Pair, verdict};
use crate::model::{IssueId, Model};

/// What every party holds on every issue. Columns are numbered from 0; it belongs to the model it was made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    parties: Vec<Party>,
    rows: Vec<Row>,
}

/// One issue of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The issue.
    pub issue: IssueId,
    /// A stance for each party, in their order.
    pub stances: Vec<Stance>,
}

impl Matrix {
    /// Looks up every cell: issues and parties stay in the order given. O(issues · voices · log demands).
    pub fn new(model: &Model, stances: &Stances, parties: Vec<Party>, issues: &[IssueId]) -> Self {
        let row = |issue: &IssueId| {
            let stances = parties.iter().map(|party| stances.stance(model, party, *issue)).collect();
            Row { issue: *issue, stances }
        };
        let rows = issues.iter().map(row).collect();
        Self { parties, rows }
    }

    /// The columns.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A party and its stance; `None` where there is no such row or column.
    pub fn cell(&self, row: usize, column: usize) -> Option<Cell<'_>> {
        Some(Cell { party: self.parties.get(column)?, stance: self.rows.get(row)?.stances.get(column)? })
    }

    /// How two columns relate in a row; `None` where there is no such row or column.
    pub fn pair(&self, model: &Model, row: usize, (a, b): (usize, usize)) -> Option<Pair> {
        Some(verdict(model, self.rows.get(row)?.issue, self.cell(row, a)?, self.cell(row, b)?))
    }

    /// How two columns relate over all rows; empty where there is no such column. O(rows).
    pub fn summary(&self, model: &Model, (a, b): (usize, usize)) -> Summary {
        let mut summary = Summary::default();
        for (row, entry) in self.rows.iter().enumerate() {
            if let (Some(pair), Some(a), Some(b)) =
                (self.pair(model, row, (a, b)), entry.stances.get(a), entry.stances.get(b))
            {
                summary.count(model, pair, (a, b));
            }
        }
        summary
    }

    /// Every unordered pair of columns, in the order given: (0, 1), (0, 2), … (1, 2), …
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let count = self.parties.len();
        (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
    }
}
