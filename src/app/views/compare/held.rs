//! What the cursor of the comparison is on.

use crate::model::{ActorId, DemandId, IssueId};

/// What the cursor is on, whatever the face.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held {
    /// The actor of the column; of the line where actors are compared with actors.
    pub party: Option<ActorId>,
    /// The actor across, where actors are compared with actors.
    pub across: Option<ActorId>,
    /// The issue.
    pub issue: Option<IssueId>,
    /// The demand, on a timeline.
    pub demand: Option<DemandId>,
}
