//! `demarche lookup`.

use super::{Failure, Lookup, Outcome, Output};

/// Carries out the command.
pub fn run(_args: &Lookup, _output: &mut Output) -> Result<Outcome, Failure> {
    Err(Failure::Call("`lookup` is not part of this build".to_owned()))
}
