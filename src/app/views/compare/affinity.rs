//! How alike each two parties are, and the tree that joins them.

use std::sync::{Arc, OnceLock};

use crate::compare::{Clusters, Duplicates, Matrix, Measure, Normalise, Profile, Split, Summary, splits};
use crate::model::Model;

/// Cells of the tree beside the names.
pub const TREE: usize = 12;

/// How near the parties of a table are to each other. Columns are those of the table.
#[derive(Debug)]
pub struct Affinity {
    /// Who stands with whom, by mean distance.
    pub clusters: Clusters,
    /// The columns as the leaves of the tree, from the top.
    pub order: Vec<usize>,
    /// Of each leaf, in this order, the cells of the tree: where lines leave each, a sum of 1 up, 2 down, 4 left and
    /// 8 right. The root is to the left; the sooner two join, the farther right.
    pub tree: Vec<[u8; TREE]>,
    /// That too little is in common to divide by, if so.
    pub too_little: Option<String>,
    /// That some pairs share nothing, if so.
    pub unshared: Option<String>,
    /// By the number of groups, from one.
    cuts: Vec<OnceLock<Arc<Cut>>>,
    is_alone: Vec<bool>,
    profiles: Vec<OnceLock<Profile>>,
    /// Of each two columns, by the greater, then by the lesser.
    distances: Vec<Option<f64>>,
    /// Of each two columns, by the greater, then by the lesser.
    summaries: Vec<OnceLock<Summary>>,
}

/// The tree cut into groups.
#[derive(Debug, Default)]
pub struct Cut {
    /// The group of each column, from 0; `None` where nothing compares it with any other.
    pub group_of: Vec<Option<usize>>,
    /// The groups by their numbers.
    pub groups: Vec<Group>,
    /// What divides the groups, the most dividing issue first.
    pub splits: Vec<Split>,
}

/// A group that the tree was cut into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// The columns that can be compared with any other, in the order of the tree.
    pub members: Vec<usize>,
    /// What keeps them from being one, in words; empty where nothing does.
    pub apart: String,
}

impl Affinity {
    /// Joins the parties. O(parties² · issues + parties³); values are worked out when they are asked for.
    pub fn new(model: &Model, matrix: &Matrix) -> Self {
        let count = matrix.parties().len();
        let distances = matrix.mean_distances(model);
        let known = |pair| place(pair).and_then(|at| distances.get(at).copied().flatten());
        let remoteness = |pair| known(pair).or_else(|| matrix.share_demands(pair).then_some(0.0));
        let clusters = Clusters::new(matrix.parties(), remoteness);
        let order = clusters.order();
        let tree = laid_out(&clusters, &order);
        let profiles = (0..count).map(|_| OnceLock::new()).collect();
        let summaries = (0..count * count.saturating_sub(1) / 2).map(|_| OnceLock::new()).collect();
        let mut is_alone = vec![false; count];
        for column in clusters.alone() {
            is_alone[column] = true;
        }
        let (too_little, unshared) = (clusters.too_little(), clusters.unshared());
        let cuts = (0..count).map(|_| OnceLock::new()).collect();
        Self { clusters, order, tree, too_little, unshared, cuts, is_alone, profiles, distances, summaries }
    }

    /// The tree cut into `count` groups, clamped to one and all; the columns are called as `name` says. Once for each
    /// number.
    pub fn cut<'n>(
        &self,
        (model, matrix): (&Model, &Matrix),
        count: usize,
        name: impl Fn(usize) -> &'n str,
    ) -> Arc<Cut> {
        let count = count.clamp(1, self.clusters.count.max(1));
        let cut = || Arc::new(self.cut_into(&self.clusters.groups(count), (model, matrix), name));
        self.cuts.get(count - 1).map(|cell| cell.get_or_init(cut).clone()).unwrap_or_default()
    }

    fn cut_into<'n>(
        &self,
        groups: &[Vec<usize>],
        (model, matrix): (&Model, &Matrix),
        name: impl Fn(usize) -> &'n str,
    ) -> Cut {
        let mut group_of = vec![None; self.clusters.count];
        // The first group is that of the first leaf.
        let place = |group: &Vec<usize>| self.order.iter().position(|leaf| group.contains(leaf));
        let mut by_place: Vec<&Vec<usize>> = groups.iter().collect();
        by_place.sort_by_cached_key(|group| place(group));
        for (number, group) in by_place.iter().enumerate() {
            for column in group.iter().filter(|column| !self.is_alone(**column)) {
                group_of[*column] = Some(number);
            }
        }
        let mut members = vec![Vec::new(); by_place.len()];
        for column in &self.order {
            if let Some(group) = group_of[*column] {
                members[group].push(*column);
            }
        }
        let apart = |members: &[usize]| self.clusters.apart(members, |pair| self.distance(pair), &name);
        let group = |members: Vec<usize>| Group { apart: apart(&members), members };
        let splits = splits(model, matrix, groups);
        Cut { group_of, groups: members.into_iter().map(group).collect(), splits }
    }

    /// The mean distance of two columns; `None` for a column and itself, and where nothing compares them by position.
    pub fn distance(&self, pair: (usize, usize)) -> Option<f64> {
        self.distances.get(place(pair)?).copied().flatten()
    }

    /// How near two columns are over all issues; `None` for a column and itself. O(issues), once.
    pub fn summary(&self, model: &Model, matrix: &Matrix, (a, b): (usize, usize)) -> Option<Summary> {
        let cell = self.summaries.get(place((a, b))?)?;
        Some(*cell.get_or_init(|| matrix.summary(model, (a.min(b), a.max(b)))))
    }

    /// The measure of two columns; `None` for a column and itself, and where nothing can be compared.
    pub fn value(
        &self,
        (model, matrix): (&Model, &Matrix),
        by: (Measure, Normalise),
        (a, b): (usize, usize),
    ) -> Option<f64> {
        let (measure, normalise) = by;
        if measure == Measure::Distance {
            return self.distance((a, b));
        }
        let summary = self.summary(model, matrix, (a, b))?;
        if !measure.counts_statements() {
            return measure.value(&summary, (&Profile::default(), &Profile::default()), normalise);
        }
        let profile = |column: usize| {
            let party = matrix.parties().get(column)?;
            Some(self.profiles.get(column)?.get_or_init(|| Profile::new(model, party, Duplicates::Keep)))
        };
        let profiles = (profile(a)?, profile(b)?);
        // A count of no pairs of statements says nothing of how near the two are.
        let pairs = Measure::Ignore.value(&summary, profiles, Normalise::None)?;
        (pairs > 0.0).then(|| measure.value(&summary, profiles, normalise)).flatten()
    }

    /// Whether nothing compares a column with any other by position.
    pub fn is_alone(&self, column: usize) -> bool {
        self.is_alone.get(column).is_some_and(|is_alone| *is_alone)
    }
}

/// The place of a pair among all, whichever of the two comes first; `None` for a column and itself.
fn place((a, b): (usize, usize)) -> Option<usize> {
    let (low, high) = (a.min(b), a.max(b));
    (low < high).then(|| high * (high - 1) / 2 + low)
}

/// Where lines leave a cell of the tree.
const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// A subtree that is drawn: its row and the cell at which it ends.
#[derive(Clone, Copy)]
struct Branch {
    row: usize,
    cell: usize,
}

/// Lays the tree out. O(leaves · cells).
fn laid_out(clusters: &Clusters, order: &[usize]) -> Vec<[u8; TREE]> {
    let mut cells = vec![[0u8; TREE]; order.len()];
    let mut row_of = vec![0; order.len()];
    for (row, column) in order.iter().enumerate() {
        row_of[*column] = row;
    }
    let highest = clusters.merges.last().map_or(0.0, |merge| merge.height).max(f64::MIN_POSITIVE);
    // Of each group by its first column.
    let mut open: Vec<Branch> = row_of.iter().map(|row| Branch { row: *row, cell: TREE - 1 }).collect();
    for merge in &clusters.merges {
        let (Some(left), Some(right)) = (merge.left.first(), merge.right.first()) else { continue };
        let (upper, lower) = (open[*left], open[*right]);
        let at = cell(merge.height / highest).min(upper.cell).min(lower.cell);
        join(&mut cells, (upper, lower), at);
        open[*left] = Branch { row: usize::midpoint(upper.row, lower.row), cell: at };
    }
    cells
}

/// The cell of a join, from its height as a share of the highest. The last cell is left to the lines of the leaves.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a few cells")]
fn cell(share: f64) -> usize {
    let last = TREE - 2;
    last - (share.clamp(0.0, 1.0) * last as f64).round() as usize
}

fn join(cells: &mut [[u8; TREE]], (upper, lower): (Branch, Branch), at: usize) {
    for branch in [upper, lower] {
        for cell in &mut cells[branch.row][at + 1..=branch.cell] {
            *cell |= LEFT | RIGHT;
        }
        // One that ends here already has its own line down.
        cells[branch.row][at] |= if branch.cell > at { RIGHT } else { 0 };
    }
    for row in &mut cells[upper.row..lower.row] {
        row[at] |= DOWN;
    }
    for row in &mut cells[upper.row + 1..=lower.row] {
        row[at] |= UP;
    }
}

#[cfg(test)]
mod tests {
    use super::{TREE, laid_out};
    use crate::compare::{Clusters, Merge};

    #[test]
    fn the_tree_joins_its_leaves_the_nearest_first() {
        let merge =
            |left: &[usize], right: &[usize], height| Merge { left: left.to_vec(), right: right.to_vec(), height };
        let clusters = Clusters {
            count: 4,
            merges: vec![merge(&[0], &[2], 0.0), merge(&[1], &[3], 0.4), merge(&[0, 2], &[1, 3], 0.8)],
            unknown: Vec::new(),
        };
        let tree = laid_out(&clusters, &clusters.order());
        let lines = [' ', '│', '│', '│', '─', '╯', '╮', '┤', '─', '╰', '╭', '├', '─', '┴', '┬', '┼'];
        let drawn: Vec<String> =
            tree.iter().map(|row| row.iter().map(|lines_of| lines[usize::from(*lines_of)]).collect()).collect();
        assert_eq!(drawn, ["╭─────────┬─", "│         ╰─", "╰────┬──────", "     ╰──────"]);
        assert_eq!(laid_out(&Clusters { count: 1, ..Clusters::default() }, &[0]), [[0; TREE]]);
    }
}
