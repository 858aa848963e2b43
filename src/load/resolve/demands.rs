//! From tables to demands, their relations and their passages.

use std::collections::{HashMap, HashSet};

use super::cycles::{self, Edges};
use super::names::{Mention, Names};
use super::records::{ClosedList, actors, date, origin, required, word};
use crate::diagnose::codes;
use crate::format::{ARTICLE, DEMAND, Field, PASSAGE};
use crate::load::report::{At, Report};
use crate::load::tables::{Slot, Table, Tables, Value};
use crate::model::{
    ActorId, Anchor, ArticleId, Builder, Demand, DemandId, DemandKind, Issue, IssueId, Model, Passage, Record,
    Relation, RelationKind, Status, Voice,
};

const KINDS: ClosedList<DemandKind> =
    ClosedList { all: DemandKind::ALL, spell: DemandKind::word, default: DemandKind::Demand };
const STATUSES: ClosedList<Status> = ClosedList { all: Status::ALL, spell: Status::word, default: Status::Held };
const VOICES: ClosedList<Voice> = ClosedList { all: Voice::ALL, spell: Voice::word, default: Voice::Reported };

/// Quotes to be located in their articles.
#[derive(Default)]
pub(super) struct Quotes<'a> {
    /// The tables of the passages of the model, in order; each has a quote.
    pub(super) made: Vec<Table<'a>>,
    /// A model for the passages of demands that are left out, and their tables: their quotes are checked all the same.
    pub(super) left_out: Option<(Builder, Vec<Table<'a>>)>,
}

impl<'a> Quotes<'a> {
    /// Adds a passage of the last demand: to the model if the demand is `made`, else to the other model.
    fn add(&mut self, made: Option<DemandId>, (passage, table): (Passage, Table<'a>), builder: &mut Builder) {
        if made.is_some() {
            builder.passage(passage);
            self.made.push(table);
            return;
        }
        let (shadow, tables) = self.left_out.get_or_insert_with(|| {
            let mut shadow = Builder::default();
            for article in builder.model().articles() {
                shadow.article(article.clone());
            }
            // Nobody asks for the demand of these passages.
            shadow.demand(Demand::bare("", ActorId::new(0), IssueId::new(0), ""), []);
            (shadow, Vec::new())
        });
        shadow.passage(passage);
        tables.push(table);
    }
}

/// Builds every demand that has an actor and an issue, in the order of the files, with its relations and passages.
pub(super) fn demands<'a>(
    tables: &'a Tables<'_>,
    names: &mut Names<'_>,
    builder: &mut Builder,
    report: &mut Report<'_>,
) -> Quotes<'a> {
    let sole = SoleArticle::new(tables, names);
    let mut made: Vec<Option<DemandId>> = Vec::with_capacity(names.demands.len());
    let (mut quotes, mut related) = (Quotes::default(), Vec::new());
    for slot in names.demands.clone() {
        let table = tables.table(slot);
        let id = demand(table, names, builder.model(), report).map(|demand| builder.demand(demand, []));
        made.push(id);
        for part in table.all(DEMAND.passages).map(Value::table) {
            if let Some(made) = passage(part, &sole, names, report) {
                quotes.add(id, (made, part), builder);
            }
        }
        if let Some(at) = table.spoilt(DEMAND.passages) {
            report.so(at, &format!("; these passages of `{}` are left out", table.id(DEMAND.id)));
            if let Some(article) = sole.of(table.source()) {
                names.used.insert(Record::Article(article));
            }
        } else if id.is_some() && table.get(DEMAND.passages).is_none() {
            let message = format!("demand `{}` has no passage", table.id(DEMAND.id));
            report.add(&codes::NO_PASSAGE, table.at(), message);
        }
        if RELATIONS.iter().any(|(_, field)| table.get(*field).is_some()) {
            related.push(Relating { by: id, slot, relations: Vec::new() });
        }
    }
    for relating in &mut related {
        relating.relations = relations(tables.table(relating.slot), &made, names, report);
    }
    relate(related, builder, report);
    quotes
}

/// Sets the relations of the demands, without the impossible ones.
fn relate(related: Vec<Relating<Option<DemandId>>>, builder: &mut Builder, report: &mut Report<'_>) {
    let made =
        related.into_iter().filter_map(|Relating { by, slot, relations }| Some(Relating { by: by?, slot, relations }));
    let mut related: Vec<Relating<DemandId>> = made.collect();
    for relating in &mut related {
        let model = builder.model();
        relating.relations.retain(|(relation, at)| {
            relation.kind != RelationKind::Supersedes
                || may_supersede(model.demand(relating.by), model.demand(relation.to), *at, report)
        });
    }
    for kind in [RelationKind::Supersedes, RelationKind::DependsOn] {
        uncircle(kind, &mut related, builder.model(), report);
    }
    for relating in &related {
        contradicted(relating, builder.model(), report);
    }
    for Relating { by, relations, .. } in related {
        builder.relate(by, relations.into_iter().map(|(relation, _)| relation).collect());
    }
}

fn demand(table: Table<'_>, names: &mut Names<'_>, model: &Model, report: &mut Report<'_>) -> Option<Demand> {
    let id = table.id(DEMAND.id);
    let so = format!("; demand `{id}` is left out");
    let actor = owner(table, DEMAND.actor, report)
        .and_then(|value| names.actor(Mention { at: value.at(), id: &value.words(), so: &so }, report));
    let issue = owner(table, DEMAND.issue, report)
        .and_then(|value| names.issue(Mention { at: value.at(), id: &value.words(), so: &so }, report));
    let words = required(table, DEMAND.text, &id, report);
    let addressees = actors(table, DEMAND.addressee, names, report).into_iter().map(|(id, _)| id).collect();
    let kind = word(table, DEMAND.kind, &KINDS, report);
    let status = word(table, DEMAND.status, &STATUSES, report);
    let salience = share(table, DEMAND.salience, report);
    let power = share(table, DEMAND.power, report);
    let date = date(table, DEMAND.date, report);
    let position = issue.and_then(|issue| position(table, model.issue(issue), names.has_lost_scale(issue), report));
    let mut demand = Demand::bare(&id, actor?, issue?, &words);
    demand.position = position;
    (demand.kind, demand.status, demand.date) = (kind, status, date);
    (demand.salience, demand.power, demand.addressees) = (salience, power, addressees);
    (demand.note, demand.origin) = (table.text(DEMAND.note), origin(table.at(), report));
    Some(demand)
}

/// A required id of a demand.
fn owner<'a>(table: Table<'a>, field: Field, report: &mut Report<'_>) -> Option<Value<'a>> {
    let value = table.get(field);
    let (id, name) = (table.id(DEMAND.id), field.name);
    match table.spoilt(field) {
        _ if value.is_some() => {}
        Some(at) => report.so(at, &format!("; demand `{id}` is left out")),
        None => {
            let message = format!("demand `{id}` has no `{name}`; it is left out");
            report.add(&codes::MISSING_KEY, table.at(), message).help = Some(format!("add `{name} = \"…\"`"));
        }
    }
    value
}

/// A number from 0 to 1; `None` if absent, and, with a finding, for any other number.
fn share(table: Table<'_>, field: Field, report: &mut Report<'_>) -> Option<f64> {
    let value = table.get(field)?;
    let number = value.number();
    if (0.0..=1.0).contains(&number) {
        return Some(number + 0.0);
    }
    let message = format!("`{}` lies between 0 and 1, and this is {number}", field.name);
    report.add(&codes::OUT_OF_RANGE, value.at(), message);
    None
}

/// The labels of the scale, those sharing most words with the unknown one first. Similar spelling does not count:
/// `after elections` is not `before elections`.
fn labels_help(label: &str, issue: &Issue, report: &mut Report<'_>) -> String {
    const SHOWN: usize = 20;
    let words_of = |label: &str| -> Vec<String> {
        label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let mut labels: Vec<&str> = issue.scale.iter().map(|point| &*point.label).collect();
    if report.may_compare(label, labels.len()) {
        let wanted = words_of(label);
        labels.sort_by_cached_key(|label| {
            let shared = words_of(label).iter().filter(|word| wanted.contains(word)).count();
            std::cmp::Reverse(shared)
        });
    }
    let more = if labels.len() > SHOWN { ", …" } else { "" };
    let shown: Vec<String> = labels.into_iter().take(SHOWN).map(|label| format!("`{label}`")).collect();
    format!("its labels are {}{more}", shown.join(", "))
}

/// The point on the issue's scale; `None` if absent, and, with a finding, if it is not on the scale.
fn position(table: Table<'_>, issue: &Issue, has_lost_scale: bool, report: &mut Report<'_>) -> Option<f64> {
    let value = table.get(DEMAND.position)?;
    let mut refuse = |message: String, help: Option<String>| {
        report.add(&codes::BAD_POSITION, value.at(), message).help = help;
        None
    };
    let Some((low, high)) = issue.bounds() else {
        if has_lost_scale {
            // The scale has its own finding.
            return None;
        }
        let message = format!("issue `{}` has no scale to take a position on", issue.key);
        return refuse(message, Some("give the issue a `scale`, or leave the position out".to_owned()));
    };
    if value.is_number() {
        let at = value.number();
        if (low..=high).contains(&at) {
            return Some(at + 0.0);
        }
        return refuse(format!("{at} lies outside the scale of issue `{}`, {low} to {high}", issue.key), None);
    }
    let label = value.words();
    if let Some(point) = issue.scale.iter().find(|point| *point.label == *label) {
        return Some(point.at);
    }
    let message = format!("`{label}` is no label of the scale of issue `{}`", issue.key);
    let help = labels_help(&label, issue, report);
    report.add(&codes::BAD_POSITION, value.at(), message).help = Some(help);
    None
}

/// The keys that relate a demand to others.
const RELATIONS: [(RelationKind, Field); 5] = [
    (RelationKind::Supersedes, DEMAND.supersedes),
    (RelationKind::Opposes, DEMAND.opposes),
    (RelationKind::Supports, DEMAND.supports),
    (RelationKind::DependsOn, DEMAND.depends_on),
    (RelationKind::InExchangeFor, DEMAND.in_exchange_for),
];

/// A demand with its relations and their places in the file.
struct Relating<D> {
    by: D,
    slot: Slot,
    relations: Vec<(Relation, At)>,
}

/// The relations in a demand's table, without those to demands that are left out. `made` has all demands.
fn relations(
    table: Table<'_>,
    made: &[Option<DemandId>],
    names: &mut Names<'_>,
    report: &mut Report<'_>,
) -> Vec<(Relation, At)> {
    let (mut seen, mut relations) = (HashSet::new(), Vec::new());
    for (kind, field) in RELATIONS {
        for value in table.all(field) {
            let at = value.at();
            let to = names.demand(Mention { at, id: &value.words(), so: "" }, report);
            // A demand that was left out has its own finding.
            let to = to.and_then(|to| made.get(to.index()).copied().flatten());
            relations.extend(to.map(|to| (Relation { kind, to }, at)).filter(|(relation, _)| seen.insert(*relation)));
        }
    }
    relations
}

fn may_supersede(by: &Demand, old: &Demand, at: At, report: &mut Report<'_>) -> bool {
    let what = match (by.actor == old.actor, by.issue == old.issue) {
        (true, true) => return true,
        (false, _) => "of another actor",
        (true, false) => "on another issue",
    };
    let message = format!("`{}` cannot supersede `{}`, a demand {what}", by.key, old.key);
    report.add(&codes::BAD_SUPERSEDES, at, message);
    false
}

/// Up to this share of a scale two positions are near each other, as in the comparison.
const NEAR: f64 = 0.25;

/// Reports the relations of a demand that the positions contradict: it opposes a near one, or supports a far one.
fn contradicted(relating: &Relating<DemandId>, model: &Model, report: &mut Report<'_>) {
    let demand = model.demand(relating.by);
    let Some((low, high)) = model.issue(demand.issue).bounds() else { return };
    for (relation, at) in &relating.relations {
        let other = model.demand(relation.to);
        let both = demand.position.zip(other.position).filter(|_| other.issue == demand.issue);
        let Some((one, two)) = both else { continue };
        let is_near = (one - two).abs() / (high - low) <= NEAR + 1e-9;
        let (verb, how) = match (relation.kind, is_near) {
            (RelationKind::Opposes, true) => ("opposes", "near each other"),
            (RelationKind::Supports, false) => ("supports", "far from each other"),
            _ => continue,
        };
        let place = |at| model.issue(demand.issue).place(at);
        let message = format!("`{}` {verb} `{}`, but their positions are {how}", demand.key, other.key);
        let help = format!("they are `{}` and `{}`: correct one of them, or the relation", place(one), place(two));
        report.add(&codes::CONTRADICTED, *at, message).help = Some(help);
    }
}

/// Removes the relations of one kind that close cycles from `all`, which is sorted by demand.
fn uncircle(kind: RelationKind, all: &mut [Relating<DemandId>], model: &Model, report: &mut Report<'_>) {
    // A demand that states no relation is in no cycle.
    let places: HashMap<DemandId, usize> =
        all.iter().enumerate().map(|(place, relating)| (relating.by, place)).collect();
    let of_kind = |relating: &Relating<DemandId>| {
        let leading = relating.relations.iter().filter(|(relation, _)| relation.kind == kind);
        leading.filter_map(|(relation, at)| Some((*places.get(&relation.to)?, *at))).collect()
    };
    let mut edges: Edges = all.iter().map(of_kind).collect();
    let mut cut: HashSet<(DemandId, DemandId)> = HashSet::new();
    cycles::cut(&mut edges, |members, at| {
        let keys = members.iter().map(|member| &*model.demand(all[*member].by).key);
        report.add(&codes::CYCLE, at, circle(kind.word(), keys));
        // The last member closes the cycle.
        cut.extend(members.first().zip(members.last()).map(|(first, last)| (all[*last].by, all[*first].by)));
    });
    for Relating { by, relations, .. } in all {
        relations.retain(|(relation, _)| relation.kind != kind || !cut.contains(&(*by, relation.to)));
    }
}

/// The message for a cycle; names its first few members.
pub(super) fn circle<K: AsRef<str>>(by: &str, mut keys: impl Iterator<Item = K>) -> String {
    const SHOWN: usize = 6;
    let first = keys.next().unwrap_or_else(|| unreachable!("a circle has members"));
    let mut shown: Vec<String> = vec![format!("`{}`", first.as_ref())];
    shown.extend(keys.by_ref().take(SHOWN - 1).map(|key| format!("`{}`", key.as_ref())));
    shown.extend(keys.next().map(|_| "…".to_owned()));
    format!("`{by}` goes round in a circle: {} → `{}`", shown.join(" → "), first.as_ref())
}

/// The article of a passage without `article`: the only one of its source, else the only one of the model.
struct SoleArticle {
    /// Up to two articles of each source.
    by_source: HashMap<u32, Vec<ArticleId>>,
    of_model: Option<ArticleId>,
}

impl SoleArticle {
    fn new(tables: &Tables<'_>, names: &Names<'_>) -> Self {
        let mut by_source: HashMap<u32, Vec<ArticleId>> = HashMap::new();
        for table in tables.articles.iter().map(|slot| tables.table(*slot)) {
            if let Some(Record::Article(id)) = names.get(&table.id(ARTICLE.id)) {
                let of_source = by_source.entry(table.source()).or_default();
                if !of_source.contains(&id) && of_source.len() < 2 {
                    of_source.push(id);
                }
            }
        }
        let of_model = (names.articles.len() == 1).then(|| ArticleId::new(0));
        Self { by_source, of_model }
    }

    fn of(&self, source: u32) -> Option<ArticleId> {
        match self.by_source.get(&source).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            Some(_) | None => self.of_model,
        }
    }
}

/// Builds a passage with a quote; its anchor is found later.
fn passage(table: Table<'_>, sole: &SoleArticle, names: &mut Names<'_>, report: &mut Report<'_>) -> Option<Passage> {
    let article = match table.get(PASSAGE.article) {
        Some(id) => {
            let so = "; the passage is left out";
            names.article(Mention { at: id.at(), id: &id.words(), so }, report)
        }
        None if table.spoilt(PASSAGE.article).is_some() => {
            if let Some(at) = table.spoilt(PASSAGE.article) {
                report.so(at, "; the passage is left out");
            }
            None
        }
        None => only_article(table, sole, report),
    };
    let speaker: Option<ActorId> =
        table.get(PASSAGE.speaker).and_then(|id| names.actor(Mention { at: id.at(), id: &id.words(), so: "" }, report));
    let voice = word(table, PASSAGE.voice, &VOICES, report);
    if let Some(article) = article {
        names.used.insert(Record::Article(article));
    }
    let quote = table.get(PASSAGE.quote);
    if quote.is_none_or(|quote| quote.words().trim().is_empty()) {
        if let Some(at) = table.spoilt(PASSAGE.quote) {
            report.so(at, "; the passage is left out");
            return None;
        }
        let (at, what) = quote.map_or((table.at(), "has no `quote`"), |quote| (quote.at(), "has an empty `quote`"));
        report.add(&codes::MISSING_KEY, at, format!("passage {what}; it is left out"));
        return None;
    }
    Some(Passage {
        article: article?,
        quote: None,
        anchor: Anchor::NoSource,
        nearest: None,
        speaker,
        voice,
        prefix: table.text(PASSAGE.prefix),
        suffix: table.text(PASSAGE.suffix),
        note: table.text(PASSAGE.note),
        origin: origin(table.at(), report),
    })
}

fn only_article(table: Table<'_>, sole: &SoleArticle, report: &mut Report<'_>) -> Option<ArticleId> {
    let article = sole.of(table.source());
    if article.is_none() {
        let message = "passage has no `article`, and neither its file nor the model has exactly one; it is left out";
        report.add(&codes::MISSING_KEY, table.at(), message.to_owned()).help = Some("add `article = \"…\"`".to_owned());
    }
    article
}
