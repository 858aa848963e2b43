//! The arguments of the command line. Their comments are the help.
#![expect(clippy::doc_markdown, reason = "clap shows these comments as they are, backticks too")]

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args as Group, ColorChoice, CommandFactory, FromArgMatches, Parser, ValueEnum};

use super::choice::ModelArgs;
use super::write_args::{AddArgs, NewArgs, RemoveArgs, SetArgs, UndoArgs};
use super::{Failure, Outcome, Output};
use crate::app::ThemeName;
use crate::compare::{Duplicates, Measure, Normalise, Order};
use crate::load::nearest;
use crate::model::{Date, SubjectKind};
use crate::report::{FORMATS, Format, WriteComparison, WriteModel, WriteSubject};
use crate::text::Colour;

/// Read a negotiation: actors, their demands, and the exact words that support each one.
///
/// Without a command, browse the model in the terminal.
#[derive(Debug, Default, Parser)]
#[command(name = "demarche", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Subcommand>,
    #[command(flatten)]
    opening: Opening,
}

/// The command line without commands.
#[derive(Debug, Default, Group)]
struct Opening {
    #[command(flatten)]
    browse: BrowseArgs,
    /// When to use colours; `auto` respects NO_COLOR.
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto", global = true)]
    color: ColorChoice,
    /// Read the configuration from FILE [default: DEMARCHE_CONFIG, else demarche/config.toml in the XDG folder].
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

/// The parsed command line.
#[derive(Debug)]
pub struct Args {
    /// What to do.
    pub task: Task,
    /// Whether to use colours; `None` leaves it to the terminal.
    pub colour: Option<Colour>,
    /// The file of the configuration, where it is named.
    pub config: Option<PathBuf>,
}

/// What to do.
#[derive(Debug)]
pub enum Task {
    /// Browse in the terminal.
    Browse(BrowseArgs),
    /// Find in the terminal, and write what was chosen.
    Pick(PickArgs),
    /// Write a result and end.
    Command(Subcommand),
}

/// Arguments that run nothing: a request for help or the version, or a mistake.
#[derive(Debug)]
pub struct UsageError(clap::Error);

impl Args {
    /// Parses the words of the command line, the program's name first.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, UsageError> {
        let words: Vec<OsString> = words.into_iter().collect();
        if let Some(error) = words.get(1).and_then(|word| mistyped(word)) {
            return Err(UsageError(error));
        }
        match Opening::of(&words).map_or_else(|| CommandLine::try_parse_from(words), Ok) {
            Ok(CommandLine { command, opening: Opening { mut browse, color, config } }) => {
                browse.paths.append(&mut browse.models);
                let colour = match color {
                    ColorChoice::Auto => None,
                    ColorChoice::Always => Some(Colour::On),
                    ColorChoice::Never => Some(Colour::Off),
                };
                let task = match command {
                    None => Task::Browse(browse),
                    Some(Subcommand::Pick(pick)) => Task::Pick(pick),
                    Some(command) => Task::Command(command),
                };
                Ok(Self { task, colour, config })
            }
            Err(error) => Err(UsageError(error)),
        }
    }
}

impl Opening {
    /// The command line if it names no command and nothing is wrong with it, without describing every command to clap,
    /// which takes a tenth of the time to the first frame.
    fn of(words: &[OsString]) -> Option<CommandLine> {
        let names_command = |word: &OsString| word.to_str().is_some_and(|word| word == "help" || is_command(word));
        if words.len() < 2 {
            return Some(CommandLine::default());
        }
        if words.iter().skip(1).any(names_command) {
            return None;
        }
        let matches = Self::augment_args(clap::Command::new("demarche")).try_get_matches_from(words).ok()?;
        Self::from_arg_matches(&matches).ok().map(|opening| CommandLine { command: None, opening })
    }
}

/// Whether a word is the name of a command, without describing it to clap.
fn is_command(word: &str) -> bool {
    <Subcommand as clap::Subcommand>::has_subcommand(word)
}

/// The definition of the command line.
pub(super) fn command() -> clap::Command {
    CommandLine::command()
}

/// Commands by the names that they have in other programs.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("find", "lookup"),
    ("search", "lookup"),
    ("grep", "lookup"),
    ("validate", "check"),
    ("lint", "check"),
    ("diff", "compare"),
    ("init", "new"),
    ("delete", "remove"),
];

/// What is wrong with a first word that is not a file but nearly a command.
fn mistyped(word: &OsStr) -> Option<clap::Error> {
    let is_unknown = |typed: &&str| !typed.starts_with('-') && !is_command(typed) && !Path::new(typed).exists();
    let typed = word.to_str().filter(is_unknown)?;
    let command = command();
    let names = || command.get_subcommands().map(clap::Command::get_name);
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == typed).map(|(_, command)| *command);
    let near = other.or_else(|| nearest(typed, names()))?;
    let message = format!("there is no command `{typed}`, and no file; did you mean `demarche {near}`?");
    Some(command.clone().error(ErrorKind::InvalidSubcommand, message))
}

impl UsageError {
    /// Writes the help if it was asked for; fails with the mistake otherwise.
    pub fn answer(&self, output: &mut Output) -> Result<Outcome, Failure> {
        let text = self.0.render();
        if self.0.use_stderr() {
            let text = text.to_string();
            let sentence = text.strip_prefix("error: ").unwrap_or(&text);
            return Err(Failure::Usage(sentence.trim_end().to_owned()));
        }
        match output.colour {
            Colour::On => write!(output.result, "{}", text.ansi())?,
            Colour::Off => write!(output.result, "{text}")?,
        }
        Ok(Outcome::Done)
    }
}

/// What the command line says against the configuration.
#[derive(Debug, Clone, Default, Group)]
pub struct ScreenArgs {
    /// Colours of the screen [default: auto]
    #[arg(long, value_parser = theme())]
    pub theme: Option<ThemeName>,
    /// Draw borders and marks in ASCII, as in the locales C and POSIX.
    #[arg(long)]
    pub ascii: bool,
    /// Do not capture the mouse.
    #[arg(long)]
    pub no_mouse: bool,
}

/// Arguments for browsing.
#[derive(Debug, Default, Group)]
pub struct BrowseArgs {
    /// Model files or directories [default: DEMARCHE_MODEL, ./positions.toml, or the built-in example]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Another model file or directory; may be repeated.
    #[arg(short = 'm', long = "model", value_name = "PATH")]
    models: Vec<PathBuf>,
    /// Looks and the mouse.
    #[command(flatten)]
    pub screen: ScreenArgs,
    /// Start with a search for QUERY.
    #[arg(short, long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Begin at the beginning and remember nothing.
    #[arg(long)]
    pub no_session: bool,
    /// Start at a record, a passage (DEMAND#N) or a line of an article (ARTICLE:LINE).
    #[arg(long, value_name = "ID")]
    pub at: Option<String>,
}

/// The commands that write a result and end.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Report errors and warnings in a model.
    Check(CheckArgs),
    /// Search for actors, issues, demands, passages and sentences.
    Lookup(LookupArgs),
    /// Show an actor, issue, demand or article with its evidence.
    Show(ShowArgs),
    /// Compare actors, issue by issue.
    Compare(CompareArgs),
    /// Write the model in another format.
    Export(ExportArgs),
    /// Explain a finding code, the file format or the keys.
    Explain(ExplainArgs),
    /// Find on the screen; print the ids of what was chosen.
    Pick(PickArgs),
    /// Point the running demarche at an id.
    At(AtArgs),
    /// Print the JSON Schema of the file format, for editors that complete and check TOML.
    Schema,
    /// Print what a shell needs to complete the command line.
    Completions(CompletionsArgs),
    /// Print the manual page.
    Man,
    /// Answer an editor: a language server on standard input and output.
    Lsp(LspArgs),
    /// Make a model that quotes articles.
    New(NewArgs),
    /// Add a demand, passage, actor, issue or article to the model.
    Add(AddArgs),
    /// Change values of a record or passage.
    Set(SetArgs),
    /// Remove a record or passage.
    Remove(RemoveArgs),
    /// Undo the last change made here or on the screen.
    Undo(UndoArgs),
    /// Make the last undone change again.
    Redo(UndoArgs),
}

/// Formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For reading, with the line of each finding.
    Text,
    /// For programs, with stable keys.
    Json,
}

/// Arguments of `check`.
#[derive(Debug, Group)]
pub struct CheckArgs {
    /// Model files or directories, as with `-m`.
    #[arg(value_name = "PATH")]
    pub files: Vec<PathBuf>,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Output format.
    #[arg(long, value_enum, default_value = "text")]
    pub format: CheckFormat,
    /// Exit with 1 on warnings too.
    #[arg(long)]
    pub strict: bool,
    /// Putting quotes right.
    #[command(flatten)]
    pub repair: FixArgs,
}

/// Putting quotes right.
#[derive(Debug, Default, Group)]
pub struct FixArgs {
    /// Show how quotes can be put right without changing a word, as a unified diff.
    #[arg(long)]
    pub fix: bool,
    /// With --fix: put them right.
    #[arg(long, requires = "fix")]
    pub write: bool,
    /// With --fix: put this demand or passage (DEMAND#N) right even where words change, or pin this article, all of whose
    /// quotes are in its text, as it is; may be repeated.
    #[arg(long, value_name = "ID", requires = "fix")]
    pub accept: Vec<String>,
}

/// Formats of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LookupFormat {
    /// For reading.
    Text,
    /// For programs, with stable keys.
    Json,
    /// One hit per line, for shell tools.
    Tsv,
}

/// Arguments of `lookup`.
#[derive(Debug, Group)]
pub struct LookupArgs {
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// What to search for; `-` reads a sentence from standard input and finds where it comes from.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Find only this kind.
    #[arg(long = "in", value_name = "KIND", value_parser = kind())]
    pub kind: Option<SubjectKind>,
    /// Show at most N hits.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Output format.
    #[arg(long, value_enum, default_value = "text")]
    pub format: LookupFormat,
}

/// Formats of what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PickFormat {
    /// One id per line.
    Ids,
    /// As `lookup` writes it, for programs.
    Json,
    /// As `lookup` writes it, one line for each.
    Tsv,
}

/// Arguments of `pick`.
#[derive(Debug, Group)]
pub struct PickArgs {
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Start with a search for QUERY.
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Print the query first, on a line of its own.
    #[arg(long)]
    pub print_query: bool,
    /// Output format.
    #[arg(long, value_enum, default_value = "ids")]
    pub format: PickFormat,
    /// Looks and the mouse.
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// Arguments of `at`.
#[derive(Debug, Group)]
pub struct AtArgs {
    /// A record, a passage (DEMAND#N) or a line of an article (ARTICLE:LINE).
    #[arg(value_name = "ID")]
    pub id: String,
}

/// Shells that can complete the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each is the name of a program")]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

impl Shell {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Powershell => "powershell",
        }
    }
}

/// Arguments of `completions`.
#[derive(Debug, Group)]
pub struct CompletionsArgs {
    /// The shell; it reads the output when it starts.
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Arguments of `lsp`.
#[derive(Debug, Group)]
pub struct LspArgs {
    /// Model file or directory; may be repeated [default: DEMARCHE_MODEL, else positions.toml of the editor's folder, else that of the open file]
    #[arg(short = 'm', long = "model", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Taken and ignored: standard input and output is the only way.
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// Arguments of `show`.
#[derive(Debug, Group)]
pub struct ShowArgs {
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Actors, issues, demands or articles by id, name or alias; passages (DEMAND#N); lines of an article (ARTICLE:LINE).
    #[arg(value_name = "ID|NAME", required = true)]
    pub ids: Vec<String>,
    /// Output format.
    #[arg(long, default_value = "text", value_parser = format(|format| format.subject))]
    pub format: WriteSubject,
}

/// Arguments of `compare`.
#[derive(Debug, Group)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct CompareArgs {
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Ids, names or aliases of two or more actors.
    #[arg(value_name = "ACTOR", num_args = 2.., required = true)]
    pub actors: Vec<String>,
    /// Output format.
    #[arg(long, default_value = "text", value_parser = format(|format| format.comparison))]
    pub format: WriteComparison,
    /// Compare the blocs that the actors belong to.
    #[arg(long)]
    pub blocs: bool,
    /// The value computed for each pair.
    #[arg(long, value_name = "MEASURE", default_value = Measure::default().word(), value_parser = measure())]
    pub measure: Measure,
    /// How to normalise counts of statements.
    #[arg(long, value_name = "WAY", default_value = Normalise::default().word(), value_parser = normalise())]
    pub normalise: Normalise,
    /// Count equal statements as often as made, or once an article.
    #[arg(long, value_name = "WAY", default_value = Duplicates::default().word(), value_parser = duplicates())]
    pub duplicates: Duplicates,
    /// Compare on this issue only; may be repeated.
    #[arg(long = "issue", value_name = "ID|NAME")]
    pub issues: Vec<String>,
    /// Leave out an actor, its demands too, or an issue; may be repeated.
    #[arg(long, value_name = "ACTOR|ISSUE")]
    pub without: Vec<String>,
    /// Leave out demands before DATE (2025, 2025-08 or 2025-08-15) and those without a date.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<Date>,
    /// Leave out demands after DATE: who held what then.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<Date>,
    /// Order of the issues, or, by `cluster`, of the actors.
    #[arg(long, value_name = "KEY", default_value = Order::default().word(), value_parser = order())]
    pub sort: Order,
    /// Divide the actors into N groups by distance.
    #[arg(long, value_name = "N")]
    pub groups: Option<usize>,
    /// List who moved, and how.
    #[arg(long)]
    pub timeline: bool,
    /// List agreements, and the fewest moves that would bring all near each other.
    #[arg(long)]
    pub common_ground: bool,
}

/// Arguments of `export`.
#[derive(Debug, Group)]
pub struct ExportArgs {
    /// Output format.
    #[arg(value_name = "FORMAT", value_parser = format(|format| format.model))]
    pub format: WriteModel,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Write to FILE; `-` is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace FILE if it exists.
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// Arguments of `explain`.
#[derive(Debug, Group)]
pub struct ExplainArgs {
    /// A finding code such as E012, `format`, `keys`, `queries` or `config` [default: list all codes]
    #[arg(value_name = "CODE|format|keys|queries|config")]
    pub topic: Option<String>,
    /// With `config`: a file with every default, to take over.
    #[arg(long, requires = "topic")]
    pub toml: bool,
}

/// Parses the name of a format that has the writer `of` looks for.
fn format<W: Clone + Send + Sync + 'static>(of: fn(&Format) -> Option<W>) -> impl TypedValueParser<Value = W> {
    let names = FORMATS.iter().filter(move |format| of(format).is_some());
    PossibleValuesParser::new(names.map(|format| PossibleValue::new(format.name).help(format.help)))
        .try_map(move |name| FORMATS.iter().find(|format| format.name == name).and_then(of).ok_or("no such format"))
}

/// Parses one of the words for the values in `all`.
fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().copied().map(word))
        .try_map(move |typed| all.iter().copied().find(|value| word(*value) == typed).ok_or("no such word"))
}

fn kind() -> impl TypedValueParser<Value = SubjectKind> {
    one_of(SubjectKind::ALL, SubjectKind::word)
}

fn theme() -> impl TypedValueParser<Value = ThemeName> {
    one_of(ThemeName::ALL, ThemeName::word)
}

fn measure() -> impl TypedValueParser<Value = Measure> {
    one_of(Measure::ALL, Measure::word)
}

fn normalise() -> impl TypedValueParser<Value = Normalise> {
    one_of(Normalise::ALL, Normalise::word)
}

fn duplicates() -> impl TypedValueParser<Value = Duplicates> {
    one_of(Duplicates::ALL, Duplicates::word)
}

fn order() -> impl TypedValueParser<Value = Order> {
    one_of(Order::ALL, Order::word)
}

fn date(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("dates look like 2025, 2025-08 or 2025-08-15")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::PathBuf;

    use clap::{CommandFactory, Parser};

    use super::{Args, BrowseArgs, Colour, CommandLine, FORMATS, Opening, Subcommand, Task};
    use crate::compare::{Measure, Normalise};
    use crate::model::SubjectKind;

    fn read(line: &str) -> Args {
        let words = std::iter::once("demarche").chain(line.split_whitespace());
        Args::read(words.map(Into::into)).unwrap_or_else(|error| panic!("{line}: {}", error.0))
    }

    fn command(line: &str) -> Subcommand {
        match read(line).task {
            Task::Command(command) => command,
            other => panic!("{line}: {other:?}"),
        }
    }

    fn browse(line: &str) -> BrowseArgs {
        match read(line).task {
            Task::Browse(browse) => browse,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn what_names_no_command_is_read_the_same_without_the_commands() {
        for line in
            ["", "a.toml b", "-m a -m b c", "--color never --config c", "-q check_ --at d#1 --no-session --ascii"]
        {
            let words: Vec<OsString> =
                std::iter::once("demarche").chain(line.split_whitespace()).map(Into::into).collect();
            let all = CommandLine::try_parse_from(&words).unwrap();
            assert_eq!(format!("{:?}", Opening::of(&words).unwrap()), format!("{all:?}"), "{line}");
        }
        for line in ["check", "help", "--help", "-V", "--theme", "a check", "--nothing"] {
            let words: Vec<OsString> =
                std::iter::once("demarche").chain(line.split_whitespace()).map(Into::into).collect();
            assert!(Opening::of(&words).is_none(), "{line}");
        }
    }

    #[test]
    fn the_definitions_agree_with_each_other() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn without_a_command_the_words_are_paths() {
        let paths = |line| browse(line).paths;
        assert_eq!(paths(""), Vec::<PathBuf>::new());
        assert_eq!(paths("a.toml ./check"), ["a.toml", "./check"].map(PathBuf::from));
        assert_eq!(paths("-- check"), ["check"].map(PathBuf::from));
        assert_eq!(paths("-m a.toml --model b"), ["a.toml", "b"].map(PathBuf::from));
        assert_eq!(paths("chek.toml"), ["chek.toml"].map(PathBuf::from));
        let open = browse("--no-mouse -q oil --at kherson:12 x");
        assert_eq!(
            (open.screen.no_mouse, open.query.as_deref(), open.at.as_deref()),
            (true, Some("oil"), Some("kherson:12"))
        );
    }

    #[test]
    fn a_mistyped_command_is_named() {
        for (line, command) in [
            ("chek m.toml", "check"),
            ("lokup --in actor x", "lookup"),
            ("Export json", "export"),
            ("find sanctions", "lookup"),
            ("delete x", "remove"),
        ] {
            let words = std::iter::once("demarche").chain(line.split_whitespace());
            let error = Args::read(words.map(Into::into)).err().map(|error| error.0.to_string());
            assert!(
                error.is_some_and(|error| error.contains(&format!("did you mean `demarche {command}`?"))),
                "{line}"
            );
        }
    }

    #[test]
    fn the_help_of_a_command_names_what_it_takes() {
        let mut command = CommandLine::command();
        let mut help = |name: &str| {
            let command = command.find_subcommand_mut(name).unwrap_or_else(|| panic!("{name}"));
            command.render_long_help().to_string()
        };
        let export = help("export");
        for format in FORMATS.iter().filter(|format| format.model.is_some()) {
            assert!(export.contains(&format!("- {}", format.name)), "{export}");
        }
        let explain = help("explain");
        let code = explain.split_once("such as ").and_then(|(_, rest)| rest.split(',').next()).unwrap_or("");
        assert!(crate::diagnose::code(code).is_some(), "{explain}");
    }

    #[test]
    fn colour_is_asked_for_before_or_behind_the_command() {
        for line in ["--color never check", "check --color never", "--color=never", "x --color never"] {
            assert_eq!(read(line).colour, Some(Colour::Off), "{line}");
        }
    }

    #[test]
    fn every_command_knows_its_words() {
        let Subcommand::Check(check) = command("check -m a --model b --strict") else { panic!("check") };
        assert_eq!((check.model.paths, check.strict), (vec!["a".into(), "b".into()], true));
        let Subcommand::Check(check) = command("check a b") else { panic!("check") };
        assert_eq!(check.files, ["a", "b"].map(PathBuf::from));
        let Subcommand::Lookup(lookup) = command("lookup -m a donetsk oblast --in demand --limit 3") else {
            panic!("lookup")
        };
        assert_eq!(
            (lookup.query.join(" "), lookup.kind, lookup.limit),
            ("donetsk oblast".into(), Some(SubjectKind::Demand), 3)
        );
        let Subcommand::Lookup(lookup) = command("lookup -") else { panic!("lookup") };
        assert_eq!((lookup.query, lookup.kind, lookup.limit), (vec!["-".into()], None, 20));
        let Subcommand::Compare(compare) = command("compare a b c --measure conflict --normalise jaccard") else {
            panic!("compare")
        };
        assert_eq!((compare.actors.len(), compare.measure), (3, Measure::Conflict));
        assert_eq!(compare.normalise, Normalise::Jaccard);
        let Subcommand::Export(export) = command("export json -m a -o b --force") else { panic!("export") };
        assert_eq!((export.output, export.force), (Some("b".into()), true));
        let Subcommand::Explain(explain) = command("explain keys") else { panic!("explain") };
        assert_eq!(explain.topic.as_deref(), Some("keys"));
    }
}
