//! What a comparison looks like in each form.

use serde_json::{Value, json};

use super::{Form, Request, compare};
use crate::cli::answer::Answer;
use crate::cli::sample;
use crate::compare::{Folding, Measure, Normalise};

fn answer(ids: &[&str], request: &Request, form: Form) -> (Answer, String) {
    let actors: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let mut out = Vec::new();
    let answer = compare(&sample::model(), &Request { actors: &actors, ..*request }, form, &mut out).unwrap();
    (answer, String::from_utf8(out).unwrap())
}

const PLAIN: Request<'static> =
    Request { actors: &[], folding: Folding::Alone, measure: Measure::Agreement, normalise: Normalise::None };

fn written(ids: &[&str], request: &Request, form: Form) -> String {
    let (answer, text) = answer(ids, request, form);
    assert_eq!(answer, Answer::Done);
    text
}

#[test]
fn the_json_has_every_key_of_its_contract() {
    let got: Value = serde_json::from_str(&written(&["north", "south", "mia", "north"], &PLAIN, Form::Json)).unwrap();
    let border = json!({
        "issue": "border",
        "cells": [
            {"actor": "north", "state": "placed", "at": 0.0, "label": "open", "demands": ["n1"]},
            {"actor": "south", "state": "placed", "at": 0.25, "demands": ["s1"]},
            {"actor": "mia", "state": "not-placed", "demands": ["m1"]},
        ],
        "pairs": [
            {"a": "north", "b": "south", "verdict": "near", "distance": 0.25, "because": "positions"},
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
        {"a": "north", "b": "south", "agree": 0, "near": 1, "opposed": 1, "unknown": 0, "comparable": 2,
         "agreement": 0.0, "distance": 0.25, "weighted": 1, "value": 0.0},
        {"a": "north", "b": "mia", "agree": 1, "near": 0, "opposed": 0, "unknown": 1, "comparable": 1,
         "agreement": 1.0, "distance": null, "weighted": 0, "value": 1.0},
        {"a": "south", "b": "mia", "agree": 0, "near": 0, "opposed": 0, "unknown": 2, "comparable": 0,
         "agreement": null, "distance": null, "weighted": 0, "value": null},
    ]);
    let expected = json!({
        "actors": ["north", "south", "mia"], "measure": "agreement", "normalise": "none", "issues": [border, river],
        "pairs": pairs,
    });
    assert_eq!(got, expected);
}

#[test]
fn blocs_speak_for_their_members_and_a_range_is_compared_by_its_middle() {
    let request = Request { folding: Folding::Blocs, ..PLAIN };
    let got: Value = serde_json::from_str(&written(&["north", "south", "mia"], &request, Form::Json)).unwrap();
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
        let request = Request { measure, normalise, ..PLAIN };
        let got: Value = serde_json::from_str(&written(&["north", "south"], &request, Form::Json)).unwrap();
        assert_eq!(got["pairs"][0]["value"], value, "{measure:?} {normalise:?}");
        assert_eq!((&got["measure"], &got["normalise"]), (&json!(measure.word()), &json!(normalise.word())));
    }
}

#[test]
fn fewer_than_two_actors_are_refused_and_unknown_ones_named() {
    let refused = |sentence: &str| (Answer::Refused(sentence.to_owned()), String::new());
    assert_eq!(answer(&[], &PLAIN, Form::Json), refused("comparing takes two or more actors, and none is given"));
    let twice = answer(&["north", "north"], &PLAIN, Form::Csv);
    assert_eq!(twice, refused("comparing takes two or more actors, and this is only one: North"));
    let folded = answer(&["north", "south"], &Request { folding: Folding::Blocs, ..PLAIN }, Form::Text(80));
    assert_eq!(folded, refused("comparing takes two or more actors, and this is only one: The Union"));
    let nothing = Answer::Nothing("`border` is not the id of an actor".to_owned());
    assert_eq!(answer(&["north", "border"], &PLAIN, Form::Json), (nothing, String::new()));
}

#[test]
fn the_table_for_reading_names_marks_counts_and_reasons() {
    assert_eq!(written(&["north", "south", "mia"], &PLAIN, Form::Text(72)), TABLE);
}

const TABLE: &str = r"issue             North             South             Mia␇
────────────────  ────────────────  ────────────────  ────────────────
The border        open              ~ near open       + not placed
                                    (0.25)
The river         not placed        x not placed      . silent

Marks are seen from North: + agree, ~ near, x opposed, . silent, - not
placed.

North and South: 0 of 2 comparable agree, 0 unknown
  1 near, 1 opposed; mean distance 0.25 over 1 by position, salience
  known on 1 of them
  ~ The border: open / near open (0.25)
  x The river: by a relation, s2 opposes n2

North and Mia␇: 1 of 1 comparable agree, 1 unknown
  0 near, 0 opposed; no mean distance
  + The border: by a relation, n1 supports m1

South and Mia␇: nothing comparable, 2 unknown
  0 near, 0 opposed; no mean distance
";

#[test]
fn where_columns_would_be_too_narrow_the_table_becomes_lists() {
    let request = Request { measure: Measure::Ignore, normalise: Normalise::Average, ..PLAIN };
    assert_eq!(written(&["north", "south"], &request, Form::Text(40)), LISTS);
}

const LISTS: &str = r"The border
  North: open
  South: ~ near open (0.25)
The river
  North: not placed
  South: x not placed

Marks are seen from North: + agree, ~
near, x opposed, . silent, - not placed.

North and South: 0 of 2 comparable
agree, 0 unknown
  1 near, 1 opposed; mean distance 0.25
  over 1 by position, salience known on
  1 of them; ignore (average) 1.33
  ~ The border: open / near open (0.25)
  x The river: by a relation, s2 opposes
  n2
";

#[test]
fn the_sheet_has_a_row_for_each_issue_and_pair() {
    let csv = written(&["north", "south"], &PLAIN, Form::Csv);
    let rows: Vec<&str> = csv.split_terminator("\r\n").collect();
    let expected = [
        r#""issue","a","b","a_state","a_at","a_label","b_state","b_at","b_label","verdict","distance","because""#,
        r#""border","north","south","placed",0,"open","placed",0.25,"","near",0.25,"positions""#,
        r#""river","north","south","not-placed",,"","not-placed",,"","opposed",,"relation""#,
    ];
    assert_eq!(rows, expected);
}

#[test]
fn the_tables_for_documents_are_markdown() {
    assert_eq!(written(&["north", "south"], &PLAIN, Form::Markdown), MARKDOWN);
}

const MARKDOWN: &str = r"| issue | North | South |
|---|---|---|
| The border | open | \~ near open \(0.25\) |
| The river | not placed | x not placed |

Marks are seen from North: \+ agree, \~ near, x opposed, . silent, - not placed.

| pair | agreement | distance |
|---|---|---|
| North · South | 0 of 2 comparable agree, 0 unknown | 0.25 over 1 |
";

#[test]
fn every_form_of_text_shows_nothing_hidden() {
    for form in [Form::Text(30), Form::Text(90), Form::Markdown] {
        let text = written(&["mia", "north", "south"], &PLAIN, form);
        assert!(text.chars().all(|c| c == '\n' || !crate::text::is_hidden(c)), "{form:?}: {text:?}");
    }
}
