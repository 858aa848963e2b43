//! The JSON Schema of the format against the models that the loader takes and those that it objects to.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

use std::fs;
use std::path::PathBuf;

use demarche::diagnose::{Finding, Level, codes};
use demarche::format::{keys, schema};
use demarche::load::{EXAMPLE, load, load_str};
use serde_json::Value;

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&schema()).unwrap()).unwrap()
}

/// A file as checkers of TOML see it: dates are strings.
fn value(text: &str) -> Option<Value> {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(date) => Value::String(date.to_string()),
            toml::Value::Array(list) => list.into_iter().map(json).collect(),
            toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(is) => is.into(),
        }
    }
    text.parse::<toml::Table>().ok().map(|table| json(toml::Value::Table(table)))
}

fn models() -> Vec<PathBuf> {
    let folder = fs::read_dir("tests/findings").unwrap();
    let all =
        folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let mut all: Vec<PathBuf> = all.collect();
    all.sort();
    all
}

/// Mistakes that one table shows by itself, without ids, scales and articles.
fn is_of_form(finding: &Finding) -> bool {
    // Whether a passage may leave its article out depends on how many there are.
    let is_of_others = finding.message.contains("neither its file nor the model");
    let of_form = [
        &codes::WRONG_TYPE,
        &codes::UNKNOWN_KEY,
        &codes::UNKNOWN_WORD,
        &codes::MISSING_KEY,
        &codes::FORMAT_VERSION,
        &codes::BAD_ID,
        &codes::OUT_OF_RANGE,
        &codes::TEXT_TWICE,
    ];
    !is_of_others && of_form.iter().any(|code| code.name == finding.code.name)
}

#[test]
fn what_the_loader_accepts_is_valid_and_what_it_refuses_is_not() {
    let schema = validator();
    let (mut accepted, mut refused) = (0, 0);
    for path in models() {
        let loaded = load(std::slice::from_ref(&path)).unwrap();
        let Some(value) = fs::read_to_string(&path).ok().and_then(|text| value(&text)) else { continue };
        let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        if loaded.findings.iter().all(|finding| finding.code.level == Level::Warning) {
            accepted += 1;
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        }
        if loaded.findings.iter().any(is_of_form) {
            refused += 1;
            assert!(!errors.is_empty(), "{}: {:?}", path.display(), loaded.findings[0].message);
        }
    }
    assert!(accepted > 5 && refused > 5, "{accepted} models are valid, {refused} are not");
    assert!(schema.is_valid(&value(EXAMPLE[0].1).unwrap()));
}

/// A model with every key, one for each form that a value may have.
const ALL: &str = r#"
format = 1
title = "T"
description = "D"
language = "en"
articles = [{ id = "a", title = "A", text = "one two three four", publisher = "P", author = "A", date = 2025-08-15,
  url = "u", language = "en", note = "n" }]
actors = [{ id = "x", name = "X", kind = "bloc", aliases = ["Y"], role = "r", note = "n" },
  { id = "y", name = "Z", member_of = ["x"] }]
issues = [{ id = "i", name = "I", question = "q?", group = "g", scale = ["low", "high"], note = "n" },
  { id = "j", name = "J", scale = [{ at = 0, label = "none" }, { at = 7.5, label = "all" }] }]
demands = [
  { id = "d", actor = "x", issue = "i", text = "T", kind = "red-line", position = "low", salience = 0, power = 1,
    addressee = ["y"], date = "2025-08", status = "met", supersedes = ["e"], opposes = ["f"], supports = ["f"],
    note = "n", passages = [{ article = "a", quote = "one two three", prefix = "", suffix = " four", speaker = "y",
    voice = "quoted", note = "n" }] },
  { id = "e", actor = "x", issue = "i", text = "T", date = "2024", depends_on = ["f"], in_exchange_for = ["f"],
    passages = [{ quote = "two three four" }] },
  { id = "f", actor = "y", issue = "j", text = "T", position = 7.5, date = 2024-01-01, passages = [{ quote = "one two three" }] },
]
"#;

#[test]
fn the_schema_has_every_key_and_no_other() {
    let schema = validator();
    let model = value(ALL).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(&model).map(|error| format!("{error} {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let findings = load_str(&[("m.toml", ALL)], &[]).findings;
    assert!(findings.iter().all(|finding| finding.code.level == Level::Warning), "{findings:?}");
    let written = model.to_string();
    let missing: Vec<&str> =
        keys().map(|key| key.name).filter(|name| !written.contains(&format!("\"{name}\":"))).collect();
    assert_eq!(missing, ["file", "sha256"]);
    for (right, wrong) in [
        ("kind = \"bloc\"", "kind = \"blocs\""),
        ("id = \"y\"", "id = \"y y\""),
        ("salience = 0", "salience = 2"),
        ("at = 0, ", ""),
        ("aliases = [\"Y\"]", "aliases = \"Y\""),
        ("date = \"2025-08\"", "date = \"August\""),
        ("status = \"met\"", "state = \"met\""),
        ("text = \"one", "file = \"f.txt\", text = \"one"),
        ("format = 1", "format = 2"),
    ] {
        assert!(ALL.contains(right) && !schema.is_valid(&value(&ALL.replacen(right, wrong, 1)).unwrap()), "{wrong}");
    }
}
