//! Search: ranked records for a query, rows that match a filter, and the source of a pasted sentence.
//!
//! The room reads no files and knows no terminal. Its modules, each using only those before it: `analysis` cuts texts
//! into words, `query` parses what is typed, `index` holds the words of a model, `scoring` says what counts how much,
//! `matching` finds the texts that match, `ranking` orders and marks the best, `retrieve` is a whole search.

mod analysis;
mod query;

mod index;
mod scoring;

mod matching;

mod hit;
mod ranking;

mod filter;
mod literal;
mod pasted;
mod retrieve;
mod search_data;

pub use analysis::actor_names::ActorNames;
pub use analysis::paragraphs::paragraph_at;
pub use analysis::sentences::sentences;
pub use filter::{FilteredRow, filter};
pub use hit::{Hit, HitContext, Hits, Reason, Scope, SearchOptions};
pub use index::build::Index;
pub use literal::literal_matches;
pub use pasted::locate_pasted;
pub use query::completion::{Completion, complete};
pub use query::parse::{Mistake, Query};
pub use query::reference::{OPERATORS, SAME, Syntax, fields, query_page};
pub use search_data::SearchData;

#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod relevance_tests;
#[cfg(test)]
pub(crate) mod sample;
