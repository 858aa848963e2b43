//! The format as a JSON Schema, for editors that complete and check TOML with it.

use serde_json::{Map, Value, json};

use super::keys::{Form, Key, Need, POINT, TableKind};
use super::{ARTICLE, TOP};

/// The JSON Schema (draft 7) of a model file, ending with a line end.
///
/// It covers what one file can tell: keys, types, closed words, and what is required. What needs other files or
/// articles (unknown ids, labels of another scale, quotes not in the article) is left to `check`.
pub fn schema() -> String {
    let records = TableKind::ALL.iter().filter(|kind| **kind != TableKind::Top);
    let definitions: Map<String, Value> = records.map(|kind| (name(*kind).to_owned(), table(*kind))).collect();
    let mut schema = table(TableKind::Top);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("positions.toml, format 1");
    schema["description"] =
        json!("A position model of demarche: who takes part, what is being settled, who wants what");
    schema["definitions"] = Value::Object(definitions);
    format!("{schema:#}\n")
}

/// The name of a table in the schema: `demand`.
fn name(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Top => "model",
        TableKind::Article => "article",
        TableKind::Actor => "actor",
        TableKind::Issue => "issue",
        TableKind::Demand => "demand",
        TableKind::Passage => "passage",
    }
}

fn table(kind: TableKind) -> Value {
    let keys = kind.keys();
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.need == Need::Required).map(|key| key.name).collect();
    let mut table = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    if kind == TableKind::Article {
        table["not"] = json!({ "required": [ARTICLE.file.name, ARTICLE.text.name] });
    }
    table
}

fn property(key: &Key) -> Value {
    let mut value = match key.form {
        Form::Text => text(key),
        Form::Number if key.name == TOP.format.name => json!({ "const": 1 }),
        Form::Number if key.meaning.starts_with("0 to 1") => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Form::Number => json!({ "type": "number" }),
        // TOML checkers pass a date as a string.
        Form::Date => json!({ "anyOf": [
            { "type": "string", "format": "date" },
            { "type": "string", "format": "date-time" },
            { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" },
        ] }),
        Form::Label => json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] }),
        Form::Texts => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        Form::Points => {
            json!({ "type": "array", "minItems": 2, "items": { "anyOf": [{ "type": "string" }, point()] } })
        }
        Form::Tables(kind) => {
            json!({ "type": "array", "items": { "$ref": format!("#/definitions/{}", name(kind)) } })
        }
    };
    value["description"] = json!(format!("{}: {}", key.kind, key.meaning));
    value
}

fn text(key: &Key) -> Value {
    let words = key.words();
    if !words.is_empty() {
        return json!({ "enum": words, "default": key.default_word() });
    }
    let is_id = key.kind == "id" || key.target().is_some();
    match key.need {
        _ if is_id => json!({ "type": "string", "pattern": "^\\S+$" }),
        Need::Required => json!({ "type": "string", "minLength": 1 }),
        Need::Optional => json!({ "type": "string" }),
    }
}

fn point() -> Value {
    let names: Vec<&str> = POINT.iter().map(|(field, _)| field.name).collect();
    let types = POINT.iter().map(|(field, form)| {
        let word = if *form == Form::Number { "number" } else { "string" };
        (field.name.to_owned(), json!({ "type": word }))
    });
    let properties: Map<String, Value> = types.collect();
    json!({ "type": "object", "additionalProperties": false, "required": names, "properties": properties })
}
