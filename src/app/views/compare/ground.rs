//! On what the parties agree, and the fewest moves where they do not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::table::Table;
use crate::app::list::{List, Row};
use crate::model::Model;
use crate::text::width;

/// The headings of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroundHead {
    /// All who have a place agree, or are near; or some agree by relation.
    Agreed,
    /// So many would have to move.
    Moves(usize),
    /// Two give on one issue each.
    Trades,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroundItem {
    /// An issue, by its place among the common ground of the table.
    Issue(usize),
    /// An issue on which some agree by relation, by its place among those of the table.
    Related(usize),
    /// A trade, by its place among those of the table.
    Trade(usize),
}

/// State of the face.
#[derive(Debug, Clone, Default)]
pub struct CommonGround {
    /// Agreed issues, then those with the fewest moves, then trades.
    pub list: List<GroundHead, GroundItem>,
    /// What the rows say that were on the screen since it was listed.
    lines: BTreeMap<GroundItem, Arc<GroundLine>>,
}

/// What a row says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroundLine {
    /// The row of the table; `None` for a trade.
    pub row: Option<usize>,
    /// The name of the issue; empty for a trade.
    pub name: String,
    /// On what they agree, or who would have to move.
    pub words: String,
    /// Cells of these.
    pub cells: usize,
    /// How many are silent or not placed; empty for none.
    pub unplaced: String,
}

impl CommonGround {
    /// Lists the issues that `is_listed`, given by rows of the table.
    pub fn list(&mut self, model: &Model, table: &Table, is_listed: impl Fn(usize) -> bool) {
        let (grounds, trades) = table.ground(model);
        let (mut rows, mut last) = (Vec::new(), None);
        let placed = grounds.iter().enumerate().filter(|(_, ground)| is_listed(ground.row)).map(|(at, ground)| {
            let head = if ground.agreed { GroundHead::Agreed } else { GroundHead::Moves(ground.moves.len()) };
            (head, GroundItem::Issue(at))
        });
        let (mut items, others): (Vec<_>, Vec<_>) = placed.partition(|(head, _)| *head == GroundHead::Agreed);
        let related = table.related(model).iter().enumerate().filter(|(_, related)| is_listed(related.row));
        items.extend(related.map(|(at, _)| (GroundHead::Agreed, GroundItem::Related(at))));
        for (head, item) in items.into_iter().chain(others) {
            if last != Some(head) {
                rows.push(Row::Heading(head));
                last = Some(head);
            }
            rows.push(Row::Item(item));
        }
        let trades = trades.iter().enumerate().filter(|(_, trade)| is_listed(trade.a.row) || is_listed(trade.b.row));
        let trades: Vec<_> = trades.map(|(at, _)| Row::Item(GroundItem::Trade(at))).collect();
        if !trades.is_empty() {
            rows.push(Row::Heading(GroundHead::Trades));
            rows.extend(trades);
        }
        self.lines.clear();
        self.list.replace(rows);
    }

    /// Cuts the window, and works out what its rows say.
    pub fn cut(&mut self, model: &Model, table: &Table, height: u16) {
        self.list.set_height(height);
        for item in self.list.shown().filter(|item| !self.lines.contains_key(item)).collect::<Vec<_>>() {
            self.lines.insert(item, Arc::new(line(model, table, item).unwrap_or_default()));
        }
    }

    /// What a row on the screen says; `None` for any other.
    pub fn line(&self, item: GroundItem) -> Option<&GroundLine> {
        self.lines.get(&item).map(Arc::as_ref)
    }

    /// Puts the cursor on the issue of a row of the table, unless it is on it or on a trade of it.
    pub fn hold(&mut self, model: &Model, table: &Table, row: Option<usize>) {
        if self.row(model, table) == row {
            return;
        }
        let placed = table.ground(model).0.iter().position(|ground| Some(ground.row) == row).map(GroundItem::Issue);
        let related = || table.related(model).iter().position(|related| Some(related.row) == row);
        if let Some(item) = placed.or_else(|| related().map(GroundItem::Related)) {
            self.list.select(item);
        }
    }

    /// The rows of the table that are under the cursor.
    pub fn row(&self, model: &Model, table: &Table) -> Option<usize> {
        self.row_of(model, table, self.list.selected()?)
    }

    /// The row of the table of an item; of a trade the first.
    pub fn row_of(&self, model: &Model, table: &Table, item: GroundItem) -> Option<usize> {
        let (grounds, trades) = table.ground(model);
        match item {
            GroundItem::Issue(at) => grounds.get(at).map(|ground| ground.row),
            GroundItem::Related(at) => table.related(model).get(at).map(|related| related.row),
            GroundItem::Trade(at) => trades.get(at).map(|trade| trade.a.row),
        }
    }
}

fn line(model: &Model, table: &Table, item: GroundItem) -> Option<GroundLine> {
    let (grounds, trades) = table.ground(model);
    let (row, words) = match item {
        GroundItem::Issue(at) => grounds.get(at).map(|ground| (ground.row, table.ground_words(model, ground)))?,
        GroundItem::Related(at) => {
            table.related(model).get(at).map(|related| (related.row, table.related_names(related)))?
        }
        GroundItem::Trade(at) => {
            let words = table.trade_words(model, trades.get(at)?);
            return Some(GroundLine { cells: width(&words), words, ..GroundLine::default() });
        }
    };
    let name = table.issue(row).map_or(String::new(), |id| model.issue(id).name.to_string());
    let (cells, unplaced) = (width(&words), table.unplaced_words(model, row));
    Some(GroundLine { row: Some(row), name, words, cells, unplaced })
}
