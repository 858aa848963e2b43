//! What actors are called where there is little room.

use std::collections::BTreeSet;

use crate::compare::Party;
use crate::model::{ActorKind, Model};
use crate::text::glyphs;

/// Two shorter names of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tag {
    /// The last name of a person, the name of anyone else; different for every column.
    pub name: String,
    /// Two or more letters, different for every column.
    pub tag: String,
}

/// The tags of all columns: initials where a name has several words, else its first letters, as many as make it
/// different from those before it.
pub fn tags(model: &Model, parties: &[Party]) -> Vec<Tag> {
    let (mut names, mut taken) = (BTreeSet::new(), BTreeSet::new());
    let tag = |party: &Party| {
        let actor = model.actor(party.actor);
        let whole = &*actor.name;
        let last = match actor.kind {
            ActorKind::Person => {
                let last = whole.split_whitespace().next_back();
                last.filter(|word| word.starts_with(char::is_alphabetic)).unwrap_or(whole)
            }
            ActorKind::State | ActorKind::Organization | ActorKind::Bloc => whole,
        };
        let name = unused([last, whole].map(str::to_owned).into_iter(), &mut names);
        let tag = unused(candidates(last), &mut taken);
        Tag { name, tag }
    };
    parties.iter().map(tag).collect()
}

/// The first of `candidates` that is not taken, else the last of them with a number.
fn unused(candidates: impl Iterator<Item = String>, taken: &mut BTreeSet<String>) -> String {
    let mut last = String::new();
    for candidate in candidates {
        if !candidate.is_empty() && taken.insert(candidate.clone()) {
            return candidate;
        }
        last = candidate;
    }
    let numbered = (2..).map(|n| format!("{last}{n}"));
    numbered.into_iter().find(|name| taken.insert(name.clone())).unwrap_or(last)
}

fn candidates(name: &str) -> impl Iterator<Item = String> {
    let is_of_no_use = |word: &&str| !["the", "of", "The"].contains(word);
    let words: Vec<&str> = name.split_whitespace().filter(is_of_no_use).collect();
    let letters = |text: &str| glyphs(text).map(|glyph| glyph.shown.to_string()).collect::<Vec<_>>();
    let initials: String = words.iter().filter_map(|word| letters(word).into_iter().next()).collect();
    let initials = (words.len() > 1).then(|| initials.to_uppercase());
    let letters = letters(&words.concat());
    let count = letters.len();
    initials.into_iter().chain((2.min(count)..=count.min(8)).map(move |n| letters.iter().take(n).cloned().collect()))
}

#[cfg(test)]
mod tests {
    use super::candidates;

    #[test]
    fn initials_come_first_then_more_and_more_letters() {
        for (name, first, second) in [
            ("Putin", Some("Pu"), Some("Put")),
            ("European allies", Some("EA"), Some("Eu")),
            ("The West", Some("We"), Some("Wes")),
            ("欧盟", Some("欧盟"), None),
            ("", Some(""), None),
        ] {
            let mut found = candidates(name);
            assert_eq!(found.next().as_deref(), first, "{name}");
            assert_eq!(found.next().as_deref(), second, "{name}");
        }
    }
}
