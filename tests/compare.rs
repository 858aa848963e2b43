//! Comparisons as reports write them: groups, movements, common ground, orders, and what is left out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]
#![allow(clippy::print_stderr, reason = "a test that has nothing to do says so")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use demarche::compare::{Folding, Measure, Normalise, Order, parties};
use demarche::load::{load, load_str};
use demarche::model::{ActorId, IssueId, Model};
use demarche::report::{Comparison, FORMATS, Request};
use serde_json::{Value, json};

/// Four actors on three issues, one of them with saliences and powers, and a course of demands.
const MODEL: &str = r#"
[[actors]]
id = "ana"
name = "Ana"
[[actors]]
id = "ben"
name = "Ben"
[[actors]]
id = "cy"
name = "Cy"
[[actors]]
id = "dee"
name = "Dee"
[[issues]]
id = "fish"
name = "Fish"
scale = ["none", "half", "all"]
[[issues]]
id = "tolls"
name = "Tolls"
scale = [{ at = 0, label = "free" }, { at = 100, label = "dear" }]
[[issues]]
id = "flags"
name = "Flags"
[[demands]]
id = "ana-fish-1"
actor = "ana"
issue = "fish"
text = "Half of the fish"
position = "half"
date = 2024-01-05
[[demands]]
id = "ana-fish-2"
actor = "ana"
issue = "fish"
text = "No fish"
position = "none"
date = "2024-03"
salience = 0.2
power = 0.5
supersedes = ["ana-fish-1"]
[[demands]]
id = "ben-fish"
actor = "ben"
issue = "fish"
text = "No fish for anyone"
position = "none"
status = "met"
salience = 0.9
power = 0.5
[[demands]]
id = "cy-fish"
actor = "cy"
issue = "fish"
text = "All the fish"
position = "all"
salience = 0.9
power = 1.0
[[demands]]
id = "dee-fish"
actor = "dee"
issue = "fish"
text = "Fish later"
status = "withdrawn"
[[demands]]
id = "ana-tolls"
actor = "ana"
issue = "tolls"
text = "Low tolls"
position = 10
salience = 0.8
[[demands]]
id = "ben-tolls"
actor = "ben"
issue = "tolls"
text = "Lowish tolls"
position = 30
status = "softened"
[[demands]]
id = "cy-tolls"
actor = "cy"
issue = "tolls"
text = "High tolls"
position = 90
salience = 0.3
[[demands]]
id = "dee-flags"
actor = "dee"
issue = "flags"
text = "More flags"
"#;

fn compared(model: &Model, request: Request, format: &str) -> String {
    let actors: Vec<ActorId> = model.actor_ids().collect();
    let issues: Vec<IssueId> = model.issue_ids().collect();
    written(&Comparison::new(model, parties(model, &actors, Folding::Alone), &issues, request), format)
}

fn written(comparison: &Comparison, format: &str) -> String {
    let format = FORMATS.iter().find(|known| known.name == format).unwrap();
    let mut out = Vec::new();
    format.comparison.unwrap()(comparison, 100, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn model() -> Model {
    let loaded = load_str(&[("positions.toml", MODEL)], &[]);
    let errors: Vec<_> = loaded.findings.iter().filter(|finding| finding.code.name.starts_with('E')).collect();
    assert!(errors.is_empty(), "{errors:?}");
    loaded.model
}

const FACES: Request = Request {
    groups: Some(2),
    timeline: true,
    common_ground: true,
    measure: Measure::Agreement,
    normalise: Normalise::None,
    duplicates: demarche::compare::Duplicates::Keep,
    order: Order::File,
};

#[test]
fn the_json_of_the_faces_has_the_keys_of_its_contract() {
    let got: Value = serde_json::from_str(&compared(&model(), FACES, "json")).unwrap();
    assert_eq!(got["groups"], json!([["ana", "ben", "cy"], ["dee"]]));
    let near = got["merges"][0]["height"].as_f64().unwrap();
    assert_eq!(got["merges"][0], json!({"left": ["ana"], "right": ["ben"], "height": near}));
    assert!((near - 0.2 / 1.55).abs() < 1e-9, "{near}");
    assert_eq!(got["merges"][2], json!({"left": ["ana", "ben", "cy"], "right": ["dee"], "height": 1.0}));
    assert_eq!(got["unknown_pairs"], json!([["ana", "dee"], ["ben", "dee"], ["cy", "dee"]]));
    let movements = json!([
        {"actor": "ana", "issue": "fish", "change": "hardened", "from": "ana-fish-1", "to": "ana-fish-2", "date": "2024-03"},
        {"actor": "ben", "issue": "fish", "change": "met", "from": "ben-fish"},
        {"actor": "ben", "issue": "tolls", "change": "softened", "to": "ben-tolls"},
        {"actor": "dee", "issue": "fish", "change": "withdrawn", "from": "dee-fish"},
    ]);
    assert_eq!(got["movements"], movements);
    let ground = json!([
        {"issue": "tolls", "agreed": false, "unknown": ["dee"],
         "moves": [{"actor": "cy", "from": 90.0, "to": 35.0, "distance": 0.55}]},
        {"issue": "fish", "agreed": false, "unknown": ["dee"],
         "moves": [{"actor": "cy", "from": 1.0, "to": 0.25, "distance": 0.75}]},
    ]);
    assert_eq!(got["common_ground"], ground);
    let plain: Value = serde_json::from_str(&compared(&model(), Request::default(), "json")).unwrap();
    let keys: Vec<&String> = plain.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["actors", "issues", "measure", "normalise", "pairs"]);
}

#[test]
fn the_faces_for_reading_say_who_and_what() {
    assert_eq!(compared(&model(), FACES, "text"), READ);
}

const READ: &str = "\
1 group by mean distance (average linkage); ties go by the order of the file:
  1: Ana, Ben, Cy
  compared with nobody: Dee
  3 of 6 pairs share no issue with positions; in the tree each of these counts as 1.00.

Who joins whom, at which mean distance:
  0.13 Ana + Ben
  0.84 Ana, Ben + Cy
  1.00 Ana, Ben, Cy + Dee

Nothing compares these by position; they count as 1 apart:
  Ana and Dee
  Ben and Dee
  Cy and Dee

Who moved, and how:
  Ana
    2024-03 Fish: hardened: Half of the fish (half); now: No fish (none)
  Ben
    Tolls: softened, no date given: Lowish tolls (near free (30))
  Dee
    Fish: withdrawn, no date given: Fish later

What was turned down or met, its holder not moving:
  Ben
    Fish: met, no date given: No fish for anyone (none)

On what they agree, and the fewest moves where not; of stated positions, nothing weighted:
  Tolls: 1 move would bring all near; silent or not placed: Dee
    “near free (10)”: Ana; “near free (30)”: Ben; “near dear (90)”: Cy
    Cy from “near dear (90)” to near “near free (10)”, 55% of the scale
  Fish: 1 move would bring all near; silent or not placed: Dee
    “none”: Ana, Ben; “all”: Cy
    Cy from “all” to near “none”, 75% of the scale

Trades, as arithmetic on stated positions and saliences (salience × distance), not advice:
  Ana gives on Fish (0.20) and gets 0.64; Cy gives on Tolls (0.24) and gets 0.90
";

#[test]
fn each_face_is_a_table_of_the_sheet() {
    let csv = compared(&model(), FACES, "csv");
    let tables: Vec<&str> = csv.split("\r\n\r\n").collect();
    assert_eq!(tables.len(), 3, "{csv}");
    assert_eq!(tables[0], "\"group\",\"actor\"\r\n1,\"ana\"\r\n1,\"ben\"\r\n1,\"cy\"\r\n,\"dee\"");
    assert!(tables[1].contains("\"ben\",\"fish\",\"met\",\"ben-fish\",\"\",\"\""), "{csv}");
    assert!(tables[2].contains("\"tolls\",false,\"cy\",90,35,0.55"), "{csv}");
}

#[test]
fn cells_name_a_status_that_is_not_live() {
    for (format, pieces) in [
        ("text", &["none (met)", "not placed", "(withdrawn)"][..]),
        ("markdown", &["| none (moved from “half”) | + none (met) | x all | - not placed (withdrawn) |"]),
        (
            "csv",
            &["\"ana\",\"ben\",\"placed\",0,\"none\",\"placed\",0,\"none\",\"agree\",0,\"positions\",\"\",\"met\""],
        ),
    ] {
        let text = compared(&model(), Request::default(), format);
        assert!(pieces.iter().all(|piece| text.contains(piece)), "{format}: {text}");
    }
}

#[test]
fn issues_are_listed_with_their_spread_and_models_are_named_as_such() {
    let request = Request { order: Order::Contention, ..Request::default() };
    for format in ["text", "markdown"] {
        let text = compared(&model(), request, format).replace('\\', "");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for piece in [
            "Fish: contention 0.67 over 3 placed, 2 pairs in conflict; median none, mean near half (0.33)",
            "consensus across 4 sides 0.07 at none, over 3 placed of 4",
            "compromise model, no forecast: near half (0.62), ",
            "weighted median all, of the 3 of 3 that state salience and power",
            "Tolls: contention 0.53 over 3 placed",
        ] {
            assert!(text.contains(piece), "{format}: {piece}: {text}");
        }
        assert!(text.find("Fish: contention") < text.find("Tolls: contention"), "{text}");
    }
}

#[test]
fn counts_above_one_are_explained_and_no_number_is_minus_zero() {
    let model = model();
    for measure in Measure::ALL {
        for normalise in Normalise::ALL {
            let request = Request { measure: *measure, normalise: *normalise, ..Request::default() };
            for format in ["text", "markdown"] {
                let text = compared(&model, request, format);
                assert!(!text.contains("-0.00"), "{text}");
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(words.contains("above"), measure.counts_statements(), "{measure:?} {format}");
            }
            assert!(!compared(&model, request, "json").contains("-0.0,"));
        }
    }
}

#[test]
fn what_is_left_out_of_the_model_counts_nowhere() {
    let model = model();
    let kept = model.keeping(|id| model.date_of(id).is_none_or(|date| date.parts().1 == Some(1)));
    let got: Value = serde_json::from_str(&compared(&kept, FACES, "json")).unwrap();
    assert_eq!(got["issues"][0]["cells"][0]["demands"], json!(["ana-fish-1"]));
    assert_eq!(got["issues"][0]["cells"][0]["at"], json!(0.5));
}

/// Sums over the full matrix without its diagonal, as the documentation of Discourse Network Analyzer has them.
#[test]
fn sums_equal_those_of_discourse_network_analyzer_on_its_sample() {
    let Some(folder) = std::env::var_os("DEMARCHE_TEST_DATA") else {
        eprintln!("skipped: DEMARCHE_TEST_DATA names no folder with `dna-sample/model`");
        return;
    };
    let model = load(&[Path::new(&folder).join("dna-sample/model/positions.toml")]).unwrap().model;
    let actors: Vec<ActorId> = model.actor_ids().collect();
    let issues: Vec<IssueId> = model.issue_ids().collect();
    for (measure, none, average, jaccard) in [
        (Measure::Congruence, 160.0, 25.8024, 13.6107),
        (Measure::Conflict, 116.0, 20.4594, 10.8583),
        (Measure::Subtract, 44.0, 5.3430, 2.7523),
        (Measure::Ignore, 276.0, 46.2619, 24.4690),
    ] {
        for (normalise, expected) in
            [(Normalise::None, none), (Normalise::Average, average), (Normalise::Jaccard, jaccard)]
        {
            let request = Request { measure, normalise, ..Request::default() };
            let comparison = Comparison::new(&model, parties(&model, &actors, Folding::Blocs), &issues, request);
            let got: Value = serde_json::from_str(&written(&comparison, "json")).unwrap();
            assert_eq!(got["actors"].as_array().unwrap().len(), 7);
            let sum: f64 = got["pairs"].as_array().unwrap().iter().filter_map(|pair| pair["value"].as_f64()).sum();
            assert!((2.0 * sum - expected).abs() < 6e-5, "{measure:?} {normalise:?}: {}", 2.0 * sum);
        }
    }
}

/// Actors, as many issues, a demand of each on each.
fn large(count: usize) -> Model {
    let mut text = String::new();
    for at in 0..count {
        write!(text, "[[actors]]\nid = \"a{at}\"\nname = \"Actor {at}\"\n").unwrap();
        write!(text, "[[issues]]\nid = \"i{at}\"\nname = \"Issue {at}\"\n").unwrap();
        text.push_str("scale = [\"no\", \"partly\", \"yes\"]\n");
    }
    for (actor, issue) in (0..count).flat_map(|actor| (0..count).map(move |issue| (actor, issue))) {
        let place = (actor * 7 + issue * 13 + actor * issue) % 101;
        write!(text, "[[demands]]\nid = \"d{actor}-{issue}\"\nactor = \"a{actor}\"\nissue = \"i{issue}\"\n").unwrap();
        write!(text, "text = \"t\"\nposition = 0.{place:03}\nsalience = 0.{:02}\n", (actor + issue) % 97 + 1).unwrap();
    }
    load_str(&[("positions.toml", &text)], &[]).model
}

#[test]
fn a_hundred_actors_on_a_hundred_issues_are_quick() {
    let model = large(100);
    let start = Instant::now();
    let text = compared(&model, FACES, "text");
    let took = start.elapsed();
    eprintln!("100 × 100, all faces: {took:?}");
    assert!(text.contains("2 groups") && took.as_secs() < 60, "{took:?}");
}
