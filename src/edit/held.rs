//! Records of a model, as the values of their tables.

use super::change::Record;
use super::style::Style;
use super::value::Value;
use crate::format::{ACTOR, ARTICLE, DEMAND, Field, ISSUE, PASSAGE, TableKind};
use crate::model::{
    Actor, ActorId, ActorKind, Article, DemandId, DemandKind, Issue, Model, PassageId, Point, RelationKind, Status,
    Subject, Voice,
};

/// The values of a record or passage, a demand with its passages; defaults are left out. `None` for words of an
/// article. Costs the length of the record.
pub fn record_of(model: &Model, subject: Subject) -> Option<Record> {
    Some(match subject {
        Subject::Actor(id) => actor(model, model.actor(id)),
        Subject::Issue(id) => issue(model.issue(id)),
        Subject::Demand(id) => demand(model, id),
        Subject::Passage(id) => passage(model, id),
        Subject::Article(id) => article(model.article(id)),
        Subject::Words(..) => return None,
    })
}

/// A record as TOML, in the style of a new file. Ends with a line end.
pub fn toml_of(record: &Record) -> String {
    let style = Style::default();
    if record.kind == TableKind::Passage {
        return style.passage_lines(record).join("\n").trim_start().to_owned() + "\n";
    }
    style.block(record, "\n")
}

/// Whether labels alone describe the scale: they are spaced evenly from 0 to 1.
pub fn is_even(scale: &[Point]) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "no scale has 2^52 points")]
    let place = |at: usize| at as f64 / scale.len().saturating_sub(1).max(1) as f64;
    scale.iter().enumerate().all(|(at, point)| (point.at - place(at)).abs() < 1e-9)
}

fn optional(record: Record, field: Field, value: Option<impl Into<Value>>) -> Record {
    match value {
        Some(value) => record.with(field, value),
        None => record,
    }
}

fn list(record: Record, field: Field, values: Vec<String>) -> Record {
    if values.is_empty() { record } else { record.with(field, values) }
}

fn bare(number: f64) -> Value {
    Value::Bare(number.to_string())
}

fn actor_keys(model: &Model, ids: &[ActorId]) -> Vec<String> {
    ids.iter().map(|id| model.actor(*id).key.to_string()).collect()
}

fn actor(model: &Model, of: &Actor) -> Record {
    let Actor { key, name, kind, aliases, member_of, role, note, origin: _ } = of;
    let record = Record::new(TableKind::Actor).with(ACTOR.id, &**key).with(ACTOR.name, &**name);
    let record = optional(record, ACTOR.kind, (*kind != ActorKind::Person).then(|| kind.word()));
    let record = list(record, ACTOR.aliases, aliases.iter().map(ToString::to_string).collect());
    let record = list(record, ACTOR.member_of, actor_keys(model, member_of));
    optional(optional(record, ACTOR.role, role.as_deref()), ACTOR.note, note.as_deref())
}

fn issue(of: &Issue) -> Record {
    let Issue { key, name, question, group, scale, note, origin: _ } = of;
    let record = Record::new(TableKind::Issue).with(ISSUE.id, &**key).with(ISSUE.name, &**name);
    let record = optional(optional(record, ISSUE.question, question.as_deref()), ISSUE.group, group.as_deref());
    optional(optional(record, ISSUE.scale, points(scale)), ISSUE.note, note.as_deref())
}

/// The points of a scale; only labels if these are enough.
fn points(scale: &[Point]) -> Option<Value> {
    let label = |point: &Point| Value::from(&*point.label);
    let point =
        |point: &Point| Value::Table(vec![("at".to_owned(), bare(point.at)), ("label".to_owned(), label(point))]);
    let points = if is_even(scale) { scale.iter().map(label).collect() } else { scale.iter().map(point).collect() };
    (!scale.is_empty()).then_some(Value::List(points))
}

fn demand(model: &Model, id: DemandId) -> Record {
    let of = model.demand(id);
    let (actor, issue) = (model.actor(of.actor), model.issue(of.issue));
    let record = Record::new(TableKind::Demand).with(DEMAND.id, &*of.key).with(DEMAND.actor, &*actor.key);
    let record = record.with(DEMAND.issue, &*issue.key).with(DEMAND.text, &*of.text);
    let record = optional(record, DEMAND.kind, (of.kind != DemandKind::Demand).then(|| of.kind.word()));
    let position = of.position.map(|at| issue.label(at).map_or_else(|| bare(at), Value::from));
    let record = optional(record, DEMAND.position, position);
    let record = optional(record, DEMAND.salience, of.salience.map(bare));
    let record = optional(record, DEMAND.power, of.power.map(bare));
    let record = list(record, DEMAND.addressee, actor_keys(model, &of.addressees));
    let record = optional(record, DEMAND.date, of.date.map(|date| date.to_string()));
    let record = optional(record, DEMAND.status, (of.status != Status::Held).then(|| of.status.word()));
    let related = |kind: RelationKind| {
        let others = of.relations.iter().filter(|relation| relation.kind == kind);
        others.map(|relation| model.demand(relation.to).key.to_string()).collect()
    };
    let relations = RelationKind::ALL.iter().filter_map(|kind| Some((TableKind::Demand.field(kind.word())?, *kind)));
    let record = relations.fold(record, |record, (field, kind)| list(record, field, related(kind)));
    let record = optional(record, DEMAND.note, of.note.as_deref());
    of.passages().fold(record, |record, id| record.passage(passage(model, id)))
}

fn passage(model: &Model, id: PassageId) -> Record {
    let of = model.passage(id);
    let record = Record::new(TableKind::Passage).with(PASSAGE.quote, model.quote(id));
    let article = (model.articles().len() > 1).then(|| &*model.article(of.article).key);
    let record = optional(record, PASSAGE.article, article);
    let record = optional(optional(record, PASSAGE.prefix, of.prefix.as_deref()), PASSAGE.suffix, of.suffix.as_deref());
    let record = optional(record, PASSAGE.speaker, of.speaker.map(|id| &*model.actor(id).key));
    let record = optional(record, PASSAGE.voice, (of.voice != Voice::Reported).then(|| of.voice.word()));
    optional(record, PASSAGE.note, of.note.as_deref())
}

fn article(of: &Article) -> Record {
    let record = Record::new(TableKind::Article).with(ARTICLE.id, &*of.key).with(ARTICLE.title, &*of.title);
    let text = of.text.as_deref().filter(|_| of.file.is_none());
    let values = [
        (ARTICLE.file, of.file.as_deref()),
        (ARTICLE.text, text),
        (ARTICLE.publisher, of.publisher.as_deref()),
        (ARTICLE.author, of.author.as_deref()),
        (ARTICLE.url, of.url.as_deref()),
        (ARTICLE.language, of.language.as_deref()),
        (ARTICLE.sha256, of.sha256.as_deref()),
        (ARTICLE.note, of.note.as_deref()),
    ];
    let record = values.into_iter().fold(record, |record, (field, value)| optional(record, field, value));
    optional(record, ARTICLE.date, of.date.map(|date| date.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{record_of, toml_of};
    use crate::load::{EXAMPLE, load_str};
    use crate::model::{Model, Record, Subject};

    fn model(text: &str, articles: &[(&str, &str)]) -> Model {
        load_str(&[("positions.toml", text)], articles).model
    }

    /// The model written again, record by record.
    fn written(model: &Model) -> String {
        let subjects = model
            .article_ids()
            .map(Subject::Article)
            .chain(model.actor_ids().map(Subject::Actor))
            .chain(model.issue_ids().map(Subject::Issue))
            .chain(model.demand_ids().map(Subject::Demand));
        let toml = |subject| toml_of(&record_of(model, subject).unwrap());
        subjects.map(toml).collect::<Vec<_>>().join("\n")
    }

    fn keys(model: &Model) -> Vec<(Record, &str)> {
        model.records().iter().map(|record| (*record, model.key(*record))).collect()
    }

    #[test]
    fn a_model_written_record_by_record_reads_as_it_was() {
        let scales = "issues = [{ id = 'i', name = 'I', question = 'Q', scale = [{ at = 0, label = 'no' }, \
                      { at = 3, label = 'half' }, { at = 4, label = \"yes \\\"so\\\"\" }] }]\n\
                      actors = [{ id = 'x', name = 'X', aliases = ['Y', 'Z'], kind = 'bloc', member_of = ['x2'] }, \
                      { id = 'x2', name = 'X2' }]\narticles = [{ id = 'a', title = 'A', text = \"one two\\none\\n\" }]\n\
                      [[demands]]\nid = 'd'\nactor = 'x'\nissue = 'i'\ntext = 'T'\nposition = 1.5\nsalience = 0.25\n\
                      date = 2025-08\naddressee = ['x2']\nopposes = ['e']\nsupports = ['e']\n\
                      passages = [{ quote = 'one', suffix = 'two', speaker = 'x2', voice = 'quoted', note = 'N' }]\n\
                      [[demands]]\nid = 'e'\nactor = 'x2'\nissue = 'i'\ntext = 'U'\nposition = 'half'\nstatus = 'met'\n"
            .replace("2025-08\n", "'2025-08'\n");
        let [(_, example), article] = EXAMPLE;
        for (text, articles) in [(scales.as_str(), &[][..]), (example, &[article])] {
            let was = model(text, articles);
            let is = model(&written(&was), articles);
            assert_eq!((keys(&was), was.counts()), (keys(&is), is.counts()));
            assert_eq!(written(&was), written(&is));
            for (a, b) in was.demands().iter().zip(is.demands()) {
                assert_eq!((&a.relations, a.position, a.date), (&b.relations, b.position, b.date), "{}", a.key);
                assert!(a.passages().zip(b.passages()).all(|(a, b)| was.passage(a).anchor == is.passage(b).anchor));
            }
            assert!(was.issues().iter().zip(is.issues()).all(|(a, b)| a.scale == b.scale));
        }
    }

    #[test]
    fn a_passage_is_a_table_of_its_own() {
        let text = "actors = [{ id = 'x', name = 'X' }]\nissues = [{ id = 'i', name = 'I' }]\n\
                    articles = [{ id = 'a', title = 'A', text = 'one \"two\"' }]\n[[demands]]\nid = 'd'\nactor = 'x'\n\
                    issue = 'i'\ntext = 'T'\npassages = [{ quote = 'one \"two\"', voice = 'quoted' }]\n";
        let model = model(text, &[]);
        let toml = toml_of(&record_of(&model, Subject::Passage(model.passage_ids().next().unwrap())).unwrap());
        assert_eq!(toml, "[[demands.passages]]\n  quote = \"one \\\"two\\\"\"\n  voice = \"quoted\"\n");
    }
}
