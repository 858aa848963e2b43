//! Text analysis: words, sentences, names, and how near two words are.

pub(super) mod actor_names;
pub(super) mod distance;
pub(super) mod paragraphs;
pub(super) mod sentences;
pub(super) mod stops;
pub(super) mod subsequence;
pub(super) mod words;
