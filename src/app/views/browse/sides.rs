//! The comparison that browse opens.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::state::{Browse, Compared};
use crate::app::command::Command;
use crate::app::place::Pane;
use crate::app::views::Outcome;
use crate::app::views::compare::Compare;
use crate::model::{ActorId, DemandId, IssueId, Model, Record};

/// Whom to compare and where to begin.
struct Sides {
    /// The base first.
    actors: Vec<ActorId>,
    /// Whose column gets the cursor; `None` for that of the first conflict.
    party: Option<ActorId>,
    issue: Option<IssueId>,
}

/// Opens the comparison selected by cursor and marks, or says that there is nothing to compare.
pub fn compare(browse: &mut Browse, model: &Model) -> Outcome {
    let by = (browse.focus, browse.first.selected(), browse.demands.selected(), browse.marks.clone());
    let compare = match browse.compared.take().filter(|compared| compared.by == by) {
        Some(Compared { compare, .. }) => compare,
        None => match compare_chosen(browse, model) {
            Some(compare) => Arc::new(compare),
            None => return Outcome::Advise("two actors are needed to compare", Command::Mark, "marks an actor"),
        },
    };
    let opened = Compare::clone(&compare);
    browse.compared = Some(Compared { by, compare });
    Outcome::Open(Box::new(opened.into()))
}

/// `None` without two actors.
fn compare_chosen(browse: &Browse, model: &Model) -> Option<Compare> {
    let Sides { actors, party, issue } = chosen(browse, model);
    let [base, _, ..] = actors.as_slice() else { return None };
    let mut compare = Compare::new(model, *base, &actors);
    if let Some(issue) = issue {
        compare.open_on(model, issue);
    }
    if let Some(party) = party {
        compare.select_party(party);
    }
    Some(compare)
}

/// Whom to compare, the base first, and the issue to begin with.
///
/// The marked actors; a single one together with the actor under the cursor. Without marks, the actor under the cursor
/// (or its [`spokesman`]) and all with demands; for an issue, all with demands on it, or all with demands if that is
/// only one.
fn chosen(browse: &Browse, model: &Model) -> Sides {
    let demand = browse.demands.selected().map(|id| model.demand(id));
    let (actor, issue) = match (browse.focus, browse.first.selected()) {
        (Pane::First, Some(Record::Actor(actor))) => (Some(actor), None),
        (Pane::First, Some(Record::Issue(issue))) => (None, Some(issue)),
        _ => (demand.map(|demand| demand.actor), demand.map(|demand| demand.issue)),
    };
    let everyone = || model.actor_ids().filter(|id| !model.demands_of(*id).is_empty());
    let mut party = None;
    let actors = match (browse.marks.as_slice(), actor, issue) {
        ([marked], Some(actor), _) if *marked != actor => vec![*marked, actor],
        (marks @ [_, _, ..], _, _) => marks.to_vec(),
        (_, None, Some(issue)) => {
            let concerned = once_each(model.demands_on(issue).iter().map(|id| model.demand(*id).actor));
            if concerned.len() > 1 { concerned } else { once_each(concerned.into_iter().chain(everyone())) }
        }
        (_, Some(actor), None) => {
            let base = spokesman(model, actor);
            party = Some(actor).filter(|_| !model.voices_of(&[actor]).contains(&base));
            once_each(std::iter::once(base).chain(everyone()))
        }
        (_, actor, _) => once_each(actor.into_iter().chain(everyone())),
    };
    Sides { actors, party, issue }
}

/// Of an actor and its members, the one that has a place on the most issues on which others have one too; the first of
/// equals. If none of them has any, the same among all actors. A state whose president speaks for it would otherwise
/// compare as unknown nearly everywhere. O(demands).
fn spokesman(model: &Model, actor: ActorId) -> ActorId {
    let is_placed = |id: &&DemandId| model.is_live(**id) && model.demand(**id).position.is_some();
    let is_shared = |issue: IssueId| {
        let mut actors = model.demands_on(issue).iter().filter(is_placed).map(|id| model.demand(*id).actor);
        let first = actors.next();
        actors.any(|actor| Some(actor) != first)
    };
    let mut known = BTreeMap::new();
    let mut shared = |actor: ActorId| {
        let placed = model.demands_of(actor).iter().filter(is_placed).map(|id| model.demand(*id).issue);
        let placed = placed.collect::<BTreeSet<IssueId>>().into_iter();
        placed.filter(|issue| *known.entry(*issue).or_insert_with(|| is_shared(*issue))).count()
    };
    let mut first_of_most = |actors: &mut dyn Iterator<Item = ActorId>| {
        let counted = actors.map(|actor| (actor, shared(actor))).filter(|(_, count)| *count > 0);
        counted.min_by_key(|(_, count)| Reverse(*count)).map(|(actor, _)| actor)
    };
    first_of_most(&mut std::iter::once(actor).chain(model.voices_of(&[actor])))
        .or_else(|| first_of_most(&mut model.actor_ids()))
        .unwrap_or(actor)
}

fn once_each(actors: impl Iterator<Item = ActorId>) -> Vec<ActorId> {
    let mut seen = BTreeSet::new();
    actors.filter(|actor| seen.insert(*actor)).collect()
}
