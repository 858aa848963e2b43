//! `demarche show`: one actor, issue, demand or article, with its evidence.

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
    // A passage has a number and no name.
    let subject = match model.subject(&args.id) {
        Some(subject) => subject,
        None => match named(model, &args.id, &kinds) {
            Ok(record) => Subject::from(record),
            Err(none) => return none.end(output),
        },
    };
    let width = output.reading_width();
    output.report(|out| (args.format)(model, subject, width, out))?;
    Ok(Outcome::Done)
}
