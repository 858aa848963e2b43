//! Slips in numbers, dates and whole values.

use super::statement::{Found, Statement, is_string, is_value, shown};
use crate::format::Form;
use crate::load::day_meant::day_meant;

pub fn percent(it: &Statement<'_>) -> Option<Found> {
    let number = it.value().strip_suffix('%')?.trim();
    let share: f64 = number.replace(',', ".").parse().ok().filter(|_| it.is_number())?;
    Some(it.whole("", &format!("{}", share / 100.0)))
}

pub fn date(it: &Statement<'_>) -> Option<Found> {
    let is_date = it.form() == Form::Date;
    let day = day_meant(it.value()).filter(|day| is_date && day != it.value());
    day.map(|day| it.whole("", &day))
}

pub fn no_day(it: &Statement<'_>) -> Option<Found> {
    let is_like = it.value().starts_with(|c: char| c.is_ascii_digit());
    (it.form() == Form::Date && is_like).then(|| it.whole("", ""))
}

pub fn decimal_comma(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let number = value.replacen(',', ".", 1);
    let is_one = it.is_number() && value.contains(',') && !value.ends_with(',') && !it.is_compound();
    (is_one && number.parse::<f64>().is_ok()).then(|| it.whole("", &number))
}

pub fn typographic_minus(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let dash = value.chars().find(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'))?;
    let number: String = value.replace(dash, "-").replace(',', ".");
    number.parse::<f64>().ok()?;
    let found = it.whole("", &number);
    Some(Found { what: format!("`{dash}` (U+{:04X})", dash as u32), ..found })
}

pub fn number(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let is_like = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-')) && it.is_number();
    let plain: String = value.chars().filter(|c| !matches!(c, ' ' | '\'' | '\u{2019}' | '_')).collect();
    let plain = plain.replace(',', ".");
    let number: f64 = plain.parse().ok().filter(|number: &f64| is_like && number.is_finite())?;
    Some(it.whole(value, &format!("{number}")))
}

/// A value on one line that ends with a comma or a semicolon.
pub fn end_mark(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let last = value.chars().last().filter(|last| matches!(last, ',' | ';'))?;
    let rest = value.strip_suffix(last)?.trim_end();
    let end = it.value.clone().filter(|_| is_value(rest))?.end;
    Some(Found { at: end - 1..end, ..it.whole(&last.to_string(), &shown(rest)) })
}

pub fn no_brackets(it: &Statement<'_>) -> Option<Found> {
    let value = it.value();
    let inner = value.trim_matches(['(', ')', '[', ']', '{', '}']);
    let list = format!("[{inner}]");
    let is_list = it.form().is_list() && !matches!(it.form(), Form::Tables(_));
    let is_one = is_list && !value.starts_with('[') && is_value(&list);
    is_one.then(|| it.whole("", &shown(&list)))
}

pub fn no_word(it: &Statement<'_>) -> Option<Found> {
    let is_word = ["null", "none", "nil", "~", "n/a", "-", "?", "undefined", "true", "false", "yes", "no"]
        .iter()
        .any(|word| it.value().eq_ignore_ascii_case(word));
    is_word.then(|| it.whole(it.value(), ""))
}

pub fn behind_value(it: &Statement<'_>) -> Option<Found> {
    let (_, first) = it.tokens.first().filter(|(kind, _)| is_string(*kind))?;
    let (_, second) = it.tokens.get(1)?;
    let end = it.value.clone()?.end;
    Some(Found { at: second.start..end, ..it.whole("", &shown(it.of(first))) })
}
