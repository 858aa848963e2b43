//! Quotes and queries with their right answers, from the folder that `DEMARCHE_TEST_DATA` names.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test may fail wherever it is")]
#![allow(clippy::print_stderr, reason = "a test that has nothing to do says so")]

use std::path::Path;
use std::{env, fs};

use demarche::load::load_str;
use demarche::model::{Anchor, Subject, SubjectKind};
use demarche::quote::{Quote, locate};
use demarche::search::{Index, Query, Scope, SearchOptions};
use serde_json::Value;

/// The cases of a file; none without the data folder.
fn cases(name: &str) -> Vec<Value> {
    let Some(folder) = env::var_os("DEMARCHE_TEST_DATA") else {
        eprintln!("skipped: DEMARCHE_TEST_DATA names no folder with `cases/{name}`");
        return Vec::new();
    };
    let text = fs::read_to_string(Path::new(&folder).join("cases").join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_quote_is_in_the_state_it_should_be_in() {
    let mut wrong = Vec::new();
    for case in cases("quotes.jsonl") {
        let text = case["text"].as_str().unwrap();
        let quote = Quote { words: case["quote"].as_str().unwrap(), prefix: case["prefix"].as_str(), suffix: None };
        let found = locate(text, &[quote]).remove(0);
        let marked: Vec<&str> = found.anchor.places().iter().map(|span| span.of(text)).collect();
        let is_state = match case["state"].as_str().unwrap() {
            "near-or-orphan" => matches!(found.anchor, Anchor::Near(_) | Anchor::Orphan),
            state => found.anchor.word() == state,
        };
        let is_place = case["start"].as_u64().is_none_or(|start| found.anchor.places()[0].start() as u64 == start);
        let are_parts = case["parts"].as_array().is_none_or(|parts| *parts == marked);
        let has_finding = match case["finding"].as_str() {
            Some("cut") => found.whole.is_some() && found.misfit.is_none(),
            Some("context") => found.misfit.is_some() && found.whole.is_none(),
            Some(other) => panic!("there is no finding `{other}`"),
            None => found.whole.is_none() && found.misfit.is_none(),
        };
        if !(is_state && is_place && are_parts && has_finding) {
            wrong.push(format!("{}: {} {marked:?}, {found:?}", case["id"], found.anchor.word()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_query_finds_the_texts_that_it_should() {
    let mut wrong = Vec::new();
    for case in cases("search.jsonl") {
        let texts: Vec<&str> = case["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let article = |(at, text): (usize, &&str)| {
            format!("[[articles]]\nid = 'x{at}'\ntitle = '{at}'\ntext = {}\n", serde_json::to_string(text).unwrap())
        };
        let toml: String = texts.iter().enumerate().map(article).collect();
        let model = load_str(&[("x.toml", &toml)], &[]).model;
        let wanted = SearchOptions { scope: Scope::Only(SubjectKind::Article), limit: 100 };
        let query = Query::new(case["query"].as_str().unwrap(), &model);
        let hits = Index::new(&model).search(&model, &query, wanted).hits;
        let mut found: Vec<usize> = hits.iter().map(|hit| place(hit.subject)).collect();
        found.sort_unstable();
        found.dedup();
        let expected: Vec<usize> =
            case["finds"].as_array().unwrap().iter().map(|at| usize::try_from(at.as_u64().unwrap()).unwrap()).collect();
        if found != expected || hits.iter().any(|hit| hit.marks.is_empty()) {
            wrong.push(format!("{}: {hits:?}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The place of an article among the texts.
fn place(subject: Subject) -> usize {
    match subject {
        Subject::Article(id) | Subject::Words(id, _) => id.index(),
        other => panic!("{other:?} is no article"),
    }
}
