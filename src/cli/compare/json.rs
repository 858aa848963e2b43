//! The comparison as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::{Compared, Report};
use crate::compare::{Row, Stance};
use crate::export::write_json;
use crate::model::Record;

#[derive(Serialize)]
struct Whole<'m> {
    actors: Vec<&'m str>,
    measure: &'static str,
    normalise: &'static str,
    issues: Vec<Line<'m>>,
    pairs: Vec<Pair<'m>>,
}

/// One issue.
#[derive(Serialize)]
struct Line<'m> {
    issue: &'m str,
    cells: Vec<Cell<'m>>,
    pairs: Vec<IssuePair<'m>>,
}

/// What one actor holds on an issue.
#[derive(Serialize)]
struct Cell<'m> {
    actor: &'m str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'m str>,
    demands: Vec<&'m str>,
}

/// Two actors on an issue.
#[derive(Serialize)]
struct IssuePair<'m> {
    a: &'m str,
    b: &'m str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<f64>,
    because: &'static str,
}

/// Two actors over all issues; what cannot be divided is null.
#[derive(Serialize)]
struct Pair<'m> {
    a: &'m str,
    b: &'m str,
    agree: usize,
    near: usize,
    opposed: usize,
    unknown: usize,
    comparable: usize,
    agreement: Option<f64>,
    distance: Option<f64>,
    weighted: usize,
    value: Option<f64>,
}

/// Writes the report as one object.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let whole = Whole {
        actors: (0..report.matrix.parties().len()).map(|column| report.key(column)).collect(),
        measure: report.measure.word(),
        normalise: report.normalise.word(),
        issues: report.matrix.rows().iter().enumerate().map(|(at, row)| issue(report, at, row)).collect(),
        pairs: report.pairs.iter().map(|compared| pair(report, compared)).collect(),
    };
    write_json(&whole, out)
}

fn issue<'m>(report: &Report<'m>, at: usize, row: &Row) -> Line<'m> {
    let pairs = report.matrix.pairs().filter_map(|(a, b)| {
        let pair = report.matrix.pair(report.model, at, (a, b))?;
        let (verdict, because) = (pair.verdict.word(), pair.because.word());
        Some(IssuePair { a: report.key(a), b: report.key(b), verdict, distance: pair.distance, because })
    });
    let cells = row.stances.iter().enumerate().map(|(column, stance)| Cell {
        actor: report.key(column),
        state: stance.word(),
        at: stance.at(),
        label: label(report, row, stance),
        demands: stance.demands().iter().map(|id| report.model.key(Record::Demand(*id))).collect(),
    });
    Line { issue: report.model.key(Record::Issue(row.issue)), cells: cells.collect(), pairs: pairs.collect() }
}

/// The label at which a side stands; the middle of a range is a number to compare by and has none.
pub fn label<'m>(report: &Report<'m>, row: &Row, stance: &Stance) -> Option<&'m str> {
    match stance {
        Stance::Placed { at, .. } => report.model.issue(row.issue).label(*at),
        Stance::Mixed { .. } | Stance::NotPlaced { .. } | Stance::Silent => None,
    }
}

fn pair<'m>(report: &Report<'m>, compared: &Compared) -> Pair<'m> {
    let summary = &compared.summary;
    Pair {
        a: report.key(compared.columns.0),
        b: report.key(compared.columns.1),
        agree: summary.agree,
        near: summary.near,
        opposed: summary.opposed,
        unknown: summary.unknown,
        comparable: summary.comparable(),
        agreement: summary.agreement(),
        distance: summary.distance(),
        weighted: summary.weighted,
        value: compared.value,
    }
}
