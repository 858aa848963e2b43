//! Hostile and broken models are reported quickly, briefly and cleanly.

use std::time::Instant;

use demarche::diagnose::render;
use demarche::load::{Loaded, load_bytes, load_str};
use demarche::text::{Colour, is_hidden};

fn load(text: &str) -> Loaded {
    load_str(&[("m.toml", text)], &[])
}

fn codes(loaded: &Loaded) -> Vec<&'static str> {
    let mut codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code.name).collect();
    codes.dedup();
    codes
}

/// Every finding is short and clean, whatever the file holds.
fn assert_fit_to_show(loaded: &Loaded, name: &str) {
    for finding in &loaded.findings {
        let drawn = render(finding, Colour::Off);
        assert!(drawn.len() < 4096 && finding.message.len() < 500, "{name}: {} bytes", drawn.len());
        assert!(drawn.chars().all(|c| c == '\n' || !is_hidden(c)), "{name}: {drawn:?}");
        let excerpt = finding.site.as_ref().map_or(0, |site| site.excerpt.text.len());
        assert!(excerpt <= 400, "{name}: excerpt of {excerpt} bytes");
    }
}

#[test]
fn nesting_is_refused_before_anything_recursive_reads_it() {
    let dots = |n: usize| vec!["a"; n].join(".");
    let tower = |levels: usize, width: usize| {
        format!("{}1{}", format!("{{{} = ", dots(width)).repeat(levels), "}".repeat(levels))
    };
    for (name, text) in [
        ("lists", format!("x = {}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("unclosed lists", format!("x = {}", "[".repeat(500_000))),
        ("inline tables", format!("x = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000))),
        ("dotted key", format!("{} = 1", dots(100_000))),
        ("dotted header", format!("[{}]\n", dots(100_000))),
        ("tables times dots", format!("x = {}", tower(79, 79))),
        ("tables times dots in a record", format!("[[actors]]\nnote = {}", tower(30, 79))),
        ("tables times dots behind a long header", format!("[{}]\nx = {}", dots(79), tower(79, 79))),
        (
            "tables times dots among a million bytes",
            format!("{0}x = {1}\n{0}", "# filled\n".repeat(60_000), tower(79, 79)),
        ),
    ] {
        // As little stack as a thread gets.
        let loaded = std::thread::Builder::new().stack_size(256 << 10).spawn(move || load(&text));
        let loaded = loaded.ok().and_then(|thread| thread.join().ok());
        assert_eq!(loaded.as_ref().map(codes), Some(vec!["E003"]), "{name}");
        if let Some(loaded) = loaded {
            assert_fit_to_show(&loaded, name);
        }
    }
}

/// Lists and inline tables in turn.
fn nest(levels: usize) -> String {
    let open = (0..levels).map(|level| if level % 2 == 0 { "[" } else { "{a=" });
    let close = (0..levels).rev().map(|level| if level % 2 == 0 { "]" } else { "}" });
    open.chain(["1"]).chain(close).collect()
}

#[test]
fn sixteen_levels_are_read_and_one_more_is_refused() {
    let dots = |parts: usize| vec!["a"; parts].join(".");
    let shapes: [(&str, &dyn Fn(usize) -> String); 10] = [
        ("lists", &|n| format!("x = {}{}", "[".repeat(n), "]".repeat(n))),
        ("lists in a record", &|n| format!("[[actors]]\nnote = {}{}", "[".repeat(n - 1), "]".repeat(n - 1))),
        ("inline tables", &|n| format!("x = {}1{}", "{a=".repeat(n), "}".repeat(n))),
        ("lists and tables in turn", &|n| format!("x = {}", nest(n))),
        ("lists and tables in a passage", &|n| format!("[[demands]]\n[[demands.passages]]\nnote = {}", nest(n - 2))),
        ("dotted key", &|n| format!("{} = 1", dots(n + 1))),
        ("dotted header", &|n| format!("[{}]\n", dots(n))),
        ("dotted header of a list", &|n| format!("[[{}]]\n", dots(n))),
        ("header and dotted key", &|n| format!("[{}]\n{} = 1\n", dots(8), dots(n - 7))),
        ("tables times dots", &|n| format!("x = {{ {} = {{ {} = 1 }} }}", dots(8), dots(n - 8))),
    ];
    for (name, shape) in shapes {
        let at = |levels: usize| codes(&load(&shape(levels)));
        assert!(!at(16).is_empty() && !at(16).contains(&"E003"), "{name}: {:?}", at(16));
        assert!(at(17).contains(&"E003"), "{name}: {:?}", at(17));
    }
}

#[test]
fn broken_toml_is_reported() {
    for (name, text) in [
        ("duplicate key", "title = 'a'\ntitle = 'b'\n"),
        ("duplicate key in a record", "[[actors]]\nid = 'a'\nid = 'b'\n"),
        ("duplicate sub-table", "[[demands]]\nid = 'd'\n[demands.x]\n[demands.x]\n"),
        ("table over list", "[[demands]]\npassages = []\n[[demands.passages]]\n"),
        ("dotted key over value", "title = 'a'\ntitle.x = 1\n"),
        ("escape in a comment", "# \u{1b}[2J\n"),
        ("escape in a string", "title = '\u{1b}[2J'\n"),
        ("bare C1", "\u{9b} = 1\n"),
        ("bidi in a key", "ti\u{202e}tle = 1\n"),
        ("byte order mark inside", "title = 1\n\u{feff}x = 2\n"),
        ("NUL", "title = 'a\0b'\n"),
        ("lone carriage return", "title = 'a'\rx = 2\n"),
        ("unclosed string", "title = 'a\n"),
        ("unclosed long string", "title = '''a\n[[actors]]\n"),
        ("no value", "title =\n"),
        ("bad number", "format = +++1\n"),
        ("bad date", "[[demands]]\ndate = 2025-02-40\n"),
    ] {
        let loaded = load(text);
        assert!(codes(&loaded).contains(&"E001"), "{name}: {:?}", loaded.findings);
        assert_fit_to_show(&loaded, name);
    }
}

#[test]
fn words_that_could_drive_a_terminal_are_shown_as_pictures() {
    for text in [
        "\"\\u001b[2J\" = 1\n",
        "[[actors]]\nid = 'a'\nname = 'A'\nkind = \"\\u001b]52;c;eA==\\u0007\"\n",
        "[[actors]]\nid = \"a\\nb\"\n",
        "[[demands]]\nid = \"\\u202e\"\nactor = \"\\u009b\"\nissue = \"\\u200b\"\n",
        "'' = 1\n'.' = 1\n__proto__ = 1\n\"a\\nb\" = 1\n",
        "[[articles]]\nid = 'a'\ntitle = 'A'\nfile = \"x\\u001b[31m\\n\"\n",
    ] {
        let loaded = load(text);
        assert!(!loaded.findings.is_empty(), "{text}");
        assert_fit_to_show(&loaded, text);
    }
}

/// `count` pieces of text in a row.
fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

fn actor(number: usize) -> String {
    format!("[[actors]]\nid = 'a{number}'\n")
}

fn member(number: usize) -> String {
    format!("[[actors]]\nid = 'a{number}'\nname = 'A'\nmember_of = ['a{}']\n", (number + 1) % 5_000)
}

fn lost(number: usize) -> String {
    format!("[[demands]]\nid = 'd{number}'\nactor = 'b{number}'\nissue = 'c{number}'\ntext = 'T'\n")
}

/// A scale of `count` labels, and as many demands with a position that is not a label.
fn labels(count: usize) -> String {
    let demand = |i| format!("[[demands]]\nid = 'd{i}'\nactor = 'a'\nissue = 'i'\ntext = 'T'\nposition = 'other{i}'\n");
    let scale = many(count, |i| format!("'label{i}',"));
    let head = format!("[[actors]]\nid = 'a'\nname = 'A'\n[[issues]]\nid = 'i'\nname = 'I'\nscale = [{scale}]\n");
    head + &many(count, demand)
}

#[test]
fn size_alone_costs_neither_time_nor_long_messages() {
    for (name, text) in [
        ("long line", format!("title = '{}' x\n", "y".repeat(2_000_000))),
        ("long key", format!("{} = 1\n", "k".repeat(1_000_000))),
        ("long id", format!("[[actors]]\nid = '{0} {0}'\n", "k".repeat(1_000_000))),
        ("long string of escapes", format!("titel = \"{}\"\n", "\\u0041".repeat(200_000))),
        ("equals signs", "=".repeat(200_000)),
        ("spaced equals signs", "= ".repeat(100_000)),
        ("plus signs", format!("format = {}", "+".repeat(200_000))),
        ("keys", many(50_000, |i| format!("k{i} = 1\n"))),
        ("records", many(10_000, actor)),
        ("unknown ids", many(10_000, actor) + &many(10_000, lost)),
        ("mistakes in one line", format!("actors = [{}]", "{ id = 'a b' }, ".repeat(10_000))),
        ("long scale", format!("[[issues]]\nid = 'i'\nscale = [{}'0']", many(50_000, |i| format!("'{i}',")))),
        ("labels that no scale has", labels(3_000)),
        ("same id", "[[actors]]\nid = 'a'\nname = 'A'\n".repeat(10_000)),
        ("long circle", many(5_000, member)),
    ] {
        let started = Instant::now();
        let loaded = load(&text);
        assert!(!loaded.findings.is_empty(), "{name}");
        // Generous for a debug build on a busy machine; what is quadratic takes minutes.
        assert!(started.elapsed().as_secs() < 20, "{name} took {:?}", started.elapsed());
        let few = Loaded { findings: loaded.findings.into_iter().take(30).collect(), ..Loaded::default() };
        assert_fit_to_show(&few, name);
    }
}

#[test]
fn files_without_records_are_empty_models() {
    for text in ["", "\n\n", "# nothing\n", &" ".repeat(100_000), "\u{feff}", "\u{feff}title = 'T'\n", "format = 1\n"] {
        let loaded = load(text);
        assert_eq!(loaded.findings, [], "{text:?}");
        assert_eq!(loaded.model.counts().actors, 0);
    }
}

#[test]
fn invalid_numbers_are_refused() {
    let demand = |value: &str| {
        let text = format!(
            "[[actors]]\nid='a'\nname='A'\n[[issues]]\nid='i'\nname='I'\nscale=['x','y']\n\
             [[demands]]\nid='d'\nactor='a'\nissue='i'\ntext='T'\nposition={value}\nsalience={value}\n"
        );
        let loaded = load(&text);
        let demand = loaded.model.demands().first().map(|demand| (demand.position, demand.salience));
        (codes(&loaded).first().copied().unwrap_or(""), demand)
    };
    for value in ["nan", "inf", "-inf", "1e999", "99999999999999999999", "9223372036854775807", "-1", "1.0000001"] {
        let (code, kept) = demand(value);
        assert!(code.starts_with('E') || code == "W003", "{value}: {code}");
        assert!(kept.is_none_or(|kept| kept == (None, None)), "{value}: {kept:?}");
    }
    assert_eq!(demand("-0.0").1, Some((Some(0.0), Some(0.0))));
    assert_eq!(demand("1").1, Some((Some(1.0), Some(1.0))));
}

#[test]
fn ids_are_compared_byte_for_byte() {
    let text = "[[actors]]\nid='Eu'\nname='A'\n[[actors]]\nid='eu'\nname='B'\n[[actors]]\nid='é'\nname='C'\n\
                [[actors]]\nid='e\u{301}'\nname='D'\n";
    let loaded = load(text);
    assert_eq!(loaded.model.counts().actors, 4);
    assert!(!codes(&loaded).contains(&"E011"));
}

#[test]
fn a_model_that_is_no_utf_8_is_said_to_be_none() {
    let utf_16: Vec<u8> = "\u{feff}title = 'T'\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, help) in [
        ("UTF-16", utf_16.as_slice(), "UTF-16"),
        ("Latin-1", b"title = 'caf\xe9'\n".as_slice(), "UTF-8"),
        ("overlong", b"title = '\xc0\xaf'\n", "UTF-8"),
        ("surrogate", b"title = '\xed\xa0\x80'\n", "UTF-8"),
        ("cut short", b"title = '\xe2\x82", "UTF-8"),
        ("binary", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xff", "UTF-8"),
    ] {
        let good = b"[[actors]]\nid='a'\nname='A'\n".as_slice();
        let loaded = load_bytes(&[("bad.toml", bytes), ("good.toml", good)], &[]);
        assert_eq!(codes(&loaded).first(), Some(&"E002"), "{name}");
        let said = loaded.findings.first().and_then(|finding| finding.help.clone()).unwrap_or_default();
        assert_eq!(said.contains("UTF-16"), help == "UTF-16", "{name}: {said}");
        assert_eq!(loaded.model.counts().actors, 1, "{name}: the other file is loaded");
        assert_fit_to_show(&loaded, name);
    }
}

/// A model whose one quote is of the article `a.txt`.
const QUOTING: &str = "[[articles]]\nid='art'\ntitle='A'\nfile='a.txt'\n[[actors]]\nid='a'\nname='A'\n\
    [[issues]]\nid='i'\nname='I'\n[[demands]]\nid='d'\nactor='a'\nissue='i'\ntext='T'\n\
    passages=[{quote='one two three'}]\n";

#[test]
fn articles_of_every_line_end_and_encoding_are_distinguished() {
    let utf_16 = b"one two three".map(u16::from);
    for (name, article, code, anchor) in [
        ("plain", b"zero one two three".as_slice(), None, "exact"),
        ("byte order mark", b"\xef\xbb\xbfone two three", None, "exact"),
        ("CRLF in the quote", b"one\r\ntwo\r\n three", None, "normalised"),
        ("CR alone", b"one\rtwo\rthree", None, "normalised"),
        ("mixed", b"one\ntwo\r\n\rthree\n", None, "normalised"),
        ("empty", b"", Some("E023"), "orphan"),
        ("only line ends", b"\n\n\r\n", Some("E023"), "orphan"),
        ("NUL", b"one two three\0", Some("W013"), "exact"),
        ("Latin-1", b"one two three caf\xe9", Some("E022"), "no-source"),
        ("UTF-16LE", &utf_16.map(u16::to_le_bytes).concat(), Some("E022"), "no-source"),
        ("UTF-16BE", &utf_16.map(u16::to_be_bytes).concat(), Some("E022"), "no-source"),
        (
            "ELF",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0 one two three /lib64/ld-linux-x86-64.so.2",
            Some("E022"),
            "no-source",
        ),
        ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR one two three", Some("E022"), "no-source"),
        ("JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF\0 one two three", Some("E022"), "no-source"),
        ("ZIP", b"PK\x03\x04\x14\0\0\0 one two three", Some("E022"), "no-source"),
        ("PDF", b"%PDF-1.4 one two three", Some("E022"), "no-source"),
        ("tags", b"<!doctype html> one two three", Some("W011"), "exact"),
        ("overlong", b"one two three \xc0\xaf", Some("E022"), "no-source"),
        ("surrogate", b"one two three \xed\xa0\x80", Some("E022"), "no-source"),
        ("cut short", b"one two three \xe2\x82", Some("E022"), "no-source"),
    ] {
        let loaded = load_bytes(&[("m.toml", QUOTING.as_bytes())], &[("a.txt", article)]);
        assert_eq!(codes(&loaded).first().copied(), code, "{name}");
        let found = loaded.model.passages().first().map(|passage| passage.anchor.word());
        assert_eq!(found, Some(anchor), "{name}");
        if code != Some("E022") {
            let kept = loaded.model.articles().first().and_then(|article| article.text.as_deref());
            assert_eq!(kept.map(str::as_bytes), Some(article), "{name}: kept byte for byte");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_model_with_pieces_cut_out_and_put_in_is_read_as_far_as_it_goes(
        cuts in proptest::collection::vec((0usize..2000, 0usize..30), 0..4),
        inserts in proptest::collection::vec((0usize..2000, "[\\[\\]{}\"'=.,#\n a1-]{1,6}|\\[\\[demands\\]\\]\n|\"\"\""), 0..4),
    ) {
        let mut text: Vec<char> = QUOTING.repeat(2).chars().collect();
        for (at, length) in cuts {
            let start = at % text.len();
            text.drain(start..text.len().min(start + length));
        }
        for (at, piece) in inserts {
            let start = at % text.len();
            text.splice(start..start, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let loaded = load_str(&[("m.toml", &text)], &[("a.txt", "one two three")]);
        assert_fit_to_show(&loaded, &text);
        let counts = loaded.model.counts();
        proptest::prop_assert!(counts.demands <= 2 && counts.verified <= counts.passages);
    }
}
