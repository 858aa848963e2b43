//! Files that change, copies, and effects that fail.

use std::fs;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::process::Pid;

use crate::session::{Session, model_of, save, shelf, shows};

#[test]
#[cfg(target_os = "linux")]
fn an_effect_that_fails_is_a_notice_and_the_session_goes_on() {
    use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
    let folder = shelf("limits");
    let mut session = Session::open(&[folder.join("positions.toml").to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    let pid = Pid::from_raw(session.pid);
    let limit = |resource, current| {
        prlimit(pid, resource, Rlimit { current: Some(current), ..getrlimit(resource) }).unwrap();
    };
    let lift = |resource| assert!(prlimit(pid, resource, getrlimit(resource)).is_ok());
    // No thread has read yet, so there is no stack to reuse.
    let pages = fs::read_to_string(format!("/proc/{}/statm", session.pid)).unwrap();
    let pages: u64 = pages.split(' ').next().unwrap().parse().unwrap();
    limit(Resource::As, (pages << 12) + (8 << 20));
    session.press("R");
    session.wait("that there was no thread to read with", shows("last good model"));
    session.press("!");
    session.wait("the reason", shows("no thread can be started"));
    lift(Resource::As);
    session.press("R");
    session.wait("the model once more", |screen| !shows("last good model")(screen));
    limit(Resource::Nofile, 3);
    session.press("yy");
    session.wait("that it was copied without another file", shows("(OSC 52)"));
    session.press("R");
    session.wait("that there was no file to read with", shows("last good model"));
    lift(Resource::Nofile);
    session.press("R");
    session.wait("the model again", |screen| !shows("last good model")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_save_by_rename_shows_at_once_and_a_broken_one_keeps_the_last_good_model() {
    let folder = shelf("live");
    let mut session = Session::open(&[folder.join("positions.toml").to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    session.press("j");
    save(&folder, &model_of(&["New", "Alpha", "Beta"]));
    session.wait("the new actor", |screen| shows("New")(screen) && shows("3 actors (+1)")(screen));
    save(&folder, &(model_of(&["Alpha"]) + "[[actors"));
    session.wait("the mark of a broken save", |screen| {
        shows("last good model · 2 errors (!)")(screen) && shows("New")(screen) && shows("Beta")(screen)
    });
    session.press("!");
    session.wait("what is wrong", shows("E001"));
    session.press("q");
    save(&folder, &model_of(&["Gamma", "Alpha", "Beta"]));
    session.wait("the repair", |screen| shows("Gamma")(screen) && !shows("last good")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_save_by_truncating_and_writing_shows_and_half_of_it_is_never_the_model() {
    let folder = shelf("in-place");
    let model = folder.join("positions.toml");
    let mut session = Session::open(&[model.to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    let whole = model_of(&["New", "Alpha", "Beta"]);
    let (half, rest) = whole.split_at(whole.len() - 30);
    let mut file = fs::File::create(&model).unwrap();
    file.write_all(half.as_bytes()).unwrap();
    session.wait("the last good model", |screen| {
        shows("last good model")(screen) && shows("Beta")(screen) && !shows("New")(screen)
    });
    file.write_all(rest.as_bytes()).unwrap();
    drop(file);
    session.wait("the new actor", |screen| shows("New")(screen) && !shows("last good")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_storm_of_saves_leaves_the_keyboard_working_and_ends_in_the_last() {
    let folder = shelf("storm");
    let mut session = Session::open(&[folder.to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    let (is_over, at) = (AtomicBool::new(false), folder.join("positions.toml"));
    let texts = [model_of(&["Alpha", "Odd"]), model_of(&["Alpha", "Even"])];
    let saves = thread::scope(|scope| {
        let storm = scope.spawn(|| {
            let mut saves = 0;
            while saves < 10_000 || !is_over.load(Ordering::Relaxed) {
                fs::write(&at, &texts[saves % 2]).unwrap();
                saves += 1;
            }
            saves
        });
        for _ in 0..3 {
            session.press("?");
            session.wait("the help", |screen| !shows("Passages")(screen));
            session.press("\x1b");
            session.wait("the panes", shows("Passages"));
        }
        is_over.store(true, Ordering::Relaxed);
        storm.join().unwrap()
    });
    assert!(saves >= 10_000);
    fs::write(&at, model_of(&["Alpha", "Last"])).unwrap();
    session
        .wait("the last save", |screen| shows("Last")(screen) && shows("live")(screen) && !shows("last good")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
#[cfg(target_os = "linux")]
fn where_no_folder_can_be_watched_the_files_are_looked_at_instead() {
    let limits = ["/proc/sys/user/max_inotify_watches", "/proc/sys/user/max_inotify_instances"];
    let as_root_of_its_own = |script: &str| ["unshare", "-Ur", "sh", "-c", script].map(str::to_owned);
    for (number, limit) in limits.into_iter().enumerate() {
        let script = format!("echo 0 >{limit} && exec \"$0\" \"$@\"");
        let mut words = as_root_of_its_own(&script).to_vec();
        let mut try_it = std::process::Command::new(&words[0]);
        if !try_it.args(&words[1..]).arg("true").output().is_ok_and(|ended| ended.status.success()) {
            // Not everybody may set the limit.
            return;
        }
        let folder = shelf(&format!("unwatched{number}"));
        words.extend([crate::session::PROGRAM, folder.to_str().unwrap()].map(str::to_owned));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut session = Session::start(&words, &[]);
        session.resize((24, 160));
        session.wait("the notice", shows("checking for changes every 2 seconds instead"));
        save(&folder, &model_of(&["New", "Alpha"]));
        session.wait("the new actor", shows("New"));
        session.press("q");
        session.ends_with(0);
    }
}

#[test]
fn a_link_in_the_middle_of_the_path_that_leads_elsewhere_shows_at_once() {
    let folder = shelf("swapped");
    let rebuild = |name: &str, actor: &str| {
        fs::create_dir_all(folder.join(name).join("texts")).unwrap();
        fs::write(folder.join(name).join("texts/a.txt"), "They want peace and quiet.\n").unwrap();
        fs::write(folder.join(name).join("positions.toml"), model_of(&["Alpha", actor])).unwrap();
        std::os::unix::fs::symlink(name, folder.join("next")).unwrap();
        fs::rename(folder.join("next"), folder.join("now")).unwrap();
    };
    rebuild("one", "Before");
    let mut session = Session::open(&[folder.join("now/positions.toml").to_str().unwrap()], &[]);
    session.wait("the mark of a live model", |screen| shows("live")(screen) && shows("Before")(screen));
    rebuild("two", "After");
    session.wait("the model behind the new link", |screen| shows("After")(screen) && !shows("Before")(screen));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_model_or_an_article_may_go_and_come_back() {
    let folder = shelf("away");
    let mut session = Session::open(&[folder.to_str().unwrap()], &[]);
    session.wait("the mark of a live model", shows("live"));
    fs::remove_file(folder.join("positions.toml")).unwrap();
    session.wait("that it is gone", |screen| shows("last good model (!)")(screen) && shows("Alpha")(screen));
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.join("positions.toml"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    fs::remove_file(folder.join("positions.toml")).unwrap();
    save(&folder, &model_of(&["Alpha", "Back"]));
    session.wait("that it is back", |screen| shows("Back")(screen) && !shows("last good")(screen));
    fs::rename(folder.join("texts"), folder.join("elsewhere")).unwrap();
    session.wait("that the article is gone", shows("error"));
    fs::rename(folder.join("elsewhere"), folder.join("texts")).unwrap();
    session.wait("that the article is back", |screen| !shows("error")(screen));
    fs::write(folder.join("texts/a.txt"), "They want neither.\n").unwrap();
    session.wait("that its words are other ones", shows("1 error"));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn without_a_desktop_a_copy_goes_through_the_terminal() {
    for environment in [&[][..], &[("DISPLAY", ":0"), ("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")]] {
        let mut session = Session::open(&[], environment);
        session.press("yy");
        session.wait("the notice", shows("(OSC 52)"));
        assert!(session.seen.text().contains("\x1b]52;c;"), "{:?}", session.seen.text());
        session.press("q");
        session.ends_with(0);
    }
}

#[test]
fn in_tmux_a_copy_goes_through_its_buffer() {
    let folder = shelf("fake-tmux");
    let (program, taken) = (folder.join("tmux"), folder.join("taken"));
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let fake = |ends: &str| format!("#!/bin/sh\necho \"$*\" >'{0}'\ncat >>'{0}'\n{ends}\n", taken.display());
    let inside = [("PATH", path.as_str()), ("TMUX", "/tmp/tmux-0/default,1,0")];
    let copy = |ends: &str, notice: &str| {
        fs::write(&program, fake(ends)).unwrap();
        rustix::fs::chmod(&program, rustix::fs::Mode::from(0o755)).unwrap();
        let mut session = Session::open(&[], &inside);
        session.press("yy");
        session.wait("the notice", shows(notice));
        let is_asked = session.seen.text().contains("\x1b]52;c;");
        session.press("q");
        session.ends_with(0);
        is_asked
    };
    assert!(!copy("exit 0", "is in tmux's buffer"), "the terminal was asked too");
    let taken = fs::read_to_string(&taken).unwrap();
    assert!(taken.starts_with("load-buffer -w -\n\u{201c}"), "{taken:?}");
    // An old tmux knows no `-w`; another does not answer.
    assert!(copy("exit 1", "(OSC 52)"));
    assert!(copy("sleep 5", "(OSC 52)"));
}

#[test]
fn a_copy_in_tmux_reaches_the_terminal_around_it() {
    let Ok(version) = std::process::Command::new("tmux").arg("-V").output() else { return };
    if String::from_utf8_lossy(&version.stdout).starts_with("tmux 2") {
        return;
    }
    let folder = shelf("real-tmux");
    let (socket, program) = (folder.join("socket"), crate::session::PROGRAM);
    let socket = socket.to_str().unwrap();
    let words = ["tmux", "-S", socket, "-f", "/dev/null", "new-session", program];
    let mut session = Session::start(&words, &[("LANG", "C.UTF-8")]);
    session.wait("the first frame", shows("Passages"));
    session.press("yy");
    session.wait("the notice", shows("is in tmux's buffer"));
    let end = std::time::Instant::now() + crate::session::PATIENCE;
    while !session.seen.text().contains("\x1b]52;") {
        assert!(std::time::Instant::now() < end, "the terminal was not asked: {:?}", session.seen.text());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    session.press("q");
    session.code();
}

#[test]
fn undo_shows_in_the_same_frame_and_the_program_knows_its_own_writes() {
    let folder = shelf("undo");
    let (model, state) = (folder.join("positions.toml"), folder.join("state"));
    let before = fs::read_to_string(&model).unwrap();
    let (model, state) = (model.to_str().unwrap(), state.to_str().unwrap());
    let added = std::process::Command::new(crate::session::PROGRAM)
        .args(["add", "actor", "-m", model, "--name", "Gamma"])
        .env("XDG_STATE_HOME", state)
        .output()
        .unwrap();
    assert!(added.status.success(), "{added:?}");
    let after = fs::read_to_string(model).unwrap();
    let mut session = Session::open(&[model], &[("XDG_STATE_HOME", state)]);
    session.wait("the mark of a live model", shows("live"));
    session.press("u");
    session.wait("what was undone", |screen| shows("undone: add gamma")(screen) && !shows("Gamma")(screen));
    assert_eq!(fs::read_to_string(model).unwrap(), before);
    session.press("u");
    session.wait("that this was all", shows("there is nothing to undo"));
    session.press("\u{12}");
    session.wait("it again", |screen| shows("redone: add gamma")(screen) && shows("Gamma")(screen));
    assert_eq!(fs::read_to_string(model).unwrap(), after);
    // The notice stays: the watcher has seen the files change by then and reports nothing.
    std::thread::sleep(std::time::Duration::from_millis(600));
    session.wait("the same frame", shows("redone: add gamma"));
    save(&folder, &(after + "\n[[actors]]\nid = 'delta'\nname = 'Delta'\n"));
    session.wait("what another program wrote", |screen| shows("Delta")(screen) && shows("(+1)")(screen));
    session.press("u");
    session
        .wait("the change of before taken back", |screen| shows("undone: add gamma")(screen) && shows("Delta")(screen));
    session.press("q");
    session.ends_with(0);
}
