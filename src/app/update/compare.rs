//! Commands of the compare view, and the way into it.

use std::collections::BTreeSet;

use super::{App, Command, Screen, move_list};
use crate::app::compare::{Compare, Down, Listed};
use crate::app::place::Pane;
use crate::model::{ActorId, IssueId, Model, Record, Subject};
use crate::text::Span;

/// Opens the comparison that browse asks for; says so where there is nothing to compare.
pub(super) fn open(app: &mut App) {
    let model = &app.loaded.model;
    let (actors, issue) = chosen(app, model);
    if actors.len() < 2 {
        app.advise("two actors are needed to compare", Command::Mark, "marks an actor");
        return;
    }
    let Some(mut compare) = Compare::new(model, &actors) else { return };
    if let Some(issue) = issue {
        compare.select_issue(issue);
    }
    app.leave();
    app.place.over.push(Screen::Compare(compare));
}

/// Whom to compare, the base first, and the issue to begin with.
///
/// Those who are marked; a single one with the actor under the cursor. Without marks the actor under the cursor with
/// all that have demands; an issue under it brings all that have demands on it, and all at all where that is only one.
fn chosen(app: &App, model: &Model) -> (Vec<ActorId>, Option<IssueId>) {
    let browse = &app.place.browse;
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

pub(super) fn obey(app: &mut App, command: Command) {
    match command {
        Command::Open => open_passages(app),
        Command::Read => read(app),
        Command::GoToActor => go_to(app, |compare| compare.party().map(Record::Actor)),
        Command::GoToIssue => go_to(app, |compare| compare.issue().map(Record::Issue)),
        _ => arrange(app, command),
    }
}

fn arrange(app: &mut App, command: Command) {
    let model = &app.loaded.model;
    let Some(Screen::Compare(compare)) = app.place.over.last_mut() else { return };
    match command {
        Command::Column(toward) => compare.beside(toward),
        Command::RowEnd(toward) => compare.far_beside(toward),
        Command::Conflict(toward) => {
            if !compare.go_to_conflict(toward) {
                app.notice = Some("no more conflicts with the base this way".into());
            }
        }
        Command::Shift(toward) => {
            if !compare.go_to_move(model, toward) {
                app.notice = Some("nobody moved on an issue this way".into());
            }
        }
        Command::Show(face) => compare.face = face,
        Command::Differences => {
            let listed = if compare.listed == Listed::All { Listed::Differences } else { Listed::All };
            compare.list_differences(model, listed);
        }
        Command::Cancel => compare.list_differences(model, Listed::All),
        Command::Base => compare.rebase(model),
        Command::Transpose => compare.transpose(model),
        Command::Blocs => compare.fold(model),
        Command::Zoom => compare.zoom = !compare.zoom,
        _ => {
            match compare.runs_down() {
                Down::Issues => move_list(&mut compare.issues, command),
                Down::Parties => move_list(&mut compare.parties, command),
            };
        }
    }
}

/// Goes to line `nth` of the table, from 0.
pub(super) fn go_to_line(compare: &mut Compare, nth: usize) {
    match compare.runs_down() {
        Down::Issues => compare.issues.select_nth(nth),
        Down::Parties => compare.parties.select_nth(nth),
    }
}

/// Goes to the passages of the demand under the cursor, in browse.
fn open_passages(app: &mut App) {
    let loaded = app.loaded.clone();
    let Some(demand) = app.compare().and_then(|compare| compare.demand(&loaded.model)) else {
        app.notice = Some("neither says anything on this issue".into());
        return;
    };
    app.go(Subject::Demand(demand));
    app.place.browse.focus = Pane::Passages;
}

/// Opens the article at the words under the cursor.
fn read(app: &mut App) {
    let model = &app.loaded.model;
    let Some(passage) = app.compare().and_then(|compare| compare.passage(model)) else {
        app.notice = Some("there is no passage to read here".into());
        return;
    };
    let passage = model.passage(passage);
    let span = passage.anchor.places().first().copied();
    app.read(passage.article, span.unwrap_or(Span::default()));
}

fn go_to(app: &mut App, record: impl Fn(&Compare) -> Option<Record>) {
    if let Some(record) = app.compare().and_then(record) {
        app.go(record.into());
    }
}
