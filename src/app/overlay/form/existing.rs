//! The form of a record that is there: what it holds, and what of that was changed.

use super::line::{Choice, Kind, Line, SEPARATOR, What};
use super::state::{Form, Held, Purpose};
use crate::app::session::Recent;
use crate::edit::{Value, record_of};
use crate::format::{ACTOR, ARTICLE, DEMAND, ISSUE, Key, PASSAGE, TableKind};
use crate::model::{ActorKind, DemandKind, Model, RelationKind, Status, Subject, Voice};

impl Form {
    /// A form with what a record or passage holds; `None` for words.
    pub fn existing(model: &Model, subject: Subject, recent: &Recent) -> Option<Self> {
        let record = record_of(model, subject)?;
        let mut lines: Vec<Line> = keys(record.kind).iter().filter_map(|name| line(record.kind, name)).collect();
        // Passages need not name the only article.
        lines.retain(|line| line.kind != Kind::One(What::Article) || model.articles().len() > 1);
        for line in &mut lines {
            let value = record.values.iter().find(|(key, _)| *key == line.key).map(|(_, value)| value);
            let given = value.map(words).unwrap_or_default();
            if line.kind == Kind::List {
                line.set(Choice::plain(&given.join(&format!(" {SEPARATOR} "))));
                continue;
            }
            let is_id = matches!(line.kind, Kind::One(_) | Kind::Many(_));
            let choice = |word: &String| if is_id { Choice::known(model, word) } else { None };
            for word in &given {
                line.set(choice(word).unwrap_or_else(|| Choice::plain(word)));
            }
            if let (true, Some(word)) = (given.is_empty(), default_of(record.kind, line.key)) {
                line.set(Choice::plain(word));
            }
        }
        let id = model.subject_key(subject);
        let mut form = Self::new(Purpose::Change(Held { id, kind: record.kind, before: Vec::new() }), lines, recent);
        // Of a demand the words are changed most often; of others they are the first line.
        form.go_to(DEMAND.text.name);
        form.settle(model);
        let before = form.lines.iter().map(|line| (line.key, line.values())).collect();
        if let Purpose::Change(held) = &mut form.purpose {
            held.before = before;
        }
        Some(form)
    }
}

impl Form {
    /// A form of a new article, one of these files; those that are articles already are left out.
    pub fn article(model: &Model, files: &[String], recent: &Recent) -> Self {
        let mut lines = vec![Line::new(ARTICLE.file.name, Kind::One(What::File))];
        lines.extend(keys(TableKind::Article).iter().filter_map(|name| line(TableKind::Article, name)));
        let mut form = Self::new(Purpose::Article, lines, recent);
        let is_new = |file: &&String| !model.articles().iter().any(|article| article.file.as_deref() == Some(&***file));
        if let Some(line) = form.here() {
            line.latest = files.iter().filter(is_new).cloned().collect();
        }
        form.settle(model);
        form
    }
}

/// The keys that the form has lines for, in its order. Where an article's text is from does not change, and passages have
/// forms of their own.
fn keys(kind: TableKind) -> Vec<&'static str> {
    let fields = match kind {
        TableKind::Article => vec![
            ARTICLE.title,
            ARTICLE.date,
            ARTICLE.publisher,
            ARTICLE.author,
            ARTICLE.url,
            ARTICLE.language,
            ARTICLE.note,
            ARTICLE.id,
        ],
        TableKind::Actor => {
            vec![ACTOR.name, ACTOR.kind, ACTOR.aliases, ACTOR.member_of, ACTOR.role, ACTOR.note, ACTOR.id]
        }
        TableKind::Issue => vec![ISSUE.name, ISSUE.question, ISSUE.group, ISSUE.scale, ISSUE.note, ISSUE.id],
        TableKind::Demand => {
            let mut fields = vec![DEMAND.actor, DEMAND.issue, DEMAND.kind, DEMAND.position, DEMAND.status, DEMAND.text];
            fields.extend([DEMAND.date, DEMAND.addressee]);
            fields.extend(RelationKind::ALL.iter().filter_map(|relation| kind.field(relation.word())));
            fields.extend([DEMAND.salience, DEMAND.power, DEMAND.note, DEMAND.id]);
            fields
        }
        TableKind::Passage => vec![
            PASSAGE.quote,
            PASSAGE.voice,
            PASSAGE.speaker,
            PASSAGE.prefix,
            PASSAGE.suffix,
            PASSAGE.article,
            PASSAGE.note,
        ],
        TableKind::Top => Vec::new(),
    };
    fields.iter().map(|field| field.name).collect()
}

fn line(table: TableKind, name: &str) -> Option<Line> {
    let Key { name, kind, .. } = table.keys().iter().find(|key| key.name == name)?;
    Some(match (table, *kind) {
        (TableKind::Actor, "word") => Line::closed(name, ActorKind::ALL.iter().map(|kind| kind.word())),
        (TableKind::Demand, "word") if *name == DEMAND.status.name => {
            Line::closed(name, Status::ALL.iter().map(|status| status.word()))
        }
        (TableKind::Demand, "word") => Line::closed(name, DemandKind::ALL.iter().map(|kind| kind.word())),
        (_, "word") => Line::closed(name, Voice::ALL.iter().map(|voice| voice.word())),
        (_, "label or number") => Line::new(name, Kind::Closed),
        (_, "actor id") => Line::new(name, Kind::One(What::Actor)),
        (_, "issue id") => Line::new(name, Kind::One(What::Issue)),
        (_, "article id") => Line::new(name, Kind::One(What::Article)),
        (_, "list of actor ids") => Line::new(name, Kind::Many(What::Actor)),
        (_, "list of demand ids") => Line::new(name, Kind::Many(What::Demand)),
        (_, kind) if kind.starts_with("list of") => Line::new(name, Kind::List),
        _ => Line::new(name, Kind::Words),
    })
}

/// What the absence of a key means, where it is a word of a closed list.
pub(super) fn default_of(table: TableKind, key: &str) -> Option<&'static str> {
    match (table, key) {
        (TableKind::Actor, "kind") => Some(ActorKind::Person.word()),
        (TableKind::Demand, "kind") => Some(DemandKind::Demand.word()),
        (TableKind::Demand, "status") => Some(Status::Held.word()),
        (TableKind::Passage, "voice") => Some(Voice::Reported.word()),
        _ => None,
    }
}

/// The words of a value: of a list those of its items, of a point its label.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Text(word) | Value::Bare(word) => vec![word.clone()],
        Value::List(items) => items.iter().flat_map(words).collect(),
        Value::Table(pairs) => {
            pairs.iter().filter(|(key, _)| key == "label").flat_map(|(_, label)| words(label)).collect()
        }
    }
}
