//! Writing a model in other forms.

mod document;
mod escape;
mod json;
mod record;

use std::io::{self, Write};

use crate::model::Model;

pub use escape::{csv_field, markdown};
pub use json::write_json;
pub use record::{ActorRecord, ArticleRecord, DemandRecord, IssueRecord, PassageRecord, PointRecord};

/// A form a model can be written in.
pub struct Format {
    /// The word that asks for it.
    pub name: &'static str,
    /// What its files end in, without the dot.
    pub extension: &'static str,
    /// What it is, in one line.
    pub help: &'static str,
    /// Writes a whole model.
    pub write: fn(&Model, &mut dyn Write) -> io::Result<()>,
}

/// Every form, in the order of the help.
pub const FORMATS: &[Format] = &[Format {
    name: "json",
    extension: "json",
    help: "the resolved model with every passage's place",
    write: document::write,
}];

/// The form with this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
