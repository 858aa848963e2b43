//! The form: opening it, its keys, and what becomes of it.

use super::{ask, goto};
use crate::app::command::Command;
use crate::app::overlay::{
    Choice, Form, FormPreview as Preview, FormPurpose, Incomplete, Overlay, Suggested, Typed, Wish, behind_label,
    changes, respan,
};
use crate::app::{App, Effect, Screen, View, WriteReply, WriteRequest, changed_lines};
use crate::edit::{Action, Change, Done, outdated};
use crate::model::{ArticleId, Model, Record, Subject};
use crate::text::{Span, clean};

/// The words that are meant in the reader, and their article; elsewhere the article is opened to select some, for what
/// `command` does with them.
fn place(app: &mut App, command: Command) -> Option<(ArticleId, Span)> {
    if let Some(why) = ask::objection(app) {
        app.notice = Some(why.to_owned());
        return None;
    }
    if let Some(reader) = app.reader() {
        let (text, meant) = (app.model().article(reader.article).text(), reader.meant(app.model()));
        // A speaker's label is not part of the words; a selection is taken as it is.
        let span = if reader.anchor.is_some() { meant } else { behind_label(text, meant) };
        return Some((reader.article, span)).filter(|(_, span)| !span.is_empty());
    }
    let subject = app.subject();
    let record = match subject {
        Some(Subject::Passage(id)) => Some(Record::Demand(app.model().demand_of(id))),
        other => other.and_then(Subject::record),
    };
    let is_wished = |record: &Record| match record {
        Record::Actor(_) | Record::Issue(_) => command == Command::Add,
        Record::Demand(_) => command == Command::AddPassage,
        Record::Article(_) => false,
    };
    app.wish = record.filter(is_wished).map(|record| Wish { record });
    let passage = app.screen().passage(app.model());
    let place = match record {
        Some(Record::Article(id)) => Some((id, None)),
        _ => passage.map(|id| (app.model().passage(id).article, app.model().passage(id).anchor.verified())),
    };
    let first = || app.model().article_ids().find(|id| app.model().article(*id).text.is_some()).map(|id| (id, None));
    let Some((article, span)) = place.or_else(first) else {
        app.notice = Some("the model has no article to quote from".to_owned());
        return None;
    };
    goto::read(app, article, Some(span.unwrap_or_default()));
    let does = match command {
        Command::AddPassage => "adds them to a demand",
        Command::AddAgain => "adds a demand of the same actor and issue",
        _ => "adds a demand that quotes them",
    };
    app.advise("V selects the sentence, v words", command, does);
    None
}

/// Opens the form of a new demand; the one that was left, where its words are still meant.
pub(super) fn add(app: &mut App) {
    let Some((article, span)) = place(app, Command::Add) else { return };
    let wish = app.wish.take();
    let form = if let Some(left) = left(app, Command::Add, |form, model| form.quotes_of(model, (article, span))) {
        gone_on_with(app, left, (article, span))
    } else {
        let names = app.search_data.names_of(&app.loaded.model);
        let mut form = Form::demand((&app.loaded.model, names), (article, span), &app.recent);
        if let Some(wish) = wish {
            form.wish(&app.loaded.model, wish);
        }
        form
    };
    open(app, form);
}

/// The form that was left with what was typed, where it is the one that is wanted now.
fn left(app: &mut App, command: Command, is_wanted: impl Fn(&Form, &Model) -> bool) -> Option<Form> {
    let at = app.drafts.iter().position(|form| form.command() == command && is_wanted(form, app.model()))?;
    Some(app.drafts.remove(at))
}

/// A form that was left, for the words that are selected now; without a selection, for those it was left with.
fn gone_on_with(app: &App, form: Form, place: (ArticleId, Span)) -> Form {
    let is_selected = app.reader().is_some_and(|reader| reader.anchor.is_some());
    if is_selected || !form.has_its_words(app.model()) { form.with_words(app.model(), place) } else { form }
}

/// Whether the program stays open for a form that was left with something typed in it: the first time that `command`
/// would end it, a notice says so.
pub(super) fn keeps_open(app: &mut App, command: Command) -> bool {
    let Some(form) = app.drafts.iter().rfind(|form| form.typed == Typed::Something) else { return false };
    let tips = [(form.command(), "opens it again"), (command, "again leaves without it")];
    app.notice = Some(app.keymap.advice(app.context(), "what was typed into the form is not written", &tips));
    app.drafts.iter_mut().for_each(|form| form.typed = Typed::Known);
    true
}

fn open(app: &mut App, form: Form) {
    app.location.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Opens the form again with the actor and issue of the last demand, at its position. Where no demand was added yet, at
/// the first of these that is missing, and says so.
pub(super) fn again(app: &mut App) {
    let Some(place) = place(app, Command::AddAgain) else { return };
    let (model, recent) = (&app.loaded.model, &app.recent);
    let names = app.search_data.names_of(model);
    let mut form = Form::demand((model, names), place, recent);
    if let Some(actor) = recent.actors.iter().find_map(|id| Choice::known(model, id)) {
        form.suggest("actor", (actor, Suggested::LastUsed));
        form.settle(model);
    }
    let missing = form.lines.iter().find(|line| matches!(line.key, "actor" | "issue") && line.taken.is_empty());
    let missing = missing.map(|line| line.key);
    form.go_to(missing.unwrap_or("position"));
    form.settle(model);
    if let Some(key) = missing {
        app.notice = Some(format!("no demand was added yet, so there is none to repeat; begin with its {key}"));
    }
    open(app, form);
}

/// Opens the form of a further passage; the one that was left, where its words are still meant.
pub(super) fn add_passage(app: &mut App) {
    let Some((article, span)) = place(app, Command::AddPassage) else { return };
    let wish = app.wish.take();
    let form = if let Some(left) = left(app, Command::AddPassage, |form, model| form.quotes_of(model, (article, span)))
    {
        gone_on_with(app, left, (article, span))
    } else {
        let mut form = Form::passage(&app.loaded.model, (article, span), &app.recent);
        if let Some(wish) = wish {
            form.wish(&app.loaded.model, wish);
        }
        form
    };
    open(app, form);
}

/// Opens the form of a new article, which is one of these files; the one that was left.
pub(super) fn add_article(app: &mut App, files: &[String]) {
    let form = left(app, Command::AddArticle, |_, _| true);
    let form = form.unwrap_or_else(|| Form::article(&app.loaded.model, files, &app.recent));
    open(app, form);
}

/// Opens the form of what is under the cursor; in the reader gives the passage at the cursor the selected words, if any.
pub(super) fn change(app: &mut App) -> Option<Effect> {
    if let Some(why) = ask::objection(app) {
        app.notice = Some(why.to_owned());
        return None;
    }
    let selected = app.reader().and_then(|reader| Some((reader.chosen?, reader.selection(app.model())?)));
    if let Some((passage, span)) = selected {
        return ask::ask(app, respan(app.model(), passage, span));
    }
    let Some(subject) = app.subject().filter(|subject| !matches!(subject, Subject::Words(..))) else {
        app.notice = Some("no passage is at the cursor: there is nothing to change".to_owned());
        return None;
    };
    let id = app.model().subject_key(subject);
    let is_it = |form: &Form, _: &Model| matches!(&form.purpose, FormPurpose::Change(held) if held.id == id);
    let form = left(app, Command::Change, is_it).or_else(|| Form::existing(&app.loaded.model, subject, &app.recent))?;
    open(app, form);
    None
}

/// Deletes the demand or passage under the cursor, with what refers to it.
pub(super) fn delete(app: &mut App) -> Option<Effect> {
    let Some(subject) = app.subject().filter(|subject| !matches!(subject, Subject::Words(..))) else {
        app.notice = Some("there is nothing to delete here".to_owned());
        return None;
    };
    let id = app.model().subject_key(subject);
    ask::ask(app, vec![Change::Remove { id }])
}

/// Carries out a command of the open form.
pub(super) fn run(app: &mut App, command: Command) -> Option<Effect> {
    let model = std::sync::Arc::clone(&app.loaded);
    let Some(Overlay::Form(form)) = &mut app.location.overlay else { return None };
    match command {
        Command::Step(toward) => form.step(&model.model, toward.sign()),
        Command::Page(toward) => form.page(&model.model, toward, app.size),
        Command::Complete(toward) => form.complete(&model.model, toward),
        Command::Open => return enter(app),
        Command::Copy(what) => return form.preview.as_ref().map(|preview| Effect::Copy(preview.added(), what.word())),
        Command::Cancel if form.preview.is_some() && !form.lines.is_empty() => form.preview = None,
        Command::Cancel => {
            let findings = form.findings.take().map(Overlay::Findings);
            let is_of_words = matches!(form.purpose, FormPurpose::Demand(_) | FormPurpose::Passage(_));
            if let Screen::Reader(reader) = app.location.views.top_mut()
                && is_of_words
            {
                reader.anchor = None;
            }
            let left = std::mem::replace(&mut app.location.overlay, findings).filter(Overlay::is_touched);
            if let Some(Overlay::Form(form)) = left {
                let command = form.command();
                app.drafts.retain(|draft| !form.replaces(draft));
                app.drafts.push(*form);
                app.advise("what was typed is kept", command, "opens it again");
            }
        }
        _ => {}
    }
    None
}

/// Enter: shows what would be written, then writes it.
fn enter(app: &mut App) -> Option<Effect> {
    let loaded = std::sync::Arc::clone(&app.loaded);
    let Some(Overlay::Form(form)) = &mut app.location.overlay else { return None };
    if form.preview.is_none() {
        if let Some(typed) = form.choose_new() {
            app.notice = Some(format!("nothing is called “{typed}”: Enter again makes it new"));
            return None;
        }
        form.take(&loaded.model);
    }
    match changes(&loaded.model, form) {
        Ok(changes) if changes.is_empty() => {
            app.notice = Some("nothing is changed: there is nothing to write".to_owned());
            None
        }
        Ok(changes) => {
            let shown = form.preview.as_ref().map(|preview| changed_lines(&preview.lines));
            Some(Effect::Write(WriteRequest { is_preview: shown.is_none(), shown, ..WriteRequest::new(changes) }))
        }
        Err(Incomplete(key, why)) => {
            form.preview = None;
            app.notice = Some(form.refuse(&loaded.model, key, &why));
            None
        }
    }
}

/// Shows what would be written.
pub(super) fn show(app: &mut App, reply: &WriteReply) {
    let Some(Overlay::Form(form)) = &mut app.location.overlay else { return };
    let is_other = form.preview.is_some();
    let lost = if let FormPurpose::Pin(id) = &form.purpose { lost(&app.loaded.model, id) } else { None };
    let target = match (&form.purpose, form.taken("demand")) {
        (FormPurpose::Passage(_), Some(demand)) => Some(format!("a passage of {}", clean(&demand.value).as_str())),
        _ => None,
    };
    let notes = target.into_iter().chain(made(reply)).chain(lost).chain(reply.notes.iter().cloned()).collect();
    form.preview = Some(Preview { lines: reply.lines(), notes, top: 0 });
    if is_other {
        app.notice = Some("the files have changed meanwhile: this is what would be written now".to_owned());
    }
}

/// The reason why the value of a key was refused; an open form goes to its line, and the reason names it.
pub(super) fn refused(app: &mut App, key: &str, why: String) -> String {
    match &mut app.location.overlay {
        Some(Overlay::Form(form)) => form.refuse(&app.loaded.model, key, &why),
        _ => why,
    }
}

/// What became of the quotes of an article whose pin was renewed.
fn lost(model: &Model, id: &str) -> Option<String> {
    let Some(Record::Article(id)) = model.find(id) else { return None };
    let lost: Vec<String> = outdated(model, id)?.lost.iter().map(|passage| model.passage_key(*passage)).collect();
    Some(match lost.len() {
        0 => "the text has changed; all its quotes are in it".to_owned(),
        1 => format!("the text has changed; the quote of {} is not in it", lost.concat()),
        count => format!("the text has changed; {count} quotes are not in it: {}", lost.join(", ")),
    })
}

/// Opens the preview of another pin of an article whose text has changed; `None` where it has not.
pub(super) fn pin(app: &mut App, article: ArticleId) -> Option<Effect> {
    let change = outdated(app.model(), article)?.change;
    if let Some(why) = ask::objection(app) {
        app.notice = Some(why.to_owned());
        return None;
    }
    let id = app.model().article(article).key.to_string();
    let mut form = Form::new(FormPurpose::Pin(id), Vec::new(), &app.recent);
    if let Some(Overlay::Findings(list)) = app.location.overlay.take() {
        form.findings = Some(list);
    }
    open(app, form);
    Some(Effect::Write(WriteRequest { is_preview: true, ..WriteRequest::new(vec![change]) }))
}

/// Which actors and issues would come with what is asked for.
fn made(reply: &WriteReply) -> Option<String> {
    let model = &reply.loaded.model;
    let name = |done: &Done| match model.subject(&done.id)? {
        Subject::Actor(id) => {
            let actor = model.actor(id);
            Some(format!("{} “{}”", actor.kind.word(), clean(&actor.name).as_str()))
        }
        Subject::Issue(id) => Some(format!("issue “{}”", clean(&model.issue(id).name).as_str())),
        _ => None,
    };
    let made: Vec<String> = reply.done.iter().filter(|done| done.action == Action::Added).filter_map(name).collect();
    (!made.is_empty()).then(|| format!("new: {}", made.join(", ")))
}

/// Closes the form whose changes were written, and remembers what they were of.
pub(super) fn written(app: &mut App, reply: &WriteReply) {
    if let Some(Overlay::Form(form)) = &mut app.location.overlay {
        app.location.overlay = form.findings.take().map(Overlay::Findings);
        if let Screen::Reader(reader) = app.location.views.top_mut() {
            reader.anchor = None;
        }
    }
    let model = &reply.loaded.model;
    for done in reply.done.iter().filter(|done| done.action == Action::Added) {
        match model.subject(&done.id) {
            Some(Subject::Demand(demand)) => app.recent.add(model, demand),
            Some(Subject::Passage(passage)) => app.recent.add(model, model.demand_of(passage)),
            _ => {}
        }
    }
}

/// Whether the form goes the way of a key that types.
pub(super) fn press(app: &mut App, key: crate::app::Key) -> bool {
    let Some(Overlay::Form(form)) = &mut app.location.overlay else { return false };
    form.press(&app.loaded.model, key);
    true
}

/// Whether the form takes pasted text.
pub(super) fn paste(app: &mut App, text: &str) -> bool {
    let Some(Overlay::Form(form)) = &mut app.location.overlay else { return false };
    // What is typed fast comes as one text: a digit in it still picks.
    match text.chars().next() {
        Some(only) if text.chars().nth(1).is_none() => form.press(&app.loaded.model, crate::app::Key::char(only)),
        _ => form.paste(&app.loaded.model, text),
    }
    true
}
