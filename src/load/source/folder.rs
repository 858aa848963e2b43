//! Opens the article files of a model, and nothing outside its folder.

use std::path::Path;

use super::disk::{Refusal, Root};
use super::unsaved::Unsaved;

/// Where to look up the article files of a model file.
#[derive(Debug)]
pub(in crate::load) enum Folder {
    /// A folder on disk, which no path may leave, and unsaved texts.
    Disk(Root, Unsaved),
    /// Files held in memory, by path.
    Memory(Vec<(String, Vec<u8>)>),
}

impl Folder {
    /// Opens the folder `path` as the root, with texts that replace those of its files.
    pub(in crate::load) fn open(path: &Path, unsaved: Unsaved) -> std::io::Result<Self> {
        Ok(Self::Disk(Root::open(path)?, unsaved))
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Instant;

    use super::{Folder, Refusal, Unsaved};
    use crate::load::source::disk::{LONGEST, contents};

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
            Folder::Disk(root, _) => root.open_checked(path).and_then(contents),
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
            // At least this many reads, and more while the other thread has not had its turn.
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
    fn unsaved_texts_replace_only_files_inside() {
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
