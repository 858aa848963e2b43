//! A line of text being typed.

use tui_input::{Input, InputRequest};

use super::key::{Code, Key};
use crate::text::Span;

/// A field takes no more than this many characters.
pub const LONGEST: usize = 256;

/// Deletes everything before the cursor.
pub const CLEAR: Key = Key { code: Code::Char('u'), ctrl: true, alt: false };

/// The typed line and the place in it.
#[derive(Debug, Clone)]
pub struct Field {
    input: Input,
    longest: usize,
}

impl Default for Field {
    fn default() -> Self {
        Self { input: Input::default(), longest: LONGEST }
    }
}

impl Field {
    /// A field with `text` as if pasted: cut, without controls, the cursor after it.
    pub fn new(text: &str) -> Self {
        let mut field = Self::default();
        field.paste(text);
        field
    }

    /// The same with room for `longest` characters.
    pub fn long(text: &str, longest: usize) -> Self {
        let mut field = Self { longest, ..Self::default() };
        field.paste(text);
        field
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Characters before the cursor.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Replaces `piece`, in bytes of the text, by `with`, and moves the cursor after it.
    pub fn replace(&mut self, piece: Span, with: &str) {
        let (before, after) = (self.text().get(..piece.start()), self.text().get(piece.end()..));
        let (Some(before), Some(after)) = (before, after) else { return };
        let cursor = before.chars().chain(with.chars()).count();
        self.input =
            Input::new(format!("{before}{with}{after}").chars().take(self.longest).collect()).with_cursor(cursor);
    }

    /// Bytes before the cursor.
    pub fn offset(&self) -> usize {
        self.text().chars().take(self.cursor()).map(char::len_utf8).sum()
    }

    /// Handles an editing key, like readline; returns whether the text changed.
    pub fn press(&mut self, key: Key) -> bool {
        match key.letter() {
            Some(letter) => self.insert(letter),
            None => editing(key).and_then(|request| self.input.handle(request)).is_some_and(|changed| changed.value),
        }
    }

    /// Whether a key types or edits.
    pub fn knows(key: Key) -> bool {
        key.letter().is_some() || editing(key).is_some()
    }

    /// Inserts pasted text at the cursor, with spaces for line ends and controls; returns whether the text changed.
    pub fn paste(&mut self, text: &str) -> bool {
        let mut changed = false;
        for c in text.chars().take(self.longest) {
            changed |= self.insert(if c.is_control() { ' ' } else { c });
        }
        changed
    }

    /// How many more characters it takes.
    pub fn room(&self) -> usize {
        self.longest.saturating_sub(self.text().chars().count())
    }

    fn insert(&mut self, c: char) -> bool {
        self.room() > 0 && self.input.handle(InputRequest::InsertChar(c)).is_some()
    }
}

/// What a key other than a letter does in a line.
fn editing(key: Key) -> Option<InputRequest> {
    Some(match (key.code, key.ctrl, key.alt) {
        (Code::Backspace, false, false) => InputRequest::DeletePrevChar,
        (Code::Delete, ..) => InputRequest::DeleteNextChar,
        (Code::Left, false, false) => InputRequest::GoToPrevChar,
        (Code::Right, false, false) => InputRequest::GoToNextChar,
        (Code::Left, ..) | (Code::Char('b'), _, true) => InputRequest::GoToPrevWord,
        (Code::Right, ..) | (Code::Char('f'), _, true) => InputRequest::GoToNextWord,
        (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
        (Code::Char('w'), true, _) | (Code::Backspace, ..) => InputRequest::DeletePrevWord,
        _ if key == CLEAR => InputRequest::DeleteFromStart,
        (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Field, Key, Span};

    #[test]
    fn a_line_is_edited_as_in_a_shell() {
        let mut field = Field::default();
        for (key, text) in [
            ("a", "a"),
            ("b", "ab"),
            ("Left", "ab"),
            ("é", "aéb"),
            ("Ctrl-a", "aéb"),
            ("x", "xaéb"),
            ("Ctrl-e", "xaéb"),
            ("Backspace", "xaé"),
            ("Ctrl-u", ""),
        ] {
            field.press(Key::parse(key).unwrap());
            assert_eq!(field.text(), text, "after {key}");
        }
        assert!(field.paste("two\nlines\u{1b}"));
        assert_eq!(field.text(), "two lines ");
        assert!(!field.press(Key::parse("Ctrl-x").unwrap()));
    }

    #[test]
    fn a_piece_is_replaced_and_the_cursor_is_after_it() {
        let mut field = Field::new("é ac b");
        field.replace(Span::new(3, 5), "actor:");
        assert_eq!((field.text(), field.cursor(), field.offset()), ("é actor: b", 8, 9));
        field.replace(Span::new(1, 2), "inside of a letter");
        assert_eq!(field.text(), "é actor: b");
    }

    #[test]
    fn a_field_is_never_longer_than_a_query_may_be() {
        let mut field = Field::default();
        field.paste(&"x".repeat(5000));
        assert_eq!((field.text().len(), field.room()), (256, 0));
        let given = Field::new(&"x\n".repeat(5000));
        assert_eq!((given.text(), given.room()), (&*"x ".repeat(128), 0));
        assert!(!field.press(Key::parse("y").unwrap()));
    }
}
