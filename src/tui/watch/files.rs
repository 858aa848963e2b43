//! The watched files and their contents when last checked.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::{Mode, OFlags};

use super::trail::Trail;
use crate::load::{LONGEST_ARTICLE, Loaded};

/// File times may lag behind the clock by this much.
const CLOCK_TICK: Duration = Duration::from_millis(20);

/// The files of a model, and the folders all of whose TOML files belong to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WatchedFiles {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl WatchedFiles {
    /// The model files and article files of `loaded`, which was read from `paths`: of a folder without
    /// `positions.toml`, all TOML files belong to the model.
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

    pub fn one(file: PathBuf) -> Self {
        Self { files: BTreeSet::from([file]), folders: BTreeSet::new() }
    }

    /// These files and those of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self.folders.extend(other.folders);
        self
    }

    /// Every file, including the TOML files now in the folders.
    fn paths(&self) -> BTreeSet<PathBuf> {
        let mut paths = self.files.clone();
        for entry in self.folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
            if is_toml(entry.file_name().as_ref()) {
                paths.insert(entry.path());
            }
        }
        paths
    }

    /// Where these files can change.
    pub fn trail(&self) -> Trail {
        let mut trail = Trail::default();
        self.files.iter().for_each(|file| trail.add_file(file));
        self.folders.iter().for_each(|folder| trail.add_folder(folder));
        trail
    }

    /// Whether a new file of this name may be one of these.
    pub fn may_gain(&self, name: &OsStr) -> bool {
        !self.folders.is_empty() && is_toml(name.as_ref())
    }
}

fn is_toml(name: &Path) -> bool {
    name.extension().is_some_and(|ending| ending == "toml")
}

/// Whether a path stays inside its folder; the loader reads no others.
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

/// Whether `path` exists and is not a regular file: reading it might never end.
pub fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file())
}

/// The contents of a regular file.
#[derive(Debug, Clone, Copy)]
struct Fingerprint {
    stat: Stat,
    hash: u64,
}

/// Metadata of a file that changes with its contents. Times are in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Stat {
    length: u64,
    modified: i128,
    changed: i128,
    inode: u64,
}

/// What each file contained when last checked; `None` if it was not a regular file.
#[derive(Debug, Default)]
pub struct Contents(BTreeMap<PathBuf, Option<Fingerprint>>);

impl Contents {
    /// Records new files and forgets those that are not in `files`. Returns whether a new one may have changed since
    /// `read`, the start of reading it, if that is not just now. Calls `tick` regularly.
    pub fn follow(&mut self, files: &WatchedFiles, read: Option<SystemTime>, tick: &mut dyn FnMut()) -> bool {
        let paths = files.paths();
        self.0.retain(|path, _| paths.contains(path));
        let read = read.and_then(|read| read.duration_since(SystemTime::UNIX_EPOCH).ok());
        let read = read.map(|read| read.saturating_sub(CLOCK_TICK).as_nanos().cast_signed());
        let mut is_changed = false;
        for path in paths {
            if let Entry::Vacant(entry) = self.0.entry(path) {
                let new = fingerprint(entry.key(), None, tick);
                is_changed |= new.zip(read).is_some_and(|(new, read)| new.stat.changed >= read);
                entry.insert(new);
            }
        }
        is_changed
    }

    /// Records that these files hold these texts, so that the next check sees no change.
    pub fn know(&mut self, files: &[(PathBuf, String)]) {
        for (path, text) in files {
            let mut hasher = DefaultHasher::new();
            if let Some(Some(known)) = self.0.get_mut(path)
                && hash(text.as_bytes(), &mut hasher, &mut || ()).is_ok()
            {
                known.hash = hasher.finish();
            }
        }
    }

    /// Checks every file and returns whether the contents of any changed. Reads only files whose [`Stat`] changed or
    /// whose name is in `named`. Calls `tick` regularly.
    pub fn update(&mut self, files: &WatchedFiles, named: &BTreeSet<OsString>, tick: &mut dyn FnMut()) -> bool {
        let before = std::mem::take(&mut self.0);
        let mut paths = files.paths();
        paths.extend(before.keys().cloned());
        let mut is_changed = false;
        for path in paths {
            let old = before.get(&path).copied().flatten();
            let is_named = path.file_name().is_some_and(|name| named.contains(name)) || path.is_symlink();
            let new = fingerprint(&path, old.filter(|_| !is_named), tick);
            is_changed |= new.map(|new| new.hash) != old.map(|old| old.hash);
            self.0.insert(path, new);
        }
        is_changed
    }
}

/// The contents of the file; `known` if its [`Stat`] is unchanged. A file longer than the loader reads may be endless,
/// so only its [`Stat`] counts.
fn fingerprint(path: &Path, known: Option<Fingerprint>, tick: &mut dyn FnMut()) -> Option<Fingerprint> {
    tick();
    let stat = Stat::of(&fs::metadata(path).ok()?)?;
    if let Some(known) = known.filter(|known| known.stat == stat) {
        return Some(known);
    }
    // The file may have become a pipe: opening it must not block.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty()).ok()?);
    let stat = Stat::of(&file.metadata().ok()?)?;
    let mut hasher = DefaultHasher::new();
    if stat.length > LONGEST_ARTICLE {
        stat.hash(&mut hasher);
    } else {
        hash(file.take(LONGEST_ARTICLE), &mut hasher, tick).ok()?;
    }
    Some(Fingerprint { stat, hash: hasher.finish() })
}

impl Stat {
    /// `None` if it is not a regular file.
    fn of(metadata: &Metadata) -> Option<Self> {
        let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        metadata.is_file().then(|| Self {
            length: metadata.len(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        })
    }
}

fn hash(mut bytes: impl Read, hasher: &mut DefaultHasher, tick: &mut dyn FnMut()) -> io::Result<()> {
    let mut chunk = vec![0; 1 << 16];
    loop {
        tick();
        let count = bytes.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        hasher.write(chunk.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::{OsStr, OsString};
    use std::fs::{self, File};
    use std::path::{Path, PathBuf};
    use std::time::{Duration, SystemTime};

    use super::{Contents, WatchedFiles, is_special, stays_inside};
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
        let files = WatchedFiles::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        assert_eq!(files.files, BTreeSet::from([model.clone(), folder.join("texts/a.txt")]));
        let trail = files.trail();
        assert_eq!(trail.folders, BTreeSet::from([folder.clone(), folder.join("texts")]));
        assert!(trail.names.contains("a.txt".as_ref() as &OsStr) && !files.may_gain("new.toml".as_ref()));
        let whole = WatchedFiles::of(&load(std::slice::from_ref(&folder)).unwrap(), std::slice::from_ref(&folder));
        assert!(whole.may_gain("new.toml".as_ref()) && !whole.may_gain(".m.toml.swp".as_ref()));
        for (path, inside) in [("a", true), ("./a/../b", true), ("../a", false), ("a/../../b", false), ("/a", false)] {
            assert_eq!(stays_inside(Path::new(path)), inside, "{path}");
        }
    }

    #[test]
    fn only_what_a_file_holds_is_a_change() {
        let (_world, folder) = world();
        let model = folder.join("m.toml");
        let files = WatchedFiles::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        let mut contents = Contents::default();
        contents.follow(&files, None, &mut || ());
        let mut look = |names: &[&str]| contents.update(&files, &named(names), &mut || ());
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
        assert!(!look(&["m.toml"]) && is_special(&model), "a folder is not a file either");
    }

    #[test]
    fn what_we_wrote_ourselves_is_no_change() {
        let (_world, folder) = world();
        let model = folder.join("m.toml");
        let files = WatchedFiles::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        let mut contents = Contents::default();
        contents.follow(&files, None, &mut || ());
        let text = MODEL.repeat(2000);
        fs::write(&model, &text).unwrap();
        contents.know(&[(model.clone(), text)]);
        assert!(!contents.update(&files, &named(&["m.toml"]), &mut || ()));
        fs::write(&model, MODEL).unwrap();
        assert!(contents.update(&files, &named(&["m.toml"]), &mut || ()), "then somebody else wrote");
    }

    #[test]
    fn a_folder_gains_and_loses_files() {
        let (_world, folder) = world();
        let files = WatchedFiles::of(&load(std::slice::from_ref(&folder)).unwrap(), std::slice::from_ref(&folder));
        let mut contents = Contents::default();
        contents.follow(&files, None, &mut || ());
        fs::write(folder.join("n.toml"), "[[actors]]\n").unwrap();
        assert!(contents.update(&files, &named(&[]), &mut || ()));
        fs::remove_file(folder.join("n.toml")).unwrap();
        assert!(contents.update(&files, &named(&[]), &mut || ()));
        fs::write(folder.join("n.txt"), "").unwrap();
        assert!(!contents.update(&files, &named(&[]), &mut || ()));
    }

    #[test]
    fn a_link_is_watched_where_it_leads() {
        let (_world, folder) = world();
        let link = folder.join("texts/link.toml");
        std::os::unix::fs::symlink("../m.toml", &link).unwrap();
        let files = WatchedFiles::of(&load(std::slice::from_ref(&link)).unwrap(), std::slice::from_ref(&link));
        let trail = files.trail();
        assert!(trail.folders.contains(&folder) && trail.names.contains("m.toml".as_ref() as &OsStr));
        let mut contents = Contents::default();
        contents.follow(&files, None, &mut || ());
        fs::write(folder.join("m.toml"), "").unwrap();
        assert!(contents.update(&files, &named(&["m.toml"]), &mut || ()));
    }

    #[test]
    fn a_file_that_changed_while_it_was_read_is_a_change() {
        let (_world, folder) = world();
        let model = folder.join("m.toml");
        let files = WatchedFiles::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        let written = SystemTime::now();
        let late = |read| Contents::default().follow(&files, Some(read), &mut || ());
        assert!(late(written - Duration::from_secs(1)) && !late(written + Duration::from_secs(1)));
        let mut contents = Contents::default();
        contents.follow(&files, None, &mut || ());
        assert!(!contents.follow(&files, Some(SystemTime::UNIX_EPOCH), &mut || ()), "what is known is compared");
    }

    #[test]
    fn a_file_longer_than_the_loader_reads_is_not_read() {
        let (_world, folder) = world();
        let model = folder.join("m.toml");
        let files = WatchedFiles::of(&load(std::slice::from_ref(&model)).unwrap(), std::slice::from_ref(&model));
        let article = File::create(folder.join("texts/a.txt")).unwrap();
        article.set_len(1 << 40).unwrap();
        let mut contents = Contents::default();
        let mut ticks = 0;
        contents.follow(&files, None, &mut || ticks += 1);
        assert!(!contents.update(&files, &named(&["a.txt"]), &mut || ticks += 1), "nothing happened");
        article.set_len((1 << 40) + 1).unwrap();
        assert!(contents.update(&files, &named(&[]), &mut || ticks += 1));
        assert!((1..50).contains(&ticks), "{ticks} pieces of it were read");
        article.set_len(1 << 20).unwrap();
        assert!(contents.update(&files, &named(&[]), &mut || ticks += 1));
        assert!(ticks > 16, "one tick for each piece of 64 KiB");
    }
}
