//! Going somewhere: to a hit, a place visited, a line in a file, another reading of the model.

use super::{App, Effect, Find, Overlay, Screen, Toward};
use crate::app::Options;
use crate::app::Place;
use crate::app::Reading;
use crate::app::change::Change;
use crate::app::place::Pane;
use crate::app::reader::Reader;
use crate::model::{Model, Origin, Record, Subject};
use crate::search::Hit;

/// Goes to where a hit stands: records and passages in browse, words in the reader, with the first found word under the
/// cursor.
pub(super) fn hit(app: &mut App, hit: &Hit) {
    let first = hit.marks_in_words().first().copied().unwrap_or_default();
    match hit.subject {
        Subject::Words(id, span) => app.read(id, first.shifted(span.start())),
        Subject::Article(id) => app.read(id, first),
        subject => app.go(subject),
    }
}

/// Goes back or forward among the places visited.
pub(super) fn travel(app: &mut App, toward: Toward) {
    let here = app.place.clone();
    let place = match toward {
        Toward::Previous => app.history.back(here),
        Toward::Next => app.history.forward(here),
    };
    if let Some(place) = place {
        app.place = place;
        // An answer that came meanwhile found nobody there.
        app.place.browse.looking.again();
        if let Some(Overlay::Find(find)) = &mut app.place.overlay {
            find.looking.again();
        }
    } else {
        let end = if toward == Toward::Previous { "before" } else { "after" };
        app.notice = Some(format!("nothing {end} this"));
    }
}

/// Opens $EDITOR where the record under the cursor is defined.
pub(super) fn edit(app: &mut App) -> Option<Effect> {
    let origin = origin_under_cursor(app);
    let Some(origin) = origin else {
        app.notice = Some("there is nothing to edit here".into());
        return None;
    };
    if app.loaded.is_example {
        app.notice = Some("this is the built-in example: it has no file to edit".into());
        return None;
    }
    let path = app.loaded.files.get(origin.file as usize)?.clone();
    Some(Effect::Edit(path, origin.line))
}

pub(super) fn origin_under_cursor(app: &App) -> Option<Origin> {
    let model = app.model();
    if let Some(reader) = app.reader() {
        let passage = reader.chosen.map(|id| model.passage(id).origin);
        return Some(passage.unwrap_or(model.article(reader.article).origin));
    }
    if let Some(compare) = app.compare() {
        return compare.demand(model).map(|id| model.demand(id).origin);
    }
    let browse = &app.place.browse;
    let first = browse.first.selected().map(|record| match record {
        Record::Actor(id) => model.actor(id).origin,
        Record::Issue(id) => model.issue(id).origin,
        Record::Demand(id) => model.demand(id).origin,
        Record::Article(id) => model.article(id).origin,
    });
    let demand = browse.demands.selected().map(|id| model.demand(id).origin);
    let passage = browse.passages.selected().map(|id| model.passage(id).origin);
    // In an empty pane the record that it belongs to is edited, which is where something can be added.
    match browse.focus {
        Pane::First => first,
        Pane::Demands => demand.or(first),
        Pane::Passages => passage.or(demand).or(first),
    }
}

/// Opens $EDITOR where a finding stands.
pub(super) fn edit_finding(app: &mut App, place: usize) -> Option<Effect> {
    let site = app.findings().get(place)?.site.as_ref();
    match site {
        Some(site) if !app.loaded.is_example => Some(Effect::Edit(site.file.clone().into(), site.start.line)),
        Some(_) | None => {
            app.notice = Some("this finding has no place in a file".into());
            None
        }
    }
}

/// Goes to what the command line asks for; says so where there is no such thing.
pub fn open_at(app: &mut App, options: &Options) {
    if let Some(at) = &options.at {
        let loaded = app.loaded.clone();
        if !go_to_key(app, &loaded.model, at) {
            app.notice = Some(format!("there is no `{at}` in this model"));
        }
    }
    if let Some(query) = &options.query {
        let mut find = Find::new(query);
        find.look_up();
        app.place.overlay = Some(Overlay::Find(find));
        super::look::look_up_here(app);
    }
}

/// `at` is an id, `DEMAND#n`, or `ARTICLE:LINE`.
fn go_to_key(app: &mut App, model: &Model, at: &str) -> bool {
    match model.subject(at) {
        Some(Subject::Words(article, span)) => app.place.over.push(Screen::Reader(Reader::new(article, span))),
        Some(subject) => app.place.browse.go(model, subject),
        None => return false,
    }
    true
}

/// Shows another reading of the model: every cursor stays on its record, every open view on its place, as far as they
/// still exist; places visited too.
pub(super) fn take_model(app: &mut App, reading: Reading) {
    let old = std::mem::replace(&mut app.loaded, reading.loaded);
    app.knowledge = reading.knowledge;
    app.count_findings();
    let new = &app.loaded.model;
    let change = Change { old: &old.model, new };
    app.history = app.history.map(|place| Some(carried_over(place, &change, false)));
    app.place = carried_over(&app.place, &change, true);
    if matches!(app.place.overlay, Some(Overlay::Card(_))) {
        super::card::renew(app);
    }
    if let Some(at) = app.awaited.take() {
        let loaded = app.loaded.clone();
        if !go_to_key(app, &loaded.model, &at) {
            app.awaited = Some(at);
        }
    }
}

/// The first reading is over: says where the command line asked for what the model does not have.
pub(super) fn end_first_reading(app: &mut App) {
    app.progress = None;
    if let Some(at) = app.awaited.take() {
        app.notice = Some(format!("there is no `{at}` in this model"));
    }
}

/// A place in another reading of the model. What was searched for there is to be looked up again.
fn carried_over(place: &Place, change: &Change<'_>, is_shown: bool) -> Place {
    let over = place.over.iter().filter_map(|screen| match screen {
        Screen::Reader(reader) => reader.carried_over(change).map(Screen::Reader),
        Screen::Compare(compare) => compare.carried_over(change.old, change.new).map(Screen::Compare),
    });
    let mut overlay = place.overlay.clone();
    if let Some(Overlay::Find(find)) = &mut overlay {
        find.carry_over(change, is_shown);
    }
    Place { browse: place.browse.carried_over(change), over: over.collect(), overlay }
}
