//! What searches must find, on the sample model.

use super::matching::prepared::PreparedQuery;
use super::retrieve::retrieve;
use super::sample::model;
use super::{Hit, HitContext, Hits, Index, Query, Reason, Scope, SearchOptions};
use crate::model::{Model, Subject, SubjectKind};
use crate::text::fold_for_search;
use proptest::prelude::prop;
use unicode_segmentation::UnicodeSegmentation;

const ALL: SearchOptions = SearchOptions { scope: Scope::All, limit: 100 };

fn search_in(model: &Model, text: &str) -> Hits {
    Index::new(model).search(model, &Query::new(text, model), ALL)
}

fn search(text: &str) -> Hits {
    search_in(&model(), text)
}

fn id(hit: &Hit) -> String {
    HitContext::of(hit.subject, &model()).id
}

/// A hit as `kind id [mark] [mark]`.
fn shown(hit: &Hit) -> String {
    let marks: Vec<&str> = hit.marks.iter().map(|mark| mark.of(&hit.text)).collect();
    format!("{} {} [{}]", hit.subject.kind().word(), id(hit), marks.join("] ["))
}

fn first(text: &str) -> String {
    search(text).hits.first().map(shown).unwrap_or_default()
}

#[test]
fn the_best_hit_is_what_was_meant() {
    for (query, expected) in [
        ("putin", "actor putin [Putin]"),
        ("zelensky", "actor zelenskyy [Zelensky]"),
        ("zlnsk", "actor zelenskyy [Zelenskyy]"),
        ("Зеленський", "actor zelenskyy [Зеленський]"),
        ("普京", "actor putin [普京]"),
        ("leader russian", "actor putin [Russian] [leader]"),
        ("kohle eire UNION", "actor ireland [Kohle] [Union] [Éire]"),
        ("union", "actor union [Union]"),
        ("europeenne", "actor eu [européenne]"),
        ("coal levy", "issue coal-levy [Coal] [levy]"),
        ("luhansk", "issue donbas [Luhansk]"),
        ("imediate ceasefire", "passage putin-ceasefire#1 [immediate] [ceasefire]"),
        ("sevre", "passage eu-levy#1 [severe]"),
        ("demilitarisation", "passage eu-levy#1 [demilitarization]"),
        ("zelenskyy-donbas", "demand zelenskyy-donbas [zelenskyy-donbas]"),
        ("zelenskyy-donbas#3", "passage zelenskyy-donbas#3 [zelenskyy-donbas#3]"),
        ("москва", "article kyiv [Москва]"),
        ("国家利益", "article beijing [国家利益]"),
        ("敌", "article beijing [敌]"),
        ("العربية ترفض", "article cairo [العربية] [ترفض]"),
        ("λυση", "article athens [ΛΥΣΗ]"),
        ("elysee", "article athens [Élysée]"),
        ("alaska", "article summit [Alaska]"),
        ("\"levy on coal\"", "demand eu-levy [levy on coal]"),
        ("^putin demanded", "passage putin-ceasefire#1 [Putin] [demanded]"),
        ("unfair$", "article summit [unfair]"),
        ("nothingofthekind", ""),
    ] {
        assert_eq!(first(query), expected, "{query}");
    }
}

#[test]
fn a_name_finds_its_other_spellings_in_prose() {
    let found: Vec<String> = search("zelensky").hits.iter().map(|hit| hit.text.to_string()).collect();
    for part in ["Zelenskyy refused", "Зеленський відхилив", "Позиція Зеленського", "Zelenskiy said"]
    {
        assert!(found.iter().any(|text| text.starts_with(part)), "{part} in {found:?}");
    }
}

#[test]
fn a_hit_says_what_matched() {
    let why = |query: &str, kind: SubjectKind| {
        search(query).hits.into_iter().find(|hit| hit.subject.kind() == kind).map(|hit| hit.why)
    };
    assert_eq!(why("putin", SubjectKind::Actor), Some(Reason::Name));
    assert_eq!(why("путін", SubjectKind::Actor), Some(Reason::Alias("Путін".into())));
    assert_eq!(why("taxed", SubjectKind::Issue), Some(Reason::Question));
    assert_eq!(why("eu-levy", SubjectKind::Demand), Some(Reason::Id));
    assert_eq!(why("severe", SubjectKind::Passage), Some(Reason::Words));
    let corrected = [("sevre".into(), "severe".into())];
    assert_eq!(why("sevre", SubjectKind::Passage), Some(Reason::Corrected(corrected.into())));
    assert_eq!(why("kind:offer", SubjectKind::Demand), Some(Reason::Fields));
    let corrected = [("luhansc".into(), "luhansk".into())];
    assert_eq!(why("luhansc", SubjectKind::Issue), Some(Reason::Corrected(corrected.into())), "a name too");
}

#[test]
fn marks_of_a_title_or_an_id_are_not_marks_in_words() {
    for (query, kind, count) in [
        ("alaska", SubjectKind::Article, 0),
        ("zelenskyy-donbas#3", SubjectKind::Passage, 0),
        ("unfair", SubjectKind::Article, 1),
        ("sevre", SubjectKind::Passage, 1),
    ] {
        let hit = search(query).hits.into_iter().find(|hit| hit.subject.kind() == kind).unwrap();
        assert_eq!((hit.marks.len(), hit.marks_in_words().len()), (1, count), "{query}");
    }
}

#[test]
fn fields_and_operators_narrow() {
    for (query, expected) in [
        ("kind:offer", vec!["putin-ceasefire", "putin-ceasefire#1"]),
        ("kind:off is:demand", vec!["putin-ceasefire"]),
        ("actor:\"volodymyr zel\" is:passage", vec!["zelenskyy-donbas#1", "zelenskyy-donbas#2", "zelenskyy-donbas#3"]),
        ("anchor:orphan is:passage", vec!["zelenskyy-donbas#2"]),
        ("article:kyiv is:passage", vec!["zelenskyy-donbas#3"]),
        ("before:2025 is:demand", vec!["zelenskyy-donbas"]),
        ("after:2024 is:demand", vec!["putin-ceasefire", "eu-levy"]),
        ("after:2025-08-15 is:demand", vec![]),
        ("before:2025-08-15 is:demand", vec!["zelenskyy-donbas"]),
        ("before:2024-12-31 is:demand", vec![]),
        ("after:2024-12-30 is:demand", vec!["putin-ceasefire", "zelenskyy-donbas", "eu-levy"]),
        ("actor:eu is:actor", vec!["eu"]),
        ("issue:coal is:issue", vec!["coal-levy"]),
        ("speaker:putin is:passage", vec!["putin-ceasefire#1"]),
        ("is:demand ceasefire | levy", vec!["putin-ceasefire", "eu-levy"]),
        ("is:demand !ceasefire !levy", vec!["zelenskyy-donbas"]),
        ("is:demand !kind:offer !levy", vec!["zelenskyy-donbas"]),
        ("is:demand kind:offer | severe", vec!["eu-levy", "putin-ceasefire"]),
        ("is:demand !putin", vec!["zelenskyy-donbas", "eu-levy"]),
        ("is:demand ceasefire | levy !actor:putin", vec!["eu-levy"]),
        ("is:passage !zelenskyy", vec!["putin-ceasefire#1", "eu-levy#1"]),
        ("coal !eu is:article", vec!["summit"]),
        ("coal !actor:eu is:article", vec!["summit"]),
        ("unfair !actor:eu is:article", vec!["summit"]),
        ("unfair !actor:zelenskyy is:article", vec![]),
        ("severe !actor:eu", vec![]),
        ("voice:reported is:demand", vec!["putin-ceasefire", "zelenskyy-donbas", "eu-levy"]),
        ("voice:inferred", vec![]),
        ("voice:other", vec![]),
        ("is:demand 'withdraw", vec![]),
        ("is:demand withdraw", vec!["zelenskyy-donbas"]),
    ] {
        let mut found: Vec<String> = search(query).hits.iter().map(id).collect();
        let mut expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn an_empty_query_finds_nothing() {
    for query in ["", "   ", "|", "!", "\u{202e}\u{7}", "''", "actor:nobody"] {
        assert_eq!(search(query), Hits::default(), "{query:?}");
    }
    assert_eq!(search_in(&Model::default(), "putin").total, 0);
}

#[test]
fn what_has_most_words_is_found_where_nothing_has_all() {
    for (query, found, missing) in [
        ("did putin demand ceasefire", "passage putin-ceasefire#1 [Putin] [demand] [ceasefire]", "did"),
        ("what did putin demand", "", ""),
        ("putin demanded some ceasefire", "passage putin-ceasefire#1 [Putin] [demanded] [ceasefire]", "some"),
        ("putin demanded no ceasefire is:demand", "", ""),
        ("putin xylophone", "", ""),
        ("severe-sanctions", "passage eu-levy#1 [severe sanctions]", ""),
        ("coal-severe", "demand eu-levy [coal] [severe]", ""),
    ] {
        let hits = search(query);
        let hit = hits.hits.first();
        let lacks = hit.map(|hit| hit.missing.join(" ")).unwrap_or_default();
        assert_eq!((hit.map(shown).unwrap_or_default().as_str(), &*lacks), (found, missing), "{query}");
        assert_eq!(hits.nothing.is_none(), hits.total > 0, "{query}");
    }
}

#[test]
fn a_query_that_nothing_matches_says_why() {
    for (query, reason) in [
        ("xylophone", "nothing has `xylophone`"),
        ("coal xylophone", "nothing has `xylophone`"),
        ("is:actor status:held", "nothing has both `is:actor` and `status:held`"),
        ("coal !coal", "nothing has both `coal` and `!coal`"),
        ("before:2020 after:2024", "nothing has `before:2020`"),
        ("kind:threat", "nothing has `kind:threat`"),
        ("ceasefire levy withdrawal", "nothing has both `ceasefire` and `levy`"),
    ] {
        assert_eq!(search(query).nothing.as_deref(), Some(reason), "{query}");
    }
    let query = Query::new("— …", &model());
    assert_eq!(query.mistakes()[0].message, "there is no letter or digit to look for");
}

/// Sentences of articles.
const SPELLED: &[&str] = &[
    "A cease-fire holds now.",
    "A ceasefire holds now.",
    "A cease fire holds now.",
    "The G-7 and the E3/EU+3 met.",
    "The G7 met the P5+1.",
    "They don’t hold Ukraine’s 1,500 ships.",
    "They held 1\u{a0}500 of 1500 ships.",
    "The U.S. Thomas-Greenfield treaty.",
    "Many treaties bind the US.",
    "Jørgensen und die Präsidentin.",
    "Joergensen und die Praesidentin.",
    "N’Djamena and Sana’a, l’Europe",
    "Allies want Öl, no dossier.",
    "Sie fordern 1.500 Schiffe und 3.5 Prozent.",
    "Sie wollen 2.400.000 Euro.",
];

/// What is typed, and the sentences that have it.
const SPELLINGS: &[(&str, &[usize])] = &[
    ("ceasefire", &[0, 1, 2]),
    ("cease-fire", &[0, 1, 2]),
    ("cease fire", &[0, 1, 2]),
    ("Cease–Fire", &[0, 1, 2]),
    ("'ceasefire", &[0, 1, 2]),
    ("\"ceasefire holds\"", &[0, 1, 2]),
    ("\"cease fire holds\"", &[0, 1, 2]),
    ("!ceasefire holds", &[]),
    ("G7", &[3, 4]),
    ("G-7", &[3, 4]),
    ("g 7", &[3, 4]),
    ("P5+1", &[4]),
    ("EU+3", &[3]),
    ("don't", &[5]),
    ("dont", &[5]),
    ("don", &[]),
    ("'t", &[]),
    ("'s", &[]),
    ("Ukraine", &[5]),
    ("Ukraine's", &[5]),
    ("1,500", &[5, 6, 13]),
    ("1500", &[5, 6, 13]),
    ("1\u{a0}500", &[5, 6, 13]),
    ("1.500", &[5, 6, 13]),
    ("'1.500", &[5, 6, 13]),
    ("\"1500 schiffe\"", &[13]),
    ("\"1.500 ships\"", &[5, 6]),
    ("1.5", &[13]),
    ("3.5", &[13]),
    ("2\u{a0}400\u{a0}000", &[14]),
    ("2,400,000", &[14]),
    ("35", &[]),
    ("US", &[7, 8]),
    ("U.S.", &[7, 8]),
    ("treaty", &[7, 8]),
    ("treaties", &[7, 8]),
    ("ally", &[12]),
    ("allies", &[12]),
    ("Oel", &[12]),
    ("Öl", &[12]),
    ("does", &[]),
    ("Thomas-Greenfield", &[7]),
    ("ThomasGreenfield", &[7]),
    ("präsidentin", &[9, 10]),
    ("praesidentin", &[9, 10]),
    ("\"die praesidentin\"", &[9, 10]),
    ("Jørgensen", &[9, 10]),
    ("joergensen", &[9, 10]),
    ("jorgensen", &[9]),
    ("sanaa", &[11]),
    ("djamena", &[11]),
    ("europe", &[11]),
];

#[test]
fn words_are_found_however_they_are_written() {
    let mut builder = crate::model::Builder::default();
    for (at, text) in SPELLED.iter().enumerate() {
        builder.article(super::sample::article(&format!("x{at}"), "X", text));
    }
    let model = builder.finish();
    for (query, expected) in SPELLINGS {
        let hits = search_in(&model, query).hits;
        let mut found: Vec<usize> = hits
            .iter()
            .filter_map(|hit| match hit.subject {
                Subject::Words(id, _) => Some(id.index()),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found, *expected, "{query}");
        assert!(hits.iter().all(|hit| hit.missing.is_empty() && !hit.marks.is_empty()), "{query}: {hits:?}");
    }
}

#[test]
fn control_characters_in_a_query_are_ignored() {
    assert_eq!(first("pu\u{202e}tin\u{7}"), "actor putin [Putin]");
}

#[test]
fn beside_others_a_name_also_finds_what_is_its() {
    for (query, expected) in [
        ("zelenskyy anywhere", vec!["passage zelenskyy-donbas#2 [anywhere]"]),
        ("european coal", vec!["passage eu-levy#1 [coal]", "demand eu-levy [coal]"]),
        // By the actor and the issue alone.
        ("putin luhansk", vec!["passage putin-ceasefire#1 [Putin]", "demand putin-ceasefire []"]),
        ("kind:offer donetsk", vec!["passage putin-ceasefire#1 []", "demand putin-ceasefire []"]),
        // `and` is in the name of an issue, but names none.
        ("and withdrawal", vec![]),
    ] {
        let found: Vec<String> = search(query).hits.iter().filter(|hit| hit.missing.is_empty()).map(shown).collect();
        assert_eq!(found, expected, "{query}");
    }
    let (model, index) = (model(), Index::new(&model()));
    let demands = |query: &str| index.demands(&model, &Query::new(query, &model)).len();
    assert_eq!((demands("putin"), demands("luhansk"), demands("putin coal"), demands("!putin")), (1, 2, 0, 2));
}

#[test]
fn a_scope_has_one_kind_and_the_limit_changes_no_count() {
    let model = model();
    let index = Index::new(&model);
    let query = Query::new("coal", &model);
    let all = index.search(&model, &query, ALL);
    assert_eq!(all.total, all.counts.iter().sum::<usize>());
    for kind in SubjectKind::ALL {
        let only = index.search(&model, &query, SearchOptions { scope: Scope::Only(*kind), limit: 1 });
        assert_eq!(only.total, all.count(*kind), "{kind:?}");
        assert!(only.hits.len() <= 1 && only.hits.iter().all(|hit| hit.subject.kind() == *kind));
    }
}

#[test]
fn an_article_hit_knows_its_line() {
    let model = model();
    let hits = search_in(&model, "unfair");
    let context = HitContext::of(hits.hits[0].subject, &model);
    assert_eq!((context.line, context.title), (Some(3), "Report on the Alaska summit"));
    assert!(
        matches!(hits.hits[0].subject, Subject::Words(_, span) if span.of(model.article(context.article.unwrap()).text()) == &*hits.hits[0].text)
    );
}

proptest::proptest! {
    #[test]
    fn marks_are_sorted_disjoint_and_on_grapheme_borders(words in prop::collection::vec("putin|zelensky|sevre|coal|l|eire|国家|العربية|зелен|demil|zlnsk|\"on coal\"|union", 1..4)) {
        let query = words.join(" ");
        for hit in search(&query).hits {
            let borders: Vec<usize> = hit.text.grapheme_indices(true).map(|(at, _)| at).chain([hit.text.len()]).collect();
            let mut end = 0;
            for mark in &hit.marks {
                assert!(!mark.is_empty() && mark.start() >= end, "{hit:?}");
                assert!(borders.contains(&mark.start()) && borders.contains(&mark.end()), "{hit:?}");
                end = mark.end();
            }
            // Nothing is marked of what only belongs to whom the query names.
            assert_eq!(hit.marks.is_empty(), hit.why == Reason::Fields, "{query}: {hit:?}");
        }
    }

    #[test]
    fn every_mark_of_a_plain_word_begins_with_it(word in "c|coal|le|levy|union|donetsk|put|москва") {
        for hit in search(&word).hits {
            for mark in &hit.marks {
                assert!(fold_for_search(mark.of(&hit.text)).text().starts_with(&*word), "{word}: {hit:?}");
            }
        }
    }

    #[test]
    fn another_word_never_adds_hits_and_exclusion_splits_them(a in "[cdlpsz][a-z]{0,3}|zelensky|sevre|国", b in "coal|putin|the|union|levy|[a-e]") {
        // One word alone also finds ids that begin with it.
        let by_words = |hits: Hits| hits.hits.into_iter().filter(|hit| hit.why != Reason::Id);
        let (model, index) = (model(), Index::new(&model()));
        // `Index::search` would try again with words that name actors as fields.
        let targets = |query: &str, reads_names| -> Vec<Subject> {
            let query = Query::new(query, &model);
            let query = PreparedQuery { reads_names, ..PreparedQuery::new(&index, &model, &query) };
            by_words(retrieve(&query, ALL)).map(|hit| hit.subject).collect()
        };
        let (one, both) = (targets(&a, true), targets(&format!("{a} {b}"), true));
        assert!(both.iter().all(|subject| one.contains(subject)), "{a} {b}");
        let (one, without) = (targets(&a, false), targets(&format!("!{a}"), false));
        assert!(without.iter().all(|subject| !one.contains(subject)), "!{a}");
    }
}
