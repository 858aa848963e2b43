//! Commands of the reader.

use super::{App, Command, Overlay, Screen, Toward};
use crate::app::field::Field;
use crate::app::overlay::{Prompt, Purpose};
use crate::app::place::Pane;
use crate::model::{Model, PassageId, Record, Subject};

pub(super) fn obey(app: &mut App, command: Command) {
    match command {
        Command::GoToDemand | Command::Open => go_to_demand(app),
        Command::GoToActor => go_to(app, |model, id| Record::Actor(model.demand(model.passage(id).demand).actor)),
        Command::GoToIssue => go_to(app, |model, id| Record::Issue(model.demand(model.passage(id).demand).issue)),
        Command::Search => search(app),
        _ => move_cursor(app, command),
    }
}

fn move_cursor(app: &mut App, command: Command) {
    let model = &app.loaded.model;
    let Some(Screen::Reader(reader)) = app.place.over.last_mut() else { return };
    match command {
        Command::Step(toward) => reader.step(model, toward.sign()),
        Command::HalfPage(toward) => reader.page(model, toward.sign()),
        Command::Page(toward) => reader.page(model, 2 * toward.sign()),
        Command::End(toward) => reader.end(model, toward),
        Command::Paragraph(toward) => reader.paragraph(model, toward),
        Command::Passage(toward) => reader.passage(model, toward),
        Command::Character(toward) => reader.character(model, toward),
        Command::Word(toward) => reader.word(model, toward),
        Command::RowEnd(toward) => reader.row_end(model, toward),
        Command::PassageHere => reader.choose_next(),
        Command::Match(toward) => reader.go_to_match(toward),
        Command::Select => reader.select(),
        Command::Name(toward) => reader.name(model, app.knowledge.names_of(model), toward),
        Command::Cancel if reader.anchor.is_some() => reader.anchor = None,
        Command::Cancel => reader.set_search(model, ""),
        _ => {}
    }
}

fn search(app: &mut App) {
    let Some(reader) = app.reader() else { return };
    let prompt = Prompt {
        purpose: Purpose::Search,
        field: Field::default(),
        before: reader.search.clone(),
        cursor: reader.cursor,
    };
    app.place.overlay = Some(Overlay::Prompt(prompt));
}

/// Goes to the demand of the foremost passage at the cursor, in browse.
fn go_to_demand(app: &mut App) {
    let Some(passage) = app.reader().and_then(|reader| reader.chosen) else {
        app.advise("no passage here", Command::Passage(Toward::Next), "goes to the next one");
        return;
    };
    app.go(Subject::Passage(passage));
    app.place.browse.focus = Pane::Demands;
}

fn go_to(app: &mut App, record: impl Fn(&Model, PassageId) -> Record) {
    let Some(passage) = app.reader().and_then(|reader| reader.chosen) else { return };
    let record = record(&app.loaded.model, passage);
    app.go(record.into());
}
