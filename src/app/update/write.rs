//! Shows the result of changes to the files.

use super::{form, reload};
use crate::app::command::{Command, Direction};
use crate::app::{App, Screen, WriteReply};
use crate::edit::{Action, Done, NOTHING_TO_CHANGE};
use crate::model::{Model, Subject, SubjectKind};
use crate::text::counted;

/// Shows the model after a change: every cursor stays, then goes to what the change added or touched.
pub(super) fn take(app: &mut App, reply: WriteReply) {
    if reply.is_preview {
        return form::show(app, &reply);
    }
    form::written(app, &reply);
    // A new demand comes after its new actor and issue; what changed along with a record comes after it.
    let is = |action: Action| move |done: &&Done| done.action == action;
    let touched = reply.done.iter().rfind(is(Action::Added)).or_else(|| reply.done.iter().find(is(Action::Changed)));
    let touched = touched.map(|done| done.id.clone());
    let said = said(app, &reply);
    reload::take_written(app, reply.loaded);
    if let Some(subject) = touched.and_then(|id| app.model().subject(&id)) {
        show(app, subject);
    }
    app.notice = Some(said);
}

/// Puts the cursor on a subject without leaving the view: the reader brings its passage to the foreground.
fn show(app: &mut App, subject: Subject) {
    let loaded = std::sync::Arc::clone(&app.loaded);
    let passage = match subject {
        Subject::Demand(id) => loaded.model.demand(id).passages().last(),
        Subject::Passage(id) => Some(id),
        Subject::Actor(_) | Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => None,
    };
    match app.location.views.top_mut() {
        Screen::Browse(browse) => browse.go(&loaded.model, subject),
        Screen::Reader(reader) => passage.into_iter().for_each(|passage| reader.pick(passage)),
        Screen::Compare(_) => {}
    }
}

/// The sentence about a change, with the key that undoes it.
fn said(app: &App, reply: &WriteReply) -> String {
    if reply.sentence.is_empty() {
        return NOTHING_TO_CHANGE.to_owned();
    }
    let undo = Command::Undo(Direction::Previous);
    let (sentence, back) = if let Some(what) = reply.sentence.strip_prefix("undo: ") {
        (format!("undone: {what}"), (Command::Undo(Direction::Next), "redoes it"))
    } else if let Some(what) = reply.sentence.strip_prefix("redo: ") {
        (format!("redone: {what}"), (undo, "undoes it"))
    } else {
        (done(app.model(), &reply.loaded.model, &reply.done), (undo, "undoes it"))
    };
    let said = std::iter::once(&sentence).chain(&reply.notes).cloned().collect::<Vec<_>>().join("; ");
    let elsewhere = reply.loaded.is_broken().then_some((Command::Findings, "shows what is broken in the files"));
    let tips: Vec<_> = std::iter::once(back).chain(elsewhere).collect();
    app.keymap.advice(app.context(), &said, &tips)
}

/// What was done, in the past tense: to the requested record, then to those added or removed with it.
fn done(before: &Model, after: &Model, all: &[Done]) -> String {
    let of = |model: &Model, action: Action, kind: SubjectKind| {
        let is_it = |done: &&Done| {
            done.action == action && model.subject(&done.id).is_some_and(|subject| subject.kind() == kind)
        };
        all.iter().filter(is_it).count()
    };
    let removed = all.iter().find(|done| done.action == Action::Removed);
    let demand = all
        .iter()
        .find(|done| done.action == Action::Added && matches!(after.subject(&done.id), Some(Subject::Demand(_))));
    if let Some(Done { id, .. }) = removed {
        let passages = match before.subject(id) {
            Some(Subject::Demand(demand)) => before.demand(demand).passages().len(),
            _ => 0,
        };
        let holders: Vec<&str> =
            all.iter().filter(|done| done.action == Action::Changed).map(|done| &*done.id).collect();
        let relations = format!("{} of {}", counted(holders.len(), "reference"), named(&holders));
        let parts = [(passages, counted(passages, "passage")), (holders.len(), relations)];
        return with(&format!("removed {id}"), " (", parts, ")");
    }
    if let Some(Done { id, .. }) = demand {
        let [actors, issues] = [SubjectKind::Actor, SubjectKind::Issue].map(|kind| of(after, Action::Added, kind));
        let parts = [(actors, counted(actors, "new actor")), (issues, counted(issues, "new issue"))];
        return with(&format!("added {id}"), " with ", parts, "");
    }
    let ids: Vec<&str> = all.iter().map(|done| &*done.id).collect();
    format!("{} {}", all.first().map_or("changed", |done| done.action.word()), named(&ids))
}

/// `what`, and the parts that are not zero.
fn with(what: &str, open: &str, parts: [(usize, String); 2], close: &str) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
    if parts.is_empty() { what.to_owned() } else { format!("{what}{open}{}{close}", parts.join(", ")) }
}

/// The first of several ids, and how many more there are.
pub(super) fn named(ids: &[&str]) -> String {
    /// As many fit a line.
    const MOST: usize = 3;
    match ids.len().saturating_sub(MOST) {
        0 => ids.join(", "),
        more => format!("{} and {more} more", ids.iter().take(MOST).copied().collect::<Vec<_>>().join(", ")),
    }
}
