//! The command line: what was typed, the commands that need no screen, and how a run ends.

mod answer;
mod args;
pub mod check;
mod choice;
mod compare;
mod explain;
mod export;
mod lookup;
mod outcome;
mod show;

pub use args::{
    Args, BrowseArgs, CheckArgs, CheckFormat, ColorChoice, CompareArgs, ExplainArgs, ExportArgs, LookupArgs,
    LookupFormat, ModelArgs, ShowArgs, Subcommand, Task, ThemeChoice, UsageError,
};
pub use choice::{Choice, choose};
pub use outcome::{Failure, Outcome, Output, Styling, bug, finish, watch_panics};

/// Carries out a command that needs no screen.
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
