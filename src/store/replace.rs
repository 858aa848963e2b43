//! Replacing a file at once: the old one or the new one is there at any time, whole.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use rustix::io::Errno;
use sha2::{Digest, Sha256};

use super::Failure;
use super::target::{Target, holds};

/// The SHA-256 of some bytes, as an article's `sha256` gives it.
pub fn digest(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(bytes) {
        for half in [byte >> 4, byte & 0xf] {
            digits.extend(char::from_digit(u32::from(half), 16));
        }
    }
    digits
}

/// A new file beside the old one, complete and on disk.
pub(super) struct Draft {
    path: PathBuf,
    /// Holds the lock of the new file from before it is seen.
    file: File,
}

/// What came of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replaced {
    /// It is done.
    Done,
    /// Somebody else saved the file meanwhile: what they saved is there.
    Meanwhile,
}

impl Draft {
    /// Writes `bytes` beside a file, with its mode and owner. The lock of the file keeps others from the draft's name, so
    /// a draft that is there is that of a writer that was killed.
    pub(super) fn beside(target: &Target, bytes: &[u8]) -> Result<Self, Failure> {
        let fail = |why: io::Error| Failure::world("write", &target.path, why);
        let path = draft_path(&target.path);
        match fs::remove_file(&path) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(fail(why)),
            Ok(()) | Err(_) => {}
        }
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path).map_err(fail)?;
        let mut draft = Self { path, file };
        draft.fill(target, bytes).map_err(fail)?;
        Ok(draft)
    }

    fn fill(&mut self, target: &Target, bytes: &[u8]) -> io::Result<()> {
        flock(&self.file, FlockOperation::NonBlockingLockExclusive)?;
        self.file.write_all(bytes)?;
        let own = self.file.metadata()?;
        let (uid, gid) = (target.about.uid(), target.about.gid());
        if (own.uid(), own.gid()) != (uid, gid) {
            std::os::unix::fs::fchown(&self.file, Some(uid), Some(gid))
                .map_err(|why| io::Error::new(why.kind(), format!("its owner and group cannot be kept: {why}")))?;
        }
        self.file.set_permissions(Permissions::from_mode(target.about.mode() & 0o7777))?;
        self.file.sync_all()
    }

    /// Puts the draft in the place of the file, which is expected to hold `old`.
    pub(super) fn replace(self, target: &Target, old: &[u8], new: &[u8]) -> Result<Replaced, Failure> {
        let fail = |why: io::Error| Failure::world("write", &target.path, why);
        match exchange(&self.path, &target.path) {
            Ok(()) if hold(&self.path, old).is_ok_and(|is_same| !is_same) => {
                put_back(&self.path, &target.path, new).map_err(fail)?;
                return Ok(Replaced::Meanwhile);
            }
            Ok(()) => {}
            // Not every file system can exchange two names.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                if !hold(&target.path, old).map_err(fail)? {
                    return Ok(Replaced::Meanwhile);
                }
                fs::rename(&self.path, &target.path).map_err(fail)?;
            }
            Err(error) => return Err(fail(error.into())),
        }
        // A loss of power may bring back the old file, whole: no reason to say that nothing was written.
        let _ = sync_folder(&target.path);
        Ok(Replaced::Done)
    }
}

/// Whether the file at `path` holds these bytes.
fn hold(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    holds(&mut File::open(path)?, bytes)
}

fn exchange(one: &Path, other: &Path) -> Result<(), Errno> {
    rustix::io::retry_on_intr(|| renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE))
}

/// Gives a file back what somebody saved and an exchange took away to `draft`. Where they have saved once more by now, that
/// stays.
pub(super) fn put_back(draft: &Path, path: &Path, new: &[u8]) -> io::Result<()> {
    exchange(draft, path)?;
    if !hold(draft, new)? {
        exchange(draft, path)?;
    }
    Ok(())
}

/// What has the draft's name in the end is of no use: the draft that was not needed, or the old file.
impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// The name of a file's draft: short, since the file may have the longest name there is.
pub(super) fn draft_path(path: &Path) -> PathBuf {
    let name = path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
    let short: String = digest(name).chars().take(16).collect();
    path.with_file_name(format!(".demarche-{short}.tmp"))
}

pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Draft, Replaced};
    use crate::store::target::Target;

    #[test]
    fn what_somebody_saves_meanwhile_is_there_in_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.toml");
        let names = || fs::read_dir(folder.path()).unwrap().count();
        for (now, replaced, after) in [("old", Replaced::Done, "new"), ("theirs", Replaced::Meanwhile, "theirs")] {
            fs::write(&path, now).unwrap();
            let target = Target::lock(&path, folder.path()).unwrap();
            let draft = Draft::beside(&target, b"new").unwrap();
            assert_eq!(names(), 2);
            assert_eq!(draft.replace(&target, b"old", b"new").unwrap(), replaced);
            assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), (after, 1));
        }
    }
}
