//! How an actor's position on an issue moved.

use super::party::Party;
use super::stance::{SAME, Stances, is_placed_now, length};
use crate::model::{Date, DemandId, IssueId, Model, RelationKind, Status};

/// One demand in the sequence of a party's demands on an issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CourseStep {
    /// The demand.
    pub demand: DemandId,
    /// The date it counts as.
    pub date: Option<Date>,
    /// Its place on the scale, in the scale's own units.
    pub position: Option<f64>,
    /// What has become of it.
    pub status: Status,
    /// Whether another demand replaces it.
    pub is_superseded: bool,
}

/// Why one position follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The later demand says that it replaces the earlier one.
    Superseded,
    /// Neither was given up, and the later date counts.
    Later,
}

/// A move of a party from one demand to the next; a move on the scale if both have a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The earlier demand.
    pub from: DemandId,
    /// The demand that replaces it.
    pub to: DemandId,
    /// Where the earlier one is, in the scale's own units.
    pub before: Option<f64>,
    /// Where the later one is, in the scale's own units.
    pub after: Option<f64>,
    /// Why the one follows the other.
    pub turn: Turn,
}

/// A party's demands on an issue, the earliest first: by date (undated first), on the same day after the demands it
/// supersedes, then in the order of the files. Empty where it is silent.
pub fn course(model: &Model, stances: &Stances, party: &Party, issue: IssueId) -> Vec<CourseStep> {
    let demands = stances.demands(party, issue);
    let depths = depths(model, &demands);
    let step = |id: DemandId| CourseStep {
        demand: id,
        date: model.date_of(id),
        position: model.demand(id).position,
        status: model.demand(id).status,
        is_superseded: model.is_superseded(id),
    };
    let mut steps: Vec<(CourseStep, usize)> = demands.into_iter().map(step).zip(depths).collect();
    steps.sort_by_key(|(step, depth)| (step.day(), *depth, step.demand));
    steps.into_iter().map(|(step, _)| step).collect()
}

/// How a party moved on an issue, in the order of [`course`] by the later demand, then by the earlier one.
///
/// A demand that supersedes another is a shift, with or without positions. Among demands not given up, a later date at
/// one point follows an earlier date at another; days with several points are skipped.
pub fn shifts(model: &Model, stances: &Stances, party: &Party, issue: IssueId) -> Vec<Shift> {
    shifts_in(model, issue, &course(model, stances, party, issue))
}

/// The [`shifts`] of a party whose course on the issue is known.
pub fn shifts_in(model: &Model, issue: IssueId, course: &[CourseStep]) -> Vec<Shift> {
    let order: Vec<DemandId> = course.iter().map(|step| step.demand).collect();
    let at = |id: DemandId| model.demand(id).position;
    let shift = |from, to, turn| Shift { from, to, before: at(from), after: at(to), turn };
    let mut shifts: Vec<Shift> =
        superseded(model, &order).map(|(from, to)| shift(from, to, Turn::Superseded)).collect();
    shifts.extend(later(model, issue, course).into_iter().map(|(from, to)| shift(from, to, Turn::Later)));
    let place = |id: DemandId| order.iter().position(|other| *other == id);
    shifts.sort_by_cached_key(|shift| (place(shift.to), place(shift.from)));
    shifts
}

/// Whether a party moved on an issue: from one demand to another, or by what became of one.
pub fn has_moved(model: &Model, stances: &Stances, party: &Party, issue: IssueId) -> bool {
    let course = course(model, stances, party, issue);
    course.iter().any(CourseStep::has_changed) || !shifts_in(model, issue, &course).is_empty()
}

/// How a party moved on an issue, in a word or two: `moved from “X”`, `moved` if it had no place before, else the
/// standing of its first changed demand. `None` if it did not move.
pub fn moved(model: &Model, stances: &Stances, party: &Party, issue: IssueId) -> Option<String> {
    let course = course(model, stances, party, issue);
    let shifts = shifts_in(model, issue, &course);
    if shifts.is_empty() {
        let changed = course.iter().filter(|step| step.has_changed()).map(|step| step.demand).min();
        return changed.map(|id| model.standing(id).to_owned());
    }
    let mut left: Vec<String> = Vec::new();
    for before in shifts.iter().filter(|shift| shift.before != shift.after).filter_map(|shift| shift.before) {
        let place = format!("“{}”", model.issue(issue).place(before));
        if !left.contains(&place) {
            left.push(place);
        }
    }
    Some(if left.is_empty() { "moved".to_owned() } else { format!("moved from {}", left.join(", ")) })
}

impl CourseStep {
    /// The last day that its date may mean; `None`, the oldest, without a date.
    fn day(&self) -> Option<(u16, u8, u8)> {
        Some(self.date?.last_day())
    }

    /// Whether the holder changed the demand: by its status, or by replacing it.
    fn has_changed(&self) -> bool {
        match self.status {
            Status::Hardened | Status::Softened | Status::Withdrawn => true,
            Status::Held | Status::Met | Status::Rejected => self.is_superseded,
        }
    }
}

/// Pairs of a superseded demand and its replacement, both among `demands`.
fn superseded<'a>(model: &'a Model, demands: &'a [DemandId]) -> impl Iterator<Item = (DemandId, DemandId)> + 'a {
    demands.iter().flat_map(move |id| {
        let relations = model.demand(*id).relations.iter();
        let earlier =
            relations.filter(|relation| relation.kind == RelationKind::Supersedes).map(|relation| relation.to);
        earlier.filter(|from| demands.contains(from)).map(move |from| (from, *id))
    })
}

/// Pairs of placed demands on consecutive days that each have one point, if the points differ.
fn later(model: &Model, issue: IssueId, course: &[CourseStep]) -> Vec<(DemandId, DemandId)> {
    let Some(length) = length(model.issue(issue)) else { return Vec::new() };
    let standing: Vec<&CourseStep> = course.iter().filter(|step| is_placed_now(model, step.demand)).collect();
    let days: Vec<&[&CourseStep]> = standing.chunk_by(|a, b| a.day() == b.day()).collect();
    let is_one_point = |a: &CourseStep, b: &CourseStep| {
        let apart = a.position.zip(b.position).map(|(a, b)| (a - b).abs());
        apart.is_some_and(|apart| apart < SAME * length)
    };
    let pairs = days.windows(2).filter_map(|days| {
        let [before, after] = days else { return None };
        let (from, to) = (*before.last()?, *after.first()?);
        let is_clear =
            before.iter().all(|step| is_one_point(step, from)) && after.iter().all(|step| is_one_point(step, to));
        (is_clear && !is_one_point(from, to)).then_some((from.demand, to.demand))
    });
    pairs.collect()
}

/// For each of `demands`, the length of the longest chain of demands it supersedes. The number of rounds is bounded, as
/// the chain may be a cycle.
fn depths(model: &Model, demands: &[DemandId]) -> Vec<usize> {
    let place = |id: DemandId| demands.binary_search(&id).ok();
    let links: Vec<(usize, usize)> =
        superseded(model, demands).filter_map(|(from, to)| Some((place(from)?, place(to)?))).collect();
    let mut depths = vec![0; demands.len()];
    for _ in demands {
        let mut is_settled = true;
        for (from, to) in &links {
            if depths[*to] <= depths[*from] {
                depths[*to] = depths[*from] + 1;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::{Shift, Turn, course, has_moved, moved, shifts};
    use crate::compare::party::Party;
    use crate::compare::sample::{Sample, day};
    use crate::compare::stance::Stances;
    use crate::model::{ActorId, Date, DemandId, IssueId, RelationKind, Status};

    fn moves(sample: Sample) -> Vec<(usize, usize, Turn)> {
        let model = sample.finish();
        let stances = Stances::new(&model);
        let all = shifts(&model, &stances, &Party::alone(ActorId::new(0)), IssueId::new(0));
        all.iter().map(|shift: &Shift| (shift.from.index(), shift.to.index(), shift.turn)).collect()
    }

    fn order(sample: Sample) -> Vec<usize> {
        let model = sample.finish();
        let stances = Stances::new(&model);
        let steps = course(&model, &stances, &Party::alone(ActorId::new(0)), IssueId::new(0));
        steps.iter().map(|step| step.demand.index()).collect()
    }

    #[test]
    fn a_move_is_told_in_a_word_or_two() {
        let held = (Status::Held, Some(0.0), day(1, 1));
        for (demands, told) in [
            (&[held][..], None),
            (&[held, (Status::Withdrawn, Some(0.0), day(1, 1))], Some("withdrawn")),
            (&[held, (Status::Held, Some(100.0), day(2, 1))], Some("moved from “none”")),
            (
                &[held, (Status::Held, Some(100.0), day(2, 1)), (Status::Held, Some(0.0), day(3, 1))],
                Some("moved from “none”, “full”"),
            ),
        ] {
            let mut sample = Sample::new(&["a"], 1);
            for (status, place, date) in demands {
                let demand = sample.demand("a", 0, *place);
                (demand.status, demand.date) = (*status, *date);
            }
            let model = sample.finish();
            let party = Party::alone(ActorId::new(0));
            let said = moved(&model, &Stances::new(&model), &party, IssueId::new(0));
            assert_eq!(said.as_deref(), told, "{demands:?}");
            assert_eq!(
                has_moved(&model, &Stances::new(&model), &party, IssueId::new(0)),
                told.is_some(),
                "{demands:?}"
            );
        }
    }

    #[test]
    fn a_chain_of_demands_is_walked_from_the_first_to_the_last() {
        let mut sample = Sample::new(&["a"], 1);
        for place in [80.0, 50.0, 10.0] {
            sample.demand("a", 0, Some(place));
        }
        sample.relate(0, RelationKind::Supersedes, 1);
        sample.relate(1, RelationKind::Supersedes, 2);
        assert_eq!(moves(sample), [(2, 1, Turn::Superseded), (1, 0, Turn::Superseded)]);
    }

    #[test]
    fn a_shift_says_from_where_to_where() {
        let mut sample = Sample::new(&["a"], 1);
        sample.demand("a", 0, Some(10.0));
        sample.demand("a", 0, None);
        sample.relate(1, RelationKind::Supersedes, 0);
        let model = sample.finish();
        let all = shifts(&model, &Stances::new(&model), &Party::alone(ActorId::new(0)), IssueId::new(0));
        let [from, to] = [0, 1].map(DemandId::new);
        assert_eq!(all, [Shift { from, to, before: Some(10.0), after: None, turn: Turn::Superseded }]);
    }

    #[test]
    fn a_later_date_at_another_point_is_a_shift() {
        for (places, expected) in [
            (&[(0.0, day(1, 1)), (50.0, day(2, 1))][..], &[(0, 1, Turn::Later)][..]),
            (&[(50.0, day(2, 1)), (0.0, None)], &[(1, 0, Turn::Later)]),
            (&[(0.0, day(1, 1)), (0.0, day(2, 1)), (50.0, day(3, 1))], &[(1, 2, Turn::Later)]),
            (&[(0.0, day(1, 1)), (20.0, day(1, 1)), (50.0, day(2, 1))], &[]),
            (&[(0.0, day(1, 1)), (50.0, day(1, 1))], &[]),
        ] {
            let mut sample = Sample::new(&["a"], 1);
            for (place, date) in places {
                sample.demand("a", 0, Some(*place)).date = *date;
            }
            assert_eq!(moves(sample), expected, "{places:?}");
        }
    }

    #[test]
    fn the_course_goes_by_date_then_by_what_supersedes_what() {
        let mut sample = Sample::new(&["a"], 1);
        for date in [day(3, 1), Date::parse("2025-02"), None, day(3, 1)] {
            sample.demand("a", 0, None).date = date;
        }
        sample.relate(0, RelationKind::Supersedes, 3);
        assert_eq!(order(sample), [2, 1, 3, 0]);
    }

    #[test]
    fn a_circle_of_superseding_demands_ends() {
        let mut sample = Sample::new(&["a"], 1);
        for _ in 0..3 {
            sample.demand("a", 0, Some(0.0));
        }
        for (from, to) in [(0, 1), (1, 2), (2, 0)] {
            sample.relate(from, RelationKind::Supersedes, to);
        }
        assert_eq!(moves(sample).len(), 3);
    }

    #[test]
    fn steps_keep_what_became_of_each_demand() {
        let mut sample = Sample::new(&["a"], 1);
        sample.demand("a", 0, Some(0.0)).status = Status::Hardened;
        sample.demand("a", 0, None).status = Status::Withdrawn;
        sample.relate(1, RelationKind::Supersedes, 0);
        let model = sample.finish();
        let steps = course(&model, &Stances::new(&model), &Party::alone(ActorId::new(0)), IssueId::new(0));
        let told: Vec<_> = steps.iter().map(|step| (step.status, step.position, step.is_superseded)).collect();
        assert_eq!(told, [(Status::Hardened, Some(0.0), true), (Status::Withdrawn, None, false)]);
    }
}
