//! Remote control: a running program listens on a socket in the runtime folder, and another one asks it to show an id.
//!
//! The folder (mode 0700) and each socket (0600) are private to the user. A request is a line with an id, `DEMAND#n` or
//! `ARTICLE:LINE`; the answer is a line with one word. There are no other requests.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How long to wait for a request, and for an answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest request, in bytes.
const LONGEST: u64 = 4096;
/// The extension of sockets.
const ENDING: &str = "sock";

/// The answer of a running program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is on the screen.
    Shown,
    /// Its model has no such id.
    Unknown,
    /// A form is open there, or an editor has the terminal.
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

/// The socket of this program, removed on drop.
#[derive(Debug)]
pub struct Socket(PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Listens in a thread and passes each id to `answer`. Fails without a private folder for the socket.
pub fn listen(answer: impl Fn(String) -> Answer + Send + 'static) -> io::Result<Socket> {
    listen_in(&folder()?, answer)
}

fn listen_in(folder: &Path, answer: impl Fn(String) -> Answer + Send + 'static) -> io::Result<Socket> {
    let path = folder.join(format!("{}.{ENDING}", std::process::id()));
    // Left from an earlier process with the same number.
    let _ = fs::remove_file(&path);
    let listener = UnixListener::bind(&path)?;
    let socket = Socket(path);
    fs::set_permissions(&socket.0, Permissions::from_mode(0o600))?;
    thread::Builder::new().name("remote".to_owned()).spawn(move || {
        for stream in listener.incoming().flatten() {
            // Invalid requests and broken connections get no answer.
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

/// Asks every running program of this user to show `id`; returns their answers in no order, none if no program is
/// running.
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
            // Left from a killed program.
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

/// The folder of the sockets, created if missing.
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

/// Creates a private folder of this user; fails if something else is in its place.
fn own(folder: &Path, user: u32) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let about = fs::symlink_metadata(folder)?;
    // The last six bits are the permissions of the group and others.
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
