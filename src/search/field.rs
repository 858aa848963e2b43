//! Fields of a query: `actor:putin`, `kind:offer`, `before:2025-08`.

use super::words::fold_into;
use crate::model::{
    ActorId, Anchor, ArticleId, Date, Demand, DemandId, DemandKind, IssueId, Model, PassageId, Record, Status, Subject,
    SubjectKind,
};
use crate::text::fold_for_search;

/// A condition on what a hit belongs to. Lists hold every record or word that the value may mean; at least one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    Actor(Vec<ActorId>),
    Issue(Vec<IssueId>),
    Article(Vec<ArticleId>),
    Speaker(Vec<ActorId>),
    Kind(Vec<DemandKind>),
    Status(Vec<Status>),
    Anchor(Vec<&'static str>),
    Is(Vec<SubjectKind>),
    Before(Date),
    After(Date),
}

/// The names of the fields, in the order in which help lists them.
pub(super) const NAMES: &[&str] =
    &["actor", "issue", "kind", "status", "article", "anchor", "speaker", "before", "after", "is"];

/// Name and value, where `token` looks like a field: letters, a colon, and no web address behind.
pub(super) fn split(token: &str) -> Option<(&str, &str)> {
    let (name, value) = token.split_once(':')?;
    let looks = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && !value.starts_with("//");
    looks.then_some((name, value))
}

/// Whether `name` is a field.
pub(super) fn is_known(name: &str) -> bool {
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Reads a field, or says what is wrong with it. A value names the record of that id, else those of whose names one has
/// a word from which on it reads like the value, or whose id begins so; in order.
pub(super) fn read(name: &str, value: &str, model: &Model) -> Result<Field, String> {
    let name = name.to_ascii_lowercase();
    if is_known(&name) && value.is_empty() {
        return Err(format!("`{name}:` needs a value"));
    }
    match name.as_str() {
        "actor" => actors(&name, value, model).map(Field::Actor),
        "speaker" => actors(&name, value, model).map(Field::Speaker),
        "issue" => issues(value, model).map(Field::Issue),
        "article" => articles(value, model).map(Field::Article),
        "kind" => listed(&name, value, DemandKind::ALL, DemandKind::word).map(Field::Kind),
        "status" => listed(&name, value, Status::ALL, Status::word).map(Field::Status),
        "anchor" => listed(&name, value, Anchor::WORDS, |word| word).map(Field::Anchor),
        "is" => listed(&name, value, SubjectKind::ALL, SubjectKind::word).map(Field::Is),
        "before" => date(&name, value).map(Field::Before),
        "after" => date(&name, value).map(Field::After),
        _ => Err(format!("there is no field `{name}:`; the fields are {}", NAMES.join(", "))),
    }
}

fn date(name: &str, value: &str) -> Result<Date, String> {
    Date::parse(value).ok_or_else(|| format!("`{name}:` needs a date like 2025, 2025-08 or 2025-08-15"))
}

/// The words of a closed list that begin with `value`; only the word itself where it is one.
fn listed<T: Copy>(name: &str, value: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Result<Vec<T>, String> {
    let typed = value.to_ascii_lowercase();
    let whole: Vec<T> = all.iter().copied().filter(|record| word(*record) == typed).collect();
    if !whole.is_empty() {
        return Ok(whole);
    }
    let begun: Vec<T> = all.iter().copied().filter(|record| word(*record).starts_with(&typed)).collect();
    if begun.is_empty() {
        let words: Vec<&str> = all.iter().map(|record| word(*record)).collect();
        return Err(format!("`{value}` is no `{name}:`; it may be {}", words.join(", ")));
    }
    Ok(begun)
}

fn actors(name: &str, value: &str, model: &Model) -> Result<Vec<ActorId>, String> {
    if let Some(Record::Actor(id)) = model.find(value) {
        return Ok(vec![id]);
    }
    let mut reads = Reads::new(value);
    let found = model.actor_ids().filter(|id| {
        let actor = model.actor(*id);
        let mut names = std::iter::once(&actor.name).chain(&actor.aliases);
        actor.key.starts_with(value) || names.any(|name| reads.of(name))
    });
    some(found.collect(), || format!("`{name}:` knows no actor `{value}`"))
}

fn issues(value: &str, model: &Model) -> Result<Vec<IssueId>, String> {
    if let Some(Record::Issue(id)) = model.find(value) {
        return Ok(vec![id]);
    }
    let mut reads = Reads::new(value);
    let found = model.issue_ids().filter(|id| {
        let issue = model.issue(*id);
        issue.key.starts_with(value) || reads.of(&issue.name)
    });
    some(found.collect(), || format!("`issue:` knows no issue `{value}`"))
}

fn articles(value: &str, model: &Model) -> Result<Vec<ArticleId>, String> {
    if let Some(Record::Article(id)) = model.find(value) {
        return Ok(vec![id]);
    }
    let mut reads = Reads::new(value);
    let found = model.article_ids().filter(|id| {
        let article = model.article(*id);
        article.key.starts_with(value) || reads.of(&article.title)
    });
    some(found.collect(), || format!("`article:` knows no article `{value}`"))
}

fn some<T>(found: Vec<T>, otherwise: impl Fn() -> String) -> Result<Vec<T>, String> {
    if found.is_empty() { Err(otherwise()) } else { Ok(found) }
}

/// Whether names have a word from which on they read like what is typed.
pub(super) struct Reads {
    typed: String,
    folded: String,
}

impl Reads {
    /// Takes what is typed.
    pub fn new(typed: &str) -> Self {
        Self { typed: fold_for_search(typed).text().to_owned(), folded: String::new() }
    }

    /// Whether `name` reads so.
    pub fn of(&mut self, name: &str) -> bool {
        fold_into(name, &mut self.folded);
        begins_a_word(&self.folded, &self.typed)
    }
}

/// Whether `text` has a word at which it goes on like `start`.
fn begins_a_word(text: &str, start: &str) -> bool {
    text.match_indices(start)
        .any(|(at, _)| text.get(..at).and_then(|before| before.chars().last()).is_none_or(|c| !c.is_alphanumeric()))
}

impl Field {
    /// Whether the record belongs to what the field asks for. What a record does not have never fits.
    ///
    /// A demand has the articles, speakers and anchors of its passages. A date counts as the last day it may mean;
    /// `before:` and `after:` leave out the days of their own value.
    pub fn fits(&self, subject: Subject, model: &Model) -> bool {
        match self {
            Self::Is(kinds) => kinds.contains(&subject.kind()),
            Self::Actor(ids) => match subject {
                Subject::Actor(id) => ids.binary_search(&id).is_ok(),
                Subject::Demand(_) | Subject::Passage(_) => {
                    demand(subject, model).is_some_and(|d| ids.binary_search(&d.actor).is_ok())
                }
                Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => false,
            },
            Self::Issue(ids) => match subject {
                Subject::Issue(id) => ids.binary_search(&id).is_ok(),
                Subject::Demand(_) | Subject::Passage(_) => {
                    demand(subject, model).is_some_and(|d| ids.binary_search(&d.issue).is_ok())
                }
                Subject::Actor(_) | Subject::Article(_) | Subject::Words(..) => false,
            },
            Self::Kind(kinds) => demand(subject, model).is_some_and(|d| kinds.contains(&d.kind)),
            Self::Status(all) => demand(subject, model).is_some_and(|d| all.contains(&d.status)),
            Self::Article(ids) => match subject {
                Subject::Article(id) | Subject::Words(id, _) => ids.binary_search(&id).is_ok(),
                Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Passage(_) => {
                    any_passage(subject, model, |id| ids.binary_search(&model.passage(id).article).is_ok())
                }
            },
            Self::Speaker(ids) => any_passage(subject, model, |id| ids.binary_search(&model.speaker(id)).is_ok()),
            Self::Anchor(words) => any_passage(subject, model, |id| words.contains(&model.passage(id).anchor.word())),
            Self::Before(_) | Self::After(_) => self.fits_date(date_of(subject, model)),
        }
    }

    /// Whether a record of this date fits `before:` or `after:`; no date fits, and none fits another field.
    pub fn fits_date(&self, date: Option<Date>) -> bool {
        match (self, date) {
            (Self::Before(day), Some(date)) => date.last_day() < day.first_day(),
            (Self::After(day), Some(date)) => date.last_day() > day.last_day(),
            _ => false,
        }
    }
}

/// The demand of a demand or passage.
fn demand_id(subject: Subject, model: &Model) -> Option<DemandId> {
    match subject {
        Subject::Demand(id) => Some(id),
        Subject::Passage(id) => Some(model.demand_of(id)),
        Subject::Actor(_) | Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => None,
    }
}

fn demand(subject: Subject, model: &Model) -> Option<&Demand> {
    demand_id(subject, model).map(|id| model.demand(id))
}

/// Whether the passage, or any passage of the demand, is so.
fn any_passage(subject: Subject, model: &Model, is_so: impl Fn(PassageId) -> bool) -> bool {
    match subject {
        Subject::Passage(id) => is_so(id),
        Subject::Demand(id) => model.demand(id).passages().any(is_so),
        Subject::Actor(_) | Subject::Issue(_) | Subject::Article(_) | Subject::Words(..) => false,
    }
}

fn date_of(subject: Subject, model: &Model) -> Option<Date> {
    match subject {
        Subject::Article(id) | Subject::Words(id, _) => model.article(id).date,
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Passage(_) => {
            demand_id(subject, model).and_then(|id| model.date_of(id))
        }
    }
}
