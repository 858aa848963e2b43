//! Which files a model consists of, and their texts.

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustix::fs::Mode;

use super::folder::FLAGS;
use crate::load::syntax::is_model;

/// The world failed: a model file that cannot be read at all.
#[derive(Debug)]
pub struct WorldError {
    /// What was being done: `read the model file`.
    doing: &'static str,
    /// With which file or folder.
    path: PathBuf,
    why: io::Error,
}

impl WorldError {
    pub(in crate::load) fn new(doing: &'static str, path: &Path, why: io::Error) -> Self {
        Self { doing, path: path.to_owned(), why }
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.to_string_lossy();
        write!(out, "cannot {} `{}`: {}", self.doing, crate::text::clean(&path), self.why)
    }
}

impl std::error::Error for WorldError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.why)
    }
}

/// The bytes of one model file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    /// The file, as it was named or found.
    pub path: PathBuf,
    /// What it holds, or is to hold.
    pub bytes: Vec<u8>,
}

/// Reads the files that `paths` name, each once, in the order given; of a folder its `positions.toml`, else every
/// `*.toml` in it that has a table of the format, by name.
pub fn model_files(paths: &[PathBuf]) -> Result<Vec<ModelFile>, WorldError> {
    let (mut out, mut seen) = (Vec::new(), HashSet::new());
    for path in paths {
        if !path.is_dir() {
            add(path, Asked::ByName, &mut seen, &mut out)?;
            continue;
        }
        let main = path.join("positions.toml");
        if main.is_file() {
            add(&main, Asked::ByName, &mut seen, &mut out)?;
            continue;
        }
        let before = out.len();
        let listed = list(path).map_err(|why| WorldError::new("list the model folder", path, why))?;
        for file in &listed {
            add(file, Asked::ByFolder, &mut seen, &mut out)?;
        }
        if before == out.len() && !listed.iter().any(|file| seen.contains(&identity(file))) {
            let why = io::Error::new(io::ErrorKind::NotFound, "there is no model file in it");
            return Err(WorldError::new("read the model folder", path, why));
        }
    }
    Ok(out)
}

/// About how many bytes of model files `paths` name; what cannot be looked at counts nothing.
pub fn size(paths: &[PathBuf]) -> u64 {
    let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
    let of = |path: &PathBuf| {
        if path.is_dir() { list(path).unwrap_or_default().iter().map(|file| bytes(file)).sum() } else { bytes(path) }
    };
    paths.iter().map(of).sum()
}

/// How a file came to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByName,
    /// A folder may hold other TOML files: they are skipped.
    ByFolder,
}

fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn add(path: &Path, asked: Asked, seen: &mut HashSet<PathBuf>, out: &mut Vec<ModelFile>) -> Result<(), WorldError> {
    if seen.contains(&identity(path)) {
        return Ok(());
    }
    let fail = |why| WorldError::new("read the model file", path, why);
    let bytes = read(path).map_err(fail)?;
    let is_ours = asked == Asked::ByName || std::str::from_utf8(&bytes).map_or(true, is_model);
    if is_ours {
        seen.insert(identity(path));
        out.push(ModelFile { path: path.to_owned(), bytes });
    }
    Ok(())
}

/// The bytes of a regular file, which no offset is too small for. A device or a pipe is not waited for.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    const LONGEST: u64 = u32::MAX as u64;
    let file: File = rustix::fs::open(path, FLAGS, Mode::empty())?.into();
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    if about.len() <= LONGEST {
        bytes.reserve_exact(usize::try_from(about.len()).unwrap_or(0));
        // One byte more shows a file that grew, or whose length is unknown.
        file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    }
    if about.len().max(bytes.len() as u64) > LONGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 4 GiB"));
    }
    Ok(bytes)
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether bytes that are not UTF-8 look like UTF-16: a byte order mark, or zero bytes in every other place alone.
pub(in crate::load) fn is_utf16(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(64)).unwrap_or(&[]);
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    start.starts_with(&[0xff, 0xfe])
        || start.starts_with(&[0xfe, 0xff])
        || (even.min(odd) == 0 && even.max(odd) * 4 > start.len())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::model_files;

    #[test]
    fn a_model_that_is_no_regular_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("/dev/zero", at("zero.toml")).unwrap();
        let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR);
        rustix::fs::mknodat(rustix::fs::CWD, at("fifo.toml"), kind, mode, 0).unwrap();
        fs::File::create(at("sparse.toml")).unwrap().set_len(1 << 40).unwrap();
        let said = |path: &Path| model_files(&[path.to_owned()]).err().map(|error| error.to_string());
        for (name, why) in
            [("zero.toml", "not a regular file"), ("fifo.toml", "not a regular file"), ("sparse.toml", "4 GiB")]
        {
            let said = said(&at(name)).unwrap_or_default();
            assert!(said.contains(why), "{name}: {said}");
        }
        fs::write(at("positions.toml"), "title = 'T'\n").unwrap();
        assert_eq!(said(&at("positions.toml")), None);
    }
}
