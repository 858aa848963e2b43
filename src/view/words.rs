//! The words with which the screen speaks of records.

use crate::model::{Anchor, DemandKind, Entry, Model, Passage, PassageId, Status, Voice};

/// A record's name.
pub fn name(model: &Model, entry: Entry) -> &str {
    match entry {
        Entry::Actor(id) => &model.actor(id).name,
        Entry::Issue(id) => &model.issue(id).name,
        Entry::Article(id) => &model.article(id).title,
        Entry::Demand(id) => &model.demand(id).text,
    }
}

/// A kind in four letters, for narrow lists.
pub fn short_kind(kind: DemandKind) -> &'static str {
    kind.word().get(..4).unwrap_or(kind.word())
}

/// A status, empty where the demand is simply held.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Held => "",
        Status::Hardened | Status::Softened | Status::Withdrawn | Status::Met | Status::Rejected => status.word(),
    }
}

/// The state of a quote against its source, in words.
pub fn anchor(anchor: &Anchor) -> String {
    match anchor {
        Anchor::Exact(_) => "verified".into(),
        Anchor::Normalised(_) => "verified, normalised".into(),
        Anchor::Ambiguous(places) => format!("{} places (n steps)", places.len()),
        Anchor::Orphan => "NOT IN THE ARTICLE".into(),
        Anchor::NoSource => "no source text".into(),
    }
}

/// How and by whom the words are given, empty where it is the demand's actor, as reported.
pub fn voice(model: &Model, passage: &Passage) -> String {
    let how = match passage.voice {
        Voice::Reported => "",
        Voice::Quoted | Voice::Inferred => passage.voice.word(),
    };
    match (passage.speaker, how) {
        (None, how) => how.to_owned(),
        (Some(speaker), "") => format!("says {}", model.actor(speaker).name),
        (Some(speaker), how) => format!("{how}, says {}", model.actor(speaker).name),
    }
}

/// Where a passage stands: the article's title and line.
pub fn site(model: &Model, passage: PassageId) -> String {
    let passage = model.passage(passage);
    let article = model.article(passage.article);
    match passage.anchor.places().first() {
        Some(span) => format!("{} · line {}", article.title, article.lines.line(span.start())),
        None => article.title.to_string(),
    }
}

/// How many, with the noun in its right form.
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}
