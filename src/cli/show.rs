//! `demarche show`.

use super::{Failure, Outcome, Output, Show};

/// Carries out the command.
pub fn run(_args: &Show, _output: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Call("`show` is not part of this build".to_owned()))
}
