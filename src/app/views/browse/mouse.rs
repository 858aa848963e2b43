//! The mouse in browse.

use ratatui::layout::{Position, Rect};

use super::layout::regions;
use super::state::Browse;
use crate::app::list::Click;
use crate::app::place::Pane;

impl Browse {
    /// Focuses the pane under the pointer and selects the row there.
    pub(super) fn click_at(&mut self, size: (u16, u16), at: Position) -> Click {
        let Some((pane, area)) = self.pane_at(size, at) else { return Click::Nothing };
        self.focus = pane;
        match pane {
            Pane::First => self.first.click(area, at),
            Pane::Demands => self.demands.click(area, at),
            Pane::Passages => self.click_passage(area, at),
        }
    }

    /// Moves the cursor of the pane under the pointer by rows.
    pub(super) fn scroll_at(&mut self, size: (u16, u16), at: Position, by: isize) {
        match self.pane_at(size, at) {
            Some((Pane::First, _)) => self.first.step(by),
            Some((Pane::Demands, _)) => self.demands.step(by),
            // A passage takes about as many rows as one step of the wheel.
            Some((Pane::Passages, _)) => self.passages.step(by.signum()),
            None => {}
        }
    }

    /// The pane under the pointer, and the room inside it.
    fn pane_at(&self, size: (u16, u16), at: Position) -> Option<(Pane, Rect)> {
        let regions = regions(size, self.wish());
        let frames = Pane::ALL.into_iter().filter_map(|pane| Some((pane, regions.pane(pane)?)));
        frames.into_iter().find(|(_, frame)| frame.outer.contains(at)).map(|(pane, frame)| (pane, frame.inner))
    }

    /// Selects a passage, which takes all its rows.
    fn click_passage(&mut self, area: Rect, at: Position) -> Click {
        let Some(row) = at.y.checked_sub(area.y + self.story_over).filter(|_| area.contains(at)) else {
            return Click::Nothing;
        };
        let mut end = 0;
        let under = self.shown.iter().find(|rows| {
            end += rows.height();
            usize::from(row) < end
        });
        match under.map(|rows| rows.passage) {
            None => Click::Nothing,
            Some(passage) if self.passages.selected() == Some(passage) => Click::Again,
            Some(passage) => {
                self.passages.select(passage);
                Click::Moved
            }
        }
    }
}
