//! The evidence of a subject.

use std::collections::BTreeSet;

use crate::model::{ArticleId, DemandId, Model, PassageId, Record, Subject};
use crate::text::Span;

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
            let before_its_end = model.placed_in(id).iter().take_while(|(place, _)| place.start() < span.end());
            let touching = before_its_end.filter(|(place, _)| place.overlaps(span));
            let mut passages: Vec<PassageId> = touching.map(|(_, passage)| *passage).collect();
            passages.sort_unstable();
            passages.dedup();
            passages
        }
        Subject::Passage(id) => vec![id],
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) => Vec::new(),
    }
}

/// The ids of the demands that a sentence of an article supports, then of those that it may support, as one of several
/// places of a quote; "supports no demand yet" where there are none. O(passages of the article before its end).
pub fn supports(model: &Model, article: ArticleId, sentence: Span) -> String {
    let key = |id: PassageId| model.key(Record::Demand(model.demand_of(id)));
    let (mut does, mut may) = (BTreeSet::new(), BTreeSet::new());
    for id in passages_in(model, Subject::Words(article, sentence)) {
        if model.passage(id).anchor.one_of().is_some() { &mut may } else { &mut does }.insert(key(id));
    }
    let list = |ids: Vec<&str>| (!ids.is_empty()).then(|| ids.join(", "));
    let may = list(may.difference(&does).copied().collect());
    match (list(does.into_iter().collect()), may) {
        (Some(does), Some(may)) => format!("supports {does}; may support {may}"),
        (Some(does), None) => format!("supports {does}"),
        (None, Some(may)) => format!("may support {may}"),
        (None, None) => "supports no demand yet".to_owned(),
    }
}
