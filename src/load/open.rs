//! Loading from files, from memory, and the built-in example.

use std::hash::{BuildHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use foldhash::quality::RandomState;

use super::loaded::Loaded;
use super::progress::{Progress, Stage, Step, Watch};
use super::report::{At, ModelFile, Report};
use super::resolve::resolve;
use super::source::{
    Folder, ModelFile as ModelBytes, ModelFiles, Unsaved, WorldError, read_model_files, wide_encoding,
};
use super::syntax::{Division, read};
use super::tables::{Source, Tables};
use crate::diagnose::codes;

/// Loads the model files and folders at `paths` as one model.
///
/// A file named twice is read once. Article files are read from the folder of their model file, never from outside it.
/// Fails only if a model file or folder cannot be read; mistakes inside are findings.
pub fn load(paths: &[PathBuf]) -> Result<Loaded, WorldError> {
    watched(paths, &mut Watch { tell: &mut drop, first_part: None })
}

/// Like [`load`], but reports progress and partial models to `watch`.
pub fn watched(paths: &[PathBuf], watch: &mut Watch<'_>) -> Result<Loaded, WorldError> {
    let ModelFiles { read, left_out, .. } = read_model_files(paths, &Unsaved::default())?;
    Ok(Loaded { left_out, ..open(read, &Unsaved::default(), watch)? })
}

/// Loads these model files as if they held these bytes. Articles are read as by [`load`], except those in `unsaved`.
pub fn load_files(files: Vec<ModelBytes>, unsaved: &Unsaved) -> Result<Loaded, WorldError> {
    open(files, unsaved, &mut Watch { tell: &mut drop, first_part: None })
}

fn open(read: Vec<ModelBytes>, unsaved: &Unsaved, watch: &mut Watch<'_>) -> Result<Loaded, WorldError> {
    let (seal, mut files) = (seal(&read), Vec::with_capacity(read.len()));
    for file in read {
        let folder = Folder::open(file.path.parent().unwrap_or(Path::new("")), unsaved.clone())
            .map_err(|why| WorldError::new("open the folder of the model file", &file.path, why))?;
        files.push(Opened { path: file.path, bytes: file.bytes, folder });
    }
    Ok(Loaded { seal, ..load_opened(files, watch) })
}

/// What model files hold, as a number; files that hold something else, or are called otherwise, have another one. The same
/// for one run of the program only.
pub fn seal(files: &[ModelBytes]) -> u64 {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::default);
    let mut hasher = KEY.build_hasher();
    for ModelBytes { path, bytes } in files {
        (path, bytes).hash(&mut hasher);
    }
    hasher.finish()
}

/// Loads a model from memory: model files and article files, by name.
pub fn load_str(files: &[(&str, &str)], articles: &[(&str, &str)]) -> Loaded {
    let articles: Vec<(&str, &[u8])> = articles.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_bytes(&files, &articles)
}

/// Like [`load_str`], for files that may not be UTF-8.
pub fn load_bytes(files: &[(&str, &[u8])], articles: &[(&str, &[u8])]) -> Loaded {
    let folder = || articles.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let own = |(name, bytes): &(&str, &[u8])| Opened {
        path: PathBuf::from(name),
        bytes: bytes.to_vec(),
        folder: Folder::Memory(folder()),
    };
    load_opened(files.iter().map(own).collect(), &mut Watch { tell: &mut drop, first_part: None })
}

/// The files of the built-in example with their paths: the model, then its article.
pub const EXAMPLE: [(&str, &str); 2] = [
    ("positions.toml", include_str!("../../positions.toml")),
    ("assets/articles/alaska-summit.txt", include_str!("../../assets/articles/alaska-summit.txt")),
];

/// The built-in example.
pub fn example() -> Loaded {
    let [model, article] = EXAMPLE;
    Loaded { is_example: true, ..load_str(&[model], &[article]) }
}

/// A model file that was read, and the folder of its articles.
struct Opened {
    path: PathBuf,
    bytes: Vec<u8>,
    folder: Folder,
}

fn load_opened(opened: Vec<Opened>, watch: &mut Watch<'_>) -> Loaded {
    let (mut files, mut faults, mut folders, mut paths) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Opened { path, bytes, folder } in opened {
        let (file, fault) = model_file(&path, bytes);
        files.push(file);
        faults.push(fault);
        folders.push(folder);
        paths.push(path);
    }
    let mut report = Report::new(&files);
    let mut tables = Tables::default();
    let so_far = |tables: &Tables<'_>| {
        let model = resolve(tables, &folders, &mut Report::new(&files), &mut |_, _, _| {});
        Box::new(Loaded { model, files: paths.clone(), ..Loaded::default() })
    };
    let mut progress = Progress { of: files.iter().map(|file| file.text.len() as u64).sum(), ..Progress::default() };
    for ((number, file), fault) in (0..).zip(&files).zip(faults) {
        let before = progress.done;
        let source = Source { text: &file.text, number, is_file: true };
        tables.inline.clear();
        tables.foreign.clear();
        match fault {
            None => read(source, Division::of(&file.text), &mut |part| {
                progress.done = before + part.end as u64;
                part.give(source, &mut tables, &mut report);
                (progress.articles, progress.demands) = (tables.articles.len(), tables.demands.len());
                watch.progress(progress);
                if watch.wants_part(progress.done, progress.of) {
                    (watch.tell)(Step::Part(so_far(&tables)));
                }
            }),
            Some(NotText { at, help }) => {
                let message = format!("the file is not UTF-8 (byte {at}); nothing of it is loaded");
                report.add(&codes::ENCODING, At::new(number, &(at..at)), message).help = Some(help);
            }
        }
        progress.done = before + file.text.len() as u64;
    }
    let mut told = progress;
    let mut tell = |stage, done: usize, of: usize| {
        let now = Progress { stage, done: done as u64, of: of as u64, ..progress };
        if (now.stage, now.percent()) != (told.stage, told.percent()) {
            told = now;
            watch.progress(now);
        }
    };
    tell(Stage::Articles, 0, tables.articles.len());
    let model = resolve(&tables, &folders, &mut report, &mut tell);
    Loaded { model, findings: report.into_findings(), files: paths, ..Loaded::default() }
}

/// Why a model file is not text.
struct NotText {
    at: usize,
    help: String,
}

/// The text of a file; lossy if it is not UTF-8, to show the place.
fn model_file(path: &Path, bytes: Vec<u8>) -> (ModelFile, Option<NotText>) {
    let name = path.to_string_lossy().into_owned();
    match String::from_utf8(bytes) {
        Ok(text) => (ModelFile::new(name, text), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let encoding = wide_encoding(error.as_bytes());
            let kind = encoding.map_or(String::new(), |encoding| format!("it looks like {encoding}: "));
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (ModelFile::new(name, text), Some(NotText { at, help: format!("{kind}save the file as UTF-8") }))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{example, load, load_str};
    use crate::load::Loaded;

    fn codes(loaded: &Loaded) -> Vec<&'static str> {
        loaded.findings.iter().map(|finding| finding.code.name).filter(|code| code.starts_with('E')).collect()
    }

    fn messages(loaded: &Loaded) -> Vec<(&str, u32, &str)> {
        let place = |finding: &'_ crate::diagnose::Finding| finding.site.as_ref().map_or(0, |site| site.start.line);
        let file = |finding: &crate::diagnose::Finding| match &finding.site {
            Some(site) if site.file == "a.toml" => "a",
            Some(_) => "b",
            None => "",
        };
        loaded.findings.iter().map(|f| (file(f), place(f), f.code.name)).collect()
    }

    #[test]
    fn the_example_has_nothing_wrong() {
        let loaded = example();
        assert_eq!(loaded.findings, []);
        let counts = loaded.model.counts();
        assert!(loaded.is_example && counts.passages > 0 && counts.verified == counts.passages);
    }

    const EU: &str = "[[actors]]\nid = 'eu'\nname = 'EU'\n";

    #[test]
    fn two_files_may_repeat_a_record_if_it_is_the_same() {
        let full = "# other spelling\n[[actors]]\nname = \"EU\"\nkind = 'bloc'\nid = \"eu\"\n";
        for (name, a, b, errors) in [
            ("equal", EU, "\n[[actors]]\nname = \"EU\"\nid = 'eu'\n", 0),
            ("fuller later", EU, full, 0),
            ("fuller first", full, EU, 0),
            ("two full ones", full, &full.replace("bloc", "state"), 1),
            ("another kind", EU, "[[issues]]\nid = 'eu'\nname = 'EU'\n", 1),
        ] {
            let loaded = load_str(&[("a.toml", a), ("b.toml", b)], &[]);
            assert_eq!(codes(&loaded), vec!["E011"; errors], "{name}");
            assert_eq!(loaded.model.counts().actors, 1, "{name}");
            let kind = loaded.model.actors().first().map(|actor| actor.kind.word());
            assert_eq!(kind, Some(if name == "equal" || name == "another kind" { "person" } else { "bloc" }), "{name}");
        }
        let twice = load_str(&[("a.toml", &EU.repeat(2))], &[]);
        assert_eq!(codes(&twice), ["E011"], "in one file even an equal one is a mistake");
    }

    #[test]
    fn findings_are_in_order_of_file_and_place() {
        let a = "[[actors]]\nid = 'x'\nname = 'X'\n[[issues]]\nid = 'i'\nnam = 'I'\ngroup = 'H'\n";
        let b = "[[demands]]\nid = 'd'\nactor = 'x'\nissue = 'j'\ntext = 'T'\n[[issues]]\nid = 'i'\nname = 'J'\ngroup = 'G'\n";
        let loaded = load_str(&[("a.toml", a), ("b.toml", b)], &[]);
        let places = messages(&loaded);
        let mut sorted = places.clone();
        sorted.sort_by_key(|(file, line, _)| (*file, *line));
        assert_eq!(places, sorted);
        assert_eq!(codes(&loaded), ["E005", "E012", "E011"]);
    }

    #[test]
    fn a_passage_without_article_is_of_the_only_one() {
        let article = |id: &str| format!("[[articles]]\nid = '{id}'\ntitle = 'T'\ntext = 'one two three {id}'\n");
        let rest = "[[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'eu'\nissue = 'i'\ntext = 'T'\n\
                    passages = [{ quote = 'one two three' }]\n";
        for (a, b, article) in [
            (format!("{EU}{rest}{}", article("p")), String::new(), Some("p")),
            (format!("{EU}{rest}"), article("p"), Some("p")),
            (format!("{EU}{rest}{}", article("p")), article("q"), Some("p")),
            (format!("{EU}{rest}"), article("p") + &article("q"), None),
            (format!("{EU}{rest}{}{}", article("p"), article("q")), String::new(), None),
        ] {
            let loaded = load_str(&[("a.toml", &a), ("b.toml", &b)], &[]);
            let found = loaded.model.passages().first().map(|p| &*loaded.model.article(p.article).key);
            assert_eq!(found, article, "{a} {b}");
            assert_eq!(codes(&loaded), if article.is_some() { vec![] } else { vec!["E007"] });
        }
    }

    #[test]
    fn a_quote_without_a_source_is_kept_as_the_file_gives_it() {
        let rest = "[[articles]]\nid = 'p'\ntitle = 'T'\n[[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\n\
                    actor = 'eu'\nissue = 'i'\ntext = 'T'\npassages = [{ quote = 'one two three' }]\n";
        let loaded = load_str(&[("a.toml", &format!("{EU}{rest}"))], &[]);
        let id = loaded.model.passage_ids().next().unwrap();
        assert_eq!((loaded.model.passage(id).anchor.word(), loaded.model.quote(id)), ("no-source", "one two three"));
        assert_eq!(loaded.findings, []);
    }

    #[test]
    fn a_folder_is_read_by_its_main_file_or_all_its_models() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let at = |paths: &[PathBuf]| load(paths).map(|loaded| (loaded.files.len(), loaded.model.counts().actors)).ok();
        assert_eq!(at(&[folder.path().to_owned()]), None, "an empty folder is not a model");
        fs::create_dir(path("sub")).unwrap();
        fs::write(path("sub/c.toml"), EU).unwrap();
        fs::write(path("Cargo.toml"), "[package]\nname = 'x'\n").unwrap();
        assert_eq!(at(&[folder.path().to_owned()]), None, "files of another kind are skipped");
        fs::write(path("b.toml"), EU).unwrap();
        fs::write(path("a.toml"), EU.replace("eu", "us")).unwrap();
        assert_eq!(at(&[folder.path().to_owned()]), Some((2, 2)));
        assert_eq!(at(&[path("b.toml"), folder.path().to_owned(), path("./sub/../b.toml")]), Some((2, 2)), "each once");
        let loaded = load(&[folder.path().to_owned()]).unwrap();
        assert_eq!(loaded.files, [path("a.toml"), path("b.toml")]);
        fs::write(path("positions.toml"), EU).unwrap();
        assert_eq!(at(&[folder.path().to_owned()]), Some((1, 1)));
        assert_eq!(at(&[path("Cargo.toml")]), Some((1, 0)), "a file that was named is read");
    }

    #[test]
    fn a_model_that_cannot_be_read_says_what_was_being_done() {
        let missing = load(&[PathBuf::from("no/such\u{1b}.toml")]).unwrap_err().to_string();
        assert!(missing.starts_with("cannot read the model file `no/such␛.toml`: "), "{missing}");
        let folder = tempfile::tempdir().unwrap();
        let empty = load(&[folder.path().to_owned()]).unwrap_err().to_string();
        assert!(empty.starts_with("cannot read the model folder `") && empty.contains("no model file"), "{empty}");
    }
}
