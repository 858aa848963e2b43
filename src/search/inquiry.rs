//! One search: from a query to ranked hits.

use std::cell::Cell;
use std::ops::Range;

use super::index::Index;
use super::labels::Scatter;
use super::need::{Grade, HOLDS, Need, WORTH};
use super::query::{Clause, Edge, Manner, Query, Sense, Term, What, Words};
use super::reading::Phrase;
use super::rows::{Best, Found, Met, Row, bonus};
use super::sift;
use super::units::Source;
use super::{Hits, Scope, Target, Wanted};
use crate::model::{DemandId, Entry, Model};

/// A term with what its words meet; no needs for a field.
pub(super) struct Sought<'q> {
    pub term: &'q Term,
    pub needs: Vec<Need>,
}

/// A search under way.
pub(super) struct Inquiry<'s> {
    pub index: &'s Index,
    pub model: &'s Model,
    pub scatter: Scatter,
    pub clauses: Vec<Vec<Sought<'s>>>,
    /// The one plain word of the query, which may begin an id.
    pub id: Option<&'s str>,
    /// Whether texts were left unread, see [`FOUND`].
    left: Cell<bool>,
}

/// So many texts of each kind are found by reading; those behind them are left unread.
const FOUND: usize = 300;
/// So many records are found by the beginning of their ids.
const IDS: usize = 200;
/// So many rows beyond the wanted ones are kept to be read closely.
pub(super) const CLOSELY: usize = 40;

impl<'s> Inquiry<'s> {
    pub fn new(index: &'s Index, model: &'s Model, query: &'s Query) -> Self {
        let scatter = Scatter::default();
        let sought = |term: &'s Term| Sought { term, needs: needs(index, &scatter, term) };
        let clauses = query.clauses.iter().map(|clause: &Clause| clause.iter().map(sought).collect()).collect();
        Self { index, model, clauses, id: id_token(query), scatter, left: Cell::new(false) }
    }

    /// The best rows as hits, and the number of all.
    pub fn hits(&self, wanted: Wanted) -> Hits {
        let names = self.name_rows(wanted.scope);
        let (units, known) = self.seed();
        let prose = self.narrow(units, known);
        let ids = self.id_rows(wanted.scope, (&names, &prose));
        let mut out = Hits::default();
        let new = ids.iter().filter(|(_, is_new)| *is_new).map(|(row, _)| row);
        for row in names.iter().chain(new) {
            out.counts[self.index.units.kind(row.unit) as usize] += 1;
        }
        let mut best = Best::new(wanted.limit.saturating_add(CLOSELY + ids.len()));
        names.into_iter().chain(ids.into_iter().map(|(row, _)| row)).for_each(|row| best.offer(row));
        for (kind, range) in self.index.units.kinds().into_iter().filter(|(kind, _)| wanted.scope.holds(*kind)) {
            out.counts[kind as usize] += prose.offer(range, bonus(kind), &mut best);
        }
        out.total = out.counts.iter().sum();
        out.is_least = self.left.get();
        out.hits = self.best(best.rows, wanted.limit);
        out
    }

    /// The demands that meet the query, rising.
    pub fn demands(&self) -> Vec<DemandId> {
        let met = self.narrow(self.index.units.kinds()[0].1.clone().collect(), None);
        let target = |unit: &u32| match self.index.units.target(*unit) {
            Target::Demand(id) => Some(id),
            Target::Actor(_) | Target::Issue(_) | Target::Passage(_) | Target::Article(..) => None,
        };
        met.units.iter().filter_map(target).collect()
    }

    /// The best label of every record that has one which meets the query.
    fn name_rows(&self, scope: Scope) -> Vec<Row> {
        let labels = self.index.units.labels();
        let units: Vec<u32> = (0..self.index.units.prose().start).collect();
        let units = units.into_iter().filter(|unit| scope.holds(self.index.units.kind(*unit))).collect();
        let mut rows: Vec<Row> = Vec::new();
        for mut row in self.narrow(units, None).rows() {
            let Some(label) = labels.get(row.unit as usize) else { continue };
            row.score += match label.source {
                Source::Name | Source::Alias(_) => 500,
                Source::Key => 350,
                Source::Title => 120,
                Source::Question => 100,
            };
            let same =
                rows.last_mut().filter(|last| labels.get(last.unit as usize).is_some_and(|l| l.entry == label.entry));
            match same {
                Some(last) if last.score >= row.score => {}
                Some(last) => *last = row,
                None => rows.push(row),
            }
        }
        rows
    }

    /// The prose units that may meet the query: those of its rarest word, where it has words. With the place and the
    /// grades of the clause they come from, where that clause says no more.
    fn seed(&self) -> (Vec<u32>, Option<(usize, Vec<u8>)>) {
        let places = |clause: &[Sought]| clause.iter().map(|s| s.rarest().map_or(0, |need| need.places)).sum::<usize>();
        let clauses = self.clauses.iter().enumerate();
        let of_words = clauses.filter(|(_, clause)| clause.iter().all(|sought| sought.rarest().is_some()));
        let Some((at, clause)) = of_words.min_by_key(|(_, clause)| places(clause)) else {
            return (self.every_unit(), None);
        };
        if let [Sought { term: Term { what: What::Words(words), .. }, needs }] = clause.as_slice()
            && let [need] = needs.as_slice()
        {
            if words.edge != Edge::Anywhere && need.places > self.index.units.len() / 16 {
                return (self.at_edges(words), None);
            }
            let (units, grades) = sift::seeds(self.index, need);
            return (units, Some((at, grades)).filter(|_| !words.must_stand()));
        }
        let needs = clause.iter().filter_map(Sought::rarest);
        let mut units: Vec<u32> = needs.flat_map(|need| sift::seeds(self.index, need).0).collect();
        units.sort_unstable();
        units.dedup();
        (units, None)
    }

    /// Every prose unit; without the sentences where a field asks for what only statements have.
    fn every_unit(&self) -> Vec<u32> {
        let of_statements = |clause: &Vec<Sought>| clause.iter().all(Sought::is_of_statements);
        let units = &self.index.units;
        if self.clauses.iter().any(of_statements) { units.statements().collect() } else { units.prose().collect() }
    }

    /// Those of `units` (rising) that meet every clause, with their rough scores, 0 to 1000. `known` are the grades of
    /// the units for one clause.
    fn narrow(&self, mut units: Vec<u32>, mut known: Option<(usize, Vec<u8>)>) -> Met {
        let mut scores = vec![0u32; units.len()];
        let weights: u32 = self.clauses.iter().map(|clause| weight(clause)).sum();
        // Conditions that must look at each text come last.
        let mut order: Vec<(usize, &Vec<Sought>)> = self.clauses.iter().enumerate().collect();
        let is_known = |at: usize| known.as_ref().is_some_and(|(place, _)| *place == at);
        order.sort_by_key(|(at, clause)| (!is_known(*at), clause.iter().map(Sought::cost).max()));
        for (_, clause) in order {
            // The known grades are those of the first clause, before any unit is dropped.
            let grades = known.take().map_or_else(|| self.grade(clause, &units), |(_, grades)| grades);
            let weight = weight(clause);
            let mut kept = 0;
            for at in 0..units.len() {
                if grades[at] > 0 {
                    units[kept] = units[at];
                    scores[kept] = scores[at] + 10 * weight * WORTH[usize::from(grades[at])];
                    kept += 1;
                }
            }
            units.truncate(kept);
            scores.truncate(kept);
        }
        Met { units, scores, weights: weights.max(1) }
    }

    /// How well each unit meets the best term of a clause, as numbers of grades.
    fn grade(&self, clause: &[Sought], units: &[u32]) -> Vec<u8> {
        let mut out = vec![0; units.len()];
        for sought in clause {
            let mut grades = self.grade_term(sought, units);
            if sought.term.sense == Sense::Unwanted {
                self.spread(units, &mut grades);
                sift::invert(&mut grades);
            }
            for (best, grade) in out.iter_mut().zip(grades) {
                *best = grade.max(*best);
            }
        }
        out
    }

    /// Gives every label of a record the best grade of any: a record is left out by all its names.
    fn spread(&self, units: &[u32], grades: &mut [u8]) {
        let entry = |unit: &u32| self.index.units.labels().get(*unit as usize).map(|label| label.entry);
        let mut at = 0;
        for same in units.chunk_by(|a, b| entry(a).is_some() && entry(a) == entry(b)) {
            let mine = &mut grades[at..at + same.len()];
            let best = mine.iter().copied().max().unwrap_or(0);
            mine.fill(best);
            at += same.len();
        }
    }

    fn grade_term(&self, sought: &Sought, units: &[u32]) -> Vec<u8> {
        let words = match &sought.term.what {
            What::Words(words) => words,
            What::Field(field) => {
                let all = &self.index.units;
                let (mut same, mut grade) = (0..0, 0);
                let mut of = |unit: u32| {
                    // No field tells the sentences of an article apart.
                    if !same.contains(&unit) {
                        same = all.stretch(unit);
                        grade = if field.fits(all.target(unit), self.model) { HOLDS } else { 0 };
                    }
                    grade
                };
                return units.iter().map(|unit| of(*unit)).collect();
            }
        };
        let mut out = vec![HOLDS; units.len()];
        for need in &sought.needs {
            let mut grades = sift::grades(self.index, need, units);
            if words.is_plain() {
                self.scatter(need, units, &mut grades);
            }
            for (worst, grade) in out.iter_mut().zip(grades) {
                *worst = grade.min(*worst);
            }
        }
        self.keep_standing(words, units, &mut out);
        out
    }

    /// Leaves the grades of those units only where the words stand as they must.
    ///
    /// The index knows the first and the last word of every text; for more words the texts are read, of each kind
    /// until [`FOUND`] are found.
    fn keep_standing(&self, words: &Words, units: &[u32], grades: &mut [u8]) {
        if words.edge != Edge::Anywhere {
            let edges = self.edge_words(words);
            for (grade, unit) in grades.iter_mut().zip(units) {
                *grade = if self.is_at_edges(*unit, &edges) { *grade } else { 0 };
            }
        }
        if !words.must_be_read() {
            return;
        }
        let phrase = Phrase::new(words);
        let mut folded = String::new();
        let (mut found, mut kind) = (0, None);
        for (grade, unit) in grades.iter_mut().zip(units).filter(|(grade, _)| **grade > 0) {
            if kind.replace(self.index.units.kind(*unit)) != kind {
                found = 0;
            }
            let is_left = found == FOUND;
            self.left.set(self.left.get() || is_left);
            let text = || self.index.units.text(*unit, self.model);
            if is_left || !phrase.stands(text(), &mut folded) {
                *grade = 0;
            } else {
                found += 1;
            }
        }
    }

    /// The words with which a text may begin and end for these to stand where they must.
    fn edge_words(&self, words: &Words) -> (Range<u32>, Range<u32>) {
        let vocabulary = &self.index.vocabulary;
        let exact = |word: Option<&Box<str>>| {
            let id = word.and_then(|word| vocabulary.find(word));
            id.map_or(0..0, |id| id..id + 1)
        };
        let any = 0..u32::MAX;
        let first = match words.list.as_slice() {
            [only] if words.manner == Manner::Like && words.edge == Edge::Begins => vocabulary.beginning(only),
            list => exact(list.first()),
        };
        match words.edge {
            Edge::Anywhere => (any.clone(), any),
            Edge::Begins => (first, any),
            Edge::Ends => (any, exact(words.list.last())),
            Edge::Whole => (first, exact(words.list.last())),
        }
    }

    fn is_at_edges(&self, unit: u32, (first, last): &(Range<u32>, Range<u32>)) -> bool {
        let edges = self.index.edges.get(unit as usize);
        edges.is_some_and(|edges| first.contains(&edges.first) && last.contains(&edges.last))
    }

    /// The prose units that begin or end with the words. One pass over the units.
    fn at_edges(&self, words: &Words) -> Vec<u32> {
        let edges = self.edge_words(words);
        self.index.units.prose().filter(|unit| self.is_at_edges(*unit, &edges)).collect()
    }

    /// Grades the labels that no word meets but that have its letters in order. Titles and questions are many and
    /// long: they are tried only for a word that meets nothing.
    fn scatter(&self, need: &Need, units: &[u32], grades: &mut [u8]) {
        for (grade, unit) in grades.iter_mut().zip(units).filter(|(grade, _)| **grade == 0) {
            let Some(label) = self.index.units.labels().get(*unit as usize) else { return };
            let is_short = matches!(label.source, Source::Name | Source::Alias(_) | Source::Key);
            let folded = self.index.labels.get(*unit as usize);
            if (is_short || need.places == 0)
                && folded.is_some_and(|text| self.scatter.score(text, &need.typed).is_some())
            {
                *grade = Grade::Scattered as u8;
            }
        }
    }

    /// The records whose ids begin with the query's one word, the first [`IDS`] of them, and whether each is found by
    /// nothing else. `names` rise by unit.
    fn id_rows(&self, scope: Scope, (names, prose): (&[Row], &Met)) -> Vec<(Row, bool)> {
        let Some(token) = self.id else { return Vec::new() };
        let (units, ids) = (&self.index.units, &self.index.ids);
        let unit = |entry| match entry {
            Entry::Demand(id) => Some(units.demand(id)),
            Entry::Article(id) => Some(units.title(id)),
            Entry::Actor(_) | Entry::Issue(_) => None,
        };
        let begun = ids.beginning(token, self.model).take(IDS);
        let mut found: Vec<(u32, u32)> =
            begun.filter_map(|(key, entry)| Some((unit(entry)?, if key == token { 2500 } else { 850 }))).collect();
        found.extend(ids.passage(token, self.model).map(|id| (units.passage(id), 2500)));
        let fields = self.clauses.iter().filter(|clause| clause.iter().all(|sought| sought.needs.is_empty()));
        let fields: Vec<&Vec<Sought>> = fields.collect();
        let fits =
            |unit| scope.holds(units.kind(unit)) && fields.iter().all(|clause| self.grade(clause, &[unit]) != [0]);
        let is_new = |unit| {
            let is_name = names.binary_search_by_key(&unit, |row| row.unit).is_ok();
            !is_name && prose.units.binary_search(&unit).is_err()
        };
        let found = found.into_iter().filter(|(unit, _)| fits(*unit));
        found.map(|(unit, score)| (Row { unit, score, found: Found::Id }, is_new(unit))).collect()
    }
}

impl Sought<'_> {
    /// The need with the fewest places, where the term must be met by words.
    fn rarest(&self) -> Option<&Need> {
        (self.term.sense == Sense::Wanted).then(|| self.needs.iter().min_by_key(|need| need.places))?
    }

    /// Whether only demands and passages can meet it.
    fn is_of_statements(&self) -> bool {
        match (&self.term.what, self.term.sense) {
            (What::Field(field), Sense::Wanted) => field.is_of_statements(),
            (What::Field(_) | What::Words(_), _) => false,
        }
    }

    /// How dear it is to check one unit.
    fn cost(&self) -> usize {
        match &self.term.what {
            What::Words(words) if words.must_stand() => usize::MAX,
            What::Words(_) => self.needs.iter().map(|need| need.places).sum(),
            What::Field(_) => usize::MAX - 1,
        }
    }
}

impl Words {
    /// Whether the words may be met by others.
    fn is_plain(&self) -> bool {
        self.manner == Manner::Like && self.edge == Edge::Anywhere
    }

    /// Whether only the text itself tells where they stand.
    fn must_be_read(&self) -> bool {
        self.edge == Edge::Whole || (self.must_stand() && self.list.len() > 1)
    }

    /// Whether it matters where they stand.
    fn must_stand(&self) -> bool {
        self.edge != Edge::Anywhere || (self.manner == Manner::Phrase && self.list.len() > 1)
    }
}

/// What a clause counts: its rarest term.
fn weight(clause: &[Sought]) -> u32 {
    let needs = clause.iter().filter(|sought| sought.term.sense == Sense::Wanted).flat_map(|sought| &sought.needs);
    needs.map(|need| need.weight).max().unwrap_or(0)
}

fn needs(index: &Index, scatter: &Scatter, term: &Term) -> Vec<Need> {
    let What::Words(words) = &term.what else { return Vec::new() };
    let manner = match words.edge {
        // A word that must end the text is meant as typed.
        Edge::Ends | Edge::Whole => Manner::Exact,
        Edge::Anywhere | Edge::Begins => words.manner,
    };
    // A word typed twice asks for nothing more.
    let mut list: Vec<&str> = words.list.iter().map(|word| &**word).collect();
    list.sort_unstable();
    list.dedup();
    list.into_iter().map(|word| Need::new(index, scatter, word, manner)).collect()
}

/// The one token of the query that may be an id: its only plain words, beside fields.
fn id_token(query: &Query) -> Option<&str> {
    let mut words =
        query.clauses.iter().filter(|clause| !clause.iter().all(|term| matches!(term.what, What::Field(_))));
    let (Some([term]), None) = (words.next().map(Vec::as_slice), words.next()) else { return None };
    match (&term.what, term.sense) {
        (What::Words(words), Sense::Wanted) if words.is_plain() && words.token.len() > 1 => Some(&words.token),
        (What::Words(_) | What::Field(_), _) => None,
    }
}
