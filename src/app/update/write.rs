//! Shows what came of changes of the files.

use super::{form, reload};
use crate::app::command::{Command, Direction};
use crate::app::{App, Screen, WriteReply};
use crate::edit::{Action, Done};
use crate::model::Subject;

/// Shows the model after a change: every cursor stays, then goes to what the change added or touched.
pub(super) fn take(app: &mut App, reply: WriteReply) {
    if reply.is_preview {
        return form::show(app, &reply);
    }
    form::written(app, &reply);
    let touched = reply.done.iter().rfind(|done| done.action != Action::Removed).map(|done| done.id.clone());
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

/// The sentence of a change, with the key that takes it back.
fn said(app: &App, reply: &WriteReply) -> String {
    if reply.sentence.is_empty() {
        return "the model says so already".to_owned();
    }
    let is_undo = reply.sentence.starts_with("undo: ");
    let back = if is_undo {
        (Command::Undo(Direction::Next), "redoes it")
    } else {
        (Command::Undo(Direction::Previous), "undoes it")
    };
    // A demand names what came with it: its actor, its issue.
    let model = &reply.loaded.model;
    let is_new_demand =
        |done: &&Done| done.action == Action::Added && matches!(model.subject(&done.id), Some(Subject::Demand(_)));
    let demand = reply.done.iter().find(is_new_demand).filter(|_| reply.sentence.starts_with("add "));
    let sentence = match (demand, reply.done.len() - 1) {
        (Some(done), 1..) => format!("add {} and {} more", done.id, reply.done.len() - 1),
        _ => reply.sentence.clone(),
    };
    let said = std::iter::once(&sentence).chain(&reply.notes).cloned().collect::<Vec<_>>().join("; ");
    app.keymap.advice(app.context(), &said, &[back])
}
