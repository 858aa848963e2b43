//! Commands of the browse view.

use super::{App, Command, Overlay, Toward, move_list};
use crate::app::field::Field;
use crate::app::overlay::{Prompt, Purpose};
use crate::app::place::{By, Pane};
use crate::model::Record;
use crate::text::Span;

pub(super) fn obey(app: &mut App, command: Command) {
    match command {
        Command::PaneBeside(toward) => beside(app, toward),
        Command::PaneRound(toward) => round(app, toward),
        Command::GoToPane(pane) => app.place.browse.focus = pane,
        Command::ScrollChild(toward) => scroll_child(app, toward),
        Command::FirstPane(toward) => app.place.browse.first.step(toward.sign()),
        Command::Open => open(app),
        Command::Read => read(app),
        Command::BrowseByNext => app.place.browse.set_by(&app.loaded.model, app.place.browse.by.next()),
        Command::Zoom => app.place.browse.zoom = !app.place.browse.zoom,
        Command::Context => app.place.browse.shows_context = !app.place.browse.shows_context,
        Command::NextPlace => next_place(app),
        Command::Mark => mark(app),
        Command::ClearMarks => app.place.browse.marks.clear(),
        Command::Compare => return super::compare::open(app),
        Command::Filter => filter(app),
        Command::FilterByField => filter_by_field(app),
        Command::Cancel => cancel(app),
        Command::GoToActor => go_to(app, |model, demand| Record::Actor(model.demand(demand).actor)),
        Command::GoToIssue => go_to(app, |model, demand| Record::Issue(model.demand(demand).issue)),
        _ => move_focused(app, command),
    }
    app.place.browse.follow(&app.loaded.model);
}

fn move_focused(app: &mut App, command: Command) {
    let browse = &mut app.place.browse;
    match browse.focus {
        Pane::First => move_list(&mut browse.first, command),
        Pane::Demands => move_list(&mut browse.demands, command),
        Pane::Passages => move_list(&mut browse.passages, command),
    };
}

fn beside(app: &mut App, toward: Toward) {
    let focus = app.place.browse.focus;
    let beside = match toward {
        Toward::Next => focus.child(),
        Toward::Previous => focus.parent(),
    };
    app.place.browse.focus = beside.unwrap_or(focus);
}

fn round(app: &mut App, toward: Toward) {
    let (at, count) = (app.place.browse.focus.index(), Pane::ALL.len());
    let next = match toward {
        Toward::Next => at + 1,
        Toward::Previous => at + count - 1,
    };
    app.place.browse.focus = Pane::ALL[next % count];
}

fn scroll_child(app: &mut App, toward: Toward) {
    let browse = &mut app.place.browse;
    match browse.focus {
        Pane::First => browse.demands.step(toward.sign()),
        Pane::Demands | Pane::Passages => browse.passages.step(toward.sign()),
    }
}

/// Descends: from the first pane to the demands, from there to the passages, from there to the article.
fn open(app: &mut App) {
    match app.place.browse.focus {
        Pane::First | Pane::Demands => beside(app, Toward::Next),
        Pane::Passages => read(app),
    }
}

/// Opens the article at the selected passage; an article that nothing is quoted from, or that is selected itself, at
/// its beginning.
fn read(app: &mut App) {
    let model = &app.loaded.model;
    let browse = &app.place.browse;
    if let (Pane::First, Some(Record::Article(article))) = (browse.focus, browse.first.selected()) {
        app.read(article, Span::default());
        return;
    }
    let Some(passage) = browse.passages.selected() else {
        app.notice = Some("there is no passage to read here".into());
        return;
    };
    let article = model.passage(passage).article;
    let place = browse.shown_place(model);
    app.read(article, place.unwrap_or_default());
    if place.is_none() && app.notice.is_none() {
        app.notice = Some("this quote is not in the article; it is shown from its beginning".into());
    }
}

fn next_place(app: &mut App) {
    let browse = &mut app.place.browse;
    let places = browse.passages.selected().map_or(0, |id| app.loaded.model.passage(id).anchor.places().len());
    if places > 1 {
        browse.place = (browse.place + 1) % places;
        app.notice = Some(format!("place {} of {places}", browse.place + 1));
    }
}

/// Marks the actor under the cursor or unmarks it, and goes on to the next.
fn mark(app: &mut App) {
    let browse = &mut app.place.browse;
    let (Pane::First, Some(Record::Actor(actor))) = (browse.focus, browse.first.selected()) else {
        app.advise("actors are marked in the first pane", Command::BrowseBy(By::Actors), "browses by actors");
        return;
    };
    match browse.marks.iter().position(|marked| *marked == actor) {
        Some(at) => drop(browse.marks.remove(at)),
        None => browse.marks.push(actor),
    }
    browse.first.step(1);
}

fn filter(app: &mut App) {
    let browse = &app.place.browse;
    let before = browse.filters[browse.focus.index()].clone();
    app.place.overlay =
        Some(Overlay::Prompt(Prompt { purpose: Purpose::Filter, field: Field::new(&before), before, cursor: 0 }));
}

fn filter_by_field(app: &mut App) {
    let before = app.place.browse.asked.as_ref().map_or(String::new(), |(query, _)| query.clone());
    let field = Field::new(&before);
    app.place.overlay = Some(Overlay::Prompt(Prompt { purpose: Purpose::Fields, field, before, cursor: 0 }));
}

/// Takes the filter of the focused pane away, or that of another pane where this one has none.
fn cancel(app: &mut App) {
    let browse = &mut app.place.browse;
    let focus = browse.focus;
    let filtered = |pane: &Pane| !browse.filters[pane.index()].is_empty();
    if let Some(pane) = [focus].into_iter().chain(Pane::ALL).find(filtered) {
        browse.focus = pane;
        browse.set_filter(&app.loaded.model, "");
        browse.focus = focus;
    } else if browse.asked.is_some() {
        browse.ask(&app.loaded.model, None);
    } else if browse.zoom {
        browse.zoom = false;
    }
}

fn go_to(app: &mut App, record: impl Fn(&crate::model::Model, crate::model::DemandId) -> Record) {
    let Some(demand) = app.place.browse.demands.selected() else { return };
    let record = record(&app.loaded.model, demand);
    let focus = app.place.browse.focus;
    app.go(record.into());
    app.place.browse.focus = focus;
    app.place.browse.demands.select(demand);
}
