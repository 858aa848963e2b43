//! The one place where state changes.

use super::{App, Code, Effect, Key, Message};

/// Carries out `message`; answers with work for the outside, if there is any.
pub fn update(app: &mut App, message: Message) -> Option<Effect> {
    match message {
        Message::Resize(columns, rows) => app.size = (columns, rows),
        Message::Loaded(loaded) => app.loaded = loaded,
        Message::Paste(_) | Message::Notice(_) => {}
        Message::Quit => return Some(Effect::Quit),
    }
    None
}

/// Carries out what `key` means in the present state; a key that means nothing does nothing.
pub fn press(app: &mut App, key: Key) -> Option<Effect> {
    match key.code {
        Code::Char('q') => update(app, Message::Quit),
        Code::Char('z') if key.ctrl => Some(Effect::Suspend),
        _ => None,
    }
}
