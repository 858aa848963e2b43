//! Commands and letters while an overlay is open.

use super::{App, Command, Effect, Key, Overlay, Screen, Toward, goto, move_list, obey as obey_view};
use crate::app::field::LONGEST;
use crate::app::key::Code;
use crate::app::overlay::Purpose;
use crate::app::place::Pane;

/// Carries out a command for the open overlay.
pub(super) fn obey(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::Suspend => return Some(Effect::Suspend),
        Command::Redraw => return Some(Effect::Redraw),
        Command::Quit => return Some(Effect::Quit),
        Command::Cancel | Command::Close => cancel(app),
        Command::Open => return open(app),
        Command::Scope => rescope(app),
        Command::Preview => toggle_preview(app),
        Command::Complete(toward) => complete(app, toward),
        Command::Recall(toward) => recall(app, toward),
        _ => return step(app, command),
    }
    None
}

fn step(app: &mut App, command: Command) -> Option<Effect> {
    match &mut app.place.overlay {
        Some(Overlay::Keys(keys)) => move_list(&mut keys.list, command),
        Some(Overlay::Find(find)) => move_list(&mut find.list, command),
        Some(Overlay::Card(card)) => {
            if move_list(&mut card.list, command).is_none() {
                return beyond(app, command);
            }
            None
        }
        Some(Overlay::Findings(list)) => {
            if move_list(list, command).is_none() {
                return beyond(app, command);
            }
            None
        }
        Some(Overlay::Prompt(_)) => {
            super::in_view(app, command);
            None
        }
        None => None,
    };
    None
}

/// Findings and card take no text, so every other key keeps its meaning: the overlay closes and the view takes it. The
/// key that opened the list of findings closes it.
fn beyond(app: &mut App, command: Command) -> Option<Effect> {
    match (app.place.overlay.take(), command) {
        (Some(Overlay::Findings(list)), Command::Edit) => {
            let place = list.selected();
            app.place.overlay = Some(Overlay::Findings(list));
            goto::edit_finding(app, place?)
        }
        (Some(Overlay::Findings(_)), Command::Findings) => None,
        _ => obey_view(app, command),
    }
}

/// Closes the overlay; a prompt gives back what was there before it.
fn cancel(app: &mut App) {
    app.keep_query();
    match app.place.overlay.take() {
        Some(Overlay::Prompt(prompt)) => {
            apply_prompt(app, (prompt.purpose, &prompt.before));
            if let Some(Screen::Reader(reader)) = app.place.over.last_mut() {
                reader.cursor = prompt.cursor;
            }
        }
        Some(Overlay::Keys(_) | Overlay::Find(_) | Overlay::Findings(_) | Overlay::Card(_)) | None => {}
    }
}

/// Goes to the result under the cursor of find, or later to the first one where those of what is typed are not known yet.
pub(super) fn open_hit(app: &mut App) {
    let Some(Overlay::Find(find)) = &mut app.place.overlay else { return };
    if find.open_later() {
        return;
    }
    if let Some(hit) = find.selected().cloned() {
        app.keep_query();
        goto::hit(app, &hit);
    }
}

/// Enter: goes to what is chosen.
fn open(app: &mut App) -> Option<Effect> {
    match &app.place.overlay {
        Some(Overlay::Find(_)) => {
            open_hit(app);
            None
        }
        Some(Overlay::Keys(keys)) => {
            let (row, command) = (keys.row_number(), keys.list.selected());
            app.place.overlay = None;
            if let Some(row) = row {
                go_to_row(app, row);
                return None;
            }
            obey_view(app, command?)
        }
        Some(Overlay::Findings(list)) => goto::edit_finding(app, list.selected()?),
        Some(Overlay::Card(card)) => {
            let goal = card.goal()?;
            app.go(goal);
            None
        }
        Some(Overlay::Prompt(_)) => {
            app.place.overlay = None;
            None
        }
        None => None,
    }
}

/// Goes to row `row`, from 1, of the focused list, or to that line of the article.
fn go_to_row(app: &mut App, row: usize) {
    let nth = row.saturating_sub(1);
    if let Some(Screen::Reader(reader)) = app.place.over.last_mut() {
        let lines = &app.loaded.model.article(reader.article).lines;
        reader.cursor = lines.span(row.clamp(1, lines.count())).map_or(0, crate::text::Span::start);
        return;
    }
    if let Some(Screen::Compare(compare)) = app.place.over.last_mut() {
        super::compare::go_to_line(compare, nth);
        return;
    }
    let browse = &mut app.place.browse;
    match browse.focus {
        Pane::First => browse.first.select_nth(nth),
        Pane::Demands => browse.demands.select_nth(nth),
        Pane::Passages => browse.passages.select_nth(nth),
    }
    browse.follow(&app.loaded.model);
}

fn rescope(app: &mut App) {
    if let Some(Overlay::Find(find)) = &mut app.place.overlay {
        find.next_scope();
    }
}

fn complete(app: &mut App, toward: Toward) {
    if let Some(Overlay::Find(find)) = &mut app.place.overlay {
        find.complete(toward);
    }
}

fn recall(app: &mut App, toward: Toward) {
    if let Some(Overlay::Find(find)) = &mut app.place.overlay {
        find.recall(&app.queries, toward);
    }
}

fn toggle_preview(app: &mut App) {
    if let Some(Overlay::Find(find)) = &mut app.place.overlay {
        find.shows_preview = !find.shows_preview;
    }
}

/// Takes a key that is bound to nothing: typed, where there is a field.
pub(super) fn type_key(app: &mut App, key: Key) {
    let Some(field) = app.place.overlay.as_mut().and_then(Overlay::field_mut) else { return };
    let is_lost = field.room() == 0 && matches!(key, Key { code: Code::Char(_), ctrl: false, alt: false, .. });
    if field.press(key) {
        typed(app);
    } else if is_lost {
        say_full(app);
    }
}

/// Takes pasted text; without a field it is dropped, so that it never acts as keys.
pub(super) fn paste(app: &mut App, text: &str) {
    let Some(field) = app.place.overlay.as_mut().and_then(Overlay::field_mut) else { return };
    let is_lost = text.chars().nth(field.room()).is_some();
    if field.paste(text) {
        typed(app);
    }
    if is_lost {
        say_full(app);
    }
}

/// What is typed into a full field is not lost in silence.
fn say_full(app: &mut App) {
    app.notice = Some(format!("a line holds {LONGEST} characters; the rest is left out"));
}

/// Acts on what the field holds now.
fn typed(app: &mut App) {
    match &mut app.place.overlay {
        Some(Overlay::Keys(keys)) => keys.narrow(&app.keymap),
        Some(Overlay::Find(find)) => find.typed(&app.loaded.model),
        Some(Overlay::Prompt(prompt)) => {
            let (purpose, text) = (prompt.purpose, prompt.field.text().to_owned());
            apply_prompt(app, (purpose, &text));
        }
        Some(Overlay::Findings(_) | Overlay::Card(_)) | None => {}
    }
}

fn apply_prompt(app: &mut App, (purpose, text): (Purpose, &str)) {
    let model = &app.loaded.model;
    match purpose {
        Purpose::Filter => app.place.browse.set_filter(model, text),
        Purpose::Fields => app.place.browse.look_up(text),
        Purpose::Search => {
            if let Some(Screen::Reader(reader)) = app.place.over.last_mut() {
                reader.set_search(model, text);
            }
        }
    }
}
