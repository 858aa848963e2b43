//! Completing the field that is being typed: its name, then its value.

use super::field::{FIELD_NAMES, SAYINGS, WordPrefix, split};
use super::parse::is_quote;
use crate::model::{Anchor, DemandKind, Model, Record, Status, SubjectKind};
use crate::text::{Span, fold_for_search};

const MAX_CANDIDATES: usize = 50;
/// Shorter beginnings of field names are not completed: every word would offer some.
const MIN_NAME_LETTERS: usize = 2;
/// Shorter beginnings of values are not completed without their field.
const MIN_VALUE_LETTERS: usize = 4;

/// What can replace the piece of a query before the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The piece that is replaced, in bytes of the query.
    pub span: Span,
    /// Field names with their colon, words of a closed list, or ids: from 1 to 50, in the order of the format or the
    /// files.
    pub candidates: Vec<String>,
}

/// Completes the piece of `typed` before `cursor` (in bytes); `None` if it is not a field, or nothing fits.
///
/// Records are offered if their id begins with the value, or a word of their names, aliases or title does. One pass
/// over the records.
pub fn complete(typed: &str, cursor: usize, model: &Model) -> Option<Completion> {
    let before = typed.get(..cursor)?;
    let token = before.get(token_start(before)..)?;
    let body = token.strip_prefix('!').unwrap_or(token);
    let (value, mut candidates) = match split(body) {
        Some((name, value)) => (value, values(&name.to_ascii_lowercase(), value.trim_start_matches(is_quote), model)),
        None if body.chars().count() >= MIN_NAME_LETTERS => {
            (body, with_prefix(body, FIELD_NAMES).map(|name| format!("{name}:")).chain(fields_of(body)).collect())
        }
        None => return None,
    };
    candidates.truncate(MAX_CANDIDATES);
    candidates.retain(|candidate| candidate != value);
    let span = Span::new(cursor - value.len(), cursor);
    (!candidates.is_empty()).then_some(Completion { span, candidates })
}

/// Where the last piece begins: after the last white space or `|` outside quotes.
fn token_start(before: &str) -> usize {
    let (mut start, mut is_quoted) = (0, false);
    for (at, c) in before.char_indices() {
        if is_quote(c) {
            is_quoted = !is_quoted;
        } else if !is_quoted && (c.is_whitespace() || c == '|') {
            start = at + c.len_utf8();
        }
    }
    start
}

fn with_prefix<'w>(typed: &str, words: &[&'w str]) -> impl Iterator<Item = &'w str> {
    let typed = typed.to_ascii_lowercase();
    words.iter().copied().filter(move |word| word.starts_with(&typed))
}

/// The fields with a value from a closed list that is begun: `voice:inferred` for `coder`, as screens say it.
fn fields_of(typed: &str) -> impl Iterator<Item = String> {
    let names =
        ["kind", "status", "voice", "anchor"].into_iter().filter(|_| typed.chars().count() >= MIN_VALUE_LETTERS);
    names.flat_map(move |name| closed(name, typed).into_iter().map(move |value| format!("{name}:{value}")))
}

/// The values of a closed list that begin so; none for other fields.
fn closed(name: &str, value: &str) -> Vec<String> {
    let listed = |words: Vec<&'static str>| with_prefix(value, &words).map(str::to_owned).collect();
    match name {
        "kind" => listed(DemandKind::ALL.iter().map(|kind| kind.word()).collect()),
        "status" => listed(Status::ALL.iter().map(|status| status.word()).collect()),
        "anchor" => listed(Anchor::WORDS.to_vec()),
        "is" => listed(SubjectKind::ALL.iter().map(|kind| kind.word()).collect()),
        "voice" => {
            let typed = value.to_ascii_lowercase().replace('’', "'");
            let mut found: Vec<String> = SAYINGS
                .iter()
                .filter(|(word, ..)| word.starts_with(&typed))
                .map(|(_, value, _)| (*value).to_owned())
                .collect();
            found.dedup();
            found
        }
        _ => Vec::new(),
    }
}

fn values(name: &str, value: &str, model: &Model) -> Vec<String> {
    match name {
        "actor" | "speaker" | "addressee" => ids(value, model.actor_ids().map(Record::Actor), model),
        "issue" => ids(value, model.issue_ids().map(Record::Issue), model),
        "article" => ids(value, model.article_ids().map(Record::Article), model),
        _ => closed(name, value),
    }
}

fn ids(value: &str, records: impl Iterator<Item = Record>, model: &Model) -> Vec<String> {
    let folded = fold_for_search(value);
    let mut prefix = WordPrefix::new(value);
    let fits = |record: &Record| {
        let key = model.key(*record);
        key.starts_with(folded.text()) || names(*record, model).any(|name| prefix.is_in(name))
    };
    records.filter(fits).take(MAX_CANDIDATES).map(|record| model.key(record).to_owned()).collect()
}

fn names(record: Record, model: &Model) -> impl Iterator<Item = &str> {
    let (name, aliases): (&str, &[Box<str>]) = match record {
        Record::Actor(id) => (&model.actor(id).name, &model.actor(id).aliases),
        Record::Issue(id) => (&model.issue(id).name, &[]),
        Record::Article(id) => (&model.article(id).title, &[]),
        Record::Demand(id) => (&model.demand(id).text, &[]),
    };
    std::iter::once(name).chain(aliases.iter().map(|alias| &**alias))
}

#[cfg(test)]
mod tests {
    use super::complete;
    use crate::search::query::field::FIELD_NAMES;
    use crate::search::sample::model;
    use crate::search::{Index, Query, Scope, SearchOptions};

    #[test]
    fn names_of_fields_and_their_values_are_offered() {
        for (typed, part, candidates) in [
            ("act", "act", "actor:"),
            ("coal !IS", "IS", "issue: is:"),
            ("ar", "ar", "article:"),
            ("actor:pu", "pu", "putin"),
            ("coal | actor:зел", "зел", "zelenskyy"),
            ("speaker:\"russian le", "\"russian le", "putin"),
            ("kind:o", "o", "offer"),
            ("!kind:re", "re", "red-line refusal"),
            ("is:", "", "actor issue demand passage article"),
            ("issue:coal", "coal", "coal-levy"),
            ("article:BEI", "BEI", "beijing"),
            ("actor:irel", "irel", "ireland"),
            ("issue:luh", "luh", "donbas"),
            ("article:alas", "alas", "summit"),
            ("status:he", "he", "held"),
            ("anchor:or", "or", "orphan"),
            ("voice:in", "in", "inferred"),
            ("voice:", "", "quoted reported inferred \"other speaker\""),
            ("voice:coder’", "coder’", "inferred"),
            ("voice:\"other s", "\"other s", "\"other speaker\""),
            ("putin coder", "coder", "voice:inferred"),
            ("withd", "withd", "status:withdrawn"),
            ("addressee:zel", "zel", "zelenskyy"),
            ("\"a b\"|ac", "ac", "actor:"),
        ] {
            let found = complete(typed, typed.len(), &model()).unwrap();
            assert_eq!((found.span.of(typed), &*found.candidates.join(" ")), (part, candidates), "{typed}");
        }
    }

    #[test]
    fn words_and_finished_values_are_left_alone() {
        for typed in [
            "",
            "a",
            "coal",
            "actor:nobody",
            "before:2025",
            "actor:putin",
            "kind:offer",
            "\"act",
            "colour:r",
            "actor:\"x|act",
        ] {
            assert_eq!(complete(typed, typed.len(), &model()), None, "{typed}");
        }
        assert_eq!(complete("act coal", 8, &model()), None);
        assert_eq!(complete("act coal", 3, &model()).unwrap().candidates, ["actor:"]);
        assert_eq!(complete("é", 1, &model()), None, "a cursor inside of a letter");
    }

    #[test]
    fn every_offered_value_is_one_that_the_query_can_read() {
        let model = model();
        let index = Index::new(&model);
        let dates = ["before", "after"];
        for name in FIELD_NAMES.iter().filter(|name| !dates.contains(name)) {
            let typed = format!("{name}:");
            for value in complete(&typed, typed.len(), &model).unwrap().candidates {
                let query = Query::new(&format!("{typed}{value}"), &model);
                assert!(query.mistakes().is_empty(), "{typed}{value}");
                let wanted = SearchOptions { scope: Scope::All, limit: 1 };
                assert!(index.search(&model, &query, wanted).hits.len() <= 1);
            }
        }
    }
}
