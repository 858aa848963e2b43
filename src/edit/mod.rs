//! Changing a model: a change is a value and becomes splices of the files' texts. Touches no files.
//!
//! A [`Change`] names records by id, so it can be planned again on a file that changed meanwhile. [`plan`] turns
//! changes into one [`Step`]: byte ranges of each text and their replacements; everything else stays byte for byte.
//! [`verify`] compares the models before and after.

mod block;
mod change;
mod cursor;
mod diff;
mod doc;
mod element;
mod evidence;
mod held;
mod ids;
mod layout;
mod loose;
mod offer;
mod outcome;
mod pin;
mod plan;
mod references;
mod repair;
mod said;
mod same;
mod splice;
mod spot;
mod style;
mod table;
mod value;
mod verify;

pub use change::{Change, Record};
pub use cursor::{Cursor, Typing, cursor};
pub use diff::unified;
pub use evidence::{Evidence, evidence_at, evidence_of};
pub use held::{is_even, record_of, toml_of};
pub use ids::{fresh_id, id_of_name};
pub use offer::offered;
pub use outcome::{Action, Done, NOTHING_TO_CHANGE, Refusal};
pub use pin::{Outdated, outdated};
pub use plan::{FileStep, Step, plan};
pub use repair::{Repair, repairs, repairs_of};
pub use splice::{Splice, apply, context_of, locate_undone, undone};
pub use spot::{Entry, Mention, Spot, Text, Written, mentions, outline, renamed, spot};
pub use value::{Value, written_string};
pub use verify::{Allowed, new_findings, verify};
