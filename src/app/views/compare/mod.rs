//! The compare view: what several sides hold on every issue, as a matrix or as scales.

mod affinity;
mod click;
mod course;
mod cut;
mod detail;
mod extract;
mod grid;
mod ground;
mod ground_words;
mod groups;
mod held;
mod layout;
mod legend;
mod marking;
mod marks;
mod names;
mod scale;
mod session;
mod sign;
mod spectrum;
mod state;
mod table;
mod tags;
mod timeline;
mod update;
mod walk;

#[cfg(test)]
mod tests;

pub use affinity::{Affinity, Cut, Group, TREE};
pub use course::{Course, Event, Mark, When, place as place_in_text};
pub use detail::{Detail, Line, Tone};
pub use extract::Extract;
pub use grid::{Cells, Down, Grid, grid};
pub use ground::{CommonGround, GroundHead, GroundItem, GroundLine};
pub use groups::{Groups, GroupsGrid, Number};
pub use layout::{
    CompareRegions, CompareWish, Names, ground_part, lane_part, lane_rows, legend_rows, regions, scale_part,
};
pub use legend::{EVENTS, LANES, LOST_NAME, MARKED, NUMBERS, RELATED, SCALES, marks as marks_of};
pub use marks::Marks;
pub use scale::Label;
pub use sign::{Sign, cell_marks};
pub use spectrum::{Block, BlockRoom, Crowd, Figure, Named, Trail};
pub use state::{Compare, Listed};
pub use table::{Standing, Table};
pub use tags::Tag;
pub use timeline::Timeline;
