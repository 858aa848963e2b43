//! What a subcommand comes to, and what it says when it finds nothing.

use super::{Failure, Outcome, Output};
use crate::load::{Loaded, nearest};
use crate::model::{Model, Subject, SubjectKind};
use crate::search::{Index, Query, Scope, SearchOptions};
use crate::text::clean;

/// What a subcommand comes to. Sentences are for standard error, without a period at the end and safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The result was written.
    Done,
    /// There is no such thing; nothing was written.
    Nothing(String),
    /// The call cannot be meant; nothing was written.
    Refused(String),
}

impl Answer {
    /// Says the sentence, if there is one, and ends the command.
    pub fn tell(self, output: &mut Output) -> Result<Outcome, Failure> {
        match self {
            Self::Done => Ok(Outcome::Done),
            Self::Nothing(sentence) => {
                output.note(&sentence);
                Ok(Outcome::Wanting)
            }
            Self::Refused(sentence) => Err(Failure::Call(sentence)),
        }
    }
}

/// Says how much was found wrong with a model that is used all the same; nothing where nothing was.
pub fn say_findings(loaded: &Loaded, output: &mut Output) {
    match loaded.findings.len() {
        0 => {}
        1 => output.note("the model has 1 finding: `demarche check` shows it"),
        count => output.note(&format!("the model has {count} findings: `demarche check` shows them")),
    }
}

/// An id that names none of `kinds`, with up to three ids that may have been meant: the one spelt most like it,
/// then those whose name or alias it finds, in the order of `kinds`, best first. Costs one search a kind.
pub fn unknown(model: &Model, id: &str, kinds: &[SubjectKind]) -> Answer {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let list = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    };
    let article = if list.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let near = near(model, id, kinds).iter().map(|id| format!("`{}`", clean(id))).collect::<Vec<_>>();
    let help = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    Answer::Nothing(format!("`{}` is not the id of {article} {list}{help}", clean(id)))
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
    for key in spelt.into_iter().chain(hits.filter_map(|hit| Some(model.key(hit.subject.record()?)))) {
        if near.len() < NEAR && !near.contains(&key) {
            near.push(key);
        }
    }
    near
}

/// How many ids are offered.
const NEAR: usize = 3;

#[cfg(test)]
mod tests {
    use super::{Answer, unknown};
    use crate::cli::sample;
    use crate::model::SubjectKind;

    #[test]
    fn an_unknown_id_is_answered_with_ids_that_may_be_meant() {
        let model = sample::model();
        for (id, kinds, sentence) in [
            ("North", &[SubjectKind::Actor][..], "`North` is not the id of an actor; did you mean `north`?"),
            ("nroth", &[SubjectKind::Actor], "`nroth` is not the id of an actor; did you mean `north`?"),
            ("bordr", &[SubjectKind::Actor], "`bordr` is not the id of an actor"),
            ("qqq", &[SubjectKind::Actor, SubjectKind::Issue], "`qqq` is not the id of an actor or issue"),
            ("qq\u{1b}q", &[SubjectKind::Demand], "`qq␛q` is not the id of a demand"),
        ] {
            assert_eq!(unknown(&model, id, kinds), Answer::Nothing(sentence.to_owned()));
        }
    }
}
