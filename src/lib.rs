//! Reads a negotiation: actors, their demands, and the exact words that support each one.
//!
//! The rooms stand in the order in which they may import each other; `tests/house.rs` holds that order.

pub mod text;

pub mod model;

pub mod diagnose;

pub mod load;

pub mod search;

pub mod compare;

pub mod export;

pub mod app;

pub mod view;

pub mod tui;

pub mod cli;
