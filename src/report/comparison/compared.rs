//! What every format of a comparison gets.

use crate::compare::{Matrix, Measure, Normalise, Pair, Party, Profile, Stance, Stances, Summary, reason};
use crate::model::{ActorId, Issue, IssueId, Model, Record};

/// Parties compared on every issue of a model.
pub struct Comparison<'m> {
    pub(super) model: &'m Model,
    matrix: Matrix,
    pub(super) measure: Measure,
    pub(super) normalise: Normalise,
    pub(super) pairs: Vec<Compared>,
}

/// Two columns over all issues.
pub(super) struct Compared {
    pub(super) columns: (usize, usize),
    pub(super) summary: Summary,
    pub(super) value: Option<f64>,
}

impl<'m> Comparison<'m> {
    /// Compares `parties`, each two of them also by `measure`. O(issues · parties²).
    pub fn new(model: &'m Model, parties: Vec<Party>, measure: Measure, normalise: Normalise) -> Self {
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let profiles: Vec<Profile> = parties.iter().map(|party| Profile::new(model, party)).collect();
        let matrix = Matrix::new(model, Stances::new(model), parties, &issues);
        let compared = |(a, b): (usize, usize)| {
            let summary = matrix.summary(model, (a, b));
            let value = measure.value(&summary, (&profiles[a], &profiles[b]), normalise);
            Compared { columns: (a, b), summary, value }
        };
        let pairs = matrix.pairs().map(compared).collect();
        Self { model, matrix, measure, normalise, pairs }
    }

    pub(super) fn columns(&self) -> std::ops::Range<usize> {
        0..self.matrix.parties().len()
    }

    /// The rows with the issue of each.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'m Issue)> {
        self.matrix.rows().iter().map(|row| self.model.issue(row.issue)).enumerate()
    }

    /// The id of a column's actor.
    pub(super) fn key(&self, column: usize) -> &'m str {
        self.model.key(self.actor(column))
    }

    /// The name of a column's actor.
    pub(super) fn name(&self, column: usize) -> &'m str {
        self.model.name(self.actor(column))
    }

    fn actor(&self, column: usize) -> Record {
        Record::Actor(self.matrix.parties()[column].actor)
    }

    pub(super) fn stance(&self, row: usize, column: usize) -> &Stance {
        &self.matrix.rows()[row].stances[column]
    }

    /// The label on which a party stands in a row; a range has a middle to compare by, and no label.
    pub(super) fn label(&self, row: usize, column: usize) -> Option<&'m str> {
        match self.stance(row, column) {
            Stance::Placed { at, .. } => self.model.issue(self.matrix.rows()[row].issue).label(*at),
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

    /// The columns whose actor has no demand of its own: who speaks for it, in the order of the files.
    pub(super) fn spokesmen(&self) -> impl Iterator<Item = (&'m str, String)> {
        let has_demands = |actor: &ActorId| !self.model.demands_of(*actor).is_empty();
        self.matrix.parties().iter().filter(move |party| !has_demands(&party.actor)).filter_map(move |party| {
            let speakers: Vec<ActorId> = party.voices.iter().copied().filter(has_demands).collect();
            let name = &*self.model.actor(party.actor).name;
            (!speakers.is_empty()).then(|| (name, self.model.names(&speakers)))
        })
    }

    /// What a column holds in a row, with the mark against the first column.
    pub(super) fn cell(&self, row: usize, column: usize) -> String {
        let phrase = self.stance(row, column).phrase(self.model.issue(self.matrix.rows()[row].issue));
        match column {
            0 => phrase,
            _ => format!("{} {phrase}", self.pair(row, (0, column)).mark(self.stance(row, column))),
        }
    }
}
