//! The sides of a comparison: actors alone, or blocs with all their members.

use std::collections::BTreeSet;

use crate::model::{ActorId, Model};

/// One side of a comparison: an actor and everyone who speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Whose column it is.
    pub actor: ActorId,
    /// The actors whose demands count as its own, in the order of the files; never empty.
    pub voices: Vec<ActorId>,
}

impl Party {
    /// An actor with only its own demands.
    pub fn alone(actor: ActorId) -> Self {
        Self { actor, voices: vec![actor] }
    }

    /// An actor with the demands of all its direct and indirect members. Costs one visit per member.
    pub fn with_members(model: &Model, actor: ActorId) -> Self {
        Self { actor, voices: model.voices_of(&[actor]) }
    }

    /// An actor with its own demands or, if it has none, with those of all its members.
    pub fn speaking(model: &Model, actor: ActorId) -> Self {
        if model.demands_of(actor).is_empty() { Self::with_members(model, actor) } else { Self::alone(actor) }
    }

    /// Whether the demands of `actor` count as this party's.
    pub fn speaks(&self, actor: ActorId) -> bool {
        self.voices.binary_search(&actor).is_ok()
    }
}

/// Whether actors speak for themselves or as the blocs they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Folding {
    /// Every actor speaks for itself; one without its own demands speaks with those of its members.
    #[default]
    Alone,
    /// Each actor is replaced by the tops of its `member_of`, which speak with all their members' demands.
    Blocs,
}

/// The parties that `actors` form, without repeats, in the order given; several tops of one actor in the order of the
/// files.
///
/// An actor that is a member of nothing, or only of a cycle, is its own top.
pub fn parties(model: &Model, actors: &[ActorId], folding: Folding) -> Vec<Party> {
    let mut seen = BTreeSet::new();
    let columns = actors.iter().flat_map(|actor| match folding {
        Folding::Alone => vec![*actor],
        Folding::Blocs => tops(model, *actor),
    });
    let columns = columns.filter(|actor| seen.insert(*actor));
    let party = |actor| match folding {
        Folding::Alone => Party::speaking(model, actor),
        Folding::Blocs => Party::with_members(model, actor),
    };
    columns.map(party).collect()
}

/// The tops of `member_of` above an actor, in the order of the files.
pub(super) fn tops(model: &Model, actor: ActorId) -> Vec<ActorId> {
    let mut above = BTreeSet::from([actor]);
    let mut open = vec![actor];
    while let Some(next) = open.pop() {
        open.extend(model.actor(next).member_of.iter().copied().filter(|group| above.insert(*group)));
    }
    let tops: Vec<ActorId> = above.into_iter().filter(|above| model.actor(*above).member_of.is_empty()).collect();
    if tops.is_empty() { vec![actor] } else { tops }
}

#[cfg(test)]
mod tests {
    use super::{Folding, Party, parties};
    use crate::compare::sample::Sample;

    #[test]
    fn a_person_in_two_blocs_speaks_in_both() {
        let mut sample = Sample::new(&["north", "south", "ana", "ben"], 0);
        sample.member("ana", "south");
        sample.member("ana", "north");
        let model = sample.finish();
        let [north, south, ana, ben] = Sample::actors(&model);
        let folded = parties(&model, &[ben, ana, south], Folding::Blocs);
        let expected = vec![
            Party::alone(ben),
            Party { actor: north, voices: vec![north, ana] },
            Party { actor: south, voices: vec![south, ana] },
        ];
        assert_eq!(folded, expected);
    }

    #[test]
    fn an_actor_without_demands_speaks_with_those_of_its_members_unfolded_too() {
        let mut sample = Sample::new(&["north", "south", "ana", "ben"], 1);
        sample.member("ana", "north");
        sample.member("ben", "south");
        sample.demand("ana", 0, None);
        sample.demand("south", 0, None);
        let model = sample.finish();
        let [north, south, ana, ben] = Sample::actors(&model);
        let speaking = parties(&model, &[north, south, ana, ben], Folding::Alone);
        let with_ana = Party { actor: north, voices: vec![north, ana] };
        assert_eq!(speaking, [with_ana, Party::alone(south), Party::alone(ana), Party::alone(ben)]);
    }

    #[test]
    fn an_actor_given_twice_counts_once() {
        let model = Sample::new(&["a", "b"], 0).finish();
        let [a, b] = Sample::actors(&model);
        assert_eq!(parties(&model, &[b, a, b], Folding::Alone), [Party::alone(b), Party::alone(a)]);
    }

    #[test]
    fn a_bloc_speaks_with_the_members_of_its_members() {
        let mut sample = Sample::new(&["bloc", "state", "person"], 0);
        sample.member("person", "state");
        sample.member("state", "bloc");
        let model = sample.finish();
        let [bloc, state, person] = Sample::actors(&model);
        let folded = parties(&model, &[person, state], Folding::Blocs);
        assert_eq!(folded, [Party { actor: bloc, voices: vec![bloc, state, person] }]);
        assert!(folded[0].speaks(person));
    }

    #[test]
    fn a_circle_of_members_ends() {
        let mut sample = Sample::new(&["a", "b"], 0);
        sample.member("a", "b");
        sample.member("b", "a");
        let model = sample.finish();
        let [a, b] = Sample::actors(&model);
        assert_eq!(parties(&model, &[a], Folding::Blocs), [Party { actor: a, voices: vec![a, b] }]);
    }
}
