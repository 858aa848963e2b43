//! The index of one model and the search in it.

use super::query::{Clause, Query, Sense, What, Words};
use super::{Hit, Hits, Reason, Target, Wanted};
use crate::model::{Entry, Model};
use crate::text::{Folded, LineIndex, Span, fold_for_search};

/// What is needed to search one model. Owns all it holds.
#[derive(Debug, Clone, Default)]
pub struct Index {
    rows: Vec<(Target, Box<str>, Reason)>,
}

impl Index {
    /// Reads every text of the model once. An empty model gives an index that finds nothing.
    pub fn new(model: &Model) -> Self {
        let mut rows: Vec<(Target, Box<str>, Reason)> = Vec::new();
        for id in model.actor_ids() {
            let actor = model.actor(id);
            rows.push((Target::Actor(id), actor.name.clone(), Reason::Name));
            rows.extend(actor.aliases.iter().map(|a| (Target::Actor(id), a.clone(), Reason::Alias(a.clone()))));
        }
        for id in model.issue_ids() {
            rows.push((Target::Issue(id), model.issue(id).name.clone(), Reason::Name));
        }
        rows.extend(model.demand_ids().map(|id| (Target::Demand(id), model.demand(id).text.clone(), Reason::Words)));
        rows.extend(model.passage_ids().map(|id| (Target::Passage(id), model.quote(id).into(), Reason::Words)));
        for id in model.article_ids() {
            let article = model.article(id);
            rows.push((Target::from(Entry::Article(id)), article.title.clone(), Reason::Name));
            let lines = LineIndex::new(article.text());
            for line in (1..=lines.count()).filter_map(|line| lines.span(line)) {
                rows.push((Target::Article(id, line), line.of(article.text()).trim_end().into(), Reason::Words));
            }
        }
        Self { rows }
    }

    /// The best hits of `query`, best first, with the number of all.
    pub fn search(&self, model: &Model, query: &Query, wanted: Wanted) -> Hits {
        let mut hits = Hits::default();
        if query.is_empty() {
            return hits;
        }
        for (target, text, why) in &self.rows {
            let folded = fold_for_search(text);
            let mut marks = Vec::new();
            let fits = |clause: &Clause| holds(clause, *target, model, (&folded, &mut marks));
            if wanted.scope.holds(target.kind()) && query.clauses.iter().all(fits) {
                hits.total += 1;
                hits.counts[target.kind() as usize] += 1;
                marks.sort_unstable();
                marks.dedup_by(|b, a| a.overlaps(*b));
                hits.hits.push(Hit { target: *target, text: text.clone(), marks, score: 1, why: why.clone() });
            }
        }
        hits.hits.truncate(wanted.limit);
        hits
    }
}

fn holds(clause: &Clause, target: Target, model: &Model, (text, marks): (&Folded, &mut Vec<Span>)) -> bool {
    clause.iter().any(|term| {
        let so = match &term.what {
            What::Words(words) => all_in(words, text, marks),
            What::Field(field) => field.fits(target, model),
        };
        so == (term.sense == Sense::Wanted)
    })
}

fn all_in(words: &Words, text: &Folded, marks: &mut Vec<Span>) -> bool {
    words.list.iter().all(|word| {
        let at = text.text().find(&**word);
        marks.extend(at.map(|at| text.source(at..at + word.len())));
        at.is_some()
    })
}
