//! Where texts come from: model files, and the article files in their folder and nothing outside it.

mod folder;
mod library;
mod model_files;

pub use folder::LONGEST as LONGEST_ARTICLE;
pub(super) use folder::{Folder, Refusal};
pub(super) use library::{Library, NoText, SourceText, divided};
pub(super) use model_files::is_utf16;
pub use model_files::{ModelFile, WorldError, model_files, size};
