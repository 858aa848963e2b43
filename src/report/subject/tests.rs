//! What a subject looks like in each format.

use serde_json::{Value, json};

use super::{write_json, write_text};
use crate::report::{WriteSubject, sample};

fn written(id: &str, cells: usize, write: WriteSubject) -> String {
    let (model, mut out) = (sample::model(), Vec::new());
    write(&model, model.subject(id).unwrap(), cells, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn object(id: &str) -> Value {
    serde_json::from_str(&written(id, 0, write_json)).unwrap()
}

fn first_demand() -> Value {
    json!({
    "id": "n1", "actor": "north", "issue": "border", "text": "The border stays open", "kind": "red-line",
        "position": 0.0, "salience": 0.9, "power": 0.4, "addressee": ["south"],
        "date": "2025-08", "status": "hardened", "supersedes": ["n0"], "opposes": ["s1"], "supports": ["m1"],
        "depends_on": ["n2"], "in_exchange_for": ["s2"], "note": "a memo",
        "passages": [
            {
                "article": "talks", "quote": "keep the border open", "prefix": "must ", "suffix": ".",
                "speaker": "mia", "voice": "quoted", "note": "in a speech",
                "anchor": "exact", "start": 25, "end": 45, "line": 2
            },
            {"article": "talks", "quote": "the", "voice": "reported", "anchor": "ambiguous", "places": [[0, 3], [30, 33]]},
        ],
    })
}

#[test]
fn the_json_of_a_demand_has_every_key_of_the_format() {
    assert_eq!(object("n1"), json!({"kind": "demand", "id": "n1", "demands": [first_demand()]}));
}

#[test]
fn what_is_absent_is_left_out_and_lists_are_always_there() {
    let bare = json!({
        "id": "n2", "actor": "north", "issue": "river", "text": "Water for all", "kind": "demand",
        "addressee": [], "status": "held", "supersedes": [], "opposes": [], "supports": [], "depends_on": [],
        "in_exchange_for": [], "passages": [],
    });
    assert_eq!(object("n2")["demands"], json!([bare]));
}

#[test]
fn the_json_of_an_actor_holds_its_demands() {
    let shown = object("north");
    let actor = json!({
        "id": "north", "name": "North", "kind": "state", "aliases": ["the north"], "member_of": ["union"],
        "role": "host", "note": "first",
    });
    assert_eq!((&shown["kind"], &shown["id"], &shown["actor"]), (&json!("actor"), &json!("north"), &actor));
    let ids: Vec<&Value> = shown["demands"].as_array().unwrap().iter().map(|demand| &demand["id"]).collect();
    assert_eq!(ids, ["n0", "n1", "n2"]);
    assert_eq!(shown["demands"][1], first_demand());
}

#[test]
fn the_json_of_an_issue_holds_its_scale() {
    let shown = object("border");
    let issue = json!({
        "id": "border", "name": "The border", "question": "Who may cross?", "group": "Land",
        "scale": [{"at": 0.0, "label": "open"}, {"at": 1.0, "label": "closed"}], "note": "old",
    });
    assert_eq!((&shown["kind"], &shown["issue"]), (&json!("issue"), &issue));
    assert_eq!(shown["demands"].as_array().unwrap().len(), 5);
}

#[test]
fn the_json_of_an_article_holds_the_demands_it_supports() {
    let shown = object("talks");
    let article = json!({
        "id": "talks", "title": "The talks", "publisher": "Paper", "author": "A. Writer", "date": "2025-08-15",
        "url": "https://example.org/", "language": "en", "sha256": "00", "note": "kept",
        "text": sample::TEXT,
    });
    assert_eq!((&shown["kind"], &shown["article"]), (&json!("article"), &article));
    assert_eq!(shown["demands"], json!([first_demand(), object("s1")["demands"][0]]));
}

#[test]
fn a_file_s_text_is_not_repeated() {
    assert_eq!(object("lost")["article"], json!({"id": "lost", "title": "Lost", "file": "lost.txt"}));
}

#[test]
fn the_json_of_a_passage_and_of_a_line_hold_what_they_support() {
    let passage = object("n1#2");
    assert_eq!((&passage["kind"], &passage["id"]), (&json!("passage"), &json!("n1#2")));
    assert_eq!(passage["passage"], first_demand()["passages"][1]);
    assert_eq!(passage["demands"], json!([first_demand()]));
    let line = object("talks:2");
    assert_eq!((&line["kind"], &line["id"], &line["line"]), (&json!("article"), &json!("talks:2"), &json!(2)));
    assert_eq!(line["text"], json!("must keep the border open."));
    assert_eq!(line["demands"], json!([first_demand()]));
    assert_eq!(object("talks:3")["demands"], json!([]));
}

#[test]
fn an_actor_is_shown_with_its_demands_and_their_words() {
    assert_eq!(written("north", 60, write_text), NORTH);
}

const NORTH: &str = r"North (north)
state · host · member of The Union
also called the north
note: first

The border
  The border is shut
    n0 · demand · superseded · at “closed”
    superseded by n1: The border stays open

  The border stays open
    n1 · red-line · hardened · at “open” · salience 0.9 ·
    power 0.4 · 2025-08 · to South
    supersedes n0 (superseded): The border is shut
    opposes s1: =The border | is half open
    supports m1: Gates
    depends on n2: Water for all
    in exchange for s2: Water for us
    note: a memo
    “keep the border open”
      talks:2 · in the source · Mia␇, quoted, on North
      note: in a speech
    “the”
      talks · 2 places, lines 1, 2 · on North

The river
  Water for all
    n2 · demand · held · not placed
    opposed by s2: Water for us
    condition of n1: The border stays open
";

#[test]
fn no_line_is_wider_than_asked_and_nothing_hidden_is_shown() {
    for id in ["north", "south", "border", "river", "n1", "n1#1", "talks", "talks:2", "lost", "s1"] {
        for cells in [20, 33, 80] {
            for line in written(id, cells, write_text).lines() {
                assert!(crate::text::width(line) <= cells, "{id} in {cells}: {line:?}");
                assert!(!line.chars().any(crate::text::is_hidden), "{id}: {line:?}");
            }
        }
    }
}
