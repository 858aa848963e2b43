//! Findings as an editor shows them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Position, Range,
};

use super::analysis::Analysis;
use super::document::Encoding;
use super::hover::clean_lines;
use super::uri::uri_of;
use crate::diagnose::{Finding, Level, Site};
use crate::text::clean;

/// The findings by file, in the order of `check`; a file without findings is there too. One without a place is told at
/// the beginning of the first file.
pub fn diagnostics(analysis: &Analysis, encoding: Encoding) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let files = &analysis.loaded.files;
    let mut all: BTreeMap<PathBuf, Vec<Diagnostic>> = files.iter().map(|file| (file.clone(), Vec::new())).collect();
    for finding in &analysis.loaded.findings {
        let file = finding.site.as_ref().map_or_else(|| files.first().cloned(), |site| Some(PathBuf::from(&site.file)));
        if let Some(file) = file {
            all.entry(file).or_default().push(diagnostic(analysis, finding, encoding));
        }
    }
    all
}

/// One finding.
pub fn diagnostic(analysis: &Analysis, finding: &Finding, encoding: Encoding) -> Diagnostic {
    let area = |site: &Site| area(analysis, site, encoding);
    let more = if finding.more > 0 { format!(" (and {} more like it)", finding.more) } else { String::new() };
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let message = format!("{}{more}{help}", finding.message);
    let second = finding.second.as_deref().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: uri_of(label.site.file.as_ref()), range: area(&label.site) },
        message: clean(&label.words).into_string(),
    });
    Diagnostic {
        range: finding.site.as_ref().map(area).unwrap_or_default(),
        severity: Some(match finding.code.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(finding.code.name.to_owned())),
        source: Some("demarche".to_owned()),
        message: clean_lines(&message),
        related_information: second.map(|second| vec![second]),
        ..Diagnostic::default()
    }
}

/// Where a finding is, in the text that was read.
pub fn area(analysis: &Analysis, site: &Site, encoding: Encoding) -> Range {
    let file = analysis.loaded.files.iter().position(|file| file.to_string_lossy() == site.file);
    let Some(text) = file.and_then(|file| analysis.texts.get(file)) else {
        let start = Position { line: site.start.line.saturating_sub(1), character: 0 };
        return Range { start, end: start };
    };
    text.area(text.offset_of(site.start)..text.offset_of(site.end), encoding)
}
