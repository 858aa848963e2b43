//! The table of formats.

use std::io::{self, Write};

use super::{Comparison, comparison, model, subject};
use crate::model::{Model, Subject};

/// Writes a whole model.
pub type WriteModel = fn(&Model, &mut dyn Write) -> io::Result<()>;
/// Writes a comparison; text is wrapped to this many cells.
pub type WriteComparison = fn(&Comparison, usize, &mut dyn Write) -> io::Result<()>;
/// Writes one subject of a model with its evidence; text is wrapped to this many cells.
pub type WriteSubject = fn(&Model, Subject, usize, &mut dyn Write) -> io::Result<()>;

/// A format, with a writer for each kind of report it supports.
pub struct Format {
    /// The word that selects it.
    pub name: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// What it is for, in one line.
    pub help: &'static str,
    /// Writes a model.
    pub model: Option<WriteModel>,
    /// Writes a comparison.
    pub comparison: Option<WriteComparison>,
    /// Writes a subject.
    pub subject: Option<WriteSubject>,
}

/// Every format, in the order of the help.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        extension: "txt",
        help: "for reading, wrapped to the terminal's width",
        model: None,
        comparison: Some(comparison::write_text),
        subject: Some(subject::write_text),
    },
    Format {
        name: "json",
        extension: "json",
        help: "for programs, with stable keys",
        model: Some(model::write_json),
        comparison: Some(comparison::write_json),
        subject: Some(subject::write_json),
    },
    Format {
        name: "csv",
        extension: "csv",
        help: "for spreadsheets",
        model: None,
        comparison: Some(comparison::write_csv),
        subject: None,
    },
    Format {
        name: "markdown",
        extension: "md",
        help: "for documents",
        model: None,
        comparison: Some(comparison::write_markdown),
        subject: None,
    },
];
