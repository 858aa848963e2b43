//! Which sides belong together.

use super::matrix::Matrix;
use super::party::Party;
use super::stance::{SAME, length};
use crate::model::Model;

/// A tree of sides, the nearest joined first. Columns are those of the matrix.
///
/// Average linkage (UPGMA, Sokal and Michener 1958), by the crate `kodama`, with the same heights as `SciPy`. Of
/// equally distant groups those first in the file join first, a group counting at the place of its last side, so the
/// order of the columns does not matter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clusters {
    /// How many sides there are.
    pub count: usize,
    /// One fewer than there are sides, by ascending height.
    pub merges: Vec<Merge>,
    /// Pairs of columns that nothing compares; they count as 1.
    pub unknown: Vec<(usize, usize)>,
}

/// Two groups that become one. The columns of each are ascending; the lowest of all is on the left.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// One group.
    pub left: Vec<usize>,
    /// The other.
    pub right: Vec<usize>,
    /// The mean distance between their sides, 0..1.
    pub height: f64,
}

impl Clusters {
    /// Clusters sides by the distance of each pair of columns, the lesser first; `None` if they cannot be compared.
    /// O(sides³).
    pub fn new(parties: &[Party], distance: impl Fn((usize, usize)) -> Option<f64>) -> Self {
        let count = parties.len();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|column| parties[*column].actor);
        let (mut distances, mut unknown) = (Vec::new(), Vec::new());
        for (at, a) in order.iter().enumerate() {
            for b in &order[at + 1..] {
                let pair = (*a.min(b), *a.max(b));
                let known = distance(pair);
                unknown.extend(known.is_none().then_some(pair));
                distances.push(known.unwrap_or(1.0));
            }
        }
        unknown.sort_unstable();
        let tree = kodama::primitive(&mut distances, count, kodama::Method::Average);
        let mut groups: Vec<Vec<usize>> = order.into_iter().map(|column| vec![column]).collect();
        let mut merges = Vec::new();
        for step in tree.steps() {
            let (one, other) = (groups[step.cluster1].clone(), groups[step.cluster2].clone());
            let (left, right) = if one < other { (one, other) } else { (other, one) };
            let mut both = [&*left, &*right].concat();
            both.sort_unstable();
            groups.push(both);
            merges.push(Merge { left, right, height: step.dissimilarity });
        }
        Self { count, merges, unknown }
    }

    /// The tree cut into a number of groups, clamped to 1 and the number of sides: each with its columns ascending,
    /// ordered by the first.
    pub fn groups(&self, number: usize) -> Vec<Vec<usize>> {
        let merges = self.count.saturating_sub(number.max(1));
        let mut groups: Vec<Vec<usize>> = (0..self.count).map(|column| vec![column]).collect();
        for Merge { left, right, .. } in self.merges.iter().take(merges) {
            let right = right.first().map(|first| std::mem::take(&mut groups[*first])).unwrap_or_default();
            if let Some(first) = left.first() {
                groups[*first].extend(right);
                groups[*first].sort_unstable();
            }
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// All columns as the leaves of the tree: sides that join early are neighbours.
    pub fn order(&self) -> Vec<usize> {
        let mut leaves: Vec<Vec<usize>> = (0..self.count).map(|column| vec![column]).collect();
        for Merge { left, right, .. } in &self.merges {
            let right = right.first().map(|first| std::mem::take(&mut leaves[*first])).unwrap_or_default();
            if let Some(first) = left.first() {
                leaves[*first].extend(right);
            }
        }
        leaves.concat()
    }
}

/// How far an issue divides groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// The row.
    pub row: usize,
    /// The mean distance between sides of different groups, 0..1.
    pub between: f64,
    /// The mean distance between sides of the same group, 0..1; `None` where no two can be compared.
    pub within: Option<f64>,
}

/// The issues that cause a split: those on which sides of different groups are farther apart than sides of the same
/// group, the greatest difference first, then in row order. O(rows · (sides log sides + places²)).
pub fn splits(model: &Model, matrix: &Matrix, groups: &[Vec<usize>]) -> Vec<Split> {
    let mut splits: Vec<Split> =
        (0..matrix.rows().len()).filter_map(|row| split(model, (matrix, row), groups)).collect();
    let carried = |split: &Split| ((split.between - split.within.unwrap_or(0.0)) / SAME).round();
    splits.retain(|split| carried(split) > 0.0);
    splits.sort_by(|a, b| carried(b).total_cmp(&carried(a)));
    splits
}

/// `None` where no two sides of different groups can be compared.
fn split(model: &Model, (matrix, row): (&Matrix, usize), groups: &[Vec<usize>]) -> Option<Split> {
    let entry = &matrix.rows()[row];
    let length = length(model.issue(entry.issue))?;
    let kept = entry.distinct();
    let (mut all, mut within) = (Vec::new(), (0.0, 0.0));
    for group in groups {
        let kept = group.iter().filter(|column| kept.binary_search(column).is_ok());
        let points = kept.map(|column| entry.stances[*column].points(model));
        let sides: Vec<Vec<f64>> = points.filter(|points| !points.is_empty()).collect();
        let (count, sum) = pairs(&sides);
        within = (within.0 + count, within.1 + sum);
        all.extend(sides);
    }
    let (count, sum) = pairs(&all);
    let mean = |(count, sum): (f64, f64)| (count > 0.0).then(|| sum / (count * length));
    Some(Split { row, between: mean((count - within.0, sum - within.1))?, within: mean(within) })
}

/// How many pairs sides make, given by the points each holds, and the sum of their mean distances, in the scale's units.
#[expect(clippy::cast_precision_loss, reason = "numbers of sides are far below 2^52")]
fn pairs(sides: &[Vec<f64>]) -> (f64, f64) {
    // A side at several points is at each of them with a part of its weight.
    let weighed = |side: &'_ Vec<f64>| {
        let weight = 1.0 / side.len() as f64;
        side.iter().map(|at| (*at, weight)).collect::<Vec<_>>()
    };
    let several = sides.iter().filter(|side| side.len() > 1);
    let own: f64 = several.map(|side| distances(weighed(side))).sum();
    let count = sides.len() as f64;
    (count * (count - 1.0) / 2.0, distances(sides.iter().flat_map(weighed).collect()) - own)
}

/// The sum of the distances of every two of the points, each times both weights.
fn distances(mut points: Vec<(f64, f64)>) -> f64 {
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|later, first| {
        let is_same = later.0.total_cmp(&first.0).is_eq();
        first.1 += if is_same { later.1 } else { 0.0 };
        is_same
    });
    let from_lower = |(nth, (at, weight)): (usize, &(f64, f64))| {
        points[..nth].iter().map(|(lower, other)| weight * other * (at - lower)).sum::<f64>()
    };
    points.iter().enumerate().map(from_lower).sum()
}

#[cfg(test)]
mod tests {
    use super::{Clusters, Split, splits};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, Party, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, IssueId, Model};
    use proptest::prelude::{prop, proptest};

    fn alone(count: usize) -> Vec<Party> {
        (0..count).map(|index| Party::alone(ActorId::new(index))).collect()
    }

    /// The place of a pair in a condensed matrix.
    fn place(count: usize, (a, b): (usize, usize)) -> usize {
        a * count - a * (a + 1) / 2 + b - a - 1
    }

    fn clusters(count: usize, condensed: &[f64]) -> Clusters {
        Clusters::new(&alone(count), |pair| Some(condensed[place(count, pair)]))
    }

    /// Six points, and what `scipy.cluster.hierarchy.linkage(…, 'average')` of `SciPy` 1.17 makes of them.
    const DISTANCES: [f64; 15] =
        [0.12, 0.55, 0.71, 0.90, 0.33, 0.48, 0.62, 0.85, 0.41, 0.27, 0.77, 0.59, 0.36, 0.19, 0.68];

    #[test]
    fn heights_and_groups_equal_those_of_scipy() {
        let clusters = clusters(6, &DISTANCES);
        let expected: [(&[usize], &[usize], f64); 5] = [
            (&[0], &[1], 0.12),
            (&[3], &[5], 0.19),
            (&[2], &[3, 5], 0.43),
            (&[0, 1], &[2, 3, 5], 0.516_666_666_666_666_7),
            (&[0, 1, 2, 3, 5], &[4], 0.712),
        ];
        assert_eq!(clusters.merges.len(), expected.len());
        for (merge, (left, right, height)) in clusters.merges.iter().zip(expected) {
            assert_eq!((&*merge.left, &*merge.right), (left, right));
            assert!((merge.height - height).abs() < 1e-9, "{} is not {height}", merge.height);
        }
        assert_eq!(clusters.groups(2), [vec![0, 1, 2, 3, 5], vec![4]]);
        assert_eq!(clusters.groups(3), [vec![0, 1], vec![2, 3, 5], vec![4]]);
        assert_eq!((clusters.groups(1).len(), clusters.groups(6).len()), (1, 6));
        assert_eq!(clusters.order(), [0, 1, 2, 3, 5, 4]);
    }

    #[test]
    fn what_nothing_compares_counts_as_one_and_is_named() {
        let clusters = Clusters::new(&alone(3), |pair| (pair == (0, 2)).then_some(0.5));
        assert_eq!(clusters.unknown, [(0, 1), (1, 2)]);
        assert_eq!(clusters.alone(), [1]);
        assert_eq!(clusters.groups(2), [vec![0, 2], vec![1]]);
        assert!((clusters.merges[1].height - 1.0).abs() < 1e-12);
        assert_eq!(Clusters::new(&[], |_| None), Clusters::default());
    }

    #[test]
    fn ties_go_by_the_file_and_not_by_the_order_of_the_columns() {
        let forth = clusters(4, &[0.5; 6]);
        assert_eq!(forth.groups(2), [vec![0, 1, 2], vec![3]]);
        let turned: Vec<Party> = alone(4).into_iter().rev().collect();
        assert_eq!(Clusters::new(&turned, |_| Some(0.5)).groups(2), [vec![0], vec![1, 2, 3]]);
    }

    #[test]
    fn issues_that_carry_a_split_divide_the_groups_and_not_their_members() {
        let mut sample = Sample::new(&["a", "b", "c", "d"], 3);
        for (issue, places) in
            [[0.0, 0.0, 50.0, 50.0], [0.0, 100.0, 0.0, 100.0], [0.0, 25.0, 100.0, 100.0]].into_iter().enumerate()
        {
            for (actor, place) in ["a", "b", "c", "d"].into_iter().zip(places) {
                sample.demand(actor, issue, Some(place));
            }
        }
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let parties = parties(&model, &actors, Folding::Alone);
        let matrix = Matrix::new(&model, Stances::new(&model), parties, &issues);
        let found = splits(&model, &matrix, &[vec![0, 1], vec![2, 3]]);
        let expected =
            [Split { row: 2, between: 0.875, within: Some(0.125) }, Split { row: 0, between: 0.5, within: Some(0.0) }];
        assert_eq!(found, expected);
    }

    /// A side of one issue: its group, and the quarters of the scale that it holds.
    type Rough = (usize, Vec<u8>);

    /// The mean distance of the sides of different groups, and of those of the same, pair by pair.
    fn pair_by_pair(model: &Model, matrix: &Matrix, sides: &[Rough]) -> [Option<f64>; 2] {
        let mean = |is_wanted: &dyn Fn(usize, usize) -> bool| {
            let pairs = matrix.pairs().filter(|(a, b)| is_wanted(sides[*a].0, sides[*b].0));
            let distances: Vec<f64> = pairs.filter_map(|pair| matrix.distance(model, 0, pair)).collect();
            let count: f64 = distances.iter().map(|_| 1.0).sum();
            (count > 0.0).then(|| distances.iter().sum::<f64>() / count)
        };
        [mean(&|a, b| a != b), mean(&|a, b| a == b)]
    }

    proptest! {
        #[test]
        fn what_carries_a_split_is_what_comparing_every_pair_finds(
            sides in prop::collection::vec((0..3usize, prop::collection::vec(0..=4u8, 0..3)), 6),
        ) {
            let names = ["a", "b", "c", "d", "e", "f"];
            let mut sample = Sample::new(&names, 1);
            for (name, (_, places)) in names.iter().zip(&sides) {
                for place in places {
                    sample.demand(name, 0, Some(f64::from(*place) * 25.0));
                }
            }
            let model = sample.finish();
            let actors: Vec<ActorId> = model.actor_ids().collect();
            let parties = parties(&model, &actors, Folding::Alone);
            let matrix = Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]);
            let of = |number: usize| (0..6).filter(|column| sides[*column].0 == number).collect::<Vec<_>>();
            let found = splits(&model, &matrix, &[of(0), of(1), of(2)]);
            let [between, within] = pair_by_pair(&model, &matrix, &sides);
            let carried = between.map_or(0.0, |between| between - within.unwrap_or(0.0));
            assert_eq!(found.len(), usize::from(carried > 1e-9), "{between:?} {within:?}");
            for Split { between: found, within: other, .. } in found {
                let is_close = |a: Option<f64>, b: Option<f64>| a.is_some() == b.is_some() && a.zip(b).is_none_or(|(a, b)| (a - b).abs() < 1e-12);
                assert!(is_close(Some(found), between) && is_close(other, within), "{found} {other:?} {between:?} {within:?}");
            }
        }

        #[test]
        fn every_cut_has_its_number_of_groups_and_every_side_once(
            distances in prop::collection::vec(0.0..=1.0f64, 45), count in 1..=10usize,
        ) {
            let clusters = clusters(count, &distances);
            assert!(clusters.merges.windows(2).all(|pair| pair[0].height <= pair[1].height + 1e-12));
            for number in 1..=count {
                let groups = clusters.groups(number);
                let mut all = groups.concat();
                all.sort_unstable();
                assert_eq!((groups.len(), all), (number, (0..count).collect::<Vec<_>>()));
            }
            let mut order = clusters.order();
            order.sort_unstable();
            assert_eq!(order, (0..count).collect::<Vec<_>>());
        }
    }
}
