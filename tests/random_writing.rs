//! Random runs of the commands that write, with arguments that nobody means well: a change is there as a whole or not at
//! all, and every byte comes back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail wherever it stands")]
#![allow(clippy::print_stdout, reason = "it says how much was tried")]
#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use demarche::diagnose::Level;
use demarche::load::{EXAMPLE, load_str};
use demarche::text::clean;
use random::Random;

mod random;

/// Words that look like TOML, like options, like nothing, or that drive a terminal.
const WORDS: &[&str] = &[
    "",
    " ",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "\\",
    "\n",
    "\r\n",
    "a\tb",
    "two words",
    "# no comment",
    "[[actors]]",
    "a = 1",
    "\u{1b}[2J",
    "\u{202e}abc",
    "\u{feff}",
    "e\u{301}",
    "\u{85}",
    "👨\u{200d}👩\u{200d}👧",
    "-1",
    "--help",
    "#1",
    "#0",
    "2025-08-15",
    "2025-13-99",
    "[1, 2",
    "['putin']",
    "{ a = 1 }",
    "true",
    "inf",
    "0.5",
    "9e999",
    "0x1f",
    "putin",
    "PUTIN",
    "donbas",
    "putin-donbas",
    "putin-donbas#1",
    "putin-donbas#9",
    "alaska",
    "demand",
    "reported",
    "held",
    "...",
    "…",
    "[…]",
    "</script>",
    "=cmd|' /C calc'!A0",
    "x.y",
    "\\u0000",
    "\\",
];
const KEYS: &[&str] = &[
    "id",
    "name",
    "text",
    "note",
    "kind",
    "role",
    "aliases",
    "member_of",
    "question",
    "group",
    "scale",
    "position",
    "salience",
    "date",
    "status",
    "addressee",
    "supersedes",
    "opposes",
    "supports",
    "depends_on",
    "quote",
    "prefix",
    "suffix",
    "voice",
    "speaker",
    "article",
    "title",
    "file",
    "url",
    "passages",
    "x",
    "'",
    "a.b",
    "",
];
const OPTIONS: &[(&str, &[&str])] = &[
    (
        "demand",
        &[
            "--actor",
            "--issue",
            "--quote",
            "--text",
            "--kind",
            "--position",
            "--id",
            "--date",
            "--status",
            "--addressee",
            "--supersedes",
            "--supports",
            "--note",
            "--prefix",
            "--line",
            "--speaker",
            "--voice",
            "--adapted",
        ],
    ),
    ("passage", &["--quote", "--article", "--prefix", "--suffix", "--line", "--note", "--adapted"]),
    ("actor", &["--name", "--id", "--kind", "--alias", "--member-of", "--role", "--note"]),
    ("issue", &["--name", "--id", "--question", "--group", "--label", "--label", "--note"]),
    ("article", &["--file", "--title", "--id", "--date", "--url", "--language"]),
];
const FILES: &[&str] =
    &["assets/articles/alaska-summit.txt", "../x", "/etc/passwd", "positions.toml", "assets", "gone", ""];

/// The model in a folder, and what is known of it.
struct World {
    folder: tempfile::TempDir,
    /// What the file holds behind the lines that somebody else wrote on top of it.
    now: String,
    on_top: String,
    /// What it held before each step that can be undone, and after each that can be redone.
    undo: Vec<String>,
    redo: Vec<String>,
    written: usize,
    seed: u64,
}

impl World {
    fn new(seed: u64, model: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let article = folder.path().join("world").join(EXAMPLE[1].0);
        fs::create_dir_all(article.parent().unwrap()).unwrap();
        fs::write(article, EXAMPLE[1].1).unwrap();
        let world =
            Self { folder, now: model.to_owned(), on_top: String::new(), undo: vec![], redo: vec![], written: 0, seed };
        fs::write(world.model(), model).unwrap();
        world
    }

    fn model(&self) -> PathBuf {
        self.folder.path().join("world/positions.toml")
    }

    /// Runs a command; its exit code and its notes. Says nothing that could drive a terminal and leaves nothing beside the model.
    fn run(&self, words: &[OsString]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.env_clear().env("XDG_STATE_HOME", self.folder.path().join("state"));
        let ended =
            command.current_dir(self.folder.path().join("world")).stdin(Stdio::null()).args(words).output().unwrap();
        let noted = String::from_utf8(ended.stderr).unwrap();
        // A result that goes into a pipe is as it is; a note never.
        assert!(noted.lines().all(|line| clean(line).as_str() == line), "seed {}: {words:?}: {noted:?}", self.seed);
        let mut beside: Vec<_> =
            fs::read_dir(self.folder.path().join("world")).unwrap().map(|e| e.unwrap().file_name()).collect();
        beside.sort();
        assert_eq!(beside, ["assets", "positions.toml"], "seed {}: {words:?}", self.seed);
        let code = ended.status.code();
        assert!(matches!(code, Some(0..=2)), "seed {}: {words:?}: {code:?} {noted}", self.seed);
        (code.unwrap(), noted)
    }

    /// What the file holds, without the lines on top.
    fn read(&self) -> String {
        let text = fs::read_to_string(self.model()).unwrap();
        let own = text.strip_prefix(&self.on_top);
        assert!(own.is_some(), "seed {}: {:?} are lost: {text:?}", self.seed, self.on_top);
        own.unwrap().to_owned()
    }

    /// A command that changes something, or nothing.
    fn write(&mut self, words: &[OsString]) {
        let (code, _) = self.run(words);
        let is = self.read();
        if is == self.now {
            return;
        }
        assert_eq!(code, 0, "seed {}: {words:?} failed and wrote", self.seed);
        assert!(!words.contains(&"--dry-run".into()), "seed {}: {words:?} wrote", self.seed);
        let errors = |text: &str| {
            let articles = [EXAMPLE[1], ("positions.toml", text)];
            let found = load_str(&[("positions.toml", text)], &articles).findings;
            found.into_iter().filter(|finding| finding.code.level == Level::Error).count()
        };
        assert!(errors(&is) <= errors(&self.now), "seed {}: {words:?} made an error", self.seed);
        if !words.contains(&"remove".into()) {
            let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
            assert!(comments(&is) >= comments(&self.now), "seed {}: {words:?} lost a comment", self.seed);
        }
        self.written += 1;
        self.undo.push(std::mem::replace(&mut self.now, is));
        self.redo.clear();
    }

    /// A step back or forth: as it was, byte for byte. Whether there was one.
    fn step(&mut self, word: &str) -> bool {
        let (code, noted) = self.run(&[word.into()]);
        let is_undo = word == "undo";
        let expected = if is_undo { self.undo.pop() } else { self.redo.pop() };
        let Some(expected) = expected else {
            assert_eq!((code, self.read()), (1, self.now.clone()), "seed {}: {word} of nothing", self.seed);
            return false;
        };
        assert!(code == 0, "seed {}: {word}: {noted}", self.seed);
        assert_eq!(self.read(), expected, "seed {}: {word}", self.seed);
        let was = std::mem::replace(&mut self.now, expected);
        if is_undo { &mut self.redo } else { &mut self.undo }.push(was);
        true
    }
}

/// A word that nobody means well, an id of the model, or words of its article.
fn word(random: &mut Random, model: &str) -> OsString {
    match random.below(12) {
        0 => "x".repeat(5_000).into(),
        1 => OsStr::from_bytes(b"\xff\x1b[2J").to_owned(),
        2..=6 => random.pick(WORDS).into(),
        7 => random.pick(FILES).into(),
        8 => {
            let words: Vec<&str> = EXAMPLE[1].1.split_whitespace().collect();
            let from = random.below(words.len() - 10);
            words[from..from + 1 + random.below(9)].join(" ").into()
        }
        _ => {
            let loaded = load_str(&[("positions.toml", model)], &[EXAMPLE[1]]);
            let keys: Vec<String> = loaded.model.keys().map(str::to_owned).collect();
            if keys.is_empty() { OsString::new() } else { random.pick(&keys).into() }
        }
    }
}

fn joined(parts: &[&OsStr]) -> OsString {
    parts.iter().fold(OsString::new(), |mut all, part| {
        all.push(part);
        all
    })
}

/// A call of `add`, `set` or `remove`.
fn call(random: &mut Random, model: &str) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    if random.one_in(3) {
        return harmless_call(random, model);
    }
    match random.below(8) {
        0..=2 => {
            let (what, options) = random.pick(OPTIONS);
            words.extend(["add".into(), what.into()]);
            if *what == "passage" {
                words.push(joined(&[&word(random, model)]));
            }
            // The first ones are needed.
            for (number, option) in options.iter().enumerate() {
                if number < 3 || random.one_in(5) {
                    let value = if *option == "--adapted" { None } else { Some(value_of(option, random, model)) };
                    words.push(
                        value.map_or_else(|| option.into(), |value| joined(&[option.as_ref(), "=".as_ref(), &value])),
                    );
                }
            }
        }
        3..=6 => {
            words.extend(["set".into(), "--".into(), word(random, model)]);
            for _ in 0..=random.below(2) {
                let (key, value) = (random.pick(KEYS), word(random, model));
                words.push(joined(&[key.as_ref(), "=".as_ref(), &value]));
            }
        }
        _ => words.extend(["remove".into(), "--".into(), word(random, model)]),
    }
    if random.one_in(10) {
        words.insert(1.max(words.iter().position(|word| word == "--").unwrap_or(words.len())), "--dry-run".into());
    }
    words
}

/// A call that often succeeds, with a word that nobody means well as a note or a name.
fn harmless_call(random: &mut Random, model: &str) -> Vec<OsString> {
    let loaded = load_str(&[("positions.toml", model)], &[EXAMPLE[1]]);
    let demands: Vec<&str> = loaded.model.demands().iter().map(|demand| &*demand.key).collect();
    let odd = *random.pick(WORDS);
    let words: Vec<String> = match random.below(if demands.is_empty() { 2 } else { 5 }) {
        0 => vec!["add".into(), "actor".into(), format!("--name=N {odd}"), format!("--note={odd}")],
        1 => vec!["add".into(), "issue".into(), format!("--name=N {odd}"), "--label=low".into(), "--label=high".into()],
        2 => {
            let note = format!("note=x{odd}");
            vec!["set".into(), (*random.pick(&demands)).to_owned(), note]
        }
        3 => {
            let text: Vec<&str> = EXAMPLE[1].1.split(' ').filter(|word| !word.contains('\n')).collect();
            let from = random.below(text.len() - 8);
            let quote = format!("--quote={}", text[from..from + 8].join(" "));
            vec!["add".into(), "passage".into(), (*random.pick(&demands)).to_owned(), quote, format!("--note={odd}")]
        }
        _ => vec!["remove".into(), (*random.pick(&demands)).to_owned()],
    };
    words.into_iter().map(OsString::from).collect()
}

/// A value that an option may take, as often as not.
fn value_of(option: &str, random: &mut Random, model: &str) -> OsString {
    let fitting: &[&str] = match option {
        "--actor" | "--speaker" | "--addressee" | "--member-of" => &["putin", "trump", "Zelensky"],
        "--issue" => &["donbas", "sanctions"],
        "--quote" => &["The Russian leader insisted that Ukraine abandon these regions entirely"],
        "--file" => FILES,
        "--name" | "--title" | "--text" | "--label" | "--note" | "--id" => WORDS,
        _ => &[],
    };
    if fitting.is_empty() || random.one_in(3) { word(random, model) } else { random.pick(fitting).into() }
}

#[test]
fn no_run_of_commands_loses_a_byte() {
    let inline = "# top\nactors = [{ id = 'putin', name = 'Putin' }, # one\n  { id = 'trump', name = 'Trump' } ]\n\
        issues = [{ id = 'donbas', name = 'Donbas', scale = ['low', 'high'] }] # two\n\
        articles = [{ id = 'alaska', title = 'A', file = 'assets/articles/alaska-summit.txt' }]\n# end";
    let example = EXAMPLE[0].1;
    let forms = [example.to_owned(), example.replace('\n', "\r\n"), inline.to_owned(), String::new()];
    let seed = random::number("DEMARCHE_TEST_SEED", 1);
    let (mut steps, mut written) = (0, 0);
    for seed in seed..seed + random::number("DEMARCHE_TEST_ROUNDS", 4) {
        let mut random = Random::new(seed);
        let start = &forms[usize::try_from(seed).unwrap() % forms.len()];
        let mut world = World::new(seed, start);
        for number in 0..60 {
            steps += 1;
            match random.below(16) {
                0 | 1 => drop(world.step("undo")),
                2 => drop(world.step("redo")),
                // In an empty model, nothing around a record tells where it was.
                3 if !start.is_empty() && !start.contains('\r') => {
                    world.on_top = format!("# line {number} of somebody else\n\n{}", world.on_top);
                    fs::write(world.model(), world.on_top.clone() + &world.now).unwrap();
                }
                _ => world.write(&call(&mut random, &world.now.clone())),
            }
        }
        let (end, count) = (world.now.clone(), world.undo.len());
        while world.step("undo") {}
        assert_eq!(&world.now, start, "seed {seed}");
        written += world.written;
        (0..count).for_each(|_| assert!(world.step("redo"), "seed {seed}"));
        assert_eq!(world.now, end, "seed {seed}");
    }
    println!("{steps} commands, {written} changes");
    assert!(written > steps / 20, "{written} changes of {steps}");
}
