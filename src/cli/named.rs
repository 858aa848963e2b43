//! Records named by id, name or alias.

use super::answer::{NoResult, unknown};
use crate::model::{Model, Record, Subject, SubjectKind};
use crate::text::{clean, fold_for_search};

/// The record of one of `kinds` (actors, issues, articles) that `word` names: by its id, else by its whole name or an
/// alias, else by words of a name that no other has. Case and accents do not matter, except in ids.
///
/// A word that may mean several is answered with all of them. One pass over the records.
pub fn named(model: &Model, word: &str, kinds: &[SubjectKind]) -> Result<Record, NoResult> {
    let is_wanted = |record: &Record| kinds.contains(&Subject::from(*record).kind());
    if let Some(record) = model.find(word).filter(is_wanted) {
        return Ok(record);
    }
    let wanted = words(word);
    if wanted.is_empty() {
        return Err(unknown(model, word, kinds));
    }
    let is_whole = |name: &str| words(name) == wanted;
    let is_part = |name: &str| words(name).windows(wanted.len()).any(|part| part == wanted);
    let ways: [&dyn Fn(&str) -> bool; 2] = [&is_whole, &is_part];
    for is_named in ways {
        let records = model.actor_ids().map(Record::Actor).chain(model.issue_ids().map(Record::Issue));
        let records = records.chain(model.article_ids().map(Record::Article)).filter(is_wanted);
        let found: Vec<Record> = records.filter(|record| names(model, *record).any(is_named)).collect();
        match found.as_slice() {
            [] => {}
            [record] => return Ok(*record),
            several => return Err(ambiguous(model, word, several)),
        }
    }
    Err(unknown(model, word, kinds))
}

fn ambiguous(model: &Model, word: &str, several: &[Record]) -> NoResult {
    let listed = |record: &Record| format!("\n  {}: {}", clean(model.key(*record)), clean(model.name(*record)));
    let list: String = several.iter().map(listed).collect();
    NoResult::Unknown(format!("`{}` may mean any of these; use the id:{list}", clean(word)))
}

/// The id, the name and the aliases of a record.
fn names(model: &Model, record: Record) -> impl Iterator<Item = &str> {
    let aliases = match record {
        Record::Actor(id) => &*model.actor(id).aliases,
        Record::Issue(_) | Record::Demand(_) | Record::Article(_) => &[],
    };
    [model.key(record), model.name(record)].into_iter().chain(aliases.iter().map(|alias| &**alias))
}

/// The words of a name, folded.
fn words(name: &str) -> Vec<String> {
    fold_for_search(name).text().split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::cli::answer::NoResult;
    use crate::load::example;
    use crate::model::SubjectKind;

    #[test]
    fn records_are_named_by_id_name_alias_and_words_of_a_name() {
        let model = example().model;
        for (word, key) in [
            ("putin", "putin"),
            ("Vladimir  PUTIN", "putin"),
            ("Путін", "putin"),
            ("volodymyr", "zelenskyy"),
            ("the allies", "european-allies"),
            ("security guarantees", "guarantees"),
        ] {
            let found = named(&model, word, &[SubjectKind::Actor, SubjectKind::Issue]).map(|record| model.key(record));
            assert_eq!(found, Ok(key), "{word}");
        }
    }

    #[test]
    fn a_name_of_several_is_answered_with_all_of_them() {
        let Err(NoResult::Unknown(said)) = named(&example().model, "russian", &[SubjectKind::Actor]) else {
            panic!("`russian` is taken for one")
        };
        assert!(said.starts_with("`russian` may mean any of these; use the id:\n  "), "{said}");
        assert!(said.contains("Vladimir Putin") && said.contains("Russian analysts"), "{said}");
    }

    #[test]
    fn no_name_is_nobody() {
        for word in ["", " ", "qqqqqq", "guarantees"] {
            assert!(named(&example().model, word, &[SubjectKind::Actor]).is_err(), "{word:?}");
        }
    }
}
