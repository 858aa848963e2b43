//! The whole state of the screen.

use std::sync::Arc;

use crate::load::Loaded;

/// What the command line asks of the screen.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Open with find and this query.
    pub query: Option<String>,
    /// Open at this id.
    pub at: Option<String>,
}

/// The state: changed by [`super::update`] alone, read by the view.
#[derive(Debug)]
pub struct App {
    /// The model and what was found wrong with it.
    pub loaded: Arc<Loaded>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl App {
    /// A state that shows `loaded` from its beginning on a terminal of `size` columns and rows.
    pub fn new(loaded: Arc<Loaded>, _options: &Options, size: (u16, u16)) -> Self {
        Self { loaded, size }
    }
}
