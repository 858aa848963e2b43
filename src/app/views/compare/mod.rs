//! The compare view: what several sides hold on every issue, as a matrix or as scales.

mod affinity;
mod click;
mod course;
mod extract;
mod grid;
mod ground;
mod groups;
mod layout;
mod session;
mod spectrum;
mod state;
mod table;
mod tags;
mod timeline;
mod update;

#[cfg(test)]
mod tests;

pub use affinity::{Affinity, TREE};
pub use course::{Course, Event, Mark, When, place as place_in_text};
pub use extract::Extract;
pub use grid::{Cells, Down, Grid, grid};
pub use ground::{CommonGround, GroundHead, GroundItem};
pub use groups::{Groups, GroupsGrid};
pub use layout::{CompareRegions, CompareWish, lane_rows, legend_rows, regions, scale_part};
pub use spectrum::{Block, BlockRoom, Crowd, Figure, Label};
pub use state::{Compare, Listed};
pub use table::{Standing, Table};
pub use tags::Tag;
pub use timeline::Timeline;
