//! What a search gives back.

use crate::model::{ActorId, ArticleId, IssueId, Model, PassageId, Subject, SubjectKind};
use crate::text::Span;

/// Which kinds a search may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// Every kind.
    #[default]
    All,
    /// One kind.
    Only(SubjectKind),
}

impl Scope {
    /// Whether hits of `kind` are wanted.
    pub fn holds(self, kind: SubjectKind) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only == kind,
        }
    }
}

/// What a caller wants of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Which kinds.
    pub scope: Scope,
    /// How many hits at most; all are counted.
    pub limit: usize,
}

/// Where a hit belongs, for display and JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitContext<'m> {
    /// The actor itself, or whose demand it is. None for issues and articles.
    pub actor: Option<ActorId>,
    /// The issue itself, or what the demand is about. None for actors and articles.
    pub issue: Option<IssueId>,
    /// The article of a passage or of an article's sentence.
    pub article: Option<ArticleId>,
    /// Line in the article's text, from 1: of a sentence, and of a passage whose quote is verified.
    pub line: Option<u32>,
    /// How a passage's quote stands to its article, in the format's words. None for other kinds.
    pub anchor: Option<&'static str>,
    /// The id: of a passage `DEMAND#n`, of a sentence its article's.
    pub id: String,
    /// The name of an actor or issue, the title of an article, the words of a demand (also for its passages).
    pub title: &'m str,
}

impl<'m> HitContext<'m> {
    /// What a caller shows beside a hit. Absent is `None`, never a stand-in. O(log lines).
    pub fn of(subject: Subject, model: &'m Model) -> Self {
        let none = HitContext {
            actor: None,
            issue: None,
            article: None,
            line: None,
            anchor: None,
            id: String::new(),
            title: "",
        };
        match subject {
            Subject::Actor(id) => {
                let actor = model.actor(id);
                HitContext { actor: Some(id), id: actor.key.to_string(), title: &actor.name, ..none }
            }
            Subject::Issue(id) => {
                let issue = model.issue(id);
                HitContext { issue: Some(id), id: issue.key.to_string(), title: &issue.name, ..none }
            }
            Subject::Demand(id) => {
                let demand = model.demand(id);
                let (actor, issue) = (Some(demand.actor), Some(demand.issue));
                HitContext { actor, issue, id: demand.key.to_string(), title: &demand.text, ..none }
            }
            Subject::Passage(id) => passage_context(model, id),
            Subject::Article(id) => {
                let article = model.article(id);
                HitContext { article: Some(id), id: article.key.to_string(), title: &article.title, ..none }
            }
            Subject::Words(id, span) => {
                let article = model.article(id);
                let line = Some(article.lines.line(span.start()));
                HitContext { article: Some(id), line, id: article.key.to_string(), title: &article.title, ..none }
            }
        }
    }
}

fn passage_context(model: &Model, id: PassageId) -> HitContext<'_> {
    let passage = model.passage(id);
    let demand = model.demand(model.demand_of(id));
    let lines = &model.article(passage.article).lines;
    HitContext {
        actor: Some(demand.actor),
        issue: Some(demand.issue),
        article: Some(passage.article),
        line: passage.anchor.verified().map(|span| lines.line(span.start())),
        anchor: Some(passage.anchor.word()),
        id: model.passage_key(id),
        title: &demand.text,
    }
}

/// How a hit came to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// By its name or title.
    Name,
    /// By this other name, as written.
    Alias(Box<str>),
    /// By an issue's question.
    Question,
    /// By its id.
    Id,
    /// By words as typed, or words that begin with them.
    Words,
    /// By words close to the typed ones: (typed, found), folded, in the order of the query.
    Corrected(Box<[(Box<str>, Box<str>)]>),
    /// By fields of the query alone; nothing is marked.
    Fields,
}

/// One found record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub subject: Subject,
    /// The text that matched, as written: a name, an id, a demand's words, a quote, a sentence.
    pub text: Box<str>,
    /// The matched pieces of `text`: sorted, disjoint, on grapheme borders. Empty where only fields matched.
    pub marks: Vec<Span>,
    /// How good it is; higher is better, comparable only within one search.
    pub score: u32,
    /// How it matched.
    pub why: Reason,
}

/// What a search gives: the best hits in order, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// The best hits, best first; equal ones by kind, then in the order of the files.
    pub hits: Vec<Hit>,
    /// How many records match within the scope, also those beyond the limit.
    pub total: usize,
    /// How many of them are of each kind, in the order of [`SubjectKind::ALL`]. They add up to `total`.
    pub counts: [usize; 5],
    /// Whether more may match: of a phrase of frequent words no more texts are read than are needed.
    pub is_least: bool,
}

impl Hit {
    /// The matched pieces of the words that the subject stands for; none where a name, a title or an id matched.
    pub fn marks_in_words(&self) -> &[Span] {
        match self.why {
            Reason::Words | Reason::Corrected(_) => &self.marks,
            Reason::Name | Reason::Alias(_) | Reason::Question | Reason::Id | Reason::Fields => &[],
        }
    }
}

impl Hits {
    /// How many records of `kind` match.
    pub fn count(&self, kind: SubjectKind) -> usize {
        self.counts.get(kind as usize).copied().unwrap_or(0)
    }
}
