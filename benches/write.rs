//! From a key to the frame: the preview of a demand in the form, the demand written, the change undone.
//!
//! S is the example and M is made here. L and XL are models named by `DEMARCHE_BENCH_L` and `DEMARCHE_BENCH_XL`, left
//! out where these are not set; they are copied. Each size is measured in a process of its own, whose state folder is
//! thrown away. The table goes to `benches/RESULTS.md`.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod corpus;
mod results;
mod sizes;
mod times;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use demarche::app::command::Direction;
use demarche::app::{self, App, Effect, Key, Message, Options, WriteReply, update};
use demarche::load::{self, EXAMPLE, Loaded};
use demarche::model::Subject;
use demarche::store::{self, Failure, Mode, Writer, Written};
use demarche::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use times::{median, millis};

/// Columns and rows of the screen.
const SCREEN: (u16, u16) = (160, 48);

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "child") {
        let (name, folder) = (&arguments[at + 1], Path::new(&arguments[at + 2]));
        return println!("{}", row(name, folder));
    }
    let folder = tempfile::tempdir().expect("a folder can be made");
    let all = sizes::all(&folder.path().join("M"));
    // `cargo test` runs benches too, only to see that they run.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return println!("{}", measured(&all[0], folder.path()));
    }
    let rows: Vec<String> = all.iter().map(|size| measured(size, folder.path())).collect();
    let page = page(&rows.concat());
    println!("{page}");
    results::write("write", &page);
}

fn page(rows: &str) -> String {
    format!(
        "| size | first preview | preview | write | wanted | undo | wanted |\n|---|---|---|---|---|---|---|\n{rows}\n\
         Milliseconds from a key to the frame that it leads to, in a buffer of 160 x 48, the file on the disk by then. `first \
         preview`: the first Enter in the form, before the model is kept; `preview`: the median of later ones; `write`: the Enter \
         that writes the demand that was shown; `undo`: u. \n"
    )
}

/// Measures a size in another process.
fn measured(size: &sizes::Size, folder: &Path) -> String {
    let (own, state) = (folder.join(format!("{} copy", size.name)), folder.join("state"));
    copy(size.path.as_deref(), &own);
    let this = env::current_exe().expect("the bench knows its file");
    let mut child = Command::new(this);
    child.args(["child", size.name]).arg(&own).env("XDG_STATE_HOME", state);
    let output = child.output().expect("the bench can start itself");
    assert!(output.status.success(), "{}: {}", size.name, String::from_utf8_lossy(&output.stderr));
    let _ = fs::remove_dir_all(&own);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Copies a model, the example where there is no path.
fn copy(from: Option<&Path>, to: &Path) {
    let Some(from) = from else {
        for (name, text) in EXAMPLE {
            let path = to.join(name);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
            fs::write(path, text).expect("the example can be written");
        }
        return;
    };
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the model has a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(Some(&path), &target);
        } else {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

/// A session without a terminal.
struct Session {
    app: App,
    writer: Writer,
    screen: Buffer,
}

impl Session {
    /// Presses a key, carries out what it asks for and draws; the time that took.
    fn press(&mut self, key: Key) -> Duration {
        let start = Instant::now();
        match app::press(&mut self.app, key) {
            Some(Effect::Write(request)) => {
                let mode = if request.is_preview { Mode::DryRun } else { Mode::Write };
                let ended = self.writer.write(&|_: &Loaded| Ok(request.changes.clone()), request.allowed, mode);
                self.tell(ended, request.is_preview);
            }
            Some(Effect::Undo(Direction::Previous)) => {
                let ended = self.writer.undo(store::Direction::Undo, Mode::Write);
                self.tell(ended, false);
            }
            Some(other) => panic!("{other:?}"),
            None => {}
        }
        view::draw(&self.app, &mut self.screen);
        start.elapsed()
    }

    fn tell(&mut self, ended: Result<Written, Failure>, is_preview: bool) {
        let written = ended.unwrap_or_else(|why| panic!("{why}"));
        let mut reply = WriteReply {
            loaded: written.after,
            done: written.done,
            sentence: written.sentence,
            notes: Vec::new(),
            diff: String::new(),
            is_preview,
        };
        if is_preview {
            written.files.iter().for_each(|file| reply.add_file(&file.path, &file.before, &file.after));
        }
        update(&mut self.app, Message::Written(reply));
    }

    fn keys(&mut self, text: &str) {
        for c in text.chars() {
            self.press(Key::char(c));
        }
    }
}

/// Writes and undoes a demand, again and again; a row of the table.
fn row(name: &str, folder: &Path) -> String {
    let paths: [PathBuf; 1] = [folder.join("positions.toml")];
    let loaded = Arc::new(load::load(&paths).expect("the model can be read"));
    let article = loaded.model.article_ids().next().map(|id| loaded.model.subject_key(Subject::Article(id)));
    let (actor, issue) = (loaded.model.actors()[0].key.to_string(), loaded.model.issues()[0].key.to_string());
    // As on the screen.
    let mut known = Writer::new(&paths);
    known.know(Arc::clone(&loaded));
    let options = Options { at: article.map(|key| format!("{key}:1")), ..Options::default() };
    let app = App::new(loaded, &options, SCREEN);
    let screen = Buffer::empty(Rect::new(0, 0, SCREEN.0, SCREEN.1));
    let mut session = Session { app, writer: known, screen };
    let key = |name| Key::parse(name).expect("the key is known");
    let (mut previews, mut writes, mut undos) = (Vec::new(), Vec::new(), Vec::new());
    let rounds = if matches!(name, "S" | "M") { 21 } else { 5 };
    for _ in 0..rounds {
        let count = session.app.model().demands().len();
        session.press(key("a"));
        session.keys(&actor);
        session.press(key("Tab"));
        session.keys(&issue);
        session.press(key("Tab"));
        previews.push(session.press(key("Enter")));
        writes.push(session.press(key("Enter")));
        assert_eq!(session.app.model().demands().len(), count + 1, "{:?}", session.app.notice);
        undos.push(session.press(key("u")));
        assert_eq!(session.app.model().demands().len(), count, "{:?}", session.app.notice);
    }
    let wanted = if matches!(name, "S" | "M") { "16" } else { "150" };
    format!(
        "| {name} | {} | {} | {} | {wanted} | {} | {wanted} |",
        millis(previews[0]),
        millis(median(&previews[1..])),
        millis(median(&writes)),
        millis(median(&undos))
    )
}
