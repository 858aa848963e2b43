//! Overlays.

mod card;
mod find;
mod findings;
mod form;
mod keys;
mod repairs;
mod themes;

use super::edge::{self, Focus, Title};
use super::paint::{Canvas, Pen};
use super::theme::Theme;
use crate::app::App;
use crate::app::command::{Command, Direction};
use crate::app::completer::Completer;
use crate::app::field::Field;
use crate::app::keymap::Context;
use crate::app::layout::Frame;
use crate::app::overlay::Overlay;

/// Draws the open overlay. A prompt is drawn in the footer.
pub fn draw(app: &App, overlay: &Overlay, canvas: &mut Canvas<'_>) {
    match overlay {
        Overlay::Keys(keys) => keys::draw(app, keys, canvas),
        Overlay::Find(find) => find::draw(app, find, canvas),
        Overlay::Findings(list) => findings::draw(app, list, canvas),
        Overlay::Repairs(repairs) => repairs::draw(app, repairs, canvas),
        Overlay::Card(card) => card::draw(app, card, canvas),
        Overlay::Form(form) => form::draw(app, form, canvas),
        Overlay::Themes(themes) => themes::draw(app, themes, canvas),
        Overlay::Prompt(_) => {}
    }
}

/// Empties the frame and draws its edge.
fn open(canvas: &mut Canvas<'_>, frame: Frame, left: &str, right: &str) {
    canvas.wipe(frame.outer);
    // The default, until a row or a field in it is marked.
    let _ = canvas.pen(frame.inner, 0).here();
    edge::draw(canvas, frame, Title { left, right, focus: Focus::Here });
}

/// The completions of the field under the cursor, with the taken one marked.
pub fn candidates<'c>(pen: Pen<'c>, app: &App, completer: &Completer) -> Pen<'c> {
    let Some(completion) = &completer.offered else { return pen };
    let theme = pen.theme;
    let mut pen = pen.put(" ", theme.text);
    if let Some(keys) = app.keymap.keys_of(Context::Typing, Command::Complete(Direction::Next)).next() {
        pen = pen.put(&keys.short(), theme.dim).put(" ", theme.text);
    }
    // Keep the taken candidate in sight.
    let from = completer.taken.unwrap_or(0).saturating_sub(2);
    for (at, candidate) in completion.candidates.iter().enumerate().skip(from) {
        let style = if completer.taken == Some(at) { theme.accent } else { theme.text };
        pen = pen.put(candidate, style).put("  ", theme.text);
    }
    pen
}

/// Writes a line being typed, with the terminal's cursor.
pub fn typed<'b>(pen: Pen<'b>, field: &Field, theme: &Theme) -> Pen<'b> {
    let text = field.text();
    let at = text.char_indices().nth(field.cursor()).map_or(text.len(), |(at, _)| at);
    let (before, rest) = text.split_at(at);
    // Show the end of a long line, where the cursor usually is.
    let room = pen.room().saturating_sub(2);
    let skip =
        before.char_indices().map(|(at, _)| at).find(|at| crate::text::width(before.get(*at..).unwrap_or("")) < room);
    let before = before.get(skip.unwrap_or(before.len())..).unwrap_or("");
    let rest = if rest.is_empty() { " " } else { rest };
    pen.put(before, theme.text).typing().put(rest, theme.text)
}
