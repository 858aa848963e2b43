//! A quote with its context, as the `TextQuoteSelector` of the W3C Web Annotation Data Model.

/// A quote to find, with optional context.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'q> {
    /// The words.
    pub words: &'q str,
    /// What must come right before them.
    pub prefix: Option<&'q str>,
    /// What must come right after them.
    pub suffix: Option<&'q str>,
}
