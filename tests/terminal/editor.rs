//! The editor: it gets the terminal, and the terminal comes back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::process::Signal;

use crate::session::{Session, is_drawn, model_of, shelf, shows};

/// A folder with a model in it and an editor of our own that says what it was called with and reads two lines.
fn desk(name: &str) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let editor = folder.join("an editor");
    let script = "#!/bin/sh\nprintf '\\033[?1000h%s\\n' \"called with $*\"; read one; read two\n\
                  echo \"read $one and $two\"; stty raw; exit 3\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let model = folder.join("positions.toml");
    fs::write(&model, "format = 1\n\n[[actors]]\nid = \"ukraine\"\nname = \"Ukraine\"\n").unwrap();
    (model, format!("'{}' -x 'two words'", editor.display()))
}

#[test]
fn the_editor_gets_the_terminal_and_every_key() {
    let (model, visual) = desk("editor");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", &visual)]);
    session.press("e");
    let called = format!("called with -x two words {}", model.display());
    session.wait("the editor", |screen| !screen.alternate_screen() && without_breaks(screen).contains(&called));
    session.press("q\rq\r");
    session.wait("the screen again", is_drawn);
    assert!(session.seen.text().contains("read q and q"), "{:?}", session.seen.text());
    session.press("q");
    session.ends_with(0);
}

#[test]
fn ctrl_z_in_the_editor_without_a_shell_above_stops_nothing() {
    let (model, visual) = desk("stopped");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", &visual)]);
    session.press("e");
    session.wait("the editor", |screen| screen.contents().contains("called with"));
    session.press("\x1a");
    thread::sleep(Duration::from_millis(100));
    session.press("q\rq\r");
    session.wait("the screen again", is_drawn);
    session.press("q");
    session.ends_with(0);
}

#[test]
fn an_editor_that_stops_itself_goes_on() {
    let (model, _) = desk("self-stopped");
    let visual = "sh -c 'kill -STOP $$; kill -STOP $$; echo back'";
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", visual)]);
    session.press("e");
    session.wait("the end of the editor", |screen| is_drawn(screen) && session.seen.text().contains("back"));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let (model, visual) = desk("interrupted");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", &visual)]);
    session.press("e");
    session.wait("the editor", |screen| screen.contents().contains("called with"));
    session.press("\x03");
    session.wait("the screen again", is_drawn);
    session.press("e");
    session.wait("the editor", |screen| !screen.alternate_screen());
    session.signal(Signal::TERM);
    assert_eq!(session.code(), 143);
}

#[test]
fn a_missing_editor_is_reported_on_the_screen() {
    let (model, _) = desk("missing");
    let mut session = Session::open(&[model.to_str().unwrap()], &[("EDITOR", "no-such-editor")]);
    session.press("e");
    session.wait("the sentence", |screen| screen.contents().contains("no-such-editor"));
    session.press("q");
    session.ends_with(0);
}

/// The screen as one line.
fn without_breaks(screen: &vt100::Screen) -> String {
    screen.contents().replace('\n', "")
}

#[test]
#[cfg(target_os = "linux")]
fn a_terminal_that_the_editor_made_non_blocking_blocks_again() {
    let (model, _) = desk("non-blocking");
    let visual = "perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_RDWR | O_NONBLOCK); print qq(done\n)'";
    let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", visual)]);
    session.press("e");
    session.wait("the editor", |_| session.seen.text().contains("done"));
    session.wait("the screen again", is_drawn);
    let about = fs::read_to_string(format!("/proc/{}/fdinfo/1", session.pid)).unwrap();
    let flags = about.lines().find_map(|line| line.strip_prefix("flags:")).unwrap();
    assert_eq!(i32::from_str_radix(flags.trim(), 8).unwrap() & 0o4000, 0, "{flags}");
    session.press("q");
    session.ends_with(0);
}

/// A program in `folder` that does what `script` says.
fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn a_model_that_is_named_like_a_command_is_one_word() {
    let folder = shelf("named");
    let called = folder.join("called");
    let editor = program(&folder, "vi", "printf '%s\\0' \"$PWD\" \"$@\" >\"${0%/*}/called\"");
    for name in [";touch pwn", "$(touch pwn)", "`touch pwn`", "-rf", "a b", "x\ny", "'\"", "*"] {
        let model = folder.join(name);
        fs::write(&model, model_of(&["Alpha"])).unwrap();
        let mut session = Session::open(&[model.to_str().unwrap()], &[("VISUAL", editor.to_str().unwrap())]);
        session.press("e");
        session.wait("the screen again", |screen| is_drawn(screen) && called.exists());
        session.press("q");
        session.ends_with(0);
        let words = fs::read_to_string(&called).unwrap();
        let (place, words) = words.split_once('\0').unwrap();
        assert_eq!(words, format!("+2\0{}\0", model.display()), "{name:?}");
        assert!(!Path::new(place).join("pwn").exists() && !folder.join("pwn").exists(), "{name:?}");
        fs::remove_file(&called).unwrap();
    }
}

#[test]
fn variables_may_name_any_command_and_a_missing_one_is_reported() {
    let folder = shelf("variables");
    let beside = folder.to_str().unwrap();
    program(&folder, "vi", "touch \"${0%/*}/fallback\"");
    let other = program(&folder, "other", "touch \"${0%/*}/chosen\"");
    let path = format!("{beside}:/usr/bin:/bin");
    let command = format!("sh -c 'touch {beside}/pwn'");
    for (visual, editor, said, made) in [
        ("vim -c 'set", "vi", "VISUAL has an unclosed quote", None),
        ("", "vim \"", "EDITOR has an unclosed quote", None),
        ("", " \t", "", Some("fallback")),
        ("  ", other.to_str().unwrap(), "", Some("chosen")),
        // The user's own.
        (&command, "vi", "", Some("pwn")),
    ] {
        let mut session = Session::open(&[beside], &[("VISUAL", visual), ("EDITOR", editor), ("PATH", &path)]);
        session.press("e");
        session.wait("the screen again", |screen| {
            is_drawn(screen) && shows(said)(screen) && made.is_none_or(|made| folder.join(made).exists())
        });
        session.press("q");
        session.ends_with(0);
        assert_eq!(["fallback", "chosen", "pwn"].into_iter().find(|name| folder.join(name).exists()), made, "{visual}");
        if let Some(made) = made {
            fs::remove_file(folder.join(made)).unwrap();
        }
    }
}

#[test]
fn what_an_editor_does_to_the_file_or_to_itself_is_reported() {
    let folder = shelf("odd-editors");
    fs::write(folder.join("other"), model_of(&["Gamma"])).unwrap();
    for (visual, said) in [
        ("sh -c 'exit 1'", "failed: exit status: 1"),
        ("sh -c 'kill -9 $$'", "failed: signal: 9"),
        ("sh -c 'rm \"$0\"'", "last good model"),
        ("sh -c 'cp \"${0%/*}/other\" \"${0%/*}/new\"; mv \"${0%/*}/new\" \"$0\"'", "Gamma"),
        ("sh -c 'printf \"\\033[?1000h\\033[?2004h\\033[?25l\\033[?1049h\\033[31m\"'", "Gamma"),
    ] {
        let mut session = Session::open(&[folder.to_str().unwrap()], &[("VISUAL", visual)]);
        session.press("e");
        session.wait(said, |screen| is_drawn(screen) && shows(said)(screen));
        assert!(said == "Gamma" || shows("Alpha")(session.screen().screen()), "the model stays");
        session.press("q");
        session.ends_with(0);
        if said == "last good model" {
            fs::write(folder.join("positions.toml"), model_of(&["Alpha", "Beta"])).unwrap();
        }
    }
}
