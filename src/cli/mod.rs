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
mod page;
mod show;

pub use args::{
    Args, Browse, Check, Command, Compare, CompareFormat, Explain, Export, Format, Lookup, LookupFormat, Model,
    Refusal, Show, Task,
};
pub use choice::{Choice, choose};
pub use outcome::{Failure, Outcome, Output, bug, colour_of_stdout, finish, watch_panics};

/// Carries out a command that needs no screen.
pub fn run(command: &Command, output: &mut Output) -> Result<Outcome, Failure> {
    match command {
        Command::Check(args) => check::run(args, output),
        Command::Lookup(args) => lookup::run(args, output),
        Command::Show(args) => show::run(args, output),
        Command::Compare(args) => compare::run(args, output),
        Command::Export(args) => export::run(args, output),
        Command::Explain(args) => explain::run(args, output),
    }
}

#[cfg(test)]
mod sample;
