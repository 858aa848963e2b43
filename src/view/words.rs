//! Wording of records on the screen.

use crate::model::DemandKind;

/// A kind in at most eight letters, for narrow lists.
pub fn short_kind(kind: DemandKind) -> &'static str {
    match kind {
        DemandKind::Precondition => "prec.",
        DemandKind::Concession => "conc.",
        DemandKind::Endorsement => "end.",
        DemandKind::Demand
        | DemandKind::Offer
        | DemandKind::RedLine
        | DemandKind::Refusal
        | DemandKind::Threat
        | DemandKind::Proposal
        | DemandKind::Interest => kind.word(),
    }
}
