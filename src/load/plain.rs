//! The fast road: a record of plain lines, read straight from its text into its struct.
//!
//! Nearly every record of a large model is a header with lines `key = value` under it, the values strings, numbers and
//! dates. Such a record needs no tokens and no tree: serde is given the lines one by one. Anything else takes the road
//! through `toml`, which is also the one that knows what is wrong. What this road reads, that one reads the same.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::Spanned;
use toml::de::{Error, ValueDeserializer};

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
    Pair { key: &'t str, at: usize, value: Scalar<'t> },
}

/// What a line may say.
enum Said<'t> {
    /// Nothing: it is blank, or a comment.
    Nothing,
    Line(Line<'t>),
}

/// A value as written.
#[derive(Debug, Clone)]
struct Scalar<'t> {
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
            match read(line, self.at).ok_or_else(|| Error::custom("the line is not plain"))? {
                Said::Line(line) => self.next = Some(line),
                Said::Nothing => {}
            }
            self.at += length;
        }
        Ok(self.next.as_ref())
    }
}

/// What a line says; `None` for one that is not plain. `offset` is where it begins.
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
        .then(|| Said::Line(Line::Pair { key, at: start, value: Scalar { raw, span: end - raw.len()..end } }))
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
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

impl<'t> Deserializer<'t> for Scalar<'t> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.raw.as_bytes() {
            [b'\'', .., b'\''] => visitor.visit_borrowed_str(self.words()),
            [b'"', .., b'"'] if memchr::memchr(b'\\', self.raw.as_bytes()).is_none() => {
                visitor.visit_borrowed_str(self.words())
            }
            _ => ValueDeserializer::parse(self.raw)?.deserialize_any(visitor),
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

impl<'t> Scalar<'t> {
    /// Fails where the value is none.
    fn check(self) -> Result<(), Error> {
        let is_string = matches!(self.raw.as_bytes(), [b'\'' | b'"', ..]) && !self.raw.contains('\\');
        if is_string { Ok(()) } else { ValueDeserializer::parse(self.raw).map(drop) }
    }

    /// A string without its marks.
    fn words(&self) -> &'t str {
        self.raw.get(1..self.raw.len() - 1).unwrap_or("")
    }
}

impl<'t> IntoDeserializer<'t, Error> for Scalar<'t> {
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
    value: Option<Scalar<'t>>,
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
                let rest = self.lines.text.get(self.lines.at..).unwrap_or("");
                let count = 1 + memchr::memmem::find_iter(rest.as_bytes(), path).count();
                seed.deserialize(List { lines: self.lines, path, count })
            }
            (None, _) => Err(Error::custom("the key has no value")),
        }
    }
}

/// The tables under headers of one path that follow each other.
struct List<'l, 's, 't> {
    lines: &'l mut Lines<'t, 's>,
    path: &'t str,
    /// How often the path is still to come.
    count: usize,
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
        self.count = self.count.saturating_sub(1);
        seed.deserialize(Table { lines: self.lines, path: own, span }).map(Some)
    }

    /// Exact as a rule, so that a list takes no more memory than its tables.
    fn size_hint(&self) -> Option<usize> {
        Some(self.count)
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
            "[[demands]]\nid = \"d\"\nposition = 0.5\nsalience = 1\ndate = 2025-08-15\n  [[demands.passages]]\n  quote = \"a\"\n\
             [[demands.passages]]\nquote = \"é\"\n",
        ] {
            assert!(by_lines(text).is_some(), "{text}");
        }
    }

    fn line() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            4 => "id|actor|text|quote|name|note|position|salience|date|article|scale|passages",
            1 => "[a-z .\"#]{0,3}",
        ];
        let value = prop_oneof![
            6 => "\"[a-z é#='.]{0,8}\"|'[a-z é#=\\\\\"]{0,8}'",
            2 => "\"([a-z]|\\\\(u00e9|n|\"|\\\\|x|)){0,4}\"|\"\"\"a\"\"\"|'''b'''",
            2 => "[0-9]{1,3}|0\\.[0-9]{1,2}|-1|2025-08-15|nan|true|1_0|\\+2|0x1|1e3|2025-08-15T10:00:00Z|00|1\\.",
            1 => "[\\[\\]{}=,\"'a \u{7f}\t\u{1}]{0,6}",
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
