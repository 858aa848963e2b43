//! What is looked up for something typed: at once, or by the outside where that may take longer than a frame.

use std::sync::Arc;

use crate::model::{DemandId, Model};
use crate::search::{Hit, Hits, Query, SearchData, SearchOptions};

/// What was chosen in find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// What was typed.
    pub query: String,
    /// The results, in the order of choosing; none where nothing was found.
    pub hits: Vec<Hit>,
}

/// A model of more texts than this is searched by the outside. Two and a half million of them (a million passages and
/// their articles) take 15 ms at worst, a frame; half a million take a fifth of that.
pub const AT_ONCE: usize = 500_000;

/// How far the answer to something typed is. `T` is what the answer is for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LookupState<T> {
    /// It is there.
    #[default]
    Done,
    /// It is to be looked up.
    Wanted(T),
    /// The outside looks it up under this number.
    Asked(u64, T),
}

impl<T: Clone> LookupState<T> {
    /// Whether the answer is there.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done)
    }

    /// What it is for, while it is not there.
    pub fn pending(&self) -> Option<&T> {
        match self {
            Self::Done => None,
            Self::Wanted(what) | Self::Asked(_, what) => Some(what),
        }
    }

    /// The number under which it is looked up.
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Asked(number, _) => Some(*number),
            Self::Done | Self::Wanted(_) => None,
        }
    }

    /// What is to be looked up; asked for under `number` from now on.
    pub fn ask(&mut self, number: u64) -> Option<T> {
        let Self::Wanted(what) = self else { return None };
        let what = what.clone();
        *self = Self::Asked(number, what.clone());
        Some(what)
    }

    /// Looks up once more what was asked for and may never be answered.
    pub fn again(&mut self) {
        if let Some(what) = self.pending() {
            *self = Self::Wanted(what.clone());
        }
    }
}

/// A search for the outside. Only the newest for each target counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// Its number: an answer with another one is outdated.
    pub number: u64,
    /// The query as typed.
    pub query: String,
    /// What it is for.
    pub target: SearchTarget,
}

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchTarget {
    /// The best hits, for find.
    Hits(SearchOptions),
    /// All demands that meet the query, for the filter by field.
    Demands,
}

/// What a search came to.
#[derive(Debug, Clone)]
pub struct SearchReply {
    /// The number of the search.
    pub number: u64,
    /// What in the query was not understood.
    pub mistake: Option<String>,
    /// What was found.
    pub results: SearchResults,
}

/// What was found.
#[derive(Debug, Clone)]
pub enum SearchResults {
    /// Hits, for find.
    Hits(Arc<Hits>),
    /// Demands, rising; `None` where nothing was asked.
    Demands(Option<Arc<[DemandId]>>),
}

impl SearchRequest {
    /// Carries it out.
    pub fn run(&self, model: &Model, data: &SearchData) -> SearchReply {
        let query = Query::new(&self.query, model);
        let index = data.index_of(model);
        let results = match self.target {
            SearchTarget::Hits(wanted) => SearchResults::Hits(Arc::new(index.search(model, &query, wanted))),
            SearchTarget::Demands => {
                SearchResults::Demands((!query.is_empty()).then(|| index.demands(model, &query).into()))
            }
        };
        let mistake = query.mistakes().first().map(|mistake| mistake.message.clone());
        SearchReply { number: self.number, mistake, results }
    }
}
