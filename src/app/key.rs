//! Keys as the program names them, free of any terminal library.

use std::fmt;

use super::keyboard;

/// The key itself, without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, upper case where shift made it so.
    Char(char),
    /// A character, and the one of this key on the standard layout, as reported by the terminal.
    Placed(char, char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// One key press. Shift is part of a character (`G`, not shift and `g`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether control was held.
    pub ctrl: bool,
    /// Whether alt was held.
    pub alt: bool,
}

/// Names of keys that are not characters, as people and journeys write them.
const NAMES: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("S-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Space", Code::Char(' ')),
];

impl Key {
    /// The key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The character that the key types, if any.
    pub fn letter(self) -> Option<char> {
        match self {
            Self { code: Code::Char(c) | Code::Placed(c, _), ctrl: false, alt: false } => Some(c),
            _ => None,
        }
    }

    /// The key in the same place of the standard layout (US); `None` if it is the same.
    pub fn on_standard_layout(self) -> Option<Self> {
        let place = match self.code {
            Code::Placed(_, place) => place,
            Code::Char(typed) => keyboard::on_standard_layout(typed)?,
            _ => return None,
        };
        Some(Self { code: Code::Char(place), ..self })
    }

    /// The key that a terminal sends for this one, as it cannot distinguish all. Ctrl-H is Backspace, Ctrl-I Tab,
    /// Ctrl-J and Ctrl-M Enter, Ctrl-[ Esc, and Ctrl-7 and Ctrl-_ are Ctrl-/.
    #[must_use]
    pub fn as_sent(self) -> Self {
        if !self.ctrl {
            return self;
        }
        let plain = |code| Self { code, ctrl: false, ..self };
        match self.code {
            Code::Char('h') => plain(Code::Backspace),
            Code::Char('i') => plain(Code::Tab),
            Code::Char('j' | 'm') => plain(Code::Enter),
            Code::Char('[') => plain(Code::Esc),
            Code::Char('7' | '_') => Self { code: Code::Char('/'), ..self },
            _ => self,
        }
    }

    /// The key of a character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Reads a name such as `j`, `G`, `Enter`, `Ctrl-d` or `C-d`, `Alt-Left` or `A-Left`, `F1`; `None` for anything else.
    pub fn parse(name: &str) -> Option<Self> {
        for (long, short, is_ctrl) in [("Ctrl-", "C-", true), ("Alt-", "A-", false)] {
            let rest = name.strip_prefix(long).or_else(|| name.strip_prefix(short));
            if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
                let key = Self::parse(rest)?;
                return Some(Self { ctrl: key.ctrl || is_ctrl, alt: key.alt || !is_ctrl, ..key });
            }
        }
        if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Some(Self::plain(*code));
        }
        let mut chars = name.chars();
        match (chars.next()?, chars.as_str()) {
            (c, "") if !c.is_control() && c != ' ' => Some(Self::char(c)),
            ('F', number) if number.bytes().all(|digit| digit.is_ascii_digit()) => {
                Some(Self::plain(Code::F(number.parse().ok()?)))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            out.write_str("Ctrl-")?;
        }
        if self.alt {
            out.write_str("Alt-")?;
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => out.write_str(name),
            (None, Code::Char(c) | Code::Placed(c, _)) => write!(out, "{c}"),
            (None, Code::F(number)) => write!(out, "F{number}"),
            (None, other) => unreachable!("{other:?} has a name"),
        }
    }
}

/// One or more keys pressed in sequence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sequence(Vec<Key>);

impl Sequence {
    /// Reads keys separated by spaces, as in `g d`; `None` if one is unknown or there are none.
    pub fn parse(text: &str) -> Option<Self> {
        let keys: Vec<Key> = text.split(' ').filter(|name| !name.is_empty()).map(Key::parse).collect::<Option<_>>()?;
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The keys, at least one.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// As written in a sentence: characters without spaces, as in `gd`.
    pub fn short(&self) -> String {
        let names: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        let between = if names.iter().all(|name| name.chars().count() == 1) { "" } else { " " };
        names.join(between)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&written(&self.0))
    }
}

/// The names of `keys`, separated by spaces.
pub fn written(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::{Code, Key, NAMES, Sequence};

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>()
                .prop_filter("a terminal sends no control characters", |c| !c.is_control())
                .prop_map(Code::Char),
            select("-CFAg".chars().collect::<Vec<_>>()).prop_map(Code::Char),
            any::<u8>().prop_map(Code::F),
            select(NAMES).prop_map(|(_, code)| code),
        ];
        (code, any::<bool>(), any::<bool>()).prop_map(|(code, ctrl, alt)| Key { code, ctrl, alt })
    }

    proptest! {
        #[test]
        fn keys_read_back_as_they_are_written(keys in vec(any_key(), 1..4)) {
            let sequence = Sequence(keys);
            prop_assert_eq!(Sequence::parse(&sequence.to_string()), Some(sequence));
        }

        #[test]
        fn what_reads_as_keys_is_written_as_what_reads_the_same(text in "([CAF]-?|Ctrl-|Alt-|Tab|Space|[ -~]|.){0,5}") {
            if let Some(sequence) = Sequence::parse(&text) {
                prop_assert_eq!(Sequence::parse(&sequence.to_string()), Some(sequence));
            }
        }
    }

    #[test]
    fn a_key_reads_as_it_is_written() {
        for name in ["j", "G", "Enter", "Ctrl-d", "Alt-Left", "S-Tab", "F1", "Space", "-", "é", "Ctrl-/"] {
            assert_eq!(Key::parse(name).unwrap().to_string(), name);
        }
        for (short, name) in [("C-d", "Ctrl-d"), ("A-Left", "Alt-Left"), ("A-C-x", "Ctrl-Alt-x"), ("C--", "Ctrl--")] {
            assert_eq!(Key::parse(short).unwrap().to_string(), name);
        }
        for name in ["Hyper-x", "", " ", "F+1", "F256", "Ctrl-", "\u{1b}"] {
            assert_eq!(Key::parse(name), None, "{name:?}");
        }
        assert_eq!(Sequence::parse(" g  d "), Sequence::parse("g d"));
        let short = |text| Sequence::parse(text).unwrap().short();
        assert_eq!(
            (short("g d"), short("Ctrl-x Enter"), short("Esc")),
            ("gd".into(), "Ctrl-x Enter".into(), "Esc".into())
        );
        assert_eq!((Sequence::parse(" "), Sequence::parse("g Hyper-x")), (None, None));
    }
}
