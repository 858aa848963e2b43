//! The walls of the house: which rooms and outside crates each room may import, and which words it may use.
//!
//! The compiler forbids cycles between crates, not between modules. This test does so for the rooms of `src`.
#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may fail anywhere")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "house/cycles.rs"]
mod cycles;

/// A room of `src`.
struct Room {
    name: &'static str,
    /// Its outside crates, with a path if only a part may be used.
    crates: &'static [&'static str],
    /// What it may import from later rooms.
    doors: &'static [&'static str],
}

/// The rooms in order: each may import those before it.
const ROOMS: &[Room] = &[
    Room { name: "parallel", crates: &[], doors: &[] },
    Room { name: "text", crates: &["textwrap", "unicode_*", "memchr"], doors: &[] },
    Room { name: "model", crates: &[], doors: &[] },
    Room {
        name: "quote",
        crates: &["foldhash", "memchr", "similar", "unicode_segmentation", "unicode_normalization"],
        doors: &[],
    },
    Room { name: "format", crates: &["serde_json"], doors: &[] },
    Room { name: "diagnose", crates: &["annotate_snippets"], doors: &[] },
    Room {
        name: "load",
        crates: &["toml", "toml_parser", "sha2", "infer", "foldhash", "memchr", "rustix", "unicode_segmentation"],
        doors: &[],
    },
    Room { name: "edit", crates: &["toml", "toml_parser", "memchr", "similar"], doors: &[] },
    Room { name: "store", crates: &["rustix", "sha2", "serde", "serde_json", "signal_hook"], doors: &[] },
    Room { name: "search", crates: &["foldhash", "fuzzy_matcher", "unicode_segmentation", "memchr"], doors: &[] },
    Room { name: "compare", crates: &["kodama"], doors: &[] },
    Room { name: "report", crates: &["serde_json", "serde"], doors: &[] },
    Room { name: "remote", crates: &["rustix"], doors: &[] },
    Room {
        name: "lsp",
        crates: &["lsp_server", "lsp_types", "serde", "serde_json", "unicode_segmentation"],
        doors: &[],
    },
    Room { name: "app", crates: &["tui_input", "ratatui::layout", "unicode_segmentation", "serde"], doors: &[] },
    Room { name: "view", crates: &["ratatui"], doors: &[] },
    Room { name: "config", crates: &["toml", "shlex"], doors: &[] },
    Room { name: "session", crates: &["rustix", "serde_json"], doors: &[] },
    Room {
        name: "tui",
        crates: &["crossterm", "ratatui", "signal_hook", "rustix", "shlex", "notify", "arboard"],
        doors: &[],
    },
    Room {
        name: "cli",
        crates: &["clap", "clap_complete", "clap_mangen", "serde", "rustix", "signal_hook", "unicode_segmentation"],
        doors: &["app::keymap", "app::ThemeName"],
    },
];

/// Earlier rooms that a room may not import.
const CLOSED: &[(&str, &[&str])] = &[
    ("text", &["parallel"]),
    ("model", &["parallel"]),
    ("quote", &["parallel"]),
    ("format", &["parallel", "model", "quote"]),
    ("diagnose", &["parallel", "model", "quote", "format"]),
    ("edit", &["parallel"]),
    ("store", &["parallel", "model", "quote", "format"]),
    ("search", &["quote", "format", "diagnose", "load", "edit", "store"]),
    ("compare", &["parallel", "text", "quote", "format", "diagnose", "load", "edit", "store", "search"]),
    ("report", &["parallel", "format", "diagnose", "load", "edit", "store", "search"]),
    (
        "remote",
        &[
            "parallel", "text", "model", "quote", "format", "diagnose", "load", "edit", "store", "search", "compare",
            "report",
        ],
    ),
    ("lsp", &["parallel", "store", "compare", "remote"]),
    ("app", &["store", "remote", "lsp"]),
    ("view", &["store", "remote", "lsp"]),
    ("tui", &["lsp"]),
    (
        "config",
        &["parallel", "model", "quote", "format", "edit", "store", "search", "compare", "report", "remote", "lsp"],
    ),
    (
        "session",
        &[
            "parallel", "text", "model", "quote", "format", "diagnose", "load", "edit", "search", "compare", "report",
            "remote", "lsp", "view", "config",
        ],
    ),
    ("cli", &["app", "view", "tui"]),
];

/// Words that only some rooms may use, with the reason.
const KEPT: &[(&str, &[&str], &str)] = &[
    ("crossterm", &["tui"], "only the door talks to the terminal"),
    ("ratatui::widgets", &["view"], "only the view draws"),
    ("fuzzy_matcher", &["search"], "only search knows the matcher"),
    ("std::fs", &["load", "store", "remote", "config", "session", "tui", "cli"], "the inner rooms touch no files"),
    ("fs::", &["load", "store", "remote", "config", "session", "tui", "cli"], "the inner rooms touch no files"),
    ("println!", &["cli"], "only the command line prints"),
    ("print!", &["cli"], "only the command line prints"),
    ("eprintln!", &["cli"], "only the command line prints"),
    ("eprint!", &["cli"], "only the command line prints"),
    ("dbg!", &[], "nothing is left of a search for defects"),
];

/// The order inside `app`: a file or folder may import only those before it. The ones not named are free.
const FLOORS: &[&str] = &[
    "key", "place", "command", "lookup", "snapshot", "write", "layout", "list", "field", "page", "change", "prompt",
    "keymap", "settings", "session", "message", "views", "overlay", "history", "state", "update",
];

/// Rooms whose files may still import each other in a cycle.
const CYCLIC: &[&str] = &["view"];

/// The crates of `Cargo.toml` as named in code; at the start of a path they are an import from outside.
fn outside_crates() -> Vec<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let listed = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap().to_owned();
    listed.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().replace('-', "_")).collect()
}

/// What is wrong with the lines of a file at `path` below `src`, as `line: why`.
fn objections(path: &str, text: &str, crates: &[String]) -> Vec<String> {
    let parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    let Some(at) = ROOMS.iter().position(|room| room.name == parts[0]) else {
        return vec![format!("1: `{}` is no room", parts[0])];
    };
    let mut found = Vec::new();
    let is_test_file = parts.last().is_some_and(|name| matches!(*name, "tests" | "sample"));
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    for (number, line) in body.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        let mut wrong = shape(&parts, code);
        wrong.extend(rooms(at, code));
        wrong.extend(floors(&parts, code));
        if !is_test_file {
            wrong.extend(strangers(at, code, crates));
            wrong.extend(kept(parts[0], code));
        }
        found.extend(wrong.into_iter().map(|why| format!("{}: {why}", number + 1)));
    }
    found
}

/// One room for each `use`, and no way out of a room but `crate::`.
fn shape(parts: &[&str], code: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if code.contains("crate::{") {
        wrong.push("one room for each `use`".to_owned());
    }
    if code.contains("super::super") {
        wrong.push("`super::super` is hard to follow".to_owned());
    }
    let is_top = parts.len() == 1 || parts[1] == "mod";
    if is_top && code.contains("super::") {
        wrong.push("`super` leaves the room".to_owned());
    }
    wrong
}

fn rooms(at: usize, code: &str) -> Vec<String> {
    let room = &ROOMS[at];
    let closed = CLOSED.iter().find(|(name, _)| *name == room.name).map_or(&[][..], |(_, closed)| *closed);
    let mut wrong = Vec::new();
    for path in code.split("crate::").skip(1) {
        let target = word(path);
        let Some(to) = ROOMS.iter().position(|room| room.name == target) else { continue };
        let is_door = room.doors.iter().any(|door| path.starts_with(door));
        if (to > at || closed.contains(&target)) && !is_door {
            wrong.push(format!("`{}` may not import `{target}`", room.name));
        }
    }
    wrong
}

/// The floors inside `app`.
fn floors(parts: &[&str], code: &str) -> Vec<String> {
    if parts[0] != "app" || parts.len() < 2 {
        return Vec::new();
    }
    let floor = |name: &str| FLOORS.iter().position(|floor| *floor == name);
    let Some(from) = floor(parts[1]) else { return Vec::new() };
    let inside = if parts.len() == 2 { "super::" } else { "super::super::" };
    [inside, "crate::app::"]
        .iter()
        .flat_map(|start| code.split(start).skip(1))
        .map(word)
        .filter(|target| floor(target).is_some_and(|to| to > from))
        .map(|target| format!("`app/{}` stands below `app/{target}`", parts[1]))
        .collect()
}

/// Outside crates that are not the room's.
fn strangers(at: usize, code: &str, crates: &[String]) -> Vec<String> {
    let room = &ROOMS[at];
    let is_own = |path: &str| {
        room.crates.iter().any(|own| match own.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path.strip_prefix(own).is_some_and(|rest| !rest.starts_with(is_part_of_word)),
        })
    };
    paths(code)
        .filter(|path| crates.iter().any(|name| word(path) == name) && !is_own(path))
        .map(|path| format!("`{}` may not use the crate `{}`", room.name, word(path)))
        .collect()
}

/// Every piece of `code` that begins a path: `name::` not preceded by another part of it.
fn paths(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("::").filter_map(|(end, _)| {
        let start = code[..end].rfind(|c| !is_part_of_word(c)).map_or(0, |at| at + 1);
        (start < end && !code[..start].ends_with("::") && !code[..start].ends_with('.')).then(|| &code[start..])
    })
}

fn kept(room: &str, code: &str) -> Vec<String> {
    let stands = |word: &str| code.match_indices(word).any(|(at, _)| !code[..at].ends_with(is_part_of_word));
    let broken = KEPT.iter().filter(|(word, rooms, _)| stands(word) && !rooms.contains(&room));
    broken.map(|(word, _, why)| format!("`{word}`: {why}")).collect()
}

fn word(text: &str) -> &str {
    text.split(|c| !is_part_of_word(c)).next().unwrap_or_default()
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn files(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_keeps_to_its_room() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    found.sort();
    let crates = outside_crates();
    let mut wrong = Vec::new();
    for file in &found {
        let name = file.strip_prefix(&source).unwrap().to_str().unwrap();
        if matches!(name, "lib.rs" | "main.rs") {
            continue;
        }
        let text = fs::read_to_string(file).unwrap();
        wrong.extend(objections(name, &text, &crates).into_iter().map(|why| format!("src/{name}:{why}")));
    }
    assert!(found.len() > ROOMS.len(), "the source was not found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_library_lists_the_rooms_in_their_order() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let listed: Vec<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let planned: Vec<&str> = ROOMS.iter().map(|room| room.name).collect();
    assert_eq!(listed, planned);
}

#[test]
fn what_breaks_the_order_is_found() {
    let crates = outside_crates();
    for (path, line, is_wrong) in [
        ("text/fold.rs", "use crate::model::Model;", true),
        ("model/world.rs", "use crate::text::Span;", false),
        ("diagnose/finding.rs", "use crate::model::Model;", true),
        ("compare/matrix.rs", "use crate::text::Span;", true),
        ("search/hit.rs", "    load: crate::load::Loaded,", true),
        ("view/screen.rs", "use crate::app::App;", false),
        ("app/state.rs", "use crate::view::draw;", true),
        ("tui/run.rs", "use crate::cli::Args;", true),
        ("cli/explain.rs", "use crate::app::keymap;", false),
        ("cli/args.rs", "use crate::app::ThemeName;", false),
        ("cli/explain.rs", "use crate::app::App;", true),
        ("cli/show.rs", "use crate::{model, text};", true),
        ("app/pane/list.rs", "use super::super::state;", true),
        ("cli/mod.rs", "use super::app;", true),
        ("app/key.rs", "use super::state::App;", true),
        ("app/update.rs", "use super::state::App;", false),
        ("app/state.rs", "use crate::app::update::update;", true),
        ("attic/mod.rs", "", true),
    ] {
        assert_eq!(!objections(path, line, &crates).is_empty(), is_wrong, "{path}: {line}");
    }
}

#[test]
fn what_is_in_the_wrong_room_is_found() {
    let crates = outside_crates();
    for (path, line, is_wrong) in [
        ("view/screen.rs", "use crossterm::event::Event;", true),
        ("tui/input.rs", "use crossterm::event::Event;", false),
        ("app/layout.rs", "use ratatui::layout::Rect;", false),
        ("app/layout.rs", "use ratatui::widgets::List;", true),
        ("tui/run.rs", "use ratatui::widgets::List;", true),
        ("model/world.rs", "use serde::Deserialize;", true),
        ("load/tables.rs", "use toml::Spanned;", false),
        ("load/tables.rs", "use serde_json::Value;", true),
        ("text/wrap.rs", "use unicode_width::UnicodeWidthStr;", false),
        ("search/index.rs", "    let m = fuzzy_matcher::skim::SkimMatcherV2::default();", false),
        ("compare/pair.rs", "    let m = fuzzy_matcher::skim::SkimMatcherV2::default();", true),
        ("search/index.rs", "    std::fs::read(path)", true),
        ("search/index.rs", "    fs::read(path)", true),
        ("app/update.rs", "    println!(\"{app:?}\");", true),
        ("tui/run.rs", "    eprintln!(\"gone\");", true),
        ("cli/show.rs", "    println!(\"{id}\");", false),
        ("cli/show.rs", "    dbg!(id);", true),
        ("app/update.rs", "    // crossterm::event is not for us", false),
        ("model/world.rs", "    let text = self.toml::<u8>();", false),
    ] {
        assert_eq!(!objections(path, line, &crates).is_empty(), is_wrong, "{path}: {line}");
    }
    let tested = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use std::fs;\n    use super::a;\n}\n";
    assert_eq!(objections("model/world.rs", tested, &crates), Vec::<String>::new());
}

#[test]
fn no_files_or_rooms_import_each_other_in_a_cycle() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let takes = cycles::Modules::read(|file| fs::read_to_string(source.join(file)).ok()).takes();
    let rooms = cycles::between_rooms(&takes);
    assert!(rooms.len() > ROOMS.len(), "the imports were not found");
    let room = |file: &str| file.split('/').next().unwrap_or_default().to_owned();
    let is_known = |cycle: &BTreeSet<&str>| cycle.iter().all(|file| CYCLIC.contains(&&*room(file)));
    let between_files = cycles::cycles(&takes).into_iter().filter(|cycle| !is_known(cycle));
    let mut found: Vec<String> = between_files.map(|cycle| cycles::drawn(&takes, &cycle)).collect();
    found.extend(cycles::cycles(&rooms).iter().map(|cycle| cycles::drawn(&rooms, cycle)));
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
