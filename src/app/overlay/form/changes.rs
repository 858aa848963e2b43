//! What the form means as changes of the model.

use std::borrow::Cow;

use super::existing::default_of;
use super::line::{ACTOR_KIND, Choice, Kind, Line, What};
use super::state::{Form, Held, Purpose};
use super::words::Words;
use crate::edit::{Change, Record, Value, evidence_at, fresh_id, id_of_name, is_even, outdated};
use crate::format::{ACTOR, ARTICLE, DEMAND, Form as Shape, ISSUE, Key, Need, PASSAGE, TableKind};
use crate::model::{Date, Model, PassageId, Record as Known, Subject};
use crate::text::Span;

/// What the form still needs: the key of a line, and the reason in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete(pub &'static str, pub Cow<'static, str>);

/// The changes made in the form, possibly none.
pub fn changes(model: &Model, form: &Form) -> Result<Vec<Change>, Incomplete> {
    let is_open = |line: &&Line| !line.kind.is_text() && !line.field.text().trim().is_empty();
    if let Some(line) = form.lines.iter().find(is_open) {
        return Err(Incomplete(line.key, Cow::Borrowed(if line.is_unchosen() { UNCHOSEN } else { UNTAKEN })));
    }
    let table = match &form.purpose {
        Purpose::Demand(_) => TableKind::Demand,
        Purpose::Passage(_) => TableKind::Passage,
        Purpose::Article | Purpose::Pin(_) => TableKind::Article,
        Purpose::Change(held) => held.kind,
    };
    form.lines.iter().try_for_each(|line| check(table, line))?;
    let mut new = New::of(model, form)?;
    let own = match &form.purpose {
        Purpose::Demand(words) => vec![demand(model, form, &new, words)?],
        Purpose::Passage(words) => {
            let demand = form
                .taken("demand")
                .ok_or(Incomplete("demand", Cow::Borrowed("choose the demand that the words support")))?;
            let passage = passage(model, form, &new, words)?;
            vec![Change::AddPassage { demand: demand.value.clone(), passage }]
        }
        Purpose::Article => vec![article(model, form, &new)?],
        Purpose::Change(held) => changed(model, form, &new, held)?,
        Purpose::Pin(id) => match model.find(id) {
            Some(Known::Article(id)) => outdated(model, id).map(|of| of.change).into_iter().collect(),
            _ => Vec::new(),
        },
    };
    new.changes.extend(own);
    Ok(new.changes)
}

/// Refuses a date that there is not, and a number that is none or out of range, with an example as it is typed here.
fn check(table: TableKind, line: &Line) -> Result<(), Incomplete> {
    let Some((key, words)) = key_of(table, line.key).zip(line.values().into_iter().next()) else { return Ok(()) };
    let example = match (key.form, Value::typed(&words, key.form)) {
        // A time of day behind the date does not count.
        (Shape::Date, Value::Bare(date)) if Date::parse(date.get(..10).unwrap_or(&date)).is_some() => return Ok(()),
        (Shape::Date, Value::Text(date)) if Date::parse(&date).is_some() => return Ok(()),
        (Shape::Date, _) => "not a date: type 2025-03-14, 2025-03 or 2025",
        (Shape::Number, Value::Bare(number)) if number.parse().is_ok_and(|at| (0.0..=1.0_f64).contains(&at)) => {
            return Ok(());
        }
        (Shape::Number, _) => "not a number from 0 to 1: type one such as 0.5",
        _ => return Ok(()),
    };
    Err(Incomplete(line.key, Cow::Owned(format!("`{words}` is {example}"))))
}

/// The changes that give a passage these words instead of its own.
pub fn respan(model: &Model, passage: PassageId, span: Span) -> Vec<Change> {
    let evidence = evidence_at(model.article(model.passage(passage).article), span).passage();
    let set = |field: crate::format::Field| {
        let (id, key) = (model.passage_key(passage), field.name.to_owned());
        Change::Set { id, key, value: evidence.get(field).cloned() }
    };
    [PASSAGE.quote, PASSAGE.prefix, PASSAGE.suffix].map(set).into()
}

/// The actors and issues that the lines name and the model does not have yet.
#[derive(Default)]
struct New {
    changes: Vec<Change>,
    /// What each is, its name, its id.
    ids: Vec<(What, String, String)>,
}

impl New {
    fn of(model: &Model, form: &Form) -> Result<Self, Incomplete> {
        let mut new = Self::default();
        // All have ids before the first one names another.
        form.lines.iter().for_each(|line| new.name(model, line));
        let records: Result<Vec<Record>, _> = new.ids.iter().map(|of| new.record(form, of)).collect();
        new.changes = records?.into_iter().map(Change::Add).collect();
        Ok(new)
    }

    /// Gives ids to what a line names.
    fn name(&mut self, model: &Model, line: &Line) {
        let (Kind::One(what) | Kind::Many(what)) = line.kind else { return };
        for Choice { value: name, .. } in line.taken.iter().filter(|choice| choice.is_new) {
            if self.id(what, name).is_some() {
                continue;
            }
            let mut stem = id_of_name(name);
            if what == What::Issue && self.ids.iter().any(|(.., id)| *id == stem) {
                stem += "-issue";
            }
            let is_free = |id: &String| model.find(id).is_none() && !self.ids.iter().any(|(.., other)| other == id);
            let numbered = (2..).map(|number| format!("{stem}-{number}"));
            let id = std::iter::once(stem.clone()).chain(numbered).find(is_free).unwrap_or_default();
            self.ids.push((what, name.clone(), id));
        }
    }

    /// A record with what the form asks of it.
    fn record(&self, form: &Form, (what, name, id): &(What, String, String)) -> Result<Record, Incomplete> {
        let values = |key| form.line(key).map(|line| self.values(line)).unwrap_or_default();
        if *what == What::Issue {
            let record = Record::new(TableKind::Issue).with(ISSUE.id, &**id).with(ISSUE.name, &**name);
            let scale = values(ISSUE.scale.name);
            return match scale.len() {
                0 => Ok(record),
                1 => Err(SHORT),
                _ => Ok(record.with(ISSUE.scale, scale)),
            };
        }
        let mut record = Record::new(TableKind::Actor).with(ACTOR.id, &**id).with(ACTOR.name, &**name);
        if form.taken(DEMAND.actor.name).is_some_and(|actor| actor.is_new && actor.value == *name) {
            let kind = values(ACTOR_KIND).pop().filter(|kind| default_of(TableKind::Actor, "kind") != Some(&**kind));
            record = kind.into_iter().fold(record, |record, kind| record.with(ACTOR.kind, kind));
            let blocs = Some(values(ACTOR.member_of.name)).filter(|blocs| !blocs.is_empty());
            record = blocs.into_iter().fold(record, |record, blocs| record.with(ACTOR.member_of, blocs));
        }
        Ok(record)
    }

    fn id(&self, what: What, name: &str) -> Option<&str> {
        self.ids.iter().find(|(kind, other, _)| (*kind, &**other) == (what, name)).map(|(.., id)| &**id)
    }

    /// The values of a line, with the ids of what is new.
    fn values(&self, line: &Line) -> Vec<String> {
        let (Kind::One(what) | Kind::Many(what)) = line.kind else { return line.values() };
        let value = |choice: &Choice| {
            let id = if choice.is_new { self.id(what, &choice.value) } else { None };
            id.unwrap_or(&choice.value).to_owned()
        };
        line.taken.iter().map(value).collect()
    }

    /// The value of a line as the file has it; `None` where it is empty.
    fn value(&self, line: &Line, form: Shape) -> Option<Value> {
        let values = self.values(line);
        let first = values.first()?;
        Some(match form {
            Shape::Texts | Shape::Points => Value::from(values),
            Shape::Label if line.choices.iter().any(|choice| choice.value == *first) => Value::from(first.as_str()),
            Shape::Text => Value::from(first.as_str()),
            _ => Value::typed(first, form),
        })
    }

    /// With the value of a line, where its table has the key and the value is not what its absence means.
    fn with(&self, record: Record, line: &Line) -> Record {
        let (kind, key) = (record.kind, line.key);
        let Some((field, form)) = kind.field(key).zip(key_of(kind, key).map(|key| key.form)) else { return record };
        let is_default = |value: &Value| matches!(value, Value::Text(word) if default_of(kind, key) == Some(&**word));
        match self.value(line, form) {
            Some(value) if !is_default(&value) => record.with(field, value),
            _ => record,
        }
    }
}

const UNTAKEN: &str = "nothing is like what is typed here: take what is listed, or delete it";

const UNCHOSEN: &str = "nothing is called so yet: Tab twice makes it new; or delete it";

/// No line can bring them back.
const GONE: Incomplete = Incomplete(
    "",
    Cow::Borrowed(
        "these words are no longer in the article: leave the form and select others, it keeps what was typed",
    ),
);

const SHORT: Incomplete = Incomplete("scale", Cow::Borrowed("a scale has two labels at least; or none"));

fn key_of(kind: TableKind, name: &str) -> Option<&'static Key> {
    kind.keys().iter().find(|key| key.name == name)
}

/// What to say of a line that may not be empty.
fn needed(key: &'static str) -> Incomplete {
    let why = match key {
        "actor" => "whose demand is it? Type an actor's name, new or known",
        "issue" => "what is it about? Type an issue's name, new or known",
        "text" => "say in a sentence what is demanded",
        "quote" => "a passage needs the words of its article",
        "id" => "it needs an id",
        "name" => "it needs a name",
        "title" => "an article needs a title",
        _ => "it cannot do without this",
    };
    Incomplete(key, Cow::Borrowed(why))
}

fn demand(model: &Model, form: &Form, new: &New, words: &Words) -> Result<Change, Incomplete> {
    for field in [DEMAND.actor, DEMAND.issue, DEMAND.id, DEMAND.text] {
        if form.line(field.name).is_none_or(|line| line.values().is_empty()) {
            return Err(needed(field.name));
        }
    }
    let lines = form.lines.iter().filter(|line| line.key != ISSUE.scale.name);
    let record = lines.fold(Record::new(TableKind::Demand), |record, line| new.with(record, line));
    Ok(Change::Add(record.passage(passage(model, form, new, words)?)))
}

/// A new article; what its file says of itself is added where the file can be read.
fn article(model: &Model, form: &Form, new: &New) -> Result<Change, Incomplete> {
    let file = form
        .taken(ARTICLE.file.name)
        .ok_or(Incomplete(ARTICLE.file.name, Cow::Borrowed("which file? Type a part of its path")))?;
    let mut record = form.lines.iter().fold(Record::new(TableKind::Article), |record, line| new.with(record, line));
    if record.text(ARTICLE.id).is_empty() {
        let stem = std::path::Path::new(&file.value).file_stem().unwrap_or_default().to_string_lossy();
        record = record.with(ARTICLE.id, fresh_id(model, &id_of_name(&stem)));
    }
    Ok(Change::Add(record))
}

fn passage(model: &Model, form: &Form, new: &New, words: &Words) -> Result<Record, Incomplete> {
    let (article, span) = words.place(model).ok_or(GONE)?;
    let of = model.article(article);
    let mut record = evidence_at(of, span).passage();
    if model.articles().len() > 1 {
        record = record.with(PASSAGE.article, &*of.key);
    }
    // The note of a new demand is its own.
    let has_note = matches!(form.purpose, Purpose::Passage(..));
    let lines =
        form.lines.iter().filter(|line| matches!(line.key, "speaker" | "voice") || has_note && line.key == "note");
    Ok(lines.fold(record, |record, line| new.with(record, line)))
}

/// The keys whose values are other ones now; the id last, as the others name the record by the old one.
fn changed(model: &Model, form: &Form, new: &New, held: &Held) -> Result<Vec<Change>, Incomplete> {
    let mut changes = Vec::new();
    let is_id = |line: &&Line| line.key == DEMAND.id.name;
    for line in form.lines.iter().filter(|line| !is_id(line)).chain(form.lines.iter().filter(is_id)) {
        let Some((_, before)) = held.before.iter().find(|(key, _)| *key == line.key) else { continue };
        let Some(key) = key_of(held.kind, line.key).filter(|_| new.values(line) != *before) else { continue };
        let value = match key.form {
            Shape::Points => scale(model, held, line.values())?,
            form => new.value(line, form),
        };
        if value.is_none() && key.need == Need::Required {
            return Err(needed(key.name));
        }
        changes.push(Change::Set { id: held.id.clone(), key: key.name.to_owned(), value });
    }
    Ok(changes)
}

/// The scale of these labels. Labels with places of their own keep them, by name or, where as many are left, by number.
fn scale(model: &Model, held: &Held, labels: Vec<String>) -> Result<Option<Value>, Incomplete> {
    let Some(Subject::Issue(issue)) = model.subject(&held.id) else { return Ok(None) };
    let points = &model.issue(issue).scale;
    match labels.len() {
        0 => return Ok(None),
        1 => return Err(SHORT),
        _ if is_even(points) => return Ok(Some(Value::from(labels))),
        _ => {}
    }
    let is_renamed = labels.len() == points.len();
    let place = |at: usize, label: &str| {
        let named = points.iter().find(|point| &*point.label == label);
        if is_renamed { points.get(at) } else { named }.map(|point| point.at)
    };
    let point = |(at, label): (usize, &String)| {
        let at = Value::Bare(place(at, label)?.to_string());
        Some(Value::Table(vec![("at".to_owned(), at), ("label".to_owned(), Value::from(label.as_str()))]))
    };
    let points: Option<Vec<Value>> = labels.iter().enumerate().map(point).collect();
    let why = "the labels of this scale have places of their own: add one in the file";
    points.map(|points| Some(Value::List(points))).ok_or(Incomplete("scale", Cow::Borrowed(why)))
}
