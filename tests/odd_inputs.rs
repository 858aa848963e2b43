//! The real program with odd files, names, variables and words: it says what is the matter, and ends as it should.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use demarche::load::load_str;
use demarche::text::is_hidden;

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.env_clear().current_dir(folder).stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The first code that `check` finds for a model whose article is the file `name`.
fn check(folder: &Path, name: &str) -> (Option<i32>, String) {
    let quoted = name.replace('\\', "\\\\").replace('\u{1b}', "\\u001b").replace('\n', "\\n").replace('\0', "\\u0000");
    let model = format!("[[articles]]\nid = 'a'\ntitle = 'A'\nfile = \"{quoted}\"\n");
    fs::write(folder.join("positions.toml"), model).unwrap();
    let ended = program(folder).arg("check").output().unwrap();
    let said = text(&ended.stdout);
    assert!(said.chars().all(|c| c == '\n' || !is_hidden(c)), "{name:?}: {said:?}");
    (ended.status.code(), said)
}

#[test]
fn an_article_that_is_no_plain_file_inside_is_an_error_and_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("plain.txt"), "words").unwrap();
    for (name, target) in [
        ("zero", "/dev/zero"),
        ("tty", "/dev/tty"),
        ("memory", "/proc/self/mem"),
        ("input", "/proc/self/fd/0"),
        ("messages", "/proc/kmsg"),
        ("self", "self"),
        ("link0", "plain.txt"),
    ] {
        symlink(target, at(name)).unwrap();
    }
    for n in 1..=41 {
        symlink(format!("link{}", n - 1), at(&format!("link{n}"))).unwrap();
    }
    let long = "n".repeat(300);
    let deep = "d/".repeat(5_000) + "x";
    let odd = ["zero", "tty", "memory", "input", "messages", "self", "link41", "folder", &long, &deep];
    for name in odd.into_iter().chain([
        "../x",
        "/etc/passwd",
        "folder/../../x",
        "gone\n\u{1b}]0;x",
        "a\0b",
        "",
        ".",
        "plain.txt/",
    ]) {
        let (code, said) = check(folder.path(), name);
        assert_eq!(code, Some(1), "{name:.40}: {said}");
        assert!(
            said.contains("error[E020]") || said.contains("error[E021]") || said.contains("error[E007]"),
            "{name:.40}: {said}"
        );
    }
    assert_eq!(check(folder.path(), "link1").0, Some(0));
    assert_eq!(check(folder.path(), "-plain.txt").0, Some(1));
}

#[test]
fn ten_thousand_articles_are_read_with_few_open_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut model = "[[actors]]\nid = 'a'\nname = 'A'\n[[issues]]\nid = 'i'\nname = 'I'\n".to_owned();
    for n in 0..10_000 {
        fs::write(folder.path().join(format!("{n}.txt")), format!("They said {n} things.")).unwrap();
        let article = format!("[[articles]]\nid = 't{n}'\ntitle = 'T {n}'\nfile = '{n}.txt'\n");
        let demand = format!("[[demands]]\nid = 'd{n}'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n");
        let passage = format!("passages = [{{ article = 't{n}', quote = 'said {n} things' }}]\n");
        model += &[article, demand, passage].concat();
    }
    fs::write(folder.path().join("positions.toml"), model).unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 32 && exec \"$0\" check", env!("CARGO_BIN_EXE_demarche")]);
    let ended = command.current_dir(folder.path()).stdin(Stdio::null()).output().unwrap();
    let said = text(&ended.stdout);
    assert!(
        ended.status.success() && said.contains("10000 passages (10000 in the source) in 10000 articles; 0 errors"),
        "{said:.400}{}",
        text(&ended.stderr)
    );
}

#[test]
fn a_model_whose_name_could_drive_a_terminal_is_named_clean() {
    let folder = tempfile::tempdir().unwrap();
    let name = "m\u{1b}]0;x\u{7}\n\u{202e}.toml";
    for model in [None, Some("x = \n")] {
        if let Some(model) = model {
            fs::write(folder.path().join(name), model).unwrap();
        }
        let ended = program(folder.path()).args(["check", "-m", name]).output().unwrap();
        let said = text(&ended.stdout) + &text(&ended.stderr);
        assert!(said.contains("m␛]0;x␇") && said.chars().all(|c| c == '\n' || !is_hidden(c)), "{said:?}");
    }
}

#[test]
fn words_that_are_no_text_or_very_long_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(10_000);
    let run = |words: &[&[u8]]| -> Output {
        program(folder.path()).args(words.iter().map(|word| std::ffi::OsStr::from_bytes(word))).output().unwrap()
    };
    for words in [&[&b"--\xff\x1b[2J"[..]][..], &[b"lookup", b"\xff"], &[b"--", b"--gone.toml"], &[long.as_bytes()]] {
        let ended = run(words);
        assert_eq!(ended.status.code(), Some(2), "{}", text(&ended.stderr));
        assert!(text(&ended.stderr).chars().all(|c| c == '\n' || !is_hidden(c)));
    }
    assert_eq!(run(&[b"lookup", long.as_bytes()]).status.code(), Some(1));
}

#[test]
fn odd_variables_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let plain = program(folder.path()).args(["show", "ukraine"]).output().unwrap();
    for (name, value) in [
        ("LC_ALL", "C"),
        ("COLUMNS", "0"),
        ("LINES", "0"),
        ("HOME", "/gone"),
        ("HOME", ""),
        ("TERM", "dumb"),
        ("NO_COLOR", "1"),
    ] {
        let ended = program(folder.path()).env(name, value).args(["show", "ukraine"]).output().unwrap();
        assert_eq!((ended.status.code(), &ended.stdout), (Some(0), &plain.stdout), "{name}={value}");
    }
}

#[test]
fn an_export_is_the_same_twice_and_of_nothing_too() {
    let folder = tempfile::tempdir().unwrap();
    for model in ["", "title = \"\\u2028\\u007f\\u009b</script>\"\n", include_str!("models/states.toml")] {
        fs::write(folder.path().join("positions.toml"), model).unwrap();
        let export = || program(folder.path()).args(["export", "json"]).output().unwrap();
        let (one, two) = (export(), export());
        assert_eq!(one.status.code(), Some(0), "{}", text(&one.stderr));
        assert_eq!(one.stdout, two.stdout);
        let read: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
        if model.contains("script") {
            assert_eq!(read["title"], "\u{2028}\u{7f}\u{9b}</script>");
        }
    }
}

#[test]
fn toml_of_the_newest_version_is_taken_as_the_parser_takes_it() {
    for (name, text) in [
        ("line ends in an inline table", "actors = [{ id = 'a',\n name = 'A',\n }]\n"),
        ("an escape of two digits", "title = \"\\x41\\e\"\n"),
    ] {
        assert!(toml::from_str::<toml::Table>(text).is_ok(), "{name}");
        let loaded = load_str(&[("m.toml", text)], &[]);
        assert!(loaded.findings.iter().all(|finding| finding.code.name != "E001"), "{name}: {:?}", loaded.findings);
    }
}

#[test]
fn a_megabyte_of_control_sequences_is_an_article_like_another() {
    let article = "\u{1b}[31m".repeat(200_000) + "end of it";
    let model = "[[articles]]\nid = 't'\ntitle = 'T'\nfile = 'a.txt'\n[[actors]]\nid = 'a'\nname = 'A'\n\
        [[issues]]\nid = 'i'\nname = 'I'\n[[demands]]\nid = 'd'\nactor = 'a'\nissue = 'i'\ntext = 'T'\n\
        passages = [{ quote = 'end of it' }]\n";
    let loaded = load_str(&[("m.toml", model)], &[("a.txt", &article)]);
    assert_eq!(loaded.model.counts().verified, 1);
}
