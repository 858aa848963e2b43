//! The fast road: a record of plain lines, read straight from its text into its struct.
//!
//! Nearly every record is a header with lines `key = value` under it. Such a record needs no tree: serde is given the
//! lines one by one, of a list its values one by one, of an inline table its pairs. So a list may be as long as it
//! likes. Anything else (dotted and quoted keys, tables in single brackets) takes the road through `toml`, which is also
//! the one that knows what is wrong. What this road reads, that one reads the same.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::Spanned;
use toml::de::{Error, ValueDeserializer};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::raw::{File, KEYS};
use super::reference::Key;
use super::shape::Slips;

/// Reads a chunk; `None` where anything in it is not plain, or not right.
///
/// Unknown keys are no hindrance: they go to `slips`, and their values nowhere. Where the answer is `None` the slips mean
/// nothing.
pub(super) fn record<'t>(text: &'t str, slips: &mut Slips) -> Option<File<'t>> {
    let mut lines = Lines { text, at: 0, next: None, slips };
    let file = File::deserialize(Table { lines: &mut lines, path: "", span: 0..0 }).ok()?;
    // A header that is no part of the table ends it.
    matches!(lines.peek(), Ok(None)).then_some(file)
}

/// A line that says something.
#[derive(Debug, Clone)]
enum Line<'t> {
    /// `[[path]]`
    Header { path: &'t str, span: Range<usize> },
    /// `key = value`; the key stands at `at`.
    Pair { key: &'t str, at: usize, value: Value<'t> },
}

/// What a line may say.
enum Said<'t> {
    /// Nothing: it is blank, or a comment.
    Nothing,
    Line(Line<'t>),
}

/// A value as written: a scalar, or all of a list or inline table.
#[derive(Debug, Clone)]
struct Value<'t> {
    raw: &'t str,
    span: Range<usize>,
}

/// The lines of a chunk, blank ones and comments left out.
struct Lines<'t, 's> {
    text: &'t str,
    /// Start of the first line that is not read.
    at: usize,
    /// The line that is read but not taken.
    next: Option<Line<'t>>,
    slips: &'s mut Slips,
}

impl<'t> Lines<'t, '_> {
    /// The next line, not taken; `None` at the end.
    fn peek(&mut self) -> Result<Option<&Line<'t>>, Error> {
        while self.next.is_none() && self.at < self.text.len() {
            let rest = self.text.get(self.at..).unwrap_or("");
            let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let line = rest.get(..length).unwrap_or("");
            let (said, length) = match read(line, self.at) {
                Some(said) => (said, length),
                None => read_long(rest, self.at).ok_or_else(|| Error::custom("the line is not plain"))?,
            };
            if let Said::Line(line) = said {
                self.next = Some(line);
            }
            self.at += length;
        }
        Ok(self.next.as_ref())
    }
}

/// What a line says; `None` for one that is not plain, or needs [`read_long`]. `offset` is where it begins.
fn read(line: &str, offset: usize) -> Option<Said<'_>> {
    let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
    let is_control = |byte: &u8| (*byte < b' ' && *byte != b'\t') || *byte == 0x7f;
    if line.as_bytes().iter().any(is_control) {
        return None;
    }
    let inner = line.trim_start_matches([' ', '\t']);
    let start = offset + line.len() - inner.len();
    let inner = inner.trim_end_matches([' ', '\t']);
    if inner.is_empty() || inner.starts_with('#') {
        return Some(Said::Nothing);
    }
    if let Some(path) = inner.strip_prefix("[[") {
        let path = path.strip_suffix("]]")?;
        let is_plain = path.split('.').all(is_bare);
        return is_plain.then(|| Said::Line(Line::Header { path, span: start..start + inner.len() }));
    }
    let (key, value) = inner.split_at(memchr::memchr(b'=', inner.as_bytes())?);
    let raw = value.get(1..)?.trim_start_matches([' ', '\t']);
    let key = key.trim_end_matches([' ', '\t']);
    let end = start + inner.len();
    (is_bare(key) && is_scalar(raw))
        .then(|| Said::Line(Line::Pair { key, at: start, value: Value { raw, span: end - raw.len()..end } }))
}

/// The pair at the beginning of `rest` whose value is any, and may go on for several lines or have a comment behind it;
/// with the length of its lines. `offset` is where it begins.
fn read_long(rest: &str, offset: usize) -> Option<(Said<'_>, usize)> {
    let key_start = skip_spaces(rest, 0);
    let key_end = skip_bare(rest, key_start);
    let equals = skip_spaces(rest, key_end);
    if key_end == key_start || rest.as_bytes().get(equals) != Some(&b'=') {
        return None;
    }
    let start = skip_spaces(rest, equals + 1);
    let end = start + value_length(rest.get(start..)?)?;
    let behind = skip_spaces(rest, end);
    let ending = rest.get(behind..)?;
    let length = memchr::memchr(b'\n', ending.as_bytes()).map_or(ending.len(), |at| at + 1);
    let ending = ending.get(..length)?.trim_end_matches('\n');
    if !ending.strip_suffix('\r').unwrap_or(ending).is_empty() && !ending.starts_with('#') {
        return None;
    }
    let all = rest.get(..behind + length)?;
    let key = rest.get(key_start..key_end)?;
    let value = Value { raw: rest.get(start..end)?, span: offset + start..offset + end };
    has_no_controls(all).then(|| (Said::Line(Line::Pair { key, at: offset + key_start, value }), all.len()))
}

/// Whether there are no control characters but tabs and the ends of lines.
fn has_no_controls(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_odd = |byte: &u8| (*byte < b' ' && !matches!(byte, b'\t' | b'\n')) || *byte == 0x7f;
    // All bytes are looked at, as that is many at a time, and nearly always none is odd.
    if !bytes.iter().fold(false, |found, byte| found | is_odd(byte)) {
        return true;
    }
    let ends_line = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|at| is_odd(&bytes[*at])).all(ends_line)
}

/// The length of the value at the beginning of `text`, up to its last bracket or mark; `None` where it has none. Of
/// brackets within brackets only the number is right: each is looked at by itself when it is read.
fn value_length(text: &str) -> Option<usize> {
    // A lexer takes a mark at its beginning for the one that a file may begin with.
    if text.starts_with('\u{feff}') {
        return None;
    }
    let (mut depth, mut length) = (0_usize, None);
    for token in Source::new(text).lex() {
        let end = token.span().end();
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let is_pair = matches!(
                        (text.as_bytes().first()?, text.as_bytes().get(end - 1)?),
                        (b'[', b']') | (b'{', b'}')
                    );
                    return is_pair.then_some(end);
                }
            }
            TokenKind::Eof => return length,
            _ if depth > 0 => {}
            TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => return length.is_none().then_some(end),
            // A number may be several.
            TokenKind::Atom | TokenKind::Dot => length = Some(end),
            _ => return length,
        }
    }
    length
}

fn skip_spaces(text: &str, from: usize) -> usize {
    skip(text, from, |byte| matches!(byte, b' ' | b'\t'))
}

fn skip_bare(text: &str, from: usize) -> usize {
    skip(text, from, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn skip(text: &str, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    from + rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len())
}

/// What stands between brackets: `[` and `]`, or `{` and `}`.
#[derive(Debug, Clone)]
struct Bracketed<'t> {
    /// With its brackets.
    raw: &'t str,
    /// Where `raw` begins in the chunk.
    offset: usize,
    /// Start of what is not read.
    at: usize,
}

impl<'t> Bracketed<'t> {
    fn new(value: &Value<'t>) -> Self {
        Self { raw: value.raw, offset: value.span.start, at: 1 }
    }

    /// Goes on behind spaces, ends of lines and comments; whether the closing bracket is reached.
    fn is_at_end(&mut self) -> bool {
        loop {
            self.at = skip(self.raw, self.at, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            let rest = self.raw.as_bytes().get(self.at..).unwrap_or(&[]);
            if rest.first() != Some(&b'#') {
                return rest.len() <= 1;
            }
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        }
    }

    /// The value that stands next; goes on behind its comma.
    fn value(&mut self) -> Result<Value<'t>, Error> {
        let inner = self.raw.get(self.at..self.raw.len() - 1);
        let length = inner.and_then(value_length).ok_or_else(|| Error::custom("there is no value"))?;
        let end = self.at + length;
        let raw = self.raw.get(self.at..end).unwrap_or("");
        let value = Value { raw, span: self.offset + self.at..self.offset + end };
        self.at = end;
        if !self.is_at_end() {
            if self.raw.as_bytes().get(self.at) != Some(&b',') {
                return Err(Error::custom("a comma is missing"));
            }
            self.at += 1;
        }
        Ok(value)
    }

    /// The bare key that stands next; goes on behind its equals sign.
    fn key(&mut self) -> Result<&'t str, Error> {
        let end = skip_bare(self.raw, self.at);
        let key = self.raw.get(self.at..end).unwrap_or("");
        let equals = skip_spaces(self.raw, end);
        if key.is_empty() || self.raw.as_bytes().get(equals) != Some(&b'=') {
            return Err(Error::custom("the key is not plain"));
        }
        self.at = skip_spaces(self.raw, equals + 1);
        Ok(key)
    }
}

/// The values of a list.
struct Values<'t>(Bracketed<'t>);

impl<'t> SeqAccess<'t> for Values<'t> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'t>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.0.is_at_end() {
            return Ok(None);
        }
        seed.deserialize(self.0.value()?).map(Some)
    }
}

/// The pairs of an inline table.
struct InlinePairs<'t>(Bracketed<'t>);

impl<'t> MapAccess<'t> for InlinePairs<'t> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.0.is_at_end() {
            return Ok(None);
        }
        seed.deserialize(StrDeserializer::<Error>::new(self.0.key()?)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.0.value()?)
    }
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && skip_bare(key, 0) == key.len()
}

/// Whether `raw` is one string of one line, or one number, date or word as far as its characters go.
fn is_scalar(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    match bytes {
        [b'\'', words @ .., b'\''] => !words.contains(&b'\''),
        [b'"', words @ .., b'"'] => {
            let mut at = 0;
            while let Some(mark) = words.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
                if words[at + mark] == b'"' {
                    return false;
                }
                at += mark + 2;
            }
            // An escape may not reach over the end.
            at <= words.len()
        }
        _ => {
            let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b':');
            !bytes.is_empty() && bytes.iter().all(belongs)
        }
    }
}

impl<'t> Deserializer<'t> for Value<'t> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.raw.as_bytes() {
            [b'[', ..] => visitor.visit_seq(Values(Bracketed::new(&self))),
            [b'{', ..] => visitor.visit_map(InlinePairs(Bracketed::new(&self))),
            _ => match self.words() {
                Some(words) => visitor.visit_borrowed_str(words),
                None => ValueDeserializer::parse(self.raw)?.deserialize_any(visitor),
            },
        }
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            let span = self.span.clone();
            return visitor.visit_map(SpannedDeserializer::new(self, span));
        }
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'t> Value<'t> {
    /// Fails where the value is none, or holds a table: of that this road does not see whether a key comes twice.
    fn check(self) -> Result<(), Error> {
        match self.raw.as_bytes() {
            [b'[', ..] => {
                let mut values = Bracketed::new(&self);
                while !values.is_at_end() {
                    values.value()?.check()?;
                }
                Ok(())
            }
            [b'{', ..] => Err(Error::custom("an unknown table")),
            _ if self.words().is_some() => Ok(()),
            _ => ValueDeserializer::parse(self.raw).map(drop),
        }
    }

    /// The words of a string that has them as they are, without escapes.
    fn words(&self) -> Option<&'t str> {
        let raw = self.raw;
        for (long, mark) in [("\"\"\"", '"'), ("'''", '\'')] {
            let is_plain = |words: &&str| !words.contains('\r') && (mark == '\'' || !words.contains('\\'));
            if let Some(rest) = raw.strip_prefix(long) {
                let words = rest.strip_suffix(long).filter(is_plain)?;
                return Some(words.strip_prefix('\n').unwrap_or(words));
            }
            if let Some(rest) = raw.strip_prefix(mark) {
                return rest.strip_suffix(mark).filter(is_plain).filter(|words| !words.contains(mark));
            }
        }
        None
    }
}

impl<'t> IntoDeserializer<'t, Error> for Value<'t> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The table under a header, or, with an empty path, the chunk as a whole. Its sub-tables have headers of their own.
struct Table<'l, 's, 't> {
    lines: &'l mut Lines<'t, 's>,
    path: &'t str,
    span: Range<usize>,
}

impl<'t> Deserializer<'t> for Table<'_, '_, 't> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Pairs { lines: self.lines, path: self.path, value: None, unknown: HashSet::new() })
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            let span = self.span.clone();
            return visitor.visit_map(SpannedDeserializer::new(self, span));
        }
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'t> IntoDeserializer<'t, Error> for Table<'_, '_, 't> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The keys and values of a table.
struct Pairs<'l, 's, 't> {
    lines: &'l mut Lines<'t, 's>,
    path: &'t str,
    /// The value of the last key; none where it is a list of sub-tables.
    value: Option<Value<'t>>,
    /// The keys so far that the table does not have: one that comes again is not right.
    unknown: HashSet<&'t str>,
}

impl<'t> Pairs<'_, '_, 't> {
    /// The key of this table that a header opens a list for; `None` where the header is no part of this table.
    fn list(&self, header: &'t str) -> Option<&'t str> {
        let below = if self.path.is_empty() { header } else { header.strip_prefix(self.path)?.strip_prefix('.')? };
        (!below.contains('.')).then_some(below)
    }

    /// Takes the pairs that come next while the table does not have their keys.
    fn skip_unknown(&mut self) -> Result<(), Error> {
        let Some(known) = keys_of(self.path) else { return Ok(()) };
        while let Some(Line::Pair { key, at, value }) = self.lines.peek()? {
            if known.iter().any(|known| known.name == *key) {
                break;
            }
            let (name, at, value) = (*key, *at, value.clone());
            self.lines.next = None;
            value.check()?;
            if !self.unknown.insert(name) {
                return Err(Error::custom("the key is given twice"));
            }
            self.lines.slips.unknown_key(&Spanned::new(at..at + name.len(), Cow::Borrowed(name)), known);
        }
        Ok(())
    }
}

/// The keys that tables of a path may have; `None` for a path of no table of the format.
fn keys_of(path: &str) -> Option<&'static [Key]> {
    let is_it = |table: &str| match table.strip_prefix("[[").and_then(|table| table.strip_suffix("]]")) {
        Some(header) => header == path,
        None => path.is_empty(),
    };
    KEYS.iter().copied().find(|keys| keys.first().is_some_and(|key| is_it(key.table)))
}

impl<'t> MapAccess<'t> for Pairs<'_, '_, 't> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.skip_unknown()?;
        let key = match self.lines.peek()? {
            None => return Ok(None),
            Some(Line::Pair { key, value, .. }) => {
                let (key, value) = (*key, value.clone());
                self.value = Some(value);
                self.lines.next = None;
                key
            }
            Some(Line::Header { path, .. }) => {
                let path = *path;
                match self.list(path) {
                    Some(key) => key,
                    None => return Ok(None),
                }
            }
        };
        seed.deserialize(StrDeserializer::<Error>::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match (self.value.take(), self.lines.peek()?) {
            (Some(value), _) => seed.deserialize(value),
            (None, Some(Line::Header { path, .. })) => {
                let path = *path;
                seed.deserialize(List { lines: self.lines, path })
            }
            (None, _) => Err(Error::custom("the key has no value")),
        }
    }
}

/// The tables under headers of one path that follow each other.
struct List<'l, 's, 't> {
    lines: &'l mut Lines<'t, 's>,
    path: &'t str,
}

impl<'t> Deserializer<'t> for List<'_, '_, 't> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any struct
    }
}

impl<'t> SeqAccess<'t> for List<'_, '_, 't> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'t>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let own = self.path;
        let span = match self.lines.peek()? {
            Some(Line::Header { path, span }) if *path == own => span.clone(),
            Some(_) | None => return Ok(None),
        };
        self.lines.next = None;
        seed.deserialize(Table { lines: self.lines, path: own, span }).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::Spanned;
    use toml::de::{DeTable, DeValue};

    use super::record;
    use crate::load::raw::File;
    use crate::load::shape::{Name, Shape, Slips};

    /// What is read and said of a chunk; `None` where it is not plain.
    fn by_lines(text: &str) -> Option<String> {
        let mut slips = Slips::default();
        record(text, &mut slips).map(|file| format!("{file:?}{slips:?}"))
    }

    /// The same by way of a tree; `None` where the syntax is broken.
    fn by_tree(text: &str) -> Option<String> {
        let (mut slips, table) = (Slips::default(), DeTable::parse(text).ok()?);
        let table = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
        let file = File::shape(table, Name::File, &mut slips);
        file.map(|file| format!("{file:?}{slips:?}"))
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
            2 => "\"([a-z]|\\\\(u00e9|n|\"|\\\\|x|)){0,4}\"|\"\"\"a\"\"\"|'''b'''",
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
