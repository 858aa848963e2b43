//! Overlays: they lie over a view and take the keys first.

mod card;
mod find;
mod form;
mod keys;
mod kinds;
mod repairs;
mod themes;

pub use card::{Card, Line, Tone};
pub use find::{Between, Find, Offer, Preview, place_of, regions as find_regions};
pub use form::{
    Choice, Form, Incomplete, Kind as LineKind, Line as FormLine, Preview as FormPreview, Purpose as FormPurpose,
    Suggested, Typed, What as LineWhat, Wish, behind_label, changes, regions as form_regions, respan,
};
pub use keys::{Keys, Purpose};
pub use kinds::Overlay;
pub use repairs::{Repairs, is_faulty, lost_since};
pub use themes::{Themes, frame as themes_frame};
