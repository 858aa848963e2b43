//! `demarche check`.

use super::{Check, Failure, Outcome, Output};

/// Carries out the command.
pub fn run(_args: &Check, _output: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Call("`check` is not part of this build".to_owned()))
}
