//! What is looked up for something typed: at once, or by the outside where that may take longer than a frame.

use std::sync::Arc;

use crate::model::{DemandId, Model};
use crate::search::{Hits, Query, SearchData, SearchOptions};

/// A model of more texts than this is searched by the outside. Two and a half million of them (a million passages and
/// their articles) take 15 ms at worst, a frame; half a million take a fifth of that.
pub const AT_ONCE: usize = 500_000;

/// How far the answer to something typed has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Looking {
    /// It is there.
    #[default]
    Done,
    /// It is to be looked up.
    Wanted,
    /// The outside looks it up under this number.
    Asked(u64),
}

impl Looking {
    /// What was asked for and may never be answered is wanted once more.
    pub fn again(&mut self) {
        if *self != Self::Done {
            *self = Self::Wanted;
        }
    }
}

/// A search. The newest of a kind is the only one that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Its number: an answer with another one is outdated.
    pub number: u64,
    /// The query as typed.
    pub query: String,
    /// What is sought.
    pub sought: Sought,
}

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// The best hits, for find.
    Hits(SearchOptions),
    /// All demands that meet the query, for the filter by field.
    Demands,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The number of the search.
    pub number: u64,
    /// What in the query could not be read.
    pub mistake: Option<String>,
    /// What there is.
    pub answer: Answer,
}

/// The answer to a search.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Hits, for find.
    Hits(Arc<Hits>),
    /// Demands, rising; `None` where nothing was asked.
    Demands(Option<Arc<[DemandId]>>),
}

impl Search {
    /// Carries it out.
    pub fn carry_out(&self, model: &Model, knowledge: &SearchData) -> Found {
        let query = Query::new(&self.query, model);
        let index = knowledge.index_of(model);
        let answer = match self.sought {
            Sought::Hits(wanted) => Answer::Hits(Arc::new(index.search(model, &query, wanted))),
            Sought::Demands => Answer::Demands((!query.is_empty()).then(|| index.demands(model, &query).into())),
        };
        let mistake = query.mistakes().first().map(|mistake| mistake.message.clone());
        Found { number: self.number, mistake, answer }
    }
}
