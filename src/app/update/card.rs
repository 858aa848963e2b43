//! Which card belongs to what is under the cursor.

use super::{App, Overlay};
use crate::app::compare::Compare;
use crate::app::overlay::Card;
use crate::app::place::Pane;
use crate::app::reader::Reader;
use crate::model::{ActorId, PassageId, Record};

/// Opens the card; says so where there is nothing to tell of.
pub(super) fn open(app: &mut App) {
    match under_cursor(app) {
        Some(card) => app.place.overlay = Some(Overlay::Card(card)),
        None => app.notice = Some("these words name nobody and support no demand".into()),
    }
}

fn under_cursor(app: &App) -> Option<Card> {
    match (app.reader(), app.compare()) {
        (Some(reader), _) => of_words(app, reader),
        (None, Some(compare)) => of_cell(app, compare),
        (None, None) => of_record(app),
    }
}

/// Makes the open card anew from a changed model, its cursor as far down as it was; closes it where its subject is gone.
pub(super) fn renew(app: &mut App) {
    let Some(Overlay::Card(old)) = app.place.overlay.take() else { return };
    app.fit();
    app.place.overlay = under_cursor(app).filter(|card| card.title == old.title).map(|mut card| {
        card.fit(app.size);
        card.list.select_nth(old.list.ordinal().saturating_sub(1));
        Overlay::Card(card)
    });
}

fn of_record(app: &App) -> Option<Card> {
    let (model, browse) = (app.model(), &app.place.browse);
    match browse.focus {
        Pane::First => Some(Card::of(model, browse.first.selected()?)),
        Pane::Demands => Some(Card::of(model, Record::Demand(browse.demands.selected()?))),
        Pane::Passages => Some(Card::of_passage(model, browse.passages.selected()?)),
    }
}

/// Tells of the words under the cursor of a comparison, else of the demand, else of the actor.
fn of_cell(app: &App, compare: &Compare) -> Option<Card> {
    let model = app.model();
    match (compare.passage(model), compare.demand(model)) {
        (Some(passage), _) => Some(Card::of_passage(model, passage)),
        (None, Some(demand)) => Some(Card::of(model, Record::Demand(demand))),
        (None, None) => compare.party().map(|actor| Card::of(model, Record::Actor(actor))),
    }
}

/// Tells of the selection, else of the sentence with the cursor, and of the actor named right under it.
fn of_words(app: &App, reader: &Reader) -> Option<Card> {
    let model = app.model();
    let words = reader.selection(model).unwrap_or_else(|| reader.sentence(model));
    let text = model.article(reader.article).text();
    let names = app.knowledge.names_of(model).find(words.of(text));
    let names: Vec<_> = names.into_iter().map(|(span, actor)| (span.shifted(words.start()), actor)).collect();
    let under = names.iter().find(|(span, _)| span.contains(reader.cursor)).map(|(_, actor)| *actor);
    let actors: Vec<ActorId> = names.iter().map(|(_, actor)| *actor).collect();
    let mut passages: Vec<PassageId> = Vec::new();
    for (span, passage) in model.placed_in(reader.article) {
        if span.overlaps(words) && !passages.contains(passage) {
            passages.push(*passage);
        }
    }
    Card::of_words(model, under, &actors, &passages)
}
