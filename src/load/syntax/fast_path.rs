//! The fast path: reads tables from tokens, without a tree.
//!
//! Nearly every record is a header with `key = value` lines, lists and inline tables. Everything else that TOML allows
//! (dotted and quoted keys, tables in single brackets), and everything it does not, is left to the `toml` crate in
//! [`tree`](super::tree). Both read the same values.

use std::collections::HashSet;
use std::ops::Range;

use toml_parser::Source;
use toml_parser::decoder::ScalarKind;
use toml_parser::lexer::{Lexer, Token, TokenKind};

use super::plain_line::plain_line;
use super::recorder::{Inside, Opened, Recorder, Shape, Wanted};
use crate::format::TableKind;
use crate::load::tables::scalar;

/// Reads a chunk; `None` if it needs the slow path: then discard what was recorded.
pub(super) fn read(text: &str, recorder: &mut Recorder<'_>) -> Option<()> {
    Reader::new(text, recorder).chunk()
}

/// The keys of a table so far, to detect duplicates.
#[derive(Default)]
struct Given<'t> {
    /// A bit for each key of the format; lists written as tables with headers are separate.
    known: u32,
    with_headers: u32,
    unknown: HashSet<&'t str>,
}

struct Reader<'t, 'r, 'p> {
    text: &'t str,
    /// Where the text of `lexer` begins.
    base: usize,
    lexer: Lexer<'t>,
    kind: TokenKind,
    /// Where the token is in `text`.
    range: Range<usize>,
    recorder: &'r mut Recorder<'p>,
}

impl<'t, 'r, 'p> Reader<'t, 'r, 'p> {
    fn new(text: &'t str, recorder: &'r mut Recorder<'p>) -> Self {
        let lexer = Source::new(text).lex();
        Self { text, base: 0, lexer, kind: TokenKind::Newline, range: 0..0, recorder }
    }

    /// Advances to the next token.
    fn bump(&mut self) {
        let next = self.lexer.next();
        self.kind = next.as_ref().map_or(TokenKind::Eof, Token::kind);
        self.range = next.map_or(self.range.end..self.range.end, |token| {
            self.base + token.span().start()..self.base + token.span().end()
        });
    }

    fn raw(&self) -> &'t str {
        self.text.get(self.range.clone()).unwrap_or_else(|| unreachable!("a token keeps to its text"))
    }

    /// The whole chunk: the top of the file, or the table of a header with its sub-tables.
    fn chunk(&mut self) -> Option<()> {
        self.bump();
        self.lines(TableKind::Top, &mut Given::default())?;
        while self.kind == TokenKind::LeftSquareBracket {
            let (path, range) = self.header()?;
            let list = self.recorder.key(TableKind::Top, path, &range).filter(|_| !path.contains('.'))?;
            let record = self.sub_table(list, &range)?;
            let mut given = Given::default();
            self.lines(record.kind, &mut given)?;
            while self.kind == TokenKind::LeftSquareBracket {
                let (path_below, range) = self.header()?;
                let name = path_below.strip_prefix(path)?.strip_prefix('.')?;
                let list = self.recorder.key(record.kind, name, &range)?;
                (given.known & list.bit() == 0).then_some(())?;
                given.with_headers |= list.bit();
                let part = self.sub_table(list, &range)?;
                self.lines(part.kind, &mut Given::default())?;
                self.recorder.close(part);
            }
            self.recorder.close(record);
        }
        (self.kind == TokenKind::Eof).then_some(())
    }

    fn sub_table(&mut self, list: Wanted, range: &Range<usize>) -> Option<Opened> {
        match self.recorder.take(list.entry(), Shape::Table, range) {
            Inside::Table(opened) => Some(opened),
            Inside::Nothing | Inside::Entries | Inside::Point(_) => None,
        }
    }

    /// `[[path]]` with bare names: the path and the range of the header.
    fn header(&mut self) -> Option<(&'t str, Range<usize>)> {
        let rest = self.text.get(self.range.start..)?;
        let line = rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()))?;
        let header = line.split('#').next()?.trim_end_matches(['\r', ' ', '\t']);
        let path = header.strip_prefix("[[")?.strip_suffix("]]")?;
        path.split('.').all(|name| !name.is_empty() && name.bytes().all(is_bare)).then_some(())?;
        let range = self.range.start..self.range.start + header.len();
        self.seek(range.end)?;
        self.line_end()?;
        Some((path, range))
    }

    /// Moves to the token at `place`.
    fn seek(&mut self, place: usize) -> Option<()> {
        let rest = self.text.get(place..)?;
        // A lexer takes a mark at its beginning for the one that a file may begin with.
        (!rest.starts_with('\u{feff}')).then_some(())?;
        (self.base, self.lexer) = (place, Source::new(rest).lex());
        self.range = place..place;
        self.bump();
        Some(())
    }

    /// The pairs up to the next header or the end.
    fn lines(&mut self, kind: TableKind, given: &mut Given<'t>) -> Option<()> {
        loop {
            self.plain_lines(kind, given)?;
            match self.kind {
                TokenKind::Newline => self.newline()?,
                TokenKind::Whitespace => self.bump(),
                TokenKind::Comment => self.comment()?,
                TokenKind::Atom => {
                    let wanted = self.key(kind, self.range.clone(), given)?;
                    self.equals()?;
                    self.value(wanted)?;
                    self.line_end()?;
                }
                TokenKind::LeftSquareBracket | TokenKind::Eof => return Some(()),
                _ => return None,
            }
        }
    }

    /// Reads lines that need no lexer: nearly all of a model.
    fn plain_lines(&mut self, kind: TableKind, given: &mut Given<'t>) -> Option<()> {
        let begun = self.range.start;
        let mut at = begun;
        while let Some(line) = self.text.as_bytes().get(at..).and_then(plain_line) {
            let wanted = self.key(kind, at + line.key.start..at + line.key.end, given)?;
            let range = at + line.value.start..at + line.value.end;
            let raw = self.text.get(range.clone())?;
            let shape = match raw.as_bytes() {
                [b'"' | b'\'', words @ ..] => words.iter().all(|byte| !is_control(*byte)).then_some(Shape::String),
                _ => atom(raw),
            }?;
            if let Some(wanted) = wanted {
                self.recorder.take(wanted, shape, &range);
            }
            at += line.end;
        }
        if at > begun { self.seek(at) } else { Some(()) }
    }

    /// Skips to the next line; only a comment may follow.
    fn line_end(&mut self) -> Option<()> {
        self.skip_spaces();
        if self.kind == TokenKind::Comment {
            self.comment()?;
        }
        if self.kind == TokenKind::Eof { Some(()) } else { self.newline() }
    }

    fn skip_spaces(&mut self) {
        while self.kind == TokenKind::Whitespace {
            self.bump();
        }
    }

    fn comment(&mut self) -> Option<()> {
        let is_clean = !self.raw().bytes().any(is_control);
        self.bump();
        is_clean.then_some(())
    }

    fn newline(&mut self) -> Option<()> {
        let is_right = matches!(self.raw(), "\n" | "\r\n");
        self.bump();
        is_right.then_some(())
    }

    /// Skips spaces, line ends and comments between brackets.
    fn skip_blank(&mut self) -> Option<()> {
        loop {
            match self.kind {
                TokenKind::Whitespace => self.bump(),
                TokenKind::Newline => self.newline()?,
                TokenKind::Comment => self.comment()?,
                _ => return Some(()),
            }
        }
    }

    /// The key at `range`; `Some(None)` if the table does not have it, so that its value is skipped.
    #[expect(clippy::option_option, reason = "a skipped key does not need the slow path")]
    fn key(&mut self, table: TableKind, range: Range<usize>, given: &mut Given<'t>) -> Option<Option<Wanted>> {
        let name = self.text.get(range.clone())?;
        name.bytes().all(is_bare).then_some(())?;
        let wanted = self.recorder.key(table, name, &range);
        let is_new = match &wanted {
            Some(known) => {
                let is_new = (given.known | given.with_headers) & known.bit() == 0;
                given.known |= known.bit();
                is_new
            }
            None => given.unknown.insert(name),
        };
        is_new.then_some(wanted)
    }

    /// The equals sign after a key, and the spaces around it.
    fn equals(&mut self) -> Option<()> {
        self.bump();
        self.skip_spaces();
        (self.kind == TokenKind::Equals).then_some(())?;
        self.bump();
        self.skip_spaces();
        Some(())
    }

    /// Reads a value; skips it if `wanted` is `None`.
    fn value(&mut self, wanted: Option<Wanted>) -> Option<()> {
        match self.kind {
            TokenKind::LeftSquareBracket => self.list(wanted),
            TokenKind::LeftCurlyBracket => self.inline_table(wanted),
            _ => {
                let (shape, range) = self.scalar()?;
                if let Some(wanted) = wanted {
                    self.recorder.take(wanted, shape, &range);
                }
                Some(())
            }
        }
    }

    /// A string, number, date or word.
    fn scalar(&mut self) -> Option<(Shape, Range<usize>)> {
        let start = self.range.start;
        match self.kind {
            TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => {
                let mut is_right = true;
                let _ = scalar(self.raw()).decode_scalar(&mut (), &mut |_| is_right = false);
                is_right.then_some(())?;
                self.bump();
                Some((Shape::String, start..self.range.start))
            }
            TokenKind::Atom | TokenKind::Dot => {
                // A number may consist of several tokens.
                while matches!(self.kind, TokenKind::Atom | TokenKind::Dot) {
                    self.bump();
                }
                let range = start..self.range.start;
                Some((atom(self.text.get(range.clone())?)?, range))
            }
            _ => None,
        }
    }

    fn list(&mut self, wanted: Option<Wanted>) -> Option<()> {
        wanted.is_none_or(Wanted::may_be_list).then_some(())?;
        let entry = wanted.map(Wanted::entry);
        self.bump();
        loop {
            self.skip_blank()?;
            if self.kind == TokenKind::RightSquareBracket {
                self.bump();
                return Some(());
            }
            self.value(entry)?;
            self.comma(TokenKind::RightSquareBracket)?;
        }
    }

    fn inline_table(&mut self, wanted: Option<Wanted>) -> Option<()> {
        // This path cannot check a skipped table for duplicate keys.
        let wanted = wanted.filter(|wanted| wanted.may_be_table())?;
        let start = self.range.start;
        let mut inside = self.recorder.take(wanted, Shape::Table, &(start..start));
        let mut given = Given::default();
        self.bump();
        loop {
            self.skip_blank()?;
            if self.kind == TokenKind::RightCurlyBracket {
                break;
            }
            let (key, name) = (self.range.clone(), self.raw());
            match &mut inside {
                Inside::Table(opened) => {
                    let wanted = self.key(opened.kind, key, &mut given)?;
                    self.equals()?;
                    self.value(wanted)?;
                }
                Inside::Point(opened) => {
                    (name.bytes().all(is_bare) && given.unknown.insert(name)).then_some(())?;
                    self.equals()?;
                    let (shape, range) = self.scalar()?;
                    opened.is_right &= self.recorder.take_of_point(name, shape, &range);
                }
                Inside::Nothing | Inside::Entries => return None,
            }
            self.comma(TokenKind::RightCurlyBracket)?;
        }
        let range = start..self.range.end;
        self.bump();
        match inside {
            Inside::Table(opened) => self.recorder.close_braces(opened, &range),
            Inside::Point(opened) => self.recorder.close_point(wanted, opened, &range),
            Inside::Nothing | Inside::Entries => {}
        }
        Some(())
    }

    /// The comma after a value, optional before the `closing` bracket.
    fn comma(&mut self, closing: TokenKind) -> Option<()> {
        self.skip_blank()?;
        if self.kind == TokenKind::Comma {
            self.bump();
            return Some(());
        }
        (self.kind == closing).then_some(())
    }
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

/// The type of a number, date or word; `None` if it is not a value of TOML.
fn atom(raw: &str) -> Option<Shape> {
    let (mut decoded, mut is_right) = (std::borrow::Cow::Borrowed(""), true);
    let kind = scalar(raw).decode_scalar(&mut decoded, &mut |_| is_right = false);
    let shape = match kind {
        ScalarKind::String => None,
        ScalarKind::Boolean(_) => Some(Shape::Boolean),
        ScalarKind::DateTime => decoded.parse::<toml::value::Datetime>().is_ok().then_some(Shape::Date),
        ScalarKind::Float => Some(Shape::Float),
        ScalarKind::Integer(radix) => i64::from_str_radix(&decoded, radix.value()).is_ok().then_some(Shape::Integer),
    };
    shape.filter(|_| is_right)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::load::report::At;
    use crate::load::syntax::mend::recover;
    use crate::load::syntax::problems::Problems;
    use crate::load::syntax::recorder::Recorder;
    use crate::load::tables::Values;

    /// What is recorded and said of a chunk; `None` where `read` does not read it.
    fn recorded(read: impl FnOnce(&mut Recorder<'_>) -> bool) -> Option<String> {
        let (mut values, mut problems) = (Values::default(), Problems::default());
        let is_read = read(&mut Recorder { values: &mut values, problems: &mut problems, base: At::default() });
        is_read.then(|| format!("{values:?}{problems:?}"))
    }

    fn by_lines(text: &str) -> Option<String> {
        recorded(|recorder| super::read(text, recorder).is_some())
    }

    /// The same by way of a tree; `None` where the syntax is broken.
    fn by_tree(text: &str) -> Option<String> {
        recorded(|recorder| recover(text, false, recorder).is_ok())
    }

    #[test]
    fn records_of_plain_lines_are_read() {
        for text in [
            "title = 'T'\nx = 1\n",
            "[[actors]]\nid = \"eu\"\n",
            "[[actors]]\r\n  id = 'e\"u'   \r\n\r\n# and a comment\r\nname=\"the \\\"EU\\\"\"",
            "[[actors]] \nid = 'a' # comment\naliases = [ 'b', # one\n\"c\",\n] # end\nnote = \"\"\"\na\nb\"\"\"\n",
            "demands = [{ id = 'd', passages = [{ quote = '''q''' }, {}], position = 1.5 }, { id = \"e\" }]\n",
            "[[issues]]\nid = 'i'\nscale = [{ at = 0, label = 'a' }, { at = 1.5, label = \"b\" }]\nx = [1, [2], 'a']\n",
            "[[demands]]\nid = \"d\"\nposition = 0.5\nsalience = 1\ndate = 2025-08-15\n  [[demands.passages]]\n  quote = \"a\"\n\
             [[demands.passages]]\nquote = \"é\"\n",
        ] {
            assert!(by_lines(text).is_some(), "{text}");
        }
    }

    fn line() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            4 => "id|actor|text|quote|name|note|position|salience|date|article|scale|passages|aliases|opposes",
            1 => "actors|demands|issues",
            1 => "[a-z .\"#]{0,3}",
        ];
        let value = prop_oneof![
            6 => "\"[a-z é#='.]{0,8}\"|'[a-z é#=\\\\\"]{0,8}'",
            2 => "\"([a-z]|\\\\(u00e9|n|\"|\\\\|x|)){0,4}\"|\"\"\"[a\"]{0,5}\"\"\"|'''[b'\\\\]{0,5}'''",
            2 => "[0-9]{1,3}|0\\.[0-9]{1,2}|-1|2025-08-15|nan|true|1_0|\\+2|0x1|1e3|2025-08-15T10:00:00Z|00|1\\.",
            1 => "[\\[\\]{}=,\"'a \u{7f}\t\u{1}]{0,6}",
            2 => "(\\[|\\{)( ?(\"a\"|'b'|1\\.5|quote = 'q'|id = \"d\"|at = 1|label = 'l'|\\{ quote = 'q' \\}|\\[1\\]|#c\n|\n|\r\n|\"\"\"x\ny\"\"\"| |\u{1}),? ?){0,4}(\\]|\\})",
            1 => "\\[(\\{ (id|quote|at|label) = (1|'a')(, (id|text|label|article) = (2|\"b\"))?,? ?\\}, ?){0,3}\\]",
            1 => "\"\"\"(\n|\r\n|a|\"|\\\\\n ){0,4}\"\"\"|'''(\n|a|'|\r\n){0,4}'''",
        ];
        prop_oneof![
            8 => (key, "[ \t]{0,1}", value, "( |\t| #c|\r)?").prop_map(|(k, s, v, end)| format!("{s}{k}{s}={s}{v}{end}")),
            1 => "[ \t]{0,2}(#[a é\u{7f}]{0,3})?",
            2 => "[ ]{0,2}\\[\\[demands\\.(passages|x|passages\\.y)\\]\\][ ]?",
            1 => "\\[demands\\.x\\]|\\[\\[ demands\\.passages \\]\\]|\\[\\[demands\\.passages\\]|\\[\\['demands'\\.passages\\]\\]",
        ]
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_tree_gives(
            head in "(\\[\\[(demands|actors|articles|issues|x)\\]\\])? ?",
            lines in prop::collection::vec(line(), 0..8),
            end in "\n|\r\n|\r|",
        ) {
            let text = format!("{head}\n{}{end}", lines.join(if end == "\r\n" { "\r\n" } else { "\n" }));
            if let Some(lines) = by_lines(&text) {
                prop_assert_eq!(Some(lines), by_tree(&text), "{}", text);
            }
        }
    }
}
