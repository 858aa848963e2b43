//! Clicks and the wheel. What lies under the pointer is found with the functions that arrange the screen.

use ratatui::layout::{Position, Rect};

use super::{App, Command, Effect, List, Overlay, Screen, Toward, obey};
use crate::app::browse::Browse;
use crate::app::layout;
use crate::app::overlay::find_regions;
use crate::app::place::Pane;
use crate::app::{Mouse, Touch};

/// Rows for a step of the wheel.
const WHEEL: isize = 3;

/// What a click on a list came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hit {
    /// There is nothing to select.
    Nothing,
    /// Something else is selected now.
    Moved,
    /// What was selected already.
    Again,
}

/// Carries out what the mouse did: a click selects, and opens what was selected already; the wheel moves what lies
/// under the pointer, whatever has the keyboard.
pub(super) fn act(app: &mut App, mouse: Mouse) -> Option<Effect> {
    let at = Position::from(mouse.at);
    match mouse.what {
        Touch::Click => {
            app.notice = None;
            app.pending.clear();
            click(app, at)
        }
        Touch::Wheel(toward) => {
            wheel(app, at, WHEEL * toward.sign());
            None
        }
    }
}

fn click(app: &mut App, at: Position) -> Option<Effect> {
    if matches!(app.place.overlay, Some(Overlay::Prompt(_))) {
        app.place.overlay = None;
    }
    if app.place.overlay.is_some() {
        let opens = in_overlay(app, at) == Hit::Again;
        return if opens { obey(app, Command::Open) } else { None };
    }
    match app.place.over.last_mut() {
        Some(Screen::Reader(reader)) => reader.point(&app.loaded.model, app.size, at),
        Some(Screen::Compare(_)) => {}
        None => {
            let before = app.place.browse.focus;
            let hit = in_browse(&mut app.place.browse, app.size, at);
            if hit == Hit::Again && app.place.browse.focus == before {
                return obey(app, Command::Open);
            }
            app.place.browse.follow(&app.loaded.model);
        }
    }
    None
}

fn in_overlay(app: &mut App, at: Position) -> Hit {
    let frame = layout::overlay(app.size).inner;
    let below_field = layout::below(frame, 2);
    match &mut app.place.overlay {
        Some(Overlay::Keys(keys)) => in_list(&mut keys.list, below_field, at),
        Some(Overlay::Findings(list)) => in_list(list, below_field, at),
        Some(Overlay::Card(card)) => in_list(&mut card.list, frame, at),
        Some(Overlay::Find(find)) => {
            let area = find_regions(app.size, find.shows_preview).list;
            in_list(&mut find.list, area, at)
        }
        Some(Overlay::Prompt(_)) | None => Hit::Nothing,
    }
}

fn in_list<H: Copy, T: Copy + PartialEq>(list: &mut List<H, T>, area: Rect, at: Position) -> Hit {
    if !area.contains(at) {
        return Hit::Nothing;
    }
    match list.item_at(usize::from(at.y - area.y)) {
        None => Hit::Nothing,
        Some(item) if list.selected() == Some(item) => Hit::Again,
        Some(item) => {
            list.select(item);
            Hit::Moved
        }
    }
}

/// Gives the keyboard to the pane under the pointer and selects the row there.
fn in_browse(browse: &mut Browse, size: (u16, u16), at: Position) -> Hit {
    let Some((pane, area)) = pane_at(browse, size, at) else { return Hit::Nothing };
    let hit = match pane {
        Pane::First => in_list(&mut browse.first, area, at),
        Pane::Demands => in_list(&mut browse.demands, area, at),
        Pane::Passages => in_cards(browse, area, at),
    };
    let was_focused = browse.focus == pane;
    browse.focus = pane;
    if hit == Hit::Again && !was_focused { Hit::Moved } else { hit }
}

/// The pane under the pointer, and the room inside it.
fn pane_at(browse: &Browse, size: (u16, u16), at: Position) -> Option<(Pane, Rect)> {
    let regions = layout::browse(size, browse.wish());
    let frames = Pane::ALL.into_iter().filter_map(|pane| Some((pane, regions.pane(pane)?)));
    frames.into_iter().find(|(_, frame)| frame.outer.contains(at)).map(|(pane, frame)| (pane, frame.inner))
}

/// A passage takes all the rows of its card.
fn in_cards(browse: &mut Browse, area: Rect, at: Position) -> Hit {
    let Some(row) = at.y.checked_sub(area.y + browse.head_height()).filter(|_| area.contains(at)) else {
        return Hit::Nothing;
    };
    let mut end = 0;
    let card = browse.cards.iter().find(|card| {
        end += card.height();
        usize::from(row) < end
    });
    match card.map(|card| card.passage) {
        None => Hit::Nothing,
        Some(passage) if browse.passages.selected() == Some(passage) => Hit::Again,
        Some(passage) => {
            browse.passages.select(passage);
            Hit::Moved
        }
    }
}

fn wheel(app: &mut App, at: Position, by: isize) {
    match &mut app.place.overlay {
        Some(Overlay::Keys(keys)) => return keys.list.step(by),
        Some(Overlay::Find(find)) => return find.list.step(by),
        Some(Overlay::Card(card)) => return card.list.step(by),
        Some(Overlay::Findings(list)) => return list.step(by),
        Some(Overlay::Prompt(_)) | None => {}
    }
    let toward = if by < 0 { Toward::Previous } else { Toward::Next };
    match app.place.over.last_mut() {
        Some(Screen::Reader(reader)) => reader.scroll(&app.loaded.model, by),
        Some(Screen::Compare(_)) => super::compare::obey(app, Command::Step(toward)),
        None => {
            let browse = &mut app.place.browse;
            match pane_at(browse, app.size, at) {
                Some((Pane::First, _)) => browse.first.step(by),
                Some((Pane::Demands, _)) => browse.demands.step(by),
                // A passage takes about as many rows as a step of the wheel.
                Some((Pane::Passages, _)) => browse.passages.step(toward.sign()),
                None => {}
            }
            browse.follow(&app.loaded.model);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Touch, layout};
    use crate::app::overlay::{Overlay, find_regions};
    use crate::app::place::Pane;
    use crate::app::reader::{GUTTER, text_area};
    use crate::app::{App, Key, Message, Mouse, Options, press, update};
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
            let inner = layout::browse(size, app.place.browse.wish()).pane(Pane::First).unwrap().inner;
            let at = (inner.x + 3, inner.y + 2);
            let wanted = app.place.browse.first.item_at(2);
            touch(&mut app, at, Touch::Click);
            assert_eq!((app.place.browse.first.selected(), app.place.browse.focus), (wanted, Pane::First), "{size:?}");
            touch(&mut app, at, Touch::Click);
            assert_eq!(app.place.browse.focus, Pane::Demands, "{size:?}");
        }
    }

    #[test]
    fn a_click_on_another_pane_gives_it_the_keyboard_and_opens_nothing() {
        let mut app = open((160, 48), "");
        let inner = layout::browse(app.size, app.place.browse.wish()).pane(Pane::Passages).unwrap().inner;
        let second = app.place.browse.cards.first().map_or(0, |card| u16::try_from(card.height()).unwrap());
        for (row, focus) in [(0, Pane::Passages), (second, Pane::Passages)] {
            touch(&mut app, (inner.x + 2, inner.y + row), Touch::Click);
            assert_eq!((app.place.browse.focus, app.place.over.len()), (focus, 0));
        }
        let two = app.place.browse.passages.count() > 1;
        assert_eq!(app.place.browse.passages.ordinal(), if two { 2 } else { 1 });
        let heading = layout::browse(app.size, app.place.browse.wish()).pane(Pane::Demands).unwrap().inner;
        let before = app.place.browse.demands.selected();
        touch(&mut app, (heading.x, heading.y), Touch::Click);
        assert_eq!((app.place.browse.focus, app.place.browse.demands.selected()), (Pane::Demands, before));
    }

    #[test]
    fn the_wheel_moves_what_lies_under_it_and_not_the_keyboard() {
        let mut app = open((160, 48), "l");
        let inner = layout::browse(app.size, app.place.browse.wish()).pane(Pane::First).unwrap().inner;
        touch(&mut app, (inner.x, inner.y), Touch::Wheel(super::Toward::Next));
        assert_eq!((app.place.browse.first.ordinal(), app.place.browse.focus), (4, Pane::Demands));
        touch(&mut app, (inner.x, inner.y), Touch::Wheel(super::Toward::Previous));
        assert_eq!(app.place.browse.first.ordinal(), 1);
    }

    #[test]
    fn in_the_reader_a_click_puts_the_cursor_on_the_character() {
        for size in SIZES {
            let mut app = open(size, "l l r");
            let area = text_area(size);
            let row = app.reader().unwrap().rows[1];
            touch(&mut app, (area.x + GUTTER + 4, area.y + 1), Touch::Click);
            assert_eq!(app.reader().unwrap().cursor, row.start() + 4.min(row.len().saturating_sub(2)), "{size:?}");
            touch(&mut app, (area.x, area.y + 1), Touch::Click);
            assert_eq!(app.reader().unwrap().cursor, row.start(), "{size:?}");
        }
    }

    #[test]
    fn the_wheel_scrolls_the_text_by_rows() {
        let mut app = open((100, 30), "l l r g g");
        let rows = app.reader().unwrap().rows.clone();
        touch(&mut app, (50, 10), Touch::Wheel(super::Toward::Next));
        assert_eq!(app.reader().unwrap().rows.first(), rows.get(3));
        touch(&mut app, (50, 10), Touch::Wheel(super::Toward::Previous));
        assert_eq!(app.reader().unwrap().rows, rows);
    }

    #[test]
    fn a_click_on_a_selected_result_goes_there() {
        for size in SIZES {
            let mut app = open(size, "f p u t i n");
            let area = find_regions(size, true).list;
            let Some(Overlay::Find(find)) = &app.place.overlay else { panic!("find is open") };
            let at = usize::from(area.height) - 1;
            let row = (0..=at).rev().find(|row| find.list.item_at(*row).is_some()).unwrap();
            let wanted = find.list.item_at(row);
            let at = (area.x + 1, area.y + u16::try_from(row).unwrap());
            touch(&mut app, at, Touch::Click);
            let Some(Overlay::Find(find)) = &app.place.overlay else { panic!("find is still open") };
            assert_eq!(find.list.selected(), wanted, "{size:?}");
            touch(&mut app, at, Touch::Click);
            assert!(app.place.overlay.is_none(), "{size:?}");
        }
    }

    #[test]
    fn no_place_of_any_size_is_trouble() {
        for size in [(0, 0), (1, 1), (39, 7), (40, 8), (80, 24), (160, 48)] {
            for keys in ["", "f a", "?", "i", "l l r", "c", "/"] {
                let mut app = open(size, keys);
                for at in [(0, 0), (1, 1), (39, 7), (20, 5), (79, 23), (u16::MAX, u16::MAX)] {
                    for what in [Touch::Click, Touch::Wheel(super::Toward::Next), Touch::Wheel(super::Toward::Previous)]
                    {
                        touch(&mut app, at, what);
                    }
                }
                assert_eq!(app.size, size);
            }
        }
    }
}
