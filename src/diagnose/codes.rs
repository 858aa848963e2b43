//! The one table of finding codes. A code keeps its meaning for ever; a code that falls out of use is not given again.

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something is left out of the model, or is not what it says.
    Error,
    /// The model stands, and somebody should look.
    Warning,
}

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E…` or `W…` and three digits.
    pub name: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means and what to do, in full sentences.
    pub explanation: &'static str,
}

/// Every code, errors first, in order of the number.
pub const CODES: &[Code] = &[];
