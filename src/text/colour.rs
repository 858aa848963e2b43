//! Whether output is coloured.

/// Whether output uses colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// Yes.
    #[default]
    On,
    /// No: command output is plain text; the screen keeps bold, reverse and underline.
    Off,
}
