//! Reading models: TOML and articles in, a model and findings out.

use std::path::PathBuf;

use crate::diagnose::Finding;
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
    /// Whether this is the example that is compiled in.
    pub is_example: bool,
}
