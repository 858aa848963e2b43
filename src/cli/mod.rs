//! The subcommands.

pub mod check;
pub mod explain;
pub mod export;
