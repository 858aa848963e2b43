//! `demarche check`: what is wrong with a model.

use std::io::{self, Write};

use serde::Serialize;

use super::{Check, Choice, Failure, Format, Outcome, Output, Styling};
use crate::diagnose::{Finding, Level, Style, render};
use crate::export::write_json;
use crate::load::Loaded;

/// Carries out the command: wanting where there are errors, or, strictly, warnings.
pub fn run(args: &Check, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::Paths(Choice::required(&args.model.paths)?).read()?;
    let form = match args.format {
        Format::Text => Form::Text,
        Format::Json => Form::Json,
    };
    let style = match output.styling {
        Styling::Coloured => Style::Coloured,
        Styling::Plain => Style::Plain,
    };
    check(&loaded, form, style, output.result)?;
    let counts_warnings = args.strict && loaded.count(Level::Warning) > 0;
    Ok(if loaded.count(Level::Error) > 0 || counts_warnings { Outcome::Wanting } else { Outcome::Done })
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
pub fn check(loaded: &Loaded, form: Form, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Json => write_json(&Answer::new(loaded), out),
        Form::Text => {
            for finding in &loaded.findings {
                writeln!(out, "{}\n", render(finding, style))?;
            }
            writeln!(out, "{}", summary(loaded))
        }
    }
}

/// The whole model and its findings in one line: `2 actors, 1 issue, 3 demands, 4 passages (3 verified) in 1 article;
/// 0 errors, 1 warning`.
fn summary(loaded: &Loaded) -> String {
    let counts = loaded.model.counts();
    format!(
        "{}, {}, {}, {} ({} verified) in {}; {}, {}",
        count(counts.actors, "actor"),
        count(counts.issues, "issue"),
        count(counts.demands, "demand"),
        count(counts.passages, "passage"),
        counts.verified,
        count(counts.articles, "article"),
        count(loaded.count(Level::Error), "error"),
        count(loaded.count(Level::Warning), "warning"),
    )
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, check};
    use crate::diagnose::Style;
    use crate::load::load_str;

    const FAULTY: &str = "[[actors]]\nid = \"eu\"\nname = \"EU\"\n\n[[issues]]\nid = \"i\"\nname = \"I\"\n\n\
        [[demands]]\nid = \"d\"\nactor = \"ue\"\nissue = \"i\"\ntext = \"T\"\n";

    fn written(form: Form) -> String {
        let mut out = Vec::new();
        check(&load_str(&[("m.toml", FAULTY)], &[]), form, Style::Plain, &mut out).unwrap();
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
