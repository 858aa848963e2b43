//! Small models for the tests of this room.

use crate::model::sample;
use crate::model::{
    Actor, ActorId, ActorKind, Article, ArticleId, Builder, Date, Demand, DemandId, Issue, IssueId, Model, Origin,
    Passage, Point, Relation, RelationKind, Status,
};

/// Collects actors, issues on a scale from 0 to 100, and demands; ids are what the tests call them.
pub struct Sample {
    actors: Vec<Actor>,
    issues: Vec<Issue>,
    demands: Vec<Demand>,
    /// The article of each demand's passage.
    articles: Vec<Option<usize>>,
}

impl Sample {
    /// Actors of these ids, and issues `i0`, `i1`, ….
    pub fn new(actors: &[&str], issue_count: usize) -> Self {
        let actors = actors.iter().map(actor).collect();
        Self { actors, issues: (0..issue_count).map(issue).collect(), demands: Vec::new(), articles: Vec::new() }
    }

    /// Makes one actor a member of another.
    pub fn member(&mut self, member: &str, of: &str) {
        let of = self.actor(of);
        let member = self.actor(member).index();
        let mut groups = self.actors[member].member_of.to_vec();
        groups.push(of);
        self.actors[member].member_of = groups.into();
    }

    /// Takes an issue's scale away.
    pub fn without_scale(&mut self, issue: usize) {
        self.issues[issue].scale = Box::default();
    }

    /// Gives an issue a name and a group.
    pub fn name_issue(&mut self, issue: usize, name: &str, group: &str) {
        (self.issues[issue].name, self.issues[issue].group) = (name.into(), Some(group.into()));
    }

    /// A demand of an actor on an issue, to be completed by the caller; its id is its number.
    pub fn demand(&mut self, actor: &str, issue: usize, position: Option<f64>) -> &mut Demand {
        let key = self.demands.len().to_string();
        let mut demand = Demand::bare(&key, self.actor(actor), IssueId::new(issue), "text");
        demand.position = position;
        self.demands.push(demand);
        self.articles.push(None);
        self.demands.last_mut().unwrap()
    }

    /// Gives the last demand a passage in an article.
    pub fn quoted_from(&mut self, article: Option<usize>) {
        *self.articles.last_mut().unwrap() = article;
    }

    /// Lets one demand state a relation to another, by their numbers.
    pub fn relate(&mut self, from: usize, kind: RelationKind, to: usize) {
        let mut relations = self.demands[from].relations.to_vec();
        relations.push(Relation { kind, to: DemandId::new(to) });
        self.demands[from].relations = relations.into();
    }

    /// The model of it.
    pub fn finish(self) -> Model {
        let mut builder = Builder::default();
        for actor in self.actors {
            builder.actor(actor);
        }
        for issue in self.issues {
            builder.issue(issue);
        }
        let count = self.articles.iter().flatten().max().map_or(0, |last| last + 1);
        for number in 0..count {
            builder.article(Article::bare(&format!("t{number}"), "Text", None));
        }
        for (demand, article) in self.demands.into_iter().zip(self.articles) {
            builder.demand(demand, article.map(passage));
        }
        builder.finish()
    }

    /// The first actors of a model, by number.
    pub fn actors<const N: usize>(model: &Model) -> [ActorId; N] {
        assert!(N <= model.actors().len());
        std::array::from_fn(ActorId::new)
    }

    fn actor(&self, key: &str) -> ActorId {
        ActorId::new(self.actors.iter().position(|actor| &*actor.key == key).unwrap())
    }
}

/// A day of the year 2025.
pub fn day(month: u8, day: u8) -> Option<Date> {
    let date = Date::new(2025, Some(month), Some(day));
    assert!(date.is_some(), "{month}-{day}");
    date
}

/// Every status, and whether a demand with it still counts.
pub const STATUSES: &[(Status, bool)] = &[
    (Status::Held, true),
    (Status::Hardened, true),
    (Status::Softened, true),
    (Status::Met, true),
    (Status::Withdrawn, false),
    (Status::Rejected, false),
];

fn actor(key: &&str) -> Actor {
    Actor {
        key: (*key).into(),
        name: (*key).into(),
        kind: ActorKind::Organization,
        aliases: Box::default(),
        member_of: Box::default(),
        role: None,
        note: None,
        origin: Origin::default(),
    }
}

fn passage(article: usize) -> Passage {
    Passage { article: ArticleId::new(article), quote: Some("words".into()), ..sample::passage() }
}

fn issue(number: usize) -> Issue {
    let point = |at, label: &str| Point { at, label: label.into() };
    Issue {
        key: format!("i{number}").into(),
        name: format!("Issue {number}").into(),
        question: None,
        group: None,
        scale: [point(0.0, "none"), point(50.0, "half"), point(100.0, "full")].into(),
        note: None,
        origin: Origin::default(),
    }
}
