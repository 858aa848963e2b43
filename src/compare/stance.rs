//! What one side holds now on one issue.

use super::party::Party;
use crate::model::{ActorId, Demand, DemandId, Issue, IssueId, Model, RelationKind, Status};

/// Two places of a scale count as one within this share of its length.
pub(super) const SAME: f64 = 1e-9;

/// What a side holds now on an issue. Places are in the scale's own units; demands are in the order of the files.
#[derive(Debug, Clone, PartialEq)]
pub enum Stance {
    /// All deciding demands are at one point.
    Placed {
        /// The point.
        at: f64,
        /// The deciding demands, at least one.
        demands: Vec<DemandId>,
    },
    /// The deciding demands are at different points.
    Mixed {
        /// The lowest point.
        low: f64,
        /// The highest point.
        high: f64,
        /// The deciding demands, at least two.
        demands: Vec<DemandId>,
    },
    /// There are demands, but none gives a place now.
    NotPlaced {
        /// All demands, at least one, including those given up.
        demands: Vec<DemandId>,
    },
    /// No demands.
    Silent,
}

impl Stance {
    /// The name of the state in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Placed { .. } => "placed",
            Self::Mixed { .. } => "mixed",
            Self::NotPlaced { .. } => "not-placed",
            Self::Silent => "silent",
        }
    }

    /// Its demands; none where silent.
    pub fn demands(&self) -> &[DemandId] {
        match self {
            Self::Placed { demands, .. } | Self::Mixed { demands, .. } | Self::NotPlaced { demands } => demands,
            Self::Silent => &[],
        }
    }

    /// The demand that represents it: the first live one, else the first; `None` where silent.
    pub fn first(&self, model: &Model) -> Option<DemandId> {
        let demands = self.demands();
        demands.iter().find(|id| model.is_live(**id)).or(demands.first()).copied()
    }

    /// Whether it rests on the very same demands as another, at least one.
    pub fn is_same(&self, other: &Self) -> bool {
        !self.demands().is_empty() && self.demands() == other.demands()
    }

    /// The point to show it at: its own, or the middle of its range.
    pub fn at(&self) -> Option<f64> {
        match self {
            Self::Placed { at, .. } => Some(*at),
            Self::Mixed { low, high, .. } => Some(low.midpoint(*high)),
            Self::NotPlaced { .. } | Self::Silent => None,
        }
    }

    /// The standing of its demands that are no longer live: `met`, or `1 of 2 met` if others are live; empty if all are
    /// live, or if it has no place and any is.
    pub fn ended(&self, model: &Model) -> String {
        let demands = self.demands();
        let ended: Vec<DemandId> = demands.iter().copied().filter(|id| !model.is_live(*id)).collect();
        let mut words: Vec<&str> = ended.iter().map(|id| model.standing(*id)).collect();
        words.sort_unstable();
        words.dedup();
        match (self.at(), demands.len() - ended.len()) {
            (None, live) if live > 0 => String::new(),
            (Some(_), live) if live > 0 && !words.is_empty() => {
                format!("{} of {} {}", ended.len(), demands.len(), words.join(", "))
            }
            _ => words.join(", "),
        }
    }

    /// The one point it holds; `None` for a range and where nothing is placed.
    pub fn place(&self) -> Option<f64> {
        match self {
            Self::Placed { at, .. } => Some(*at),
            Self::Mixed { .. } | Self::NotPlaced { .. } | Self::Silent => None,
        }
    }

    /// The distinct points it holds, ascending; none where nothing is placed.
    pub(super) fn points(&self, model: &Model) -> Vec<f64> {
        match self {
            Self::Placed { at, .. } => vec![*at],
            Self::Mixed { demands, .. } => {
                let mut points: Vec<f64> = demands.iter().filter_map(|id| model.demand(*id).position).collect();
                points.sort_by(f64::total_cmp);
                points.dedup();
                points
            }
            Self::NotPlaced { .. } | Self::Silent => Vec::new(),
        }
    }

    /// How much the side cares, 0..1, by the last deciding demand that says so. `None`, which is not 0, if none does or
    /// nothing is placed.
    pub fn salience(&self, model: &Model) -> Option<f64> {
        self.last(model, |demand| demand.salience)
    }

    /// The side's influence, 0..1, found as [`Stance::salience`] is.
    pub fn power(&self, model: &Model) -> Option<f64> {
        self.last(model, |demand| demand.power)
    }

    fn last(&self, model: &Model, value: impl Fn(&Demand) -> Option<f64>) -> Option<f64> {
        self.at()?;
        self.demands().iter().rev().find_map(|id| value(model.demand(*id)))
    }
}

/// A relation that a demand of one side states to a demand of another on the same issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stated {
    /// `Opposes` or `Supports`; `Opposes` sorts first and wins.
    pub kind: RelationKind,
    /// The demand that states it.
    pub from: DemandId,
    /// The demand it names.
    pub to: DemandId,
}

/// A relation between live demands of two actors on one issue, seen from `near`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    issue: IssueId,
    near: ActorId,
    far: ActorId,
    stated: Stated,
}

/// Which demands each actor has on each issue, and how those of different actors relate. Valid only for the model it
/// was made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stances {
    /// By [`cell`], then in the order of the files.
    cells: Vec<(u64, DemandId)>,
    /// Sorted.
    links: Vec<Link>,
}

impl Stances {
    /// Reads all demands of a model. O(n log n) in the demands and relations: make it once per model.
    pub fn new(model: &Model) -> Self {
        Self::of(model, model.demand_ids())
    }

    /// Reads the demands on one issue; valid for that issue only.
    pub fn on(model: &Model, issue: IssueId) -> Self {
        Self::of(model, model.demands_on(issue).iter().copied())
    }

    fn of(model: &Model, demands: impl Iterator<Item = DemandId> + Clone) -> Self {
        let in_cell = |id: DemandId| (cell(model.demand(id).actor, model.demand(id).issue), id);
        let mut cells: Vec<_> = demands.clone().map(in_cell).collect();
        cells.sort_by_key(|(cell, _)| *cell);
        let mut links: Vec<Link> = demands.flat_map(|id| links(model, id)).collect();
        links.sort_unstable();
        Self { cells, links }
    }

    /// The relation between live demands of two parties on an issue, in either direction: `opposes` before `supports`,
    /// then the first in the files. O(voices of `a` · log relations + relations of `a`).
    pub(super) fn stated(&self, (a, b): (&Party, &Party), issue: IssueId) -> Option<Stated> {
        let of = |near: ActorId| {
            let start = self.links.partition_point(|link| (link.issue, link.near) < (issue, near));
            self.links[start..].iter().take_while(move |link| (link.issue, link.near) == (issue, near))
        };
        let both = a.voices.iter().flat_map(|near| of(*near)).filter(|link| b.speaks(link.far));
        both.map(|link| link.stated).min()
    }

    /// Whether any relation is stated between live demands of a party and another actor on an issue.
    pub(super) fn is_related(&self, party: &Party, issue: IssueId) -> bool {
        let is_linked =
            |near: &ActorId| self.links.binary_search_by_key(&(issue, *near), |link| (link.issue, link.near)).is_ok();
        party.voices.iter().any(is_linked)
    }

    /// A party's demands on an issue, in the order of the files; empty where it is silent. O(voices · log demands).
    pub fn demands(&self, party: &Party, issue: IssueId) -> Vec<DemandId> {
        let of = |actor: &ActorId| {
            let wanted = cell(*actor, issue);
            let start = self.cells.partition_point(|(cell, _)| *cell < wanted);
            self.cells[start..].iter().take_while(move |(cell, _)| *cell == wanted).map(|(_, id)| *id)
        };
        let mut demands: Vec<DemandId> = party.voices.iter().flat_map(of).collect();
        demands.sort_unstable();
        demands
    }

    /// What a party holds now on an issue.
    ///
    /// Of its demands there with a position that are neither withdrawn nor rejected nor superseded, those of the latest
    /// date decide; a partial date counts as its last day, no date as the oldest. Without a scale nobody is placed.
    pub fn stance(&self, model: &Model, party: &Party, issue: IssueId) -> Stance {
        let demands = self.demands(party, issue);
        if demands.is_empty() {
            return Stance::Silent;
        }
        decide(model, issue, &demands).unwrap_or(Stance::NotPlaced { demands })
    }
}

/// An actor on an issue as one number, by the actor, then by the issue.
fn cell(actor: ActorId, issue: IssueId) -> u64 {
    (actor.index() as u64) << 32 | issue.index() as u64
}

fn decide(model: &Model, issue: IssueId, demands: &[DemandId]) -> Option<Stance> {
    let length = length(model.issue(issue))?;
    let placed = demands.iter().copied().filter(|id| is_placed_now(model, *id));
    let placed: Vec<_> = placed.map(|id| (day(model, id), id)).collect();
    let latest = placed.iter().map(|(day, _)| *day).max()?;
    let deciding: Vec<DemandId> = placed.into_iter().filter(|(day, _)| *day == latest).map(|(_, id)| id).collect();
    let at = |id: &DemandId| model.demand(*id).position;
    let low = deciding.iter().filter_map(at).min_by(f64::total_cmp)?;
    let high = deciding.iter().filter_map(at).max_by(f64::total_cmp)?;
    let is_one_point = high - low < SAME * length;
    Some(if is_one_point {
        Stance::Placed { at: low, demands: deciding }
    } else {
        Stance::Mixed { low, high, demands: deciding }
    })
}

/// The length of an issue's scale in its own units, above 0; `None` without one.
pub(super) fn length(issue: &Issue) -> Option<f64> {
    let (low, high) = issue.bounds()?;
    Some(high - low).filter(|length| *length > 0.0)
}

/// The last day that a demand's date may mean; `None`, the oldest, without a date.
pub(super) fn day(model: &Model, demand: DemandId) -> Option<(u16, u8, u8)> {
    Some(model.date_of(demand)?.last_day())
}

/// The relations of a live demand to live demands of other actors on its issue, each from both sides.
fn links(model: &Model, from: DemandId) -> impl Iterator<Item = Link> {
    let demand = model.demand(from);
    let decide = |kind| matches!(kind, RelationKind::Opposes | RelationKind::Supports);
    let relations = demand.relations.iter().filter(move |relation| decide(relation.kind));
    let counted = relations.filter(move |relation| {
        let other = model.demand(relation.to);
        other.issue == demand.issue && other.actor != demand.actor && model.is_live(from) && model.is_live(relation.to)
    });
    counted.flat_map(move |relation| {
        let (issue, other) = (demand.issue, model.demand(relation.to).actor);
        let stated = Stated { kind: relation.kind, from, to: relation.to };
        [(demand.actor, other), (other, demand.actor)].map(|(near, far)| Link { issue, near, far, stated })
    })
}

/// Whether a demand on its own gives a place that its actor holds now; one that was met does.
pub(super) fn is_placed_now(model: &Model, demand: DemandId) -> bool {
    let is_given_up = match model.demand(demand).status {
        Status::Withdrawn | Status::Rejected => true,
        Status::Held | Status::Hardened | Status::Softened | Status::Met => false,
    };
    model.demand(demand).position.is_some() && !is_given_up && !model.is_superseded(demand)
}

#[cfg(test)]
mod tests {
    use super::{Stance, Stances};
    use crate::compare::party::Party;
    use crate::compare::sample::{STATUSES, Sample, day};
    use crate::model::{Date, DemandId, IssueId, RelationKind, Status};

    fn ids(numbers: &[usize]) -> Vec<DemandId> {
        numbers.iter().map(|number| DemandId::new(*number)).collect()
    }

    fn stance(sample: Sample) -> Stance {
        let model = sample.finish();
        let [actor] = Sample::actors(&model);
        Stances::new(&model).stance(&model, &Party::alone(actor), IssueId::new(0))
    }

    #[test]
    fn an_actor_without_a_demand_is_silent() {
        let mut sample = Sample::new(&["a", "b"], 2);
        sample.demand("b", 0, Some(0.0));
        sample.demand("a", 1, Some(0.0));
        assert_eq!(stance(sample), Stance::Silent);
    }

    #[test]
    fn demands_without_a_position_do_not_place() {
        let mut sample = Sample::new(&["a"], 1);
        sample.demand("a", 0, None);
        assert_eq!(stance(sample), Stance::NotPlaced { demands: ids(&[0]) });
    }

    #[test]
    fn an_issue_without_a_scale_places_nobody() {
        let mut sample = Sample::new(&["a"], 1);
        sample.demand("a", 0, Some(0.5));
        sample.without_scale(0);
        assert_eq!(stance(sample), Stance::NotPlaced { demands: ids(&[0]) });
    }

    #[test]
    fn only_demands_that_still_count_place() {
        for (status, counts) in STATUSES {
            let mut sample = Sample::new(&["a"], 1);
            sample.demand("a", 0, Some(25.0)).status = *status;
            let demands = ids(&[0]);
            let expected = if *counts { Stance::Placed { at: 25.0, demands } } else { Stance::NotPlaced { demands } };
            assert_eq!(stance(sample), expected, "{status:?}");
        }
    }

    #[test]
    fn a_superseded_demand_gives_way_even_to_one_without_a_position() {
        let mut sample = Sample::new(&["a"], 1);
        sample.demand("a", 0, Some(25.0));
        sample.demand("a", 0, None);
        sample.relate(1, RelationKind::Supersedes, 0);
        assert_eq!(stance(sample), Stance::NotPlaced { demands: ids(&[0, 1]) });
    }

    #[test]
    fn the_latest_date_decides_and_a_partial_date_counts_as_its_last_day() {
        let year = Date::parse("2025");
        for (first, second, at) in [
            (day(3, 1), day(2, 1), 10.0),
            (day(2, 1), day(3, 1), 90.0),
            (None, day(1, 1), 90.0),
            (day(1, 1), None, 10.0),
            (year, day(12, 30), 10.0),
            (Date::parse("2025-02"), day(3, 1), 90.0),
        ] {
            let mut sample = Sample::new(&["a"], 1);
            sample.demand("a", 0, Some(10.0)).date = first;
            sample.demand("a", 0, Some(90.0)).date = second;
            assert_eq!(stance(sample).at(), Some(at), "{first:?} {second:?}");
        }
    }

    #[test]
    fn different_points_on_the_latest_day_are_a_range_compared_by_its_middle() {
        let mut sample = Sample::new(&["a"], 1);
        for (position, date) in
            [(90.0, day(12, 31)), (0.0, day(1, 1)), (10.0, Date::parse("2025")), (30.0, day(12, 31))]
        {
            sample.demand("a", 0, Some(position)).date = date;
        }
        let stance = stance(sample);
        assert_eq!(stance, Stance::Mixed { low: 10.0, high: 90.0, demands: ids(&[0, 2, 3]) });
        assert_eq!(stance.at(), Some(50.0));
    }

    #[test]
    fn salience_and_power_are_those_of_the_last_deciding_demand_that_has_them() {
        let mut sample = Sample::new(&["a"], 1);
        for (salience, power, date) in [
            (Some(0.2), Some(0.9), day(2, 1)),
            (Some(0.4), None, day(2, 1)),
            (None, None, day(2, 1)),
            (Some(0.8), None, day(1, 1)),
        ] {
            let demand = sample.demand("a", 0, Some(10.0));
            (demand.salience, demand.power, demand.date) = (salience, power, date);
        }
        let model = sample.finish();
        let [actor] = Sample::actors(&model);
        let stance = Stances::new(&model).stance(&model, &Party::alone(actor), IssueId::new(0));
        assert_eq!((stance.salience(&model), stance.power(&model)), (Some(0.4), Some(0.9)));
        assert_eq!(Stance::Silent.salience(&model), None);
    }

    #[test]
    fn a_stance_has_the_standing_of_its_demands() {
        for (demands, ended) in [
            (&[(Status::Held, Some(0.0))][..], ""),
            (&[(Status::Met, Some(0.0))], "met"),
            (&[(Status::Met, Some(0.0)), (Status::Held, Some(0.0))], "1 of 2 met"),
            (&[(Status::Withdrawn, Some(0.0)), (Status::Rejected, None)], "rejected, withdrawn"),
            (&[(Status::Withdrawn, Some(0.0)), (Status::Held, None)], ""),
            (&[], ""),
        ] {
            let mut sample = Sample::new(&["a"], 1);
            for (status, place) in demands {
                sample.demand("a", 0, *place).status = *status;
            }
            let model = sample.finish();
            let [actor] = Sample::actors(&model);
            let stance = Stances::new(&model).stance(&model, &Party::alone(actor), IssueId::new(0));
            assert_eq!(stance.ended(&model), ended, "{demands:?}");
        }
    }
}
