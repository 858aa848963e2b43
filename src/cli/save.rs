//! Writing a result to a named file: all of it or nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

/// What happens to a file that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is kept; saving fails with `AlreadyExists`.
    Keep,
    /// It is replaced.
    Replace,
}

/// Whether `path` is standard output: `-`, or another name for the same file.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-") || are_same(path, Path::new("/dev/stdout"))
}

/// Whether both are names of one file.
fn are_same(path: &Path, other: &Path) -> bool {
    let identity = |path: &Path| fs::metadata(path).map(|about| (about.dev(), about.ino())).ok();
    identity(path).is_some_and(|named| identity(other) == Some(named))
}

/// Writes the file at `path`.
///
/// What goes to standard error is written there, behind what is there already. A link is followed, even if its target does not exist yet. A device or FIFO is written through. A regular file is
/// replaced at once when the new one is complete and on disk; until then the draft lies beside it, and no signal but
/// `SIGKILL` leaves it there.
pub fn save(path: &Path, existing: Existing, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if are_same(path, Path::new("/dev/stderr")) {
        let mut out = BufWriter::new(io::stderr());
        return write(&mut out).and_then(|()| out.flush());
    }
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(about) if !about.is_file() => return write(&mut OpenOptions::new().write(true).open(path)?),
        Ok(_) if existing == Existing::Keep => return Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) | Err(_) => {}
    }
    let path = followed(path)?;
    let (draft, mut file) = Draft::beside(&path)?;
    write(&mut file)?;
    file.sync_all()?;
    draft.replace(&path, existing)
}

/// The path at the end of a chain of links.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(target) => path = path.with_file_name("").join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many links"))
}

/// A file that is removed when it is dropped or a signal ends the program.
struct Draft {
    path: PathBuf,
    signals: Handle,
}

impl Draft {
    fn beside(path: &Path) -> io::Result<(Self, File)> {
        // A short name of its own: `path` may have the longest name that the file system takes.
        let path = path.with_file_name(format!(".demarche-{}.tmp", std::process::id()));
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ])?;
        let draft = Self { path: path.clone(), signals: signals.handle() };
        let file = File::create_new(&path)
            .map_err(|error| io::Error::other(format!("its draft `{}`: {error}", path.display())))?;
        thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _ = fs::remove_file(&path);
                let _ = emulate_default_handler(signal);
            }
        });
        Ok((draft, file))
    }

    /// Moves the draft to `path`.
    fn replace(self, path: &Path, existing: Existing) -> io::Result<()> {
        match existing {
            // Claims the name, since renaming would replace a file that somebody else made meanwhile. A hard link
            // would fail likewise, but not all file systems have them.
            Existing::Keep => drop(File::create_new(path)?),
            Existing::Replace => {
                if let Ok(old) = fs::metadata(path) {
                    fs::set_permissions(&self.path, old.permissions())?;
                }
            }
        }
        let renamed = fs::rename(&self.path, path);
        if renamed.is_err() && existing == Existing::Keep {
            let _ = fs::remove_file(path);
        }
        renamed
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        self.signals.close();
    }
}
