//! The peer of the reader: the whole file at once, by `toml` and serde, into structs of the format's keys, each value
//! with its place.
#![allow(dead_code, reason = "the structs are read, not used")]

use std::borrow::Cow;
use std::path::Path;

use serde::Deserialize;
use toml::{Spanned, Value};

/// A string, borrowed from the file where it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Words<'t>(#[serde(borrow)] Cow<'t, str>);

type Text<'t> = Option<Spanned<Words<'t>>>;
type Texts<'t> = Vec<Spanned<Words<'t>>>;
type Number = Option<Spanned<f64>>;
type Any = Option<Spanned<Value>>;
type Tables<T> = Vec<Spanned<T>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'t> {
    #[serde(default)]
    format: Number,
    #[serde(default, borrow)]
    title: Text<'t>,
    #[serde(default, borrow)]
    description: Text<'t>,
    #[serde(default, borrow)]
    language: Text<'t>,
    #[serde(default, borrow)]
    articles: Tables<Article<'t>>,
    #[serde(default, borrow)]
    actors: Tables<Actor<'t>>,
    #[serde(default, borrow)]
    issues: Tables<Issue<'t>>,
    #[serde(default, borrow)]
    demands: Tables<Demand<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article<'t> {
    #[serde(default, borrow)]
    id: Text<'t>,
    #[serde(default, borrow)]
    title: Text<'t>,
    #[serde(default, borrow)]
    file: Text<'t>,
    #[serde(default, borrow)]
    text: Text<'t>,
    #[serde(default, borrow)]
    publisher: Text<'t>,
    #[serde(default, borrow)]
    author: Text<'t>,
    #[serde(default)]
    date: Any,
    #[serde(default, borrow)]
    url: Text<'t>,
    #[serde(default, borrow)]
    language: Text<'t>,
    #[serde(default, borrow)]
    sha256: Text<'t>,
    #[serde(default, borrow)]
    note: Text<'t>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Actor<'t> {
    #[serde(default, borrow)]
    id: Text<'t>,
    #[serde(default, borrow)]
    name: Text<'t>,
    #[serde(default, borrow)]
    kind: Text<'t>,
    #[serde(default, borrow)]
    aliases: Texts<'t>,
    #[serde(default, borrow)]
    member_of: Texts<'t>,
    #[serde(default, borrow)]
    role: Text<'t>,
    #[serde(default, borrow)]
    note: Text<'t>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue<'t> {
    #[serde(default, borrow)]
    id: Text<'t>,
    #[serde(default, borrow)]
    name: Text<'t>,
    #[serde(default, borrow)]
    question: Text<'t>,
    #[serde(default, borrow)]
    group: Text<'t>,
    #[serde(default)]
    scale: Vec<Spanned<Value>>,
    #[serde(default, borrow)]
    note: Text<'t>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demand<'t> {
    #[serde(default, borrow)]
    id: Text<'t>,
    #[serde(default, borrow)]
    actor: Text<'t>,
    #[serde(default, borrow)]
    issue: Text<'t>,
    #[serde(default, borrow)]
    text: Text<'t>,
    #[serde(default, borrow)]
    kind: Text<'t>,
    #[serde(default)]
    position: Any,
    #[serde(default)]
    salience: Number,
    #[serde(default)]
    power: Number,
    #[serde(default, borrow)]
    addressee: Texts<'t>,
    #[serde(default)]
    date: Any,
    #[serde(default, borrow)]
    status: Text<'t>,
    #[serde(default, borrow)]
    supersedes: Texts<'t>,
    #[serde(default, borrow)]
    opposes: Texts<'t>,
    #[serde(default, borrow)]
    supports: Texts<'t>,
    #[serde(default, borrow)]
    depends_on: Texts<'t>,
    #[serde(default, borrow)]
    in_exchange_for: Texts<'t>,
    #[serde(default, borrow)]
    note: Text<'t>,
    #[serde(default, borrow)]
    passages: Tables<Passage<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage<'t> {
    #[serde(default, borrow)]
    article: Text<'t>,
    #[serde(default, borrow)]
    quote: Text<'t>,
    #[serde(default, borrow)]
    prefix: Text<'t>,
    #[serde(default, borrow)]
    suffix: Text<'t>,
    #[serde(default, borrow)]
    speaker: Text<'t>,
    #[serde(default, borrow)]
    voice: Text<'t>,
    #[serde(default, borrow)]
    note: Text<'t>,
}

/// Reads the model file at `path`.
pub fn read(path: &Path) {
    let text = std::fs::read_to_string(path).expect("the model file can be read");
    let file: File<'_> = toml::from_str(&text).expect("the model file is right");
    // Measured up to here; giving back is not part of it.
    std::mem::forget(std::hint::black_box(file));
}
