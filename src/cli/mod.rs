//! The subcommands: each takes a model and what was asked, and writes its result.

pub mod answer;
pub mod compare;
mod page;
pub mod show;

#[cfg(test)]
mod sample;
