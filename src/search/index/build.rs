//! The index of one model.

use super::columns::Columns;
use super::indexer::{EdgeWords, Indexer, SEGMENT, merge};
use super::numbers::{UnitId, narrow};
use super::record_ids::RecordIds;
use super::synonyms::Synonyms;
use super::units::{Label, Units};
use super::vocabulary::Vocabulary;
use crate::model::{Article, Model};
use crate::parallel;
use crate::search::analysis::sentences::each_sentence;
use crate::search::analysis::subsequence::FoldedLabel;
use crate::search::analysis::words::fold_into;
use crate::text::Span;

/// What searching one model needs. Owns all its data: about half the size of the texts.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub(in crate::search) units: Units,
    pub(in crate::search) vocabulary: Vocabulary,
    pub(in crate::search) edges: EdgeWords,
    /// The labels folded, by unit.
    pub(in crate::search) labels: Vec<FoldedLabel>,
    pub(in crate::search) synonyms: Synonyms,
    pub(in crate::search) ids: RecordIds,
    pub(in crate::search) columns: Columns,
}

/// Articles that a thread cuts into sentences at a time.
const ARTICLES: usize = 64;

impl Index {
    /// Reads every text of the model twice, on up to four processors. An empty model gives an index that finds nothing.
    pub fn new(model: &Model) -> Self {
        Self::by(model, parallel::threads())
    }

    /// The same index, built by `threads` threads.
    pub fn by(model: &Model, threads: usize) -> Self {
        let units = Units::new(model, &sentences(model, threads));
        let segments = units.len().div_ceil(SEGMENT as usize);
        let index = |indexer: &mut Indexer, at: usize| {
            let first = UnitId(SEGMENT * narrow(at));
            let end = units.all().end.min(first.plus(SEGMENT as usize));
            UnitId::each(first..end).for_each(|unit| indexer.add(units.text(unit, model)));
            indexer.finish()
        };
        let (vocabulary, edges) = merge(parallel::divide(segments, threads, index, &mut |_| {}));
        let synonyms = Synonyms::new(model, &vocabulary);
        let labels = folded_labels(&units, model);
        Self { units, vocabulary, edges, labels, synonyms, ids: RecordIds::new(model), columns: Columns::new(model) }
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        self.units.bytes() + self.vocabulary.bytes() + self.edges.bytes() + self.ids.bytes() + self.columns.bytes()
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
    parallel::map(runs.len(), threads, cut_run, &mut |_| {}).into_iter().flatten().collect()
}

fn folded_labels(units: &Units, model: &Model) -> Vec<FoldedLabel> {
    let mut folded = String::new();
    let label = |label: &Label| {
        fold_into(label.text(model), &mut folded);
        FoldedLabel::new(&folded)
    };
    units.labels().iter().map(label).collect()
}
