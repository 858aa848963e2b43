//! From tables to demands, their relations and their passages.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::cycles::{self, Edges};
use super::names::{Mention, Names};
use super::page::{At, Report};
use super::raw::{DemandTable, Many, One, PassageTable};
use super::read::{Placed, Tables};
use super::records::{Words, actors, date, key, origin, required, text, word};
use super::values::{Position, Text};
use crate::diagnose::codes;
use crate::model::{
    ActorId, Anchor, ArticleId, Builder, Demand, DemandId, DemandKind, Issue, Model, Passage, Record, Relation,
    RelationKind, Status, Voice,
};

const KINDS: Words<DemandKind> = Words { all: DemandKind::ALL, spell: DemandKind::word, default: DemandKind::Demand };
const STATUSES: Words<Status> = Words { all: Status::ALL, spell: Status::word, default: Status::Held };
const VOICES: Words<Voice> = Words { all: Voice::ALL, spell: Voice::word, default: Voice::Reported };

/// A quote that is still to be found in its article: that of the passage at the same place among all of the model.
pub(super) struct Wanted<'a> {
    pub(super) quote: Cow<'a, str>,
    /// Where the quote stands in the model file.
    pub(super) at: At,
}

/// Makes every demand that stands, in the order of the files, with its relations and passages; what is still to be
/// found of each passage.
pub(super) fn demands<'a>(
    tables: &Tables<'a>,
    names: &mut Names<'_>,
    builder: &mut Builder,
    report: &mut Report<'_>,
) -> Vec<Wanted<'a>> {
    let sole = SoleArticle::new(tables, names);
    let mut stands: Vec<Option<DemandId>> = Vec::with_capacity(names.demands.len());
    let (mut wanted, mut related) = (Vec::new(), Vec::new());
    for index in names.demands.clone() {
        let placed = tables.demand(index);
        let made = demand(&placed, names, builder.model(), report);
        let id = made.map(|demand| builder.demand(demand, []));
        stands.push(id);
        let Some(id) = id else { continue };
        for part in placed.table.passages.iter() {
            if let Some((passage, quote)) = passage(&placed.part(&part), &sole, names, report) {
                builder.passage(passage);
                wanted.push(quote);
            }
        }
        if placed.table.passages.is_empty() {
            let message = format!("demand `{}` has no passage", key(&placed.table.id));
            report.add(&codes::NO_PASSAGE, placed.at, message);
        }
        if lists(&placed.table).iter().any(|(_, list)| !list.is_empty()) {
            related.push((id, index));
        }
    }
    relate((tables, &related), &stands, (names, builder), report);
    wanted
}

fn demand(
    placed: &Placed<DemandTable<'_>>,
    names: &mut Names<'_>,
    model: &Model,
    report: &mut Report<'_>,
) -> Option<Demand> {
    let table = &placed.table;
    let id = key(&table.id);
    let so = format!("; demand `{id}` is left out");
    let actor = owner(placed, ("actor", &table.actor), report)
        .and_then(|(at, id)| names.actor(Mention { at, id, so: &so }, report));
    let issue = owner(placed, ("issue", &table.issue), report)
        .and_then(|(at, id)| names.issue(Mention { at, id, so: &so }, report));
    let words = required(placed, ("text", &table.text), id, report);
    let addressees = actors(placed, &table.addressee, names, report).into_iter().map(|(id, _)| id).collect();
    let kind = word(placed, ("kind", &table.kind), &KINDS, report);
    let status = word(placed, ("status", &table.status), &STATUSES, report);
    let salience = unit(placed, ("salience", &table.salience), report);
    let power = unit(placed, ("power", &table.power), report);
    let date = date(placed, &table.date, report);
    let (actor, issue) = (actor?, issue?);
    let mut demand = Demand::bare(id, actor, issue, &words);
    demand.position = position(placed, model.issue(issue), report);
    (demand.kind, demand.status, demand.date) = (kind, status, date);
    (demand.salience, demand.power, demand.addressees) = (salience, power, addressees);
    (demand.note, demand.origin) = (text(&table.note), origin(placed.at, report));
    Some(demand)
}

/// The id that a demand cannot stand without.
fn owner<'a>(
    placed: &Placed<DemandTable<'_>>,
    (name, value): (&'static str, &'a One<Text<'_>>),
    report: &mut Report<'_>,
) -> Option<(At, &'a str)> {
    let Some(value) = value else {
        let id = key(&placed.table.id);
        let message = format!("demand `{id}` has no `{name}`; it is left out");
        report.add(&codes::MISSING_KEY, placed.at, message).help = Some(format!("add `{name} = \"…\"`"));
        return None;
    };
    Some((placed.spot(value), &value.get_ref().0))
}

fn unit(placed: &Placed<DemandTable<'_>>, (name, value): (&str, &One<f64>), report: &mut Report<'_>) -> Option<f64> {
    let value = value.as_ref()?;
    let number = *value.get_ref();
    if (0.0..=1.0).contains(&number) {
        return Some(number + 0.0);
    }
    let message = format!("`{name}` lies between 0 and 1, and this is {number}");
    report.add(&codes::OUT_OF_RANGE, placed.spot(value), message);
    None
}

/// The point on the issue's scale; `None` where none is given, and, with a finding, where it is none.
fn position(placed: &Placed<DemandTable<'_>>, issue: &Issue, report: &mut Report<'_>) -> Option<f64> {
    let value = placed.table.position.as_ref()?;
    let mut refuse = |message: String, help: Option<String>| {
        report.add(&codes::BAD_POSITION, placed.spot(value), message).help = help;
        None
    };
    let Some((low, high)) = issue.bounds() else {
        let message = format!("issue `{}` has no scale to take a position on", issue.key);
        return refuse(message, Some("give the issue a `scale`, or leave the position out".to_owned()));
    };
    match value.get_ref() {
        Position::Point(at) if (low..=high).contains(at) => Some(at + 0.0),
        Position::Point(at) => {
            refuse(format!("{at} lies outside the scale of issue `{}`, {low} to {high}", issue.key), None)
        }
        Position::Label(label) => {
            let label = label.0.as_ref();
            if let Some(point) = issue.scale.iter().find(|point| *point.label == *label) {
                return Some(point.at);
            }
            let labels = || issue.scale.iter().map(|point| &*point.label);
            let help = super::nearest::nearest(label, labels()).map_or_else(
                || format!("its labels are {}", labels().map(|l| format!("`{l}`")).collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            refuse(format!("`{label}` is no label of the scale of issue `{}`", issue.key), Some(help))
        }
    }
}

/// A relation on its way in, with its place in the file.
type Placing = (RelationKind, DemandId, At);

/// Settles the relations between the demands that stand. `related` are those that state any, by their places among all
/// tables.
fn relate(
    (tables, related): (&Tables<'_>, &[(DemandId, usize)]),
    stands: &[Option<DemandId>],
    (names, builder): (&mut Names<'_>, &mut Builder),
    report: &mut Report<'_>,
) {
    let mut all: Vec<(DemandId, Vec<Placing>)> = Vec::with_capacity(related.len());
    for (by, index) in related {
        let placed = tables.demand(*index);
        let mut seen = HashSet::new();
        let mut own = Vec::new();
        for (kind, list) in lists(&placed.table) {
            for id in list {
                let at = placed.spot(id);
                let to = names.demand(Mention { at, id: &id.get_ref().0, so: "" }, report);
                // A demand that was left out has its own finding.
                let to = to.and_then(|to| stands.get(to.index()).copied().flatten());
                own.extend(to.filter(|to| seen.insert((kind, *to))).map(|to| (kind, to, at)));
            }
        }
        let model = builder.model();
        own.retain(|(kind, to, at)| {
            *kind != RelationKind::Supersedes || may_supersede(model.demand(*by), model.demand(*to), *at, report)
        });
        all.push((*by, own));
    }
    for kind in [RelationKind::Supersedes, RelationKind::DependsOn] {
        uncircle(kind, &mut all, builder.model(), report);
    }
    for (by, own) in all {
        builder.relate(by, own.into_iter().map(|(kind, to, _)| Relation { kind, to }).collect());
    }
}

fn lists<'a, 't>(table: &'a DemandTable<'t>) -> [(RelationKind, &'a Many<Text<'t>>); 5] {
    [
        (RelationKind::Supersedes, &table.supersedes),
        (RelationKind::Opposes, &table.opposes),
        (RelationKind::Supports, &table.supports),
        (RelationKind::DependsOn, &table.depends_on),
        (RelationKind::InExchangeFor, &table.in_exchange_for),
    ]
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

/// Takes the relations of one kind that lead round in a circle out of `all`, which rises by demand.
fn uncircle(kind: RelationKind, all: &mut [(DemandId, Vec<Placing>)], model: &Model, report: &mut Report<'_>) {
    // A demand that states no relation is in no circle.
    let places: HashMap<DemandId, usize> = all.iter().enumerate().map(|(place, (by, _))| (*by, place)).collect();
    let of_kind = |(_, own): &(DemandId, Vec<Placing>)| {
        let leading = own.iter().filter(|(k, _, _)| *k == kind);
        leading.filter_map(|(_, to, at)| Some((*places.get(to)?, *at))).collect()
    };
    let mut edges: Edges = all.iter().map(of_kind).collect();
    let mut cut = HashSet::new();
    cycles::cut(&mut edges, |members, at| {
        let keys = members.iter().filter_map(|member| all.get(*member)).map(|(by, _)| &*model.demand(*by).key);
        report.add(&codes::CYCLE, at, circle(kind.word(), keys));
        cut.insert(at);
    });
    for (_, own) in all {
        own.retain(|(k, _, at)| *k != kind || !cut.contains(at));
    }
}

/// Says which records lead round in a circle; names the first few of them.
pub(super) fn circle<'k>(by: &str, mut keys: impl Iterator<Item = &'k str>) -> String {
    const SHOWN: usize = 6;
    let first = keys.next().unwrap_or("");
    let mut shown: Vec<String> = vec![format!("`{first}`")];
    shown.extend(keys.by_ref().take(SHOWN - 1).map(|key| format!("`{key}`")));
    shown.extend(keys.next().map(|_| "…".to_owned()));
    format!("`{by}` goes round in a circle: {} → `{first}`", shown.join(" → "))
}

/// The article that a passage without `article` is from: the only one of its file, else the only one of the model.
struct SoleArticle {
    by_file: Vec<Vec<ArticleId>>,
    of_model: Option<ArticleId>,
}

impl SoleArticle {
    fn new(tables: &Tables<'_>, names: &Names<'_>) -> Self {
        let mut by_file: Vec<Vec<ArticleId>> = Vec::new();
        for slot in &tables.articles {
            if let Some(Record::Article(id)) = names.get(tables.id(*slot).0) {
                let file = slot.at.file as usize;
                by_file.resize_with(by_file.len().max(file + 1), Vec::new);
                if !by_file[file].contains(&id) && by_file[file].len() < 2 {
                    by_file[file].push(id);
                }
            }
        }
        let of_model = (names.articles.len() == 1).then(|| ArticleId::new(0));
        Self { by_file, of_model }
    }

    fn of(&self, file: u32) -> Option<ArticleId> {
        match self.by_file.get(file as usize).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            Some(_) | None => self.of_model,
        }
    }
}

/// Makes a passage, its anchor still to be found.
fn passage<'a>(
    placed: &Placed<&PassageTable<'a>>,
    sole: &SoleArticle,
    names: &mut Names<'_>,
    report: &mut Report<'_>,
) -> Option<(Passage, Wanted<'a>)> {
    let table = placed.table;
    let article = match &table.article {
        Some(id) => {
            let so = "; the passage is left out";
            names.article(Mention { at: placed.spot(id), id: &id.get_ref().0, so }, report)
        }
        None if placed.is_spoilt("article", report) => None,
        None => only_article(placed, sole, report),
    };
    let speaker: Option<ActorId> = table
        .speaker
        .as_ref()
        .and_then(|id| names.actor(Mention { at: placed.spot(id), id: &id.get_ref().0, so: "" }, report));
    let voice = word(placed, ("voice", &table.voice), &VOICES, report);
    let Some(quote) = table.quote.as_ref().filter(|quote| !quote.get_ref().0.trim().is_empty()) else {
        let (at, what) =
            table.quote.as_ref().map_or((placed.at, "has no `quote`"), |q| (placed.spot(q), "has an empty `quote`"));
        report.add(&codes::MISSING_KEY, at, format!("passage {what}; it is left out"));
        return None;
    };
    let article = article?;
    names.used.insert(Record::Article(article));
    let made = Passage {
        article,
        quote: None,
        anchor: Anchor::NoSource,
        speaker,
        voice,
        prefix: text(&table.prefix),
        suffix: text(&table.suffix),
        note: text(&table.note),
        origin: origin(placed.at, report),
    };
    Some((made, Wanted { quote: quote.get_ref().0.clone(), at: placed.spot(quote) }))
}

fn only_article(placed: &Placed<&PassageTable<'_>>, sole: &SoleArticle, report: &mut Report<'_>) -> Option<ArticleId> {
    let article = sole.of(placed.at.file);
    if article.is_none() {
        let message = "passage has no `article`, and neither its file nor the model has exactly one; it is left out";
        report.add(&codes::MISSING_KEY, placed.at, message.to_owned()).help = Some("add `article = \"…\"`".to_owned());
    }
    article
}
