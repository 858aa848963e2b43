//! Records named by id, name or alias.

use super::answer::{NoResult, unknown};
use crate::model::{Model, Record, Subject, SubjectKind, name_words};
use crate::text::clean;

/// The record of one of `kinds` that `word` names: by its id, else by its whole name or an alias, else by words of a name
/// that no other has, the text of a demand only where no name has them. Case and accents do not matter, except in ids.
///
/// A word that may mean several is answered with all of them. One pass over the records.
pub fn named(model: &Model, word: &str, kinds: &[SubjectKind]) -> Result<Record, NoResult> {
    let mut found = model.named(word, kinds);
    let wanted = name_words(word);
    if found.is_empty() && !wanted.is_empty() {
        let has_words = |name: &str| name_words(name).windows(wanted.len()).any(|part| part == wanted);
        found.extend(
            model.records().iter().copied().filter(|record| {
                kinds.contains(&Subject::from(*record).kind()) && model.names_of(*record).any(has_words)
            }),
        );
        let is_demand = |record: &Record| matches!(record, Record::Demand(_));
        if !found.iter().all(is_demand) {
            found.retain(|record| !is_demand(record));
        }
    }
    match found.as_slice() {
        [] => Err(unknown(model, word, kinds)),
        [record] => Ok(*record),
        several => Err(ambiguous(model, word, several)),
    }
}

fn ambiguous(model: &Model, word: &str, several: &[Record]) -> NoResult {
    let listed = |record: &Record| format!("\n  {}: {}", clean(model.key(*record)), clean(model.name(*record)));
    let list: String = several.iter().map(listed).collect();
    NoResult::Unknown(format!("`{}` may mean any of these; use the id:{list}", clean(word)))
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
            // In names of actors and in texts of demands.
            ("donald", "trump"),
            ("root causes of the war", "root-causes"),
            ("lasting grievance", "putin-nato-grievance"),
        ] {
            let kinds = [SubjectKind::Actor, SubjectKind::Issue, SubjectKind::Demand];
            let found = named(&model, word, &kinds).map(|record| model.key(record));
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
