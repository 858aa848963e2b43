//! How two sides relate on one issue, and what decided it.

use super::party::Party;
use super::stance::{SAME, Stance, is_live, length};
use crate::model::{DemandId, IssueId, Model, RelationKind};

/// How two sides relate on an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// At the same point, or one backs the other.
    Agree,
    /// At most half the scale apart.
    Near,
    /// More than half the scale apart, or one stands against the other.
    Opposed,
    /// Nothing says how.
    Unknown,
}

impl Verdict {
    /// Every verdict, in the order in which summaries count them.
    pub const ALL: &'static [Self] = &[Self::Agree, Self::Near, Self::Opposed, Self::Unknown];

    /// The word as the JSON writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Near => "near",
            Self::Opposed => "opposed",
            Self::Unknown => "unknown",
        }
    }
}

/// What decided a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Where both stand on the scale.
    Positions,
    /// A demand of one that names a demand of the other.
    Relation {
        /// `Opposes` or `Supports`.
        kind: RelationKind,
        /// The demand that states it.
        from: DemandId,
        /// The demand it names.
        to: DemandId,
    },
    /// Nothing: one of them has no demand on the issue.
    Silent,
    /// Nothing: both have demands, but one has no place on the scale.
    NotPlaced,
}

impl Because {
    /// Every reason's word, as [`Because::word`] gives them.
    pub const WORDS: &'static [&'static str] = &["positions", "relation", "silent", "not-placed"];

    /// The word as the JSON writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::Relation { .. } => "relation",
            Self::Silent => "silent",
            Self::NotPlaced => "not-placed",
        }
    }
}

/// How two sides relate on an issue, with the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// How they relate.
    pub verdict: Verdict,
    /// How far apart they stand, as a share of the scale, 0..1; `None` unless positions decided.
    pub distance: Option<f64>,
    /// What decided.
    pub because: Because,
}

/// A side and what it holds on the issue in question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell<'c> {
    /// The side.
    pub party: &'c Party,
    /// Its stance on the issue.
    pub stance: &'c Stance,
}

/// How two sides relate on `issue`; the order of the two does not matter.
///
/// d = |p − q| ÷ (highest − lowest point of the scale), as in `OpenVAA`'s Manhattan metric on one question and the
/// normalised issue scales of DECIDE: agree d < 1e-9, near d ≤ 0.5, opposed d > 0.5. Only where one of the two has no
/// place, a relation between live demands of the two on the issue decides, whichever of them states it: `opposes`
/// before `supports`, then the first in the files. O(1) where both are placed, else the relations of the demands.
pub fn verdict(model: &Model, issue: IssueId, a: Cell, b: Cell) -> Pair {
    let by_position = length(model.issue(issue)).and_then(|length| {
        let distance = (a.stance.at()? - b.stance.at()?).abs() / length;
        Some(Pair { verdict: at_distance(distance), distance: Some(distance), because: Because::Positions })
    });
    by_position.unwrap_or_else(|| without_positions(model, a, b))
}

fn at_distance(distance: f64) -> Verdict {
    if distance < SAME {
        Verdict::Agree
    } else if distance <= 0.5 {
        Verdict::Near
    } else {
        Verdict::Opposed
    }
}

fn without_positions(model: &Model, a: Cell, b: Cell) -> Pair {
    let (verdict, because) = match (a.stance, b.stance) {
        (Stance::Silent, _) | (_, Stance::Silent) => (Verdict::Unknown, Because::Silent),
        // A side without a place lists all its demands on the issue: every relation of the two touches one of them.
        (Stance::NotPlaced { demands }, _) => by_relation(model, demands, b.party),
        (_, Stance::NotPlaced { demands }) => by_relation(model, demands, a.party),
        (Stance::Placed { .. } | Stance::Mixed { .. }, Stance::Placed { .. } | Stance::Mixed { .. }) => {
            (Verdict::Unknown, Because::NotPlaced)
        }
    };
    Pair { verdict, distance: None, because }
}

fn by_relation(model: &Model, demands: &[DemandId], other: &Party) -> (Verdict, Because) {
    let live = demands.iter().copied().filter(|id| is_live(model, *id));
    let counts = move |id: DemandId, to: DemandId| {
        let demand = model.demand(to);
        demand.issue == model.demand(id).issue && other.speaks(demand.actor) && is_live(model, to)
    };
    let found = live.flat_map(|id| {
        let stated =
            model.demand(id).relations.iter().map(move |relation| (relation.kind, id, relation.to, relation.to));
        let received = model.relations_to(id).map(move |relation| (relation.kind, relation.to, id, relation.to));
        let of_both = stated.chain(received).filter(move |(_, _, _, far)| counts(id, *far));
        of_both.filter_map(|(kind, from, to, _)| Some((decides(kind)?, from, to, kind)))
    });
    // `Opposes` is listed before `Supports`, so the least is the one that decides.
    match found.min_by_key(|(_, from, to, kind)| (*kind, *from, *to)) {
        Some((verdict, from, to, kind)) => (verdict, Because::Relation { kind, from, to }),
        None => (Verdict::Unknown, Because::NotPlaced),
    }
}

fn decides(kind: RelationKind) -> Option<Verdict> {
    match kind {
        RelationKind::Opposes => Some(Verdict::Opposed),
        RelationKind::Supports => Some(Verdict::Agree),
        RelationKind::Supersedes | RelationKind::DependsOn | RelationKind::InExchangeFor => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Because, Cell, Pair, Verdict, verdict};
    use crate::compare::party::Party;
    use crate::compare::sample::{STATUSES, Sample};
    use crate::compare::stance::Stances;
    use crate::model::{DemandId, IssueId, Model, RelationKind};

    fn judge(model: &Model, a: usize, b: usize) -> Pair {
        let stances = Stances::new(model);
        let parties = [a, b].map(|index| Party::alone(crate::model::ActorId::new(index)));
        let held = [&parties[0], &parties[1]].map(|party| stances.stance(model, party, IssueId::new(0)));
        let cell = |index: usize| Cell { party: &parties[index], stance: &held[index] };
        let pair = verdict(model, IssueId::new(0), cell(0), cell(1));
        assert_eq!(pair, verdict(model, IssueId::new(0), cell(1), cell(0)), "the order of the two does not matter");
        pair
    }

    fn unknown(because: Because) -> Pair {
        Pair { verdict: Verdict::Unknown, distance: None, because }
    }

    #[test]
    fn the_distance_on_the_scale_decides() {
        for (a, b, verdict, distance) in [
            (0.0, 0.0, Verdict::Agree, 0.0),
            (0.0, 1e-8, Verdict::Agree, 1e-10),
            (0.0, 1e-6, Verdict::Near, 1e-8),
            (25.0, 75.0, Verdict::Near, 0.5),
            (24.0, 75.0, Verdict::Opposed, 0.51),
            (0.0, 100.0, Verdict::Opposed, 1.0),
        ] {
            let mut sample = Sample::new(&["a", "b"], 1);
            sample.demand("a", 0, Some(a));
            sample.demand("b", 0, Some(b));
            let expected = Pair { verdict, distance: Some(distance), because: Because::Positions };
            assert_eq!(judge(&sample.finish(), 0, 1), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_relation_decides_only_where_a_position_is_missing() {
        for (position, because) in [(Some(100.0), "positions"), (None, "relation")] {
            for (from, to) in [(0, 1), (1, 0)] {
                let mut sample = Sample::new(&["a", "b"], 1);
                sample.demand("a", 0, Some(0.0));
                sample.demand("b", 0, position);
                sample.relate(from, RelationKind::Supports, to);
                let pair = judge(&sample.finish(), 0, 1);
                assert_eq!(pair.because.word(), because);
                let is_agree = pair.verdict == Verdict::Agree;
                assert_eq!((is_agree, pair.distance.is_none()), (position.is_none(), position.is_none()));
            }
        }
    }

    #[test]
    fn opposing_beats_supporting_and_the_first_in_the_file_is_named() {
        let mut sample = Sample::new(&["a", "b"], 1);
        for actor in ["a", "b", "a"] {
            sample.demand(actor, 0, None);
        }
        sample.relate(0, RelationKind::Supports, 1);
        sample.relate(2, RelationKind::Opposes, 1);
        sample.relate(1, RelationKind::Opposes, 2);
        let [from, to] = [1, 2].map(DemandId::new);
        let because = Because::Relation { kind: RelationKind::Opposes, from, to };
        let expected = Pair { verdict: Verdict::Opposed, distance: None, because };
        assert_eq!(judge(&sample.finish(), 0, 1), expected);
    }

    #[test]
    fn other_relations_decide_nothing() {
        for kind in RelationKind::ALL.iter().filter(|kind| super::decides(**kind).is_none()) {
            let mut sample = Sample::new(&["a", "b"], 1);
            sample.demand("a", 0, None);
            sample.demand("b", 0, None);
            sample.relate(0, *kind, 1);
            assert_eq!(judge(&sample.finish(), 0, 1).verdict, Verdict::Unknown, "{kind:?}");
        }
    }

    #[test]
    fn a_relation_of_a_demand_that_was_given_up_decides_nothing() {
        for (status, counts) in STATUSES {
            for given_up in [0, 1] {
                let mut sample = Sample::new(&["a", "b"], 1);
                for (index, actor) in ["a", "b"].into_iter().enumerate() {
                    let demand = sample.demand(actor, 0, None);
                    demand.status = if index == given_up { *status } else { demand.status };
                }
                sample.relate(0, RelationKind::Opposes, 1);
                let expected = if *counts { Verdict::Opposed } else { Verdict::Unknown };
                assert_eq!(judge(&sample.finish(), 0, 1).verdict, expected, "{status:?}");
            }
        }
    }

    #[test]
    fn a_relation_of_a_superseded_demand_decides_nothing() {
        let mut sample = Sample::new(&["a", "b"], 1);
        for actor in ["a", "b", "a"] {
            sample.demand(actor, 0, None);
        }
        sample.relate(0, RelationKind::Opposes, 1);
        sample.relate(2, RelationKind::Supersedes, 0);
        assert_eq!(judge(&sample.finish(), 0, 1), unknown(Because::NotPlaced));
    }

    #[test]
    fn a_relation_to_a_third_actor_or_to_another_issue_decides_nothing() {
        let mut sample = Sample::new(&["a", "b", "c"], 2);
        for (actor, issue) in [("a", 0), ("b", 0), ("c", 0), ("b", 1)] {
            sample.demand(actor, issue, None);
        }
        sample.relate(0, RelationKind::Opposes, 2);
        sample.relate(0, RelationKind::Opposes, 3);
        let model = sample.finish();
        assert_eq!(judge(&model, 0, 1), unknown(Because::NotPlaced));
        assert_eq!(judge(&model, 0, 2).verdict, Verdict::Opposed);
    }

    #[test]
    fn silence_is_unknown_and_named_before_a_missing_place() {
        let mut sample = Sample::new(&["a", "b", "c"], 1);
        sample.demand("a", 0, None);
        let model = sample.finish();
        assert_eq!(judge(&model, 0, 1), unknown(Because::Silent));
        assert_eq!(judge(&model, 1, 2), unknown(Because::Silent));
    }

    #[test]
    fn two_ranges_are_compared_by_their_middles() {
        let mut sample = Sample::new(&["a", "b"], 1);
        for (actor, at) in [("a", 0.0), ("a", 100.0), ("b", 40.0), ("b", 60.0)] {
            sample.demand(actor, 0, Some(at));
        }
        assert_eq!(judge(&sample.finish(), 0, 1).verdict, Verdict::Agree);
    }

    #[test]
    fn words_stand_once() {
        assert_eq!(
            Verdict::ALL.iter().map(|verdict| verdict.word()).collect::<Vec<_>>(),
            ["agree", "near", "opposed", "unknown"]
        );
        let id = DemandId::new(0);
        let relation = Because::Relation { kind: RelationKind::Opposes, from: id, to: id };
        let all = [Because::Positions, relation, Because::Silent, Because::NotPlaced];
        assert_eq!(all.map(Because::word), *Because::WORDS);
    }
}
