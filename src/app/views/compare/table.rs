//! Everything the compare view shows of a model, worked out once for a set of actors.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::tags::{Tag, tags};
use crate::compare::{Folding, Matrix, Pair, Party, Stance, Stances, Summary, Verdict, course, parties, reason};
use crate::model::{ActorId, DemandId, IssueId, Model, Status};
use crate::text::width;

/// What each party holds on each issue, how it stands to the base, and where it stood before. Column 0 is the base.
#[derive(Debug, Default)]
pub struct Table {
    matrix: Matrix,
    pairs: Vec<Vec<Pair>>,
    summaries: Vec<Summary>,
    tags: Vec<Tag>,
    longest_issue: usize,
    longest_party: usize,
    /// Of each row, once somebody asked for them.
    standings: Vec<OnceLock<Vec<Standing>>>,
}

/// Where a party stands on a scale and where it stood before, in the scale's own units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// The lowest and the highest point it holds now; `None` where it has no place.
    pub now: Option<(f64, f64)>,
    /// Points that it gave up, by rising place, other than those it holds now.
    pub before: Vec<f64>,
}

impl Table {
    /// Looks up every cell. Issues stand by their groups, the groups in the order of the files. O(actors · issues).
    pub fn new(model: &Model, actors: &[ActorId], base: ActorId, folding: Folding) -> Self {
        let mut columns = parties(model, actors, folding);
        let own = columns.iter().position(|party| party.actor == base);
        if let Some(at) = own.or_else(|| columns.iter().position(|party| party.speaks(base))) {
            let party = columns.remove(at);
            columns.insert(0, party);
        }
        let issues = by_group(model);
        let tags = tags(model, &columns);
        let matrix = Matrix::new(model, Stances::new(model), columns, &issues);
        let columns = 0..matrix.parties().len();
        let row = |row| columns.clone().filter_map(|column| matrix.pair(model, row, (0, column))).collect();
        let pairs = (0..matrix.rows().len()).map(row).collect();
        let summaries = columns.clone().map(|column| matrix.summary(model, (0, column))).collect();
        let longest_issue = issues.iter().map(|id| width(&model.issue(*id).name)).max().unwrap_or(0);
        let longest_party = tags.iter().map(|tag| width(&tag.name)).max().unwrap_or(0);
        let standings = issues.iter().map(|_| OnceLock::new()).collect();
        Self { matrix, pairs, summaries, tags, longest_issue, longest_party, standings }
    }

    /// The columns, the base first.
    pub fn parties(&self) -> &[Party] {
        self.matrix.parties()
    }

    /// The rows.
    pub fn issues(&self) -> impl ExactSizeIterator<Item = IssueId> {
        self.matrix.rows().iter().map(|row| row.issue)
    }

    /// The issue of a row.
    pub fn issue(&self, row: usize) -> Option<IssueId> {
        Some(self.matrix.rows().get(row)?.issue)
    }

    /// What a party holds.
    pub fn stance(&self, row: usize, column: usize) -> Option<&Stance> {
        self.matrix.rows().get(row)?.stances.get(column)
    }

    /// How a column stands to the base.
    pub fn pair(&self, row: usize, column: usize) -> Option<Pair> {
        self.pairs.get(row)?.get(column).copied()
    }

    /// How a column stands to the base over all issues.
    pub fn summary(&self, column: usize) -> Summary {
        self.summaries.get(column).copied().unwrap_or_default()
    }

    /// What a column is called where there is little room.
    pub fn tag(&self, column: usize) -> &Tag {
        const NONE: &Tag = &Tag { name: String::new(), tag: String::new() };
        self.tags.get(column).unwrap_or(NONE)
    }

    /// Cells of the longest name of an issue.
    pub fn longest_issue(&self) -> usize {
        self.longest_issue
    }

    /// Cells of the longest name of a party.
    pub fn longest_party(&self) -> usize {
        self.longest_party
    }

    /// Why a column relates to the base as it does.
    pub fn reason(&self, model: &Model, row: usize, column: usize) -> Option<String> {
        let cells = self.matrix.cell(row, 0).zip(self.matrix.cell(row, column))?;
        Some(reason(model, self.issue(row)?, &self.pair(row, column)?, cells))
    }

    /// Whether someone disagrees with the base, be it a little, on the issue of a row.
    pub fn differs(&self, row: usize) -> bool {
        let pairs = self.pairs.get(row).map_or(&[][..], Vec::as_slice);
        pairs.iter().any(|pair| pair.verdict == Verdict::Near || pair.verdict.is_conflict())
    }

    /// The columns with demands on the issue of a row: the placed ones from the lowest up, then the others.
    pub fn along(&self, row: usize) -> Vec<usize> {
        let stance = |column: usize| self.stance(row, column).unwrap_or(&Stance::Silent);
        let mut columns: Vec<usize> =
            (0..self.parties().len()).filter(|column| *stance(*column) != Stance::Silent).collect();
        let place = |column: usize| stance(column).at().unwrap_or(f64::INFINITY);
        columns.sort_by(|a, b| place(*a).total_cmp(&place(*b)));
        columns
    }

    /// Where each party stands and stood on the issue of a row. O(demands on it), once.
    pub fn standings(&self, model: &Model, row: usize) -> &[Standing] {
        let look_up = || (0..self.parties().len()).map(|column| self.standing(model, row, column)).collect();
        self.standings.get(row).map_or(&[], |standings| standings.get_or_init(look_up))
    }

    /// Where a party stands and stood. What it gave up is what another of its demands superseded, or it withdrew.
    pub fn standing(&self, model: &Model, row: usize, column: usize) -> Standing {
        let (Some(stance), Some(party), Some(issue)) =
            (self.stance(row, column), self.parties().get(column), self.issue(row))
        else {
            return Standing::default();
        };
        let now = match stance {
            Stance::Placed { at, .. } => Some((*at, *at)),
            Stance::Mixed { low, high, .. } => Some((*low, *high)),
            Stance::NotPlaced { .. } | Stance::Silent => None,
        };
        if *stance == Stance::Silent || model.issue(issue).scale.is_empty() {
            return Standing { now, before: Vec::new() };
        }
        let steps = course(model, self.matrix.stances(), party, issue);
        let was_given_up = |status| match status {
            Status::Withdrawn => true,
            Status::Held | Status::Hardened | Status::Softened | Status::Met | Status::Rejected => false,
        };
        let left =
            crate::compare::shifts(model, self.matrix.stances(), party, issue).into_iter().map(|shift| shift.from);
        let given_up = steps.iter().filter(|step| step.is_superseded || was_given_up(step.status));
        let mut before: Vec<f64> = given_up
            .map(|step| step.demand)
            .chain(left)
            .filter_map(|id| model.demand(id).position)
            .filter(|at| now.is_none_or(|(low, high)| *at < low || *at > high))
            .collect();
        before.sort_by(f64::total_cmp);
        before.dedup();
        Standing { now, before }
    }

    /// Whether a party moved on the issue of a row: from one place to another, or by what a demand's status says.
    pub fn has_moved(&self, model: &Model, row: usize, column: usize) -> bool {
        let (Some(party), Some(issue)) = (self.parties().get(column), self.issue(row)) else { return false };
        let demands = self.matrix.stances().demands(party, issue);
        let has_changed = |id: &DemandId| match model.demand(*id).status {
            Status::Hardened | Status::Softened | Status::Withdrawn => true,
            Status::Held | Status::Met | Status::Rejected => model.is_superseded(*id),
        };
        demands.iter().any(has_changed) || !self.shifts(model, row, column).is_empty()
    }

    /// The moves of a party on an issue that lead somewhere else, earlier demand first.
    pub fn shifts(&self, model: &Model, row: usize, column: usize) -> Vec<crate::compare::Shift> {
        match (self.parties().get(column), self.issue(row)) {
            (Some(party), Some(issue)) => crate::compare::shifts(model, self.matrix.stances(), party, issue),
            _ => Vec::new(),
        }
    }
}

/// The issues by their groups, in the order in which the groups first stand in the files.
fn by_group(model: &Model) -> Vec<IssueId> {
    let mut order: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for issue in model.issues() {
        let next = order.len();
        order.entry(issue.group.as_deref()).or_insert(next);
    }
    let mut issues: Vec<IssueId> = model.issue_ids().collect();
    issues.sort_by_key(|id| order.get(&model.issue(*id).group.as_deref()).copied());
    issues
}
