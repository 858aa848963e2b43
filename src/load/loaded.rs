//! The result of loading.

use std::path::PathBuf;

use crate::diagnose::{Finding, Level, codes};
use crate::model::Model;

/// The result of loading: always a model, however much was wrong.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Everything in the files that made sense.
    pub model: Model,
    /// Errors and warnings, by file, then line.
    pub findings: Vec<Finding>,
    /// The model files, in the order loaded; [`crate::model::Origin::file`] is an index into this.
    pub files: Vec<PathBuf>,
    /// TOML files of the given folders that were left out because they have no table of the format.
    pub left_out: Vec<PathBuf>,
    /// What [`seal`](super::seal) makes of the model files as they were read; 0 where they were not read from files.
    pub seal: u64,
    /// Whether this is the built-in example.
    pub is_example: bool,
}

impl Loaded {
    /// How many findings are of this level, including those that were only counted.
    pub fn count(&self, level: Level) -> usize {
        let of_level = self.findings.iter().filter(|finding| finding.code.level == level);
        of_level.map(|finding| 1 + finding.more).sum()
    }

    /// Whether a model file is not valid TOML, for example while being edited, so that tables are missing.
    pub fn is_broken(&self) -> bool {
        let broken = [&codes::SYNTAX, &codes::ENCODING, &codes::DEPTH];
        self.findings.iter().any(|finding| broken.contains(&finding.code))
    }
}
