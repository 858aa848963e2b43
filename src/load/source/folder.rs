//! Opens the article files of a model, and nothing outside its folder.

use std::path::Path;

pub(super) use disk::FLAGS;

use super::unsaved::Unsaved;

/// Where to look up the article files of a model file.
#[derive(Debug)]
pub(in crate::load) enum Folder {
    /// A folder on disk, which no path may leave, and unsaved texts.
    Disk(disk::Root, Unsaved),
    /// Files held in memory, by path.
    Memory(Vec<(String, Vec<u8>)>),
}

/// Why an article file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::load) enum Refusal {
    /// The path leads out of the folder.
    Outside,
    /// The file does not exist.
    Missing,
    /// It cannot or must not be read, with the reason.
    Unreadable(String),
    /// The system failed to read it, with the error.
    Failed(String),
}

/// The longest article to read, in bytes.
pub const LONGEST: u64 = 256 << 20;
/// How many names of a folder to compare with a missing one.
const MOST_NAMES: usize = 5_000;

impl Folder {
    /// Opens the folder `path` as the root, with texts that replace those of its files.
    pub(in crate::load) fn open(path: &Path, unsaved: Unsaved) -> std::io::Result<Self> {
        Ok(Self::Disk(disk::Root::open(path)?, unsaved))
    }

    /// The bytes of the regular file at `path`, which must stay inside the folder through every `..` and link.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Refusal> {
        if path.is_empty() {
            return Err(Refusal::Unreadable("its name is empty".to_owned()));
        }
        if path.contains('\0') {
            return Err(Refusal::Unreadable("its name holds a NUL character".to_owned()));
        }
        if is_foreign(path) {
            return Err(Refusal::Outside);
        }
        match self {
            Self::Disk(root, unsaved) => {
                let saved = root.read(path)?;
                Ok(unsaved.get(&root.path_of(path)).map_or(saved, |text| text.as_bytes().to_vec()))
            }
            Self::Memory(files) => {
                files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.clone()).ok_or(Refusal::Missing)
            }
        }
    }

    /// Whether `path` is a regular file inside the folder.
    pub(super) fn is_file(&self, path: &str) -> bool {
        match self {
            Self::Disk(root, _) => root.is_file(path),
            Self::Memory(files) => files.iter().any(|(name, _)| name == path),
        }
    }

    /// The names in the folder at `path` inside this one, without hidden ones, at most [`MOST_NAMES`]; none if it is
    /// not a folder.
    pub(super) fn names(&self, path: &str) -> Vec<String> {
        match self {
            Self::Disk(root, _) => root.names(path).unwrap_or_default(),
            Self::Memory(files) => {
                let within = |name: &str| match path {
                    "." => name.split('/').next().map(str::to_owned),
                    _ => name.strip_prefix(path)?.strip_prefix('/')?.split('/').next().map(str::to_owned),
                };
                files.iter().filter_map(|(name, _)| within(name)).collect()
            }
        }
    }
}

/// Whether a path is absolute on any system: a model must mean the same everywhere.
fn is_foreign(path: &str) -> bool {
    let drive = path.as_bytes();
    path.starts_with(['/', '\\']) || (drive.get(1) == Some(&b':') && drive.first().is_some_and(u8::is_ascii_alphabetic))
}

mod disk {
    //! The folder on disk.

    use std::fs::File;
    use std::io::{self, Read};
    use std::path::{Component, Path, PathBuf};

    use rustix::fs::{Dir, Mode, OFlags};
    use rustix::io::Errno;

    use crate::load::source::folder::{LONGEST, MOST_NAMES, Refusal};

    /// An open folder.
    #[derive(Debug)]
    pub(in crate::load) struct Root {
        #[cfg(target_os = "linux")]
        handle: std::os::fd::OwnedFd,
        path: PathBuf,
    }

    /// For reading, without blocking on a pipe and without acquiring a terminal.
    pub(in crate::load::source) const FLAGS: OFlags =
        OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

    /// How often to retry an interrupted lookup.
    #[cfg(target_os = "linux")]
    const TRIES: usize = 16;

    impl Root {
        pub(super) fn open(path: &Path) -> io::Result<Self> {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            #[cfg(target_os = "linux")]
            let handle = rustix::fs::open(path, OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::RDONLY, Mode::empty())?;
            Ok(Self {
                #[cfg(target_os = "linux")]
                handle,
                path: path.to_owned(),
            })
        }

        pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Refusal> {
            self.open_beneath(path).and_then(contents)
        }

        /// The path of a file in this folder.
        pub(super) fn path_of(&self, path: &str) -> PathBuf {
            self.path.join(path)
        }

        pub(super) fn is_file(&self, path: &str) -> bool {
            self.open_beneath(path).is_ok_and(|file| file.metadata().is_ok_and(|about| about.is_file()))
        }

        /// The names in a folder, sorted; `None` if it cannot be read.
        pub(super) fn names(&self, path: &str) -> Option<Vec<String>> {
            let folder = self.open_beneath(path).ok()?;
            let entries = Dir::read_from(&folder).ok()?.take(MOST_NAMES).filter_map(Result::ok);
            let mut names: Vec<String> =
                entries.filter_map(|entry| entry.file_name().to_str().ok().map(str::to_owned)).collect();
            names.retain(|name| !name.starts_with('.'));
            names.sort_unstable();
            Some(names)
        }

        #[cfg(target_os = "linux")]
        fn open_beneath(&self, path: &str) -> Result<File, Refusal> {
            use rustix::fs::{ResolveFlags, openat2};
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
            let open = || openat2(&self.handle, path, FLAGS, Mode::empty(), resolve);
            // A rename anywhere on the system may interrupt the lookup of a path with `..`.
            let mut tries = std::iter::repeat_with(open).take(TRIES);
            let opened = tries.find(|opened| opened.as_ref().err() != Some(&Errno::AGAIN));
            match opened.unwrap_or(Err(Errno::AGAIN)) {
                Ok(file) => Ok(file.into()),
                Err(Errno::XDEV) => Err(Refusal::Outside),
                // Kernels before 5.6 and some sandboxes lack the call.
                Err(Errno::NOSYS | Errno::PERM) => self.open_checked(path),
                Err(error) => Err(unreadable(&error.into())),
            }
        }

        #[cfg(not(target_os = "linux"))]
        fn open_beneath(&self, path: &str) -> Result<File, Refusal> {
            self.open_checked(path)
        }

        /// For systems that cannot confine a path to a folder: refuses every `..`, resolves the rest, compares, and
        /// checks that the opened file is the one compared.
        pub(super) fn open_checked(&self, path: &str) -> Result<File, Refusal> {
            if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
                return Err(Refusal::Outside);
            }
            let root = self.path.canonicalize().map_err(|error| unreadable(&error))?;
            let target = self.path.join(path).canonicalize().map_err(|error| unreadable(&error))?;
            if !target.starts_with(&root) {
                return Err(Refusal::Outside);
            }
            let file: File = rustix::fs::open(&target, FLAGS | OFlags::NOFOLLOW, Mode::empty())
                .map_err(|error| unreadable(&error.into()))?
                .into();
            let again = self.path.join(path).canonicalize().map_err(|error| unreadable(&error))?;
            if again == target { Ok(file) } else { Err(Refusal::Outside) }
        }
    }

    /// The bytes of an open regular file of bounded length.
    pub(super) fn contents(file: File) -> Result<Vec<u8>, Refusal> {
        let about = file.metadata().map_err(|error| unreadable(&error))?;
        if !about.is_file() {
            return Err(Refusal::Unreadable("it is no regular file".to_owned()));
        }
        let mut bytes = Vec::new();
        if about.len() <= LONGEST {
            bytes.reserve(usize::try_from(about.len()).unwrap_or(0));
            // One more byte reveals a file that grew or whose length is unknown.
            file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        }
        if about.len() > LONGEST || bytes.len() as u64 > LONGEST {
            return Err(Refusal::Unreadable(format!("it is larger than {} MiB", LONGEST >> 20)));
        }
        Ok(bytes)
    }

    fn unreadable(error: &io::Error) -> Refusal {
        let why = match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::NOENT | Errno::NOTDIR) => return Refusal::Missing,
            Some(Errno::ACCESS) => "permission denied".to_owned(),
            Some(Errno::LOOP) => "its links lead in a circle".to_owned(),
            Some(Errno::NAMETOOLONG) => "its name is too long".to_owned(),
            Some(Errno::ISDIR | Errno::NXIO | Errno::NODEV) => "it is no regular file".to_owned(),
            _ => return Refusal::Failed(error.to_string()),
        };
        Refusal::Unreadable(why)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Instant;

    use super::{Folder, LONGEST, Refusal, Unsaved};

    fn open(path: &Path) -> Folder {
        Folder::open(path, Unsaved::default()).unwrap()
    }

    /// A folder `model` with a file, beside one that must never be read.
    fn world() -> tempfile::TempDir {
        let world = tempfile::tempdir().unwrap();
        let model = world.path().join("model");
        fs::create_dir_all(model.join("sub")).unwrap();
        fs::write(model.join("a.txt"), "inside").unwrap();
        fs::write(world.path().join("secret.txt"), "outside").unwrap();
        world
    }

    fn link(from: impl AsRef<Path>, at: &Path) {
        std::os::unix::fs::symlink(from, at).unwrap();
    }

    fn unreadable(read: &Result<Vec<u8>, Refusal>, why: &str) -> bool {
        match read {
            Err(Refusal::Missing) => "no such file".contains(why),
            Err(Refusal::Unreadable(said)) => said.contains(why),
            Err(Refusal::Outside | Refusal::Failed(_)) | Ok(_) => false,
        }
    }

    type Reader = Box<dyn Fn(&str) -> Result<Vec<u8>, Refusal>>;

    /// What reads a path: the system's own check, or the one for systems that have none.
    fn readers(root: &Path) -> [Reader; 2] {
        let (system, checked) = (open(root), open(root));
        let checked = move |path: &str| match &checked {
            Folder::Disk(root, _) => root.open_checked(path).and_then(super::disk::contents),
            Folder::Memory(_) => unreachable!("a folder on disk was opened"),
        };
        [Box::new(move |path: &str| system.read(path)), Box::new(checked)]
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_read_that_fails_is_a_failure_of_the_system() {
        // The first page of the process's memory cannot be read: EIO.
        for read in readers(&Path::new("/proc").join(std::process::id().to_string())) {
            assert!(matches!(read("mem"), Err(Refusal::Failed(_))), "{:?}", read("mem"));
        }
    }

    #[test]
    fn what_is_inside_is_read() {
        let world = world();
        let model = world.path().join("model");
        link("a.txt", &model.join("link.txt"));
        link("../a.txt", &model.join("sub/up.txt"));
        for read in readers(&model) {
            for path in ["a.txt", "./a.txt", "link.txt", "sub/up.txt"] {
                assert_eq!(read(path), Ok(b"inside".to_vec()), "{path}");
            }
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let world = world();
        let model = world.path().join("model");
        link(world.path().join("secret.txt"), &model.join("absolute.txt"));
        link("../secret.txt", &model.join("relative.txt"));
        link("/", &model.join("root"));
        for read in readers(&model) {
            for path in
                ["../secret.txt", "sub/../../secret.txt", "absolute.txt", "relative.txt", "root/etc/passwd", "root"]
            {
                assert_eq!(read(path), Err(Refusal::Outside), "{path}");
            }
        }
        let folder = open(&model);
        for path in ["/etc/passwd", "C:\\x", "c:/x", "\\\\host\\x", "\\x"] {
            assert_eq!(folder.read(path), Err(Refusal::Outside), "{path}");
        }
    }

    #[test]
    fn nothing_but_a_regular_file_is_read_and_nothing_blocks() {
        let world = world();
        let model = world.path().join("model");
        link("b", &model.join("c"));
        link("c", &model.join("b"));
        rustix::fs::mknodat(rustix::fs::CWD, model.join("fifo"), rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0)
            .unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(model.join("socket")).unwrap();
        let started = Instant::now();
        for read in readers(&model) {
            for (path, why) in [
                ("fifo", "regular"),
                ("socket", "regular"),
                ("sub", "regular"),
                (".", "regular"),
                ("b", "circle"),
                ("missing", "no such file"),
                ("a.txt/", "no such file"),
                ("~/x", "no such file"),
                ("$HOME/x", "no such file"),
                ("file:///x", "no such file"),
                ("-", "no such file"),
                ("a\nb", "no such file"),
                (&"n".repeat(300), "too long"),
                (&"d/".repeat(5000), ""),
            ] {
                let said = read(path);
                assert!(unreadable(&said, why), "{path:?}: {said:?}");
            }
        }
        assert!(started.elapsed().as_secs() < 5);
        assert!(unreadable(&open(&model).read("a\0b"), "NUL"));
        assert!(unreadable(&open(&model).read(""), "empty"));
    }

    #[test]
    fn a_link_that_changes_while_it_is_read_never_leads_out() {
        let world = world();
        let model = world.path().join("model");
        let (inside, outside, at) = (model.join("in"), model.join("out"), model.join("link"));
        link("a.txt", &inside);
        link("../secret.txt", &outside);
        let done = std::sync::atomic::AtomicBool::new(false);
        let seen = std::thread::scope(|scope| {
            scope.spawn(|| {
                for source in [&inside, &outside].into_iter().cycle() {
                    let next = model.join("next");
                    fs::hard_link(source, &next).and_then(|()| fs::rename(&next, &at)).unwrap();
                    // Two names of one file are not renamed over each other.
                    let _ = fs::remove_file(&next);
                    if done.load(std::sync::atomic::Ordering::Relaxed) {
                        break;
                    }
                }
            });
            let readers = readers(&model);
            let read = |turn: usize| readers[turn % 2]("link");
            // At least so many reads, and more while the other thread has not had its turn.
            let (mut inside, mut outside, mut leaked) = (0, 0, 0);
            for turn in 0..1_000_000 {
                match read(turn) {
                    Ok(bytes) if bytes == b"inside" => inside += 1,
                    Ok(_) => leaked += 1,
                    Err(Refusal::Outside) => outside += 1,
                    Err(_) => {}
                }
                if turn >= 4000 && inside > 0 && outside > 0 {
                    break;
                }
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            (inside, outside, leaked)
        });
        let (inside, outside, leaked) = seen;
        assert!(leaked == 0 && inside > 0 && outside > 0, "{inside} inside, {outside} refused, {leaked} leaked");
    }

    #[test]
    fn a_file_that_grows_while_it_is_read_is_a_beginning_of_it() {
        let world = world();
        let model = world.path().join("model");
        let mut file = fs::File::create(model.join("log")).unwrap();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let line = "a line of the log\n".repeat(64);
                for _ in 0..16_384 {
                    std::io::Write::write_all(&mut file, line.as_bytes()).unwrap();
                    if done.load(std::sync::atomic::Ordering::Relaxed) {
                        break;
                    }
                }
            });
            let mut longest = 0;
            for turn in 0..40 {
                let bytes = readers(&model)[turn % 2]("log").unwrap();
                assert!(bytes.len() >= longest && bytes.len() as u64 <= LONGEST);
                assert!(bytes.chunks(18).all(|line| b"a line of the log\n".starts_with(line)));
                longest = bytes.len();
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    }

    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let world = world();
        let model = world.path().join("model");
        fs::File::create(model.join("sparse")).unwrap().set_len(1 << 40).unwrap();
        fs::File::create(model.join("over")).unwrap().set_len(LONGEST + 1).unwrap();
        for read in readers(&model) {
            assert!(unreadable(&read("sparse"), "larger than 256 MiB"));
            assert!(unreadable(&read("over"), "larger than 256 MiB"));
        }
    }

    #[test]
    fn what_is_not_saved_stands_in_for_files_inside_alone() {
        let world = world();
        let model = world.path().join("model");
        link("a.txt", &model.join("link.txt"));
        let texts =
            ["model/a.txt", "secret.txt", "model/new.txt"].map(|name| (world.path().join(name), "typed".into()));
        let folder = Folder::open(&model, texts.into_iter().collect()).unwrap();
        for path in ["a.txt", "link.txt", "./sub/../a.txt"] {
            assert_eq!(folder.read(path), Ok(b"typed".to_vec()), "{path}");
        }
        assert_eq!(folder.read("../secret.txt"), Err(Refusal::Outside));
        assert_eq!(folder.read("new.txt"), Err(Refusal::Missing), "what is not on disk is not there");
    }

    #[test]
    fn memory_holds_what_it_was_given() {
        let folder = Folder::Memory(vec![("a".to_owned(), vec![1])]);
        assert_eq!(folder.read("a"), Ok(vec![1]));
        assert!(unreadable(&folder.read("b"), "no such file"));
    }
}
