//! The mouse in the reader.

use ratatui::layout::Position;
use unicode_segmentation::UnicodeSegmentation;

use super::layout::{GUTTER, text_area};
use super::state::Reader;
use crate::app::views::Scene;
use crate::text::glyphs;

impl Reader {
    /// Moves the cursor to the character at a place of the terminal; returns whether that is in the text.
    pub fn point(&mut self, scene: Scene<'_>, at: Position) -> bool {
        let (model, area) = (scene.model, text_area(scene.size, scene.measures));
        if !area.contains(at) {
            return false;
        }
        let Some(row) = self.rows.get(usize::from(at.y - area.y)) else { return false };
        let words = row.of(model.article(self.article).text()).trim_end();
        let column = usize::from(at.x.saturating_sub(area.x + GUTTER));
        let mut end = 0;
        let under = glyphs(words).find(|glyph| {
            end += glyph.width;
            column < end
        });
        let last = words.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        self.cursor = row.start() + under.map_or(last, |glyph| glyph.start);
        true
    }
}
