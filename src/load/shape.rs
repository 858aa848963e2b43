//! The slow road: a table that serde refuses is walked key by key, so that every mistake in it is said and the rest
//! of it is kept.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, ValueDeserializer};

use super::nearest::nearest;
use super::packed::{Pack, Records};
use super::raw::KEYS;
use super::reference::Key;
use super::values::{Point, Position, Text, When};
use crate::diagnose::{Code, codes};

/// A mistake, not yet in a file: `range` counts bytes of the text that was read.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) code: &'static Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// The key that is as good as absent by this mistake: it need not be missed again.
    pub(super) spoilt: Option<&'static str>,
}

/// So many mistakes of one text are kept; the others are counted.
const MOST: usize = 1000;

/// The mistakes of one text, in the order found.
#[derive(Debug, Default)]
pub(super) struct Slips {
    pub(super) kept: Vec<Slip>,
    /// How many there are of each code.
    counts: Vec<(&'static Code, usize)>,
    /// Takes what is said of a mistake that is not kept.
    scratch: Option<Slip>,
}

impl Slips {
    /// Adds a mistake, to which help may be given.
    pub(super) fn push(&mut self, code: &'static Code, range: Range<usize>, message: impl Into<String>) -> &mut Slip {
        let slip = Slip { code, range, message: message.into(), help: None, spoilt: None };
        if self.count(code) > MOST {
            return self.scratch.insert(slip);
        }
        self.kept.push(slip);
        let last = self.kept.len() - 1;
        &mut self.kept[last]
    }

    /// Counts one more of a code; how many there are then.
    fn count(&mut self, code: &'static Code) -> usize {
        let known = self.counts.iter().position(|(known, _)| *known == code);
        let at = known.unwrap_or_else(|| {
            self.counts.push((code, 0));
            self.counts.len() - 1
        });
        self.counts[at].1 += 1;
        self.counts[at].1
    }

    /// The codes of which not all mistakes are kept, and how many are not.
    pub(super) fn more(&self) -> impl Iterator<Item = (&'static Code, usize)> {
        self.counts.iter().filter(|(_, count)| *count > MOST).map(|(code, count)| (*code, count - MOST))
    }

    /// A key that the table does not have, with the nearest one that it has.
    pub(super) fn unknown_key(&mut self, key: &Spanned<DeString<'_>>, known: &[Key]) {
        if self.counts.iter().any(|(code, count)| *code == &codes::UNKNOWN_KEY && *count >= MOST) {
            self.count(&codes::UNKNOWN_KEY);
            return;
        }
        let table = known.first().map_or("", |key| key.table);
        let near = known.iter().map(|key| key.name);
        let near = nearest(key.get_ref(), near).and_then(|near| known.iter().find(|key| key.name == near));
        let slip = self.push(&codes::UNKNOWN_KEY, key.span(), format!("`{}` is no key of {table}", key.get_ref()));
        slip.spoilt = near.map(|near| near.name);
        let elsewhere = KEYS.iter().copied().flatten().find(|known| known.name == key.get_ref());
        slip.help = Some(match (near, elsewhere) {
            (Some(near), _) => format!("did you mean `{}`?", near.name),
            (None, Some(elsewhere)) => format!("it is a key of {}", elsewhere.table),
            (None, None) => format!("`demarche explain format` lists the keys of {table}"),
        });
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, name: Name, expected: &str) {
        let message = format!("{name} must be {expected}, not {}", found(value.get_ref()));
        self.push(&codes::WRONG_TYPE, value.span(), message).spoilt = name.key();
    }
}

/// What a value is called in a message.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name {
    /// The value of a key.
    Key(&'static str),
    /// One of the list that a key has.
    EachOf(&'static str),
    /// The file as a whole.
    File,
}

impl Name {
    /// The key itself, not an entry of its list.
    fn key(self) -> Option<&'static str> {
        match self {
            Self::Key(key) => Some(key),
            Self::EachOf(_) | Self::File => None,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(out, "`{key}`"),
            Self::EachOf(key) => write!(out, "each of `{key}`"),
            Self::File => out.write_str("the file"),
        }
    }
}

/// What can be made of one value of a parsed file.
pub(super) trait Shape<'t>: Sized {
    /// Whether a list of it may be written as tables with headers.
    const IS_TABLE: bool = false;

    /// Reads the value called `name`; says what is wrong with it and gives what can be kept.
    fn shape(value: Spanned<DeValue<'t>>, name: Name, slips: &mut Slips) -> Option<Self>;
}

macro_rules! leaves {
    ($($type:ty = $expected:literal),+ $(,)?) => {$(
        impl<'t> Shape<'t> for $type {
            fn shape(value: Spanned<DeValue<'t>>, name: Name, slips: &mut Slips) -> Option<Self> {
                let copy = value.clone();
                let read = <$type>::deserialize(ValueDeserializer::from(value)).ok();
                if read.is_none() {
                    slips.wrong_type(&copy, name, $expected);
                }
                read
            }
        }
    )+};
}

leaves! {
    Text<'t> = "a string",
    f64 = "a number",
    Position<'t> = "a label or a number",
    Point<'t> = "a label, or `{ at = NUMBER, label = \"…\" }`",
    When = "a date, such as 2025-08-15, \"2025-08\" or \"2025\"",
}

impl<'t, T: Shape<'t>> Shape<'t> for Option<Spanned<T>> {
    fn shape(value: Spanned<DeValue<'t>>, name: Name, slips: &mut Slips) -> Option<Self> {
        let range = value.span();
        T::shape(value, name, slips).map(|inner| Some(Spanned::new(range, inner)))
    }
}

impl<'t, T: Shape<'t>> Shape<'t> for Vec<Spanned<T>> {
    fn shape(value: Spanned<DeValue<'t>>, name: Name, slips: &mut Slips) -> Option<Self> {
        let range = value.span();
        let (entry, key) = match name {
            Name::Key(key) | Name::EachOf(key) => (Name::EachOf(key), key),
            Name::File => (Name::File, ""),
        };
        let one = |value, slips: &mut Slips| {
            let range = Spanned::span(&value);
            T::shape(value, entry, slips).map(|inner| Spanned::new(range, inner))
        };
        match value.get_ref() {
            DeValue::Array(_) => {}
            DeValue::Table(_) if T::IS_TABLE => {
                let message = format!("{name} is a list of tables, and this is a single table");
                let help = format!("write the header with double brackets, `[[…{key}]]`");
                slips.push(&codes::MISPLACED_TABLE, range, message).help = Some(help);
                return Some(one(value, slips).into_iter().collect());
            }
            _ => {
                let message = format!("{name} must be a list, not {}", found(value.get_ref()));
                let help = (!T::IS_TABLE).then(|| "put it in square brackets".to_owned());
                slips.push(&codes::WRONG_TYPE, range, message).help = help;
                return None;
            }
        }
        let DeValue::Array(items) = value.into_inner() else { return None };
        Some(items.into_iter().filter_map(|item| one(item, slips)).collect())
    }
}

impl<'t, T: Shape<'t> + Pack<'t>> Shape<'t> for Records<'t, T> {
    fn shape(value: Spanned<DeValue<'t>>, name: Name, slips: &mut Slips) -> Option<Self> {
        Vec::shape(value, name, slips).map(|records| records.into_iter().collect())
    }
}

/// The keys and values of a table, in the order of the file.
pub(super) fn fields<'t>(
    value: Spanned<DeValue<'t>>,
    name: Name,
    slips: &mut Slips,
) -> Option<Vec<(Spanned<DeString<'t>>, Spanned<DeValue<'t>>)>> {
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        slips.wrong_type(&value, name, "a table");
        return None;
    }
    let DeValue::Table(table) = value.into_inner() else { return None };
    let mut fields: Vec<_> = DeTable::into_iter(table).collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    Some(fields)
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
