//! From the text of a file to what it says.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, Error};

use super::bind::{Bindings, Row};
use super::keys::{ACTORS, BINDINGS, Config, Form, KEYS, Key, STYLES, Value};
use super::report::{Report, cut, help};
use crate::app::keymap::Context;
use crate::diagnose::codes;
use crate::load::nearest;
use crate::text::{LineIndex, Span};
use crate::view::{TOKENS, is_style};

type Pair<'t> = (Spanned<DeString<'t>>, Spanned<DeValue<'t>>);

/// Reads the text of a file called `name`. What is wrong counts as absent and is among the findings; costs about one pass.
pub fn read(name: &str, text: &str) -> Config {
    let mut report = Report::new(name, text);
    let mut config = Config::default();
    let mut bindings = Bindings::default();
    let sound;
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            sound = without_faults(text, error, &mut report);
            DeTable::parse(&sound).map(Spanned::into_inner).unwrap_or_default()
        }
    };
    for (key, value) in in_order(table) {
        let (name, at) = (key.get_ref(), key.span());
        let Some(known) = KEYS.iter().find(|known| known.name == name) else {
            let names: Vec<&str> = KEYS.iter().map(|known| known.name).collect();
            let near = nearest(name, names).map_or_else(
                || "`demarche explain config` lists every setting".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            report.add(&codes::CONFIG_KEY, at, (format!("there is no setting `{}`", cut(name)), Some(near)));
            continue;
        };
        match (known.form, value.get_ref()) {
            (Form::Table(_), DeValue::Table(_)) => {
                let DeValue::Table(table) = value.into_inner() else { unreachable!("it was a table just now") };
                let pairs = in_order(table);
                match known.name {
                    STYLES => pairs.into_iter().for_each(|pair| style(pair, &mut config, &mut report)),
                    ACTORS => pairs.into_iter().for_each(|pair| actor(pair, &mut config, &mut report)),
                    BINDINGS => pairs.into_iter().for_each(|pair| keys(pair, &mut bindings, &mut report)),
                    other => unreachable!("`{other}` is not a table"),
                }
            }
            _ => scalar(known, &value, &mut config, &mut report),
        }
    }
    bindings.apply(&mut config.settings.keymap, &mut report);
    config.settings.findings = report.into_findings();
    config
}

/// The most syntax errors to report; what follows them is not read.
const MOST_FAULTS: usize = 20;

/// The text with spaces in place of lines that are not TOML, and of what follows a header that is not. Every other byte
/// stays where it is. Parses the text once for each mistake.
fn without_faults(text: &str, first: Error, report: &mut Report<'_>) -> String {
    let lines = LineIndex::new(text);
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |range: Range<usize>| {
        bytes.iter_mut().take(range.end).skip(range.start).filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let mut error = first;
    for nth in 1.. {
        let at = borders(text, error.span().unwrap_or(text.len()..text.len()));
        // A parser's sentence may go on in lines of its own.
        let sentence = error.message().lines().collect::<Vec<_>>().join("; ");
        report.add(&codes::SYNTAX, at.clone(), (sentence, None));
        let line = lines.line(at.start);
        let start = lines.span(line as usize).map_or(0, Span::start);
        let is_header = |line: usize| lines.span(line).is_some_and(|span| span.of(text).trim_start().starts_with('['));
        let last = lines.line(at.end.max(at.start)) as usize;
        let behind = if is_header(line as usize) {
            (last + 1..=lines.count()).find(|line| is_header(*line)).unwrap_or(lines.count() + 1)
        } else {
            last + 1
        };
        let end = lines.span(behind).filter(|_| nth < MOST_FAULTS).map_or(text.len(), Span::start);
        let sound = blank(start..end);
        match DeTable::parse(&sound) {
            Err(next) if nth < MOST_FAULTS => error = next,
            Ok(_) | Err(_) => return sound,
        }
    }
    unreachable!("the loop ends at the last mistake reported")
}

/// A span of the parser, at borders of characters of the text.
fn borders(text: &str, at: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(at.start);
    start..text.floor_char_boundary(at.end).max(start)
}

/// The keys and values of a table in the order of the file.
fn in_order(table: DeTable<'_>) -> Vec<Pair<'_>> {
    let mut pairs: Vec<Pair<'_>> = table.into_iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    pairs
}

/// Takes a value that is not a table.
fn scalar(key: &Key, value: &Spanned<DeValue<'_>>, config: &mut Config, report: &mut Report<'_>) {
    let (wanted, advice) = match (key.form, value.get_ref()) {
        (Form::Word(words), DeValue::String(word)) => {
            let words = words();
            if words.contains(&&**word) {
                return (key.take)(config, Value::Word(word));
            }
            (format!("one of {}", words.join(", ")), nearest(word, words))
        }
        (Form::Flag, DeValue::Boolean(flag)) => return (key.take)(config, Value::Flag(*flag)),
        (Form::Cells(least, most), DeValue::Integer(number)) => {
            let cells = u16::from_str_radix(number.as_str(), number.radix()).ok();
            match cells.filter(|cells| (least..=most).contains(cells)) {
                Some(cells) => return (key.take)(config, Value::Cells(cells)),
                None => (format!("a whole number from {least} to {most}"), None),
            }
        }
        (Form::Command, DeValue::String(words)) => match command_mistake(words) {
            None => return (key.take)(config, Value::Word(words)),
            Some(mistake) => (mistake, None),
        },
        (Form::Word(words), _) => (format!("one of {}, in quotation marks", words().join(", ")), None),
        (Form::Flag, _) => ("`true` or `false`, without quotation marks".to_owned(), None),
        (Form::Cells(least, most), _) => (format!("a whole number from {least} to {most}"), None),
        (Form::Command, _) => ("a command in quotation marks".to_owned(), None),
        (Form::Table(_), _) => (format!("a table with the header `[{}]`", key.name), None),
    };
    let advice = advice.map(|near| format!("did you mean `{near}`?"));
    let message = format!("`{}` must be {wanted}", key.name);
    report.add(&codes::CONFIG_VALUE, value.span(), (message, advice));
}

/// What a command should be that cannot be run.
fn command_mistake(words: &str) -> Option<String> {
    const PLACES: [&str; 3] = ["file", "line", "column"];
    if shlex::split(words).is_none() {
        return Some("a command whose quotes are closed".to_owned());
    }
    let named = words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let is_name = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let unknown = named.filter(is_name).find(|name| !PLACES.contains(name))?;
    Some(format!("a command with {{file}}, {{line}} and {{column}}, not `{{{}}}`", cut(unknown)))
}

fn style((key, value): Pair<'_>, config: &mut Config, report: &mut Report<'_>) {
    let names: Vec<&str> = TOKENS.iter().map(|(name, ..)| *name).collect();
    let Some(token) = names.iter().find(|name| **name == &**key.get_ref()) else {
        let message = format!("there is no style `{}`", cut(key.get_ref()));
        return report.add(&codes::CONFIG_KEY, key.span(), (message, Some(help(key.get_ref(), &names))));
    };
    if let Some(text) = style_text(&value, report) {
        config.settings.looks.styles.push((token, text));
    }
}

fn actor((key, value): Pair<'_>, config: &mut Config, report: &mut Report<'_>) {
    if let Some(text) = style_text(&value, report) {
        config.settings.looks.actors.push((key.get_ref().to_string(), text));
    }
}

/// The text of a style that can be read; says so where it cannot.
fn style_text(value: &Spanned<DeValue<'_>>, report: &mut Report<'_>) -> Option<String> {
    let text = match value.get_ref() {
        DeValue::String(text) if is_style(text) => return Some(text.to_string()),
        DeValue::String(text) => cut(text),
        _ => String::new(),
    };
    let message = if text.is_empty() { "a style must be text".to_owned() } else { format!("`{text}` is not a style") };
    let help =
        "write bold, dim, italic, underlined or reversed, a colour such as red or #ff8700, and `on` with another";
    report.add(&codes::CONFIG_VALUE, value.span(), (message, Some(help.to_owned())));
    None
}

/// Takes the table of a context.
fn keys((key, value): Pair<'_>, bindings: &mut Bindings, report: &mut Report<'_>) {
    let name = key.get_ref();
    let Some(context) = Context::ALL.iter().copied().find(|context| context.name() == &**name) else {
        let names: Vec<&str> = Context::ALL.iter().map(|context| context.name()).collect();
        let message = format!("there are no keys of `{}`", cut(name));
        return report.add(&codes::CONFIG_KEY, key.span(), (message, Some(help(name, &names))));
    };
    let at = value.span();
    let DeValue::Table(table) = value.into_inner() else {
        let message = format!("`{}` must be a table", context.name());
        let help = format!("write keys under the header `[keys.{}]`", context.name());
        return report.add(&codes::CONFIG_VALUE, at, (message, Some(help)));
    };
    for (keys, command) in in_order(table) {
        let (keys_at, command_at) = (keys.span(), command.span());
        if let DeValue::String(command) = command.get_ref() {
            bindings.take(&Row { context, keys: keys.get_ref(), command, keys_at, command_at }, report);
        } else {
            let said =
                ("keys must have the name of a command".to_owned(), "write \"none\" to take the keys away".to_owned());
            report.add(&codes::CONFIG_VALUE, command_at, (said.0, Some(said.1)));
        }
    }
}
