//! The comparison behind every format.

use crate::compare::{
    Clusters, Duplicates, Ground, Matrix, Measure, Move, Movement, NOT_FOUND, Normalise, Order, Pair, Party, Profile,
    Spread, Stance, Stances, Summary, common_ground, moved, movements, places, reason, way_words,
};
use crate::model::{ActorId, Issue, IssueId, Model, Record};

/// Options of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Request {
    /// The value computed for each pair.
    pub measure: Measure,
    /// What to divide counts of statements by.
    pub normalise: Normalise,
    /// How to count equal statements.
    pub duplicates: Duplicates,
    /// The order of the issues or sides.
    pub order: Order,
    /// The number of groups to divide the sides into, if any.
    pub groups: Option<usize>,
    /// Whether to list movements.
    pub timeline: bool,
    /// Whether to look for common ground.
    pub common_ground: bool,
}

impl Request {
    /// Whether it asks for a report of its own, shown instead of the issues.
    pub(super) fn is_for_a_face(&self) -> bool {
        self.groups.is_some() || self.timeline || self.common_ground
    }
}

/// Parties compared on issues of a model.
pub struct Comparison<'m> {
    pub(super) model: &'m Model,
    pub(super) matrix: Matrix,
    pub(super) request: Request,
    pub(super) pairs: Vec<Compared>,
}

/// Two columns over all issues.
pub(super) struct Compared {
    pub(super) columns: (usize, usize),
    pub(super) summary: Summary,
    pub(super) value: Option<f64>,
}

impl<'m> Comparison<'m> {
    /// Compares `parties` on `issues`. Measures that count statements also count those on other issues: remove these
    /// from the model first. O(issues · parties²).
    pub fn new(model: &'m Model, parties: Vec<Party>, issues: &[IssueId], request: Request) -> Self {
        let matrix = Matrix::new(model, Stances::new(model), parties, issues);
        let matrix = request.order.arrange(model, matrix);
        let profile = |party| Profile::new(model, party, request.duplicates);
        let profiles: Vec<Profile> = matrix.parties().iter().map(profile).collect();
        let compared = |(a, b): (usize, usize)| {
            let summary = matrix.summary(model, (a, b));
            let value = request.measure.value(&summary, (&profiles[a], &profiles[b]), request.normalise);
            Compared { columns: (a, b), summary, value }
        };
        let pairs = matrix.pairs().map(compared).collect();
        Self { model, matrix, request, pairs }
    }

    pub(super) fn columns(&self) -> std::ops::Range<usize> {
        0..self.matrix.parties().len()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'m Issue)> {
        (0..self.matrix.rows().len()).map(|row| (row, self.issue(row)))
    }

    pub(super) fn issue(&self, row: usize) -> &'m Issue {
        self.model.issue(self.matrix.rows()[row].issue)
    }

    /// The id of a column's actor.
    pub(super) fn key(&self, column: usize) -> &'m str {
        self.model.key(self.actor(column))
    }

    /// The name of a column's actor.
    pub(super) fn name(&self, column: usize) -> &'m str {
        self.model.name(self.actor(column))
    }

    /// The names of columns, separated by commas.
    pub(super) fn names(&self, columns: &[usize]) -> String {
        columns.iter().map(|column| self.name(*column)).collect::<Vec<_>>().join(", ")
    }

    fn actor(&self, column: usize) -> Record {
        Record::Actor(self.matrix.parties()[column].actor)
    }

    pub(super) fn stance(&self, row: usize, column: usize) -> &Stance {
        &self.matrix.rows()[row].stances[column]
    }

    /// The label at which a party is placed in a row; a range has none.
    pub(super) fn label(&self, row: usize, column: usize) -> Option<&'m str> {
        match self.stance(row, column) {
            Stance::Placed { at, .. } => self.issue(row).label(*at),
            Stance::Mixed { .. } | Stance::NotPlaced { .. } | Stance::Silent => None,
        }
    }

    pub(super) fn pair(&self, row: usize, columns: (usize, usize)) -> Pair {
        let pair = self.matrix.pair(self.model, row, columns);
        pair.unwrap_or_else(|| unreachable!("reports ask for rows and columns of the matrix"))
    }

    /// Why two columns relate as they do in a row.
    pub(super) fn reason(&self, row: usize, (a, b): (usize, usize)) -> String {
        let cells = self.matrix.cell(row, a).zip(self.matrix.cell(row, b));
        let issue = self.matrix.rows()[row].issue;
        cells.map_or_else(String::new, |cells| reason(self.model, issue, &self.pair(row, (a, b)), cells))
    }

    /// The names of actors without own demands, each with the names of those who speak for it.
    pub(super) fn spokesmen(&self) -> impl Iterator<Item = (&'m str, String)> {
        let has_demands = |actor: &ActorId| !self.model.demands_of(*actor).is_empty();
        self.matrix.parties().iter().filter(move |party| !has_demands(&party.actor)).filter_map(move |party| {
            let speakers: Vec<ActorId> = party.voices.iter().copied().filter(has_demands).collect();
            let name = &*self.model.actor(party.actor).name;
            (!speakers.is_empty()).then(|| (name, self.model.names(&speakers)))
        })
    }

    /// What a column holds in a row, with its mark against the first column, its standing, how it moved, and whether its quotes
    /// are not in the article.
    pub(super) fn cell(&self, row: usize, column: usize) -> String {
        let phrase = self.stance(row, column).phrase(self.issue(row));
        let ended = self.stance(row, column).ended(self.model);
        let (party, issue) = (&self.matrix.parties()[column], self.matrix.rows()[row].issue);
        // Do not say twice that a demand was given up.
        let moved = moved(self.model, self.matrix.stances(), party, issue).filter(|moved| !ended.contains(&**moved));
        let lost = self.is_lost(row, column).then(|| NOT_FOUND.to_owned());
        let asides = Some(ended).filter(|ended| !ended.is_empty()).into_iter().chain(moved).chain(lost);
        let asides: Vec<String> = asides.collect();
        let asides = if asides.is_empty() { String::new() } else { format!(" ({})", asides.join("; ")) };
        match column {
            0 => format!("{phrase}{asides}"),
            _ => format!("{} {phrase}{asides}", self.pair(row, (0, column)).mark(self.stance(row, column))),
        }
    }

    /// Whether a column rests on quotes that are not in the article.
    fn is_lost(&self, row: usize, column: usize) -> bool {
        self.stance(row, column).lost(self.model).is_some()
    }

    /// For each of two columns whether what decides between them in a row, or what it holds, rests on quotes that are not in
    /// the article.
    pub(super) fn lost(&self, row: usize, (a, b): (usize, usize)) -> [bool; 2] {
        let cells = self.matrix.cell(row, a).zip(self.matrix.cell(row, b));
        let deciding = cells.map_or([None; 2], |cells| self.pair(row, (a, b)).lost(self.model, cells));
        [deciding[0].is_some() || self.is_lost(row, a), deciding[1].is_some() || self.is_lost(row, b)]
    }

    /// The places held in a row, each with its holders.
    pub(super) fn places(&self, row: usize) -> String {
        places(self.issue(row), self.columns().map(|column| (self.stance(row, column), self.name(column))), usize::MAX)
    }

    /// A way to common ground: who moves from where to where.
    pub(super) fn way_words(&self, ground: &Ground, way: &[Move]) -> String {
        way_words(self.issue(ground.row), &self.matrix.rows()[ground.row], way, |column| self.name(column))
    }

    /// The statistics of a row.
    pub(super) fn spread(&self, row: usize) -> Spread {
        Spread::new(self.model, &self.matrix, row)
    }

    /// The tree of the columns by distance.
    pub(super) fn clusters(&self) -> Clusters {
        Clusters::new(self.matrix.parties(), |pair| self.matrix.remoteness(self.model, pair))
    }

    pub(super) fn movements(&self) -> Vec<Movement> {
        movements(self.model, &self.matrix)
    }

    pub(super) fn common_ground(&self) -> Vec<Ground> {
        common_ground(self.model, &self.matrix)
    }
}
