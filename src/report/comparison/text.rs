//! The comparison for reading.

use std::io::{self, Write};

use super::compared::{Compared, Comparison};
use crate::compare::{MARKS, Measure, Normalise, Verdict};
use crate::report::page::Page;

/// The narrowest column of a table in which labels can be read.
const NARROW: usize = 14;
/// The widest a column needs to be.
const WIDE: usize = 36;

/// Writes a table of the issues, or lists where the columns would be too narrow, then each pair's numbers and reasons.
pub fn write(comparison: &Comparison, cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, cells);
    let share = (page.width() / (comparison.columns().len() + 1)).saturating_sub(2).min(WIDE);
    if share >= NARROW {
        table(comparison, share, page)?;
    } else {
        lists(comparison, page)?;
    }
    page.gap()?;
    page.text(0, &legend(comparison))?;
    for (group, speakers) in comparison.spokesmen() {
        page.text(0, &format!("{group} has no demands of its own: those of {speakers} count."))?;
    }
    for compared in &comparison.pairs {
        page.gap()?;
        pair(comparison, compared, page)?;
    }
    Ok(())
}

/// What the marks mean, and against whom they are given.
pub fn legend(comparison: &Comparison) -> String {
    let marks = MARKS.map(|(mark, meaning)| format!("{mark} {meaning}"));
    format!("Marks compare with {}: {}.", comparison.name(0), marks.join(", "))
}

/// A number with two decimals, `none` where there is none; never `-0.00`.
pub fn rounded(value: Option<f64>) -> String {
    let text = value.map_or_else(|| "none".to_owned(), |value| format!("{value:.2}"));
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

fn table(comparison: &Comparison, share: usize, page: &mut Page) -> io::Result<()> {
    let mut line = |first: &str, rest: &dyn Fn(usize) -> String| {
        let cells = std::iter::once(first.to_owned()).chain(comparison.columns().map(rest));
        page.cells(&cells.map(|text| (share, text)).collect::<Vec<_>>())
    };
    let rule = "─".repeat(share);
    line("issue", &|column| comparison.name(column).to_owned())?;
    line(&rule, &|_| rule.clone())?;
    comparison.rows().try_for_each(|(row, issue)| line(&issue.name, &|column| comparison.cell(row, column)))
}

fn lists(comparison: &Comparison, page: &mut Page) -> io::Result<()> {
    for (row, issue) in comparison.rows() {
        page.text(0, &issue.name)?;
        for column in comparison.columns() {
            page.text(2, &format!("{}: {}", comparison.name(column), comparison.cell(row, column)))?;
        }
    }
    Ok(())
}

fn pair(comparison: &Comparison, compared: &Compared, page: &mut Page) -> io::Result<()> {
    let (a, b) = compared.columns;
    let summary = &compared.summary;
    page.text(0, &format!("{} and {}: {}", comparison.name(a), comparison.name(b), summary.sentence()))?;
    let conflicts = format!("{} near, {} apart, {} opposed", summary.near, summary.apart, summary.opposed);
    page.text(2, &format!("{conflicts}; {}", numbers(comparison, compared)))?;
    for (row, issue) in comparison.rows() {
        let pair = comparison.pair(row, (a, b));
        if pair.verdict == Verdict::Unknown {
            continue;
        }
        let mark = pair.mark(comparison.stance(row, b));
        page.text(2, &format!("{mark} {}: {}", issue.name, comparison.reason(row, (a, b))))?;
    }
    Ok(())
}

fn numbers(comparison: &Comparison, compared: &Compared) -> String {
    let summary = &compared.summary;
    let distance = match summary.distance() {
        Some(distance) => {
            let (placed, weighted) = (summary.placed, summary.weighted);
            format!("mean distance {distance:.2} over {placed} by position, salience known on {weighted} of them")
        }
        None => "no mean distance".to_owned(),
    };
    let measure = comparison.measure.word();
    match (comparison.measure, comparison.normalise) {
        (Measure::Agreement | Measure::Distance, _) => distance,
        (_, Normalise::None) => format!("{distance}; {measure} {}", rounded(compared.value)),
        (_, Normalise::Average | Normalise::Jaccard) => {
            format!("{distance}; {measure} ({}) {}", comparison.normalise.word(), rounded(compared.value))
        }
    }
}
