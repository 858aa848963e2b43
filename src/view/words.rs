//! The words with which the screen speaks of records.

use crate::model::{Anchor, DemandKind, Model, Passage, PassageId, Status, Voice};

/// A kind in at most eight letters, for narrow lists.
pub fn short_kind(kind: DemandKind) -> &'static str {
    match kind {
        DemandKind::Precondition => "prec.",
        DemandKind::Concession => "conc.",
        DemandKind::Endorsement => "end.",
        DemandKind::Demand
        | DemandKind::Offer
        | DemandKind::RedLine
        | DemandKind::Refusal
        | DemandKind::Threat
        | DemandKind::Proposal
        | DemandKind::Interest => kind.word(),
    }
}

/// A status, empty where the demand is simply held.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Held => "",
        Status::Hardened | Status::Softened | Status::Withdrawn | Status::Met | Status::Rejected => status.word(),
    }
}

/// How a quote relates to its article, with the key that leads through several places.
pub fn anchor(anchor: &Anchor) -> String {
    match anchor {
        Anchor::Ambiguous(_) => format!("{} (n steps)", anchor.phrase()),
        Anchor::Near(_) | Anchor::Orphan => anchor.phrase().to_uppercase(),
        Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::Adapted(_) | Anchor::NoSource => {
            anchor.phrase().into_owned()
        }
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
