//! The card of what is under the cursor.

use crate::app::overlay::{Card, Overlay};
use crate::app::views::TextCursor;
use crate::app::{App, View};
use crate::model::{ActorId, PassageId};

/// Opens the card, or says that there is none.
pub(super) fn open(app: &mut App) {
    match under_cursor(app) {
        Some(card) => app.location.overlay = Some(Overlay::Card(card)),
        None => app.notice = Some("these words name nobody and support no demand".into()),
    }
}

fn under_cursor(app: &App) -> Option<Card> {
    match app.screen().text_cursor(app.model()) {
        Some(cursor) => of_words(app, cursor),
        None => Some(Card::of(app.model(), app.subject()?)),
    }
}

/// Renews the open card from a changed model, keeping its cursor; closes it if its subject is gone.
pub(super) fn renew(app: &mut App) {
    let Some(Overlay::Card(old)) = app.location.overlay.take() else { return };
    app.fit();
    app.location.overlay = under_cursor(app).filter(|card| card.title == old.title).map(|mut card| {
        card.fit(app.size);
        card.list.select_nth(old.list.ordinal().saturating_sub(1));
        Overlay::Card(card)
    });
}

/// The card of the selection, else of the sentence at the cursor, with the actor named under the cursor.
fn of_words(app: &App, cursor: TextCursor) -> Option<Card> {
    let model = app.model();
    let words = cursor.selection.unwrap_or(cursor.sentence);
    let text = model.article(cursor.article).text();
    let names = app.knowledge.names_of(model).find(words.of(text));
    let names: Vec<_> = names.into_iter().map(|(span, actor)| (span.shifted(words.start()), actor)).collect();
    let under = names.iter().find(|(span, _)| span.contains(cursor.offset)).map(|(_, actor)| *actor);
    let actors: Vec<ActorId> = names.iter().map(|(_, actor)| *actor).collect();
    let mut passages: Vec<PassageId> = Vec::new();
    for (span, passage) in model.placed_in(cursor.article) {
        if span.overlaps(words) && !passages.contains(passage) {
            passages.push(*passage);
        }
    }
    Card::of_words(model, under, &actors, &passages)
}
