//! The list of themes, which previews the one under the cursor.

use ratatui::layout::Rect;

use crate::app::ThemeName;
use crate::app::layout::{self, Edge, Frame};
use crate::app::list::List;

/// State of the list.
#[derive(Debug, Clone)]
pub struct Themes {
    /// The themes.
    pub list: List<(), ThemeName>,
    /// The one before the list was opened.
    pub before: ThemeName,
}

impl Themes {
    /// Every theme, the cursor on `theme`.
    pub fn new(theme: ThemeName) -> Self {
        let mut list = List::plain(ThemeName::ALL.iter().copied());
        list.select(theme);
        Self { list, before: theme }
    }

    /// Makes its window true for a terminal of `size`.
    pub fn fit(&mut self, size: (u16, u16)) {
        self.list.set_height(frame(size).inner.height);
    }
}

/// Cells of the widest row with its edges.
const WIDTH: u16 = 46;

/// The frame of the list: in the lower right corner, as the rest of the screen shows the theme.
pub fn frame(size: (u16, u16)) -> Frame {
    let body = layout::body(size);
    let rows = u16::try_from(ThemeName::ALL.len()).unwrap_or(u16::MAX).saturating_add(2);
    let outer: Rect = layout::bottom(layout::right(body, WIDTH), rows);
    Frame::new(outer, Edge::Boxed)
}
