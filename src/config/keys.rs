//! The table of the settings: the one place that lists them. The reader, `explain config`, the commented default and the
//! page in `docs` are made of it.

use crate::app::keymap::Context;
use crate::app::place::By;
use crate::app::{Glyphs, Settings, ThemeName};
use crate::view::TOKENS;

/// Which clipboard copied text goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clipboard {
    /// That of the desktop if there is one, else that of tmux, else that of the terminal.
    #[default]
    Auto,
    /// That of the desktop.
    Desktop,
    /// A buffer of tmux.
    Tmux,
    /// That of the terminal (OSC 52).
    Terminal,
}

impl Clipboard {
    /// All, in the order of the pages.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Desktop, Self::Tmux, Self::Terminal];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Desktop => "desktop",
            Self::Tmux => "tmux",
            Self::Terminal => "terminal",
        }
    }
}

/// All that a file says, with the defaults for what it does not say.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Looks, keys, and what is wrong with the file.
    pub settings: Settings,
    /// Whether the file, or the command line, names a theme.
    pub names_theme: bool,
    /// The symbols, where the file says which.
    pub glyphs: Option<Glyphs>,
    /// Whether the program captures the mouse.
    pub mouse: bool,
    /// The words of the editor's command, with `{file}`, `{line}` and `{column}`; empty where the file names none.
    pub editor: Vec<String>,
    /// Where copied text goes.
    pub clipboard: Clipboard,
    /// Whether places, queries and widths are remembered.
    pub session: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            names_theme: false,
            glyphs: None,
            mouse: true,
            editor: Vec::new(),
            clipboard: Clipboard::Auto,
            session: true,
        }
    }
}

/// A value that has the form its key wants.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    Word(&'v str),
    Flag(bool),
    Cells(u16),
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// True or false.
    Flag,
    /// A number of cells, at least and at most.
    Cells(u16, u16),
    /// A command with its arguments, as a shell takes them.
    Command,
    /// A table: what its keys are, what its values.
    Table(fn() -> Vec<&'static str>),
}

/// One key of the file.
#[derive(Debug)]
pub struct Key {
    /// Its name; that of a table in brackets, as its header has it.
    pub name: &'static str,
    /// What its value may be.
    pub form: Form,
    /// Its form in a few words.
    pub kind: &'static str,
    /// Its value where the file has none, as TOML; empty for a table.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
    pub(super) take: fn(&mut Config, Value<'_>),
}

/// The styles.
pub(super) const STYLES: &str = "styles";
/// The colours of actors.
pub(super) const ACTORS: &str = "actors";
/// The keys, by context.
pub(super) const BINDINGS: &str = "keys";

/// Every key, in the order of the pages; tables last.
pub const KEYS: &[Key] = &[
    Key {
        name: "theme",
        form: Form::Word(|| ThemeName::ALL.iter().map(|theme| theme.word()).collect()),
        kind: "word",
        default: "\"auto\"",
        meaning: "colours: auto takes the terminal's own sixteen, dark and light bring their own, mono has none; detect \
                  asks the terminal whether its background is dark or light",
        take: |config, value| {
            if let Value::Word(word) = value {
                config.settings.theme = ThemeName::parse(word).unwrap_or_default();
                config.names_theme = true;
            }
        },
    },
    Key {
        name: "glyphs",
        form: Form::Word(|| vec!["unicode", "ascii"]),
        kind: "word",
        default: "\"unicode\"",
        meaning: "what borders and marks are drawn with; ascii by itself in the locales C and POSIX",
        take: |config, value| {
            if let Value::Word(word) = value {
                config.glyphs = Some(if word == "ascii" { Glyphs::Ascii } else { Glyphs::Unicode });
            }
        },
    },
    Key {
        name: "mouse",
        form: Form::Flag,
        kind: "true or false",
        default: "true",
        meaning: "whether clicks and the wheel are the program's; with false the terminal selects text without Shift",
        take: |config, value| {
            if let Value::Flag(flag) = value {
                config.mouse = flag;
            }
        },
    },
    Key {
        name: "reading_width",
        form: Form::Cells(20, 200),
        kind: "20 to 200",
        default: "76",
        meaning: "the widest row of an article in the reader, in cells",
        take: |config, value| {
            if let Value::Cells(cells) = value {
                config.settings.reading_width = cells;
            }
        },
    },
    Key {
        name: "start",
        form: Form::Word(|| By::ALL.iter().map(|by| by.word()).collect()),
        kind: "word",
        default: "\"actors\"",
        meaning: "what the first pane lists at the start",
        take: |config, value| {
            if let Value::Word(word) = value {
                config.settings.start = By::ALL.into_iter().find(|by| by.word() == word).unwrap_or(By::Actors);
            }
        },
    },
    Key {
        name: "editor",
        form: Form::Command,
        kind: "command",
        default: "\"\"",
        meaning: "what `e` runs, with {file}, {line} and {column} in it; without {file} the file and the line are put \
                  behind it as known editors take them; empty: VISUAL, else EDITOR, else vi",
        take: |config, value| {
            if let Value::Word(words) = value {
                config.editor = shlex::split(words).unwrap_or_default();
            }
        },
    },
    Key {
        name: "clipboard",
        form: Form::Word(|| Clipboard::ALL.iter().map(|way| way.word()).collect()),
        kind: "word",
        default: "\"auto\"",
        meaning: "where copied text goes: the desktop, a buffer of tmux or the terminal (OSC 52); auto takes the first \
                  that is there",
        take: |config, value| {
            if let Value::Word(word) = value {
                config.clipboard = Clipboard::ALL.into_iter().find(|way| way.word() == word).unwrap_or_default();
            }
        },
    },
    Key {
        name: "session",
        form: Form::Flag,
        kind: "true or false",
        default: "true",
        meaning: "whether places, queries, orders, widths and the theme chosen are remembered until the next time",
        take: |config, value| {
            if let Value::Flag(flag) = value {
                config.session = flag;
            }
        },
    },
    Key {
        name: STYLES,
        form: Form::Table(|| TOKENS.iter().map(|(name, ..)| *name).collect()),
        kind: "styles by their names",
        default: "",
        meaning: "looks that replace those of the theme, such as \"bold red on #1b1f27\": bold, dim, italic, underlined, \
                  reversed, a colour, and a background after `on`",
        take: |_, _| {},
    },
    Key {
        name: ACTORS,
        form: Form::Table(Vec::new),
        kind: "styles by ids of actors",
        default: "",
        meaning: "colours of actors instead of those of their sides",
        take: |_, _| {},
    },
    Key {
        name: BINDINGS,
        form: Form::Table(|| Context::ALL.iter().map(|context| context.name()).collect()),
        kind: "tables of keys by context",
        default: "",
        meaning: "in each table a row for keys, such as \"g d\" = \"go-to-demand\"; \"x\" = \"none\" takes them away",
        take: |_, _| {},
    },
];
