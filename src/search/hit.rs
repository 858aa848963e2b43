//! What a search returns.

use crate::model::{ActorId, ArticleId, IssueId, Model, PassageId, Subject, SubjectKind};
use crate::text::Span;

/// Which kinds a search returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// Every kind.
    #[default]
    All,
    /// One kind.
    Only(SubjectKind),
}

impl Scope {
    /// Whether hits of `kind` are returned.
    pub fn holds(self, kind: SubjectKind) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only == kind,
        }
    }
}

/// What a search returns of all that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchOptions {
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
    /// The article of a passage or sentence, or the article itself.
    pub article: Option<ArticleId>,
    /// Line in the article's text, from 1: of a sentence, and of a passage whose quote is verified.
    pub line: Option<u32>,
    /// Whether the quote of a passage is in its article, as a word of the format. None for other kinds.
    pub anchor: Option<&'static str>,
    /// The id: of a passage `DEMAND#n`, of a sentence its article's.
    pub id: String,
    /// The name of an actor or issue, the title of an article, the words of a demand (also for its passages).
    pub title: &'m str,
}

impl<'m> HitContext<'m> {
    /// What is shown beside a hit. O(log lines).
    pub fn of(subject: Subject, model: &'m Model) -> Self {
        let empty = HitContext {
            actor: None,
            issue: None,
            article: None,
            line: None,
            anchor: None,
            id: model.subject_key(subject),
            title: "",
        };
        match subject {
            Subject::Actor(id) => HitContext { actor: Some(id), title: &model.actor(id).name, ..empty },
            Subject::Issue(id) => HitContext { issue: Some(id), title: &model.issue(id).name, ..empty },
            Subject::Demand(id) => {
                let demand = model.demand(id);
                HitContext { actor: Some(demand.actor), issue: Some(demand.issue), title: &demand.text, ..empty }
            }
            Subject::Passage(id) => passage_context(model, id, empty),
            Subject::Article(id) => HitContext { article: Some(id), title: &model.article(id).title, ..empty },
            Subject::Words(id, span) => {
                let article = model.article(id);
                let line = Some(article.lines.line(span.start()));
                HitContext { article: Some(id), line, id: article.key.to_string(), title: &article.title, ..empty }
            }
        }
    }
}

fn passage_context<'m>(model: &'m Model, id: PassageId, empty: HitContext<'m>) -> HitContext<'m> {
    let passage = model.passage(id);
    let demand = model.demand(model.demand_of(id));
    let lines = &model.article(passage.article).lines;
    HitContext {
        actor: Some(demand.actor),
        issue: Some(demand.issue),
        article: Some(passage.article),
        line: passage.anchor.verified().map(|span| lines.line(span.start())),
        anchor: Some(passage.anchor.word()),
        title: &demand.text,
        ..empty
    }
}

/// What of a hit matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Its name or title.
    Name,
    /// This alias, as written.
    Alias(Box<str>),
    /// The question of an issue.
    Question,
    /// Its id.
    Id,
    /// Words as typed, or words that begin with them.
    Words,
    /// Words near the typed ones: (typed, found), folded, in the order of the query.
    Corrected(Box<[(Box<str>, Box<str>)]>),
    /// Only fields, and names of what it belongs to; nothing is marked.
    Fields,
    /// A pasted sentence is from it.
    Source,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub subject: Subject,
    /// The text that matched, as written: a name, an id, the words of a demand, a quote, a sentence.
    pub text: Box<str>,
    /// The matched parts of `text`: sorted, disjoint, on grapheme borders. Empty where only fields matched.
    pub marks: Vec<Span>,
    /// Higher is better; comparable only within one search.
    pub score: u32,
    /// What matched.
    pub why: Reason,
    /// Words of the query that it lacks, as typed, where nothing has all of them.
    pub missing: Box<[Box<str>]>,
}

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// The best hits, best first; equal ones by kind, then in file order.
    pub hits: Vec<Hit>,
    /// How many records match within the scope, including those beyond the limit.
    pub total: usize,
    /// How many of them are of each kind, in the order of [`SubjectKind::ALL`]. They add up to `total`.
    pub counts: [usize; 5],
    /// Whether more may match: for a phrase of frequent words not all texts are read.
    pub is_least: bool,
    /// Why nothing matches, as a sentence without a period; `None` where something does or nothing was asked.
    pub nothing: Option<Box<str>>,
    /// The sentences of a pasted text that are in no text of an article, nor nearly.
    pub unknown: Vec<Box<str>>,
}

impl Hit {
    /// The matched parts if `text` is a demand, quote or sentence; none if a name, a title or an id matched.
    pub fn marks_in_words(&self) -> &[Span] {
        match self.why {
            _ if matches!(self.subject, Subject::Actor(_) | Subject::Issue(_)) => &[],
            Reason::Words | Reason::Corrected(_) | Reason::Source => &self.marks,
            Reason::Name | Reason::Alias(_) | Reason::Question | Reason::Id | Reason::Fields => &[],
        }
    }
}

impl Hits {
    /// Whether what was found lacks words of the query.
    pub fn lacks_words(&self) -> bool {
        self.hits.iter().any(|hit| !hit.missing.is_empty())
    }

    /// How many records of `kind` match.
    pub fn count(&self, kind: SubjectKind) -> usize {
        self.counts[kind as usize]
    }
}
