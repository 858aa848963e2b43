//! `demarche explain`: the pages about finding codes, the file format and the keys.

use std::io::{self, Write};

use super::{Explain, Failure, Outcome, Output};
use crate::app::keymap::Keymap;
use crate::diagnose::{CODES, code};
use crate::load::{format_page, nearest};
use crate::text::wrap;

/// Carries out the command.
pub fn run(args: &Explain, output: &mut Output) -> Result<Outcome, Failure> {
    match explain(args.topic.as_deref(), output.result)? {
        Explained::Done => Ok(Outcome::Done),
        Explained::Unknown(near) => {
            let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            output.note(&format!("there is no page about `{}`{help}", args.topic.as_deref().unwrap_or("")));
            Ok(Outcome::Wanting)
        }
    }
}

/// What came of asking for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Explained {
    /// It was written.
    Done,
    /// There is no such page; nothing was written. The name of the nearest one, where one is near.
    Unknown(Option<&'static str>),
}

/// Cells of a line.
const WIDTH: usize = 80;

/// Writes the page about `topic`: a code in upper or lower case, `format`, or `keys`. Without a topic, lists all codes.
fn explain(topic: Option<&str>, out: &mut dyn Write) -> io::Result<Explained> {
    match topic {
        None => list(out)?,
        Some("format") => out.write_all(format_page().as_bytes())?,
        Some("keys") => out.write_all(Keymap::default().reference().as_bytes())?,
        Some(name) => {
            let Some(code) = code(name) else {
                let known = CODES.iter().map(|code| code.name).chain(["format", "keys"]);
                return Ok(Explained::Unknown(nearest(name, known)));
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

    fn page(topic: Option<&str>) -> (Explained, String) {
        let mut out = Vec::new();
        let explained = explain(topic, &mut out).unwrap();
        (explained, String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_code_has_its_page_and_its_line() {
        let (_, list) = page(None);
        for code in CODES {
            let (explained, page) = page(Some(&code.name.to_lowercase()));
            assert_eq!(explained, Explained::Done);
            assert!(page.contains(code.title) && page.lines().all(|line| line.chars().count() <= 80), "{page}");
            assert!(list.contains(code.title));
        }
    }

    #[test]
    fn an_unknown_page_is_not_written() {
        assert_eq!(page(Some("fromat")), (Explained::Unknown(Some("format")), String::new()));
        assert_eq!(page(Some("nothing")), (Explained::Unknown(None), String::new()));
        assert!(page(Some("format")).1.contains("[[demands.passages]]"));
        assert!(page(Some("keys")).1.contains("Ctrl-c"));
    }
}
