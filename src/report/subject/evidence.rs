//! The evidence of a subject.

use crate::model::{DemandId, Model, PassageId, Subject};

/// The demands of a subject, without repeats, in the order of the files: those of an actor and its members, those on an
/// issue, those that a passage, an article or words of it support.
pub(super) fn demands_of(model: &Model, subject: Subject) -> Vec<DemandId> {
    match subject {
        Subject::Actor(id) => model.voiced_by(id),
        Subject::Issue(id) => model.demands_on(id).to_vec(),
        Subject::Demand(id) => vec![id],
        Subject::Passage(_) | Subject::Article(_) | Subject::Words(..) => {
            let mut demands: Vec<DemandId> =
                passages_in(model, subject).iter().map(|id| model.demand_of(*id)).collect();
            demands.dedup();
            demands
        }
    }
}

/// The passages of an article or of words in it, in the order of the files; none for other records.
pub(super) fn passages_in(model: &Model, subject: Subject) -> Vec<PassageId> {
    match subject {
        Subject::Article(id) => model.quoted_from(id).to_vec(),
        Subject::Words(id, span) => {
            let touching = model.placed_in(id).iter().filter(|(place, _)| place.overlaps(span));
            let mut passages: Vec<PassageId> = touching.map(|(_, passage)| *passage).collect();
            passages.sort_unstable();
            passages.dedup();
            passages
        }
        Subject::Passage(id) => vec![id],
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) => Vec::new(),
    }
}
