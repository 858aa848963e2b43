//! Words that name the same actor: `zelensky` also finds `Зеленський` where the model gives both.

use super::vocabulary::{Vocabulary, WordId};
use super::words::{fold_into, whole_words};
use crate::model::{Actor, ActorKind, Model};

/// A surname counts from this many letters.
const SURNAME_LETTERS: usize = 4;

/// The words that name an actor by themselves, for actors that have several.
#[derive(Debug, Clone, Default)]
pub(super) struct Kin {
    families: Vec<Vec<WordId>>,
    /// (word, place in `families`), sorted.
    members: Vec<(WordId, u32)>,
}

impl Kin {
    /// Takes names and aliases of one word, and the last word of a person's name.
    pub fn new(model: &Model, vocabulary: &Vocabulary) -> Self {
        let mut out = Self::default();
        for actor in model.actors() {
            let mut words: Vec<WordId> = sole_words(actor).iter().filter_map(|word| vocabulary.find(word)).collect();
            words.sort_unstable();
            words.dedup();
            if words.len() > 1 {
                let family = u32::try_from(out.families.len()).unwrap_or(u32::MAX);
                out.members.extend(words.iter().map(|word| (*word, family)));
                out.families.push(words);
            }
        }
        out.members.sort_unstable();
        out
    }

    /// The other words of every actor that `word` names.
    pub fn others(&self, word: WordId) -> impl Iterator<Item = WordId> {
        let from = self.members.partition_point(|(member, _)| *member < word);
        let mine = self.members.iter().skip(from).take_while(move |(member, _)| *member == word);
        let all = mine.filter_map(|(_, family)| self.families.get(*family as usize)).flatten();
        all.copied().filter(move |other| *other != word)
    }
}

fn sole_words(actor: &Actor) -> Vec<String> {
    let mut folded = String::new();
    let mut out = Vec::new();
    for (at, name) in std::iter::once(&actor.name).chain(&actor.aliases).enumerate() {
        fold_into(name, &mut folded);
        let words = whole_words(&folded);
        let is_surname = at == 0 && actor.kind == ActorKind::Person;
        match words.last() {
            Some((_, last)) if words.len() == 1 || (is_surname && last.chars().count() >= SURNAME_LETTERS) => {
                out.push((*last).to_owned());
            }
            _ => {}
        }
    }
    out
}
