//! The only way to make models and ids.

use super::side::{self, Belonging};
use super::world::{Actor, Issue, Model, ReceivedRelation};
use super::{
    ActorId, Anchor, Article, ArticleId, Demand, DemandId, IssueId, Nearest, Passage, PassageId, Record, Relation,
    RelationKind,
};
use crate::text::LineIndex;

/// Takes records in the order of the files and builds the model.
///
/// Every id in a record must point to a record that exists by [`Builder::finish`], and keys must be unique over all
/// kinds. The loader checks both and reports violations; the builder relies on them.
#[derive(Debug, Default)]
pub struct Builder {
    model: Model,
}

impl Builder {
    /// Sets the title, description and language of the model.
    pub fn head(&mut self, title: Option<Box<str>>, description: Option<Box<str>>, language: Option<Box<str>>) {
        (self.model.title, self.model.description, self.model.language) = (title, description, language);
    }

    /// Adds an article.
    pub fn article(&mut self, article: Article) -> ArticleId {
        self.model.articles.push(article);
        ArticleId::new(self.model.articles.len() - 1)
    }

    /// Adds an actor.
    pub fn actor(&mut self, actor: Actor) -> ActorId {
        self.model.actors.push(actor);
        ActorId::new(self.model.actors.len() - 1)
    }

    /// Adds an issue.
    pub fn issue(&mut self, issue: Issue) -> IssueId {
        self.model.issues.push(issue);
        IssueId::new(self.model.issues.len() - 1)
    }

    /// Adds a demand with its passages, in order.
    pub fn demand(&mut self, mut demand: Demand, passages: impl IntoIterator<Item = Passage>) -> DemandId {
        let id = DemandId::new(self.model.demands.len());
        let start = PassageId::new(self.model.passages.len()).0;
        demand.passages = start..start;
        self.model.demands.push(demand);
        for passage in passages {
            self.passage(passage);
        }
        id
    }

    /// Adds a passage to the last demand; there must be one.
    pub fn passage(&mut self, passage: Passage) -> PassageId {
        let id = PassageId::new(self.model.passages.len());
        let Some(last) = self.model.demands.last_mut() else { unreachable!("a passage is added to the last demand") };
        last.passages.end += 1;
        self.model.demand_of.push(DemandId::new(self.model.demands.len() - 1));
        self.model.passages.push(passage);
        id
    }

    /// Sets the relations that a demand states.
    pub fn relate(&mut self, id: DemandId, relations: Box<[Relation]>) {
        self.model.demands[id.index()].relations = relations;
    }

    /// Sets where the quote of a passage is. Keeps its words unless they are exactly the article's.
    pub fn anchor(&mut self, id: PassageId, anchor: Anchor, quote: &str) {
        let passage = &mut self.model.passages[id.index()];
        passage.quote = (!matches!(anchor, Anchor::Exact(_))).then(|| quote.into());
        passage.anchor = anchor;
    }

    /// Sets the words most like a quote that is not in its article.
    pub fn nearest(&mut self, id: PassageId, nearest: Nearest) {
        self.model.passages[id.index()].nearest = Some(Box::new(nearest));
    }

    /// The records added so far. Questions across records are not answered before [`Builder::finish`].
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Builds the model: sorts the ids, indexes relations by their target, places every passage in its article. O(n log
    /// n) in the records.
    pub fn finish(self) -> Model {
        let mut model = self.model;
        let records = model.actor_ids().map(Record::Actor);
        let records = records.chain(model.issue_ids().map(Record::Issue)).chain(model.demand_ids().map(Record::Demand));
        let mut records: Vec<Record> = records.chain(model.article_ids().map(Record::Article)).collect();
        records.sort_by(|a, b| model.key(*a).cmp(model.key(*b)));
        model.records = records;
        link_demands(&mut model);
        link_actors(&mut model);
        link_passages(&mut model);
        model
    }
}

impl Model {
    /// A copy with only the demands for which `is_kept` holds, and the relations among them. Actors, issues and
    /// articles keep their ids; demands and passages get new ones in the same order.
    #[must_use]
    pub fn keeping(&self, is_kept: impl Fn(DemandId) -> bool) -> Self {
        let kept: Vec<DemandId> = self.demand_ids().filter(|id| is_kept(*id)).collect();
        let mut builder = Builder::default();
        builder.head(self.title.clone(), self.description.clone(), self.language.clone());
        builder.model.articles.clone_from(&self.articles);
        builder.model.actors.clone_from(&self.actors);
        builder.model.issues.clone_from(&self.issues);
        let moved = |relation: &Relation| {
            let to = DemandId::new(kept.binary_search(&relation.to).ok()?);
            Some(Relation { kind: relation.kind, to })
        };
        for demand in kept.iter().map(|id| self.demand(*id)) {
            let relations = demand.relations.iter().filter_map(moved).collect();
            let passages = demand.passages().map(|id| self.passage(id).clone());
            builder.demand(Demand { relations, ..demand.clone() }, passages);
        }
        builder.finish()
    }
}

fn link_demands(model: &mut Model) {
    model.demands_of = vec![Vec::new(); model.actors.len()];
    model.demands_on = vec![Vec::new(); model.issues.len()];
    model.superseded = vec![false; model.demands.len()];
    for (index, demand) in model.demands.iter().enumerate() {
        let id = DemandId::new(index);
        model.demands_of[demand.actor.index()].push(id);
        model.demands_on[demand.issue.index()].push(id);
        for asked in &demand.addressees {
            let demands = model.asked_of.entry(*asked).or_default();
            // An addressee named twice is asked once.
            if demands.last() != Some(&id) {
                demands.push(id);
            }
        }
        for Relation { kind, to } in &demand.relations {
            model.related_to.push(ReceivedRelation { to: *to, kind: *kind, by: id });
            if *kind == RelationKind::Supersedes {
                model.superseded[to.index()] = true;
            }
        }
    }
    model.related_to.sort_unstable();
}

fn link_actors(model: &mut Model) {
    model.members_of = vec![Vec::new(); model.actors.len()];
    for (index, actor) in model.actors.iter().enumerate() {
        for group in &actor.member_of {
            model.members_of[group.index()].push(ActorId::new(index));
        }
    }
    let belongings = model.actors.iter().map(|actor| {
        let (name, kind, group) = (&*actor.name, actor.kind, actor.member_of.first().copied());
        Belonging { name, kind, group }
    });
    let belongings: Vec<Belonging<'_>> = belongings.collect();
    model.sides = side::sides(&belongings);
    model.short_names = super::short_name::short_names(&model.actors);
}

fn link_passages(model: &mut Model) {
    model.placed_in = vec![Vec::new(); model.articles.len()];
    model.quoted_from = vec![Vec::new(); model.articles.len()];
    for (index, passage) in model.passages.iter().enumerate() {
        let id = PassageId::new(index);
        model.quoted_from[passage.article.index()].push(id);
        model.placed_in[passage.article.index()].extend(passage.anchor.places().iter().map(|span| (*span, id)));
        model.verified += usize::from(passage.anchor.verified().is_some());
        model.adapted += usize::from(matches!(passage.anchor, Anchor::Adapted(_)));
    }
    for places in &mut model.placed_in {
        places.sort_unstable();
    }
}

impl Article {
    /// An article with only an id, a title and, if any, a text.
    pub fn bare(key: &str, title: &str, text: Option<&str>) -> Self {
        Self {
            key: key.into(),
            title: title.into(),
            file: None,
            lines: LineIndex::new(text.unwrap_or("")),
            text: text.map(Into::into),
            date: None,
            publisher: None,
            author: None,
            url: None,
            language: None,
            sha256: None,
            note: None,
            origin: super::Origin::default(),
        }
    }
}

impl Demand {
    /// A demand without passages yet; [`Builder::demand`] gives it its own.
    pub fn bare(key: &str, actor: ActorId, issue: IssueId, text: &str) -> Self {
        Self {
            key: key.into(),
            actor,
            issue,
            text: text.into(),
            kind: super::DemandKind::Demand,
            position: None,
            salience: None,
            power: None,
            addressees: Box::default(),
            date: None,
            status: super::Status::Held,
            relations: Box::default(),
            note: None,
            passages: 0..0,
            origin: super::Origin::default(),
        }
    }
}
