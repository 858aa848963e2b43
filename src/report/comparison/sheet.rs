//! The comparison as CSV and Markdown.

use std::io::{self, Write};

use super::compared::{Compared, Comparison};
use super::faces::{self, Section};
use super::number::{bare, rounded};
use super::text;
use crate::compare::Measure;
use crate::report::escape::{csv_field, markdown, markdown_within};

/// The columns of the CSV.
const HEAD: [&str; 16] = [
    "issue", "a", "b", "a_state", "a_at", "a_label", "b_state", "b_at", "b_label", "verdict", "distance", "because",
    "a_status", "b_status", "a_quote", "b_quote",
];

/// Writes a row for each issue and pair of actors, or each requested table, separated by empty lines. Texts are quoted
/// and safe from running as formulas, numbers are bare, absent ones empty.
pub fn write_csv(comparison: &Comparison, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    if comparison.request.is_for_a_face() {
        let tables = faces::tables(comparison);
        return tables.iter().enumerate().try_for_each(|(at, table)| {
            let gap = if at > 0 { "\r\n" } else { "" };
            write!(out, "{gap}")?;
            table.iter().try_for_each(|row| write!(out, "{}\r\n", row.join(",")))
        });
    }
    write!(out, "{}\r\n", HEAD.map(csv_field).join(","))?;
    for (row, issue) in comparison.rows() {
        for Compared { columns: (a, b), .. } in &comparison.pairs {
            let mut fields = vec![csv_field(&issue.key), csv_field(comparison.key(*a)), csv_field(comparison.key(*b))];
            for column in [*a, *b] {
                let stance = comparison.stance(row, column);
                let label = comparison.label(row, column).unwrap_or("");
                fields.extend([csv_field(stance.word()), bare(stance.at()), csv_field(label)]);
            }
            let pair = comparison.pair(row, (*a, *b));
            fields.extend([csv_field(pair.verdict.word()), bare(pair.distance), csv_field(pair.because.word())]);
            fields.extend([*a, *b].map(|column| csv_field(&comparison.stance(row, column).ended(comparison.model))));
            let lost = comparison.lost(row, (*a, *b));
            fields.extend(lost.map(|is_lost| csv_field(if is_lost { "not in the article" } else { "" })));
            write!(out, "{}\r\n", fields.join(","))?;
        }
    }
    Ok(())
}

/// Writes a table of the issues, with marks against the first actor, and a table of the pairs.
pub fn write_markdown(comparison: &Comparison, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    if comparison.request.is_for_a_face() {
        return sections(&faces::asked(comparison), out);
    }
    let names: Vec<String> = comparison.columns().map(|column| markdown_within(comparison.name(column))).collect();
    writeln!(out, "| issue | {} |", names.join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(names.len()))?;
    for (row, issue) in comparison.rows() {
        let cells = comparison.columns().map(|column| markdown_within(&comparison.cell(row, column)));
        writeln!(out, "| {} | {} |", markdown_within(&issue.name), cells.collect::<Vec<_>>().join(" | "))?;
    }
    writeln!(out, "\n{}\n", markdown(&text::legend(comparison)))?;
    if let Some(section) = faces::issues(comparison) {
        sections(&[section], out)?;
        writeln!(out)?;
    }
    let measure = Some(comparison.request.measure).filter(|measure| measure.counts_statements()).map(Measure::word);
    let (head, rule) = measure.map_or_else(Default::default, |word| (format!(" {word} |"), "---|"));
    writeln!(out, "| pair | agreement | distance |{head}")?;
    writeln!(out, "|---|---|---|{rule}")?;
    for Compared { columns: (a, b), summary, value } in &comparison.pairs {
        let pair = format!("{} · {}", markdown_within(comparison.name(*a)), markdown_within(comparison.name(*b)));
        let (sentence, distance) = (summary.sentence(), rounded(summary.distance()));
        let value = measure.map_or_else(String::new, |_| format!(" {} |", rounded(*value)));
        writeln!(out, "| {pair} | {sentence} | {distance} over {} |{value}", summary.placed)?;
    }
    if let Some(meaning) = text::meaning(comparison) {
        writeln!(out, "\n{}", markdown(&meaning))?;
    }
    Ok(())
}

fn sections(sections: &[Section], out: &mut dyn Write) -> io::Result<()> {
    for (at, Section { title, lines }) in sections.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        writeln!(out, "{gap}{}\n", markdown(title))?;
        for (depth, line) in lines {
            writeln!(out, "{}- {}", "  ".repeat(depth.saturating_sub(1)), markdown(line))?;
        }
    }
    Ok(())
}
