//! The records of a model as JSON objects. Keys are those of the file format.
//!
//! Lists are always present, in the order of the files; absent scalars are left out. Positions are in the scale's own
//! units. Offsets are bytes of the article's text, lines start at 1.

use serde::{Serialize, Serializer};

use super::json::Object;
use crate::model::{ActorId, Anchor, ArticleId, DemandId, IssueId, Model, PassageId, Record, RelationKind};
use crate::quote::replacement;
use crate::text::Span;

/// An article; with its text only if that is not in a file.
pub struct ArticleJson<'m>(pub &'m Model, pub ArticleId);

impl Serialize for ArticleJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let article = self.0.article(self.1);
        Object::new(serializer)?
            .with("id", &article.key)?
            .with("title", &article.title)?
            .with_some("file", article.file.as_deref())?
            .with_some("publisher", article.publisher.as_deref())?
            .with_some("author", article.author.as_deref())?
            .with_some("date", article.date.map(|date| date.to_string()))?
            .with_some("url", article.url.as_deref())?
            .with_some("language", article.language.as_deref())?
            .with_some("sha256", article.sha256.as_deref())?
            .with_some("note", article.note.as_deref())?
            .with_some("text", article.text.as_deref().filter(|_| article.file.is_none()))?
            .end()
    }
}

/// An actor.
pub struct ActorJson<'m>(pub &'m Model, pub ActorId);

impl Serialize for ActorJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let actor = self.0.actor(self.1);
        Object::new(serializer)?
            .with("id", &actor.key)?
            .with("name", &actor.name)?
            .with("kind", actor.kind.word())?
            .with("aliases", &actor.aliases)?
            .with("member_of", actors(self.0, &actor.member_of))?
            .with_some("role", actor.role.as_deref())?
            .with_some("note", actor.note.as_deref())?
            .end()
    }
}

/// An issue; `scale` is empty without one.
pub struct IssueJson<'m>(pub &'m Model, pub IssueId);

/// A named point of a scale.
#[derive(Serialize)]
struct PointJson<'m> {
    at: f64,
    label: &'m str,
}

impl Serialize for IssueJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let issue = self.0.issue(self.1);
        let scale = issue.scale.iter().map(|point| PointJson { at: point.at, label: &point.label });
        Object::new(serializer)?
            .with("id", &issue.key)?
            .with("name", &issue.name)?
            .with_some("question", issue.question.as_deref())?
            .with_some("group", issue.group.as_deref())?
            .with("scale", scale.collect::<Vec<_>>())?
            .with_some("note", issue.note.as_deref())?
            .end()
    }
}

/// A demand with its passages, in the order of the file.
pub struct DemandJson<'m>(pub &'m Model, pub DemandId);

impl Serialize for DemandJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(model, id) = *self;
        let demand = model.demand(id);
        let mut object = Object::new(serializer)?
            .with("id", &demand.key)?
            .with("actor", model.key(Record::Actor(demand.actor)))?
            .with("issue", model.key(Record::Issue(demand.issue)))?
            .with("text", &demand.text)?
            .with("kind", demand.kind.word())?
            .with_some("position", demand.position)?
            .with_some("salience", demand.salience)?
            .with_some("power", demand.power)?
            .with("addressee", actors(model, &demand.addressees))?
            .with_some("date", demand.date.map(|date| date.to_string()))?
            .with("status", demand.status.word())?;
        for kind in RelationKind::ALL {
            let related = demand.relations.iter().filter(|relation| relation.kind == *kind);
            let related = related.map(|relation| model.key(Record::Demand(relation.to)));
            object = object.with(kind.word(), related.collect::<Vec<_>>())?;
        }
        let passages = demand.passages().map(|id| PassageJson(model, id));
        object.with_some("note", demand.note.as_deref())?.with("passages", passages.collect::<Vec<_>>())?.end()
    }
}

/// A passage. `start`, `end` and `line` are present if the quote is verified, `places` if it is ambiguous, `parts` if it
/// is adapted, `nearest` if it is lost but something similar exists, and `replacement` if a single kind of change would
/// repair it.
pub struct PassageJson<'m>(pub &'m Model, pub PassageId);

/// The words most similar to a quote that is not in its article: a proposal, never evidence.
#[derive(Serialize)]
struct NearestJson<'m> {
    article: &'m str,
    line: u32,
    start: usize,
    end: usize,
    score: f32,
}

impl Serialize for PassageJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(model, id) = *self;
        let passage = model.passage(id);
        let article = model.article(passage.article);
        let verified = passage.anchor.verified();
        let spans = |spans: &[Span]| spans.iter().map(|span| [span.start(), span.end()]).collect::<Vec<_>>();
        let (places, parts) = match &passage.anchor {
            Anchor::Ambiguous(places) => (Some(spans(places)), None),
            Anchor::Adapted(parts) => (None, Some(spans(parts))),
            Anchor::Exact(_) | Anchor::Normalised(_) | Anchor::Near(_) | Anchor::Orphan | Anchor::NoSource => {
                (None, None)
            }
        };
        let nearest = passage.nearest.as_deref().map(|nearest| {
            let (article, span) = (model.article(nearest.article), nearest.span);
            let line = article.lines.line(span.start());
            NearestJson { article: &article.key, line, start: span.start(), end: span.end(), score: nearest.score }
        });
        Object::new(serializer)?
            .with("article", &article.key)?
            .with("quote", model.quote(id))?
            .with_some("prefix", passage.prefix.as_deref())?
            .with_some("suffix", passage.suffix.as_deref())?
            .with_some("speaker", passage.speaker.map(|id| model.key(Record::Actor(id))))?
            .with("voice", passage.voice.word())?
            .with_some("note", passage.note.as_deref())?
            .with("anchor", passage.anchor.word())?
            .with_some("start", verified.map(Span::start))?
            .with_some("end", verified.map(Span::end))?
            .with_some("line", verified.map(|span| article.lines.line(span.start())))?
            .with_some("places", places)?
            .with_some("parts", parts)?
            .with_some("nearest", nearest)?
            .with_some("replacement", replacement(model, id))?
            .end()
    }
}

fn actors<'m>(model: &'m Model, ids: &[ActorId]) -> Vec<&'m str> {
    ids.iter().map(|id| model.key(Record::Actor(*id))).collect()
}
