//! The names of themes and sets of symbols; the view defines their looks.

use crate::model::vocabulary;

/// What borders and marks are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Lines, arrows and other symbols.
    #[default]
    Unicode,
    /// ASCII only, for terminals, fonts and screen readers without others. Texts of the model are unaffected.
    Ascii,
}

/// How to distinguish actors shown without their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActorMarks {
    /// A bar in the colour of each.
    #[default]
    Bars,
    /// A letter for each, for terminals with few or no colours.
    Letters,
}

vocabulary! {
    /// A set of colours.
    #[derive(Default)]
    pub enum ThemeName {
        /// The terminal's own sixteen colours on its own background.
        #[default]
        Auto = "auto",
        /// Dark or light, as reported by the terminal; auto until then.
        Detect = "detect",
        /// For dark backgrounds.
        Dark = "dark",
        /// For light backgrounds.
        Light = "light",
        /// No colour: bold, underline and reverse only.
        Mono = "mono",
    }
}

impl ThemeName {
    /// What it is, in a few words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Auto => "the terminal's own colours",
            Self::Detect => "as the terminal's background",
            Self::Dark => "for dark backgrounds",
            Self::Light => "for light backgrounds",
            Self::Mono => "no colour",
        }
    }

    /// The theme of this name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|theme| theme.word() == word)
    }
}
