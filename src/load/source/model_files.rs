//! The files of a model.

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rustix::fs::Mode;

use super::folder::FLAGS;
use super::unsaved::Unsaved;
use crate::load::syntax::is_model;

/// A model file or folder that cannot be read.
#[derive(Debug)]
pub struct WorldError {
    /// What failed: `read the model file`.
    doing: &'static str,
    /// The file or folder.
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
    /// The path as named or found.
    pub path: PathBuf,
    /// Its current or intended content.
    pub bytes: Vec<u8>,
}

/// The model files that `paths` name, each once, as [`load`](crate::load::load) reads them; unsaved texts replace those
/// of their files.
pub fn model_files(paths: &[PathBuf], unsaved: &Unsaved) -> Result<Vec<ModelFile>, WorldError> {
    read_model_files(paths, unsaved).map(|files| files.read)
}

/// The files of a model.
#[derive(Default)]
pub(in crate::load) struct ModelFiles {
    pub(in crate::load) read: Vec<ModelFile>,
    /// Files of a folder that have no table of the format.
    pub(in crate::load) left_out: Vec<PathBuf>,
    seen: HashSet<PathBuf>,
    unsaved: Unsaved,
}

/// Reads the files that `paths` name, each once, in the order given. A folder stands for its `positions.toml`, else for
/// every `*.toml` in it that has a table of the format, by name, else for the `positions.toml` of its subfolders.
pub(in crate::load) fn read_model_files(paths: &[PathBuf], unsaved: &Unsaved) -> Result<ModelFiles, WorldError> {
    let mut files = ModelFiles { unsaved: unsaved.clone(), ..ModelFiles::default() };
    for path in paths {
        if path.is_dir() { files.add_folder(path)? } else { files.add(path, Asked::ByName)? }
    }
    Ok(files)
}

/// The model file of a folder.
const MAIN: &str = "positions.toml";

impl ModelFiles {
    fn add_folder(&mut self, folder: &Path) -> Result<(), WorldError> {
        let main = folder.join(MAIN);
        if main.is_file() {
            return self.add(&main, Asked::ByName);
        }
        let fail = |why| WorldError::new("list the model folder", folder, why);
        let listed = list(folder).map_err(fail)?;
        for file in &listed {
            self.add(file, Asked::ByFolder)?;
        }
        if listed.iter().any(|file| self.seen.contains(&identity(file))) {
            return Ok(());
        }
        let below = mains_below(folder).map_err(fail)?;
        for file in &below {
            self.add(file, Asked::ByName)?;
        }
        if below.is_empty() {
            let why = io::Error::new(io::ErrorKind::NotFound, nothing_in(&listed));
            return Err(WorldError::new("read the model folder", folder, why));
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, asked: Asked) -> Result<(), WorldError> {
        if self.seen.contains(&identity(path)) {
            return Ok(());
        }
        let bytes = match self.unsaved.get(path) {
            Some(text) => text.as_bytes().to_vec(),
            None => read(path).map_err(|why| WorldError::new("read the model file", path, why))?,
        };
        if asked == Asked::ByFolder && std::str::from_utf8(&bytes).is_ok_and(|text| !is_model(text)) {
            self.left_out.push(path.to_owned());
            return Ok(());
        }
        self.seen.insert(identity(path));
        self.read.push(ModelFile { path: path.to_owned(), bytes });
        Ok(())
    }
}

/// Why a folder is not a model; names the first few of its files.
fn nothing_in(listed: &[PathBuf]) -> String {
    const SHOWN: usize = 5;
    let names = listed.iter().filter_map(|path| path.file_name()).map(|name| format!("`{}`", name.to_string_lossy()));
    let shown: Vec<String> = names.take(SHOWN).collect();
    match shown.len() {
        0 => "there is no model file in it".to_owned(),
        1 => format!("there is no model file in it; {} has no table of the format", shown.join(", ")),
        count => {
            let more = if listed.len() > count { " and others" } else { "" };
            format!("there is no model file in it; {}{more} have no table of the format", shown.join(", "))
        }
    }
}

/// The approximate size of the model files that `paths` name; unreadable ones count 0.
pub fn size(paths: &[PathBuf]) -> u64 {
    let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
    let of = |path: &PathBuf| match path.is_dir() {
        true if path.join(MAIN).is_file() => bytes(&path.join(MAIN)),
        true => {
            let listed = list(path).ok().filter(|listed| !listed.is_empty());
            let listed = listed.or_else(|| mains_below(path).ok()).unwrap_or_default();
            listed.iter().map(|file| bytes(file)).sum()
        }
        false => bytes(path),
    };
    paths.iter().map(of).sum()
}

/// Why a file is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByName,
    /// Skipped if it has no table of the format: a folder may hold other TOML files.
    ByFolder,
}

fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The bytes of a regular file, short enough for 32-bit offsets. Never blocks on a device or a pipe.
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
        // One more byte reveals a file that grew or whose length is unknown.
        file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    }
    if about.len().max(bytes.len() as u64) > LONGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 4 GiB"));
    }
    Ok(bytes)
}

/// The TOML files of a folder, by name, without hidden ones.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let mut files = entries(folder)?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml") && !is_hidden(path) && path.is_file());
    Ok(files)
}

/// The model files of the folders in a folder.
fn mains_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().map(|path| path.join(MAIN)).filter(|path| path.is_file()).collect())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::Unsaved;

    fn read_model_files(paths: &[std::path::PathBuf]) -> Result<super::ModelFiles, super::WorldError> {
        super::read_model_files(paths, &Unsaved::default())
    }

    #[test]
    fn a_folder_is_read_and_what_is_no_model_in_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        };
        let names = |paths: Vec<&Path>| -> Vec<String> {
            let name = |path: &Path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
            paths.into_iter().map(name).collect()
        };
        let all = || {
            let files = read_model_files(&[folder.path().to_owned()]).map_err(|error| error.to_string());
            files.map(|files| {
                let read = files.read.iter().map(|file| file.path.as_path()).collect();
                (names(read), names(files.left_out.iter().map(AsRef::as_ref).collect()))
            })
        };
        write("Cargo.toml", "[package]\nname = 'x'\n");
        let said = all().unwrap_err();
        assert!(said.contains("`Cargo.toml` has no table of the format"), "{said}");
        write("b/positions.toml", "[[actors]]\n");
        write("c/positions.toml", "[[actors]]\n");
        write("c/d/positions.toml", "[[actors]]\n");
        let two = ["b/positions.toml", "c/positions.toml"].map(str::to_owned).to_vec();
        assert_eq!(all().unwrap(), (two, vec!["Cargo.toml".to_owned()]));
        for (name, text) in [
            ("a.toml", "[[actors]]\n"),
            (".a.toml", "[[actors]]\n"),
            ("a.toml~", "[[actors]]\n"),
            ("near.toml", "[[demand]]\nid = 'x'\n"),
            ("none.toml", "this is no TOML\n"),
        ] {
            write(name, text);
        }
        let three = ["a.toml", "near.toml", "none.toml"].map(str::to_owned).to_vec();
        assert_eq!(all().unwrap(), (three, vec!["Cargo.toml".to_owned()]));
    }

    #[test]
    fn a_model_that_is_no_regular_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("/dev/zero", at("zero.toml")).unwrap();
        let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR);
        rustix::fs::mknodat(rustix::fs::CWD, at("fifo.toml"), kind, mode, 0).unwrap();
        fs::File::create(at("sparse.toml")).unwrap().set_len(1 << 40).unwrap();
        let said = |path: &Path| read_model_files(&[path.to_owned()]).err().map(|error| error.to_string());
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
