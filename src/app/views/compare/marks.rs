//! Marked rows: issues or actors, whichever run down.

use crate::app::change::Change;
use crate::model::{ActorId, IssueId};

/// The marked rows, in the order of marking.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// Issues, for the faces in which they run down.
    pub issues: Vec<IssueId>,
    /// Actors, likewise.
    pub actors: Vec<ActorId>,
}

impl Marks {
    /// The marks that another reading of the model still has.
    pub(super) fn carried_over(&self, change: &Change<'_>) -> Self {
        Self {
            issues: self.issues.iter().filter_map(|id| change.issue(*id)).collect(),
            actors: self.actors.iter().filter_map(|id| change.actor(*id)).collect(),
        }
    }
}
