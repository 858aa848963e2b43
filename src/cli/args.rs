//! What was typed.
#![expect(clippy::doc_markdown, reason = "these comments are the help, where backticks would stand as they are")]

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as Group, ColorChoice, Parser, Subcommand, ValueEnum};

use super::{Failure, Outcome, Output};
use crate::app::ThemeName;
use crate::compare::{Measure, Normalise};
use crate::model::SubjectKind;
use crate::text::Colour;

/// Read a negotiation: actors, their demands, and the exact words that support each one.
///
/// Without a command the model is opened on the screen.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    browse: Browse,
    /// When to use colours; auto uses them on a terminal, unless NO_COLOR is set.
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto", global = true)]
    color: ColorChoice,
}

/// What was typed, in the program's words.
#[derive(Debug)]
pub struct Args {
    /// What to do.
    pub task: Task,
    /// Whether to use colours; `None` leaves it to the terminal.
    pub colour: Option<Colour>,
}

/// What to do.
#[derive(Debug)]
pub enum Task {
    /// Open the screen.
    Browse(Browse),
    /// Answer and end.
    Command(Command),
}

/// What was typed makes no run of the program: help was asked for, or something is wrong.
#[derive(Debug)]
pub struct Refusal(clap::Error);

impl Args {
    /// Reads the words of the command line, the program's name first.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, Refusal> {
        match Line::try_parse_from(words) {
            Ok(Line { command, browse, color }) => {
                let colour = match color {
                    ColorChoice::Auto => None,
                    ColorChoice::Always => Some(Colour::On),
                    ColorChoice::Never => Some(Colour::Off),
                };
                Ok(Self { task: command.map_or(Task::Browse(browse), Task::Command), colour })
            }
            Err(error) => Err(Refusal(error)),
        }
    }
}

impl Refusal {
    /// Writes the help where it was asked for; else gives what is wrong.
    pub fn answer(&self, output: &mut Output) -> Result<Outcome, Failure> {
        let text = self.0.render();
        if self.0.use_stderr() {
            let text = text.to_string();
            let sentence = text.strip_prefix("error: ").unwrap_or(&text);
            return Err(Failure::Call(sentence.trim_end().to_owned()));
        }
        match output.colour {
            Colour::On => write!(output.result, "{}", text.ansi())?,
            Colour::Off => write!(output.result, "{text}")?,
        }
        Ok(Outcome::Done)
    }
}

/// Open the screen.
#[derive(Debug, Group)]
pub struct Browse {
    /// Model files or directories [default: DEMARCHE_MODEL, ./positions.toml, else the built-in example]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The colours of the screen: auto uses the sixteen of the terminal.
    #[arg(long, value_name = "THEME", default_value = ThemeName::default().word(), value_parser = theme())]
    pub theme: ThemeName,
    /// Leave the mouse to the terminal.
    #[arg(long)]
    pub no_mouse: bool,
    /// Open with find and this query.
    #[arg(short, long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Open at this id, or at a line of an article as ARTICLE:LINE.
    #[arg(long, value_name = "ID")]
    pub at: Option<String>,
}

/// The commands that need no screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what is wrong with a model.
    Check(Check),
    /// Find actors, issues, demands and passages.
    Lookup(Lookup),
    /// Show one actor, issue, demand or article with its evidence.
    Show(Show),
    /// Compare actors, issue by issue.
    Compare(Compare),
    /// Write the model in another format.
    Export(Export),
    /// Explain a finding code, the file format, or the keys.
    Explain(Explain),
}

/// Which model.
#[derive(Debug, Group)]
pub struct Model {
    /// A model file or directory; may be repeated [default: DEMARCHE_MODEL, else ./positions.toml]
    #[arg(short = 'm', long = "model", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// `check`
#[derive(Debug, Group)]
pub struct Check {
    /// Which model.
    #[command(flatten)]
    pub model: Model,
    /// How to write the findings.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Let warnings count as errors.
    #[arg(long)]
    pub strict: bool,
}

/// How hits are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LookupFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// One hit a line, for shell tools.
    Tsv,
}

/// `lookup`
#[derive(Debug, Group)]
pub struct Lookup {
    /// Which model.
    #[command(flatten)]
    pub model: Model,
    /// What to find; `-` reads a sentence from standard input and finds what it comes from.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Only hits of one kind.
    #[arg(long = "in", value_name = "KIND", value_parser = kind())]
    pub kind: Option<SubjectKind>,
    /// At most this many hits.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// How to write the hits.
    #[arg(long, value_enum, default_value = "text")]
    pub format: LookupFormat,
}

/// `show`
#[derive(Debug, Group)]
pub struct Show {
    /// Which model.
    #[command(flatten)]
    pub model: Model,
    /// The id of an actor, an issue, a demand or an article.
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to write it.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Markdown,
}

/// `compare`
#[derive(Debug, Group)]
pub struct Compare {
    /// Which model.
    #[command(flatten)]
    pub model: Model,
    /// The ids of two actors or more.
    #[arg(value_name = "ACTOR", num_args = 2.., required = true)]
    pub actors: Vec<String>,
    /// How to write it.
    #[arg(long, value_enum, default_value = "text")]
    pub format: CompareFormat,
    /// Put the blocs in place of their members.
    #[arg(long)]
    pub blocs: bool,
    /// The number given for each pair.
    #[arg(long, value_name = "MEASURE", default_value = Measure::default().word(), value_parser = measure())]
    pub measure: Measure,
    /// What a count of shared statements is divided by.
    #[arg(long, value_name = "WAY", default_value = Normalise::default().word(), value_parser = normalise())]
    pub normalise: Normalise,
}

/// `export`
#[derive(Debug, Group)]
pub struct Export {
    /// The format.
    #[arg(value_name = "FORMAT")]
    pub format: String,
    /// Which model.
    #[command(flatten)]
    pub model: Model,
    /// Write to this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file where it exists.
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// `explain`
#[derive(Debug, Group)]
pub struct Explain {
    /// A finding code such as E101, `format`, or `keys` [default: the list of codes]
    #[arg(value_name = "CODE|format|keys")]
    pub topic: Option<String>,
}

/// Reads one of the words that stand for the values of `all`.
fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().copied().map(word))
        .try_map(move |typed| all.iter().copied().find(|value| word(*value) == typed).ok_or("no such word"))
}

fn theme() -> impl TypedValueParser<Value = ThemeName> {
    one_of(ThemeName::ALL, ThemeName::word)
}

fn kind() -> impl TypedValueParser<Value = SubjectKind> {
    one_of(SubjectKind::ALL, SubjectKind::word)
}

fn measure() -> impl TypedValueParser<Value = Measure> {
    one_of(Measure::ALL, Measure::word)
}

fn normalise() -> impl TypedValueParser<Value = Normalise> {
    one_of(Normalise::ALL, Normalise::word)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::CommandFactory;

    use super::{Args, Browse, Colour, Command, Line, Task};
    use crate::compare::{Measure, Normalise};
    use crate::model::SubjectKind;

    fn read(line: &str) -> Args {
        let words = std::iter::once("demarche").chain(line.split_whitespace());
        Args::read(words.map(Into::into)).unwrap_or_else(|refusal| panic!("{line}: {}", refusal.0))
    }

    fn command(line: &str) -> Command {
        match read(line).task {
            Task::Command(command) => command,
            Task::Browse(browse) => panic!("{line}: {browse:?}"),
        }
    }

    fn browse(line: &str) -> Browse {
        match read(line).task {
            Task::Browse(browse) => browse,
            Task::Command(command) => panic!("{line}: {command:?}"),
        }
    }

    #[test]
    fn the_definitions_agree_with_each_other() {
        Line::command().debug_assert();
    }

    #[test]
    fn without_a_command_the_words_are_paths() {
        let paths = |line| browse(line).paths;
        assert_eq!(paths(""), Vec::<PathBuf>::new());
        assert_eq!(paths("a.toml ./check"), ["a.toml", "./check"].map(PathBuf::from));
        assert_eq!(paths("-- check"), ["check"].map(PathBuf::from));
        let open = browse("--no-mouse -q oil --at kherson:12 x");
        assert_eq!((open.no_mouse, open.query.as_deref(), open.at.as_deref()), (true, Some("oil"), Some("kherson:12")));
    }

    #[test]
    fn colour_is_asked_for_before_or_behind_the_command() {
        for line in ["--color never check", "check --color never", "--color=never", "x --color never"] {
            assert_eq!(read(line).colour, Some(Colour::Off), "{line}");
        }
    }

    #[test]
    fn every_command_knows_its_words() {
        let Command::Check(check) = command("check -m a --model b --strict") else { panic!("check") };
        assert_eq!((check.model.paths, check.strict), (vec!["a".into(), "b".into()], true));
        let Command::Lookup(lookup) = command("lookup -m a donetsk oblast --in demand --limit 3") else {
            panic!("lookup")
        };
        assert_eq!(
            (lookup.query.join(" "), lookup.kind, lookup.limit),
            ("donetsk oblast".into(), Some(SubjectKind::Demand), 3)
        );
        let Command::Lookup(lookup) = command("lookup -") else { panic!("lookup") };
        assert_eq!((lookup.query, lookup.kind, lookup.limit), (vec!["-".into()], None, 20));
        let Command::Compare(compare) = command("compare a b c --measure conflict --normalise jaccard") else {
            panic!("compare")
        };
        assert_eq!((compare.actors.len(), compare.measure), (3, Measure::Conflict));
        assert_eq!(compare.normalise, Normalise::Jaccard);
        let Command::Export(export) = command("export json -m a -o b --force") else { panic!("export") };
        assert_eq!((export.format.as_str(), export.output, export.force), ("json", Some("b".into()), true));
        let Command::Explain(explain) = command("explain keys") else { panic!("explain") };
        assert_eq!(explain.topic.as_deref(), Some("keys"));
    }
}
