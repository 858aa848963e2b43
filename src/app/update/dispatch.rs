//! Routes messages, keys and commands.

use super::overlay::Handled;
use super::{ask, card, configure, copy, form, goto, look, mouse, overlay, reload, repair, start, write};
use crate::app::ahead::{AT_ONCE, Ahead};
use crate::app::command::{Command, Group};
use crate::app::field::Field;
use crate::app::key::{Code, written};
use crate::app::keymap::Resolved;
use crate::app::overlay::{Find, Keys, Overlay, Purpose};
use crate::app::{App, Effect, Key, Message, ModelState, Screen, View};

/// Applies `message`; returns an effect for the outside, if any.
pub fn update(app: &mut App, message: Message) -> Option<Effect> {
    let mut effect = None;
    match message {
        Message::Resize(columns, rows) => app.size = (columns, rows),
        Message::Command(command) => effect = run(app, command),
        Message::Loaded(snapshot) => reload::take(app, snapshot),
        Message::Part(snapshot) => reload::take_model(app, snapshot),
        Message::Progress(progress) => reload::progress(app, progress),
        Message::Unread(why) => reload::refuse(app, why),
        Message::Written(reply) => write::take(app, reply),
        Message::Files(files) => form::add_article(app, &files),
        Message::Opened(snapshot, said) => start::open(app, snapshot, said),
        Message::Live(live) => app.live = live,
        Message::Mouse(mouse) => effect = mouse::act(app, mouse).and_then(|command| run(app, command)),
        Message::Paste(text) => overlay::paste(app, &text),
        Message::Notice(notice) => app.notice = Some(notice),
        Message::Refused(why, key) => {
            let why = if let Some(key) = key { form::refused(app, key, why) } else { why };
            app.refusal = Some(why.clone());
            app.notice = Some(why);
        }
        Message::Blocked(why, toward) => ask::blocked(app, &why, toward),
        Message::Found(found) => effect = look::take(app, found),
        Message::Lead(id) => goto::lead(app, &id),
        Message::Configured(settings) => effect = configure::take(app, *settings),
        Message::Background(theme) => app.background = Some(theme),
        Message::Waited => app.shows_rest = !app.pending.is_empty(),
        Message::Quit => effect = Some(Effect::Quit),
    }
    end(app, effect)
}

/// Ends an update: starts a pending lookup or what a comparison will need, unless there is another effect, and fits every
/// window.
fn end(app: &mut App, effect: Option<Effect>) -> Option<Effect> {
    let effect = effect.or_else(|| look::look_up(app)).or_else(|| look_ahead(app));
    app.fit();
    effect
}

/// What the faces of a comparison new on the screen will need, where working it out takes more than a frame; not while
/// the model is being read, as the next part of it makes another comparison.
fn look_ahead(app: &mut App) -> Option<Effect> {
    if app.model().demands().len() < AT_ONCE || matches!(app.state, ModelState::Loading { .. }) {
        return None;
    }
    let Screen::Compare(compare) = app.screen_mut().0 else { return None };
    let table = compare.table_ahead()?;
    Some(Effect::Prepare(Ahead::new(&app.loaded, table)))
}

/// Handles a key. One without a meaning only shows a notice.
pub fn press(app: &mut App, key: Key) -> Option<Effect> {
    forget_last_place(app);
    app.notice = None;
    app.shows_rest = false;
    let (key, meaning) = meant(app, key);
    app.pending.push(key);
    match meaning {
        Meaning::Prefix => None,
        Meaning::Command(command) => {
            app.pending.clear();
            update(app, Message::Command(command))
        }
        Meaning::Typed => {
            app.pending.clear();
            overlay::type_key(app, key);
            end(app, None)
        }
        Meaning::Nothing => {
            let what = format!("`{}` means nothing here", written(&std::mem::take(&mut app.pending)));
            app.advise(&what, Command::Help, "shows the keys");
            None
        }
    }
}

/// Whoever moves before the model has arrived does not want to return to the remembered place. In a model without
/// records nobody has moved.
fn forget_last_place(app: &mut App) {
    if app.model().keys().next().is_some() {
        app.awaited = None;
    }
}

/// The meaning of a key after those already pressed.
enum Meaning {
    Command(Command),
    Prefix,
    /// It types or edits.
    Typed,
    Nothing,
}

/// The key meant by `key`, and its meaning: the key itself or, if that has none, the one in its place on the standard
/// layout.
fn meant(app: &App, key: Key) -> (Key, Meaning) {
    let (context, mut keys) = (app.context(), app.pending.clone());
    let mut meaning = |key: Key| {
        keys.truncate(app.pending.len());
        keys.push(key);
        match app.keymap.resolve(context, &keys) {
            Resolved::Command(command) => Meaning::Command(command),
            Resolved::Prefix => Meaning::Prefix,
            Resolved::Unknown if keys.len() == 1 && context.is_typing() && Field::knows(key) => Meaning::Typed,
            Resolved::Unknown => Meaning::Nothing,
        }
    };
    match (meaning(key), key.on_standard_layout()) {
        (Meaning::Nothing, Some(placed)) => match meaning(placed) {
            Meaning::Nothing => (key, Meaning::Nothing),
            found => (placed, found),
        },
        (found, _) => (key, found),
    }
}

/// The second key, if `key` is Esc followed by another key: terminals send the same for Alt and that key. `None` if the
/// key with Alt has a meaning, or cannot be of this kind.
pub fn apart(app: &App, key: Key) -> Option<Key> {
    let is_alike = matches!(key.code, Code::Char(_) | Code::Enter | Code::Tab | Code::Backspace);
    let rest = Key { alt: false, ..key };
    (key.alt && is_alike && matches!(meant(app, key).1, Meaning::Nothing)).then_some(rest)
}

/// Presses the first of `keys`, together with those after it that can be batched: letters typed as one text, or the
/// same motion again. Returns their number. Has the same result as [`press`] for each.
pub fn press_run(app: &mut App, keys: impl IntoIterator<Item = Key>) -> (usize, Option<Effect>) {
    let mut keys = keys.into_iter().peekable();
    let Some(first) = keys.next() else { return (0, None) };
    forget_last_place(app);
    let context = app.context();
    let meaning = app.keymap.resolve(context, &[first]);
    match (meaning, first.letter()) {
        (Resolved::Command(command), _) if app.pending.is_empty() && command.group() == Group::Move => {
            app.notice = None;
            let (mut count, mut effect) = (1, run(app, command));
            while effect.is_none() && app.context() == context && keys.next_if_eq(&first).is_some() {
                count += 1;
                effect = run(app, command);
            }
            (count, end(app, effect))
        }
        (Resolved::Unknown, Some(letter)) if app.pending.is_empty() && context.is_typing() => {
            app.notice = None;
            let is_typed = |key: &Key| app.keymap.resolve(context, &[*key]) == Resolved::Unknown;
            let more = keys.map_while(|key| key.letter().filter(|_| is_typed(&key)));
            let text: String = std::iter::once(letter).chain(more).collect();
            overlay::paste(app, &text);
            (text.chars().count(), end(app, None))
        }
        _ => (1, press(app, first)),
    }
}

/// Runs a command: offered to the overlay first, then to what all views share, then to the view.
fn run(app: &mut App, command: Command) -> Option<Effect> {
    let asked = app.asked.take();
    let effect = match overlay::run(app, command) {
        Handled::Done(effect) => effect,
        Handled::Passed(command) => run_in_view(app, command),
    };
    match effect {
        Some(Effect::Quit) if form::keeps_open(app, command) => None,
        Some(Effect::Undo(toward)) if asked == Some(Command::Undo(toward)) => Some(Effect::PassOver(toward)),
        Some(Effect::NewModel) if asked != Some(Command::Add) => {
            start::about_model(app);
            None
        }
        other => other,
    }
}

fn run_in_view(app: &mut App, command: Command) -> Option<Effect> {
    match command {
        Command::History(toward) => {
            goto::travel(app, toward);
            // Its model may have changed.
            if matches!(app.location.overlay, Some(Overlay::Card(_))) {
                card::renew(app);
            }
        }
        Command::Find => overlay::open(app, Overlay::Find(Box::new(Find::new("", app.queries.len())))),
        Command::Palette => {
            let place = (app.context(), None);
            overlay::open(app, Overlay::Keys(Keys::new((Purpose::Palette, "Commands"), place, &app.keymap)));
        }
        Command::Help => {
            let place = (app.context(), app.compare().map(|compare| compare.mode));
            let keys = Keys::new((Purpose::Help, app.screen().title()), place, &app.keymap);
            overlay::open(app, Overlay::Keys(keys));
        }
        Command::Findings => overlay::open_findings(app),
        Command::Theme => configure::open_themes(app),
        Command::Width(toward) => configure::resize(app, toward),
        Command::BrowseBy(by) => goto::browse_by(app, by),
        Command::Reload => return Some(Effect::Reload),
        Command::Mouse => return Some(Effect::Mouse),
        Command::Redraw => return Some(Effect::Redraw),
        Command::Suspend => return Some(Effect::Suspend),
        Command::Quit => return Some(Effect::Quit),
        Command::Close => return goto::close(app),
        Command::Edit => return goto::edit(app),
        Command::Add if start::offers_model(app) => return Some(Effect::NewModel),
        Command::Add => form::add(app),
        Command::AddAgain => form::again(app),
        Command::AddPassage => form::add_passage(app),
        Command::AddArticle => return ask::files(app),
        Command::Change => return form::change(app),
        Command::Delete => return form::delete(app),
        Command::Undo(toward) => return ask::undo(app, toward),
        Command::Card => card::open(app),
        Command::Repair => repair::open(app),
        Command::Copy(what) => return copy::copy(app, what),
        _ => {
            let (screen, scene) = app.screen_mut();
            let outcome = screen.run(scene, command);
            goto::finish(app, outcome);
        }
    }
    None
}
