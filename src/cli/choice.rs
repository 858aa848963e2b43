//! Which model a command reads.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args as Group;

use super::{Failure, Output};
use crate::load::{self, Loaded, Watch};

/// Names files or directories, separated as in PATH.
const VARIABLE: &str = "DEMARCHE_MODEL";
/// The model of a directory.
const FILE: &str = "positions.toml";

/// Which model.
#[derive(Debug, Group)]
#[expect(clippy::doc_markdown, reason = "clap shows these comments as they are, backticks too")]
pub struct ModelArgs {
    /// Model file or directory; may be repeated [default: DEMARCHE_MODEL, else ./positions.toml]
    #[arg(short = 'm', long = "model", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// The model that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// These files and directories, in this order.
    Paths(Vec<PathBuf>),
    /// The built-in example: no model was named, and none is here.
    Example,
}

impl Choice {
    /// The paths `given`, else those of `DEMARCHE_MODEL`, else `positions.toml` of the working directory, else the
    /// example.
    pub fn new(given: &[PathBuf]) -> Self {
        choose(given, std::env::var_os(VARIABLE).as_deref(), Path::new(""))
    }

    /// The paths `given`, else those of `DEMARCHE_MODEL`, else none.
    pub fn named(given: &[PathBuf]) -> Vec<PathBuf> {
        if given.is_empty() { of_variable(std::env::var_os(VARIABLE).as_deref()) } else { given.to_vec() }
    }

    /// [`Choice::new`] that notes when it falls back to the example: for commands that only read.
    pub fn or_example(given: &[PathBuf], output: &mut Output) -> Self {
        let choice = Self::new(given);
        if choice == Self::Example {
            output.note(&format!("no `{FILE}` here: using the built-in example"));
        }
        choice
    }

    /// Reads the model; fails if it cannot be read at all.
    pub fn read(&self) -> Result<Loaded, Failure> {
        self.watched(&mut Watch { tell: &mut drop, first_part: None })
    }

    /// About how many bytes its files have; 0 for the example.
    pub fn size(&self) -> u64 {
        match self {
            Self::Paths(paths) => load::size(paths),
            Self::Example => 0,
        }
    }

    /// [`Choice::read`] that reports its progress.
    pub fn watched(&self, watch: &mut Watch<'_>) -> Result<Loaded, Failure> {
        match self {
            Self::Paths(paths) => load::watched(paths, watch).map_err(|error| Failure::World(error.to_string())),
            Self::Example => Ok(load::example()),
        }
    }

    /// The paths; fails instead of falling back to the example.
    pub fn required(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
        match Self::new(given) {
            Self::Paths(paths) => Ok(paths),
            Self::Example => {
                Err(Failure::Usage(format!("no `{FILE}` here: name a model with `-m PATH` or {VARIABLE}")))
            }
        }
    }
}

/// The choice among `given`, the value of the variable, and the file of `directory`, in this order.
pub fn choose(given: &[PathBuf], variable: Option<&OsStr>, directory: &Path) -> Choice {
    if !given.is_empty() {
        return Choice::Paths(given.to_vec());
    }
    let named = of_variable(variable);
    if !named.is_empty() {
        return Choice::Paths(named);
    }
    let here = directory.join(FILE);
    if here.exists() { Choice::Paths(vec![here]) } else { Choice::Example }
}

/// The paths that a variable names.
fn of_variable(variable: Option<&OsStr>) -> Vec<PathBuf> {
    let paths = variable.map(|paths| std::env::split_paths(paths).filter(|path| !path.as_os_str().is_empty()));
    paths.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::PathBuf;

    use super::{Choice, choose};

    #[test]
    fn what_is_named_first_wins() {
        let directory = tempfile::tempdir().unwrap();
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let variable = Some(OsStr::new("a:b c::d"));
        assert_eq!(choose(&paths(&["x", "y"]), variable, directory.path()), Choice::Paths(paths(&["x", "y"])));
        assert_eq!(choose(&[], variable, directory.path()), Choice::Paths(paths(&["a", "b c", "d"])));
        assert_eq!(choose(&[], Some(OsStr::new("")), directory.path()), Choice::Example);
        assert_eq!(choose(&[], None, directory.path()), Choice::Example);
        let file = directory.path().join("positions.toml");
        std::fs::write(&file, "").unwrap();
        assert_eq!(choose(&[], None, directory.path()), Choice::Paths(vec![file]));
    }
}
