//! The comparison as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::compared::{Compared, Comparison};
use crate::compare::{Ground, Merge, Move, Movement};
use crate::model::{DemandId, Issue, Record};
use crate::report::json::write_json;

#[derive(Serialize)]
struct ComparisonJson<'m> {
    actors: Vec<&'m str>,
    measure: &'static str,
    normalise: &'static str,
    issues: Vec<IssueVerdictsJson<'m>>,
    pairs: Vec<PairJson<'m>>,
    #[serde(flatten)]
    clusters: Option<ClustersJson<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    movements: Option<Vec<MovementJson<'m>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    common_ground: Option<Vec<GroundJson<'m>>>,
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

/// How two actors relate over all issues; undefined shares are null.
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

/// The groups and the tree of the actors.
#[derive(Serialize)]
struct ClustersJson<'m> {
    groups: Vec<Vec<&'m str>>,
    merges: Vec<MergeJson<'m>>,
    unknown_pairs: Vec<[&'m str; 2]>,
}

#[derive(Serialize)]
struct MergeJson<'m> {
    left: Vec<&'m str>,
    right: Vec<&'m str>,
    height: f64,
}

/// How an actor moved on an issue.
#[derive(Serialize)]
struct MovementJson<'m> {
    actor: &'m str,
    issue: &'m str,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// The common ground on an issue.
#[derive(Serialize)]
struct GroundJson<'m> {
    issue: &'m str,
    agreed: bool,
    moves: Vec<MoveJson<'m>>,
    unknown: Vec<&'m str>,
}

#[derive(Serialize)]
struct MoveJson<'m> {
    actor: &'m str,
    from: f64,
    to: f64,
    distance: f64,
}

/// Writes the comparison as one object.
pub fn write(comparison: &Comparison, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let whole = ComparisonJson {
        actors: comparison.columns().map(|column| comparison.key(column)).collect(),
        measure: comparison.request.measure.word(),
        normalise: comparison.request.normalise.word(),
        issues: comparison.rows().map(|(row, of)| issue(comparison, row, of)).collect(),
        pairs: comparison.pairs.iter().map(|compared| pair(comparison, compared)).collect(),
        clusters: comparison.request.groups.map(|number| clusters(comparison, number)),
        movements: comparison.request.timeline.then(|| movements(comparison)),
        common_ground: comparison.request.common_ground.then(|| common_ground(comparison)),
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

fn clusters<'m>(comparison: &Comparison<'m>, number: usize) -> ClustersJson<'m> {
    let keys = |columns: &[usize]| columns.iter().map(|column| comparison.key(*column)).collect();
    let clusters = comparison.clusters();
    let merge = |merge: &Merge| MergeJson { left: keys(&merge.left), right: keys(&merge.right), height: merge.height };
    ClustersJson {
        groups: clusters.groups(number).iter().map(|group| keys(group)).collect(),
        merges: clusters.merges.iter().map(merge).collect(),
        unknown_pairs: clusters.unknown.iter().map(|(a, b)| [*a, *b].map(|column| comparison.key(column))).collect(),
    }
}

fn movements<'m>(comparison: &Comparison<'m>) -> Vec<MovementJson<'m>> {
    let key = |id: DemandId| comparison.model.key(Record::Demand(id));
    let movement = |movement: Movement| MovementJson {
        actor: comparison.key(movement.column),
        issue: &comparison.issue(movement.row).key,
        change: movement.change.word(),
        from: movement.from.map(key),
        to: movement.to.map(key),
        date: movement.date.map(|date| date.to_string()),
    };
    comparison.movements().into_iter().map(movement).collect()
}

fn common_ground<'m>(comparison: &Comparison<'m>) -> Vec<GroundJson<'m>> {
    let step = |step: &Move| {
        let Move { column, from, to, distance } = *step;
        MoveJson { actor: comparison.key(column), from, to, distance }
    };
    let ground = |ground: Ground| GroundJson {
        issue: &comparison.issue(ground.row).key,
        agreed: ground.agreed,
        moves: ground.moves.iter().map(step).collect(),
        unknown: ground.unknown.iter().map(|column| comparison.key(*column)).collect(),
    };
    comparison.common_ground().into_iter().map(ground).collect()
}
