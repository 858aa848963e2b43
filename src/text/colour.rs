//! Whether text is coloured.

/// Whether colours are used where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// Yes.
    #[default]
    On,
    /// No: plain characters in an answer; on the screen bold, reverse and underline are left.
    Off,
}
