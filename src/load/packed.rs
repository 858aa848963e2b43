//! Records packed on strips of bytes.
//!
//! A table as serde gives it has room for every key that it may have, each with its place: a kilobyte for a demand,
//! however little it says. Packed it takes a few bytes for each key that it has, since its words stand in the file.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use toml::Spanned;

use super::values::{Point, Position, Text, When};
use crate::model::Date;

/// What can be packed. Places count bytes of the chunk that it was read from.
pub(super) trait Pack<'t>: Sized {
    /// Puts the value that stands at `range` at the end of `strip`.
    fn pack(&self, range: &Range<usize>, strip: &mut Vec<u8>);

    /// Takes back what [`Pack::pack`] has put there.
    fn unpack(range: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self;
}

/// What a key of a table holds: one value or several, or nothing.
pub(super) trait Field<'t>: Sized {
    /// Puts the values behind the number of their key; nothing where there are none.
    fn pack_behind(&self, number: usize, strip: &mut Vec<u8>);

    /// Takes the values back.
    fn unpack(strip: &mut Strip<'_, 't>) -> Self;
}

/// The rest of a strip that is read, and the text from the beginning of the chunk on that its places count from.
#[derive(Clone, Copy)]
pub(super) struct Strip<'s, 't> {
    pub(super) bytes: &'s [u8],
    pub(super) chunk: &'t str,
}

impl<'s, 't> Strip<'s, 't> {
    /// The next number; see [`push_number`]. 0 behind the end.
    pub(super) fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if *byte < 0x80 {
                break;
            }
        }
        number
    }

    fn bytes(&mut self, count: usize) -> &'s [u8] {
        let (bytes, rest) = self.bytes.split_at_checked(count).unwrap_or((self.bytes, &[]));
        self.bytes = rest;
        bytes
    }

    fn range(&mut self) -> Range<usize> {
        let (start, length) = (self.number(), self.number());
        start..start + length
    }

    fn spanned<T: Pack<'t>>(&mut self) -> Spanned<T> {
        let range = self.range();
        Spanned::new(range.clone(), T::unpack(&range, self))
    }

    /// The words of a text that stands at `range`.
    fn words(&mut self, range: &Range<usize>) -> Words<'s, 't> {
        match self.number() {
            IN_MARKS => Words::InFile(self.chunk.get(range.start + 1..range.end.saturating_sub(1)).unwrap_or("")),
            IN_LONG_MARKS => {
                let end = range.end.saturating_sub(3);
                let start = end.saturating_sub(self.number());
                Words::InFile(self.chunk.get(start..end).unwrap_or(""))
            }
            _ => {
                let length = self.number();
                Words::OnStrip(std::str::from_utf8(self.bytes(length)).unwrap_or(""))
            }
        }
    }
}

/// The most bytes that a number takes.
const LONGEST_NUMBER: usize = 10;
/// Nearly every record takes fewer bytes.
const SCRATCH: usize = 256;

/// Puts a number in as many bytes as it needs: seven bits in each, the lowest first; all but the last have the top bit.
fn push_number(mut number: usize, strip: &mut Vec<u8>) {
    while number >= 0x80 {
        strip.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    strip.push(u8::try_from(number).unwrap_or(0));
}

fn push_spanned<'t, T: Pack<'t>>(value: &Spanned<T>, strip: &mut Vec<u8>) {
    let range = value.span();
    push_number(range.start, strip);
    push_number(range.end - range.start, strip);
    value.get_ref().pack(&range, strip);
}

/// Ends the keys of a table.
pub(super) fn push_end(strip: &mut Vec<u8>) {
    push_number(0, strip);
}

/// The tables of one list, packed one behind the other as they are read: a list may be nearly all of a file.
#[derive(Clone)]
pub(super) struct Records<'t, T> {
    count: usize,
    /// Of each record the length of what follows, its range and its keys.
    strip: Vec<u8>,
    /// The text that the places are of; empty until the records were packed within another table and unpacked.
    chunk: &'t str,
    kind: PhantomData<fn() -> T>,
}

impl<'t, T: Pack<'t>> Records<'t, T> {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The records of a list that was unpacked, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Spanned<T>> {
        let mut strip = Strip { bytes: &self.strip, chunk: self.chunk };
        (0..self.count).map(move |_| {
            strip.number();
            strip.spanned()
        })
    }

    fn push(&mut self, record: &Spanned<T>, scratch: &mut Vec<u8>) {
        scratch.clear();
        push_spanned(record, scratch);
        self.strip.reserve(scratch.len() + LONGEST_NUMBER);
        push_number(scratch.len(), &mut self.strip);
        self.strip.extend_from_slice(scratch);
        self.count += 1;
    }

    /// Puts the keys of each record at the end of `all`. Calls `each` with the range of the record, and where its keys
    /// begin in `all`; nowhere for a record without its first key, which is left out.
    pub(super) fn give(&self, all: &mut Vec<u8>, mut each: impl FnMut(Range<usize>, Option<usize>)) {
        let mut strip = Strip { bytes: &self.strip, chunk: "" };
        for _ in 0..self.count {
            let length = strip.number();
            let mut record = Strip { bytes: strip.bytes(length), chunk: "" };
            let range = record.range();
            let has_first = record.bytes.first() == Some(&1);
            each(range, has_first.then_some(all.len()));
            if has_first {
                all.extend_from_slice(record.bytes);
            }
        }
    }
}

impl<T> Default for Records<'_, T> {
    fn default() -> Self {
        Self { count: 0, strip: Vec::new(), chunk: "", kind: PhantomData }
    }
}

/// Records are equal that say the same at the same places.
impl<T> PartialEq for Records<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        (self.count, &self.strip, self.chunk) == (other.count, &other.strip, other.chunk)
    }
}

impl<T> fmt::Debug for Records<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} records: {:?}", self.count, self.strip)
    }
}

impl<'t, T: Pack<'t>> FromIterator<Spanned<T>> for Records<'t, T> {
    fn from_iter<I: IntoIterator<Item = Spanned<T>>>(records: I) -> Self {
        let (mut out, mut scratch) = (Self::default(), Vec::with_capacity(SCRATCH));
        records.into_iter().for_each(|record| out.push(&record, &mut scratch));
        out
    }
}

impl<'de: 't, 't, T: Pack<'t> + Deserialize<'de>> Deserialize<'de> for Records<'t, T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads<'t, T>(PhantomData<fn() -> Records<'t, T>>);
        impl<'de: 't, 't, T: Pack<'t> + Deserialize<'de>> Visitor<'de> for Reads<'t, T> {
            type Value = Records<'t, T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of tables")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let (mut out, mut scratch) = (Records::default(), Vec::with_capacity(SCRATCH));
                while let Some(record) = list.next_element::<Spanned<T>>()? {
                    out.push(&record, &mut scratch);
                }
                Ok(out)
            }
        }
        from.deserialize_seq(Reads(PhantomData))
    }
}

impl<'t, T: Pack<'t>> Field<'t> for Records<'t, T> {
    fn pack_behind(&self, number: usize, strip: &mut Vec<u8>) {
        if self.count > 0 {
            push_number(number, strip);
            push_number(self.count, strip);
            push_number(self.strip.len(), strip);
            strip.extend_from_slice(&self.strip);
        }
    }

    fn unpack(strip: &mut Strip<'_, 't>) -> Self {
        let (count, length) = (strip.number(), strip.number());
        Self { count, strip: strip.bytes(length).to_vec(), chunk: strip.chunk, kind: PhantomData }
    }
}

impl<'t, T: Pack<'t>> Field<'t> for Option<Spanned<T>> {
    fn pack_behind(&self, number: usize, strip: &mut Vec<u8>) {
        if let Some(value) = self {
            push_number(number, strip);
            push_spanned(value, strip);
        }
    }

    fn unpack(strip: &mut Strip<'_, 't>) -> Self {
        Some(strip.spanned())
    }
}

impl<'t, T: Pack<'t>> Field<'t> for Vec<Spanned<T>> {
    fn pack_behind(&self, number: usize, strip: &mut Vec<u8>) {
        if !self.is_empty() {
            push_number(number, strip);
            push_number(self.len(), strip);
            for value in self {
                push_spanned(value, strip);
            }
        }
    }

    fn unpack(strip: &mut Strip<'_, 't>) -> Self {
        (0..strip.number()).map(|_| strip.spanned()).collect()
    }
}

/// The words of a text: in the file, where they stand there as they are.
enum Words<'s, 't> {
    InFile(&'t str),
    OnStrip(&'s str),
}

/// The words are all that stands between the two marks of their string.
const IN_MARKS: usize = 0;
/// The words are the last ones of a string whose marks are three signs each.
const IN_LONG_MARKS: usize = 1;
/// The words are not as the file has them: they stand on the strip.
const APART: usize = 2;

impl<'t> Pack<'t> for Text<'t> {
    fn pack(&self, range: &Range<usize>, strip: &mut Vec<u8>) {
        match (&self.0, range.len().saturating_sub(self.0.len())) {
            (Cow::Borrowed(_), 2) => push_number(IN_MARKS, strip),
            // A line end behind the opening marks is no word.
            (Cow::Borrowed(words), 6..=8) => {
                push_number(IN_LONG_MARKS, strip);
                push_number(words.len(), strip);
            }
            (words, _) => {
                push_number(APART, strip);
                push_number(words.len(), strip);
                strip.extend_from_slice(words.as_bytes());
            }
        }
    }

    fn unpack(range: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self {
        Self(match strip.words(range) {
            Words::InFile(words) => Cow::Borrowed(words),
            Words::OnStrip(words) => Cow::Owned(words.to_owned()),
        })
    }
}

/// The first key of a packed record, which is a text, and where it stands; the other keys are not unpacked.
pub(super) fn first_text<'s>(mut strip: Strip<'s, 's>) -> (&'s str, Range<usize>) {
    strip.number();
    let range = strip.range();
    match strip.words(&range) {
        Words::InFile(words) | Words::OnStrip(words) => (words, range),
    }
}

impl<'t> Pack<'t> for f64 {
    fn pack(&self, _: &Range<usize>, strip: &mut Vec<u8>) {
        strip.extend_from_slice(&self.to_le_bytes());
    }

    fn unpack(_: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self {
        strip.bytes(8).first_chunk().copied().map_or(Self::NAN, Self::from_le_bytes)
    }
}

impl<'t> Pack<'t> for When {
    fn pack(&self, _: &Range<usize>, strip: &mut Vec<u8>) {
        // No date has this year.
        let (year, month, day) = self.0.map_or((u16::MAX, None, None), Date::parts);
        for part in [year, month.map_or(0, u16::from), day.map_or(0, u16::from)] {
            push_number(usize::from(part), strip);
        }
    }

    fn unpack(_: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self {
        let [year, month, day] = [(); 3].map(|()| strip.number());
        let part = |number: usize| u8::try_from(number).ok().filter(|number| *number > 0);
        Self(u16::try_from(year).ok().and_then(|year| Date::new(year, part(month), part(day))))
    }
}

/// A label alone.
const LABEL: usize = 0;
/// A number, or a label with one.
const NUMBER: usize = 1;

impl<'t> Pack<'t> for Position<'t> {
    fn pack(&self, range: &Range<usize>, strip: &mut Vec<u8>) {
        match self {
            Self::Label(label) => {
                push_number(LABEL, strip);
                label.pack(range, strip);
            }
            Self::Point(at) => {
                push_number(NUMBER, strip);
                at.pack(range, strip);
            }
        }
    }

    fn unpack(range: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self {
        match strip.number() {
            LABEL => Self::Label(Text::unpack(range, strip)),
            _ => Self::Point(f64::unpack(range, strip)),
        }
    }
}

impl<'t> Pack<'t> for Point<'t> {
    fn pack(&self, range: &Range<usize>, strip: &mut Vec<u8>) {
        match self {
            Self::Label(label) => {
                push_number(LABEL, strip);
                label.pack(range, strip);
            }
            Self::Placed { at, label } => {
                push_number(NUMBER, strip);
                push_spanned(at, strip);
                push_spanned(label, strip);
            }
        }
    }

    fn unpack(range: &Range<usize>, strip: &mut Strip<'_, 't>) -> Self {
        match strip.number() {
            LABEL => Self::Label(Text::unpack(range, strip)),
            _ => Self::Placed { at: strip.spanned(), label: strip.spanned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::super::raw::{ActorTable, ArticleTable, DemandTable, File, IssueTable};
    use super::{Pack, Records, Strip, push_number};

    /// The records of a list after they were packed and unpacked.
    fn unpacked<'t, T: Pack<'t>>(records: &Records<'t, T>, text: &'t str) -> Vec<toml::Spanned<T>> {
        let (mut all, mut places) = (vec![7], Vec::new());
        records.give(&mut all, |range, at| places.extend(at.map(|at| (range, at))));
        let record = |(range, at): (std::ops::Range<usize>, usize)| {
            let table = T::unpack(&range, &mut Strip { bytes: &all[at..], chunk: text });
            toml::Spanned::new(range, table)
        };
        places.into_iter().map(record).collect()
    }

    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            r#""[a é]{0,6}"|'[a é"]{0,6}'|"""(\n|\r\n)?[a é\n"]{0,3}a"""|"a\\u00e9b"|'''\na'b'''|''|"""""""#,
            r#"[0-9]{1,9}|-1\.5|nan|2025-08-15|"2025-08"|"2025"|"2025-99"|"""a\\\n b""""#,
            r#"\[('a', "b"|"x\\ty")?\]|\[\{ at = 1, label = 'a' \}, \{ label = "b", at = 2.5 \}\]|\[\]"#,
        ]
    }

    /// Tables with keys of any value that serde takes there, and demands with `quotes`.
    fn model(tables: Vec<(String, std::collections::BTreeMap<String, String>)>, quotes: &[String]) -> String {
        let mut text = String::new();
        for (list, pairs) in tables {
            let mut table = format!("[[{list}]]\nid = 'x'\n");
            for (key, value) in pairs {
                let longer = format!("{table}{key} = {value}\n");
                if toml::from_str::<File<'_>>(&longer).is_ok() {
                    table = longer;
                }
            }
            text += &table;
            if list == "demands" {
                for quote in quotes {
                    let _ = writeln!(text, "[[demands.passages]]\nquote = {quote}");
                }
            }
        }
        text
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(
            tables in prop::collection::vec(("articles|actors|issues|demands", prop::collection::btree_map(
                "text|title|name|note|date|position|salience|scale|aliases|opposes", value(), 0..6)), 0..4),
            quotes in prop::collection::vec("'[a é]{0,5}'|\"[a é]{0,5}\"", 0..3),
        ) {
            let text = model(tables, &quotes);
            let (file, tree): (File<'_>, toml::Table) = (toml::from_str(&text).unwrap(), toml::from_str(&text).unwrap());
            // Packed again it is what it was, and its words are those that the file has.
            macro_rules! check {
                ($list:ident: $type:ident, $($key:ident),+) => {
                    let again = unpacked(&file.$list, &text);
                    for (at, table) in again.iter().enumerate() {
                        let meant = |key: &str| tree[stringify!($list)][at].get(key).and_then(|word| word.as_str());
                        $(let words = table.get_ref().$key.as_ref().map(|text| &*text.get_ref().0);
                        prop_assert_eq!(words, meant(stringify!($key)), "{}", &text);)+
                    }
                    let records: Records<'_, $type<'_>> = again.into_iter().collect();
                    prop_assert_eq!(&records, &file.$list, "{}", &text);
                };
            }
            check!(articles: ArticleTable, id, title, text, note);
            check!(actors: ActorTable, id, name, note);
            check!(issues: IssueTable, id, name, note);
            check!(demands: DemandTable, id, text, note);
            for demand in unpacked(&file.demands, &text) {
                let parts = demand.get_ref().passages.iter();
                let found: Vec<String> = parts.map(|part| part.into_inner().quote.unwrap().into_inner().0.into()).collect();
                let meant: Vec<&str> = quotes.iter().map(|quote| quote.trim_matches(['\'', '"'])).collect();
                prop_assert_eq!(found, meant);
            }
        }

        #[test]
        fn numbers_of_any_size_are_kept(numbers in prop::collection::vec(0..usize::MAX, 0..20)) {
            let mut bytes = Vec::new();
            for number in &numbers {
                push_number(*number, &mut bytes);
            }
            let mut rest = Strip { bytes: &bytes, chunk: "" };
            prop_assert_eq!(numbers.iter().map(|_| rest.number()).collect::<Vec<_>>(), numbers);
        }
    }

    #[test]
    fn words_that_stand_in_the_file_take_no_room() {
        let text = format!("[[demands]]\nid = 'd'\ntext = \"{}\"\n", "words ".repeat(100));
        let file: File<'_> = toml::from_str(&text).unwrap();
        let mut strip = Vec::new();
        file.demands.give(&mut strip, |_, at| assert_eq!(at, Some(0)));
        assert!(strip.len() < 20, "{}", strip.len());
    }
}
