//! Clicks and the wheel. The layout functions of the views tell what is under the pointer.

use ratatui::layout::Position;

use crate::app::command::Command;
use crate::app::list::Click;
use crate::app::overlay::Overlay;
use crate::app::{App, Mouse, Touch, View};

/// Rows per step of the wheel.
const WHEEL: isize = 3;

/// Handles the mouse: a click selects, or opens what was already selected; a drag selects words; the wheel scrolls what
/// is under the pointer, focused or not.
pub(super) fn act(app: &mut App, mouse: Mouse) -> Option<Command> {
    let at = Position::from(mouse.at);
    match mouse.what {
        Touch::Click => {
            app.notice = None;
            app.pending.clear();
            (click(app, at) == Click::Again).then_some(Command::Open)
        }
        Touch::Drag => {
            if app.location.overlay.is_none() {
                let (screen, scene) = app.screen_mut();
                screen.drag(scene, at);
            }
            None
        }
        Touch::Wheel(toward) => {
            scroll(app, at, WHEEL * toward.sign());
            None
        }
    }
}

fn click(app: &mut App, at: Position) -> Click {
    let size = app.size;
    match &mut app.location.overlay {
        None => {}
        Some(Overlay::Prompt(_)) => app.location.overlay = None,
        Some(Overlay::Form(form)) => {
            form.click(&app.loaded.model, size, at);
            return Click::Nothing;
        }
        Some(overlay) => return overlay.click(size, at),
    }
    let (screen, scene) = app.screen_mut();
    screen.click(scene, at)
}

fn scroll(app: &mut App, at: Position, by: isize) {
    match &mut app.location.overlay {
        None | Some(Overlay::Prompt(_)) => {
            let (screen, scene) = app.screen_mut();
            screen.scroll(scene, at, by);
        }
        Some(Overlay::Form(form)) => form.step(&app.loaded.model, by),
        Some(overlay) => overlay.scroll(by),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Touch;
    use crate::app::browse::regions;
    use crate::app::command::Direction;
    use crate::app::overlay::{Overlay, find_regions};
    use crate::app::place::Pane;
    use crate::app::reader::{GUTTER, text_area};
    use crate::app::{App, Effect, Key, Message, Mouse, Options, press, update};
    use crate::load::example;

    const SIZES: [(u16, u16); 4] = [(160, 48), (100, 30), (80, 24), (40, 12)];

    fn open(size: (u16, u16), keys: &str) -> App {
        let mut app = App::new(Arc::new(example()), &Options::default(), size);
        for key in keys.split_whitespace() {
            press(&mut app, Key::parse(key).unwrap());
        }
        app
    }

    fn touch(app: &mut App, at: (u16, u16), what: Touch) {
        update(app, Message::Mouse(Mouse { at, what }));
    }

    #[test]
    fn a_click_selects_the_row_and_the_next_one_opens_it() {
        for size in SIZES {
            let mut app = open(size, "");
            let inner = regions(size, app.browse().wish()).pane(Pane::First).unwrap().inner;
            let at = (inner.x + 3, inner.y + 2);
            let wanted = app.browse().first.item_at(2);
            touch(&mut app, at, Touch::Click);
            assert_eq!((app.browse().first.selected(), app.browse().focus), (wanted, Pane::First), "{size:?}");
            touch(&mut app, at, Touch::Click);
            assert_eq!(app.browse().focus, Pane::Demands, "{size:?}");
        }
    }

    #[test]
    fn a_click_on_another_pane_gives_it_the_keyboard_and_opens_nothing() {
        let mut app = open((160, 48), "");
        let inner = regions(app.size, app.browse().wish()).pane(Pane::Passages).unwrap().inner;
        let second = app.browse().shown.first().map_or(0, |card| u16::try_from(card.height()).unwrap());
        for (row, focus) in [(0, Pane::Passages), (second, Pane::Passages)] {
            touch(&mut app, (inner.x + 2, inner.y + row), Touch::Click);
            assert_eq!((app.browse().focus, app.location.views.is_browse()), (focus, true));
        }
        let two = app.browse().passages.count() > 1;
        assert_eq!(app.browse().passages.ordinal(), if two { 2 } else { 1 });
        let heading = regions(app.size, app.browse().wish()).pane(Pane::Demands).unwrap().inner;
        let before = app.browse().demands.selected();
        touch(&mut app, (heading.x, heading.y), Touch::Click);
        assert_eq!((app.browse().focus, app.browse().demands.selected()), (Pane::Demands, before));
    }

    #[test]
    fn the_wheel_moves_what_lies_under_it_and_not_the_keyboard() {
        let mut app = open((160, 48), "l");
        let inner = regions(app.size, app.browse().wish()).pane(Pane::First).unwrap().inner;
        touch(&mut app, (inner.x, inner.y), Touch::Wheel(Direction::Next));
        assert_eq!((app.browse().first.ordinal(), app.browse().focus), (4, Pane::Demands));
        touch(&mut app, (inner.x, inner.y), Touch::Wheel(Direction::Previous));
        assert_eq!(app.browse().first.ordinal(), 1);
    }

    #[test]
    fn in_the_reader_a_click_puts_the_cursor_on_the_character() {
        for size in SIZES {
            let mut app = open(size, "l l r");
            let area = text_area(size, app.measures);
            let row = app.reader().unwrap().rows[1];
            touch(&mut app, (area.x + GUTTER + 4, area.y + 1), Touch::Click);
            assert_eq!(app.reader().unwrap().cursor, row.start() + 4.min(row.len().saturating_sub(2)), "{size:?}");
            touch(&mut app, (area.x, area.y + 1), Touch::Click);
            assert_eq!(app.reader().unwrap().cursor, row.start(), "{size:?}");
        }
    }

    #[test]
    fn in_the_reader_a_drag_selects_whole_words_either_way() {
        for size in SIZES {
            let mut app = open(size, "l l r g g");
            let area = text_area(size, app.measures);
            let text = app.model().article(app.reader().unwrap().article).text().to_owned();
            let place = |column: usize, row: u16| (area.x + GUTTER + u16::try_from(column).unwrap(), area.y + row);
            let words = |app: &App| app.reader().unwrap().selection(app.model()).map(|span| span.of(&text).to_owned());
            let row = |app: &App, row: usize| app.reader().unwrap().rows[row].of(&text).to_owned();
            let first = |row: &str| row.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            let (one, whole) = (first(&row(&app, 1)), row(&app, 1));
            touch(&mut app, place(1, 1), Touch::Click);
            assert_eq!(words(&app), None, "{size:?}");
            touch(&mut app, place(0, 1), Touch::Drag);
            assert_eq!(words(&app), Some(one), "{size:?}");
            touch(&mut app, place(1, 2), Touch::Drag);
            let down = words(&app).unwrap();
            assert!(down.starts_with(&whole), "{size:?}: {down}");
            let top = first(&row(&app, 0));
            touch(&mut app, place(1, 0), Touch::Drag);
            let up = words(&app).unwrap();
            assert!(up.starts_with(&top), "{size:?}: {up}");
            // What is beside the text counts as its nearest row.
            touch(&mut app, (area.x, u16::MAX), Touch::Drag);
            assert!(words(&app).unwrap().len() > down.len(), "{size:?}");
            press(&mut app, Key::char('y'));
            assert!(matches!(press(&mut app, Key::char('q')), Some(Effect::Copy(..))), "{size:?}");
            touch(&mut app, place(1, 1), Touch::Click);
            assert_eq!(words(&app), None, "{size:?}");
        }
    }

    #[test]
    fn the_wheel_scrolls_the_text_by_rows() {
        let mut app = open((100, 30), "l l r g g");
        let rows = app.reader().unwrap().rows.clone();
        touch(&mut app, (50, 10), Touch::Wheel(Direction::Next));
        assert_eq!(app.reader().unwrap().rows.first(), rows.get(3));
        touch(&mut app, (50, 10), Touch::Wheel(Direction::Previous));
        assert_eq!(app.reader().unwrap().rows, rows);
    }

    #[test]
    fn a_click_on_a_selected_result_goes_there() {
        for size in SIZES {
            let mut app = open(size, "f p u t i n");
            let area = find_regions(size, true).list;
            let Some(Overlay::Find(find)) = &app.location.overlay else { panic!("find is open") };
            let at = usize::from(area.height) - 1;
            let row = (0..=at).rev().find(|row| find.list.item_at(*row).is_some()).unwrap();
            let wanted = find.list.item_at(row);
            let at = (area.x + 1, area.y + u16::try_from(row).unwrap());
            touch(&mut app, at, Touch::Click);
            let Some(Overlay::Find(find)) = &app.location.overlay else { panic!("find is still open") };
            assert_eq!(find.list.selected(), wanted, "{size:?}");
            touch(&mut app, at, Touch::Click);
            assert!(app.location.overlay.is_none(), "{size:?}");
        }
    }

    #[test]
    fn no_place_of_any_size_is_trouble() {
        for size in [(0, 0), (1, 1), (39, 7), (40, 8), (80, 24), (160, 48)] {
            for keys in ["", "f a", "?", "i", "l l r", "c", "/"] {
                let mut app = open(size, keys);
                for at in [(0, 0), (1, 1), (39, 7), (20, 5), (79, 23), (u16::MAX, u16::MAX)] {
                    for what in
                        [Touch::Click, Touch::Drag, Touch::Wheel(Direction::Next), Touch::Wheel(Direction::Previous)]
                    {
                        touch(&mut app, at, what);
                    }
                }
                assert_eq!(app.size, size);
            }
        }
    }
}
