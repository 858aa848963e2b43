//! On what sides agree, and the fewest moves that would bring them near each other.

use std::collections::BTreeSet;

use super::matrix::{Matrix, MatrixRow};
use super::stance::{SAME, Stance, length};
use super::verdict::{NEAR, Verdict};
use crate::model::{DemandId, Model};

/// What would bring the sides of an issue near each other. Columns and rows are those of the matrix; nothing is weighted.
///
/// This is arithmetic on stated positions, not advice: it knows no limits that nobody states.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The issue's row.
    pub row: usize,
    /// Whether all pairs that can be compared agree or are near; never if a live demand of one opposes one of another.
    pub agreed: bool,
    /// The moves after which all placed sides are near each other: as few sides as possible, then the smallest sum of
    /// distances. In column order; empty where all are near.
    pub moves: Vec<Move>,
    /// Other sets of sides that could move instead, equally few and no farther in sum; at most three.
    pub others: Vec<Vec<Move>>,
    /// The columns of those silent or not placed.
    pub unknown: Vec<usize>,
}

/// A move of one side on one issue, in the scale's own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Who moves.
    pub column: usize,
    /// From where: the point it holds; of several, the one farthest from `to`.
    pub from: f64,
    /// To where.
    pub to: f64,
    /// How far, as a share of the scale, 0..1.
    pub distance: f64,
}

/// The lowest and the highest place of those of a row that stay while `way` moves, `None` where nobody stays; who shares
/// the demands of one that moves moves with it. O(n log n) in the columns and moves.
pub fn staying(row: &MatrixRow, way: &[Move]) -> Option<(f64, f64)> {
    let moving: BTreeSet<&[DemandId]> = way.iter().map(|step| row.stances[step.column].demands()).collect();
    let staying = row.stances.iter().filter(|stance| !moving.contains(stance.demands())).filter_map(Stance::at);
    staying.map(|at| (at, at)).reduce(|(low, high), (at, _)| (low.min(at), high.max(at)))
}

/// How many ways to keep besides the first.
const OTHERS: usize = 3;
/// About the most steps that one issue may take.
const STEPS: usize = 1 << 20;

/// The common ground of every row with at least two placed sides: fewest moves first, agreed ones before others, then
/// by the sum of distances, then in row order. O(rows · sides²), at most about a million steps a row: if very many
/// sides hold several points each, only some of them are considered for staying in place.
pub fn common_ground(model: &Model, matrix: &Matrix) -> Vec<Ground> {
    let mut all: Vec<Ground> = (0..matrix.rows().len()).filter_map(|row| ground(model, matrix, row)).collect();
    let sum = |ground: &Ground| ground.moves.iter().map(|step| step.distance).sum::<f64>();
    all.sort_by(|a, b| {
        let by_count = (a.moves.len(), !a.agreed).cmp(&(b.moves.len(), !b.agreed));
        by_count.then(sum(a).total_cmp(&sum(b)))
    });
    all
}

/// An issue without two placed sides on which some agree by relation and none conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The issue's row.
    pub row: usize,
    /// The pairs of columns that agree, in order; at least one.
    pub pairs: Vec<(usize, usize)>,
}

/// Every row that [`common_ground`] leaves out and on which sides agree by relation, in row order. O(rows · sides²).
pub fn related_ground(model: &Model, matrix: &Matrix) -> Vec<Related> {
    let related = |row: usize| {
        let placed = matrix.rows().get(row)?.stances.iter().filter(|stance| stance.at().is_some()).count();
        if placed > 1 {
            return None;
        }
        let mut pairs = Vec::new();
        for (pair, verdict) in related_verdicts(model, matrix, row) {
            match verdict {
                Verdict::Agree => pairs.push(pair),
                verdict if verdict.is_conflict() => return None,
                Verdict::Near | Verdict::Apart | Verdict::Opposed | Verdict::Unknown => {}
            }
        }
        (!pairs.is_empty()).then_some(Related { row, pairs })
    };
    (0..matrix.rows().len()).filter_map(related).collect()
}

/// Every two columns of a row that state relations there, in order, and how they relate. O(sides + related²).
fn related_verdicts(model: &Model, matrix: &Matrix, row: usize) -> impl Iterator<Item = ((usize, usize), Verdict)> {
    let issue = matrix.rows()[row].issue;
    let parties = matrix.parties().iter().enumerate();
    let related = parties.filter(|(_, party)| matrix.stances().is_related(party, issue)).map(|(column, _)| column);
    let related: Vec<usize> = related.collect();
    let pairs: Vec<(usize, usize)> =
        related.iter().enumerate().flat_map(|(at, a)| related[at + 1..].iter().map(|b| (*a, *b))).collect();
    pairs.into_iter().filter_map(move |pair| Some((pair, matrix.pair(model, row, pair)?.verdict)))
}

fn ground(model: &Model, matrix: &Matrix, row: usize) -> Option<Ground> {
    let entry = matrix.rows().get(row)?;
    let length = length(model.issue(entry.issue))?;
    let sides = entry.stances.iter().map(|stance| stance.points(model)).enumerate();
    let (mut sides, unknown): (Vec<_>, Vec<_>) = sides.partition(|(_, points)| !points.is_empty());
    // Where the same demands count for several sides they move once.
    let kept = entry.distinct();
    sides.retain(|(column, _)| kept.binary_search(column).is_ok());
    if sides.len() < 2 {
        return None;
    }
    let (columns, sides): (Vec<usize>, Vec<Vec<f64>>) = sides.into_iter().unzip();
    let mut ways = Search { sides, near: NEAR * length, slack: SAME * length }.ways().into_iter();
    let told = |way: Way| -> Vec<Move> {
        let step = |(side, from, to): (usize, f64, f64)| {
            let distance = (from - to).abs() / length;
            Move { column: columns[side], from, to, distance }
        };
        way.moves.into_iter().map(step).collect()
    };
    let moves = ways.next().map(told).unwrap_or_default();
    // Where none has to move, only a relation can set two against each other.
    let is_conflict = |(_, verdict): (_, Verdict)| verdict.is_conflict();
    let agreed = moves.is_empty() && !related_verdicts(model, matrix, row).any(is_conflict);
    let unknown = unknown.into_iter().map(|(column, _)| column).collect();
    Some(Ground { row, agreed, moves, others: ways.map(told).collect(), unknown })
}

/// The points that each side holds, ascending, and how far apart they may be.
struct Search {
    sides: Vec<Vec<f64>>,
    near: f64,
    slack: f64,
}

/// Sides with where they move from and to.
#[derive(Debug, Clone, Default)]
struct Way {
    moves: Vec<(usize, f64, f64)>,
    sum: f64,
}

impl Search {
    /// The best ways: equally good, moving different sides; the first and some others.
    ///
    /// A side with one point stays if that is within a window of length `near`. A side with several points stays if its
    /// mean distance to every other end is at most `near`; that gives it a reach that all others must be within. For
    /// each choice of such sides that stay, the cost is linear in the position of the window between the starts tried
    /// here.
    fn ways(&self) -> Vec<Way> {
        let all: Vec<usize> = (0..self.sides.len()).collect();
        if self.are_near(&all) {
            return vec![Way::default()];
        }
        let mixed: Vec<(usize, (f64, f64))> = all
            .iter()
            .filter(|side| self.sides[**side].len() > 1)
            .filter_map(|side| Some((*side, self.reach(&self.sides[*side])?)))
            .collect();
        let starts = self.starts().len() + 4;
        let budget = (STEPS / (starts * self.sides.len())).max(1).ilog2() as usize;
        let mixed = &mixed[..mixed.len().min(budget)];
        let mut best: Vec<Way> = Vec::new();
        for choice in 0..1usize << mixed.len() {
            let is_chosen = |at: usize| choice >> at & 1 == 1;
            let staying: Vec<_> =
                mixed.iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, one)| one).collect();
            let sides: Vec<usize> = staying.iter().map(|(side, _)| *side).collect();
            if self.are_near(&sides) {
                let low = staying.iter().map(|(_, reach)| reach.0).fold(f64::NEG_INFINITY, f64::max);
                let high = staying.iter().map(|(_, reach)| reach.1).fold(f64::INFINITY, f64::min);
                self.windows(&sides, (low, high), &mut best);
            }
        }
        best
    }

    /// Tries every window between `low` and `high` with the sides `staying` in place.
    fn windows(&self, staying: &[usize], (low, high): (f64, f64), best: &mut Vec<Way>) {
        let mut starts = self.starts();
        starts.extend([low, high].into_iter().filter(|end| end.is_finite()).flat_map(|end| [end, end - self.near]));
        starts.sort_by(f64::total_cmp);
        for start in starts {
            let (from, to) = (start.max(low), (start + self.near).min(high));
            if from > to + self.slack {
                continue;
            }
            let most = best.first().map_or(usize::MAX, |first| first.moves.len());
            let Some(way) = self.way(staying, (from, to.max(from)), most) else { continue };
            let order = best.first().map(|first| {
                let is_same = (way.sum - first.sum).abs() <= self.slack;
                let by_sum = if is_same { std::cmp::Ordering::Equal } else { way.sum.total_cmp(&first.sum) };
                way.moves.len().cmp(&first.moves.len()).then(by_sum)
            });
            match order {
                None | Some(std::cmp::Ordering::Less) => *best = vec![way],
                Some(std::cmp::Ordering::Equal) if best.len() <= OTHERS && best.iter().all(|one| differ(one, &way)) => {
                    best.push(way);
                }
                Some(_) => {}
            }
        }
    }

    /// The moves that bring all but `staying` into a window; `None` where these are more than `most`.
    fn way(&self, staying: &[usize], (from, to): (f64, f64), most: usize) -> Option<Way> {
        let mut way = Way::default();
        for (side, points) in self.sides.iter().enumerate() {
            let (low, high) = (points[0], points[points.len() - 1]);
            let goal = low.midpoint(high).clamp(from, to);
            let is_within = points.len() == 1 && (low - goal).abs() <= self.slack;
            if is_within || staying.contains(&side) {
                continue;
            }
            if way.moves.len() == most {
                return None;
            }
            let farthest = if (goal - low).abs() >= (high - goal).abs() { low } else { high };
            way.sum += (goal - farthest).abs();
            way.moves.push((side, farthest, goal));
        }
        Some(way)
    }

    /// Where windows may begin: at every side's middle, and one window length before it.
    fn starts(&self) -> Vec<f64> {
        let middles = self.sides.iter().map(|points| points[0].midpoint(points[points.len() - 1]));
        let mut starts: Vec<f64> = middles.flat_map(|middle| [middle, middle - self.near]).collect();
        starts.sort_by(f64::total_cmp);
        starts.dedup();
        starts
    }

    fn are_near(&self, sides: &[usize]) -> bool {
        let is_near = |a: usize, b: usize| {
            mean(self.sides[a].iter().map(|point| mean_distance(&self.sides[b], *point))) <= self.near + self.slack
        };
        sides.iter().enumerate().all(|(at, a)| sides[at + 1..].iter().all(|b| is_near(*a, *b)))
    }

    /// The range of places whose mean distance to the ascending `points` is at most `near`; `None` where there are
    /// none.
    fn reach(&self, points: &[f64]) -> Option<(f64, f64)> {
        let high = self.upper(points)?;
        let turned: Vec<f64> = points.iter().rev().map(|point| -point).collect();
        Some((-self.upper(&turned)?, high))
    }

    /// The highest such place. The mean distance is convex and linear between points, with slope 1 after the last.
    fn upper(&self, points: &[f64]) -> Option<f64> {
        let at = |point: &f64| mean_distance(points, *point);
        let last = points.iter().rposition(|point| at(point) <= self.near + self.slack)?;
        let (place, value) = (points[last], at(&points[last]));
        let Some(next) = points.get(last + 1) else { return Some(place + (self.near - value).max(0.0)) };
        let share = ((self.near - value) / (at(next) - value)).clamp(0.0, 1.0);
        Some(place + share * (next - place))
    }
}

fn differ(a: &Way, b: &Way) -> bool {
    !a.moves.iter().map(|(side, ..)| side).eq(b.moves.iter().map(|(side, ..)| side))
}

fn mean_distance(points: &[f64], place: f64) -> f64 {
    mean(points.iter().map(|point| (point - place).abs()))
}

#[expect(clippy::cast_precision_loss, reason = "points are far below 2^52")]
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::{Ground, Move, NEAR, Related, Search, common_ground, mean_distance, related_ground};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, IssueId, RelationKind};
    use proptest::prelude::{ProptestConfig, prop, proptest};

    const NAMES: [&str; 4] = ["a", "b", "c", "d"];

    #[test]
    fn relations_are_ground_where_fewer_than_two_have_a_place_and_none_conflict() {
        for (places, kinds, expected) in [
            ([Some(0.0), None, None], &[RelationKind::Supports][..], true),
            ([None, None, None], &[RelationKind::Supports], true),
            ([Some(0.0), None, Some(100.0)], &[RelationKind::Supports], false),
            ([None, None, None], &[RelationKind::Supports, RelationKind::Opposes], false),
            ([None, None, None], &[], false),
        ] {
            let mut sample = Sample::new(&NAMES[..3], 1);
            for (name, place) in NAMES.iter().zip(places) {
                sample.demand(name, 0, place);
            }
            for (to, kind) in (1..).zip(kinds) {
                sample.relate(0, *kind, to);
            }
            let model = sample.finish();
            let actors: Vec<ActorId> = (0..3).map(ActorId::new).collect();
            let parties = parties(&model, &actors, Folding::Alone);
            let matrix = Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]);
            let pairs = vec![(0, 1)];
            let expected = if expected { vec![Related { row: 0, pairs }] } else { vec![] };
            assert_eq!(related_ground(&model, &matrix), expected, "{places:?} {kinds:?}");
        }
    }

    fn found(sample: Sample) -> Vec<Ground> {
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let parties = parties(&model, &actors, Folding::Alone);
        common_ground(&model, &Matrix::new(&model, Stances::new(&model), parties, &issues))
    }

    #[test]
    fn demands_that_count_for_several_sides_move_once() {
        let mut sample = Sample::new(&["state", "a", "b"], 1);
        sample.member("a", "state");
        sample.demand("a", 0, Some(0.0));
        sample.demand("b", 0, Some(100.0));
        let model = sample.finish();
        let parties = parties(&model, &model.actor_ids().collect::<Vec<_>>(), Folding::Alone);
        let matrix = Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]);
        let grounds = common_ground(&model, &matrix);
        let ways: Vec<&Vec<Move>> = std::iter::once(&grounds[0].moves).chain(&grounds[0].others).collect();
        assert!(ways.len() == 2 && ways.iter().all(|way| way.len() == 1), "{ways:?}");
        let staying: Vec<Option<(f64, f64)>> = ways.iter().map(|way| super::staying(&matrix.rows()[0], way)).collect();
        let mut staying = staying.iter().map(|places| places.map(|(low, high)| (low.to_bits(), high.to_bits())));
        assert!(staying.all(|places| places.is_some_and(|(low, high)| low == high)));
        assert_eq!((matrix.remoteness(&model, (0, 1)), matrix.remoteness(&model, (0, 2))), (Some(0.0), Some(1.0)));
    }

    fn one(sides: &[&[f64]]) -> Ground {
        let mut sample = Sample::new(&NAMES[..sides.len()], 1);
        for (name, places) in NAMES.iter().zip(sides) {
            for place in *places {
                sample.demand(name, 0, Some(*place));
            }
        }
        found(sample).remove(0)
    }

    fn told(moves: &[Move]) -> Vec<(usize, f64, f64)> {
        moves.iter().map(|step| (step.column, step.from, step.to)).collect()
    }

    #[test]
    fn the_fewest_sides_move_as_little_as_can_be() {
        for (sides, moves, others) in [
            (&[&[0.0][..], &[25.0]][..], vec![], 0),
            (&[&[0.0], &[100.0]], vec![(1, 100.0, 25.0)], 1),
            (&[&[0.0], &[10.0], &[100.0]], vec![(2, 100.0, 25.0)], 0),
            (&[&[0.0], &[100.0], &[100.0]], vec![(0, 0.0, 75.0)], 0),
            (&[&[0.0], &[50.0], &[100.0]], vec![(0, 0.0, 25.0), (2, 100.0, 50.0)], 0),
            // From the farthest point of a range that cannot stay.
            (&[&[0.0, 100.0], &[50.0]], vec![(0, 0.0, 50.0)], 0),
            // A range near both by the mean of its points stays.
            (&[&[0.0, 40.0], &[20.0], &[100.0]], vec![(2, 100.0, 45.0)], 0),
            // At 25 it is as far from the mean of three points as near may be.
            (&[&[0.0, 10.0, 60.0], &[20.0], &[100.0]], vec![(2, 100.0, 25.0)], 0),
        ] {
            let ground = one(sides);
            assert_eq!((told(&ground.moves), ground.others.len()), (moves, others), "{sides:?}");
            assert_eq!(ground.agreed, ground.moves.is_empty());
            let is_share = |step: &Move| (step.distance * 100.0 - (step.from - step.to).abs()).abs() < 1e-9;
            assert!(ground.moves.iter().all(is_share), "of the scale: {:?}", ground.moves);
        }
    }

    #[test]
    fn a_live_opposition_is_never_agreement() {
        let mut sample = Sample::new(&["a", "b", "c"], 1);
        sample.demand("a", 0, Some(0.0));
        sample.demand("b", 0, Some(0.0));
        sample.demand("c", 0, None);
        sample.relate(2, RelationKind::Opposes, 0);
        let ground = found(sample).remove(0);
        assert_eq!(ground, Ground { row: 0, agreed: false, moves: vec![], others: vec![], unknown: vec![2] });
    }

    #[test]
    fn issues_come_by_the_number_of_moves_and_those_with_fewer_than_two_places_not_at_all() {
        let mut sample = Sample::new(&["a", "b", "c"], 4);
        for (issue, places) in [(0, &[0.0, 50.0, 100.0][..]), (1, &[0.0, 50.0]), (2, &[0.0]), (3, &[0.0, 0.0, 10.0])] {
            for (name, place) in NAMES.iter().zip(places) {
                sample.demand(name, issue, Some(*place));
            }
        }
        let found = found(sample);
        assert_eq!(found.iter().map(|ground| ground.row).collect::<Vec<_>>(), [3, 1, 0]);
        assert_eq!((found[1].unknown.clone(), found[1].moves.len()), (vec![2], 1));
    }

    /// The fewest moves and their smallest sum, over every choice of who moves to which of the multiples of 12.5.
    fn brute(sides: &[Vec<f64>]) -> (usize, f64) {
        let goals: Vec<f64> = (0..=8).map(|step| f64::from(step) * 12.5).collect();
        let is_near = |a: &[f64], b: &[f64]| {
            let sum: f64 = a.iter().map(|point| mean_distance(b, *point)).sum();
            sum / f64::from(u32::try_from(a.len()).unwrap()) <= 100.0 * NEAR + 1e-7
        };
        let mut best = (usize::MAX, f64::INFINITY);
        let mut open = vec![(Vec::<Vec<f64>>::new(), 0usize, 0.0)];
        while let Some((done, moves, sum)) = open.pop() {
            let Some(next) = sides.get(done.len()) else {
                if moves < best.0 || (moves == best.0 && sum < best.1) {
                    best = (moves, sum);
                }
                continue;
            };
            let stay = (next.clone(), 0, 0.0);
            let far = |goal: f64| next.iter().map(|point| (point - goal).abs()).fold(0.0, f64::max);
            for (points, more, far) in goals.iter().map(|goal| (vec![*goal], 1, far(*goal))).chain([stay]) {
                if moves + more <= best.0 && done.iter().all(|other| is_near(other, &points)) {
                    open.push(([&*done, &[points]].concat(), moves + more, sum + far));
                }
            }
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_search_finds_what_trying_everything_finds(
            sides in prop::collection::vec(prop::collection::btree_set(0..=4u8, 1..=2), 2..=4),
        ) {
            let place = |at: u8| f64::from(at) * 25.0;
            let sides: Vec<Vec<f64>> = sides.into_iter().map(|side| side.into_iter().map(place).collect()).collect();
            let search = Search { sides: sides.clone(), near: 100.0 * NEAR, slack: 1e-7 };
            let ways = search.ways();
            let (moves, sum) = brute(&sides);
            assert_eq!(ways[0].moves.len(), moves, "{sides:?}");
            assert!((ways[0].sum - sum).abs() < 1e-6, "{sides:?}: {} is not {sum}", ways[0].sum);
        }
    }
}
