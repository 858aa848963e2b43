//! Input: the thread that reads the terminal, and the parser that decodes its bytes.
//!
//! The bytes are parsed here and not by the terminal library, because terminals send more than keys: replies to queries
//! of an editor that has quit, partial replies, and replies that no library knows. Such bytes must neither act as keys
//! nor block the keys after them.

mod keys;
mod parser;
#[cfg(test)]
mod tests;
mod thread;

pub use parser::{Background, Input};
pub use thread::{InputGate, gate};
