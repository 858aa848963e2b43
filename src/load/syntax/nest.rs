//! How deeply tables, lists and dotted keys are nested.

use toml_parser::lexer::TokenKind;

/// The deepest nesting of tables, lists and dotted keys to read.
pub(super) const DEEPEST: usize = 16;

/// The nesting depth at the lexer. Each part of a dotted key counts, since each is a table.
#[derive(Default)]
pub(super) struct Nest {
    header: usize,
    in_header: bool,
    flat: Level,
    open: Vec<Level>,
    dots: usize,
}

#[derive(Default, Clone, Copy)]
struct Level {
    dots: usize,
    in_value: bool,
    is_list: bool,
}

impl Nest {
    /// Within a header line of `parts` names. Its brackets are balanced, or its chunk is faulty; either way they nest
    /// nothing.
    pub(super) fn in_header(parts: usize) -> Self {
        Self { header: parts, in_header: true, ..Self::default() }
    }

    pub(super) fn is_flat(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn depth(&self) -> usize {
        self.header + self.open.len() + self.dots
    }

    pub(super) fn line_end(&mut self) {
        self.in_header = false;
        if self.is_flat() {
            self.next_pair();
        }
    }

    pub(super) fn step(&mut self, kind: TokenKind) {
        if self.in_header {
            return;
        }
        match kind {
            TokenKind::LeftSquareBracket => self.open(Level { is_list: true, in_value: true, dots: 0 }),
            TokenKind::LeftCurlyBracket => self.open(Level::default()),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                if let Some(level) = self.open.pop() {
                    self.dots -= level.dots;
                }
            }
            TokenKind::Equals => self.level().in_value = true,
            TokenKind::Comma if !self.is_flat() => self.next_pair(),
            // Once too deep, the table is lost anyway.
            TokenKind::Dot if !self.level().in_value && self.dots <= DEEPEST => {
                self.level().dots += 1;
                self.dots += 1;
            }
            _ => {}
        }
    }

    fn open(&mut self, level: Level) {
        // Once too deep, the table is lost anyway: spend no memory on hostile nesting.
        if self.open.len() <= DEEPEST {
            self.open.push(level);
        }
    }

    fn level(&mut self) -> &mut Level {
        self.open.last_mut().unwrap_or(&mut self.flat)
    }

    fn next_pair(&mut self) {
        let dots = std::mem::take(&mut self.level().dots);
        self.dots -= dots;
        let level = self.level();
        level.in_value = level.is_list;
    }
}
