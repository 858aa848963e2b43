//! Opening the article files of a model, and nothing outside its folder.

use std::path::Path;

/// Where the article files of a model file are looked up.
#[derive(Debug)]
pub(super) enum Folder {
    /// A folder on disk: the root that no path may leave.
    Disk(disk::Root),
    /// Files held in memory, by path.
    Memory(Vec<(String, Vec<u8>)>),
}

/// Why an article file is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The path leads out of the folder.
    Outside,
    /// There is no such file, or it cannot or must not be read; says why.
    Unreadable(String),
}

/// The longest article that is read.
pub(super) const LONGEST: u64 = 256 << 20;

impl Folder {
    /// The folder `path` as the root.
    pub(super) fn open(path: &Path) -> std::io::Result<Self> {
        disk::Root::open(path).map(Self::Disk)
    }

    /// The bytes of the regular file at `path`, which stays inside the folder through every `..` and link.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Refusal> {
        if path.contains('\0') {
            return Err(Refusal::Unreadable("its name holds a NUL character".to_owned()));
        }
        if is_foreign(path) {
            return Err(Refusal::Outside);
        }
        match self {
            Self::Disk(root) => root.read(path),
            Self::Memory(files) => files
                .iter()
                .find(|(name, _)| name == path)
                .map(|(_, bytes)| bytes.clone())
                .ok_or_else(|| Refusal::Unreadable("there is no such file".to_owned())),
        }
    }
}

/// Whether a path is absolute on any system: one model must not mean two things.
fn is_foreign(path: &str) -> bool {
    let drive = path.as_bytes();
    path.starts_with(['/', '\\']) || (drive.get(1) == Some(&b':') && drive.first().is_some_and(u8::is_ascii_alphabetic))
}

mod disk {
    //! The folder on disk.

    use std::fs::File;
    use std::io::{self, Read};
    use std::path::{Component, Path, PathBuf};

    use rustix::fs::{Mode, OFlags};
    use rustix::io::Errno;

    use crate::load::folder::{LONGEST, Refusal};

    /// An open folder.
    #[derive(Debug)]
    pub(in crate::load) struct Root {
        #[cfg(target_os = "linux")]
        handle: std::os::fd::OwnedFd,
        path: PathBuf,
    }

    const FLAGS: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

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
            let file = self.open_beneath(path)?;
            let about = file.metadata().map_err(|error| unreadable(&error))?;
            if !about.is_file() {
                return Err(Refusal::Unreadable("it is no regular file".to_owned()));
            }
            let mut bytes = Vec::new();
            if about.len() <= LONGEST {
                bytes.reserve(usize::try_from(about.len()).unwrap_or(0));
                // One byte more shows a file that grew, or whose length was not told.
                file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
            }
            if about.len() > LONGEST || bytes.len() as u64 > LONGEST {
                return Err(Refusal::Unreadable(format!("it is larger than {} MiB", LONGEST >> 20)));
            }
            Ok(bytes)
        }

        #[cfg(target_os = "linux")]
        fn open_beneath(&self, path: &str) -> Result<File, Refusal> {
            use rustix::fs::{ResolveFlags, openat2};
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
            match openat2(&self.handle, path, FLAGS, Mode::empty(), resolve) {
                Ok(file) => Ok(file.into()),
                Err(Errno::XDEV) => Err(Refusal::Outside),
                // Kernels before 5.6 and some sandboxes do not have the call.
                Err(Errno::NOSYS | Errno::PERM) => self.open_checked(path),
                Err(error) => Err(unreadable(&error.into())),
            }
        }

        #[cfg(not(target_os = "linux"))]
        fn open_beneath(&self, path: &str) -> Result<File, Refusal> {
            self.open_checked(path)
        }

        /// Where the system cannot hold a path beneath a folder: refuses every `..`, resolves the rest, compares, and
        /// checks that what was opened is what was compared.
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

    fn unreadable(error: &io::Error) -> Refusal {
        let why = match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::NOENT | Errno::NOTDIR) => "there is no such file".to_owned(),
            Some(Errno::ACCESS) => "permission denied".to_owned(),
            Some(Errno::LOOP) => "its links lead in a circle".to_owned(),
            Some(Errno::NAMETOOLONG) => "its name is too long".to_owned(),
            Some(Errno::ISDIR | Errno::NXIO | Errno::NODEV) => "it is no regular file".to_owned(),
            _ => error.to_string(),
        };
        Refusal::Unreadable(why)
    }
}
