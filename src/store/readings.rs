//! Readings of a model's files that are kept, so that what was read is not read again.

use std::path::PathBuf;
use std::sync::Arc;

use super::Failure;
use crate::load::{Loaded, ModelFile, Unsaved, load_files, seal};

/// So many readings are kept: the model before a change, the one after it, and one that was only looked at.
const MOST: usize = 3;
/// Of more bytes than this one reading is kept: three would take too much memory.
const MOST_BYTES: usize = 128 << 20;

/// Readings by what the files held. Articles are read with their model: whoever learns that one has changed has to make
/// this again.
#[derive(Debug, Default)]
pub(super) struct Readings {
    left_out: Vec<PathBuf>,
    /// The newest last.
    kept: Vec<Arc<Loaded>>,
}

impl Readings {
    /// None yet; `left_out` are the files of the model's folders that have no table of the format.
    pub(super) fn new(left_out: &[PathBuf]) -> Self {
        Self { left_out: left_out.to_vec(), kept: Vec::new() }
    }

    /// This reading alone.
    pub(super) fn of(loaded: Arc<Loaded>) -> Self {
        Self { left_out: loaded.left_out.clone(), kept: vec![loaded] }
    }

    /// The model of these files: the reading that is kept, else a new one.
    pub(super) fn load(&mut self, files: &[ModelFile]) -> Result<Arc<Loaded>, Failure> {
        let seal = seal(files);
        if let Some(at) = self.kept.iter().position(|kept| kept.seal == seal) {
            let known = self.kept.remove(at);
            self.kept.push(Arc::clone(&known));
            return Ok(known);
        }
        let loaded =
            load_files(files.to_vec(), &Unsaved::default()).map_err(|error| Failure::World(error.to_string()))?;
        let loaded = Arc::new(Loaded { left_out: self.left_out.clone(), ..loaded });
        self.kept.push(Arc::clone(&loaded));
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        let most = if bytes > MOST_BYTES { 1 } else { MOST };
        self.kept.drain(..self.kept.len().saturating_sub(most));
        Ok(loaded)
    }
}
