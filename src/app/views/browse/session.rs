//! Saving and restoring browse.

use super::state::Browse;
use crate::app::LastBrowse;
use crate::app::place::{By, Order};
use crate::compare::Folding;
use crate::model::{ActorId, DemandId, Model, PassageId, Record, Subject};

/// The most marks to remember.
const MOST_MARKS: usize = 200;

impl Browse {
    /// The state to save.
    pub fn remembered(&self, model: &Model) -> LastBrowse {
        let first = self.first.selected().map(|record| model.key(record).to_owned());
        let demand = self.demands.selected().map(|id| model.key(Record::Demand(id)).to_owned());
        let passage = self.passages.selected().map(|id| model.passage_key(id));
        let query = self.lookup.pending().map_or(self.query(), String::as_str).to_owned();
        LastBrowse {
            by: self.by,
            order: self.order,
            is_folded: self.folding == Folding::Blocs,
            focus: self.focus,
            zoom: self.zoom,
            context: self.shows_context,
            cursors: [first, demand, passage],
            marks: self.marks.iter().take(MOST_MARKS).map(|id| model.actor(*id).key.to_string()).collect(),
            filters: self.filters.clone(),
            query,
        }
    }

    /// The restored state, as far as its records still exist; its query must run again.
    pub fn recalled(model: &Model, last: &LastBrowse) -> Self {
        let mut browse = Self::new(model);
        browse.by = last.by;
        browse.order = if last.order == Order::Side && last.by != By::Actors { Order::File } else { last.order };
        browse.folding = if last.is_folded { Folding::Blocs } else { Folding::Alone };
        (browse.focus, browse.zoom, browse.shows_context) = (last.focus, last.zoom, last.context);
        browse.filters.clone_from(&last.filters);
        browse.marks = last.marks.iter().filter_map(|id| actor(model, id)).collect();
        browse.derive_all(model);
        if !last.query.is_empty() {
            browse.look_up(&last.query);
        }
        let [first, wanted, passage] = &last.cursors;
        if let Some(record) = first.as_ref().and_then(|id| model.find(id)) {
            browse.first.select(record);
            browse.follow(model);
        }
        if let Some(id) = wanted.as_ref().and_then(|id| demand(model, id)) {
            browse.demands.select(id);
            browse.follow(model);
        }
        if let Some(id) = passage.as_ref().and_then(|id| passage_of(model, id)) {
            browse.passages.select(id);
            browse.follow(model);
        }
        browse
    }
}

fn actor(model: &Model, id: &str) -> Option<ActorId> {
    let Some(Record::Actor(actor)) = model.find(id) else { return None };
    Some(actor)
}

fn demand(model: &Model, id: &str) -> Option<DemandId> {
    let Some(Record::Demand(demand)) = model.find(id) else { return None };
    Some(demand)
}

fn passage_of(model: &Model, id: &str) -> Option<PassageId> {
    let Some(Subject::Passage(passage)) = model.subject(id) else { return None };
    Some(passage)
}
