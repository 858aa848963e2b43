//! `demarche at`: points the running programs at an id.

use super::{AtArgs, Failure, Outcome, Output};
use crate::remote::{self, Answer};

/// Carries out the command.
pub fn run(args: &AtArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let id = &args.id;
    if id.is_empty() || id.contains(char::is_control) {
        return Err(Failure::Usage("an id has at least one character and no control characters".to_owned()));
    }
    let answers =
        remote::lead(id).map_err(|error| Failure::World(format!("cannot reach a running demarche: {error}")))?;
    if answers.contains(&Answer::Shown) {
        return Ok(Outcome::Done);
    }
    output.note(&if answers.is_empty() {
        "no demarche is running".to_owned()
    } else if answers.contains(&Answer::Busy) {
        "a running demarche is busy: a form or an editor is open there".to_owned()
    } else {
        format!("no running demarche has `{id}`")
    });
    Ok(Outcome::Unsatisfied)
}
