//! How alike each two parties are, and the tree that joins them.

use std::sync::OnceLock;

use crate::compare::{Clusters, Duplicates, Matrix, Measure, Normalise, Profile, Summary};
use crate::model::Model;

/// Cells of the tree beside the names.
pub const TREE: usize = 12;

/// How the parties of a table stand to each other. Columns are those of the table.
#[derive(Debug)]
pub struct Affinity {
    /// Who stands with whom, by mean distance.
    pub clusters: Clusters,
    /// The columns as the leaves of the tree, from the top.
    pub order: Vec<usize>,
    /// Of each leaf, in this order, the cells of the tree: the root to the left, the sooner two join the farther right.
    pub tree: Vec<String>,
    profiles: Vec<OnceLock<Profile>>,
    /// Of each two columns, by the greater, then by the lesser.
    summaries: Vec<OnceLock<Summary>>,
}

impl Affinity {
    /// Joins the parties. O(parties² · issues + parties³); values are worked out when they are asked for.
    pub fn new(model: &Model, matrix: &Matrix) -> Self {
        let clusters = Clusters::new(matrix.parties(), |pair| matrix.mean_distance(model, pair));
        let order = clusters.order();
        let tree = drawn(&clusters, &order);
        let count = clusters.count;
        let profiles = (0..count).map(|_| OnceLock::new()).collect();
        let summaries = (0..count * count.saturating_sub(1) / 2).map(|_| OnceLock::new()).collect();
        Self { clusters, order, tree, profiles, summaries }
    }

    /// How two columns stand to each other over all issues; `None` for a column and itself. O(issues), once.
    pub fn summary(&self, model: &Model, matrix: &Matrix, (a, b): (usize, usize)) -> Option<Summary> {
        let (low, high) = (a.min(b), a.max(b));
        let cell = self.summaries.get(high * high.saturating_sub(1) / 2 + low).filter(|_| low < high)?;
        Some(*cell.get_or_init(|| matrix.summary(model, (low, high))))
    }

    /// The measure of two columns; `None` for a column and itself, and where nothing can be compared.
    pub fn value(
        &self,
        (model, matrix): (&Model, &Matrix),
        by: (Measure, Normalise),
        (a, b): (usize, usize),
    ) -> Option<f64> {
        let (measure, normalise) = by;
        let summary = self.summary(model, matrix, (a, b))?;
        if !measure.counts_statements() {
            return measure.value(&summary, (&Profile::default(), &Profile::default()), normalise);
        }
        let profile = |column: usize| {
            let party = matrix.parties().get(column)?;
            Some(self.profiles.get(column)?.get_or_init(|| Profile::new(model, party, Duplicates::Keep)))
        };
        measure.value(&summary, (profile(a)?, profile(b)?), normalise)
    }
}

/// Where lines leave a cell.
const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// A cell by where lines leave it.
const LINES: [char; 16] = [' ', '│', '│', '│', '─', '╯', '╮', '┤', '─', '╰', '╭', '├', '─', '┴', '┬', '┼'];

/// A subtree that is drawn: its row and the cell at which it ends.
#[derive(Clone, Copy)]
struct Branch {
    row: usize,
    cell: usize,
}

/// Draws the tree, a text of [`TREE`] cells for each leaf. O(leaves · cells).
fn drawn(clusters: &Clusters, order: &[usize]) -> Vec<String> {
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
    cells.iter().map(|row| row.iter().map(|lines| LINES[usize::from(*lines)]).collect()).collect()
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
    use super::{TREE, drawn};
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
        let tree = drawn(&clusters, &clusters.order());
        assert_eq!(tree, ["╭─────────┬─", "│         ╰─", "╰────┬──────", "     ╰──────"].map(str::to_owned));
        assert!(tree.iter().all(|row| row.chars().count() == TREE));
        assert_eq!(drawn(&Clusters { count: 1, ..Clusters::default() }, &[0]), [" ".repeat(TREE)]);
    }
}
