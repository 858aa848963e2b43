//! Who moved, from which demand to which, and how.

use super::matrix::{Matrix, MatrixRow};
use super::party::Party;
use super::shift::{CourseStep, course, shifts_in};
use super::stance::length;
use crate::model::{Date, DemandId, Model, Status, vocabulary};

vocabulary! {
    /// How a side moved.
    pub enum Change {
        /// It asks for more, or is farther from what the others hold.
        Hardened = "hardened",
        /// It asks for less, or is nearer to what the others hold.
        Softened = "softened",
        /// It gave the demand up.
        Withdrawn = "withdrawn",
        /// The demand was turned down.
        Rejected = "rejected",
        /// The demand was met.
        Met = "met",
        /// Another demand replaces it, neither farther from the others nor nearer.
        Superseded = "superseded",
    }
}

/// A movement of one side on one issue. Columns and rows are those of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// Who moved.
    pub column: usize,
    /// On what.
    pub row: usize,
    /// How.
    pub change: Change,
    /// The demand that was left; `None` if a demand is only marked as harder or softer than before.
    pub from: Option<DemandId>,
    /// The demand that replaced it, if any. At least one of `from` and `to` is set.
    pub to: Option<DemandId>,
    /// When: the date of `to`. `None` where that has none, and for what only a status tells, as a status has no date.
    pub date: Option<Date>,
}

impl Movement {
    /// Whether its holder moved: not where a demand was only turned down, or met.
    pub fn is_own(&self) -> bool {
        self.to.is_some() || self.change == Change::Withdrawn
    }
}

/// All movements, by column, then by row, then in the order of [`course`].
///
/// One for each pair of a demand and its successor (see [`shifts`](super::shifts)), and one for each other demand whose
/// status is not `held`. The change is given by the status of the first, else by that of the second if `hardened` or
/// `softened`, else by the distance of both from the mean of what the other sides hold: a difference of more than a tenth
/// of the scale is hardened or softened.
pub fn movements(model: &Model, matrix: &Matrix) -> Vec<Movement> {
    let movements = Movements::new(model, matrix);
    let columns = matrix.parties().iter().enumerate();
    let cells = columns.flat_map(|column| matrix.rows().iter().enumerate().map(move |row| (row, column)));
    let in_cell = |((row, entry), (column, party)): ((usize, &'_ MatrixRow), (usize, &'_ Party))| {
        movements.of((row, column), &course(model, matrix.stances(), party, entry.issue))
    };
    cells.flat_map(in_cell).collect()
}

/// What tells the movements of a cell of a matrix.
#[derive(Debug)]
pub struct Movements<'m> {
    model: &'m Model,
    matrix: &'m Matrix,
    /// Of each row the columns with a place and their places, those of the very same demands once.
    placed: Vec<Vec<(usize, f64)>>,
}

impl<'m> Movements<'m> {
    /// Looks at all places of a matrix, with which each is compared. O(cells log sides).
    pub fn new(model: &'m Model, matrix: &'m Matrix) -> Self {
        let placed = |row: &MatrixRow| {
            let kept = row.distinct().into_iter();
            kept.filter_map(|column| Some((column, row.stances[column].at()?))).collect()
        };
        Self { model, matrix, placed: matrix.rows().iter().map(placed).collect() }
    }

    /// The movements of a cell, which is in the matrix, by the [`course`] of its party on its issue.
    pub fn of(&self, (row, column): (usize, usize), course: &[CourseStep]) -> Vec<Movement> {
        let date = |to: Option<DemandId>| to.and_then(|id| self.model.date_of(id));
        let movement = |change, from, to| Movement { column, row, change, from, to, date: date(to) };
        let status = |id: DemandId| self.model.demand(id).status;
        let shifts = shifts_in(self.model, self.matrix.rows()[row].issue, course);
        let mut movements = Vec::new();
        for id in course.iter().map(|step| step.demand) {
            let mut is_told = false;
            for shift in shifts.iter().filter(|shift| shift.to == id) {
                let stated = stated(status(shift.from)).or_else(|| {
                    is_told = true;
                    stated(status(id)).filter(|change| matches!(change, Change::Hardened | Change::Softened))
                });
                let change = stated.unwrap_or_else(|| self.by_place((row, column), shift.before.zip(shift.after)));
                movements.push(movement(change, Some(shift.from), Some(id)));
            }
            if shifts.iter().any(|shift| shift.from == id) {
                continue;
            }
            match stated(status(id)) {
                Some(change @ (Change::Hardened | Change::Softened)) if !is_told => {
                    movements.push(movement(change, None, Some(id)));
                }
                Some(change @ (Change::Withdrawn | Change::Rejected | Change::Met)) => {
                    movements.push(movement(change, Some(id), None));
                }
                Some(Change::Hardened | Change::Softened | Change::Superseded) | None => {}
            }
        }
        movements
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of sides are far below 2^52")]
    fn by_place(&self, (row, column): (usize, usize), places: Option<(f64, f64)>) -> Change {
        let (entry, held) = (&self.matrix.rows()[row], &self.placed[row]);
        let is_same = |other: usize| entry.stances[other].is_same(&entry.stances[column]);
        // Whose stance is the same as that of an earlier one is not among them itself.
        let own = match held.binary_search_by_key(&column, |(other, _)| *other) {
            Ok(_) => Some(column),
            Err(_) => held.iter().map(|(other, _)| *other).find(|other| is_same(*other)),
        };
        let others = held.iter().filter(|(other, _)| Some(*other) != own).map(|(_, at)| at);
        let mean = others.clone().sum::<f64>() / others.count() as f64;
        let farther = places
            .zip(length(self.model.issue(entry.issue)))
            .map(|((before, after), length)| ((after - mean).abs() - (before - mean).abs()) / length);
        match farther {
            Some(farther) if farther > TENTH => Change::Hardened,
            Some(farther) if farther < -TENTH => Change::Softened,
            // NaN where there are no others.
            _ => Change::Superseded,
        }
    }
}

/// The movement that a status states; `None` for `held`.
fn stated(status: Status) -> Option<Change> {
    match status {
        Status::Held => None,
        Status::Hardened => Some(Change::Hardened),
        Status::Softened => Some(Change::Softened),
        Status::Withdrawn => Some(Change::Withdrawn),
        Status::Met => Some(Change::Met),
        Status::Rejected => Some(Change::Rejected),
    }
}

/// A move by more than this share of the scale away from the mean of the others hardens.
const TENTH: f64 = 0.1;

#[cfg(test)]
mod tests {
    use super::{Change, movements};
    use crate::compare::matrix::Matrix;
    use crate::compare::party::{Folding, parties};
    use crate::compare::sample::{Sample, day};
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, DemandId, IssueId, RelationKind, Status};

    /// The movements of the first of the actors, by the numbers of the demands.
    fn moves(sample: Sample) -> Vec<(Change, Option<usize>, Option<usize>)> {
        let model = sample.finish();
        let actors: Vec<ActorId> = model.actor_ids().collect();
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let parties = parties(&model, &actors, Folding::Alone);
        let all = movements(&model, &Matrix::new(&model, Stances::new(&model), parties, &issues));
        let number = |id: Option<DemandId>| id.map(DemandId::index);
        let first = all.iter().filter(|movement| movement.column == 0);
        first.map(|movement| (movement.change, number(movement.from), number(movement.to))).collect()
    }

    #[test]
    fn places_say_how_where_the_status_does_not() {
        for (before, after, others, change) in [
            (Some(50.0), Some(100.0), &[0.0][..], Change::Hardened),
            (Some(100.0), Some(50.0), &[0.0], Change::Softened),
            (Some(100.0), Some(50.0), &[100.0, 100.0], Change::Hardened),
            (Some(50.0), Some(60.0), &[0.0], Change::Superseded),
            (Some(60.0), Some(50.0), &[0.0], Change::Superseded),
            (Some(0.0), Some(100.0), &[0.0, 100.0], Change::Superseded),
            (Some(0.0), Some(100.0), &[], Change::Superseded),
            (None, Some(100.0), &[0.0], Change::Superseded),
        ] {
            let mut sample = Sample::new(&["a", "b", "c"], 1);
            sample.demand("a", 0, before);
            sample.demand("a", 0, after);
            sample.relate(1, RelationKind::Supersedes, 0);
            for (actor, place) in ["b", "c"].into_iter().zip(others) {
                sample.demand(actor, 0, Some(*place));
            }
            assert_eq!(moves(sample), [(change, Some(0), Some(1))], "{before:?} {after:?} {others:?}");
        }
    }

    #[test]
    fn the_status_says_how_and_a_demand_that_nothing_follows_moves_alone() {
        use Status::{Hardened, Held, Met, Rejected, Softened, Withdrawn};
        for (first, second, expected) in [
            (Held, None, vec![]),
            (Withdrawn, None, vec![(Change::Withdrawn, Some(0), None)]),
            (Rejected, None, vec![(Change::Rejected, Some(0), None)]),
            (Met, None, vec![(Change::Met, Some(0), None)]),
            (Hardened, None, vec![(Change::Hardened, None, Some(0))]),
            (Withdrawn, Some(Held), vec![(Change::Withdrawn, Some(0), Some(1))]),
            (Held, Some(Softened), vec![(Change::Softened, Some(0), Some(1))]),
            (Held, Some(Met), vec![(Change::Superseded, Some(0), Some(1)), (Change::Met, Some(1), None)]),
            (Withdrawn, Some(Hardened), vec![(Change::Withdrawn, Some(0), Some(1)), (Change::Hardened, None, Some(1))]),
        ] {
            let mut sample = Sample::new(&["a"], 1);
            sample.demand("a", 0, None).status = first;
            if let Some(second) = second {
                sample.demand("a", 0, None).status = second;
                sample.relate(1, RelationKind::Supersedes, 0);
            }
            assert_eq!(moves(sample), expected, "{first:?} {second:?}");
        }
    }

    #[test]
    fn what_only_a_status_tells_has_no_date() {
        for (status, is_own) in [(Status::Withdrawn, true), (Status::Rejected, false), (Status::Met, false)] {
            let mut sample = Sample::new(&["a"], 1);
            let demand = sample.demand("a", 0, Some(0.0));
            (demand.date, demand.status) = (day(3, 1), status);
            let model = sample.finish();
            let parties = parties(&model, &Sample::actors::<1>(&model), Folding::Alone);
            let matrix = Matrix::new(&model, Stances::new(&model), parties, &[IssueId::new(0)]);
            let movement = movements(&model, &matrix)[0];
            assert_eq!((movement.date, movement.to, movement.is_own()), (None, None, is_own), "{status:?}");
        }
    }

    #[test]
    fn a_later_date_at_another_place_is_a_movement() {
        let mut sample = Sample::new(&["a", "b"], 1);
        sample.demand("a", 0, Some(0.0)).date = day(3, 1);
        sample.demand("a", 0, Some(100.0)).date = day(1, 1);
        sample.demand("b", 0, Some(0.0));
        assert_eq!(moves(sample), [(Change::Softened, Some(1), Some(0))]);
    }
}
