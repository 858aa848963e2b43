//! What comes from the keyboard, the mouse and the terminal itself.

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::session::{PATIENCE, Session, shelf, shows};

#[test]
fn half_a_sequence_does_not_hold_it() {
    for half in ["\x1b[", "\x1b[<0;", "\x1b[200~pasted without end", "\x1b]52;c;", "\x1b"] {
        let mut session = Session::open(&[], &[]);
        session.press(half);
        session.wait_for_a_frame_of((12, 50));
        session.signal(Signal::TERM);
        session.ends_with(143);
    }
}

#[test]
fn esc_and_a_key_in_one_read_are_two_keys() {
    let mut session = Session::open(&[], &[]);
    session.press("f");
    session.wait("find", shows("Find"));
    session.press("\x1bb");
    session.press("\x1bq");
    session.ends_with(0);
}

#[test]
fn odd_bytes_are_no_trouble() {
    let mut session = Session::open(&[], &[]);
    session.keys.write_all(b"\x1b[0;0R\x1b[<0;0;0M\x1b[M\0\0\0\xff\xfe\xc3\x28").unwrap();
    session.wait_for_a_frame_of((12, 50));
    session.press("q");
    session.ends_with(0);
}

/// Replies of terminals: to queries that an editor asked before it quit, and that the program never asks.
const REPLIES: [&str; 12] = [
    "\x1b[?2026;2$y",
    "\x1b[?12;2$y",
    "\x1b[?1;0;256S",
    "\x1b[?997;1n",
    "\x1b[?12;40;1R",
    "\x1b[12;40R",
    "\x1b[>41;390;0c",
    "\x1b[?64;1;2;6;22c",
    "\x1b[<0;5",
    "\x1b[?",
    "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1bP>|term 1:j\x1b\\",
];

#[test]
fn a_reply_whole_halved_or_unfinished_leaves_the_keyboard_working() {
    let late = Duration::from_millis(100);
    let dropped = Duration::from_millis(400);
    thread::scope(|scope| {
        for reply in REPLIES {
            scope.spawn(move || {
                let (first, rest) = reply.split_at((reply.len() / 2).max(2));
                for (bytes, pauses) in
                    [(&[reply][..], &[dropped][..]), (&[first, rest], &[late, dropped]), (&[first], &[dropped])]
                {
                    let mut session = Session::open(&[], &[]);
                    for (bytes, pause) in bytes.iter().zip(pauses) {
                        session.press(bytes);
                        thread::sleep(*pause);
                    }
                    assert!(session.exit.try_recv().is_err(), "{bytes:?} ended the program");
                    session.press("q");
                    session.ends_with(0);
                }
            });
        }
    });
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

#[test]
fn after_thousands_of_random_sequences_the_program_can_be_left() {
    const BEGINS: [&str; 12] = [
        "\x1b[",
        "\x1b[?",
        "\x1b[>",
        "\x1b[<",
        "\x1bO",
        "\x1b]",
        "\x1bP",
        "\x1b_",
        "\x1b",
        "\x1b[M",
        "\x1b[[",
        "\x1b[200~",
    ];
    const MIDDLES: [&str; 12] =
        ["", "1", ";", "12;40", "0;0;0", ":", "$", " ", "rgb:0/0/0", "é", "\u{fffd}", "99999999999"];
    const ENDS: [&str; 14] = ["", "y", "n", "R", "c", "S", "t", "M", "m", "~", "\x07", "\x1b\\", "\x1b[201~", "\x1b"];
    for seed in 1..=4 {
        let mut dice = Dice(seed);
        let mut session = Session::open(&[], &[("VISUAL", "true")]);
        for _ in 0..1000 {
            let bytes = [dice.pick(&BEGINS), dice.pick(&MIDDLES), dice.pick(&ENDS)].concat();
            session.press(&bytes);
            if dice.roll(100) == 0 {
                thread::sleep(Duration::from_millis(30));
            }
        }
        // A paste may be open. Then Ctrl-C closes what is typed in, if anything is, and quits.
        thread::sleep(Duration::from_millis(1500));
        assert!(session.exit.try_recv().is_err(), "seed {seed} ended the program: {:?}", session.seen.text());
        for _ in 0..3 {
            let _ = session.keys.write_all(b"\x03");
            thread::sleep(Duration::from_millis(50));
        }
        session.ends_with(0);
    }
}

#[test]
fn what_the_terminal_answers_is_no_key() {
    let mut session = Session::open(&[], &[]);
    session.press("\x1b]11;q\x07\x1bPq\x1b\\\x1b_q\x1b\\");
    session.wait_for_a_frame_of((12, 50));
    assert!(session.exit.try_recv().is_err(), "an answer of the terminal ended the program");
    session.signal(Signal::TERM);
    session.ends_with(143);
}

#[test]
fn ctrl_c_does_not_wait_for_a_flood_of_keys() {
    for (opened, key) in [("f", "x"), ("", "j"), ("", "jk")] {
        let mut session = Session::open(&[], &[]);
        session.press(opened);
        session.wait_for_a_frame_of((12, 50));
        let started = Instant::now();
        session.press(&key.repeat(300_000 / key.len()));
        // The first one closes what is open.
        while session.exit.try_recv().is_err() {
            let _ = session.keys.write_all(b"\x03");
            thread::sleep(Duration::from_millis(10));
            assert!(started.elapsed() < PATIENCE, "300 KB of {key} hold it");
        }
        session.is_given_back();
    }
}

#[test]
fn a_large_paste_is_taken_in_one_go() {
    let mut session = Session::open(&[], &[]);
    session.press(&format!("\x1b[200~{}\x1b[201~", "pasted \r\n".repeat(1 << 17)));
    session.wait_for_a_frame_of((12, 50));
    session.signal(Signal::TERM);
    session.ends_with(143);
}

#[test]
fn a_click_selects_and_the_mouse_can_be_given_away() {
    let folder = shelf("mouse");
    let mut session = Session::open(&[folder.join("positions.toml").to_str().unwrap()], &[]);
    session.wait("the first actor", shows("Demands · Alpha"));
    session.press("\x1b[<0;5;4M\x1b[<0;5;4m");
    session.wait("the second actor", shows("Demands · Beta"));
    session.press("\x1b[<64;5;4M");
    session.wait("the first actor again", shows("Demands · Alpha"));
    session.press("%");
    session.wait("a free mouse", |screen| screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
    session.press("%");
    session.wait("the mouse again", |screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    session.press("q");
    session.ends_with(0);
}
