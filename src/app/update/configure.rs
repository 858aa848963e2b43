//! Applies what the user chose in the configuration or on the screen.

use super::reload;
use crate::app::command::{Command, Direction};
use crate::app::layout::Measures;
use crate::app::overlay::{Overlay, Themes};
use crate::app::place::Pane;
use crate::app::{App, Effect, Screen, Settings, ThemeName, browse, reader};
use crate::text::counted;

/// Applies the configuration read again. A theme chosen on the screen stays, unless the one in the file has changed.
pub(super) fn take(app: &mut App, settings: Settings) -> Option<Effect> {
    let is_new_theme = settings.theme != app.configured.0;
    app.configured = (settings.theme, settings.findings);
    app.chosen_theme.1 = settings.keeps_theme;
    app.looks = settings.looks;
    app.glyphs = settings.glyphs;
    app.measures.reading = settings.reading_width;
    app.keymap = settings.keymap;
    app.pending.clear();
    if let Some(Overlay::Keys(keys)) = &mut app.location.overlay {
        keys.narrow(&app.keymap);
    }
    reload::renew_findings(app);
    app.notice = Some("the configuration was read again".to_owned());
    tell_findings(app);
    if is_new_theme { switch(app, settings.theme) } else { None }
}

/// Says how many findings the configuration has, and which key shows them.
pub(super) fn tell_findings(app: &mut App) {
    let count = app.configured.1.len();
    if count > 0 {
        app.advise(&format!("{} in the configuration", counted(count, "finding")), Command::Findings, "shows them");
    }
}

/// Lists the themes, with the cursor on the current one.
pub(super) fn open_themes(app: &mut App) {
    app.location.overlay = Some(Overlay::Themes(Themes::new(app.theme)));
}

/// Switches the theme; asks for the background of the terminal if the theme depends on it.
pub(super) fn switch(app: &mut App, theme: ThemeName) -> Option<Effect> {
    app.theme = theme;
    (theme == ThemeName::Detect && app.background.is_none()).then_some(Effect::AskBackground)
}

/// Makes the focused pane wider or narrower, if it fits.
pub(super) fn resize(app: &mut App, toward: Direction) {
    /// Step in cells.
    const STEP: i16 = 4;
    let by = STEP * if toward == Direction::Next { 1 } else { -1 };
    let (before, cells) = (app.measures, widths(app));
    let Measures { panes: [first, second], margin, names, .. } = &mut app.measures;
    match app.location.views.top() {
        Screen::Browse(browse) => match browse.focus {
            Pane::First => *first += by,
            Pane::Demands => *second += by,
            Pane::Passages => *second -= by,
        },
        Screen::Reader(_) => *margin -= by,
        Screen::Compare(_) => *names += by,
    }
    app.fit();
    if widths(app) == cells {
        app.measures = before;
        app.notice = Some("no pane can change its width here".to_owned());
    }
}

/// Widths of the panes on the screen.
fn widths(app: &App) -> Vec<u16> {
    match app.screen() {
        Screen::Browse(view) => {
            let regions = browse::regions(app.size, view.wish());
            regions.panes.into_iter().flatten().map(|frame| frame.outer.width).collect()
        }
        Screen::Reader(_) => vec![reader::regions(app.size, app.measures).text.outer.width],
        Screen::Compare(view) => vec![view.name_cells(app.size)],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::widths;
    use crate::app::{App, Key, Options, press};
    use crate::load::example;

    #[test]
    fn the_pane_with_the_keyboard_becomes_wider_and_narrower() {
        for (opened, pane) in [("", 0), ("l", 1), ("l l", 2), ("r", 0), ("c", 0)] {
            let mut app = App::new(Arc::new(example()), &Options::default(), (100, 30));
            let mut width = |keys: &str| {
                keys.split_whitespace().for_each(|key| assert_eq!(press(&mut app, Key::parse(key).unwrap()), None));
                widths(&app)[pane]
            };
            let (before, wider, narrower) = (width(opened), width(">"), width("< <"));
            assert!(narrower < before && before < wider, "{opened:?}: {narrower} {before} {wider}");
        }
    }
}
