//! Reading models: TOML and articles in, a model and findings out.
//!
//! `source` finds and reads the files, `syntax` cuts them into top-level tables and reads their values, `resolve` makes
//! one model of all tables and locates every quote in its article.

mod day_meant;
mod loaded;
mod nearest;
mod open;
mod progress;
mod report;
mod resolve;
mod source;
mod syntax;
mod tables;

pub use loaded::Loaded;
pub use nearest::nearest;
pub use open::{EXAMPLE, example, load, load_bytes, load_files, load_str, seal, watched};
pub use progress::{Progress, Stage, Step, Watch};
pub use resolve::digest;
pub use source::{LONGEST_ARTICLE, ModelFile, Unsaved, WorldError, model_files, size};
pub use syntax::{Chunk, ChunkKind, chunks};
