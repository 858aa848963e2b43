//! On what the parties agree, and the fewest moves where they do not.

use super::table::Table;
use crate::app::list::{List, Row};
use crate::model::Model;

/// What stands over rows of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroundHead {
    /// All who have a place agree, or are near.
    Agreed,
    /// So many would have to move.
    Moves(usize),
    /// Two give on one issue each.
    Trades,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroundItem {
    /// An issue, by its place among the common ground of the table.
    Issue(usize),
    /// A trade, by its place among those of the table.
    Trade(usize),
}

/// State of the face.
#[derive(Debug, Clone, Default)]
pub struct CommonGround {
    /// Agreed issues, then those with the fewest moves, then trades.
    pub list: List<GroundHead, GroundItem>,
}

impl CommonGround {
    /// Lists the issues that `is_listed`, given by rows of the table.
    pub fn list(&mut self, model: &Model, table: &Table, is_listed: impl Fn(usize) -> bool) {
        let (grounds, trades) = table.ground(model);
        let (mut rows, mut last) = (Vec::new(), None);
        for (at, ground) in grounds.iter().enumerate().filter(|(_, ground)| is_listed(ground.row)) {
            let head = if ground.agreed { GroundHead::Agreed } else { GroundHead::Moves(ground.moves.len()) };
            if last != Some(head) {
                rows.push(Row::Heading(head));
                last = Some(head);
            }
            rows.push(Row::Item(GroundItem::Issue(at)));
        }
        let trades = trades.iter().enumerate().filter(|(_, trade)| is_listed(trade.a.row) || is_listed(trade.b.row));
        let trades: Vec<_> = trades.map(|(at, _)| Row::Item(GroundItem::Trade(at))).collect();
        if !trades.is_empty() {
            rows.push(Row::Heading(GroundHead::Trades));
            rows.extend(trades);
        }
        self.list.replace(rows);
    }

    /// Puts the cursor on the issue of a row of the table, unless it is on it or on a trade of it.
    pub fn hold(&mut self, model: &Model, table: &Table, row: Option<usize>) {
        if self.row(model, table) != row
            && let Some(at) = table.ground(model).0.iter().position(|ground| Some(ground.row) == row)
        {
            self.list.select(GroundItem::Issue(at));
        }
    }

    /// The rows of the table that are under the cursor.
    pub fn row(&self, model: &Model, table: &Table) -> Option<usize> {
        let (grounds, trades) = table.ground(model);
        match self.list.selected()? {
            GroundItem::Issue(at) => grounds.get(at).map(|ground| ground.row),
            GroundItem::Trade(at) => trades.get(at).map(|trade| trade.a.row),
        }
    }
}
