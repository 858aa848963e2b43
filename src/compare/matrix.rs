//! Issues against parties.

use std::collections::BTreeSet;

use super::party::Party;
use super::stance::{Stance, Stances, length};
use super::summary::Summary;
use super::verdict::{Cell, Pair, distance, mean_of, verdict};
use crate::model::{IssueId, Model};

/// What every party holds on every issue. Columns are numbered from 0; valid only for the model it was made from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    stances: Stances,
    parties: Vec<Party>,
    rows: Vec<MatrixRow>,
}

/// One issue of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// The issue.
    pub issue: IssueId,
    /// A stance for each party, in their order.
    pub stances: Vec<Stance>,
}

impl MatrixRow {
    /// The columns without those whose stance rests on the very same demands as that of an earlier one, so that every
    /// stance counts once; silent ones are kept. O(n log n).
    pub fn distinct(&self) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let columns = self.stances.iter().enumerate();
        let firsts = columns.filter(|(_, stance)| **stance == Stance::Silent || seen.insert(stance.demands()));
        firsts.map(|(column, _)| column).collect()
    }
}

impl Matrix {
    /// Looks up every cell; issues and parties keep the order given. O(issues · voices · log demands).
    pub fn new(model: &Model, stances: Stances, parties: Vec<Party>, issues: &[IssueId]) -> Self {
        let row = |issue: &IssueId| {
            let stances = parties.iter().map(|party| stances.stance(model, party, *issue)).collect();
            MatrixRow { issue: *issue, stances }
        };
        let rows = issues.iter().map(row).collect();
        Self { stances, parties, rows }
    }

    /// The same of cells that were looked up already: rows of stances that are those of the parties, in their order.
    pub fn of_rows(stances: Stances, parties: Vec<Party>, rows: Vec<MatrixRow>) -> Self {
        Self { stances, parties, rows }
    }

    /// The same cells with only these rows and columns, in this order.
    #[must_use]
    pub fn arranged(&self, rows: &[usize], columns: &[usize]) -> Self {
        let row = |row: &MatrixRow| {
            let stances = columns.iter().filter_map(|column| row.stances.get(*column).cloned()).collect();
            MatrixRow { issue: row.issue, stances }
        };
        Self {
            stances: self.stances.clone(),
            parties: columns.iter().filter_map(|column| self.parties.get(*column).cloned()).collect(),
            rows: rows.iter().filter_map(|at| self.rows.get(*at)).map(row).collect(),
        }
    }

    /// The stances its cells come from.
    pub fn stances(&self) -> &Stances {
        &self.stances
    }

    /// The columns.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The rows.
    pub fn rows(&self) -> &[MatrixRow] {
        &self.rows
    }

    /// A party and its stance; `None` outside the matrix.
    pub fn cell(&self, row: usize, column: usize) -> Option<Cell<'_>> {
        Some(Cell { party: self.parties.get(column)?, stance: self.rows.get(row)?.stances.get(column)? })
    }

    /// How two columns relate in a row; `None` outside the matrix.
    pub fn pair(&self, model: &Model, row: usize, (a, b): (usize, usize)) -> Option<Pair> {
        Some(verdict(model, &self.stances, self.rows.get(row)?.issue, (self.cell(row, a)?, self.cell(row, b)?)))
    }

    /// How two columns relate over all rows; empty outside the matrix. O(rows).
    pub fn summary(&self, model: &Model, (a, b): (usize, usize)) -> Summary {
        let mut summary = Summary::default();
        for (row, entry) in self.rows.iter().enumerate() {
            let Some(pair) = self.pair(model, row, (a, b)) else { continue };
            let [a, b] = [a, b].map(|column| entry.stances[column].salience(model));
            summary.count(pair, a.zip(b).map(|(a, b)| a.midpoint(b)));
        }
        summary
    }

    /// How far two columns are from each other in a row, 0..1; `None` unless both have a place there.
    pub fn distance(&self, model: &Model, row: usize, (a, b): (usize, usize)) -> Option<f64> {
        let entry = self.rows.get(row)?;
        distance(model, entry.issue, (entry.stances.get(a)?, entry.stances.get(b)?))
    }

    /// How far two columns are from each other for a tree that joins them: their mean distance; 0 if nothing compares
    /// them but that the very same demands count for both. O(rows).
    pub fn remoteness(&self, model: &Model, (a, b): (usize, usize)) -> Option<f64> {
        self.mean_distance(model, (a, b)).or_else(|| self.share_demands((a, b)).then_some(0.0))
    }

    /// Whether the very same demands count for two columns in any row. O(rows).
    pub fn share_demands(&self, (a, b): (usize, usize)) -> bool {
        self.rows.iter().any(|row| row.stances[a].is_same(&row.stances[b]))
    }

    /// The [`Summary::distance`] of two columns alone, which is much cheaper than the summary. O(rows).
    pub fn mean_distance(&self, model: &Model, (a, b): (usize, usize)) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for entry in &self.rows {
            let (a, b) = (entry.stances.get(a)?, entry.stances.get(b)?);
            let Some(distance) = distance(model, entry.issue, (a, b)) else { continue };
            let saliences = a.salience(model).zip(b.salience(model));
            let care = saliences.map_or(1.0, |(a, b)| a.midpoint(b));
            sum += care * distance;
            weight += care;
        }
        (weight > 0.0).then(|| sum / weight)
    }

    /// The [`Matrix::mean_distance`] of every two columns, by the greater, then by the lesser, in one pass over the cells.
    /// O(rows · sides²).
    pub fn mean_distances(&self, model: &Model) -> Vec<Option<f64>> {
        let count = self.parties.len();
        let mut sums = vec![(0.0, 0.0); count * count.saturating_sub(1) / 2];
        for entry in &self.rows {
            let Some(length) = length(model.issue(entry.issue)) else { continue };
            let held = |(column, stance): (usize, &'_ Stance)| (column, stance.points(model), stance.salience(model));
            let placed = entry.stances.iter().enumerate().map(held).filter(|(_, points, _)| !points.is_empty());
            let placed: Vec<(usize, Vec<f64>, Option<f64>)> = placed.collect();
            for (nth, (high, points, salience)) in placed.iter().enumerate() {
                for (low, others, other) in &placed[..nth] {
                    if entry.stances[*high].is_same(&entry.stances[*low]) {
                        continue;
                    }
                    let care = salience.zip(*other).map_or(1.0, |(a, b)| a.midpoint(b));
                    let (sum, weight) = &mut sums[high * (high - 1) / 2 + low];
                    *sum += care * mean_of(points, others, length);
                    *weight += care;
                }
            }
        }
        sums.into_iter().map(|(sum, weight)| (weight > 0.0).then(|| sum / weight)).collect()
    }

    /// Every unordered pair of columns, in the order given: (0, 1), (0, 2), … (1, 2), …
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let count = self.parties.len();
        (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
    }
}

#[cfg(test)]
mod tests {
    use super::Matrix;
    use crate::compare::party::{Folding, Party, parties};
    use crate::compare::sample::Sample;
    use crate::compare::stance::{Stance, Stances};
    use crate::compare::verdict::Verdict;
    use crate::model::{ActorId, IssueId, Model, RelationKind};
    use proptest::prelude::{Strategy, any, prop, proptest};

    fn matrix(model: &Model) -> Matrix {
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        Matrix::new(model, Stances::new(model), parties(model, &actors, Folding::Alone), &issues)
    }

    #[test]
    fn a_summary_shows_what_it_is_a_share_of() {
        let mut sample = Sample::new(&["a", "b"], 7);
        let places = [(0.0, Some(0.0)), (10.0, Some(10.0)), (0.0, Some(50.0)), (0.0, Some(100.0)), (0.0, None)];
        for (issue, (a, b)) in places.into_iter().enumerate() {
            sample.demand("a", issue, Some(a));
            sample.demand("b", issue, b);
        }
        sample.demand("a", 5, None);
        sample.demand("b", 5, None);
        sample.relate(10, RelationKind::Supports, 11);
        let model = sample.finish();
        let summary = matrix(&model).summary(&model, (0, 1));
        assert_eq!((summary.agree, summary.near, summary.apart, summary.opposed), (3, 0, 1, 1));
        assert_eq!((summary.comparable(), summary.unknown), (5, 2));
        assert_eq!(summary.sentence(), "3 of 5 comparable agree, 2 unknown");
        assert_eq!((summary.agreement(), summary.distance()), (Some(0.6), Some(1.5 / 4.0)));
        assert_eq!((summary.placed, summary.weighted), (4, 0));
    }

    #[test]
    fn nothing_comparable_gives_no_share() {
        let mut sample = Sample::new(&["a", "b"], 2);
        sample.demand("a", 0, Some(0.0));
        let model = sample.finish();
        let summary = matrix(&model).summary(&model, (0, 1));
        assert_eq!((summary.agreement(), summary.distance()), (None, None));
        assert_eq!(summary.sentence(), "nothing comparable, 2 unknown");
    }

    #[test]
    fn distance_is_weighted_by_the_mean_salience_and_one_where_either_is_missing() {
        for (saliences, distance, weighted) in [
            ([(None, None), (None, None)], Some(0.5), 0),
            ([(Some(0.5), Some(1.0)), (None, Some(0.1))], Some(0.75 / 1.75), 1),
            ([(Some(0.2), Some(0.4)), (Some(0.6), Some(1.0))], Some(0.3 / 1.1), 2),
            ([(Some(0.0), Some(0.0)), (Some(0.0), Some(0.0))], None, 2),
        ] {
            let mut sample = Sample::new(&["a", "b"], 2);
            for (issue, (a, b)) in saliences.into_iter().enumerate() {
                sample.demand("a", issue, Some(0.0)).salience = a;
                sample.demand("b", issue, Some(if issue == 0 { 100.0 } else { 0.0 })).salience = b;
            }
            let model = sample.finish();
            let summary = matrix(&model).summary(&model, (0, 1));
            let is_close = match (summary.distance(), distance) {
                (Some(got), Some(expected)) => (got - expected).abs() < 1e-12,
                (got, expected) => got == expected,
            };
            assert!(is_close, "{:?} is not {distance:?}", summary.distance());
            assert_eq!(summary.weighted, weighted);
        }
    }

    #[test]
    fn a_bloc_compares_with_the_demands_of_its_members() {
        let mut sample = Sample::new(&["bloc", "member", "other"], 2);
        sample.member("member", "bloc");
        sample.demand("bloc", 1, None);
        sample.demand("member", 0, Some(0.0));
        sample.demand("other", 0, Some(0.0));
        let model = sample.finish();
        let [_, member, other] = Sample::actors(&model);
        let folded = parties(&model, &[member, other], Folding::Blocs);
        let folded = Matrix::new(&model, Stances::new(&model), folded, &[IssueId::new(0)]);
        assert_eq!(folded.summary(&model, (0, 1)).agree, 1);
        assert_eq!(matrix(&model).summary(&model, (0, 2)).agree, 0);
    }

    #[test]
    fn outside_the_matrix_there_is_nothing() {
        let matrix = Matrix::default();
        assert_eq!(matrix.pair(&Model::default(), 0, (0, 1)), None);
        assert_eq!(matrix.pairs().count(), 0);
        assert_eq!(matrix.summary(&Model::default(), (0, 1)).comparable(), 0);
    }

    #[test]
    fn pairs_are_listed_once_in_the_order_given() {
        let model = Sample::new(&["a", "b", "c"], 0).finish();
        assert_eq!(matrix(&model).pairs().collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
        assert_eq!(matrix(&model).parties()[1], Party::alone(ActorId::new(1)));
    }

    /// Actor, issue, position, relation to an earlier demand.
    type Rough = (usize, usize, Option<u8>, Option<(usize, RelationKind)>);

    fn demands() -> impl Strategy<Value = Vec<Rough>> {
        let kind = prop::sample::select(RelationKind::ALL.to_vec());
        let relation = prop::option::of((any::<prop::sample::Index>(), kind));
        let one = (0..3usize, 0..3usize, prop::option::of(0..=4u8), relation);
        prop::collection::vec(one, 0..16).prop_map(|all| {
            let relate = |at: usize, relation: Option<(prop::sample::Index, RelationKind)>| {
                relation.filter(|_| at > 0).map(|(index, kind)| (index.index(at), kind))
            };
            all.into_iter().enumerate().map(|(at, (a, i, p, r))| (a, i, p, relate(at, r))).collect()
        })
    }

    fn build(demands: &[Rough]) -> Model {
        let mut sample = Sample::new(&["a", "b", "c"], 3);
        for (index, (actor, issue, position, relation)) in demands.iter().enumerate() {
            sample.demand(["a", "b", "c"][*actor], *issue, position.map(|place| f64::from(place) * 25.0));
            if let Some((to, kind)) = relation {
                sample.relate(index, *kind, *to);
            }
        }
        sample.finish()
    }

    proptest! {
        #[test]
        fn verdicts_do_not_depend_on_who_is_named_first(demands in demands()) {
            let model = build(&demands);
            let matrix = matrix(&model);
            for (row, (a, b)) in (0..3).flat_map(|row| matrix.pairs().map(move |pair| (row, pair))) {
                assert_eq!(matrix.pair(&model, row, (a, b)), matrix.pair(&model, row, (b, a)));
            }
        }

        #[test]
        fn every_issue_counts_once_and_unknown_never_counts_as_comparable(demands in demands()) {
            let model = build(&demands);
            let matrix = matrix(&model);
            for (a, b) in matrix.pairs() {
                let summary = matrix.summary(&model, (a, b));
                let verdicts: Vec<Verdict> = (0..3).filter_map(|row| Some(matrix.pair(&model, row, (a, b))?.verdict)).collect();
                let known = verdicts.iter().filter(|verdict| **verdict != Verdict::Unknown).count();
                assert_eq!((summary.comparable(), summary.unknown), (known, 3 - known));
                assert_eq!(summary.agreement().is_some(), known > 0);
                assert!(summary.distance().is_none_or(|distance| (0.0..=1.0).contains(&distance)));
                assert_eq!(matrix.mean_distance(&model, (a, b)), summary.distance());
                let of_all = matrix.mean_distances(&model)[b * (b - 1) / 2 + a];
                assert_eq!(of_all, matrix.mean_distance(&model, (b, a)));
            }
        }

        #[test]
        fn no_side_is_compared_with_itself(demands in demands()) {
            let model = build(&demands);
            let matrix = matrix(&model);
            for (row, entry) in matrix.rows().iter().enumerate() {
                let pair = matrix.pair(&model, row, (0, 0)).unwrap();
                assert_eq!((pair.verdict, pair.distance), (Verdict::Unknown, None));
                assert_eq!(pair.is_same, entry.stances[0] != Stance::Silent);
            }
        }

        #[test]
        fn the_order_of_unrelated_demands_in_the_file_does_not_matter(demands in demands()) {
            let plain = |all: &mut dyn Iterator<Item = &Rough>| -> Vec<Rough> {
                all.map(|(actor, issue, position, _)| (*actor, *issue, *position, None)).collect()
            };
            let forth = build(&plain(&mut demands.iter()));
            let back = build(&plain(&mut demands.iter().rev()));
            let (one, other) = (matrix(&forth), matrix(&back));
            for pair in one.pairs() {
                assert_eq!(one.summary(&forth, pair), other.summary(&back, pair));
            }
        }
    }
}
