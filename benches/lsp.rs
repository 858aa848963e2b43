//! The language server as an editor sees it: from the last key to the findings, from a question to its answer.
//!
//! S is the example, M is made here; L and XL are models named by `DEMARCHE_BENCH_L` and `DEMARCHE_BENCH_XL`, left out
//! where these are not set. The targets: findings 100 ms after the last key, completion and hover 30 ms at M; completion
//! 100 ms at L. The table goes to `benches/RESULTS.md`.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::string_slice, missing_docs)]

mod corpus;
mod results;
mod sizes;
mod times;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use demarche::lsp::uri_of;
use serde_json::{Value, json};
use times::{median, millis, share};

fn main() {
    // `cargo test` runs benches too, only to see that they run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let sizes = sizes::all(folder.path()).into_iter().filter(|size| is_bench || size.name == "S");
    let rounds = if is_bench { 40 } else { 2 };
    let rows: Vec<String> = sizes.map(|size| row(size.name, size.path.as_deref(), rounds)).collect();
    let head = "## Language server\n\nMilliseconds, median and 95th percentile of a hundred. `findings`: from the last key, the pause \
                of 25 ms included.\n\n| size | findings | completion of ids | completion of words | hover of an id | hover of a quote |\n\
                |---|---|---|---|---|---|\n";
    let page = format!("{head}{}", rows.concat());
    println!("{page}");
    if is_bench {
        results::write("lsp", &page);
    }
}

/// A row of the table.
fn row(name: &str, path: Option<&Path>, rounds: usize) -> String {
    let folder = path.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), Path::to_owned);
    let mut editor = Editor::open(&folder.join("positions.toml"));
    let mut columns = vec![name.to_owned()];
    let findings: Vec<Duration> = (0..rounds).map(|round| editor.key(round)).collect();
    columns.push(told(&findings));
    for (method, key, behind) in [
        ("textDocument/completion", "actor = ", 2),
        ("textDocument/completion", "quote = ", 13),
        ("textDocument/hover", "actor = ", 2),
        ("textDocument/hover", "quote = ", 13),
    ] {
        let answers: Vec<Duration> = (0..rounds).map(|round| editor.ask(method, (key, behind), round)).collect();
        columns.push(told(&answers));
    }
    editor.leave();
    format!("| {} |\n", columns.join(" | "))
}

fn told(times: &[Duration]) -> String {
    format!("{}, {}", millis(median(times)), millis(share(times, 950)))
}

/// An editor with one open file.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    text: String,
    asked: u64,
}

impl Editor {
    fn open(path: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["lsp", "-m"])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let text = std::fs::read_to_string(path).expect("the model can be read");
        let uri = uri_of(path).as_str().to_owned();
        let mut editor = Self { child, input, output, uri, text, asked: 0 };
        editor.request("initialize", &json!({ "capabilities": { "general": { "positionEncodings": ["utf-8"] } } }));
        editor.send(json!({ "method": "initialized", "params": {} }));
        let document = json!({ "uri": editor.uri, "languageId": "toml", "version": 0, "text": editor.text });
        editor.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        editor.findings(0);
        editor
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        let body = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input.write_all(framed.as_bytes()).expect("the program reads");
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("the program writes");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(digits) => length = digits.parse().expect("a length"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the program writes");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(json!({ "id": id, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["id"] == id {
                return message;
            }
        }
    }

    /// Waits for the findings of this version of the text.
    fn findings(&mut self, version: usize) {
        loop {
            let message = self.read();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == version {
                return;
            }
        }
    }

    /// The byte behind the `round`th of some places of `words`.
    fn place(&self, words: &str, round: usize) -> usize {
        let places: Vec<usize> = self.text.match_indices(words).map(|(at, _)| at + words.len()).take(1000).collect();
        places[round * 7 % places.len()]
    }

    fn position(&self, at: usize) -> Value {
        let before = &self.text[..self.text.floor_char_boundary(at)];
        let line = before.matches('\n').count();
        json!({ "line": line, "character": before.len() - before.rfind('\n').map_or(0, |end| end + 1) })
    }

    /// Types a letter into the text of a demand, and waits for the findings.
    fn key(&mut self, round: usize) -> Duration {
        // Behind the marks, one or three.
        let at = self.text.floor_char_boundary(self.place("text = ", round) + 5);
        let position = self.position(at);
        self.text.insert(at, 'x');
        let version = round + 1;
        let change = json!({ "range": { "start": position, "end": position }, "text": "x" });
        let document = json!({ "uri": self.uri, "version": version });
        let started = Instant::now();
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.send(json!({ "method": "textDocument/didChange", "params": params }));
        self.findings(version);
        started.elapsed()
    }

    fn ask(&mut self, method: &str, (words, behind): (&str, usize), round: usize) -> Duration {
        let position = self.position(self.place(words, round) + behind);
        let params = json!({ "textDocument": { "uri": self.uri }, "position": position });
        let started = Instant::now();
        let answer = self.request(method, &params);
        let time = started.elapsed();
        assert!(!answer["result"].is_null() || method.ends_with("hover"), "{answer}");
        time
    }

    fn leave(mut self) {
        self.request("shutdown", &Value::Null);
        self.send(json!({ "method": "exit" }));
        self.child.wait().expect("the program ends");
    }
}
