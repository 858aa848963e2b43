//! The values of the format that serde knows no shape for: borrowed text, and values of more than one form.
//!
//! The visitors are written by hand: an untagged enum would lose the place of a mistake.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use toml::Spanned;

use crate::model::Date;

/// A string, borrowed from the file where it has no escapes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Text<'t>(pub(super) Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Text<'t> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Cow<'de, str>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a string")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text))
            }
        }
        from.deserialize_str(Reads).map(Text)
    }
}

/// Where a demand stands: a label of the scale, or a point on it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Position<'t> {
    Label(Text<'t>),
    Point(f64),
}

impl<'de: 't, 't> Deserialize<'de> for Position<'t> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Position<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a label or a number")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Position::Label(Text(Cow::Borrowed(text))))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Position::Label(Text(Cow::Owned(text.to_owned()))))
            }
            #[expect(clippy::cast_precision_loss, reason = "points of a scale are far below 2^52")]
            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Position::Point(number as f64))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Position::Point(number))
            }
        }
        from.deserialize_any(Reads)
    }
}

/// A point of a scale: a label alone, or with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Point<'t> {
    Label(Text<'t>),
    Placed { at: Spanned<f64>, label: Spanned<Text<'t>> },
}

/// The long form of a point.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
struct PointTable<'t> {
    at: Spanned<f64>,
    label: Spanned<Text<'t>>,
}

impl<'de: 't, 't> Deserialize<'de> for Point<'t> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Point<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a label, or a table of `at` and `label`")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Point::Label(Text(Cow::Borrowed(text))))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Point::Label(Text(Cow::Owned(text.to_owned()))))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let PointTable { at, label } = PointTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Point::Placed { at, label })
            }
        }
        from.deserialize_any(Reads)
    }
}

/// A date as the file gives it; `None` inside where there is no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When(pub(super) Option<Date>);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = When;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a date")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(When(Date::parse(text)))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let moment = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
                // The time of day, where there is one, says nothing here.
                Ok(When(moment.date.and_then(|day| Date::new(day.year, Some(day.month), Some(day.day)))))
            }
        }
        from.deserialize_any(Reads)
    }
}
