//! What the form means as changes of the model.

use super::line::Line;
use super::state::{Form, Purpose};
use crate::edit::{Change, Record, Value, evidence_at, fresh_id, id_of_name};
use crate::format::{ACTOR, DEMAND, Form as Shape, ISSUE, PASSAGE, TableKind};
use crate::model::{ArticleId, Model, PassageId};
use crate::text::Span;

/// What the form still needs: the key of a line, and the reason in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete(pub &'static str, pub &'static str);

/// The changes that the form stands for.
pub fn changes(model: &Model, form: &Form) -> Result<Vec<Change>, Incomplete> {
    match &form.purpose {
        Purpose::Demand(article, span) => demand(model, form, (*article, *span)),
        Purpose::Passage(article, span) => {
            let demand =
                form.taken("demand").ok_or(Incomplete("demand", "choose the demand that the words support"))?;
            let passage = passage(model, form, (*article, *span), true);
            Ok(vec![Change::AddPassage { demand: demand.value.clone(), passage }])
        }
    }
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

fn demand(model: &Model, form: &Form, place: (ArticleId, Span)) -> Result<Vec<Change>, Incomplete> {
    let actor =
        form.taken("actor").ok_or(Incomplete("actor", "whose demand is it? Type an actor's name, new or known"))?;
    let issue =
        form.taken("issue").ok_or(Incomplete("issue", "what is it about? Type an issue's name, new or known"))?;
    let (mut changes, mut actor_id, mut issue_id) = (Vec::new(), actor.value.clone(), issue.value.clone());
    if actor.is_new {
        actor_id = fresh_id(model, &id_of_name(&actor.value));
        let record = Record::new(TableKind::Actor).with(ACTOR.id, &*actor_id).with(ACTOR.name, &*actor.value);
        changes.push(Change::Add(record));
    }
    if issue.is_new {
        issue_id = fresh_id(model, &id_of_name(&issue.value));
        if issue_id == actor_id {
            issue_id = fresh_id(model, &format!("{issue_id}-issue"));
        }
        let record = Record::new(TableKind::Issue).with(ISSUE.id, &*issue_id).with(ISSUE.name, &*issue.value);
        let scale = form.line("scale").map(Line::values).unwrap_or_default();
        if scale.len() == 1 {
            return Err(Incomplete("scale", "a scale has two labels at least; or none"));
        }
        changes.push(Change::Add(if scale.is_empty() { record } else { record.with(ISSUE.scale, scale) }));
    }
    let record = Record::new(TableKind::Demand).with(DEMAND.actor, actor_id).with(DEMAND.issue, issue_id);
    let record = form.lines.iter().fold(record, with);
    if record.text(DEMAND.id).is_empty() {
        return Err(Incomplete("id", "the demand needs an id"));
    }
    if record.text(DEMAND.text).is_empty() {
        return Err(Incomplete("text", "say in a sentence what is demanded"));
    }
    changes.push(Change::Add(record.passage(passage(model, form, place, false))));
    Ok(changes)
}

/// With the value of a line, where its table has the key and the value is not what its absence means.
fn with(record: Record, line: &Line) -> Record {
    let key = record.kind.keys().iter().enumerate().find(|(_, key)| key.name == line.key);
    let Some((at, key)) = key else { return record };
    let field = crate::format::Field { index: u8::try_from(at).unwrap_or(u8::MAX), name: key.name };
    let is_given = record.get(field).is_some();
    match value(line, key.form) {
        Some(value) if !is_given && !is_default(line.key, &value) => record.with(field, value),
        _ => record,
    }
}

fn is_default(key: &str, value: &Value) -> bool {
    let Value::Text(word) = value else { return false };
    matches!((key, &**word), ("kind", "demand") | ("status", "held") | ("voice", "reported"))
}

/// The value of a line as the file has it; `None` where it is empty.
fn value(line: &Line, form: Shape) -> Option<Value> {
    let values = line.values();
    let first = values.first()?;
    Some(match form {
        Shape::Texts | Shape::Points => Value::from(values),
        Shape::Label if line.choices.iter().any(|choice| choice.value == *first) => Value::from(first.as_str()),
        Shape::Text => Value::from(first.as_str()),
        _ => Value::typed(first, form),
    })
}

fn passage(model: &Model, form: &Form, (article, span): (ArticleId, Span), has_note: bool) -> Record {
    let of = model.article(article);
    let mut record = evidence_at(of, span).passage();
    if model.articles().len() > 1 {
        record = record.with(PASSAGE.article, &*of.key);
    }
    let lines =
        form.lines.iter().filter(|line| matches!(line.key, "speaker" | "voice") || has_note && line.key == "note");
    lines.fold(record, with)
}
