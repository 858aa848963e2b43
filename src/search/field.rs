//! Fields of a query: `actor:putin`, `kind:offer`, `before:2025-08`.

use super::{Kind, Target};
use crate::model::{ActorId, Anchor, ArticleId, Date, Demand, DemandId, DemandKind, IssueId, Model, PassageId, Status};
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
    Is(Vec<Kind>),
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

/// Reads a field, or says what is wrong with it.
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
        "is" => listed(&name, value, Kind::ALL, Kind::word).map(Field::Is),
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
    let whole: Vec<T> = all.iter().copied().filter(|entry| word(*entry) == typed).collect();
    if !whole.is_empty() {
        return Ok(whole);
    }
    let begun: Vec<T> = all.iter().copied().filter(|entry| word(*entry).starts_with(&typed)).collect();
    if begun.is_empty() {
        let words: Vec<&str> = all.iter().map(|entry| word(*entry)).collect();
        return Err(format!("`{value}` is no `{name}:`; it may be {}", words.join(", ")));
    }
    Ok(begun)
}

fn actors(name: &str, value: &str, model: &Model) -> Result<Vec<ActorId>, String> {
    let found = named(value, model.actor_ids(), |id| {
        let actor = model.actor(id);
        (&*actor.key, std::iter::once(&*actor.name).chain(actor.aliases.iter().map(|alias| &**alias)))
    });
    if found.is_empty() { Err(format!("`{name}:` knows no actor `{value}`")) } else { Ok(found) }
}

fn issues(value: &str, model: &Model) -> Result<Vec<IssueId>, String> {
    let found = named(value, model.issue_ids(), |id| {
        let issue = model.issue(id);
        (&*issue.key, std::iter::once(&*issue.name))
    });
    if found.is_empty() { Err(format!("`issue:` knows no issue `{value}`")) } else { Ok(found) }
}

fn articles(value: &str, model: &Model) -> Result<Vec<ArticleId>, String> {
    let found = named(value, model.article_ids(), |id| {
        let article = model.article(id);
        (&*article.key, std::iter::once(&*article.title))
    });
    if found.is_empty() { Err(format!("`article:` knows no article `{value}`")) } else { Ok(found) }
}

/// The records whose key is `value`, else those one of whose names has a word from which on it reads like `value`,
/// or whose key begins so. In order.
fn named<'m, Id: Copy, Names: Iterator<Item = &'m str>>(
    value: &str,
    ids: impl Iterator<Item = Id>,
    names: impl Fn(Id) -> (&'m str, Names),
) -> Vec<Id> {
    let ids: Vec<Id> = ids.collect();
    let by_key: Vec<Id> = ids.iter().copied().filter(|id| names(*id).0 == value).collect();
    if !by_key.is_empty() {
        return by_key;
    }
    let folded = fold_for_search(value);
    let reads = |text: &str| begins_a_word(fold_for_search(text).text(), folded.text());
    ids.into_iter()
        .filter(|id| {
            let (key, mut names) = names(*id);
            key.starts_with(value) || names.any(reads)
        })
        .collect()
}

/// Whether `text` has a word at which it goes on like `start`.
pub(super) fn begins_a_word(text: &str, start: &str) -> bool {
    text.match_indices(start)
        .any(|(at, _)| text.get(..at).and_then(|before| before.chars().last()).is_none_or(|c| !c.is_alphanumeric()))
}

impl Field {
    /// Whether the record belongs to what the field asks for. What a record does not have never fits.
    ///
    /// A demand has the articles, speakers and anchors of its passages. A date counts as the last day it may mean;
    /// `before:` and `after:` leave out the days of their own value.
    pub fn fits(&self, target: Target, model: &Model) -> bool {
        match self {
            Self::Is(kinds) => kinds.contains(&target.kind()),
            Self::Actor(ids) => match target {
                Target::Actor(id) => ids.binary_search(&id).is_ok(),
                Target::Demand(_) | Target::Passage(_) => {
                    demand(target, model).is_some_and(|d| ids.binary_search(&d.actor).is_ok())
                }
                Target::Issue(_) | Target::Article(..) => false,
            },
            Self::Issue(ids) => match target {
                Target::Issue(id) => ids.binary_search(&id).is_ok(),
                Target::Demand(_) | Target::Passage(_) => {
                    demand(target, model).is_some_and(|d| ids.binary_search(&d.issue).is_ok())
                }
                Target::Actor(_) | Target::Article(..) => false,
            },
            Self::Kind(kinds) => demand(target, model).is_some_and(|d| kinds.contains(&d.kind)),
            Self::Status(all) => demand(target, model).is_some_and(|d| all.contains(&d.status)),
            Self::Article(ids) => match target {
                Target::Article(id, _) => ids.binary_search(&id).is_ok(),
                Target::Actor(_) | Target::Issue(_) | Target::Demand(_) | Target::Passage(_) => {
                    any_passage(target, model, |id| ids.binary_search(&model.passage(id).article).is_ok())
                }
            },
            Self::Speaker(ids) => any_passage(target, model, |id| ids.binary_search(&model.speaker(id)).is_ok()),
            Self::Anchor(words) => any_passage(target, model, |id| words.contains(&model.passage(id).anchor.word())),
            Self::Before(_) | Self::After(_) => self.fits_date(date_of(target, model)),
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
fn demand_id(target: Target, model: &Model) -> Option<DemandId> {
    match target {
        Target::Demand(id) => Some(id),
        Target::Passage(id) => Some(model.passage(id).demand),
        Target::Actor(_) | Target::Issue(_) | Target::Article(..) => None,
    }
}

fn demand(target: Target, model: &Model) -> Option<&Demand> {
    demand_id(target, model).map(|id| model.demand(id))
}

/// Whether the passage, or any passage of the demand, is so.
fn any_passage(target: Target, model: &Model, is_so: impl Fn(PassageId) -> bool) -> bool {
    match target {
        Target::Passage(id) => is_so(id),
        Target::Demand(id) => model.demand(id).passages().any(is_so),
        Target::Actor(_) | Target::Issue(_) | Target::Article(..) => false,
    }
}

fn date_of(target: Target, model: &Model) -> Option<Date> {
    match target {
        Target::Article(id, _) => model.article(id).date,
        Target::Actor(_) | Target::Issue(_) | Target::Demand(_) | Target::Passage(_) => {
            demand_id(target, model).and_then(|id| model.date_of(id))
        }
    }
}
