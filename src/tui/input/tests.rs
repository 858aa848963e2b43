//! What comes of bytes, whole and in pieces.

use std::time::{Duration, Instant};

use proptest::strategy::Strategy;

use super::keys::PASTE_BYTES;
use super::parser::{Input, Parser};
use crate::app::command::Direction;
use crate::app::{Mouse, Touch};

/// Plays `(milliseconds of silence before, bytes)` and names what the user did, as the thread would.
fn played(script: &[(u64, &[u8])]) -> Vec<String> {
    let mut now = Instant::now();
    let mut parser = Parser::new(now);
    let mut input = Vec::new();
    let silence = |parser: &mut Parser, from: Instant, until: Instant| match parser.deadline() {
        Some(deadline) if deadline <= until => parser.timeout(deadline.max(from)),
        _ => Vec::new(),
    };
    for (after, bytes) in script {
        let before = now;
        now += Duration::from_millis(*after);
        input.extend(silence(&mut parser, before, now));
        input.extend(parser.feed(bytes, now));
    }
    input.extend(silence(&mut parser, now, now + Duration::from_secs(9)));
    assert_eq!(parser.deadline(), None, "silence ends whatever began");
    input.iter().map(name).collect()
}

fn name(input: &Input) -> String {
    match input {
        Input::Key(key) => key.to_string(),
        Input::Mouse(Mouse { at: (column, row), what }) => {
            let what = match what {
                Touch::Click => "click",
                Touch::Drag => "drag",
                Touch::Wheel(Direction::Next) => "down",
                Touch::Wheel(Direction::Previous) => "up",
            };
            format!("{what} {column},{row}")
        }
        Input::Paste(text) => format!("paste {text}"),
        Input::Background(background) => format!("{background:?}"),
    }
}

/// What comes of bytes that arrive at once.
fn at_once(bytes: &[u8]) -> Vec<String> {
    played(&[(0, bytes)])
}

#[test]
fn a_reply_about_the_background_is_no_key_whole_or_in_pieces() {
    for (bytes, said) in [
        (&b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\"[..], &["Dark"][..]),
        (b"\x1b]11;rgb:ff/ff/ff\x07", &["Light"]),
        (b"\x1b]11;rgba:ffff/ffff/eeee/ffff\x07", &["Light"]),
        (b"\x1b]11;rgb:0/0/f\x07", &["Dark"]),
        (b"j\x1b]11;rgb:ff/ff/ff\x07k", &["j", "Light", "k"]),
        (b"\x1b]11;rgb:fff/fff\x07", &[]),
        (b"\x1b]11;rgb:fffff/0/0\x07", &[]),
        (b"\x1b]11;rgb:/0/0\x07", &[]),
        (b"\x1b]11;?\x07", &[]),
        (b"\x1b]11;q\x07", &[]),
        (b"\x1b]11;q\x07\x1bPq\x1b\\\x1b_q\x1b\\j", &["j"]),
        (b"\x1b]10;rgb:ff/ff/ff\x07", &[]),
        (b"\x1bP11;rgb:ff/ff/ff\x1b\\", &[]),
        (b"\x1b]11;rgb:ff/ff/ff", &[]),
    ] {
        assert_eq!(at_once(bytes), said, "{}", String::from_utf8_lossy(bytes));
        let pieces: Vec<(u64, &[u8])> = bytes.iter().map(|byte| (20, std::slice::from_ref(byte))).collect();
        assert_eq!(played(&pieces), said, "in pieces: {}", String::from_utf8_lossy(bytes));
    }
    let halves = played(&[(0, b"\x1b]11;rgb:ff"), (2000, b"/ff/ff\x07j")]);
    assert_eq!(halves, ["Light", "j"], "a slow line");
    assert_eq!(played(&[(0, b"\x1b]11;rgb:ff"), (300, b"jk")]), ["j", "k"], "it never comes");
}

#[test]
fn bytes_become_the_keys_that_people_name() {
    for (bytes, key) in [
        (&b"g"[..], "g"),
        (b"G", "G"),
        (b" ", "Space"),
        ("ß".as_bytes(), "ß"),
        ("欧".as_bytes(), "欧"),
        (b"\x04", "Ctrl-d"),
        (b"\x00", "Ctrl-Space"),
        (b"\x08", "Backspace"),
        (b"\x7f", "Backspace"),
        (b"\t", "Tab"),
        (b"\n", "Enter"),
        (b"\r", "Enter"),
        (b"\x1f", "Ctrl-/"),
        (b"\x1c", "Ctrl-4"),
        (b"\x1b", "Esc"),
        (b"\x1bb", "Alt-b"),
        (b"\x1b/", "Alt-/"),
        (b"\x1b\r", "Alt-Enter"),
        ("\x1bé".as_bytes(), "Alt-é"),
        (b"\x1b[A", "Up"),
        (b"\x1bOA", "Up"),
        (b"\x1b[1;3D", "Alt-Left"),
        (b"\x1b[1;5C", "Ctrl-Right"),
        (b"\x1b[H", "Home"),
        (b"\x1b[4~", "End"),
        (b"\x1b[3~", "Delete"),
        (b"\x1b[5;5~", "Ctrl-PgUp"),
        (b"\x1b[Z", "S-Tab"),
        (b"\x1bOP", "F1"),
        (b"\x1bOR", "F3"),
        (b"\x1b[15~", "F5"),
        (b"\x1b[24~", "F12"),
        (b"\x1b[34~", "F20"),
        (b"\x1b[[B", "F2"),
        (b"\x1b[99;5u", "Ctrl-c"),
        (b"\x1b[97:65;2u", "A"),
        (b"\x1b[9;2u", "S-Tab"),
        (b"\x1b[1092::97u", "ф"),
        (b"\x1b[1092:1060:97;2u", "Ф"),
        (b"\x1b[27u", "Esc"),
        (b"\x1b[104;5u", "Backspace"),
    ] {
        assert_eq!(at_once(bytes), [key], "{bytes:?}");
    }
    assert_eq!(at_once(b"\x1b\x1b[A"), ["Esc", "Up"]);
    assert_eq!(at_once(b"jj\x1b[Bq"), ["j", "j", "Down", "q"]);
}

#[test]
fn the_place_of_a_key_is_kept_beside_its_letter() {
    let mut parser = Parser::new(Instant::now());
    let keys = parser.feed(b"\x1b[4304::97u\x1b[4304::97;6u\x1b[233::50u\x1b[97::113u", Instant::now());
    let placed = keys.iter().map(|input| match input {
        Input::Key(key) => key.on_standard_layout().map(|key| key.to_string()),
        Input::Mouse(_) | Input::Paste(_) | Input::Background(_) => unreachable!("these are keys"),
    });
    // A Latin layout is taken as it is.
    let expected = [Some("a"), Some("Ctrl-A"), Some("2"), None].map(|name| name.map(str::to_owned));
    assert_eq!(placed.collect::<Vec<_>>(), expected);
}

#[test]
fn the_mouse_is_understood_in_every_form() {
    for (bytes, mouse) in [
        (&b"\x1b[<0;5;4M"[..], "click 4,3"),
        (b"\x1b[<16;5;4M", "click 4,3"),
        (b"\x1b[<32;6;4M", "drag 5,3"),
        (b"\x1b[64;6;4M", "drag 5,3"),
        (b"\x1b[M\x40\x26\x24", "drag 5,3"),
        (b"\x1b[<64;1;1M", "up 0,0"),
        (b"\x1b[<65;300;200M", "down 299,199"),
        (b"\x1b[32;5;4M", "click 4,3"),
        (b"\x1b[M\x20\x25\x24", "click 4,3"),
        (b"\x1b[M\x61\x21\x21", "down 0,0"),
    ] {
        assert_eq!(at_once(bytes), [mouse], "{bytes:?}");
    }
}

/// Whatever a terminal sends that is not a key of ours.
const REPLIES: &[&[u8]] = &[
    b"\x1b[?2026;2$y",
    b"\x1b[?12;2$y",
    b"\x1b[?1;0;256S",
    b"\x1b[?997;1n",
    b"\x1b[?12;40;1R",
    b"\x1b[12;40R",
    b"\x1b[1;1R",
    b"\x1b[0;0R",
    b"\x1b[>41;390;0c",
    b"\x1b[?64;1;2;6;22c",
    b"\x1b[=1;2u",
    b"\x1b[?31u",
    b"\x1b[8;24;80t",
    b"\x1b[0n",
    b"\x1b[24;80H",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[97;5:3u",
    b"\x1b[57399u",
    b"\x1b[2~",
    b"\x1b[99~",
    b"\x1b[<0;5;4m",
    b"\x1b[<35;5;4M",
    b"\x1b[<0;0;0M",
    b"\x1b[M\0\0\0",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]52;c;OnENCg==\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP>|term 1:q\r\x1b\\",
    b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b^q\x1b\\",
    b"\x1bXq\x1b\\",
    b"\x1b\\",
];

#[test]
fn a_reply_is_no_key_whole_halved_or_unfinished() {
    let played = |script: &[(u64, &[u8])]| {
        let mut played = played(script);
        // What it says is for who has asked.
        played.retain(|input| input != "Dark");
        played
    };
    for reply in REPLIES {
        assert_eq!(played(&[(0, reply), (0, b"q")]), ["q"], "{reply:?}");
        for at in 1..reply.len() {
            let (first, rest) = reply.split_at(at);
            // A lone ESC is the Esc key after 25 ms.
            let pause = if at == 1 { 20 } else { 200 };
            assert_eq!(played(&[(0, first), (pause, rest), (0, b"q")]), ["q"], "{first:?} {rest:?}");
            if at > 1 {
                assert_eq!(played(&[(0, first), (250, b"q")]), ["q"], "{first:?}");
            }
        }
        let each: Vec<(u64, &[u8])> = reply.chunks(1).map(|byte| (10, byte)).collect();
        assert_eq!(played(&each), Vec::<String>::new(), "{reply:?} byte by byte");
    }
}

#[test]
fn ctrl_c_passes_through_a_sequence_that_has_begun() {
    for begun in [&b"\x1b[?"[..], b"\x1b[<0;5", b"\x1bO", b"\xe6\xac"] {
        assert_eq!(played(&[(0, begun), (0, b"\x03")]), ["Ctrl-c"], "{begun:?}");
    }
}

#[test]
fn a_key_held_down_is_lost_for_a_second_at_most() {
    for (begun, held) in [(&b"\x1b]"[..], b"j"), (b"\x1b[", b"1")] {
        let mut script = vec![(0, begun)];
        script.extend(vec![(30, &held[..]); 60]);
        let count = played(&script).len();
        assert!((25..=30).contains(&count), "{count} of 60 keys passed {begun:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_dropped_alone() {
    assert_eq!(at_once(b"\xff\xfe\xc3\x28q"), ["(", "q"]);
    assert_eq!(at_once(b"\xe0\x80\x80\xc0\xaf\xed\xa0\x80q"), ["q"]);
    assert_eq!(at_once(b"\xe6\x1b[A"), ["Up"]);
}

#[test]
fn a_paste_is_one_clean_line_of_bounded_length() {
    let pasted = |text: &str| match at_once(format!("\x1b[200~{text}\x1b[201~").as_bytes()).as_slice() {
        [paste] => paste.strip_prefix("paste ").unwrap().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(pasted("a\r\nb\nc\td\re"), "a b c d e");
    assert_eq!(pasted("a\u{1b}[2J\0\u{202e}b"), "a␛[2J␀\u{fffd}b");
    assert_eq!(pasted("a\u{1b}[201\u{1b}[20b"), "a␛[201␛[20b");
    assert_eq!(pasted(""), "");
    assert_eq!(pasted(&"é".repeat(4000)).len(), 4096);
    assert_eq!(pasted(&format!("a{}", "é".repeat(4000))).len(), 4095);
    assert_eq!(pasted(&"\r\n".repeat(PASTE_BYTES)).len(), 2048);
}

#[test]
fn keys_that_come_with_a_paste_belong_to_it() {
    let script: [(u64, &[u8]); 4] = [(0, b"\x1b[200~text\x1b[201~:"), (1, b"q\r"), (4, b"q"), (60, b"j")];
    assert_eq!(played(&script), ["paste text", "j"]);
}

#[test]
fn a_paste_without_end_is_over_after_a_second() {
    assert_eq!(played(&[(0, b"\x1b[200~te"), (900, b"xt"), (1000, b"q")]), ["paste text", "q"]);
}

proptest::proptest! {
    #[test]
    fn no_bytes_are_too_odd_and_the_key_after_them_works(chunks in proptest::collection::vec(
        (0_u64..300, proptest::collection::vec(proptest::prop_oneof![
            proptest::sample::select(&b"\x1b[]OPM?;<~$y019\x07\\\xc3\x9c\x80q\x03"[..]).boxed(),
            proptest::num::u8::ANY.boxed(),
        ], 0..12)), 0..12))
    {
        let mut script: Vec<(u64, &[u8])> = chunks.iter().map(|(after, bytes)| (*after, bytes.as_slice())).collect();
        script.push((1001, b"q"));
        assert_eq!(played(&script).last().map(String::as_str), Some("q"));
    }
}
