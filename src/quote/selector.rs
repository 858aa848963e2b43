//! How a quote is given: as in the `TextQuoteSelector` of the W3C Web Annotation Data Model.

/// A quote to find, with the words around it where they are given.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'q> {
    /// The words.
    pub words: &'q str,
    /// What must be right before them.
    pub prefix: Option<&'q str>,
    /// What must be right behind them.
    pub suffix: Option<&'q str>,
}
