//! Recognising the actors a text names.

use std::collections::BTreeMap;

use super::words::{whole_words, words};
use crate::model::{ActorId, ActorKind, Model};
use crate::text::{Span, fold_for_search};

/// A surname alone names a person from this many letters.
const SURNAME_LETTERS: usize = 4;
/// A name in capitals is an abbreviation up to this many letters.
const ABBREVIATION_LETTERS: usize = 5;

/// The names and aliases of a model's actors, ready to be recognised.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Folded words of a name, and whose it is.
    known: BTreeMap<Vec<Box<str>>, Known>,
    /// The first word of a name, and how many words the longest name has that begins so.
    longest: BTreeMap<Box<str>, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    actor: ActorId,
    writing: Writing,
}

/// How a name must be written to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Any,
    /// In capitals: `US` is a state, `us` is not.
    Capitals,
}

impl Names {
    /// Takes every name and alias, and the last word of a person's name where no other actor is called so.
    /// A name that two actors claim goes to the first.
    pub fn new(model: &Model) -> Self {
        let mut out = Self::default();
        for id in model.actor_ids() {
            let actor = model.actor(id);
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                let known = Known { actor: id, writing: writing(name) };
                out.learn(name_words(name), known);
            }
        }
        for (surname, actor) in surnames(model) {
            out.learn(vec![surname], Known { actor, writing: Writing::Any });
        }
        out
    }

    fn learn(&mut self, name: Vec<Box<str>>, known: Known) {
        if name.iter().map(|word| word.chars().count()).sum::<usize>() < 2 {
            return;
        }
        let Some(first) = name.first() else { return };
        let longest = self.longest.entry(first.clone()).or_default();
        *longest = name.len().max(*longest);
        self.known.entry(name).or_insert(known);
    }

    /// Where `text` names actors, in order: whole words, the longest name first, none overlapping.
    ///
    /// Case and diacritics do not count, but for abbreviations in capitals. In `Putin’s` the name is marked without
    /// its ending. O(words × log names).
    pub fn find(&self, text: &str) -> Vec<(Span, ActorId)> {
        let folded = fold_for_search(text);
        let words = words(folded.text());
        let mut found: Vec<(Span, ActorId)> = Vec::new();
        let mut from = 0;
        for at in 0..words.len() {
            if words[at].0.start < from {
                continue;
            }
            let Some(longest) = self.longest.get(words[at].1) else { continue };
            let most = words.len().min(at + longest) - at;
            let list: Vec<Box<str>> = words[at..at + most].iter().map(|(_, word)| (*word).into()).collect();
            let named = (1..=most).rev().find_map(|count| {
                let known = self.known.get(&list[..count])?;
                let range = words[at].0.start..words[at + count - 1].0.end;
                let span = folded.source(range.clone());
                fits(span.of(text), known.writing).then_some((range.end, span, known.actor))
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
    whole_words(fold_for_search(name).text()).into_iter().map(|(_, word)| word.into()).collect()
}

fn writing(name: &str) -> Writing {
    let is_short = name.chars().count() <= ABBREVIATION_LETTERS;
    if is_short && fits(name, Writing::Capitals) { Writing::Capitals } else { Writing::Any }
}

fn fits(written: &str, writing: Writing) -> bool {
    match writing {
        Writing::Any => true,
        Writing::Capitals => written.chars().any(char::is_uppercase) && !written.chars().any(char::is_lowercase),
    }
}

/// The last word of each person's name that is the last word of no other actor's name, sorted.
fn surnames(model: &Model) -> Vec<(Box<str>, ActorId)> {
    let mut holders: BTreeMap<Box<str>, Vec<ActorId>> = BTreeMap::new();
    for id in model.actor_ids() {
        let name = name_words(&model.actor(id).name);
        holders.entry(name.last().cloned().unwrap_or_default()).or_default().push(id);
    }
    let alone = holders.into_iter().filter_map(|(name, ids)| match ids.as_slice() {
        [id] if model.actor(*id).kind == ActorKind::Person => Some((name, *id)),
        _ => None,
    });
    alone.filter(|(name, _)| name.chars().count() >= SURNAME_LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::model::{ActorKind, Builder, Model};
    use crate::search::sample;

    fn named(model: &Model, text: &str) -> Vec<String> {
        let found = Names::new(model).find(text);
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
    }

    proptest::proptest! {
        #[test]
        fn found_names_stand_in_order_and_apart(text in "(Putin|Union|European Union|普京| |s|’s|,|Éire){0,12}") {
            let found = Names::new(&sample::model()).find(&text);
            assert!(found.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
            assert!(found.iter().all(|(span, _)| !span.of(&text).is_empty()));
        }
    }
}
