//! Where a pasted sentence or paragraph comes from.

use std::collections::HashSet;
use std::ops::Range;

use super::index::Index;
use super::need::weight;
use super::units::prose_text;
use super::vocabulary::WordId;
use super::words::words;
use super::{Hit, Hits, Reason};
use crate::model::{Model, Subject};
use crate::text::{Folded, Span, fold_for_search};

/// So many statements that share most with the pasted text are compared with it closely.
const CLOSELY: usize = 200;
/// A statement comes from the text where this much of it, or of the text, is shared, in hundredths.
const LEAST_SHARE: u32 = 60;
/// And at least so much of the shared words follow each other as in the text, in hundredths.
const LEAST_ORDER: u32 = 30;

/// A pasted text, read for one index.
struct Pasted {
    /// Its words that the index knows, each once, with their weights.
    words: Vec<(WordId, u32)>,
    /// Every word, folded.
    known: HashSet<Box<str>>,
    /// Every two words that follow each other.
    pairs: HashSet<(Box<str>, Box<str>)>,
    /// The weights of all its words, known or not, each once.
    weight: u32,
}

/// The passages and demands that a pasted sentence or paragraph comes from, best first; then the demands of those
/// passages. Line ends, quotes and case do not count, a word may be missing.
///
/// Compared by the words both share, the rare ones counting more, against the shorter of the two, and by how many of
/// them follow each other as in the text. Nothing is found by fewer than two words. `limit` bounds the hits, not the
/// counts. O(places of the words).
pub fn locate_pasted(index: &Index, model: &Model, pasted: &str, limit: usize) -> Hits {
    let text = Pasted::new(index, pasted);
    let mut hits: Vec<Hit> = shared(index, &text)
        .into_iter()
        .filter_map(|unit| compare(index, model, &text, index.units.subject(unit)))
        .collect();
    let demands: Vec<Hit> = hits.iter().filter_map(|hit| demand_of(hit, model)).collect();
    for demand in demands {
        if hits.iter().all(|hit| hit.subject != demand.subject) {
            hits.push(demand);
        }
    }
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), std::cmp::Reverse(hit.subject.kind()), hit.subject));
    let mut out = Hits { total: hits.len(), ..Hits::default() };
    for hit in &hits {
        out.counts[hit.subject.kind() as usize] += 1;
    }
    hits.truncate(limit);
    out.hits = hits;
    out
}

impl Pasted {
    fn new(index: &Index, text: &str) -> Self {
        let folded = fold_for_search(text);
        let list = words(folded.text());
        let known: HashSet<Box<str>> = list.iter().map(|(_, word)| (*word).into()).collect();
        let pairs = list.windows(2).map(|pair| (pair[0].1.into(), pair[1].1.into())).collect();
        let found = known.iter().filter_map(|word| index.vocabulary.find(word));
        let mut words: Vec<(WordId, u32)> = found.map(|word| (word, word_weight(index, Some(word)))).collect();
        words.sort_unstable();
        let weight = known.iter().map(|word| word_weight(index, index.vocabulary.find(word))).sum();
        Self { words, known, pairs, weight }
    }
}

/// What a word counts; one that the index does not have, as the rarest.
fn word_weight(index: &Index, word: Option<WordId>) -> u32 {
    weight(index.units.len(), word.map_or(1, |word| index.vocabulary.places(word).len()))
}

/// The statements that share most of the text's weight, rising by unit.
fn shared(index: &Index, text: &Pasted) -> Vec<u32> {
    let statements = index.units.statements();
    let mut sums = vec![0u32; statements.len()];
    for (word, weight) in &text.words {
        let places = index.vocabulary.places(*word);
        places.each_in(statements.clone(), |unit| sums[(unit - statements.start) as usize] += weight);
    }
    let mut best: Vec<(std::cmp::Reverse<u32>, u32)> =
        statements.zip(sums).filter(|(_, sum)| *sum > 0).map(|(unit, sum)| (std::cmp::Reverse(sum), unit)).collect();
    if best.len() > CLOSELY {
        best.select_nth_unstable(CLOSELY);
        best.truncate(CLOSELY);
    }
    let mut units: Vec<u32> = best.into_iter().map(|(_, unit)| unit).collect();
    units.sort_unstable();
    units
}

/// The hit of a statement, where it comes from the text.
fn compare(index: &Index, model: &Model, pasted: &Pasted, subject: Subject) -> Option<Hit> {
    let written = prose_text(subject, model);
    let folded = fold_for_search(written);
    let list = words(folded.text());
    let shares: Vec<bool> = list.iter().map(|(_, word)| pasted.known.contains(*word)).collect();
    let mut own: Vec<(&str, bool)> = list.iter().zip(&shares).map(|((_, word), is)| (*word, *is)).collect();
    own.sort_unstable();
    own.dedup();
    let weigh = |(word, _): &(&str, bool)| word_weight(index, index.vocabulary.find(word));
    let both: u32 = own.iter().filter(|(_, is)| *is).map(weigh).sum();
    let (of_own, of_pasted) = (percent(both, own.iter().map(weigh).sum()), percent(both, pasted.weight));
    let follows = |pair: &[(Range<usize>, &str)]| pasted.pairs.contains(&(pair[0].1.into(), pair[1].1.into()));
    let order = list.windows(2).filter(|pair| follows(pair)).count();
    let steps = shares.iter().filter(|is| **is).count().saturating_sub(1);
    let order = percent(u32::try_from(order).ok()?, u32::try_from(steps).ok()?);
    let share = of_own.max(of_pasted);
    if own.iter().filter(|(_, is)| *is).count() < 2 || share < LEAST_SHARE || order < LEAST_ORDER {
        return None;
    }
    let marks = stretches(&folded, &list, &shares);
    let score = 6 * share + 2 * of_own.min(of_pasted) + 2 * order;
    Some(Hit { subject, text: written.into(), marks, score, why: Reason::Words })
}

/// The shared words as pieces of the text as written; neighbours are one piece.
fn stretches(folded: &Folded, list: &[(Range<usize>, &str)], shares: &[bool]) -> Vec<Span> {
    let mut marks: Vec<Span> = Vec::new();
    for (at, (range, _)) in list.iter().enumerate().filter(|(at, _)| shares[*at]) {
        let span = folded.source(range.clone());
        match marks.last_mut() {
            Some(mark) if shares[at - 1] => mark.end = mark.end.max(span.end),
            _ => marks.push(span),
        }
    }
    marks
}

/// Hundredths, rounded down; 0 of nothing.
fn percent(part: u32, whole: u32) -> u32 {
    (100 * part).checked_div(whole).unwrap_or(0)
}

/// The demand of a passage, as a hit without marks.
fn demand_of(hit: &Hit, model: &Model) -> Option<Hit> {
    let Subject::Passage(id) = hit.subject else { return None };
    let demand = model.demand_of(id);
    let text = model.demand(demand).text.clone();
    Some(Hit { subject: Subject::Demand(demand), text, marks: Vec::new(), score: hit.score, why: Reason::Words })
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
