//! Events of the terminal library in the words of the program.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::app::command::Direction;
use crate::app::{Code, Key, Mouse, Touch};
use crate::text::clean;

/// What the mouse did; `None` for what the program makes nothing of.
pub fn mouse(event: MouseEvent) -> Option<Mouse> {
    let what = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Touch::Click,
        MouseEventKind::ScrollDown => Touch::Wheel(Direction::Next),
        MouseEventKind::ScrollUp => Touch::Wheel(Direction::Previous),
        _ => return None,
    };
    Some(Mouse { at: (event.column, event.row), what })
}

/// A paste brings at most this many bytes.
const PASTE_BYTES: usize = 4096;

/// The key of an event; `None` for releases and keys the program has no name for.
///
/// Shift is part of the character. What a terminal cannot tell apart is one key: Ctrl-H is Backspace, Ctrl-I Tab,
/// Ctrl-J and Ctrl-M Enter, Ctrl-[ Escape, and Ctrl-7 and Ctrl-_ are Ctrl-/.
pub fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let has = |modifier| event.modifiers.contains(modifier);
    let plain = code(event.code)?;
    let code = match plain {
        Code::Char(c) if has(KeyModifiers::SHIFT) => Code::Char(upper(c)),
        Code::Tab if has(KeyModifiers::SHIFT) => Code::BackTab,
        other => other,
    };
    let key = Key { code, ctrl: has(KeyModifiers::CONTROL), alt: has(KeyModifiers::ALT) };
    Some(if key.ctrl { control(key) } else { key })
}

fn code(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Char(c) if !c.is_control() => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    })
}

/// The key that a control character stands for.
fn control(key: Key) -> Key {
    let plain = |code| Key { code, ctrl: false, ..key };
    match key.code {
        Code::Char('h') => plain(Code::Backspace),
        Code::Char('i') => plain(Code::Tab),
        Code::Char('j' | 'm') => plain(Code::Enter),
        Code::Char('[') => plain(Code::Esc),
        Code::Char('7' | '_') => Key { code: Code::Char('/'), ..key },
        _ => key,
    }
}

/// The upper case of `c` where it is one character, else `c`.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// A paste as one line that is safe to show, at most 4 KiB long; line breaks and tabs become spaces.
pub fn pasted(text: &str) -> String {
    let whole = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= PASTE_BYTES).last();
    let cut = text.get(..whole.unwrap_or(0)).unwrap_or_default();
    clean(&cut.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ")).into_string()
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

    use super::{key, pasted};

    fn named(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn events_become_the_keys_that_people_name() {
        let (none, shift, ctrl, alt) =
            (KeyModifiers::NONE, KeyModifiers::SHIFT, KeyModifiers::CONTROL, KeyModifiers::ALT);
        for (code, modifiers, name) in [
            (KeyCode::Char('g'), none, "g"),
            (KeyCode::Char('G'), shift, "G"),
            (KeyCode::Char('g'), shift, "G"),
            (KeyCode::Char('ß'), shift, "ß"),
            (KeyCode::Char('d'), ctrl, "Ctrl-d"),
            (KeyCode::Char('h'), ctrl, "Backspace"),
            (KeyCode::Char('i'), ctrl, "Tab"),
            (KeyCode::Char('j'), ctrl, "Enter"),
            (KeyCode::Char('m'), ctrl, "Enter"),
            (KeyCode::Char('['), ctrl, "Esc"),
            (KeyCode::Char('7'), ctrl, "Ctrl-/"),
            (KeyCode::Char('_'), ctrl, "Ctrl-/"),
            (KeyCode::Char('/'), ctrl, "Ctrl-/"),
            (KeyCode::Char(' '), none, "Space"),
            (KeyCode::BackTab, shift, "S-Tab"),
            (KeyCode::Tab, shift, "S-Tab"),
            (KeyCode::Left, alt, "Alt-Left"),
            (KeyCode::F(1), none, "F1"),
        ] {
            assert_eq!(named(code, modifiers).as_deref(), Some(name), "{code:?} {modifiers:?}");
        }
        assert_eq!(named(KeyCode::CapsLock, none), None);
        assert_eq!(named(KeyCode::Char('\u{1}'), none), None);
    }

    #[test]
    fn a_release_is_no_press() {
        let of = |kind| key(KeyEvent::new_with_kind(KeyCode::Char('q'), KeyModifiers::NONE, kind));
        assert_eq!(of(KeyEventKind::Release), None);
        assert!(of(KeyEventKind::Press).is_some());
        assert_eq!(of(KeyEventKind::Press), of(KeyEventKind::Repeat));
    }

    #[test]
    fn a_paste_is_one_clean_line_of_bounded_length() {
        assert_eq!(pasted("a\r\nb\nc\td\re"), "a b c d e");
        assert_eq!(pasted("a\u{1b}[2J\0\u{202e}b"), "a␛[2J␀\u{fffd}b");
        assert_eq!(pasted(""), "");
        assert_eq!(pasted(&"é".repeat(4000)).len(), 4096);
        assert_eq!(pasted(&format!("a{}", "é".repeat(4000))).len(), 4095);
    }
}
