//! A whole search: from a query to ranked hits.

use super::hit::{Hit, Hits, Scope, SearchOptions};
use super::index::build::Index;
use super::index::numbers::UnitId;
use super::index::unit_set::UnitSet;
use super::matching::evaluate::{evaluate, evaluate_most, unmet};
use super::matching::matches::Matches;
use super::matching::prepared::PreparedQuery;
use super::query::parse::Query;
use super::ranking::rerank::rerank;
use super::ranking::topk::{Candidate, FoundBy, TopK};
use super::scoring::{ID_PREFIX, RERANKED, WHOLE_ID, label_bonus, prose_bonus};
use crate::model::{DemandId, Model, Record, SubjectKind};

/// Records that are found by the beginning of their ids, at most.
const MAX_IDS: usize = 200;

impl Index {
    /// The best hits of `query`, best first, and the number of all. `model` is the one that was indexed.
    ///
    /// An empty query finds nothing; fields alone find all that fits them. Beside others, a word that names an actor or an
    /// issue also finds what belongs to it. If nothing has every word, words that begin names of actors are taken as the field
    /// `actor:`. Ranked by how well words match, how rare and how close together they
    /// are; names before passages before demands before articles. If still nothing is found, what has more than half of the
    /// words is, each with the words it lacks.
    pub fn search(&self, model: &Model, query: &Query, options: SearchOptions) -> Hits {
        if query.is_empty() {
            return Hits::default();
        }
        let prepared = PreparedQuery::new(self, model, query);
        let hits = retrieve(&prepared, options);
        if hits.total > 0 {
            return hits;
        }
        let with_actors = query.with_actor_fields(model);
        let hits = with_actors.map_or(hits, |query| retrieve(&PreparedQuery::new(self, model, &query), options));
        if hits.total > 0 {
            return hits;
        }
        let loosened = query.loosened();
        let most = retrieve_most(&PreparedQuery::new(self, model, &loosened), options);
        if most.total > 0 { most } else { Hits { nothing: Some(why_nothing(&prepared, options.scope)), ..most } }
    }

    /// The demands whose own words or fields match `query`, or that belong to the actors and issues it names, in order; none
    /// for an empty query.
    pub fn demands(&self, model: &Model, query: &Query) -> Vec<DemandId> {
        if query.is_empty() {
            return Vec::new();
        }
        let [_, demands] = self.units.of_kind(SubjectKind::Demand);
        let mut scope = UnitSet::new(self.units.len());
        scope.insert_range(demands.clone());
        let prepared = PreparedQuery { reads_names: true, ..PreparedQuery::new(self, model, query) };
        let matches = evaluate(&prepared, scope);
        let number = |unit: UnitId| unit.index() - demands.start.index();
        matches.units.units_in(demands.clone()).map(|unit| DemandId::new(number(unit))).collect()
    }
}

/// The best hits of one query as it is.
pub fn retrieve(query: &PreparedQuery<'_>, options: SearchOptions) -> Hits {
    let matches = evaluate(query, scope_units(query, options.scope));
    best(query, &matches, id_candidates(query, options.scope), options)
}

/// The best hits that have more than half of the words.
fn retrieve_most(query: &PreparedQuery<'_>, options: SearchOptions) -> Hits {
    let matches = evaluate_most(query, scope_units(query, options.scope));
    best(query, &matches, Vec::new(), options)
}

fn why_nothing(query: &PreparedQuery<'_>, scope: Scope) -> Box<str> {
    let what = match scope {
        Scope::All => "nothing".to_owned(),
        Scope::Only(kind) => format!("no {}", kind.word()),
    };
    let reason = match unmet(query, &scope_units(query, scope)).as_deref() {
        Some([only]) => format!("{what} has `{only}`"),
        Some([first, second]) => format!("{what} has both `{first}` and `{second}`"),
        Some(_) | None => format!("{what} has all of this"),
    };
    reason.into()
}

fn scope_units(query: &PreparedQuery<'_>, scope: Scope) -> UnitSet {
    let units = &query.index.units;
    let mut out = UnitSet::new(units.len());
    let kinds = SubjectKind::ALL.iter().filter(|kind| scope.holds(**kind));
    kinds.flat_map(|kind| units.of_kind(*kind)).for_each(|range| out.insert_range(range));
    out
}

/// The best of what matches, and of what is found by its id.
fn best(query: &PreparedQuery<'_>, matches: &Matches, ids: Vec<Candidate>, options: SearchOptions) -> Hits {
    let units = &query.index.units;
    let labels = label_candidates(query, matches);
    let mut out = Hits { is_least: matches.is_partial, ..Hits::default() };
    let only_by_id = ids.iter().filter(|candidate| !matches.units.contains(candidate.unit));
    for candidate in labels.iter().chain(only_by_id) {
        out.counts[units.subject(candidate.unit).kind() as usize] += 1;
    }
    let has_ids = !ids.is_empty();
    let mut best = TopK::new(options.limit.saturating_add(RERANKED + ids.len()));
    labels.into_iter().chain(ids).for_each(|candidate| best.offer(candidate));
    for (kind, range) in units.prose() {
        out.counts[kind as usize] += best.offer_matches(matches, range, prose_bonus(kind));
    }
    out.total = out.counts.iter().sum();
    let hits = rerank(query, best.candidates, options.limit).into_iter();
    // An id is found whatever its words are.
    let missing = |unit| if has_ids { Box::default() } else { matches.missing(unit) };
    out.hits = hits.map(|(unit, hit)| Hit { missing: missing(unit), ..hit }).collect();
    out
}

/// The best matching label of every record that has one, by unit.
fn label_candidates(query: &PreparedQuery<'_>, matches: &Matches) -> Vec<Candidate> {
    let units = &query.index.units;
    let labels = units.labels();
    let mut found: Vec<Candidate> = Vec::new();
    for unit in matches.units.units_in(units.label_units()) {
        let label = labels[unit.index()];
        let score = matches.score(unit) + label_bonus(label);
        let candidate = Candidate { unit, score, found_by: FoundBy::Text };
        match found.last_mut() {
            Some(last) if labels[last.unit.index()].record() == label.record() => {
                if score > last.score {
                    *last = candidate;
                }
            }
            _ => found.push(candidate),
        }
    }
    found
}

/// Demands, articles and passages by their ids, if the query may be one.
fn id_candidates(query: &PreparedQuery<'_>, scope: Scope) -> Vec<Candidate> {
    let Some(prefix) = query.id_prefix else { return Vec::new() };
    let (units, ids) = (&query.index.units, &query.index.ids);
    let unit = |record| match record {
        Record::Demand(id) => Some(units.demand(id)),
        Record::Article(id) => Some(units.title(id)),
        Record::Actor(_) | Record::Issue(_) => None,
    };
    let worth = |id: &str| if id == prefix { WHOLE_ID } else { ID_PREFIX };
    let records = ids.with_prefix(prefix, query.model).take(MAX_IDS);
    let records = records.filter_map(|(id, record)| Some((unit(record)?, worth(&id))));
    let passage = ids.passage(prefix, query.model).map(|id| (units.passage(id), WHOLE_ID));
    let fits = |unit| {
        let subject = units.subject(unit);
        scope.holds(subject.kind()) && query.fits_fields(subject)
    };
    let found = records.chain(passage).filter(|(unit, _)| fits(*unit));
    found.map(|(unit, score)| Candidate { unit, score, found_by: FoundBy::Id }).collect()
}
