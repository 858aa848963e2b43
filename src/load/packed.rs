//! Records packed on strips of bytes.
//!
//! A table as serde gives it has room for every key that it may have, each with its place: a kilobyte for a demand,
//! however little it says. Packed it takes a few bytes for each key that it has, since its words stand in the file.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;

use super::values::{Point, Position, Text, When};
use crate::model::Date;

/// What can be packed. Places count bytes of the chunk that the record was read from.
pub(super) trait Pack<'t>: Sized {
    /// Puts the value that stands at `range` of `chunk` at the end of `strip`.
    fn pack(&self, range: &Range<usize>, chunk: &str, strip: &mut Vec<u8>);

    /// Takes back what [`Pack::pack`] has put there.
    fn unpack(range: &Range<usize>, strip: &mut Strip<'t>) -> Self;
}

/// What a key of a table holds: one value or several, or nothing.
pub(super) trait Field<'t>: Sized {
    /// Puts the values behind the number of their key; nothing where there are none.
    fn pack_behind(&self, number: usize, chunk: &str, strip: &mut Vec<u8>);

    /// Takes the values back.
    fn unpack(strip: &mut Strip<'t>) -> Self;
}

/// The rest of a strip that is read, and the chunk that its places are of.
pub(super) struct Strip<'t> {
    bytes: &'t [u8],
    chunk: &'t str,
}

impl<'t> Strip<'t> {
    /// The strip from `at` on, with the text from the beginning of the record's chunk on.
    pub(super) fn at(strip: &'t [u8], at: usize, chunk: &'t str) -> Self {
        Self { bytes: strip.get(at..).unwrap_or(&[]), chunk }
    }

    /// The next number; see [`push_number`].
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

    fn bytes(&mut self, count: usize) -> &'t [u8] {
        let (bytes, rest) = self.bytes.split_at_checked(count).unwrap_or((self.bytes, &[]));
        self.bytes = rest;
        bytes
    }

    fn spanned<T: Pack<'t>>(&mut self) -> Spanned<T> {
        let (start, length) = (self.number(), self.number());
        let range = start..start + length;
        Spanned::new(range.clone(), T::unpack(&range, self))
    }
}

/// Puts a number in as many bytes as it needs: seven bits in each, the lowest first; all but the last have the top bit.
pub(super) fn push_number(mut number: usize, strip: &mut Vec<u8>) {
    while number >= 0x80 {
        strip.push(u8::try_from(number & 0x7f).unwrap_or(0) | 0x80);
        number >>= 7;
    }
    strip.push(u8::try_from(number).unwrap_or(0));
}

fn push_spanned<'t, T: Pack<'t>>(value: &Spanned<T>, chunk: &str, strip: &mut Vec<u8>) {
    let range = value.span();
    push_number(range.start, strip);
    push_number(range.end - range.start, strip);
    value.get_ref().pack(&range, chunk, strip);
}

impl<'t, T: Pack<'t>> Field<'t> for Option<Spanned<T>> {
    fn pack_behind(&self, number: usize, chunk: &str, strip: &mut Vec<u8>) {
        if let Some(value) = self {
            push_number(number, strip);
            push_spanned(value, chunk, strip);
        }
    }

    fn unpack(strip: &mut Strip<'t>) -> Self {
        Some(strip.spanned())
    }
}

impl<'t, T: Pack<'t>> Field<'t> for Vec<Spanned<T>> {
    fn pack_behind(&self, number: usize, chunk: &str, strip: &mut Vec<u8>) {
        if !self.is_empty() {
            push_number(number, strip);
            push_number(self.len(), strip);
            self.iter().for_each(|value| push_spanned(value, chunk, strip));
        }
    }

    fn unpack(strip: &mut Strip<'t>) -> Self {
        (0..strip.number()).map(|_| strip.spanned()).collect()
    }
}

/// The words stand between the marks of their string.
const BETWEEN_MARKS: usize = 0;
/// The words stand somewhere in their string.
const WITHIN: usize = 1;
/// The words are not those of the file: they stand on the strip.
const APART: usize = 2;

impl<'t> Pack<'t> for Text<'t> {
    fn pack(&self, range: &Range<usize>, chunk: &str, strip: &mut Vec<u8>) {
        let words: &str = &self.0;
        let start = words.as_ptr().addr().wrapping_sub(chunk.as_ptr().addr());
        let is_borrowed = matches!(self.0, Cow::Borrowed(_)) && start >= range.start;
        let own = start.checked_add(words.len()).and_then(|end| chunk.get(start..end)).filter(|_| is_borrowed);
        if !own.is_some_and(|own| std::ptr::eq(own, words)) {
            push_number(APART, strip);
            push_number(words.len(), strip);
            strip.extend_from_slice(words.as_bytes());
        } else if (start, start + words.len()) == (range.start + 1, range.end.saturating_sub(1)) {
            push_number(BETWEEN_MARKS, strip);
        } else {
            push_number(WITHIN, strip);
            push_number(start - range.start, strip);
            push_number(words.len(), strip);
        }
    }

    fn unpack(range: &Range<usize>, strip: &mut Strip<'t>) -> Self {
        let words = match strip.number() {
            BETWEEN_MARKS => strip.chunk.get(range.start + 1..range.end.saturating_sub(1)),
            WITHIN => {
                let start = range.start + strip.number();
                strip.chunk.get(start..start + strip.number())
            }
            _ => {
                let length = strip.number();
                std::str::from_utf8(strip.bytes(length)).ok()
            }
        };
        Self(Cow::Borrowed(words.unwrap_or("")))
    }
}

impl<'t> Pack<'t> for f64 {
    fn pack(&self, _: &Range<usize>, _: &str, strip: &mut Vec<u8>) {
        strip.extend_from_slice(&self.to_le_bytes());
    }

    fn unpack(_: &Range<usize>, strip: &mut Strip<'t>) -> Self {
        strip.bytes(8).first_chunk().copied().map_or(Self::NAN, Self::from_le_bytes)
    }
}

impl<'t> Pack<'t> for When {
    fn pack(&self, _: &Range<usize>, _: &str, strip: &mut Vec<u8>) {
        // No date has a year of ten thousand.
        let (year, month, day) = self.0.map_or((u16::MAX, None, None), Date::parts);
        [year, month.map_or(0, u16::from), day.map_or(0, u16::from)]
            .into_iter()
            .for_each(|part| push_number(usize::from(part), strip));
    }

    fn unpack(_: &Range<usize>, strip: &mut Strip<'t>) -> Self {
        let [year, month, day] = [(); 3].map(|()| strip.number());
        let part = |number: usize| u8::try_from(number).ok().filter(|number| *number > 0);
        Self(u16::try_from(year).ok().and_then(|year| Date::new(year, part(month), part(day))))
    }
}

impl<'t> Pack<'t> for Position<'t> {
    fn pack(&self, range: &Range<usize>, chunk: &str, strip: &mut Vec<u8>) {
        match self {
            Self::Label(label) => {
                push_number(0, strip);
                label.pack(range, chunk, strip);
            }
            Self::Point(at) => {
                push_number(1, strip);
                at.pack(range, chunk, strip);
            }
        }
    }

    fn unpack(range: &Range<usize>, strip: &mut Strip<'t>) -> Self {
        match strip.number() {
            0 => Self::Label(Text::unpack(range, strip)),
            _ => Self::Point(f64::unpack(range, strip)),
        }
    }
}

impl<'t> Pack<'t> for Point<'t> {
    fn pack(&self, range: &Range<usize>, chunk: &str, strip: &mut Vec<u8>) {
        match self {
            Self::Label(label) => {
                push_number(0, strip);
                label.pack(range, chunk, strip);
            }
            Self::Placed { at, label } => {
                push_number(1, strip);
                push_spanned(at, chunk, strip);
                push_spanned(label, chunk, strip);
            }
        }
    }

    fn unpack(range: &Range<usize>, strip: &mut Strip<'t>) -> Self {
        match strip.number() {
            0 => Self::Label(Text::unpack(range, strip)),
            _ => Self::Placed { at: strip.spanned(), label: strip.spanned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Pack, Strip, push_number};
    use crate::load::raw::{DemandTable, File};

    /// What every table of `text` is after it was packed, and before.
    fn packed(text: &str) -> Option<(String, String)> {
        let file: File<'_> = toml::from_str(text).ok()?;
        let range = 0..text.len();
        let mut strip = vec![7];
        file.pack(&range, text, &mut strip);
        push_number(300, &mut strip);
        let mut rest = Strip::at(&strip, 1, text);
        let again = File::unpack(&range, &mut rest);
        assert_eq!(rest.number(), 300, "{text}");
        Some((format!("{again:?}"), format!("{file:?}")))
    }

    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            "\"[a é]{0,6}\"|'[a é\"]{0,6}'|\"\"\"[a é\n\"]{0,3}a\"\"\"|\"a\\\\u00e9b\"|'''\na'b'''",
            "[0-9]{1,9}|-1\\.5|nan|2025-08-15|\"2025-08\"|\"2025\"|\"2025-99\"",
            "\\[('a', \"b\"|\"x\\\\ty\")?\\]|\\[\\{ at = 1, label = 'a' \\}, \\{ label = \"b\", at = 2.5 \\}\\]|\\[\\]",
        ]
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(
            tables in prop::collection::vec(("articles|actors|issues|demands", prop::collection::btree_map(
                "id|text|title|name|note|date|position|salience|scale|aliases|opposes|format", value(), 0..6)), 0..4),
        ) {
            // Keys that the table does not have, and values of another type, are dropped until the rest is right.
            let mut text = String::new();
            for (list, pairs) in tables {
                let mut table = format!("[[{list}]]\n");
                for (key, value) in pairs {
                    let longer = format!("{table}{key} = {value}\n");
                    if toml::from_str::<File<'_>>(&longer).is_ok() {
                        table = longer;
                    }
                }
                text += &table;
            }
            let (again, before) = packed(&text).unwrap();
            prop_assert_eq!(again, before, "{}", text);
        }

        #[test]
        fn numbers_of_any_size_are_kept(numbers in prop::collection::vec(0..usize::MAX, 0..20)) {
            let mut strip = Vec::new();
            numbers.iter().for_each(|number| push_number(*number, &mut strip));
            let mut rest = Strip::at(&strip, 0, "");
            prop_assert_eq!(numbers.iter().map(|_| rest.number()).collect::<Vec<_>>(), numbers);
        }
    }

    #[test]
    fn words_that_stand_in_the_file_take_no_room() {
        let text = format!("[[demands]]\nid = 'd'\ntext = \"{}\"\n", "words ".repeat(100));
        let file: File<'_> = toml::from_str(&text).unwrap();
        let mut strip = Vec::new();
        let demand: &DemandTable<'_> = file.demands[0].get_ref();
        demand.pack(&(0..text.len()), &text, &mut strip);
        assert!(strip.len() < 20, "{}", strip.len());
    }
}
