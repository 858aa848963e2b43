//! What is being typed in a model file, which need not be valid TOML.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::layout::text_of;
use crate::format::{DEMAND, Form, TOP, TableKind};

/// Bytes before the cursor to search for the header of its table.
const MOST_BEFORE: usize = 256 << 10;
/// Bytes after the cursor to search for the other keys of its table.
const MOST_BEHIND: usize = 16 << 10;

/// Where a cursor is, and what is typed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The table it is in.
    pub table: TableKind,
    /// The keys of that table with their values if these are strings on one line, else empty.
    pub own: Vec<(String, String)>,
    /// The same for the record: in a passage that of its demand, else the table itself.
    pub record: Vec<(String, String)>,
    /// What is typed.
    pub typing: Typing,
}

impl Cursor {
    /// The value of a key of the table.
    pub fn own(&self, key: &str) -> Option<&str> {
        value_of(&self.own, key)
    }

    /// The value of a key of the record.
    pub fn record(&self, key: &str) -> Option<&str> {
        value_of(&self.record, key)
    }
}

fn value_of<'p>(pairs: &'p [(String, String)], key: &str) -> Option<&'p str> {
    pairs.iter().find(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// What is typed at a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typing {
    /// A header, from its first bracket.
    Header {
        /// Where it begins.
        start: usize,
    },
    /// A key.
    Key {
        /// Where it begins.
        start: usize,
        /// Whether a header could begin here too: outside all brackets.
        is_line_start: bool,
    },
    /// The value of a key, or one of its list.
    Value {
        /// The key.
        key: String,
        /// Where the typed text begins, after the mark of a string.
        start: usize,
        /// The mark of the string, `"` or `'`; `None` outside of a string.
        mark: Option<char>,
        /// The typed text, unescaped.
        typed: String,
    },
}

/// What is typed at the byte `at`, a character boundary; `None` in a comment, after a value, and outside of tables of
/// the format. Looks at a bounded piece of the text around it.
pub fn cursor(text: &str, at: usize) -> Option<Cursor> {
    let region = Region::of(text, at);
    let piece = text.get(region.start..at)?;
    let mut reader = Reader { text: piece, levels: vec![Level::table(region.table)], header: None, tail: Tail::Open };
    let tokens = Source::new(piece).lex().into_vec();
    for token in &tokens {
        reader.step(token);
    }
    let Reader { mut levels, tail, .. } = reader;
    let is_outermost = levels.len() == 1;
    let last = levels.pop()?;
    let typing = typing(&last, tail, (region.start, at), is_outermost)?;
    // A list belongs to the table whose value it is.
    let (table, mut own) =
        if last.is_list { levels.pop().map(|level| (level.table, level.pairs))? } else { (last.table, last.pairs) };
    let table = table?;
    let behind = text.get(at..text.floor_char_boundary(at + MOST_BEHIND))?;
    if levels.is_empty() {
        let lines = behind.split_once('\n').map_or("", |(_, rest)| rest);
        own.extend(line_pairs(lines));
        own.extend(lists(lines, table));
    } else {
        own.extend(inline_pairs(behind, &typing));
    }
    let is_passage = table == TableKind::Passage;
    let record = match levels.first().filter(|_| is_passage) {
        // An inline passage: its demand encloses it.
        Some(demand) => demand.pairs.clone(),
        None if is_passage => line_pairs(text.get(region.record..region.start)?),
        None => own.clone(),
    };
    Some(Cursor { table, own, record, typing })
}

fn typing(last: &Level, tail: Tail, (base, at): (usize, usize), is_outermost: bool) -> Option<Typing> {
    let (start, mark, typed) = match tail {
        Tail::Comment => return None,
        Tail::Header(start) => return Some(Typing::Header { start: base + start }),
        Tail::Open => (at, None, String::new()),
        Tail::Word { start, mark, typed } => (base + start, mark, typed),
    };
    match &last.key {
        None if mark.is_none() && !last.is_list => Some(Typing::Key { start, is_line_start: is_outermost }),
        Some(key) if (last.is_list || last.has_equals) && !last.has_value => {
            Some(Typing::Value { key: key.clone(), start, mark, typed })
        }
        _ => None,
    }
}

/// The piece of a file with the cursor's table.
struct Region {
    /// The end of the table's header.
    start: usize,
    /// For a passage, the end of the header of its record.
    record: usize,
    table: Option<TableKind>,
}

impl Region {
    fn of(text: &str, at: usize) -> Self {
        let from = text.floor_char_boundary(at.saturating_sub(MOST_BEFORE));
        // Ignore a header that is still being typed.
        let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let before = text.get(from..line).unwrap_or_default();
        let mut passage = None;
        let mut end = before.len();
        for line in before.split_inclusive('\n').rev() {
            let start = end - line.len();
            let found = header(line);
            match (found, passage) {
                (Some(TableKind::Passage), None) => passage = Some(from + end),
                (Some(TableKind::Passage), Some(_)) | (None, _) => {}
                (Some(kind), None) => return Self { start: from + end, record: from + end, table: Some(kind) },
                (Some(_), Some(passage)) => {
                    return Self { start: passage, record: from + end, table: Some(TableKind::Passage) };
                }
            }
            end = start;
        }
        match passage {
            Some(passage) => Self { start: passage, record: passage, table: Some(TableKind::Passage) },
            None => Self { start: from, record: from, table: (from == 0).then_some(TableKind::Top) },
        }
    }
}

/// The table of a header line.
fn header(line: &str) -> Option<TableKind> {
    let inner = line.trim_start().strip_prefix("[[")?;
    let (name, _) = inner.split_once("]]")?;
    table_called(name.trim())
}

fn table_called(name: &str) -> Option<TableKind> {
    let lists = [
        (TOP.articles.name, TableKind::Article),
        (TOP.actors.name, TableKind::Actor),
        (TOP.issues.name, TableKind::Issue),
        (TOP.demands.name, TableKind::Demand),
        ("demands.passages", TableKind::Passage),
        (DEMAND.passages.name, TableKind::Passage),
    ];
    lists.iter().find(|(list, _)| *list == name).map(|(_, kind)| *kind)
}

/// The pairs of lines `key = "words"` up to the next header, with an empty value for anything but a string.
fn line_pairs(lines: &str) -> Vec<(String, String)> {
    let own = lines.lines().take_while(|line| !line.trim_start().starts_with("[["));
    let pair = |line: &str| {
        let (key, value) = line.split_once('=')?;
        let (key, value) = (key.trim(), value.trim());
        let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_';
        (!key.is_empty() && key.chars().all(is_bare)).then(|| {
            let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''));
            let raw = mark.and_then(|mark| value.get(..value.get(1..)?.find(mark)? + 2));
            (key.to_owned(), raw.and_then(text_of).unwrap_or_default())
        })
    };
    own.filter_map(pair).collect()
}

/// The keys of a table whose lists are tables of their own behind it: `passages` where `[[demands.passages]]` follows.
fn lists(lines: &str, table: TableKind) -> Vec<(String, String)> {
    let headers = lines.lines().filter(|line| line.trim_start().starts_with("[[")).map(header);
    let list = |kind: Option<TableKind>| {
        let keys = table.keys().iter().find(|key| kind.is_some_and(|kind| key.form == Form::Tables(kind)))?;
        Some((keys.name.to_owned(), String::new()))
    };
    // Of the tables behind a demand its own come first.
    headers.map(list).take_while(|list| table == TableKind::Top || list.is_some()).flatten().collect()
}

/// The pairs behind the cursor in its inline table.
fn inline_pairs(behind: &str, typing: &Typing) -> Vec<(String, String)> {
    let closed = match typing {
        Typing::Value { mark: Some(mark), .. } => behind.find(*mark).map_or(behind.len(), |at| at + 1),
        Typing::Value { mark: None, .. } | Typing::Header { .. } | Typing::Key { .. } => 0,
    };
    let rest = behind.get(closed..).unwrap_or_default();
    let (mut pairs, mut depth, mut word): (Vec<(String, String)>, usize, &str) = (Vec::new(), 0, "");
    let mut is_value = false;
    for token in Source::new(rest).lex() {
        let raw = rest.get(token.span().start()..token.span().end()).unwrap_or_default();
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if depth == 0 => break,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth -= 1,
            TokenKind::Equals if depth == 0 => {
                pairs.push((text_of(word).unwrap_or_else(|| word.to_owned()), String::new()));
                is_value = true;
            }
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString if depth == 0 => {
                if let Some((_, value)) = pairs.last_mut().filter(|_| std::mem::take(&mut is_value)) {
                    *value = text_of(raw).unwrap_or_default();
                }
                word = raw;
            }
            _ => {}
        }
    }
    pairs
}

/// An open table or list.
#[expect(clippy::struct_excessive_bools, reason = "each is a step of typing a pair")]
struct Level {
    is_list: bool,
    /// `None` for a table that is not of the format.
    table: Option<TableKind>,
    key: Option<String>,
    has_equals: bool,
    has_value: bool,
    pairs: Vec<(String, String)>,
}

impl Level {
    fn table(table: Option<TableKind>) -> Self {
        Self { is_list: false, table, key: None, has_equals: false, has_value: false, pairs: Vec::new() }
    }

    fn next_pair(&mut self) {
        (self.key, self.has_equals, self.has_value) = (None, false, false);
    }
}

/// What is right before the cursor.
enum Tail {
    /// Nothing: something new begins.
    Open,
    Comment,
    /// A header, with the offset of its bracket.
    Header(usize),
    /// A bare word or an unclosed string.
    Word {
        start: usize,
        mark: Option<char>,
        typed: String,
    },
}

struct Reader<'t> {
    text: &'t str,
    levels: Vec<Level>,
    /// The start of an unfinished header line.
    header: Option<usize>,
    tail: Tail,
}

impl Reader<'_> {
    fn step(&mut self, token: &Token) {
        let (start, end) = (token.span().start(), token.span().end());
        let raw = self.text.get(start..end).unwrap_or_default();
        let is_outermost = self.levels.len() == 1;
        let is_last = end == self.text.len();
        let Some(level) = self.levels.last_mut() else { return };
        if !matches!(token.kind(), TokenKind::Eof) {
            self.tail = Tail::Open;
        }
        match token.kind() {
            TokenKind::Newline if is_outermost => {
                level.next_pair();
                self.header = None;
            }
            TokenKind::Comment if is_last => self.tail = Tail::Comment,
            TokenKind::Equals => level.has_equals = true,
            TokenKind::Comma if !level.is_list => level.next_pair(),
            TokenKind::Comma => level.has_value = false,
            TokenKind::LeftSquareBracket => self.open_list(start),
            TokenKind::LeftCurlyBracket => self.open_table(),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => self.close(),
            TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => self.word(raw, start, is_last),
            _ => {}
        }
    }

    fn word(&mut self, raw: &str, start: usize, is_last: bool) {
        if let Some(header) = self.header {
            self.tail = Tail::Header(header);
            return;
        }
        let Some(level) = self.levels.last_mut() else { return };
        let mark = raw.chars().next().filter(|mark| matches!(mark, '"' | '\''));
        if is_last && let Some(open) = unfinished(raw, mark) {
            let typed = open.typed(raw);
            self.tail = Tail::Word { start: start + open.marks, mark, typed };
            return;
        }
        if level.key.is_none() && !level.is_list {
            let key = text_of(raw).unwrap_or_else(|| raw.to_owned());
            level.key = Some(key.clone());
            level.pairs.push((key, String::new()));
        } else {
            level.has_value = true;
            if let (false, Some((_, value))) = (level.is_list, level.pairs.last_mut()) {
                *value = text_of(raw).unwrap_or_default();
            }
        }
    }

    fn open_list(&mut self, start: usize) {
        let is_outermost = self.levels.len() == 1;
        let Some(level) = self.levels.last_mut() else { return };
        if is_outermost && level.key.is_none() {
            let start = *self.header.get_or_insert(start);
            self.tail = Tail::Header(start);
            return;
        }
        let (table, key) = (level.table, level.key.clone());
        self.levels.push(Level { is_list: true, key, ..Level::table(table) });
    }

    fn open_table(&mut self) {
        let Some(level) = self.levels.last() else { return };
        let table = level.key.as_deref().and_then(table_called);
        self.levels.push(Level::table(table));
    }

    fn close(&mut self) {
        if self.levels.len() > 1 {
            self.levels.pop();
        }
        if let Some(level) = self.levels.last_mut() {
            level.has_value = true;
        }
    }
}

/// A word that may still be continued.
struct Unfinished {
    /// Bytes of its opening marks.
    marks: usize,
}

fn unfinished(raw: &str, mark: Option<char>) -> Option<Unfinished> {
    let Some(mark) = mark else { return Some(Unfinished { marks: 0 }) };
    let triple = mark.to_string().repeat(3);
    let marks = if raw.starts_with(&triple) { 3 } else { 1 };
    let body = raw.get(marks..)?;
    let closing = if marks == 3 { triple.as_str() } else { raw.get(..1)? };
    let is_escaped = |before: &str| before.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1;
    let is_closed = body.strip_suffix(closing).is_some_and(|before| mark == '\'' || !is_escaped(before));
    (!is_closed).then_some(Unfinished { marks })
}

impl Unfinished {
    /// The text of the open string so far.
    fn typed(&self, raw: &str) -> String {
        let body = raw.get(self.marks..).unwrap_or_default();
        if self.marks == 0 || !body.contains('\\') {
            return body.to_owned();
        }
        let closing = raw.get(..self.marks).unwrap_or_default();
        text_of(&format!("{raw}{closing}")).unwrap_or_else(|| body.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Typing, cursor};

    fn told(text: &str) -> String {
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let Some(cursor) = cursor(&text, at) else { return "nothing".to_owned() };
        let typing = match &cursor.typing {
            Typing::Header { start } => format!("header {}", text.get(*start..at).unwrap()),
            Typing::Key { start, is_line_start } => {
                format!("key {}{}", text.get(*start..at).unwrap(), if *is_line_start { "" } else { " inline" })
            }
            Typing::Value { key, mark, typed, .. } => format!("{key} {}{typed}", mark.unwrap_or(' ')),
        };
        format!("{:?}: {typing}", cursor.table)
    }

    #[test]
    fn what_is_typed_is_known_while_the_file_is_broken() {
        for (text, expected) in [
            ("|", "Top: key "),
            ("ti|", "Top: key ti"),
            ("title = 'T'\n|", "Top: key "),
            ("title = 'T'|", "nothing"),
            ("# a |", "nothing"),
            ("[|", "Top: header ["),
            ("[[actors]]\nid = 'x'\n[[dem|", "Actor: header [[dem"),
            ("[[actors]]\nki|\nname = 'X'", "Actor: key ki"),
            ("[[actors]]\nkind = |", "Actor: kind  "),
            ("[[actors]]\nkind = pe|", "Actor: kind  pe"),
            ("[[actors]]\nkind = \"pe|", "Actor: kind \"pe"),
            ("[[actors]]\nkind = \"pe|\"\nname = 'X'", "Actor: kind \"pe"),
            ("[[actors]]\nkind = \"person\"|", "nothing"),
            ("[[actors]]\nmember_of = ['a', '|", "Actor: member_of '"),
            ("[[actors]]\nmember_of = [|]", "Actor: member_of  "),
            ("[[actors]]\nmember_of = [\n  \"a\",\n  \"b|", "Actor: member_of \"b"),
            ("[[demands]]\nid = 'd'\n[[demands.passages]]\nquote = \"they \\\"wa|", "Passage: quote \"they \"wa"),
            ("[[demands]]\npassages = [{ quote = 'a', vo|", "Passage: key vo inline"),
            ("[[demands]]\npassages = [{ quote = 'a', voice = '|' }]", "Passage: voice '"),
            ("demands = [{ id = 'd', kind = '|", "Demand: kind '"),
            ("[[issues]]\nscale = [{ at = 0, label = 'x|", "nothing"),
            ("[table]\nke|", "Top: key ke"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn the_other_keys_of_the_table_and_of_its_demand_are_known() {
        let text = "[[demands]]\nissue = 'i'\nposition = \"|\nactor = \"x\"\n[[demands.passages]]\nquote = 'q'\n";
        let at = text.find('|').unwrap();
        let found = cursor(&text.replacen('|', "", 1), at).unwrap();
        assert_eq!((found.record("issue"), found.own("actor"), found.own("quote")), (Some("i"), Some("x"), None));
        let text = "[[demands]]\nissue = 'i'\nactor = 'x'\n[[demands.passages]]\nquote = 'q'\n[[demands.passages]]\n\
                    article = 'a'\nquote = '|\nvoice = 'quoted'\n[[demands]]\nissue = 'j'\n";
        let at = text.find('|').unwrap();
        let found = cursor(&text.replacen('|', "", 1), at).unwrap();
        assert_eq!(
            (found.record("issue"), found.own("article"), found.own("voice")),
            (Some("i"), Some("a"), Some("quoted"))
        );
    }

    #[test]
    fn keys_behind_the_cursor_are_known() {
        for (text, keys) in [
            ("ti|\nlanguage = 'en'\n[[actors]]\nid = 'x'\n[[demands]]\nid = 'd'\n", "language actors demands"),
            ("[[demands]]\nid = 'd'\n|\nkind = 'offer'\n  [[demands.passages]]\nquote = 'q'\n", "id kind passages"),
            ("[[demands]]\nid = 'd'\n|\n[[demands]]\nid = 'e'\n[[demands.passages]]\nquote = 'q'\n", "id"),
            ("[[demands.passages]]\nquote = 'q'\n|\n[[demands.passages]]\nvoice = 'quoted'\n", "quote"),
            (
                "[[demands]]\npassages = [{ quote = 'a', | , voice = 'quoted' }, { note = 'n' }]\nid = 'd'",
                "quote voice",
            ),
            ("[[demands]]\npassages = [{ quote = 'a|', article = 'b', speaker = 'c' }]", "quote article speaker"),
            ("demands = [{ |, supports = ['a', 'b'], passages = [{ quote = 'q' }] }]", "supports passages"),
        ] {
            let at = text.find('|').unwrap();
            let found = cursor(&text.replacen('|', "", 1), at).unwrap();
            let names: Vec<&str> = found.own.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names.join(" "), keys, "{text}");
        }
        let text = "[[demands]]\npassages = [{ quote = '', article = 'b' }]";
        assert_eq!(cursor(text, text.find("''").unwrap() + 1).unwrap().own("article"), Some("b"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_broken(text in "(\\[\\[demands\\]\\]\n|[a-z]{1,3}|[=\\[\\]{}'\"\\\\,.#\n é|]){0,40}", at in 0..80_usize) {
            let at = text.floor_char_boundary(at);
            if let Some(found) = cursor(&text, at) {
                let start = match found.typing {
                    Typing::Header { start } | Typing::Key { start, .. } | Typing::Value { start, .. } => start,
                };
                assert!(text.get(start..at).is_some());
            }
        }
    }
}
