//! `demarche compare`: what actors hold on every issue, and how each two of them relate.

mod json;
mod sheet;
mod text;

use std::io::{self, Write};

use super::answer::{Answer, say_findings, unknown};
use super::page::table_width;
use super::{Choice, Compare, CompareFormat, Failure, Outcome, Output};
use crate::compare::{Folding, Matrix, Measure, Normalise, Profile, Stances, Summary, parties};
use crate::model::{ActorId, IssueId, Model, Record, SubjectKind};
use crate::text::clean;

/// Carries out the command.
pub fn run(args: &Compare, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    say_findings(&loaded, output);
    let request = Request {
        actors: &args.actors,
        folding: if args.blocs { Folding::Blocs } else { Folding::Alone },
        measure: args.measure,
        normalise: args.normalise,
    };
    let form = match args.format {
        CompareFormat::Text => Form::Text(table_width(output)),
        CompareFormat::Json => Form::Json,
        CompareFormat::Csv => Form::Csv,
        CompareFormat::Markdown => Form::Markdown,
    };
    let mut result = Vec::new();
    let answer = compare(&loaded.model, &request, form, &mut result)?;
    // A sheet keeps the texts as they are, which a terminal must not get.
    if form == Form::Csv && output.is_terminal {
        for line in String::from_utf8_lossy(&result).lines() {
            writeln!(output.result, "{}", clean(line))?;
        }
    } else {
        output.result.write_all(&result)?;
    }
    answer.tell(output)
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Request<'r> {
    /// The ids of the actors, in the order of their columns; given twice, an actor counts once.
    actors: &'r [String],
    /// Whether blocs speak for them.
    folding: Folding,
    /// The number for each pair.
    measure: Measure,
    /// What that number is divided by.
    normalise: Normalise,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A table and sentences for reading, wrapped to this many cells.
    Text(usize),
    /// One JSON object.
    Json,
    /// A row for each issue and pair of actors, with a head. Texts that a spreadsheet would run get `'` before them.
    Csv,
    /// A table of the issues and one of the pairs.
    Markdown,
}

/// Compares actors on every issue of the model and writes the result.
///
/// An id that is not an actor's gives [`Answer::Nothing`]; fewer than two columns give [`Answer::Refused`]. Fails where
/// `out` fails.
fn compare(model: &Model, request: &Request, form: Form, out: &mut dyn Write) -> io::Result<Answer> {
    let mut actors: Vec<ActorId> = Vec::new();
    for id in request.actors {
        match model.find(id) {
            Some(Record::Actor(actor)) => actors.push(actor),
            Some(Record::Issue(_) | Record::Demand(_) | Record::Article(_)) | None => {
                return Ok(unknown(model, id, &[SubjectKind::Actor]));
            }
        }
    }
    let report = Report::new(model, &actors, request);
    match report.matrix.parties() {
        [] => return Ok(Answer::Refused("comparing takes two or more actors, and none is given".to_owned())),
        [only] => {
            let name = clean(&model.actor(only.actor).name);
            return Ok(Answer::Refused(format!("comparing takes two or more actors, and this is only one: {name}")));
        }
        _ => {}
    }
    match form {
        Form::Text(width) => text::write(&report, width, out)?,
        Form::Json => json::write(&report, out)?,
        Form::Csv => sheet::write_csv(&report, out)?,
        Form::Markdown => sheet::write_markdown(&report, out)?,
    }
    Ok(Answer::Done)
}

/// What every form gets.
struct Report<'m> {
    model: &'m Model,
    matrix: Matrix,
    measure: Measure,
    normalise: Normalise,
    pairs: Vec<Compared>,
}

/// Two columns over all issues.
struct Compared {
    columns: (usize, usize),
    summary: Summary,
    value: Option<f64>,
}

impl<'m> Report<'m> {
    fn new(model: &'m Model, actors: &[ActorId], request: &Request) -> Self {
        let issues: Vec<IssueId> = model.issue_ids().collect();
        let columns = parties(model, actors, request.folding);
        let profiles: Vec<Profile> = columns.iter().map(|party| Profile::new(model, party)).collect();
        let matrix = Matrix::new(model, &Stances::new(model), columns, &issues);
        let compared = |(a, b): (usize, usize)| {
            let summary = matrix.summary(model, (a, b));
            let profiles = (profiles.get(a)?, profiles.get(b)?);
            let value = request.measure.value(&summary, profiles, request.normalise);
            Some(Compared { columns: (a, b), summary, value })
        };
        let pairs = matrix.pairs().filter_map(compared).collect();
        Self { model, matrix, measure: request.measure, normalise: request.normalise, pairs }
    }

    /// The id of a column's actor.
    fn key(&self, column: usize) -> &'m str {
        self.matrix.parties().get(column).map_or("", |party| self.model.key(Record::Actor(party.actor)))
    }

    /// The name of a column's actor.
    fn name(&self, column: usize) -> &'m str {
        self.matrix.parties().get(column).map_or("", |party| &self.model.actor(party.actor).name)
    }
}

#[cfg(test)]
mod tests;
