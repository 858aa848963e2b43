//! The language server: a conversation, and random ones.
//!
//! `DEMARCHE_TEST_ROUNDS=10000 cargo test --test lsp random` runs more of the random ones, `DEMARCHE_TEST_SEED=N` begins with
//! the one that failed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test may fail wherever it stands")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use demarche::load;
use demarche::lsp::{Encoding, Options, Server, Taste, uri_of};
use lsp_server::{Message, Notification, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

#[path = "random/mod.rs"]
mod random;

use random::Random;

const MODEL: &str = r#"title = "Grain corridor"

[[articles]]
id = "bulletin"
title = "Port bulletin"
file = "bulletin.txt"

[[actors]]
id = "ports"
name = "The ports"
kind = "organization"
aliases = ["harbours"]

[[actors]]
id = "owners"
name = "Shipowners"
member_of = ["ports"]

[[issues]]
id = "inspection"
name = "Inspection of ships"
scale = ["none", "at port", "at sea"]

[[demands]]
id = "ports-inspection"
actor = "ports"
issue = "inspection"
text = "Every ship is inspected"
position = "at port"
addressee = ["owners"]

  [[demands.passages]]
  quote = "inspections of every ship"

[[demands]]
id = "owners-inspection"
actor = "owners"
issue = "inspection"
text = "No ship is inspected at sea"
opposes = ["ports-inspection"]
passages = [{ quote = "refuse any inspection at sea", speaker = "owners", voice = "reported" }]
"#;
const ARTICLE: &str = "The ports ask for inspections of every ship. The owners\nrefuse any inspection at sea. Nobody “asks” the crews; é.\n";

/// An editor and the server in one process, without a pause between a key and a reading.
struct Editor {
    server: Server,
    folder: tempfile::TempDir,
    texts: Vec<(PathBuf, String)>,
    asked: i32,
    /// The last findings of each file, as code and line.
    shown: std::collections::BTreeMap<String, Vec<Value>>,
    encoding: Encoding,
}

impl Editor {
    fn new(files: &[(&str, &str)], encoding: Encoding) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let texts: Vec<(PathBuf, String)> =
            files.iter().map(|(name, text)| (folder.path().join(name), (*text).to_owned())).collect();
        for (path, text) in &texts {
            fs::write(path, text).unwrap();
        }
        let taste = Taste { encoding, snippets: false };
        let server = Server::new(Options { paths: vec![folder.path().to_owned()], taste });
        let mut editor = Self { server, folder, texts, asked: 0, shown: std::collections::BTreeMap::new(), encoding };
        for file in 0..files.len() {
            let (uri, text) = (editor.uri(file), editor.texts[file].1.clone());
            editor.tell(
                "textDocument/didOpen",
                json!({ "textDocument": { "uri": uri, "languageId": "toml", "version": 1, "text": text } }),
            );
        }
        editor
    }

    fn uri(&self, file: usize) -> String {
        uri_of(&self.texts[file].0).as_str().to_owned()
    }

    fn tell(&mut self, method: &str, params: Value) {
        let out = self.server.take(Message::Notification(Notification { method: method.to_owned(), params }));
        assert!(out.is_empty(), "{out:?}");
        self.settle();
    }

    /// Lets the server read the model, where it wants to.
    fn settle(&mut self) {
        let Some(job) = self.server.job() else { return };
        for message in self.server.analysed(job.run()) {
            let Message::Notification(notification) = message else { panic!("{message:?}") };
            if notification.method == "textDocument/publishDiagnostics" {
                let params = notification.params;
                let diagnostics = params["diagnostics"].as_array().unwrap().clone();
                self.shown.insert(params["uri"].as_str().unwrap().to_owned(), diagnostics);
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.asked += 1;
        let request = Request { id: self.asked.into(), method: method.to_owned(), params };
        let out = self.server.take(Message::Request(request));
        let [Message::Response(response)] = out.as_slice() else { panic!("{out:?}") };
        let json = serde_json::to_value(response).unwrap();
        match json.get("error") {
            Some(error) => Err(error["message"].as_str().unwrap().to_owned()),
            None => Ok(json["result"].clone()),
        }
    }

    /// The position of a byte.
    fn position(&self, file: usize, at: usize) -> Value {
        let before = &self.texts[file].1[..at];
        let line = before.matches('\n').count();
        let column = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        let character = match self.encoding {
            Encoding::Utf8 => column.len(),
            Encoding::Utf16 => column.encode_utf16().count(),
        };
        json!({ "line": line, "character": character })
    }

    /// The byte of a position.
    fn offset(&self, file: usize, position: &Value) -> usize {
        let text = &self.texts[file].1;
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let wanted = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
        let mut units = 0;
        for (at, c) in text[start..].char_indices() {
            if units >= wanted {
                return start + at;
            }
            units += if self.encoding == Encoding::Utf8 { c.len_utf8() } else { c.len_utf16() };
        }
        text.len()
    }

    /// What a request about a place answers: the `behind`th byte of `words`.
    fn at(&mut self, method: &str, file: usize, (words, behind): (&str, usize)) -> Value {
        let at = self.texts[file].1.find(words).unwrap_or_else(|| panic!("no {words}")) + behind;
        let mut params = json!({ "textDocument": { "uri": self.uri(file) }, "position": self.position(file, at) });
        if method == "textDocument/references" {
            params["context"] = json!({ "includeDeclaration": true });
        }
        self.ask(method, params).unwrap()
    }

    /// Replaces bytes of a file, as typing does.
    fn edit(&mut self, file: usize, range: std::ops::Range<usize>, new: &str) {
        let (start, end) = (self.position(file, range.start), self.position(file, range.end));
        self.texts[file].1.replace_range(range, new);
        let change = json!({ "range": { "start": start, "end": end }, "text": new });
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": self.uri(file), "version": 2 }, "contentChanges": [change] }),
        );
    }

    fn replace(&mut self, file: usize, old: &str, new: &str) {
        let at = self.texts[file].1.find(old).unwrap_or_else(|| panic!("no {old}"));
        self.edit(file, at..at + old.len(), new);
    }

    /// Makes the edits that an answer holds.
    fn apply(&mut self, changes: &Value) {
        for (uri, edits) in changes.as_object().unwrap() {
            let file = (0..self.texts.len()).find(|file| self.uri(*file) == *uri).unwrap();
            let mut edits: Vec<(usize, usize, String)> = edits
                .as_array()
                .unwrap()
                .iter()
                .map(|edit| {
                    let range = &edit["range"];
                    let text = edit["newText"].as_str().unwrap().to_owned();
                    (self.offset(file, &range["start"]), self.offset(file, &range["end"]), text)
                })
                .collect();
            edits.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
            for (start, end, text) in edits {
                self.edit(file, start..end, &text);
            }
        }
    }

    /// Codes, lines and columns that the editor shows, by file.
    fn found(&self) -> Vec<(String, String, u64)> {
        let mut all = Vec::new();
        for (uri, diagnostics) in &self.shown {
            let name = uri.rsplit('/').next().unwrap();
            let line = |of: &Value| of["range"]["start"]["line"].as_u64().unwrap() + 1;
            all.extend(
                diagnostics.iter().map(|of| (name.to_owned(), of["code"].as_str().unwrap().to_owned(), line(of))),
            );
        }
        all
    }

    /// What `check` says of the same texts, saved.
    fn checked(&self) -> Vec<(String, String, u64)> {
        for (path, text) in &self.texts {
            fs::write(path, text).unwrap();
        }
        let Ok(loaded) = load::load(&[self.folder.path().to_owned()]) else { return Vec::new() };
        let mut all: Vec<(usize, (String, String, u64))> = Vec::new();
        for finding in &loaded.findings {
            let site = finding.site.as_ref().unwrap();
            let file = Path::new(&site.file).file_name().unwrap().to_string_lossy().into_owned();
            let order = loaded.files.iter().position(|path| path.to_string_lossy() == site.file).unwrap();
            all.push((order, (file, finding.code.name.to_owned(), u64::from(site.start.line))));
        }
        all.sort_by_key(|(order, _)| *order);
        all.into_iter().map(|(_, told)| told).collect()
    }

    fn labels(&mut self, file: usize, place: (&str, usize)) -> Vec<String> {
        let list = self.at("textDocument/completion", file, place);
        list["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }
}

const FILES: [(&str, &str); 2] = [("positions.toml", MODEL), ("bulletin.txt", ARTICLE)];

fn both() -> [Editor; 2] {
    [Encoding::Utf8, Encoding::Utf16].map(|encoding| Editor::new(&FILES, encoding))
}

#[test]
fn findings_follow_what_is_typed_in_the_model_and_in_the_article() {
    for mut editor in both() {
        assert_eq!(editor.found(), []);
        editor.replace(0, "actor = \"ports\"", "actor = \"port\"");
        assert!(
            editor.found().iter().any(|(file, code, line)| file == "positions.toml" && code == "E012" && *line == 26),
            "{:?}",
            editor.found()
        );
        assert_eq!(editor.found(), editor.checked());
        editor.replace(0, "actor = \"port\"", "actor = \"ports\"");
        editor.replace(1, "every ship", "any ship");
        let codes: Vec<String> = editor.found().into_iter().map(|(_, code, _)| code).collect();
        assert!(codes.iter().any(|code| code == "E023" || code == "E024"), "{codes:?}");
        assert_eq!(editor.found(), editor.checked());
        let (uri, path) = (editor.uri(1), editor.texts[1].0.clone());
        fs::write(&path, ARTICLE).unwrap();
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        assert_eq!(editor.found(), [], "a closed file is what is on disk");
    }
}

#[test]
fn hover_tells_of_records_quotes_keys_and_sentences() {
    for mut editor in both() {
        let mut told = |file, place| {
            let hover = editor.at("textDocument/hover", file, place);
            hover["contents"]["value"].as_str().unwrap_or("").to_owned()
        };
        let card = told(0, ("actor = \"owners\"", 12));
        assert!(card.starts_with("Shipowners (owners)") && card.contains("No ship is inspected at sea"), "{card}");
        let quote = told(0, ("inspections of every", 4));
        for words in [
            "in the source",
            "on The ports",
            "opposed by owners-inspection",
            "bulletin:1: The ports ask for inspections of every ship.",
        ] {
            assert!(quote.contains(words), "{words}\n{quote}");
        }
        let inline = told(0, ("refuse any", 4));
        assert!(
            inline.contains("Shipowners") && inline.contains("bulletin:2: The owners refuse any inspection at sea."),
            "{inline}"
        );
        assert!(told(0, ("position =", 3)).contains("label or number"));
        assert!(told(0, ("\"at port\"\naddr", 3)).contains("▸ at port (0.5)"));
        assert!(told(1, ("owners", 1)).starts_with("this sentence supports owners-inspection\n\n"));
        assert_eq!(told(1, ("crews", 1)), "this sentence supports no demand yet");
    }
}

#[test]
fn completion_knows_keys_words_ids_labels_and_the_article() {
    for mut editor in both() {
        editor.replace(
            0,
            "text = \"Every ship is inspected\"\n",
            "text = \"Every ship is inspected\"\nsta\nkind = \"\"\nsupports = [\"\"]\n",
        );
        assert!(editor.labels(0, ("sta\n", 3)).contains(&"status".to_owned()));
        assert!(
            !editor.labels(0, ("sta\n", 3)).contains(&"text".to_owned()),
            "a key that is there is not offered again"
        );
        assert_eq!(editor.labels(0, ("kind = \"\"", 8)).len(), 10);
        assert_eq!(editor.labels(0, ("supports = [\"\"", 13)), ["owners-inspection"]);
        editor.replace(0, "issue = \"inspection\"\ntext = \"Every", "issue = \"insp\"\ntext = \"Every");
        assert_eq!(editor.labels(0, ("issue = \"insp\"", 13)), ["inspection"]);
        editor.replace(0, "issue = \"insp\"", "issue = \"inspection\"");
        editor.replace(0, "position = \"at port\"", "position = ");
        let list = editor.at("textDocument/completion", 0, ("position = ", 11));
        assert_eq!(list["items"][1]["textEdit"]["newText"], "\"at port\"", "{list}");
        editor.replace(0, "position = ", "position = \"at port\"");
        editor.replace(0, "quote = \"inspections of every ship\"", "quote = \"Nobody \"");
        let list = editor.at("textDocument/completion", 0, ("Nobody \"", 7));
        let item = &list["items"][0];
        assert_eq!(item["textEdit"]["newText"], "Nobody “asks” the crews; é.", "{list}");
        editor.apply(&json!({ editor.uri(0): [item["textEdit"]] }));
        assert!(editor.texts[0].1.contains("quote = \"Nobody “asks” the crews; é.\""));
        assert!(!editor.found().iter().any(|(_, code, _)| code == "E023" || code == "E024"), "{:?}", editor.found());
        editor.edit(0, 0..0, "\n");
        assert!(editor.labels(0, ("\n", 0)).contains(&"[[demands]]".to_owned()));
    }
}

#[test]
fn completion_leaves_out_keys_that_are_there() {
    let [mut editor, _] = both();
    let table = "opposes = [\"ports-inspection\"]\n";
    editor.replace(0, table, &format!("\n{table}"));
    let keys = editor.labels(0, ("at sea\"\n\nopposes", 8));
    for (key, is_offered) in [("opposes", false), ("passages", false), ("text", false), ("note", true)] {
        assert_eq!(keys.contains(&key.to_owned()), is_offered, "{key}: {keys:?}");
    }
    editor.replace(0, "speaker = \"owners\", voice", ", voice");
    let keys = editor.labels(0, ("at sea\", , voice", 8));
    for (key, is_offered) in [("quote", false), ("voice", false), ("speaker", true)] {
        assert_eq!(keys.contains(&key.to_owned()), is_offered, "{key}: {keys:?}");
    }
}

#[test]
fn words_of_all_articles_are_offered_where_none_is_named() {
    let second = "[[articles]]\nid = \"radio\"\ntitle = \"Radio\"\ntext = \"The ports ask for pilots.\"\n";
    for (from, to, written) in [
        (
            "quote = \"inspections of every ship\"",
            "quote = \"The ports ask\"",
            "  article = \"radio\"\n  quote = \"The ports ask for pilots.\"",
        ),
        (
            "quote = \"refuse any inspection at sea\"",
            "quote = \"The ports ask\"",
            "{ article = \"radio\", quote = \"The ports ask for pilots.\"",
        ),
    ] {
        for mut editor in both() {
            let end = editor.texts[0].1.len();
            editor.edit(0, end..end, second);
            editor.replace(0, from, to);
            let list = editor.at("textDocument/completion", 0, ("The ports ask\"", 13));
            let items = list["items"].as_array().unwrap();
            let details: Vec<&str> = items.iter().map(|item| item["detail"].as_str().unwrap()).collect();
            assert_eq!(details, ["bulletin:1", "radio:1"], "{list}");
            let edits = [&items[1]["textEdit"], &items[1]["additionalTextEdits"][0]];
            editor.apply(&json!({ editor.uri(0): edits }));
            assert!(editor.texts[0].1.contains(written), "{}", editor.texts[0].1);
            let codes: Vec<String> = editor.found().into_iter().map(|(_, code, _)| code).collect();
            assert_eq!(
                codes,
                ["W008", "E007"],
                "the other quote has no article, the other article no quote: {:?}",
                editor.found()
            );
        }
    }
    // A file with one article of its own needs none.
    let (head, demands) = MODEL.split_once("[[demands]]").unwrap();
    let files = [("a.toml", &*format!("{head}[[demands]]{demands}")), ("b.toml", second), ("bulletin.txt", ARTICLE)];
    let mut editor = Editor::new(&files, Encoding::Utf8);
    editor.replace(0, "inspections of every ship", "The ports ask");
    let list = editor.at("textDocument/completion", 0, ("The ports ask\"", 13));
    assert_eq!(
        (list["items"].as_array().unwrap().len(), &list["items"][0]["additionalTextEdits"]),
        (1, &Value::Null),
        "{list}"
    );
}

#[test]
fn definitions_lead_to_records_and_into_the_article_and_back() {
    for mut editor in both() {
        let mut line = |file, place| {
            let all = editor.at("textDocument/definition", file, place);
            let name = |of: &Value| of["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            let first = |of: &Value| (name(of), of["range"]["start"]["line"].as_u64().unwrap() + 1);
            all.as_array().unwrap().iter().map(first).collect::<Vec<_>>()
        };
        let model = |line| vec![("positions.toml".to_owned(), line)];
        assert_eq!(line(0, ("actor = \"owners\"", 12)), model(14));
        assert_eq!(line(0, ("\"ports-inspection\"]", 3)), model(24));
        assert_eq!(line(0, ("refuse any", 4)), [("bulletin.txt".to_owned(), 2)]);
        assert_eq!(line(0, ("\"bulletin.txt\"", 4)), [("bulletin.txt".to_owned(), 1)]);
        assert_eq!(line(1, ("every ship", 1)), model(32));
        assert_eq!(line(1, ("Nobody", 1)), []);
    }
}

#[test]
fn an_id_is_renamed_in_every_file() {
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let (head, demands) = MODEL.split_once("[[demands]]").unwrap();
        let demands = format!("[[demands]]{demands}");
        let mut editor = Editor::new(&[("a.toml", head), ("b.toml", &demands), ("bulletin.txt", ARTICLE)], encoding);
        assert_eq!(editor.found(), []);
        let all = editor.at("textDocument/references", 0, ("id = \"ports\"", 8));
        assert_eq!(all.as_array().unwrap().len(), 3, "{all}");
        let at = editor.texts[0].1.find("id = \"ports\"").unwrap() + 8;
        let mut params = json!({ "textDocument": { "uri": editor.uri(0) }, "position": editor.position(0, at) });
        assert_eq!(editor.ask("textDocument/prepareRename", params.clone()).unwrap()["placeholder"], "ports");
        for (to, why) in [("owners", "the id of another record"), ("a b", "no white space")] {
            params["newName"] = to.into();
            assert!(editor.ask("textDocument/rename", params.clone()).unwrap_err().contains(why), "{to}");
        }
        params["newName"] = "häfen".into();
        let edit = editor.ask("textDocument/rename", params).unwrap();
        editor.apply(&edit["changes"]);
        assert!(!editor.texts[0].1.contains("\"ports\"") && editor.texts[1].1.contains("actor = \"häfen\""));
        assert_eq!(editor.found(), []);
    }
}

#[test]
fn a_name_is_not_changed_by_halves_where_a_table_is_broken() {
    for (from, to) in [
        ("issue = \"inspection\"\ntext = \"No", "issue = \"inspection\"\nissue = \"inspection\"\ntext = \"No"),
        ("text = \"No ship", "text = = \"No ship"),
        ("text = \"No ship is inspected at sea\"", "text = \"No ship is inspected at sea"),
        ("text = \"Every ship is inspected\"", "text = \"\"\"Every ship is inspected\""),
        ("text = \"Every ship is inspected\"", "text = '''Every ship is inspected"),
        ("speaker = \"owners\"", "speaker = \"owners"),
        ("opposes = [\"ports-inspection\"]", "opposes = [\"ports-inspection\""),
        ("id = \"owners-inspection\"\n", "id = \"owners-inspection\"\nid = \"x\"\n"),
        ("[[demands]]\nid = \"owners", "[[demands]\nid = \"owners"),
    ] {
        let (head, demands) = MODEL.split_once("[[demands]]").unwrap();
        let demands = format!("[[demands]]{demands}");
        assert!(demands.contains(from), "{from}");
        let files = [("a.toml", head), ("b.toml", &*demands.replacen(from, to, 1)), ("bulletin.txt", ARTICLE)];
        let mut editor = Editor::new(&files, Encoding::Utf8);
        for id in ["owners", "inspection", "ports"] {
            let at = editor.texts[0].1.find(&format!("id = \"{id}\"")).unwrap() + 7;
            let document = json!({ "uri": editor.uri(0) });
            let params = json!({ "textDocument": document, "position": editor.position(0, at), "newName": "x-1" });
            // Where another name is written the broken table may be left as it is.
            let whole = format!("\"{id}\"");
            let holds =
                editor.texts[1].1.split("\n\n[[demands").any(|table| table.contains(to) && table.contains(&whole));
            match editor.ask("textDocument/rename", params) {
                Err(why) => assert!(why.contains("not valid TOML; fix it first"), "{why}"),
                Ok(edit) => assert!(!holds, "{to}: {id}: {edit}"),
            }
        }
    }
}

#[test]
fn before_the_model_is_read_the_editor_is_to_ask_again() {
    let mut editor = Editor::new(&FILES, Encoding::Utf8);
    let (uri, text) = (editor.uri(0), editor.texts[0].1.clone());
    let position = editor.position(0, text.find("member_of = [\"").unwrap() + 14);
    let asked = json!({ "textDocument": { "uri": uri }, "position": position });
    let read = editor.ask("textDocument/completion", asked.clone()).unwrap();
    assert!(!read["isIncomplete"].as_bool().unwrap() && !read["items"].as_array().unwrap().is_empty(), "{read}");
    let paths = vec![editor.folder.path().to_owned()];
    editor.server = Server::new(Options { paths, taste: Taste { encoding: Encoding::Utf8, snippets: false } });
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
    let params = json!({ "textDocument": document });
    let method = "textDocument/didOpen".to_owned();
    assert!(editor.server.take(Message::Notification(Notification { method, params })).is_empty());
    let unread = editor.ask("textDocument/completion", asked.clone()).unwrap();
    assert_eq!(unread, json!({ "isIncomplete": true, "items": [] }));
    editor.settle();
    assert_eq!(editor.ask("textDocument/completion", asked).unwrap(), read);
}

#[test]
fn actions_put_right_what_is_found() {
    for (old, new, title, after) in [
        ("actor = \"ports\"", "actor = \"port\"", "write `ports`", "actor = \"ports\""),
        ("voice = \"reported\"", "voice = \"reportd\"", "write `reported`", "voice = \"reported\""),
        ("addressee", "adressee", "write `addressee`", "addressee ="),
        ("position = \"at port\"", "position = \"at prot\"", "write `at sea`", "position = \"at sea\""),
        ("position = \"at port\"", "position = 77", "write `none`", "position = \"none\""),
        ("inspections of every ship", "INSPECTIONS of every ship", "repair: ", "quote = \"inspections of every ship\""),
        ("inspections of every ship", "spections of every ship", "repair: ", "quote = \"inspections of every ship\""),
    ] {
        for mut editor in both() {
            editor.replace(0, old, new);
            let at = editor.texts[0].1.find(new).unwrap() + new.len() - 2;
            let range = json!({ "start": editor.position(0, at), "end": editor.position(0, at) });
            let params =
                json!({ "textDocument": { "uri": editor.uri(0) }, "range": range, "context": { "diagnostics": [] } });
            let actions = editor.ask("textDocument/codeAction", params).unwrap();
            let wanted = actions.as_array().unwrap().iter().find(|of| of["title"].as_str().unwrap().starts_with(title));
            let changes = wanted.unwrap_or_else(|| panic!("{new}: {actions}"))["edit"]["changes"].clone();
            editor.apply(&changes);
            assert!(editor.texts[0].1.contains(after), "{}", editor.texts[0].1);
            assert_eq!(editor.found(), [], "{new}");
        }
    }
}

#[test]
fn the_text_of_an_article_is_pinned() {
    let [mut editor, _] = both();
    let at = editor.texts[0].1.find("Port bulletin").unwrap();
    let range = json!({ "start": editor.position(0, at), "end": editor.position(0, at) });
    let params = json!({ "textDocument": { "uri": editor.uri(0) }, "range": range, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", params).unwrap();
    editor.apply(&actions[0]["edit"]["changes"].clone());
    assert!(editor.texts[0].1.contains("sha256 = \""), "{}", editor.texts[0].1);
    assert_eq!(editor.found(), []);
    editor.replace(1, "é.", "è.");
    assert_eq!(editor.found().first().map(|(_, code, _)| code.as_str()), Some("W002"));
}

#[test]
fn symbols_list_the_records() {
    let [mut editor, _] = both();
    let params = json!({ "textDocument": { "uri": editor.uri(0) } });
    let all = editor.ask("textDocument/documentSymbol", params).unwrap();
    let names: Vec<&str> = all.as_array().unwrap().iter().map(|of| of["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["bulletin", "ports", "owners", "inspection", "ports-inspection", "owners-inspection"]);
    assert_eq!(all[4]["children"][0]["detail"], "inspections of every ship");
    let found = editor.ask("workspace/symbol", json!({ "query": "insp ship" })).unwrap();
    assert!(
        found.as_array().unwrap().iter().any(|of| of["name"].as_str().unwrap().starts_with("inspection")),
        "{found}"
    );
}

#[test]
fn the_model_is_that_of_the_first_open_file_where_nothing_names_one() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    for (names, opened, is_known) in [
        (["positions.toml", "bulletin.txt"], "positions.toml", true),
        (["positions.toml", "bulletin.txt"], "bulletin.txt", true),
        (["own.toml", "bulletin.txt"], "own.toml", true),
        (["own.toml", "bulletin.txt"], "bulletin.txt", false),
    ] {
        for file in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(file.unwrap().path()).unwrap();
        }
        write(names[0], &MODEL.replace("actor = \"owners\"", "actor = \"owner\""));
        write(names[1], ARTICLE);
        let mut server = Server::new(Options::default());
        let uri = uri_of(&folder.path().join(opened));
        let text = fs::read_to_string(folder.path().join(opened)).unwrap();
        let document = json!({ "uri": uri.as_str(), "languageId": "", "version": 1, "text": text });
        let params = json!({ "textDocument": document });
        server.take(Message::Notification(Notification { method: "textDocument/didOpen".to_owned(), params }));
        let told = server.job().map(|job| server.analysed(job.run())).unwrap_or_default();
        let said = serde_json::to_string(&told).unwrap();
        assert!(said.contains("E012") == is_known && told.is_empty() != is_known, "{opened}: {said}");
    }
}

/// Pieces that are typed.
const TYPED: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\n",
    "\r\n",
    "\r",
    " ",
    "é",
    "🎈",
    "\u{202e}",
    "a",
    "ports",
    "[[demands]]\n",
    "[[demands.passages]]\nquote = \"",
    "[[actors]]\nid = \"x\"\n",
    "id = \"ports\"\n",
    "quote = \"The ports ask",
    "member_of = [\"owners\"]\n",
    "position = 7\n",
    "supersedes = [\"",
    "\\u00e9",
    "<<<<<<< a\n",
    "scale = [\"a\"]\n",
    "file = \"../x\"\n",
    "\0",
];

/// One edit: where, how much goes, what comes.
type Edit = (usize, usize, usize, usize);

fn make(editor: &mut Editor, (file, at, less, typed): Edit) {
    let file = file % editor.texts.len();
    let text = &editor.texts[file].1;
    let border = |at: usize| text.floor_char_boundary(at);
    let start = border(at % (text.len() + 1));
    let end = border((start + less).min(text.len()));
    // A position between the two bytes of a line end is none.
    let is_within = |at: usize| {
        text.get(..at).is_some_and(|before| before.ends_with('\r'))
            && text.get(at..).is_some_and(|rest| rest.starts_with('\n'))
    };
    // Lines end with a lone CR too, which the positions of this test do not count.
    if !is_within(start) && !is_within(end) && !text.replace("\r\n", "").contains('\r') {
        editor.edit(file, start..end.max(start), TYPED[typed % TYPED.len()]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn findings_after_any_edits_are_those_of_check(
        edits in proptest::collection::vec((0..2_usize, 0..2000_usize, 0..12_usize, 0..64_usize), 1..14),
        is_utf8 in any::<bool>(),
    ) {
        let mut editor = Editor::new(&FILES, if is_utf8 { Encoding::Utf8 } else { Encoding::Utf16 });
        for edit in edits {
            make(&mut editor, edit);
        }
        prop_assert_eq!(editor.found(), editor.checked());
    }
}

const METHODS: &[&str] = &[
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/codeAction",
    "textDocument/documentSymbol",
    "workspace/symbol",
    "textDocument/nonsense",
];

/// A request about a random place, or one with random parameters.
fn ask(editor: &mut Editor, random: &mut Random) {
    let method = random.pick(METHODS);
    let position = json!({ "line": random.below(60), "character": random.below(60) });
    let file = random.below(3);
    let uri = if file < 2 { editor.uri(file) } else { "file:///nowhere/x.toml".to_owned() };
    let mut params = json!({
        "textDocument": { "uri": uri }, "position": position, "range": { "start": position, "end": position },
        "context": { "includeDeclaration": true, "diagnostics": [] }, "newName": random.pick(&["a", "", "é é", "ports"]), "query": "po",
    });
    if random.one_in(20) {
        params = random.pick(&[Value::Null, json!([]), json!({ "textDocument": 3 })]).clone();
    }
    let _ = editor.ask(method, params);
}

#[test]
fn random_conversations_neither_crash_nor_hang() {
    let (first, runs) = (random::number("DEMARCHE_TEST_SEED", 1), random::number("DEMARCHE_TEST_ROUNDS", 500));
    for seed in first..first + runs {
        let random = &mut Random::new(seed);
        let encoding = if random.one_in(2) { Encoding::Utf8 } else { Encoding::Utf16 };
        let mut editor = Editor::new(&FILES, encoding);
        let started = Instant::now();
        for _ in 0..=random.below(24) {
            match random.below(12) {
                0..=5 => make(&mut editor, (random.below(2), random.below(2000), random.below(30), random.below(64))),
                6 => {
                    let uri = editor.uri(0);
                    let text = editor.texts[0].1.clone();
                    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
                    editor.tell(
                        "textDocument/didOpen",
                        json!({ "textDocument": { "uri": uri, "languageId": "toml", "version": 1, "text": text } }),
                    );
                }
                7 => editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] })),
                8 => editor.tell("textDocument/didChange", json!({ "textDocument": 1 })),
                _ => ask(&mut editor, random),
            }
        }
        assert!(started.elapsed() < Duration::from_secs(20), "DEMARCHE_TEST_SEED={seed} hangs");
        assert_eq!(editor.found(), editor.checked(), "DEMARCHE_TEST_SEED={seed} DEMARCHE_TEST_ROUNDS=1");
    }
}

/// A message as it goes over a pipe.
fn framed(message: &Value) -> String {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn a_message_of_absurd_length_ends_the_conversation_with_a_sentence() {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("lsp")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The pipe stays open: the program must not wait for the bytes.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"Content-Length: 99999999999\r\n\r\n").unwrap();
    let ended = child.wait_with_output().unwrap();
    drop(input);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("a message of 99999999999 bytes, where at most 268435456 are read"), "{said}");
}

#[test]
fn the_program_talks_over_standard_input_and_output() {
    use std::io::{Read, Write};
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        fs::write(folder.path().join(name), text.replace("actor = \"owners\"", "actor = \"owner\"")).unwrap();
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("lsp")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let root = uri_of(folder.path());
    let capabilities = json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } });
    let first = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": capabilities, "rootUri": root.as_str() } });
    let mut write = |message: &Value| input.write_all(framed(message).as_bytes()).unwrap();
    write(&first);
    write(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    let mut output = child.stdout.take().unwrap();
    let mut heard = String::new();
    let mut chunk = [0; 4096];
    while !heard.contains("E012") {
        let count = output.read(&mut chunk).unwrap();
        assert!(count > 0, "{heard}");
        heard.push_str(&String::from_utf8_lossy(&chunk[..count]));
    }
    assert!(heard.contains("\"positionEncoding\":\"utf-8\"") && heard.contains("did you mean `owners`?"), "{heard}");
    write(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    write(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
