//! An event in detail: how its party moved, with the words before and after.

use super::lines::{Lines, Tone};
use super::teller::{Teller, Told};
use crate::app::views::compare::state::Compare;
use crate::compare::{Change, Movement};
use crate::model::{DemandId, Model};

impl Teller<'_> {
    /// The movements of an event, else its demand. Gives the title, and when it was.
    pub(super) fn event(&self, at: usize, lines: &mut Lines) -> Option<(String, String)> {
        let event = self.table.course(self.model).events.get(at)?;
        match event.movements.as_slice() {
            [] => self.demand(event.demand, Told::Demands, lines),
            movements => movements.iter().for_each(|movement| self.movement(movement, lines)),
        }
        let date = self.model.date_of(event.demand);
        let when = date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
        Some((self.compare.event_title(self.model), when))
    }

    /// How a party moved: the words before and the words after, each with its quotes.
    fn movement(&self, movement: &Movement, lines: &mut Lines) {
        let place = |id: DemandId| {
            let demand = self.model.demand(id);
            demand.position.map(|at| format!("“{}”", self.model.issue(demand.issue).place(at)))
        };
        let places = match (movement.from.and_then(place), movement.to.and_then(place)) {
            (Some(from), Some(to)) => format!(": from {from} to {to}"),
            (Some(one), None) | (None, Some(one)) => format!(": {one}"),
            (None, None) => String::new(),
        };
        lines.put(&format!("{}{places}", told(movement)), Tone::Warn, 0);
        for (word, id) in [("before", movement.from), ("after", movement.to)] {
            let Some(id) = id.filter(|_| lines.has_room()) else { continue };
            if movement.from.is_some() && movement.to.is_some() {
                lines.put(&format!("{word}:"), Tone::Heading, 0);
            }
            self.demand(id, Told::Demands, lines);
        }
    }
}

/// How a party moved, in a word or two.
fn told(movement: &Movement) -> &'static str {
    match (movement.change, movement.to) {
        (Change::Withdrawn, Some(_)) => "withdrawn, another in its place",
        (Change::Rejected, Some(_)) => "rejected, another in its place",
        (Change::Met, Some(_)) => "met, another in its place",
        (Change::Withdrawn, None) => "withdrawn, no date given",
        (Change::Rejected, None) => "rejected, no date given",
        (Change::Met, None) => "met, no date given",
        (change @ (Change::Hardened | Change::Softened | Change::Superseded), _) => change.word(),
    }
}

impl Compare {
    /// Whose event is under the cursor, and on what.
    pub fn event_title(&self, model: &Model) -> String {
        let Some(event) = self.timeline.event.and_then(|at| self.table.course(model).events.get(at)) else {
            return "Timeline".to_owned();
        };
        let issue = self.table.issue(event.row).map_or("", |id| &*model.issue(id).name);
        format!("{} on {issue}", self.table.tag(event.column).name)
    }
}
