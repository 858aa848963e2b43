//! Where a quote stands in its article: exact, folded, told apart by its context, or nowhere.
//!
//! Knows texts and quotes, no files and no format: whatever has an article and words from it can ask.

mod context;
mod locate;
mod places;
#[cfg(test)]
mod sample;

pub use locate::{Quote, locate, locate_up_to, place_limit};
