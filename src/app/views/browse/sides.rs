//! The comparison that browse opens.

use std::collections::BTreeSet;

use super::state::Browse;
use crate::app::command::Command;
use crate::app::place::Pane;
use crate::app::views::Outcome;
use crate::app::views::compare::Compare;
use crate::model::{ActorId, IssueId, Model, Record};

/// Opens the comparison selected by cursor and marks, or says that there is nothing to compare.
pub fn compare(browse: &Browse, model: &Model) -> Outcome {
    let (actors, issue) = chosen(browse, model);
    let [base, _, ..] = actors.as_slice() else {
        return Outcome::Advise("two actors are needed to compare", Command::Mark, "marks an actor");
    };
    let mut compare = Compare::new(model, *base, &actors);
    if let Some(issue) = issue {
        compare.open_on(model, issue);
    }
    Outcome::Open(Box::new(compare.into()))
}

/// Whom to compare, the base first, and the issue to begin with.
///
/// The marked actors; a single one together with the actor under the cursor. Without marks, the actor under the cursor
/// and all with demands; for an issue, all with demands on it, or all with demands if that is only one.
fn chosen(browse: &Browse, model: &Model) -> (Vec<ActorId>, Option<IssueId>) {
    let demand = browse.demands.selected().map(|id| model.demand(id));
    let (actor, issue) = match (browse.focus, browse.first.selected()) {
        (Pane::First, Some(Record::Actor(actor))) => (Some(actor), None),
        (Pane::First, Some(Record::Issue(issue))) => (None, Some(issue)),
        _ => (demand.map(|demand| demand.actor), demand.map(|demand| demand.issue)),
    };
    let everyone = || model.actor_ids().filter(|id| !model.demands_of(*id).is_empty());
    let actors = match (browse.marks.as_slice(), actor, issue) {
        ([marked], Some(actor), _) if *marked != actor => vec![*marked, actor],
        (marks @ [_, _, ..], _, _) => marks.to_vec(),
        (_, None, Some(issue)) => {
            let concerned = once_each(model.demands_on(issue).iter().map(|id| model.demand(*id).actor));
            if concerned.len() > 1 { concerned } else { once_each(concerned.into_iter().chain(everyone())) }
        }
        _ => once_each(actor.into_iter().chain(everyone())),
    };
    (actors, issue)
}

fn once_each(actors: impl Iterator<Item = ActorId>) -> Vec<ActorId> {
    let mut seen = BTreeSet::new();
    actors.filter(|actor| seen.insert(*actor)).collect()
}
