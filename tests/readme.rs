//! What README.md and docs say is what the program does: their tables are made from the code, examples are run, the keys of
//! its tour are pressed. `UPDATE=1 cargo test --test readme` rewrites the generated parts.
#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may fail anywhere")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;

use demarche::app::command::Command;
use demarche::app::key::Sequence;
use demarche::app::keymap::{Context, Keymap, Resolved};
use demarche::app::layout::SMALLEST;
use demarche::app::{self, App, Key, Options};
use demarche::config;
use demarche::diagnose::CODES;
use demarche::format::{self, Need};
use demarche::load;
use demarche::search;
use demarche::view;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

mod desk;

use desk::Desk;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn file(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// Text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

/// Text as code in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn keys() -> String {
    let keymap = Keymap::default();
    let row = |(keys, help): (Vec<String>, &str)| {
        let keys: Vec<String> = keys.iter().map(|keys| code(keys)).collect();
        format!("| {} | {} |\n", keys.join(", "), cell(help))
    };
    let table = |context: &Context| {
        let rows: Vec<String> = keymap.rows(*context).into_iter().map(row).collect();
        format!("\n**{}**\n\n| Keys | |\n|---|---|\n{}", context.title(), rows.concat())
    };
    Context::ALL.iter().map(table).collect::<Vec<_>>().concat()
}

fn format() -> String {
    let row = |key: &format::Key| {
        let need = match key.need {
            Need::Required => ", required",
            Need::Optional => "",
        };
        format!("| {} | {}{need} | {} |\n", code(key.name), cell(key.kind), cell(key.meaning))
    };
    let table = |keys: &[&format::Key]| {
        let name = keys[0].table;
        let heading = if name.starts_with('[') { code(name) } else { name.to_owned() };
        let rows: Vec<String> = keys.iter().map(|key| row(key)).collect();
        format!("\n**{heading}**\n\n| Key | Value | Meaning |\n|---|---|---|\n{}", rows.concat())
    };
    let keys: Vec<&format::Key> = format::keys().collect();
    keys.chunk_by(|one, next| one.table == next.table).map(table).collect::<Vec<_>>().concat()
}

fn queries() -> String {
    let row = |row: &search::Syntax| format!("| {} | {} |\n", code(row.typed), cell(row.meaning));
    let table = |title: &str, rows: String| format!("\n**{title}**\n\n| Typed | |\n|---|---|\n{rows}");
    [
        table("Words", search::OPERATORS.iter().map(row).collect()),
        table("Fields", search::fields().map(row).collect()),
        table("The same for the search", search::SAME.iter().map(row).collect()),
    ]
    .concat()
}

fn codes() -> String {
    let rows: Vec<String> = CODES
        .iter()
        .map(|code| format!("| {} | {} | {} |\n", code.name, code.level.word(), cell(code.title)))
        .collect();
    format!("\n| Code | Level | |\n|---|---|---|\n{}", rows.concat())
}

/// The commands that `.ci/run` calls step by step.
fn steps() -> String {
    let steps: Vec<String> = file(".ci/run")
        .lines()
        .filter_map(|line| line.split_once("step "))
        .map(|(before, command)| format!("- `{before}{command}`\n"))
        .collect();
    format!("\n{}", steps.concat())
}

fn size() -> String {
    format!("{} columns and {} rows", SMALLEST.0, SMALLEST.1)
}

/// The oldest compiler that Cargo.toml allows.
fn rust() -> String {
    let manifest = file("Cargo.toml");
    let (_, version) = manifest.split_once("rust-version = \"").unwrap();
    version.split('"').next().unwrap().to_owned()
}

/// The commands of a console block with what they print, run in the folder of the package.
fn console(block: &str) -> String {
    let own = Path::new(env!("CARGO_BIN_EXE_demarche")).parent().unwrap();
    let path = std::env::join_paths([own, Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
    let mut out = Vec::new();
    for line in block.lines().filter(|line| line.starts_with("$ ")) {
        let mut shell = process::Command::new("sh");
        shell.arg("-c").arg(&line[2..]).env_clear().env("PATH", &path).current_dir(root());
        let ended = shell.output().unwrap();
        assert!(ended.status.success() && ended.stderr.is_empty(), "{line}: {ended:?}");
        out.push(format!("{line}\n{}", String::from_utf8(ended.stdout).unwrap()));
    }
    out.join("\n")
}

/// `page` with the text between `begin` and `end` replaced by what `made` makes of it.
fn replaced(page: &str, (begin, end): (&str, &str), made: impl Fn(&str) -> String) -> String {
    let (before, rest) = page.split_once(begin).unwrap();
    let (kept, after) = rest.split_once(end).unwrap();
    format!("{before}{begin}{}{end}{after}", made(kept))
}

/// The settings, with their forms, defaults and meanings.
fn settings() -> String {
    let row = |key: &config::Key| {
        let default = if key.default.is_empty() { String::new() } else { code(key.default) };
        let kind = match key.form {
            config::Form::Word(words) => words().join(", "),
            _ => key.kind.to_owned(),
        };
        format!("| {} | {} | {default} | {} |\n", code(key.name), cell(&kind), cell(key.meaning))
    };
    let rows: Vec<String> = config::KEYS.iter().map(row).collect();
    let style = |(name, meaning, auto): &(&str, &str, &str)| {
        format!(
            "| {} | {} | {} |\n",
            code(name),
            cell(meaning.trim()),
            if auto.is_empty() { String::new() } else { code(auto) }
        )
    };
    let styles: Vec<String> = view::TOKENS.iter().map(style).collect();
    let context = |context: &Context| format!("`{}`", context.name());
    let contexts: Vec<String> = Context::ALL.iter().map(context).collect();
    let command = |command: &Command| format!("| `{}` | {} |\n", command.name(), cell(command.help()));
    let commands: Vec<String> = Command::ALL.iter().map(command).collect();
    format!(
        "\n**Settings**\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n{}\n\
         **`[styles]`**\n\n| Style | What it is for | In the theme auto |\n|---|---|---|\n{}\n\
         **`[keys.CONTEXT]`**\n\nContexts: {}.\n\n| Command | |\n|---|---|\n{}",
        rows.concat(),
        styles.concat(),
        contexts.join(", "),
        commands.concat()
    )
}

/// What is made by the program: the page, the name of the part, the part.
fn parts() -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("docs/keys.md", "keys", keys()),
        ("docs/format.md", "format", format()),
        ("docs/queries.md", "queries", queries()),
        ("docs/findings.md", "codes", codes()),
        ("docs/config.md", "settings", settings()),
        ("README.md", "steps", steps()),
        ("README.md", "size", size()),
        ("README.md", "rust", rust()),
    ]
}

#[test]
fn the_made_parts_are_what_the_code_says() {
    let parts = parts();
    let mut pages: Vec<&str> = parts.iter().map(|(page, ..)| *page).collect();
    pages.dedup();
    for name in pages {
        let kept = file(name);
        let mut page = kept.clone();
        for (_, part, made) in parts.iter().filter(|(page, ..)| *page == name) {
            let made = if made.starts_with('\n') { format!("\n{}\n", made.trim_end()) } else { made.clone() };
            page = replaced(&page, (&format!("<!-- {part} -->"), &format!("<!-- /{part} -->")), |_| made.clone());
        }
        if name == "README.md" {
            page = replaced(&page, ("```console\n", "```\n"), console);
        }
        if std::env::var_os("UPDATE").is_some() {
            // The other tests read the page meanwhile: it is replaced whole.
            let written = root().join(format!("{name}.new"));
            fs::write(&written, &page).unwrap();
            fs::rename(&written, root().join(name)).unwrap();
            continue;
        }
        let differs = kept.lines().zip(page.lines()).find(|(kept, made)| kept != made);
        assert!(kept == page, "UPDATE=1 cargo test --test readme rewrites {name}; first difference: {differs:?}");
    }
}

#[test]
fn the_page_that_is_read_first_is_short() {
    assert!(file("README.md").lines().count() <= 300);
}

#[test]
fn the_configuration_that_is_shown_has_no_finding() {
    let page = file("docs/config.md");
    let text = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let findings = config::read("config.toml", text).settings.findings;
    let said: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(said.is_empty(), "{said:?}");
}

/// The texts in backquotes, in order.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The words on the screen, row by row.
fn screen(app: &App) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    view::draw(app, &mut buffer);
    let rows = buffer.content.chunks(usize::from(app.size.0));
    rows.map(|row| row.iter().map(Cell::symbol).chain(["\n"]).collect::<String>()).collect()
}

/// The keys of a step: each word is a key, or is typed letter by letter.
fn pressed(words: &[&str]) -> Vec<Key> {
    let read = |word: &&str| match Key::parse(word) {
        Some(key) => vec![key],
        None => word.chars().map(Key::char).collect(),
    };
    words.iter().flat_map(read).collect()
}

#[test]
fn the_tour_shows_what_it_says() {
    let page = file("README.md");
    let tour = page.split("<!-- tour -->").nth(1).unwrap().split("<!-- /tour -->").next().unwrap();
    let mut app = App::new(Arc::new(load::example()), &Options::default(), (120, 36));
    let mut words = 0;
    let mut effect = None;
    for step in tour.lines().filter(|line| line.starts_with('|')).skip(2) {
        let (press, see) = step.trim_matches('|').split_once('|').unwrap();
        for key in pressed(&quoted(press)) {
            assert_eq!(effect, None, "{step}");
            effect = app::press(&mut app, key);
        }
        let drawn = screen(&app);
        for word in quoted(see) {
            assert!(drawn.contains(word), "{step}\n`{word}` is not on the screen:\n{drawn}");
            words += 1;
        }
    }
    assert_eq!(effect, Some(app::Effect::Quit));
    assert!(words > 10, "the tour says what is seen");
}

#[test]
fn the_first_article_becomes_what_it_says() {
    let page = file("README.md");
    let steps = page.split("<!-- first -->").nth(1).unwrap().split("<!-- /first -->").next().unwrap();
    let article = file("assets/articles/alaska-summit.txt");
    let model =
        "format = 1\n\n[[articles]]\nid = \"alaska-summit\"\ntitle = \"Alaska\"\nfile = \"alaska-summit.txt\"\n";
    let mut desk = Desk::new("positions.toml", model, &[("alaska-summit.txt", &article)]);
    let mut app = App::new(Arc::new(desk.load()), &Options::default(), (120, 36));
    for step in steps.lines().filter(|line| line.starts_with('|')).skip(2) {
        let (press, see) = step.trim_matches('|').split_once('|').unwrap();
        for key in pressed(&quoted(press)) {
            let left = app::press(&mut app, key).and_then(|effect| desk.perform(&mut app, effect));
            assert_eq!(left, None, "{step}");
        }
        let drawn = screen(&app);
        // What else can be pressed is named too.
        let keymap = Keymap::default();
        let is_key = |word: &str| Sequence::parse(word).is_some_and(|keys| is_bound(&keymap, &keys));
        for word in quoted(see).into_iter().filter(|word| !is_key(word)) {
            assert!(drawn.contains(word), "{step}\n`{word}` is not on the screen:\n{drawn}");
        }
    }
    let counts = app.model().counts();
    assert_eq!((counts.demands, counts.verified, app.wrong), (2, 2, (0, 0)), "{}", desk.text);
}

/// Whether keys mean something in the reader or in the form's preview.
fn is_bound(keymap: &Keymap, keys: &Sequence) -> bool {
    let means = |context| keymap.resolve(context, keys.keys()) != Resolved::Unknown;
    means(Context::Reader) || means(Context::Preview)
}

#[test]
fn the_smallest_model_has_no_errors() {
    let page = file("docs/format.md");
    let model = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let loaded = load::load_str(&[("positions.toml", model)], &[]);
    let said: Vec<&str> = loaded.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(loaded.model.counts().verified, 1);
}

#[test]
fn every_file_the_pages_link_to_is_there() {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<PathBuf> = docs.chain([root().join("README.md")]).filter(|page| page.is_file()).collect();
    let mut count = 0;
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.starts_with("http") {
                assert!(page.parent().unwrap().join(link).is_file(), "{link} in {}", page.display());
                count += 1;
            }
        }
    }
    assert!(count >= 12, "{count}");
}
