//! The index of one model.

use super::ids::Ids;
use super::inquiry::Inquiry;
use super::kin::Kin;
use super::labels::Label;
use super::sentences::each_sentence;
use super::units::Units;
use super::vocabulary::{Edges, Gatherer, Standing, Vocabulary};
use super::words::{each_word, fold_into};
use super::{Hits, Query, Wanted};
use crate::model::{DemandId, Model};
use crate::text::Span;

/// What is needed to search one model. Owns all it holds; takes about half the memory of the texts.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) units: Units,
    pub(super) vocabulary: Vocabulary,
    /// The first and last word of each unit.
    pub(super) edges: Vec<Edges>,
    /// The labels folded, by unit.
    pub(super) labels: Vec<Label>,
    pub(super) kin: Kin,
    pub(super) ids: Ids,
}

impl Index {
    /// Reads every text of the model once. An empty model gives an index that finds nothing.
    pub fn new(model: &Model) -> Self {
        let sentences: Vec<Vec<Span>> = model.articles().iter().map(|article| sentences(article.text())).collect();
        let units = Units::new(model, &sentences);
        let (mut gatherer, mut folded) = (Gatherer::default(), String::new());
        let mut labels = Vec::with_capacity(units.labels().len());
        for unit in 0..u32::try_from(units.len()).unwrap_or(u32::MAX) {
            fold_into(units.text(unit, model), &mut folded);
            gatherer.begin();
            let mut end = 0;
            each_word(&folded, |range| {
                let standing = if range.end == end { Standing::Repeat } else { Standing::Whole };
                end = range.end;
                gatherer.add(folded.get(range).unwrap_or(""), standing);
            });
            if labels.len() < units.labels().len() {
                labels.push(Label::new(&folded));
            }
        }
        let (vocabulary, edges) = gatherer.finish();
        let kin = Kin::new(model, &vocabulary);
        Self { units, vocabulary, edges, labels, kin, ids: Ids::new(model) }
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        self.units.bytes() + self.vocabulary.bytes() + size_of_val(&*self.edges) + self.ids.bytes()
    }

    /// The demands that meet `query` by their own words or fields, in order; none for an empty query.
    pub fn demands(&self, model: &Model, query: &Query) -> Vec<DemandId> {
        if query.is_empty() { Vec::new() } else { Inquiry::new(self, model, query).demands() }
    }

    /// The best hits of `query`, best first, with the number of all. `model` is the one the index was made of.
    ///
    /// An empty query finds nothing; fields alone find all that fit them. Where no text has every word, words that name
    /// actors are read as whose demand is sought. Ranked by how well the words are met, then
    /// how rare they are, how near they stand to each other, names before passages before demands before articles.
    pub fn search(&self, model: &Model, query: &Query, wanted: Wanted) -> Hits {
        if query.is_empty() {
            return Hits::default();
        }
        let hits = Inquiry::new(self, model, query).hits(wanted);
        if hits.total > 0 {
            return hits;
        }
        query.of_actors(model).map_or(hits, |query| Inquiry::new(self, model, &query).hits(wanted))
    }
}

fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    each_sentence(text, |span| spans.push(span));
    spans
}
