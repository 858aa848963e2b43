//! Session files: one for each model, in the state folder, at most 1 MB in all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use crate::app::{Session, ThemeName};
use crate::store::{digest, read_state, state_folder, state_options};

/// The size limit of all files together.
const MOST: u64 = 1 << 20;
/// The size limit of one file.
const MOST_OF_ONE: u64 = 128 << 10;
/// The most queries to keep.
const MOST_QUERIES: usize = 100;
/// The file of the theme, which all models share.
const THEME: &str = "theme";
/// How often, 10 ms apart, to try the lock of another program.
const TRIES: usize = 25;

/// The file of one model.
#[derive(Debug, Clone)]
pub struct SessionFile {
    folder: PathBuf,
    path: PathBuf,
}

impl SessionFile {
    /// The file for the model of these paths, empty for the built-in example; `None` without a state folder.
    pub fn of(paths: &[PathBuf]) -> Option<Self> {
        Some(Self::within(state_folder().ok()?.join("session"), paths))
    }

    fn within(folder: PathBuf, paths: &[PathBuf]) -> Self {
        let mut key = Vec::new();
        for path in paths {
            let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.clone());
            key.extend(whole.as_os_str().as_encoded_bytes());
            key.push(0);
        }
        let name: String = digest(&key).chars().take(32).collect();
        let path = folder.join(format!("{name}.json"));
        Self { folder, path }
    }

    /// The session; the default without a readable file.
    pub fn read(&self) -> Session {
        read(&self.path, MOST_OF_ONE).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Saves `session`. Keeps queries that another program saved meanwhile; of two places, keeps the later one. Waits
    /// at most a quarter of a second for other programs.
    pub fn write(&self, mut session: Session) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let _lock = self.lock()?;
        let before = self.read();
        let mut queries = before.queries;
        queries.retain(|query| !session.queries.contains(query));
        queries.append(&mut session.queries);
        session.queries = queries.split_off(queries.len().saturating_sub(MOST_QUERIES));
        session.place = session.place.or(before.place);
        let mut text = serde_json::to_string(&session)?;
        if text.len() as u64 >= MOST_OF_ONE {
            session.place = None;
            text = serde_json::to_string(&session)?;
        }
        replace(&self.path, &text)?;
        self.forget_the_oldest()
    }

    /// The theme that was chosen last, in whatever model; `None` where none was.
    pub fn theme(&self) -> Option<ThemeName> {
        ThemeName::parse(read(&self.folder.join(THEME), 64)?.trim())
    }

    /// Remembers the theme, for all models.
    pub fn write_theme(&self, theme: ThemeName) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let _lock = self.lock()?;
        replace(&self.folder.join(THEME), theme.word())
    }

    fn lock(&self) -> io::Result<File> {
        let path = self.folder.join("lock");
        let file = state_options().create(true).write(true).truncate(false).open(path)?;
        for _ in 0..TRIES {
            if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
                return Ok(file);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err(io::ErrorKind::WouldBlock.into())
    }

    /// Removes files of other models, the oldest first, until the total is small enough.
    fn forget_the_oldest(&self) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if is_session(&entry.path()) {
                files.push((about.modified()?, about.len(), entry.path()));
            }
        }
        files.sort();
        let mut all: u64 = files.iter().map(|(_, length, _)| length).sum();
        for (_, length, path) in files.iter().filter(|(.., path)| *path != self.path) {
            if all <= MOST {
                break;
            }
            fs::remove_file(path)?;
            all -= length;
        }
        Ok(())
    }
}

/// The beginning of a text, at most `most` bytes; `None` if there is none.
fn read(path: &Path, most: u64) -> Option<String> {
    String::from_utf8(read_state(path, most).ok()?).ok()
}

/// Writes a file as a whole. The lock protects the name of the draft; an existing one is left from a killed program.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let draft = path.with_extension("tmp");
    let mut file = state_options().create(true).write(true).truncate(true).open(&draft)?;
    file.write_all(text.as_bytes())?;
    fs::rename(&draft, path)
}

fn is_session(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::thread;

    use super::{MOST, SessionFile, THEME};
    use crate::app::{Session, ThemeName};

    fn file(folder: &tempfile::TempDir, model: &str) -> SessionFile {
        SessionFile::within(folder.path().join("session"), &[PathBuf::from(model)])
    }

    #[test]
    fn a_pipe_in_the_state_folder_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let session = file(&folder, "m.toml");
        fs::create_dir(&session.folder).unwrap();
        let draft = session.path.with_extension("tmp");
        for path in [&session.path, &session.folder.join(THEME), &draft, &session.folder.join("lock")] {
            let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
            rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
            assert_eq!((session.read(), session.theme()), (Session::default(), None), "{}", path.display());
            // What comes of it depends on the file; that it ends is the point.
            let _ = session.write(asked("a"));
            fs::remove_dir_all(&session.folder).unwrap();
            fs::create_dir(&session.folder).unwrap();
        }
        session.write(asked("a")).unwrap();
        assert_eq!(session.read().queries, ["a"]);
    }

    fn asked(query: &str) -> Session {
        Session { queries: vec![query.to_owned()], panes: [4, -4], ..Session::default() }
    }

    #[test]
    fn every_model_has_its_own_and_a_broken_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (file(&folder, "a.toml"), file(&folder, "b.toml"));
        assert_eq!(one.read(), Session::default());
        one.write(asked("oil")).unwrap();
        two.write(asked("coal")).unwrap();
        assert_eq!((one.read(), two.read()), (asked("oil"), asked("coal")));
        for text in ["", "{", "3", "{\"queries\": 3}", "\u{0}"] {
            fs::write(&one.path, text).unwrap();
            assert_eq!(one.read(), Session::default(), "{text}");
        }
        fs::write(&one.path, "{\"later\": [1], \"queries\": [\"oil\"]}").unwrap();
        assert_eq!(one.read().queries, ["oil"], "what a later version adds is passed over");
    }

    #[test]
    fn the_theme_is_that_of_all_models() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (file(&folder, "a.toml"), file(&folder, "b.toml"));
        assert_eq!(one.theme(), None);
        one.write_theme(ThemeName::Light).unwrap();
        two.write_theme(ThemeName::Dark).unwrap();
        two.write(asked("coal")).unwrap();
        assert_eq!((one.theme(), two.theme()), (Some(ThemeName::Dark), Some(ThemeName::Dark)));
        fs::write(one.folder.join(THEME), "drak").unwrap();
        assert_eq!(one.theme(), None);
    }

    #[test]
    fn two_programs_at_once_lose_no_query_and_never_spoil_the_file() {
        let folder = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for writer in 0..4 {
                let file = file(&folder, "a.toml");
                scope.spawn(move || (0..5).for_each(|n| file.write(asked(&format!("q{writer}{n}"))).unwrap()));
            }
        });
        let queries = file(&folder, "a.toml").read().queries;
        assert_eq!(queries.len(), 20, "{queries:?}");
        assert_eq!(fs::read_dir(folder.path().join("session")).unwrap().count(), 2, "the file and the lock");
    }

    #[test]
    fn all_together_are_bounded_and_the_oldest_go_first() {
        let folder = tempfile::tempdir().unwrap();
        for model in 0..20 {
            let queries = (0..100).map(|n| format!("{n}{}", "x".repeat(900))).collect();
            file(&folder, &format!("{model}.toml")).write(Session { queries, ..Session::default() }).unwrap();
        }
        let kept = |model: usize| file(&folder, &format!("{model}.toml")).path.exists();
        let entries = fs::read_dir(folder.path().join("session")).unwrap();
        let size: u64 = entries.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
        assert!(size <= MOST && size > MOST / 2, "{size}");
        assert!(!kept(0) && kept(19));
    }
}
