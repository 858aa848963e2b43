//! The comparison for spreadsheets and for documents.

use std::io::{self, Write};

use super::{Report, json, text};
use crate::compare::Measure;
use crate::export::{csv_field, markdown};
use crate::model::Record;

/// Writes a row for each issue and pair of actors, every text quoted, numbers bare, absent ones empty.
pub fn write_csv(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let head = ["issue", "a", "b", "a_state", "a_at", "a_label", "b_state", "b_at", "b_label", "verdict", "distance"];
    let head: Vec<String> = head.iter().chain(&["because"]).map(|name| csv_field(name)).collect();
    write!(out, "{}\r\n", head.join(","))?;
    for (at, row) in report.matrix.rows().iter().enumerate() {
        for (a, b) in report.matrix.pairs() {
            let Some(pair) = report.matrix.pair(report.model, at, (a, b)) else { continue };
            let mut fields = vec![csv_field(report.model.key(Record::Issue(row.issue)))];
            fields.extend([a, b].map(|column| csv_field(report.key(column))));
            for stance in [a, b].iter().filter_map(|column| row.stances.get(*column)) {
                let label = json::label(report, row, stance).unwrap_or("");
                fields.extend([csv_field(stance.word()), number(stance.at()), csv_field(label)]);
            }
            fields.extend([csv_field(pair.verdict.word()), number(pair.distance), csv_field(pair.because.word())]);
            write!(out, "{}\r\n", fields.join(","))?;
        }
    }
    Ok(())
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Writes a table of the issues, marks seen from the first actor, and a table of the pairs.
pub fn write_markdown(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let columns = 0..report.matrix.parties().len();
    let names: Vec<String> = columns.clone().map(|column| markdown(report.name(column))).collect();
    writeln!(out, "| issue | {} |", names.join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(names.len()))?;
    for (at, row) in report.matrix.rows().iter().enumerate() {
        let issue = report.model.issue(row.issue);
        let cells = columns.clone().map(|column| markdown(&text::cell(report, at, column)));
        writeln!(out, "| {} | {} |", markdown(&issue.name), cells.collect::<Vec<_>>().join(" | "))?;
    }
    writeln!(
        out,
        "\nMarks are seen from {}: {}.\n",
        names.first().map_or("", String::as_str),
        markdown(&text::legend())
    )?;
    let measure = match report.measure {
        Measure::Agreement | Measure::Distance => None,
        Measure::Congruence | Measure::Conflict | Measure::Subtract | Measure::Ignore => Some(report.measure.word()),
    };
    let (head, rule) = measure.map_or_else(Default::default, |word| (format!(" {word} |"), "---|"));
    writeln!(out, "| pair | agreement | distance |{head}")?;
    writeln!(out, "|---|---|---|{rule}")?;
    for compared in &report.pairs {
        let (a, b) = compared.columns;
        let pair = format!("{} · {}", markdown(report.name(a)), markdown(report.name(b)));
        let summary = &compared.summary;
        let (sentence, distance) = (summary.sentence(), text::rounded(summary.distance()));
        let value = measure.map_or_else(String::new, |_| format!(" {} |", text::rounded(compared.value)));
        writeln!(out, "| {pair} | {sentence} | {distance} over {} |{value}", summary.placed)?;
    }
    Ok(())
}
