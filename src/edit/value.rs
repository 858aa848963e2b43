//! Values of TOML to write.

use std::fmt::Write;

use crate::format::Form;

/// A value of TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A number, a date or a word such as `true`, as TOML writes it.
    Bare(String),
    /// A list.
    List(Vec<Value>),
    /// A table, written inline.
    Table(Vec<(String, Value)>),
}

/// The quotation marks of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Marks {
    /// `"…"`
    #[default]
    Basic,
    /// `'…'`, if the text allows it.
    Literal,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Value {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }
}

impl Value {
    /// A value typed for a key of this form: a value of TOML if it reads as one, else a string. A number where a string
    /// or a date is expected is a string.
    pub fn typed(words: &str, form: Form) -> Self {
        let read = words.trim().parse::<toml::Value>().map(|value| Self::from_toml(&value));
        match (read, form) {
            (Ok(Self::Bare(_)), Form::Text) | (Err(_), _) => Self::from(words),
            // A date stays one; `2025` is a year, not a number.
            (Ok(Self::Bare(bare)), Form::Date) if bare.bytes().all(|byte| byte.is_ascii_digit()) => Self::from(words),
            (Ok(Self::Bare(_)), _) => Self::Bare(words.trim().to_owned()),
            (Ok(value), _) => value,
        }
    }

    pub(super) fn from_toml(value: &toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text.clone()),
            toml::Value::Array(items) => Self::List(items.iter().map(Self::from_toml).collect()),
            toml::Value::Table(table) => {
                Self::Table(table.iter().map(|(key, value)| (key.clone(), Self::from_toml(value))).collect())
            }
            bare => Self::Bare(bare.to_string()),
        }
    }

    pub(super) fn to_toml(&self) -> toml::Value {
        match self {
            Self::Text(text) => toml::Value::String(text.clone()),
            Self::Bare(bare) => bare.parse().unwrap_or_else(|_| toml::Value::String(bare.clone())),
            Self::List(items) => toml::Value::Array(items.iter().map(Self::to_toml).collect()),
            Self::Table(pairs) => {
                toml::Value::Table(pairs.iter().map(|(key, value)| (key.clone(), value.to_toml())).collect())
            }
        }
    }

    /// The value on one line.
    pub(super) fn written(&self, marks: Marks) -> String {
        match self {
            Self::Text(text) => string(text, marks),
            Self::Bare(bare) => bare.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.written(marks)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Table(pairs) => {
                let pair = |(key, value): &(String, Self)| format!("{} = {}", written_key(key), value.written(marks));
                let pairs: Vec<String> = pairs.iter().map(pair).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        }
    }
}

/// A string of TOML, quoted, on one line.
pub fn written_string(text: &str) -> String {
    string(text, Marks::Basic)
}

/// A key, quoted if needed.
pub(super) fn written_key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !key.is_empty() && key.bytes().all(is_bare) { key.to_owned() } else { string(key, Marks::Basic) }
}

/// A string of TOML on one line. Controls, direction marks and line separators are escaped, since an editor would obey
/// or hide them.
fn string(text: &str, marks: Marks) -> String {
    if marks == Marks::Literal && !text.contains('\'') && !text.contains(is_escaped) {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_escaped(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_escaped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Marks, Value, string, written_key};
    use crate::format::Form;

    #[test]
    fn a_string_reads_back_as_it_was_and_drives_no_editor() {
        let long = "é\"'\\".repeat(16 << 10);
        for text in [
            "",
            "plain",
            "it's",
            "a \"b\" \\ c",
            "\"\"\" and '''",
            "two\nlines\tand\r\n",
            "\r",
            "a\0b",
            "\u{1b}]0;x\u{7}",
            "a\u{202e}b\u{85}",
            "👩‍👩‍👧 🇺🇦",
            &long,
        ] {
            for marks in [Marks::Basic, Marks::Literal] {
                let written = string(text, marks);
                assert_eq!(written.parse::<toml::Value>().unwrap(), toml::Value::String(text.to_owned()), "{written}");
                assert!(!written.contains(super::is_escaped), "{written}");
            }
        }
        assert_eq!(string("it is", Marks::Literal), "'it is'");
        assert_eq!(string("it's", Marks::Literal), "\"it's\"");
        assert_eq!((written_key("a-b_1"), written_key("a b")), ("a-b_1".to_owned(), "\"a b\"".to_owned()));
    }

    #[test]
    fn what_is_typed_is_toml_where_it_reads_as_toml() {
        let bare = |words: &str| Value::Bare(words.to_owned());
        for (words, form, value) in [
            ("held", Form::Text, Value::from("held")),
            ("\"held\"", Form::Text, Value::from("held")),
            ("2025", Form::Text, Value::from("2025")),
            ("2025", Form::Date, Value::from("2025")),
            ("2025-08", Form::Date, Value::from("2025-08")),
            ("2025-08-15", Form::Date, bare("2025-08-15")),
            ("0.9", Form::Number, bare("0.9")),
            ("3", Form::Label, bare("3")),
            ("front line frozen", Form::Label, Value::from("front line frozen")),
            ("[\"a\", 'b']", Form::Texts, Value::from(vec!["a".to_owned(), "b".to_owned()])),
            ("[\"a\"", Form::Texts, Value::from("[\"a\"")),
        ] {
            assert_eq!(Value::typed(words, form), value, "{words}");
        }
    }
}
