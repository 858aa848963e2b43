//! The index of one model.

use super::columns::Columns;
use super::gather::{Edges, Gatherer, PIECE, Piece, Standing, put_together};
use super::ids::Ids;
use super::inquiry::Inquiry;
use super::kin::Kin;
use super::labels::Label;
use super::sentences::each_sentence;
use super::units::{self, Units};
use super::vocabulary::Vocabulary;
use super::words::{each_word, fold_into};
use super::{Hits, Query, Wanted};
use crate::model::{Article, DemandId, Model};
use crate::parallel;
use crate::text::Span;

/// What is needed to search one model. Owns all it holds; takes about half the memory of the texts.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(super) units: Units,
    pub(super) vocabulary: Vocabulary,
    pub(super) edges: Edges,
    /// The labels folded, by unit.
    pub(super) labels: Vec<Label>,
    pub(super) kin: Kin,
    pub(super) ids: Ids,
    pub(super) columns: Columns,
}

/// So many articles are cut into sentences in one go.
const ARTICLES: usize = 64;

impl Index {
    /// Reads every text of the model twice, on all processors. An empty model gives an index that finds nothing.
    pub fn new(model: &Model) -> Self {
        Self::by(model, parallel::threads())
    }

    /// The same index, made by so many threads.
    pub fn by(model: &Model, threads: usize) -> Self {
        let units = Units::new(model, &sentences(model, threads));
        let pieces = units.len().div_ceil(PIECE as usize);
        let work = |gatherer: &mut Gatherer, at| {
            let first = PIECE * u32::try_from(at).unwrap_or(u32::MAX);
            let own = first..units.prose().end.min(first.saturating_add(PIECE));
            gather(gatherer, own.map(|unit| units.text(unit, model)))
        };
        let gathered = parallel::divide(pieces, threads, work, &mut |_| {});
        let (vocabulary, edges) = put_together(gathered);
        let labels = labels(&units, model);
        let kin = Kin::new(model, &vocabulary);
        Self { units, vocabulary, edges, labels, kin, ids: Ids::new(model), columns: Columns::new(model) }
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        self.units.bytes() + self.vocabulary.bytes() + self.edges.bytes() + self.ids.bytes() + self.columns.bytes()
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

/// The sentences of every article.
fn sentences(model: &Model, threads: usize) -> Vec<Vec<Span>> {
    let runs: Vec<&[Article]> = model.articles().chunks(ARTICLES).collect();
    let cut = |article: &Article| {
        let mut spans = Vec::new();
        each_sentence(article.text(), |span| spans.push(span));
        spans
    };
    let cut_run = |at: usize| runs[at].iter().map(cut).collect::<Vec<Vec<Span>>>();
    parallel::map(runs.len(), threads, cut_run, &mut |_| {}).concat()
}

/// The words of the texts of one piece.
fn gather<'m>(gatherer: &mut Gatherer, texts: impl Iterator<Item = &'m str>) -> Piece {
    let mut folded = String::new();
    for text in texts {
        fold_into(text, &mut folded);
        gatherer.begin();
        let mut end = 0;
        each_word(&folded, |range| {
            let standing = if range.end == end { Standing::Repeat } else { Standing::Whole };
            end = range.end;
            gatherer.add(&folded, range, standing);
        });
    }
    gatherer.end()
}

fn labels(units: &Units, model: &Model) -> Vec<Label> {
    let mut folded = String::new();
    let label = |label: &units::Label| {
        fold_into(label.text(model), &mut folded);
        Label::new(&folded)
    };
    units.labels().iter().map(label).collect()
}
