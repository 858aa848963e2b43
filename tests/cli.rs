//! The real program without a screen: exit codes, pipes, and what reaches standard error.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program with nothing of the caller's environment, in an empty directory.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::null());
    command
}

fn run(words: &[&str]) -> Output {
    program().args(words).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_call_that_makes_no_sense_ends_with_2_and_says_why() {
    for (words, reason) in [
        (&["--no-such-flag"][..], "unexpected argument '--no-such-flag'"),
        (&["check", "--format", "xml"], "invalid value 'xml'"),
        (&["lookup"], "QUERY"),
        (&["lookup", "--in", "country", "x"], "[possible values: actor, issue, demand, passage, article]"),
        (&["lookup", "--limit", "some", "x"], "--limit"),
        (&["show"], "ID"),
        (&["compare", "ukraine"], "2"),
        (&["compare", "--measure", "love", "a", "b"], "agreement, distance, congruence, conflict, subtract, ignore"),
        (&["compare", "--normalise", "x", "a", "b"], "none, average, jaccard"),
        (&["export"], "FORMAT"),
        (&["export", "xml"], "[possible values: json]"),
        (&["export", "json", "--force"], "--output"),
    ] {
        let ended = run(words);
        let said = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.starts_with("error: ") && said.contains(reason), "{words:?}: {said}");
        assert_eq!(text(&ended.stdout), "", "{words:?}");
    }
}

#[test]
fn help_and_version_are_results() {
    for (words, piece) in [
        (&["--help"][..], "Usage: demarche"),
        (&["check", "--help"], "Usage: demarche check"),
        (&["--version"], concat!("demarche ", env!("CARGO_PKG_VERSION"), "\n")),
    ] {
        let ended = run(words);
        assert_eq!(ended.status.code(), Some(0), "{words:?}");
        assert!(text(&ended.stdout).contains(piece), "{words:?}: {}", text(&ended.stdout));
        assert_eq!(text(&ended.stderr), "", "{words:?}");
    }
}

#[test]
fn help_names_every_command() {
    let help = text(&run(&["--help"]).stdout);
    for name in ["check", "lookup", "show", "compare", "export", "explain"] {
        assert!(help.contains(&format!("\n  {name} ")), "{help}");
    }
}

#[test]
fn help_in_a_pipe_is_plain() {
    let help = text(&run(&["check", "--help"]).stdout);
    assert!(help.contains("Usage") && !help.contains('\x1b'), "{help:?}");
}

#[test]
fn nothing_that_was_typed_reaches_the_terminal_as_it_is() {
    for words in
        [&["--\x1b]0;title\x07"][..], &["check", "--format", "\x1b[2J\u{202e}"], &["export", "json", "\u{9b}2J", "x"]]
    {
        let ended = run(words);
        let said = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{words:?}");
        let is_clean = |c: char| c == '\n' || !demarche::text::is_hidden(c);
        assert!(said.chars().all(is_clean), "{words:?}: {said:?}");
    }
}

#[test]
fn browsing_without_a_terminal_ends_with_2() {
    let ended = program().env("TERM", "xterm").output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(text(&ended.stderr).contains("browsing needs a terminal"), "{}", text(&ended.stderr));
    assert_eq!(text(&ended.stdout), "");
}

#[test]
fn a_reader_that_left_is_success() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = program().arg("--help").stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(text(&ended.stderr), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_failure() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = program().arg("--help").stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(text(&ended.stderr).starts_with("error: cannot write the result"), "{}", text(&ended.stderr));
}

#[test]
#[cfg(target_os = "linux")]
fn an_error_that_nobody_can_read_is_still_an_error() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = program().arg("--no-such-flag").stdout(Stdio::null()).stderr(full).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn without_a_model_reading_takes_the_example_and_checking_does_not() {
    for (words, code) in [
        (&["show", "ukraine"][..], 0),
        (&["lookup", "ukraine"], 0),
        (&["compare", "ukraine", "russia"], 0),
        (&["show", "Vladimir Putin"], 0),
        (&["show", "security guarantees"], 0),
        (&["compare", "Путин", "the allies", "--timeline"], 0),
        (&["compare", "russian", "trump"], 1),
        (&["show", "nobody"], 1),
        (&["show", "russian"], 1),
    ] {
        let ended = run(words);
        let said = text(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{words:?}: {said}");
        assert!(said.contains("built-in example"), "{words:?}: {said}");
        assert_eq!(ended.stdout.is_empty(), code == 1, "{words:?}");
    }
    for words in [&["check"][..], &["export", "json"]] {
        let ended = run(words);
        assert_eq!(ended.status.code(), Some(2), "{words:?}");
        assert!(text(&ended.stderr).contains("DEMARCHE_MODEL"), "{words:?}: {}", text(&ended.stderr));
    }
}

#[test]
fn several_records_are_shown_each_once_and_what_is_unknown_is_named() {
    let ended = run(&["show", "putin-donbas", "nobody", "Trump", "trump", "--format", "json"]);
    let out = text(&ended.stdout);
    let shown: Vec<serde_json::Value> =
        serde_json::Deserializer::from_str(&out).into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!((shown.len(), ended.status.code()), (2, Some(1)), "{out}");
    assert!(text(&ended.stderr).contains("`nobody`"), "{}", text(&ended.stderr));
}

#[test]
fn a_name_of_several_lists_them() {
    let ended = run(&["show", "russian"]);
    let said = text(&ended.stderr);
    assert!(said.contains("`russian` may mean any of these; use the id:"), "{said}");
    assert!(said.contains("\n  putin: Vladimir Putin\n"), "{said}");
}

#[test]
fn what_adapted_quotes_leave_out_is_listed() {
    let ended = run(&["check", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models/near.toml")]);
    let said = text(&ended.stdout);
    assert!(said.contains("left out by quotes:\n  "), "{said}");
    assert!(said.contains("will … [left out: “, as it has said many times, not”] leave"), "{said}");
}

#[test]
fn the_variable_names_models_and_a_missing_one_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("a.toml");
    std::fs::write(&model, "format = 1\n\n[[actors]]\nid = \"oslo\"\nname = \"Oslo\"\n").unwrap();
    let ended = program().env("DEMARCHE_MODEL", &model).args(["show", "oslo"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    assert!(text(&ended.stdout).contains("Oslo"));
    for words in
        [&["check", "-m", "not-there.toml"][..], &["show", "-m", "not-there.toml", "oslo"], &["not-there.toml"]]
    {
        let ended = run(words);
        assert_eq!(ended.status.code(), Some(2), "{words:?}");
        assert!(text(&ended.stderr).contains("not-there.toml"), "{words:?}: {}", text(&ended.stderr));
    }
}

#[test]
fn an_existing_file_is_replaced_only_on_request_and_an_input_never() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("positions.toml");
    std::fs::write(&model, "format = 1\n\n[[actors]]\nid = \"oslo\"\nname = \"Oslo\"\n").unwrap();
    for (words, code) in [
        (&["export", "json", "-o", "out.json"][..], 0),
        (&["export", "json", "-o", "out.json"], 2),
        (&["export", "json", "-o", "out.json", "--force"], 0),
        (&["export", "json", "-o", "positions.toml", "--force"], 2),
    ] {
        let ended = program().current_dir(folder.path()).args(words).output().unwrap();
        assert_eq!(ended.status.code(), Some(code), "{words:?}: {}", text(&ended.stderr));
    }
    assert!(std::fs::read_to_string(model).unwrap().contains("Oslo"));
}

/// A folder with a model, and what `export json -o` came to there: exit code, standard output, messages.
struct Exports(tempfile::TempDir);

impl Exports {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let note = "a long note. ".repeat(1000);
        let model = format!("[[actors]]\nid = \"oslo\"\nname = \"Oslo\"\nnote = \"{note}\"\n");
        std::fs::write(folder.path().join("positions.toml"), model).unwrap();
        Self(folder)
    }

    fn to(&self, words: &[&str]) -> (Option<i32>, String, String) {
        let mut program = program();
        let ended = program.current_dir(self.0.path()).args(["export", "json", "-o"]).args(words).output().unwrap();
        (ended.status.code(), text(&ended.stdout), text(&ended.stderr))
    }

    /// The names in the folder beside the model's.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| name != "positions.toml");
        names.sort();
        names
    }
}

#[test]
fn every_name_of_standard_output_is_standard_output() {
    let exports = Exports::new();
    for words in [&["-"][..], &["/dev/stdout"], &["/dev/stdout", "--force"], &["/dev/fd/1"]] {
        let (code, result, said) = exports.to(words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        assert!(result.contains("Oslo"), "{words:?}: {result}");
    }
    assert_eq!(exports.names(), Vec::<String>::new());
}

#[test]
fn a_fifo_and_a_device_are_written_through() {
    let exports = Exports::new();
    let fifo = exports.0.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for words in [&["fifo"][..], &["fifo", "--force"]] {
        let path = fifo.clone();
        let reader = std::thread::spawn(move || std::fs::read_to_string(path).unwrap());
        let (code, _, said) = exports.to(words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        assert!(reader.join().unwrap().contains("Oslo"), "{words:?}");
    }
    let (code, _, said) = exports.to(&["/dev/full"]);
    assert!(code == Some(2) && said.contains("cannot write `/dev/full`"), "{code:?}: {said}");
    assert_eq!(exports.names(), ["fifo"]);
}

#[test]
fn a_link_is_followed_where_it_leads_to_nothing() {
    let exports = Exports::new();
    std::os::unix::fs::symlink("target.json", exports.0.path().join("link.json")).unwrap();
    for words in [&["link.json"][..], &["link.json", "--force"]] {
        let (code, _, said) = exports.to(words);
        assert_eq!(code, Some(0), "{words:?}: {said}");
        assert!(exports.0.path().join("link.json").is_symlink(), "{words:?}");
        assert!(std::fs::read_to_string(exports.0.path().join("target.json")).unwrap().contains("Oslo"));
    }
    assert_eq!(exports.to(&["link.json"]).0, Some(2));
    assert_eq!(exports.names(), ["link.json", "target.json"]);
}

#[test]
fn a_file_may_have_the_longest_name() {
    let exports = Exports::new();
    let name = "n".repeat(255);
    assert_eq!(exports.to(&[&name]).0, Some(0));
    assert_eq!(exports.names(), [name]);
}

#[test]
fn an_export_that_a_signal_ends_leaves_nothing() {
    let exports = Exports::new();
    let limited = "ulimit -f 1; exec \"$0\" export json -o out.json";
    let ended = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_demarche")])
        .current_dir(exports.0.path())
        .output()
        .unwrap();
    assert!(!ended.status.success(), "{ended:?}");
    assert_eq!(exports.names(), Vec::<String>::new());
}

#[test]
fn standard_error_to_a_file_is_appended() {
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stderr.log");
    fs::write(&log, "before\n").unwrap();
    let script = "\"$0\" export json -m tests/models/states.toml -o /dev/stderr 2>>\"$1\"; echo after >>\"$1\"";
    let words = ["-c", script, env!("CARGO_BIN_EXE_demarche"), log.to_str().unwrap()];
    let status = Command::new("sh").args(words).current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap();
    let written = fs::read_to_string(&log).unwrap();
    assert!(status.success() && written.starts_with("before\n") && written.ends_with("\nafter\n"), "{written}");
    assert!(written.lines().count() > 10, "{written}");
}

#[test]
fn explain_config_tells_what_is_wrong_with_the_file_and_explain_keys_shows_it() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-config.toml");
    fs::write(&file, "theme = \"drak\"\n[keys.browse]\n\"F5\" = \"reload\"\n\"F6\" = \"relaod\"\n").unwrap();
    let explain = |words: &[&str]| {
        let ended = program().env("DEMARCHE_CONFIG", &file).arg("explain").args(words).output().unwrap();
        (ended.status.code(), text(&ended.stdout), text(&ended.stderr))
    };
    let (code, page, notes) = explain(&["config"]);
    assert_eq!(code, Some(1), "{notes}");
    assert!(page.contains("\n  reading_width  20 to 200, 76 by default"), "{page}");
    for said in ["read from `", "error[E027]", "did you mean `dark`?", "error[E028]", "did you mean `reload`?"] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    let (code, keys, notes) = explain(&["keys"]);
    assert_eq!(code, Some(0));
    assert!(keys.contains("  F5  ") && notes.contains("2 findings in the configuration"), "{notes}");
    let (code, commented, notes) = explain(&["config", "--toml"]);
    assert_eq!((code, &*notes), (Some(0), ""));
    fs::write(&file, commented).unwrap();
    assert_eq!(explain(&["config"]).0, Some(0));
    assert_eq!(explain(&["keys", "--toml"]).0, Some(2));
    let named = program().args(["explain", "keys", "--config", "/nowhere.toml"]).output().unwrap();
    assert!(text(&named.stderr).contains("1 finding in the configuration"));
}
