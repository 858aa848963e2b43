//! The comparison for spreadsheets and for documents.

use std::io::{self, Write};

use super::compared::{Compared, Comparison};
use super::text;
use crate::compare::Measure;
use crate::report::escape::{csv_field, markdown};

/// The columns of the CSV.
const HEAD: [&str; 12] =
    ["issue", "a", "b", "a_state", "a_at", "a_label", "b_state", "b_at", "b_label", "verdict", "distance", "because"];

/// Writes a row for each issue and pair of actors: every text quoted, numbers bare, absent ones empty. Texts that a
/// spreadsheet would run get `'` before them.
pub fn write_csv(comparison: &Comparison, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}\r\n", HEAD.map(csv_field).join(","))?;
    for (row, issue) in comparison.rows() {
        for Compared { columns: (a, b), .. } in &comparison.pairs {
            let mut fields = vec![csv_field(&issue.key), csv_field(comparison.key(*a)), csv_field(comparison.key(*b))];
            for column in [*a, *b] {
                let stance = comparison.stance(row, column);
                let label = comparison.label(row, column).unwrap_or("");
                fields.extend([csv_field(stance.word()), number(stance.at()), csv_field(label)]);
            }
            let pair = comparison.pair(row, (*a, *b));
            fields.extend([csv_field(pair.verdict.word()), number(pair.distance), csv_field(pair.because.word())]);
            write!(out, "{}\r\n", fields.join(","))?;
        }
    }
    Ok(())
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Writes a table of the issues, with marks against the first actor, and a table of the pairs.
pub fn write_markdown(comparison: &Comparison, _cells: usize, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<String> = comparison.columns().map(|column| markdown(comparison.name(column))).collect();
    writeln!(out, "| issue | {} |", names.join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(names.len()))?;
    for (row, issue) in comparison.rows() {
        let cells = comparison.columns().map(|column| markdown(&comparison.cell(row, column)));
        writeln!(out, "| {} | {} |", markdown(&issue.name), cells.collect::<Vec<_>>().join(" | "))?;
    }
    writeln!(out, "\n{}\n", markdown(&text::legend(comparison)))?;
    let measure = match comparison.measure {
        Measure::Agreement | Measure::Distance => None,
        Measure::Congruence | Measure::Conflict | Measure::Subtract | Measure::Ignore => {
            Some(comparison.measure.word())
        }
    };
    let (head, rule) = measure.map_or_else(Default::default, |word| (format!(" {word} |"), "---|"));
    writeln!(out, "| pair | agreement | distance |{head}")?;
    writeln!(out, "|---|---|---|{rule}")?;
    for Compared { columns: (a, b), summary, value } in &comparison.pairs {
        let pair = format!("{} · {}", markdown(comparison.name(*a)), markdown(comparison.name(*b)));
        let (sentence, distance) = (summary.sentence(), text::rounded(summary.distance()));
        let value = measure.map_or_else(String::new, |_| format!(" {} |", text::rounded(*value)));
        writeln!(out, "| {pair} | {sentence} | {distance} over {} |{value}", summary.placed)?;
    }
    Ok(())
}
