//! What every view draws. A screen draws what its view does.

use super::paint::Canvas;
use crate::app::views::each;
use crate::app::{App, Screen};

/// What every view shows.
pub trait Drawing {
    /// Draws all between the first line and the last.
    fn draw(&self, app: &App, canvas: &mut Canvas<'_>);

    /// What the right end of the first line says, in at most `room` cells; empty where nothing fits.
    fn account(&self, app: &App, room: usize) -> String;

    /// What the first line says on a terminal with room for one pane only.
    fn heading(&self, app: &App) -> String;

    /// Where the cursor is, for the right end of the last line; empty where the screen says it elsewhere.
    fn crumbs(&self, app: &App) -> String;
}

impl Drawing for Screen {
    fn draw(&self, app: &App, canvas: &mut Canvas<'_>) {
        each!(self, view => view.draw(app, canvas));
    }

    fn account(&self, app: &App, room: usize) -> String {
        each!(self, view => view.account(app, room))
    }

    fn heading(&self, app: &App) -> String {
        each!(self, view => view.heading(app))
    }

    fn crumbs(&self, app: &App) -> String {
        each!(self, view => view.crumbs(app))
    }
}
