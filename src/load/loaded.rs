//! What came of loading.

use std::path::PathBuf;

use crate::diagnose::{Finding, Level, codes};
use crate::model::Model;

/// What came of loading: always a model, however much was wrong.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What makes sense of the files.
    pub model: Model,
    /// Everything found wrong: errors and warnings in order of file, then line.
    pub findings: Vec<Finding>,
    /// The model files, in the order loaded; [`crate::model::Origin::file`] counts here.
    pub files: Vec<PathBuf>,
    /// TOML files of the folders given that have no table of the format and are left out.
    pub left_out: Vec<PathBuf>,
    /// What [`seal`](super::seal) makes of the model files as they were read; 0 where they were not read from files.
    pub seal: u64,
    /// Whether this is the example that is compiled in.
    pub is_example: bool,
}

impl Loaded {
    /// How many findings are of this level, counting those that are not kept one by one.
    pub fn count(&self, level: Level) -> usize {
        let of_level = self.findings.iter().filter(|finding| finding.code.level == level);
        of_level.map(|finding| 1 + finding.more).sum()
    }

    /// Whether a model file is no text in TOML, as while somebody is editing it, so that tables are missing.
    pub fn is_broken(&self) -> bool {
        let broken = [&codes::SYNTAX, &codes::ENCODING, &codes::DEPTH];
        self.findings.iter().any(|finding| broken.contains(&finding.code))
    }
}
