//! From text in TOML to tables: a file is cut into its top-level tables, which are read on several threads.
//!
//! A table that is plain is read from its tokens, any other by way of a tree, which knows what is wrong with it.

mod chunk;
mod fast_path;
mod header;
mod mend;
mod plain_line;
mod problems;
mod read;
mod recorder;
mod slips;
mod statements;
mod tree;

pub use chunk::{Chunk, Kind as ChunkKind, chunks};
pub(super) use read::{Division, is_model, read};
