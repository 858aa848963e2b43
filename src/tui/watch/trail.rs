//! The links on the path to a file: changing one of them changes where the path leads.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// The system's limit of links.
const MAX_LINKS: usize = 40;

/// The folders where a set of paths can change, and the names that change there.
#[derive(Debug, Default)]
pub struct Trail {
    /// The canonical folders of the files, of their targets and of the links on the way. A folder that does not exist
    /// keeps its given name.
    pub folders: BTreeSet<PathBuf>,
    /// The names of the files, of their targets and of the links.
    pub names: BTreeSet<OsString>,
    /// The resolved paths.
    walked: BTreeMap<PathBuf, PathBuf>,
}

impl Trail {
    /// Adds the path to a file.
    pub fn add_file(&mut self, path: &Path) {
        let Ok(path) = std::path::absolute(path) else { return };
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else { return };
        let folder = self.resolve(parent, 0);
        let target = self.resolve_entry(&folder, name, 0);
        self.names.insert(name.to_owned());
        self.names.extend(target.file_name().map(OsStr::to_owned));
        self.folders.extend(target.parent().map(Path::to_owned));
        self.folders.insert(folder);
    }

    /// Adds the path to a folder, and the folder.
    pub fn add_folder(&mut self, path: &Path) {
        let Ok(path) = std::path::absolute(path) else { return };
        let folder = self.resolve(&path, 0);
        self.folders.insert(folder);
    }

    /// Where an absolute path leads, after following `links` links.
    fn resolve(&mut self, path: &Path, links: usize) -> PathBuf {
        if let Some(known) = self.walked.get(path) {
            return known.clone();
        }
        let resolved = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => {
                let folder = self.resolve(parent, links);
                self.resolve_entry(&folder, name, links)
            }
            // The path ends with `..`.
            (Some(rest), None) => {
                let folder = self.resolve(rest, links);
                folder.parent().map_or_else(|| folder.clone(), Path::to_owned)
            }
            (None, _) => path.to_owned(),
        };
        self.walked.insert(path.to_owned(), resolved.clone());
        resolved
    }

    fn resolve_entry(&mut self, folder: &Path, name: &OsStr, links: usize) -> PathBuf {
        let path = folder.join(name);
        match fs::read_link(&path) {
            Ok(target) if links < MAX_LINKS => {
                self.folders.insert(folder.to_owned());
                self.names.insert(name.to_owned());
                self.resolve(&folder.join(target), links + 1)
            }
            Ok(_) | Err(_) => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::Trail;

    #[test]
    fn every_link_on_the_way_is_found() {
        let world = tempfile::tempdir().unwrap();
        let world = world.path().canonicalize().unwrap();
        for folder in ["a", "b/deep", "c"] {
            fs::create_dir_all(world.join(folder)).unwrap();
        }
        fs::write(world.join("b/deep/m.toml"), "").unwrap();
        symlink("../c/next", world.join("a/texts")).unwrap();
        symlink(world.join("b/./deep"), world.join("c/next")).unwrap();
        symlink("m.toml", world.join("b/deep/link.toml")).unwrap();
        let mut trail = Trail::default();
        trail.add_file(&world.join("a/../a/texts/link.toml"));
        let folders: Vec<_> = ["a", "b/deep", "c"].iter().map(|folder| world.join(folder)).collect();
        assert_eq!(trail.folders, BTreeSet::from_iter(folders));
        let names = ["link.toml", "m.toml", "next", "texts"].map(OsString::from);
        assert_eq!(trail.names, BTreeSet::from(names));
    }

    #[test]
    fn links_in_a_circle_and_files_that_are_not_there_end() {
        let world = tempfile::tempdir().unwrap();
        let world = world.path().canonicalize().unwrap();
        symlink("two", world.join("one")).unwrap();
        symlink("one", world.join("two")).unwrap();
        let mut trail = Trail::default();
        trail.add_file(&world.join("one/m.toml"));
        trail.add_file(&world.join("nowhere/m.toml"));
        assert!(trail.folders.contains(&world) && trail.folders.contains(&world.join("nowhere")), "{trail:?}");
        assert!(["one", "two", "m.toml"].iter().all(|name| trail.names.contains(&OsString::from(name))), "{trail:?}");
    }
}
