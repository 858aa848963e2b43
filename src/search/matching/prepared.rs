//! A query prepared for one index.

use super::expansion::Expansion;
use crate::model::{Model, Subject};
use crate::search::analysis::subsequence::SubsequenceMatcher;
use crate::search::index::build::Index;
use crate::search::query::field::FieldFilter;
use crate::search::query::parse::{Anchoring, Condition, MatchMode, Polarity, Query, QueryWord, QueryWords, Term};

/// A query with what its words match in the index.
pub struct PreparedQuery<'s> {
    pub index: &'s Index,
    pub model: &'s Model,
    pub matcher: SubsequenceMatcher,
    pub clauses: Vec<Vec<PreparedTerm<'s>>>,
    /// The one word of the query that may begin an id.
    pub id_prefix: Option<&'s str>,
    /// Whether a word that names an actor or issue also asks for what belongs to it.
    pub reads_names: bool,
}

/// One condition.
pub struct PreparedTerm<'q> {
    pub typed: &'q str,
    pub polarity: Polarity,
    pub condition: PreparedCondition<'q>,
}

pub enum PreparedCondition<'q> {
    Words(PreparedWords<'q>),
    Field(&'q FieldFilter),
}

/// Words with their expansions, each different word once.
pub struct PreparedWords<'q> {
    pub words: &'q QueryWords,
    pub expansions: Vec<Expansion>,
}

/// What a term costs to evaluate, the cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// A union of this many postings.
    Postings(usize),
    /// A pass over columns.
    Columns,
    /// Reading texts.
    Texts,
}

impl<'s> PreparedQuery<'s> {
    pub fn new(index: &'s Index, model: &'s Model, query: &'s Query) -> Self {
        let matcher = SubsequenceMatcher::default();
        let term = |term: &'s Term| PreparedTerm::new(index, &matcher, term);
        let clauses = query.clauses.iter().map(|clause| clause.iter().map(term).collect()).collect();
        Self { index, model, clauses, id_prefix: query.id_prefix(), matcher, reads_names: query.clauses.len() > 1 }
    }

    /// Whether `subject` meets every clause that has only fields.
    pub fn fits_fields(&self, subject: Subject) -> bool {
        let fits = |(term, field): (&PreparedTerm, &FieldFilter)| {
            field.fits(subject, self.model) == (term.polarity == Polarity::Required)
        };
        self.clauses.iter().all(|clause| {
            let fields: Vec<_> = clause.iter().filter_map(|term| Some((term, term.field()?))).collect();
            fields.len() < clause.len() || fields.into_iter().any(fits)
        })
    }
}

impl<'q> PreparedTerm<'q> {
    fn new(index: &Index, matcher: &SubsequenceMatcher, term: &'q Term) -> Self {
        let condition = match &term.condition {
            Condition::Words(words) => PreparedCondition::Words(PreparedWords::new(index, matcher, words)),
            Condition::Field(field) => PreparedCondition::Field(field),
        };
        Self { typed: &term.typed, polarity: term.polarity, condition }
    }

    fn field(&self) -> Option<&'q FieldFilter> {
        match &self.condition {
            PreparedCondition::Field(field) => Some(field),
            PreparedCondition::Words(_) => None,
        }
    }

    /// The words that hits must have.
    pub fn required_words(&self) -> Option<&PreparedWords<'q>> {
        match (&self.condition, self.polarity) {
            (PreparedCondition::Words(words), Polarity::Required) => Some(words),
            (PreparedCondition::Words(_), Polarity::Excluded) | (PreparedCondition::Field(_), _) => None,
        }
    }

    pub fn cost(&self) -> Cost {
        match &self.condition {
            PreparedCondition::Words(prepared) if prepared.words.is_positional() => Cost::Texts,
            PreparedCondition::Words(prepared) => {
                Cost::Postings(prepared.expansions.iter().map(|expansion| expansion.postings).sum())
            }
            PreparedCondition::Field(_) => Cost::Columns,
        }
    }
}

impl<'q> PreparedWords<'q> {
    pub fn new(index: &Index, matcher: &SubsequenceMatcher, words: &'q QueryWords) -> Self {
        let mode = match words.anchoring {
            // A word that must end the text is meant as typed.
            Anchoring::End | Anchoring::Whole => MatchMode::Exact,
            Anchoring::Anywhere | Anchoring::Start => words.mode,
        };
        let mut list: Vec<&QueryWord> = words.list.iter().collect();
        list.sort_by(|a, b| a.text.cmp(&b.text));
        list.dedup_by(|a, b| a.text == b.text);
        let expansions = list.into_iter().map(|word| Expansion::new(index, matcher, word, mode)).collect();
        Self { words, expansions }
    }
}
