//! What actors are called where there is little room.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::Party;
use crate::model::Model;
use crate::text::{glyphs, width};

/// Two shorter names of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tag {
    /// The short name; different for every column.
    pub name: String,
    /// Two or more letters, different for every column.
    pub tag: String,
    /// Cells of the name, and of the letters.
    pub cells: [usize; 2],
}

impl Tag {
    /// Of this name and these letters.
    pub fn new(name: String, tag: String) -> Self {
        Self { cells: [width(&name), width(&tag)], name, tag }
    }

    /// The name if it fits into `cells`, else the letters.
    pub fn within(&self, cells: usize) -> &str {
        if self.cells[0] <= cells { &self.name } else { &self.tag }
    }
}

/// The tags of all columns: initials where a name has several words, else its first letters, as many as make it
/// different from those before it.
pub fn tags(model: &Model, parties: &[Party]) -> Vec<Tag> {
    let (mut names, mut taken) = (Taken::default(), Taken::default());
    let tag = |party: &Party| {
        let actor = model.actor(party.actor);
        let (short, whole) = (model.short_name(party.actor), &*actor.name);
        let name = names.unused([short, whole].map(str::to_owned).into_iter());
        let tag = taken.unused(candidates(short));
        Tag::new(name, tag)
    };
    parties.iter().map(tag).collect()
}

/// Names that are given to a column.
#[derive(Default)]
struct Taken {
    names: BTreeSet<String>,
    /// The next number to be tried behind a name, of those that had to be numbered.
    numbers: BTreeMap<String, usize>,
}

impl Taken {
    /// The first of `candidates` that is not taken, else the last of them with a number.
    fn unused(&mut self, candidates: impl Iterator<Item = String>) -> String {
        let mut last = String::new();
        for candidate in candidates {
            if !candidate.is_empty() && self.names.insert(candidate.clone()) {
                return candidate;
            }
            last = candidate;
        }
        let number = self.numbers.entry(last.clone()).or_insert(2);
        loop {
            let name = format!("{last}{number}");
            *number += 1;
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The most initials that narrow columns have room for.
const INITIALS: usize = 3;

fn candidates(name: &str) -> impl Iterator<Item = String> {
    let is_of_no_use = |word: &&str| !["&", "and", "the", "of", "The"].contains(word);
    let is_between = |c: char| c.is_whitespace() || c == '-';
    let words: Vec<&str> = name.split(is_between).filter(|word| !word.is_empty()).filter(is_of_no_use).collect();
    let letters = |text: &str| glyphs(text).map(|glyph| glyph.shown.to_string()).collect::<Vec<_>>();
    let initials: String = words.iter().filter_map(|word| letters(word).into_iter().next()).take(INITIALS).collect();
    let initials = (words.len() > 1).then(|| initials.to_uppercase());
    let letters = letters(&words.concat());
    let count = letters.len();
    initials.into_iter().chain((2.min(count)..=count.min(8)).map(move |n| letters.iter().take(n).cloned().collect()))
}

#[cfg(test)]
mod tests {
    use super::{Taken, candidates};

    #[test]
    fn initials_come_first_then_more_and_more_letters() {
        for (name, first, second) in [
            ("Putin", Some("Pu"), Some("Put")),
            ("European allies", Some("EA"), Some("Eu")),
            ("The West", Some("We"), Some("Wes")),
            ("Group of 77 and China", Some("G7C"), Some("Gr")),
            ("Like-Minded Countries", Some("LMC"), Some("Li")),
            ("Smelters & Refiners Board", Some("SRB"), Some("Sm")),
            ("Trinidad and Tobago", Some("TT"), Some("Tr")),
            ("Saint Vincent and the Grenadines", Some("SVG"), Some("Sa")),
            ("欧盟", Some("欧盟"), None),
            ("", Some(""), None),
        ] {
            let mut found = candidates(name);
            assert_eq!(found.next().as_deref(), first, "{name}");
            assert_eq!(found.next().as_deref(), second, "{name}");
        }
    }

    #[test]
    fn no_two_columns_are_called_the_same() {
        let mut taken = Taken::default();
        let mut of = |names: &[&str]| taken.unused(names.iter().map(ToString::to_string));
        let given = [&["Pu"][..], &["Pu", "Put"], &["Put2"], &["Pu", "Put"], &["Pu", "Put"], &["Pu"]].map(&mut of);
        assert_eq!(given, ["Pu", "Put", "Put2", "Put3", "Put4", "Pu2"]);
        // A hundred thousand take no longer than their number.
        let last = (0..100_000).map(|_| of(&["X"])).last();
        assert_eq!(last.as_deref(), Some("X100000"));
    }
}
