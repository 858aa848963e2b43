//! A folder on disk that no path may leave.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use rustix::fs::{Dir, Mode, OFlags};
use rustix::io::Errno;

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
        return Err(Refusal::Unreadable("it is not a regular file".to_owned()));
    }
    let bytes = read_up_to(LONGEST, file, about.len()).map_err(|error| unreadable(&error))?;
    bytes.ok_or_else(|| Refusal::Unreadable(format!("it is larger than {} MiB", LONGEST >> 20)))
}

/// The bytes of a file that claims to be `length` bytes long; `None` if there are more than `most`.
pub(super) fn read_up_to(most: u64, file: File, length: u64) -> io::Result<Option<Vec<u8>>> {
    if length > most {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    bytes.reserve_exact(usize::try_from(length).unwrap_or(0));
    // One more byte reveals a file that grew or whose length is unknown.
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

fn unreadable(error: &io::Error) -> Refusal {
    let why = match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::NOENT | Errno::NOTDIR) => return Refusal::Missing,
        Some(Errno::ACCESS) => "permission denied".to_owned(),
        Some(Errno::LOOP) => "its links lead in a circle".to_owned(),
        Some(Errno::NAMETOOLONG) => "its name is too long".to_owned(),
        Some(Errno::ISDIR | Errno::NXIO | Errno::NODEV) => "it is not a regular file".to_owned(),
        _ => return Refusal::Failed(error.to_string()),
    };
    Refusal::Unreadable(why)
}
