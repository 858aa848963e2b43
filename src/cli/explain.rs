//! `demarche explain`: the pages about finding codes, the file format, the keys and the queries.

use std::io::{self, Write};

use super::{ExplainArgs, Failure, Outcome, Output};
use crate::app::keymap::Keymap;
use crate::diagnose::{CODES, code};
use crate::format::format_page;
use crate::load::nearest;
use crate::search::query_page;
use crate::text::wrap;

/// Carries out the command.
pub fn run(args: &ExplainArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let topic = args.topic.as_deref();
    match explain(topic, output.result)? {
        Explained::Done => Ok(Outcome::Done),
        Explained::Unknown { topic, nearest } => {
            let help = nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            output.note(&format!("there is no page about `{topic}`{help}"));
            Ok(Outcome::Unsatisfied)
        }
    }
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

/// Writes the page about `topic`: a code in upper or lower case, `format`, `keys`, or `queries`. Without a topic, lists all codes.
fn explain<'t>(topic: Option<&'t str>, out: &mut dyn Write) -> io::Result<Explained<'t>> {
    match topic {
        None => list(out)?,
        Some("format") => out.write_all(format_page().as_bytes())?,
        Some("queries") => out.write_all(query_page().as_bytes())?,
        Some("keys") => out.write_all(Keymap::default().reference().as_bytes())?,
        Some(name) => {
            let Some(code) = code(name) else {
                let known = CODES.iter().map(|code| code.name).chain(["format", "keys", "queries"]);
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
        assert!(page(Some("keys")).1.contains("Ctrl-c"));
    }
}
