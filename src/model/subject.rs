//! What a reader points at: a record, one passage of a demand, a piece of an article's text.

use super::{ActorId, ArticleId, DemandId, IssueId, Model, PassageId, Record, vocabulary};
use crate::text::Span;

/// One thing of a model: what is under the cursor, what a search found, where a link leads, what an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An actor.
    Actor(ActorId),
    /// An issue.
    Issue(IssueId),
    /// A demand.
    Demand(DemandId),
    /// A passage of a demand.
    Passage(PassageId),
    /// An article as a whole.
    Article(ArticleId),
    /// A piece of an article's text: a sentence, a line, a selection.
    Words(ArticleId, Span),
}

vocabulary! {
    /// What kind of subject it is. Words count as their article.
    pub enum SubjectKind {
        /// An actor.
        Actor = "actor",
        /// An issue.
        Issue = "issue",
        /// A demand.
        Demand = "demand",
        /// A passage.
        Passage = "passage",
        /// An article or words of it.
        Article = "article",
    }
}

impl Subject {
    /// Its kind.
    pub fn kind(self) -> SubjectKind {
        match self {
            Self::Actor(_) => SubjectKind::Actor,
            Self::Issue(_) => SubjectKind::Issue,
            Self::Demand(_) => SubjectKind::Demand,
            Self::Passage(_) => SubjectKind::Passage,
            Self::Article(_) | Self::Words(..) => SubjectKind::Article,
        }
    }

    /// The record itself; `None` for a passage and for words, which have no id of their own in the file.
    pub fn record(self) -> Option<Record> {
        match self {
            Self::Actor(id) => Some(Record::Actor(id)),
            Self::Issue(id) => Some(Record::Issue(id)),
            Self::Demand(id) => Some(Record::Demand(id)),
            Self::Article(id) => Some(Record::Article(id)),
            Self::Passage(_) | Self::Words(..) => None,
        }
    }
}

impl From<Record> for Subject {
    fn from(record: Record) -> Self {
        match record {
            Record::Actor(id) => Self::Actor(id),
            Record::Issue(id) => Self::Issue(id),
            Record::Demand(id) => Self::Demand(id),
            Record::Article(id) => Self::Article(id),
        }
    }
}

impl Model {
    /// What `key` names: `ID` a record, `DEMAND#n` a passage (n from 1), `ARTICLE:LINE` a line of a text (from 1) with
    /// its end. `None` if it names nothing.
    ///
    /// Tried as a whole id first, since ids may hold `#` and `:`, then split at its last mark. O(log records).
    pub fn subject(&self, key: &str) -> Option<Subject> {
        if let Some(record) = self.find(key) {
            return Some(record.into());
        }
        let at = key.rfind(['#', ':'])?;
        let (key, rest) = key.split_at_checked(at)?;
        let digits = rest.get(1..)?;
        let number: usize = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        match (self.find(key)?, rest.starts_with('#')) {
            (Record::Demand(id), true) => self.demand(id).passages().nth(number.checked_sub(1)?).map(Subject::Passage),
            (Record::Article(id), false) => {
                self.article(id).text.as_ref()?;
                let lines = &self.article(id).lines;
                lines.span(number).filter(|_| number <= lines.last()).map(|line| Subject::Words(id, line))
            }
            (Record::Actor(_) | Record::Issue(_) | Record::Demand(_) | Record::Article(_), _) => None,
        }
    }

    /// The inverse of [`Model::subject`]: the id, `DEMAND#n`, or `ARTICLE:LINE` of the line where words begin. O(log
    /// lines).
    pub fn subject_key(&self, subject: Subject) -> String {
        match subject {
            Subject::Actor(id) => self.actor(id).key.to_string(),
            Subject::Issue(id) => self.issue(id).key.to_string(),
            Subject::Demand(id) => self.demand(id).key.to_string(),
            Subject::Article(id) => self.article(id).key.to_string(),
            Subject::Passage(id) => self.passage_key(id),
            Subject::Words(id, span) => {
                let article = self.article(id);
                format!("{}:{}", article.key, article.lines.line(span.start()))
            }
        }
    }
}
#[cfg(test)]
mod tests {
    use super::Subject;
    use crate::model::sample;
    use crate::model::{
        Actor, ActorId, ActorKind, Anchor, Article, ArticleId, Builder, Demand, DemandId, Issue, IssueId, Model,
        Origin, Passage, PassageId, Record,
    };
    use crate::text::Span;

    fn model() -> Model {
        let mut builder = Builder::default();
        for (key, text) in [("a", Some("one\ntwo")), ("a:1", None), ("b", Some("one\n\n"))] {
            builder.article(article(key, text));
        }
        let (origin, name) = (Origin::default(), "x".into());
        let (role, note, aliases, member_of) = (None, None, Box::default(), Box::default());
        builder.actor(Actor { key: "p".into(), name, kind: ActorKind::Person, aliases, member_of, role, note, origin });
        let (question, group, note, scale) = (None, None, None, Box::default());
        builder.issue(Issue { key: "i".into(), name: "i".into(), question, group, scale, note, origin });
        for key in ["d", "d#2"] {
            builder.demand(Demand::bare(key, ActorId::new(0), IssueId::new(0), "t"), [passage(), passage()]);
        }
        builder.finish()
    }

    fn article(key: &str, text: Option<&str>) -> Article {
        Article::bare(key, key, text)
    }

    fn passage() -> Passage {
        Passage { quote: Some("q".into()), anchor: Anchor::Orphan, ..sample::passage() }
    }

    #[test]
    fn an_address_is_a_whole_id_before_it_is_split() {
        let model = model();
        let record = |record: Record| Some(Subject::from(record));
        for (address, expected) in [
            ("p", record(Record::Actor(ActorId::new(0)))),
            ("d#1", Some(Subject::Passage(PassageId::new(0)))),
            ("d#2", record(Record::Demand(DemandId::new(1)))),
            ("d#2#2", Some(Subject::Passage(PassageId::new(3)))),
            ("a:1", record(Record::Article(ArticleId::new(1)))),
            ("a:2", Some(Subject::Words(ArticleId::new(0), Span::new(4, 7)))),
            ("a:3", None),
            ("b:2", Some(Subject::Words(ArticleId::new(2), Span::new(4, 5)))),
            ("b:3", None),
            ("a:0", None),
            ("a:+2", None),
            ("a:1:1", None),
            ("d#0", None),
            ("d#3", None),
            ("d:1", None),
            ("a#1", None),
            ("i:", None),
            ("", None),
        ] {
            assert_eq!(model.subject(address), expected, "{address}");
        }
    }
}
