//! `demarche completions`: what a shell needs to complete the command line, ids of the model too.
//!
//! The script of the shell asks this program at each Tab, by a variable of the environment.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use super::args::command;
use super::{Choice, CompletionsArgs, Failure, Outcome, Output};
use crate::model::{Model, Record, Subject, SubjectKind};
use crate::text::{clean, one_line};

/// Says to which shell the program is to answer.
const VARIABLE: &str = "DEMARCHE_COMPLETE";

/// Answers a shell that asks for completions, and ends; else does nothing.
pub fn complete() {
    CompleteEnv::with_factory(|| with_ids(command())).var(VARIABLE).complete();
}

/// Carries out the command.
pub fn run(args: &CompletionsArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let name = "demarche";
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(args.shell.word()) else {
        unreachable!("each shell that the arguments name is a built-in one")
    };
    shell.write_registration(VARIABLE, name, name, name, output.result)?;
    Ok(Outcome::Done)
}

/// The command line with the ids of the model for the arguments that name records.
fn with_ids(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let kinds = kinds(&arg);
        if kinds.is_empty() { arg } else { arg.add(ArgValueCompleter::new(move |typed: &OsStr| ids(typed, kinds))) }
    });
    command.mut_subcommands(with_ids)
}

/// The kinds of records that an argument names.
fn kinds(arg: &Arg) -> &'static [SubjectKind] {
    use SubjectKind::{Actor, Article, Demand, Issue};
    let value = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    match (arg.get_id().as_str(), value) {
        // An id for a new record.
        ("id", "ID") if arg.get_long() == Some("id") => &[],
        ("article", _) => &[Article],
        ("issues", _) | (_, "ISSUE") => &[Issue],
        (_, "ACTOR") => &[Actor],
        (_, "DEMAND") => &[Demand],
        (_, "ACTOR|ISSUE") => &[Actor, Issue],
        (_, "ID" | "ID|NAME") => &[Actor, Issue, Demand, Article],
        _ => &[],
    }
}

/// The ids of records of these kinds that begin as typed, with their names; behind a `#` the passages of the demand.
fn ids(typed: &OsStr, kinds: &[SubjectKind]) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let Ok(loaded) = Choice::new(&models(std::env::args_os())).read() else { return Vec::new() };
    let model = &loaded.model;
    let candidate = |id: &str, name: &str| {
        CompletionCandidate::new(id).help(Some(StyledStr::from(clean(&one_line(name)).into_string())))
    };
    let records = model.records().iter().filter(|record| kinds.contains(&Subject::from(**record).kind()));
    let records = records.filter(|record| model.key(**record).starts_with(typed));
    let mut found: Vec<_> = records.map(|record| candidate(model.key(*record), model.name(*record))).collect();
    if let Some(Record::Demand(id)) = demand_before_mark(model, typed).filter(|_| kinds.contains(&SubjectKind::Demand))
    {
        let passages = model.demand(id).passages().map(|id| candidate(&model.passage_key(id), model.quote(id)));
        found.extend(passages);
    }
    found
}

fn demand_before_mark(model: &Model, typed: &str) -> Option<Record> {
    model.find(typed.rsplit_once('#')?.0)
}

/// The models that a command line names: what stands behind `-m` and `--model`.
fn models(words: impl IntoIterator<Item = OsString>) -> Vec<PathBuf> {
    let mut words = words.into_iter();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        let word = word.to_string_lossy();
        if word == "-m" || word == "--model" {
            found.extend(words.next().map(PathBuf::from));
        } else if let Some(path) = word.strip_prefix("--model=").or_else(|| word.strip_prefix("-m")) {
            found.push(PathBuf::from(path));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{kinds, models, with_ids};
    use crate::cli::args::command;
    use crate::model::SubjectKind;

    #[test]
    fn the_model_is_the_one_that_the_line_names() {
        let line = |words: &str| models(words.split(' ').map(Into::into));
        assert_eq!(
            line("demarche -- demarche show -m a --model b --model=c -md x"),
            ["a", "b", "c", "d"].map(std::path::PathBuf::from)
        );
        assert!(line("demarche show x").is_empty());
    }

    #[test]
    fn arguments_that_name_records_are_known() {
        let all = with_ids(command());
        let of = |path: &[&str], id: &str| {
            let command = path.iter().fold(&all, |command, name| command.find_subcommand(name).unwrap());
            kinds(command.get_arguments().find(|arg| arg.get_id() == id).unwrap())
        };
        assert_eq!(of(&["compare"], "actors"), [SubjectKind::Actor]);
        assert_eq!(of(&["compare"], "issues"), [SubjectKind::Issue]);
        assert_eq!(of(&["add", "demand"], "actor"), [SubjectKind::Actor]);
        assert_eq!(of(&["add", "demand"], "supersedes"), [SubjectKind::Demand]);
        assert_eq!(of(&["add", "demand"], "article"), [SubjectKind::Article]);
        assert_eq!(of(&["add", "demand"], "id"), []);
        assert_eq!(of(&["show"], "ids").len(), 4);
        assert_eq!(of(&["remove"], "id").len(), 4);
        assert_eq!(of(&[], "at").len(), 4);
        assert_eq!(of(&["check"], "files"), []);
    }
}
