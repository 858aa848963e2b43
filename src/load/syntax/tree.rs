//! The slow path: reads values from a tree of the `toml` crate, which supports all of TOML.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::problems::Problem;
use super::recorder::{Inside, Recorder, Shape, Wanted};
use crate::diagnose::codes;
use crate::format::TableKind;

/// Records the values of a table of the format.
pub(super) fn fields(table: DeTable<'_>, kind: TableKind, recorder: &mut Recorder<'_>) {
    for (key, value) in in_order(table) {
        if let Some(wanted) = recorder.key(kind, key.get_ref(), &key.span()) {
            take(value, wanted, recorder);
        }
    }
}

/// Reports integers that TOML has no room for, which the parser leaves to whoever wants their value.
pub(super) fn report_large_integers(table: &DeTable<'_>, recorder: &mut Recorder<'_>) {
    table.values().for_each(|value| report_large(value, recorder));
}

fn report_large(value: &Spanned<DeValue<'_>>, recorder: &mut Recorder<'_>) {
    match value.get_ref() {
        DeValue::Integer(digits) if i64::from_str_radix(digits.as_str(), digits.radix()).is_err() => {
            let message = "the number is too large: an integer has 64 bits".to_owned();
            let at = recorder.base.within(&value.span());
            recorder.problems.push(Problem { code: &codes::SYNTAX, at, message, help: None });
        }
        DeValue::Array(entries) => entries.iter().for_each(|entry| report_large(entry, recorder)),
        DeValue::Table(table) => report_large_integers(table, recorder),
        _ => {}
    }
}

fn take(value: Spanned<DeValue<'_>>, wanted: Wanted, recorder: &mut Recorder<'_>) {
    let range = value.span();
    let inside = recorder.take(wanted, shape(value.get_ref()), &range);
    match (inside, value.into_inner()) {
        (Inside::Entries, DeValue::Array(entries)) => {
            entries.into_iter().for_each(|entry| take(entry, wanted.entry(), recorder));
        }
        (Inside::Table(opened), DeValue::Table(table)) => {
            fields(table, opened.kind, recorder);
            recorder.close(opened);
        }
        (Inside::Point(mut opened), DeValue::Table(table)) => {
            for (key, value) in in_order(table) {
                opened.is_right &= recorder.take_of_point(key.get_ref(), shape(value.get_ref()), &value.span());
            }
            recorder.close_point(wanted, opened, &range);
        }
        _ => {}
    }
}

/// The keys and values of a table, in file order.
fn in_order(table: DeTable<'_>) -> Vec<(Spanned<DeString<'_>>, Spanned<DeValue<'_>>)> {
    let mut fields: Vec<_> = table.into_iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    fields
}

fn shape(value: &DeValue<'_>) -> Shape {
    match value {
        DeValue::String(_) => Shape::String,
        DeValue::Integer(_) => Shape::Integer,
        DeValue::Float(_) => Shape::Float,
        DeValue::Boolean(_) => Shape::Boolean,
        DeValue::Datetime(_) => Shape::Date,
        DeValue::Array(_) => Shape::List,
        DeValue::Table(_) => Shape::Table,
    }
}
