//! The records of a model as JSON objects. Keys are those of the file format.
//!
//! Lists are always present, in the order of the files; absent scalars are left out. Positions are in the scale's own
//! units. Offsets are bytes of the article's text, lines start at 1.

use serde::Serialize;

use crate::model::{
    ActorId, Anchor, ArticleId, Date, DemandId, IssueId, Model, Nearest, PassageId, Record, RelationKind,
};
use crate::quote::replacement;
use crate::text::Span;

/// An article; with its text only if that is not in a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleJson<'m> {
    id: &'m str,
    title: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'m str>,
}

/// An actor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActorJson<'m> {
    id: &'m str,
    name: &'m str,
    kind: &'static str,
    aliases: &'m [Box<str>],
    member_of: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
}

/// An issue; `scale` is empty without one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IssueJson<'m> {
    id: &'m str,
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'m str>,
    scale: Vec<PointJson<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
}

/// A named point of a scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointJson<'m> {
    at: f64,
    label: &'m str,
}

/// A demand with its passages, in the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DemandJson<'m> {
    id: &'m str,
    actor: &'m str,
    issue: &'m str,
    text: &'m str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salience: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<f64>,
    addressee: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    status: &'static str,
    supersedes: Vec<&'m str>,
    opposes: Vec<&'m str>,
    supports: Vec<&'m str>,
    depends_on: Vec<&'m str>,
    in_exchange_for: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    passages: Vec<PassageJson<'m>>,
}

/// A passage. `start`, `end` and `line` are present if the quote is verified, `places` if it is ambiguous, `parts` if
/// it is adapted, `nearest` if it is lost but something similar exists, and `replacement` if a single kind of change
/// would repair it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PassageJson<'m> {
    article: &'m str,
    quote: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'m str>,
    voice: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    anchor: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Vec<[usize; 2]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<[usize; 2]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<NearestJson<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<&'m str>,
}

/// The words most similar to a quote that is not in its article: a proposal, never evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NearestJson<'m> {
    article: &'m str,
    line: u32,
    start: usize,
    end: usize,
    score: f32,
}

impl<'m> ArticleJson<'m> {
    /// The record of `id`.
    pub fn new(model: &'m Model, id: ArticleId) -> Self {
        let article = model.article(id);
        Self {
            id: &article.key,
            title: &article.title,
            file: article.file.as_deref(),
            publisher: article.publisher.as_deref(),
            author: article.author.as_deref(),
            date: written(article.date),
            url: article.url.as_deref(),
            language: article.language.as_deref(),
            sha256: article.sha256.as_deref(),
            note: article.note.as_deref(),
            text: article.text.as_deref().filter(|_| article.file.is_none()),
        }
    }
}

impl<'m> ActorJson<'m> {
    /// The record of `id`.
    pub fn new(model: &'m Model, id: ActorId) -> Self {
        let actor = model.actor(id);
        Self {
            id: &actor.key,
            name: &actor.name,
            kind: actor.kind.word(),
            aliases: &actor.aliases,
            member_of: actors(model, &actor.member_of),
            role: actor.role.as_deref(),
            note: actor.note.as_deref(),
        }
    }
}

impl<'m> IssueJson<'m> {
    /// The record of `id`.
    pub fn new(model: &'m Model, id: IssueId) -> Self {
        let issue = model.issue(id);
        Self {
            id: &issue.key,
            name: &issue.name,
            question: issue.question.as_deref(),
            group: issue.group.as_deref(),
            scale: issue.scale.iter().map(|point| PointJson { at: point.at, label: &point.label }).collect(),
            note: issue.note.as_deref(),
        }
    }
}

impl<'m> DemandJson<'m> {
    /// The record of `id`.
    pub fn new(model: &'m Model, id: DemandId) -> Self {
        let demand = model.demand(id);
        let related = |kind: RelationKind| -> Vec<&'m str> {
            let of_kind = demand.relations.iter().filter(|relation| relation.kind == kind);
            of_kind.map(|relation| model.key(Record::Demand(relation.to))).collect()
        };
        Self {
            id: &demand.key,
            actor: model.key(Record::Actor(demand.actor)),
            issue: model.key(Record::Issue(demand.issue)),
            text: &demand.text,
            kind: demand.kind.word(),
            position: demand.position,
            salience: demand.salience,
            power: demand.power,
            addressee: actors(model, &demand.addressees),
            date: written(demand.date),
            status: demand.status.word(),
            supersedes: related(RelationKind::Supersedes),
            opposes: related(RelationKind::Opposes),
            supports: related(RelationKind::Supports),
            depends_on: related(RelationKind::DependsOn),
            in_exchange_for: related(RelationKind::InExchangeFor),
            note: demand.note.as_deref(),
            passages: demand.passages().map(|id| PassageJson::new(model, id)).collect(),
        }
    }
}

impl<'m> PassageJson<'m> {
    /// The record of `id`.
    pub fn new(model: &'m Model, id: PassageId) -> Self {
        let passage = model.passage(id);
        let article = model.article(passage.article);
        let verified = passage.anchor.verified();
        let spans = |spans: &[Span]| spans.iter().map(|span| [span.start(), span.end()]).collect();
        let (places, parts) = match &passage.anchor {
            Anchor::Ambiguous(places) => (Some(spans(places)), None),
            Anchor::Adapted(parts) => (None, Some(spans(parts))),
            Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::Near(_) | Anchor::Orphan | Anchor::NoSource => {
                (None, None)
            }
        };
        Self {
            article: &article.key,
            quote: model.quote(id),
            prefix: passage.prefix.as_deref(),
            suffix: passage.suffix.as_deref(),
            speaker: passage.speaker.map(|id| model.key(Record::Actor(id))),
            voice: passage.voice.word(),
            note: passage.note.as_deref(),
            anchor: passage.anchor.word(),
            start: verified.map(Span::start),
            end: verified.map(Span::end),
            line: verified.map(|span| article.lines.line(span.start())),
            places,
            parts,
            nearest: passage.nearest.as_deref().map(|nearest| NearestJson::new(model, nearest)),
            replacement: replacement(model, id),
        }
    }
}

impl<'m> NearestJson<'m> {
    fn new(model: &'m Model, nearest: &Nearest) -> Self {
        let (article, span) = (model.article(nearest.article), nearest.span);
        Self {
            article: &article.key,
            line: article.lines.line(span.start()),
            start: span.start(),
            end: span.end(),
            score: nearest.score,
        }
    }
}

fn actors<'m>(model: &'m Model, ids: &[ActorId]) -> Vec<&'m str> {
    ids.iter().map(|id| model.key(Record::Actor(*id))).collect()
}

fn written(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
