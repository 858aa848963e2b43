//! The colours of the terminal.

use ratatui::style::Color;

/// The colours that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// None: only bold, underline and reverse.
    None,
    /// The sixteen named ones.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Every one.
    Full,
}

/// Prefixes of `TERM` on terminals without colour.
const COLOURLESS: &[&str] = &["vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "dumb", "ansi-m", "hp", "sun"];
/// The levels of red, green and blue in the cube of the 256 colours.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
/// The named colours, as xterm shows them.
const NAMED: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

impl Palette {
    /// The palette according to `TERM` and `COLORTERM`.
    pub fn of(term: &str, colorterm: &str) -> Self {
        let is_mono = term.ends_with("-m") || term.ends_with("-mono");
        if is_mono || COLOURLESS.iter().any(|name| term.starts_with(name)) {
            return Self::None;
        }
        let is_full = matches!(colorterm, "truecolor" | "24bit")
            || ["-direct", "-truecolor", "kitty", "ghostty", "alacritty", "foot", "wezterm"]
                .iter()
                .any(|name| term.contains(name));
        match () {
            () if is_full => Self::Full,
            () if term.contains("256") || !colorterm.is_empty() => Self::Indexed,
            () => Self::Sixteen,
        }
    }

    /// The terminal's colour nearest to `colour`.
    pub fn nearest(self, colour: Color) -> Color {
        match (self, rgb(colour)) {
            (Self::None, _) => Color::Reset,
            (Self::Indexed, Some(rgb)) => Color::Indexed(index(rgb)),
            (Self::Sixteen, Some(rgb)) => {
                NAMED.iter().min_by_key(|(_, named)| distance(*named, rgb)).map_or(Color::Reset, |(named, _)| *named)
            }
            (Self::Full, _) | (Self::Indexed | Self::Sixteen, None) => colour,
        }
    }
}

/// Red, green and blue of an unnamed colour.
fn rgb(colour: Color) -> Option<[u8; 3]> {
    match colour {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(index @ 16..=231) => {
            let level = |step: u8| LEVELS.get(usize::from((index - 16) / step % 6)).copied().unwrap_or(0);
            Some([level(36), level(6), level(1)])
        }
        Color::Indexed(index @ 232..) => Some([(index - 232) * 10 + 8; 3]),
        _ => None,
    }
}

/// The nearest of the 240 colours that terminals do not redefine: the cube and the greys. In the cube, the nearest level
/// of red, green and blue each.
fn index(wanted: [u8; 3]) -> u8 {
    let step =
        |value: u8| (0..6).zip(LEVELS).min_by_key(|(_, level)| level.abs_diff(value)).map_or(0, |(step, _)| step);
    let [red, green, blue] = wanted.map(step);
    let cube = 16 + 36 * red + 6 * green + blue;
    let all = std::iter::once(cube).chain(232..=255).filter_map(|index| Some((index, rgb(Color::Indexed(index))?)));
    all.min_by_key(|(_, found)| distance(*found, wanted)).map_or(16, |(index, _)| index)
}

/// How far apart two colours look; the eye sees green best and blue worst.
fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    let squares = one.into_iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2));
    squares.zip([2, 4, 1]).map(|(square, weight)| square * weight).sum()
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::{Palette, distance, index, rgb};

    #[test]
    fn the_environment_tells_the_colours() {
        for (term, colorterm, palette) in [
            ("vt100", "truecolor", Palette::None),
            ("vt220", "", Palette::None),
            ("xterm-mono", "", Palette::None),
            ("linux", "", Palette::Sixteen),
            ("xterm", "", Palette::Sixteen),
            ("screen", "", Palette::Sixteen),
            ("tmux-256color", "", Palette::Indexed),
            ("xterm-256color", "truecolor", Palette::Full),
            ("xterm-kitty", "", Palette::Full),
        ] {
            assert_eq!(Palette::of(term, colorterm), palette, "{term} {colorterm}");
        }
    }

    #[test]
    fn no_other_colour_is_nearer() {
        let steps = || (0..=255_u8).step_by(15);
        for wanted in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| [r, g, b]))) {
            let away = |at| rgb(Color::Indexed(at)).map_or(u32::MAX, |found| distance(found, wanted));
            assert_eq!(Some(away(index(wanted))), (16..=255).map(away).min(), "{wanted:?}");
        }
    }

    #[test]
    fn a_colour_becomes_the_nearest_one_there_is() {
        let orange = Color::Rgb(255, 135, 0);
        assert_eq!(Palette::Full.nearest(orange), orange);
        assert_eq!(Palette::Indexed.nearest(orange), Color::Indexed(208));
        assert_eq!(Palette::Indexed.nearest(Color::Rgb(0x1b, 0x1f, 0x27)), Color::Indexed(234));
        assert_eq!(Palette::Sixteen.nearest(Color::Rgb(0xf0, 0x10, 0x20)), Color::LightRed);
        assert_eq!(Palette::Sixteen.nearest(Color::Indexed(16)), Color::Black);
        assert_eq!(Palette::Sixteen.nearest(Color::Red), Color::Red);
        assert_eq!(Palette::None.nearest(Color::Red), Color::Reset);
    }
}
