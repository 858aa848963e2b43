//! Records named by what people call them.

use super::{Model, Record, Subject, SubjectKind};
use crate::text::fold_for_search;

impl Model {
    /// The records of `kinds` called `word`: the one with this id, else all with this name or alias, by id. Case,
    /// accents and white space matter only in ids. One pass over the records.
    pub fn named(&self, word: &str, kinds: &[SubjectKind]) -> Vec<Record> {
        let is_wanted = |record: &Record| kinds.contains(&Subject::from(*record).kind());
        if let Some(record) = self.find(word).filter(is_wanted) {
            return vec![record];
        }
        let wanted = name_words(word);
        if wanted.is_empty() {
            return Vec::new();
        }
        let records = self.records().iter().copied().filter(is_wanted);
        records.filter(|record| self.names_of(*record).any(|name| name_words(name) == wanted)).collect()
    }

    /// The id, the name and the aliases of a record.
    pub fn names_of(&self, record: Record) -> impl Iterator<Item = &str> {
        let aliases = match record {
            Record::Actor(id) => &*self.actor(id).aliases,
            Record::Issue(_) | Record::Demand(_) | Record::Article(_) => &[],
        };
        [self.key(record), self.name(record)].into_iter().chain(aliases.iter().map(|alias| &**alias))
    }
}

/// The words of a name, folded.
pub fn name_words(name: &str) -> Vec<String> {
    fold_for_search(name).text().split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use crate::load::load_str;
    use crate::model::SubjectKind;

    #[test]
    fn an_id_comes_before_a_name_and_case_and_accents_do_not_matter() {
        let text = "actors = [{ id = 'eu', name = 'Union', aliases = ['The 27'] }, { id = 'eu-2', name = 'ünion' }]\n\
                    issues = [{ id = 'union', name = 'The union' }]\n";
        let model = load_str(&[("m.toml", text)], &[]).model;
        for (word, ids) in [
            ("eu", &["eu"][..]),
            ("the  27", &["eu"]),
            ("UNION", &["eu", "eu-2"]),
            ("union", &["eu", "eu-2"]),
            ("The", &[]),
            ("", &[]),
        ] {
            let found = model.named(word, &[SubjectKind::Actor]);
            assert_eq!(found.iter().map(|record| model.key(*record)).collect::<Vec<_>>(), ids, "{word:?}");
        }
        let all = model.named("union", &[SubjectKind::Actor, SubjectKind::Issue]);
        assert_eq!(all.iter().map(|record| model.key(*record)).collect::<Vec<_>>(), ["union"]);
    }
}
