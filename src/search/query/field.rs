//! Fields of a query: `actor:putin`, `kind:offer`, `before:2025-08`.

use crate::model::{
    ActorId, Anchor, ArticleId, Date, Demand, DemandId, DemandKind, IssueId, Model, PassageId, Record, Status, Subject,
    SubjectKind, Voice,
};
use crate::search::analysis::distance::{letters, prefix_distance};
use crate::search::analysis::words::fold_into;
use crate::text::fold_for_search;

/// A condition on the record a text belongs to. Lists hold everything that the value may mean, at least one.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldFilter {
    Actor(Vec<ActorId>),
    Issue(Vec<IssueId>),
    Article(Vec<ArticleId>),
    Speaker(Vec<ActorId>),
    Addressee(Vec<ActorId>),
    Voice(Vec<Saying>),
    Kind(Vec<DemandKind>),
    Status(Vec<Status>),
    Anchor(Vec<&'static str>),
    Is(Vec<SubjectKind>),
    Before(Date),
    After(Date),
}

/// How the words of a passage are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    In(Voice),
    /// By somebody else than the demand's actor.
    ByOther,
}

/// The values of `voice:`, and as they are completed: the words of the format, and those that screens show.
pub const SAYINGS: &[(&str, &str, Saying)] = &[
    ("quoted", "quoted", Saying::In(Voice::Quoted)),
    ("reported", "reported", Saying::In(Voice::Reported)),
    ("inferred", "inferred", Saying::In(Voice::Inferred)),
    ("coder's reading", "inferred", Saying::In(Voice::Inferred)),
    ("other speaker", "\"other speaker\"", Saying::ByOther),
];

/// The names of the fields, in the order of the help.
pub const FIELD_NAMES: &[&str] = &[
    "actor",
    "issue",
    "kind",
    "status",
    "article",
    "anchor",
    "speaker",
    "voice",
    "addressee",
    "before",
    "after",
    "is",
];

/// Name and value of what looks like a field: letters, a colon, and not a web address.
pub fn split(token: &str) -> Option<(&str, &str)> {
    let (name, value) = token.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some((name, value))
}

/// Whether `name` is a field.
pub fn is_known(name: &str) -> bool {
    FIELD_NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Parses a field; the error says what is wrong. A value names the record with that id, else all whose id begins with
/// it or whose name has it from the start of a word on, in order.
pub fn parse(name: &str, value: &str, model: &Model) -> Result<FieldFilter, String> {
    let name = name.to_ascii_lowercase();
    if is_known(&name) && value.is_empty() {
        return Err(format!("`{name}:` needs a value"));
    }
    match name.as_str() {
        "actor" => actors(&name, value, model).map(FieldFilter::Actor),
        "speaker" => actors(&name, value, model).map(FieldFilter::Speaker),
        "addressee" => actors(&name, value, model).map(FieldFilter::Addressee),
        "voice" => listed(&name, &value.replace('’', "'"), SAYINGS, |(word, ..)| word)
            .map(|found| FieldFilter::Voice(found.into_iter().map(|(.., saying)| saying).collect())),
        "issue" => issues(value, model).map(FieldFilter::Issue),
        "article" => articles(value, model).map(FieldFilter::Article),
        "kind" => listed(&name, value, DemandKind::ALL, DemandKind::word).map(FieldFilter::Kind),
        "status" => listed(&name, value, Status::ALL, Status::word).map(FieldFilter::Status),
        "anchor" => listed(&name, value, Anchor::WORDS, |word| word).map(FieldFilter::Anchor),
        "is" => listed(&name, value, SubjectKind::ALL, SubjectKind::word).map(FieldFilter::Is),
        "before" => date(&name, value).map(FieldFilter::Before),
        "after" => date(&name, value).map(FieldFilter::After),
        _ => {
            let hint = did_you_mean(&name, FIELD_NAMES.iter().map(|known| (*known, *known)));
            Err(format!("there is no field `{name}:`{hint}; the fields are {}", FIELD_NAMES.join(", ")))
        }
    }
}

fn date(name: &str, value: &str) -> Result<Date, String> {
    Date::parse(value).ok_or_else(|| format!("`{name}:` needs a date like 2025, 2025-08 or 2025-08-15"))
}

/// The words of a closed list that begin with `value`, or only the word that equals it.
fn listed<T: Copy>(name: &str, value: &str, all: &[T], word: impl Fn(T) -> &'static str) -> Result<Vec<T>, String> {
    let typed = value.to_ascii_lowercase();
    if let Some(equal) = all.iter().copied().find(|one| word(*one) == typed) {
        return Ok(vec![equal]);
    }
    let found: Vec<T> = all.iter().copied().filter(|one| word(*one).starts_with(&typed)).collect();
    non_empty(found, || {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        let hint = did_you_mean(value, words.iter().map(|word| (*word, *word)));
        format!("`{name}:` has no value `{value}`{hint}; use {}", words.join(", "))
    })
}

fn actors(name: &str, value: &str, model: &Model) -> Result<Vec<ActorId>, String> {
    if let Some(Record::Actor(id)) = model.find(value) {
        return Ok(vec![id]);
    }
    let mut prefix = WordPrefix::new(value);
    let found = model.actor_ids().filter(|id| {
        let actor = model.actor(*id);
        let mut names = std::iter::once(&actor.name).chain(&actor.aliases);
        actor.key.starts_with(value) || names.any(|name| prefix.is_in(name))
    });
    non_empty(found.collect(), || {
        let words = model.actors().iter().flat_map(|actor| {
            let names = std::iter::once(&actor.name).chain(&actor.aliases).flat_map(|name| name.split_whitespace());
            names.chain([&*actor.key]).map(|word| (word, &*actor.key))
        });
        format!("no actor matches `{name}:{value}`{}", did_you_mean(value, words))
    })
}

fn issues(value: &str, model: &Model) -> Result<Vec<IssueId>, String> {
    if let Some(Record::Issue(id)) = model.find(value) {
        return Ok(vec![id]);
    }
    let mut prefix = WordPrefix::new(value);
    let found = model.issue_ids().filter(|id| {
        let issue = model.issue(*id);
        issue.key.starts_with(value) || prefix.is_in(&issue.name)
    });
    non_empty(found.collect(), || format!("no issue matches `issue:{value}`"))
}

fn articles(value: &str, model: &Model) -> Result<Vec<ArticleId>, String> {
    if let Some(Record::Article(id)) = model.find(value) {
        return Ok(vec![id]);
    }
    let mut prefix = WordPrefix::new(value);
    let found = model.article_ids().filter(|id| {
        let article = model.article(*id);
        article.key.starts_with(value) || prefix.is_in(&article.title)
    });
    non_empty(found.collect(), || format!("no article matches `article:{value}`"))
}

/// Words that are compared with what was typed: each word of a query may be asked for as an actor's.
const MOST_COMPARED: usize = 2_000;

/// The first of the nearest words, given as word and what to type for it; empty where none of the first
/// [`MOST_COMPARED`] is near.
fn did_you_mean<'k>(typed: &str, known: impl Iterator<Item = (&'k str, &'k str)>) -> String {
    let folded = |text: &str| letters(fold_for_search(text).text());
    let typed = folded(typed);
    let limit = if typed.len() <= 4 { 1 } else { 2 };
    let near = known.take(MOST_COMPARED).filter_map(|(word, wanted)| {
        let distance = prefix_distance(&typed, &folded(word), limit)?;
        (distance.is_whole && !typed.is_empty()).then_some((distance.edits, wanted))
    });
    near.min_by_key(|(edits, _)| *edits).map_or(String::new(), |(_, wanted)| format!(" (did you mean `{wanted}`?)"))
}

fn non_empty<T>(found: Vec<T>, error: impl Fn() -> String) -> Result<Vec<T>, String> {
    if found.is_empty() { Err(error()) } else { Ok(found) }
}

/// What is typed of a name, from the start of any of its words.
pub struct WordPrefix {
    typed: String,
    folded: String,
}

impl WordPrefix {
    pub fn new(typed: &str) -> Self {
        Self { typed: fold_for_search(typed).text().to_owned(), folded: String::new() }
    }

    /// Whether `name` has it.
    pub fn is_in(&mut self, name: &str) -> bool {
        fold_into(name, &mut self.folded);
        let before = |at| self.folded.get(..at).and_then(|before| before.chars().next_back());
        self.folded.match_indices(&self.typed).any(|(at, _)| before(at).is_none_or(|c| !c.is_alphanumeric()))
    }
}

impl FieldFilter {
    /// Whether the field holds for `subject`. It never holds for kinds without such a field.
    ///
    /// A demand has the articles, speakers, voices and anchors of its passages. Of an incomplete date the last day counts;
    /// `before:` and `after:` exclude the days of their own value.
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
            Self::Addressee(ids) => demand(subject, model)
                .is_some_and(|d| d.addressees.iter().any(|addressee| ids.binary_search(addressee).is_ok())),
            Self::Voice(all) => any_passage(subject, model, |id| all.iter().any(|saying| saying.fits(id, model))),
            Self::Anchor(words) => any_passage(subject, model, |id| words.contains(&model.passage(id).anchor.word())),
            Self::Before(_) | Self::After(_) => self.fits_date(date_of(subject, model)),
        }
    }

    /// Whether `before:` or `after:` holds for `date`; false for other fields.
    pub fn fits_date(&self, date: Option<Date>) -> bool {
        match (self, date) {
            (Self::Before(day), Some(date)) => date.last_day() < day.first_day(),
            (Self::After(day), Some(date)) => date.last_day() > day.last_day(),
            _ => false,
        }
    }
}

impl Saying {
    fn fits(self, id: PassageId, model: &Model) -> bool {
        match self {
            Self::In(voice) => model.passage(id).voice == voice,
            Self::ByOther => model.speaker(id) != model.demand(model.demand_of(id)).actor,
        }
    }
}

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

/// Whether `fits` holds for the passage, or for any passage of the demand.
fn any_passage(subject: Subject, model: &Model, fits: impl Fn(PassageId) -> bool) -> bool {
    match subject {
        Subject::Passage(id) => fits(id),
        Subject::Demand(id) => model.demand(id).passages().any(fits),
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
