//! The comparison as text.

use std::io::{self, Write};

use super::compared::{Compared, Comparison, Request};
use super::faces::{self, Section};
use super::number::rounded;
use crate::compare::{Duplicates, MARKS, Normalise, Verdict, ended_words};
use crate::report::page::Page;

/// The narrowest column in which labels are readable.
const NARROW: usize = 14;
/// The most actors for which to list each pair's reasons: 28 pairs.
const FEW: usize = 8;
/// The widest a column needs to be.
const WIDE: usize = 36;

/// Writes a table of the issues, or lists if the columns would be too narrow, then each pair's numbers and reasons.
pub fn write(comparison: &Comparison, cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, cells);
    if comparison.request.is_for_a_face() {
        return sections(&faces::asked(comparison), page);
    }
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
    if let Some(section) = faces::issues(comparison) {
        page.gap()?;
        sections(&[section], page)?;
    }
    let are_few = comparison.columns().len() <= FEW;
    for compared in &comparison.pairs {
        page.gap()?;
        pair(comparison, compared, page)?;
        if are_few {
            reasons(comparison, compared, page)?;
        }
    }
    if !are_few {
        page.gap()?;
        page.text(0, &format!("Reasons are listed for up to {FEW} actors."))?;
    }
    if let Some(meaning) = meaning(comparison) {
        page.gap()?;
        page.text(0, &meaning)?;
    }
    Ok(())
}

fn sections(sections: &[Section], page: &mut Page) -> io::Result<()> {
    for (at, Section { title, lines }) in sections.iter().enumerate() {
        if at > 0 {
            page.gap()?;
        }
        page.text(0, title)?;
        lines.iter().try_for_each(|(depth, line)| page.text(2 * depth, line))?;
    }
    Ok(())
}

/// The meaning of a measure that counts statements.
pub fn meaning(comparison: &Comparison) -> Option<String> {
    let Request { measure, normalise, duplicates, .. } = comparison.request;
    let once = match duplicates {
        Duplicates::Keep => "",
        Duplicates::Once => " The same statement counts once an article.",
    };
    let ended = ended_words(comparison.model, comparison.matrix.parties().iter());
    measure.counts_statements().then(|| format!("{}{once}{ended}", measure.meaning(normalise)))
}

/// The meaning of the marks, and against whom they compare.
pub fn legend(comparison: &Comparison) -> String {
    let marks = MARKS.map(|(mark, meaning)| format!("{mark} {meaning}"));
    format!("Marks compare with {}: {}.", comparison.name(0), marks.join(", "))
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
    page.text(2, &format!("{conflicts}; {}", numbers(comparison, compared)))
}

fn reasons(comparison: &Comparison, compared: &Compared, page: &mut Page) -> io::Result<()> {
    let (a, b) = compared.columns;
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
    let Request { measure, normalise, .. } = comparison.request;
    let value = rounded(compared.value);
    match normalise {
        _ if !measure.counts_statements() => distance,
        Normalise::None => format!("{distance}; {} {value}", measure.word()),
        Normalise::Average | Normalise::Jaccard => {
            format!("{distance}; {} ({}) {value}", measure.word(), normalise.word())
        }
    }
}
