//! Compares the records of two models.

use std::collections::HashSet;

use super::outcome::Done;
use super::plan::Step;
use crate::model::{Actor, ActorId, Article, ArticleId, Demand, DemandId, Issue, Model, Passage, PassageId, Record};

/// The first untouched record that differs, walking both lists side by side.
fn first<T>(
    (before, after): (&[T], &[T]),
    touched: &HashSet<&str>,
    key: impl Fn(&T) -> &str,
    same: impl Fn(&T, &T) -> bool,
) -> Option<String> {
    let mut rest = after.iter().filter(|record| !touched.contains(key(record)));
    for record in before.iter().filter(|record| !touched.contains(key(record))) {
        if !rest.next().is_some_and(|other| key(record) == key(other) && same(record, other)) {
            return Some(key(record).to_owned());
        }
    }
    rest.next().map(|record| key(record).to_owned())
}

/// Two models to compare.
pub(super) struct Both<'m> {
    pub(super) before: &'m Model,
    pub(super) after: &'m Model,
    /// Ids of the first model with those of the second.
    renamed: &'m [(String, String)],
    /// The ids of records that may differ.
    touched: HashSet<&'m str>,
}

impl<'m> Both<'m> {
    /// The models before and after a step, whose records may differ.
    pub(super) fn new(before: &'m Model, after: &'m Model, step: &'m Step) -> Self {
        // The id of a passage includes its demand.
        let ids = |done: &'m Done| std::iter::once(&*done.id).chain(done.id.rsplit_once('#').map(|(demand, _)| demand));
        let old = step.renamed.iter().map(|(old, _)| &**old);
        let touched = step.done.iter().flat_map(ids).chain(old).collect();
        Self { before, after, renamed: &step.renamed, touched }
    }

    /// The id of the first record that differs between the models or is in only one of them. Places in files and
    /// numbers do not count.
    pub(super) fn first_other(&self) -> Option<String> {
        let touched = &self.touched;
        let (before, after) = (self.before, self.after);
        let head =
            |model: &Model| [model.title(), model.description(), model.language()].map(|text| text.map(str::to_owned));
        if head(before) != head(after) {
            return Some("the title of the model".to_owned());
        }
        let articles = (before.articles(), after.articles());
        first(articles, touched, |article| &article.key, Both::articles)
            .or_else(|| first((before.actors(), after.actors()), touched, |actor| &actor.key, |a, b| self.actors(a, b)))
            .or_else(|| first((before.issues(), after.issues()), touched, |issue| &issue.key, Both::issues))
            .or_else(|| {
                first((before.demands(), after.demands()), touched, |demand| &demand.key, |a, b| self.demands(a, b))
            })
    }

    /// Whether `a` of the first model is `b` in the second.
    fn is(&self, a: &str, b: &str) -> bool {
        self.renamed.iter().find(|(old, _)| old == a).map_or(a, |(_, new)| new) == b
    }

    /// The demand of the first model that became this one.
    pub(super) fn demand_before(&self, id: DemandId) -> Option<DemandId> {
        let key = &*self.after.demand(id).key;
        let old = self.renamed.iter().find(|(_, new)| new == key).map_or(key, |(old, _)| old);
        if let Some(Record::Demand(id)) = self.before.find(old) { Some(id) } else { None }
    }

    /// Whether both passages have the same quote of the same article in the same context.
    pub(super) fn same_evidence(&self, a: PassageId, b: PassageId) -> bool {
        let (old, new) = (self.before.passage(a), self.after.passage(b));
        self.before.quote(a) == self.after.quote(b)
            && (&old.prefix, &old.suffix) == (&new.prefix, &new.suffix)
            && self.article(old.article, new.article)
    }

    fn article(&self, a: ArticleId, b: ArticleId) -> bool {
        self.is(&self.before.article(a).key, &self.after.article(b).key)
    }

    fn actor(&self, a: ActorId, b: ActorId) -> bool {
        self.is(&self.before.actor(a).key, &self.after.actor(b).key)
    }

    fn all_actors(&self, a: &[ActorId], b: &[ActorId]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.actor(*a, *b))
    }

    fn demand(&self, a: DemandId, b: DemandId) -> bool {
        self.is(&self.before.demand(a).key, &self.after.demand(b).key)
    }

    fn articles(a: &Article, b: &Article) -> bool {
        Article { origin: b.origin, ..a.clone() } == *b
    }

    fn actors(&self, a: &Actor, b: &Actor) -> bool {
        let Actor { key, name, kind, aliases, member_of, role, note, origin: _ } = a;
        (key, name, kind, aliases, role, note) == (&b.key, &b.name, &b.kind, &b.aliases, &b.role, &b.note)
            && self.all_actors(member_of, &b.member_of)
    }

    fn issues(a: &Issue, b: &Issue) -> bool {
        Issue { origin: b.origin, ..a.clone() } == *b
    }

    fn demands(&self, a: &Demand, b: &Demand) -> bool {
        fn plain(demand: &Demand) -> impl PartialEq + use<'_> {
            let numbers = [demand.position, demand.salience, demand.power];
            (&demand.text, demand.kind, numbers, demand.date, demand.status, &demand.note)
        }
        let relations = a.relations.len() == b.relations.len()
            && a.relations.iter().zip(&b.relations).all(|(a, b)| a.kind == b.kind && self.demand(a.to, b.to));
        let passages = a.passages().len() == b.passages().len()
            && a.passages().zip(b.passages()).all(|(a, b)| {
                self.before.quote(a) == self.after.quote(b)
                    && self.passages(self.before.passage(a), self.after.passage(b))
            });
        plain(a) == plain(b)
            && self.actor(a.actor, b.actor)
            && self.is(&self.before.issue(a.issue).key, &self.after.issue(b.issue).key)
            && self.all_actors(&a.addressees, &b.addressees)
            && relations
            && passages
    }

    fn passages(&self, a: &Passage, b: &Passage) -> bool {
        let Passage { article, quote: _, anchor, speaker, voice, prefix, suffix, note, origin: _, nearest: _ } = a;
        // If the article itself changed, the quote may have moved, as long as it is verified.
        let is_other_text = self.touched.contains(&*self.after.article(b.article).key);
        let same_place = *anchor == b.anchor || (is_other_text && b.anchor.verified().is_some());
        let speakers = match (speaker, &b.speaker) {
            (Some(a), Some(b)) => self.actor(*a, *b),
            (a, b) => a.is_none() && b.is_none(),
        };
        speakers
            && self.article(*article, b.article)
            && same_place
            && (voice, prefix, suffix, note) == (&b.voice, &b.prefix, &b.suffix, &b.note)
    }
}
