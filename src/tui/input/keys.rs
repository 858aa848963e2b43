//! Decodes bytes and sequences to keys, mouse events and pasted text.
//!
//! Shift is part of the character. Keys that a terminal cannot distinguish are one key ([`Key::as_sent`]). `None` for a
//! sequence that is not a key.

use crate::app::command::Direction;
use crate::app::{Code, Key, Mouse, Touch};
use crate::text::clean;

/// The Esc key.
pub const ESC: Key = Key::plain(Code::Esc);
/// The most bytes of a paste to keep.
pub const PASTE_BYTES: usize = 4096;

/// The key of a byte on its own.
pub fn single(byte: u8) -> Option<Key> {
    let ctrl = |c: u8| Some(Key { ctrl: true, ..Key::char(char::from(c)) }.as_sent());
    match byte {
        0x00 => ctrl(b' '),
        0x01..=0x1a => ctrl(byte - 0x01 + b'a'),
        0x1b => Some(ESC),
        0x1c..=0x1f => ctrl(byte - 0x1c + b'4'),
        0x7f => Some(Key::plain(Code::Backspace)),
        _ => typed(char::from(byte)).filter(|_| byte.is_ascii()),
    }
}

/// The key of a character.
pub fn typed(c: char) -> Option<Key> {
    (!c.is_control()).then(|| Key::char(c))
}

/// The key of `ESC O last`.
pub fn ss3(last: u8) -> Option<Key> {
    match last {
        b'M' => Some(Key::plain(Code::Enter)),
        b'R' => Some(Key::plain(Code::F(3))),
        _ => named(last).map(Key::plain),
    }
}

/// The key of `ESC [[ last`.
pub fn linux(last: u8) -> Option<Key> {
    (b'A'..=b'E').contains(&last).then(|| Key::plain(Code::F(last - b'A' + 1)))
}

/// The key of `ESC [ parameters last`.
pub fn csi(parameters: &[u8], last: u8) -> Option<Key> {
    let numbers = Numbers::read(parameters)?;
    let code = match last {
        b'~' => numbered(numbers.first?)?,
        b'u' => placed(unicode(numbers.first?)?, numbers.place),
        b'Z' => Code::BackTab,
        // With another number this is a reply.
        _ => named(last).filter(|_| numbers.first.unwrap_or(1) == 1)?,
    };
    numbers.modified(code)
}

/// The key that a final byte of CSI or SS3 names.
fn named(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'S' => Code::F(4),
        _ => return None,
    })
}

/// The key of `ESC [ number ~`.
fn numbered(number: u32) -> Option<Code> {
    let function = |first: u32, name: u32| u8::try_from(number - first + name).ok().map(Code::F);
    match number {
        1 | 7 => Some(Code::Home),
        3 => Some(Code::Delete),
        4 | 8 => Some(Code::End),
        5 => Some(Code::PageUp),
        6 => Some(Code::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// The key of `ESC [ number u`, sent if an editor left that mode on. Keys without a character have private use numbers.
fn unicode(number: u32) -> Option<Code> {
    match number {
        9 => Some(Code::Tab),
        13 => Some(Code::Enter),
        27 => Some(Code::Esc),
        127 => Some(Code::Backspace),
        0xe000..=0xf8ff => None,
        _ => char::from_u32(number).filter(|c| !c.is_control()).map(Code::Char),
    }
}

/// A non-Latin letter with the place of its key, if the terminal reports that.
fn placed(code: Code, place: Option<u32>) -> Code {
    match (code, place.and_then(char::from_u32)) {
        (Code::Char(typed), Some(place)) if !typed.is_ascii() && place.is_ascii_graphic() => Code::Placed(typed, place),
        _ => code,
    }
}

/// The parameters of a key sequence, `number:shifted:place;modifiers:kind`, with the place on the standard layout.
struct Numbers {
    first: Option<u32>,
    place: Option<u32>,
    /// 1 plus 1 for Shift, 2 for Alt, 4 for Ctrl.
    modifiers: u32,
    is_release: bool,
}

impl Numbers {
    /// `None` for a reply, which has a private mark, an intermediate byte, or more parameters than a key.
    fn read(parameters: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(parameters).ok()?;
        if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')) {
            return None;
        }
        let number = |text: &str| text.parse::<u32>().ok();
        let mut parts = text.split(';');
        let mut key = parts.next().unwrap_or_default().split(':');
        let (first, place) = (key.next().and_then(number), key.nth(1).and_then(number));
        let mut second = parts.next().unwrap_or("1").split(':');
        let modifiers = second.next().and_then(number).unwrap_or(1);
        let is_release = second.next() == Some("3");
        parts.next().is_none().then_some(Self { first, place, modifiers, is_release })
    }

    fn modified(&self, code: Code) -> Option<Key> {
        let bits = self.modifiers.checked_sub(1)?;
        let has = |bit| bits & bit != 0;
        let code = match code {
            Code::Char(c) if has(1) => Code::Char(upper(c)),
            Code::Placed(c, place) if has(1) => Code::Placed(upper(c), upper(place)),
            Code::Tab if has(1) => Code::BackTab,
            other => other,
        };
        let key = Key { code, alt: has(2), ctrl: has(4) };
        (!self.is_release).then(|| key.as_sent())
    }
}

/// The upper case of `c` if it is one character, else `c`.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The mouse in `ESC [ < button;column;row M` (SGR; `m` for a release) and `ESC [ button;column;row M` (urxvt).
pub fn mouse(parameters: &[u8], is_press: bool) -> Option<Mouse> {
    let text = std::str::from_utf8(parameters).ok()?;
    let (text, offset) = text.strip_prefix('<').map_or((text, 32), |text| (text, 0));
    let mut numbers = text.split(';').map(|number| number.parse::<u16>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let is_whole = is_press && numbers.next().is_none();
    touch(button.checked_sub(offset)?, column, row).filter(|_| is_whole)
}

/// The mouse in the three bytes after `ESC [M`.
pub fn x10_mouse(bytes: [u8; 3]) -> Option<Mouse> {
    let [button, column, row] = bytes.map(|byte| u16::from(byte).checked_sub(32));
    touch(button?, column?, row?)
}

/// Presses and drags of the left button and steps of the wheel, with any modifier; columns and rows count from 1.
fn touch(button: u16, column: u16, row: u16) -> Option<Mouse> {
    const MODIFIERS: u16 = 4 | 8 | 16;
    let what = match button & !MODIFIERS {
        0 => Touch::Click,
        32 => Touch::Drag,
        64 => Touch::Wheel(Direction::Previous),
        65 => Touch::Wheel(Direction::Next),
        _ => return None,
    };
    Some(Mouse { at: (column.checked_sub(1)?, row.checked_sub(1)?), what })
}

/// The lightness of a background, 0 to 1, from a reply such as `]11;rgb:1e1e/1e1e/2e2e` with one to four digits each;
/// the eye sees green best and blue worst.
pub fn background_light(reply: &str) -> Option<f32> {
    let (form, colour) = reply.strip_prefix("]11;")?.split_once(':')?;
    let mut parts = colour.split('/').map(|digits| {
        let most =
            16_u32.checked_pow(u32::try_from(digits.len()).ok()?)?.checked_sub(1).filter(|_| digits.len() <= 4)?;
        let part = u16::from_str_radix(digits, 16).ok()?;
        Some(f32::from(part) / f32::from(u16::try_from(most).ok()?))
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let is_whole = matches!((form, parts.count()), ("rgb", 0) | ("rgba", 1));
    is_whole.then_some(0.299 * red + 0.587 * green + 0.114 * blue)
}

/// A paste as one clean line of at most [`PASTE_BYTES`]; line breaks and tabs become spaces.
pub fn pasted(text: &str) -> String {
    let whole = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= PASTE_BYTES).last();
    let cut = text.get(..whole.unwrap_or(0)).unwrap_or_default();
    clean(&cut.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ")).into_string()
}
