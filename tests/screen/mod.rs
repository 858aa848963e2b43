//! A state without a terminal, and what has to be true of every screen.

use std::sync::Arc;

use demarche::app::browse::regions;
use demarche::app::place::Pane;
use demarche::app::{self, App, Key, Options, Screen};
use demarche::load::Loaded;
use demarche::text::{clean, width};
use demarche::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A cell carries no more bytes than this.
const CELL_BYTES: usize = 32;

/// The state after `keys`, on a terminal of `size`.
pub fn app(loaded: &Arc<Loaded>, options: &Options, size: (u16, u16), keys: &str) -> App {
    let mut app = App::new(Arc::clone(loaded), options, size);
    for name in keys.split_whitespace() {
        app::press(&mut app, Key::parse(name).unwrap());
    }
    app
}

/// Draws the state and holds the picture against what every picture has to be.
pub fn draw(app: &App) -> Buffer {
    let mut screen = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    view::draw(app, &mut screen);
    for (at, cell) in screen.content.iter().enumerate() {
        let (symbol, x) = (cell.symbol(), at % usize::from(app.size.0));
        assert!(symbol.len() <= CELL_BYTES, "{} bytes in a cell", symbol.len());
        assert_eq!(clean(symbol).as_str(), symbol, "not clean");
        let cells = width(symbol);
        assert!(x + cells <= usize::from(app.size.0), "{symbol:?} is cut in halves");
        for covered in 1..cells {
            assert_eq!(screen.content[at + covered].symbol(), " ", "something stands under {symbol:?}");
        }
    }
    screen
}

/// The symbols of the screen, row by row.
pub fn text(screen: &Buffer) -> String {
    let mut out = String::new();
    let mut covered = 0;
    for (at, cell) in screen.content.iter().enumerate() {
        if at > 0 && at % usize::from(screen.area.width) == 0 {
            out.push('\n');
        }
        if covered > 0 {
            covered -= 1;
            continue;
        }
        covered = width(cell.symbol()).saturating_sub(1);
        out.push_str(cell.symbol());
    }
    out
}

/// Every cursor is on something that exists, and on the screen where its list is.
pub fn assert_cursors_are_valid(app: &App) {
    let (model, browse) = (app.model(), app.browse());
    if let Screen::Reader(reader) = app.screen() {
        let length = model.article(reader.article).text().len();
        assert!(reader.cursor < length.max(1), "the cursor is behind the text");
        let is_seen = reader.rows.iter().any(|row| row.contains(reader.cursor));
        assert!(is_seen || length == 0 || reader.rows.is_empty(), "the cursor is not on the screen");
        assert!(reader.chosen.is_none_or(|chosen| reader.here.contains(&chosen)));
        return;
    }
    if !app.location.views.is_browse() {
        return;
    }
    let regions = regions(app.size, browse.wish());
    let shows = |pane: Pane| regions.pane(pane).is_some_and(|frame| frame.inner.height > 0);
    assert_eq!(browse.first.selected().is_some(), browse.first.count() > 0);
    assert_eq!(browse.demands.selected().is_some(), browse.demands.count() > 0);
    assert_eq!(browse.passages.selected().is_some(), browse.passages.count() > 0);
    if shows(Pane::First) && browse.first.count() > 0 {
        assert!(browse.first.window().any(|(_, selected)| selected), "the cursor of the first pane is out of sight");
    }
    if shows(Pane::Demands) && browse.demands.count() > 0 {
        assert!(browse.demands.window().any(|(_, selected)| selected), "the demand's cursor is out of sight");
    }
    if let (Some(selected), false) = (browse.passages.selected(), browse.shown.is_empty()) {
        assert!(browse.shown.iter().any(|card| card.passage == selected), "the passage's cursor is out of sight");
    }
}
