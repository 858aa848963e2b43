//! The command line: arguments, the commands that write a result and end, exit codes.

mod answer;
mod args;
mod at;
mod check;
mod choice;
mod compare;
mod completions;
mod explain;
mod export;
mod fix;
mod lookup;
mod lsp;
mod man;
mod named;
mod new;
mod outcome;
mod save;
mod show;
mod wanted;
mod write;
mod write_args;

pub use args::{
    Args, AtArgs, BrowseArgs, CheckArgs, CheckFormat, CompareArgs, CompletionsArgs, ExplainArgs, ExportArgs, FixArgs,
    LookupArgs, LookupFormat, LspArgs, PickArgs, PickFormat, ScreenArgs, Shell, ShowArgs, Subcommand, Task, UsageError,
};
pub use choice::{Choice, ModelArgs, choose};
pub use completions::complete;
pub use lookup::{Picked, write_picked};
pub use new::{model_of, texts};
pub use outcome::{
    Failure, Outcome, Output, bug, colour_of_stdout, colour_of_terminal, finish, is_ascii_locale, watch_panics,
};
pub use write_args::{
    AddActorArgs, AddArgs, AddArticleArgs, AddCommand, AddDemandArgs, AddIssueArgs, AddPassageArgs, NameArgs, NewArgs,
    QuoteArgs, RemoveArgs, SetArgs, UndoArgs, WriteArgs, WriteFormat,
};

use std::path::Path;

use crate::format::schema;
use crate::store::Direction;

/// Runs a command; `config` is the file of the configuration, where it is named.
pub fn run(command: &Subcommand, config: Option<&Path>, output: &mut Output) -> Result<Outcome, Failure> {
    match command {
        Subcommand::Check(args) if args.repair.fix => fix::run(args, output),
        Subcommand::Check(args) => check::run(args, output),
        Subcommand::Lookup(args) => lookup::run(args, output),
        Subcommand::Show(args) => show::run(args, output),
        Subcommand::Compare(args) => compare::run(args, output),
        Subcommand::Export(args) => export::run(args, output),
        Subcommand::Explain(args) => explain::run(args, config, output),
        Subcommand::Pick(_) => unreachable!("the arguments make a task of its own of it, for it needs the screen"),
        Subcommand::At(args) => at::run(args, output),
        Subcommand::Completions(args) => completions::run(args, output),
        Subcommand::Man => man::run(config, output),
        Subcommand::Lsp(args) => lsp::run(args),
        Subcommand::Schema => {
            output.result.write_all(schema().as_bytes())?;
            Ok(Outcome::Done)
        }
        Subcommand::New(args) => new::run(args, output),
        Subcommand::Add(args) => write::add(args, output),
        Subcommand::Set(args) => write::set(args, output),
        Subcommand::Remove(args) => write::remove(args, output),
        Subcommand::Undo(args) => write::undo(args, Direction::Undo, output),
        Subcommand::Redo(args) => write::undo(args, Direction::Redo, output),
    }
}
