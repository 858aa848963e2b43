//! `demarche export`: a model written in another form.

use std::io::{self, Write};
use std::path::Path;

use super::save::{Existing, is_stdout, save};
use super::{Choice, ExportArgs, Failure, Outcome, Output};
use crate::load::Loaded;
use crate::text::clean;

/// Carries out the command.
pub fn run(args: &ExportArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let loaded = Choice::Paths(Choice::required(&args.model.paths)?).read()?;
    super::answer::note_findings(&loaded, output);
    all_read(&loaded)?;
    match args.output.as_deref().filter(|path| !is_stdout(path)) {
        None => (args.format)(&loaded.model, output.result)?,
        Some(path) => {
            let existing = if args.force { Existing::Replace } else { Existing::Keep };
            save_report(&loaded, path, existing, |out| (args.format)(&loaded.model, out))?;
        }
    }
    Ok(Outcome::Done)
}

/// Fails where the system could not read an article that is there: an export would lack what the next one has.
fn all_read(loaded: &Loaded) -> Result<(), Failure> {
    let failure = loaded.findings.iter().find(|finding| finding.is_failure);
    failure.map_or(Ok(()), |finding| Err(Failure::World(format!("{}; nothing is exported", finding.message))))
}

/// Saves a report about a model; never over a file that the model was read from.
fn save_report(
    loaded: &Loaded,
    path: &Path,
    existing: Existing,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let name = clean(&path.to_string_lossy()).into_string();
    if is_input(loaded, path) {
        return Err(Failure::World(format!("`{name}` is part of the model and is never replaced")));
    }
    save(path, existing, write).map_err(|error| {
        Failure::World(match error.kind() {
            io::ErrorKind::AlreadyExists => format!("`{name}` exists; --force replaces it"),
            _ => format!("cannot write `{name}`: {error}"),
        })
    })
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
    use super::{Existing, all_read, save_report};
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
    fn an_article_that_the_system_failed_to_read_ends_the_export() {
        let model = MODEL.replace("text = \"one", "file = \"a.txt\"\nnote = \"one");
        let mut loaded = load_str(&[("m.toml", &model)], &[]);
        let finding = loaded.findings.iter_mut().find(|finding| finding.message.contains("`a.txt`")).unwrap();
        assert!(!finding.is_failure, "a missing file is a mistake of the model");
        finding.is_failure = true;
        let said = all_read(&loaded).unwrap_err().to_string();
        assert!(said.starts_with("`a.txt` cannot be read") && said.ends_with("; nothing is exported"), "{said}");
        loaded.findings.retain(|finding| !finding.is_failure);
        assert!(all_read(&loaded).is_ok());
    }

    #[test]
    fn no_file_is_replaced_that_should_stay() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("m.toml");
        std::fs::write(&model, MODEL.replace("text = \"one", "file = \"a.txt\"\nnote = \"one")).unwrap();
        std::fs::write(folder.path().join("a.txt"), "one two three").unwrap();
        let loaded = load(std::slice::from_ref(&model)).unwrap();
        let to = |name: &str, existing| {
            let saved = save_report(&loaded, &folder.path().join(name), existing, |out| json()(&loaded.model, out));
            saved.map_err(|failure| failure.to_string())
        };
        let says = |saved: Result<(), String>, why: &str| {
            assert!(saved.as_ref().is_err_and(|said| said.contains(why)), "{saved:?}");
        };
        says(to("m.toml", Existing::Replace), "is part of the model");
        says(to("a.txt", Existing::Replace), "is part of the model");
        assert_eq!(to("out.json", Existing::Keep), Ok(()));
        says(to("out.json", Existing::Keep), "--force replaces it");
        assert_eq!(to("out.json", Existing::Replace), Ok(()));
        says(to("no/out.json", Existing::Keep), "cannot write");
        says(to("", Existing::Replace), "directory");
    }
}
