//! `demarche check`: the findings of a model.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use super::{CheckArgs, CheckFormat, Choice, Failure, Outcome, Output};
use crate::diagnose::{Finding, Level, render};
use crate::load::{self, Loaded, Step, Watch};
use crate::model::Model;
use crate::quote::ShownQuote;
use crate::report::write_json;
use crate::text::{Colour, clean, counted, one_line};

/// Carries out the command; errors, and with `--strict` warnings, leave it unsatisfied.
pub fn run(args: &CheckArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let given: Vec<PathBuf> = args.files.iter().chain(&args.model.paths).cloned().collect();
    let paths = Choice::required(&given)?;
    let (bytes, started) = (load::size(&paths), Instant::now());
    let loaded = read(&Choice::Paths(paths), output)?;
    let cost = Cost { bytes, seconds: started.elapsed().as_secs_f64() };
    for path in &loaded.left_out {
        output.note(&format!("`{}` has no table of the format and is left out", clean(&path.to_string_lossy())));
    }
    let checked = Checked { loaded: &loaded, cost };
    checked.write(args.format, output.colour, output.result)?;
    let counts_warnings = args.strict && loaded.count(Level::Warning) > 0;
    Ok(if loaded.count(Level::Error) > 0 || counts_warnings { Outcome::Unsatisfied } else { Outcome::Done })
}

/// A smaller model is read too fast for progress to be of use.
const LARGE: u64 = 4 << 20;

/// Reads the model; shows the progress of a large one if messages go to a terminal.
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
            // A failure to show progress is no reason to stop.
            let _ = write!(output.notes, "\r\x1b[K{last}, {} demands", now.demands);
        }
    };
    let loaded = choice.watched(&mut Watch { tell: &mut tell, first_part: None });
    let _ = write!(output.notes, "\r\x1b[K");
    loaded
}

/// What it took to read a model.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// Bytes of the model files.
    bytes: u64,
    /// Time from the call to the last finding.
    seconds: f64,
}

/// `; 37377411 bytes in 0.9 s`; empty for a small model.
impl fmt::Display for Cost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bytes < LARGE { Ok(()) } else { write!(out, "; {} bytes in {:.1} s", self.bytes, self.seconds) }
    }
}

/// A model that was checked.
struct Checked<'l> {
    loaded: &'l Loaded,
    cost: Cost,
}

impl Checked<'_> {
    /// Writes every finding and a summary.
    fn write(&self, format: CheckFormat, colour: Colour, out: &mut dyn Write) -> io::Result<()> {
        match format {
            CheckFormat::Json => write_json(&CheckJson::new(self.loaded), out),
            CheckFormat::Text => {
                for finding in &self.loaded.findings {
                    writeln!(out, "{}\n", render(finding, colour))?;
                }
                left_out(&self.loaded.model, out)?;
                writeln!(out, "{}{}", summary(self.loaded), self.cost)
            }
        }
    }
}

/// Every adapted quote with what it leaves out in its place; nothing where no quote leaves anything out.
fn left_out(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    let mut passages = model.passage_ids().filter(|id| !model.left_out(*id).is_empty()).peekable();
    if passages.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "left out by quotes:")?;
    for id in passages {
        let quote = ShownQuote::new(model, id).bracketed().text;
        let key = model.passage_key(id);
        writeln!(out, "  {}: “{}”", clean(&key), clean(&one_line(&quote)))?;
    }
    writeln!(out)
}

/// The whole model and its findings in one line: `2 actors, 1 issue, 3 demands, 4 passages (3 in the source) in 1
/// article; 0 errors, 1 warning`.
fn summary(loaded: &Loaded) -> String {
    let counts = loaded.model.counts();
    let adapted = if counts.adapted == 0 { String::new() } else { format!(", {} of them adapted", counts.adapted) };
    format!(
        "{}, {}, {}, {} ({} in the source{adapted}) in {}; {}, {}",
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
struct CheckJson<'l> {
    summary: SummaryJson,
    findings: Vec<FindingJson<'l>>,
}

#[derive(Serialize)]
struct SummaryJson {
    files: usize,
    articles: usize,
    actors: usize,
    issues: usize,
    demands: usize,
    passages: usize,
    verified: usize,
    adapted: usize,
    errors: usize,
    warnings: usize,
}

/// A finding; what is absent is left out.
#[derive(Serialize)]
pub struct FindingJson<'l> {
    code: &'static str,
    level: &'static str,
    message: &'l str,
    #[serde(flatten)]
    place: Option<PlaceJson<'l>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'l str>,
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<NearestJson<'l>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<&'l str>,
}

/// The piece of an article that is most like a lost quote.
#[derive(Serialize)]
struct NearestJson<'l> {
    article: &'l str,
    line: u32,
    start: usize,
    end: usize,
    score: f32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it asks about by reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct PlaceJson<'l> {
    file: &'l str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'l> CheckJson<'l> {
    fn new(loaded: &'l Loaded) -> Self {
        let counts = loaded.model.counts();
        let summary = SummaryJson {
            files: loaded.files.len(),
            articles: counts.articles,
            actors: counts.actors,
            issues: counts.issues,
            demands: counts.demands,
            passages: counts.passages,
            verified: counts.verified,
            adapted: counts.adapted,
            errors: loaded.count(Level::Error),
            warnings: loaded.count(Level::Warning),
        };
        Self { summary, findings: loaded.findings.iter().map(FindingJson::new).collect() }
    }
}

impl<'l> FindingJson<'l> {
    /// The finding with its keys.
    pub fn new(finding: &'l Finding) -> Self {
        let place = finding.site.as_ref().map(|site| PlaceJson {
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
            nearest: finding.lookalike.as_deref().map(|nearest| NearestJson {
                article: &nearest.article,
                line: nearest.line,
                start: nearest.start,
                end: nearest.end,
                score: nearest.score,
            }),
            replacement: finding.lookalike.as_deref().and_then(|nearest| nearest.replacement.as_deref()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Checked, Cost};
    use crate::cli::CheckFormat;
    use crate::load::load_str;
    use crate::text::Colour;

    const FAULTY: &str = "[[actors]]\nid = \"eu\"\nname = \"EU\"\n\n[[issues]]\nid = \"i\"\nname = \"I\"\n\n\
        [[demands]]\nid = \"d\"\nactor = \"ue\"\nissue = \"i\"\ntext = \"T\"\n";

    fn written(format: CheckFormat) -> String {
        let mut out = Vec::new();
        let cost = Cost { bytes: 120, seconds: 0.25 };
        let loaded = load_str(&[("m.toml", FAULTY)], &[]);
        Checked { loaded: &loaded, cost }.write(format, Colour::Off, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_draws_every_finding_and_sums_up() {
        let text = written(CheckFormat::Text);
        assert!(
            text.contains("error[E012]: there is no actor `ue`; demand `d` is left out\n  --> m.toml:11:9\n"),
            "{text}"
        );
        assert!(
            text.ends_with(
                "\n1 actor, 1 issue, 0 demands, 0 passages (0 in the source) in 0 articles; 1 error, 1 warning\n"
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
        let json: serde_json::Value = serde_json::from_str(&written(CheckFormat::Json)).unwrap();
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
