//! The sizes of models that the benches measure.

use std::env;
use std::path::{Path, PathBuf};

/// A model to measure with.
#[derive(Debug, Clone)]
pub struct Size {
    /// S, M, L or XL.
    pub name: &'static str,
    /// Its folder; `None` for the built-in example.
    pub path: Option<PathBuf>,
}

/// S is the built-in example, M is made in `folder`, L and XL are folders named by `DEMARCHE_BENCH_L` and
/// `DEMARCHE_BENCH_XL`, left out where these are not set.
pub fn all(folder: &Path) -> Vec<Size> {
    crate::corpus::medium(&[]).write(folder);
    let named = |name: &'static str| {
        env::var_os(format!("DEMARCHE_BENCH_{name}")).map(|path| Size { name, path: Some(path.into()) })
    };
    let made = [Size { name: "S", path: None }, Size { name: "M", path: Some(folder.to_owned()) }];
    made.into_iter().chain(["L", "XL"].into_iter().filter_map(named)).collect()
}
