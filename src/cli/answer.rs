//! What a subcommand comes to, and what it says when it finds nothing.

use crate::model::{Entry, Model};
use crate::search::{Index, Kind, Query, Scope, Target, Wanted};
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

/// An id that names none of `kinds`, with up to three ids that may have been meant: those whose id, name or alias is
/// like it, in the order of `kinds`, then best first. Costs one search a kind.
pub fn unknown(model: &Model, id: &str, kinds: &[Kind]) -> Answer {
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

fn near<'m>(model: &'m Model, id: &str, kinds: &[Kind]) -> Vec<&'m str> {
    let index = Index::new(model);
    let query = Query::new(id, model);
    let hits = kinds.iter().flat_map(|kind| {
        let wanted = Wanted { scope: Scope::Only(*kind), limit: NEAR };
        index.search(model, &query, wanted).hits
    });
    let mut near: Vec<&str> = Vec::new();
    for entry in hits.filter_map(|hit| entry(hit.target)) {
        let key = model.key(entry);
        if near.len() < NEAR && !near.contains(&key) {
            near.push(key);
        }
    }
    near
}

/// How many ids are offered.
const NEAR: usize = 3;

fn entry(target: Target) -> Option<Entry> {
    match target {
        Target::Actor(id) => Some(Entry::Actor(id)),
        Target::Issue(id) => Some(Entry::Issue(id)),
        Target::Demand(id) => Some(Entry::Demand(id)),
        Target::Article(id, span) => span.is_empty().then_some(Entry::Article(id)),
        Target::Passage(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, unknown};
    use crate::cli::sample;
    use crate::search::Kind;

    #[test]
    fn an_unknown_id_is_answered_with_ids_that_may_be_meant() {
        let model = sample::model();
        for (id, kinds, sentence) in [
            ("North", &[Kind::Actor][..], "`North` is not the id of an actor; did you mean `north`?"),
            ("qqq", &[Kind::Actor, Kind::Issue], "`qqq` is not the id of an actor or issue"),
            ("qq\u{1b}q", &[Kind::Demand], "`qq␛q` is not the id of a demand"),
        ] {
            assert_eq!(unknown(&model, id, kinds), Answer::Nothing(sentence.to_owned()));
        }
    }
}
