//! The marks and words for stances and verdicts that people read; `word` gives those of JSON and CSV.

use super::stance::Stance;
use super::verdict::{Because, Pair, Verdict};
use crate::model::Issue;

/// Every mark with its meaning, in the order of a legend.
pub const MARKS: [(&str, &str); 5] =
    [(AGREE, "agree"), (NEAR, "near"), (OPPOSED, "opposed"), (SILENT, "silent"), (NOT_PLACED, "not placed")];

const AGREE: &str = "+";
const NEAR: &str = "~";
const OPPOSED: &str = "x";
const SILENT: &str = ".";
const NOT_PLACED: &str = "-";
const UNKNOWN: &str = "?";

impl Verdict {
    /// `+` agree, `~` near, `x` opposed, `?` unknown.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Agree => AGREE,
            Self::Near => NEAR,
            Self::Opposed => OPPOSED,
            Self::Unknown => UNKNOWN,
        }
    }
}

impl Pair {
    /// The verdict's mark; where it is unknown, `.` if one side is silent and `-` if one is not placed.
    pub fn mark(&self) -> &'static str {
        match (self.verdict, self.because) {
            (Verdict::Agree | Verdict::Near | Verdict::Opposed, _) => self.verdict.mark(),
            (Verdict::Unknown, Because::Silent) => SILENT,
            (Verdict::Unknown, Because::NotPlaced | Because::Positions | Because::Relation { .. }) => NOT_PLACED,
        }
    }

    /// [`Pair::mark`] with an `r` behind it where a relation decided: `+r`, `xr`.
    pub fn mark_with_reason(&self) -> &'static str {
        match (self.verdict, self.because) {
            (Verdict::Agree, Because::Relation { .. }) => "+r",
            (Verdict::Opposed, Because::Relation { .. }) => "xr",
            (Verdict::Agree | Verdict::Near | Verdict::Opposed | Verdict::Unknown, _) => self.mark(),
        }
    }
}

impl Stance {
    /// `.` silent, `-` not placed; `None` where there is a place.
    pub fn mark(&self) -> Option<&'static str> {
        match self {
            Self::Silent => Some(SILENT),
            Self::NotPlaced { .. } => Some(NOT_PLACED),
            Self::Placed { .. } | Self::Mixed { .. } => None,
        }
    }

    /// The stance as a person says it: a point of the scale, `LOW to HIGH`, `not placed` or `silent`. Labels come as the
    /// file gives them: clean them before they are shown.
    pub fn phrase(&self, issue: &Issue) -> String {
        match self {
            Self::Placed { at, .. } => issue.place(*at),
            Self::Mixed { low, high, .. } => format!("{} to {}", issue.place(*low), issue.place(*high)),
            Self::NotPlaced { .. } => "not placed".to_owned(),
            Self::Silent => "silent".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::sample::Sample;
    use crate::compare::{Because, Pair, Stance, Verdict};
    use crate::model::{DemandId, IssueId, RelationKind};

    #[test]
    fn every_outcome_has_its_mark() {
        let id = DemandId::new(0);
        let relation = |kind| Because::Relation { kind, from: id, to: id };
        for (verdict, because, mark, with_reason) in [
            (Verdict::Agree, Because::Positions, "+", "+"),
            (Verdict::Agree, relation(RelationKind::Supports), "+", "+r"),
            (Verdict::Near, Because::Positions, "~", "~"),
            (Verdict::Opposed, Because::Positions, "x", "x"),
            (Verdict::Opposed, relation(RelationKind::Opposes), "x", "xr"),
            (Verdict::Unknown, Because::Silent, ".", "."),
            (Verdict::Unknown, Because::NotPlaced, "-", "-"),
        ] {
            let pair = Pair { verdict, distance: None, because };
            assert_eq!((pair.mark(), pair.mark_with_reason()), (mark, with_reason));
        }
    }

    #[test]
    fn a_stance_uses_the_labels_of_the_scale() {
        let model = Sample::new(&[], 1).finish();
        let issue = model.issue(IssueId::new(0));
        let demands = vec![DemandId::new(0)];
        for (stance, phrase, mark) in [
            (Stance::Placed { at: 50.0, demands: demands.clone() }, "half", None),
            (Stance::Placed { at: 60.5, demands: demands.clone() }, "near half (60.5)", None),
            (Stance::Mixed { low: 0.0, high: 100.0, demands: demands.clone() }, "none to full", None),
            (Stance::NotPlaced { demands }, "not placed", Some("-")),
            (Stance::Silent, "silent", Some(".")),
        ] {
            assert_eq!((&*stance.phrase(issue), stance.mark()), (phrase, mark));
        }
    }
}
