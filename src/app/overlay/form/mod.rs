//! The form: the values of a demand, a passage or another record, one a line, before they are written.

mod changes;
mod existing;
mod line;
mod preset;
mod recent;
mod state;
mod words;

pub use changes::{Incomplete, changes, respan};
pub use line::{Choice, Kind, Line, Suggested, What};
pub use preset::{Wish, behind_label};
pub use state::{Form, Preview, Purpose, Typed, regions};
