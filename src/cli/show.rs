//! `demarche show`: actors, issues, demands or articles, with their evidence.

use super::answer::note_findings;
use super::named::named;
use super::{Choice, Failure, Outcome, Output, ShowArgs};
use crate::model::{Subject, SubjectKind};

/// Carries out the command.
pub fn run(args: &ShowArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::or_example(&args.model.paths, output).read()?;
    note_findings(&loaded, output);
    let model = &loaded.model;
    let kinds = [SubjectKind::Actor, SubjectKind::Issue, SubjectKind::Demand, SubjectKind::Article];
    let width = output.reading_width();
    let (mut shown, mut outcome) = (Vec::new(), Outcome::Done);
    for id in &args.ids {
        // A passage has a number and no name.
        let subject = match model.subject(id) {
            Some(subject) => subject,
            None => match named(model, id, &kinds) {
                Ok(record) => Subject::from(record),
                Err(none) => {
                    outcome = none.end(output)?;
                    continue;
                }
            },
        };
        if shown.contains(&subject) {
            continue;
        }
        if !shown.is_empty() {
            writeln!(output.result)?;
        }
        output.report(|out| (args.format)(model, subject, width, out))?;
        shown.push(subject);
    }
    Ok(outcome)
}
