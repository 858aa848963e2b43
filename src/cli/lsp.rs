//! `demarche lsp`: the language server.

use super::{Choice, Failure, LspArgs, Outcome};
use crate::lsp::{Ended, serve};

/// Carries out the command.
pub fn run(args: &LspArgs) -> Result<Outcome, Failure> {
    match serve(Choice::named(&args.paths)) {
        Ended::Well => Ok(Outcome::Done),
        Ended::Badly(why) => Err(Failure::World(format!("the editor's connection ended: {why}"))),
    }
}
