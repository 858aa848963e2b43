//! What the user types: the thread that reads the terminal, and the parser that turns its bytes into input.
//!
//! The bytes are parsed here and not by the terminal library, because terminals send more than keys: replies to queries
//! that an editor asked before it quit, halves of them, and replies that no library knows. Such bytes must neither act
//! as keys nor stop the keys after them.

mod keys;
mod parser;
#[cfg(test)]
mod tests;
mod thread;

pub use parser::{Background, Input};
pub use thread::{InputGate, start};
