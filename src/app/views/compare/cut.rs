//! What of the comparison is on the screen: the windows of its lists, and the scales.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::grid::{Down, grid};
use super::layout::{CompareWish, lane_part, legend_rows, regions, scale_part, timeline_lanes};
use super::spectrum::{Block, BlockRoom};
use super::state::Compare;
use crate::app::layout::{Shape, shape};
use crate::app::place::Mode;
use crate::model::Model;

/// So many scales are on the screen at least, where there is room for them.
const LEAST: u16 = 8;

impl Compare {
    /// What the view is asked to show.
    pub fn wish(&self) -> CompareWish {
        let rows = match self.mode {
            Mode::Matrix | Mode::Spectrum => self.issues.rows().len() + 6,
            Mode::Groups => self.groups.down.count() + 6,
            Mode::Timeline => 2 * self.timeline.lanes.count() + 6,
            Mode::Ground => self.ground.list.rows().len() + 4,
        };
        CompareWish { zoom: self.zoom, rows, mode: self.mode }
    }

    /// Cuts windows, scales and the detail for a terminal of `size`.
    pub fn cut(&mut self, model: &Model, size: (u16, u16)) {
        let regions = regions(size, self.wish());
        self.cut_table(model, size, regions.table.inner);
        self.cut_detail(model, regions.detail);
    }

    fn cut_table(&mut self, model: &Model, size: (u16, u16), area: Rect) {
        self.blocks.clear();
        match self.mode {
            Mode::Spectrum => self.cut_blocks(model, area.width, area.height - legend_rows(area.height)),
            Mode::Groups => self.groups.cut(model, (&self.table, self.names()), area),
            Mode::Timeline => {
                let height = timeline_lanes(area, self.timeline.lanes.count());
                let width = lane_part(area.width, self.names()).1;
                self.timeline.cut(self.table.course(model), (width, height));
            }
            Mode::Ground => self.ground.cut(model, &self.table, area.height.saturating_sub(legend_rows(area.height))),
            Mode::Matrix if shape(size) == Shape::Single => {
                let (issues, parties) = match self.down {
                    Down::Issues => (area.height, 1),
                    Down::Parties => (1, area.height),
                };
                self.issues.set_height(issues);
                self.parties.set_height(parties);
            }
            Mode::Matrix => {
                let headings = self.issues.rows().len() - self.issues.count();
                let lines = match self.down {
                    Down::Issues => (self.issues.count(), headings),
                    Down::Parties => (self.parties.count(), 0),
                };
                let grid = grid(area, (&self.table, self.names()), self.down, lines);
                // Higher lines are only drawn where all fit.
                let rows = if grid.line > 1 { grid.rows } else { grid.lines() };
                let (issues, parties) = match self.down {
                    Down::Issues => (rows, grid.shown),
                    Down::Parties => (grid.shown, rows.saturating_sub(1)),
                };
                self.issues.set_height(issues);
                self.parties.set_height(parties);
                self.grid = Some(grid);
            }
        }
    }

    /// The scales from the first that fits on, such that the one under the cursor is on the screen. Each takes two rows, three
    /// where its name has one of its own; what [`LEAST`] of them leave is for that under the cursor, up to half of all.
    fn cut_blocks(&mut self, model: &Model, width: u16, height: u16) {
        let rows: Vec<usize> = self.issues.items().collect();
        let here = self.issues.ordinal().saturating_sub(1);
        let (names, start) = scale_part(width, self.names());
        let each = 2 + u16::from(names == 0);
        let others = u16::try_from(rows.len()).unwrap_or(LEAST).clamp(1, LEAST) - 1;
        let most = height.saturating_sub(others * each).min(height / 2).max(each + 1);
        let length = width.saturating_sub(start + 1);
        self.scales.fit((length, each));
        let mut kept = std::mem::take(&mut self.scales);
        let mut block = |at: usize| {
            let row = *rows.get(at)?;
            let group = model.issue(self.table.issue(row)?).group.as_deref();
            let above = at.checked_sub(1).and_then(|above| self.table.issue(*rows.get(above)?));
            let is_first = group.is_some() && above.is_none_or(|id| model.issue(id).group.as_deref() != group);
            let has_heading = is_first && legend_rows(height) > 0;
            let room = |rows, here| BlockRoom { length, rows, is_stacked: names == 0, here };
            let make = |room| Arc::new(Block::new(model, &self.table, row, room).under_heading(has_heading));
            Some(match self.parties.selected().filter(|_| at == here) {
                Some(column) => make(room(most, Some(column))),
                None => kept.get((row, has_heading), || make(room(each, None))),
            })
        };
        let mut blocks = Vec::new();
        let mut used = 0;
        for at in (0..=here).rev() {
            let Some(block) = block(at) else { break };
            used += block.height();
            if used > usize::from(height) && !blocks.is_empty() {
                break;
            }
            blocks.push(block);
        }
        blocks.reverse();
        used = blocks.iter().map(|block: &Arc<Block>| block.height()).sum();
        let mut next = here + 1;
        while used < usize::from(height) {
            let Some(block) = block(next) else { break };
            used += block.height();
            if used > usize::from(height) {
                break;
            }
            blocks.push(block);
            next += 1;
        }
        (self.blocks, self.scales) = (blocks, kept);
    }
}
