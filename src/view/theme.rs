//! The only place with colours and symbols.

use std::borrow::Cow;
use std::sync::LazyLock;

use ratatui::style::{Modifier, Style};
use ratatui::symbols::border;

use crate::app::{App, Glyphs, Looks, ThemeName};
use crate::model::{ActorId, Model, SIDES, Side};

/// Makes [`Theme`] of a table: each token with its styles in the themes auto, dark, light and mono.
macro_rules! tokens {
    ($(#[doc = $doc:literal] $token:ident = $auto:literal, $dark:literal, $light:literal, $mono:literal;)+) => {
        /// The style of each token.
        #[derive(Debug, Clone)]
        pub struct Theme {
            $(#[doc = $doc] pub $token: Style,)+
            /// Styles from near to far.
            pub nearness: [Style; STEPS],
            /// Styles from the low end of a scale to the high one.
            pub places: [Style; STEPS],
            sides: [[Style; SHADES]; SIDES],
            /// Configured styles of actors, by id.
            actors: Vec<(String, Style)>,
        }

        /// Every token: its name, what it is for, and its style in the theme auto.
        pub const TOKENS: &[(&str, &str, &str)] = &[$((stringify!($token), $doc, $auto)),+];

        impl Theme {
            fn read(name: ThemeName) -> Self {
                Self {
                    $($token: style(column(name, [$auto, $dark, $light, $mono])),)+
                    nearness: NEARNESS.map(|[auto, dark, light]| style(column(name, [auto, dark, light, ""]))),
                    places: PLACES.map(|[auto, dark, light]| style(column(name, [auto, dark, light, ""]))),
                    sides: SIDE_COLOURS.map(|[auto, dark, light]| {
                        [0, 1, 2].map(|shade| style(column(name, [auto[shade], dark[shade], light[shade], ""])))
                    }),
                    actors: Vec::new(),
                }
            }

            fn token(&mut self, name: &str) -> Option<&mut Style> {
                match name {
                    $(stringify!($token) => Some(&mut self.$token),)+
                    _ => None,
                }
            }
        }
    };
}

// Auto uses the terminal's own sixteen colours, which are readable on its background. Yellow and white are avoided,
// because they vanish on light ones.
tokens! {
    /// Ordinary text.
    text = "", "#d8dee9", "#24292f", "";
    /// What a reader looks for first.
    strong = "bold", "bold #ffffff", "bold #000000", "bold";
    /// What may be overlooked.
    dim = "dim", "#858da0", "#6a737d", "";
    /// What leads: the program's name, keys in hints.
    accent = "bold cyan", "bold #88c0d0", "bold #005a87", "bold";
    /// What a quote leaves out or cuts off, within it.
    missing = "dim italic", "italic #858da0", "italic #6a737d", "dim italic";
    /// Headings within lists.
    heading = "bold dim", "bold #9aa5ba", "bold #57606a", "bold";
    /// The edge of the pane with the keyboard.
    focus = "bold cyan", "bold #88c0d0", "bold #005a87", "bold";
    /// The edges of the others.
    edge = "dim", "#4c566a", "#b4bcc6", "";
    /// The row under the cursor in the pane with the keyboard.
    selection = "bold reversed", "bold #ffffff on #344c68", "bold #000000 on #bcdaf2", "bold reversed";
    /// The row under the cursor in the others.
    held = "bold", "#eceff4 on #2c3444", "#24292f on #e4e9ef", "bold";
    /// The part of a text that matched.
    found = "bold underlined red", "bold underlined #ffc66d", "bold underlined #a63a00", "bold underlined";
    /// The words of the passage in the foreground, on top of its actor's colour.
    chosen = "bold underlined", "bold on #33415c", "bold on #dde8f5", "reversed";
    /// Two sides agree.
    agree = "bold blue", "bold #6cb6ff", "bold #0550ae", "bold";
    /// They are near each other.
    near = "bold", "bold #c9d1d9", "bold #24292f", "bold";
    /// They are opposed.
    opposed = "bold red", "bold #ff9e4a", "bold #bc4c00", "reversed";
    /// Nothing says how they stand to each other.
    silent = "dim", "#858da0", "#6a737d", "";
    /// The name of an actor within a text, on top of that actor's colour.
    name = "underlined", "underlined", "underlined", "underlined";
    /// Something to look at.
    warn = "bold magenta", "bold #ebcb8b", "bold #8a5300", "bold";
    /// Something wrong.
    error = "bold red", "bold #ff7b85", "bold #b31d28", "reversed";
    /// The ground of everything.
    ground = "", "#d8dee9 on #1b1f27", "#24292f on #fbfbf9", "";
}

/// The steps of a ramp of colours.
pub const STEPS: usize = 5;

/// Near and far in the themes auto, dark and light: from blue to orange, which people with any colour vision can tell
/// apart, with neutral in between.
const NEARNESS: [[&str; 3]; STEPS] = [
    ["#ffffff on #005faf", "#ffffff on #005faf", "#ffffff on #005faf"],
    ["#000000 on #87afd7", "#000000 on #87afd7", "#000000 on #afd7ff"],
    ["#ffffff on #6c6c6c", "#d0d0d0 on #444444", "#000000 on #e4e4e4"],
    ["#000000 on #ffaf5f", "#000000 on #d7af87", "#000000 on #ffd7af"],
    ["#000000 on #ff8700", "#000000 on #ff8700", "#000000 on #ff8700"],
];

/// The two ends of a scale: violet and green, to differ from near and far.
const PLACES: [[&str; 3]; STEPS] = [
    ["#ffffff on #5f00af", "#ffffff on #5f00af", "#ffffff on #5f00af"],
    ["#000000 on #afafd7", "#ffffff on #5f5f87", "#000000 on #d7d7ff"],
    ["#ffffff on #6c6c6c", "#d0d0d0 on #444444", "#000000 on #e4e4e4"],
    ["#000000 on #87d7af", "#ffffff on #005f5f", "#000000 on #afffd7"],
    ["#000000 on #00af87", "#000000 on #00af87", "#000000 on #00af87"],
];

/// The step for a share, 0..1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a few steps")]
pub fn step(share: f64) -> usize {
    let last = STEPS - 1;
    (share.clamp(0.0, 1.0) * last as f64).round() as usize
}

/// The lightnesses of one hue.
const SHADES: usize = 3;

/// The colours of actors by side, in the themes auto, dark and light, each in three lightnesses. All are among the 256
/// terminal colours and distinct within a theme.
const SIDE_COLOURS: [[[&str; SHADES]; 3]; SIDES] = [
    [["#0087ff", "#5f87af", "#005faf"], ["#5fafd7", "#0087ff", "#afd7ff"], ["#0000ff", "#005f87", "#0000af"]],
    [["#ff5f00", "#af875f", "#af5f00"], ["#ff8700", "#ffd7af", "#af875f"], ["#af5f00", "#875f00", "#d75f00"]],
    [["#00af00", "#5f875f", "#5f8700"], ["#00af87", "#afd7af", "#00af00"], ["#008700", "#005f00", "#5f875f"]],
    [["#d700ff", "#875f87", "#af0087"], ["#ff87ff", "#af87af", "#ff00ff"], ["#af00d7", "#5f005f", "#875f87"]],
    [["#ff005f", "#875f5f", "#d75f5f"], ["#ff5faf", "#ffafaf", "#d78787"], ["#d70087", "#5f0000", "#875f5f"]],
    [["#00afaf", "#5f8787", "#008787"], ["#00d7ff", "#87d7d7", "#00afaf"], ["#008787", "#005f5f", "#00875f"]],
    [["#878700", "#af8700", "#5f5f00"], ["#d7d700", "#d7d7af", "#af8700"], ["#878700", "#5f5f00", "#5f8700"]],
    [["#8700ff", "#8787af", "#af5fff"], ["#af87ff", "#d7d7ff", "#8787af"], ["#5f00d7", "#5f5f87", "#8700ff"]],
];

impl Theme {
    /// The theme of this name.
    pub fn named(name: ThemeName) -> &'static Self {
        static AUTO: LazyLock<Theme> = LazyLock::new(|| Theme::read(ThemeName::Auto));
        static DARK: LazyLock<Theme> = LazyLock::new(|| Theme::read(ThemeName::Dark));
        static LIGHT: LazyLock<Theme> = LazyLock::new(|| Theme::read(ThemeName::Light));
        static MONO: LazyLock<Theme> = LazyLock::new(|| Theme::read(ThemeName::Mono));
        match name {
            ThemeName::Auto | ThemeName::Detect => &AUTO,
            ThemeName::Dark => &DARK,
            ThemeName::Light => &LIGHT,
            ThemeName::Mono => &MONO,
        }
    }

    /// The current theme, with the configured styles.
    pub fn of(app: &App) -> Cow<'static, Self> {
        let (theme, looks) = (Self::named(app.shown_theme()), &app.looks);
        if *looks == Looks::default() {
            return Cow::Borrowed(theme);
        }
        let mut theme = theme.clone();
        for (name, text) in &looks.styles {
            if let (Some(token), Some(own)) = (theme.token(name), parse(text)) {
                *token = own;
            }
        }
        theme.actors = looks.actors.iter().filter_map(|(id, text)| Some((id.clone(), parse(text)?))).collect();
        Cow::Owned(theme)
    }

    /// The colour of an actor: the configured one, else the hue of its side in its own lightness, as long as these
    /// last.
    pub fn actor(&self, model: &Model, actor: ActorId) -> Style {
        let id = &*model.actor(actor).key;
        if let Some((_, own)) = self.actors.iter().find(|(own, _)| own == id) {
            return *own;
        }
        let Side { number, nth, .. } = model.side(actor);
        self.sides[number][nth % SHADES]
    }
}

fn column(name: ThemeName, [auto, dark, light, mono]: [&str; 4]) -> &str {
    match name {
        ThemeName::Auto | ThemeName::Detect => auto,
        ThemeName::Dark => dark,
        ThemeName::Light => light,
        ThemeName::Mono => mono,
    }
}

/// The style of an entry in the table.
fn style(text: &str) -> Style {
    parse(text).unwrap_or_else(|| unreachable!("`{text}` of the table is a style"))
}

/// Whether `text` is a style, such as `bold red on #1b1f27`.
pub fn is_style(text: &str) -> bool {
    parse(text).is_some()
}

/// Reads a style such as `bold red on #1b1f27`: emphasis, a colour, and a background after `on`, all optional.
fn parse(text: &str) -> Option<Style> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        style = match word {
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "italic" => style.add_modifier(Modifier::ITALIC),
            "underlined" => style.add_modifier(Modifier::UNDERLINED),
            "reversed" => style.add_modifier(Modifier::REVERSED),
            "on" => style.bg(words.next()?.parse().ok()?),
            colour => style.fg(colour.parse().ok()?),
        };
    }
    Some(style)
}

/// ASCII replacements of symbols, one for one.
const ASCII: &[(&str, char)] = &[
    ("─┄", '-'),
    ("━", '='),
    ("│┃▎", '|'),
    ("├┤┼┬┴╭╮╰╯┏┓┗┛", '+'),
    ("▌►›❯→", '>'),
    ("◄‹←", '<'),
    ("█", '#'),
    ("↑", '^'),
    ("↓✓", 'v'),
    ("·", '.'),
    ("×", 'x'),
    ("…", '~'),
    ("“”„‟", '"'),
    ("‘’", '\''),
    ("–—", '-'),
];

/// The border of a box in ASCII; a focused one has the heavy line at top and bottom.
pub const ASCII_BORDER: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// `text` in the symbols of `glyphs`.
pub fn drawn(glyphs: Glyphs, text: &str) -> Cow<'_, str> {
    if glyphs == Glyphs::Unicode || text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| ASCII.iter().find(|(symbols, _)| symbols.contains(c)).map_or(c, |(_, plain)| *plain);
    Cow::Owned(text.chars().map(plain).collect())
}

/// At the row under the cursor.
pub const BAR: &str = "▌";
/// At words that support a demand.
pub const PASSAGE: &str = "▎";
/// Fills the row of a heading.
pub const DOTS: &str = "┄";
/// Before a typed line.
pub const PROMPT: &str = "❯ ";
/// Every passage is verified.
pub const VERIFIED: &str = "✓";
/// A passage is not verified.
pub const UNVERIFIED: &str = "!";

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier, Style};

    use super::{Theme, parse};
    use crate::app::ThemeName;

    #[test]
    fn styles_are_read() {
        let full = Style::new().fg(Color::Red).bg(Color::Rgb(0x1b, 0x1f, 0x27)).add_modifier(Modifier::BOLD);
        assert_eq!(parse("bold red on #1b1f27"), Some(full));
        assert_eq!(parse(""), Some(Style::new()));
        assert_eq!((parse("bold reddish"), parse("on"), parse("red on")), (None, None, None));
    }

    #[test]
    fn only_mono_is_without_colours() {
        let is_plain = |theme: &Theme| {
            let styles = [theme.text, theme.accent, theme.error, theme.selection, theme.ground];
            styles.iter().chain(theme.sides.iter().flatten()).all(|style| style.fg.is_none() && style.bg.is_none())
        };
        for name in ThemeName::ALL {
            assert_eq!(is_plain(Theme::named(*name)), *name == ThemeName::Mono, "{name:?}");
        }
    }

    #[test]
    fn every_actor_of_24_has_a_colour_of_its_own() {
        for name in [ThemeName::Auto, ThemeName::Dark, ThemeName::Light] {
            let mut colours: Vec<_> = Theme::named(name).sides.iter().flatten().filter_map(|style| style.fg).collect();
            colours.sort_unstable_by_key(|colour| format!("{colour:?}"));
            colours.dedup();
            assert_eq!(colours.len(), 24, "{name:?}");
            let is_level = |level: u8| [0, 95, 135, 175, 215, 255].contains(&level);
            for colour in colours {
                let Color::Rgb(red, green, blue) = colour else { unreachable!("{colour:?} is of the table") };
                assert!([red, green, blue].into_iter().all(is_level), "{colour:?} is none of the 256");
            }
        }
    }
}
