//! Which files a model is made of, and what they held when they were last looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use crate::load::Loaded;

/// The files of a model, and the folders whose TOML files are all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Files {
    /// The model files and article files of a reading. `paths` are what it was read from: of a folder that has no
    /// `positions.toml`, every TOML file counts.
    pub fn of(loaded: &Loaded, paths: &[PathBuf]) -> Self {
        let mut files: BTreeSet<PathBuf> = loaded.files.iter().cloned().collect();
        for article in loaded.model.articles() {
            let file = article.file.as_deref().map(Path::new).filter(|file| stays_inside(file));
            let model = loaded.files.get(article.origin.file as usize).and_then(|model| model.parent());
            files.extend(file.zip(model).map(|(file, folder)| folder.join(file)));
        }
        let is_whole = |path: &&PathBuf| path.is_dir() && !loaded.files.contains(&path.join("positions.toml"));
        let folders = paths.iter().filter(is_whole).cloned().collect();
        Self { files, folders }
    }

    /// These files and those of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self.folders.extend(other.folders);
        self
    }

    /// Every file, with the TOML files that the folders have now.
    fn paths(&self) -> BTreeSet<PathBuf> {
        let mut paths = self.files.clone();
        for entry in self.folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
            if is_toml(entry.file_name().as_ref()) {
                paths.insert(entry.path());
            }
        }
        paths
    }

    /// The folders to watch, each by its one true name: where the files stand, and where links among them lead. Those
    /// that are not there are as they were named.
    pub fn watched(&self) -> BTreeSet<PathBuf> {
        let true_name = |folder: &Path| {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
        };
        let mut watched: BTreeSet<PathBuf> = self.folders.iter().map(|folder| true_name(folder)).collect();
        for file in &self.files {
            watched.extend(file.parent().map(true_name));
            watched.extend(file.canonicalize().ok().and_then(|target| target.parent().map(Path::to_owned)));
        }
        watched
    }

    /// Whether a file of this name may be one of these.
    pub fn may_hold(&self, name: &OsStr) -> bool {
        let is_target = |file: &PathBuf| file.is_symlink() && file.canonicalize().is_ok_and(|to| to.ends_with(name));
        self.files.iter().any(|file| file.file_name() == Some(name) || is_target(file))
            || (!self.folders.is_empty() && is_toml(name.as_ref()))
    }
}

fn is_toml(name: &Path) -> bool {
    name.extension().is_some_and(|ending| ending == "toml")
}

/// Whether a path leads into the folder it begins in; others are not read by the model either.
fn stays_inside(path: &Path) -> bool {
    let mut depth = 0_usize;
    path.components().all(|part| match part {
        Component::Normal(_) => {
            depth += 1;
            true
        }
        Component::CurDir => true,
        Component::ParentDir => {
            let inside = depth > 0;
            depth = depth.saturating_sub(1);
            inside
        }
        Component::RootDir | Component::Prefix(_) => false,
    })
}

/// Whether something other than a regular file stands at `path`: reading it might never end.
pub fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file())
}

/// What a file held: facts that change with it, and a hash of its bytes. `None` where there is no regular file.
type Held = Option<(Facts, u64)>;

/// Length, modification and change in nanoseconds, and the number of the file on its disk.
type Facts = (u64, i128, i128, u64);

/// What each file held when it was last looked at.
#[derive(Debug, Default)]
pub struct Contents(BTreeMap<PathBuf, Held>);

impl Contents {
    /// Looks at the files that are new here and forgets those that are no longer followed.
    pub fn follow(&mut self, files: &Files) {
        let paths = files.paths();
        self.0.retain(|path, _| paths.contains(path));
        for path in paths {
            self.0.entry(path).or_insert_with_key(|path| held(path, None));
        }
    }

    /// Looks at every file again; says whether any holds something else. The bytes of a file count where its facts
    /// have changed or its name is among `named`; the other files are not read.
    pub fn renew(&mut self, files: &Files, named: &BTreeSet<OsString>) -> bool {
        let before = std::mem::take(&mut self.0);
        let mut paths = files.paths();
        paths.extend(before.keys().cloned());
        let mut is_changed = false;
        for path in paths {
            let old = before.get(&path).copied().flatten();
            let is_named = path.file_name().is_some_and(|name| named.contains(name)) || path.is_symlink();
            let new = held(&path, old.filter(|_| !is_named));
            is_changed |= new.map(|(_, hash)| hash) != old.map(|(_, hash)| hash);
            self.0.insert(path, new);
        }
        is_changed
    }
}

/// What the file holds; `known` is taken where the facts are still the same.
fn held(path: &Path, known: Held) -> Held {
    let about = fs::metadata(path).ok().filter(Metadata::is_file)?;
    if let Some((facts, hash)) = known
        && facts == facts_of(&about)
    {
        return Some((facts, hash));
    }
    // What was a file a moment ago may be a pipe by now: opening it must not wait.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty()).ok()?);
    let about = file.metadata().ok().filter(Metadata::is_file)?;
    hash(file).ok().map(|hash| (facts_of(&about), hash))
}

fn facts_of(about: &Metadata) -> Facts {
    let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    let modified = nanoseconds(about.mtime(), about.mtime_nsec());
    (about.len(), modified, nanoseconds(about.ctime(), about.ctime_nsec()), about.ino())
}

fn hash(mut file: File) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            return Ok(hasher.finish());
        }
        hasher.write(chunk.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsString;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Contents, Files, is_special, stays_inside};
    use crate::load::load;

    const MODEL: &str = "[[articles]]\nid = 'a'\ntitle = 'A'\nfile = 'texts/a.txt'\n\
                         [[articles]]\nid = 'b'\ntitle = 'B'\nfile = '../b.txt'\n";

    fn world() -> (tempfile::TempDir, PathBuf) {
        let world = tempfile::tempdir().unwrap();
        let folder = world.path().canonicalize().unwrap();
        fs::create_dir(folder.join("texts")).unwrap();
        fs::write(folder.join("texts/a.txt"), "one").unwrap();
        fs::write(folder.join("m.toml"), MODEL).unwrap();
        (world, folder)
    }

    fn named(names: &[&str]) -> BTreeSet<OsString> {
        names.iter().map(OsString::from).collect()
    }

    #[test]
    fn the_files_of_a_model_are_its_own_and_its_articles_inside_its_folder() {
        let (_world, folder) = world();
        let model = folder.join("m.toml");
        let files = Files::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        assert_eq!(files.files, BTreeSet::from([model.clone(), folder.join("texts/a.txt")]));
        assert_eq!(files.watched(), BTreeSet::from([folder.clone(), folder.join("texts")]));
        assert!(files.may_hold("a.txt".as_ref()) && !files.may_hold("new.toml".as_ref()));
        let whole = Files::of(&load(std::slice::from_ref(&folder)).unwrap(), std::slice::from_ref(&folder));
        assert!(whole.may_hold("new.toml".as_ref()) && !whole.may_hold(".m.toml.swp".as_ref()));
        for (path, inside) in [("a", true), ("./a/../b", true), ("../a", false), ("a/../../b", false), ("/a", false)] {
            assert_eq!(stays_inside(Path::new(path)), inside, "{path}");
        }
    }

    #[test]
    fn only_what_a_file_holds_is_a_change() {
        let (_world, folder) = world();
        let model = folder.join("m.toml");
        let files = Files::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        let mut contents = Contents::default();
        contents.follow(&files);
        let mut look = |names: &[&str]| contents.renew(&files, &named(names));
        assert!(!look(&["m.toml"]), "nothing happened");
        fs::write(&model, MODEL).unwrap();
        assert!(!look(&["m.toml"]), "the same bytes were written");
        fs::write(folder.join("new"), format!("{MODEL}\n")).unwrap();
        fs::rename(folder.join("new"), &model).unwrap();
        assert!(look(&[]), "another file took its place");
        fs::write(folder.join("texts/a.txt"), "two").unwrap();
        assert!(look(&["a.txt"]), "the same length, other bytes");
        fs::remove_file(&model).unwrap();
        assert!(look(&["m.toml"]) && !look(&["m.toml"]), "it is gone, once");
        fs::create_dir(&model).unwrap();
        assert!(!look(&["m.toml"]) && is_special(&model), "a folder is no file either");
    }

    #[test]
    fn a_folder_gains_and_loses_files() {
        let (_world, folder) = world();
        let files = Files::of(&load(std::slice::from_ref(&folder)).unwrap(), std::slice::from_ref(&folder));
        let mut contents = Contents::default();
        contents.follow(&files);
        fs::write(folder.join("n.toml"), "[[actors]]\n").unwrap();
        assert!(contents.renew(&files, &named(&[])));
        fs::remove_file(folder.join("n.toml")).unwrap();
        assert!(contents.renew(&files, &named(&[])));
        fs::write(folder.join("n.txt"), "").unwrap();
        assert!(!contents.renew(&files, &named(&[])));
    }

    #[test]
    fn a_link_is_watched_where_it_leads() {
        let (_world, folder) = world();
        let link = folder.join("texts/link.toml");
        std::os::unix::fs::symlink("../m.toml", &link).unwrap();
        let files = Files::of(&load(std::slice::from_ref(&link)).unwrap(), std::slice::from_ref(&link));
        assert!(files.watched().contains(&folder) && files.may_hold("m.toml".as_ref()));
        let mut contents = Contents::default();
        contents.follow(&files);
        fs::write(folder.join("m.toml"), "").unwrap();
        assert!(contents.renew(&files, &named(&["m.toml"])));
    }
}
