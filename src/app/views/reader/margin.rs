//! The margin of the reader: what the passages in the rows on the screen say.

use crate::model::{Anchor, Model, PassageId};
use crate::quote::{aside, who, who_in_brief};
use crate::text::{Span, wrap};

/// A passage in the margin: who says it about whom, the kind and standing of the demand, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The passage.
    pub passage: PassageId,
    /// Its first place on the screen.
    pub place: Span,
    /// The row of that place, from 0.
    pub row: u16,
    /// Whether it is at the cursor and tells more.
    pub is_here: bool,
    /// Its words.
    pub text: String,
    /// Bytes before the demand's text.
    pub head: usize,
    /// Rows of the words, as pieces of them.
    pub rows: Vec<Span>,
    cells: usize,
}

/// The entries of passages at `marks`, wrapped to `cells`, with those of `before` that are still as they were.
pub(super) fn entries(
    model: &Model,
    (marks, here): (&[(Span, u16, PassageId)], &[PassageId]),
    mut before: Vec<Entry>,
    cells: usize,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (place, row, id) in marks.iter().copied() {
        // The parts of an adapted quote are one entry; so are the places of an ambiguous one in one row.
        let is_adapted = matches!(model.passage(id).anchor, Anchor::Adapted(_));
        if entries.iter().any(|entry| entry.passage == id && (is_adapted || entry.row == row)) {
            continue;
        }
        let is_here = here.contains(&id);
        let kept = before.iter().position(|old| old.passage == id && old.is_here == is_here && old.cells == cells);
        let entry = kept.map_or_else(|| Entry::new(model, (id, is_here), cells), |at| before.swap_remove(at));
        entries.push(Entry { place, row, ..entry });
    }
    entries
}

impl Entry {
    fn new(model: &Model, (passage, is_here): (PassageId, bool), cells: usize) -> Self {
        let demand = model.demand(model.demand_of(passage));
        let issue = &model.issue(demand.issue).name;
        // Words left out between the marked parts may reverse the meaning.
        let aside = aside(model, passage).filter(|_| is_here).map_or(String::new(), |words| format!("; {words}"));
        let issue = if is_here { format!(" ({issue}){aside}") } else { String::new() };
        let who = if is_here { who(model, passage, Model::short_name) } else { who_in_brief(model, passage) };
        let head = said(model, passage, &who);
        let text = format!("{head}: {}{issue}", demand.text);
        let rows = wrap(&text, cells);
        Self { passage, place: Span::default(), row: 0, is_here, head: head.len(), text, rows, cells }
    }

    /// Full height in rows, with the empty one below.
    pub fn height(&self) -> u16 {
        u16::try_from(self.rows.len() + 1).unwrap_or(u16::MAX)
    }
}

/// The speaker, then the standing and kind of the demand, and whether the quote has other places: if the row is cut,
/// the end is missed least.
pub fn said(model: &Model, id: PassageId, who: &str) -> String {
    let demand = model.demand_of(id);
    let standing = model.standing(demand);
    let standing = if standing.is_empty() { String::new() } else { format!("{standing} ") };
    let one_of = model.passage(id).anchor.one_of().map_or(String::new(), |one_of| format!(" · {one_of}"));
    format!("{who} · {standing}{}{one_of}", model.demand(demand).kind.word())
}
