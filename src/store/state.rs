//! Files in the state folder, which others may have put there: a pipe is never waited for.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// The folder for what the program keeps: `demarche` in `XDG_STATE_HOME`, else in `~/.local/state`. It need not exist.
pub fn state_folder() -> io::Result<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/state")));
    let state =
        state.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "neither XDG_STATE_HOME nor HOME is set"))?;
    Ok(state.join("demarche"))
}

/// Options to open a file of the state folder with: for the user alone, without waiting for the other end of a pipe.
pub fn state_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600).custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    options
}

/// The first `most` bytes of a regular file; fails where it is none.
pub fn read_state(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = state_options().read(true).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
