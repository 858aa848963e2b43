//! How two sides relate on one issue, and what decided it.

use super::party::Party;
use super::stance::{SAME, Stance, is_live, length};
use crate::model::{DemandId, IssueId, Model, RelationKind};

/// How two sides relate on an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// At the same point, or one backs the other.
    Agree,
    /// At most half the scale apart.
    Near,
    /// More than half the scale apart, or one stands against the other.
    Opposed,
    /// Nothing says how.
    Unknown,
}

impl Verdict {
    /// Every verdict, in the order in which summaries count them.
    pub const ALL: &'static [Self] = &[Self::Agree, Self::Near, Self::Opposed, Self::Unknown];

    /// The word as the JSON writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Near => "near",
            Self::Opposed => "opposed",
            Self::Unknown => "unknown",
        }
    }
}

/// What decided a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Where both stand on the scale.
    Positions,
    /// A demand of one that names a demand of the other.
    Relation {
        /// `Opposes` or `Supports`.
        kind: RelationKind,
        /// The demand that states it.
        from: DemandId,
        /// The demand it names.
        to: DemandId,
    },
    /// Nothing: one of them has no demand on the issue.
    Silent,
    /// Nothing: both have demands, but one has no place on the scale.
    NotPlaced,
}

impl Because {
    /// Every reason's word, as [`Because::word`] gives them.
    pub const WORDS: &'static [&'static str] = &["positions", "relation", "silent", "not-placed"];

    /// The word as the JSON writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::Relation { .. } => "relation",
            Self::Silent => "silent",
            Self::NotPlaced => "not-placed",
        }
    }
}

/// How two sides relate on an issue, with the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// How they relate.
    pub verdict: Verdict,
    /// How far apart they stand, as a share of the scale, 0..1; `None` unless positions decided.
    pub distance: Option<f64>,
    /// What decided.
    pub because: Because,
}

/// A side and what it holds on the issue in question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell<'c> {
    /// The side.
    pub party: &'c Party,
    /// Its stance on the issue.
    pub stance: &'c Stance,
}

/// How two sides relate on `issue`; the order of the two does not matter.
///
/// d = |p − q| ÷ (highest − lowest point of the scale), as in OpenVAA's Manhattan metric on one question and the
/// normalised issue scales of DECIDE: agree d < 1e-9, near d ≤ 0.5, opposed d > 0.5. Only where one of the two has no
/// place, a relation between live demands of the two on the issue decides, whichever of them states it: `opposes`
/// before `supports`, then the first in the files. O(1) where both are placed, else the relations of the demands.
pub fn verdict(model: &Model, issue: IssueId, a: Cell, b: Cell) -> Pair {
    let by_position = length(model.issue(issue)).and_then(|length| {
        let distance = (a.stance.at()? - b.stance.at()?).abs() / length;
        Some(Pair { verdict: at_distance(distance), distance: Some(distance), because: Because::Positions })
    });
    by_position.unwrap_or_else(|| without_positions(model, a, b))
}

fn at_distance(distance: f64) -> Verdict {
    if distance < SAME {
        Verdict::Agree
    } else if distance <= 0.5 {
        Verdict::Near
    } else {
        Verdict::Opposed
    }
}

fn without_positions(model: &Model, a: Cell, b: Cell) -> Pair {
    let (verdict, because) = match (a.stance, b.stance) {
        (Stance::Silent, _) | (_, Stance::Silent) => (Verdict::Unknown, Because::Silent),
        // A side without a place lists all its demands on the issue: every relation of the two touches one of them.
        (Stance::NotPlaced { demands }, _) => by_relation(model, demands, b.party),
        (_, Stance::NotPlaced { demands }) => by_relation(model, demands, a.party),
        (Stance::Placed { .. } | Stance::Mixed { .. }, Stance::Placed { .. } | Stance::Mixed { .. }) => {
            (Verdict::Unknown, Because::NotPlaced)
        }
    };
    Pair { verdict, distance: None, because }
}

fn by_relation(model: &Model, demands: &[DemandId], other: &Party) -> (Verdict, Because) {
    let live = demands.iter().copied().filter(|id| is_live(model, *id));
    let counts = move |id: DemandId, to: DemandId| {
        let demand = model.demand(to);
        demand.issue == model.demand(id).issue && other.speaks(demand.actor) && is_live(model, to)
    };
    let found = live.flat_map(|id| {
        let stated =
            model.demand(id).relations.iter().map(move |relation| (relation.kind, id, relation.to, relation.to));
        let received = model.relations_to(id).map(move |relation| (relation.kind, relation.to, id, relation.to));
        let of_both = stated.chain(received).filter(move |(_, _, _, far)| counts(id, *far));
        of_both.filter_map(|(kind, from, to, _)| Some((decides(kind)?, from, to, kind)))
    });
    // `Opposes` is listed before `Supports`, so the least is the one that decides.
    match found.min_by_key(|(_, from, to, kind)| (*kind, *from, *to)) {
        Some((verdict, from, to, kind)) => (verdict, Because::Relation { kind, from, to }),
        None => (Verdict::Unknown, Because::NotPlaced),
    }
}

fn decides(kind: RelationKind) -> Option<Verdict> {
    match kind {
        RelationKind::Opposes => Some(Verdict::Opposed),
        RelationKind::Supports => Some(Verdict::Agree),
        RelationKind::Supersedes | RelationKind::DependsOn | RelationKind::InExchangeFor => None,
    }
}
