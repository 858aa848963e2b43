//! Repairing quotes.

use super::{ask, form};
use crate::app::overlay::{Overlay, Repairs, is_faulty};
use crate::app::{App, Effect, Screen, View, WriteRequest};
use crate::diagnose::codes;
use crate::edit::Allowed;
use crate::model::{ArticleId, Model, PassageId, Record, Subject};
use crate::text::Span;

/// Opens the repairs of the faulty quote under the cursor, else of the first repairable one in the model.
pub(super) fn open(app: &mut App) {
    /// The most quotes to try: each costs a pass over the articles.
    const MOST: usize = 8;
    let model = app.model();
    let here = app.screen().passage(model).into_iter().chain(beneath(app));
    let mut faulty: Vec<PassageId> = here.filter(|id| is_faulty(model, *id)).take(MOST).collect();
    if faulty.is_empty() {
        faulty = model.passage_ids().filter(|id| is_faulty(model, *id)).take(MOST).collect();
    }
    match faulty.iter().find_map(|id| Repairs::of(model, *id)) {
        Some(mut repairs) => {
            if let Some(place) = chosen_place(app, repairs.passage) {
                repairs.go_to(model.passage(repairs.passage).article, place);
            }
            app.location.overlay = Some(Overlay::Repairs(repairs));
        }
        None => match faulty.first() {
            Some(id) => say_none(app, *id),
            None => app.notice = Some("every quote is in its article".to_owned()),
        },
    }
}

/// The place of a quote that the user chose among several: stepped to in browse, under the cursor in the reader.
fn chosen_place(app: &App, passage: PassageId) -> Option<Span> {
    match app.screen() {
        Screen::Browse(browse) => {
            let is_chosen = browse.place > 0 && browse.passage(app.model()) == Some(passage);
            browse.shown_place(app.model()).filter(|_| is_chosen)
        }
        Screen::Reader(reader) => {
            let is_here = |(span, of): &&(Span, PassageId)| *of == passage && span.contains(reader.cursor);
            reader.marks.iter().find(is_here).map(|(span, _)| *span)
        }
        Screen::Compare(_) => None,
    }
}

/// Opens the repairs of the quote that a finding is about, or another pin of the article whose text has changed.
pub(super) fn open_finding(app: &mut App, place: Option<usize>) -> Option<Effect> {
    if let Some(article) = place.and_then(|place| unpinned(app, place)) {
        return form::pin(app, article);
    }
    let passage = place.and_then(|place| {
        let finding = app.finding(place)?;
        let line = finding.site.as_ref()?.start.line;
        let Some(Subject::Demand(demand)) = app.model().subject(&finding.about.as_deref()?.id) else { return None };
        // A finding is on a line of its passage, which extends to the next one.
        app.model().demand(demand).passages().rfind(|id| app.model().passage(*id).origin.line <= line)
    });
    let Some(passage) = passage else {
        app.notice = Some("this finding is about no quote".to_owned());
        return None;
    };
    match Repairs::of(app.model(), passage) {
        Some(mut repairs) => {
            if let Some(Overlay::Findings(list)) = app.location.overlay.take() {
                repairs.findings = Some(list);
            }
            app.location.overlay = Some(Overlay::Repairs(repairs));
        }
        None => say_none(app, passage),
    }
    None
}

/// The article that a finding says is not as it was pinned.
fn unpinned(app: &App, place: usize) -> Option<ArticleId> {
    let finding = app.finding(place).filter(|finding| finding.code == &codes::SHA256)?;
    match app.model().find(&finding.about.as_deref()?.id)? {
        Record::Article(id) => Some(id),
        _ => None,
    }
}

fn say_none(app: &mut App, passage: PassageId) {
    let key = app.model().passage_key(passage);
    let is_faulty = is_faulty(app.model(), passage);
    let why =
        if is_faulty { "nothing in the articles is like the quote of" } else { "nothing is wrong with the quote of" };
    app.notice = Some(format!("{why} `{key}`"));
}

/// The passages of what is under the cursor.
fn beneath(app: &App) -> Vec<PassageId> {
    let model = app.model();
    match app.subject() {
        Some(Subject::Passage(id)) => vec![id],
        Some(Subject::Demand(id)) => model.demand(id).passages().collect(),
        Some(Subject::Actor(id)) => of_demands(model, |demand| demand.actor == id),
        Some(Subject::Issue(id)) => of_demands(model, |demand| demand.issue == id),
        Some(Subject::Article(id) | Subject::Words(id, _)) => {
            model.passage_ids().filter(|passage| model.passage(*passage).article == id).collect()
        }
        None => Vec::new(),
    }
}

fn of_demands(model: &Model, is_wanted: impl Fn(&crate::model::Demand) -> bool) -> Vec<PassageId> {
    model.demands().iter().filter(|demand| is_wanted(demand)).flat_map(crate::model::Demand::passages).collect()
}

/// Writes the repair under the cursor, and returns to the findings if it was opened there.
pub(super) fn write(app: &mut App) -> Option<Effect> {
    if let Some(why) = ask::objection(app) {
        app.notice = Some(why.to_owned());
        return None;
    }
    let Some(Overlay::Repairs(repairs)) = app.location.overlay.take() else { return None };
    let changes = repairs.selected()?.changes.clone();
    app.location.overlay = repairs.findings.map(Overlay::Findings);
    Some(Effect::Write(WriteRequest { allowed: Allowed { adapted: true }, ..WriteRequest::new(changes) }))
}
