//! `demarche export`.

use super::{Export, Failure, Outcome, Output};

/// Carries out the command.
pub fn run(_args: &Export, _output: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Call("`export` is not part of this build".to_owned()))
}
