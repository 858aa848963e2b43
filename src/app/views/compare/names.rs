//! How much room the names at the left have.

use super::grid::Down;
use super::layout::{Names, ground_part, lane_part, regions, scale_part};
use super::state::Compare;
use crate::app::layout::{Shape, resized, shape};
use crate::app::place::Mode;

impl Compare {
    /// The names at the left of what runs down.
    pub fn names(&self) -> Names {
        let longest = match self.runs_down() {
            Down::Issues => self.table.longest_issue(),
            Down::Parties => self.table.longest_party(),
        };
        Names { longest, more: self.wider }
    }

    /// Cells of the names in an area of `width`, where a pair has the screen.
    pub fn pair_part(&self, width: u16) -> u16 {
        let (cells, most) = match self.down {
            Down::Issues => ((width / 10 * 3).clamp(10, 30), width / 2),
            Down::Parties => ((width / 10 * 4).clamp(12, 30), width / 10 * 6),
        };
        resized(cells, self.wider, (4, most))
    }

    /// Cells of the names in the present face on a terminal of `size`.
    pub fn name_cells(&self, size: (u16, u16)) -> u16 {
        let (area, names) = (regions(size, self.wish()).table.inner, self.names());
        match (self.mode, shape(size)) {
            (Mode::Matrix, Shape::Single | Shape::TooSmall) => self.pair_part(area.width),
            (Mode::Matrix, _) => self.grid.map_or(0, |grid| grid.names),
            (Mode::Spectrum, _) => scale_part(area.width, names).0,
            (Mode::Groups, _) => self.groups.grid((&self.table, names), area).names,
            (Mode::Timeline, _) => lane_part(area.width, names).0,
            (Mode::Ground, _) => ground_part(area.width, names),
        }
    }
}
