//! From bytes to input: a state machine after ECMA-48 that discards unknown sequences and never waits forever.
//!
//! Nobody presses two keys within milliseconds, so whatever follows a paste without a pause belongs to it: a paste may
//! contain its own end mark followed by keys.

use std::time::{Duration, Instant};

use super::keys;
use crate::app::{Key, Mouse};

/// ESC is the Esc key if nothing follows within this time.
const ESC_TIMEOUT: Duration = Duration::from_millis(25);
/// How late the rest of a sequence or character may come; after that it is dropped.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(250);
/// A sequence ends after this long in any case: a key held down must not be lost forever.
const MAX_SEQUENCE: Duration = Duration::from_secs(1);
/// How late the rest of a paste may come; after that it is over.
const PASTE_TIMEOUT: Duration = Duration::from_secs(1);
/// How late the rest of a reply that we asked for may come: its parts must not act as keys.
const REPLY_TIMEOUT: Duration = Duration::from_secs(3);
/// The start of that reply, after ESC.
const REPLY: &[u8] = b"]11;";
/// Keys closer together than this come from a machine.
const KEY_GAP: Duration = Duration::from_millis(5);
/// A sequence of this many bytes is not a key; the rest of it is discarded too.
const MAX_SEQUENCE_BYTES: usize = 64;
/// Bytes of a paste to collect: a last character may cross the limit.
const MAX_PASTE_BYTES: usize = keys::PASTE_BYTES + 4;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Something the user did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Pressed a key.
    Key(Key),
    /// Used the mouse.
    Mouse(Mouse),
    /// Pasted text, clean and at most 4 KiB.
    Paste(String),
    /// Nothing: the terminal reports its background.
    Background(Background),
}

/// The background of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// For light text.
    Dark,
    /// For dark text.
    Light,
}

/// What the bytes so far may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Nothing.
    #[default]
    Ground,
    /// A character of several bytes.
    Character { is_alt: bool },
    /// ESC: the Esc key, a key with Alt, or a sequence.
    Escape,
    /// CSI, ESC `[`.
    Csi,
    /// SS3, ESC `O`.
    Ss3,
    /// ESC `[[`: a function key of the Linux console.
    LinuxKey,
    /// ESC `[M`: three bytes of an X10 mouse report.
    X10Mouse,
    /// The text of OSC, DCS, APC, PM or SOS.
    ControlString,
    /// ESC within such a text.
    ControlStringEscape,
    /// A bracketed paste; this many bytes of its end mark have come.
    Paste { end: usize },
}

/// Turns bytes into input.
#[derive(Debug)]
pub struct Parser {
    state: State,
    /// The bytes of the current state.
    bytes: Vec<u8>,
    /// When the current sequence began.
    began: Instant,
    /// When the last byte came.
    last: Instant,
    /// When something last came that belongs to a paste; `None` after a pause.
    pasted: Option<Instant>,
    /// Whether the rest of a reply is later than that of any other sequence may be.
    is_late: bool,
    input: Vec<Input>,
}

impl Parser {
    /// A parser that has seen nothing.
    pub fn new(now: Instant) -> Self {
        let (state, bytes, input) = (State::Ground, Vec::new(), Vec::new());
        Self { state, bytes, began: now, last: now, pasted: None, is_late: false, input }
    }

    /// Takes bytes that came at `now`; returns the input. Call [`Parser::timeout`] first if nothing came until the
    /// deadline: bytes that are read late did not necessarily come late.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Input> {
        if self.is_in_sequence() && now >= self.began + if self.is_reply() { REPLY_TIMEOUT } else { MAX_SEQUENCE } {
            self.enter(State::Ground);
        }
        self.is_late |= self.is_reply() && now >= self.last + SEQUENCE_TIMEOUT;
        self.last = now;
        for byte in bytes {
            self.take(*byte);
        }
        std::mem::take(&mut self.input)
    }

    /// Gives up on what did not come in time; returns the input that it was after all.
    pub fn timeout(&mut self, now: Instant) -> Vec<Input> {
        if self.deadline().is_some_and(|deadline| now >= deadline) {
            match self.state {
                State::Escape => self.key(Some(keys::ESC)),
                State::Paste { .. } => self.end_paste(),
                _ => {}
            }
            self.enter(State::Ground);
        }
        std::mem::take(&mut self.input)
    }

    /// When to call [`Parser::timeout`] if no byte comes; `None` if nothing has begun.
    pub fn deadline(&self) -> Option<Instant> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(self.last + ESC_TIMEOUT),
            State::Paste { .. } => Some(self.last + PASTE_TIMEOUT),
            _ if self.is_reply() => Some(self.last + REPLY_TIMEOUT),
            _ => Some(self.last + SEQUENCE_TIMEOUT),
        }
    }

    fn is_in_sequence(&self) -> bool {
        !matches!(self.state, State::Ground | State::Escape | State::Paste { .. })
    }

    /// Whether this is the beginning of a reply that we ask for.
    fn is_reply(&self) -> bool {
        matches!(self.state, State::ControlString | State::ControlStringEscape) && self.bytes.starts_with(REPLY)
    }

    fn take(&mut self, byte: u8) {
        match self.state {
            State::Ground => self.ground(byte, false),
            State::Character { is_alt } => self.character(byte, is_alt),
            // Within a string, ESC begins another sequence unless it ends the string.
            State::Escape => self.escape(byte),
            State::ControlStringEscape => {
                if byte == b'\\' {
                    self.reply();
                }
                self.escape(byte);
            }
            State::Csi => self.csi(byte),
            State::Ss3 => self.ss3(byte),
            State::LinuxKey => {
                self.key(keys::linux(byte));
                self.enter(State::Ground);
            }
            State::X10Mouse => self.x10_mouse(byte),
            State::ControlString => match byte {
                0x07 => {
                    self.reply();
                    self.enter(State::Ground);
                }
                0x18 | 0x1a => self.enter(State::Ground),
                0x1b => self.state = State::ControlStringEscape,
                // A key: the late rest of a reply must not discard it.
                _ if self.is_late && !(byte.is_ascii_hexdigit() || b"/:rg?".contains(&byte)) => self.interrupt(byte),
                _ => self.collect(byte, MAX_SEQUENCE_BYTES),
            },
            State::Paste { end } => self.paste(byte, end),
        }
    }

    fn ground(&mut self, byte: u8, is_alt: bool) {
        match byte {
            0x1b => self.begin(State::Escape),
            0xc2..=0xf4 => {
                self.begin(State::Character { is_alt });
                self.bytes.push(byte);
            }
            _ => {
                self.key(keys::single(byte).map(|key| Key { alt: is_alt, ..key }));
                self.enter(State::Ground);
            }
        }
    }

    fn character(&mut self, byte: u8, is_alt: bool) {
        if !(0x80..0xc0).contains(&byte) {
            self.enter(State::Ground);
            return self.take(byte);
        }
        self.bytes.push(byte);
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => {
                let key = text.chars().next().and_then(keys::typed);
                self.key(key.map(|key| Key { alt: is_alt, ..key }));
                self.enter(State::Ground);
            }
            Err(error) if error.error_len().is_some() => self.enter(State::Ground),
            Err(_) => {}
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'[' => self.enter(State::Csi),
            b'O' => self.enter(State::Ss3),
            b']' | b'P' | b'_' | b'^' | b'X' => {
                self.enter(State::ControlString);
                self.bytes.push(byte);
            }
            // The end of a string whose start was dropped.
            b'\\' => self.enter(State::Ground),
            0x1b => {
                self.key(Some(keys::ESC));
                self.begin(State::Escape);
            }
            _ => self.ground(byte, true),
        }
    }

    /// Handles a reply in a string; only the one that we ask for matters.
    fn reply(&mut self) {
        let light = std::str::from_utf8(&self.bytes).ok().and_then(keys::background_light);
        self.input.extend(
            light.map(|light| Input::Background(if light > 0.5 { Background::Light } else { Background::Dark })),
        );
    }

    fn csi(&mut self, byte: u8) {
        match byte {
            b'M' if self.bytes.is_empty() => self.enter(State::X10Mouse),
            b'[' if self.bytes.is_empty() => self.enter(State::LinuxKey),
            0x20..=0x3f => self.collect(byte, MAX_SEQUENCE_BYTES),
            0x40..=0x7e => {
                let parameters = std::mem::take(&mut self.bytes);
                self.enter(State::Ground);
                if parameters.len() >= MAX_SEQUENCE_BYTES {
                    return;
                }
                match (byte, parameters.as_slice()) {
                    (b'~', b"200") => self.begin(State::Paste { end: 0 }),
                    (b'M' | b'm', _) => self.mouse(keys::mouse(&parameters, byte == b'M')),
                    _ => self.key(keys::csi(&parameters, byte)),
                }
            }
            _ => self.interrupt(byte),
        }
    }

    fn ss3(&mut self, byte: u8) {
        match byte {
            b'0'..=b'9' | b';' => {}
            0x20..=0x7e => {
                self.key(keys::ss3(byte));
                self.enter(State::Ground);
            }
            _ => self.interrupt(byte),
        }
    }

    /// A control character or a non-ASCII letter belongs to no sequence: it ends the current one.
    fn interrupt(&mut self, byte: u8) {
        self.enter(State::Ground);
        self.take(byte);
    }

    fn x10_mouse(&mut self, byte: u8) {
        self.bytes.push(byte);
        if let [button, column, row] = *self.bytes.as_slice() {
            self.mouse(keys::x10_mouse([button, column, row]));
            self.enter(State::Ground);
        }
    }

    fn paste(&mut self, byte: u8, end: usize) {
        if PASTE_END.get(end) == Some(&byte) {
            if end + 1 == PASTE_END.len() {
                self.end_paste();
                self.enter(State::Ground);
            } else {
                self.state = State::Paste { end: end + 1 };
            }
            return;
        }
        // What looked like the end mark was text.
        for byte in PASTE_END.iter().take(end) {
            self.collect(*byte, MAX_PASTE_BYTES);
        }
        let is_begin = PASTE_END.first() == Some(&byte);
        self.state = State::Paste { end: usize::from(is_begin) };
        if !is_begin {
            self.collect(byte, MAX_PASTE_BYTES);
        }
    }

    fn end_paste(&mut self) {
        self.input.push(Input::Paste(keys::pasted(&String::from_utf8_lossy(&self.bytes))));
        self.pasted = Some(self.last);
    }

    /// Keeps a byte, unless there are `limit` already.
    fn collect(&mut self, byte: u8, limit: usize) {
        if self.bytes.len() < limit {
            self.bytes.push(byte);
        }
    }

    fn begin(&mut self, state: State) {
        self.began = self.last;
        self.enter(state);
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.is_late = false;
        self.bytes.clear();
    }

    fn key(&mut self, key: Option<Key>) {
        let Some(key) = key else { return };
        if self.pasted.is_some_and(|pasted| self.last < pasted + KEY_GAP) {
            self.pasted = Some(self.last);
            return;
        }
        self.pasted = None;
        self.input.push(Input::Key(key));
    }

    fn mouse(&mut self, mouse: Option<Mouse>) {
        self.input.extend(mouse.map(Input::Mouse));
    }
}
