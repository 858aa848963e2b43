//! What a user may choose once and for all: looks, keys, where to begin.

use super::keymap::Keymap;
use super::layout::READING_WIDTH;
use super::place::By;
use super::theme::{Glyphs, ThemeName};
use crate::diagnose::Finding;

/// The choices, and what is wrong with the file that they are from.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The colours.
    pub theme: ThemeName,
    /// Whether the theme that is chosen on the screen is remembered: nothing else names one.
    pub keeps_theme: bool,
    /// The symbols.
    pub glyphs: Glyphs,
    /// The user's own looks.
    pub looks: Looks,
    /// The widest row of an article in the reader, in cells.
    pub reading_width: u16,
    /// What browse lists at first.
    pub start: By,
    /// What keys mean.
    pub keymap: Keymap,
    /// What is wrong with the file.
    pub findings: Vec<Finding>,
}

/// Looks that differ from those of the theme. A style is text such as `bold red on #1b1f27`, which the view can read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looks {
    /// Tokens of the theme with their styles.
    pub styles: Vec<(&'static str, String)>,
    /// Ids of actors with their styles.
    pub actors: Vec<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeName::default(),
            keeps_theme: false,
            glyphs: Glyphs::default(),
            looks: Looks::default(),
            reading_width: READING_WIDTH,
            start: By::Actors,
            keymap: Keymap::default(),
            findings: Vec::new(),
        }
    }
}
