//! Whether what is found is what was meant: queries with known answers over real texts, beside two matchers that other
//! finders use.
//!
//! The texts are in the folder that `DEMARCHE_TEST_DATA` names (`enb`, `ungdc`, `zelenskyy`, `rtl-arabic`), with a few
//! sentences of this file. An answer is right where it has a form of every word that was meant, looked for letter by
//! letter, without the search that is tested.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail anywhere and says what it saw")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use demarche::load;
use demarche::model::SubjectKind;
use demarche::search::{Index, Query, Scope, SearchOptions};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use nucleo::pattern::{CaseMatching, Normalization, Pattern};
use nucleo::{Config, Matcher, Utf32String};

/// What is typed, and the forms of each word that is meant: parted by spaces; `|` parts forms of one word.
const QUERIES: &[(&str, &str)] = &[
    ("carbon tax", "carbon tax"),
    ("adaptation fund", "adaptation fund"),
    ("technology transfer", "technolog transfer"),
    ("saudi arabia", "saudi arabia"),
    ("legally binding", "legal binding"),
    ("territorial integrity", "territorial integrity"),
    ("security council reform", "security council reform"),
    ("nuclear weapons", "nuclear weapon"),
    ("deforestation", "deforestation"),
    ("peacekeeping operations", "peacekeeping operation"),
    ("palestinian state", "palestin state"),
    ("\"human rights\"", "human rights"),
    ("protocol !kyoto", "protocol"),
    ("emission | sink", "emission|sink"),
    ("china", "china"),
    ("adaptaton fund", "adaptation fund"),
    ("tecnology transfer", "technolog transfer"),
    ("territorial integrty", "territorial integrity"),
    ("sanctoins", "sanction"),
    ("deforestaton", "deforestation"),
    ("sovreignty", "sovereign"),
    ("terorism", "terroris"),
    ("peacekeping", "peacekeep"),
    ("humanitarain aid", "humanitarian aid"),
    ("comittment", "commitment"),
    ("Zelensky", "zelensk|зеленськ"),
    ("безпека", "безпек|безпец"),
    ("російські війська", "російськ військ"),
    ("санкції проти росії", "санкці проти росі"),
    ("гуманітарних коридорів", "гуманітарн коридор"),
    ("МАРІУПОЛЬ", "маріупол"),
    ("переговори", "перегов"),
    ("окупанти", "окупант"),
    ("вторгненя", "вторгнен"),
    ("маріуполл", "маріупол"),
    ("президенд", "президент"),
    ("Єврропа", "європ"),
    ("العقوبات", "عقوبات"),
    ("إيران", "إيران|ايران"),
    ("أسعار النفط", "أسعار|اسعار نفط"),
    ("الانتخابات", "انتخابات"),
    ("خاشقجى", "خاشقجي|خاشقجى"),
    ("السعوديه", "سعودي"),
    ("国家利益", "国家利益"),
    ("停火", "停火"),
    ("领土 主权", "领土 主权"),
    ("κυρώσεις", "κυρώσ"),
    ("ΕΚΕΧΕΙΡΙΑ", "εκεχειρία"),
    ("διαπραγματευση", "διαπραγματε|διαπραγμάτε"),
    ("europeenne", "européenne"),
    ("cessez feu", "cessez feu"),
    ("negociations", "négociation|negotiation"),
];

/// Sentences in scripts that the data lacks.
const OWN: &[&str] = &[
    "中国坚定维护国家利益。",
    "双方没有就停火达成协议。",
    "各国的领土和主权应当得到尊重。",
    "立即停火是谈判的前提。",
    "国家之间的利益并不一致。",
    "主权问题不容谈判。",
    "会议讨论了能源价格。",
    "代表团拒绝了这个提议。",
    "国家利益高于一切。",
    "他们在领土问题上没有让步。",
    "Οι κυρώσεις παραμένουν σε ισχύ.",
    "Η εκεχειρία ξεκίνησε τα μεσάνυχτα.",
    "Η διαπραγμάτευση για τα σύνορα συνεχίζεται.",
    "Το συμβούλιο συζήτησε τις τιμές.",
    "Ζήτησαν νέες κυρώσεις κατά των τραπεζών.",
    "Η αντιπροσωπεία αποχώρησε από την αίθουσα.",
    "L’Union européenne a proposé un cessez-le-feu.",
    "Les négociations reprendront lundi.",
    "La délégation a refusé la proposition.",
    "La commission européenne demande des garanties.",
    "Le cessez-le-feu n’a pas tenu.",
    "Aucune date n’a été fixée pour la négociation.",
];

#[test]
fn what_is_found_is_what_was_meant() {
    let Some(folder) = env::var_os("DEMARCHE_TEST_DATA").map(PathBuf::from).filter(|folder| folder.is_dir()) else {
        println!("skipped: DEMARCHE_TEST_DATA names no folder");
        return;
    };
    let lines = lines(&folder);
    let ours = ours(&lines);
    let nucleo = figures("nucleo", &mut nucleo(&lines));
    let fuzzy = figures("fuzzy-matcher", &mut fuzzy(&lines));
    let (at_ten, of_all) = figures("demarche", &mut |typed| found(&ours, typed));
    println!("{} queries, {} lines", QUERIES.len(), lines.len());
    assert!(at_ten >= 0.95, "precision at 10 is {at_ten:.3}");
    assert!(of_all >= 0.75, "precision of all hits is {of_all:.3}");
    assert!(at_ten >= nucleo.0 && of_all >= nucleo.1 && at_ten >= fuzzy.0 && of_all >= fuzzy.1);
}

/// Precision at ten and of all hits, as means over the queries. A query that finds nothing has none of both: every one
/// has an answer.
fn figures(name: &str, find: &mut dyn FnMut(&str) -> Vec<String>) -> (f64, f64) {
    let (mut at_ten, mut of_all) = (0.0, 0.0);
    for (typed, meant) in QUERIES {
        let right: Vec<bool> = find(typed).iter().map(|text| is_right(text, meant)).collect();
        let first = &right[..right.len().min(10)];
        if name == "demarche" && (share(first) < 1.0 || share(&right) < 0.75) {
            println!("  {typed}: {:.2} of the first ten, {:.2} of {}", share(first), share(&right), right.len());
        }
        at_ten += share(first);
        of_all += share(&right);
    }
    let count = f64::from(u32::try_from(QUERIES.len()).unwrap());
    println!("{name}: precision at 10 {:.3}, of all hits {:.3}", at_ten / count, of_all / count);
    (at_ten / count, of_all / count)
}

fn share(right: &[bool]) -> f64 {
    let count = |part: usize| f64::from(u32::try_from(part).unwrap());
    if right.is_empty() { 0.0 } else { count(right.iter().filter(|is| **is).count()) / count(right.len()) }
}

fn is_right(text: &str, meant: &str) -> bool {
    let text = text.to_lowercase();
    meant.split(' ').all(|word| word.split('|').any(|form| text.contains(form)))
}

/// Every sentence once, in a fixed order.
fn lines(folder: &Path) -> Vec<String> {
    let mut lines: Vec<String> = OWN.iter().map(ToString::to_string).collect();
    let enb = fs::read_to_string(folder.join("enb/sections_topiked.jsonl")).unwrap();
    for section in enb.lines().step_by(6) {
        let section: serde_json::Value = serde_json::from_str(section).unwrap();
        lines.extend(section["sentences"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()));
    }
    let mut speeches: Vec<PathBuf> = fs::read_dir(folder.join("ungdc")).unwrap().map(|e| e.unwrap().path()).collect();
    speeches.sort();
    for speech in speeches.iter().step_by(2) {
        lines.extend(sentences(&String::from_utf8_lossy(&fs::read(speech).unwrap())));
    }
    let messages = fs::read_to_string(folder.join("zelenskyy/messages.json")).unwrap();
    let messages: serde_json::Value = serde_json::from_str(&messages).unwrap();
    messages.as_array().unwrap().iter().for_each(|message| lines.extend(sentences(message["text"].as_str().unwrap())));
    let claims = fs::read_to_string(folder.join("rtl-arabic/test.csv")).unwrap();
    lines.extend(claims.lines().skip(1).filter_map(|row| row.split(',').next()).map(str::to_owned));
    let mut lines: Vec<String> =
        lines.iter().map(|line| line.replace(char::is_control, " ").trim().to_owned()).collect();
    lines.retain(|line| line.len() >= 20);
    lines.sort();
    lines.dedup();
    lines
}

fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(['.', '!', '?', '…', '\n']).map(str::to_owned).collect()
}

/// One article of all lines, and the index of it.
fn ours(lines: &[String]) -> (demarche::model::Model, Index) {
    let text = serde_json::to_string(&lines.join("\n")).unwrap();
    let toml = format!("format = 1\n[[articles]]\nid = 'x'\ntitle = 'X'\ntext = {text}\n");
    let model = load::load_str(&[("x.toml", &toml)], &[]).model;
    assert!(!model.articles().is_empty());
    let index = Index::new(&model);
    (model, index)
}

fn found((model, index): &(demarche::model::Model, Index), typed: &str) -> Vec<String> {
    let wanted = SearchOptions { scope: Scope::Only(SubjectKind::Article), limit: usize::MAX };
    let hits = index.search(model, &Query::new(typed, model), wanted).hits;
    hits.into_iter().map(|hit| hit.text.into()).collect()
}

fn nucleo(lines: &[String]) -> impl FnMut(&str) -> Vec<String> {
    let lines: Vec<(Utf32String, &String)> = lines.iter().map(|line| (line.as_str().into(), line)).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);
    move |typed| {
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let score = |(columns, line): &(Utf32String, &String)| {
            Some((pattern.score(columns.slice(..), &mut matcher)?, (*line).clone()))
        };
        best(lines.iter().filter_map(score).map(|(score, line)| (i64::from(score), line)).collect())
    }
}

fn fuzzy(lines: &[String]) -> impl FnMut(&str) -> Vec<String> {
    let matcher = SkimMatcherV2::default().ignore_case();
    move |typed| {
        let score = |line: &String| Some((matcher.fuzzy_match(line, typed)?, line.clone()));
        best(lines.iter().filter_map(score).collect())
    }
}

/// The lines by their scores, the best first.
fn best(mut scored: Vec<(i64, String)>) -> Vec<String> {
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, line)| line).collect()
}
