//! Finding: words in prose, names that are nearly right, and what a pasted sentence comes from.
//!
//! This room knows no terminal and no files. It takes a model and gives hits with their marks, best first.

mod bits;
mod closely;
mod columns;
mod completion;
mod distance;
mod field;
mod filter;
mod gather;
mod graded;
mod hit;
mod ids;
mod index;
mod inquiry;
mod kin;
mod knowledge;
mod labels;
mod names;
mod need;
mod pasted;
mod places;
mod query;
mod reading;
mod rows;
mod sentences;
mod units;
mod vocabulary;
mod words;

pub use completion::{Completion, complete};
pub use filter::{Kept, filter};
pub use hit::{Hit, HitContext, Hits, Reason, Scope, Wanted};
pub use index::Index;
pub use knowledge::Knowledge;
pub use names::Names;
pub use pasted::locate_pasted;
pub use query::{Mistake, Query};

#[cfg(test)]
mod limits;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod trials;
