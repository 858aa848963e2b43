//! The arguments of the commands that write into a model. Their comments are the help.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args as Group, ValueEnum};

use super::choice::ModelArgs;
use crate::model::{ActorKind, DemandKind, Status, Voice};

/// Formats of what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WriteFormat {
    /// For reading.
    Text,
    /// For programs, with stable keys.
    Json,
}

/// How a change is made.
#[derive(Debug, Group)]
pub struct WriteArgs {
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// Write nothing; show the change as a unified diff.
    #[arg(long)]
    pub dry_run: bool,
    /// Output format.
    #[arg(long, value_enum, default_value = "text")]
    pub format: WriteFormat,
}

/// Arguments of `new`.
#[derive(Debug, Group)]
pub struct NewArgs {
    /// The articles; `-` reads one from standard input and keeps it as article.txt beside the model.
    #[arg(value_name = "ARTICLE", required_unless_present = "example", conflicts_with = "example")]
    pub articles: Vec<PathBuf>,
    /// Write the built-in example with its article.
    #[arg(long)]
    pub example: bool,
    /// Write to FILE; an existing one is never replaced [default: positions.toml]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Arguments of `add`.
#[derive(Debug, Group)]
pub struct AddArgs {
    /// What to add.
    #[command(subcommand)]
    pub what: AddCommand,
}

/// What to add.
#[derive(Debug, clap::Subcommand)]
pub enum AddCommand {
    /// Add a demand with the words that show it.
    Demand(Box<AddDemandArgs>),
    /// Add a passage to a demand.
    Passage(AddPassageArgs),
    /// Add an actor.
    Actor(AddActorArgs),
    /// Add an issue.
    Issue(AddIssueArgs),
    /// Add an article.
    Article(AddArticleArgs),
}

/// The words of an article that show a demand.
#[derive(Debug, Group)]
pub struct QuoteArgs {
    /// The exact words of the article; what is not there is not written.
    #[arg(long, value_name = "WORDS")]
    pub quote: String,
    /// The article [default: the one that has the words]
    #[arg(long, value_name = "ID")]
    pub article: Option<String>,
    /// Words right before the quote, where it is found more than once.
    #[arg(long, value_name = "WORDS")]
    pub prefix: Option<String>,
    /// Words right after the quote, where it is found more than once.
    #[arg(long, value_name = "WORDS")]
    pub suffix: Option<String>,
    /// The line that the quote begins on, where it is found more than once.
    #[arg(long, value_name = "N", conflicts_with_all = ["prefix", "suffix"])]
    pub line: Option<u32>,
    /// Allow a quote that marks what it leaves out or replaces.
    #[arg(long)]
    pub adapted: bool,
    /// Who says it, where that is not the demand's actor: id, name or alias.
    #[arg(long, value_name = "ACTOR")]
    pub speaker: Option<String>,
    /// How the article gives it [default: reported]
    #[arg(long, value_name = "VOICE", value_parser = words(Voice::ALL, Voice::word))]
    pub voice: Option<String>,
}

/// Arguments of `add demand`.
#[derive(Debug, Group)]
pub struct AddDemandArgs {
    /// Whose position it is: id, name or alias.
    #[arg(long)]
    pub actor: String,
    /// What it is about: id or name.
    #[arg(long)]
    pub issue: String,
    /// The words that show it.
    #[command(flatten)]
    pub quote: QuoteArgs,
    /// The demand in your own words [default: the quote]
    #[arg(long)]
    pub text: Option<String>,
    /// What kind of move it is [default: demand]
    #[arg(long, value_parser = words(DemandKind::ALL, DemandKind::word))]
    pub kind: Option<String>,
    /// A label of the issue's scale, or a point on it.
    #[arg(long, allow_negative_numbers = true)]
    pub position: Option<String>,
    /// How much the actor cares about the issue, 0 to 1.
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub salience: Option<String>,
    /// The actor's influence on the issue, 0 to 1.
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    pub power: Option<String>,
    /// Its id [default: ACTOR-ISSUE, with a number where that is used]
    #[arg(long)]
    pub id: Option<String>,
    /// When it was stated.
    #[arg(long)]
    pub date: Option<String>,
    /// What has become of it [default: held]
    #[arg(long, value_parser = words(Status::ALL, Status::word))]
    pub status: Option<String>,
    /// Who is asked to act; may be repeated.
    #[arg(long, value_name = "ACTOR")]
    pub addressee: Vec<String>,
    /// A demand that it replaces; may be repeated.
    #[arg(long, value_name = "DEMAND")]
    pub supersedes: Vec<String>,
    /// A demand that it stands against; may be repeated.
    #[arg(long, value_name = "DEMAND")]
    pub opposes: Vec<String>,
    /// A demand that it backs; may be repeated.
    #[arg(long, value_name = "DEMAND")]
    pub supports: Vec<String>,
    /// A demand that it is conditional on; may be repeated.
    #[arg(long, value_name = "DEMAND")]
    pub depends_on: Vec<String>,
    /// A demand that it is offered for; may be repeated.
    #[arg(long, value_name = "DEMAND")]
    pub in_exchange_for: Vec<String>,
    /// Memo.
    #[arg(long)]
    pub note: Option<String>,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Arguments of `add passage`.
#[derive(Debug, Group)]
pub struct AddPassageArgs {
    /// The demand.
    #[arg(value_name = "DEMAND")]
    pub demand: String,
    /// The words that show it.
    #[command(flatten)]
    pub quote: QuoteArgs,
    /// Memo.
    #[arg(long)]
    pub note: Option<String>,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// A name, as a word or as an option.
#[derive(Debug, Group)]
pub struct NameArgs {
    /// The name shown.
    #[arg(value_name = "NAME", required_unless_present = "name")]
    word: Option<String>,
    /// The same as an option.
    #[arg(long, value_name = "NAME", conflicts_with = "word")]
    name: Option<String>,
}

impl NameArgs {
    /// The name; one of the two is there.
    pub fn text(&self) -> &str {
        let given = self.word.as_deref().or(self.name.as_deref());
        given.unwrap_or_else(|| unreachable!("one of the two is required"))
    }
}

/// Arguments of `add actor`.
#[derive(Debug, Group)]
pub struct AddActorArgs {
    /// What it is called.
    #[command(flatten)]
    pub name: NameArgs,
    /// Its id [default: made of the name]
    #[arg(long)]
    pub id: Option<String>,
    /// What it is [default: person]
    #[arg(long, value_parser = words(ActorKind::ALL, ActorKind::word))]
    pub kind: Option<String>,
    /// Another name that articles use; may be repeated.
    #[arg(long = "alias", value_name = "NAME")]
    pub aliases: Vec<String>,
    /// An actor that it belongs to; may be repeated.
    #[arg(long, value_name = "ACTOR")]
    pub member_of: Vec<String>,
    /// Office or function.
    #[arg(long)]
    pub role: Option<String>,
    /// Memo.
    #[arg(long)]
    pub note: Option<String>,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Arguments of `add issue`.
#[derive(Debug, Group)]
pub struct AddIssueArgs {
    /// What it is called.
    #[command(flatten)]
    pub name: NameArgs,
    /// Its id [default: made of the name]
    #[arg(long)]
    pub id: Option<String>,
    /// The question to be settled.
    #[arg(long)]
    pub question: Option<String>,
    /// The heading that it is listed under.
    #[arg(long)]
    pub group: Option<String>,
    /// A label of its scale; repeated from one end of the scale to the other.
    #[arg(long = "label", value_name = "LABEL")]
    pub labels: Vec<String>,
    /// Memo.
    #[arg(long)]
    pub note: Option<String>,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Arguments of `add article`.
#[derive(Debug, Group)]
pub struct AddArticleArgs {
    /// Its text: a UTF-8 file in the model's folder.
    #[arg(value_name = "FILE", required_unless_present = "file")]
    word: Option<PathBuf>,
    /// The same as an option.
    #[arg(long, value_name = "FILE", conflicts_with = "word")]
    file: Option<PathBuf>,
    /// Its title [default: the first line of the text]
    #[arg(long)]
    pub title: Option<String>,
    /// Its id [default: made of the file's name]
    #[arg(long)]
    pub id: Option<String>,
    /// When it was published.
    #[arg(long)]
    pub date: Option<String>,
    /// Who published it.
    #[arg(long)]
    pub publisher: Option<String>,
    /// Who wrote it.
    #[arg(long)]
    pub author: Option<String>,
    /// Where it is on the web.
    #[arg(long)]
    pub url: Option<String>,
    /// BCP 47 tag.
    #[arg(long)]
    pub language: Option<String>,
    /// Memo.
    #[arg(long)]
    pub note: Option<String>,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

impl AddArticleArgs {
    /// The file; one of the two is there.
    pub fn path(&self) -> &Path {
        let given = self.word.as_deref().or(self.file.as_deref());
        given.unwrap_or_else(|| unreachable!("one of the two is required"))
    }
}

/// Arguments of `set`.
#[derive(Debug, Group)]
pub struct SetArgs {
    /// An actor, issue, demand or article, or a passage (DEMAND#N).
    #[arg(value_name = "ID")]
    pub id: String,
    /// A key and its value, a value of TOML or plain words; `KEY=` takes the key out.
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub values: Vec<String>,
    /// Allow a quote that marks what it leaves out or replaces.
    #[arg(long)]
    pub adapted: bool,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Arguments of `remove`.
#[derive(Debug, Group)]
pub struct RemoveArgs {
    /// An actor, issue, demand or article, or a passage (DEMAND#N).
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// Arguments of `undo` and `redo`.
#[derive(Debug, Group)]
pub struct UndoArgs {
    /// Leave the change as it is and take it from what can be undone or redone: the one before is next.
    #[arg(long, conflicts_with = "dry_run")]
    pub skip: bool,
    /// How to write it.
    #[command(flatten)]
    pub write: WriteArgs,
}

/// The words of a closed list.
fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().copied().map(word).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::AddArgs;
    use crate::format::TableKind;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        add: AddArgs,
    }

    #[test]
    fn every_key_of_the_format_can_be_given() {
        // A demand's passages are its quote; an article is a file of its own, whose digest is taken.
        let without = [(TableKind::Demand, "passages"), (TableKind::Article, "text"), (TableKind::Article, "sha256")];
        let kinds = [
            ("article", TableKind::Article),
            ("actor", TableKind::Actor),
            ("issue", TableKind::Issue),
            ("demand", TableKind::Demand),
            ("passage", TableKind::Passage),
        ];
        let mut line = Line::command();
        for (name, kind) in kinds {
            let command = line.find_subcommand_mut(name).unwrap();
            let options: Vec<String> =
                command.get_arguments().filter_map(|arg| arg.get_long()).map(str::to_owned).collect();
            for key in kind.keys().iter().filter(|key| !without.contains(&(kind, key.name))) {
                let option = match key.name {
                    "aliases" => "alias".to_owned(),
                    "scale" => "label".to_owned(),
                    name => name.replace('_', "-"),
                };
                assert!(options.contains(&option), "add {name} --{option}");
            }
        }
    }
}
