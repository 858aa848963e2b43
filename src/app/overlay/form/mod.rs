//! The form: the values of a demand, a passage or another record, one a line, before they are written.

mod changes;
mod line;
mod preset;
mod state;

pub use changes::{Incomplete, changes, respan};
pub use line::{Kind, Line};
pub use preset::{Recent, Wish};
pub use state::{Form, Preview, Purpose, regions};
