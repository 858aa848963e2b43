//! What a comparison looks like in each form.

use serde_json::{Value, json};

use super::{Comparison, Request, write_csv, write_json, write_markdown, write_text};
use crate::compare::{Duplicates, Folding, Measure, Normalise, Order, parties};
use crate::model::{ActorId, IssueId, Record};
use crate::report::{WriteComparison, sample};

/// How actors are compared, and the width of text.
#[derive(Clone, Copy)]
struct Setup {
    folding: Folding,
    request: Request,
    cells: usize,
}

const REQUEST: Request = Request {
    measure: Measure::Agreement,
    normalise: Normalise::None,
    duplicates: Duplicates::Keep,
    order: Order::File,
    groups: None,
    timeline: false,
    common_ground: false,
};
const PLAIN: Setup = Setup { folding: Folding::Alone, request: REQUEST, cells: 72 };

fn written(ids: &[&str], setup: Setup, write: WriteComparison) -> String {
    let (model, mut out) = (sample::model(), Vec::new());
    let actor = |id: &&str| match model.find(id) {
        Some(Record::Actor(actor)) => actor,
        other => panic!("{id}: {other:?}"),
    };
    let actors: Vec<ActorId> = ids.iter().map(actor).collect();
    let parties = parties(&model, &actors, setup.folding);
    let issues: Vec<IssueId> = model.issue_ids().collect();
    let comparison = Comparison::new(&model, parties, &issues, setup.request);
    write(&comparison, setup.cells, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_json_has_every_key_of_its_contract() {
    let got: Value = serde_json::from_str(&written(&["north", "south", "mia", "north"], PLAIN, write_json)).unwrap();
    let border = json!({
        "issue": "border",
        "cells": [
            {"actor": "north", "state": "placed", "at": 0.0, "label": "open", "demands": ["n1"]},
            {"actor": "south", "state": "placed", "at": 0.25, "demands": ["s1"]},
            {"actor": "mia", "state": "not-placed", "demands": ["m1"]},
        ],
        "pairs": [
            {"a": "north", "b": "south", "verdict": "opposed", "distance": 0.25, "because": "relation"},
            {"a": "north", "b": "mia", "verdict": "agree", "because": "relation"},
            {"a": "south", "b": "mia", "verdict": "unknown", "because": "not-placed"},
        ],
    });
    let river = json!({
        "issue": "river",
        "cells": [
            {"actor": "north", "state": "not-placed", "demands": ["n2"]},
            {"actor": "south", "state": "not-placed", "demands": ["s2"]},
            {"actor": "mia", "state": "silent", "demands": []},
        ],
        "pairs": [
            {"a": "north", "b": "south", "verdict": "opposed", "because": "relation"},
            {"a": "north", "b": "mia", "verdict": "unknown", "because": "silent"},
            {"a": "south", "b": "mia", "verdict": "unknown", "because": "silent"},
        ],
    });
    let pairs = json!([
        {"a": "north", "b": "south", "agree": 0, "near": 0, "apart": 0, "opposed": 2, "unknown": 0, "comparable": 2,
         "agreement": 0.0, "distance": 0.25, "weighted": 1, "value": 0.0},
        {"a": "north", "b": "mia", "agree": 1, "near": 0, "apart": 0, "opposed": 0, "unknown": 1, "comparable": 1,
         "agreement": 1.0, "distance": null, "weighted": 0, "value": 1.0},
        {"a": "south", "b": "mia", "agree": 0, "near": 0, "apart": 0, "opposed": 0, "unknown": 2, "comparable": 0,
         "agreement": null, "distance": null, "weighted": 0, "value": null},
    ]);
    let expected = json!({
        "actors": ["north", "south", "mia"], "measure": "agreement", "normalise": "none", "issues": [border, river],
        "pairs": pairs,
    });
    assert_eq!(got, expected);
}

#[test]
fn blocs_speak_for_their_members_and_a_range_is_shown_by_its_middle() {
    let setup = Setup { folding: Folding::Blocs, ..PLAIN };
    let got: Value = serde_json::from_str(&written(&["north", "south", "mia"], setup, write_json)).unwrap();
    assert_eq!(got["actors"], json!(["union", "mia"]));
    let range = json!({"actor": "union", "state": "mixed", "at": 0.5, "demands": ["n1", "u1"]});
    assert_eq!(got["issues"][0]["cells"][0], range);
    assert_eq!(got["pairs"].as_array().unwrap().len(), 1);
}

#[test]
fn the_measure_asked_for_is_the_value() {
    for (measure, normalise, value) in [
        (Measure::Distance, Normalise::None, json!(0.25)),
        (Measure::Congruence, Normalise::None, json!(1.0)),
        (Measure::Ignore, Normalise::None, json!(2.0)),
        (Measure::Conflict, Normalise::Average, json!(1.0 / 1.5)),
        (Measure::Subtract, Normalise::Jaccard, json!(0.0)),
    ] {
        let setup = Setup { request: Request { measure, normalise, ..REQUEST }, ..PLAIN };
        let got: Value = serde_json::from_str(&written(&["north", "south"], setup, write_json)).unwrap();
        assert_eq!(got["pairs"][0]["value"], value, "{measure:?} {normalise:?}");
        assert_eq!((&got["measure"], &got["normalise"]), (&json!(measure.word()), &json!(normalise.word())));
    }
}

#[test]
fn the_table_for_reading_names_marks_counts_and_reasons() {
    assert_eq!(written(&["north", "south", "mia"], PLAIN, write_text), TABLE);
}

const TABLE: &str = r"issue             North             South             Mia␇
────────────────  ────────────────  ────────────────  ────────────────
The border        open (moved from  xr near open      +r not placed
                  “closed”)         (0.25) (quote
                                    not in the
                                    article)
The river         not placed        xr not placed     . silent

Marks compare with North: + agree, ~ near, / apart, x opposed, . silent,
- not placed, ? unknown, r by relation.

North and South: 0 of 2 comparable agree, 0 unknown
  0 near, 0 apart, 2 opposed; mean distance 0.25 over 1 by position,
  salience known on 1 of them
  xr The border: South: =The border | is half open; opposed by North:
  The border stays open; yet by their positions they are near each
  other: North (open), South (near open (0.25)); the quote of South is
  not in the article
  xr The river: North: Water for all; opposed by South: Water for us

North and Mia␇: 1 of 1 comparable agree, 1 unknown
  0 near, 0 apart, 0 opposed; no mean distance
  +r The border: Mia␇: Gates; supported by North: The border stays open

South and Mia␇: nothing comparable, 2 unknown
  0 near, 0 apart, 0 opposed; no mean distance
";

#[test]
fn where_columns_would_be_too_narrow_the_table_becomes_lists() {
    let request = Request { measure: Measure::Ignore, normalise: Normalise::Average, ..REQUEST };
    let setup = Setup { request, cells: 40, ..PLAIN };
    assert_eq!(written(&["north", "south"], setup, write_text), LISTS);
}

const LISTS: &str = r"The border
  North: open (moved from “closed”)
  South: xr near open (0.25) (quote not
  in the article)
The river
  North: not placed
  South: xr not placed

Marks compare with North: + agree, ~
near, / apart, x opposed, . silent, -
not placed, ? unknown, r by relation.

North and South: 0 of 2 comparable
agree, 0 unknown
  0 near, 0 apart, 2 opposed; mean
  distance 0.25 over 1 by position,
  salience known on 1 of them; ignore
  (average) 1.33
  xr The border: South: =The border | is
  half open; opposed by North: The
  border stays open; yet by their
  positions they are near each other:
  North (open), South (near open
  (0.25)); the quote of South is not in
  the article
  xr The river: North: Water for all;
  opposed by South: Water for us

Ignore pairs every statement of one with
every one of the other on the same issue
and counts each pair, whatever they say.
Divided by the mean number of statements
of the two, it is not a share: above 1
means more pairs than statements. Of the
3 demands counted, 1 was withdrawn,
rejected, met or superseded since.
";

#[test]
fn the_sheet_has_a_row_for_each_issue_and_pair() {
    let csv = written(&["north", "south"], PLAIN, write_csv);
    let rows: Vec<&str> = csv.split_terminator("\r\n").collect();
    let expected = [
        r#""issue","a","b","a_state","a_at","a_label","b_state","b_at","b_label","verdict","distance","because","a_status","b_status","a_quote","b_quote""#,
        r#""border","north","south","placed",0,"open","placed",0.25,"","opposed",0.25,"relation","","","","not in the article""#,
        r#""river","north","south","not-placed",,"","not-placed",,"","opposed",,"relation","","","","""#,
    ];
    assert_eq!(rows, expected);
}

#[test]
fn the_tables_for_documents_are_markdown() {
    assert_eq!(written(&["north", "south"], PLAIN, write_markdown), MARKDOWN);
}

const MARKDOWN: &str = r"| issue | North | South |
|---|---|---|
| The border | open (moved from “closed”) | xr near open (0.25) (quote not in the article) |
| The river | not placed | xr not placed |

Marks compare with North: + agree, ~ near, / apart, x opposed, . silent, - not placed, ? unknown, r by relation.

| pair | agreement | distance |
|---|---|---|
| North · South | 0 of 2 comparable agree, 0 unknown | 0.25 over 1 |
";

#[test]
fn groups_say_who_is_compared_with_nobody_and_how_little_is_known() {
    let setup = Setup { request: Request { groups: Some(2), ..REQUEST }, ..PLAIN };
    let text = written(&["union", "north", "mia"], Setup { cells: 200, ..setup }, write_text);
    let divided: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
    let expected = [
        "1 group by mean distance (average linkage); ties go by the order of the file:",
        "  1: The Union, North (yet The Union and North are 1.00 apart)",
        "  compared with nobody: Mia␇",
        "  too little in common to divide: 2 of 3 pairs share no issue with positions; in the tree each of these counts as 1.00.",
    ];
    assert_eq!(divided, expected);
    let csv = written(&["union", "north", "mia"], setup, write_csv);
    assert_eq!(csv, "\"group\",\"actor\"\r\n1,\"union\"\r\n1,\"north\"\r\n,\"mia\"\r\n");
}

#[test]
fn no_text_shows_anything_hidden() {
    let writers: [(WriteComparison, usize); 3] = [(write_text, 30), (write_text, 90), (write_markdown, 0)];
    for (write, cells) in writers {
        let text = written(&["mia", "north", "south"], Setup { cells, ..PLAIN }, write);
        assert!(text.chars().all(|c| c == '\n' || !crate::text::is_hidden(c)), "{cells}: {text:?}");
    }
}

#[test]
fn what_agrees_by_relation_alone_is_told_on_the_common_ground() {
    let setup = Setup { request: Request { common_ground: true, ..REQUEST }, ..PLAIN };
    let text = written(&["north", "mia"], setup, write_text);
    assert!(text.contains("agreed by relation, without two places to compare"), "{text}");
    assert!(text.contains("support") && !text.contains("No two of them"), "{text}");
    let json: Value = serde_json::from_str(&written(&["north", "mia"], setup, write_json)).unwrap();
    assert_eq!(json["common_ground"], json!([]), "only issues with two placed actors");
}
