//! Requests changes of the files.

use crate::app::command::{Command, Direction};
use crate::app::{App, Effect, ModelState, WriteRequest};
use crate::edit::Change;

/// Why the files of the model on the screen cannot be changed now, if so.
pub(super) fn objection(app: &App) -> Option<&'static str> {
    match app.state {
        _ if app.loaded.is_example => Some("this is the built-in example; save it first: demarche new --example"),
        ModelState::Loading { .. } => Some("the model is still being read"),
        ModelState::Unreadable(_) => Some("the files of the model cannot be read"),
        ModelState::Current | ModelState::Broken(_) => None,
    }
}

/// Whether the files can be changed now; if not, says why.
fn may_change(app: &mut App) -> bool {
    let why = objection(app);
    if let Some(why) = why {
        app.notice = Some(why.to_owned());
    }
    why.is_none()
}

/// Requests changes, or says why the files cannot be changed.
pub(super) fn ask(app: &mut App, changes: Vec<Change>) -> Option<Effect> {
    may_change(app).then(|| Effect::Write(WriteRequest::new(changes)))
}

/// Undoes or redoes a change.
pub(super) fn undo(app: &mut App, toward: Direction) -> Option<Effect> {
    may_change(app).then_some(Effect::Undo(toward))
}

/// Says why the last change cannot be undone or redone, and how to go on.
pub(super) fn blocked(app: &mut App, why: &str, toward: Direction) {
    let tip = (Command::Undo(toward), "again leaves it as it is");
    let said = app.keymap.advice(app.context(), why, &[tip]);
    app.refusal = Some(said.clone());
    app.notice = Some(said);
    app.asked = Some(Command::Undo(toward));
}

/// Requests the files that could become articles.
pub(super) fn files(app: &mut App) -> Option<Effect> {
    may_change(app).then_some(Effect::Files)
}
