//! The names of the themes and of the sets of symbols. What they look like is the view's.

/// What borders and marks are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Lines, arrows and other symbols.
    #[default]
    Unicode,
    /// ASCII alone: for terminals, fonts and readers that know no others. Texts of the model stay as they are.
    Ascii,
}

/// What tells actors apart where they are shown without their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActorMarks {
    /// A bar in the colour of each.
    #[default]
    Bars,
    /// A letter for each: where there are few colours or none.
    Letters,
}

/// A set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// The terminal's own sixteen colours on its own background.
    #[default]
    Auto,
    /// Dark or light, as the terminal says its background is; auto until it does.
    Detect,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// No colour: bold, underline and reverse only.
    Mono,
}

impl ThemeName {
    /// Every theme.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Detect, Self::Dark, Self::Light, Self::Mono];

    /// Its name, as it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Detect => "detect",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }

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
