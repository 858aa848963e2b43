//! What is remembered of the comparison, and the comparison as it was.

use super::held::Held;
use super::marks::Marks;
use super::state::Compare;
use crate::app::LastCompare;
use crate::app::place::Mode;
use crate::compare::{Folding, Order};
use crate::model::{ActorId, Model, Record};

impl Compare {
    /// What the cursor is on.
    pub fn held(&self, model: &Model) -> Held {
        let actor = |column: usize| self.table.parties().get(column).map(|party| party.actor);
        let across = self.groups.across.selected().filter(|_| self.mode == Mode::Groups).and_then(actor);
        let demand = if self.mode == Mode::Timeline { self.demand(model) } else { None };
        Held { party: self.party(), across, issue: self.issue(), demand }
    }

    /// Puts the cursor of the present face there, as far as it has it.
    pub fn hold(&mut self, model: &Model, held: Held) {
        if let Some(party) = held.party {
            self.select_party(party);
        }
        if let Some(issue) = held.issue {
            self.select_issue(issue);
        }
        let column = |actor: Option<ActorId>| self.table.parties().iter().position(|party| Some(party.actor) == actor);
        let (down, across, row) = (column(held.party), column(held.across), self.issues.selected());
        match self.mode {
            Mode::Matrix | Mode::Spectrum => {}
            Mode::Groups => {
                if let Some(column) = down {
                    self.groups.select(column);
                }
                if let Some(column) = across {
                    self.groups.across.select(column);
                }
            }
            Mode::Timeline => {
                if let Some(demand) = held.demand {
                    self.timeline.hold(self.table.course(model), (demand, down));
                }
            }
            Mode::Ground => self.ground.hold(model, &self.table, row),
        }
        self.follow(model);
        if self.mode == Mode::Ground
            && let Some(column) = down
        {
            self.parties.select(column);
        }
    }

    /// What is remembered of it.
    pub fn remembered(&self, model: &Model) -> LastCompare {
        let held = self.held(model);
        let actor = |id: ActorId| model.actor(id).key.to_string();
        LastCompare {
            actors: self.actors().iter().copied().map(actor).collect(),
            base: self.table.parties().first().map(|party| actor(party.actor)),
            mode: self.mode,
            issue: held.issue.map(|id| model.issue(id).key.to_string()),
            party: held.party.map(actor),
            across: held.across.map(actor),
            demand: held.demand.map(|id| model.key(Record::Demand(id)).to_owned()),
            order: self.order.word().to_owned(),
            is_folded: self.folding == Folding::Blocs,
            filters: [self.filter.clone(), self.named.clone()],
            marks: [
                self.marks.issues.iter().map(|id| model.issue(*id).key.to_string()).collect(),
                self.marks.actors.iter().copied().map(actor).collect(),
            ],
        }
    }

    /// The comparison as it was, as far as its records still exist; `None` where fewer than two of its actors do.
    pub fn recalled(model: &Model, last: &LastCompare) -> Option<Self> {
        let actor = |id: &String| match model.find(id) {
            Some(Record::Actor(actor)) => Some(actor),
            _ => None,
        };
        let actors: Vec<ActorId> = last.actors.iter().filter_map(actor).collect();
        let [first, _, ..] = actors.as_slice() else { return None };
        let mut compare = Self::new(model, last.base.as_ref().and_then(actor).unwrap_or(*first), &actors);
        let order = Order::ALL.iter().find(|order| order.word() == last.order);
        compare.order = order.copied().unwrap_or(compare.order);
        compare.folding = if last.is_folded { Folding::Blocs } else { Folding::Alone };
        [compare.filter, compare.named] = last.filters.clone();
        compare.mode = last.mode;
        compare.build(model);
        let issue = |id: &String| match model.find(id) {
            Some(Record::Issue(issue)) => Some(issue),
            _ => None,
        };
        let [issues, marked] = &last.marks;
        compare.marks = Marks {
            issues: issues.iter().filter_map(issue).collect(),
            actors: marked.iter().filter_map(actor).collect(),
        };
        let issue = last.issue.as_ref().and_then(issue);
        let demand = last.demand.as_ref().and_then(|id| match model.find(id) {
            Some(Record::Demand(demand)) => Some(demand),
            _ => None,
        });
        let (party, across) = (last.party.as_ref().and_then(actor), last.across.as_ref().and_then(actor));
        compare.hold(model, Held { party, across, issue, demand });
        Some(compare)
    }
}
