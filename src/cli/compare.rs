//! `demarche compare`.

use super::{Compare, Failure, Outcome, Output};

/// Carries out the command.
pub fn run(_args: &Compare, _output: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Call("`compare` is not part of this build".to_owned()))
}
