//! `demarche check`: what is wrong with a model.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use serde::Serialize;

use super::{Check, Choice, Failure, Format, Outcome, Output};
use crate::diagnose::{Finding, Level, render};
use crate::export::write_json;
use crate::load::{self, Loaded, Step, Watch};
use crate::text::{Colour, counted};

/// Carries out the command: wanting where there are errors, or, strictly, warnings.
pub fn run(args: &Check, output: &mut Output) -> Result<Outcome, Failure> {
    let paths = Choice::required(&args.model.paths)?;
    let (bytes, started) = (load::size(&paths), Instant::now());
    let loaded = read(&Choice::Paths(paths), output)?;
    let cost = Cost { bytes, seconds: started.elapsed().as_secs_f64() };
    let form = match args.format {
        Format::Text => Form::Text,
        Format::Json => Form::Json,
    };
    check((&loaded, cost), form, output.colour, output.result)?;
    let counts_warnings = args.strict && loaded.count(Level::Warning) > 0;
    Ok(if loaded.count(Level::Error) > 0 || counts_warnings { Outcome::Wanting } else { Outcome::Done })
}

/// Fewer bytes are read before anyone asks how far it is.
const LARGE: u64 = 4 << 20;

/// Reads the model; of a large one says on a terminal how far it is.
fn read(choice: &Choice, output: &mut Output) -> Result<Loaded, Failure> {
    if choice.size() < LARGE || !io::stderr().is_terminal() {
        return choice.read();
    }
    let mut last = String::new();
    let mut tell = |step| {
        if let Step::Progress(now) = step
            && last != now.account()
        {
            last = now.account();
            // Progress that cannot be written is not worth an error.
            let _ = write!(output.notes, "\r\x1b[K{last}, {} demands", now.demands);
        }
    };
    let loaded = choice.watched(&mut Watch { tell: &mut tell, first_part: None });
    let _ = write!(output.notes, "\r\x1b[K");
    loaded
}

/// What it took to read a model.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Bytes of the model files.
    pub bytes: u64,
    /// Time from the call to the last finding.
    pub seconds: f64,
}

/// Of a large model alone: `; 37377411 bytes in 0.9 s`.
impl fmt::Display for Cost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bytes < LARGE { Ok(()) } else { write!(out, "; {} bytes in {:.1} s", self.bytes, self.seconds) }
    }
}

/// How the findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Drawn, one after the other, with a summary line.
    Text,
    /// One JSON document.
    Json,
}

/// Writes every finding and a summary.
pub fn check((loaded, cost): (&Loaded, Cost), form: Form, colour: Colour, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Json => write_json(&Answer::new(loaded), out),
        Form::Text => {
            for finding in &loaded.findings {
                writeln!(out, "{}\n", render(finding, colour))?;
            }
            writeln!(out, "{}{cost}", summary(loaded))
        }
    }
}

/// The whole model and its findings in one line: `2 actors, 1 issue, 3 demands, 4 passages (3 verified) in 1 article;
/// 0 errors, 1 warning`.
fn summary(loaded: &Loaded) -> String {
    let counts = loaded.model.counts();
    format!(
        "{}, {}, {}, {} ({} verified) in {}; {}, {}",
        counted(counts.actors, "actor"),
        counted(counts.issues, "issue"),
        counted(counts.demands, "demand"),
        counted(counts.passages, "passage"),
        counts.verified,
        counted(counts.articles, "article"),
        counted(loaded.count(Level::Error), "error"),
        counted(loaded.count(Level::Warning), "warning"),
    )
}

#[derive(Serialize)]
struct Answer<'l> {
    summary: Summary,
    findings: Vec<Entry<'l>>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    articles: usize,
    actors: usize,
    issues: usize,
    demands: usize,
    passages: usize,
    verified: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Entry<'l> {
    code: &'static str,
    level: &'static str,
    message: &'l str,
    #[serde(flatten)]
    place: Option<Place<'l>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'l str>,
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it asks about by reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct Place<'l> {
    file: &'l str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'l> Answer<'l> {
    fn new(loaded: &'l Loaded) -> Self {
        let counts = loaded.model.counts();
        let summary = Summary {
            files: loaded.files.len(),
            articles: counts.articles,
            actors: counts.actors,
            issues: counts.issues,
            demands: counts.demands,
            passages: counts.passages,
            verified: counts.verified,
            errors: loaded.count(Level::Error),
            warnings: loaded.count(Level::Warning),
        };
        Self { summary, findings: loaded.findings.iter().map(Entry::new).collect() }
    }
}

impl<'l> Entry<'l> {
    fn new(finding: &'l Finding) -> Self {
        let place = finding.site.as_ref().map(|site| Place {
            file: &site.file,
            line: site.start.line,
            column: site.start.column,
            end_line: site.end.line,
            end_column: site.end.column,
        });
        Self {
            code: finding.code.name,
            level: finding.code.level.word(),
            message: &finding.message,
            place,
            help: finding.help.as_deref(),
            more: finding.more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Form, check};
    use crate::load::load_str;
    use crate::text::Colour;

    const FAULTY: &str = "[[actors]]\nid = \"eu\"\nname = \"EU\"\n\n[[issues]]\nid = \"i\"\nname = \"I\"\n\n\
        [[demands]]\nid = \"d\"\nactor = \"ue\"\nissue = \"i\"\ntext = \"T\"\n";

    fn written(form: Form) -> String {
        let mut out = Vec::new();
        let cost = Cost { bytes: 120, seconds: 0.25 };
        check((&load_str(&[("m.toml", FAULTY)], &[]), cost), form, Colour::Off, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_draws_every_finding_and_sums_up() {
        let text = written(Form::Text);
        assert!(
            text.contains("error[E012]: there is no actor `ue`; demand `d` is left out\n  --> m.toml:11:9\n"),
            "{text}"
        );
        assert!(
            text.ends_with(
                "\n1 actor, 1 issue, 0 demands, 0 passages (0 verified) in 0 articles; 1 error, 1 warning\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn the_summary_of_a_large_model_tells_what_it_took() {
        assert_eq!(Cost { bytes: 5 << 20, seconds: 0.25 }.to_string(), "; 5242880 bytes in 0.2 s");
    }

    #[test]
    fn json_has_the_stable_keys() {
        let json: serde_json::Value = serde_json::from_str(&written(Form::Json)).unwrap();
        assert_eq!(json["summary"]["errors"], 1);
        assert_eq!(json["summary"]["files"], 1);
        let finding = &json["findings"][1];
        assert_eq!(
            (&finding["code"], &finding["line"], &finding["column"], &finding["end_column"]),
            (&"E012".into(), &11.into(), &9.into(), &13.into())
        );
        assert_eq!(finding["help"], "did you mean `eu`?");
        assert!(json["findings"][0].get("help").is_none());
    }
}
