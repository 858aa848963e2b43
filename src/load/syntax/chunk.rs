//! Cuts a model file into its top-level tables without reading them.
//!
//! One pass of the lexer: memory stays flat however long the file is, nesting is bounded before anything recursive
//! reads the text, and a table that cannot be read costs only itself.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Lexer, TokenKind};

use super::header::{LISTS, header, list_meant, meant_header};
use super::plain_line::plain_line;

/// The deepest nesting of tables, lists and dotted keys to read.
pub(super) const DEEPEST: usize = 16;

/// What a piece of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The top of the file, or one top-level table with its sub-tables.
    Table,
    /// A sub-table separated from its table.
    Apart,
    /// Nested too deeply to read.
    TooDeep,
}

/// One piece of a file. Pieces are in order and cover the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// The place of a mistake that affects the whole chunk; else its header, empty before the first one.
    pub mark: Range<usize>,
    /// About how many tokens a tree of it would hold, counting brackets and dots for the tables they make.
    pub(super) weight: usize,
    /// About how many values and brackets it has.
    pub(super) values: usize,
    /// Whether a git conflict begins before it and ends in it.
    pub(super) in_conflict: bool,
}

impl Chunk {
    pub(super) fn new(kind: Kind, range: Range<usize>, mark: Range<usize>) -> Self {
        Self { kind, range, mark, weight: 0, values: 0, in_conflict: false }
    }

    /// Whether it has too many values for its size, which would exceed the memory limit.
    pub(super) fn is_crowded(&self) -> bool {
        self.values > MOST_VALUES + self.range.len() / BYTES_OF_VALUE
    }
}

/// The heaviest chunk to make a tree of, which takes about 60 bytes for each unit of weight.
pub(super) const HEAVIEST: usize = 400_000;
/// Values allowed in one chunk, plus one for each [`BYTES_OF_VALUE`]: a value becomes some hundred bytes.
const MOST_VALUES: usize = 300_000;
/// See [`MOST_VALUES`].
const BYTES_OF_VALUE: usize = 24;
/// The most chunks in a run, however small: the result of each takes a kilobyte.
const MOST_OF_RUN: usize = 2000;
/// Additional weight of a table, a list and each part of a dotted key.
const NEST_WEIGHT: usize = 6;
/// The weight of a plain line: key, equals, value, spaces and line end.
const LINE_WEIGHT: usize = 6;

/// Cuts `text` at its top-level headers; the first piece is what comes before any header. One pass.
///
/// A line that is just `[[actors]]` (or another list of records) begins a table even after an unclosed bracket: no
/// valid list holds such a line, and so the mistake affects only its own table.
pub fn chunks(text: &str) -> Vec<Chunk> {
    let mut all = Chunks::new(text);
    std::iter::from_fn(|| all.next_run(usize::MAX)).flatten().collect()
}

/// The pieces of a file, cut on demand.
pub(super) struct Chunks<'t> {
    cutter: Cutter<'t>,
    /// `None` after the end of the file.
    tokens: Option<Tokens<'t>>,
    at_line_start: bool,
}

impl<'t> Chunks<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let out = vec![Chunk::new(Kind::Table, 0..text.len(), 0..0)];
        let cutter = Cutter { text, out, table: "", nest: Nest::default(), in_conflict: false };
        Self { cutter, tokens: Some(Tokens::new(text)), at_line_start: true }
    }

    /// The next pieces: at least `size` bytes or [`MOST_OF_RUN`] pieces, less at the end of the file; `None` after the
    /// last.
    pub(super) fn next_run(&mut self, size: usize) -> Option<Vec<Chunk>> {
        let mut tokens = self.tokens.take()?;
        let begin = self.cutter.out.first().map_or(0, |chunk| chunk.range.start);
        loop {
            if self.at_line_start && self.cutter.nest.is_flat() {
                let lines = tokens.skip_plain_lines();
                self.cutter.weigh(LINE_WEIGHT * lines, lines);
            }
            if self.at_line_start && self.cutter.nest.is_flat() && self.cutter.conflict(tokens.at) {
                tokens.pass_conflict();
            }
            let Some(token) = tokens.next() else { break };
            self.step(token);
            // The last piece may still turn out too deep, so keep it for the next run.
            let last = self.cutter.out.last().map_or(0, |chunk| chunk.range.start);
            if last - begin >= size || self.cutter.out.len() > MOST_OF_RUN {
                self.tokens = Some(tokens);
                let rest = self.cutter.out.split_off(self.cutter.out.len() - 1);
                return Some(std::mem::replace(&mut self.cutter.out, rest));
            }
        }
        Some(std::mem::take(&mut self.cutter.out))
    }

    fn step(&mut self, (kind, range): (TokenKind, Range<usize>)) {
        let makes_table = matches!(kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket | TokenKind::Dot);
        let is_value = matches!(kind, TokenKind::Equals | TokenKind::Comma) || (makes_table && kind != TokenKind::Dot);
        self.cutter.weigh(if makes_table { 1 + NEST_WEIGHT } else { 1 }, usize::from(is_value));
        match kind {
            TokenKind::Newline => {
                self.at_line_start = true;
                self.cutter.nest.line_end();
            }
            TokenKind::Whitespace => {}
            TokenKind::LeftSquareBracket if self.at_line_start && self.cutter.header(&range) => {
                self.at_line_start = false;
            }
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString
                if self.at_line_start && self.cutter.header_in_disguise(&range) =>
            {
                self.at_line_start = false;
            }
            kind => {
                self.at_line_start &= kind == TokenKind::Comment;
                self.cutter.nest.step(kind);
                self.cutter.check_depth(&range);
            }
        }
    }
}

/// The tokens of a text with their places in it.
struct Tokens<'t> {
    text: &'t str,
    /// Where the text of `lexer` begins.
    base: usize,
    lexer: Lexer<'t>,
    /// The end of the last token.
    at: usize,
    /// How many more unclosed long strings and unfinished conflicts may be searched for their end.
    cuts: usize,
}

impl<'t> Tokens<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, base: 0, lexer: Source::new(text).lex(), at: 0, cuts: MOST_CUTS }
    }

    /// At the start of a line outside all brackets: skips the plain lines that follow and returns their number. They
    /// make up most of a model and do not matter for cutting.
    fn skip_plain_lines(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        let (mut end, mut count) = (self.at, 0);
        while let Some(line) = bytes.get(end..).and_then(plain_line) {
            end += line.end;
            count += 1;
        }
        let rest = self.text.get(end..).unwrap_or("");
        // A lexer would accept a byte order mark here as if it began a file.
        if count == 0 || rest.starts_with('\u{feff}') {
            return 0;
        }
        self.seek(end);
        count
    }

    fn seek(&mut self, end: usize) {
        let rest = self.text.get(end..).unwrap_or("");
        (self.base, self.at, self.lexer) = (end, end, Source::new(rest).lex());
    }

    /// Skips to the end of the git conflict whose second version begins here.
    fn pass_conflict(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        match conflict_length(rest) {
            _ if self.cuts == 0 => {}
            Some(length) => self.seek(self.at + length),
            // Searching for a missing end costs the rest of the file.
            None => self.cuts -= 1,
        }
    }

    /// Where to end an unclosed long string: before the first header of a record in it. A string with an unexpected
    /// token after it was really closed by the opening marks of the next one.
    fn unclosed(&mut self, string: &Range<usize>) -> Option<usize> {
        let words = self.text.get(string.clone())?;
        if self.cuts == 0 || is_closed(words, self.text.get(string.end..)?) {
            return None;
        }
        let is_header = |line: &str| {
            line.starts_with("[[") && header(line).is_some_and(|h| h.parts == 1 && LISTS.contains(&h.first))
        };
        let mut at = 0;
        let header = words.split_inclusive('\n').find_map(|line| {
            at += line.len();
            is_header(line).then(|| at - line.len())
        })?;
        self.cuts -= 1;
        Some(string.start + header)
    }
}

/// Whether a long string is closed: it ends with its marks, and something that may follow a string comes next.
pub(super) fn is_closed(words: &str, behind: &str) -> bool {
    let marks = words.get(..3).unwrap_or("");
    let has_end = words.len() >= 6 && words.ends_with(marks);
    has_end
        && behind
            .trim_start_matches([' ', '\t'])
            .chars()
            .next()
            .is_none_or(|c| matches!(c, '\n' | '\r' | '#' | ',' | ']' | '}'))
}

/// Bytes from the second version of a git conflict to the end of its last line; `None` if that is missing.
pub(super) fn conflict_length(rest: &str) -> Option<usize> {
    let end = memchr::memmem::find(rest.as_bytes(), ENDS_CONFLICT)?;
    let behind = rest.as_bytes().get(end + 1..)?;
    Some(end + 1 + memchr::memchr(b'\n', behind).map_or(behind.len(), |at| at + 1))
}

/// The beginnings of the lines with which git marks a conflict.
pub(super) const BEGINS_CONFLICT: &[u8] = b"<<<<<<< ";
const BASE_OF_CONFLICT: &[u8] = b"||||||| ";
pub(super) const DIVIDES_CONFLICT: &[u8] = b"=======";
const ENDS_CONFLICT: &[u8] = b"\n>>>>>>> ";
/// See [`Tokens::cuts`].
const MOST_CUTS: usize = 16;

impl Iterator for Tokens<'_> {
    type Item = (TokenKind, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let token = self.lexer.next()?;
        self.at = self.base + token.span().end();
        let range = self.base + token.span().start()..self.at;
        if matches!(token.kind(), TokenKind::MlBasicString | TokenKind::MlLiteralString)
            && let Some(end) = self.unclosed(&range)
        {
            self.seek(end);
            // The cut includes the end of its last line.
            return Some((TokenKind::Newline, range.start..end));
        }
        Some((token.kind(), range))
    }
}

struct Cutter<'t> {
    text: &'t str,
    out: Vec<Chunk>,
    table: &'t str,
    nest: Nest,
    /// Whether a git conflict has begun and its second version has not.
    in_conflict: bool,
}

impl<'t> Cutter<'t> {
    /// Begins a chunk if the bracket at the start of a line opens a header; returns whether it does.
    fn header(&mut self, bracket: &Range<usize>) -> bool {
        let start = bracket.start;
        let rest = self.text.get(start..).unwrap_or("");
        let header = header(rest);
        let is_record = header.as_ref().is_some_and(|h| h.is_list && h.parts == 1 && LISTS.contains(&h.first));
        if !self.nest.is_flat() && !is_record {
            return false;
        }
        let (first, parts, length) = match header {
            Some(header) => (list_meant(header.first).unwrap_or(header.first), header.parts, header.length),
            None => self.broken_header(start).unwrap_or(("", 1, 1)),
        };
        self.open_header(start, (first, parts, length));
        self.check_depth(bracket);
        true
    }

    /// Begins a chunk if a line without an opening bracket is meant as a header; returns whether it is.
    fn header_in_disguise(&mut self, token: &Range<usize>) -> bool {
        let broken = if self.nest.is_flat() { self.broken_header(token.start) } else { None };
        broken.map(|header| self.open_header(token.start, header)).is_some()
    }

    /// The list, the number of names and the length of a line meant as a header.
    fn broken_header(&self, start: usize) -> Option<(&'static str, usize, usize)> {
        let rest = self.text.get(start..)?;
        let meant = meant_header(rest)?;
        let line = rest.lines().next().unwrap_or("").trim_end();
        Some((meant.list, if meant.is_passage { 2 } else { 1 }, line.len()))
    }

    fn open_header(&mut self, start: usize, (first, parts, length): (&'t str, usize, usize)) {
        self.nest = Nest { header: parts, ..Nest::default() };
        let belongs = parts > 1 && first == self.table;
        if !belongs {
            let kind = if parts > 1 && LISTS.contains(&first) { Kind::Apart } else { Kind::Table };
            self.begin(kind, start..start + length);
            self.table = first;
        }
        // The brackets of the header are balanced, or its chunk is faulty; either way they nest nothing.
        self.nest.in_header = true;
    }

    /// Whether the second version of a git conflict begins at the line at `at`.
    fn conflict(&mut self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or(&[]);
        if rest.starts_with(BEGINS_CONFLICT) {
            self.in_conflict = true;
        }
        let is_second = self.in_conflict && (rest.starts_with(DIVIDES_CONFLICT) || rest.starts_with(BASE_OF_CONFLICT));
        self.in_conflict &= !is_second;
        is_second
    }

    fn begin(&mut self, kind: Kind, mark: Range<usize>) {
        if let Some(last) = self.out.last_mut() {
            last.range.end = mark.start;
        }
        let chunk = Chunk::new(kind, mark.start..self.text.len(), mark);
        self.out.push(Chunk { in_conflict: self.in_conflict, ..chunk });
    }

    fn weigh(&mut self, weight: usize, values: usize) {
        if let Some(chunk) = self.out.last_mut() {
            chunk.weight += weight;
            chunk.values += values;
        }
    }

    fn check_depth(&mut self, token: &Range<usize>) {
        if self.nest.depth() > DEEPEST
            && let Some(chunk) = self.out.last_mut()
            && chunk.kind != Kind::TooDeep
        {
            (chunk.kind, chunk.mark) = (Kind::TooDeep, token.clone());
        }
    }
}

/// The nesting depth at the lexer. Each part of a dotted key counts, since each is a table.
#[derive(Default)]
struct Nest {
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
    fn is_flat(&self) -> bool {
        self.open.is_empty()
    }

    fn depth(&self) -> usize {
        self.header + self.open.len() + self.dots
    }

    fn line_end(&mut self) {
        self.in_header = false;
        if self.is_flat() {
            self.next_pair();
        }
    }

    fn step(&mut self, kind: TokenKind) {
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

#[cfg(test)]
mod tests {
    use super::{Chunk, Chunks, Kind, Tokens, chunks};

    fn pieces(text: &str) -> Vec<(Kind, &str)> {
        chunks(text).into_iter().map(|chunk| (chunk.kind, text.get(chunk.range).unwrap_or("?"))).collect()
    }

    #[test]
    fn a_file_is_cut_at_its_top_level_headers_alone() {
        let table = |text| (Kind::Table, text);
        for (text, expected) in [
            ("", vec![table("")]),
            ("\u{feff}title = 1\n", vec![table("\u{feff}title = 1\n")]),
            ("[[actors]]\na = 1", vec![table(""), table("[[actors]]\na = 1")]),
            (
                "a = 1\n [[demands]] # d\n[[demands.passages]]\n[demands.x]\n[[actors]]\n",
                vec![
                    table("a = 1\n "),
                    table("[[demands]] # d\n[[demands.passages]]\n[demands.x]\n"),
                    table("[[actors]]\n"),
                ],
            ),
            (
                "a = \"\"\"\n[[demands]]\n\"\"\"\nb = '''\n[[demands]]\n'''\n# [[demands]]\n",
                vec![table("a = \"\"\"\n[[demands]]\n\"\"\"\nb = '''\n[[demands]]\n'''\n# [[demands]]\n")],
            ),
            ("a = [\n[1],\n['x'],\n[[2]]\n]\n", vec![table("a = [\n[1],\n['x'],\n[[2]]\n]\n")]),
            // A list that is never closed ends where a table begins.
            ("a = [\n1,\n[[actors]]\n", vec![table("a = [\n1,\n"), table("[[actors]]\n")]),
            (
                "[[ 'actors' ]]\n[ actors . x ]\n[x]",
                vec![table(""), table("[[ 'actors' ]]\n[ actors . x ]\n"), table("[x]")],
            ),
            ("[[actors]\n[[issues]]\n", vec![table(""), table("[[actors]\n"), table("[[issues]]\n")]),
            (
                "[[actors]]\n[[demands.passages]]\n",
                vec![table(""), table("[[actors]]\n"), (Kind::Apart, "[[demands.passages]]\n")],
            ),
            ("a = 1\r\n[[actors]]\r\n", vec![table("a = 1\r\n"), table("[[actors]]\r\n")]),
        ] {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }

    #[test]
    fn depth_counts_lists_tables_and_dotted_keys() {
        let list = |n: usize| format!("a = {}{}", "[".repeat(n), "]".repeat(n));
        let dots = |n: usize| vec!["a"; n].join(".");
        for (text, is_deep) in [
            (list(16), false),
            (list(17), true),
            (list(100_000), true),
            (format!("a = {}", "{a=".repeat(100_000)), true),
            (format!("{} = 1", dots(17)), false),
            (format!("{} = 1", dots(18)), true),
            (format!("[{}]", dots(16)), false),
            (format!("[{}]", dots(100_000)), true),
            (format!("a = {{ {} = {{ {} = 1 }} }}", dots(8), dots(8)), false),
            (format!("a = {{ {} = {{ {} = 1 }} }}", dots(9), dots(9)), true),
            (format!("[[{}]]\n{} = 1", dots(9), dots(9)), true),
            // Dots of numbers, of keys side by side and of closed tables do not add up.
            (format!("a = [{}]", "1.5, ".repeat(100)), false),
            (format!("a = {{ {} = 1.5, {} = 2.5 }}\n", dots(9), dots(9)).repeat(3), false),
            (format!("a = [{}]", "{ b.c.d = 1 },\n".repeat(50)), false),
        ] {
            let found = chunks(&text).iter().any(|chunk| chunk.kind == Kind::TooDeep);
            assert_eq!(found, is_deep, "{}", text.chars().take(80).collect::<String>());
        }
    }

    #[test]
    fn only_the_deep_table_is_lost() {
        let text = format!("[[actors]]\na = {}\n[[issues]]\n", "[".repeat(50));
        let kinds: Vec<Kind> = chunks(&text).into_iter().map(|chunk| chunk.kind).collect();
        assert_eq!(kinds, [Kind::Table, Kind::TooDeep, Kind::Table]);
    }

    proptest::proptest! {
        #[test]
        fn plain_lines_say_nothing_to_the_cutter(
            text in "([\\[\\]{}=.,#'\"\\\\\n\r\t a1:\u{feff}-]|actors|a.b = |a = \"b\"\n|\n\\[\\[demands\\]\\]\n|\"\"\"|[{]a = 1\n){0,60}"
        ) {
            let mut slow = Chunks::new(&text);
            for token in Tokens::new(&text) {
                slow.step(token);
            }
            let told = |chunks: Vec<Chunk>| -> Vec<_> {
                chunks.into_iter().map(|chunk| (chunk.kind, chunk.range, chunk.mark)).collect()
            };
            assert_eq!(told(chunks(&text)), told(slow.cutter.out), "{text:?}");
        }

        #[test]
        fn chunks_cover_every_byte_in_order(text in "([\\[\\]{}=.,#'\"\n a]|actors|\\[\\[demands\\]\\]\n|\"\"\"){0,60}") {
            let mut at = 0;
            for chunk in chunks(&text) {
                assert_eq!(chunk.range.start, at);
                at = chunk.range.end;
            }
            assert_eq!(at, text.len());
        }
    }
}
