//! The configuration: its file, the question about the background, and what the command line says against it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::session::{Session, shelf, shows};

/// A folder with a configuration, and a session that reads it.
fn session(name: &str, text: &str, words: &[&str]) -> (PathBuf, Session) {
    let file = shelf(name).join("config.toml");
    fs::write(&file, text).unwrap();
    let session = Session::open(words, &[("DEMARCHE_CONFIG", file.to_str().unwrap())]);
    (file, session)
}

/// Whether a cell of the first column has this background.
fn ground(screen: &vt100::Screen) -> vt100::Color {
    screen.cell(5, 0).unwrap().bgcolor()
}

const LIGHT: vt100::Color = vt100::Color::Idx(231);
const DARK: vt100::Color = vt100::Color::Idx(234);

#[test]
fn a_saved_configuration_is_on_the_screen_at_once() {
    let (file, mut session) = session("config-live", "start = \"issues\"\n", &[]);
    session.wait("the issues", shows("1 Issues"));
    fs::write(&file, "theme = \"dark\"\n[keys.browse]\n\"g z\" = \"zoom\"\n").unwrap();
    session.wait("the colours", |screen| ground(screen) == DARK);
    session.press("gz");
    session.wait("one pane", |screen| !shows("2 Demands")(screen) && !shows("Demands ·")(screen));
    fs::write(&file, "theme = \"drak\"\n").unwrap();
    session.wait("what is wrong", shows("1 finding in the configuration; ! shows them"));
    session.press("!");
    session.wait("the finding", shows("E027"));
    fs::remove_file(&file).unwrap();
    session.wait("that the file is missing", |screen| shows("E025")(screen) && !shows("E027")(screen));
    session.press("qq");
    session.ends_with(0);
}

#[test]
fn the_folder_for_configurations_is_looked_in_and_the_command_line_wins() {
    let folder = shelf("config-folder");
    fs::create_dir(folder.join("demarche")).unwrap();
    fs::write(folder.join("demarche/config.toml"), "theme = \"light\"\nmouse = false\nglyphs = \"ascii\"\n").unwrap();
    let home = [("XDG_CONFIG_HOME", folder.to_str().unwrap())];
    let session = Session::open(&[], &home);
    session.wait("the colours of the file", |screen| ground(screen) == LIGHT && shows("= 1 Actors =")(screen));
    assert_eq!(session.screen().screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    let flagged = Session::open(&["--theme", "dark"], &home);
    flagged.wait("those of the command line", |screen| ground(screen) == DARK);
    let other = folder.join("other.toml");
    fs::write(&other, "theme = \"mono\"\n").unwrap();
    let named = Session::open(&["--config", other.to_str().unwrap()], &home);
    named.wait("the other file", |screen| ground(screen) == vt100::Color::Default);
    let missing = Session::open(&["--config", "/nowhere/config.toml"], &home);
    missing.wait("that it is missing", shows("1 finding in the configuration"));
}

#[test]
fn the_terminal_is_asked_for_its_background_only_where_that_is_wanted() {
    let (_, asked) = session("config-detect", "theme = \"detect\"\n", &[]);
    let heard = |session: &Session| session.seen.text().contains("\x1b]11;?\x1b\\");
    asked.wait("the question", |_| heard(&asked));
    let frame = asked.seen.text().find("\x1b[?2026l\x1b]11;?");
    assert!(frame.is_some(), "it comes behind the first frame");
    let quiet = Session::open(&[], &[]);
    quiet.wait("a frame", shows("1 Actors"));
    assert!(!heard(&quiet));
}

#[test]
fn what_the_terminal_answers_decides_and_never_acts_as_keys() {
    let (_, mut light) = session("config-light", "theme = \"detect\"\n", &[]);
    light.wait("the question", |_| light.seen.text().contains("\x1b]11;?"));
    light.press("j\x1b]11;rgb:ffff/ffff/f0f0\x1b\\");
    light.wait("light colours", |screen| ground(screen) == LIGHT && shows("2/12")(screen));
    light.press("\x1b]11;rgb:0/0/0\x07k");
    light.wait("the key behind", shows("1/12"));
    assert_eq!(ground(light.screen().screen()), LIGHT, "nobody asked again");
    let (_, mut late) = session("config-late", "theme = \"detect\"\n", &[]);
    late.wait("the question", |_| late.seen.text().contains("\x1b]11;?"));
    std::thread::sleep(Duration::from_millis(1200));
    late.press("\x1b]11;rgb:0000/0000/0000\x07j");
    late.wait("the key behind", shows("2/12"));
    assert_eq!(ground(late.screen().screen()), vt100::Color::Default, "it came too late");
}

#[test]
fn the_editor_of_the_configuration_gets_file_line_and_column() {
    let folder = shelf("config-editor");
    let file = folder.join("config.toml");
    let said = folder.join("said");
    let script = format!("sh -c 'echo \"$0 $1 $2\" >{}' {{file}} {{line}} {{column}}", said.to_str().unwrap());
    fs::write(&file, format!("editor = '''{script}'''\nmouze = 1\n")).unwrap();
    let mut session = Session::open(&[], &[("DEMARCHE_CONFIG", file.to_str().unwrap())]);
    session.press("!");
    session.wait("the finding", shows("there is no setting `mouze`"));
    session.press("\r");
    session.wait("that it was read again", shows("read again"));
    assert_eq!(fs::read_to_string(&said).unwrap().trim(), format!("{} 2 1", file.display()));
}

#[test]
fn the_next_time_begins_where_the_last_one_ended() {
    let folder = shelf("session");
    let model = folder.join("positions.toml");
    let model = model.to_str().unwrap();
    let state = [("XDG_STATE_HOME", folder.to_str().unwrap())];
    let mut first = Session::open(&[model], &state);
    first.press("jfpeace\x1b");
    first.wait("the second actor", |screen| shows("2/2")(screen) && !shows("Find")(screen));
    first.press(">q");
    first.ends_with(0);
    let mut second = Session::open(&[model], &state);
    second.wait("the same actor", shows("2/2"));
    second.press("f");
    second.wait("what was asked", |screen| shows("Alt-Up calls back what was asked")(screen) && shows("peace")(screen));
    second.press("\x1b");
    second.signal(rustix::process::Signal::TERM);
    second.code();
    let fresh = Session::open(&["--no-session", model], &state);
    fresh.wait("the first actor", shows("1/2"));
    let led = Session::open(&["--at", "Alpha", model], &state);
    led.wait("the actor that was named", shows("1/2"));
}

#[test]
fn a_theme_that_was_chosen_is_there_the_next_time_unless_another_one_is_named() {
    let folder = shelf("theme-kept");
    let file = folder.join("config.toml");
    fs::write(&file, "theme = \"light\"\n").unwrap();
    let state = ("XDG_STATE_HOME", folder.to_str().unwrap());
    let mut first = Session::open(&[], &[state]);
    first.press("Tjj\r");
    first.wait("that it is kept", |screen| ground(screen) == DARK && shows("the next time too")(screen));
    first.press("q");
    first.ends_with(0);
    let config = file.to_str().unwrap();
    for (words, expected) in [
        (&[][..], DARK),
        (&["--theme", "light"], LIGHT),
        (&["--config", config], LIGHT),
        (&["--no-session"], vt100::Color::Default),
    ] {
        let next = Session::open(words, &[state]);
        next.wait(&format!("its colours with {words:?}"), |screen| {
            shows("1 Actors")(screen) && ground(screen) == expected
        });
    }
}
