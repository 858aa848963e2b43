//! A model file that is to be replaced: found, locked, looked at.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use rustix::io::Errno;

use super::Failure;

/// A writer waits so long while nobody else gets anywhere.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often it looks.
const PAUSE: Duration = Duration::from_millis(4);

/// A model file, locked until it is dropped.
pub(super) struct Target {
    /// Where it is, behind all links.
    pub(super) path: PathBuf,
    pub(super) about: Metadata,
    file: File,
}

impl Target {
    /// Finds the file that `path` names and locks it, waiting for other writers. It must be inside `root`, the folder that
    /// the model was named by.
    pub(super) fn lock(path: &Path, root: &Path) -> Result<Self, Failure> {
        let fail = |why: io::Error| Failure::world("write", path, why);
        let real = path.canonicalize().map_err(fail)?;
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        if !real.starts_with(root.canonicalize().map_err(fail)?) {
            return Err(Failure::refused(path, "it is a link that leads out of the model's folder"));
        }
        let mut since = Instant::now();
        let mut last = None;
        loop {
            let (file, about) = open(&real, path)?;
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                // While it was waited for the file may have been replaced: then the lock is that of a file without name.
                Ok(()) if is_there(&real, &about) => return Ok(Self { path: real, about, file }),
                Ok(()) => continue,
                Err(Errno::WOULDBLOCK | Errno::INTR) => {}
                Err(error) => return Err(fail(error.into())),
            }
            let now = (about.dev(), about.ino());
            if last != Some(now) {
                (last, since) = (Some(now), Instant::now());
            }
            if since.elapsed() > PATIENCE {
                return Err(Failure::refused(path, "another program has been holding its lock for too long"));
            }
            thread::sleep(PAUSE);
        }
    }

    /// What the file holds.
    pub(super) fn read(&mut self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        io::Seek::rewind(&mut self.file)
            .and_then(|()| self.file.read_to_end(&mut bytes))
            .map_err(|why| Failure::world("read", &self.path, why))?;
        Ok(bytes)
    }

    /// Whether the file holds these bytes.
    pub(super) fn holds(&mut self, bytes: &[u8]) -> Result<bool, Failure> {
        io::Seek::rewind(&mut self.file)
            .and_then(|()| holds(&mut self.file, bytes))
            .map_err(|why| Failure::world("read", &self.path, why))
    }

    /// Why the file may not be replaced, if it may not.
    pub(super) fn objection(&self) -> Option<String> {
        let owner = rustix::process::geteuid();
        if self.about.mode() & 0o222 == 0 {
            return Some("it is read-only".to_owned());
        }
        if self.about.uid() != owner.as_raw() && !owner.is_root() {
            return Some("it belongs to another user".to_owned());
        }
        if self.about.nlink() > 1 {
            return Some(format!("it has {} names (hard links), which replacing it would part", self.about.nlink()));
        }
        None
    }
}

/// Opens a regular file for its lock, without waiting for a pipe.
fn open(real: &Path, named: &Path) -> Result<(File, Metadata), Failure> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let opened = rustix::io::retry_on_intr(|| rustix::fs::open(real, flags, Mode::empty()));
    let file: File = opened.map_err(|error| Failure::world("write", named, error))?.into();
    let about = file.metadata().map_err(|why| Failure::world("write", named, why))?;
    if !about.is_file() {
        return Err(Failure::refused(named, "it is not a regular file"));
    }
    Ok((file, about))
}

/// Whether what is left to read are these bytes.
pub(super) fn holds(reader: &mut impl Read, mut bytes: &[u8]) -> io::Result<bool> {
    let mut piece = vec![0; 1 << 16];
    loop {
        let length = match reader.read(&mut piece) {
            Ok(0) => return Ok(bytes.is_empty()),
            Ok(length) => length,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(why),
        };
        match bytes.strip_prefix(&piece[..length]) {
            Some(rest) => bytes = rest,
            None => return Ok(false),
        }
    }
}

/// Whether the path still leads to the file that was opened.
fn is_there(path: &Path, about: &Metadata) -> bool {
    path.symlink_metadata().is_ok_and(|now| (now.dev(), now.ino()) == (about.dev(), about.ino()))
}
