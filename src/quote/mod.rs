//! Where a quote stands in its article: word for word, adapted, told apart by its context, or nowhere.
//!
//! Knows texts and quotes, no files and no format: whatever has an article and words from it can ask.

mod adapted;
mod border;
mod cite;
mod context;
mod locate;
mod nearest;
mod places;
mod repair;
#[cfg(test)]
mod sample;
mod selector;
mod source;

pub use border::{Cut, whole_words};
pub use cite::{aside, cited};
pub use context::Misfit;
pub use locate::{Located, Nearest, locate, locate_up_to, place_limit};
pub use repair::{Change, Context, Difference, Side, deciding_context, difference, find_words};
pub use selector::Quote;
