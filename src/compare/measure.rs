//! One number for two actors, and over what it is a share.

use super::party::Party;
use super::stance::length;
use super::summary::Summary;
use crate::model::{IssueId, Model};

/// A number that says how alike or unlike two sides are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// Share of comparable issues on which both agree, 0..1; see [`Summary::agreement`].
    #[default]
    Agreement,
    /// Mean distance of what both hold now, 0..1; see [`Summary::distance`].
    Distance,
    /// Σ xₐₖ · x_bₗ · (1 − |k − l| ÷ R): statements of both on the same issue, counted as far as they match. From 0.
    Congruence,
    /// Σ xₐₖ · x_bₗ · |k − l| ÷ R: the same, counted as far as they differ. From 0.
    Conflict,
    /// Congruence − conflict; negative where conflict prevails.
    Subtract,
    /// Σ xₐₖ · x_bₗ: statements of both on the same issue, whatever they say; congruence + conflict. From 0.
    Ignore,
}

impl Measure {
    /// Every measure, in the order of the list above.
    pub const ALL: &'static [Self] =
        &[Self::Agreement, Self::Distance, Self::Congruence, Self::Conflict, Self::Subtract, Self::Ignore];

    /// The word as the command line and the JSON write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Distance => "distance",
            Self::Congruence => "congruence",
            Self::Conflict => "conflict",
            Self::Subtract => "subtract",
            Self::Ignore => "ignore",
        }
    }

    /// The measure of two sides, from their summary and their profiles. `None` where nothing can be divided by.
    /// `normalise` has no effect on agreement and distance, which are shares already.
    pub fn value(self, summary: &Summary, (a, b): (&Profile, &Profile), normalise: Normalise) -> Option<f64> {
        let share = |length: fn(f64) -> f64| normalise.apply(weigh(a, b, length), (a, b));
        match self {
            Self::Agreement => summary.agreement(),
            Self::Distance => summary.distance(),
            Self::Congruence => share(|distance| 1.0 - distance),
            Self::Conflict => share(|distance| distance),
            Self::Subtract => share(|distance| 1.0 - 2.0 * distance),
            Self::Ignore => share(|_| 1.0),
        }
    }
}

/// What a count of shared statements is divided by, so that talkative actors do not look alike for talking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Normalise {
    /// Nothing.
    #[default]
    None,
    /// The mean number of statements of the two, (nₐ + n_b) ÷ 2.
    Average,
    /// The statements that only one of the two makes (same issue, same point) + the products of those both make.
    Jaccard,
}

impl Normalise {
    /// Every way, in the order of the list above.
    pub const ALL: &'static [Self] = &[Self::None, Self::Average, Self::Jaccard];

    /// The word as the command line and the JSON write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Average => "average",
            Self::Jaccard => "jaccard",
        }
    }

    fn apply(self, value: f64, (a, b): (&Profile, &Profile)) -> Option<f64> {
        let by = match self {
            Self::None => 1.0,
            Self::Average => a.total().midpoint(b.total()),
            Self::Jaccard => union(a, b),
        };
        (by > 0.0).then(|| value / by)
    }
}

/// How often a side takes which point of which issue, over all its placed demands: withdrawn, rejected and superseded
/// ones count too, since every statement was made.
///
/// The profile and the measures on it are those of Discourse Network Analyzer (Leifeld, `Exporter.java` and manual):
/// x of an actor, an issue and a qualifier level. One thing differs: the distance of two levels is divided by the
/// scale's own length, not by the range of the levels observed, so that a result does not depend on the sample.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Sorted by issue, then place.
    entries: Vec<Statements>,
}

/// The statements of one side at one point.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Statements {
    issue: IssueId,
    /// Place as a share of the scale.
    place: f64,
    count: f64,
}

impl Profile {
    /// Counts the statements of a party. O(n log n) in its demands; make it once a party.
    pub fn new(model: &Model, party: &Party) -> Self {
        let demands = party.voices.iter().flat_map(|actor| model.demands_of(*actor));
        let placed = demands.filter_map(|id| {
            let demand = model.demand(*id);
            let place = demand.position? / length(model.issue(demand.issue))?;
            Some(Statements { issue: demand.issue, place, count: 1.0 })
        });
        let mut entries: Vec<Statements> = placed.collect();
        entries.sort_by(|a, b| a.issue.cmp(&b.issue).then(a.place.total_cmp(&b.place)));
        entries.dedup_by(|later, first| {
            let is_same = meet(later, first);
            first.count += if is_same { later.count } else { 0.0 };
            is_same
        });
        Self { entries }
    }

    /// How many statements there are.
    pub fn total(&self) -> f64 {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    fn on(&self, issue: IssueId) -> &[Statements] {
        let start = self.entries.partition_point(|entry| entry.issue < issue);
        let end = self.entries.partition_point(|entry| entry.issue <= issue);
        self.entries.get(start..end).unwrap_or(&[])
    }

    /// How many of the statements meet `point`.
    fn count_at(&self, point: &Statements) -> f64 {
        self.on(point.issue).iter().filter(|entry| meet(entry, point)).map(|entry| entry.count).sum()
    }
}

fn meet(a: &Statements, b: &Statements) -> bool {
    a.issue == b.issue && (a.place - b.place).abs() < super::stance::SAME
}

fn weigh(a: &Profile, b: &Profile, weight: impl Fn(f64) -> f64) -> f64 {
    let products = a.entries.iter().flat_map(|x| {
        let weight = &weight;
        b.on(x.issue).iter().map(move |y| x.count * y.count * weight((x.place - y.place).abs()))
    });
    products.sum()
}

fn union(a: &Profile, b: &Profile) -> f64 {
    let only = |one: &Profile, other: &Profile| -> f64 {
        one.entries.iter().filter(|entry| other.count_at(entry) <= 0.0).map(|entry| entry.count).sum()
    };
    let both: f64 = a.entries.iter().map(|entry| entry.count * b.count_at(entry)).sum();
    only(a, b) + only(b, a) + both
}
