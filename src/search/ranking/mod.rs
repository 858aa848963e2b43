//! The best candidates, and what to mark in them.

pub(super) mod highlight;
pub(super) mod rerank;
pub(super) mod topk;
