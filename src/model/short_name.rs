//! Short names of actors.

use std::collections::BTreeMap;

use super::{Actor, ActorId};

/// The longest abbreviation: more capitals are a word in upper case.
const MAX_INITIALS: usize = 5;

/// For each actor with a short name, the index of that alias: the first that is a shorter form of its name and names no
/// other actor. O(n log n) in the names.
///
/// A word is never cut out of a name: the last word of some names is a name (`Putin`), of others it is not (`States`,
/// `Un`), and only the model can tell.
pub(super) fn short_names(actors: &[Actor]) -> BTreeMap<ActorId, usize> {
    let shorter = |actor: &'_ Actor| -> Vec<String> {
        let forms = actor.aliases.iter().filter(|alias| is_shorter_form(alias, &actor.name));
        forms.map(|alias| alias.to_lowercase()).collect()
    };
    // Only candidates: most models have few, and names may be most of a model.
    let mut owners: BTreeMap<String, usize> = actors.iter().flat_map(shorter).map(|name| (name, 0)).collect();
    for actor in if owners.is_empty() { &[] } else { actors } {
        let mut own: Vec<String> =
            std::iter::once(&actor.name).chain(&actor.aliases).map(|name| name.to_lowercase()).collect();
        own.sort_unstable();
        own.dedup();
        for name in own {
            if let Some(count) = owners.get_mut(&name) {
                *count += 1;
            }
        }
    }
    let short = |actor: &Actor| {
        let is_unique = |alias: &str| owners.get(&alias.to_lowercase()) == Some(&1);
        actor.aliases.iter().position(|alias| is_shorter_form(alias, &actor.name) && is_unique(alias))
    };
    let numbered = actors.iter().enumerate();
    numbered.filter_map(|(number, actor)| Some((ActorId::new(number), short(actor)?))).collect()
}

/// Whether `alias` begins as a name does and is made of words of `name`, in order, or abbreviates it.
fn is_shorter_form(alias: &str, name: &str) -> bool {
    let is_name = alias.chars().next().is_some_and(|first| !first.is_lowercase());
    let count = name.split_whitespace().count();
    let mut words = name.split_whitespace();
    let of_words = alias.split_whitespace().all(|word| words.any(|other| other == word));
    let mut letters = alias.chars().filter(|letter| *letter != '.');
    // Initials in another script abbreviate the name in another language.
    let is_initial = |letter: char| letter.is_uppercase() && (letter.is_ascii() || !name.is_ascii());
    let of_initials = letters.clone().count() <= MAX_INITIALS && letters.all(is_initial);
    is_name && count > 1 && alias.chars().count() < name.chars().count() && (of_words || of_initials)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::short_names;
    use crate::model::{Actor, ActorId, ActorKind, Origin};

    fn actor(name: &str, aliases: &[&str]) -> Actor {
        Actor {
            key: name.into(),
            name: name.into(),
            kind: ActorKind::Person,
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
            member_of: Box::default(),
            role: None,
            note: None,
            origin: Origin::default(),
        }
    }

    #[test]
    fn a_short_name_is_one_that_the_model_gives() {
        for (name, aliases, short) in [
            ("Mara Lind", &["the chair", "Линд", "Lind", "Mara"][..], "Lind"),
            ("Mara Lind", &[], "Mara Lind"),
            ("Twin Isles", &["Port Hale", "ТИ", "TI", "T.I."], "TI"),
            ("Lowland", &["Low", "LL"], "Lowland"),
            ("Coast members", &["members", "Coasters"], "Coast members"),
            ("Ana de la Cruz", &["de la Cruz", "Ana Cruz"], "Ana Cruz"),
        ] {
            let found = short_names(&[actor(name, aliases)]);
            assert_eq!(found.get(&ActorId::new(0)).map_or(name, |at| aliases[*at]), short, "{name} {aliases:?}");
        }
    }

    #[test]
    fn a_short_name_is_nobody_else_s() {
        let lind = actor("Mara Lind", &["Lind", "M. Lind", "Mara"]);
        let expected = BTreeMap::from([(ActorId::new(0), 2)]);
        assert_eq!(short_names(&[lind.clone(), actor("Olav Lind", &["LIND"])]), expected);
        assert_eq!(short_names(&[lind, actor("Lind", &[])]), expected);
    }
}
