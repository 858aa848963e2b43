//! `demarche explain`: the pages about finding codes, the file format, the keys, the queries and the configuration.

use std::io::{self, Write};
use std::path::Path;

use super::{ExplainArgs, Failure, Outcome, Output};
use crate::config;
use crate::diagnose::{CODES, Level, code, render};
use crate::format::format_page;
use crate::load::nearest;
use crate::search::query_page;
use crate::text::{Colour, counted, wrap};

/// Carries out the command; `file` is that of the configuration, where it is named.
pub fn run(args: &ExplainArgs, file: Option<&Path>, output: &mut Output) -> Result<Outcome, Failure> {
    let topic = args.topic.as_deref();
    match topic {
        Some(CONFIG) => return configuration(args.toml, file, output),
        Some(_) if args.toml => return Err(Failure::Usage(format!("`--toml` goes with `explain {CONFIG}`"))),
        Some("keys") => {
            let config = config::open(file);
            output.result.write_all(config.settings.keymap.reference().as_bytes())?;
            if !config.settings.findings.is_empty() {
                let count = counted(config.settings.findings.len(), "finding");
                output.note(&format!("{count} in the configuration: see `demarche explain {CONFIG}`"));
            }
            return Ok(Outcome::Done);
        }
        _ => {}
    }
    match explain(topic, output.result)? {
        Explained::Done => Ok(Outcome::Done),
        Explained::Unknown { topic, nearest } => {
            let help = nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            output.error(&format!("there is no page about `{topic}`{help}"));
            Ok(Outcome::Unsatisfied)
        }
    }
}

/// The page about the configuration.
const CONFIG: &str = "config";

/// Writes every setting, or a file with the defaults; then which file is read, and what is wrong with it.
fn configuration(toml: bool, file: Option<&Path>, output: &mut Output) -> Result<Outcome, Failure> {
    if toml {
        output.result.write_all(config::commented().as_bytes())?;
        return Ok(Outcome::Done);
    }
    output.result.write_all(config::page().as_bytes())?;
    output.result.flush()?;
    if let Some(path) = config::config_file(file) {
        let state = if path.exists() { "read from" } else { "looked for in" };
        output.note(&format!("{state} `{}`", path.display()));
    }
    let findings = config::open(file).settings.findings;
    for finding in &findings {
        // Drawn for the terminal already, and cleaned.
        writeln!(output.notes, "\n{}", render(finding, Colour::Off))?;
    }
    let has_errors = findings.iter().any(|finding| finding.code.level == Level::Error);
    Ok(if has_errors { Outcome::Unsatisfied } else { Outcome::Done })
}

/// What came of asking for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Explained<'t> {
    /// It was written.
    Done,
    /// There is no page about `topic`, and nothing was written.
    Unknown {
        /// What was asked for.
        topic: &'t str,
        /// The most similar topic.
        nearest: Option<&'static str>,
    },
}

/// Cells of a line.
const WIDTH: usize = 80;

/// Writes the page about `topic`: a code in upper or lower case, `format` or `queries`. Without a topic, lists all codes.
fn explain<'t>(topic: Option<&'t str>, out: &mut dyn Write) -> io::Result<Explained<'t>> {
    match topic {
        None => list(out)?,
        Some("format") => out.write_all(format_page().as_bytes())?,
        Some("queries") => out.write_all(query_page().as_bytes())?,
        Some(name) => {
            let Some(code) = code(name) else {
                let known = CODES.iter().map(|code| code.name).chain(["format", "keys", "queries", CONFIG]);
                return Ok(Explained::Unknown { topic: name, nearest: nearest(name, known) });
            };
            writeln!(out, "{}[{}]: {}\n", code.level.word(), code.name, code.title)?;
            for row in wrap(code.explanation, WIDTH) {
                writeln!(out, "{}", row.of(code.explanation).trim_end())?;
            }
        }
    }
    Ok(Explained::Done)
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    for code in CODES {
        writeln!(out, "{}  {:<7}  {}", code.name, code.level.word(), code.title)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Explained, explain};
    use crate::diagnose::CODES;

    fn page(topic: Option<&str>) -> (Explained<'_>, String) {
        let mut out = Vec::new();
        let explained = explain(topic, &mut out).unwrap();
        (explained, String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_code_has_its_page_and_its_line() {
        let (_, list) = page(None);
        for code in CODES {
            let name = code.name.to_lowercase();
            let (explained, page) = page(Some(&name));
            assert_eq!(explained, Explained::Done);
            assert!(page.contains(code.title) && page.lines().all(|line| line.chars().count() <= 80), "{page}");
            assert!(list.contains(code.title));
        }
    }

    #[test]
    fn an_unknown_page_is_not_written() {
        for (topic, nearest) in [("fromat", Some("format")), ("nothing", None)] {
            assert_eq!(page(Some(topic)), (Explained::Unknown { topic, nearest }, String::new()));
        }
        assert!(page(Some("format")).1.contains("[[demands.passages]]"));
        assert!(page(Some("queries")).1.contains("actor:NAME"));
    }
}
