//! The order of rows and columns.

use super::cluster::Clusters;
use super::matrix::Matrix;
use super::spread::Spread;
use crate::model::{Issue, Model};

/// How to order issues or sides; ties keep the order given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Issues in file order.
    #[default]
    File,
    /// The most contested issue first: by [`Spread::contention`], then by the number of conflicts; issues without
    /// contention last.
    Contention,
    /// Issues by name.
    Name,
    /// Issues by their group, groups in the order of their first issue.
    Group,
    /// Sides as the leaves of the tree of [`Clusters`], issues in file order.
    Cluster,
}

impl Order {
    /// Every order, as listed above.
    pub const ALL: &'static [Self] = &[Self::File, Self::Contention, Self::Name, Self::Group, Self::Cluster];

    /// The word as the command line writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Contention => "contention",
            Self::Name => "name",
            Self::Group => "group",
            Self::Cluster => "cluster",
        }
    }

    /// The matrix in this order. Contention and cluster cost O(rows · sides²).
    pub fn arrange(self, model: &Model, matrix: Matrix) -> Matrix {
        let issue = |row: usize| model.issue(matrix.rows()[row].issue);
        let mut rows: Vec<usize> = (0..matrix.rows().len()).collect();
        let mut columns: Vec<usize> = (0..matrix.parties().len()).collect();
        match self {
            Self::File => return matrix,
            Self::Contention => {
                let spreads: Vec<Spread> = rows.iter().map(|row| Spread::new(model, &matrix, *row)).collect();
                rows.sort_by(|a, b| {
                    let [a, b] = [&spreads[*a], &spreads[*b]];
                    let key = |spread: &Spread| spread.contention.unwrap_or(-1.0);
                    key(b).total_cmp(&key(a)).then(b.conflicts.cmp(&a.conflicts))
                });
            }
            Self::Name => rows.sort_by_key(|row| issue(*row).name.to_lowercase()),
            Self::Group => {
                let first = |issue: &Issue| model.issues().iter().position(|other| other.group == issue.group);
                let keys: Vec<Option<usize>> = rows.iter().map(|row| first(issue(*row))).collect();
                rows.sort_by_key(|row| keys[*row]);
            }
            Self::Cluster => {
                columns = Clusters::new(matrix.parties(), |pair| matrix.mean_distance(model, pair)).order();
            }
        }
        matrix.arranged(&rows, &columns)
    }
}

#[cfg(test)]
mod tests {
    use super::Order;
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, IssueId, RelationKind};

    #[test]
    fn rows_and_columns_take_the_order_asked_for() {
        let mut sample = Sample::new(&["a", "b", "c"], 4);
        for (issue, name, group) in [(0, "zinc", "x"), (1, "Iron", "y"), (2, "copper", "x"), (3, "lead", "y")] {
            sample.name_issue(issue, name, group);
        }
        let places = [[0.0, 50.0, 0.0], [0.0, 100.0, 0.0], [0.0, 0.0, 0.0]];
        for (issue, places) in places.into_iter().enumerate() {
            for (actor, place) in ["a", "b", "c"].into_iter().zip(places) {
                sample.demand(actor, issue, Some(place));
            }
        }
        sample.demand("a", 3, None);
        sample.demand("b", 3, None);
        sample.relate(10, RelationKind::Opposes, 9);
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        for (order, rows, columns) in [
            (Order::File, [0, 1, 2, 3], [0, 1, 2]),
            (Order::Contention, [1, 0, 2, 3], [0, 1, 2]),
            (Order::Name, [2, 1, 3, 0], [0, 1, 2]),
            (Order::Group, [0, 2, 1, 3], [0, 1, 2]),
            (Order::Cluster, [0, 1, 2, 3], [0, 2, 1]),
        ] {
            let parties = parties(&model, &actors, Folding::Alone);
            let matrix = order.arrange(&model, Matrix::new(&model, Stances::new(&model), parties, &issues));
            let got: Vec<usize> = matrix.rows().iter().map(|row| row.issue.index()).collect();
            assert_eq!(got, rows, "{order:?}");
            let got: Vec<usize> = matrix.parties().iter().map(|party| party.actor.index()).collect();
            assert_eq!(got, columns, "{order:?}");
        }
    }
}
