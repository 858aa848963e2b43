//! Changes of the files: asking for them, and showing what came of them.

use super::reload;
use crate::app::command::{Command, Direction};
use crate::app::{App, Effect, ModelState, Screen, WriteReply};
use crate::edit::Action;
use crate::model::Subject;

/// Why the files of the model on the screen cannot be changed now, if they cannot.
pub(super) fn objection(app: &App) -> Option<&'static str> {
    match app.state {
        _ if app.loaded.is_example => Some("this is the built-in example; save it first: demarche new --example"),
        ModelState::Loading { .. } => Some("the model is still being read"),
        ModelState::Unreadable(_) => Some("the files of the model cannot be read"),
        ModelState::Current | ModelState::Broken(_) => None,
    }
}

/// Undoes or redoes a change.
pub(super) fn undo(app: &mut App, toward: Direction) -> Option<Effect> {
    if let Some(why) = objection(app) {
        app.notice = Some(why.to_owned());
        return None;
    }
    Some(Effect::Undo(toward))
}

/// Shows the model after a change: every cursor stays, then goes to what the change added or touched.
pub(super) fn take(app: &mut App, reply: WriteReply) {
    let touched = reply.done.iter().find(|done| done.action != Action::Removed).map(|done| done.id.clone());
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
    let said = std::iter::once(&reply.sentence).chain(&reply.notes).cloned().collect::<Vec<_>>().join("; ");
    app.keymap.advice(app.context(), &said, &[back])
}
