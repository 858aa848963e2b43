//! Which file takes which names from which other, and the cycles among them.
//!
//! Reads `use` declarations and every path in the code, and follows re-exports to the file that defines a name. Test code
//! does not count, nor does a name that a file only re-exports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::is_part_of_word;

/// The names that one file takes from another, by (taker, giver).
pub type Takes = BTreeMap<(String, String), BTreeSet<String>>;

/// Names that lead from the root of the crate to a module or an item.
type Path = Vec<String>;

/// The modules of a crate by their paths.
#[derive(Default)]
pub struct Modules(BTreeMap<Path, Module>);

/// A file, or an inline module of one.
#[derive(Default)]
struct Module {
    file: String,
    path: Path,
    /// Its modules, without tests.
    children: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths in the code outside of `use` declarations.
    paths: Vec<Path>,
    /// Names there that follow neither `.` nor `::`.
    words: BTreeSet<String>,
}

/// One name of a `use` declaration.
struct Import {
    name: String,
    path: Path,
    is_public: bool,
    /// Whether it was written without `crate`, `self` or `super`, so that it begins with a child or another crate.
    is_bare: bool,
}

impl Modules {
    /// Reads `lib.rs` and every file that a `mod` declaration outside of tests leads to; `text` gives the text of a file.
    pub fn read(text: impl Fn(&str) -> Option<String>) -> Self {
        let mut modules = Self::default();
        modules.add_file(&text, Path::new());
        modules
    }

    fn add_file(&mut self, text: &dyn Fn(&str) -> Option<String>, path: Path) {
        let name = if path.is_empty() { "lib".to_owned() } else { path.join("/") };
        let files = [format!("{name}.rs"), format!("{name}/mod.rs")];
        let found = files.into_iter().find_map(|file| text(&file).map(|code| (file, code)));
        let (file, code) = found.unwrap_or_else(|| unreachable!("module {name} has no file"));
        self.add(text, Module { file, path, ..Module::default() }, &tokens(&code));
    }

    fn add(&mut self, text: &dyn Fn(&str) -> Option<String>, mut module: Module, code: &[&str]) {
        for (name, body) in module.read(code) {
            let path = [&module.path[..], &[name.to_owned()]].concat();
            match body {
                Some(body) => self.add(text, Module { file: module.file.clone(), path, ..Module::default() }, body),
                None => self.add_file(text, path),
            }
        }
        self.0.insert(module.path.clone(), module);
    }

    /// What every file takes from every other.
    pub fn takes(&self) -> Takes {
        let mut takes = Takes::new();
        for module in self.0.values() {
            let is_used = |import: &&Import| !import.is_public || module.words.contains(&import.name);
            let imported = module.imports.iter().filter(is_used).filter_map(|import| module.target(import));
            for (giver, item) in imported.chain(&module.paths).filter_map(|path| self.definition(path)) {
                if giver != module.file {
                    takes.entry((module.file.clone(), giver.to_owned())).or_default().insert(item);
                }
            }
        }
        takes
    }

    /// The first item on `path` with the file that defines it; `None` for a module and for an item of another crate.
    fn definition(&self, path: &[String]) -> Option<(&str, String)> {
        let mut at = Path::new();
        for (depth, name) in path.iter().enumerate() {
            let (module, rest) = (&self.0[&at], &path[depth + 1..]);
            let is_child = module.children.contains(name);
            match module.imports.iter().find(|import| import.name == *name) {
                // An item may have the name of a child; with a rest the child is meant.
                Some(import) if rest.is_empty() || !is_child => {
                    return self.definition(&[module.target(import)?, rest].concat());
                }
                _ if is_child => at.push(name.clone()),
                _ => return Some((&module.file, name.clone())),
            }
        }
        None
    }
}

impl Module {
    /// Where an import leads; `None` for a name of another crate.
    fn target<'a>(&self, import: &'a Import) -> Option<&'a Path> {
        let is_own = !import.is_bare || self.children.contains(&import.path[self.path.len()]);
        is_own.then_some(&import.path)
    }

    /// Adds `code`. Returns the modules it declares, the inline ones with their code.
    fn read<'a>(&mut self, code: &'a [&'a str]) -> Vec<(&'a str, Option<&'a [&'a str]>)> {
        let mut modules = Vec::new();
        let mut at = 0;
        while let rest @ [first, ..] = &code[at..] {
            at += match rest {
                ["#", "[", "cfg", "(", "test", ")", "]", ..] => length_of_item(rest),
                ["mod", name, ";", ..] => {
                    modules.push((*name, None));
                    3
                }
                ["mod", name, "{", ..] => {
                    let end = length_of_item(rest);
                    modules.push((*name, Some(&rest[3..end - 1])));
                    end
                }
                ["use", next, ..] if *next != "<" => {
                    let end = rest.iter().position(|token| *token == ";").unwrap();
                    let is_public = matches!(code[..at], [.., "pub"] | [.., "pub", "(", _, ")"]);
                    self.import(&rest[1..end], &[], is_public);
                    end
                }
                _ if first.starts_with(is_part_of_word) => {
                    let names = names(rest);
                    if !matches!(code[..at], [.., "." | "::"]) {
                        self.words.insert(names[0].clone());
                        self.paths.extend((names.len() > 1).then(|| self.absolute(&names).0));
                    }
                    2 * names.len() - 1
                }
                _ => 1,
            };
        }
        self.children.extend(modules.iter().map(|(name, _)| (*name).to_owned()));
        modules
    }

    /// Adds the names of a `use` declaration, or of a group in one after `prefix`.
    fn import(&mut self, tree: &[&str], prefix: &[String], is_public: bool) {
        let own = names(tree);
        let names = [prefix, &own].concat();
        let (mut path, is_bare) = self.absolute(&names);
        let rest = &tree[(2 * own.len()).saturating_sub(1)..];
        let mut name = if own.last().is_some_and(|name| name == "self") { path.last() } else { own.last() }.cloned();
        let rest = match rest {
            ["::", "{", group @ ..] => {
                let end = length_of_item(&rest[1..]) - 1;
                self.import(&group[..end - 1], &names, is_public);
                name = None;
                &group[end..]
            }
            ["::", "*", rest @ ..] => {
                path.push("*".to_owned());
                rest
            }
            ["as", alias, rest @ ..] => {
                name = Some((*alias).to_owned());
                rest
            }
            rest => rest,
        };
        self.imports.extend(name.map(|name| Import { name, path, is_public, is_bare }));
        if let [",", rest @ ..] = rest {
            self.import(rest, prefix, is_public);
        }
    }

    /// `names` as a path from the root, and whether it is bare.
    fn absolute(&self, names: &[String]) -> (Path, bool) {
        let is_bare = !matches!(names.first().map(String::as_str), Some("crate" | "self" | "super"));
        let mut path = self.path.clone();
        for name in names {
            match name.as_str() {
                "crate" => path.clear(),
                "super" => drop(path.pop()),
                "self" => {}
                _ => path.push(name.clone()),
            }
        }
        (path, is_bare)
    }
}

/// The words and signs of `code`, without comments, strings, characters and lifetimes.
fn tokens(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len());
        let is_raw = matches!(&rest[..word], "r" | "br") && rest[word..].trim_start_matches('#').starts_with('"');
        let (length, is_token) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), false)
        } else if is_raw {
            let opening = &rest[word..=word + rest[word..].find('"').unwrap()];
            let closing: String = opening.chars().rev().collect();
            let start = word + opening.len();
            (start + rest[start..].find(&closing).unwrap() + closing.len(), false)
        } else if matches!(first, '"' | '\'') {
            (length_of_literal(rest), false)
        } else if word > 0 {
            (word, true)
        } else {
            (if rest.starts_with("::") { 2 } else { first.len_utf8() }, true)
        };
        found.extend(is_token.then(|| &rest[..length]));
        rest = rest[length..].trim_start();
    }
    found
}

/// The length of the string, character or lifetime mark that `code` begins with.
fn length_of_literal(code: &str) -> usize {
    let quote = &code[..1];
    let mut inside = code[1..].char_indices();
    let is_lifetime = quote == "'" && !code[1..].starts_with('\\') && code[1..].chars().nth(1) != Some('\'');
    if is_lifetime {
        return 1;
    }
    while let Some((at, c)) = inside.next() {
        if c == '\\' {
            inside.next();
        } else if code[1 + at..].starts_with(quote) {
            return at + 2;
        }
    }
    code.len()
}

/// The names joined by `::` that `tokens` begin with.
fn names(tokens: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = tokens;
    while let [name, behind @ ..] = rest
        && name.starts_with(is_part_of_word)
    {
        found.push((*name).to_owned());
        rest = behind.strip_prefix(&["::"]).unwrap_or_default();
    }
    found
}

/// The length of the item, with its attributes, or of the braces that `tokens` begin with.
fn length_of_item(tokens: &[&str]) -> usize {
    let mut depth = 0;
    let is_end = |token: &&str| {
        depth += i32::from(matches!(*token, "(" | "[" | "{")) - i32::from(matches!(*token, ")" | "]" | "}"));
        depth == 0 && matches!(*token, ";" | "}")
    };
    tokens.iter().position(is_end).map_or(tokens.len(), |at| at + 1)
}

/// The names that one room takes from another.
pub fn between_rooms(takes: &Takes) -> Takes {
    let room = |file: &str| file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    let mut rooms = Takes::new();
    for ((taker, giver), items) in takes {
        if room(taker) != room(giver) {
            rooms.entry((room(taker), room(giver))).or_default().extend(items.iter().cloned());
        }
    }
    rooms
}

/// The cycles: in each, every member takes from every other, directly or through others.
pub fn cycles<'a>(takes: &'a Takes) -> BTreeSet<BTreeSet<&'a str>> {
    let mut givers: BTreeMap<&'a str, Vec<&'a str>> = BTreeMap::new();
    for (taker, giver) in takes.keys() {
        givers.entry(taker).or_default().push(giver);
    }
    let reach = |taker: &'a str| {
        let mut reached = BTreeSet::new();
        let mut waiting = givers[taker].clone();
        while let Some(giver) = waiting.pop() {
            if reached.insert(giver) {
                waiting.extend(givers.get(giver).into_iter().flatten());
            }
        }
        reached
    };
    let reached: BTreeMap<&'a str, BTreeSet<&'a str>> = givers.keys().map(|taker| (*taker, reach(taker))).collect();
    let takes_back = |giver: &str, taker: &str| reached.get(giver).is_some_and(|reached| reached.contains(taker));
    let cycle = |taker: &&'a str| -> BTreeSet<&'a str> {
        reached[taker].iter().copied().filter(|giver| takes_back(giver, taker)).collect()
    };
    reached.keys().map(cycle).filter(|cycle| !cycle.is_empty()).collect()
}

/// A cycle, a line for each taker and giver with the names taken.
pub fn drawn(takes: &Takes, cycle: &BTreeSet<&str>) -> String {
    let is_inside = |(taker, giver): &(String, String)| cycle.contains(&**taker) && cycle.contains(&**giver);
    let mut drawing = String::new();
    for ((taker, giver), items) in takes.iter().filter(|(pair, _)| is_inside(pair)) {
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let _ = writeln!(drawing, "{taker} -> {giver}: {}", items.join(", "));
    }
    drawing
}

/// Files by name, with their code.
type Files = &'static [(&'static str, &'static str)];

/// What each example shows, the files that differ from those in the test, and the cycle as drawn.
const EXAMPLES: &[(&str, Files, &str)] = &[
    (
        "two files",
        &[("a/x.rs", "use super::y::Y; pub struct X;"), ("a/y.rs", "use super::x::{self, X}; pub struct Y;")],
        "a/x.rs -> a/y.rs: Y\na/y.rs -> a/x.rs: X\n",
    ),
    (
        "three files",
        &[
            ("a/x.rs", "use super::{z, y::{Y, of}};"),
            ("a/y.rs", "fn y() { super::z::put(1) }"),
            ("a/z.rs", "type Xs = Vec<crate::a::x::X>;"),
        ],
        "a/x.rs -> a/y.rs: Y, of\na/y.rs -> a/z.rs: put\na/z.rs -> a/x.rs: X\n",
    ),
    (
        "a re-exported name, and an alias",
        &[("a/x.rs", "use super::y as why; fn x() { why::go() }"), ("a/y.rs", "use super::X;")],
        "a/x.rs -> a/y.rs: go\na/y.rs -> a/x.rs: X\n",
    ),
    (
        "an inline module, and an item of its parent",
        &[("a/x.rs", "struct In; mod inner { use super::In; use crate::a::Y; }"), ("a/y.rs", "use crate::a::X;")],
        "a/x.rs -> a/y.rs: Y\na/y.rs -> a/x.rs: X\n",
    ),
    (
        "a parent that defines what its child needs",
        &[("a/mod.rs", "mod x; pub struct A; fn a() { x::go() }"), ("a/x.rs", "use super::A;")],
        "a/mod.rs -> a/x.rs: go\na/x.rs -> a/mod.rs: A\n",
    ),
    (
        "a parent that uses what it re-exports",
        &[("a/mod.rs", "mod x; pub use x::X; pub struct A(X);"), ("a/x.rs", "use super::A;")],
        "a/mod.rs -> a/x.rs: X\na/x.rs -> a/mod.rs: A\n",
    ),
    (
        "across rooms",
        &[("a/x.rs", "use crate::b::B;"), ("b.rs", "use crate::a::X;")],
        "a/x.rs -> b.rs: B\nb.rs -> a/x.rs: X\n",
    ),
    ("a parent that only re-exports", &[("a/x.rs", "use super::Y;"), ("a/y.rs", "fn y() { super::z::put() }")], ""),
    (
        "a parent of constants",
        &[("a/mod.rs", "mod x; pub use x::X; pub const A: u8 = 1;"), ("a/x.rs", "use super::A;")],
        "",
    ),
    (
        "tests",
        &[
            ("a/x.rs", "use super::y::Y; #[cfg(test)] mod tests;"),
            ("a/y.rs", "#[cfg(test)]\nuse super::x::X; #[cfg(test)] mod tests { use crate::a::X; } pub struct Y;"),
        ],
        "",
    ),
    (
        "comments, strings, other crates and lifetimes",
        &[
            ("a/x.rs", "use super::y::Y;"),
            (
                "a/y.rs",
                "use x::X; /* super::x::X */ const C: (&str, char) = (r#\"super::x::X\"#, '\"'); // crate::a::X\n",
            ),
        ],
        "",
    ),
    (
        "an item with the name of a module",
        &[("a/mod.rs", "mod x; mod y; pub use x::y;"), ("a/x.rs", "pub fn y() {}"), ("a/y.rs", "use super::y;")],
        "",
    ),
];

#[test]
fn cycles_are_found_in_examples() {
    let rest = [
        ("lib.rs", "pub mod a; pub mod b;"),
        ("a/mod.rs", "mod x; mod y; mod z; pub use x::X; pub(crate) use y::Y;"),
        ("a/x.rs", ""),
        ("a/y.rs", ""),
        ("a/z.rs", ""),
        ("b.rs", ""),
    ];
    for (case, files, expected) in EXAMPLES {
        let text = |name: &str| files.iter().chain(&rest).find(|(file, _)| *file == name);
        let takes = Modules::read(|name| text(name).map(|(_, text)| (*text).to_owned())).takes();
        let found: String = cycles(&takes).iter().map(|cycle| drawn(&takes, cycle)).collect();
        assert_eq!(found, *expected, "{case}");
    }
}
