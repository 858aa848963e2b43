//! The only place with colours and symbols.

use ratatui::style::{Color, Modifier, Style};

use crate::app::ThemeName;
use crate::model::ActorId;

/// What things look like, by what they mean.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// What a reader looks for first.
    pub strong: Style,
    /// What may be overlooked.
    pub dim: Style,
    /// What leads: the program's name, keys in hints.
    pub accent: Style,
    /// Headings within lists.
    pub heading: Style,
    /// The edge of the pane with the keyboard.
    pub focus: Style,
    /// The edges of the others.
    pub edge: Style,
    /// The row under the cursor in the pane with the keyboard.
    pub selection: Style,
    /// The row under the cursor in the others.
    pub held: Style,
    /// The part of a text that matched.
    pub found: Style,
    /// The words of the passage in the foreground, on top of its actor's colour.
    pub chosen: Style,
    /// Two sides agree.
    pub agree: Style,
    /// They are near each other.
    pub near: Style,
    /// They are opposed.
    pub opposed: Style,
    /// Nothing says how they stand to each other.
    pub silent: Style,
    /// The name of an actor within a text, on top of that actor's colour.
    pub name: Style,
    /// Something to look at.
    pub warn: Style,
    /// Something wrong.
    pub error: Style,
    /// The ground of everything.
    pub ground: Style,
    marks: [Style; 8],
}

impl Theme {
    /// The theme of this name.
    pub fn named(name: ThemeName) -> &'static Self {
        match name {
            ThemeName::Auto => &AUTO,
            ThemeName::Dark => &DARK,
            ThemeName::Light => &LIGHT,
            ThemeName::Mono => &MONO,
        }
    }

    /// The colour of an actor; eight of them in turn.
    pub fn actor(&self, actor: ActorId) -> Style {
        self.marks[actor.index() % self.marks.len()]
    }
}

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const UNDERLINED: Style = PLAIN.add_modifier(Modifier::UNDERLINED);
const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);

const fn ink(color: Color) -> Style {
    PLAIN.fg(color)
}

const fn rgb(hex: u32) -> Style {
    PLAIN.fg(ground(hex))
}

const fn ground(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

/// The terminal's own sixteen colours: right on any ground that its owner can read. Yellow and white are left out,
/// because they vanish on light grounds.
const AUTO: Theme = Theme {
    text: PLAIN,
    strong: BOLD,
    dim: PLAIN.add_modifier(Modifier::DIM),
    accent: ink(Color::Cyan).add_modifier(Modifier::BOLD),
    heading: PLAIN.add_modifier(Modifier::DIM).add_modifier(Modifier::BOLD),
    focus: ink(Color::Cyan).add_modifier(Modifier::BOLD),
    edge: PLAIN.add_modifier(Modifier::DIM),
    selection: REVERSED.add_modifier(Modifier::BOLD),
    held: BOLD,
    found: ink(Color::Red).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
    chosen: BOLD.add_modifier(Modifier::UNDERLINED),
    agree: ink(Color::Blue).add_modifier(Modifier::BOLD),
    near: BOLD,
    opposed: ink(Color::Red).add_modifier(Modifier::BOLD),
    silent: PLAIN.add_modifier(Modifier::DIM),
    name: UNDERLINED,
    warn: ink(Color::Magenta).add_modifier(Modifier::BOLD),
    error: ink(Color::Red).add_modifier(Modifier::BOLD),
    ground: PLAIN,
    marks: [
        ink(Color::Blue),
        ink(Color::Magenta),
        ink(Color::Green),
        ink(Color::Cyan),
        ink(Color::Red),
        ink(Color::LightBlue),
        ink(Color::LightMagenta),
        ink(Color::LightGreen),
    ],
};

const DARK: Theme = Theme {
    text: rgb(0x00d8_dee9),
    strong: rgb(0x00ff_ffff).add_modifier(Modifier::BOLD),
    dim: rgb(0x0085_8da0),
    accent: rgb(0x0088_c0d0).add_modifier(Modifier::BOLD),
    heading: rgb(0x009a_a5ba).add_modifier(Modifier::BOLD),
    focus: rgb(0x0088_c0d0).add_modifier(Modifier::BOLD),
    edge: rgb(0x004c_566a),
    selection: rgb(0x00ff_ffff).bg(ground(0x0034_4c68)).add_modifier(Modifier::BOLD),
    held: rgb(0x00ec_eff4).bg(ground(0x002c_3444)),
    found: rgb(0x00ff_c66d).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
    chosen: PLAIN.bg(ground(0x0033_415c)).add_modifier(Modifier::BOLD),
    agree: rgb(0x006c_b6ff).add_modifier(Modifier::BOLD),
    near: rgb(0x00c9_d1d9).add_modifier(Modifier::BOLD),
    opposed: rgb(0x00ff_9e4a).add_modifier(Modifier::BOLD),
    silent: rgb(0x0085_8da0),
    name: UNDERLINED,
    warn: rgb(0x00eb_cb8b).add_modifier(Modifier::BOLD),
    error: rgb(0x00ff_7b85).add_modifier(Modifier::BOLD),
    ground: PLAIN.bg(ground(0x001b_1f27)).fg(ground(0x00d8_dee9)),
    marks: [
        rgb(0x007a_b8f5),
        rgb(0x00e0_a36a),
        rgb(0x00c3_9be8),
        rgb(0x008f_cf9f),
        rgb(0x00ef_8fa5),
        rgb(0x0066_cfd0),
        rgb(0x00d8_c36a),
        rgb(0x00b3_b9ca),
    ],
};

const LIGHT: Theme = Theme {
    text: rgb(0x0024_292f),
    strong: rgb(0x0000_0000).add_modifier(Modifier::BOLD),
    dim: rgb(0x006a_737d),
    accent: rgb(0x0000_5a87).add_modifier(Modifier::BOLD),
    heading: rgb(0x0057_606a).add_modifier(Modifier::BOLD),
    focus: rgb(0x0000_5a87).add_modifier(Modifier::BOLD),
    edge: rgb(0x00b4_bcc6),
    selection: rgb(0x0000_0000).bg(ground(0x00bc_daf2)).add_modifier(Modifier::BOLD),
    held: rgb(0x0024_292f).bg(ground(0x00e4_e9ef)),
    found: rgb(0x00a6_3a00).add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED),
    chosen: PLAIN.bg(ground(0x00dd_e8f5)).add_modifier(Modifier::BOLD),
    agree: rgb(0x0005_50ae).add_modifier(Modifier::BOLD),
    near: rgb(0x0024_292f).add_modifier(Modifier::BOLD),
    opposed: rgb(0x00bc_4c00).add_modifier(Modifier::BOLD),
    silent: rgb(0x006a_737d),
    name: UNDERLINED,
    warn: rgb(0x008a_5300).add_modifier(Modifier::BOLD),
    error: rgb(0x00b3_1d28).add_modifier(Modifier::BOLD),
    ground: PLAIN.bg(ground(0x00fb_fbf9)).fg(ground(0x0024_292f)),
    marks: [
        rgb(0x0008_57a6),
        rgb(0x00a3_4a00),
        rgb(0x006f_3fb0),
        rgb(0x001f_7030),
        rgb(0x00b0_1f55),
        rgb(0x0000_6e78),
        rgb(0x0075_5f00),
        rgb(0x0055_5d68),
    ],
};

const MONO: Theme = Theme {
    text: PLAIN,
    strong: BOLD,
    dim: PLAIN,
    accent: BOLD,
    heading: BOLD,
    focus: BOLD,
    edge: PLAIN,
    selection: REVERSED.add_modifier(Modifier::BOLD),
    held: BOLD,
    found: BOLD.add_modifier(Modifier::UNDERLINED),
    chosen: REVERSED,
    agree: BOLD,
    near: BOLD,
    opposed: REVERSED,
    silent: PLAIN,
    name: UNDERLINED,
    warn: BOLD,
    error: REVERSED,
    ground: PLAIN,
    marks: [PLAIN; 8],
};

/// Stands at the row under the cursor.
pub const BAR: &str = "▌";
/// Stands at words that support a demand.
pub const PASSAGE: &str = "▎";
/// Fills the row of a heading.
pub const DOTS: &str = "┄";
/// Before a typed line.
pub const PROMPT: &str = "❯ ";
/// Every passage is verified.
pub const VERIFIED: &str = "✓";
/// A passage is not verified.
pub const UNVERIFIED: &str = "!";
