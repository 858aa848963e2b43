//! The inverted index of one model.

pub(super) mod build;
pub(super) mod columns;
pub(super) mod indexer;
pub(super) mod numbers;
pub(super) mod postings;
pub(super) mod record_ids;
pub(super) mod synonyms;
pub(super) mod unit_set;
pub(super) mod units;
pub(super) mod vocabulary;
