//! Reads model files, and article files in their folder and nowhere else.

mod alike;
mod folder;
mod library;
mod model_files;
mod sniff;
mod unsaved;

pub(super) use folder::Folder;
pub use folder::LONGEST as LONGEST_ARTICLE;
pub(super) use library::{Library, NoText, SourceText, divided};
pub use model_files::{ModelFile, WorldError, model_files, size};
pub(super) use model_files::{ModelFiles, read_model_files};
pub(super) use sniff::{markup, wide_encoding};
pub use unsaved::Unsaved;
