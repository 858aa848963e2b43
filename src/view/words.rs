//! The words with which the screen speaks of records.

use crate::model::{Anchor, DemandKind, Model, Passage, PassageId, Record, Status, Voice};

/// A record's name.
pub fn name(model: &Model, record: Record) -> &str {
    match record {
        Record::Actor(id) => &model.actor(id).name,
        Record::Issue(id) => &model.issue(id).name,
        Record::Article(id) => &model.article(id).title,
        Record::Demand(id) => &model.demand(id).text,
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
fn voice(model: &Model, passage: &Passage) -> String {
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

/// Where a passage stands and who says it.
pub struct Site<'m> {
    /// The article's title.
    pub title: &'m str,
    /// What follows it: the line, where there is one place, and how and by whom the words are given.
    pub rest: String,
}

/// Where a passage stands and who says it.
pub fn site(model: &Model, passage: PassageId) -> Site<'_> {
    let passage = model.passage(passage);
    let article = model.article(passage.article);
    let line = passage.anchor.verified().map(|span| format!("line {}", article.lines.line(span.start())));
    let voice = Some(voice(model, passage)).filter(|voice| !voice.is_empty());
    let rest = line.into_iter().chain(voice).fold(String::new(), |rest, part| rest + " · " + &part);
    Site { title: &article.title, rest }
}
