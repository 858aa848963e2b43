//! `demarche explain`.

use super::{Explain, Failure, Outcome, Output};

/// Carries out the command.
pub fn run(_args: &Explain, _output: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Call("`explain` is not part of this build".to_owned()))
}
