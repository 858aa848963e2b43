//! The compare view: what several sides hold on every issue, as a matrix or as scales.

mod grid;
mod layout;
mod spectrum;
mod state;
mod table;
mod tags;
mod update;

#[cfg(test)]
mod tests;

pub use grid::{Cells, Down, Grid, grid};
pub use layout::{CompareRegions, CompareWish, legend_rows, regions};
pub use spectrum::{Block, Figure, Label, MARGIN};
pub use state::{Compare, Listed};
pub use table::{Standing, Table};
pub use tags::Tag;
