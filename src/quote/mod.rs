//! Where a quote is in its article: word for word, adapted, singled out by its context, or nowhere.
//!
//! Knows texts and quotes, but no files and no format.

mod adapted;
mod border;
mod cite;
mod context;
mod locate;
mod nearest;
mod places;
mod proposal;
mod repair;
#[cfg(test)]
mod sample;
mod selector;
mod shown;
mod source;

pub use border::{Cut, whole_words};
pub use cite::{Source, who, who_in_brief};
pub use context::Misfit;
pub use locate::{Alike, Located, locate, locate_up_to, place_limit};
pub use proposal::{excerpt, proposal, proposed, replacement};
pub use repair::{Change, Context, Side, deciding_context, difference, find_words, only_change};
pub use selector::Quote;
pub use shown::{ShownQuote, aside, cited};
