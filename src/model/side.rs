//! Which side an actor is on, and a letter that identifies it without its name.

use std::collections::{HashMap, HashSet};

use super::ids::ActorId;
use super::vocabulary::ActorKind;
use crate::text::width;

/// Number of sides; after that the numbers repeat.
pub const SIDES: usize = 8;
/// How many words and letters of a name to consider.
const LETTERS: usize = 32;
/// Once this many letters are taken, none is free.
const MANY: usize = 128;

/// Where an actor belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The number of its side, below [`SIDES`]; actors with the same top of `member_of` share it.
    pub number: usize,
    /// How many actors before it have this number.
    pub nth: usize,
    /// A letter of one cell, mostly of its name, that no earlier actor has; the first of its name if all are taken.
    pub letter: char,
}

/// What decides an actor's side and letter.
#[derive(Clone, Copy)]
pub(super) struct Belonging<'a> {
    pub name: &'a str,
    pub kind: ActorKind,
    /// The first of its groups.
    pub group: Option<ActorId>,
}

/// The sides of all actors. O(actors).
pub(super) fn sides(actors: &[Belonging<'_>]) -> Vec<Side> {
    let (mut numbers, mut counts, mut taken) = (HashMap::new(), [0; SIDES], HashSet::new());
    let tops = tops(actors);
    let side = |(actor, top): (&Belonging<'_>, usize)| {
        let count = numbers.len();
        let number = *numbers.entry(top).or_insert(count) % SIDES;
        let nth = counts[number];
        counts[number] += 1;
        Side { number, nth, letter: letter(actor, &mut taken) }
    };
    actors.iter().zip(tops).map(side).collect()
}

/// For each actor, the end of the chain of first groups; the actor itself if the chain is a cycle.
fn tops(actors: &[Belonging<'_>]) -> Vec<usize> {
    let mut tops: Vec<Option<usize>> = vec![None; actors.len()];
    for start in 0..actors.len() {
        let (mut way, mut at) = (Vec::new(), start);
        let mut seen = HashSet::new();
        let top = loop {
            if let Some(top) = tops[at] {
                break top;
            }
            if !seen.insert(at) {
                break start;
            }
            way.push(at);
            match actors[at].group {
                Some(group) => at = group.index(),
                None => break at,
            }
        };
        for actor in way {
            tops[actor] = Some(top);
        }
    }
    tops.into_iter().enumerate().map(|(at, top)| top.unwrap_or(at)).collect()
}

/// The initial of the last name, else of another word, else any letter or digit that is free.
fn letter(actor: &Belonging<'_>, taken: &mut HashSet<char>) -> char {
    let words: Vec<&str> = actor.name.split_whitespace().take(LETTERS).collect();
    let last = words.iter().rev().take(usize::from(actor.kind == ActorKind::Person));
    let initials = last.chain(&words).filter_map(|word| word.chars().next());
    let of_name = initials.chain(actor.name.chars().take(LETTERS)).filter_map(shown);
    let mut all = of_name.chain('A'..='Z').chain('0'..='9').chain('a'..='z');
    // Beyond this none is free; searching would cost the full alphabet for every actor.
    let free = if taken.len() < MANY { all.clone().find(|letter| !taken.contains(letter)) } else { None };
    let letter = free.or_else(|| all.next()).unwrap_or('A');
    taken.insert(letter);
    letter
}

/// A letter or digit in upper case, if it takes one cell.
fn shown(c: char) -> Option<char> {
    let mut upper = c.to_uppercase();
    let one = upper.next().filter(|_| upper.next().is_none()).filter(|c| c.is_alphanumeric())?;
    (width(one.encode_utf8(&mut [0; 4])) == 1).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::{ActorId, ActorKind, Belonging, SIDES, sides};

    fn belongs(name: &str, kind: ActorKind, group: Option<usize>) -> Belonging<'_> {
        Belonging { name, kind, group: group.map(ActorId::new) }
    }

    #[test]
    fn a_side_is_all_that_have_one_top() {
        use ActorKind::{Bloc, Person, State};
        let of = [
            belongs("Vladimir Putin", Person, Some(2)),
            belongs("Donald Trump", Person, Some(4)),
            belongs("Russia", State, None),
            belongs("Dmitry Medvedev", Person, Some(2)),
            belongs("United States", State, Some(5)),
            belongs("The West", Bloc, None),
            belongs("circle", Bloc, Some(7)),
            belongs("circle of circles", Bloc, Some(6)),
        ];
        let found = sides(&of);
        let told: Vec<(usize, usize, char)> = found.iter().map(|side| (side.number, side.nth, side.letter)).collect();
        let first = [(0, 0, 'P'), (1, 0, 'T'), (0, 1, 'R'), (0, 2, 'M'), (1, 1, 'U'), (1, 2, 'W')];
        assert_eq!(&told[..6], first);
        assert_eq!((told[6].0, told[7].0), (2, 2), "a circle is one side");
        assert_eq!((told[6].2, told[7].2), ('C', 'O'));
    }

    #[test]
    fn numbers_come_again_and_letters_are_other_ones() {
        let found = sides(&[belongs("Ä. Li 李", ActorKind::Person, None); 40]);
        for (at, side) in found.iter().enumerate() {
            assert_eq!((side.number, side.nth), (at % SIDES, at / SIDES));
            assert!(found.iter().take(at).all(|other| other.letter != side.letter), "{} is twice", side.letter);
        }
    }
}
