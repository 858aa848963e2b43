//! What a command says where it has no result.

use super::{Failure, Outcome, Output};
use crate::load::{Loaded, nearest};
use crate::model::{Model, Record, Subject, SubjectKind};
use crate::search::{Index, Query, Scope, SearchOptions};
use crate::text::{clean, counted};

/// Why a command has no result. Sentences are safe to show and have no period at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoResult {
    /// There is no such thing.
    Unknown(String),
    /// The arguments make no sense.
    Usage(String),
}

impl NoResult {
    /// Ends the command: says the sentence.
    pub fn end(self, output: &mut Output) -> Result<Outcome, Failure> {
        match self {
            Self::Unknown(sentence) => {
                output.error(&sentence);
                Ok(Outcome::Unsatisfied)
            }
            Self::Usage(sentence) => Err(Failure::Usage(sentence)),
        }
    }
}

/// Notes how many findings a model has, if any.
pub fn note_findings(loaded: &Loaded, output: &mut Output) {
    match loaded.findings.len() {
        0 => {}
        1 => output.note("the model has 1 finding: `demarche check` shows it"),
        count => output.note(&format!("the model has {count} findings: `demarche check` shows them")),
    }
}

/// Says that no record of `kinds` has the id or name, and suggests up to three: the one spelt most like it, then those whose name
/// or alias it finds, in the order of `kinds`, best first. Costs one search per kind.
pub fn unknown(model: &Model, id: &str, kinds: &[SubjectKind]) -> NoResult {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let list = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    };
    NoResult::Unknown(format!("no {list} is called `{}`{}", clean(id), did_you_mean(model, id, kinds)))
}

/// `; did you mean …?` with the ids that may be meant, clean; how many lines an article has, for a line
/// that it has not; empty where there is nothing to say. Costs one search per kind.
pub fn did_you_mean(model: &Model, id: &str, kinds: &[SubjectKind]) -> String {
    if let Some(lines) = lines_of(model, id) {
        return lines;
    }
    let near = near(model, id, kinds).iter().map(|id| format!("`{}`", clean(id))).collect::<Vec<_>>();
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) }
}

/// How many lines the article of an `ARTICLE:LINE` has; `None` where that names no article.
fn lines_of(model: &Model, id: &str) -> Option<String> {
    let (key, line) = id.rsplit_once(':')?;
    let Record::Article(article) = model.find(key)? else { return None };
    line.parse::<usize>().ok()?;
    let article = model.article(article);
    let lines = article.text.as_ref().map_or("no text".to_owned(), |_| counted(article.lines.last(), "line"));
    Some(format!("; article `{}` has {lines}", clean(key)))
}

fn near<'m>(model: &'m Model, id: &str, kinds: &[SubjectKind]) -> Vec<&'m str> {
    let index = Index::new(model);
    let query = Query::new(id, model);
    let hits = kinds.iter().flat_map(|kind| {
        let wanted = SearchOptions { scope: Scope::Only(*kind), limit: NEAR };
        index.search(model, &query, wanted).hits
    });
    let keys =
        model.keys().filter(|key| model.find(key).is_some_and(|record| kinds.contains(&Subject::from(record).kind())));
    let spelt = nearest(id, keys);
    let mut near: Vec<&str> = Vec::new();
    for key in
        initialled(model, id, kinds).chain(spelt).chain(hits.filter_map(|hit| Some(model.key(hit.subject.record()?))))
    {
        if near.len() < NEAR && !near.contains(&key) {
            near.push(key);
        }
    }
    near
}

/// Actors whose names have these capital letters as their initials, as columns of a comparison do.
fn initialled<'m>(model: &'m Model, id: &str, kinds: &[SubjectKind]) -> impl Iterator<Item = &'m str> {
    let is_tag = kinds.contains(&SubjectKind::Actor) && !id.is_empty() && id.chars().all(char::is_uppercase);
    let has_initials = move |name: &str| {
        name.split_whitespace().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).eq(id.chars())
    };
    let actors = model.actor_ids().filter(move |_| is_tag).map(Record::Actor);
    actors.filter(move |actor| model.names_of(*actor).any(&has_initials)).map(|actor| model.key(actor))
}

/// The most ids suggested.
const NEAR: usize = 3;

#[cfg(test)]
mod tests {
    use super::{NoResult, unknown};
    use crate::model::SubjectKind;
    use crate::report::sample;

    #[test]
    fn an_unknown_id_is_answered_with_ids_that_may_be_meant() {
        let model = sample::model();
        for (id, kinds, sentence) in [
            ("North", &[SubjectKind::Actor][..], "no actor is called `North`; did you mean `north`?"),
            ("nroth", &[SubjectKind::Actor], "no actor is called `nroth`; did you mean `north`?"),
            ("TU", &[SubjectKind::Actor], "no actor is called `TU`; did you mean `union`?"),
            ("bordr", &[SubjectKind::Actor], "no actor is called `bordr`"),
            ("qqq", &[SubjectKind::Actor, SubjectKind::Issue], "no actor or issue is called `qqq`"),
            (
                "qqq",
                &[SubjectKind::Actor, SubjectKind::Issue, SubjectKind::Demand, SubjectKind::Article],
                "no actor, issue, demand or article is called `qqq`",
            ),
            ("talks:5", &[SubjectKind::Article], "no article is called `talks:5`; article `talks` has 4 lines"),
            ("qq\u{1b}q", &[SubjectKind::Demand], "no demand is called `qq␛q`"),
        ] {
            assert_eq!(unknown(&model, id, kinds), NoResult::Unknown(sentence.to_owned()));
        }
    }
}
