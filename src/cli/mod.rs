//! The command line: arguments, the commands that write a result and end, exit codes.

mod answer;
mod args;
mod check;
mod choice;
mod compare;
mod explain;
mod export;
mod lookup;
mod named;
mod outcome;
mod save;
mod show;

pub use args::{
    Args, BrowseArgs, CheckArgs, CheckFormat, CompareArgs, ExplainArgs, ExportArgs, LookupArgs, LookupFormat,
    ModelArgs, ShowArgs, Subcommand, Task, UsageError,
};
pub use choice::{Choice, choose};
pub use outcome::{Failure, Outcome, Output, bug, colour_of_stdout, finish, is_ascii_locale, watch_panics};

/// Runs a command.
pub fn run(command: &Subcommand, output: &mut Output) -> Result<Outcome, Failure> {
    match command {
        Subcommand::Check(args) => check::run(args, output),
        Subcommand::Lookup(args) => lookup::run(args, output),
        Subcommand::Show(args) => show::run(args, output),
        Subcommand::Compare(args) => compare::run(args, output),
        Subcommand::Export(args) => export::run(args, output),
        Subcommand::Explain(args) => explain::run(args, output),
    }
}
