//! Which sides belong together.

use super::matrix::Matrix;
use super::party::Party;
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
/// group, the greatest difference first, then in row order. O(rows · sides²).
pub fn splits(model: &Model, matrix: &Matrix, groups: &[Vec<usize>]) -> Vec<Split> {
    let mut group_of = vec![0; matrix.parties().len()];
    for (number, group) in groups.iter().enumerate() {
        for column in group {
            group_of[*column] = number;
        }
    }
    let split = |row: usize| {
        let (mut between, mut within) = (Mean::default(), Mean::default());
        let kept = matrix.rows()[row].distinct();
        let is_kept = |column: &usize| kept.binary_search(column).is_ok();
        for (a, b) in matrix.pairs().filter(|(a, b)| is_kept(a) && is_kept(b)) {
            let Some(distance) = matrix.distance(model, row, (a, b)) else { continue };
            let mean = if group_of[a] == group_of[b] { &mut within } else { &mut between };
            mean.add(distance);
        }
        Some(Split { row, between: between.value()?, within: within.value() })
    };
    let mut splits: Vec<Split> = (0..matrix.rows().len()).filter_map(split).collect();
    let carried = |split: &Split| split.between - split.within.unwrap_or(0.0);
    splits.retain(|split| carried(split) > 0.0);
    splits.sort_by(|a, b| carried(b).total_cmp(&carried(a)));
    splits
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1.0;
    }

    fn value(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clusters, Split, splits};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, Party, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, IssueId};
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

    proptest! {
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
