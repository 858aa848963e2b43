//! From TOML to tables: cuts a file into its top-level tables and reads them on several threads.
//!
//! Plain tables are read from their tokens, all others from a tree; invalid ones are read statement by statement.

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
