//! Demands and their relations.

use std::ops::Range;

use super::{ActorId, Date, DemandId, DemandKind, IssueId, Origin, PassageId, RelationKind, Status};

/// One thing that an actor wants, offers, refuses or gives as a reason, on one issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Its id in the file.
    pub key: Box<str>,
    /// Whose position it is.
    pub actor: ActorId,
    /// What it is about.
    pub issue: IssueId,
    /// The analyst's own words for it.
    pub text: Box<str>,
    /// What kind of move it is.
    pub kind: DemandKind,
    /// The point on the issue's scale, in the scale's own units; `None` = not placed, which is not neutral.
    pub position: Option<f64>,
    /// 0..1: how much the actor cares about the issue; `None` is not 0.
    pub salience: Option<f64>,
    /// 0..1: the actor's influence on the issue; `None` is not 0.
    pub power: Option<f64>,
    /// Who is asked to act.
    pub addressees: Box<[ActorId]>,
    /// The date the file gives; [`super::Model::date_of`] is the date it counts as.
    pub date: Option<Date>,
    /// What has become of it.
    pub status: Status,
    /// Relations that this demand states, in the order of the file.
    pub relations: Box<[Relation]>,
    /// Memo.
    pub note: Option<Box<str>>,
    /// Its passages, as a range of the model's passages.
    pub(super) passages: Range<u32>,
    /// Where the model defines it.
    pub origin: Origin,
}

impl Demand {
    /// Its passages in the order of the file; empty where it has no evidence.
    pub fn passages(&self) -> impl DoubleEndedIterator<Item = PassageId> + ExactSizeIterator + use<> {
        (self.passages.start as usize..self.passages.end as usize).map(PassageId::new)
    }
}

/// A demand's relation to another demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation {
    /// How they relate.
    pub kind: RelationKind,
    /// The other demand.
    pub to: DemandId,
}
