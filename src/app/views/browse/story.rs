//! Everything about a demand, shown beside its passages.

use crate::model::{DemandId, Model, RelationKind};
use crate::text::wrap;

/// The kind of a row of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoryTone {
    /// The demand itself.
    Text,
    /// A fact about it.
    Fact,
    /// A side remark.
    Note,
}

/// A row of a demand's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryRow {
    /// What it is.
    pub tone: StoryTone,
    /// Its words.
    pub text: String,
}

/// Everything about a demand, wrapped to `cells`: its text, kind, status, place and date, addressees, relations with
/// the words of the other demand, and note.
pub fn story(model: &Model, id: DemandId, cells: usize) -> Vec<StoryRow> {
    let demand = model.demand(id);
    let mut lines = vec![(StoryTone::Text, demand.text.to_string())];
    let mut facts = model.facts(id);
    facts.push(model.issue(demand.issue).name.to_string());
    lines.push((StoryTone::Fact, facts.join(" · ")));
    if !demand.addressees.is_empty() {
        lines.push((StoryTone::Fact, format!("asks {}", model.names(&demand.addressees))));
    }
    let relation = |words: &str, to: DemandId| {
        let other = model.demand(to);
        let tone = if model.is_live(to) { StoryTone::Fact } else { StoryTone::Note };
        (tone, format!("{words} {}{}: {}", model.short_name(other.actor), model.ended(to), other.text))
    };
    for kind in RelationKind::ALL {
        let stated = demand.relations.iter().filter(|stated| stated.kind == *kind);
        lines.extend(stated.map(|stated| relation(kind.phrase(), stated.to)));
        let received = model.relations_to(id).filter(|received| received.kind == *kind);
        lines.extend(received.map(|received| relation(kind.reverse_phrase(), received.to)));
    }
    lines.extend(demand.note.as_ref().map(|note| (StoryTone::Note, format!("note: {note}"))));
    let mut rows = Vec::new();
    for (tone, text) in lines {
        let row = |span: crate::text::Span| StoryRow { tone, text: span.of(&text).trim_end().to_owned() };
        rows.extend(wrap(&text, cells.max(1)).into_iter().map(row));
    }
    rows
}
