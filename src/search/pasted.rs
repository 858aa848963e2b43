//! Where a pasted sentence or paragraph comes from.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::analysis::sentences::each_sentence;
use super::analysis::words::{Token, tokenize, tokenize_query};
use super::hit::{Hit, Hits, Reason};
use super::index::build::Index;
use super::index::numbers::{UnitId, WordId};
use super::index::units::prose_text;
use super::matching::phrase::run;
use super::scoring::{PASTED_ALIKE, PASTED_COVER, PASTED_ORDER, PASTED_SHARE, PASTED_SOURCE, rarity};
use crate::model::{Model, Subject};
use crate::text::{Folded, Span, fold_for_search};

/// Statements that are compared with the pasted text word by word: those that share most with it.
const MAX_COMPARED: usize = 200;
/// A statement comes from the text if this percentage of it, or of the text, is shared,
const MIN_SHARE: u32 = 60;
/// and this percentage of the shared words follow each other as in the text.
const MIN_ORDER: u32 = 30;

/// A pasted text, prepared for one index.
struct PastedText {
    /// Its words that the index has, each once, with their weights.
    indexed: Vec<(WordId, u32)>,
    /// All words, folded.
    words: HashSet<Box<str>>,
    /// All pairs of neighbouring words.
    pairs: HashSet<(Box<str>, Box<str>)>,
    /// The weight of all words, each once.
    weight: u32,
}

/// The passages and demands that a pasted sentence or paragraph comes from, best first, with the demands of those
/// passages; then the sentences of articles that are in it, that it is from, or that are most like one of its sentences, and
/// that none of those passages quotes. Ignores line breaks, quotes and case; a word may be missing.
///
/// Compares the shared words, rare ones counting more, with the shorter of both texts, and the order of these words.
/// One shared word finds nothing. `limit` bounds the hits, not the counts. O(postings of the words).
pub fn locate_pasted(index: &Index, model: &Model, pasted: &str, limit: usize) -> Hits {
    let text = PastedText::new(index, pasted);
    let found = most_shared(index, &text).into_iter();
    let mut hits: Vec<Hit> =
        found.filter_map(|unit| compare(index, model, &text, (index.units.subject(unit), u32::max))).collect();
    let demands: Vec<Hit> = hits.iter().filter_map(|hit| demand_of(hit, model)).collect();
    for demand in demands {
        if hits.iter().all(|hit| hit.subject != demand.subject) {
            hits.push(demand);
        }
    }
    hits.sort_by_key(|hit| (Reverse(hit.score), Reverse(hit.subject.kind()), hit.subject));
    let (sources, unknown) = sources(index, model, pasted);
    hits.extend(sources.into_iter().filter(|source| !is_quoted(source, model, &hits)).collect::<Vec<Hit>>());
    let mut out = Hits { total: hits.len(), unknown, ..Hits::default() };
    for hit in &hits {
        out.counts[hit.subject.kind() as usize] += 1;
    }
    hits.truncate(limit);
    out.hits = hits;
    out
}

impl PastedText {
    fn new(index: &Index, text: &str) -> Self {
        let folded = fold_for_search(text);
        let tokens = tokenize(folded.text());
        let words: HashSet<Box<str>> = tokens.iter().map(|token| (*token.text).into()).collect();
        let pairs = tokens.windows(2).map(pair).collect();
        let known = words.iter().filter_map(|word| index.vocabulary.find(word));
        let mut indexed: Vec<(WordId, u32)> = known.map(|word| (word, weight(index, Some(word)))).collect();
        indexed.sort_unstable();
        let weight = words.iter().map(|word| weight(index, index.vocabulary.find(word))).sum();
        Self { indexed, words, pairs, weight }
    }
}

/// Words by which a sentence is looked for in the articles: its rarest.
const SOUGHT_WORDS: usize = 4;
/// Sentences of articles that are compared with one pasted sentence: those with most of these words.
const MAX_SOURCES: usize = 16;
/// Texts with these words that are counted for one pasted text.
const MAX_COUNTED: usize = 2_000_000;
/// A sentence that is only part of the other has at least this many words.
const PART_WORDS: usize = 3;

/// The sentences of articles that the sentences of a pasted text are, or are part of, or have in them, else the one most
/// like it; each once. Then the pasted sentences without any.
fn sources(index: &Index, model: &Model, pasted: &str) -> (Vec<Hit>, Vec<Box<str>>) {
    let (mut hits, mut unknown): (Vec<Hit>, Vec<Box<str>>) = (Vec::new(), Vec::new());
    let mut counted = 0;
    // Indents of what is pasted are those of where it was shown.
    let lines: Vec<&str> = pasted.lines().map(str::trim).collect();
    let text = lines.join("\n");
    each_sentence(&text, |span| {
        let folded = fold_for_search(span.of(&text));
        let sought = tokenize_query(folded.text());
        let candidates = candidates(index, &sought, &mut counted);
        let mut found: Vec<Hit> = candidates.iter().filter_map(|unit| source(index, model, &sought, *unit)).collect();
        if found.is_empty() {
            found.extend(most_alike(index, model, (span.of(&text), &sought), &candidates));
        }
        if found.is_empty() && !sought.is_empty() {
            unknown.push(span.of(&text).trim().into());
        }
        for hit in found {
            if hits.iter().all(|other| other.subject != hit.subject) {
                hits.push(hit);
            }
        }
    });
    (hits, unknown)
}

/// The sentence of an article that shares most with a pasted one, and most of its own, with the words that it lacks.
fn most_alike(
    index: &Index,
    model: &Model,
    (sentence, sought): (&str, &[Token<'_>]),
    candidates: &[UnitId],
) -> Option<Hit> {
    let text = PastedText::new(index, sentence);
    let alike = |unit: &UnitId| compare(index, model, &text, (index.units.subject(*unit), u32::min));
    let best = candidates.iter().filter_map(alike).max_by_key(|hit| (hit.score, Reverse(hit.subject)))?;
    let folded = fold_for_search(&best.text);
    let own: HashSet<Box<str>> = tokenize(folded.text()).iter().map(|token| (*token.text).into()).collect();
    let mut missing: Vec<Box<str>> = Vec::new();
    for Token { text, .. } in sought {
        if !own.contains(&**text) && !missing.iter().any(|word| **word == **text) {
            missing.push((**text).into());
        }
    }
    Some(Hit { score: PASTED_ALIKE, why: Reason::Source, missing: missing.into(), ..best })
}

/// The sentences of articles with most of the rarest words of a pasted one. `counted` grows by the work.
fn candidates(index: &Index, sought: &[Token<'_>], counted: &mut usize) -> Vec<UnitId> {
    let [.., (_, sentences)] = index.units.prose();
    let mut words: Vec<WordId> = sought.iter().filter_map(|token| index.vocabulary.find(&token.text)).collect();
    words.sort_unstable();
    words.dedup();
    words.sort_by_key(|word| index.vocabulary.postings(*word).len());
    let mut counts: HashMap<UnitId, usize> = HashMap::new();
    for word in words.into_iter().take(SOUGHT_WORDS) {
        let postings = index.vocabulary.postings(word);
        *counted += postings.len();
        if *counted > MAX_COUNTED {
            break;
        }
        postings.each_in(sentences.clone(), |unit| *counts.entry(unit).or_default() += 1);
    }
    let mut best: Vec<(Reverse<usize>, UnitId)> =
        counts.into_iter().map(|(unit, count)| (Reverse(count), unit)).collect();
    best.sort_unstable();
    best.into_iter().take(MAX_SOURCES).map(|(_, unit)| unit).collect()
}

/// The hit of a sentence of an article that is part of the pasted one, or the other way round, word by word.
fn source(index: &Index, model: &Model, sought: &[Token<'_>], unit: UnitId) -> Option<Hit> {
    let subject = index.units.subject(unit);
    let written = prose_text(subject, model);
    let folded = fold_for_search(written);
    let own = tokenize_query(folded.text());
    let letters = |tokens: &[Token<'_>]| tokens.iter().map(|token| &*token.text).collect::<String>();
    let (typed, all) = (letters(sought), letters(&own));
    let part = (0..own.len()).find_map(|at| Some(at..at + run(&own[at..], &typed, false)?));
    let is_inside = || (0..sought.len()).any(|at| run(&sought[at..], &all, false).is_some());
    let range = part.or_else(|| is_inside().then_some(0..own.len()))?;
    let is_enough = range.len() >= PART_WORDS || (range.len() == own.len() && own.len() == sought.len());
    let (first, last) = (own.get(range.start)?, own.get(range.end - 1)?);
    let marks = vec![folded.source(first.range.start..last.range.end)];
    let why = Reason::Source;
    let score = PASTED_SOURCE;
    is_enough.then(|| Hit { subject, text: written.into(), marks, score, why, missing: Box::default() })
}

/// Whether a passage among `hits` quotes the words, which is not settled of those at one of several places.
fn is_quoted(source: &Hit, model: &Model, hits: &[Hit]) -> bool {
    let Subject::Words(article, span) = source.subject else { return false };
    hits.iter().any(|hit| match hit.subject {
        Subject::Passage(id) => {
            let passage = model.passage(id);
            let is_settled = passage.article == article && passage.anchor.verified().is_some();
            is_settled && passage.anchor.places().iter().any(|place| place.overlaps(span))
        }
        Subject::Actor(_) | Subject::Issue(_) | Subject::Demand(_) | Subject::Article(_) | Subject::Words(..) => false,
    })
}

fn pair(tokens: &[Token<'_>]) -> (Box<str>, Box<str>) {
    ((*tokens[0].text).into(), (*tokens[1].text).into())
}

/// The weight of a word; one that the index does not have counts as the rarest.
fn weight(index: &Index, word: Option<WordId>) -> u32 {
    rarity(index.units.len(), word.map_or(1, |word| index.vocabulary.postings(word).len()))
}

/// The statements that share most of the text's weight, by unit.
fn most_shared(index: &Index, text: &PastedText) -> Vec<UnitId> {
    let statements = index.units.statements();
    let first = statements.start.index();
    let mut sums = vec![0u32; statements.end.index() - first];
    for (word, weight) in &text.indexed {
        index.vocabulary.postings(*word).each_in(statements.clone(), |unit| sums[unit.index() - first] += weight);
    }
    let shared = UnitId::each(statements).zip(sums).filter(|(_, sum)| *sum > 0);
    let mut best: Vec<(Reverse<u32>, UnitId)> = shared.map(|(unit, sum)| (Reverse(sum), unit)).collect();
    if best.len() > MAX_COMPARED {
        best.select_nth_unstable(MAX_COMPARED);
        best.truncate(MAX_COMPARED);
    }
    let mut units: Vec<UnitId> = best.into_iter().map(|(_, unit)| unit).collect();
    units.sort_unstable();
    units
}

/// The hit of a statement or sentence, if it comes from the text: if enough is shared of one of both, as `share` picks it.
fn compare(
    index: &Index,
    model: &Model,
    pasted: &PastedText,
    (subject, share): (Subject, fn(u32, u32) -> u32),
) -> Option<Hit> {
    let written = prose_text(subject, model);
    let folded = fold_for_search(written);
    let tokens = tokenize(folded.text());
    let is_shared: Vec<bool> = tokens.iter().map(|token| pasted.words.contains(&*token.text)).collect();
    let mut own: Vec<(&str, bool)> = tokens.iter().zip(&is_shared).map(|(token, is)| (&*token.text, *is)).collect();
    own.sort_unstable();
    own.dedup();
    let weigh = |(word, _): &(&str, bool)| weight(index, index.vocabulary.find(word));
    let shared: u32 = own.iter().filter(|(_, is)| *is).map(weigh).sum();
    let (of_own, of_pasted) = (percent(shared, own.iter().map(weigh).sum()), percent(shared, pasted.weight));
    let in_order = tokens.windows(2).filter(|tokens| pasted.pairs.contains(&pair(tokens))).count();
    let steps = is_shared.iter().filter(|is| **is).count().saturating_sub(1);
    let order = percent(u32::try_from(in_order).ok()?, u32::try_from(steps).ok()?);
    let share = share(of_own, of_pasted);
    if own.iter().filter(|(_, is)| *is).count() < 2 || share < MIN_SHARE || order < MIN_ORDER {
        return None;
    }
    let marks = shared_runs(&folded, &tokens, &is_shared);
    let score = PASTED_SHARE * share + PASTED_COVER * of_own.min(of_pasted) + PASTED_ORDER * order;
    Some(Hit { subject, text: written.into(), marks, score, why: Reason::Words, missing: Box::default() })
}

/// The shared words as spans of the text as written; neighbours are one span.
fn shared_runs(folded: &Folded, tokens: &[Token<'_>], is_shared: &[bool]) -> Vec<Span> {
    let mut marks: Vec<Span> = Vec::new();
    let mut was_shared = false;
    for (token, is_shared) in tokens.iter().zip(is_shared) {
        if *is_shared {
            let span = folded.source(token.range.clone());
            match marks.last_mut() {
                Some(mark) if was_shared => mark.end = mark.end.max(span.end),
                _ => marks.push(span),
            }
        }
        was_shared = *is_shared;
    }
    marks
}

/// Rounded down; 0 of nothing.
fn percent(part: u32, whole: u32) -> u32 {
    (100 * part).checked_div(whole).unwrap_or(0)
}

/// The demand of a passage, as a hit without marks.
fn demand_of(hit: &Hit, model: &Model) -> Option<Hit> {
    let Subject::Passage(id) = hit.subject else { return None };
    let demand = model.demand_of(id);
    let text = model.demand(demand).text.clone();
    Some(Hit {
        subject: Subject::Demand(demand),
        text,
        marks: Vec::new(),
        score: hit.score,
        why: Reason::Words,
        missing: Box::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::locate_pasted;
    use crate::model::Subject;
    use crate::search::sample::model;
    use crate::search::{HitContext, Index};

    fn found(pasted: &str) -> Vec<String> {
        let model = model();
        let hits = locate_pasted(&Index::new(&model), &model, pasted, 10);
        hits.hits.iter().map(|hit| HitContext::of(hit.subject, &model).id).collect()
    }

    #[test]
    fn a_pasted_sentence_leads_to_its_passage_and_demand() {
        for pasted in [
            "Putin demanded an immediate ceasefire.",
            "“putin demanded\r\n   an immediate   ceasefire”",
            "Putin demanded immediate ceasefire",
            "As was said before, Putin demanded an immediate ceasefire. The weather on that day was very fine indeed.",
        ] {
            assert_eq!(found(pasted), ["putin-ceasefire#1", "putin-ceasefire"], "{pasted}");
        }
        assert_eq!(found("Зеленський відхилив вимогу")[0], "zelenskyy-donbas#3");
        assert_eq!(found("sanctions on coal remain until the demilitarization")[0], "eu-levy#1");
    }

    #[test]
    fn a_sentence_that_supports_nothing_is_named_with_its_article() {
        let model = model();
        let index = Index::new(&model);
        let found = |pasted: &str| -> Vec<String> {
            let hits = locate_pasted(&index, &model, pasted, 10).hits;
            let shown = |hit: &crate::search::Hit| {
                let of = HitContext::of(hit.subject, &model);
                let missing = if hit.missing.is_empty() { "" } else { ", without " };
                let missing = format!("{missing}{}", hit.missing.join(", "));
                format!("{}:{} {}{missing}", of.id, of.line.unwrap_or(0), hit.marks[0].of(&hit.text))
            };
            hits.iter().filter(|hit| matches!(hit.subject, Subject::Words(..))).map(shown).collect()
        };
        for (pasted, expected) in [
            (
                "“ZELENSKIY said the coal\n  levy is un\u{ad}fair”",
                vec!["summit:3 Zelenskiy said the coal levy is unfair"],
            ),
            ("said the coal levy", vec!["summit:3 said the coal levy"]),
            (
                "Nobody knew it. Zelenskiy said the coal levy is unfair. Позиція Зеленського не змінилася.",
                vec!["summit:3 Zelenskiy said the coal levy is unfair", "kyiv:1 Позиція Зеленського не змінилася"],
            ),
            ("各方应停止敌对行动", vec!["beijing:1 各方应停止敌对行动"]),
            ("Putin demanded an immediate ceasefire.", vec![]),
            (
                "Zelenskiy said the coal levy is very unfair",
                vec!["summit:3 Zelenskiy said the coal levy is unfair, without very"],
            ),
            ("Zelenskiy never said anything of the kind on coal", vec![]),
        ] {
            assert_eq!(found(pasted), expected, "{pasted}");
        }
        let long = "He said that nothing of the kind was said by the union on coal. ".repeat(1_000);
        assert!(found(&long).is_empty());
    }

    #[test]
    fn what_comes_from_nowhere_is_not_found() {
        for pasted in ["", "  \n", "ceasefire", "an on the of", "coal ceasefire Putin Donetsk zone levy", "普"] {
            assert!(found(pasted).is_empty(), "{pasted:?}: {:?}", found(pasted));
        }
    }

    #[test]
    fn marks_cover_the_shared_words_in_one_piece() {
        let model = model();
        let hits = locate_pasted(&Index::new(&model), &model, "Putin demanded an ceasefire", 1).hits;
        let marks: Vec<&str> = hits[0].marks.iter().map(|mark| mark.of(&hits[0].text)).collect();
        assert_eq!(marks, ["Putin demanded an", "ceasefire"]);
        assert!(matches!(hits[0].subject, Subject::Passage(_)));
    }
}
