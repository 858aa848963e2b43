//! What the rows of the common ground say.

use super::table::Table;
use crate::compare::{Ground, Move, Related, Side, Stance, Trade, places, staying, target, way_words};
use crate::model::Model;

/// The most names at one place, and moves in a line.
const MOST: usize = 12;

impl Table {
    /// In a few words what they agree on in a row, or who would have to move.
    pub fn ground_words(&self, model: &Model, ground: &Ground) -> String {
        match ground.moves.as_slice() {
            [] if ground.agreed => self.places(model, ground.row),
            [] => "near by their positions, yet one opposes another".to_owned(),
            moves => self.brief_moves(model, ground, moves),
        }
    }

    /// Who agrees with whom by a relation.
    pub fn related_names(&self, related: &Related) -> String {
        let name = |column: usize| &self.tag(column).name;
        let pairs = related.pairs.iter().take(MOST).map(|(a, b)| format!("{} and {}", name(*a), name(*b)));
        format!("by relation: {}", pairs.collect::<Vec<_>>().join(", "))
    }

    /// Who agrees by which relation.
    pub fn related_words(&self, model: &Model, related: &Related) -> String {
        let reasons = related.pairs.iter().take(MOST).filter_map(|pair| self.reason(model, related.row, *pair));
        format!("by relation: {}", reasons.collect::<Vec<_>>().join("; "))
    }

    /// Who gives on what, and gets what for it.
    pub fn trade_words(&self, model: &Model, trade: &Trade) -> String {
        let side = |side: &Side| {
            let issue = self.issue(side.row).map_or("", |id| &model.issue(id).name);
            let name = &self.tag(side.column).name;
            format!("{name} gives on {issue} ({:.2}) and gets {:.2}", side.gives, side.gets)
        };
        format!("{}; {}", side(&trade.a), side(&trade.b))
    }

    /// A way to common ground: who moves from where to where.
    pub fn way_words(&self, model: &Model, ground: &Ground, way: &[Move]) -> String {
        let issue = self.issue(ground.row).map(|id| model.issue(id));
        let row = &self.matrix(model).rows()[ground.row];
        issue.map_or(String::new(), |issue| way_words(issue, row, way, |column| &self.tag(column).name))
    }

    /// How many say nothing in a row, and how many have no place there: `2 silent, 1 not placed`; empty where all have one.
    pub fn unplaced_words(&self, model: &Model, row: usize) -> String {
        let stances = || (0..self.parties().len()).map(|column| self.stance(model, row, column));
        let silent = stances().filter(|stance| **stance == Stance::Silent).count();
        let unplaced = stances().filter(|stance| matches!(stance, Stance::NotPlaced { .. })).count();
        let counts = [(silent, "silent"), (unplaced, "not placed")].into_iter().filter(|(count, _)| *count > 0);
        counts.map(|(count, how)| format!("{count} {how}")).collect::<Vec<_>>().join(", ")
    }

    /// The places held in a row, each with who holds it.
    fn places(&self, model: &Model, row: usize) -> String {
        let Some(issue) = self.issue(row).map(|id| model.issue(id)) else { return String::new() };
        let held = |column: usize| (self.stance(model, row, column), &*self.tag(column).name);
        places(issue, (0..self.parties().len()).map(held), MOST)
    }

    /// Who would have to move, how far and to where, several to one place behind it: `to near “X”: North 25%, South 75%`;
    /// both where either of two could: `Zelenskyy 75% to near “X”, or Putin 50% to near “Y”`.
    fn brief_moves(&self, model: &Model, ground: &Ground, moves: &[Move]) -> String {
        let ways = std::iter::once(moves).chain(ground.others.iter().map(Vec::as_slice));
        let mut ways: Vec<&[Move]> = ways.collect();
        let names =
            |way: &[Move]| way.iter().map(|step| &*self.tag(step.column).name).collect::<Vec<_>>().join(" and ");
        let share = |step: &Move| format!("{:.0}%", step.distance * 100.0);
        // Several ways of one move as long are told by their names: the words of each are in the detail.
        let is_one = ways.len() > 1 && ways.iter().all(|way| way.len() == 1 && share(&way[0]) == share(&moves[0]));
        if is_one {
            let all: Vec<String> = ways.iter().map(|way| names(way)).collect();
            return format!("{} {}", all.join(" or "), share(&moves[0]));
        }
        ways.truncate(2);
        let issue = self.issue(ground.row).map(|id| model.issue(id));
        let row = &self.matrix(model).rows()[ground.row];
        let brief = |way: &&[Move]| {
            let staying = staying(row, way);
            // Those who move to one place are listed after it.
            let mut targets: Vec<(String, Vec<String>)> = Vec::new();
            for step in way.iter().take(MOST) {
                let to = issue.map_or(String::new(), |issue| target(issue, step, staying));
                let who = format!("{} {}", self.tag(step.column).name, share(step));
                match targets.iter_mut().find(|(other, _)| *other == to) {
                    Some((_, all)) => all.push(who),
                    None => targets.push((to, vec![who])),
                }
            }
            let told = targets.iter().map(|(to, who)| match who.as_slice() {
                [one] => format!("{one} {to}"),
                all => format!("{to}: {}", all.join(", ")),
            });
            told.collect::<Vec<_>>().join("; ")
        };
        ways.iter().map(brief).collect::<Vec<_>>().join(", or ")
    }
}
