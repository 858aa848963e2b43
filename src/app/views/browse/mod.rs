//! The browse view: three linked panes and the text around the selected passage.

mod layout;
mod mouse;
mod rows;
mod session;
mod sides;
mod state;
mod story;
mod update;

pub use layout::{BrowseRegions, BrowseWish, regions};
pub use rows::{FirstRow, Heading, Matching};
pub use state::{Browse, PassageRows};
pub use story::{StoryRow, StoryTone};
