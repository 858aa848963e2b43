//! The resolved model as a document: keys as in the file format, ids in place of numbers.
//!
//! Lists are always there, absent scalars are left out. Offsets are bytes of the article's text.

use std::io::{self, Write};

use serde::Serialize;

use super::write_json;
use crate::model::{
    Actor, Anchor, Article, Date, Demand, DemandId, Entry, Issue, Model, Passage, PassageId, RelationKind,
};

/// Writes the model as JSON.
pub(super) fn write(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    write_json(&document(model), out)
}

#[derive(Serialize)]
struct Document<'m> {
    format: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'m str>,
    articles: Vec<ArticleEntry<'m>>,
    actors: Vec<ActorEntry<'m>>,
    issues: Vec<IssueEntry<'m>>,
    demands: Vec<DemandEntry<'m>>,
}

/// `text` stands only where the article has no file to read it from.
#[derive(Serialize)]
struct ArticleEntry<'m> {
    id: &'m str,
    title: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'m str>,
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
}

#[derive(Serialize)]
struct ActorEntry<'m> {
    id: &'m str,
    name: &'m str,
    kind: &'m str,
    aliases: Vec<&'m str>,
    member_of: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
}

#[derive(Serialize)]
struct IssueEntry<'m> {
    id: &'m str,
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'m str>,
    scale: Vec<PointEntry<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
}

#[derive(Serialize)]
struct PointEntry<'m> {
    at: f64,
    label: &'m str,
}

#[derive(Serialize)]
struct DemandEntry<'m> {
    id: &'m str,
    actor: &'m str,
    issue: &'m str,
    text: &'m str,
    kind: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salience: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<f64>,
    addressee: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    status: &'m str,
    supersedes: Vec<&'m str>,
    opposes: Vec<&'m str>,
    supports: Vec<&'m str>,
    depends_on: Vec<&'m str>,
    in_exchange_for: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    passages: Vec<PassageEntry<'m>>,
}

#[derive(Serialize)]
struct PassageEntry<'m> {
    article: &'m str,
    quote: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'m str>,
    voice: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    anchor: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Vec<[usize; 2]>>,
}

fn document(model: &Model) -> Document<'_> {
    Document {
        format: 1,
        title: model.title(),
        description: model.description(),
        language: model.language(),
        articles: model.articles().iter().map(article).collect(),
        actors: model.actors().iter().map(|entry| actor(model, entry)).collect(),
        issues: model.issues().iter().map(issue).collect(),
        demands: model.demands().iter().map(|entry| demand(model, entry)).collect(),
    }
}

fn date(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn article(article: &Article) -> ArticleEntry<'_> {
    ArticleEntry {
        id: &article.key,
        title: &article.title,
        file: article.file.as_deref(),
        text: article.text.as_deref().filter(|_| article.file.is_none()),
        publisher: article.publisher.as_deref(),
        author: article.author.as_deref(),
        date: date(article.date),
        url: article.url.as_deref(),
        language: article.language.as_deref(),
        sha256: article.sha256.as_deref(),
        note: article.note.as_deref(),
    }
}

fn actor<'m>(model: &'m Model, actor: &'m Actor) -> ActorEntry<'m> {
    ActorEntry {
        id: &actor.key,
        name: &actor.name,
        kind: actor.kind.word(),
        aliases: actor.aliases.iter().map(|alias| &**alias).collect(),
        member_of: actor.member_of.iter().map(|group| model.key(Entry::Actor(*group))).collect(),
        role: actor.role.as_deref(),
        note: actor.note.as_deref(),
    }
}

fn issue(issue: &Issue) -> IssueEntry<'_> {
    IssueEntry {
        id: &issue.key,
        name: &issue.name,
        question: issue.question.as_deref(),
        group: issue.group.as_deref(),
        scale: issue.scale.iter().map(|point| PointEntry { at: point.at, label: &point.label }).collect(),
        note: issue.note.as_deref(),
    }
}

fn demand<'m>(model: &'m Model, demand: &'m Demand) -> DemandEntry<'m> {
    let related = |kind: RelationKind| -> Vec<&'m str> {
        let of_kind = demand.relations.iter().filter(|relation| relation.kind == kind);
        of_kind.map(|relation| demand_key(model, relation.to)).collect()
    };
    DemandEntry {
        id: &demand.key,
        actor: model.key(Entry::Actor(demand.actor)),
        issue: model.key(Entry::Issue(demand.issue)),
        text: &demand.text,
        kind: demand.kind.word(),
        position: demand.position,
        salience: demand.salience,
        power: demand.power,
        addressee: demand.addressees.iter().map(|actor| model.key(Entry::Actor(*actor))).collect(),
        date: date(demand.date),
        status: demand.status.word(),
        supersedes: related(RelationKind::Supersedes),
        opposes: related(RelationKind::Opposes),
        supports: related(RelationKind::Supports),
        depends_on: related(RelationKind::DependsOn),
        in_exchange_for: related(RelationKind::InExchangeFor),
        note: demand.note.as_deref(),
        passages: demand.passages().map(|id| passage(model, id)).collect(),
    }
}

fn demand_key(model: &Model, id: DemandId) -> &str {
    model.key(Entry::Demand(id))
}

fn passage(model: &Model, id: PassageId) -> PassageEntry<'_> {
    let passage: &Passage = model.passage(id);
    let article = model.article(passage.article);
    let place = passage.anchor.verified();
    let places = match &passage.anchor {
        Anchor::Ambiguous(places) => Some(places.iter().map(|span| [span.start(), span.end()]).collect()),
        Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::Orphan | Anchor::NoSource => None,
    };
    PassageEntry {
        article: &article.key,
        quote: model.quote(id),
        prefix: passage.prefix.as_deref(),
        suffix: passage.suffix.as_deref(),
        speaker: passage.speaker.map(|actor| model.key(Entry::Actor(actor))),
        voice: passage.voice.word(),
        note: passage.note.as_deref(),
        anchor: passage.anchor.word(),
        start: place.map(crate::text::Span::start),
        end: place.map(crate::text::Span::end),
        line: place.map(|span| article.lines.line(span.start())),
        places,
    }
}
