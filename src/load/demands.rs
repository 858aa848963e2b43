//! From tables to demands, their relations and their passages.

use std::collections::HashSet;

use super::cycles::{self, Edges};
use super::names::{Mention, Names};
use super::page::{At, Report};
use super::raw::{DemandTable, Many, One, PassageTable};
use super::read::{Placed, Tables};
use super::records::{Words, actors, date, key, origin, required, text, word};
use super::values::{Position, Text};
use crate::diagnose::codes;
use crate::model::{
    ActorId, Anchor, ArticleId, Demand, DemandId, DemandKind, Entry, Issue, Passage, Relation, RelationKind, Status,
    Voice,
};

const KINDS: Words<DemandKind> = Words { all: DemandKind::ALL, spell: DemandKind::word, default: DemandKind::Demand };
const STATUSES: Words<Status> = Words { all: Status::ALL, spell: Status::word, default: Status::Held };
const VOICES: Words<Voice> = Words { all: Voice::ALL, spell: Voice::word, default: Voice::Reported };

/// A demand that stands, and what is still to be settled of it.
pub(super) struct Draft<'a, 't> {
    pub(super) placed: &'a Placed<DemandTable<'t>>,
    pub(super) demand: Demand,
    pub(super) passages: Vec<Piece<'a>>,
}

/// A passage whose quote and anchor are still to be settled by the search in the articles.
pub(super) struct Piece<'a> {
    pub(super) passage: Passage,
    pub(super) quote: &'a str,
    /// Where the quote stands in the model file.
    pub(super) at: At,
}

/// Makes every demand that stands, in the order of the files.
pub(super) fn demands<'a, 't>(
    tables: &'a Tables<'t>,
    names: &mut Names<'_>,
    issues: &[Issue],
    report: &mut Report<'_>,
) -> Vec<Draft<'a, 't>> {
    let sole = SoleArticle::new(tables, names);
    let mut final_ids: Vec<Option<DemandId>> = Vec::with_capacity(names.demands.len());
    let mut drafts = Vec::with_capacity(names.demands.len());
    for index in names.demands.clone() {
        let draft = draft(&tables.demands[index], names, issues, report);
        final_ids.push(draft.is_some().then(|| DemandId::new(drafts.len())));
        drafts.extend(draft);
    }
    relate(&mut drafts, &final_ids, names, report);
    for draft in &mut drafts {
        let placed = draft.placed;
        let parts = placed.table.passages.iter().map(|part| placed.part(part));
        draft.passages = parts.filter_map(|part| passage(&part, &sole, names, report)).collect();
    }
    drafts
}

fn draft<'a, 't>(
    placed: &'a Placed<DemandTable<'t>>,
    names: &mut Names<'_>,
    issues: &[Issue],
    report: &mut Report<'_>,
) -> Option<Draft<'a, 't>> {
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
    demand.position = issues.get(issue.index()).and_then(|issue| position(placed, issue, report));
    (demand.kind, demand.status, demand.date) = (kind, status, date);
    (demand.salience, demand.power, demand.addressees) = (salience, power, addressees);
    (demand.note, demand.origin) = (text(&table.note), origin(placed.at, report));
    Some(Draft { placed, demand, passages: Vec::new() })
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

/// Settles the relations between the demands that stand.
fn relate(
    drafts: &mut [Draft<'_, '_>],
    final_ids: &[Option<DemandId>],
    names: &mut Names<'_>,
    report: &mut Report<'_>,
) {
    let mut all: Vec<Vec<(RelationKind, DemandId, At)>> = Vec::with_capacity(drafts.len());
    for draft in drafts.iter() {
        let mut seen = HashSet::new();
        let mut own = Vec::new();
        for (kind, list) in lists(&draft.placed.table) {
            for id in list {
                let at = draft.placed.spot(id);
                let to = names.demand(Mention { at, id: &id.get_ref().0, so: "" }, report);
                // A demand that was left out has its own finding.
                let to = to.and_then(|to| final_ids.get(to.index()).copied().flatten());
                own.extend(to.filter(|to| seen.insert((kind, *to))).map(|to| (kind, to, at)));
            }
        }
        own.retain(|(kind, to, at)| {
            *kind != RelationKind::Supersedes || may_supersede(draft, &drafts[to.index()], *at, report)
        });
        all.push(own);
    }
    for kind in [RelationKind::Supersedes, RelationKind::DependsOn] {
        uncircle(kind, &mut all, drafts, report);
    }
    for (draft, own) in drafts.iter_mut().zip(all) {
        draft.demand.relations = own.into_iter().map(|(kind, to, _)| Relation { kind, to }).collect();
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

fn may_supersede(by: &Draft<'_, '_>, old: &Draft<'_, '_>, at: At, report: &mut Report<'_>) -> bool {
    let what = match (by.demand.actor == old.demand.actor, by.demand.issue == old.demand.issue) {
        (true, true) => return true,
        (false, _) => "of another actor",
        (true, false) => "on another issue",
    };
    let message = format!("`{}` cannot supersede `{}`, a demand {what}", by.demand.key, old.demand.key);
    report.add(&codes::BAD_SUPERSEDES, at, message);
    false
}

/// Takes the relations of one kind that lead round in a circle out of `all`.
fn uncircle(
    kind: RelationKind,
    all: &mut [Vec<(RelationKind, DemandId, At)>],
    drafts: &[Draft<'_, '_>],
    report: &mut Report<'_>,
) {
    let of_kind = |own: &Vec<(RelationKind, DemandId, At)>| {
        own.iter().filter(|(k, _, _)| *k == kind).map(|(_, to, at)| (to.index(), *at)).collect()
    };
    let mut edges: Edges = all.iter().map(of_kind).collect();
    let mut cut = HashSet::new();
    cycles::cut(&mut edges, |members, at| {
        let keys = members.iter().filter_map(|member| drafts.get(*member)).map(|draft| &*draft.demand.key);
        report.add(&codes::CYCLE, at, circle(kind.word(), keys));
        cut.insert(at);
    });
    for own in all {
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
        for placed in &tables.articles {
            if let Some(Entry::Article(id)) = names.get(key(&placed.table.id)) {
                let file = placed.at.file as usize;
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
    placed: &Placed<&'a PassageTable<'_>>,
    sole: &SoleArticle,
    names: &mut Names<'_>,
    report: &mut Report<'_>,
) -> Option<Piece<'a>> {
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
    names.used.insert(Entry::Article(article));
    let made = Passage {
        demand: DemandId::new(0),
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
    Some(Piece { passage: made, quote: &quote.get_ref().0, at: placed.spot(quote) })
}

fn only_article(placed: &Placed<&PassageTable<'_>>, sole: &SoleArticle, report: &mut Report<'_>) -> Option<ArticleId> {
    let article = sole.of(placed.at.file);
    if article.is_none() {
        let message = "passage has no `article`, and neither its file nor the model has exactly one; it is left out";
        report.add(&codes::MISSING_KEY, placed.at, message.to_owned()).help = Some("add `article = \"…\"`".to_owned());
    }
    article
}
