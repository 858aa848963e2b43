//! One search: from a query to ranked hits.

use std::cell::Cell;
use std::ops::Range;

use super::bits::Bits;
use super::graded::Graded;
use super::index::Index;
use super::labels::Scatter;
use super::need::{Grade, Need};
use super::query::{Clause, Edge, Manner, Query, Sense, Term, What, Words};
use super::reading::Phrase;
use super::rows::{Best, Found, Met, Row, bonus};
use super::units::Source;
use super::{Hits, Scope, Wanted};
use crate::model::{DemandId, Model, Record, Subject, SubjectKind};

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
        let units = &self.index.units;
        let mut scope = Bits::new(units.len());
        let kinds = SubjectKind::ALL.iter().filter(|kind| wanted.scope.holds(**kind));
        kinds.flat_map(|kind| units.of_kind(*kind)).for_each(|all| scope.insert_all(all));
        let met = self.met(scope);
        let names = self.name_rows(&met);
        let ids = self.id_rows(wanted.scope);
        let mut out = Hits::default();
        let new = ids.iter().filter(|row| !met.units.has(row.unit));
        for row in names.iter().chain(new) {
            out.counts[units.kind(row.unit) as usize] += 1;
        }
        let mut best = Best::new(wanted.limit.saturating_add(CLOSELY + ids.len()));
        names.into_iter().chain(ids).for_each(|row| best.offer(row));
        for (kind, range) in units.kinds() {
            out.counts[kind as usize] += met.offer(range, bonus(kind), &mut best);
        }
        out.total = out.counts.iter().sum();
        out.is_least = self.left.get();
        out.hits = self.best(best.rows, wanted.limit);
        out
    }

    /// The demands that meet the query, rising.
    pub fn demands(&self) -> Vec<DemandId> {
        let units = &self.index.units;
        let [_, demands] = units.of_kind(SubjectKind::Demand);
        let mut scope = Bits::new(units.len());
        scope.insert_all(demands.clone());
        let met = self.met(scope);
        met.units.units_in(demands.clone()).map(|unit| DemandId::new((unit - demands.start) as usize)).collect()
    }

    /// The best label of every record that has one which meets the query, by unit.
    fn name_rows(&self, met: &Met) -> Vec<Row> {
        let labels = self.index.units.labels();
        let mut rows: Vec<Row> = Vec::new();
        for unit in met.units.units_in(0..self.index.units.prose().start) {
            let Some(label) = labels.get(unit as usize) else { continue };
            let more = match label.source {
                Source::Name | Source::Alias(_) => 500,
                Source::Key => 350,
                Source::Title => 120,
                Source::Question => 100,
            };
            let row = Row { unit, score: met.score(unit) + more, found: Found::Text };
            let same =
                rows.last_mut().filter(|last| labels.get(last.unit as usize).is_some_and(|l| l.record == label.record));
            match same {
                Some(last) if last.score >= row.score => {}
                Some(last) => *last = row,
                None => rows.push(row),
            }
        }
        rows
    }

    /// Those of `units` that meet every clause.
    fn met(&self, mut units: Bits) -> Met {
        let mut order: Vec<&Vec<Sought>> = self.clauses.iter().collect();
        // Conditions that must look at each text come last.
        order.sort_by_key(|clause| clause.iter().map(Sought::cost).max());
        let mut clauses = Vec::with_capacity(order.len());
        for clause in order {
            let graded = self.clause(clause, &units);
            match graded.any() {
                Some(any) => units.meet(any),
                None => units.clear(),
            }
            clauses.push((weight(clause), graded));
        }
        Met::new(units, clauses)
    }

    /// How well units meet the best term of a clause. Only those of `among` matter.
    fn clause(&self, clause: &[Sought], among: &Bits) -> Graded {
        let term = |sought| self.term(sought, among);
        clause.iter().map(term).reduce(|best, term| best.or(&term)).unwrap_or_default()
    }

    fn term(&self, sought: &Sought, among: &Bits) -> Graded {
        let graded = match &sought.term.what {
            What::Words(words) => self.words(words, sought, among),
            What::Field(field) => Graded::holding(self.index.columns.fitting(field, &self.index.units, self.model)),
        };
        match sought.term.sense {
            Sense::Wanted => graded,
            Sense::Unwanted => {
                let mut units = graded.any().cloned().unwrap_or_else(|| Bits::new(self.index.units.len()));
                self.spread(&mut units);
                units.invert();
                Graded::holding(units)
            }
        }
    }

    /// Puts in every name of the records that have one in the set: a record is left out by all its names.
    fn spread(&self, units: &mut Bits) {
        let titles = self.index.units.titles();
        let mut at = 0;
        for same in self.index.units.labels().chunk_by(|a, b| a.record == b.record) {
            let end = at + u32::try_from(same.len()).unwrap_or(u32::MAX);
            if at >= titles {
                // An article has one title.
                return;
            }
            if units.has_any(at..end) {
                units.insert_all(at..end);
            }
            at = end;
        }
    }

    fn words(&self, words: &Words, sought: &Sought, among: &Bits) -> Graded {
        let need = |need| {
            let mut graded = Graded::of(self.index, need);
            if words.is_plain() {
                self.scatter(need, among, &mut graded);
            }
            graded
        };
        let mut graded = sought.needs.iter().map(need).reduce(|all, need| all.and(&need)).unwrap_or_default();
        if words.must_stand()
            && let Some(any) = graded.any()
        {
            let mut here = any.clone();
            here.meet(among);
            graded.keep(&self.standing(words, sought.term.sense, here));
        }
        graded
    }

    /// Those of `units` where the words stand as they must.
    ///
    /// The index knows the first and the last word of every text; for more words the texts are read, of each kind
    /// until [`FOUND`] are found. Those left unread count as what finds no more: without the words where these are wanted, with
    /// them where they are not.
    fn standing(&self, words: &Words, sense: Sense, mut units: Bits) -> Bits {
        self.meet_edges(words, &mut units);
        if !words.must_be_read() {
            return units;
        }
        let phrase = Phrase::new(words);
        let mut kept = Bits::new(self.index.units.len());
        let mut folded = String::new();
        for range in SubjectKind::ALL.iter().flat_map(|kind| self.index.units.of_kind(*kind)) {
            let mut here = units.units_in(range);
            let stand =
                here.by_ref().filter(|unit| phrase.stands(self.index.units.text(*unit, self.model), &mut folded));
            stand.take(FOUND).for_each(|unit| kept.insert(unit));
            let mut left = here.peekable();
            self.left.set(self.left.get() || left.peek().is_some());
            if sense == Sense::Unwanted {
                left.for_each(|unit| kept.insert(unit));
            }
        }
        kept
    }

    /// Leaves only units that begin and end with the words, where they must. One pass over the units.
    fn meet_edges(&self, words: &Words, units: &mut Bits) {
        let (first, last) = self.edge_words(words);
        if matches!(words.edge, Edge::Begins | Edge::Whole) {
            units.meet(&self.index.edges.beginning(&first));
        }
        if matches!(words.edge, Edge::Ends | Edge::Whole) {
            units.meet(&self.index.edges.ending(&last));
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

    /// Grades the labels that no word meets but that have its letters in order. Titles and questions are many and
    /// long: they are tried only for a word that meets nothing.
    fn scatter(&self, need: &Need, among: &Bits, graded: &mut Graded) {
        let units = &self.index.units;
        let end = if need.places == 0 { units.prose().start } else { units.titles() };
        let has_letters = |unit: &u32| {
            let label = units.labels().get(*unit as usize).map(|label| label.source);
            let is_short = matches!(label, Some(Source::Name | Source::Alias(_) | Source::Key));
            let folded = self.index.labels.get(*unit as usize).filter(|_| is_short || need.places == 0);
            folded.is_some_and(|text| self.scatter.score(text, &need.typed).is_some())
        };
        let unmet = among.units_in(0..end).filter(|unit| graded.grade(*unit) == 0);
        let found: Vec<u32> = unmet.filter(has_letters).collect();
        graded.add_worst(Grade::Scattered, &found, units.len());
    }

    /// The records whose ids begin with the query's one word, the first [`IDS`] of them.
    fn id_rows(&self, scope: Scope) -> Vec<Row> {
        let Some(token) = self.id else { return Vec::new() };
        let (units, ids) = (&self.index.units, &self.index.ids);
        let unit = |record| match record {
            Record::Demand(id) => Some(units.demand(id)),
            Record::Article(id) => Some(units.title(id)),
            Record::Actor(_) | Record::Issue(_) => None,
        };
        let begun = ids.beginning(token, self.model).take(IDS);
        let mut found: Vec<(u32, u32)> =
            begun.filter_map(|(key, record)| Some((unit(record)?, if key == token { 2500 } else { 850 }))).collect();
        found.extend(ids.passage(token, self.model).map(|id| (units.passage(id), 2500)));
        let fits = |unit| scope.holds(units.kind(unit)) && self.fits_fields(units.subject(unit));
        let found = found.into_iter().filter(|(unit, _)| fits(*unit));
        found.map(|(unit, score)| Row { unit, score, found: Found::Id }).collect()
    }

    /// Whether a record fits every clause of fields.
    fn fits_fields(&self, subject: Subject) -> bool {
        let fits = |sought: &Sought| match &sought.term.what {
            What::Field(field) => field.fits(subject, self.model) == (sought.term.sense == Sense::Wanted),
            What::Words(_) => false,
        };
        let mut of_fields = self.clauses.iter().filter(|clause| clause.iter().all(|sought| sought.needs.is_empty()));
        of_fields.all(|clause| clause.iter().any(fits))
    }
}

impl Sought<'_> {
    /// How dear it is to check.
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
