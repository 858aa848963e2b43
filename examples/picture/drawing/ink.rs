//! The colours of a cell as they are seen.

use std::fmt;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The ground of the terminal: its own colours are chosen to be read on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Light letters on a dark ground.
    Dark,
    /// Dark letters on a light ground.
    Light,
}

impl Ground {
    /// Letters and ground where the program sets no colour.
    fn defaults(self) -> (Hex, Hex) {
        match self {
            Self::Dark => (Hex(0x00d4_d4d4), Hex(0x0018_181b)),
            Self::Light => (Hex(0x0022_2222), Hex(0x00fa_faf8)),
        }
    }

    /// The sixteen colours of the terminal: black, red, green, yellow, blue, magenta, cyan, white, and brighter.
    fn sixteen(self) -> [u32; 16] {
        match self {
            Self::Dark => [
                0x0020_2024,
                0x00e0_6c75,
                0x0087_c38a,
                0x00d9_b86c,
                0x0061_9fef,
                0x00c6_8aee,
                0x004f_b8c8,
                0x00d4_d4d4,
                0x0070_7078,
                0x00f2_8b93,
                0x00a5_dba8,
                0x00f0_d48a,
                0x0086_b8f7,
                0x00dc_aaf7,
                0x0079_d3e0,
                0x00ff_ffff,
            ],
            Self::Light => [
                0x0022_2222,
                0x00b3_2430,
                0x0023_7a36,
                0x008a_6100,
                0x0018_5bb0,
                0x0089_3aa8,
                0x0005_7482,
                0x00c8_c8c4,
                0x006c_6c70,
                0x00c9_3a45,
                0x002f_8f45,
                0x00a3_7a10,
                0x002f_74cc,
                0x00a0_52c0,
                0x0018_8a99,
                0x00ff_ffff,
            ],
        }
    }
}

/// A colour, red in the third byte, green in the second, blue in the last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hex(u32);

impl fmt::Display for Hex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:06x}", self.0)
    }
}

impl Hex {
    fn of(color: Color, unset: Self, ground: Ground) -> Self {
        const NAMED: [Color; 16] = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        match color {
            Color::Rgb(red, green, blue) => Self(u32::from_be_bytes([0, red, green, blue])),
            named => NAMED.iter().position(|known| *known == named).map_or(unset, |at| Self(ground.sixteen()[at])),
        }
    }

    /// Three fifths of this colour over `ground`: what terminals show as dim.
    fn dimmed(self, ground: Self) -> Self {
        let (above, below) = (self.0.to_be_bytes(), ground.0.to_be_bytes());
        let mix =
            |at: usize| u8::try_from((u16::from(above[at]) * 3 + u16::from(below[at]) * 2) / 5).unwrap_or(u8::MAX);
        Self(u32::from_be_bytes([0, mix(1), mix(2), mix(3)]))
    }
}

/// What a cell looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    /// The colour of its letters.
    pub letters: Hex,
    /// The colour behind them.
    pub ground: Hex,
    /// Bold, underlined and the like; reverse and dim are in the colours already.
    pub manner: Modifier,
}

impl Ink {
    /// What `cell` looks like on a terminal of this ground.
    pub fn of(cell: &Cell, ground: Ground) -> Self {
        let (letters, behind) = ground.defaults();
        let (mut letters, mut behind) = (Hex::of(cell.fg, letters, ground), Hex::of(cell.bg, behind, ground));
        if cell.modifier.contains(Modifier::DIM) {
            letters = letters.dimmed(behind);
        }
        if cell.modifier.contains(Modifier::REVERSED) {
            (letters, behind) = (behind, letters);
        }
        Self { letters, ground: behind, manner: cell.modifier.difference(Modifier::DIM | Modifier::REVERSED) }
    }

    /// The attributes for the manner, each with a space before it.
    pub fn attributes(self) -> String {
        let has = |manner| self.manner.contains(manner);
        let mut out = String::new();
        if has(Modifier::BOLD) {
            out.push_str(" font-weight=\"bold\"");
        }
        if has(Modifier::ITALIC) {
            out.push_str(" font-style=\"italic\"");
        }
        if has(Modifier::UNDERLINED) {
            out.push_str(" text-decoration=\"underline\"");
        } else if has(Modifier::CROSSED_OUT) {
            out.push_str(" text-decoration=\"line-through\"");
        }
        out
    }
}
