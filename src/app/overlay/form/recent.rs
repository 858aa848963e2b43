//! What was written last, which the next form offers first.

use super::line::What;
use crate::app::session::Recent;
use crate::model::{DemandId, Model};

/// The most ids to keep of each.
const MOST: usize = 9;

impl Recent {
    /// Takes in a demand that was written.
    pub fn add(&mut self, model: &Model, demand: DemandId) {
        let of = model.demand(demand);
        let ids = [&of.key, &model.actor(of.actor).key, &model.issue(of.issue).key];
        for (list, id) in [&mut self.demands, &mut self.actors, &mut self.issues].into_iter().zip(ids) {
            list.retain(|known| **known != **id);
            list.insert(0, id.to_string());
            list.truncate(MOST);
        }
    }

    /// The ids of what a line chooses among.
    pub fn of(&self, what: What) -> &[String] {
        match what {
            What::Actor => &self.actors,
            What::Issue => &self.issues,
            What::Demand => &self.demands,
            What::Article | What::File | What::Anything => &[],
        }
    }
}
