//! How two sides relate on one issue, and what decided it.

use super::party::Party;
use super::stance::{SAME, Stance, Stances, Stated, length};
use crate::model::{IssueId, Model, RelationKind, vocabulary};

/// Up to this share of a scale two points are near each other.
pub const NEAR: f64 = 0.25;
/// Up to this share of a scale two points are apart, farther ones opposed.
pub const APART: f64 = 0.5;

vocabulary! {
    /// How two sides relate on an issue.
    pub enum Verdict {
        /// At the same point, or one backs the other.
        Agree = "agree",
        /// At most a quarter of the scale from each other.
        Near = "near",
        /// More than a quarter of the scale from each other, at most half of it.
        Apart = "apart",
        /// More than half the scale from each other, or one opposes the other.
        Opposed = "opposed",
        /// Nothing says how.
        Unknown = "unknown",
    }
}

impl Verdict {
    /// Whether the two are in conflict: apart or opposed.
    pub fn is_conflict(self) -> bool {
        match self {
            Self::Apart | Self::Opposed => true,
            Self::Agree | Self::Near | Self::Unknown => false,
        }
    }

    /// The verdict by a distance alone, 0..1.
    pub fn at_distance(distance: f64) -> Self {
        match distance {
            distance if distance < SAME => Self::Agree,
            distance if distance <= NEAR + SAME => Self::Near,
            distance if distance <= APART + SAME => Self::Apart,
            _ => Self::Opposed,
        }
    }
}

vocabulary! {
    /// What decided a verdict.
    pub enum Because {
        /// What both hold on the scale.
        Positions = "positions",
        /// A relation between a demand of one and a demand of the other.
        Relation = "relation",
        /// Nothing: one of them has no demand on the issue.
        Silent = "silent",
        /// Nothing: both have demands, but one has no place on the scale.
        NotPlaced = "not-placed",
    }
}

/// How two sides relate on an issue, with the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// How they relate.
    pub verdict: Verdict,
    /// How far apart they are, as a share of the scale, 0..1; `None` unless both have a place on it.
    pub distance: Option<f64>,
    /// What decided.
    pub because: Because,
    /// The relation between the two, even if it did not decide.
    pub stated: Option<Stated>,
    /// Whether the very same demands count for both, so that there is nothing to compare: those of a member, for it and
    /// its group, or for two groups. `because` is then `Silent`: one has no demand of its own beside the other's.
    pub is_same: bool,
}

impl Pair {
    /// Whether the relation contradicts the positions: it opposes what is near, or supports what is not.
    pub fn is_contradictory(&self) -> bool {
        let (Some(stated), Some(distance)) = (self.stated, self.distance) else { return false };
        Verdict::at_distance(distance).is_conflict() != (stated.kind == RelationKind::Opposes)
    }
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
/// normalised issue scales of DECIDE; the mean over all pairs of points if a side holds several: agree d < 1e-9, near d
/// ≤ 0.25, apart d ≤ 0.5, opposed d > 0.5. Of relations between live demands of the two on the issue, in either
/// direction, `opposes` always decides, `supports` only if one of the two has no place. Costs the points of both and
/// the relations of `a` on the issue.
///
/// Where the very same demands count for both the verdict is unknown: nobody agrees with itself.
pub fn verdict(model: &Model, stances: &Stances, issue: IssueId, (a, b): (Cell, Cell)) -> Pair {
    if a.stance.is_same(b.stance) {
        let (verdict, because) = (Verdict::Unknown, Because::Silent);
        return Pair { verdict, distance: None, because, stated: None, is_same: true };
    }
    let stated = stances.stated((a.party, b.party), issue);
    let distance = distance(model, issue, (a.stance, b.stance));
    let (verdict, because) = match (stated.map(|stated| stated.kind), distance) {
        (Some(RelationKind::Opposes), _) => (Verdict::Opposed, Because::Relation),
        (_, Some(distance)) => (Verdict::at_distance(distance), Because::Positions),
        (Some(_), None) => (Verdict::Agree, Because::Relation),
        (None, None) if [a, b].iter().any(|cell| *cell.stance == Stance::Silent) => (Verdict::Unknown, Because::Silent),
        (None, None) => (Verdict::Unknown, Because::NotPlaced),
    };
    Pair { verdict, distance, because, stated, is_same: false }
}

/// The mean distance over all pairs of points that two sides hold; `None` if one holds none, or both by the very same
/// demands.
pub(super) fn distance(model: &Model, issue: IssueId, (a, b): (&Stance, &Stance)) -> Option<f64> {
    let length = length(model.issue(issue)).filter(|_| !a.is_same(b))?;
    if let (Stance::Placed { at: a, .. }, Stance::Placed { at: b, .. }) = (a, b) {
        return Some((a - b).abs() / length);
    }
    let (a, b) = (a.points(model), b.points(model));
    (!a.is_empty() && !b.is_empty()).then(|| mean_of(&a, &b, length))
}

/// The mean distance of points of one side from points of another, at least one each, on a scale of this length.
#[expect(clippy::cast_precision_loss, reason = "points are far below 2^52")]
pub(super) fn mean_of(a: &[f64], b: &[f64], length: f64) -> f64 {
    if let ([a], [b]) = (a, b) {
        return (a - b).abs() / length;
    }
    let sum: f64 = a.iter().flat_map(|p| b.iter().map(move |q| (p - q).abs())).sum();
    sum / ((a.len() * b.len()) as f64 * length)
}

#[cfg(test)]
mod tests {
    use super::{Because, Cell, Pair, Verdict, verdict};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, Party, parties};
    use crate::compare::sample::{STATUSES, Sample};
    use crate::compare::stance::Stances;
    use crate::compare::stance::Stated;
    use crate::model::{DemandId, IssueId, Model, RelationKind, Status};

    fn judge(model: &Model, a: usize, b: usize) -> Pair {
        let stances = Stances::new(model);
        let parties = [a, b].map(|index| Party::alone(crate::model::ActorId::new(index)));
        let held = [&parties[0], &parties[1]].map(|party| stances.stance(model, party, IssueId::new(0)));
        let cell = |index: usize| Cell { party: &parties[index], stance: &held[index] };
        let pair = verdict(model, &stances, IssueId::new(0), (cell(0), cell(1)));
        let turned = verdict(model, &stances, IssueId::new(0), (cell(1), cell(0)));
        assert_eq!(pair, turned, "the order of the two does not matter");
        pair
    }

    fn unknown(because: Because) -> Pair {
        Pair { verdict: Verdict::Unknown, distance: None, because, stated: None, is_same: false }
    }

    #[test]
    fn the_distance_on_the_scale_decides() {
        for (a, b, verdict, distance) in [
            (0.0, 0.0, Verdict::Agree, 0.0),
            (0.0, 1e-8, Verdict::Agree, 1e-10),
            (0.0, 1e-6, Verdict::Near, 1e-8),
            (25.0, 50.0, Verdict::Near, 0.25),
            (24.0, 50.0, Verdict::Apart, 0.26),
            (25.0, 75.0, Verdict::Apart, 0.5),
            (24.0, 75.0, Verdict::Opposed, 0.51),
            (0.0, 100.0, Verdict::Opposed, 1.0),
        ] {
            let mut sample = Sample::new(&["a", "b"], 1);
            sample.demand("a", 0, Some(a));
            sample.demand("b", 0, Some(b));
            let expected =
                Pair { verdict, distance: Some(distance), because: Because::Positions, stated: None, is_same: false };
            assert_eq!(judge(&sample.finish(), 0, 1), expected, "{a} {b}");
        }
    }

    #[test]
    fn nobody_agrees_with_its_own_demands() {
        let mut sample = Sample::new(&["state", "a", "b"], 1);
        sample.member("a", "state");
        sample.demand("a", 0, Some(25.0));
        sample.demand("b", 0, Some(25.0));
        let model = sample.finish();
        let parties = parties(&model, &model.actor_ids().collect::<Vec<_>>(), Folding::Alone);
        let matrix = Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]);
        let pair = |columns| matrix.pair(&model, 0, columns).unwrap();
        assert_eq!(pair((0, 1)), Pair { is_same: true, ..unknown(Because::Silent) });
        assert_eq!((pair((0, 2)).verdict, pair((1, 2)).verdict), (Verdict::Agree, Verdict::Agree));
        assert_eq!((matrix.distance(&model, 0, (0, 1)), matrix.mean_distance(&model, (0, 1))), (None, None));
        let summary = matrix.summary(&model, (0, 1));
        assert_eq!(summary.sentence(), "nothing comparable, 1 unknown: the same demands count for both on 1");
    }

    #[test]
    fn support_decides_only_where_a_position_is_missing() {
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
        let stated = Some(Stated { kind: RelationKind::Opposes, from, to });
        let expected =
            Pair { verdict: Verdict::Opposed, distance: None, because: Because::Relation, stated, is_same: false };
        assert_eq!(judge(&sample.finish(), 0, 1), expected);
    }

    #[test]
    fn other_relations_decide_nothing() {
        for kind in [RelationKind::Supersedes, RelationKind::DependsOn, RelationKind::InExchangeFor] {
            let mut sample = Sample::new(&["a", "b"], 1);
            sample.demand("a", 0, None);
            sample.demand("b", 0, None);
            sample.relate(0, kind, 1);
            assert_eq!(judge(&sample.finish(), 0, 1).verdict, Verdict::Unknown, "{kind:?}");
        }
    }

    #[test]
    fn a_relation_of_a_demand_that_is_over_decides_nothing() {
        for (status, counts) in STATUSES {
            let counts = *counts && *status != Status::Met;
            for given_up in [0, 1] {
                let mut sample = Sample::new(&["a", "b"], 1);
                for (index, actor) in ["a", "b"].into_iter().enumerate() {
                    let demand = sample.demand(actor, 0, None);
                    demand.status = if index == given_up { *status } else { demand.status };
                }
                sample.relate(0, RelationKind::Opposes, 1);
                let expected = if counts { Verdict::Opposed } else { Verdict::Unknown };
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
    fn an_opposing_relation_always_decides_and_the_distance_is_still_told() {
        for (at, distance, is_contradictory) in
            [(0.0, 0.0, true), (25.0, 0.25, true), (50.0, 0.5, false), (100.0, 1.0, false)]
        {
            let mut sample = Sample::new(&["a", "b"], 1);
            sample.demand("a", 0, Some(0.0));
            sample.demand("b", 0, Some(at));
            sample.relate(1, RelationKind::Opposes, 0);
            let pair = judge(&sample.finish(), 0, 1);
            assert_eq!((pair.verdict, pair.because), (Verdict::Opposed, Because::Relation));
            assert_eq!(pair.distance, Some(distance));
            assert_eq!(pair.is_contradictory(), is_contradictory, "{at}");
        }
    }

    #[test]
    fn support_gives_way_to_positions_which_may_contradict_it() {
        for (at, verdict, is_contradictory) in [
            (0.0, Verdict::Agree, false),
            (25.0, Verdict::Near, false),
            (50.0, Verdict::Apart, true),
            (99.0, Verdict::Opposed, true),
        ] {
            let mut sample = Sample::new(&["a", "b"], 1);
            sample.demand("a", 0, Some(0.0));
            sample.demand("b", 0, Some(at));
            sample.relate(0, RelationKind::Supports, 1);
            let pair = judge(&sample.finish(), 0, 1);
            assert_eq!(
                (pair.verdict, pair.because, pair.is_contradictory()),
                (verdict, Because::Positions, is_contradictory)
            );
        }
    }

    #[test]
    fn a_mixture_never_agrees_by_its_middle() {
        for (a, b, verdict, distance) in [
            (&[0.0, 100.0][..], &[50.0][..], Verdict::Apart, 0.5),
            (&[0.0, 100.0], &[0.0, 100.0], Verdict::Apart, 0.5),
            (&[0.0, 100.0], &[40.0, 60.0], Verdict::Apart, 0.5),
            (&[0.0, 20.0, 20.0], &[10.0], Verdict::Near, 0.1),
            (&[0.0, 20.0, 20.0], &[0.0], Verdict::Near, 0.1),
            (&[80.0, 100.0], &[0.0], Verdict::Opposed, 0.9),
        ] {
            let mut sample = Sample::new(&["a", "b"], 1);
            for (actor, at) in a.iter().map(|at| ("a", at)).chain(b.iter().map(|at| ("b", at))) {
                sample.demand(actor, 0, Some(*at));
            }
            let pair = judge(&sample.finish(), 0, 1);
            assert_eq!(pair.verdict, verdict, "{a:?} {b:?}");
            assert!(pair.distance.is_some_and(|found| (found - distance).abs() < 1e-9), "{a:?} {b:?}: {pair:?}");
        }
    }
}
