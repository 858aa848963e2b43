//! `demarche export`: a model written in another form.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Choice, ExportArgs, Failure, Outcome, Output};
use crate::load::Loaded;
use crate::report::WriteModel;

/// Carries out the command.
pub fn run(args: &ExportArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::Paths(Choice::required(&args.model.paths)?).read()?;
    super::answer::note_findings(&loaded, output);
    match &args.output {
        None => (args.format)(&loaded.model, output.result)?,
        Some(path) => {
            let existing = if args.force { Existing::Replace } else { Existing::Keep };
            export_to(&loaded, args.format, path, existing).map_err(|why| Failure::World(why.to_string()))?;
        }
    }
    Ok(Outcome::Done)
}

/// What may happen to a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Existing {
    /// It stays as it is.
    Keep,
    /// It is replaced, unless the model was read from it.
    Replace,
}

/// Why nothing was written to a file.
#[derive(Debug)]
enum NotWritten {
    /// There is such a file already.
    Exists(PathBuf),
    /// The model was read from that file.
    IsInput(PathBuf),
    /// Writing failed.
    Failed(PathBuf, io::Error),
}

impl fmt::Display for NotWritten {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |path: &Path| crate::text::clean(&path.to_string_lossy()).into_string();
        match self {
            Self::Exists(path) => write!(out, "`{}` exists; --force replaces it", show(path)),
            Self::IsInput(path) => write!(out, "`{}` is part of the model and is never replaced", show(path)),
            Self::Failed(path, why) => write!(out, "cannot write `{}`: {why}", show(path)),
        }
    }
}

impl std::error::Error for NotWritten {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Failed(_, why) => Some(why),
            Self::Exists(_) | Self::IsInput(_) => None,
        }
    }
}

/// Writes the model to the file at `path`; never to a file of the model itself.
fn export_to(loaded: &Loaded, write: WriteModel, path: &Path, existing: Existing) -> Result<(), NotWritten> {
    let failed = |why| NotWritten::Failed(path.to_owned(), why);
    if is_input(loaded, path) {
        return Err(NotWritten::IsInput(path.to_owned()));
    }
    // All is made before the file is touched: a model that cannot be written costs nobody a file.
    let mut bytes = Vec::new();
    write(&loaded.model, &mut bytes).map_err(failed)?;
    match place(path, &bytes, existing) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(NotWritten::Exists(path.to_owned())),
        written => written.map_err(failed),
    }
}

/// Writes `bytes` beside `path` first and moves them there when they are safe on the disk, so that at no moment half a
/// file stands at `path`.
fn place(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    // A link stays a link: what it leads to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&draft)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let moved = written.and_then(|()| match existing {
        // Linking fails where a file is there; renaming would replace it.
        Existing::Keep => fs::hard_link(&draft, &path),
        Existing::Replace => {
            if let Ok(old) = fs::metadata(&path) {
                fs::set_permissions(&draft, old.permissions())?;
            }
            fs::rename(&draft, &path)
        }
    });
    if moved.is_err() || existing == Existing::Keep {
        // Where even this fails the draft stays, which harms nothing.
        let _ = fs::remove_file(&draft);
    }
    moved
}

/// Whether the model or one of its articles was read from the file at `path`, by whatever name.
fn is_input(loaded: &Loaded, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let articles = loaded.model.articles().iter().filter_map(|article| {
        let model = loaded.files.get(article.origin.file as usize)?;
        Some(model.parent()?.join(article.file.as_deref()?))
    });
    loaded.files.iter().cloned().chain(articles).any(|input| input.canonicalize().is_ok_and(|input| input == path))
}

#[cfg(test)]
mod tests {
    use super::{Existing, NotWritten, export_to};
    use crate::load::{load, load_str};
    use crate::report::{FORMATS, WriteModel};

    fn json() -> WriteModel {
        FORMATS.iter().find_map(|format| format.model).unwrap()
    }

    const MODEL: &str = r#"
title = "T"
[[articles]]
id = "a"
title = "A"
text = "one two three. one two three. four five  six"
date = "2025-08"
[[actors]]
id = "eu"
name = "EU"
kind = "bloc"
[[issues]]
id = "i"
name = "I"
scale = ["low", "high"]
[[demands]]
id = "d"
actor = "eu"
issue = "i"
text = "D"
position = "high"
passages = [{ quote = "one two three" }, { quote = "four five six" }]
"#;

    #[test]
    fn json_holds_the_resolved_model() {
        let mut out = Vec::new();
        json()(&load_str(&[("m.toml", MODEL)], &[]).model, &mut out).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let demand = &json["demands"][0];
        assert_eq!((&demand["position"], &demand["status"]), (&1.0.into(), &"held".into()));
        assert_eq!(demand["supersedes"], serde_json::json!([]));
        assert!(demand.get("salience").is_none());
        assert_eq!(json["articles"][0]["date"], "2025-08");
        assert_eq!(json["issues"][0]["scale"][1], serde_json::json!({ "at": 1.0, "label": "high" }));
        let (several, one) = (&demand["passages"][0], &demand["passages"][1]);
        assert_eq!(several["places"], serde_json::json!([[0, 13], [15, 28]]));
        assert!(several.get("start").is_none());
        assert_eq!((&one["anchor"], &one["start"], &one["line"]), (&"normalised".into(), &30.into(), &1.into()));
        assert_eq!(one["quote"], "four five six");
    }

    #[test]
    fn no_file_is_replaced_that_should_stay() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("m.toml");
        std::fs::write(&model, MODEL.replace("text = \"one", "file = \"a.txt\"\nnote = \"one")).unwrap();
        std::fs::write(folder.path().join("a.txt"), "one two three").unwrap();
        let loaded = load(std::slice::from_ref(&model)).unwrap();
        let to = |name: &str, existing| export_to(&loaded, json(), &folder.path().join(name), existing);
        assert!(matches!(to("m.toml", Existing::Replace), Err(NotWritten::IsInput(_))));
        assert!(matches!(to("a.txt", Existing::Replace), Err(NotWritten::IsInput(_))));
        assert!(to("out.json", Existing::Keep).is_ok());
        assert!(matches!(to("out.json", Existing::Keep), Err(NotWritten::Exists(_))));
        assert!(to("out.json", Existing::Replace).is_ok());
        assert!(matches!(to("no/out.json", Existing::Keep), Err(NotWritten::Failed(..))));
    }
}
