//! The drawing interface of views.

use super::paint::Canvas;
use crate::app::views::each;
use crate::app::{App, Screen};

/// How to draw a view.
pub trait Drawing {
    /// Draws everything between the first and the last line.
    fn draw(&self, app: &App, canvas: &mut Canvas<'_>);

    /// The text at the right end of the first line, in at most `room` cells; empty if nothing fits.
    fn account(&self, app: &App, room: usize) -> String;

    /// The first line on a terminal with room for only one pane.
    fn heading(&self, app: &App) -> String;

    /// Where the cursor is, for the right end of the last line; empty if the screen shows it elsewhere.
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
