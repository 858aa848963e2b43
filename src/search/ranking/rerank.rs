//! The last step of a search: the best candidates are read, marked and put in order.

use std::cmp::Reverse;

use super::highlight::{TextKind, TextMatch, TokenizedText, merge_marks};
use super::topk::{Candidate, FoundBy};
use crate::model::Subject;
use crate::search::hit::{Hit, Reason};
use crate::search::index::numbers::UnitId;
use crate::search::index::units::Label;
use crate::search::matching::prepared::{PreparedQuery, PreparedTerm};
use crate::search::scoring::{MAX_READING_BONUS, MAX_RERANKED};
use crate::text::{Folded, Span, fold_for_search};

/// Reads the candidates that may be among the `limit` best, and makes hits of the best, in order.
pub fn rerank(query: &PreparedQuery<'_>, mut candidates: Vec<Candidate>, limit: usize) -> Vec<(UnitId, Hit)> {
    // A record may be found by its id and by its words.
    candidates.sort_unstable_by_key(|candidate| (candidate.unit, Reverse(candidate.score)));
    candidates.dedup_by_key(|candidate| candidate.unit);
    candidates.sort_unstable_by_key(Candidate::order);
    let rest = candidates.split_off(candidates.len().min(MAX_RERANKED.max(limit)));
    let mut hits = read_best(query, candidates, limit);
    hits.sort_by_key(|(unit, hit)| (Reverse(hit.score), *unit));
    let missing = limit.saturating_sub(hits.len());
    hits.extend(rest.into_iter().take(missing).map(|candidate| (candidate.unit, read(query, candidate))));
    hits.truncate(limit);
    hits
}

/// Reads candidates, best first, until no later one can be among the `limit` best.
fn read_best(query: &PreparedQuery<'_>, candidates: Vec<Candidate>, limit: usize) -> Vec<(UnitId, Hit)> {
    let mut hits: Vec<(UnitId, Hit)> = Vec::with_capacity(candidates.len());
    let mut floor = None;
    for candidate in candidates {
        if floor.is_some_and(|floor| candidate.score + MAX_READING_BONUS < floor) {
            break;
        }
        hits.push((candidate.unit, read(query, candidate)));
        if hits.len() == limit {
            floor = hits.iter().map(|(_, hit)| hit.score).min();
        }
    }
    hits
}

/// The hit of a candidate, with its marks and its final score.
fn read(query: &PreparedQuery<'_>, candidate: Candidate) -> Hit {
    let subject = query.index.units.subject(candidate.unit);
    match candidate.found_by {
        FoundBy::Id => read_id(query, candidate, subject),
        FoundBy::Text => read_text(query, candidate, subject),
    }
}

fn read_id(query: &PreparedQuery<'_>, candidate: Candidate, subject: Subject) -> Hit {
    let text: Box<str> = query.model.subject_key(subject).into();
    let folded = fold_for_search(&text);
    let length = query.id_prefix.map_or(0, str::len).min(folded.text().len());
    let marks = if length == 0 { Vec::new() } else { vec![folded.source(0..length)] };
    Hit { subject, text, marks, score: candidate.score, why: Reason::Id, missing: Box::default() }
}

fn read_text(query: &PreparedQuery<'_>, candidate: Candidate, subject: Subject) -> Hit {
    let text = query.index.units.text(candidate.unit, query.model);
    let label = query.index.units.label(candidate.unit);
    let folded = fold_for_search(text);
    let mut found = find_words(query, &folded, label.map(|_| candidate.unit));
    let bonus = match label {
        Some(_) => found.label_bonus(),
        None => found.prose_bonus(),
    };
    let why = match label {
        _ if found.has_no_words() => Reason::Fields,
        Some(Label::ActorName(_) | Label::IssueName(_)) if !found.corrected.is_empty() => {
            Reason::Corrected(found.corrected.into())
        }
        Some(Label::ActorName(_) | Label::IssueName(_) | Label::ArticleTitle(_)) => Reason::Name,
        Some(Label::ActorAlias(..)) => Reason::Alias(text.into()),
        Some(Label::IssueQuestion(_)) => Reason::Question,
        Some(Label::ActorKey(_) | Label::IssueKey(_)) => Reason::Id,
        None if found.marks.is_empty() => Reason::Fields,
        None if found.corrected.is_empty() => Reason::Words,
        None => Reason::Corrected(found.corrected.into()),
    };
    merge_marks(&mut found.marks);
    Hit { subject, text: text.into(), marks: found.marks, score: candidate.score + bonus, why, missing: Box::default() }
}

/// What a text has of every required word. `label` is its unit if it is a label.
fn find_words(query: &PreparedQuery<'_>, folded: &Folded, label: Option<UnitId>) -> TextMatch {
    let kind = if label.is_some() { TextKind::Label } else { TextKind::Prose };
    let text = TokenizedText::new(folded, kind);
    let mut found = TextMatch::default();
    for words in query.clauses.iter().flatten().filter_map(PreparedTerm::required_words) {
        let before = found.marks.len();
        found.add(&text, words, &query.index.vocabulary);
        if let Some(label) = label.filter(|_| found.marks.len() == before) {
            for expansion in &words.expansions {
                found.marks.extend(letter_marks(query, label, &expansion.typed, folded));
            }
        }
    }
    found
}

/// The letters of a label that a typed word has in order.
fn letter_marks(query: &PreparedQuery<'_>, label: UnitId, typed: &str, folded: &Folded) -> Vec<Span> {
    let label = &query.index.labels[label.index()];
    if query.matcher.score(label, typed).is_none() {
        return Vec::new();
    }
    let letters: Vec<(usize, char)> = folded.text().char_indices().collect();
    let matched = query.matcher.positions(label, typed).into_iter().filter_map(|at| letters.get(at));
    matched.map(|(at, c)| folded.source(*at..at + c.len_utf8())).collect()
}
