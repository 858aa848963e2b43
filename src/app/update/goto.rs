//! Navigation: to a subject, a hit, a visited place, a line in a file.

use super::sets;
use crate::app::command::{Command, Direction};
use crate::app::overlay::{Card, Overlay};
use crate::app::place::By;
use crate::app::views::Outcome;
use crate::app::views::reader::Reader;
use crate::app::{App, Effect, ModelState};
use crate::model::{ArticleId, Model, Origin, Subject};
use crate::text::{Place, Span};

/// Completes the outcome of a view.
pub(super) fn finish(app: &mut App, outcome: Outcome) {
    match outcome {
        Outcome::Done => {}
        Outcome::Say(sentence) => app.notice = Some(sentence),
        Outcome::Advise(what, command, does) => app.advise(what, command, does),
        Outcome::Go(subject, pane) => {
            go(app, subject);
            if let Some(pane) = pane {
                app.location.views.browse_mut().focus = pane;
            }
        }
        Outcome::Read(article, words) => read(app, article, words),
        Outcome::Open(screen) => {
            leave(app);
            app.location.views.push(*screen);
        }
        Outcome::Replace(screen) => {
            leave(app);
            *app.location.views.top_mut() = *screen;
        }
        Outcome::Set(name) => {
            if let Some(called) = sets::call(app, name) {
                leave(app);
                *app.location.views.top_mut() = called.into();
            }
        }
        Outcome::Prompt(prompt) => app.location.overlay = Some(Overlay::Prompt(prompt)),
    }
}

/// Adds the current place to the history before a jump.
fn leave(app: &mut App) {
    app.history.leave(app.location.clone());
}

/// Goes to a subject: records and passages in browse, words in the reader.
pub(super) fn go(app: &mut App, subject: Subject) {
    if let Subject::Words(article, span) = subject {
        return read(app, article, Some(span));
    }
    leave(app);
    app.location.overlay = None;
    app.location.views.clear();
    app.location.views.browse_mut().go(&app.loaded.model, subject);
}

/// Opens the reader at words of an article, or at its start for a quote that is not in it; says so if the article has
/// no text.
pub(super) fn read(app: &mut App, article: ArticleId, words: Option<Span>) {
    let about = app.model().article(article);
    if about.text.is_none() {
        let so_far = if app.progress().is_some() { " so far" } else { "" };
        app.notice = Some(format!("the model has no text of `{}`{so_far}", about.title));
        return;
    }
    leave(app);
    app.location.overlay = None;
    app.location.views.push(Reader::new(article, words.unwrap_or_default()));
    if words.is_none() {
        app.notice = Some("this quote is not in the article; it is shown from its beginning".into());
    }
}

/// Goes to the result under the cursor of find, in a text to the first found word. If the results of the typed query
/// are still pending, goes to the first one when they arrive. In `pick`, returns the chosen results instead.
pub(super) fn open_hit(app: &mut App) -> Option<Effect> {
    let Some(Overlay::Find(find)) = &mut app.location.overlay else { return None };
    if find.open_later() {
        return None;
    }
    if let Some(picked) = find.picked() {
        return Some(Effect::Pick(picked));
    }
    let hit = find.selected().cloned()?;
    app.keep_query();
    let first = hit.marks_in_words().first().copied().unwrap_or_default();
    match hit.subject {
        Subject::Words(id, span) => read(app, id, Some(first.shifted(span.start()))),
        Subject::Article(id) => read(app, id, Some(first)),
        subject => go(app, subject),
    }
    None
}

/// Goes where another program asks, unless a form is open or there is no such subject.
pub(super) fn lead(app: &mut App, id: &str) {
    if let ModelState::Loading { at, .. } = &mut app.state {
        *at = Some(id.to_owned());
    }
    if matches!(app.location.overlay, Some(Overlay::Form(_))) || app.model().subject(id).is_none() {
        return;
    }
    leave(app);
    app.location.overlay = None;
    app.location.views.clear();
    key(app, id);
}

/// Goes to what an id, `DEMAND#n` or `ARTICLE:LINE` names, without adding to the history; returns whether it exists.
pub(super) fn key(app: &mut App, key: &str) -> bool {
    match app.loaded.model.subject(key) {
        Some(Subject::Words(article, span)) => app.location.views.push(Reader::new(article, span)),
        Some(subject) => app.location.views.browse_mut().go(&app.loaded.model, subject),
        None => return false,
    }
    true
}

/// Goes back or forward in the history.
pub(super) fn travel(app: &mut App, toward: Direction) {
    let here = app.location.clone();
    let location = match toward {
        Direction::Previous => app.history.back(here),
        Direction::Next => app.history.forward(here),
    };
    if let Some(location) = location {
        app.location = location;
        // An answer that came meanwhile was lost, so ask again.
        app.location.views.browse_mut().lookup.again();
        if let Some(Overlay::Find(find)) = &mut app.location.overlay {
            find.lookup.again();
        }
    } else {
        let end = if toward == Direction::Previous { "before" } else { "after" };
        app.notice = Some(format!("nothing {end} this"));
    }
}

/// Changes what the first pane of browse lists.
pub(super) fn browse_by(app: &mut App, by: By) {
    leave(app);
    app.location.views.clear();
    app.location.views.browse_mut().set_by(&app.loaded.model, by);
}

/// Opens the first article of a model without demands, where there is nothing to browse yet.
pub(super) fn begin_in_article(app: &mut App) {
    let model = app.model();
    let first = model.article_ids().find(|id| !model.article(*id).text().is_empty());
    if let (Some(article), true, true) = (first, model.demands().is_empty(), app.location.views.is_browse()) {
        app.location.views.push(Reader::new(article, Span::default()));
        app.advise("no demand yet", Command::Add, "adds one that quotes the sentence under the cursor");
    }
}

/// Closes the top view; quits from browse.
pub(super) fn close(app: &mut App) -> Option<Effect> {
    if app.location.views.is_browse() {
        return Some(Effect::Quit);
    }
    leave(app);
    app.location.views.pop();
    None
}

/// Opens $EDITOR where the subject under the cursor is defined.
pub(super) fn edit(app: &mut App) -> Option<Effect> {
    let Some(subject) = app.subject() else {
        app.notice = Some("there is nothing to edit here".into());
        return None;
    };
    if app.loaded.is_example {
        app.notice = Some("this is the built-in example: it has no file to edit".into());
        return None;
    }
    let origin = origin(app.model(), subject);
    let path = app.loaded.files.get(origin.file as usize)?.clone();
    Some(Effect::Edit(path, Place { line: origin.line, column: 1 }))
}

/// Where the model defines a subject; for words, their article.
pub(super) fn origin(model: &Model, subject: Subject) -> Origin {
    match subject {
        Subject::Actor(id) => model.actor(id).origin,
        Subject::Issue(id) => model.issue(id).origin,
        Subject::Demand(id) => model.demand(id).origin,
        Subject::Passage(id) => model.passage(id).origin,
        Subject::Article(id) | Subject::Words(id, _) => model.article(id).origin,
    }
}

/// Opens the card of the record that a finding is about, or says that there is none.
pub(super) fn open_about(app: &mut App, place: Option<usize>) {
    let about = place.and_then(|place| app.finding(place)?.about.as_deref());
    let Some(about) = about else {
        app.notice = Some("this finding is about no record".into());
        return;
    };
    match app.model().find(&about.id) {
        Some(record) => app.location.overlay = Some(Overlay::Card(Card::of(app.model(), record.into()))),
        None => app.notice = Some(format!("`{}` was left out of the model", about.id)),
    }
}

/// Opens $EDITOR where a finding is.
pub(super) fn edit_finding(app: &mut App, place: usize) -> Option<Effect> {
    let is_in_a_file = !app.loaded.is_example || place < app.configured.1.len();
    match &app.finding(place)?.site {
        Some(site) if is_in_a_file => Some(Effect::Edit(site.file.clone().into(), site.start)),
        Some(_) | None => {
            app.notice = Some("this finding has no place in a file".into());
            None
        }
    }
}
