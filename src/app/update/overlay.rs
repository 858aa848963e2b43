//! Commands and letters while an overlay is open.

use super::{configure, form, goto, repair};
use crate::app::command::{Command, Direction};
use crate::app::field::LONGEST;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::overlay::Overlay;
use crate::app::prompt::Purpose;
use crate::app::{App, Effect, Key, ModelState, View};

/// The result of offering a command to the overlay.
pub(super) enum Handled {
    /// It was run, with this effect.
    Done(Option<Effect>),
    /// The view should run this one.
    Passed(Command),
}

/// Opens an overlay.
pub(super) fn open(app: &mut App, overlay: Overlay) {
    app.location.overlay = Some(overlay);
}

/// Opens the list of findings, or says that there are none.
pub(super) fn open_findings(app: &mut App) {
    let count = app.finding_count();
    if let (ModelState::Unreadable(why), true) = (&app.state, app.configured.1.is_empty()) {
        app.notice = Some(why.clone());
    } else if count == 0 {
        app.notice = Some("nothing is wrong with the model".into());
    } else {
        open(app, Overlay::Findings(List::plain(0..count)));
    }
}

/// Runs a command in the open overlay; passes it on if none is open.
pub(super) fn run(app: &mut App, command: Command) -> Handled {
    if app.location.overlay.is_none() {
        return Handled::Passed(command);
    }
    let effect = match command {
        Command::Suspend => Some(Effect::Suspend),
        Command::Redraw => Some(Effect::Redraw),
        Command::Quit => Some(Effect::Quit),
        _ if matches!(app.location.overlay, Some(Overlay::Form(_))) => form::run(app, command),
        Command::Open => return open_chosen(app),
        Command::Cancel | Command::Close if app.context() == Context::Pick => Some(Effect::Quit),
        _ => {
            match command {
                Command::Cancel | Command::Close => cancel(app),
                Command::Scope => rescope(app),
                Command::Choose => choose(app),
                Command::Preview => toggle_preview(app),
                Command::Complete(toward) => complete(app, toward),
                Command::Recall(toward) => recall(app, toward),
                _ => return step(app, command),
            }
            None
        }
    };
    Handled::Done(effect)
}

/// Moves the cursor. Findings and cards have no text field, so other commands close the overlay and go to the view; the
/// key that opened the list of findings closes it.
fn step(app: &mut App, command: Command) -> Handled {
    let Some(overlay) = &mut app.location.overlay else { return Handled::Passed(command) };
    if overlay.run(command).is_some() {
        return Handled::Done(preview(app));
    }
    match (overlay, command) {
        (Overlay::Prompt(_), _) => Handled::Passed(command),
        (Overlay::Keys(_) | Overlay::Find(_) | Overlay::Form(_), _) => Handled::Done(None),
        (Overlay::Findings(list), Command::Edit) => {
            let place = list.selected();
            Handled::Done(place.and_then(|place| goto::edit_finding(app, place)))
        }
        (Overlay::Findings(list), Command::Card) => {
            let place = list.selected();
            goto::open_about(app, place);
            Handled::Done(None)
        }
        (Overlay::Findings(list), Command::Repair) => {
            let place = list.selected();
            Handled::Done(repair::open_finding(app, place))
        }
        (Overlay::Findings(_), Command::Findings) => {
            app.location.overlay = None;
            Handled::Done(None)
        }
        (Overlay::Themes(_), _) => {
            cancel(app);
            Handled::Passed(command)
        }
        (Overlay::Findings(_) | Overlay::Card(_) | Overlay::Repairs(_), _) => {
            app.location.overlay = None;
            Handled::Passed(command)
        }
    }
}

/// Closes the overlay; a prompt and the repairs restore what was there before.
fn cancel(app: &mut App) {
    app.keep_query();
    match app.location.overlay.take() {
        Some(Overlay::Prompt(prompt)) => {
            let (screen, scene) = app.screen_mut();
            screen.restore(scene, &prompt);
        }
        Some(Overlay::Repairs(repairs)) => app.location.overlay = repairs.findings.map(Overlay::Findings),
        Some(Overlay::Themes(themes)) => app.theme = themes.before,
        _ => {}
    }
}

/// In the list of themes, previews the one under the cursor.
fn preview(app: &mut App) -> Option<Effect> {
    let Some(Overlay::Themes(themes)) = &app.location.overlay else { return None };
    let theme = themes.list.selected()?;
    configure::switch(app, theme)
}

/// Enter: goes to what is under the cursor.
fn open_chosen(app: &mut App) -> Handled {
    let effect = match &app.location.overlay {
        Some(Overlay::Find(_)) => {
            if take_offer(app) {
                None
            } else {
                goto::open_hit(app)
            }
        }
        Some(Overlay::Keys(keys)) => {
            let (row, command) = (keys.row_number(), keys.list.selected());
            app.location.overlay = None;
            match (row, command) {
                (Some(row), _) => {
                    let (screen, scene) = app.screen_mut();
                    screen.go_to_row(scene, row.saturating_sub(1));
                    None
                }
                (None, Some(command)) => return Handled::Passed(command),
                (None, None) => None,
            }
        }
        Some(Overlay::Findings(list)) => list.selected().and_then(|place| goto::edit_finding(app, place)),
        Some(Overlay::Repairs(_)) => repair::write(app),
        Some(Overlay::Card(card)) => {
            if let Some(subject) = card.goal() {
                goto::go(app, subject);
            }
            None
        }
        Some(Overlay::Prompt(prompt)) => {
            let (purpose, text) = (prompt.purpose, prompt.field.text().to_owned());
            app.notice.clone_from(&prompt.mistake);
            app.location.overlay = None;
            let (screen, scene) = app.screen_mut();
            let outcome = screen.entered(scene, purpose, &text);
            goto::finish(app, outcome);
            None
        }
        Some(Overlay::Themes(_)) => {
            app.location.overlay = None;
            let word = app.theme.word();
            app.chosen_theme.0 = Some(app.theme);
            app.notice = Some(match app.chosen_theme {
                (_, true) => format!("the theme is {word}, the next time too"),
                (_, false) => format!("`theme = \"{word}\"` in the configuration keeps this theme"),
            });
            None
        }
        Some(Overlay::Form(_)) | None => None,
    };
    Handled::Done(effect)
}

fn choose(app: &mut App) {
    if let Some(Overlay::Find(find)) = &mut app.location.overlay {
        find.choose();
    }
}

fn rescope(app: &mut App) {
    if let Some(Overlay::Find(find)) = &mut app.location.overlay {
        find.next_scope();
    }
}

/// Types what an empty find offers under its cursor; says whether it did.
fn take_offer(app: &mut App) -> bool {
    let Some(Overlay::Find(find)) = &mut app.location.overlay else { return false };
    find.take_offer(&app.queries, &app.loaded.model)
}

fn complete(app: &mut App, toward: Direction) {
    if take_offer(app) {
        return;
    }
    match &mut app.location.overlay {
        Some(Overlay::Find(find)) => find.complete(toward),
        Some(Overlay::Prompt(prompt)) => {
            if prompt.completer.take(toward, &mut prompt.field) {
                narrow(app);
            }
        }
        Some(
            Overlay::Keys(_)
            | Overlay::Findings(_)
            | Overlay::Repairs(_)
            | Overlay::Card(_)
            | Overlay::Form(_)
            | Overlay::Themes(_),
        )
        | None => {}
    }
}

fn recall(app: &mut App, toward: Direction) {
    if let Some(Overlay::Find(find)) = &mut app.location.overlay {
        find.recall(&app.queries, toward);
    }
}

fn toggle_preview(app: &mut App) {
    if let Some(Overlay::Find(find)) = &mut app.location.overlay {
        find.shows_preview = !find.shows_preview;
    }
}

/// Handles an unbound key: typed if there is a field.
pub(super) fn type_key(app: &mut App, key: Key) {
    if form::press(app, key) {
        return;
    }
    let Some(field) = app.location.overlay.as_mut().and_then(Overlay::field_mut) else { return };
    let is_lost = field.room() == 0 && key.letter().is_some();
    if field.press(key) {
        typed(app);
    } else if is_lost {
        say_full(app);
    }
}

/// Handles pasted text. Without a field it is dropped, so that it never acts as keys.
pub(super) fn paste(app: &mut App, text: &str) {
    if form::paste(app, text) {
        return;
    }
    let Some(field) = app.location.overlay.as_mut().and_then(Overlay::field_mut) else { return };
    let is_lost = text.chars().nth(field.room()).is_some();
    if field.paste(text) {
        typed(app);
    }
    if is_lost {
        say_full(app);
    }
}

/// Says so if the field is full.
fn say_full(app: &mut App) {
    app.notice = Some(format!("a line holds {LONGEST} characters; the rest is left out"));
}

/// Acts on the current text of the field.
fn typed(app: &mut App) {
    match &mut app.location.overlay {
        Some(Overlay::Keys(keys)) => keys.narrow(&app.keymap),
        Some(Overlay::Find(find)) => find.typed(&app.loaded.model),
        Some(Overlay::Prompt(prompt)) => {
            if prompt.purpose == Purpose::Fields {
                prompt.completer.typed(&prompt.field, &app.loaded.model);
            }
            narrow(app);
        }
        Some(Overlay::Findings(_) | Overlay::Card(_) | Overlay::Repairs(_) | Overlay::Form(_) | Overlay::Themes(_))
        | None => {}
    }
}

/// Passes the line of the prompt to the view.
fn narrow(app: &mut App) {
    let Some(Overlay::Prompt(prompt)) = &app.location.overlay else { return };
    let (purpose, text) = (prompt.purpose, prompt.field.text().to_owned());
    let (screen, scene) = app.screen_mut();
    screen.typed(scene, purpose, &text);
}
