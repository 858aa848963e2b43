//! Words that name the same actor: `zelensky` also finds `Зеленський` if the model gives both.

use super::numbers::WordId;
use super::vocabulary::Vocabulary;
use crate::model::{Actor, ActorKind, Model};
use crate::search::analysis::actor_names::{MIN_SURNAME_LETTERS, surname};
use crate::search::analysis::words::{Role, fold_into, tokenize_all};

/// The words that name an actor on their own, for actors that have several.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Vec<WordId>>,
    /// Each word with the place of a group that has it, sorted.
    members: Vec<(WordId, usize)>,
}

impl Synonyms {
    /// Takes names and aliases of one word, and a person's surname.
    pub fn new(model: &Model, vocabulary: &Vocabulary) -> Self {
        let mut out = Self::default();
        for actor in model.actors() {
            let mut words: Vec<WordId> = sole_words(actor).iter().filter_map(|word| vocabulary.find(word)).collect();
            words.sort_unstable();
            words.dedup();
            if words.len() > 1 {
                out.members.extend(words.iter().map(|word| (*word, out.groups.len())));
                out.groups.push(words);
            }
        }
        out.members.sort_unstable();
        out
    }

    /// The other words of every actor that `word` names.
    pub fn of(&self, word: WordId) -> impl Iterator<Item = WordId> {
        let from = self.members.partition_point(|(member, _)| *member < word);
        let own = self.members.iter().skip(from).take_while(move |(member, _)| *member == word);
        own.flat_map(|(_, group)| &self.groups[*group]).copied().filter(move |other| *other != word)
    }
}

fn sole_words(actor: &Actor) -> Vec<String> {
    let mut folded = String::new();
    let mut out = Vec::new();
    for (at, name) in std::iter::once(&actor.name).chain(&actor.aliases).enumerate() {
        let may_be_surname = at == 0 && actor.kind == ActorKind::Person;
        let is_sole = !name.trim().contains(char::is_whitespace);
        let Some(last) = surname(name).filter(|_| is_sole || may_be_surname) else { continue };
        fold_into(last, &mut folded);
        // Of a hyphenated name the word that it makes is the last.
        let mut words = tokenize_all(&folded);
        words.retain(|word| word.role != Role::Tail);
        let Some(word) = words.pop().filter(|word| words.is_empty() || word.role == Role::Joined) else { continue };
        if is_sole || word.text.chars().count() >= MIN_SURNAME_LETTERS {
            out.push(word.text.into_owned());
        }
    }
    out
}
