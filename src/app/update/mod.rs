//! The one place where state changes. Here it is only decided who carries a command out.

mod browse;
mod card;
mod compare;
mod copy;
mod goto;
mod look;
mod mouse;
mod overlay;
mod reader;
mod reload;

pub use goto::open_at;

use super::command::{Command, Toward};
use super::key::written;
use super::keymap::Resolved;
use super::list::List;
use super::overlay::{Find, Keys, Overlay};
use super::place::By;
use super::{App, Effect, Key, Message, Screen, Stale};

/// Carries out `message`; answers with work for the outside, if there is any.
pub fn update(app: &mut App, message: Message) -> Option<Effect> {
    let effect = match message {
        Message::Resize(columns, rows) => {
            app.size = (columns, rows);
            None
        }
        Message::Command(command) => obey(app, command),
        Message::Loaded(reading) => {
            reload::take(app, reading);
            None
        }
        Message::Part(reading) => {
            goto::take_model(app, reading);
            None
        }
        Message::Progress(progress) => {
            app.progress = Some(progress);
            None
        }
        Message::Unread(why) => {
            reload::refuse(app, why);
            None
        }
        Message::Live(live) => {
            app.live = live;
            None
        }
        Message::Mouse(mouse) => mouse::act(app, mouse),
        Message::Paste(text) => {
            overlay::paste(app, &text);
            None
        }
        Message::Notice(notice) => {
            app.notice = Some(notice);
            None
        }
        Message::Found(found) => {
            look::take(app, found);
            None
        }
        Message::Quit => Some(Effect::Quit),
    };
    end(app, effect)
}

/// Ends an update: what is typed is looked up, every window made true. What is wanted beside another effect is looked up
/// by the next update.
fn end(app: &mut App, effect: Option<Effect>) -> Option<Effect> {
    let effect = effect.or_else(|| look::look_up(app));
    app.fit();
    effect
}

/// Carries out what `key` means in the present state. A key that means nothing does nothing, and says so where it
/// ends a sequence.
pub fn press(app: &mut App, key: Key) -> Option<Effect> {
    app.notice = None;
    app.pending.push(key);
    match app.keymap.resolve(app.context(), &app.pending) {
        Resolved::Prefix => None,
        Resolved::Command(command) => {
            app.pending.clear();
            update(app, Message::Command(command))
        }
        Resolved::Unknown => {
            let pressed = std::mem::take(&mut app.pending);
            if let [key] = pressed.as_slice() {
                overlay::type_key(app, *key);
                return end(app, None);
            }
            let what = format!("`{}` means nothing here", written(&pressed));
            app.advise(&what, Command::Help, "shows the keys");
            None
        }
    }
}

/// Carries out a command: the overlay first, then what every view shares, then the view.
fn obey(app: &mut App, command: Command) -> Option<Effect> {
    if app.place.overlay.is_some() {
        return overlay::obey(app, command);
    }
    match command {
        Command::History(toward) => goto::travel(app, toward),
        Command::Find => open(app, Overlay::Find(Find::new(""))),
        Command::Palette => open(app, Overlay::Keys(Keys::new("Actions", app.context(), &app.keymap))),
        Command::Help => open(app, Overlay::Keys(Keys::new(title(app), app.context(), &app.keymap))),
        Command::Findings => open_findings(app),
        Command::BrowseBy(by) => browse_by(app, by),
        Command::Reload => return Some(Effect::Reload),
        Command::Mouse => return Some(Effect::Mouse),
        Command::Redraw => return Some(Effect::Redraw),
        Command::Suspend => return Some(Effect::Suspend),
        Command::Quit => return Some(Effect::Quit),
        Command::Close => return close(app),
        Command::Edit => return goto::edit(app),
        Command::Card => card::open(app),
        Command::Copy(what) => return copy::copy(app, what),
        _ => in_view(app, command),
    }
    None
}

/// What depends on the view.
fn in_view(app: &mut App, command: Command) {
    match app.place.over.last_mut() {
        Some(Screen::Reader(_)) => reader::obey(app, command),
        Some(Screen::Compare(_)) => compare::obey(app, command),
        None => browse::obey(app, command),
    }
}

fn open(app: &mut App, overlay: Overlay) {
    app.place.overlay = Some(overlay);
}

fn title(app: &App) -> &'static str {
    match app.place.over.last() {
        Some(Screen::Reader(_)) => "Keys · Reader",
        Some(Screen::Compare(_)) => "Keys · Compare",
        None => "Keys · Browse",
    }
}

fn open_findings(app: &mut App) {
    if let Some(Stale::Unread(why)) = &app.stale {
        app.notice = Some(why.clone());
    } else if app.findings().is_empty() {
        app.notice = Some("nothing is wrong with the model".into());
    } else {
        open(app, Overlay::Findings(List::plain(0..app.findings().len())));
    }
}

fn browse_by(app: &mut App, by: By) {
    app.leave();
    app.place.over.clear();
    app.place.browse.set_by(&app.loaded.model, by);
}

/// Closes the present view; leaves the program from the first.
fn close(app: &mut App) -> Option<Effect> {
    if app.place.over.is_empty() {
        return Some(Effect::Quit);
    }
    app.leave();
    app.place.over.pop();
    None
}

/// Moves a list as a command says; `None` for a command that moves no list.
fn move_list<H: Copy, T: Copy + PartialEq>(list: &mut List<H, T>, command: Command) -> Option<()> {
    match command {
        Command::Step(toward) => list.step(toward.sign()),
        Command::HalfPage(toward) => list.page(toward.sign()),
        Command::Page(toward) => list.page(2 * toward.sign()),
        Command::End(Toward::Previous) => list.first(),
        Command::End(Toward::Next) => list.last(),
        Command::Group(toward) => list.step_heading(toward.sign()),
        _ => return None,
    }
    Some(())
}
