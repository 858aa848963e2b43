//! The comparison as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::compared::{Compared, Comparison};
use crate::model::{Issue, Record};
use crate::report::json::write_json;

#[derive(Serialize)]
struct ComparisonJson<'m> {
    actors: Vec<&'m str>,
    measure: &'static str,
    normalise: &'static str,
    issues: Vec<IssueVerdictsJson<'m>>,
    pairs: Vec<PairJson<'m>>,
}

#[derive(Serialize)]
struct IssueVerdictsJson<'m> {
    issue: &'m str,
    cells: Vec<StanceJson<'m>>,
    pairs: Vec<VerdictJson<'m>>,
}

/// What one actor holds on an issue.
#[derive(Serialize)]
struct StanceJson<'m> {
    actor: &'m str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'m str>,
    demands: Vec<&'m str>,
}

/// How two actors relate on an issue.
#[derive(Serialize)]
struct VerdictJson<'m> {
    a: &'m str,
    b: &'m str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<f64>,
    because: &'static str,
}

/// How two actors relate over all issues; a share of nothing is null.
#[derive(Serialize)]
struct PairJson<'m> {
    a: &'m str,
    b: &'m str,
    agree: usize,
    near: usize,
    apart: usize,
    opposed: usize,
    unknown: usize,
    comparable: usize,
    agreement: Option<f64>,
    distance: Option<f64>,
    weighted: usize,
    value: Option<f64>,
}

/// Writes the comparison as one object.
pub fn write(comparison: &Comparison, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let whole = ComparisonJson {
        actors: comparison.columns().map(|column| comparison.key(column)).collect(),
        measure: comparison.measure.word(),
        normalise: comparison.normalise.word(),
        issues: comparison.rows().map(|(row, of)| issue(comparison, row, of)).collect(),
        pairs: comparison.pairs.iter().map(|compared| pair(comparison, compared)).collect(),
    };
    write_json(&whole, out)
}

fn issue<'m>(comparison: &Comparison<'m>, row: usize, issue: &'m Issue) -> IssueVerdictsJson<'m> {
    let pairs = comparison.pairs.iter().map(|Compared { columns: (a, b), .. }| {
        let pair = comparison.pair(row, (*a, *b));
        let (verdict, because) = (pair.verdict.word(), pair.because.word());
        VerdictJson { a: comparison.key(*a), b: comparison.key(*b), verdict, distance: pair.distance, because }
    });
    let cells = comparison.columns().map(|column| {
        let stance = comparison.stance(row, column);
        StanceJson {
            actor: comparison.key(column),
            state: stance.word(),
            at: stance.at(),
            label: comparison.label(row, column),
            demands: stance.demands().iter().map(|id| comparison.model.key(Record::Demand(*id))).collect(),
        }
    });
    IssueVerdictsJson { issue: &issue.key, cells: cells.collect(), pairs: pairs.collect() }
}

fn pair<'m>(comparison: &Comparison<'m>, compared: &Compared) -> PairJson<'m> {
    let summary = &compared.summary;
    PairJson {
        a: comparison.key(compared.columns.0),
        b: comparison.key(compared.columns.1),
        agree: summary.agree,
        near: summary.near,
        apart: summary.apart,
        opposed: summary.opposed,
        unknown: summary.unknown,
        comparable: summary.comparable(),
        agreement: summary.agreement(),
        distance: summary.distance(),
        weighted: summary.weighted,
        value: compared.value,
    }
}
