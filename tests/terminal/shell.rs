//! What other programs do with ours: pipes after `pick`, ids of `at`, completions.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::session::{PROGRAM, Session, shelf, shows};

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/positions.toml");

/// A shell that runs the program with `words`, its standard output in a file.
fn piped(folder: &Path, words: &str) -> Session {
    let line = format!("{PROGRAM} {words} > {}/out; echo ended $?; read wait", folder.display());
    Session::start(&["sh", "-c", &line], &[])
}

fn out(folder: &Path) -> String {
    fs::read_to_string(folder.join("out")).unwrap()
}

#[test]
fn what_is_picked_goes_down_the_pipe_and_the_screen_does_not() {
    let folder = shelf("pick");
    for (words, keys, code, expected) in [
        ("is:actor putin", "\r", 0, "putin\n"),
        ("--print-query is:actor zelenskyy", "\t\x15is:actor trump\t\r", 0, "is:actor trump\nzelenskyy\ntrump\n"),
        ("qqqqqqqq", "\r", 1, ""),
        ("is:actor putin", "\x1b", 130, ""),
        ("is:actor putin", "\x03", 130, ""),
    ] {
        let mut session = piped(&folder, &format!("pick -m {MODEL} {words}"));
        session.wait("pick", shows("Pick"));
        session.press(keys);
        session.wait("the end", shows(&format!("ended {code}")));
        assert_eq!(out(&folder), expected, "{words}");
    }
    let mut session = piped(&folder, &format!("pick -m {MODEL} --format json is:actor putin < /dev/null"));
    session.wait("pick without the terminal on standard input", shows("Pick"));
    session.press("\r");
    session.wait("the end", shows("ended 0"));
    let json: serde_json::Value = serde_json::from_str(&out(&folder)).unwrap();
    assert_eq!((&json["hits"][0]["id"], &json["total"]), (&"putin".into(), &1.into()));
}

/// The program without a terminal.
fn run(words: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(PROGRAM).args(words).env_clear().envs(environment.iter().copied()).output().unwrap()
}

#[test]
fn without_a_terminal_there_is_nothing_to_pick_in() {
    let mut command = Command::new("setsid");
    let ended = command.args(["--wait", PROGRAM, "pick"]).env("TERM", "xterm").output().unwrap();
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
}

#[test]
fn a_running_program_is_led_by_ids() {
    let runtime = shelf("runtime");
    let runtime = runtime.to_str().unwrap();
    let environment = [("XDG_RUNTIME_DIR", runtime)];
    let at = |id: &str| {
        let ended = run(&["at", id], &environment);
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    assert_eq!(at("putin"), (Some(1), "note: no demarche is running\n".to_owned()));
    let mut session = Session::open(&[MODEL], &environment);
    let socket = format!("{runtime}/demarche/{}.sock", session.pid);
    // It is there soon after the first frame.
    session
        .wait("the socket", |_| fs::metadata(&socket).is_ok_and(|about| about.permissions().mode() & 0o777 == 0o600));
    assert_eq!(at("zelenskyy-sanctions"), (Some(0), String::new()));
    session.wait("the demand", shows("Sanctions remain"));
    assert_eq!(at("nobody"), (Some(1), "note: no running demarche has `nobody`\n".to_owned()));
    assert_eq!(at("a\nb").0, Some(2));
    session.press("q");
    session.ends_with(0);
    assert!(fs::metadata(&socket).is_err(), "the socket goes with the program");
}

#[test]
fn shells_complete_ids_of_the_model_that_the_line_names() {
    for (line, expected) in [
        ("show -m MODEL zelenskyy-s", "zelenskyy-sanctions"),
        ("compare -m MODEL put", "putin"),
        ("explo", ""),
        ("exp", "explain"),
    ] {
        let line = format!("demarche {}", line.replace("MODEL", MODEL));
        let words: Vec<&str> = line.split(' ').collect();
        let index = (words.len() - 1).to_string();
        let environment = [("DEMARCHE_COMPLETE", "bash"), ("_CLAP_COMPLETE_INDEX", &*index), ("_CLAP_IFS", "\n")];
        let ended = run(&[&["--"], &*words].concat(), &environment);
        let said = String::from_utf8(ended.stdout).unwrap();
        assert!(
            said.lines().any(|word| word.trim() == expected) || expected.is_empty() && said.is_empty(),
            "{line}: {said}"
        );
    }
}
