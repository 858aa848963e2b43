//! The comparison for reading.

use std::io::{self, Write};

use super::{Compared, Report};
use crate::cli::page::Page;
use crate::compare::{Because, MARKS, Measure, Normalise};
use crate::model::Record;

/// What the marks mean.
pub fn legend() -> String {
    MARKS.map(|(mark, meaning)| format!("{mark} {meaning}")).join(", ")
}

/// The narrowest column of a table in which labels can be read.
const NARROW: usize = 14;
/// The widest a column needs to be.
const WIDE: usize = 36;

/// Writes a table of the issues, or lists where the columns would be too narrow, then each pair's numbers and reasons.
pub fn write(report: &Report, cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, cells);
    let columns = report.matrix.parties().len();
    let share = (page.width() / (columns + 1)).saturating_sub(2).min(WIDE);
    if share >= NARROW {
        table(report, share, page)?;
    } else {
        lists(report, page)?;
    }
    page.gap()?;
    page.text(0, &format!("Marks are seen from {}: {}.", report.name(0), legend()))?;
    for compared in &report.pairs {
        page.gap()?;
        pair(report, compared, page)?;
    }
    Ok(())
}

/// What a column holds in a row, with its mark where it is not the first column.
pub fn cell(report: &Report, row: usize, column: usize) -> String {
    let (Some(record), Some(cell)) = (report.matrix.rows().get(row), report.matrix.cell(row, column)) else {
        return String::new();
    };
    let words = cell.stance.phrase(report.model.issue(record.issue));
    match report.matrix.pair(report.model, row, (0, column)) {
        Some(pair) if column > 0 => format!("{} {words}", pair.mark()),
        Some(_) | None => words,
    }
}

/// A number with two decimals, `none` where there is none.
pub fn rounded(value: Option<f64>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("{value:.2}"))
}

fn table(report: &Report, share: usize, page: &mut Page) -> io::Result<()> {
    let columns = report.matrix.parties().len();
    let names = (0..columns).map(|column| report.name(column).to_owned());
    let cells = |first: String, rest: Vec<String>| -> Vec<(usize, String)> {
        std::iter::once(first).chain(rest).map(|text| (share, text)).collect()
    };
    page.cells(&cells("issue".to_owned(), names.collect()))?;
    let rules = std::iter::repeat_n("─".repeat(share), columns);
    page.cells(&cells("─".repeat(share), rules.collect()))?;
    for (at, row) in report.matrix.rows().iter().enumerate() {
        let name = report.model.issue(row.issue).name.to_string();
        page.cells(&cells(name, (0..columns).map(|column| cell(report, at, column)).collect()))?;
    }
    Ok(())
}

fn lists(report: &Report, page: &mut Page) -> io::Result<()> {
    for (at, row) in report.matrix.rows().iter().enumerate() {
        page.text(0, &report.model.issue(row.issue).name)?;
        for column in 0..report.matrix.parties().len() {
            page.text(2, &format!("{}: {}", report.name(column), cell(report, at, column)))?;
        }
    }
    Ok(())
}

fn pair(report: &Report, compared: &Compared, page: &mut Page) -> io::Result<()> {
    let (a, b) = compared.columns;
    let summary = &compared.summary;
    page.text(0, &format!("{} and {}: {}", report.name(a), report.name(b), summary.sentence()))?;
    page.text(2, &format!("{} near, {} opposed; {}", summary.near, summary.opposed, numbers(report, compared)))?;
    for (at, row) in report.matrix.rows().iter().enumerate() {
        let Some(pair) = report.matrix.pair(report.model, at, (a, b)) else { continue };
        let issue = report.model.issue(row.issue);
        let why = match pair.because {
            Because::Positions => {
                let mut words =
                    [a, b].map(|column| row.stances.get(column).map(|stance| stance.phrase(issue))).to_vec();
                words.dedup();
                words.into_iter().flatten().collect::<Vec<_>>().join(" / ")
            }
            Because::Relation { kind, from, to } => {
                let [from, to] = [from, to].map(|id| report.model.key(Record::Demand(id)));
                format!("by a relation, {from} {} {to}", kind.phrase())
            }
            Because::Silent | Because::NotPlaced => continue,
        };
        page.text(2, &format!("{} {}: {why}", pair.mark(), issue.name))?;
    }
    Ok(())
}

fn numbers(report: &Report, compared: &Compared) -> String {
    let summary = &compared.summary;
    let distance = match summary.distance() {
        Some(distance) => {
            let (placed, weighted) = (summary.placed, summary.weighted);
            format!("mean distance {distance:.2} over {placed} by position, salience known on {weighted} of them")
        }
        None => "no mean distance".to_owned(),
    };
    match (report.measure, report.normalise) {
        (Measure::Agreement | Measure::Distance, _) => distance,
        (_, Normalise::None) => format!("{distance}; {} {}", report.measure.word(), rounded(compared.value)),
        (_, Normalise::Average | Normalise::Jaccard) => {
            let (measure, normalise) = (report.measure.word(), report.normalise.word());
            format!("{distance}; {measure} ({normalise}) {}", rounded(compared.value))
        }
    }
}
