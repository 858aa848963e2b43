//! Arithmetic on text: bytes, lines, what a terminal may show, folding, wrapping.
//!
//! This room knows nothing of models and touches no files. Offsets are in bytes.

mod apart;
mod clean;
mod colour;
mod count;
mod fold;
mod hidden;
mod lines;
mod span;
mod unbroken;
mod wrap;

pub use apart::telling_gap;
pub use clean::{Clean, Glyph, clean, clip, glyphs, is_clean, is_disputed, is_hidden, width};
pub use colour::Colour;
pub use count::counted;
pub use fold::{Folded, fold_for_anchor, fold_for_search, is_unspaced, spelled_out};
pub use hidden::{hidden, hidden_name};
pub use lines::{LineIndex, Place};
pub use span::Span;
pub use unbroken::unbroken;
pub use wrap::{hang, one_line, wrap};
