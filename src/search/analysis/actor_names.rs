//! Recognising the actors that a text names.

use std::collections::BTreeMap;

use super::words::{tokenize, tokenize_query};
use crate::model::{ActorId, ActorKind, Model};
use crate::text::{Span, fold_for_search};

/// A surname alone names a person from this length on, in letters.
pub const MIN_SURNAME_LETTERS: usize = 4;
/// A name in capitals is an abbreviation up to this length, in letters.
const MAX_ABBREVIATION_LETTERS: usize = 5;

/// The names and aliases of a model's actors, for finding them in texts.
#[derive(Debug, Clone, Default)]
pub struct ActorNames {
    /// Actors by the folded words of their names.
    names: BTreeMap<Vec<Box<str>>, Name>,
    /// By the first word of names, how many words the longest of them has.
    longest: BTreeMap<Box<str>, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    actor: ActorId,
    case: Case,
}

/// How a name must be written to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Any,
    /// In capitals: `US` is a state, `us` is not.
    Capitals,
}

impl ActorNames {
    /// Takes every name and alias, and a person's surname unless another actor shares it: what is behind the last space
    /// of the name, so that `Thomas-Greenfield` is one. A name that two actors claim goes to the first.
    pub fn new(model: &Model) -> Self {
        let mut out = Self::default();
        for id in model.actor_ids() {
            let actor = model.actor(id);
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                out.add(name_words(name), Name { actor: id, case: required_case(name) });
            }
        }
        for (surname, actor) in surnames(model) {
            out.add(surname, Name { actor, case: Case::Any });
        }
        out
    }

    fn add(&mut self, words: Vec<Box<str>>, name: Name) {
        if words.iter().map(|word| word.chars().count()).sum::<usize>() < 2 {
            return;
        }
        let Some(first) = words.first() else { return };
        let longest = self.longest.entry(first.clone()).or_default();
        *longest = words.len().max(*longest);
        self.names.entry(words).or_insert(name);
    }

    /// Where `text` names actors, in order: whole words, the longest name first, without overlaps.
    ///
    /// Ignores case and diacritics, except in abbreviations. `Putin’s` gives the span of `Putin`.
    /// O(words × log names).
    pub fn find(&self, text: &str) -> Vec<(Span, ActorId)> {
        let folded = fold_for_search(text);
        let words = tokenize(folded.text());
        let mut found: Vec<(Span, ActorId)> = Vec::new();
        let mut from = 0;
        for (at, word) in words.iter().enumerate() {
            if word.range.start < from {
                continue;
            }
            let Some(longest) = self.longest.get(&*word.text) else { continue };
            let rest = &words[at..words.len().min(at + longest)];
            let list: Vec<Box<str>> = rest.iter().map(|word| (*word.text).into()).collect();
            let named = (1..=rest.len()).rev().find_map(|count| {
                let name = self.names.get(&list[..count])?;
                let end = rest[count - 1].range.end;
                let span = folded.source(word.range.start..end);
                has_case(span.of(text), name.case).then_some((end, span, name.actor))
            });
            if let Some((end, span, actor)) = named {
                found.push((span, actor));
                from = end;
            }
        }
        found
    }
}

fn name_words(name: &str) -> Vec<Box<str>> {
    tokenize_query(fold_for_search(name).text()).into_iter().map(|word| (*word.text).into()).collect()
}

fn required_case(name: &str) -> Case {
    let is_short = name.chars().count() <= MAX_ABBREVIATION_LETTERS;
    if is_short && has_case(name, Case::Capitals) { Case::Capitals } else { Case::Any }
}

fn has_case(written: &str, case: Case) -> bool {
    match case {
        Case::Any => true,
        Case::Capitals => written.chars().any(char::is_uppercase) && !written.chars().any(char::is_lowercase),
    }
}

/// The surname of each person that ends no other actor's name, sorted.
fn surnames(model: &Model) -> Vec<(Vec<Box<str>>, ActorId)> {
    let mut holders: BTreeMap<Vec<Box<str>>, Vec<ActorId>> = BTreeMap::new();
    for id in model.actor_ids() {
        let last = surname(&model.actor(id).name).map(name_words).filter(|words| !words.is_empty());
        if let Some(last) = last {
            holders.entry(last).or_default().push(id);
        }
    }
    let unshared = holders.into_iter().filter_map(|(name, ids)| match ids.as_slice() {
        [id] if model.actor(*id).kind == ActorKind::Person => Some((name, *id)),
        _ => None,
    });
    let letters = |name: &[Box<str>]| name.iter().map(|word| word.chars().count()).sum::<usize>();
    unshared.filter(|(name, _)| letters(name) >= MIN_SURNAME_LETTERS).collect()
}

/// The last name of a full name.
pub fn surname(name: &str) -> Option<&str> {
    name.split_whitespace().next_back()
}

#[cfg(test)]
mod tests {
    use super::ActorNames;
    use crate::model::{ActorKind, Builder, Model};
    use crate::search::sample;

    fn named(model: &Model, text: &str) -> Vec<String> {
        let found = ActorNames::new(model).find(text);
        found.into_iter().map(|(span, id)| format!("{}={}", span.of(text), model.actor(id).key)).collect()
    }

    #[test]
    fn names_aliases_and_surnames_are_recognised_as_whole_words() {
        let model = sample::model();
        for (text, expected) in [
            ("Vladimir Putin met the Russian leader.", vec!["Vladimir Putin=putin", "the Russian leader=putin"]),
            ("Putin’s terms and PUTIN", vec!["Putin=putin", "PUTIN=putin"]),
            ("Putinism is no name", vec![]),
            ("the European Union, the Union", vec!["European Union=eu", "Union=union"]),
            ("Зеленський і Путін", vec!["Зеленський=zelenskyy", "Путін=putin"]),
            ("普京总统表示", vec!["普京=putin"]),
            ("L'Union europeenne", vec!["Union europeenne=eu"]),
            ("", vec![]),
        ] {
            assert_eq!(named(&model, text), expected, "{text}");
        }
    }

    #[test]
    fn abbreviations_need_their_capitals_and_shared_surnames_name_nobody() {
        let mut builder = Builder::default();
        builder.actor(sample::actor("usa", "United States", ActorKind::State, &["US"]));
        builder.actor(sample::actor("jean", "Jean Kline", ActorKind::Person, &[]));
        builder.actor(sample::actor("paul", "Paul Kline", ActorKind::Person, &["US"]));
        let model = builder.finish();
        assert_eq!(named(&model, "The US told us that Kline and Paul Kline left"), ["US=usa", "Paul Kline=paul"]);
        assert_eq!(named(&model, "The U.S. and US-led talks"), ["U.S=usa", "US=usa"]);
    }

    #[test]
    fn a_hyphenated_surname_is_one_name() {
        let mut builder = Builder::default();
        builder.actor(sample::actor("linda", "Linda Thomas-Greenfield", ActorKind::Person, &[]));
        builder.actor(sample::actor("sana", "Sana'a Group", ActorKind::Organization, &[]));
        let model = builder.finish();
        assert_eq!(named(&model, "Thomas-Greenfield and Greenfield met Thomas"), ["Thomas-Greenfield=linda"]);
        assert_eq!(
            named(&model, "Thomas–Greenfield’s plan, the Sana’a Group"),
            ["Thomas–Greenfield=linda", "Sana’a Group=sana"]
        );
    }

    proptest::proptest! {
        #[test]
        fn found_names_stand_in_order_and_apart(text in "(Putin|Union|European Union|普京| |s|’s|,|Éire){0,12}") {
            let found = ActorNames::new(&sample::model()).find(&text);
            assert!(found.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
            assert!(found.iter().all(|(span, _)| !span.of(&text).is_empty()));
        }
    }
}
