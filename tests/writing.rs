//! Writing into models: what changes is what was meant, every other byte stays, and every step comes back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail wherever it stands")]
#![allow(clippy::print_stderr, reason = "a test says what it skips")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use demarche::edit::{Allowed, Change, Record, Step, Value, apply, evidence_at, plan, repairs, undone, verify};
use demarche::format::{ACTOR, DEMAND, ISSUE, PASSAGE, TableKind};
use demarche::load::{EXAMPLE, Loaded, load_str};
use demarche::model::Model;
use demarche::store::{self, Direction, Mode, Writer};
use demarche::text::Span;
use proptest::prelude::*;
use random::Random;

mod random;

const PORTS: &str = "The ports ask for inspections of every ship. The owners refuse inspections of every ship at sea. \
    Both sides accept a pilot. The ports ask for more.";

/// Models in every form that a file may have, with the texts of their articles.
fn forms() -> Vec<(&'static str, Vec<String>, (&'static str, &'static str))> {
    let [(_, example), article] = EXAMPLE;
    let ports = ("ports.txt", PORTS);
    let inline = "articles = [{ id = 'p', title = 'Ports', file = 'ports.txt' }]\nactors = [\n  { id = 'a', name = 'A' }, # one\n  \
         { id = 'b', name = 'B', member_of = ['a'] } # two\n]\nissues = [{ id = 'i', name = 'I', scale = ['low', 'high'] }]\n\
         demands = [\n  { id = 'd', actor = 'a', issue = 'i', text = 'T', passages = [{ quote = 'inspections of every ship.' }] },\n]\n";
    let between = "# top\n\"format\" = 1\n[[demands]] # first\n  actor = \"a\"\n  # between\n  id = \"d\"\n  text = \"T\"\n  issue = \"i\"\n\
         passages = [ # list\n  { quote = \"accept a pilot\" }, # why\n  { quote = \"ask for more\", note = '''x\ny''' }\n]\n[[issues]]\nname=\"I\"\n\
         id=\"i\"\n[[issues.scale]]\nat = 0\nlabel = \"low\"\n[[issues.scale]]\nat = 1\nlabel = \"high\"\n# of a\n[[actors]]\nid = \"a\"\n\
         name = \"A\"\n[[actors]]\nname = \"B\"\nid = \"b\"\n[[articles]]\nid = \"p\"\ntitle = \"\"\"\nPorts\"\"\"\nfile = \"ports.txt\"";
    let people = "[[actors]]\nid = 'a'\nname = 'A'\n\n[[actors]]\nid = 'b'\nname = 'B'\n\n# end\n";
    let rest = "[[articles]]\nid = 'p'\ntitle = 'Ports'\nfile = 'ports.txt'\n\n[[issues]]\nid = 'i'\nname = 'I'\nscale = ['low', 'high']\n";
    let demands = "[[actors]]\nid = 'a'\nname = 'A'\n\n[[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n  [[demands.passages]]\n  \
         article = 'p'\n  quote = 'accept a pilot'\n";
    let mixed = example.replace("\n\n", "\r\n\n");
    let spaced =
        format!("{demands}# [[demands]]\n# id = 'gone'\n# actor = 'a'\n{rest}[[actors]]\nid = 'b'\nname = 'B'\n")
            .replace("[[", "[[ ")
            .replace("]]", " ]]")
            .replace("demands.passages", "demands . passages")
            .replace("id = 'd'\n", "x.a = 1\nid = 'd'\ny.c = 2\nx.b = 3\n");
    vec![
        ("the example", vec![example.to_owned()], article),
        ("CRLF", vec![example.replace('\n', "\r\n")], article),
        ("a byte order mark", vec![format!("\u{feff}{example}")], article),
        ("mixed line ends", vec![mixed], article),
        ("spaces and tabs at the ends of lines", vec![example.replace('\n', " \t\n")], article),
        ("inline tables", vec![inline.to_owned()], ports),
        ("comments between keys", vec![between.to_owned()], ports),
        ("several files", vec![people.to_owned(), rest.to_owned(), demands.to_owned()], ports),
        ("headers with spaces, a record in a comment", vec![spaced], ports),
        (
            "dotted keys",
            vec![format!("x.y = 1\n{}", rest.replace("name = 'I'", "name = 'I'\nz.w = 2") + people)],
            ports,
        ),
    ]
}

const NAMES: [&str; 3] = ["0.toml", "1.toml", "2.toml"];

fn load(texts: &[String], article: (&str, &str)) -> Loaded {
    let files: Vec<(&str, &str)> = NAMES.iter().zip(texts).map(|(name, text)| (*name, text.as_str())).collect();
    load_str(&files, &[article])
}

fn keys<T>(all: &[T], key: impl Fn(&T) -> &str) -> Vec<String> {
    all.iter().map(|record| key(record).to_owned()).collect()
}

fn set(id: &str, key: &str, value: Option<Value>) -> Change {
    Change::Set { id: id.to_owned(), key: key.to_owned(), value }
}

/// A passage with random words of the first article.
fn passage(model: &Model, random: &mut Random) -> Record {
    let article = &model.articles()[0];
    let starts: Vec<usize> = article.text().match_indices(' ').map(|(at, _)| at + 1).collect();
    let from = random.below(starts.len() - 9);
    let place = Span::new(starts[from], starts[from + 8] - 1);
    let record = evidence_at(article, place).passage().with(PASSAGE.article, &*article.key);
    if random.one_in(3) { record.with(PASSAGE.note, "it's a \"note\"\nof \\ two lines") } else { record }
}

fn change(model: &Model, random: &mut Random, number: usize) -> Change {
    let (actors, issues) = (keys(model.actors(), |actor| &actor.key), keys(model.issues(), |issue| &issue.key));
    let demands = keys(model.demands(), |demand| &demand.key);
    let any = |ids: &[String], random: &mut Random| random.pick(ids).clone();
    let record = |kind, field, stem: &str| Record::new(kind).with(field, format!("{stem}{number}"));
    match random.below(if demands.is_empty() { 4 } else { 12 }) {
        0 => Change::Add(record(TableKind::Actor, ACTOR.id, "actor").with(ACTOR.name, "N")),
        1 => Change::Add(record(TableKind::Issue, ISSUE.id, "issue").with(ISSUE.name, "'N'")),
        2 | 3 => {
            let demand =
                record(TableKind::Demand, DEMAND.id, "demand").with(DEMAND.actor, random.pick(&actors).as_str());
            let demand = demand.with(DEMAND.issue, random.pick(&issues).as_str()).with(DEMAND.text, "Words");
            Change::Add(demand.passage(passage(model, random)))
        }
        4 | 5 => Change::AddPassage { demand: random.pick(&demands).clone(), passage: passage(model, random) },
        6 => set(&any(&demands, random), "note", Some("\u{202e}noted\ttwice".into())),
        7 => set(&any(&demands, random), ["note", "kind", "date", "supports"][random.below(4)], None),
        8 => set(&any(&demands, random), "addressee", Some(vec![random.pick(&actors).clone()].into())),
        9 => set(&format!("{}#1", random.pick(&demands)), "voice", Some("quoted".into())),
        10 => Change::Remove { id: random.pick(&demands).clone() },
        _ => match random.below(3) {
            0 => set(&any(&demands, random), "id", Some(format!("renamed{number}").into())),
            1 => Change::Remove { id: format!("{}#1", random.pick(&demands)) },
            _ => Change::Remove { id: random.pick(&actors).clone() },
        },
    }
}

/// What is to be true of a change in `texts`, whatever it is; the texts after it.
fn holds(texts: &[String], article: (&str, &str), wanted: &Change) -> Option<(Step, Vec<String>)> {
    let before = load(texts, article);
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let step = plan(&borrowed, std::slice::from_ref(wanted)).ok()?;
    let mut after = texts.to_vec();
    for file in &step.files {
        let text = &texts[file.file];
        assert_eq!(apply(text, &file.splices).as_ref(), Some(&file.after));
        assert_eq!(apply(&file.after, &undone(&file.splices)).as_ref(), Some(text), "{wanted:?}");
        let lone = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
        if text.contains('\n') && file.after.contains('\n') {
            assert_eq!(lone(text) == 0, lone(&file.after) == 0, "{wanted:?}");
        }
        after[file.file].clone_from(&file.after);
    }
    let loaded = load(&after, article);
    verify(&before, &loaded, &step, Allowed::default()).ok()?;
    let (was, is) = (before.model.counts(), loaded.model.counts());
    let found = |id: &str| loaded.model.subject(id).is_some();
    match wanted {
        Change::Add(record) => {
            assert!(found(record.text(DEMAND.id)), "{wanted:?}");
            assert_eq!(is.passages, was.passages + record.passages.len());
            assert_eq!(is.verified, was.verified + record.passages.len(), "what is written is in its source");
        }
        Change::AddPassage { .. } => assert_eq!((is.demands, is.verified), (was.demands, was.verified + 1)),
        Change::Set { .. } => assert_eq!((is.demands, is.passages, is.actors), (was.demands, was.passages, was.actors)),
        Change::Remove { id } if id.contains('#') => assert_eq!(is.passages, was.passages - 1),
        Change::Remove { id } => assert!(!found(id)),
    }
    Some((step, after))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Write, then undo: the same bytes; two and two; nothing but what was meant.
    #[test]
    fn what_is_written_is_what_was_meant_and_comes_back(seed in any::<u64>()) {
        for (form, texts, article) in forms() {
            let mut random = Random::new(seed);
            let (mut now, mut steps, mut made) = (texts.clone(), Vec::new(), 0);
            for number in 0..6 {
                let wanted = change(&load(&now, article).model, &mut random, number);
                if let Some((step, after)) = holds(&now, article, &wanted) {
                    (now, made) = (after, made + 1);
                    steps.push(step);
                }
            }
            prop_assert!(made > 0, "{form}: nothing could be written");
            for step in steps.iter().rev() {
                for file in &step.files {
                    now[file.file] = apply(&now[file.file], &undone(&file.splices)).unwrap();
                }
            }
            prop_assert_eq!(now, texts, "{}", form);
        }
    }
}

/// Runs this test again with a state folder of its own, since the environment of a process is not changed from within.
fn in_own_state(test: &str) -> Option<PathBuf> {
    if let Some(state) = std::env::var_os("WRITING_STATE") {
        return Some(state.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let mut again = Command::new(std::env::current_exe().unwrap());
    again
        .args(["--exact", test, "--nocapture"])
        .env("WRITING_STATE", folder.path())
        .env("XDG_STATE_HOME", folder.path().join("state"));
    let ended = again.output().unwrap();
    assert!(ended.status.success(), "{}{}", text(&ended.stdout), text(&ended.stderr));
    None
}

#[test]
fn two_hundred_changes_and_as_many_undos_give_the_same_bytes() {
    let Some(folder) = in_own_state("two_hundred_changes_and_as_many_undos_give_the_same_bytes") else { return };
    let world = World::in_folder(&folder);
    let paths = [world.model()];
    let (mut random, mut made) = (Random::new(random::number("DEMARCHE_TEST_SEED", 1)), 0);
    let before = world.read();
    let mut writer = Writer::new(&paths);
    // What the writer keeps is what the files say.
    let is_read = |loaded: &Loaded| {
        let read = demarche::load::load(&paths).unwrap();
        assert!(loaded.model == read.model && loaded.findings == read.findings);
    };
    for number in 0..1000 {
        let seed = random.next();
        let wanted = |loaded: &Loaded| Ok(vec![change(&loaded.model, &mut Random::new(seed), number)]);
        if number % 3 > 0 {
            let _ = writer.write(&wanted, Allowed::default(), Mode::DryRun);
        }
        let written = writer.write(&wanted, Allowed::default(), Mode::Write);
        if let Some(written) = written.ok().filter(|written| !written.files.is_empty()) {
            made += 1;
            if made % 20 == 0 {
                is_read(&written.after);
            }
        }
        if made == 200 {
            break;
        }
    }
    assert_eq!(made, 200);
    let mut back = 0;
    while let Ok(undone) = writer.undo(Direction::Undo, Mode::Write) {
        back += 1;
        if back % 20 == 1 {
            is_read(&undone.after);
        }
    }
    assert_eq!((back, world.read() == before), (200, true));
    assert_eq!(world.beside(), ["assets", "positions.toml"]);
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The example in a folder of its own, with a state folder.
struct World {
    folder: PathBuf,
    _owned: Option<tempfile::TempDir>,
}

impl World {
    fn new() -> Self {
        let owned = tempfile::tempdir().unwrap();
        Self { _owned: None, ..Self::in_folder(owned.path()) }.owning(owned)
    }

    fn owning(self, owned: tempfile::TempDir) -> Self {
        Self { _owned: Some(owned), ..self }
    }

    fn in_folder(folder: &Path) -> Self {
        let folder = folder.join("world");
        for (name, text) in EXAMPLE {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { folder, _owned: None }
    }

    fn model(&self) -> PathBuf {
        self.folder.join("positions.toml")
    }

    fn read(&self) -> String {
        fs::read_to_string(self.model()).unwrap()
    }

    fn beside(&self) -> Vec<String> {
        let names = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.env_clear().env("XDG_STATE_HOME", self.folder.parent().unwrap().join("state"));
        command.current_dir(&self.folder).stdin(Stdio::null()).args(words);
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs a command that is to end with `code`; what it says on both ways.
    fn ends(&self, code: i32, words: &[&str]) -> (String, String) {
        let ended = self.run(words);
        let said = (text(&ended.stdout), text(&ended.stderr));
        assert_eq!(ended.status.code(), Some(code), "{words:?}: {said:?}");
        said
    }
}

const QUOTE: &str = "The Russian leader insisted that Ukraine abandon these regions entirely";

fn add<'w>(quote: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    [&["add", "demand", "--actor", "Putin", "--issue", "donbas", "--quote", quote][..], more].concat()
}

#[test]
fn a_demand_is_added_undone_and_redone_by_one_run_after_the_other() {
    let world = World::new();
    let before = world.read();
    let (diff, _) = world.ends(0, &add(QUOTE, &["--dry-run"]));
    assert!(diff.starts_with("--- a/positions.toml\n+++ b/positions.toml\n@@"), "{diff}");
    assert_eq!(world.read(), before);
    let (json, said) = world.ends(0, &add(QUOTE, &["--format", "json", "--position", "Ukraine withdraws"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["written"], &json["anchor"]), (&true.into(), &"exact".into()));
    assert_eq!((&json["changes"][0]["id"], &json["changes"][0]["action"]), (&"putin-donbas-2".into(), &"added".into()));
    let line = usize::try_from(json["changes"][0]["line"].as_u64().unwrap()).unwrap();
    assert_eq!(world.read().lines().nth(line - 1), Some("[[demands]]"));
    assert!(said.contains("`putin-donbas` of the same actor on the same issue has the same words"), "{said}");
    let added = world.read();
    world.ends(0, &["set", "putin-donbas-2", "kind=offer", "note="]);
    world.ends(0, &["remove", "putin-donbas-2#1"]);
    world.ends(0, &["undo"]);
    let (said, _) = world.ends(0, &["undo"]);
    assert!(said.starts_with("undo: change putin-donbas-2\n"), "{said}");
    assert_eq!(world.read(), added);
    world.ends(0, &["undo"]);
    assert_eq!(world.read(), before);
    let (_, said) = world.ends(1, &["undo"]);
    assert!(said.contains("nothing to undo"), "{said}");
    world.ends(0, &["redo"]);
    assert_eq!(world.read(), added);
    assert_eq!(world.beside(), ["assets", "positions.toml"]);
}

#[test]
fn what_is_not_in_the_source_is_not_written_and_why_is_said() {
    let world = World::new();
    let before = world.read();
    for (words, said) in [
        (add("insisted that Ukraine abandon these regions completely", &[]), "[-completely-]{+entirely+}"),
        (add("nothing of this kind was ever said by anybody", &[]), "not in article `alaska`"),
        (add("Ukraine", &[]), "is found 8 times"),
        (
            add("At the Alaska summit … withdraw from Donetsk and Luhansk", &[]),
            "it leaves out “, Putin demanded Ukraine”",
        ),
        (add(QUOTE, &["--id", "putin-donbas"]), "the id `putin-donbas` is used already"),
        (add(QUOTE, &["--id", "two words"]), "`two words` is "),
        (add(QUOTE, &["--position", "nowhere"]), "nowhere"),
        (add(QUOTE, &["--speaker", "nobody"]), "there is no actor `nobody`"),
        (vec!["add", "demand", "--actor", "pution", "--issue", "donbas", "--quote", QUOTE], "did you mean `putin`?"),
        (vec!["set", "putin", "nam=X"], "did you mean `name`?"),
        (vec!["set", "putin-donbas", "kind=wish"], "wish"),
        (vec!["set", "putin-donbas#1", "quote=made up words of nobody at all"], "not in article"),
        (vec!["set", "putin-donbas", "text="], "`text`"),
        (vec!["set", "nobody", "name=X"], "there is no record or passage `nobody`"),
        (vec!["remove", "putin"], "`putin` is needed by"),
        (vec!["remove", "alaska"], ""),
    ] {
        let (_, notes) = world.ends(1, &words);
        assert!(notes.contains(said), "{words:?}: {notes}");
        assert_eq!(world.read(), before, "{words:?}");
    }
    let adapted = "At the Alaska summit … withdraw from Donetsk and Luhansk";
    let (_, said) = world.ends(0, &add(adapted, &["--adapted"]));
    assert!(said.contains("left out: “, Putin demanded Ukraine”"), "{said}");
    let (_, said) = world.ends(0, &["set", "putin", "name=Vladimir Putin"]);
    assert!(said.contains("nothing to change"), "{said}");
}

#[test]
fn a_file_that_is_no_article_is_not_added() {
    let world = World::new();
    let before = world.read();
    fs::File::create(world.folder.join("endless.txt")).unwrap().set_len(1 << 40).unwrap();
    symlink("positions.toml", world.folder.join("itself.txt")).unwrap();
    for (code, file, said) in [
        (2, "endless.txt", "is larger than 256 MiB"),
        (2, "assets", "is not a regular file"),
        (2, "gone.txt", "cannot read the article `gone.txt`"),
        (2, "/etc/passwd", "is outside of the model's folder"),
        (1, "positions.toml", "is a file of the model itself"),
        (1, "itself.txt", "is a file of the model itself"),
    ] {
        let (_, noted) = world.ends(code, &["add", "article", "--file", file]);
        assert!(noted.contains(said), "{file}: {noted}");
        assert_eq!(world.read(), before, "{file}");
    }
}

#[test]
fn of_several_places_one_is_chosen_by_its_line_and_context_is_added_only_there() {
    let world = World::new();
    fs::write(
        world.folder.join("ports.txt"),
        "One. They ask for inspections of ships.\nTwo. We refuse inspections of ships.\n",
    )
    .unwrap();
    world.ends(0, &["add", "article", "--file", "ports.txt", "--title", "Ports"]);
    let quote = &["--article", "ports"][..];
    world.ends(1, &add("inspections of ships", quote));
    world.ends(0, &add("inspections of ships", &[quote, &["--line", "2", "--id", "two"]].concat()));
    assert!(
        world.read().contains("article = \"ports\"\n  quote = \"inspections of ships\"\n  prefix = \"refuse\"\n"),
        "{}",
        world.read()
    );
    world.ends(0, &add("inspections of ships", &[quote, &["--prefix", "ask for", "--id", "one"]].concat()));
    world.ends(0, &add("They ask for inspections", &["--id", "three"]));
    assert_eq!(world.read().matches("prefix = ").count(), 2);
    let shown = text(&world.run(&["show", "two", "--format", "json"]).stdout);
    assert!(shown.contains("exact"), "{shown}");
}

#[test]
fn any_number_of_writers_at_once_all_land() {
    let world = World::new();
    let count = 16;
    let writers: Vec<_> = (0..count)
        .map(|_| world.command(&add(QUOTE, &[])).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for writer in writers {
        let ended = writer.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", text(&ended.stderr));
    }
    let loaded = load_str(&[("positions.toml", &world.read())], &[EXAMPLE[1]]);
    assert_eq!(loaded.findings, []);
    let new = loaded.model.keys().filter(|key| key.starts_with("putin-donbas-")).count();
    assert_eq!(new, count);
    for _ in 0..count {
        world.ends(0, &["undo"]);
    }
    assert_eq!(world.read(), EXAMPLE[0].1);
    assert_eq!(world.beside(), ["assets", "positions.toml"]);
}

#[test]
fn what_somebody_else_changed_stays_and_a_step_is_found_beside_it() {
    let world = World::new();
    world.ends(0, &add(QUOTE, &[]));
    let edited = world
        .read()
        .replace("# The Alaska summit", "# Mine\n# The Alaska summit")
        .replace("issue = \"sanctions\"", "issue = \"sanctions\" # !");
    fs::write(world.model(), &edited).unwrap();
    world.ends(0, &["undo"]);
    let expected = EXAMPLE[0]
        .1
        .replace("# The Alaska summit", "# Mine\n# The Alaska summit")
        .replace("issue = \"sanctions\"", "issue = \"sanctions\" # !");
    assert_eq!(world.read(), expected);
    world.ends(0, &["redo"]);
    assert_eq!(world.read(), edited);
    let touched = edited.replace("id = \"putin-donbas-2\"", "id = \"mine\"");
    fs::write(world.model(), &touched).unwrap();
    let (_, said) = world.ends(1, &["undo"]);
    assert!(said.contains("cannot undo “add putin-donbas-2”: the file was changed at that place since"), "{said}");
    assert_eq!(world.read(), touched);
}

#[test]
fn mode_and_links_are_kept_and_a_killed_writers_draft_goes() {
    let world = World::new();
    fs::rename(world.model(), world.folder.join("real.toml")).unwrap();
    symlink("real.toml", world.folder.join("middle.toml")).unwrap();
    symlink("middle.toml", world.model()).unwrap();
    let real = world.folder.join("real.toml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    world.ends(0, &add(QUOTE, &[]));
    assert!(world.model().symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o7777, 0o640);
    assert!(world.read().contains("putin-donbas-2"));
    let draft = format!(".demarche-{}.tmp", store::digest(b"real.toml").chars().take(16).collect::<String>());
    fs::write(world.folder.join(&draft), "half a fi").unwrap();
    world.ends(0, &["undo"]);
    assert_eq!(world.beside(), ["assets", "middle.toml", "positions.toml", "real.toml"]);
    assert_eq!(world.read(), EXAMPLE[0].1);
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_lost() {
    let refused = |prepare: &dyn Fn(&World), said: &str| {
        let world = World::new();
        prepare(&world);
        let held = || world.model().is_file().then(|| fs::read(world.model()).unwrap());
        let before = held();
        let beside = world.beside();
        let mut command = world.command(&add(QUOTE, &[]));
        if rustix::process::geteuid().is_root() && said == "ermission denied" {
            command.uid(65534).gid(65534);
        }
        let ended = command.output().unwrap();
        assert_eq!(ended.status.code(), Some(2), "{said}: {}{}", text(&ended.stdout), text(&ended.stderr));
        assert!(text(&ended.stderr).contains(said), "{said}: {}", text(&ended.stderr));
        assert_eq!((held(), world.beside()), (before, beside), "{said}");
    };
    let mode = |path: PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    refused(&|world| mode(world.model(), 0o444), "it is read-only");
    refused(&|world| fs::hard_link(world.model(), world.folder.join("other")).unwrap(), "it has 2 names");
    refused(
        &|world| {
            fs::rename(world.model(), world.folder.parent().unwrap().join("out.toml")).unwrap();
            symlink("../out.toml", world.model()).unwrap();
        },
        "leads out of the model's folder",
    );
    refused(
        &|world| {
            fs::remove_file(world.model()).unwrap();
            fs::create_dir(world.model()).unwrap();
        },
        "",
    );
    refused(
        &|world| {
            fs::remove_file(world.model()).unwrap();
            let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR);
            rustix::fs::mknodat(rustix::fs::CWD, world.model(), kind, mode, 0).unwrap();
        },
        "not a regular file",
    );
    refused(
        &|world| {
            mode(world.folder.parent().unwrap().to_owned(), 0o755);
            mode(world.model(), 0o666);
            if rustix::process::geteuid().is_root() {
                std::os::unix::fs::chown(world.model(), Some(65534), Some(65534)).unwrap();
            } else {
                mode(world.folder.clone(), 0o555);
            }
        },
        "ermission denied",
    );
}

#[test]
fn a_file_that_may_not_grow_stays_as_it_was() {
    let world = World::new();
    let mut command = Command::new("sh");
    command.env_clear().env("XDG_STATE_HOME", world.folder.parent().unwrap().join("state")).current_dir(&world.folder);
    command.env("PROGRAM", env!("CARGO_BIN_EXE_demarche")).env("QUOTE", QUOTE);
    // In blocks of 512 bytes: the journal has room, the model has not.
    let script = "ulimit -f 16; \"$PROGRAM\" add demand --actor putin --issue donbas --quote \"$QUOTE\"";
    let ended = command.args(["-c", script]).output().unwrap();
    assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("cannot write `"), "{}", text(&ended.stderr));
    assert_eq!(
        (world.read().as_str(), world.beside()),
        (EXAMPLE[0].1, vec!["assets".to_owned(), "positions.toml".to_owned()])
    );
}

#[test]
fn a_mistake_elsewhere_is_no_hindrance_and_one_at_the_place_is_said() {
    let world = World::new();
    let broken = world.read().replacen("question = \"Who", "question = Who", 1);
    fs::write(world.model(), &broken).unwrap();
    world.ends(0, &["set", "putin", "role=R"]);
    assert_eq!(world.read(), broken.replacen("role = \"The Russian leader\"", "role = \"R\"", 1));
    world.ends(0, &["undo"]);
    let (_, said) = world.ends(1, &["set", "donbas", "group=G"]);
    assert!(said.contains("is not valid TOML; fix it first"), "{said}");
    assert_eq!(world.read(), broken);
}

#[test]
fn the_example_and_standard_input_are_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.env_clear().env("XDG_STATE_HOME", folder.path()).current_dir(folder.path()).stdin(Stdio::null());
        let ended = command.args(words).output().unwrap();
        assert_eq!(ended.status.code(), Some(2));
        text(&ended.stderr)
    };
    assert!(run(&["remove", "putin"]).contains("save the built-in example first: demarche new --example"));
    assert!(run(&["remove", "putin", "-m", "-"]).contains("from standard input cannot be changed"));
}

#[test]
fn a_new_model_loads_says_nothing_of_its_own_and_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Port news.txt"), "Harbour talks\n\nThey met Anna Lind. Then Anna Lind left.\n")
        .unwrap();
    let run = |words: &[&str], input: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.env_clear().env("XDG_STATE_HOME", folder.path().join(".state")).current_dir(folder.path());
        let mut child =
            command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let ended = child.wait_with_output().unwrap();
        (ended.status.code(), text(&ended.stdout) + &text(&ended.stderr))
    };
    let (code, said) = run(&["new", "Port news.txt", "-"], "A text.\n");
    assert_eq!(code, Some(0), "{said}");
    let model = fs::read_to_string(folder.path().join("positions.toml")).unwrap();
    assert!(model.starts_with("format = 1\n\n[[articles]]\nid = \"port-news\"\ntitle = \"Harbour talks\"\nfile = \"Port news.txt\"\nsha256 = \""), "{model}");
    assert!(model.contains("\n# [[actors]]  # 2 times\n# id = \"anna-lind\"\n# name = \"Anna Lind\"\n"), "{model}");
    let (code, said) = run(&["check"], "");
    assert!(code == Some(0) && said.contains("0 errors"), "{said}");
    let bare: String = model
        .lines()
        .map(|line| {
            line.strip_prefix("# [").map_or_else(
                || {
                    line.strip_prefix("# id").or(line.strip_prefix("# name")).map_or(line.to_owned(), |rest| {
                        if line.contains("# id") { format!("id{rest}") } else { format!("name{rest}") }
                    })
                },
                |rest| format!("[{rest}"),
            ) + "\n"
        })
        .collect();
    fs::write(folder.path().join("bare.toml"), bare).unwrap();
    let (code, said) = run(&["check", "-m", "bare.toml"], "");
    assert!(code == Some(0) && said.contains("1 actor,"), "{said}");
    for words in [&["new", "Port news.txt"][..], &["new", "--example"], &["new", "../x.txt", "-o", "y.toml"]] {
        let (code, said) = run(words, "");
        assert_eq!(code, Some(2), "{said}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("positions.toml")).unwrap(), model);
    assert!(!folder.path().join("assets").exists());
    let (code, said) = run(&["new", "--example", "-o", "example.toml"], "");
    assert!(code == Some(0) && folder.path().join("assets/articles/alaska-summit.txt").exists(), "{said}");
}

/// A quote of the example, as a coder may have typed it wrong.
fn slip(quote: &str, random: &mut Random) -> String {
    match random.below(4) {
        0 => quote.to_uppercase(),
        1 => quote.replacen(' ', "-", 1),
        2 => quote.replacen(' ', ", ", 2),
        _ => quote.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" - "),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Slips in case, marks and spaces are repaired to the very words that were there, and nothing else changes.
    #[test]
    fn a_repair_gives_back_the_words_of_the_article(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        for (form, texts, article) in forms() {
            let model = load(&texts, article).model;
            let ids: Vec<_> = model.passage_ids().filter(|id| model.passage(*id).anchor.verified().is_some()).collect();
            if ids.is_empty() {
                continue;
            }
            let id = *random.pick(&ids);
            let quote = model.quote(id);
            // Without its marks it may be found twice: then it is not for a program to choose.
            let stem = quote.trim_end_matches('.').to_lowercase();
            if article.1.to_lowercase().matches(&stem).count() != 1 {
                continue;
            }
            let typed = slip(quote, &mut random);
            let mut broken = texts.clone();
            for text in &mut broken {
                *text = text.replacen(quote, &typed, 1);
            }
            let faulty = load(&broken, article).model;
            if faulty.passage(id).anchor.verified().is_some() {
                continue;
            }
            let found = repairs(&faulty);
            prop_assert_eq!(found.len(), 1, "{}: {}", form, typed);
            prop_assert!(found[0].is_safe, "{}: {}", form, typed);
            let borrowed: Vec<&str> = broken.iter().map(String::as_str).collect();
            let step = plan(&borrowed, &found[0].changes).unwrap();
            let mut after = broken.clone();
            for file in &step.files {
                prop_assert_eq!(file.splices.len(), 1, "one string is replaced");
                after[file.file].clone_from(&file.after);
            }
            let loaded = load(&after, article);
            verify(&load(&broken, article), &loaded, &step, Allowed::default()).unwrap();
            prop_assert_eq!(loaded.model.passage(id).anchor.verified(), Some(found[0].place));
            prop_assert_eq!(loaded.model.passage(id).anchor.verified(), model.passage(id).anchor.verified());
        }
    }
}

#[test]
fn check_puts_right_what_is_no_word_and_leaves_the_rest_to_be_accepted() {
    let world = World::new();
    let path = "quote = \"He presented his proposal as a necessary path to stability\"";
    let broken = world
        .read()
        .replace("quote = \"The Russian leader insisted", "quote = \"the russian leader insisted")
        .replace(path, &format!("{path}\n  prefix = \"nonesuch\""))
        .replacen("quote = \"while resisting Trump’s pressure", "quote = \"while rejecting Trump’s pressure", 1);
    fs::write(world.model(), &broken).unwrap();
    let (diff, said) = world.ends(1, &["check", "--fix"]);
    let diff: Vec<&str> = diff.lines().filter(|line| line.starts_with(['-', '+'])).collect();
    assert_eq!(
        diff,
        [
            "--- a/positions.toml",
            "+++ b/positions.toml",
            "-  quote = \"the russian leader insisted that Ukraine abandon these regions entirely\"",
            "+  quote = \"The Russian leader insisted that Ukraine abandon these regions entirely\"",
            "-  prefix = \"nonesuch\"",
            "+  prefix = \"security\u{201d}.\"",
        ]
        .map(|line| if line.contains("security") { said_prefix(&diff) } else { line })
    );
    assert!(
        said.contains("`putin-no-compromise#1` is left as it is: --accept putin-no-compromise#1 takes line"),
        "{said}"
    );
    assert!(said.contains("[-rejecting-]{+resisting+}") && said.contains("2 quotes can be repaired"), "{said}");
    assert_eq!(world.read(), broken);
    let (done, said) = world.ends(1, &["check", "--fix", "--write"]);
    assert!(done.contains("changed putin-donbas#2 (positions.toml:"), "{done}{said}");
    let (json, _) =
        world.ends(0, &["check", "--fix", "--write", "--accept", "putin-no-compromise", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["written"], &json["findings"]), (&true.into(), &serde_json::json!([])));
    assert_eq!(json["changes"][0]["id"], "putin-no-compromise#1");
    let mended =
        world.read().lines().filter(|line| !line.contains("  prefix = \"")).collect::<Vec<_>>().join("\n") + "\n";
    assert_eq!(mended, EXAMPLE[0].1);
    let (_, said) = world.ends(0, &["check", "--fix", "--write"]);
    assert!(said.contains("nothing is repaired"), "{said}");
    world.ends(0, &["undo"]);
    world.ends(0, &["undo"]);
    assert_eq!(world.read(), broken);
    for (code, words) in [
        (1, &["check", "--fix", "--accept", "nobody"][..]),
        (2, &["check", "--write"]),
        (2, &["check", "--fix", "-m", "-"]),
    ] {
        world.ends(code, words);
    }
}

#[test]
fn a_reading_that_is_known_is_not_made_again_unless_the_file_is_another() {
    let world = World::new();
    let paths = [world.model()];
    let loaded = Arc::new(demarche::load::load(&paths).unwrap());
    let mut writer = Writer::new(&paths);
    writer.know(Arc::clone(&loaded));
    let mut before = || {
        let wanted = |_: &Loaded| Ok(vec![set("putin", "role", Some(Value::from("X")))]);
        writer.write(&wanted, Allowed::default(), Mode::DryRun).unwrap().before
    };
    assert!(Arc::ptr_eq(&before(), &loaded));
    fs::write(world.model(), world.read() + "\n# more\n").unwrap();
    assert!(!Arc::ptr_eq(&before(), &loaded));
}

#[test]
fn an_article_is_pinned_as_it_is_once_all_its_quotes_are_in_it() {
    let world = World::new();
    let article = world.folder.join("assets/articles/alaska-summit.txt");
    world.ends(0, &["set", "alaska", &format!("sha256={}", "0".repeat(64))]);
    let (_, said) = world.ends(0, &["check", "--fix"]);
    assert!(
        said.contains("note: the text of `alaska` has changed, its quotes are in it: --accept alaska pins"),
        "{said}"
    );
    let whole = fs::read_to_string(&article).unwrap();
    fs::write(&article, whole.replace("freeze the frontline in southern Ukraine", "move it")).unwrap();
    let before = world.read();
    let (_, said) = world.ends(1, &["check", "--fix", "--write", "--accept", "alaska"]);
    assert!(said.contains("is not pinned: it lacks the quotes of putin-south#1"), "{said}");
    assert!(said.contains("nothing is repaired"), "{said}");
    assert_eq!(world.read(), before);
    // What is only written otherwise is put right in the same step.
    fs::write(&article, whole.replace("The Russian leader insisted", "the russian leader insisted")).unwrap();
    let (done, said) = world.ends(0, &["check", "--fix", "--write", "--accept", "alaska", "--strict"]);
    assert!(done.contains("changed alaska (positions.toml:") && said.contains("1 article pinned"), "{done}{said}");
    let (_, said) = world.ends(0, &["check", "--fix", "--accept", "alaska"]);
    assert!(said.contains("nothing is repaired"), "{said}");
    world.ends(0, &["undo"]);
    assert_eq!(world.read(), before);
}

#[test]
fn a_step_that_cannot_be_undone_is_passed_over_when_that_is_asked_for() {
    let world = World::new();
    let original = world.read();
    world.ends(0, &["add", "actor", "Anna"]);
    let one = world.read();
    world.ends(0, &["set", "putin", "role=Tsar"]);
    let edited = world.read().replace("role = \"Tsar\"", "role = \"Emperor\"");
    fs::write(world.model(), &edited).unwrap();
    for words in [&["undo"][..], &["undo", "--dry-run"]] {
        let (_, said) = world.ends(1, words);
        assert!(
            said.starts_with("error: cannot undo “change putin”: the file was changed at that place since\n"),
            "{said}"
        );
        assert!(said.contains("help: `--skip` leaves it as it is"), "{said}");
    }
    let (json, said) = world.ends(0, &["undo", "--skip", "--format", "json"]);
    assert!(json.contains("\"written\": false") && said.contains("“change putin” stays as it is"), "{json}{said}");
    assert_eq!(world.read(), edited);
    world.ends(0, &["undo"]);
    assert_eq!(world.read(), edited.replace(&added(&original, &one), ""));
    let (_, said) = world.ends(1, &["undo"]);
    assert!(said.contains("note: there is nothing to undo"), "{said}");
    world.ends(0, &["redo"]);
    assert_eq!(world.read(), edited);
    // One that cannot be made again goes the same way.
    world.ends(0, &["undo"]);
    world.ends(0, &["redo", "--skip"]);
    world.ends(1, &["redo"]);
    world.ends(2, &["undo", "--skip", "--dry-run"]);
}

/// What came into a text at one place.
fn added(before: &str, after: &str) -> String {
    let lead = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    after.get(lead..lead + after.len() - before.len()).unwrap().to_owned()
}

#[test]
fn names_and_files_are_words_or_options() {
    let world = World::new();
    fs::write(world.folder.join("more.txt"), "More of it.\n").unwrap();
    fs::write(world.folder.join("last.txt"), "The last of it.\n").unwrap();
    for words in [
        &["add", "actor", "Anna Lind"][..],
        &["add", "actor", "--name", "Bo Ek", "--kind", "person"],
        &["add", "issue", "The port", "--label", "open", "--label", "closed"],
        &["add", "issue", "--name", "Tolls"],
        &["add", "article", "more.txt", "--title", "More"],
        &["add", "article", "--file", "last.txt"],
    ] {
        world.ends(0, words);
    }
    let text = world.read();
    for line in ["name = \"Anna Lind\"", "name = \"Bo Ek\"", "name = \"The port\"", "file = \"more.txt\""] {
        assert!(text.contains(line), "{line}");
    }
    for words in [
        &["add", "actor"][..],
        &["add", "issue"],
        &["add", "article"],
        &["add", "actor", "Anna", "--name", "Bo"],
        &["add", "article", "more.txt", "--file", "last.txt"],
    ] {
        world.ends(2, words);
    }
}

/// The line of a diff that brings a prefix.
fn said_prefix<'d>(diff: &[&'d str]) -> &'d str {
    diff.iter().find(|line| line.starts_with("+  prefix = \"")).copied().unwrap_or_default()
}

#[test]
fn a_label_that_changes_changes_where_it_is_named() {
    let world = World::new();
    let before = world.read();
    let scale = "scale=[\"Ukraine leaves\", \"front line frozen\", \"no territory surrendered\"]";
    world.ends(0, &["set", "donbas", scale]);
    let after = world.read();
    let loaded = load_str(&[("positions.toml", &after)], &[EXAMPLE[1]]);
    assert_eq!(loaded.findings, []);
    let scale_of_south = "scale = [\"Ukraine withdraws\", \"front line frozen\", \"no territory surrendered\"]";
    let of_donbas = |text: &str, label: &str| {
        let demands = text.split("[[demands]]").filter(|demand| demand.contains("issue = \"donbas\""));
        demands.filter(|demand| demand.contains(&format!("position = \"{label}\""))).count()
    };
    let count = of_donbas(&before, "Ukraine withdraws");
    assert!(count > 0);
    assert_eq!((of_donbas(&after, "Ukraine leaves"), of_donbas(&after, "Ukraine withdraws")), (count, 0));
    assert!(
        after.contains("issue = \"south\"") && after.matches(scale_of_south).count() == 1,
        "another issue keeps its labels"
    );
    world.ends(0, &["undo"]);
    assert_eq!(world.read(), before);
}

const ARTICLES: &str = "[[articles]]\nid = 'p'\ntitle = 'Ports'\ntext = 'Both sides accept a pilot.'\n\n[[actors]]\nid = 'a'\nname = 'A'\n\n\
    [[issues]]\nid = 'i'\nname = 'I'\n";
const DEMANDS: &str =
    "[[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 'T'\npassages = [{ quote = 'accept a pilot' }]\n";

/// A model of two files.
struct Two(World);

impl Two {
    fn new(one: &str, other: &str) -> Self {
        let world = World::new();
        fs::remove_file(world.model()).unwrap();
        let two = Self(world);
        two.put([one, other]);
        two
    }

    fn put(&self, texts: [&str; 2]) {
        for (path, text) in self.paths().iter().zip(texts) {
            fs::write(path, text).unwrap();
        }
    }

    fn paths(&self) -> [PathBuf; 2] {
        ["one.toml", "other.toml"].map(|name| self.0.folder.join(name))
    }

    fn texts(&self) -> [String; 2] {
        self.paths().map(|path| fs::read_to_string(path).unwrap())
    }

    fn journal(&self, file: usize) -> PathBuf {
        let path = self.paths()[file].canonicalize().unwrap();
        let name: String = store::digest(path.as_os_str().as_encoded_bytes()).chars().take(32).collect();
        self.0.folder.parent().unwrap().join(format!("state/demarche/journal/{name}.jsonl"))
    }

    /// Takes the last note of a file's journal away, as if its writer had been killed before.
    fn forget_end(&self, file: usize) {
        let text = fs::read_to_string(self.journal(file)).unwrap();
        let mut lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert!(lines.pop().unwrap().contains("\"end\""), "{text}");
        fs::write(self.journal(file), lines.join("\n") + "\n").unwrap();
    }
}

const BOTH: [&str; 4] = ["-m", "one.toml", "-m", "other.toml"];

#[test]
fn a_step_over_several_files_comes_back_in_all_of_them() {
    let two = Two::new(ARTICLES, DEMANDS);
    let with = |words: &[&'static str]| [words, &BOTH[..]].concat();
    two.0.ends(0, &with(&["set", "a", "id=port"]));
    let renamed = [ARTICLES.replace("'a'", "'port'"), DEMANDS.replace("'a'", "'port'")];
    assert_eq!(two.texts(), renamed);
    two.0.ends(0, &with(&["undo"]));
    assert_eq!(two.texts(), [ARTICLES, DEMANDS]);
    two.0.ends(0, &with(&["redo"]));
    assert_eq!(two.texts(), renamed);
    two.0.ends(0, &["undo", "-m", "other.toml"]);
    assert_eq!(two.texts(), [ARTICLES, DEMANDS], "both, though one was named");
}

#[test]
fn a_step_that_was_cut_short_is_completed_behind_its_first_file_and_dropped_before() {
    let with = |words: &[&'static str]| [words, &BOTH[..]].concat();
    let renamed = [ARTICLES.replace("'a'", "'port'"), DEMANDS.replace("'a'", "'port'")];
    // Killed between the two: the second file is old, and its journal has no end.
    let between = || {
        let two = Two::new(ARTICLES, DEMANDS);
        two.0.ends(0, &with(&["set", "a", "id=port"]));
        two.forget_end(1);
        two.put([&renamed[0], DEMANDS]);
        two
    };
    let two = between();
    two.0.ends(0, &with(&["undo"]));
    assert_eq!(two.texts(), [ARTICLES, DEMANDS]);
    let two = between();
    two.0.ends(0, &with(&["set", "d", "note=N"]));
    assert!(two.texts()[1].contains("actor = 'port'") && two.texts()[1].contains("note = 'N'"), "{:?}", two.texts());
    two.0.ends(0, &with(&["undo"]));
    assert_eq!(two.texts(), renamed);
    // Killed behind the first one, before its end was noted.
    let two = between();
    two.forget_end(0);
    two.0.ends(0, &with(&["undo"]));
    assert_eq!(two.texts(), [ARTICLES, DEMANDS]);
    // Killed before the first one.
    let two = between();
    two.forget_end(0);
    two.put([ARTICLES, DEMANDS]);
    let (_, said) = two.0.ends(1, &with(&["undo"]));
    assert!(said.contains("nothing to undo"), "{said}");
    assert_eq!(two.texts(), [ARTICLES, DEMANDS]);
}

#[test]
fn a_record_of_two_files_changes_in_both_of_them() {
    let actor = "\n[[actors]]\nid = 'a'\nname = 'A'\nrole = 'R'\n";
    let one = ARTICLES.replace("\n[[actors]]\nid = 'a'\nname = 'A'\n", actor);
    let other = format!("{DEMANDS}{actor}");
    let two = Two::new(&one, &other);
    two.0.ends(0, &[&["set", "a", "role=S"][..], &BOTH].concat());
    assert_eq!(two.texts(), [one.replace("'R'", "'S'"), other.replace("'R'", "'S'")]);
    two.0.ends(0, &[&["undo"][..], &BOTH].concat());
    assert_eq!(two.texts(), [one.clone(), other]);
    // One that only names it stays as it is.
    let brief = format!("{DEMANDS}\n[[actors]]\nid = 'a'\nname = 'A'\n");
    let two = Two::new(&one, &brief);
    two.0.ends(0, &[&["set", "a", "role=S"][..], &BOTH].concat());
    assert_eq!(two.texts(), [one.replace("'R'", "'S'"), brief]);
}

#[test]
fn a_journal_keeps_its_latest_steps_and_never_grows_beyond_a_megabyte() {
    let two = Two::new(ARTICLES, DEMANDS);
    let mut states = vec![two.texts()];
    for number in 0..24 {
        let note = format!("note={number}{}", "x".repeat(60_000));
        two.0.ends(0, &[&["set", "d", &note][..], &BOTH].concat());
        states.push(two.texts());
        assert!(fs::metadata(two.journal(1)).unwrap().len() <= 1 << 20);
    }
    states.pop();
    let mut back = 0;
    while two.0.run(&[&["undo"][..], &BOTH].concat()).status.success() {
        assert_eq!(two.texts(), states.pop().unwrap());
        back += 1;
    }
    assert!((2..24).contains(&back), "{back} steps came back");
}

#[test]
fn what_was_shown_is_written_unless_the_file_is_another_by_then() {
    let Some(folder) = in_own_state("what_was_shown_is_written_unless_the_file_is_another_by_then") else { return };
    let world = World::in_folder(&folder);
    let mut writer = Writer::new(&[world.model()]);
    let role = |words: &'static str| move |_: &Loaded| Ok(vec![set("putin", "role", Some(words.into()))]);
    let mut write = |wanted: store::Wanted<'_>, mode| writer.write(wanted, Allowed::default(), mode).unwrap();
    let before = world.read();
    let shown = write(&role("R"), Mode::DryRun);
    assert_eq!(world.read(), before);
    let written = write(&role("R"), Mode::Write);
    assert!(std::sync::Arc::ptr_eq(&shown.after, &written.after), "it was read once");
    assert_eq!(world.read(), shown.files[0].after);
    // Another change than the one that was shown.
    write(&role("S"), Mode::DryRun);
    write(&role("T"), Mode::Write);
    assert!(world.read().contains("role = \"T\""));
    // The file has changed since.
    write(&role("U"), Mode::DryRun);
    fs::write(world.model(), world.read().replace("# The Alaska summit", "# Mine")).unwrap();
    write(&role("U"), Mode::Write);
    assert!(world.read().contains("role = \"U\"") && world.read().contains("# Mine"));
    let undone = writer.undo(Direction::Undo, Mode::Write).unwrap();
    assert!(world.read().contains("role = \"T\"") && world.read().contains("# Mine"));
    assert_eq!(undone.after.model, demarche::load::load(&[world.model()]).unwrap().model);
}

#[test]
fn what_becomes_of_the_file_meanwhile_is_never_lost() {
    let Some(folder) = in_own_state("what_becomes_of_the_file_meanwhile_is_never_lost") else { return };
    let change = || set("putin", "role", Some("R".into()));
    let meanwhile = |name: &str, happen: &dyn Fn(&Path)| {
        let world = World::in_folder(&folder.join(name));
        let model = world.model();
        let is_first = std::cell::Cell::new(true);
        let wanted = |_: &Loaded| {
            if is_first.replace(false) {
                happen(&model);
            }
            Ok(vec![change()])
        };
        let written = store::write(std::slice::from_ref(&model), &wanted, Allowed::default(), Mode::Write);
        (world, written.map(|written| written.sentence).map_err(|failure| failure.to_string()))
    };
    let gone = |path: &Path| fs::remove_file(path).unwrap();
    let (world, written) = meanwhile("folder", &|path| {
        gone(path);
        fs::create_dir(path).unwrap();
        fs::write(path.join("kept"), "k").unwrap();
    });
    assert!(written.clone().is_err_and(|said| said.contains("not a regular file")), "{written:?}");
    assert_eq!(fs::read_to_string(world.model().join("kept")).unwrap(), "k");
    let (world, written) = meanwhile("pipe", &|path| {
        gone(path);
        let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR);
        rustix::fs::mknodat(rustix::fs::CWD, path, kind, mode, 0).unwrap();
    });
    assert!(written.clone().is_err_and(|said| said.contains("not a regular file")), "{written:?}");
    assert_eq!(world.beside(), ["assets", "positions.toml"]);
    let (world, written) = meanwhile("gone", &gone);
    assert!(written.clone().is_err_and(|said| said.contains("cannot write `")), "{written:?}");
    assert_eq!(world.beside(), ["assets"]);
    let (world, written) = meanwhile("edited", &|path| {
        fs::write(path, EXAMPLE[0].1.replace("# The Alaska summit", "# Mine")).unwrap();
    });
    assert_eq!(written.as_deref(), Ok("change putin"));
    assert!(world.read().contains("# Mine") && world.read().contains("role = \"R\""), "{}", world.read());
}

#[test]
fn a_pipe_in_the_place_of_the_journal_is_not_waited_for() {
    let world = World::new();
    world.ends(0, &["set", "putin", "role=R"]);
    let journals = fs::read_dir(world.folder.parent().unwrap().join("state/demarche/journal")).unwrap();
    let journals: Vec<PathBuf> = journals.map(|entry| entry.unwrap().path()).collect();
    let [journal] = journals.as_slice() else { panic!("{journals:?}") };
    fs::remove_file(journal).unwrap();
    let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR);
    rustix::fs::mknodat(rustix::fs::CWD, journal, kind, mode, 0).unwrap();
    let (_, said) = world.ends(2, &["undo"]);
    assert!(said.contains("not a regular file"), "{said}");
    let (_, said) = world.ends(0, &["set", "putin", "role=S"]);
    assert!(said.contains("cannot be undone"), "{said}");
    assert!(world.read().contains("role = \"S\""));
}

#[test]
fn on_a_full_file_system_the_file_stays_as_it_was() {
    let world = World::new();
    let mount = world.folder.parent().unwrap().join("small");
    fs::create_dir(&mount).unwrap();
    // Room for the model, not for a second one beside it.
    let script = "mount -t tmpfs -o size=64k none \"$MOUNT\" || exit 99; cp -r positions.toml assets \"$MOUNT\"; cd \"$MOUNT\"; \
        dd if=/dev/zero of=filler bs=1024 count=64 2>/dev/null; \"$PROGRAM\" set putin role=R; code=$?; \
        cmp positions.toml \"$WORLD/positions.toml\" || exit 98; ls -A; exit $code";
    let mut command = Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", script])
        .current_dir(&world.folder)
        .env("MOUNT", &mount)
        .env("WORLD", &world.folder);
    command
        .env("PROGRAM", env!("CARGO_BIN_EXE_demarche"))
        .env("XDG_STATE_HOME", world.folder.parent().unwrap().join("state"));
    let Ok(ended) = command.stdin(Stdio::null()).output() else {
        eprintln!("skipped: there is no `unshare`");
        return;
    };
    let said = text(&ended.stdout) + &text(&ended.stderr);
    if ended.status.code() == Some(99) || said.contains("unshare") {
        eprintln!("skipped: no file system can be mounted: {said}");
        return;
    }
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("No space left on device"), "{said}");
    assert!(text(&ended.stdout).lines().eq(["assets", "filler", "positions.toml"]), "{said}");
}

#[test]
fn every_value_of_a_demand_can_be_given() {
    let world = World::new();
    world.ends(0, &add(QUOTE, &["--id", "new", "--salience", "0.9", "--power", "0.25", "--note", "N"]));
    assert!(world.read().contains("salience = 0.9\npower = 0.25\n"), "{}", world.read());
    let (_, said) = world.ends(1, &add(QUOTE, &["--salience", "2"]));
    assert!(said.contains("salience"), "{said}");
}

const DESK: &str = "[[articles]]\nid = \"a\"\ntitle = \"A\"\nfile = \"a.txt\"\n\n[[actors]]\nid = \"alpha\"\nname = \"Alpha\"\n\n\
    [[actors]]\nid = \"beta\"\nname = \"Beta\"\n\n[[issues]]\nid = \"ports\"\nname = \"Ports\"\nscale = [\"open\", \"half\", \"closed\"]\n\n\
    [[demands]]\nid = \"alpha-ports\"\nactor = \"alpha\"\nissue = \"ports\"\ntext = \"Open\"\n\
    passages = [{ quote = \"The harbour has to stay open\" }]\n";
const HARBOUR: &str = "The harbour has to stay open, said Alpha.\nBeta “never” agrees to that. The harbour has to close, Beta said 😀 again.\n\
    Gamma waits. Gamma waits.\n";

impl World {
    /// A model of one article, written by hand.
    fn desk(model: &str) -> Self {
        let world = Self::new();
        fs::write(world.model(), model).unwrap();
        fs::write(world.folder.join("a.txt"), HARBOUR).unwrap();
        world
    }

    /// Runs commands that are to be refused with these words, each leaving the model as it is.
    fn refuses(&self, all: &[(&[&str], &str)]) {
        let before = self.read();
        for (words, why) in all {
            let (_, said) = self.ends(1, words);
            assert!(said.contains(why), "{words:?}: {said}");
            assert_eq!(self.read(), before, "{words:?}");
        }
    }
}

const INVENTED: &str = "nobody ever said such a thing";

#[test]
fn a_quote_that_cannot_be_checked_is_not_written() {
    type Prepare = fn(&World);
    let make: [(Prepare, &str); 3] = [
        (|world| fs::remove_file(world.folder.join("a.txt")).unwrap(), "cannot be read"),
        (|world| fs::write(world.folder.join("a.txt"), b"\xff\xfe no text").unwrap(), "cannot be read"),
        (|world| fs::write(world.model(), DESK.replace("file = \"a.txt\"\n", "")).unwrap(), "has no text"),
    ];
    for (prepare, why) in make {
        let world = World::desk(DESK);
        prepare(&world);
        let why = format!("the article `a` {why}, so the quote cannot be checked");
        world.refuses(&[
            (&["add", "demand", "--actor", "beta", "--issue", "ports", "--quote", INVENTED], &why),
            (&["add", "passage", "alpha-ports", "--quote", INVENTED], &why),
            (&["set", "alpha-ports#1", &format!("quote={INVENTED}")], &why),
            (&["set", "alpha-ports#1", "prefix=as said"], &why),
        ]);
        // What is no quote changes all the same.
        world.ends(0, &["set", "alpha-ports#1", "note=N"]);
        world.ends(0, &["set", "alpha-ports", "id=renamed"]);
    }
    // Neither is one of a demand that is left out.
    let world = World::desk(&format!("{DESK}\n[[demands]]\nid = \"lone\"\nissue = \"ports\"\ntext = \"T\"\n"));
    world.refuses(&[(&["add", "passage", "lone", "--quote", "Beta"], "left out of the model")]);
}

#[test]
fn a_context_that_is_not_beside_the_quote_is_not_written() {
    let world = World::desk(DESK);
    let passage = |more: &[&'static str]| [&["add", "passage", "alpha-ports", "--quote"][..], more].concat();
    world.refuses(&[
        (
            &passage(&["agrees to that", "--prefix", "always"]),
            "the `prefix` is not before the quote; “said Alpha. Beta “never”” is before it",
        ),
        (
            &passage(&["said Alpha", "--suffix", "twice"]),
            "the `suffix` is not after the quote; “. Beta “never” agrees” is after it",
        ),
        (&["set", "alpha-ports#1", "prefix=foo"], "the `prefix` is not before the quote; nothing is before it"),
        (&passage(&["Gamma waits", "--suffix", "never"]), "found 2 times"),
    ]);
    world.ends(0, &passage(&["agrees to that", "--prefix", "“never”"]));
    world.ends(0, &passage(&["Gamma waits", "--prefix", "Gamma waits."]));
}

#[test]
fn the_only_passage_of_a_list_goes_and_comes_back() {
    for (model, left) in [
        (DESK.to_owned(), "passages = []\n"),
        (
            DESK.replace("passages = [{", "passages = [ # why\n  {").replace("}]", "}, # this one\n] # end"),
            "passages = [ # why\n] # end\n",
        ),
        (
            DESK.replace("[[demands]]\n", "")
                .replace("id = \"alpha-ports\"", "demands = [{ id = \"alpha-ports\"")
                .replace("\nactor", ", actor")
                .replace("\nissue", ", issue")
                .replace("\ntext", ", text")
                .replace("\npassages", ", passages")
                .replace("}]\n", "}] }]\n"),
            "passages = [] }]\n",
        ),
    ] {
        // Inline tables of a list are at the top of a file.
        let model = match model.find("demands = [") {
            Some(at) => format!("{}\n{}", model.get(at..).unwrap(), model.get(..at).unwrap()),
            None => model,
        };
        let world = World::desk(&model);
        let (_, said) = world.ends(0, &["remove", "alpha-ports#1"]);
        assert!(said.contains("demand `alpha-ports` has no passage"), "{said}");
        assert!(world.read().contains(left), "{}", world.read());
        world.ends(
            0,
            &["add", "passage", "alpha-ports", "--quote", "Beta"]
                .map(|word| if word == "Beta" { "agrees to that" } else { word }),
        );
        world.ends(0, &["undo"]);
        world.ends(0, &["undo"]);
        assert_eq!(world.read(), model);
    }
}

#[test]
fn a_new_id_replaces_the_old_one_wherever_it_is_written_and_nothing_else() {
    let lists = "addressee = [\n  \"beta\",  # the rival\n  'alpha', # itself\n]\nnote = \"beta\"\n";
    let model = DESK.replace("text = \"Open\"\n", &format!("text = \"Open\"\n{lists}"));
    let model = model.replace("has to stay open\" }", "has to stay open\", speaker = 'beta' }");
    let world = World::desk(&model);
    world.ends(0, &["set", "beta", "id=bb"]);
    let after = model
        .replace("id = \"beta\"", "id = \"bb\"")
        .replace("  \"beta\",", "  \"bb\",")
        .replace("speaker = 'beta'", "speaker = 'bb'");
    assert_eq!(world.read(), after);
    world.ends(0, &["undo"]);
    // An article that its passages need not name.
    world.ends(0, &["set", "a", "id=report"]);
    assert_eq!(world.read(), model.replace("id = \"a\"", "id = \"report\""));
    world.ends(0, &["undo"]);
    world.refuses(&[
        (&["remove", "a"], "`a` is needed by `alpha-ports#1`: change or remove that first"),
        (&["remove", "beta"], "`beta` is needed by `alpha-ports#1`"),
        (&["set", "beta", "id=alpha"], "the id `alpha` is used already"),
    ]);
    // With other values, before and behind.
    world.ends(0, &["set", "alpha", "name=First", "id=omega", "role=R"]);
    assert!(world.read().contains("id = \"omega\"\nname = \"First\"\nrole = \"R\"\n"), "{}", world.read());
    assert!(
        world.read().contains("actor = \"omega\"") && world.read().contains("  'omega', # itself"),
        "{}",
        world.read()
    );
    world.ends(0, &["undo"]);
    assert_eq!(world.read(), model);
}

#[test]
fn of_a_list_only_the_items_change_that_are_others() {
    let model = DESK.replace(
        "text = \"Open\"\n",
        "text = \"Open\"\naddressee = [\n  \"beta\",  # the rival\n  \"alpha\", # itself\n]\n",
    );
    for (value, after) in [
        ("[\"alpha\", \"beta\"]", "[\n  \"alpha\",  # the rival\n  \"beta\", # itself\n]"),
        ("[\"beta\"]", "[\n  \"beta\",  # the rival\n]"),
        ("[\"alpha\"]", "[\n  \"alpha\", # itself\n]"),
    ] {
        let world = World::desk(&model);
        world.ends(0, &["set", "alpha-ports", &format!("addressee={value}")]);
        assert!(world.read().contains(&format!("addressee = {after}\n")), "{}", world.read());
    }
}

#[test]
fn a_new_id_hides_nothing_and_is_seen() {
    let world = World::desk(DESK);
    world.refuses(&[
        (&["add", "actor", "--name", "X", "--id", "alpha-ports#1"], "reads as a passage"),
        (&["add", "issue", "--name", "X", "--id", "a:1"], "reads as a line of an article"),
        (&["set", "beta", "id=alpha:3"], "reads as a line of an article"),
        (&["add", "actor", "--name", "X", "--id", "\u{202e}"], "hidden character"),
        (&["set", "beta", "id=b\u{200b}"], "hidden character"),
        (&["set", "beta", "id=b b"], "no white space"),
    ]);
    // One that is there already is named in messages without its hidden characters.
    let world = World::desk(&DESK.replace("id = \"beta\"", "id = \"b\\u202E\""));
    let (done, said) = world.ends(0, &["set", "b\u{202e}", "role=R"]);
    assert!(!done.contains('\u{202e}') && !said.contains('\u{202e}') && done.starts_with("changed b"), "{done}{said}");
    world.ends(0, &["set", "b\u{202e}", "id=beta"]);
}

/// What a command that writes says that it changed.
fn changes(world: &World, words: &[&str]) -> Vec<String> {
    let (json, _) = world.ends(0, &[words, &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let changes = json["changes"].as_array().unwrap().iter();
    let told = |change: &serde_json::Value| {
        let said = |key: &str| change[key].as_str().unwrap().to_owned();
        format!("{} {} {}:{}", said("action"), said("id"), said("file"), change["line"])
    };
    let told: Vec<String> = changes.map(told).collect();
    assert_eq!(json["written"], !told.is_empty(), "{words:?}");
    told
}

#[test]
fn what_was_done_is_told_by_ids_and_lines_that_are_in_the_files() {
    let world = World::desk(DESK);
    let renamed = ["changed omega positions.toml:6", "changed alpha-ports positions.toml:20"];
    assert_eq!(changes(&world, &["set", "alpha", "role=R", "id=omega", "name=O"]), renamed);
    let back = ["changed alpha positions.toml:6", "changed alpha-ports positions.toml:19"];
    assert_eq!(changes(&world, &["undo"]), back);
    assert_eq!(world.read(), DESK);
    assert_eq!(changes(&world, &["redo"]), renamed);
    assert_eq!(changes(&world, &["undo"]), back);
    // A demand with its passages.
    assert_eq!(changes(&world, &["set", "alpha-ports", "id=p"]), ["changed p positions.toml:19"]);
    world.ends(0, &["set", "p#1", "note=N"]);
    assert_eq!(changes(&world, &["undo"]), ["changed p#1 positions.toml:24"]);
    assert_eq!(changes(&world, &["undo"]), ["changed alpha-ports positions.toml:19"]);
    // What the model leaves out has a line all the same.
    let lone = format!("{DESK}\n[[demands]]\nid = \"lone\"\nissue = \"ports\"\ntext = \"T\"\n");
    fs::write(world.model(), &lone).unwrap();
    assert_eq!(changes(&world, &["set", "lone", "note=N"]), ["changed lone positions.toml:26"]);
    // Several files.
    let two = Two::new(ARTICLES, DEMANDS);
    two.0.ends(0, &[&["set", "d", "id=e"][..], &BOTH].concat());
    two.0.ends(0, &[&["set", "a", "id=port"][..], &BOTH].concat());
    let undo = [&["undo"][..], &BOTH].concat();
    assert_eq!(changes(&two.0, &undo), ["changed a one.toml:6", "changed e other.toml:1"]);
    assert_eq!(changes(&two.0, &undo), ["changed d other.toml:1"]);
}

#[test]
fn where_nothing_changes_nothing_is_told() {
    let world = World::desk(DESK);
    for words in
        [&["set", "alpha", "name=Alpha"][..], &["set", "alpha", "id=alpha"], &["set", "alpha", "role=", "name=Alpha"]]
    {
        assert_eq!(changes(&world, words), [""; 0]);
        let (done, said) = world.ends(0, words);
        assert!(done.is_empty() && said.contains("nothing to change"), "{done}{said}");
        let (done, said) = world.ends(0, &[words, &["--dry-run"]].concat());
        assert!(done.is_empty() && said.contains("nothing to change"), "{done}{said}");
    }
    assert_eq!(changes(&world, &["set", "alpha", "name=Alpha", "role=R"]), ["changed alpha positions.toml:6"]);
}

#[test]
fn a_line_that_the_quote_is_not_on_is_refused() {
    let world = World::desk(DESK);
    let add =
        |words: &'static str, line: &'static str| ["add", "passage", "alpha-ports", "--quote", words, "--line", line];
    world.refuses(&[
        (&add("has to stay open", "2"), "the quote does not begin on line 2 but on line 1"),
        (&add("has to stay open", "9"), "the quote does not begin on line 9 but on line 1"),
        (&add("Gamma waits", "3"), "line 3 does not tell the places of the quote apart: they are on line 3"),
        (&add("The harbour has to", "3"), "the quote does not begin on line 3 but on line 1, 2"),
    ]);
    world.ends(0, &add("has to stay open", "1"));
    world.ends(0, &add("The harbour has to", "2"));
}

#[test]
fn the_reason_is_the_one_that_helps() {
    let world = World::desk(DESK);
    let add = |more: &[&'static str]| [&["add", "demand", "--quote", "agrees to that"][..], more].concat();
    world.refuses(&[
        (&add(&["--actor", "Zed", "--issue", "ports"]), "there is no actor `Zed`"),
        (&add(&["--actor", "Zed", "--issue", "New issue"]), "there is no actor `Zed`; there is no issue `New issue`"),
        (&add(&["--actor", "alpha", "--issue", "port"]), "there is no issue `port`; did you mean `ports`?"),
        (&add(&["--actor", "alpha", "--issue", "ports", "--salience", "nan"]), "`salience` lies between 0 and 1"),
    ]);
    // A number that is none elsewhere is no hindrance.
    let odd = DESK.replace("text = \"Open\"\n", "text = \"Open\"\nsalience = nan\n");
    fs::write(world.model(), &odd).unwrap();
    world.ends(0, &["set", "alpha-ports", "note=N"]);
    assert_eq!(world.read(), odd.replace("= nan\n", "= nan\nnote = \"N\"\n"));
}

#[test]
fn what_is_there_already_is_said() {
    let world = World::desk(DESK);
    for (words, said) in [
        (&["add", "article", "--file", "a.txt"][..], "`a` has the same text"),
        (
            &["add", "passage", "alpha-ports", "--quote", "The harbour has to stay open", "--article", "a"],
            "`alpha-ports#1` has the same words",
        ),
        (&["add", "actor", "--name", "beta"], "`beta` has the same name"),
        (&["add", "issue", "--name", "Ports"], "`ports` has the same name"),
    ] {
        let (_, noted) = world.ends(0, words);
        assert!(noted.contains(said), "{words:?}: {noted}");
    }
    let (_, noted) = world.ends(0, &["add", "passage", "alpha-ports", "--quote", "agrees to that", "--article", "a"]);
    assert_eq!(noted, "");
}

#[test]
fn what_hinders_a_new_model_is_said_and_nothing_is_left_behind() {
    let world = World::new();
    fs::remove_file(world.model()).unwrap();
    fs::write(world.folder.join("a.txt"), HARBOUR).unwrap();
    let refused = |words: &[&str], why: &str| {
        let before = world.beside();
        let (_, said) = world.ends(2, words);
        assert!(said.contains(why), "{words:?}: {said}");
        assert_eq!(world.beside(), before, "{words:?}");
    };
    let missing = "cannot write `nosuch/x.toml`: there is no folder `nosuch`";
    refused(&["new", "a.txt", "-o", "nosuch/x.toml"], missing);
    refused(&["new", "-", "-o", "nosuch/x.toml"], missing);
    refused(&["new", "-", "-"], "name `-` once");
    refused(&["new", "-"], "the article on standard input is empty");
    fs::write(world.folder.join("article.txt"), "Mine.\n").unwrap();
    for words in [&["new", "-"][..], &["new", "-", "-o", "other.toml"]] {
        refused(
            words,
            "the article `article.txt` exists and is not replaced: move it away, or write the model into another folder",
        );
    }
    fs::remove_file(world.folder.join("article.txt")).unwrap();
    let script = "echo Words. | \"$0\" new gone.txt -";
    let ended = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_demarche")])
        .current_dir(&world.folder)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(world.beside(), ["a.txt", "assets"]);
}

#[test]
fn an_article_gets_its_text_where_its_quotes_are_in_it() {
    let moved = DESK.replace("a.txt", "moved.txt");
    for model in [moved.clone(), DESK.replace("file = \"a.txt\"\n", "")] {
        let world = World::desk(&model);
        world.ends(0, &["set", "a", "file=a.txt"]);
        assert_eq!(world.read(), DESK);
    }
    let world = World::desk(DESK);
    fs::write(world.folder.join("b.txt"), "Other words.\n").unwrap();
    world.refuses(&[
        (&["set", "a", "file=b.txt"], "the quote is not in article `a`"),
        (&["set", "a", "file=gone.txt"], "gone.txt"),
        (&["set", "a", "file="], "the change would change `alpha-ports` too"),
    ]);
}

#[test]
fn an_id_that_is_written_with_escapes_is_named_like_any_other() {
    let model = DESK.replace("actor = \"alpha\"", "actor = \"\\u0061lpha\"");
    let world = World::desk(&model);
    world.refuses(&[(&["remove", "alpha"], "`alpha` is needed by `alpha-ports`")]);
    world.ends(0, &["set", "alpha", "id=omega"]);
    assert_eq!(world.read(), DESK.replace("\"alpha\"", "\"omega\""));
}
