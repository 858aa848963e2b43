//! What may lie over a view. It takes the keys first.

mod card;
mod find;
mod keys;
mod kinds;
mod repairs;

pub use card::{Card, Line, Tone};
pub use find::{Find, Preview, place_of, regions as find_regions};
pub use keys::{Keys, Purpose};
pub use kinds::Overlay;
pub use repairs::{Repairs, is_faulty, lost_since};
