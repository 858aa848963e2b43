//! What is done with marked rows.

use super::extract::Extract;
use super::grid::Down;
use super::ground::GroundItem;
use super::state::Compare;
use crate::app::command::{Command, Direction};
use crate::app::place::Mode;
use crate::app::views::Outcome;
use crate::model::{ActorId, IssueId, Model};

impl Compare {
    /// Marks the row under the cursor or unmarks it, and goes on to the next.
    pub(super) fn mark(&mut self, model: &Model) -> Outcome {
        match self.runs_down() {
            Down::Issues => {
                let Some(issue) = self.issue_of_line(model) else { return Outcome::say("only issues are marked here") };
                toggle(&mut self.marks.issues, issue);
            }
            Down::Parties => {
                let Some(actor) = self.actor_of_line() else { return Outcome::Done };
                toggle(&mut self.marks.actors, actor);
            }
        }
        self.run_down(model, Command::Step(Direction::Next));
        Outcome::Done
    }

    fn issue_of_line(&self, model: &Model) -> Option<IssueId> {
        let row = match (self.mode, self.ground.list.selected()) {
            (Mode::Ground, Some(GroundItem::Issue(_) | GroundItem::Related(_))) => self.ground.row(model, &self.table),
            (Mode::Ground, _) => None,
            (Mode::Timeline, _) => self.timeline.lanes.selected(),
            (Mode::Matrix | Mode::Spectrum | Mode::Groups, _) => self.issues.selected(),
        };
        self.table.issue(row?)
    }

    fn actor_of_line(&self) -> Option<ActorId> {
        let column = match self.mode {
            Mode::Timeline => self.timeline.lanes.selected(),
            Mode::Groups => self.groups.down.selected(),
            Mode::Matrix | Mode::Spectrum | Mode::Ground => self.parties.selected(),
        };
        Some(self.table.parties().get(column?)?.actor)
    }

    /// Compares the marked actors with each other.
    pub(super) fn compare_marked(&self, model: &Model) -> Outcome {
        let [base, _, ..] = self.marks.actors.as_slice() else {
            return Outcome::Advise(
                "two marked actors are needed",
                Command::Show(Mode::Groups),
                "lists actors to mark",
            );
        };
        let mut compare = Self::new(model, *base, &self.marks.actors);
        compare.show(model, self.mode);
        Outcome::Open(Box::new(compare.into()))
    }

    /// How many of the lines that the present face may list are marked.
    pub fn marked_lines(&self) -> usize {
        match self.runs_down() {
            Down::Issues => self.marks.issues.len(),
            Down::Parties => {
                self.table.parties().iter().filter(|party| self.marks.actors.contains(&party.actor)).count()
            }
        }
    }

    /// The marked rows of `whole`; the base stays among actors, where each is compared with it. `None` where none is marked,
    /// and where fewer than two actors would be left.
    pub(super) fn marked(&self, whole: &Extract) -> Option<Extract> {
        if self.marked_lines() == 0 {
            return None;
        }
        let mut part = whole.clone();
        match self.runs_down() {
            Down::Issues => part.issues.retain(|issue| self.marks.issues.contains(issue)),
            Down::Parties => {
                let base = self.table.parties().first().map(|party| party.actor);
                let base = base.filter(|_| self.mode == Mode::Matrix);
                part.parties.retain(|party| self.marks.actors.contains(&party.actor) || Some(party.actor) == base);
            }
        }
        let least = if self.mode == Mode::Timeline { 1 } else { 2 };
        (!part.issues.is_empty() && part.parties.len() >= least).then_some(part)
    }
}

fn toggle<T: PartialEq>(marks: &mut Vec<T>, row: T) {
    match marks.iter().position(|marked| *marked == row) {
        Some(at) => drop(marks.remove(at)),
        None => marks.push(row),
    }
}
