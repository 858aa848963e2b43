//! Searches at their limits: many texts, long texts, odd letters.

use super::sample::article;
use super::{Hits, Index, Query, Scope, SearchOptions};
use crate::model::{Builder, Model, SubjectKind};

/// A model of one article with these paragraphs.
fn model(lines: &[String]) -> Model {
    let mut builder = Builder::default();
    builder.article(article("x", "X", &lines.join("\n\n")));
    builder.finish()
}

fn search(model: &Model, typed: &str, limit: usize) -> Hits {
    let wanted = SearchOptions { scope: Scope::Only(SubjectKind::Article), limit };
    Index::new(model).search(model, &Query::new(typed, model), wanted)
}

#[test]
fn folded_letters_are_found_and_marked_as_written() {
    let texts = [
        "the Élysée speaks",
        "Яблуко впало",
        "Straße der Einheit",
        "İstanbul talks",
        "e\u{301}tat de droit",
        "国家利益至上",
        "اَلْعَرَبِيَّة لغة",
        "ΟΔΟΣ ΕΡΜΟΥ",
        "of\u{fb01}cial note",
        "zero\u{200b}width word",
        "Zelensky\u{301} spoke",
    ];
    let model = model(&texts.map(str::to_owned));
    for (typed, marked) in [
        ("elysee", "Élysée"),
        ("ÉLYSÉE", "Élysée"),
        ("яблуко", "Яблуко"),
        ("strasse", "Straße"),
        ("istanbul", "İstanbul"),
        ("état", "e\u{301}tat"),
        ("国家", "国家"),
        ("العربية", "اَلْعَرَبِيَّة"),
        ("οδος", "ΟΔΟΣ"),
        ("official", "of\u{fb01}cial"),
        ("zerowidth", "zero\u{200b}width"),
        ("zelensky", "Zelensky\u{301}"),
    ] {
        let hits = search(&model, typed, 9).hits;
        let marks: Vec<&str> = hits.iter().flat_map(|hit| hit.marks.iter().map(|mark| mark.of(&hit.text))).collect();
        assert_eq!(marks, [marked], "{typed}");
    }
}

#[test]
fn a_very_frequent_sentence_is_counted_each_time() {
    let mut lines = vec!["the end of the war of words".to_owned(); 10_000];
    lines.push("nothing of that kind".to_owned());
    lines.push("The last line".to_owned());
    let model = model(&lines);
    for (typed, total) in [
        ("war", 10_000),
        ("w", 10_000),
        ("the of", 10_000),
        ("^the", 10_001),
        ("^t", 10_001),
        ("words$", 10_000),
        ("^nothing", 1),
        ("'of !war", 1),
        ("\"the last\"", 1),
        ("^\"the last line\"$", 1),
        ("\"of the end\"", 0),
    ] {
        let hits = search(&model, typed, 3);
        assert_eq!((hits.total, hits.hits.len(), hits.is_least), (total, total.min(3), false), "{typed}");
    }
    let phrase = search(&model, "\"of the\"", 3);
    assert!(phrase.is_least && (300..10_000).contains(&phrase.total), "{}", phrase.total);
    assert!(phrase.hits.iter().all(|hit| hit.marks.iter().map(|mark| mark.of(&hit.text)).eq(["of the"])));
}

#[test]
fn long_queries_over_a_long_line_are_cut_and_answered() {
    let model = model(&["ab".repeat(500_000), "a ".repeat(100_000)]);
    let index = Index::new(&model);
    for typed in
        ["ab".repeat(500), "a b ".repeat(64), "z".repeat(1000), format!("\"{}\"", "a ".repeat(120)), "ba".repeat(31)]
    {
        let query = Query::new(&typed, &model);
        assert_eq!(query.mistakes().is_empty(), typed.chars().count() <= 256, "{} characters", typed.len());
        let hits = index.search(&model, &query, SearchOptions { scope: Scope::All, limit: 200 });
        assert!(
            hits.hits.len() <= 200
                && hits.hits.iter().all(|hit| hit.marks.iter().all(|mark| mark.end() <= hit.text.len()))
        );
    }
}
