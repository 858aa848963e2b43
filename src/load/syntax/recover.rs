//! The slow path: a chunk that is read by way of a tree, which knows all of TOML and what is wrong with it.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::problems::Problem;
use super::recorder::{Inside, Recorder, Shape, Wanted};
use crate::diagnose::codes;
use crate::format::TableKind;

/// One chunk says at most this many syntax errors; more of them are echoes.
const MOST_ERRORS: usize = 20;
/// Of a longer chunk the first syntax error alone is looked for: every byte may be an error that takes two hundred.
const LONGEST: usize = 64 << 10;

/// Reads a chunk; whether its syntax is right, else its errors are added.
pub(super) fn recover(text: &str, recorder: &mut Recorder<'_>) -> bool {
    let first = match DeTable::parse(text) {
        Ok(table) => {
            fields(table.into_inner(), TableKind::Top, recorder);
            return true;
        }
        Err(first) => first,
    };
    let errors = if text.len() > LONGEST { vec![first] } else { DeTable::parse_recoverable(text).1 };
    let count = errors.len();
    for (number, error) in errors.into_iter().take(MOST_ERRORS).enumerate() {
        let at = recorder.base.within(&error.span().unwrap_or(0..0));
        let help = (number + 1 == MOST_ERRORS && count > MOST_ERRORS)
            .then(|| format!("and {} more in this table", count - MOST_ERRORS));
        let message = error.message().to_owned();
        recorder.problems.push(Problem { code: &codes::SYNTAX, at, message, help });
    }
    false
}

/// Takes the values of a table of the format.
fn fields(table: DeTable<'_>, kind: TableKind, recorder: &mut Recorder<'_>) {
    for (key, value) in in_order(table) {
        if let Some(wanted) = recorder.key(kind, key.get_ref(), &key.span()) {
            take(value, wanted, recorder);
        }
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

/// The keys and values of a table, in the order of the file.
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
