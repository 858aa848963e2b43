//! The model as a whole and the questions it answers.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use super::{
    ActorId, ActorKind, Anchor, Article, ArticleId, Date, Demand, DemandId, IssueId, Origin, Passage, PassageId,
    Record, Relation, RelationKind, Status,
};
use crate::text::Span;

/// A person, state, organization or bloc that takes positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// Its id in the file.
    pub key: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// What it is.
    pub kind: ActorKind,
    /// Other names that articles use.
    pub aliases: Box<[Box<str>]>,
    /// The actors it belongs to.
    pub member_of: Box<[ActorId]>,
    /// Its office or function.
    pub role: Option<Box<str>>,
    /// Memo.
    pub note: Option<Box<str>>,
    /// Where the model defines it.
    pub origin: Origin,
}

/// A matter to be settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Its id in the file.
    pub key: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// The question it asks.
    pub question: Option<Box<str>>,
    /// The heading it is listed under.
    pub group: Option<Box<str>>,
    /// Named points in ascending order: none or at least two, all places and labels distinct.
    pub scale: Box<[Point]>,
    /// Memo.
    pub note: Option<Box<str>>,
    /// Where the model defines it.
    pub origin: Origin,
}

impl Issue {
    /// Lowest and highest named point, in the scale's units; `None` without a scale.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        Some((self.scale.first()?.at, self.scale.last()?.at))
    }

    /// The label exactly at `position`.
    pub fn label(&self, position: f64) -> Option<&str> {
        self.scale.iter().find(|point| point.at.total_cmp(&position).is_eq()).map(|point| &*point.label)
    }

    /// The named point nearest to `position`, the lower one of two equally near; `None` without a scale.
    pub fn nearest_label(&self, position: f64) -> Option<&str> {
        let near = self.scale.iter().min_by(|a, b| (a.at - position).abs().total_cmp(&(b.at - position).abs()))?;
        Some(&near.label)
    }
}

/// A named point of a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its place, in the scale's units.
    pub at: f64,
    /// Its name.
    pub label: Box<str>,
}

/// How much a model holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Actors.
    pub actors: usize,
    /// Issues.
    pub issues: usize,
    /// Demands.
    pub demands: usize,
    /// Passages.
    pub passages: usize,
    /// Passages whose quote is in its source: exact, normalised or adapted.
    pub verified: usize,
    /// Verified passages whose quote is adapted.
    pub adapted: usize,
}

/// A position model, complete and immutable. The empty model has no records and answers every question with nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    pub(super) title: Option<Box<str>>,
    pub(super) description: Option<Box<str>>,
    pub(super) language: Option<Box<str>>,
    pub(super) articles: Vec<Article>,
    pub(super) actors: Vec<Actor>,
    pub(super) issues: Vec<Issue>,
    pub(super) demands: Vec<Demand>,
    pub(super) passages: Vec<Passage>,
    /// The demand of each passage.
    pub(super) demand_of: Vec<DemandId>,
    pub(super) records: Vec<Record>,
    pub(super) demands_of: Vec<Vec<DemandId>>,
    pub(super) demands_on: Vec<Vec<DemandId>>,
    pub(super) members_of: Vec<Vec<ActorId>>,
    /// Only actors with demands addressed to them: few, even among very many actors.
    pub(super) asked_of: BTreeMap<ActorId, Vec<DemandId>>,
    pub(super) sides: Vec<Side>,
    /// For actors with a short name, the index of that alias.
    pub(super) short_names: BTreeMap<ActorId, usize>,
    pub(super) placed_in: Vec<Vec<(Span, PassageId)>>,
    pub(super) quoted_from: Vec<Vec<PassageId>>,
    pub(super) related_to: Vec<ReceivedRelation>,
    pub(super) superseded: Vec<bool>,
    pub(super) verified: usize,
    pub(super) adapted: usize,
}

/// A relation seen from its target, by which it sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReceivedRelation {
    /// The demand pointed to.
    pub(super) to: DemandId,
    pub(super) kind: RelationKind,
    /// The demand that states the relation.
    pub(super) by: DemandId,
}

macro_rules! records {
    ($(($one:ident, $all:ident, $ids:ident, $list:ident, $id:ident, $record:ident, $noun:literal)),+ $(,)?) => {$(
        #[doc = concat!("The ", $noun, " with this id, which must be of this model.")]
        pub fn $one(&self, id: $id) -> &$record {
            &self.$list[id.index()]
        }

        #[doc = concat!("Every ", $noun, ", in the order of the files.")]
        pub fn $all(&self) -> &[$record] {
            &self.$list
        }

        #[doc = concat!("The id of every ", $noun, ", in the order of the files.")]
        pub fn $ids(&self) -> impl DoubleEndedIterator<Item = $id> + ExactSizeIterator + Clone + use<> {
            (0..self.$list.len()).map($id::new)
        }
    )+};
}

impl Model {
    records! {
        (actor, actors, actor_ids, actors, ActorId, Actor, "actor"),
        (issue, issues, issue_ids, issues, IssueId, Issue, "issue"),
        (demand, demands, demand_ids, demands, DemandId, Demand, "demand"),
        (article, articles, article_ids, articles, ArticleId, Article, "article"),
        (passage, passages, passage_ids, passages, PassageId, Passage, "passage"),
    }

    /// The title of the model.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// What the model says of itself.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// BCP 47 tag of the model's language.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// How much the model holds. O(1).
    pub fn counts(&self) -> Counts {
        Counts {
            articles: self.articles.len(),
            actors: self.actors.len(),
            issues: self.issues.len(),
            demands: self.demands.len(),
            passages: self.passages.len(),
            verified: self.verified,
            adapted: self.adapted,
        }
    }

    /// The record whose id in the file is `key`; ids are compared byte for byte. O(log records).
    pub fn find(&self, key: &str) -> Option<Record> {
        let at = self.records.binary_search_by(|record| self.key(*record).cmp(key)).ok()?;
        self.records.get(at).copied()
    }

    /// The id in the file of a record of this model.
    pub fn key(&self, record: Record) -> &str {
        match record {
            Record::Actor(id) => &self.actor(id).key,
            Record::Issue(id) => &self.issue(id).key,
            Record::Demand(id) => &self.demand(id).key,
            Record::Article(id) => &self.article(id).key,
        }
    }

    /// Every record, in the order of the bytes of their ids.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Every id of the model, sorted by its bytes.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.records.iter().map(|record| self.key(*record))
    }

    /// The demand that a passage supports.
    pub fn demand_of(&self, passage: PassageId) -> DemandId {
        self.demand_of[passage.index()]
    }

    /// The demands of an actor, in the order of the files.
    pub fn demands_of(&self, actor: ActorId) -> &[DemandId] {
        &self.demands_of[actor.index()]
    }

    /// The demands on an issue, in the order of the files.
    pub fn demands_on(&self, issue: IssueId) -> &[DemandId] {
        &self.demands_on[issue.index()]
    }

    /// The actors that belong to an actor, in the order of the files.
    pub fn members_of(&self, actor: ActorId) -> &[ActorId] {
        &self.members_of[actor.index()]
    }

    /// These actors and all their direct and indirect members, in the order of the files. O(those actors and their
    /// memberships).
    pub fn voices_of(&self, actors: &[ActorId]) -> Vec<ActorId> {
        let mut found: BTreeSet<ActorId> = actors.iter().copied().collect();
        let mut open = actors.to_vec();
        while let Some(next) = open.pop() {
            open.extend(self.members_of(next).iter().copied().filter(|member| found.insert(*member)));
        }
        found.into_iter().collect()
    }

    /// The demands of an actor and of all its members, in the order of the files. Costs [`Model::voices_of`] and a
    /// sort.
    pub fn voiced_by(&self, actor: ActorId) -> Vec<DemandId> {
        let voices = self.voices_of(&[actor]);
        let mut demands: Vec<DemandId> = voices.iter().flat_map(|voice| self.demands_of(*voice)).copied().collect();
        demands.sort_unstable();
        demands
    }

    /// The demands that ask an actor to act, in the order of the files.
    pub fn asked_of(&self, actor: ActorId) -> &[DemandId] {
        self.asked_of.get(&actor).map_or(&[], Vec::as_slice)
    }

    /// Every place of a passage in an article's text, sorted by place, then passage. An ambiguous passage is listed
    /// once for each of its places.
    pub fn placed_in(&self, article: ArticleId) -> &[(Span, PassageId)] {
        &self.placed_in[article.index()]
    }

    /// The same without the places of ambiguous passages: which of them is meant is not settled.
    pub fn settled_in(&self, article: ArticleId) -> impl Iterator<Item = &(Span, PassageId)> {
        self.placed_in(article).iter().filter(|(_, id)| self.passage(*id).anchor.verified().is_some())
    }

    /// Whether the words of a passage are in its article, at one place or several.
    pub fn has_place(&self, passage: PassageId) -> bool {
        !self.passage(passage).anchor.places().is_empty()
    }

    /// The passages that name an article, found in it or not, in the order of the files.
    pub fn quoted_from(&self, article: ArticleId) -> &[PassageId] {
        &self.quoted_from[article.index()]
    }

    /// The exact words of a passage: the article's own where the quote is exact, else the quote as the file gives it.
    pub fn quote(&self, passage: PassageId) -> &str {
        let passage = self.passage(passage);
        match (&passage.quote, &passage.anchor) {
            (Some(quote), _) => quote,
            (None, Anchor::Exact(span)) => span.of(self.article(passage.article).text()),
            (None, _) => "",
        }
    }

    /// The article's words between the parts of an adapted quote, in order, trimmed; empty for other quotes.
    pub fn left_out(&self, passage: PassageId) -> Vec<&str> {
        let passage = self.passage(passage);
        let Anchor::Adapted(parts) = &passage.anchor else { return Vec::new() };
        let text = self.article(passage.article).text();
        let gap = |two: &[Span]| text.get(two.first()?.end()..two.last()?.start()).map(str::trim);
        parts.windows(2).filter_map(gap).filter(|gap| !gap.is_empty()).collect()
    }

    /// The place of a passage within its demand, from 1: the `n` of `DEMAND#n`.
    pub fn number(&self, passage: PassageId) -> usize {
        let demand = self.demand(self.demand_of(passage));
        passage.index() + 1 - demand.passages.start as usize
    }

    /// The id of a passage, `DEMAND#n`.
    pub fn passage_key(&self, passage: PassageId) -> String {
        format!("{}#{}", self.demand(self.demand_of(passage)).key, self.number(passage))
    }

    /// Who says the words of a passage: its speaker, else the demand's actor.
    pub fn speaker(&self, passage: PassageId) -> ActorId {
        self.passage(passage).speaker.unwrap_or(self.demand(self.demand_of(passage)).actor)
    }

    /// The date a demand counts as: its own, else that of the article of its first passage.
    pub fn date_of(&self, demand: DemandId) -> Option<Date> {
        let demand = self.demand(demand);
        demand.date.or_else(|| {
            let first = demand.passages().next()?;
            self.article(self.passage(first).article).date
        })
    }

    /// Whether a later demand of the same actor takes this one's place.
    pub fn is_superseded(&self, demand: DemandId) -> bool {
        self.superseded[demand.index()]
    }

    /// Whether a demand is still pursued: neither withdrawn, met, rejected nor superseded.
    pub fn is_live(&self, demand: DemandId) -> bool {
        let has_ended = matches!(self.demand(demand).status, Status::Withdrawn | Status::Met | Status::Rejected);
        !has_ended && !self.is_superseded(demand)
    }

    /// The name of an actor.
    pub fn actor_name(&self, id: ActorId) -> &str {
        &self.actor(id).name
    }

    /// The side of an actor and its letter.
    pub fn side(&self, id: ActorId) -> Side {
        self.sides[id.index()]
    }

    /// The short name of an actor: its first alias that is a shorter form of its name and names no other actor, else
    /// the name. Never a part of a name that the model does not give.
    pub fn short_name(&self, id: ActorId) -> &str {
        let actor = self.actor(id);
        let alias = self.short_names.get(&id).and_then(|at| actor.aliases.get(*at));
        alias.unwrap_or(&actor.name)
    }

    /// The relations that other demands state towards this one: the kind and the demand that states it, sorted.
    pub fn relations_to(&self, demand: DemandId) -> impl Iterator<Item = Relation> {
        let start = self.related_to.partition_point(|relation| relation.to < demand);
        let received = self.related_to[start..].iter().take_while(move |relation| relation.to == demand);
        received.map(|relation| Relation { kind: relation.kind, to: relation.by })
    }
}

#[cfg(test)]
mod tests {
    use super::{Issue, Model, Origin, Point};

    #[test]
    fn the_empty_model_answers_with_nothing() {
        let model = Model::default();
        assert_eq!(model.find("putin"), None);
        assert_eq!(model.counts().demands, 0);
        assert_eq!(model.actor_ids().count(), 0);
    }

    #[test]
    fn a_label_is_exactly_at_its_point() {
        let point = |at, label: &str| Point { at, label: label.into() };
        let scale = [point(0.0, "none"), point(75.0, "weak"), point(100.0, "full")].into();
        let issue = Issue {
            key: "i".into(),
            name: "I".into(),
            question: None,
            group: None,
            scale,
            note: None,
            origin: Origin::default(),
        };
        assert_eq!(issue.bounds(), Some((0.0, 100.0)));
        assert_eq!(issue.label(75.0), Some("weak"));
        assert_eq!(issue.label(74.0), None);
        assert_eq!(issue.nearest_label(20.0), Some("none"));
    }
}
