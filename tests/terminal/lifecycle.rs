//! The program takes the terminal, and gives it back however it ends.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::session::{PATIENCE, PROGRAM, PROMPT, Session, is_drawn, settings};

#[test]
fn it_draws_and_q_gives_everything_back() {
    let mut session = Session::open(&[], &[]);
    session.wait("the example", |screen| screen.contents().contains("example"));
    let first = session.screen().screen().contents();
    assert!(!first.contains('\u{fffd}'), "the last net had to mend the frame: {first}");
    assert!(session.screen().screen().bracketed_paste());
    assert_ne!(session.screen().screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_ne!(settings(&*session.master), session.before);
    session.press("q");
    let seen = session.ends_with(0);
    assert!(seen.ends_with("\x1b[?2004l\x1b[?1049l\x1b[?25h"), "{seen:?}");
    let (begun, ended) = (seen.matches("\x1b[?2026h").count(), seen.matches("\x1b[?2026l").count());
    assert!(begun >= 1 && ended >= begun, "{seen:?}");
}

#[test]
fn without_the_mouse_no_reports_are_requested() {
    let mut session = Session::open(&["--no-mouse"], &[]);
    session.press("q");
    let seen = session.ends_with(0);
    assert!(!seen.contains("\x1b[?1000h") && !seen.contains("\x1b[?1002h"), "{seen:?}");
}

#[test]
fn no_color_leaves_no_colour() {
    for (words, environment) in
        [(&[][..], &[("NO_COLOR", "1")][..]), (&["--color", "never"], &[]), (&["--theme", "mono"], &[])]
    {
        let mut session = Session::open(words, environment);
        session.press("q");
        let seen = session.ends_with(0);
        let colours = ["\x1b[38;", "\x1b[48;", ";38;", ";48;", "\x1b[;m"];
        assert!(colours.iter().all(|colour| !seen.contains(colour)), "{words:?}: {seen:?}");
    }
}

#[test]
fn it_follows_the_size_even_to_nothing_and_back() {
    let mut session = Session::open(&[], &[]);
    for size in [(0, 0), (24, 0), (0, 80), (1, 1), (2, 5), (9, 300)] {
        session.resize(size);
    }
    session.wait_for_a_frame_of((10, 40));
    session.press("q");
    session.ends_with(0);
}

#[test]
fn signals_end_it_with_their_number() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::USR1, 138),
        (Signal::USR2, 140),
        (Signal::ALARM, 142),
        (Signal::VTALARM, 154),
        (Signal::PROF, 155),
        (Signal::XCPU, 152),
        (Signal::XFSZ, 153),
        (Signal::IO, 157),
    ] {
        let session = Session::open(&[], &[]);
        session.signal(signal);
        session.ends_with(code);
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_anywhere_gives_the_terminal_back_and_reports_itself() {
    for place in ["draw", "worker"] {
        let session = Session::start(&[PROGRAM], &[("DEMARCHE_FAULT", place)]);
        assert_eq!(session.code(), 101, "{place}: {:?}", session.seen.text());
        session.wait("the report", |screen| screen.contents().contains("please report"));
        session.is_given_back();
        let text = session.screen().screen().contents();
        assert!(text.contains("bug: asked to fail") && text.contains('␛'), "{place}: {text}");
        let seen = session.seen.text();
        let told = seen.rsplit("\x1b[?25h").next().unwrap();
        assert!(!told.contains('\x1b'), "{place}: {told:?}");
    }
}

#[test]
fn an_abort_gives_the_terminal_back() {
    let script = format!("'{PROGRAM}' & echo $! >\"$FILE\"; fg >/dev/null; echo ended:$?");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("aborted");
    let session = Session::start(&["sh", "-mc", &script], &[("FILE", file.to_str().unwrap())]);
    session.wait("the first frame", is_drawn);
    let pid = fs::read_to_string(file).unwrap().trim().parse().unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::ABORT).unwrap();
    session.wait("the end", |screen| screen.contents().contains("ended:134"));
    session.ends_with(0);
}

#[test]
#[cfg(debug_assertions)]
fn no_memory_and_no_stack_give_the_terminal_back() {
    for place in ["memory", "stack"] {
        let script = format!("DEMARCHE_FAULT={place} '{PROGRAM}'; echo ended:$?");
        let session = Session::start(&["sh", "-c", &script], &[]);
        session.wait("the end", |screen| screen.contents().contains("ended:134"));
        let said = session.ends_with(0);
        assert!(said.contains("\x1b[?25hdemarche: aborted; most likely there was not enough memory"), "{said:?}");
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_program_that_hangs_can_still_be_ended() {
    let session = Session::start(&[PROGRAM], &[("DEMARCHE_FAULT", "hang")]);
    session.wait("the alternate screen", |screen| screen.alternate_screen() && screen.hide_cursor());
    session.signal(Signal::TERM);
    session.ends_with(143);
}

#[test]
fn ctrl_z_stops_the_job_and_fg_brings_it_back() {
    let script = format!("'{PROGRAM}'; echo left:$?; read line; fg >/dev/null; echo ended:$?");
    let mut session = Session::start(&["sh", "-mc", &script], &[]);
    session.wait("the first frame", is_drawn);
    session.press("\x1a");
    session.wait("the shell", |screen| !screen.alternate_screen() && screen.contents().contains("left:"));
    session.is_given_back();
    session.resize((12, 50));
    session.press("\r");
    session.wait("the screen again", is_drawn);
    session.press("q");
    session.wait("the shell again", |screen| screen.contents().contains("ended:0"));
    session.ends_with(0);
}

#[test]
fn without_a_shell_above_ctrl_z_does_not_stop() {
    let mut session = Session::open(&[], &[]);
    session.press("\x1a");
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_stop_from_outside_is_made_good() {
    let mut session = Session::open(&[], &[]);
    session.signal(Signal::STOP);
    session.seen.heard.lock().unwrap().bytes.clear();
    session.signal(Signal::CONT);
    session.wait("the screen again", is_drawn);
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let mut session = Session::open(&[], &[]);
    // The listener holds the terminal open: it leaves with the next frame.
    session.seen.heard.lock().unwrap().is_enough = true;
    session.resize((10, 40));
    let Session { master, slave, keys, listener, exit, .. } = session;
    listener.join().unwrap();
    drop((keys, master));
    assert_eq!(exit.recv_timeout(PROMPT), Ok(129));
    drop(slave);
}

#[test]
#[cfg(target_os = "linux")]
fn a_terminal_that_goes_away_without_a_signal_ends_it_too() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hang-up");
    let _ = fs::remove_file(&file);
    // In a session without a controlling terminal there is no signal.
    let inner = format!("'{PROGRAM}'; echo $? >'{0}.new'; mv '{0}.new' '{0}'", file.display());
    let script = "exec 3<&0; trap 'echo woken' WINCH; setsid sh -c \"$INNER\" <&3 & wait; wait; wait";
    let mut session = Session::start(&["sh", "-c", script], &[("INNER", &inner)]);
    session.wait("the first frame", is_drawn);
    // The shell hears of the new size and writes, and the listener leaves.
    session.seen.heard.lock().unwrap().is_enough = true;
    session.resize((10, 40));
    let Session { master, slave, keys, listener, .. } = session;
    listener.join().unwrap();
    drop((keys, slave, master));
    let end = Instant::now() + PATIENCE;
    while !file.exists() && Instant::now() < end {
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "129\n");
}

#[test]
fn without_a_terminal_it_says_so_in_plain_words() {
    for (words, name) in [
        (format!("'{PROGRAM}' </dev/null"), "standard input"),
        (format!("'{PROGRAM}' | cat; exit 2"), "standard output"),
        (format!("TERM=dumb '{PROGRAM}'"), "TERM"),
        (format!("TERM= '{PROGRAM}'"), "TERM"),
    ] {
        let session = Session::start(&["sh", "-c", &words], &[]);
        assert_eq!(session.code(), 2, "{words}");
        session.wait("the reason", |screen| screen.contents().contains("error:") && screen.contents().contains(name));
        assert!(!session.seen.text().contains('\x1b'), "{words}: {:?}", session.seen.text());
    }
}

#[test]
fn a_terminal_without_colours_gets_none_and_one_with_few_the_nearest() {
    for (term, colorterm, theme, wanted, unwanted) in [
        ("vt100", "", "auto", &[][..], &["38;5;", "48;5;", "38;2;"][..]),
        ("xterm-256color", "", "dark", &["48;5;234"], &["38;2;", "48;2;"]),
        ("xterm", "", "dark", &["48;5;0"], &["38;2;", "48;5;2"]),
        ("xterm-256color", "truecolor", "dark", &["48;2;27;31;39"], &[]),
    ] {
        let mut session = Session::open(&["--theme", theme], &[("TERM", term), ("COLORTERM", colorterm)]);
        let drawn = session.seen.text();
        assert!(wanted.iter().all(|code| drawn.contains(code)), "{term} {theme}: {drawn:?}");
        assert!(unwanted.iter().all(|code| !drawn.contains(code)), "{term} {theme}: {drawn:?}");
        session.press("q");
        session.ends_with(0);
    }
}

#[test]
fn the_locale_c_and_an_option_draw_in_ascii() {
    let is_plain = |words: &[&str], environment: &[(&str, &str)]| {
        let mut session = Session::open(words, environment);
        let first = session.screen().screen().contents();
        session.press("q");
        session.ends_with(0);
        !first.contains('━') && first.contains("===")
    };
    assert!(is_plain(&["--ascii"], &[("LANG", "en_GB.UTF-8")]));
    assert!(is_plain(&[], &[("LANG", "en_GB.UTF-8"), ("LC_ALL", "C")]));
    assert!(is_plain(&[], &[("LC_CTYPE", "POSIX")]));
    assert!(!is_plain(&[], &[("LANG", "C"), ("LC_ALL", "C.UTF-8")]));
    assert!(!is_plain(&[], &[]));
}

#[test]
fn where_the_terminal_knows_no_size_the_environment_tells_it() {
    let script = r#"stty rows 0 cols 0; exec "$0""#;
    let size = [("COLUMNS", "60"), ("LINES", "14")];
    let mut session = Session::start(&["sh", "-c", script, PROGRAM], &size);
    session.wait("the first frame", is_drawn);
    let drawn = session.seen.text();
    assert!(drawn.contains("\x1b[14;") && !drawn.contains("\x1b[15;"), "{drawn:?}");
    session.press("q");
    session.ends_with(0);
}

#[test]
fn a_job_that_is_stopped_and_continued_as_a_whole_is_drawn_again() {
    let mut session = Session::start(&["sh", "-c", "\"$0\"; exit $?", PROGRAM], &[]);
    session.wait("the first frame", is_drawn);
    let group = Pid::from_raw(session.pid).unwrap();
    for _ in 0..2 {
        rustix::process::kill_process_group(group, Signal::STOP).unwrap();
        thread::sleep(Duration::from_millis(50));
        session.seen.heard.lock().unwrap().bytes.clear();
        rustix::process::kill_process_group(group, Signal::CONT).unwrap();
        session.wait("all of the frame", |screen| is_drawn(screen) && screen.contents().contains("Passages"));
    }
    session.press("q");
    session.ends_with(0);
}
