//! A running program is led: it listens on a socket in the runtime folder, and another one points at an id.
//!
//! The folder is the user's alone (mode 0700), each socket too (0600). A request is a line with an id, `DEMAND#n` or
//! `ARTICLE:LINE`; the answer is a line with one word. Nothing else can be asked for.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Whoever connects has so long to ask, and waits so long for the answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// No id is longer.
const LONGEST: u64 = 4096;
/// What the names of the sockets end with.
const ENDING: &str = "sock";

/// What a running program says to an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is on the screen.
    Shown,
    /// Its model has no such id.
    Unknown,
    /// Something is being written there, or an editor has the terminal.
    Busy,
}

impl Answer {
    const ALL: [Self; 3] = [Self::Shown, Self::Unknown, Self::Busy];

    fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Unknown => "unknown",
            Self::Busy => "busy",
        }
    }
}

/// The socket of this program; it goes with this.
#[derive(Debug)]
pub struct Socket(PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Listens in a thread; `answer` takes each id. Fails where there is no folder of the user's own for the socket.
pub fn listen(answer: impl Fn(String) -> Answer + Send + 'static) -> io::Result<Socket> {
    listen_in(&folder()?, answer)
}

fn listen_in(folder: &Path, answer: impl Fn(String) -> Answer + Send + 'static) -> io::Result<Socket> {
    let path = folder.join(format!("{}.{ENDING}", std::process::id()));
    // One of an earlier process with the same number.
    let _ = fs::remove_file(&path);
    let listener = UnixListener::bind(&path)?;
    let socket = Socket(path);
    fs::set_permissions(&socket.0, Permissions::from_mode(0o600))?;
    thread::Builder::new().name("remote".to_owned()).spawn(move || {
        for stream in listener.incoming().flatten() {
            // Who asks for something else, or goes away, gets no answer.
            let _ = serve(&stream, &answer);
        }
    })?;
    Ok(socket)
}

fn serve(stream: &UnixStream, answer: &impl Fn(String) -> Answer) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    if let Some(id) = line(stream)? {
        let mut stream = stream;
        writeln!(stream, "{}", answer(id).word())?;
    }
    Ok(())
}

/// A whole line without control characters.
fn line(stream: &UnixStream) -> io::Result<Option<String>> {
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut line)?;
    let line = line.strip_suffix('\n').filter(|line| !line.is_empty() && !line.contains(char::is_control));
    Ok(line.map(str::to_owned))
}

/// Points every running program of this user at `id`; what they say to it, in no order. Empty where none is running.
pub fn lead(id: &str) -> io::Result<Vec<Answer>> {
    lead_in(&folder()?, id)
}

fn lead_in(folder: &Path, id: &str) -> io::Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        match UnixStream::connect(&path) {
            Ok(stream) => answers.extend(ask(&stream, id).unwrap_or(Some(Answer::Busy))),
            // Its program was killed.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => drop(fs::remove_file(&path)),
            Err(_) => {}
        }
    }
    Ok(answers)
}

fn ask(stream: &UnixStream, id: &str) -> io::Result<Option<Answer>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut out = stream;
    writeln!(out, "{id}")?;
    let word = line(stream)?.unwrap_or_default();
    Ok(Answer::ALL.into_iter().find(|answer| answer.word() == word))
}

/// The folder of the sockets, made where it is missing.
fn folder() -> io::Result<PathBuf> {
    let user = rustix::process::getuid().as_raw();
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = match runtime {
        Some(runtime) => runtime.join("demarche"),
        None => std::env::temp_dir().join(format!("demarche-{user}")),
    };
    own(&folder, user)?;
    Ok(folder)
}

/// Makes a folder that is this user's alone; fails where there is another at its place.
fn own(folder: &Path, user: u32) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let about = fs::symlink_metadata(folder)?;
    // The last six bits are what the group and others may do.
    if about.is_dir() && about.uid() == user && about.mode().trailing_zeros() >= 6 {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("`{}` is not yours alone", folder.display())))
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::io::{Read, Write};
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::{UnixListener, UnixStream};

    use super::{Answer, lead_in, listen_in, own};

    #[test]
    fn a_program_is_led_by_ids_alone_and_answers_with_a_word() {
        let folder = tempfile::tempdir().unwrap();
        let socket = listen_in(folder.path(), |id| match &*id {
            "a" | "ä#1" => Answer::Shown,
            "form" => Answer::Busy,
            _ => Answer::Unknown,
        })
        .unwrap();
        assert_eq!(fs::metadata(&socket.0).unwrap().permissions().mode() & 0o777, 0o600);
        for (id, answer) in
            [("a", Answer::Shown), ("ä#1", Answer::Shown), ("form", Answer::Busy), ("b", Answer::Unknown)]
        {
            assert_eq!(lead_in(folder.path(), id).unwrap(), [answer], "{id}");
        }
        for bytes in [&b"\n"[..], b"a\x1b[2J\n", b"a", &[b'a'; 5000], b"\xff\n"] {
            let mut stream = UnixStream::connect(&socket.0).unwrap();
            let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(std::net::Shutdown::Write));
            let mut said = String::new();
            let _ = stream.read_to_string(&mut said);
            assert_eq!(said, "", "{bytes:?}");
        }
        let path = socket.0.clone();
        drop(socket);
        assert!(!path.exists());
        assert_eq!(lead_in(folder.path(), "a").unwrap(), []);
    }

    #[test]
    fn a_socket_without_a_program_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.sock");
        drop(UnixListener::bind(&path).unwrap());
        assert_eq!(lead_in(folder.path(), "a").unwrap(), []);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_others_may_enter_is_refused() {
        let world = tempfile::tempdir().unwrap();
        let folder = world.path().join("demarche");
        let user = rustix::process::getuid().as_raw();
        assert!(own(&folder, user).is_ok() && own(&folder, user).is_ok());
        assert!(own(&folder, user + 1).is_err());
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        assert!(own(&folder, user).is_err());
        std::os::unix::fs::symlink(&folder, world.path().join("link")).unwrap();
        assert!(own(&world.path().join("link"), user).is_err());
    }
}
