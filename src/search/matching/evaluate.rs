//! Evaluating a query: the units that match it.

use std::ops::Range;

use super::expansion::Expansion;
use super::graded_set::GradedSet;
use super::matches::{Matches, WeightedClause};
use super::phrase::PhraseFinder;
use super::prepared::{PreparedCondition, PreparedQuery, PreparedTerm, PreparedWords};
use crate::model::{ActorId, Passage, SubjectKind};
use crate::search::analysis::stops::is_function_word;
use crate::search::index::numbers::{UnitId, WordId};
use crate::search::index::unit_set::UnitSet;
use crate::search::index::units::Label;
use crate::search::query::field::FieldFilter;
use crate::search::query::parse::{Anchoring, MatchMode, Polarity, QueryWords};
use crate::search::scoring::Grade;

/// Reading stops when this many texts of a kind have the positional words.
const MAX_READ_MATCHES: usize = 300;

/// Texts that are read for two words that make one.
const MAX_READ_SPLITS: usize = 2_000;

/// A word in the names of more actors and issues than this names none of them.
const MOST_NAMED: usize = 32;

/// The units of `scope` that match every clause.
pub fn evaluate(query: &PreparedQuery<'_>, scope: UnitSet) -> Matches {
    let mut evaluation = Evaluation { query, is_partial: false };
    let mut order: Vec<&Vec<PreparedTerm>> = query.clauses.iter().collect();
    // The fewer units are left, the fewer texts must be read.
    order.sort_by_key(|clause| clause.iter().map(PreparedTerm::cost).max());
    let mut units = scope;
    let mut clauses = Vec::with_capacity(order.len());
    for clause in order {
        let clause = evaluation.weighted(clause, &units);
        keep(&mut units, &clause);
        clauses.push(clause);
    }
    Matches::new(units, clauses, evaluation.is_partial)
}

/// The units of `scope` that match every clause without words, and more than half of those with words.
pub fn evaluate_most(query: &PreparedQuery<'_>, scope: UnitSet) -> Matches {
    let mut evaluation = Evaluation { query, is_partial: false };
    let has_words = |clause: &&Vec<PreparedTerm>| clause.iter().any(|term| term.required_words().is_some());
    let (words, conditions): (Vec<_>, Vec<_>) = query.clauses.iter().partition(has_words);
    let mut units = scope;
    let mut clauses = Vec::with_capacity(query.clauses.len());
    for clause in conditions {
        let clause = evaluation.weighted(clause, &units);
        keep(&mut units, &clause);
        clauses.push(clause);
    }
    let words: Vec<WeightedClause> = words.into_iter().map(|clause| evaluation.weighted(clause, &units)).collect();
    let found: Vec<&UnitSet> = words.iter().filter_map(|clause| clause.grades.any()).collect();
    let least = words.len() / 2 + 1;
    if found.len() < least {
        units.clear();
    } else if !found.is_empty() {
        units.intersect_with(&UnitSet::in_at_least(&found, least));
    }
    clauses.extend(words);
    Matches::new(units, clauses, evaluation.is_partial)
}

/// Why nothing of `scope` matches every clause: the first that nothing meets, else the first two that exclude each other.
/// `None` where each two have something in common.
pub fn unmet(query: &PreparedQuery<'_>, scope: &UnitSet) -> Option<Vec<String>> {
    let mut evaluation = Evaluation { query, is_partial: false };
    let mut met: Vec<(String, UnitSet)> = Vec::new();
    for clause in query.clauses.iter().take(MOST_EXPLAINED) {
        let clause = evaluation.weighted(clause, scope);
        let mut units = scope.clone();
        keep(&mut units, &clause);
        if units.is_empty() {
            return Some(vec![clause.typed.into()]);
        }
        met.push((clause.typed.into(), units));
    }
    let is_apart = |a: &UnitSet, b: &UnitSet| {
        let mut both = a.clone();
        both.intersect_with(b);
        both.is_empty()
    };
    met.iter().enumerate().find_map(|(at, (second, units))| {
        let (first, _) = met[..at].iter().find(|(_, other)| is_apart(other, units))?;
        Some(vec![first.clone(), second.clone()])
    })
}

/// Clauses that are looked at to say why nothing matches.
const MOST_EXPLAINED: usize = 8;

fn keep(units: &mut UnitSet, clause: &WeightedClause) {
    match clause.grades.any() {
        Some(any) => units.intersect_with(any),
        None => units.clear(),
    }
}

/// The weight of a clause: that of its rarest word.
fn weight(clause: &[PreparedTerm]) -> u32 {
    let words = clause.iter().filter_map(PreparedTerm::required_words).flat_map(|words| &words.expansions);
    words.map(|expansion| expansion.weight).max().unwrap_or(0)
}

struct Evaluation<'a, 's> {
    query: &'a PreparedQuery<'s>,
    /// Whether texts were left unread.
    is_partial: bool,
}

impl Evaluation<'_, '_> {
    fn weighted(&mut self, clause: &[PreparedTerm], among: &UnitSet) -> WeightedClause {
        let typed = clause.iter().map(|term| term.typed).collect::<Vec<_>>().join(" | ").into();
        WeightedClause { typed, weight: weight(clause), grades: self.clause(clause, among) }
    }

    /// How well units match the best term of a clause. Only those of `among` matter.
    fn clause(&mut self, clause: &[PreparedTerm], among: &UnitSet) -> GradedSet {
        let terms = clause.iter().map(|term| self.term(term, among));
        terms.reduce(|best, term| best.or(&term)).unwrap_or_default()
    }

    fn term(&mut self, term: &PreparedTerm, among: &UnitSet) -> GradedSet {
        let index = self.query.index;
        let grades = match &term.condition {
            PreparedCondition::Words(words) => self.words(words, term.polarity, among),
            PreparedCondition::Field(field) => {
                GradedSet::of(Grade::Condition, index.columns.fitting(field, &index.units, self.query.model))
            }
        };
        match term.polarity {
            Polarity::Required if self.query.reads_names => self.with_named(term, grades),
            Polarity::Required => grades,
            Polarity::Excluded => {
                let mut units = grades.any().cloned().unwrap_or_else(|| UnitSet::new(index.units.len()));
                self.add_other_labels(&mut units);
                self.add_owned(&term.condition, &mut units);
                units.invert();
                GradedSet::of(Grade::Condition, units)
            }
        }
    }

    /// Adds what belongs to the actors and issues that a word names: their demands, and the passages of these.
    fn with_named(&self, term: &PreparedTerm, grades: GradedSet) -> GradedSet {
        let Some([_]) = term.required_words().filter(|words| words.words.is_fuzzy()).map(|words| &*words.words.list)
        else {
            return grades;
        };
        let (index, model) = (self.query.index, self.query.model);
        let Some(exact) = grades.at_least(Grade::Exact) else { return grades };
        let (mut actors, mut issues) = (Vec::new(), Vec::new());
        for label in exact.units_in(index.units.name_units()).filter_map(|unit| index.units.label(unit)) {
            match label {
                Label::ActorName(id) | Label::ActorAlias(id, _) | Label::ActorKey(id) => actors.push(id),
                Label::IssueName(id) | Label::IssueKey(id) => issues.push(id),
                Label::IssueQuestion(_) | Label::ArticleTitle(_) => {}
            }
        }
        actors.dedup();
        issues.dedup();
        if actors.len() + issues.len() > MOST_NAMED || is_function_word(term.typed) {
            return grades;
        }
        let fields = [
            (!actors.is_empty()).then_some(FieldFilter::Actor(actors)),
            (!issues.is_empty()).then_some(FieldFilter::Issue(issues)),
        ];
        fields.iter().flatten().fold(grades, |grades, field| {
            grades.or(&GradedSet::of(Grade::Named, index.columns.fitting(field, &index.units, model)))
        })
    }

    /// Adds all labels of the records that have one in the set: exclusion leaves out a record, not one of its names.
    fn add_other_labels(&self, units: &mut UnitSet) {
        let names = self.query.index.units.name_units();
        let mut start = UnitId(0);
        // An article has one title.
        let labels = &self.query.index.units.labels()[..names.end.index()];
        for same in labels.chunk_by(|a, b| a.record() == b.record()) {
            let own = start..start.plus(same.len());
            start = own.end;
            if units.intersects(own.clone()) {
                units.insert_range(own);
            }
        }
    }

    /// Adds what belongs to the actors in the set: their demands, the passages of these, and the sentences in which such
    /// a passage stands. An actor that a field leaves out is not to be read of either: the sentences that name it go too.
    fn add_owned(&mut self, condition: &PreparedCondition<'_>, units: &mut UnitSet) {
        let is_field = match condition {
            PreparedCondition::Words(_) => false,
            PreparedCondition::Field(FieldFilter::Actor(_)) => true,
            PreparedCondition::Field(_) => return,
        };
        let (index, model) = (self.query.index, self.query.model);
        let of_actors = index.units.of_kind(SubjectKind::Actor);
        let labels = of_actors.into_iter().flat_map(|range| units.units_in(range));
        let mut owners: Vec<ActorId> = labels.filter_map(|unit| index.units.actor(unit)).collect();
        owners.dedup();
        for passage in owners.iter().flat_map(|id| model.demands_of(*id)).flat_map(|id| model.demand(*id).passages()) {
            let Passage { article, anchor, .. } = model.passage(passage);
            anchor.places().iter().for_each(|place| units.insert_range(index.units.sentences_at(*article, *place)));
        }
        if is_field {
            let [_, sentences] = index.units.of_kind(SubjectKind::Article);
            for id in &owners {
                self.add_named(*id, sentences.clone(), units);
            }
        }
        units.union_with(index.columns.fitting(&FieldFilter::Actor(owners), &index.units, model).blocks());
    }

    /// Adds those of `among` that have a name of the actor, word for word.
    fn add_named(&mut self, id: ActorId, among: Range<UnitId>, units: &mut UnitSet) {
        let (index, actor) = (self.query.index, self.query.model.actor(id));
        let mut place = UnitSet::new(index.units.len());
        place.insert_range(among.clone());
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            let Some(words) = QueryWords::phrase(name) else { continue };
            let prepared = PreparedWords::new(index, &self.query.matcher, &words);
            let named = self.words(&prepared, Polarity::Excluded, &place);
            let named = named.any().into_iter().flat_map(|named| named.units_in(among.clone()));
            named.for_each(|unit| units.insert(unit));
        }
    }

    fn words(&mut self, prepared: &PreparedWords, polarity: Polarity, among: &UnitSet) -> GradedSet {
        let index = self.query.index;
        let mut word = |expansion: &Expansion| {
            let mut grades = GradedSet::of_word(index, expansion);
            if prepared.words.is_fuzzy() {
                self.add_subsequences(expansion, among, &mut grades);
            }
            for split in &expansion.splits {
                if let Some(units) = self.with_split(prepared.words, (expansion, split), among) {
                    grades = grades.or(&GradedSet::of(Grade::Exact, units));
                }
            }
            grades
        };
        let mut grades =
            prepared.expansions.iter().map(&mut word).reduce(|all, word| all.and(&word)).unwrap_or_default();
        if prepared.words.is_positional()
            && let Some(any) = grades.any()
        {
            let mut units = any.clone();
            units.intersect_with(among);
            grades.keep(&self.in_position(prepared.words, polarity, units));
        }
        grades
    }

    /// The units of `among` in which the words that make a typed one follow each other. For a phrase they may be apart: it
    /// is looked for as a whole.
    ///
    /// Where a word is only taken for two that very many texts have, nothing: it was not meant.
    fn with_split(
        &mut self,
        words: &QueryWords,
        (expansion, split): (&Expansion, &[WordId]),
        among: &UnitSet,
    ) -> Option<UnitSet> {
        let (index, model) = (self.query.index, self.query.model);
        let mut units = among.clone();
        for word in split {
            let mut own = UnitSet::new(index.units.len());
            index.vocabulary.postings(*word).add_to(&mut own);
            units.intersect_with(&own);
        }
        if words.is_positional() {
            return Some(units);
        }
        let mut all = units.units_in(index.units.all());
        if !expansion.is_compound && all.by_ref().nth(MAX_READ_MATCHES).is_some() {
            return None;
        }
        let phrase = QueryWords::sequence(split.iter().map(|word| index.vocabulary.word(*word).into()));
        let mut finder = PhraseFinder::new(&phrase);
        let mut found = UnitSet::new(index.units.len());
        let mut rest = units.units_in(index.units.all());
        let read = rest.by_ref().take(MAX_READ_SPLITS);
        read.filter(|unit| finder.is_in(index.units.text(*unit, model))).for_each(|unit| found.insert(unit));
        self.is_partial |= rest.next().is_some();
        Some(found)
    }

    /// Grades the labels that have the letters of a word but no variant of it. Titles and questions are many and long:
    /// they are tried only for a word without any variant.
    fn add_subsequences(&self, expansion: &Expansion, among: &UnitSet, grades: &mut GradedSet) {
        let index = self.query.index;
        let is_unknown = expansion.postings == 0;
        let range = if is_unknown { index.units.label_units() } else { index.units.name_units() };
        let matches = |unit: &UnitId| {
            let is_tried = is_unknown || index.units.labels()[unit.index()].is_short();
            is_tried && self.query.matcher.score(&index.labels[unit.index()], &expansion.typed).is_some()
        };
        let unmatched = among.units_in(range).filter(|unit| grades.grade(*unit).is_none());
        let found: Vec<UnitId> = unmatched.filter(matches).collect();
        grades.add_worst(Grade::Subsequence, &found, index.units.len());
    }

    /// Those of `units` that have the words where they must be.
    ///
    /// The index knows the first and last word of every text. For more the texts are read, of each kind until
    /// [`MAX_READ_MATCHES`] match. The unread ones count as no hits: without required words, with excluded ones.
    fn in_position(&mut self, words: &QueryWords, polarity: Polarity, mut units: UnitSet) -> UnitSet {
        self.intersect_edges(words, &mut units);
        if !words.needs_text() {
            return units;
        }
        let (index, model) = (self.query.index, self.query.model);
        let mut finder = PhraseFinder::new(words);
        let mut kept = UnitSet::new(index.units.len());
        for range in SubjectKind::ALL.iter().flat_map(|kind| index.units.of_kind(*kind)) {
            let mut rest = units.units_in(range);
            let matching = rest.by_ref().filter(|unit| finder.is_in(index.units.text(*unit, model)));
            matching.take(MAX_READ_MATCHES).for_each(|unit| kept.insert(unit));
            let mut unread = rest.peekable();
            self.is_partial |= unread.peek().is_some();
            if polarity == Polarity::Excluded {
                unread.for_each(|unit| kept.insert(unit));
            }
        }
        kept
    }

    /// Leaves only units that start or end with the words, if they must.
    fn intersect_edges(&self, words: &QueryWords, units: &mut UnitSet) {
        let edges = &self.query.index.edges;
        if matches!(words.anchoring, Anchoring::Start | Anchoring::Whole) {
            units.intersect_with(&edges.starting_with(&self.first_words(words)));
        }
        if matches!(words.anchoring, Anchoring::End | Anchoring::Whole) {
            units.intersect_with(&edges.ending_with(&self.exact_word(words.list.last().map(|word| &*word.text))));
        }
    }

    /// The words that a text may start with.
    fn first_words(&self, words: &QueryWords) -> Range<WordId> {
        match words.list.as_slice() {
            [only] if words.mode == MatchMode::Fuzzy && words.anchoring == Anchoring::Start => {
                self.query.index.vocabulary.with_prefix(&only.text)
            }
            list => self.exact_word(list.first().map(|word| &*word.text)),
        }
    }

    fn exact_word(&self, word: Option<&str>) -> Range<WordId> {
        let id = word.and_then(|word| self.query.index.vocabulary.find(word));
        id.map_or(WordId(0)..WordId(0), |id| id..id.plus(1))
    }
}
