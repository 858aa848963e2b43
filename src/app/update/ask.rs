//! Requests changes of the files.

use super::write::named;
use crate::app::command::{Command, Direction};
use crate::app::{App, Effect, ModelState, Screen, WriteRequest};
use crate::edit::Change;
use crate::model::Subject;
use crate::text::counted;

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

/// Whether adding means to make a model of the texts in this folder: not where the words of the example are meant.
pub(super) fn offers_model(app: &App) -> bool {
    let is_of_words = matches!(app.subject(), Some(Subject::Article(_) | Subject::Passage(_) | Subject::Words(..)));
    !app.texts.is_empty() && matches!(app.screen(), Screen::Browse(_)) && !is_of_words
}

/// Says of which texts a model would be made.
pub(super) fn about_model(app: &mut App) {
    let names: Vec<&str> = app.texts.iter().map(String::as_str).collect();
    let what = format!("a model of {}: {}", counted(names.len(), "text"), named(&names));
    app.advise(&what, Command::Add, "again writes it as positions.toml");
    app.asked = Some(Command::Add);
}

/// Requests the files that could become articles.
pub(super) fn files(app: &mut App) -> Option<Effect> {
    may_change(app).then_some(Effect::Files)
}
